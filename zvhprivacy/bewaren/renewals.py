"""
Which renewals of a case count for an item, and until when it may then be there (BGS 1.16).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.bewaren.history import History
from zvhprivacy.bewaren.limits import Renewal, after
from zvhprivacy.model.bewaartermijn import Geval
from zvhprivacy.model.bewaren import Extension, Vindplaats


class Obstacle(StrEnum):
    """
    Why a renewal does not count, or not for as long as it says; or why a hold does not.
    """

    VOLGNUMMER = "volgnummer"  # its number is not the next one, or is there twice
    GEEN_GEVAL = "geen-geval"  # the law of this case knows no such renewal (BGS 1.16 lid 2)
    GEEN_OPDRACHT = "geen-opdracht"  # of the deelnemers (WGS 1.8 lid 7)
    GEEN_MOTIVERING = "geen-motivering"
    GEEN_INSTEMMING = "geen-instemming"  # of each that provided the data (WGS 1.8 lid 7)
    TE_LAAT = "te-laat"  # the data had to be gone already
    NIET_OPEN = "niet-open"  # case a is for what is not closed yet (BGS 1.16 lid 2 a)
    NIET_PAS_GESLOTEN = "niet-pas-gesloten"  # and b for what was closed shortly before (lid 2 b)
    ONBEKEND = "onbekend"  # a day of its life is missing
    TE_LANG = "te-lang"  # it counts, and not for more than the maximum (BGS 1.16 lid 3)
    GEEN_GROND = "geen-grond"  # of a hold, that the law of this case knows


class Tried(NamedTuple):
    """
    A renewal, what stands in its way, and the last day for the data as it leaves that.
    """

    extension: Extension
    obstacle: Obstacle | None
    dag: date
    door: Vindplaats | None = None

    @property
    def counts(self) -> bool:
        """
        Say whether it counts, perhaps not for as long as it says.
        """
        return self.obstacle in {None, Obstacle.TE_LANG}


class Moved(NamedTuple):
    """
    The last day for an item after its renewals, and the term of the one that set it, if one did.

    It is the latest that it can be; *zeker* when no renewal is doubtful. *sinds* is from when the
    last one that counts made it available again.
    """

    dag: date
    zeker: bool
    door: Vindplaats | None
    sinds: date | None


def in_sequence(extensions: Sequence[Extension]) -> tuple[Extension, ...]:
    """
    Give the renewals whose numbers count on from 1, in that order; a gap or a repeat ends it.

    The Raad van State found repeated renewal hard to defend, so each has to be one that was
    counted; from the first that is not, none counts.
    """
    found: list[Extension] = []
    for number in range(1, len(extensions) + 1):
        here = [each for each in extensions if each.volgnummer == number]
        if len(here) != 1:
            break
        found += here
    return tuple(found)


def moved(
    dag: date,
    bronnen: frozenset[str],
    extensions: Iterable[Extension],
    renewals: Sequence[Renewal],
    history: History,
) -> Moved:
    """
    Give until when an item may be there of which the term ends on *dag*.

    A renewal never makes that day earlier.
    """
    end, zeker, door, sinds = dag, True, None, None
    for each in tried(dag, bronnen, extensions, renewals, history):
        if each.dag > end:
            end, door = each.dag, each.door
        if each.counts:
            sinds = each.extension.van
        zeker &= each.obstacle is not Obstacle.ONBEKEND
    return Moved(end, zeker, door, sinds)


def tried(
    dag: date,
    bronnen: frozenset[str],
    extensions: Iterable[Extension],
    renewals: Sequence[Renewal],
    history: History,
) -> Iterator[Tried]:
    """
    Go through the renewals in the order of their numbers, each from the day the former left.

    One that is doubtful because a day of the case is missing moves the day here as if it counted.
    """
    for each in extensions:
        meant = [renewal for renewal in renewals if renewal.geval is each.geval]
        obstacle = _obstacle(each, dag, bronnen, meant, history)
        if obstacle not in {None, Obstacle.ONBEKEND}:
            yield Tried(each, obstacle, dag)
            continue
        most, door = min((after(renewal.termijn, each.van), renewal.plaats) for renewal in meant)
        if obstacle is None and each.laatste_dag > most:
            obstacle = Obstacle.TE_LANG
        dag = max(dag, min(each.laatste_dag, most))
        yield Tried(each, obstacle, dag, door)


def _obstacle(
    each: Extension,
    dag: date,
    bronnen: frozenset[str],
    meant: Sequence[Renewal],
    history: History,
) -> Obstacle | None:
    if not meant:
        return Obstacle.GEEN_GEVAL
    if not each.opdracht:
        return Obstacle.GEEN_OPDRACHT
    if not each.gemotiveerd:
        return Obstacle.GEEN_MOTIVERING
    # Of data without a provider nobody agreed.
    if not bronnen or not bronnen <= each.instemmingen:
        return Obstacle.GEEN_INSTEMMING
    # The order is there while the data are, and no day lies between the two terms.
    ordered = each.van if each.besloten_op is None else each.besloten_op
    if ordered > dag or (each.van - dag).days > 1:
        return Obstacle.TE_LAAT
    if not history.zeker:
        return Obstacle.ONBEKEND
    if each.geval is Geval.A:
        return None if history.open_at(dag) else Obstacle.NIET_OPEN
    return None if _just_closed(each, dag, meant, history) else Obstacle.NIET_PAS_GESLOTEN


def _just_closed(each: Extension, dag: date, meant: Sequence[Renewal], history: History) -> bool:
    """
    Say whether the case was closed before it was renewed, and less than a year before the end.

    The day that the renewal names has to be one that the case was closed on.
    """
    closed = max(
        (
            closed
            for closed in history.afgesloten.dagen
            if closed <= min(dag, each.van) and each.gesloten_op in {None, closed}
        ),
        default=None,
    )
    return closed is not None and all(
        renewal.binnen is None or after(renewal.binnen, closed) > dag for renewal in meant
    )
