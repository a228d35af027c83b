"""
Checks that lay one line of the logboek beside another: acts and answers, refusals, reading a lot.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Generic, NamedTuple, TypeVar

from zvhprivacy.audit.sources import Sources, Watch
from zvhprivacy.bewaren.replay import REDEN as OUT_OF_THE_LEDGER
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.request import Request


T = TypeVar("T")

SOON = timedelta(minutes=10)  # between a refusal and the same question with a fact more
MANY = 25  # cases on a day, below which nobody reads a lot
TIMES = 10  # the median of a role, above which somebody does

NO_HOUSE = Found(werking=Looked(onbekend=Onbekend.GEEN_DATABASE))

_LOOKING = "inzien"
_ANSWERS = frozenset({Resultaat.TOEGESTAAN, Resultaat.VERBODEN, Resultaat.NIET_TOEGESTAAN})
_ACTS = frozenset(
    {
        Gebeurtenis.VERZAMELEN,
        Gebeurtenis.WIJZIGEN,
        Gebeurtenis.RAADPLEGEN,
        Gebeurtenis.VERSTREKKEN,
        Gebeurtenis.COMBINEREN,
        Gebeurtenis.VERNIETIGEN,
        Gebeurtenis.HERLEIDEN,
        Gebeurtenis.LOGBOEK_INZIEN,
    }
)


class _Days(Generic[T]):
    """
    Something for each of the two days that are going on: at midnight lines of both are written.

    *done* gets what is known of a day that is over.
    """

    def __init__(self, make: Callable[[], T], done: Callable[[T], object] = lambda _: None) -> None:
        self._make, self._done = make, done
        self.open: dict[str, T] = {}

    def of(self, day: str) -> T:
        """
        Give what is known of *day*, which is going on from now if it was not.
        """
        if day not in self.open:
            if len(self.open) > 1:
                self._done(self.open.pop(min(self.open)))
            self.open[day] = self._make()
        return self.open[day]

    def end(self) -> None:
        """
        Say that all days are over.
        """
        while self.open:
            self._done(self.open.pop(min(self.open)))


def handeling_met_besluit(bron: Sources) -> Found | Watch:
    """
    Look for lines of acts without the allowed decision that they rest on.

    An act rests on a decision of its own day, under the same trace, that was enforced: for the same
    request of the same actor, and in the same case unless the decision was about none yet. What
    retention destroys it decides per kind under one trace, so of that only the handeling has to
    agree.
    No acts in this sense are what a register shows of itself: who writes in one has no Grant; a
    list was decided for all its cases at once; and what the ledger of destruction destroys again
    was decided when it went.
    """
    if bron.huis is None:
        return NO_HOUSE
    tally, days = Tally(), _Days[dict[int, tuple[int, str | None]]](dict)

    def see(nummer: int, line: Mapping[str, Any]) -> None:
        get = line.get
        act = hash((line["trace"], get("handeling")))
        if line["gebeurtenis"] == Gebeurtenis.BESLUIT:
            if line["resultaat"] == Resultaat.TOEGESTAAN and not get("schaduw"):
                days.of(get("dag") or "")[act] = (_asked(line), get("casus"))
            return
        if not get("handeling") or _undecided(line):
            return
        tally.look()
        own = get("deelnemer") is not None
        among = [days.open.get(get("dag") or "", {})] if own else days.open.values()
        found = next((known[act] for known in among if act in known), None)
        if found is None:
            tally.deviates("logregel", str(nummer), "zonder-toegestaan-besluit")
        elif own and (found[0] != _asked(line) or found[1] not in {None, get("casus")}):
            tally.deviates("logregel", str(nummer), "besluit-over-iets-anders")

    return Watch(
        see=see,
        end=lambda: Found(werking=tally.looked()),
        gebeurtenissen=frozenset({Gebeurtenis.BESLUIT, *_ACTS}),
    )


class _Refused(NamedTuple):
    """
    When a request was refused, and on which facts.
    """

    op: datetime
    feiten: frozenset[str]


def feit_na_weigering(bron: Sources) -> Found | Watch:
    """
    Look for a refusal that became a yes within ten minutes, by a fact the caller declared himself.

    Looked at are the refusals by a rule or for want of one; who puts a question wrongly and then
    rightly did nothing else. The same is: the same actor, case and request. Which item of the case
    it was about does not stand in a line, so that this may also find two questions about two items;
    and the fact may be true. So a person has to look at what is found.
    """
    if bron.huis is None:
        return NO_HOUSE
    tally = Tally()
    refused: dict[tuple[object, ...], list[_Refused]] = {}
    waiting: deque[tuple[datetime, tuple[object, ...]]] = deque()

    def see(nummer: int, line: Mapping[str, Any]) -> None:
        if line["resultaat"] not in _ANSWERS:
            return
        key = (line.get("casus"), _asked(line))
        allowed = line["resultaat"] == Resultaat.TOEGESTAAN
        if allowed and key not in refused:
            return
        now = _moment(line["tijd"])
        if now is None:
            tally.onbekend = Onbekend.ONVOLLEDIG
            return
        while waiting and now - waiting[0][0] > SOON:
            old = waiting.popleft()[1]
            if fresh := [each for each in refused.get(old, ()) if now - each.op <= SOON]:
                refused[old] = fresh
            else:
                refused.pop(old, None)
        facts = dict(fact.split("=", 1) for fact in line.get("feiten", ()))
        if not allowed:
            tally.look()
            waiting.append((now, key))
            refused.setdefault(key, []).append(_Refused(now, frozenset(facts)))
            return
        declared = {fact for fact, origin in facts.items() if origin == "vrager"}
        if any(declared - each.feiten for each in refused.get(key, ())):
            tally.deviates("logregel", str(nummer))
            refused.pop(key)

    return Watch(
        see=see,
        end=lambda: Found(werking=tally.looked()),
        gebeurtenissen=frozenset({Gebeurtenis.BESLUIT}),
    )


class _Reader(NamedTuple):
    """
    The cases that somebody looked at on a day, in which roles, and the last line of a new one.
    """

    casussen: set[str]
    rollen: set[str]
    regel: list[int]


def veel_geraadpleegd(bron: Sources) -> Found | Watch:
    """
    Look for days on which somebody looked at many more different cases than others in his role.

    Looking is a yes to `inzien`, or a line that data of a case were read. Counted are the different
    cases of an actor on a day. The measure is the median, over all days of the period on which
    somebody in that role looked at any case, of how many that were; who had several roles that day
    is held against the highest. A day deviates with more than ten times that, and at least 25.
    Who is alone in a role is held against his own days: whoever always reads a lot, or did so on
    his only day, is not found by this. The reference is to the line of the last new case.
    """
    if bron.huis is None:
        return NO_HOUSE
    tally = Tally()
    usual: dict[str, Counter[int]] = defaultdict(Counter)
    many: list[tuple[int, frozenset[str], int]] = []

    def over(day: dict[str, _Reader]) -> None:
        for casussen, rollen, regel in day.values():
            tally.look()
            for rol in rollen:
                usual[rol][len(casussen)] += 1
            if len(casussen) >= MANY:
                many.append((len(casussen), frozenset(rollen), regel[-1]))

    days = _Days[dict[str, _Reader]](dict, over)

    def see(nummer: int, line: Mapping[str, Any]) -> None:
        casus = line.get("casus")
        if casus is None or not _looked(line):
            return
        readers = days.of(line.get("dag") or line["tijd"][:10])
        if line["actor"] not in readers:
            readers[line["actor"]] = _Reader(set(), set(), [nummer])
        reader = readers[line["actor"]]
        reader.rollen.add(line.get("rol") or "")
        if casus not in reader.casussen:
            reader.casussen.add(casus)
            reader.regel[0] = nummer

    def end() -> Found:
        days.end()
        medians = {rol: median(counts.elements()) for rol, counts in usual.items()}
        for number, rollen, regel in many:
            if number > TIMES * max(medians[rol] for rol in rollen):
                tally.deviates("logregel", str(regel))
        return Found(werking=tally.looked())

    looking = frozenset({Gebeurtenis.BESLUIT, Gebeurtenis.RAADPLEGEN})
    return Watch(see=see, end=end, gebeurtenissen=looking)


def _asked(line: Mapping[str, Any]) -> int:
    # A number of 64 bits instead of thirteen words: all that was allowed on a day is remembered.
    return hash((line["actor"], *map(line.get, Request._fields)))


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:  # 30 February fits in a line, and is no day
        return None


def _undecided(line: Mapping[str, Any]) -> bool:
    if line["gebeurtenis"] == Gebeurtenis.VERNIETIGEN:
        return line.get("reden") == OUT_OF_THE_LEDGER
    is_list = line["gebeurtenis"] == Gebeurtenis.RAADPLEGEN and line.get("casus") is None
    return is_list and line.get("regel") is None


def _looked(line: Mapping[str, Any]) -> bool:
    if line["gebeurtenis"] == Gebeurtenis.BESLUIT:
        yes = line["resultaat"] == Resultaat.TOEGESTAAN and not line.get("schaduw")
        return yes and line.get("handeling") == _LOOKING
    return bool(line["resultaat"] == Resultaat.GELUKT)
