"""
The tables of plans of destruction: they outlive what is destroyed, and only go on, never back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from sqlmodel import Field

from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.store.tables._base import HoofdTabel, Moment
from zvhprivacy.store.tables._guards import forwards, guard, unchanged


class TargetState(StrEnum):
    """
    How far a target of the host is with a line.
    """

    OPEN = "open"
    KLAAR = "klaar"


# From each state to those that may follow it.
PLAN_STEPS: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.OPGESTELD: frozenset({PlanState.GOEDGEKEURD, PlanState.VERVALLEN}),
    PlanState.GOEDGEKEURD: frozenset({PlanState.BEZIG, PlanState.VERVALLEN}),
    PlanState.BEZIG: frozenset({PlanState.OPRUIMEN}),
    PlanState.OPRUIMEN: frozenset({PlanState.KLAAR}),
}
LINE_STEPS: Mapping[LineState, frozenset[LineState]] = {
    LineState.GEPLAND: frozenset({LineState.UITGEVOERD, LineState.OVERGESLAGEN}),
    LineState.UITGEVOERD: frozenset({LineState.KLAAR}),
}


def _one_of(column: str, choices: type[StrEnum], *others: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{choice}'" for choice in (*choices, *others))
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


class BewaarplanRow(HoofdTabel, table=True):
    """
    A plan.
    """

    __tablename__ = "bewaarplan"
    __table_args__ = (
        _one_of("state", PlanState),
        sa.CheckConstraint("op <= horizon", name="horizon"),
        # Four eyes are not two eyes with two accounts open; of two accounts of one person
        # `Plannen.advance` sees to it.
        sa.CheckConstraint("goedgekeurd_door <> opgesteld_door", name="vier_ogen"),
        sa.CheckConstraint(
            "(goedgekeurd_door IS NULL) = (goedgekeurd_op IS NULL)", name="goedgekeurd"
        ),
        sa.CheckConstraint(
            "state IN ('opgesteld', 'vervallen') OR goedgekeurd_op IS NOT NULL", name="uitvoering"
        ),
        sa.CheckConstraint("(state = 'klaar') = (klaar_op IS NOT NULL)", name="klaar"),
        sa.Index(None, "opgesteld_op", "id"),
        sa.Index(None, "opgesteld_door"),
        sa.Index(None, "goedgekeurd_door"),
    )

    id: str = Field(primary_key=True)
    hash: str
    op: date
    horizon: date
    beleid: str
    opgesteld_door: str = Field(foreign_key="medewerker.id")
    opgesteld_op: datetime = Field(sa_type=Moment)
    state: str
    goedgekeurd_door: str | None = Field(foreign_key="medewerker.id")
    goedgekeurd_op: datetime | None = Field(sa_type=Moment)
    uit_te_voeren_vanaf: datetime | None = Field(sa_type=Moment)
    verloopt_op: datetime | None = Field(sa_type=Moment)
    begonnen_op: datetime | None = Field(sa_type=Moment)
    klaar_op: datetime | None = Field(sa_type=Moment)


class BewaarplanRegelRow(HoofdTabel, table=True):
    """
    A line of a plan; once everything is done it names no case and no item.
    """

    __tablename__ = "bewaarplan_regel"
    __table_args__ = (
        _one_of("state", LineState),
        _one_of("actie", Actie),
        _one_of("uitkomst", Uitkomst, ""),
        sa.CheckConstraint("soort IN ('casus', 'gegeven')", name="soort"),
        sa.CheckConstraint("nummer >= 0", name="nummer"),
        sa.CheckConstraint("soort = 'gegeven' OR gegeven IS NULL", name="gegeven"),
        sa.CheckConstraint("(casus IS NULL) <= (gegeven IS NULL)", name="casus"),
        sa.CheckConstraint("state <> 'uitgevoerd' OR casus IS NOT NULL", name="uitgevoerd"),
        sa.CheckConstraint("(state = 'gepland') = (uitkomst = '')", name="afgedaan"),
        sa.CheckConstraint("state <> 'klaar' OR casus IS NULL", name="vergeten"),
        sa.Index(None, "plan", "state", "nummer"),
    )

    plan: str = Field(primary_key=True, foreign_key="bewaarplan.id")
    nummer: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    soort: str
    casus: str | None
    gegeven: str | None
    convenant: str
    proces: str
    kader: str
    fase: str
    jaar: int | None
    aantallen: str
    actie: str
    uiterlijk: date | None
    regel: str
    artikel: str
    plek: str
    reden: str
    state: str
    uitkomst: str
    gedaan_op: datetime | None = Field(sa_type=Moment)
    logregel: int | None = Field(sa_type=sa.BigInteger)
    zaak: int


class BewaardoelRow(HoofdTabel, table=True):
    """
    What a target of the host still has to destroy because of a line, or has.
    """

    __tablename__ = "bewaardoel"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["plan", "regel"], ["bewaarplan_regel.plan", "bewaarplan_regel.nummer"]
        ),
        _one_of("state", TargetState),
        sa.CheckConstraint("(state = 'klaar') = (gedaan_op IS NOT NULL)", name="gedaan"),
    )

    plan: str = Field(primary_key=True)
    regel: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    doel: str = Field(primary_key=True)
    state: str
    uitkomst: str
    gedaan_op: datetime | None = Field(sa_type=Moment)


class BewaarbeurtRow(HoofdTabel, table=True):
    """
    Whose turn it is: one row, with a token that goes up with each new holder.
    """

    __tablename__ = "bewaarbeurt"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="een"),
        sa.CheckConstraint("token >= 1", name="token"),
    )

    id: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    houder: str  # empty when it was given back
    token: int = Field(sa_type=sa.BigInteger)
    tot: datetime = Field(sa_type=Moment)


_WHO_AND_WHEN = ("goedgekeurd_door", "goedgekeurd_op", "begonnen_op", "klaar_op")
_APPROVED = ("uit_te_voeren_vanaf", "verloopt_op")
_DONE = ("state", "uitkomst", "gedaan_op", "logregel")
_IDS = ("casus", "gegeven")


def _but(fields: tuple[str, ...], *others: str) -> str:
    return unchanged(name for name in fields if name not in others)


guard(
    BewaarplanRow,
    unless=" AND ".join(
        (
            _but(Plan._fields, "state", *_WHO_AND_WHEN, *_APPROVED),
            forwards("state", PLAN_STEPS),
            *(f"(old.{name} IS NULL OR {unchanged([name])})" for name in _WHO_AND_WHEN),
            # What was approved, was approved with these.
            f"(old.goedgekeurd_op IS NULL OR {unchanged(_APPROVED)})",
        )
    ),
)
guard(
    BewaarplanRegelRow,
    unless=" AND ".join(
        (
            _but(("plan", *PlanLine._fields), *_DONE, *_IDS),
            forwards("state", LINE_STEPS),
            *(f"(new.{name} IS NULL OR {unchanged([name])})" for name in _IDS),
            f"(old.state = 'gepland' OR {unchanged(_DONE[1:3])})",
            f"(old.logregel IS NULL OR {unchanged(['logregel'])})",
        )
    ),
)
guard(
    BewaardoelRow,
    unless=f"{unchanged(('plan', 'regel', 'doel'))} AND old.state = 'open'",
)
guard(
    BewaarbeurtRow,
    unless="new.token > old.token OR (new.token = old.token AND new.houder IN (old.houder, ''))",
)
