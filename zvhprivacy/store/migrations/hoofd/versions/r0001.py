"""
The tables of the hoofd as they were at the beginning; written by tests/store/renew_migrations.py.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision = "0001"
down_revision = None


def upgrade() -> None:
    """
    Make the tables, and the guards of those that are there to stay.
    """
    op.create_table(
        "casus",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("convenant", sa.String(), nullable=False),
        sa.Column("proces", sa.String(), nullable=False),
        sa.Column("kader", sa.String(), nullable=False),
        sa.Column("doel", sa.String(), nullable=False),
        sa.Column("fase", sa.String(), nullable=False),
        sa.Column(
            "fase_sinds",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=False,
        ),
        sa.Column("aangemeld_door", sa.String(), nullable=False),
        sa.Column("eerste_verwerking", sa.Date(), nullable=False),
        sa.Column("laatste_verwerking", sa.Date(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(aangemeld_door) BETWEEN 1 AND 100 AND ltrim(aangemeld_door, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_casus_aangemeld_door"),
        ),
        sa.CheckConstraint(
            "length(convenant) BETWEEN 1 AND 100 AND ltrim(convenant, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_casus_convenant"),
        ),
        sa.CheckConstraint(
            "length(doel) BETWEEN 1 AND 100 AND ltrim(doel, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_casus_doel"),
        ),
        sa.CheckConstraint(
            "length(fase) BETWEEN 1 AND 100 AND ltrim(fase, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_casus_fase"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_casus_id")
        ),
        sa.CheckConstraint(
            "length(kader) BETWEEN 1 AND 100 AND ltrim(kader, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_casus_kader"),
        ),
        sa.CheckConstraint(
            "length(proces) BETWEEN 1 AND 100 AND ltrim(proces, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_casus_proces"),
        ),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_casus_versie")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casus")),
    )
    op.create_index(op.f("ix_casus_fase_sinds_id"), "casus", ["fase_sinds", "id"], unique=False)
    op.create_table(
        "logboek_beleid",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_logboek_beleid")),
    )
    op.create_table(
        "logboek_checkpoint",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("omvang", sa.BigInteger(), nullable=False),
        sa.Column(
            "tijd", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column("tekst", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logboek_checkpoint")),
    )
    op.create_index(
        op.f("ix_logboek_checkpoint_omvang"), "logboek_checkpoint", ["omvang"], unique=False
    )
    op.create_table(
        "logboek_regel",
        sa.Column(
            "nummer",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("regel", sa.LargeBinary(), nullable=True),
        sa.Column("casus", sa.String(), nullable=True),
        sa.Column("voorwerp", sa.String(), nullable=True),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_logboek_regel_hash")),
        sa.CheckConstraint("nummer >= 0", name=op.f("ck_logboek_regel_nummer")),
        sa.CheckConstraint(
            "regel IS NOT NULL OR (casus IS NULL AND voorwerp IS NULL)",
            name=op.f("ck_logboek_regel_gesnoeid"),
        ),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_logboek_regel")),
    )
    op.create_index(
        op.f("ix_logboek_regel_casus_nummer"),
        "logboek_regel",
        ["casus", "nummer"],
        unique=False,
        sqlite_where=sa.text("casus IS NOT NULL"),
        postgresql_where=sa.text("casus IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_logboek_regel_voorwerp_nummer"),
        "logboek_regel",
        ["voorwerp", "nummer"],
        unique=False,
        sqlite_where=sa.text("voorwerp IS NOT NULL"),
        postgresql_where=sa.text("voorwerp IS NOT NULL"),
    )
    op.create_table(
        "logboek_stand",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("omvang", sa.BigInteger(), nullable=False),
        sa.Column("toppen", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_logboek_stand_een")),
        sa.CheckConstraint("length(toppen) % 32 = 0", name=op.f("ck_logboek_stand_toppen")),
        sa.CheckConstraint("omvang >= 0", name=op.f("ck_logboek_stand_omvang")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logboek_stand")),
    )
    op.create_table(
        "logboek_tegel",
        sa.Column("niveau", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_logboek_tegel_hash")),
        sa.CheckConstraint("niveau >= 1 AND nummer >= 0", name=op.f("ck_logboek_tegel_plaats")),
        sa.PrimaryKeyConstraint("niveau", "nummer", name=op.f("pk_logboek_tegel")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "medewerker",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("persoon", sa.String(), nullable=False),
        sa.Column("organisatie", sa.String(), nullable=False),
        sa.Column("rollen", sa.String(), nullable=False),
        sa.Column("vog_of_screening", sa.Date(), nullable=True),
        sa.Column("opleidingen", sa.String(), nullable=False),
        sa.Column("geheimhouding", sa.Date(), nullable=True),
        sa.Column("commerciele_taak", sa.Boolean(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_medewerker_id")
        ),
        sa.CheckConstraint(
            "length(organisatie) BETWEEN 1 AND 100 AND ltrim(organisatie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_medewerker_organisatie"),
        ),
        sa.CheckConstraint(
            "length(persoon) = 28 AND ltrim(persoon, 'abcdefghijklmnopqrstuvwxyz') = ''",
            name=op.f("ck_medewerker_persoon"),
        ),
        sa.CheckConstraint(
            "substr(opleidingen, 1, 1) = '['", name=op.f("ck_medewerker_opleidingen")
        ),
        sa.CheckConstraint("substr(rollen, 1, 1) = '['", name=op.f("ck_medewerker_rollen")),
        sa.CheckConstraint(
            "commerciele_taak IN (true, false)", name=op.f("ck_medewerker_commerciele_taak")
        ),
        sa.CheckConstraint("tot >= van", name=op.f("ck_medewerker_periode")),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_medewerker_versie")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medewerker")),
    )
    op.create_index(op.f("ix_medewerker_persoon"), "medewerker", ["persoon"], unique=False)
    op.create_table(
        "publicatie",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wat", sa.String(), nullable=False),
        sa.Column("convenant", sa.String(), nullable=False),
        sa.Column("waar", sa.String(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "length(convenant) BETWEEN 1 AND 100 AND ltrim(convenant, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_publicatie_convenant"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_publicatie_id")
        ),
        sa.CheckConstraint(
            "length(wat) BETWEEN 1 AND 100 AND ltrim(wat, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_publicatie_wat"),
        ),
        sa.CheckConstraint("tot >= van", name=op.f("ck_publicatie_periode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicatie")),
    )
    op.create_index(
        op.f("ix_publicatie_convenant_wat"), "publicatie", ["convenant", "wat"], unique=False
    )
    op.create_table(
        "aanleiding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=True),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column(
            "tot", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_aanleiding_casus"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_aanleiding_id")
        ),
        sa.CheckConstraint(
            "length(soort) BETWEEN 1 AND 100 AND ltrim(soort, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_aanleiding_soort"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_aanleiding_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aanleiding")),
    )
    op.create_index(op.f("ix_aanleiding_casus"), "aanleiding", ["casus"], unique=False)
    op.create_table(
        "besluit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("waarover", sa.String(), nullable=False),
        sa.Column("naar", sa.String(), nullable=True),
        sa.Column("stemmen", sa.String(), nullable=False),
        sa.Column("motivering", sa.LargeBinary(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column(
            "gebruikt_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_besluit_casus"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_besluit_id")
        ),
        sa.CheckConstraint(
            "length(naar) BETWEEN 1 AND 100 AND ltrim(naar, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_besluit_naar"),
        ),
        sa.CheckConstraint(
            "length(waarover) BETWEEN 1 AND 100 AND ltrim(waarover, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_besluit_waarover"),
        ),
        sa.CheckConstraint("substr(stemmen, 1, 1) = '['", name=op.f("ck_besluit_stemmen")),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_besluit_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_besluit")),
        sa.UniqueConstraint("casus", "id", name=op.f("uq_besluit_casus_id")),
    )
    op.create_table(
        "betrokkene",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("over", sa.String(), nullable=False),
        sa.Column("kring_van", sa.String(), nullable=True),
        sa.Column("pseudoniem", sa.String(), nullable=False),
        sa.Column("persoon", sa.LargeBinary(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(over = 'directe-kring') = (kring_van IS NOT NULL)", name=op.f("ck_betrokkene_kring")
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_betrokkene_casus"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_betrokkene_id")
        ),
        sa.CheckConstraint(
            "length(kring_van) = 32 AND ltrim(kring_van, '0123456789abcdef') = ''",
            name=op.f("ck_betrokkene_kring_van"),
        ),
        sa.CheckConstraint(
            "over IN ('betrokkene', 'directe-kring', 'medewerker')", name=op.f("ck_betrokkene_over")
        ),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_betrokkene_versie")),
        sa.ForeignKeyConstraint(
            ["casus", "kring_van"],
            ["betrokkene.casus", "betrokkene.id"],
            name=op.f("fk_betrokkene_casus_kring_van"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_betrokkene_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_betrokkene")),
        sa.UniqueConstraint("casus", "id", name=op.f("uq_betrokkene_casus_id")),
    )
    op.create_table(
        "correctie",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("gegeven", sa.String(), nullable=False),
        sa.Column("gemeld_door", sa.String(), nullable=False),
        sa.Column(
            "gemeld_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "bron_geinformeerd_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "afgehandeld_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(gegeven) = 32 AND ltrim(gegeven, '0123456789abcdef') = ''",
            name=op.f("ck_correctie_gegeven"),
        ),
        sa.CheckConstraint(
            "length(gemeld_door) BETWEEN 1 AND 100 AND ltrim(gemeld_door, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_correctie_gemeld_door"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_correctie_id")
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_correctie_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correctie")),
    )
    op.create_index(
        op.f("ix_correctie_casus_gegeven"), "correctie", ["casus", "gegeven"], unique=False
    )
    op.create_table(
        "criteria",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("meervoudige_problematiek", sa.Boolean(), nullable=False),
        sa.Column("leefgebieden_criminogeen", sa.Boolean(), nullable=False),
        sa.Column("overlast_criminaliteit_onveilig", sa.Boolean(), nullable=False),
        sa.Column("meerdere_domeinen_nodig", sa.Boolean(), nullable=False),
        sa.Column("motivering", sa.LargeBinary(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column(
            "vervallen_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_criteria_casus"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_criteria_id")
        ),
        sa.CheckConstraint("substr(door, 1, 1) = '['", name=op.f("ck_criteria_door")),
        sa.CheckConstraint(
            "leefgebieden_criminogeen IN (true, false)",
            name=op.f("ck_criteria_leefgebieden_criminogeen"),
        ),
        sa.CheckConstraint(
            "meerdere_domeinen_nodig IN (true, false)",
            name=op.f("ck_criteria_meerdere_domeinen_nodig"),
        ),
        sa.CheckConstraint(
            "meervoudige_problematiek IN (true, false)",
            name=op.f("ck_criteria_meervoudige_problematiek"),
        ),
        sa.CheckConstraint(
            "overlast_criminaliteit_onveilig IN (true, false)",
            name=op.f("ck_criteria_overlast_criminaliteit_onveilig"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_criteria_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
    )
    op.create_index(
        op.f("ix_criteria_casus_op_id"), "criteria", ["casus", "op", "id"], unique=False
    )
    op.create_table(
        "mandaat",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("medewerker", sa.String(), nullable=False),
        sa.Column("namens", sa.String(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_mandaat_id")
        ),
        sa.CheckConstraint(
            "length(medewerker) = 32 AND ltrim(medewerker, '0123456789abcdef') = ''",
            name=op.f("ck_mandaat_medewerker"),
        ),
        sa.CheckConstraint(
            "length(namens) BETWEEN 1 AND 100 AND ltrim(namens, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_mandaat_namens"),
        ),
        sa.CheckConstraint("tot >= van", name=op.f("ck_mandaat_periode")),
        sa.ForeignKeyConstraint(
            ["medewerker"], ["medewerker.id"], name=op.f("fk_mandaat_medewerker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandaat")),
    )
    op.create_index(op.f("ix_mandaat_medewerker"), "mandaat", ["medewerker"], unique=False)
    op.create_table(
        "toewijzing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("medewerker", sa.String(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_toewijzing_casus"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_toewijzing_id")
        ),
        sa.CheckConstraint(
            "length(medewerker) = 32 AND ltrim(medewerker, '0123456789abcdef') = ''",
            name=op.f("ck_toewijzing_medewerker"),
        ),
        sa.CheckConstraint(
            "length(rol) BETWEEN 1 AND 100 AND ltrim(rol, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_toewijzing_rol"),
        ),
        sa.CheckConstraint("tot >= van", name=op.f("ck_toewijzing_periode")),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_toewijzing_casus")),
        sa.ForeignKeyConstraint(
            ["medewerker"], ["medewerker.id"], name=op.f("fk_toewijzing_medewerker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toewijzing")),
    )
    op.create_index(op.f("ix_toewijzing_casus"), "toewijzing", ["casus"], unique=False)
    op.create_index(
        op.f("ix_toewijzing_medewerker_rol_casus_van_tot"),
        "toewijzing",
        ["medewerker", "rol", "casus", "van", "tot"],
        unique=False,
    )
    op.create_table(
        "verklaring",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=True),
        sa.Column("feit", sa.String(), nullable=False),
        sa.Column("over", sa.String(), nullable=False),
        sa.Column("onderwerp", sa.String(), nullable=False),
        sa.Column("organisatie", sa.String(), nullable=False),
        sa.Column("medewerker", sa.String(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column(
            "tot", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=True
        ),
        sa.Column(
            "ingetrokken_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(over = 'persoon') = (casus IS NULL)", name=op.f("ck_verklaring_casus")
        ),
        sa.CheckConstraint(
            "length(feit) BETWEEN 1 AND 100 AND ltrim(feit, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_verklaring_feit"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_verklaring_id")
        ),
        sa.CheckConstraint(
            "length(medewerker) = 32 AND ltrim(medewerker, '0123456789abcdef') = ''",
            name=op.f("ck_verklaring_medewerker"),
        ),
        sa.CheckConstraint(
            "length(onderwerp) = 32 AND ltrim(onderwerp, '0123456789abcdef') = ''",
            name=op.f("ck_verklaring_onderwerp"),
        ),
        sa.CheckConstraint(
            "length(organisatie) BETWEEN 1 AND 100 AND ltrim(organisatie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_verklaring_organisatie"),
        ),
        sa.CheckConstraint(
            "over IN ('persoon', 'organisatie-in-casus', 'casus', 'gegeven', 'verstrekking')",
            name=op.f("ck_verklaring_over"),
        ),
        sa.CheckConstraint("tot > op", name=op.f("ck_verklaring_duur")),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_verklaring_casus")),
        sa.ForeignKeyConstraint(
            ["medewerker"], ["medewerker.id"], name=op.f("fk_verklaring_medewerker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verklaring")),
    )
    op.create_index(op.f("ix_verklaring_casus"), "verklaring", ["casus"], unique=False)
    op.create_index(
        op.f("ix_verklaring_onderwerp_feit"), "verklaring", ["onderwerp", "feit"], unique=False
    )
    op.create_table(
        "verstrekking",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("handeling", sa.String(), nullable=False),
        sa.Column("van", sa.String(), nullable=False),
        sa.Column("aan", sa.String(), nullable=True),
        sa.Column("gegevens", sa.String(), nullable=False),
        sa.Column("categorieen", sa.String(), nullable=False),
        sa.Column("doel", sa.String(), nullable=False),
        sa.Column("grondslag", sa.String(), nullable=False),
        sa.Column(
            "voorbereid_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "gedaan_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(aan) BETWEEN 1 AND 100 AND ltrim(aan, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_verstrekking_aan"),
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_verstrekking_casus"),
        ),
        sa.CheckConstraint(
            "length(doel) BETWEEN 1 AND 100 AND ltrim(doel, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_verstrekking_doel"),
        ),
        sa.CheckConstraint(
            "length(handeling) BETWEEN 1 AND 100 AND ltrim(handeling, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_verstrekking_handeling"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''",
            name=op.f("ck_verstrekking_id"),
        ),
        sa.CheckConstraint(
            "length(van) BETWEEN 1 AND 100 AND ltrim(van, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_verstrekking_van"),
        ),
        sa.CheckConstraint(
            "substr(categorieen, 1, 1) = '['", name=op.f("ck_verstrekking_categorieen")
        ),
        sa.CheckConstraint("substr(gegevens, 1, 1) = '['", name=op.f("ck_verstrekking_gegevens")),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_verstrekking_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verstrekking")),
        sa.UniqueConstraint("casus", "id", name=op.f("uq_verstrekking_casus_id")),
    )
    op.create_table(
        "weigering",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("organisatie", sa.String(), nullable=False),
        sa.Column("categorie", sa.String(), nullable=False),
        sa.Column("reden", sa.LargeBinary(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_weigering_casus"),
        ),
        sa.CheckConstraint(
            "length(categorie) BETWEEN 1 AND 100 AND ltrim(categorie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_weigering_categorie"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_weigering_id")
        ),
        sa.CheckConstraint(
            "length(organisatie) BETWEEN 1 AND 100 AND ltrim(organisatie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_weigering_organisatie"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_weigering_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weigering")),
    )
    op.create_index(op.f("ix_weigering_casus"), "weigering", ["casus"], unique=False)
    op.create_table(
        "bezwaar",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("verstrekking", sa.String(), nullable=False),
        sa.Column("organisatie", sa.String(), nullable=False),
        sa.Column("bezwaar", sa.Boolean(), nullable=False),
        sa.Column("zwaarwegend", sa.Boolean(), nullable=False),
        sa.Column("reden", sa.LargeBinary(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_bezwaar_id")
        ),
        sa.CheckConstraint(
            "length(organisatie) BETWEEN 1 AND 100 AND ltrim(organisatie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_bezwaar_organisatie"),
        ),
        sa.CheckConstraint(
            "length(verstrekking) = 32 AND ltrim(verstrekking, '0123456789abcdef') = ''",
            name=op.f("ck_bezwaar_verstrekking"),
        ),
        sa.CheckConstraint("bezwaar IN (true, false)", name=op.f("ck_bezwaar_bezwaar")),
        sa.CheckConstraint("zwaarwegend IN (true, false)", name=op.f("ck_bezwaar_zwaarwegend")),
        sa.ForeignKeyConstraint(
            ["casus", "verstrekking"],
            ["verstrekking.casus", "verstrekking.id"],
            name=op.f("fk_bezwaar_casus_verstrekking"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_bezwaar_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bezwaar")),
    )
    op.create_index(
        op.f("ix_bezwaar_casus_verstrekking"), "bezwaar", ["casus", "verstrekking"], unique=False
    )
    op.create_table(
        "deelname",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("organisatie", sa.String(), nullable=False),
        sa.Column("besluit", sa.String(), nullable=True),
        sa.Column("als_derde", sa.Boolean(), nullable=False),
        sa.Column("deskundig_en_taak", sa.Boolean(), nullable=False),
        sa.Column("geheimhouding_op", sa.Date(), nullable=True),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "length(besluit) = 32 AND ltrim(besluit, '0123456789abcdef') = ''",
            name=op.f("ck_deelname_besluit"),
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_deelname_casus"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_deelname_id")
        ),
        sa.CheckConstraint(
            "length(organisatie) BETWEEN 1 AND 100 AND ltrim(organisatie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_deelname_organisatie"),
        ),
        sa.CheckConstraint("als_derde IN (true, false)", name=op.f("ck_deelname_als_derde")),
        sa.CheckConstraint(
            "deskundig_en_taak IN (true, false)", name=op.f("ck_deelname_deskundig_en_taak")
        ),
        sa.CheckConstraint("tot >= van", name=op.f("ck_deelname_periode")),
        sa.ForeignKeyConstraint(
            ["casus", "besluit"],
            ["besluit.casus", "besluit.id"],
            name=op.f("fk_deelname_casus_besluit"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_deelname_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deelname")),
    )
    op.create_index(
        op.f("ix_deelname_casus_organisatie_als_derde_van_tot"),
        "deelname",
        ["casus", "organisatie", "als_derde", "van", "tot"],
        unique=False,
    )
    op.create_index(
        op.f("ix_deelname_organisatie_casus_als_derde_van_tot"),
        "deelname",
        ["organisatie", "casus", "als_derde", "van", "tot"],
        unique=False,
    )
    op.create_table(
        "gegeven",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("betrokkene", sa.String(), nullable=False),
        sa.Column("categorie", sa.String(), nullable=False),
        sa.Column("aard", sa.String(), nullable=False),
        sa.Column("betwist", sa.Boolean(), nullable=False),
        sa.Column("peildatum", sa.Date(), nullable=False),
        sa.Column("bronnen", sa.String(), nullable=False),
        sa.Column("verstrekt_op", sa.Date(), nullable=False),
        sa.Column("eerste_verwerking", sa.Date(), nullable=False),
        sa.Column("laatste_verwerking", sa.Date(), nullable=False),
        sa.Column("voorwaarden", sa.String(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "aard IN ('feit', 'vermoeden', 'professioneel-oordeel')", name=op.f("ck_gegeven_aard")
        ),
        sa.CheckConstraint(
            "length(betrokkene) = 32 AND ltrim(betrokkene, '0123456789abcdef') = ''",
            name=op.f("ck_gegeven_betrokkene"),
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_gegeven_casus"),
        ),
        sa.CheckConstraint(
            "length(categorie) BETWEEN 1 AND 100 AND ltrim(categorie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_gegeven_categorie"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_gegeven_id")
        ),
        sa.CheckConstraint("substr(bronnen, 1, 1) = '['", name=op.f("ck_gegeven_bronnen")),
        sa.CheckConstraint("substr(voorwaarden, 1, 1) = '['", name=op.f("ck_gegeven_voorwaarden")),
        sa.CheckConstraint("betwist IN (true, false)", name=op.f("ck_gegeven_betwist")),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_gegeven_versie")),
        sa.ForeignKeyConstraint(
            ["casus", "betrokkene"],
            ["betrokkene.casus", "betrokkene.id"],
            name=op.f("fk_gegeven_casus_betrokkene"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_gegeven_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gegeven")),
    )
    op.create_index(
        op.f("ix_gegeven_casus_categorie"), "gegeven", ["casus", "categorie"], unique=False
    )
    op.create_table(
        "instemming",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("verstrekking", sa.String(), nullable=False),
        sa.Column("organisatie", sa.String(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column(
            "ingetrokken_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_instemming_id")
        ),
        sa.CheckConstraint(
            "length(organisatie) BETWEEN 1 AND 100 AND ltrim(organisatie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_instemming_organisatie"),
        ),
        sa.CheckConstraint(
            "length(verstrekking) = 32 AND ltrim(verstrekking, '0123456789abcdef') = ''",
            name=op.f("ck_instemming_verstrekking"),
        ),
        sa.ForeignKeyConstraint(
            ["casus", "verstrekking"],
            ["verstrekking.casus", "verstrekking.id"],
            name=op.f("fk_instemming_casus_verstrekking"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_instemming_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instemming")),
    )
    op.create_index(
        op.f("ix_instemming_casus_verstrekking"),
        "instemming",
        ["casus", "verstrekking"],
        unique=False,
    )
    op.create_table(
        "overgang",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("van", sa.String(), nullable=True),
        sa.Column("naar", sa.String(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column("besluit", sa.String(), nullable=True),
        sa.CheckConstraint(
            "length(besluit) = 32 AND ltrim(besluit, '0123456789abcdef') = ''",
            name=op.f("ck_overgang_besluit"),
        ),
        sa.CheckConstraint(
            "length(casus) = 32 AND ltrim(casus, '0123456789abcdef') = ''",
            name=op.f("ck_overgang_casus"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_overgang_id")
        ),
        sa.CheckConstraint(
            "length(naar) BETWEEN 1 AND 100 AND ltrim(naar, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_overgang_naar"),
        ),
        sa.CheckConstraint(
            "length(van) BETWEEN 1 AND 100 AND ltrim(van, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_overgang_van"),
        ),
        sa.ForeignKeyConstraint(
            ["casus", "besluit"],
            ["besluit.casus", "besluit.id"],
            name=op.f("fk_overgang_casus_besluit"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_overgang_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overgang")),
    )
    op.create_index(op.f("ix_overgang_casus"), "overgang", ["casus"], unique=False)
    op.create_table(
        "rac_advies",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("verstrekking", sa.String(), nullable=False),
        sa.Column("kenmerk", sa.String(), nullable=False),
        sa.Column("oordeel", sa.String(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.Column(
            "voorwaarden_vervuld_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_rac_advies_id")
        ),
        sa.CheckConstraint(
            "length(verstrekking) = 32 AND ltrim(verstrekking, '0123456789abcdef') = ''",
            name=op.f("ck_rac_advies_verstrekking"),
        ),
        sa.CheckConstraint(
            "oordeel IN ('rechtmatig', 'onder-voorwaarden', 'onrechtmatig')",
            name=op.f("ck_rac_advies_oordeel"),
        ),
        sa.ForeignKeyConstraint(
            ["casus", "verstrekking"],
            ["verstrekking.casus", "verstrekking.id"],
            name=op.f("fk_rac_advies_casus_verstrekking"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_rac_advies_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rac_advies")),
    )
    op.create_index(
        op.f("ix_rac_advies_casus_verstrekking"),
        "rac_advies",
        ["casus", "verstrekking"],
        unique=False,
    )
    op.create_table(
        "terugkoppeling",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("verstrekking", sa.String(), nullable=False),
        sa.Column("organisatie", sa.String(), nullable=False),
        sa.Column("bruikbaar", sa.Boolean(), nullable=False),
        sa.Column("toelichting", sa.LargeBinary(), nullable=False),
        sa.Column(
            "op", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''",
            name=op.f("ck_terugkoppeling_id"),
        ),
        sa.CheckConstraint(
            "length(organisatie) BETWEEN 1 AND 100 AND ltrim(organisatie, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''",
            name=op.f("ck_terugkoppeling_organisatie"),
        ),
        sa.CheckConstraint(
            "length(verstrekking) = 32 AND ltrim(verstrekking, '0123456789abcdef') = ''",
            name=op.f("ck_terugkoppeling_verstrekking"),
        ),
        sa.CheckConstraint("bruikbaar IN (true, false)", name=op.f("ck_terugkoppeling_bruikbaar")),
        sa.ForeignKeyConstraint(
            ["casus", "verstrekking"],
            ["verstrekking.casus", "verstrekking.id"],
            name=op.f("fk_terugkoppeling_casus_verstrekking"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_terugkoppeling_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terugkoppeling")),
    )
    op.create_index(
        op.f("ix_terugkoppeling_casus_verstrekking"),
        "terugkoppeling",
        ["casus", "verstrekking"],
        unique=False,
    )
    op.create_table(
        "toestemming",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("casus", sa.String(), nullable=False),
        sa.Column("verstrekking", sa.String(), nullable=False),
        sa.Column("betrokkene", sa.String(), nullable=False),
        sa.Column("vertegenwoordiger", sa.Boolean(), nullable=False),
        sa.Column(
            "gegeven_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "ingetrokken_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(betrokkene) = 32 AND ltrim(betrokkene, '0123456789abcdef') = ''",
            name=op.f("ck_toestemming_betrokkene"),
        ),
        sa.CheckConstraint(
            "length(id) = 32 AND ltrim(id, '0123456789abcdef') = ''", name=op.f("ck_toestemming_id")
        ),
        sa.CheckConstraint(
            "length(verstrekking) = 32 AND ltrim(verstrekking, '0123456789abcdef') = ''",
            name=op.f("ck_toestemming_verstrekking"),
        ),
        sa.CheckConstraint(
            "vertegenwoordiger IN (true, false)", name=op.f("ck_toestemming_vertegenwoordiger")
        ),
        sa.ForeignKeyConstraint(
            ["casus", "betrokkene"],
            ["betrokkene.casus", "betrokkene.id"],
            name=op.f("fk_toestemming_casus_betrokkene"),
        ),
        sa.ForeignKeyConstraint(
            ["casus", "verstrekking"],
            ["verstrekking.casus", "verstrekking.id"],
            name=op.f("fk_toestemming_casus_verstrekking"),
        ),
        sa.ForeignKeyConstraint(["casus"], ["casus.id"], name=op.f("fk_toestemming_casus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toestemming")),
    )
    op.create_index(
        op.f("ix_toestemming_casus_verstrekking"),
        "toestemming",
        ["casus", "verstrekking"],
        unique=False,
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """
    Remove the tables, with what is in them.
    """
    op.drop_index(op.f("ix_toestemming_casus_verstrekking"), table_name="toestemming")
    op.drop_table("toestemming")
    op.drop_index(op.f("ix_terugkoppeling_casus_verstrekking"), table_name="terugkoppeling")
    op.drop_table("terugkoppeling")
    op.drop_index(op.f("ix_rac_advies_casus_verstrekking"), table_name="rac_advies")
    op.drop_table("rac_advies")
    op.drop_index(op.f("ix_overgang_casus"), table_name="overgang")
    op.drop_table("overgang")
    op.drop_index(op.f("ix_instemming_casus_verstrekking"), table_name="instemming")
    op.drop_table("instemming")
    op.drop_index(op.f("ix_gegeven_casus_categorie"), table_name="gegeven")
    op.drop_table("gegeven")
    op.drop_index(op.f("ix_deelname_organisatie_casus_als_derde_van_tot"), table_name="deelname")
    op.drop_index(op.f("ix_deelname_casus_organisatie_als_derde_van_tot"), table_name="deelname")
    op.drop_table("deelname")
    op.drop_index(op.f("ix_bezwaar_casus_verstrekking"), table_name="bezwaar")
    op.drop_table("bezwaar")
    op.drop_index(op.f("ix_weigering_casus"), table_name="weigering")
    op.drop_table("weigering")
    op.drop_table("verstrekking")
    op.drop_index(op.f("ix_verklaring_onderwerp_feit"), table_name="verklaring")
    op.drop_index(op.f("ix_verklaring_casus"), table_name="verklaring")
    op.drop_table("verklaring")
    op.drop_index(op.f("ix_toewijzing_medewerker_rol_casus_van_tot"), table_name="toewijzing")
    op.drop_index(op.f("ix_toewijzing_casus"), table_name="toewijzing")
    op.drop_table("toewijzing")
    op.drop_index(op.f("ix_mandaat_medewerker"), table_name="mandaat")
    op.drop_table("mandaat")
    op.drop_index(op.f("ix_criteria_casus_op_id"), table_name="criteria")
    op.drop_table("criteria")
    op.drop_index(op.f("ix_correctie_casus_gegeven"), table_name="correctie")
    op.drop_table("correctie")
    op.drop_table("betrokkene")
    op.drop_table("besluit")
    op.drop_index(op.f("ix_aanleiding_casus"), table_name="aanleiding")
    op.drop_table("aanleiding")
    op.drop_index(op.f("ix_publicatie_convenant_wat"), table_name="publicatie")
    op.drop_table("publicatie")
    op.drop_index(op.f("ix_medewerker_persoon"), table_name="medewerker")
    op.drop_table("medewerker")
    op.drop_table("logboek_tegel")
    op.drop_table("logboek_stand")
    op.drop_index(
        op.f("ix_logboek_regel_voorwerp_nummer"),
        table_name="logboek_regel",
        sqlite_where=sa.text("voorwerp IS NOT NULL"),
        postgresql_where=sa.text("voorwerp IS NOT NULL"),
    )
    op.drop_index(
        op.f("ix_logboek_regel_casus_nummer"),
        table_name="logboek_regel",
        sqlite_where=sa.text("casus IS NOT NULL"),
        postgresql_where=sa.text("casus IS NOT NULL"),
    )
    op.drop_table("logboek_regel")
    op.drop_index(op.f("ix_logboek_checkpoint_omvang"), table_name="logboek_checkpoint")
    op.drop_table("logboek_checkpoint")
    op.drop_table("logboek_beleid")
    op.drop_index(op.f("ix_casus_fase_sinds_id"), table_name="casus")
    op.drop_table("casus")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION zvh_bewaakt()")


GUARDS: dict[str, list[str]] = {
    "sqlite": [
        "CREATE TRIGGER logboek_beleid_geen_delete BEFORE DELETE ON logboek_beleid  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_beleid_geen_update BEFORE UPDATE ON logboek_beleid  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_checkpoint_geen_delete BEFORE DELETE ON logboek_checkpoint  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_checkpoint_geen_update BEFORE UPDATE ON logboek_checkpoint  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_regel_geen_delete BEFORE DELETE ON logboek_regel  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_regel_geen_update BEFORE UPDATE ON logboek_regel WHEN NOT (new.nummer IS old.nummer AND new.hash IS old.hash AND new.regel IS NULL AND new.casus IS NULL AND new.voorwerp IS NULL) BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_stand_geen_delete BEFORE DELETE ON logboek_stand  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_stand_geen_update BEFORE UPDATE ON logboek_stand WHEN new.omvang <= old.omvang BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_tegel_geen_delete BEFORE DELETE ON logboek_tegel  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
        "CREATE TRIGGER logboek_tegel_geen_update BEFORE UPDATE ON logboek_tegel  BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION zvh_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN RAISE EXCEPTION 'zvh: bewaakt' USING ERRCODE = 'ZV001'; END $$",
        "CREATE TRIGGER logboek_beleid_geen_delete BEFORE DELETE ON logboek_beleid FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_beleid_geen_truncate BEFORE TRUNCATE ON logboek_beleid FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_beleid_geen_update BEFORE UPDATE ON logboek_beleid FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_checkpoint_geen_delete BEFORE DELETE ON logboek_checkpoint FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_checkpoint_geen_truncate BEFORE TRUNCATE ON logboek_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_checkpoint_geen_update BEFORE UPDATE ON logboek_checkpoint FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_regel_geen_delete BEFORE DELETE ON logboek_regel FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_regel_geen_truncate BEFORE TRUNCATE ON logboek_regel FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_regel_geen_update BEFORE UPDATE ON logboek_regel FOR EACH ROW WHEN (NOT (new.nummer IS NOT DISTINCT FROM old.nummer AND new.hash IS NOT DISTINCT FROM old.hash AND new.regel IS NULL AND new.casus IS NULL AND new.voorwerp IS NULL)) EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_stand_geen_delete BEFORE DELETE ON logboek_stand FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_stand_geen_truncate BEFORE TRUNCATE ON logboek_stand FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_stand_geen_update BEFORE UPDATE ON logboek_stand FOR EACH ROW WHEN (new.omvang <= old.omvang) EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_tegel_geen_delete BEFORE DELETE ON logboek_tegel FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_tegel_geen_truncate BEFORE TRUNCATE ON logboek_tegel FOR EACH STATEMENT EXECUTE FUNCTION zvh_bewaakt()",
        "CREATE TRIGGER logboek_tegel_geen_update BEFORE UPDATE ON logboek_tegel FOR EACH ROW EXECUTE FUNCTION zvh_bewaakt()",
    ],
}
