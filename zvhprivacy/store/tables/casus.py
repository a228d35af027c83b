"""
The tables of a case: who it is about, what is known of them, and who takes part.

Every table about a case has a column `casus`, on which row-level security turns.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from sqlmodel import Field

from zvhprivacy.model import casus as model
from zvhprivacy.store.tables._base import HoofdTabel, Moment
from zvhprivacy.store.tables._checks import checks


def within(table: str, column: str) -> sa.ForeignKeyConstraint:
    """
    Let *column* name a row of *table* in the same case, not in another one.
    """
    return sa.ForeignKeyConstraint(["casus", column], [f"{table}.casus", f"{table}.id"])


class CasusRow(HoofdTabel, table=True):
    """
    A case.
    """

    __tablename__ = "casus"
    __table_args__ = (
        *checks(model.Casus),
        sa.Index(None, "fase_sinds", "id"),  # the order of a list of cases
    )

    id: str = Field(primary_key=True)
    convenant: str
    proces: str
    kader: str
    doel: str
    fase: str
    fase_sinds: datetime = Field(sa_type=Moment)
    aangemeld_door: str
    eerste_verwerking: date
    laatste_verwerking: date
    versie: int


class BetrokkeneRow(HoofdTabel, table=True):
    """
    A person in a case.
    """

    __tablename__ = "betrokkene"
    __table_args__ = (
        *checks(model.Betrokkene),
        sa.CheckConstraint("(over = 'directe-kring') = (kring_van IS NOT NULL)", name="kring"),
        sa.UniqueConstraint("casus", "id"),
        within("betrokkene", "kring_van"),
        sa.Index(None, "pseudoniem"),  # from a person to his cases
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    over: str
    kring_van: str | None
    pseudoniem: str
    persoon: bytes
    versie: int


class GegevenRow(HoofdTabel, table=True):
    """
    An item of data.
    """

    __tablename__ = "gegeven"
    __table_args__ = (
        *checks(model.Gegeven),
        # All that a plan of destruction asks of most cases, without a look at the rows.
        sa.Index(
            "ix_gegeven_bewaartermijn",
            "casus",
            "categorie",
            "eerste_verwerking",
            "laatste_verwerking",
        ),
        within("betrokkene", "betrokkene"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    betrokkene: str
    categorie: str
    aard: str
    betwist: bool
    peildatum: date
    bronnen: str
    verstrekt_op: date
    eerste_verwerking: date
    laatste_verwerking: date
    voorwaarden: str
    inhoud: bytes
    versie: int


class DeelnameRow(HoofdTabel, table=True):
    """
    An organisation that takes part.
    """

    __tablename__ = "deelname"
    __table_args__ = (
        *checks(model.Deelname),
        sa.Index(None, "casus", "organisatie", "als_derde", "van", "tot"),
        # From an organisation to its cases, without a look at the rows.
        sa.Index(None, "organisatie", "casus", "als_derde", "van", "tot"),
        within("besluit", "besluit"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    organisatie: str
    besluit: str | None
    als_derde: bool
    deskundig_en_taak: bool
    geheimhouding_op: date | None
    van: date
    tot: date | None


class ToewijzingRow(HoofdTabel, table=True):
    """
    A person who works on a case.
    """

    __tablename__ = "toewijzing"
    __table_args__ = (
        *checks(model.Toewijzing),
        sa.Index(None, "casus"),
        # From a person to his cases, without a look at the rows.
        sa.Index(None, "medewerker", "rol", "casus", "van", "tot"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    medewerker: str = Field(foreign_key="medewerker.id")
    rol: str
    van: date
    tot: date | None


class OvergangRow(HoofdTabel, table=True):
    """
    A change of phase.
    """

    __tablename__ = "overgang"
    __table_args__ = (
        *checks(model.Overgang),
        sa.Index(None, "casus"),
        within("besluit", "besluit"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    van: str | None
    naar: str
    op: datetime = Field(sa_type=Moment)
    besluit: str | None
