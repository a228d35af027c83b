"""
The tables of the kluis as they were at the beginning; written by tests/store/renew_migrations.py.
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
        "kluis_domein",
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("naam", name=op.f("pk_kluis_domein")),
        sa.UniqueConstraint("code", name=op.f("uq_kluis_domein_code")),
    )
    op.create_table(
        "kluis_goedkeuring",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("vraag", sa.LargeBinary(), nullable=False),
        sa.Column("vrager", sa.String(), nullable=False),
        sa.Column(
            "gevraagd_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "verloopt_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=False,
        ),
        sa.Column("goedgekeurd_door", sa.String(), nullable=True),
        sa.Column(
            "goedgekeurd_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "gebruikt_op",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column("noodprocedure", sa.Boolean(), nullable=False),
        sa.Column(
            "beoordelen_voor",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=True,
        ),
        sa.Column("beoordeeld_door", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(goedgekeurd_door IS NULL) = (goedgekeurd_op IS NULL)",
            name=op.f("ck_kluis_goedkeuring_goedgekeurd"),
        ),
        sa.CheckConstraint(
            "NOT noodprocedure OR beoordelen_voor IS NOT NULL",
            name=op.f("ck_kluis_goedkeuring_nood"),
        ),
        sa.CheckConstraint(
            "beoordeeld_door <> vrager", name=op.f("ck_kluis_goedkeuring_beoordeeld")
        ),
        sa.CheckConstraint(
            "goedgekeurd_door <> vrager", name=op.f("ck_kluis_goedkeuring_vier_ogen")
        ),
        sa.CheckConstraint(
            "noodprocedure OR gebruikt_op IS NULL OR goedgekeurd_op IS NOT NULL",
            name=op.f("ck_kluis_goedkeuring_gebruikt"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kluis_goedkeuring")),
    )
    op.create_index(
        op.f("ix_kluis_goedkeuring_vrager_gevraagd_op"),
        "kluis_goedkeuring",
        ["vrager", "gevraagd_op"],
        unique=False,
    )
    op.create_table(
        "kluis_persoon",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("verzegeld", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.Column("tagsleutel", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(verzegeld) > 0", name=op.f("ck_kluis_persoon_verzegeld")),
        sa.CheckConstraint(
            "tag IS NULL OR tagsleutel > 0", name=op.f("ck_kluis_persoon_tagsleutel")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kluis_persoon")),
        sa.UniqueConstraint("tag", name=op.f("uq_kluis_persoon_tag")),
    )
    op.create_table(
        "kluis_sleutel",
        sa.Column("nummer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("staat", sa.String(), nullable=False),
        sa.Column("verpakt", sa.LargeBinary(), nullable=False),
        sa.Column(
            "sinds",
            sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"),
            nullable=False,
        ),
        sa.Column("publiek", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(staat = 'vernietigd') = (length(verpakt) = 0)",
            name=op.f("ck_kluis_sleutel_vernietigd"),
        ),
        sa.CheckConstraint(
            "staat IN ('actief', 'lezen', 'vernietigd')", name=op.f("ck_kluis_sleutel_staat")
        ),
        sa.CheckConstraint("nummer BETWEEN 1 AND 4294967295", name=op.f("ck_kluis_sleutel_nummer")),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_kluis_sleutel_versie")),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_kluis_sleutel")),
        sa.UniqueConstraint(
            "soort", "naam", "versie", name=op.f("uq_kluis_sleutel_soort_naam_versie")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_kluis_sleutel_actief",
        "kluis_sleutel",
        ["soort", "naam"],
        unique=True,
        sqlite_where=sa.text("staat = 'actief'"),
        postgresql_where=sa.text("staat = 'actief'"),
    )
    op.create_table(
        "kluis_stand",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sleutels", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_kluis_stand_een")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kluis_stand")),
    )
    op.create_table(
        "kluis_voortgang",
        sa.Column("taak", sa.String(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("taak", name=op.f("pk_kluis_voortgang")),
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """
    Remove the tables, with what is in them.
    """
    op.drop_table("kluis_voortgang")
    op.drop_table("kluis_stand")
    op.drop_index(
        "uq_kluis_sleutel_actief",
        table_name="kluis_sleutel",
        sqlite_where=sa.text("staat = 'actief'"),
        postgresql_where=sa.text("staat = 'actief'"),
    )
    op.drop_table("kluis_sleutel")
    op.drop_table("kluis_persoon")
    op.drop_index(op.f("ix_kluis_goedkeuring_vrager_gevraagd_op"), table_name="kluis_goedkeuring")
    op.drop_table("kluis_goedkeuring")
    op.drop_table("kluis_domein")


GUARDS: dict[str, list[str]] = {"sqlite": [], "postgresql": []}
