"""
The tables of the disclosures, and of what was asked and said about each.

What hangs on a disclosure repeats its case.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from sqlmodel import Field

from zvhprivacy.model import registers as model
from zvhprivacy.store.tables._base import HoofdTabel, Moment
from zvhprivacy.store.tables._checks import checks
from zvhprivacy.store.tables.casus import within


class VerstrekkingRow(HoofdTabel, table=True):
    """
    A disclosure.
    """

    __tablename__ = "verstrekking"
    __table_args__ = (*checks(model.Verstrekking), sa.UniqueConstraint("casus", "id"))

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    handeling: str
    van: str
    aan: str | None
    gegevens: str
    categorieen: str
    doel: str
    grondslag: str
    voorbereid_op: datetime = Field(sa_type=Moment)
    gedaan_op: datetime | None = Field(sa_type=Moment)


class ToestemmingRow(HoofdTabel, table=True):
    """
    A consent.
    """

    __tablename__ = "toestemming"
    __table_args__ = (
        *checks(model.Toestemming),
        sa.Index(None, "casus", "verstrekking"),
        within("verstrekking", "verstrekking"),
        within("betrokkene", "betrokkene"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    verstrekking: str
    betrokkene: str
    vertegenwoordiger: bool
    gegeven_op: datetime = Field(sa_type=Moment)
    ingetrokken_op: datetime | None = Field(sa_type=Moment)


class InstemmingRow(HoofdTabel, table=True):
    """
    An agreement of a source.
    """

    __tablename__ = "instemming"
    __table_args__ = (
        *checks(model.Instemming),
        sa.Index(None, "casus", "verstrekking"),
        within("verstrekking", "verstrekking"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    verstrekking: str
    organisatie: str
    op: datetime = Field(sa_type=Moment)
    ingetrokken_op: datetime | None = Field(sa_type=Moment)


class BezwaarRow(HoofdTabel, table=True):
    """
    An answer to the question whether somebody objects.
    """

    __tablename__ = "bezwaar"
    __table_args__ = (
        *checks(model.Bezwaar),
        sa.Index(None, "casus", "verstrekking"),
        within("verstrekking", "verstrekking"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    verstrekking: str
    organisatie: str
    bezwaar: bool
    zwaarwegend: bool
    reden: bytes
    op: datetime = Field(sa_type=Moment)


class RacAdviesRow(HoofdTabel, table=True):
    """
    An advice of the rechtmatigheidsadviescommissie.
    """

    __tablename__ = "rac_advies"
    __table_args__ = (
        *checks(model.RacAdvies),
        sa.Index(None, "casus", "verstrekking"),
        within("verstrekking", "verstrekking"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    verstrekking: str
    kenmerk: str
    oordeel: str
    op: datetime = Field(sa_type=Moment)
    voorwaarden_vervuld_op: datetime | None = Field(sa_type=Moment)


class TerugkoppelingRow(HoofdTabel, table=True):
    """
    What a receiver says a result was good for.
    """

    __tablename__ = "terugkoppeling"
    __table_args__ = (
        *checks(model.Terugkoppeling),
        sa.Index(None, "casus", "verstrekking"),
        within("verstrekking", "verstrekking"),
    )

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    verstrekking: str
    organisatie: str
    bruikbaar: bool
    toelichting: bytes
    op: datetime = Field(sa_type=Moment)
