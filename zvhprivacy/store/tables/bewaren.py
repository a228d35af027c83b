"""
The tables of what decides how long a case stays: holds, renewals, reasons to destroy, shields.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from sqlmodel import Field

from zvhprivacy.model import bewaren as model
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.store.tables._base import HoofdTabel, Moment
from zvhprivacy.store.tables._checks import checks
from zvhprivacy.store.tables.casus import within


_GRONDEN = (Begin.NIET_MEER_NODIG, Begin.GEEN_AANWIJZINGEN, Begin.VAN_DE_LIJST)


def _of_an_item(table: str) -> sa.Index:
    """
    Find the rows of one item; most are about a whole case and take no room in it.
    """
    return sa.Index(
        f"ix_{table}_gegeven",
        "gegeven",
        sqlite_where=sa.text("gegeven IS NOT NULL"),
        postgresql_where=sa.text("gegeven IS NOT NULL"),
    )


class OpschortingRow(HoofdTabel, table=True):
    """
    A suspension of destruction.
    """

    __tablename__ = "opschorting"
    __table_args__ = (
        *checks(model.Opschorting),
        sa.Index(None, "casus"),
        _of_an_item("opschorting"),
        sa.Index(None, "eigenaar"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    gegeven: str | None = Field(foreign_key="gegeven.id")
    grond: str
    kenmerk: str
    motivering: bytes
    eigenaar: str = Field(foreign_key="medewerker.id")
    op: datetime = Field(sa_type=Moment)
    herzien_voor: date
    opgeheven_op: datetime | None = Field(sa_type=Moment)
    versie: int


class HernieuwingRow(HoofdTabel, table=True):
    """
    A renewal.
    """

    __tablename__ = "hernieuwing"
    __table_args__ = (
        *checks(model.Hernieuwing),
        sa.CheckConstraint("tot > van", name="duur"),
        sa.UniqueConstraint("casus", "volgnummer"),
        within("besluit", "besluit"),
        within("verstrekking", "verstrekking"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    geval: str
    besluit: str
    verstrekking: str
    instemmingen: str
    motivering: bytes
    gesloten_op: date | None
    volgnummer: int
    van: date
    tot: date
    versie: int


class VernietigingsgrondRow(HoofdTabel, table=True):
    """
    A reason to destroy.
    """

    __tablename__ = "vernietigingsgrond"
    __table_args__ = (
        *checks(model.Vernietigingsgrond),
        sa.CheckConstraint(f"grond IN ({', '.join(map(repr, map(str, _GRONDEN)))})", name="soort"),
        sa.Index(None, "casus"),
        _of_an_item("vernietigingsgrond"),
        sa.Index(None, "medewerker"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    gegeven: str | None = Field(foreign_key="gegeven.id")
    grond: str
    medewerker: str = Field(foreign_key="medewerker.id")
    op: datetime = Field(sa_type=Moment)
    ingetrokken_op: datetime | None = Field(sa_type=Moment)


class AfschermingRow(HoofdTabel, table=True):
    """
    A shield.
    """

    __tablename__ = "afscherming"
    __table_args__ = (
        *checks(model.Afscherming),
        sa.Index(None, "casus"),
        _of_an_item("afscherming"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    gegeven: str | None = Field(foreign_key="gegeven.id")
    waarom: str
    op: datetime = Field(sa_type=Moment)
    opgeheven_op: datetime | None = Field(sa_type=Moment)
