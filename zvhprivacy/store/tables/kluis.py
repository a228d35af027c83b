"""
The tables of the kluis: wrapped keys, persons, domains, approvals, and how far a rotation came.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from sqlmodel import Field

from zvhprivacy.store.tables._base import NUMMER, KluisTabel, Moment


class KluisSleutel(KluisTabel, table=True):
    """
    A wrapped key; a destroyed one keeps its number and holds nothing.
    """

    __tablename__ = "kluis_sleutel"
    __table_args__ = (
        sa.UniqueConstraint("soort", "naam", "versie"),
        sa.CheckConstraint("nummer BETWEEN 1 AND 4294967295", name="nummer"),  # 4 bytes
        sa.CheckConstraint("versie >= 1", name="versie"),
        sa.CheckConstraint("staat IN ('actief', 'lezen', 'vernietigd')", name="staat"),
        sa.CheckConstraint("(staat = 'vernietigd') = (length(verpakt) = 0)", name="vernietigd"),
        # A partial index, for the destroyed and the old ones stay.
        sa.Index(
            "uq_kluis_sleutel_actief",
            "soort",
            "naam",
            unique=True,
            sqlite_where=sa.text("staat = 'actief'"),
            postgresql_where=sa.text("staat = 'actief'"),
        ),
        {"sqlite_autoincrement": True},  # a number is never given out twice
    )

    nummer: int | None = Field(default=None, sa_column=sa.Column(NUMMER, primary_key=True))
    soort: str
    naam: str
    versie: int
    staat: str
    verpakt: bytes
    sinds: datetime = Field(sa_type=Moment)
    publiek: bytes


class KluisStand(KluisTabel, table=True):
    """
    One row with a number that every change of a key renews.
    """

    __tablename__ = "kluis_stand"
    __table_args__ = (sa.CheckConstraint("id = 1", name="een"),)

    id: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    sleutels: int = Field(sa_type=sa.BigInteger)


class KluisPersoon(KluisTabel, table=True):
    """
    A person: a sealed record, found by a tag of the BSN.
    """

    __tablename__ = "kluis_persoon"
    __table_args__ = (
        sa.UniqueConstraint("tag"),
        sa.CheckConstraint("length(verzegeld) > 0", name="verzegeld"),
        sa.CheckConstraint("tag IS NULL OR tagsleutel > 0", name="tagsleutel"),
    )

    id: str = Field(primary_key=True)
    verzegeld: bytes
    tag: bytes | None = None
    tagsleutel: int = Field(sa_type=sa.BigInteger)


class KluisDomein(KluisTabel, table=True):
    """
    A domain of pseudonyms with its short code.
    """

    __tablename__ = "kluis_domein"
    __table_args__ = (sa.UniqueConstraint("code"),)

    naam: str = Field(primary_key=True)
    code: str


class KluisVoortgang(KluisTabel, table=True):
    """
    How far a job came that can be taken up again.
    """

    __tablename__ = "kluis_voortgang"

    taak: str = Field(primary_key=True)
    stand: str


class KluisGoedkeuring(KluisTabel, table=True):
    """
    A request to re-identify, and who approved, used and reviewed it.
    """

    __tablename__ = "kluis_goedkeuring"
    __table_args__ = (
        sa.Index(None, "vrager", "gevraagd_op"),
        # Four eyes are not two eyes with two accounts open.
        sa.CheckConstraint("goedgekeurd_door <> vrager", name="vier_ogen"),
        sa.CheckConstraint("beoordeeld_door <> vrager", name="beoordeeld"),
        sa.CheckConstraint(
            "(goedgekeurd_door IS NULL) = (goedgekeurd_op IS NULL)", name="goedgekeurd"
        ),
        sa.CheckConstraint(
            "noodprocedure OR gebruikt_op IS NULL OR goedgekeurd_op IS NOT NULL", name="gebruikt"
        ),
        sa.CheckConstraint("NOT noodprocedure OR beoordelen_voor IS NOT NULL", name="nood"),
    )

    id: str = Field(primary_key=True)
    vraag: bytes
    vrager: str
    gevraagd_op: datetime = Field(sa_type=Moment)
    verloopt_op: datetime = Field(sa_type=Moment)
    goedgekeurd_door: str | None = None
    goedgekeurd_op: datetime | None = Field(default=None, sa_type=Moment)
    gebruikt_op: datetime | None = Field(default=None, sa_type=Moment)
    noodprocedure: bool
    beoordelen_voor: datetime | None = Field(default=None, sa_type=Moment)
    beoordeeld_door: str | None = None
