"""
Random cases and terms: few days, so that they meet, and terms that end on them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st

from tests.bewaren.law import HUIS, term, terms
from tests.bewaren.oracle import add
from zvhprivacy.model.bewaartermijn import Actie, Begin, Bewaartermijn, Geval, Grond
from zvhprivacy.model.bewaren import CaseFacts, Extension, Happened, Hold, ItemFacts
from zvhprivacy.policy.terms import Terms


T = TypeVar("T")

BEGINS = [date(2023, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 8, 31)]
FAR = [0, 0, 335, 365, 366, 547, 730, 731, 1096, *(31 * number for number in range(1, 40, 3))]
SHORT = ["P1M", "P11M", "P1Y", "P1Y6M", "P2Y", "P42D", "P0D"]
ABOUT = ["alle", "alle", "alle", ["woonsituatie"], {"behalve": ["bsn"]}]
CATEGORIES = ["woonsituatie", "gezondheid", "bsn"]
BRONNEN = ["om", "politie", "ggz"]
FASEN = ["uitvoering", "afgesloten", "hernieuwd", "triage", "afgewezen", "overgedragen"]
PROCESSED = [Begin.EERSTE_VERWERKING, Begin.LAATSTE_VERWERKING]
OF_CASE = [Begin.AFGESLOTEN, Begin.HERNIEUWD, Begin.AFGEWEZEN, Begin.OVERGEDRAGEN]
OF_ITEM = [Begin.NIET_MEER_NODIG, Begin.GEEN_AANWIJZINGEN, Begin.ONJUIST, Begin.WISSING]
MOSTLY = [True] * 9 + [False]

# One strategy for every choice: making a new one each time takes longer than all else.
NUMBERS = st.integers(0, 997)


class World(NamedTuple):
    """
    A case, the terms about it, and the days of the question.
    """

    facts: CaseFacts
    wet: tuple[Bewaartermijn, ...]
    convenant: tuple[Bewaartermijn, ...]
    op: date
    vandaag: date
    per_casus: bool

    def terms(self) -> Terms:
        """
        Give the terms as the package takes them.
        """
        return terms(
            self.vandaag,
            wet=self.wet,
            convenant=self.convenant,
            ruim=() if self.per_casus else ("eerste-verwerking-per-casus",),
            shipped_too=False,
        )


class Draw:
    """
    Chooses; the first of what it can choose is the simplest.
    """

    def __init__(self, number: Callable[[], int]) -> None:
        self._number = number

    def one(self, choices: Sequence[T]) -> T:
        """
        Choose one.
        """
        return choices[self._number() % len(choices)]

    def some(self, make: Callable[[], T], most: int) -> list[T]:
        """
        Make none up to *most*.
        """
        return [make() for _ in range(self.one(range(most + 1)))]

    def day(self) -> date:
        """
        Choose a day around one on which a term of a case begins or ends.
        """
        return self.one(BEGINS) + timedelta(days=self.one(FAR) + self.one([0, 1, -1, 2]))


@st.composite
def worlds(draw: st.DrawFn, *, known: bool = False, renewals: bool = True) -> World:
    """
    Any case; *known* leaves out what is missing or cannot be right.
    """
    return world(Draw(lambda: draw(NUMBERS)), known=known, renewals=renewals)


def world(choose: Draw, *, known: bool = False, renewals: bool = True) -> World:
    """
    Make any case.
    """
    op = choose.day()
    vandaag = op - timedelta(days=choose.one([0, 0, 14]))
    wet = _law(choose)
    facts = _case(choose, vandaag)
    if renewals:
        facts = _closed_before(choose, _renewed(choose, facts, wet), vandaag)
    if known:
        facts = _right(facts, vandaag)
    else:
        for _ in range(choose.one([0, 0, 1, 2])):
            facts = _spoiled(choose, facts)
    convenant = tuple(_shorter(choose, wet, number) for number in range(choose.one([0, 0, 1, 2])))
    return World(facts, wet, convenant, op, vandaag, choose.one([True, True, False]))


@st.composite
def maxima(draw: st.DrawFn) -> Bewaartermijn:
    """
    A maximum.
    """
    return _maximum(Draw(lambda: draw(NUMBERS)), "MEER")


@st.composite
def holds(draw: st.DrawFn, facts: CaseFacts) -> Hold:
    """
    A hold on a case or an item of it, perhaps released.
    """
    return _hold(Draw(lambda: draw(NUMBERS)), facts)


@st.composite
def agreed(draw: st.DrawFn, wet: Sequence[Bewaartermijn]) -> Bewaartermijn:
    """
    What a convenant says of a term of the law, also that it would last longer.
    """
    return _shorter(Draw(lambda: draw(NUMBERS)), wet, 9, [*SHORT, "P9Y", "P99Y"])


# --- terms


def _maximum(choose: Draw, id_: str) -> Bewaartermijn:
    return term(
        id_,
        vanaf=choose.one([*PROCESSED, Begin.AFGESLOTEN, *OF_CASE[2:], *OF_ITEM]),
        termijn=choose.one(SHORT),
        dan=choose.one([Actie.VERNIETIGEN, Actie.VERNIETIGEN, Actie.ANONIMISEREN]),
        gegevens=choose.one(ABOUT),
    )


def _law(choose: Draw) -> tuple[Bewaartermijn, ...]:
    """
    Make some maxima, perhaps a minimum, and what renews, suspends and shields.
    """
    found = []
    if choose.one(MOSTLY):
        found.append(term("MAX", vanaf=choose.one(PROCESSED), termijn=choose.one(SHORT[:-1])))
    numbers = range(choose.one([0, 1, 2, 3] if found else [1, 2]))
    found += [_maximum(choose, f"MAX-{number}") for number in numbers]
    for number in range(choose.one([0, 0, 0, 1, 2])):
        vanaf, length = choose.one([*PROCESSED, *OF_CASE]), choose.one(SHORT)
        fields = {"soort": "minimum", "vanaf": vanaf, "termijn": length}
        found.append(term(f"MIN-{number}", **fields, gegevens=choose.one(ABOUT)))
    for geval in choose.one([[*Geval], [*Geval], [Geval.A], []]):
        binnen = {"binnen": "P1Y"} if geval is Geval.B else {}
        fields = {"soort": "verlenging", "vanaf": "hernieuwd", "geval": geval, **binnen}
        found.append(term(f"EXT-{geval.upper()}", **fields, termijn=choose.one(["P2Y", "P6M"])))
    grounds = choose.one([[*Grond], [Grond.BEPERKING], [Grond.RECHTSVORDERING]])
    found.append(term("HOLD", soort="opschorting", vanaf=None, gronden=grounds))
    for begin in choose.one([[], [Begin.AFGESLOTEN], [Begin.AFGESLOTEN, Begin.OVERGEDRAGEN]]):
        fields = {"vanaf": begin, "termijn": choose.one(["P0D", "P1M"]), "dan": "afschermen"}
        found.append(term(f"CLOSE-{begin.upper()}", **fields))
    return tuple(found)


def _shorter(
    choose: Draw, wet: Sequence[Bewaartermijn], number: int, lengths: Sequence[str] = SHORT
) -> Bewaartermijn:
    """
    Make a maximum of a law shorter in a convenant, or longer, which cannot be.
    """
    maximum = [each for each in wet if each.soort == "maximum" and each.dan != "afschermen"]
    each = choose.one(maximum)
    fields = {"verkort": each.id, "vanaf": each.vanaf, "dan": each.dan}
    return term(f"HUIS-{number}", **fields, termijn=choose.one(lengths), gegevens=choose.one(ABOUT))


# --- facts


def _case(choose: Draw, vandaag: date) -> CaseFacts:
    begins = [day for day in BEGINS if day <= vandaag] or [vandaag]

    def processed() -> tuple[date, date]:
        eerste = choose.one(begins)
        return eerste, max(eerste, min(choose.day(), vandaag))

    items = []
    for number in range(choose.one(range(4))):
        bronnen = tuple(BRONNEN[: choose.one([1, 2, 0, 3])])
        items.append(ItemFacts(f"g{number}", choose.one(CATEGORIES), *processed(), bronnen))
    eerste, laatste = processed()
    facts = CaseFacts("c1", HUIS, "com", "wgs", choose.one(FASEN), eerste, laatste, tuple(items))
    facts = facts._replace(happened=_happened(choose, facts, vandaag))
    found = [
        _hold(choose, facts)._replace(id=f"h{number}") for number in range(choose.one([0, 0, 1, 2]))
    ]
    return facts._replace(holds=tuple(found))


def _about(choose: Draw, facts: CaseFacts) -> str | None:
    return choose.one([None, *(item.gegeven for item in facts.items)])


def _happened(choose: Draw, facts: CaseFacts, vandaag: date) -> tuple[Happened, ...]:
    begins: list[Begin] = []
    if facts.fase in {begin.value for begin in OF_CASE}:
        begins.append(Begin(facts.fase))
    begins += choose.some(lambda: choose.one(OF_CASE[:1] * 3 + OF_CASE), 2)
    found = [Happened(begin, min(choose.day(), vandaag)) for begin in begins]
    for _ in range(choose.one([0, 0, 1])):
        begin, about = choose.one(OF_ITEM), _about(choose, facts)
        found.append(Happened(begin, min(choose.day(), vandaag), about))
    return tuple(found)


def _hold(choose: Draw, facts: CaseFacts) -> Hold:
    van = choose.day()
    tot = choose.one([None, van + timedelta(days=choose.one(FAR))])
    return Hold("h", choose.one([*Grond]), van, tot, _about(choose, facts))


def _renewed(choose: Draw, facts: CaseFacts, wet: Sequence[Bewaartermijn]) -> CaseFacts:
    """
    Make renewals of what ends on a day of a term; most of them would count.
    """
    days = [day for day in (facts.eerste, *(i.eerste for i in facts.items)) if day]
    lengths = [t.termijn for t in wet if t.vanaf is Begin.EERSTE_VERWERKING and t.termijn]
    end = choose.one([add(min(days), *length) for length in lengths] or days)
    found = []
    for number in range(1, 1 + choose.one([0, 0, 1, 1, 2, 3])):
        van = end + timedelta(days=choose.one([0, 0, 1, 1, -1, 2, -40]))
        end = van + timedelta(days=choose.one([365, 730, 20, 100, 729, 731, 800]))
        before = timedelta(days=choose.one([2, 0, 1, 30]))
        closed = [e.op for e in facts.happened if e.begin is Begin.AFGESLOTEN]
        each = Extension(
            id=f"v{number}",
            geval=choose.one([*Geval]),
            van=van,
            laatste_dag=end,
            instemmingen=frozenset(choose.one([BRONNEN, BRONNEN, BRONNEN, BRONNEN[:1]])),
            volgnummer=number if choose.one(MOSTLY) else number + 1,
            gesloten_op=choose.one([None, None, van, *closed]),
            opdracht=choose.one(MOSTLY),
            gemotiveerd=choose.one(MOSTLY),
            besloten_op=choose.one([None, van - before]),
        )
        found.append(each)
    return facts._replace(extensions=tuple(found))


def _closed_before(choose: Draw, facts: CaseFacts, vandaag: date) -> CaseFacts:
    """
    Close the case mostly before a renewal under b, and open it again.
    """
    happened = list(facts.happened)
    for each in facts.extensions:
        if each.geval is Geval.B and choose.one([True, True, False]):
            closed = each.van - timedelta(days=choose.one([30, 0, 1, 300, 364, 365, 366]))
            both = ((Begin.AFGESLOTEN, closed), (Begin.HERNIEUWD, each.van))
            happened += [Happened(begin, day) for begin, day in both if day <= vandaag]
    return facts._replace(happened=tuple(happened))


def _right(facts: CaseFacts, vandaag: date) -> CaseFacts:
    """
    Let nothing have happened before the data were there.
    """
    begun: dict[str | None, date | None] = {item.gegeven: item.eerste for item in facts.items}
    begun[None] = min(day for day in (facts.eerste, *begun.values()) if day)
    happened = [
        event._replace(op=max(event.op or vandaag, begun[event.gegeven] or vandaag))
        for event in facts.happened
    ]
    return facts._replace(happened=tuple(happened))


def _spoiled(choose: Draw, facts: CaseFacts) -> CaseFacts:
    """
    Take out one day, or make it one that cannot be right.
    """
    wrong = choose.one([None, None, date(2190, 1, 1), date(1990, 1, 1)])
    first = choose.one([True, False])
    match choose.one(["item", "event", "case", "phase"]):
        case "item" if facts.items:
            items = list(facts.items)
            number = choose.one(range(len(items)))
            item = items[number]
            items[number] = item._replace(eerste=wrong) if first else item._replace(laatste=wrong)
            return facts._replace(items=tuple(items))
        case "event" if facts.happened:
            happened = list(facts.happened)
            number = choose.one(range(len(happened)))
            happened[number] = happened[number]._replace(op=wrong)
            return facts._replace(happened=tuple(happened))
        case "phase":
            return facts._replace(happened=facts.happened[1:])
        case _:
            return facts._replace(eerste=wrong) if first else facts._replace(laatste=wrong)
