"""
The tables of the hoofd: what retention adds to them; written by tests/store/renew_migrations.py.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """
    Make the tables, and the guards of those that are there to stay.
    """
    op.create_table(
        "anoniem",
        sa.Column("convenant", sa.String(), nullable=False),
        sa.Column("proces", sa.String(), nullable=False),
        sa.Column("jaar", sa.String(), nullable=False),
        sa.Column("fase", sa.String(), nullable=False),
        sa.Column("betrokkenen", sa.String(), nullable=False),
        sa.Column("categorieen", sa.String(), nullable=False),
        sa.Column("duur", sa.String(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ltrim(betrokkenen, '0123456789-+*') = ''", name=op.f("ck_anoniem_betrokkenen")
        ),
        sa.CheckConstraint(
            "ltrim(categorieen, 'abcdefghijklmnopqrstuvwxyz0123456789-,*') = ''",
            name=op.f("ck_anoniem_categorieen"),
        ),
        sa.CheckConstraint(
            "ltrim(convenant, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_anoniem_convenant"),
        ),
        sa.CheckConstraint("ltrim(duur, '0123456789*') = ''", name=op.f("ck_anoniem_duur")),
        sa.CheckConstraint(
            "ltrim(fase, 'abcdefghijklmnopqrstuvwxyz0123456789-*') = ''",
            name=op.f("ck_anoniem_fase"),
        ),
        sa.CheckConstraint("ltrim(jaar, '0123456789-*') = ''", name=op.f("ck_anoniem_jaar")),
        sa.CheckConstraint(
            "ltrim(proces, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_anoniem_proces"),
        ),
        sa.CheckConstraint("aantal >= 1", name=op.f("ck_anoniem_aantal")),
        sa.PrimaryKeyConstraint(
            "convenant",
            "proces",
            "jaar",
            "fase",
            "betrokkenen",
            "categorieen",
            "duur",
            name=op.f("pk_anoniem"),
        ),
    )
    op.create_table(
        "bewaarbeurt",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("houder", sa.String(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column(
            "tot", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_bewaarbeurt_een")),
        sa.CheckConstraint("token >= 1", name=op.f("ck_bewaarbeurt_token")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bewaarbeurt")),
    )
    op.create_table(
        "bewaarplan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("op", sa.Date(), nullable=False),
        sa.Column("horizon", sa.Date(), nullable=False),
        sa.Column("beleid", sa.String(), nullable=False),
        sa.Column("opgesteld_door", sa.String(), nullable=False),
        sa.Column(
            "opgesteld_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=False,
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("goedgekeurd_door", sa.String(), nullable=True),
        sa.Column(
            "goedgekeurd_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "uit_te_voeren_vanaf",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "verloopt_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "begonnen_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "klaar_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(state = 'klaar') = (klaar_op IS NOT NULL)", name=op.f("ck_bewaarplan_klaar")
        ),
        sa.CheckConstraint(
            "state IN ('opgesteld', 'goedgekeurd', 'bezig', 'opruimen', 'klaar', 'vervallen')",
            name=op.f("ck_bewaarplan_state"),
        ),
        sa.CheckConstraint(
            "state IN ('opgesteld', 'vervallen') OR goedgekeurd_op IS NOT NULL",
            name=op.f("ck_bewaarplan_uitvoering"),
        ),
        sa.CheckConstraint(
            "(goedgekeurd_door IS NULL) = (goedgekeurd_op IS NULL)",
            name=op.f("ck_bewaarplan_goedgekeurd"),
        ),
        sa.CheckConstraint(
            "goedgekeurd_door <> opgesteld_door", name=op.f("ck_bewaarplan_vier_ogen")
        ),
        sa.CheckConstraint("op <= horizon", name=op.f("ck_bewaarplan_horizon")),
        sa.ForeignKeyConstraint(
            ["goedgekeurd_door"], ["medewerker.id"], name=op.f("fk_bewaarplan_goedgekeurd_door")
        ),
        sa.ForeignKeyConstraint(
            ["opgesteld_door"], ["medewerker.id"], name=op.f("fk_bewaarplan_opgesteld_door")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bewaarplan")),
    )
    op.create_index(
        op.f("ix_bewaarplan_goedgekeurd_door"), "bewaarplan", ["goedgekeurd_door"], unique=False
    )
    op.create_index(
        op.f("ix_bewaarplan_opgesteld_door"), "bewaarplan", ["opgesteld_door"], unique=False
    )
    op.create_index(
        op.f("ix_bewaarplan_opgesteld_op_id"), "bewaarplan", ["opgesteld_op", "id"], unique=False
    )
    op.create_table(
        "bewaarplan_regel",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("nummer", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=True),
        sa.Column("gegeven", sa.String(), nullable=True),
        sa.Column("convenant", sa.String(), nullable=False),
        sa.Column("proces", sa.String(), nullable=False),
        sa.Column("kader", sa.String(), nullable=False),
        sa.Column("fase", sa.String(), nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=True),
        sa.Column("aantallen", sa.String(), nullable=False),
        sa.Column("actie", sa.String(), nullable=False),
        sa.Column("uiterlijk", sa.Date(), nullable=True),
        sa.Column("regel", sa.String(), nullable=False),
        sa.Column("artikel", sa.String(), nullable=False),
        sa.Column("plek", sa.String(), nullable=False),
        sa.Column("reden", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("uitkomst", sa.String(), nullable=False),
        sa.Column(
            "gedaan_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column("logregel", sa.BigInteger(), nullable=True),
        sa.Column("zaak", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'gepland') = (uitkomst = '')", name=op.f("ck_bewaarplan_regel_afgedaan")
        ),
        sa.CheckConstraint(
            "actie IN ('vernietigen', 'anonimiseren', 'afschermen')",
            name=op.f("ck_bewaarplan_regel_actie"),
        ),
        sa.CheckConstraint(
            "soort = 'gegeven' OR gegeven IS NULL", name=op.f("ck_bewaarplan_regel_gegeven")
        ),
        sa.CheckConstraint("soort IN ('casus', 'gegeven')", name=op.f("ck_bewaarplan_regel_soort")),
        sa.CheckConstraint(
            "state <> 'klaar' OR casus IS NULL", name=op.f("ck_bewaarplan_regel_vergeten")
        ),
        sa.CheckConstraint(
            "state <> 'uitgevoerd' OR casus IS NOT NULL",
            name=op.f("ck_bewaarplan_regel_uitgevoerd"),
        ),
        sa.CheckConstraint(
            "state IN ('gepland', 'uitgevoerd', 'klaar', 'overgeslagen')",
            name=op.f("ck_bewaarplan_regel_state"),
        ),
        sa.CheckConstraint(
            "uitkomst IN ('vernietigd', 'geanonimiseerd', 'opgeschort', 'hernieuwd', 'gewijzigd', 'geweigerd', 'verlopen', 'strijdig', 'onbekend', '')",
            name=op.f("ck_bewaarplan_regel_uitkomst"),
        ),
        sa.CheckConstraint(
            "(casus IS NULL) <= (gegeven IS NULL)", name=op.f("ck_bewaarplan_regel_casus")
        ),
        sa.CheckConstraint("nummer >= 0", name=op.f("ck_bewaarplan_regel_nummer")),
        sa.ForeignKeyConstraint(["plan"], ["bewaarplan.id"], name=op.f("fk_bewaarplan_regel_plan")),
        sa.PrimaryKeyConstraint("plan", "nummer", name=op.f("pk_bewaarplan_regel")),
    )
    op.create_index(
        op.f("ix_bewaarplan_regel_plan_state_nummer"),
        "bewaarplan_regel",
        ["plan", "state", "nummer"],
        unique=False,
    )
    op.create_table(
        "hernieuwing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("geval", sa.String(), nullable=False),
        sa.Column("besluit", sa.String(), nullable=False),
        sa.Column("verstrekking", sa.String(), nullable=False),
        sa.Column("instemmingen", sa.String(), nullable=False),
        sa.Column("motivering", sa.LargeBinary(), nullable=False),
        sa.Column("gesloten_op", sa.Date(), nullable=True),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("geval IN ('a', 'b')", name=op.f("ck_hernieuwing_geval")),
        sa.CheckConstraint(
            "length(besluit) = 32 AND ltrim(besluit, '0123456789abcdef') = ''",
            name=op.f("ck_hernieuwing_besluit"),
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_hernieuwing_casus"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_hernieuwing_id")
        ),
        sa.CheckConstraint(
            "length(verstrekking) = 32 AND ltrim(verstrekking, '0123456789abcdef') = ''",
            name=op.f("ck_hernieuwing_verstrekking"),
        ),
        sa.CheckConstraint(
            "substr(instemmingen, 1, 1) = '['", name=op.f("ck_hernieuwing_instemmingen")
        ),
        sa.CheckConstraint("tot > van", name=op.f("ck_hernieuwing_duur")),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_hernieuwing_versie")),
        sa.CheckConstraint("volgnummer >= 1", name=op.f("ck_hernieuwing_volgnummer")),
        sa.ForeignKeyConstraint(
            ["casus", "besluit"],
            ["besluit.casus", "besluit.id"],
            name=op.f("fk_hernieuwing_casus_besluit"),
        ),
        sa.ForeignKeyConstraint(
            ["casus", "verstrekking"],
            ["verstrekking.casus", "verstrekking.id"],
            name=op.f("fk_hernieuwing_casus_verstrekking"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_hernieuwing_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hernieuwing")),
        sa.UniqueConstraint("casus", "volgnummer", name=op.f("uq_hernieuwing_casus_volgnummer")),
    )
    op.create_table(
        "afscherming",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("gegeven", sa.String(), nullable=True),
        sa.Column("waarom", sa.String(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column(
            "opgeheven_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_afscherming_casus"),
        ),
        sa.CheckConstraint(
            "length(gegeven) = 32 AND ltrim(gegeven, '0123456789abcdef') = ''",
            name=op.f("ck_afscherming_gegeven"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_afscherming_id")
        ),
        sa.CheckConstraint(
            "waarom IN ('afgesloten', 'opgeschort', 'strijdig', 'onbekend', 'vervallen')",
            name=op.f("ck_afscherming_waarom"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_afscherming_casus")),
        sa.ForeignKeyConstraint(["gegeven"], ["gegeven.id"], name=op.f("fk_afscherming_gegeven")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_afscherming")),
    )
    op.create_index(op.f("ix_afscherming_casus"), "afscherming", ["casus"], unique=False)
    op.create_index(
        "ix_afscherming_gegeven",
        "afscherming",
        ["gegeven"],
        unique=False,
        sqlite_where=sa.text("gegeven IS NOT NULL"),
        postgresql_where=sa.text("gegeven IS NOT NULL"),
    )
    op.create_table(
        "bewaardoel",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("regel", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("doel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("uitkomst", sa.String(), nullable=False),
        sa.Column(
            "gedaan_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(state = 'klaar') = (gedaan_op IS NOT NULL)", name=op.f("ck_bewaardoel_gedaan")
        ),
        sa.CheckConstraint("state IN ('open', 'klaar')", name=op.f("ck_bewaardoel_state")),
        sa.ForeignKeyConstraint(
            ["plan", "regel"],
            ["bewaarplan_regel.plan", "bewaarplan_regel.nummer"],
            name=op.f("fk_bewaardoel_plan_regel"),
        ),
        sa.PrimaryKeyConstraint("plan", "regel", "doel", name=op.f("pk_bewaardoel")),
    )
    op.create_table(
        "opschorting",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("gegeven", sa.String(), nullable=True),
        sa.Column("grond", sa.String(), nullable=False),
        sa.Column("kenmerk", sa.String(), nullable=False),
        sa.Column("motivering", sa.LargeBinary(), nullable=False),
        sa.Column("eigenaar", sa.String(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column("herzien_voor", sa.Date(), nullable=False),
        sa.Column(
            "opgeheven_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "grond IN ('wettelijk-voorschrift', 'rechtsvordering', 'beperking')",
            name=op.f("ck_opschorting_grond"),
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_opschorting_casus"),
        ),
        sa.CheckConstraint(
            "length(eigenaar) = 32 AND ltrim(eigenaar, '0123456789abcdef') = ''",
            name=op.f("ck_opschorting_eigenaar"),
        ),
        sa.CheckConstraint(
            "length(gegeven) = 32 AND ltrim(gegeven, '0123456789abcdef') = ''",
            name=op.f("ck_opschorting_gegeven"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_opschorting_id")
        ),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_opschorting_versie")),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_opschorting_casus")),
        sa.ForeignKeyConstraint(
            ["eigenaar"], ["medewerker.id"], name=op.f("fk_opschorting_eigenaar")
        ),
        sa.ForeignKeyConstraint(["gegeven"], ["gegeven.id"], name=op.f("fk_opschorting_gegeven")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opschorting")),
    )
    op.create_index(op.f("ix_opschorting_casus"), "opschorting", ["casus"], unique=False)
    op.create_index(op.f("ix_opschorting_eigenaar"), "opschorting", ["eigenaar"], unique=False)
    op.create_index(
        "ix_opschorting_gegeven",
        "opschorting",
        ["gegeven"],
        unique=False,
        sqlite_where=sa.text("gegeven IS NOT NULL"),
        postgresql_where=sa.text("gegeven IS NOT NULL"),
    )
    op.create_table(
        "vernietigingsgrond",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("gegeven", sa.String(), nullable=True),
        sa.Column("grond", sa.String(), nullable=False),
        sa.Column("medewerker", sa.String(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column(
            "ingetrokken_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "grond IN ('eerste-verwerking', 'laatste-verwerking', 'afgesloten', 'afgewezen', 'overgedragen', 'niet-meer-nodig', 'geen-aanwijzingen', 'van-de-lijst', 'onjuist-of-onrechtmatig', 'wissing-toegewezen', 'hernieuwd')",
            name=op.f("ck_vernietigingsgrond_grond"),
        ),
        sa.CheckConstraint(
            "grond IN ('niet-meer-nodig', 'geen-aanwijzingen', 'van-de-lijst')",
            name=op.f("ck_vernietigingsgrond_soort"),
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_vernietigingsgrond_casus"),
        ),
        sa.CheckConstraint(
            "length(gegeven) = 32 AND ltrim(gegeven, '0123456789abcdef') = ''",
            name=op.f("ck_vernietigingsgrond_gegeven"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''",
            name=op.f("ck_vernietigingsgrond_id"),
        ),
        sa.CheckConstraint(
            "length(medewerker) = 32 AND ltrim(medewerker, '0123456789abcdef') = ''",
            name=op.f("ck_vernietigingsgrond_medewerker"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_vernietigingsgrond_casus")),
        sa.ForeignKeyConstraint(
            ["gegeven"], ["gegeven.id"], name=op.f("fk_vernietigingsgrond_gegeven")
        ),
        sa.ForeignKeyConstraint(
            ["medewerker"], ["medewerker.id"], name=op.f("fk_vernietigingsgrond_medewerker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vernietigingsgrond")),
    )
    op.create_index(
        op.f("ix_vernietigingsgrond_casus"), "vernietigingsgrond", ["casus"], unique=False
    )
    op.create_index(
        "ix_vernietigingsgrond_gegeven",
        "vernietigingsgrond",
        ["gegeven"],
        unique=False,
        sqlite_where=sa.text("gegeven IS NOT NULL"),
        postgresql_where=sa.text("gegeven IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_vernietigingsgrond_medewerker"), "vernietigingsgrond", ["medewerker"], unique=False
    )
    op.create_index(op.f("ix_betrokkene_pseudoniem"), "betrokkene", ["pseudoniem"], unique=False)
    op.drop_index(op.f("ix_gegeven_casus_categorie"), table_name="gegeven")
    op.create_index(
        "ix_gegeven_bewaartermijn",
        "gegeven",
        ["casus", "categorie", "eerste_verwerking", "laatste_verwerking"],
        unique=False,
    )
    op.drop_index(op.f("ix_verklaring_casus"), table_name="verklaring")
    op.create_index(op.f("ix_verklaring_casus_feit"), "verklaring", ["casus", "feit"], unique=False)
    op.create_index(op.f("ix_verklaring_medewerker"), "verklaring", ["medewerker"], unique=False)
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """
    Remove the tables, with what is in them.
    """
    op.drop_index(op.f("ix_verklaring_medewerker"), table_name="verklaring")
    op.drop_index(op.f("ix_verklaring_casus_feit"), table_name="verklaring")
    op.create_index(op.f("ix_verklaring_casus"), "verklaring", ["casus"], unique=False)
    op.drop_index("ix_gegeven_bewaartermijn", table_name="gegeven")
    op.create_index(
        op.f("ix_gegeven_casus_categorie"), "gegeven", ["casus", "categorie"], unique=False
    )
    op.drop_index(op.f("ix_betrokkene_pseudoniem"), table_name="betrokkene")
    op.drop_index(op.f("ix_vernietigingsgrond_medewerker"), table_name="vernietigingsgrond")
    op.drop_index(
        "ix_vernietigingsgrond_gegeven",
        table_name="vernietigingsgrond",
        sqlite_where=sa.text("gegeven IS NOT NULL"),
        postgresql_where=sa.text("gegeven IS NOT NULL"),
    )
    op.drop_index(op.f("ix_vernietigingsgrond_casus"), table_name="vernietigingsgrond")
    op.drop_table("vernietigingsgrond")
    op.drop_index(
        "ix_opschorting_gegeven",
        table_name="opschorting",
        sqlite_where=sa.text("gegeven IS NOT NULL"),
        postgresql_where=sa.text("gegeven IS NOT NULL"),
    )
    op.drop_index(op.f("ix_opschorting_eigenaar"), table_name="opschorting")
    op.drop_index(op.f("ix_opschorting_casus"), table_name="opschorting")
    op.drop_table("opschorting")
    op.drop_table("bewaardoel")
    op.drop_index(
        "ix_afscherming_gegeven",
        table_name="afscherming",
        sqlite_where=sa.text("gegeven IS NOT NULL"),
        postgresql_where=sa.text("gegeven IS NOT NULL"),
    )
    op.drop_index(op.f("ix_afscherming_casus"), table_name="afscherming")
    op.drop_table("afscherming")
    op.drop_table("hernieuwing")
    op.drop_index(op.f("ix_bewaarplan_regel_plan_state_nummer"), table_name="bewaarplan_regel")
    op.drop_table("bewaarplan_regel")
    op.drop_index(op.f("ix_bewaarplan_opgesteld_op_id"), table_name="bewaarplan")
    op.drop_index(op.f("ix_bewaarplan_opgesteld_door"), table_name="bewaarplan")
    op.drop_index(op.f("ix_bewaarplan_goedgekeurd_door"), table_name="bewaarplan")
    op.drop_table("bewaarplan")
    op.drop_table("bewaarbeurt")
    op.drop_table("anoniem")


GUARDS: dict[str, list[str]] = {
    "sqlite": [
        "CREATE TRIGGER bewaarbeurt_geen_delete BEFORE DELETE ON bewaarbeurt  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER bewaarbeurt_geen_update BEFORE UPDATE ON bewaarbeurt WHEN NOT (new.token > old.token OR (new.token = old.token AND new.houder IN (old.houder, ''))) BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER bewaarplan_geen_delete BEFORE DELETE ON bewaarplan  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER bewaarplan_geen_update BEFORE UPDATE ON bewaarplan WHEN NOT (new.id IS old.id AND new.hash IS old.hash AND new.op IS old.op AND new.horizon IS old.horizon AND new.beleid IS old.beleid AND new.opgesteld_door IS old.opgesteld_door AND new.opgesteld_op IS old.opgesteld_op AND (new.state = old.state OR old.state = 'opgesteld' AND new.state IN ('goedgekeurd', 'vervallen') OR old.state = 'goedgekeurd' AND new.state IN ('bezig', 'vervallen') OR old.state = 'bezig' AND new.state IN ('opruimen') OR old.state = 'opruimen' AND new.state IN ('klaar')) AND (old.goedgekeurd_door IS NULL OR new.goedgekeurd_door IS old.goedgekeurd_door) AND (old.goedgekeurd_op IS NULL OR new.goedgekeurd_op IS old.goedgekeurd_op) AND (old.begonnen_op IS NULL OR new.begonnen_op IS old.begonnen_op) AND (old.klaar_op IS NULL OR new.klaar_op IS old.klaar_op) AND (old.goedgekeurd_op IS NULL OR new.uit_te_voeren_vanaf IS old.uit_te_voeren_vanaf AND new.verloopt_op IS old.verloopt_op)) BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER bewaarplan_regel_geen_delete BEFORE DELETE ON bewaarplan_regel  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER bewaarplan_regel_geen_update BEFORE UPDATE ON bewaarplan_regel WHEN NOT (new.plan IS old.plan AND new.nummer IS old.nummer AND new.soort IS old.soort AND new.convenant IS old.convenant AND new.proces IS old.proces AND new.kader IS old.kader AND new.fase IS old.fase AND new.jaar IS old.jaar AND new.aantallen IS old.aantallen AND new.actie IS old.actie AND new.uiterlijk IS old.uiterlijk AND new.regel IS old.regel AND new.artikel IS old.artikel AND new.plek IS old.plek AND new.reden IS old.reden AND new.zaak IS old.zaak AND (new.state = old.state OR old.state = 'gepland' AND new.state IN ('overgeslagen', 'uitgevoerd') OR old.state = 'uitgevoerd' AND new.state IN ('klaar')) AND (new.casus IS NULL OR new.casus IS old.casus) AND (new.gegeven IS NULL OR new.gegeven IS old.gegeven) AND (old.state = 'gepland' OR new.uitkomst IS old.uitkomst AND new.gedaan_op IS old.gedaan_op) AND (old.logregel IS NULL OR new.logregel IS old.logregel)) BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER bewaardoel_geen_delete BEFORE DELETE ON bewaardoel  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER bewaardoel_geen_update BEFORE UPDATE ON bewaardoel WHEN NOT (new.plan IS old.plan AND new.regel IS old.regel AND new.doel IS old.doel AND old.state = 'open') BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER bewaarbeurt_geen_delete BEFORE DELETE ON bewaarbeurt FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaarbeurt_geen_truncate BEFORE TRUNCATE ON bewaarbeurt FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaarbeurt_geen_update BEFORE UPDATE ON bewaarbeurt FOR EACH ROW WHEN (NOT (new.token > old.token OR (new.token = old.token AND new.houder IN (old.houder, '')))) EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaarplan_geen_delete BEFORE DELETE ON bewaarplan FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaarplan_geen_truncate BEFORE TRUNCATE ON bewaarplan FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaarplan_geen_update BEFORE UPDATE ON bewaarplan FOR EACH ROW WHEN (NOT (new.id IS NOT DISTINCT FROM old.id AND new.hash IS NOT DISTINCT FROM old.hash AND new.op IS NOT DISTINCT FROM old.op AND new.horizon IS NOT DISTINCT FROM old.horizon AND new.beleid IS NOT DISTINCT FROM old.beleid AND new.opgesteld_door IS NOT DISTINCT FROM old.opgesteld_door AND new.opgesteld_op IS NOT DISTINCT FROM old.opgesteld_op AND (new.state = old.state OR old.state = 'opgesteld' AND new.state IN ('goedgekeurd', 'vervallen') OR old.state = 'goedgekeurd' AND new.state IN ('bezig', 'vervallen') OR old.state = 'bezig' AND new.state IN ('opruimen') OR old.state = 'opruimen' AND new.state IN ('klaar')) AND (old.goedgekeurd_door IS NULL OR new.goedgekeurd_door IS NOT DISTINCT FROM old.goedgekeurd_door) AND (old.goedgekeurd_op IS NULL OR new.goedgekeurd_op IS NOT DISTINCT FROM old.goedgekeurd_op) AND (old.begonnen_op IS NULL OR new.begonnen_op IS NOT DISTINCT FROM old.begonnen_op) AND (old.klaar_op IS NULL OR new.klaar_op IS NOT DISTINCT FROM old.klaar_op) AND (old.goedgekeurd_op IS NULL OR new.uit_te_voeren_vanaf IS NOT DISTINCT FROM old.uit_te_voeren_vanaf AND new.verloopt_op IS NOT DISTINCT FROM old.verloopt_op))) EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaarplan_regel_geen_delete BEFORE DELETE ON bewaarplan_regel FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaarplan_regel_geen_truncate BEFORE TRUNCATE ON bewaarplan_regel FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaarplan_regel_geen_update BEFORE UPDATE ON bewaarplan_regel FOR EACH ROW WHEN (NOT (new.plan IS NOT DISTINCT FROM old.plan AND new.nummer IS NOT DISTINCT FROM old.nummer AND new.soort IS NOT DISTINCT FROM old.soort AND new.convenant IS NOT DISTINCT FROM old.convenant AND new.proces IS NOT DISTINCT FROM old.proces AND new.kader IS NOT DISTINCT FROM old.kader AND new.fase IS NOT DISTINCT FROM old.fase AND new.jaar IS NOT DISTINCT FROM old.jaar AND new.aantallen IS NOT DISTINCT FROM old.aantallen AND new.actie IS NOT DISTINCT FROM old.actie AND new.uiterlijk IS NOT DISTINCT FROM old.uiterlijk AND new.regel IS NOT DISTINCT FROM old.regel AND new.artikel IS NOT DISTINCT FROM old.artikel AND new.plek IS NOT DISTINCT FROM old.plek AND new.reden IS NOT DISTINCT FROM old.reden AND new.zaak IS NOT DISTINCT FROM old.zaak AND (new.state = old.state OR old.state = 'gepland' AND new.state IN ('overgeslagen', 'uitgevoerd') OR old.state = 'uitgevoerd' AND new.state IN ('klaar')) AND (new.casus IS NULL OR new.casus IS NOT DISTINCT FROM old.casus) AND (new.gegeven IS NULL OR new.gegeven IS NOT DISTINCT FROM old.gegeven) AND (old.state = 'gepland' OR new.uitkomst IS NOT DISTINCT FROM old.uitkomst AND new.gedaan_op IS NOT DISTINCT FROM old.gedaan_op) AND (old.logregel IS NULL OR new.logregel IS NOT DISTINCT FROM old.logregel))) EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaardoel_geen_delete BEFORE DELETE ON bewaardoel FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaardoel_geen_truncate BEFORE TRUNCATE ON bewaardoel FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER bewaardoel_geen_update BEFORE UPDATE ON bewaardoel FOR EACH ROW WHEN (NOT (new.plan IS NOT DISTINCT FROM old.plan AND new.regel IS NOT DISTINCT FROM old.regel AND new.doel IS NOT DISTINCT FROM old.doel AND old.state = 'open')) EXECUTE FUNCTION zvh_bewaakt()",
    ],
}
