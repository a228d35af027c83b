"""
The tables of the registers: who is designated, and what was decided, declared and corrected.

Rows of a register outlive the items they are about: a correction tells of a data item that may be
destroyed since.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from sqlmodel import Field

from zvhprivacy.model import registers as model
from zvhprivacy.store.tables._base import HoofdTabel, Moment
from zvhprivacy.store.tables._checks import checks


class MedewerkerRow(HoofdTabel, table=True):
    """
    A designated person.
    """

    __tablename__ = "medewerker"
    __table_args__ = (*checks(model.Medewerker), sa.Index(None, "persoon"))

    id: str = Field(primary_key=True)
    persoon: str
    organisatie: str
    rollen: str
    vog_of_screening: date | None
    opleidingen: str
    geheimhouding: date | None
    commerciele_taak: bool | None
    versie: int
    van: date
    tot: date | None


class MandaatRow(HoofdTabel, table=True):
    """
    A mandate.
    """

    __tablename__ = "mandaat"
    __table_args__ = (*checks(model.Mandaat), sa.Index(None, "medewerker"))

    id: str = Field(primary_key=True)
    medewerker: str = Field(foreign_key="medewerker.id")
    namens: str
    van: date
    tot: date | None


class CriteriaRow(HoofdTabel, table=True):
    """
    A judgement over the criteria.
    """

    __tablename__ = "criteria"
    __table_args__ = (*checks(model.Criteria), sa.Index(None, "casus", "op", "id"))

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    meervoudige_problematiek: bool
    leefgebieden_criminogeen: bool
    overlast_criminaliteit_onveilig: bool
    meerdere_domeinen_nodig: bool
    motivering: bytes
    door: str
    op: datetime = Field(sa_type=Moment)
    vervallen_op: datetime | None = Field(sa_type=Moment)


class BesluitRow(HoofdTabel, table=True):
    """
    A joint decision.
    """

    __tablename__ = "besluit"
    __table_args__ = (*checks(model.Besluit), sa.UniqueConstraint("casus", "id"))

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    waarover: str
    naar: str | None
    stemmen: str
    motivering: bytes
    op: datetime = Field(sa_type=Moment)
    gebruikt_op: datetime | None = Field(sa_type=Moment)


class WeigeringRow(HoofdTabel, table=True):
    """
    A refusal to provide.
    """

    __tablename__ = "weigering"
    __table_args__ = (*checks(model.Weigering), sa.Index(None, "casus"))

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    organisatie: str
    categorie: str
    reden: bytes
    op: datetime = Field(sa_type=Moment)


class VerklaringRow(HoofdTabel, table=True):
    """
    A declared fact; one about a person belongs to no case.
    """

    __tablename__ = "verklaring"
    __table_args__ = (
        *checks(model.Verklaring),
        sa.CheckConstraint("(over = 'persoon') = (casus IS NULL)", name="casus"),
        sa.CheckConstraint("tot > op", name="duur"),
        sa.Index(None, "casus", "feit"),
        sa.Index(None, "onderwerp", "feit"),
        sa.Index(None, "medewerker"),
    )

    id: str = Field(primary_key=True)
    casus: str | None = Field(foreign_key="casus.id")
    feit: str
    over: str
    onderwerp: str
    organisatie: str
    medewerker: str = Field(foreign_key="medewerker.id")
    op: datetime = Field(sa_type=Moment)
    tot: datetime | None = Field(sa_type=Moment)
    ingetrokken_op: datetime | None = Field(sa_type=Moment)


class CorrectieRow(HoofdTabel, table=True):
    """
    A data item that proved wrong.
    """

    __tablename__ = "correctie"
    __table_args__ = (*checks(model.Correctie), sa.Index(None, "casus", "gegeven"))

    id: str = Field(primary_key=True)
    casus: str = Field(foreign_key="casus.id")
    gegeven: str  # no foreign key: it may be destroyed because of this row
    gemeld_door: str
    gemeld_op: datetime = Field(sa_type=Moment)
    bron_geinformeerd_op: datetime | None = Field(sa_type=Moment)
    afgehandeld_op: datetime | None = Field(sa_type=Moment)


class AanleidingRow(HoofdTabel, table=True):
    """
    A reason to test or to look.
    """

    __tablename__ = "aanleiding"
    __table_args__ = (*checks(model.Aanleiding), sa.Index(None, "casus"))

    id: str = Field(primary_key=True)
    soort: str
    casus: str | None = Field(foreign_key="casus.id")
    op: datetime = Field(sa_type=Moment)
    tot: datetime = Field(sa_type=Moment)


class PublicatieRow(HoofdTabel, table=True):
    """
    Something that is public.
    """

    __tablename__ = "publicatie"
    __table_args__ = (*checks(model.Publicatie), sa.Index(None, "convenant", "wat"))

    id: str = Field(primary_key=True)
    wat: str
    convenant: str
    waar: str
    van: date
    tot: date | None
