"""
The life of a case: which phase may follow which, by which handeling, and the article that says no.

What stands here is only the order of the phases. Each step is a decision besides: whether this
person may do this handeling now is for the policy, so adding a step here allows nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from zvhprivacy.errors import Exit, ZvhError


# The facts of the vocabulary that say that it was decided together: by the deelnemers of lid 1, by
# politie, OM and burgemeester, or by the deelnemers who order a renewal.
LID_1, DRIE, OPDRACHT = "besluit-lid-1", "eensluidend-oordeel", "opdracht-deelnemers"

SIGNAAL = "signaal"  # before the report: a case about nobody yet
_GEMELD = ("aangemeld", "triage")
_LOPEND = ("in-behandeling", "casusoverleg", "uitvoering")
_KLAAR = ("overgedragen", "afgesloten")


class Step(NamedTuple):
    """
    A change of phase that can be, and the decision it takes.

    *van* is None for a case that is not there yet. The decision is asked for *handeling* in the
    phase *fase*. *besluit* is the fact that says that it was decided together, without which no
    policy can allow it; None where one person can do it.
    """

    van: str | None
    naar: str
    handeling: str
    artikel: str
    fase: str
    besluit: str | None = None


class TransitionRefused(ZvhError):
    """
    The law knows no way from this phase to that one, whoever asks.
    """

    exit_code = Exit.REFUSED
    code = "transition-refused"
    nl = "een casus gaat niet van `{van}` naar `{naar}` ({artikel})"
    en = "a case does not go from `{van}` to `{naar}` ({artikel})"

    def __init__(self, *, van: str | None, naar: str, artikel: str) -> None:
        super().__init__(van="nieuw" if van is None else van, naar=naar, artikel=artikel)
        self.artikel = artikel


class _Life(NamedTuple):
    """
    The steps of one kader, and why all others are none.

    The first that fits is the reason: the phase the case is in ends it (*einde*), its report is
    not judged (*ongewogen*), or the new phase is reached in another way (*ingang*).
    """

    steps: Mapping[tuple[str | None, str], Step]
    einde: Mapping[str, str]
    ongewogen: str
    ingang: Mapping[str, str]
    anders: str  # a phase or kader that the law does not know


def step(kader: str, van: str | None, naar: str) -> Step:
    """
    Give the step from phase *van* (None: there is no case yet) to *naar* under *kader*.

    Raises:
        TransitionRefused: There is none; it names the article.
    """
    life = _LIVES.get(kader, _NONE)
    found = life.steps.get((van, naar))
    if found is None:
        raise TransitionRefused(van=van, naar=naar, artikel=_why_not(life, van, naar))
    return found


def steps(kader: str, van: str | None) -> tuple[Step, ...]:
    """
    Give what can follow on phase *van* under *kader*.
    """
    return tuple(s for s in _LIVES.get(kader, _NONE).steps.values() if s.van == van)


def _why_not(life: _Life, van: str | None, naar: str) -> str:
    if van is not None and van in life.einde:
        return life.einde[van]
    if van in {None, SIGNAAL, *_GEMELD} and naar in _LOPEND:
        return life.ongewogen
    return life.ingang.get(naar, life.anders)


def _life(
    *rows: tuple[tuple[str | None, ...], str, str, str, str | None],
    einde: Mapping[str, str],
    ongewogen: str,
    ingang: Mapping[str, str],
    anders: str,
) -> _Life:
    made = {(s.van, s.naar): s for row in rows for s in _steps_of(*row)}
    return _Life(made, einde, ongewogen, ingang, anders)


def _steps_of(
    vans: tuple[str | None, ...], naar: str, handeling: str, artikel: str, besluit: str | None
) -> Iterator[Step]:
    for van in vans:
        # A report is made of what was a signal until then; other work is done in the phase itself.
        fase = van or (SIGNAAL if handeling == "aanmelden" else naar)
        yield Step(van, naar, handeling, artikel, fase, besluit)


_WGS = _life(
    ((None,), SIGNAAL, "vastleggen", "WGS 2.31 lid 1", None),  # anonymous, or not at all
    ((None, SIGNAAL), "aangemeld", "aanmelden", "WGS 2.31 lid 1", None),
    (("aangemeld",), "triage", "vastleggen", "WGS 2.31 lid 2", None),
    (_GEMELD, "in-behandeling", "beoordelen", "WGS 2.31 lid 2", LID_1),
    (_GEMELD, "afgewezen", "beoordelen", "WGS 2.31 lid 2", LID_1),
    (_GEMELD, "overgedragen", "overdragen", "WGS 2.31 lid 13", None),
    (("in-behandeling",), "casusoverleg", "betrekken", "WGS 2.31 lid 4", LID_1),
    (("casusoverleg",), "uitvoering", "vastleggen", "WGS 2.31 lid 5", None),
    (("uitvoering",), "casusoverleg", "vastleggen", "WGS 2.31 lid 6", None),
    ((*_LOPEND, "hernieuwd"), "overgedragen", "overdragen", "WGS 2.31 lid 13", LID_1),
    ((*_LOPEND, "hernieuwd"), "afgesloten", "afsluiten", "WGS 2.31 lid 8", LID_1),
    # A renewed case stays so until it is closed: the extra demands of BGS 1.16 hold in this phase.
    ((*_LOPEND, "afgesloten", "hernieuwd"), "hernieuwd", "hernieuwen", "WGS 1.8 lid 7", OPDRACHT),
    (("afgewezen",), "vernietigd", "vernietigen", "BGS 1.16 lid 1", None),
    ((SIGNAAL, *_GEMELD), "vernietigd", "vernietigen", "WGS 1.8 lid 7", None),
    ((*_LOPEND, *_KLAAR, "hernieuwd"), "vernietigd", "vernietigen", "WGS 1.8 lid 7", None),
    einde={
        "afgewezen": "BGS 1.16 lid 1",
        "overgedragen": "WGS 2.31 lid 13",
        "afgesloten": "WGS 2.31 lid 8",
        "hernieuwd": "BGS 1.16 lid 3",
        "vernietigd": "WGS 1.8 lid 7",
    },
    ongewogen="WGS 2.31 lid 2",
    ingang={
        "signaal": "WGS 2.31 lid 1",
        "aangemeld": "WGS 2.31 lid 1",
        "triage": "WGS 2.31 lid 2",
        "afgewezen": "WGS 2.31 lid 2",
        "overgedragen": "WGS 2.31 lid 13",
        "in-behandeling": "WGS 2.31 lid 2",
        "casusoverleg": "WGS 2.31 lid 4",
        "uitvoering": "WGS 2.31 lid 5",
        "afgesloten": "WGS 2.31 lid 8",
        "hernieuwd": "BGS 1.16 lid 2",
        "vernietigd": "WGS 1.8 lid 7",
    },
    anders="WGS 2.31 lid 7",
)

_PGA = _life(
    ((None, SIGNAAL), "aangemeld", "aanmelden", "PGA-wet 5 lid 1", None),
    ((None,), SIGNAAL, "aanmelden", "PGA-wet 5 lid 1", None),  # announced, about nobody yet
    (("aangemeld",), "triage", "inzien", "PGA-wet 5 lid 3", None),  # the weegploeg takes it up
    (_GEMELD, "in-behandeling", "beoordelen", "PGA-wet 5 lid 3", DRIE),
    (_GEMELD, "afgewezen", "beoordelen", "PGA-wet 5 lid 6", DRIE),
    (("in-behandeling",), "casusoverleg", "betrekken", "PGA-wet 5 lid 5", None),
    (("casusoverleg",), "uitvoering", "vastleggen", "PGA-wet 6", None),
    (("uitvoering",), "casusoverleg", "vastleggen", "PGA-wet 6", None),
    # To the casusoverleg of another municipality, when the person moved.
    (_LOPEND, "overgedragen", "casusoverleg-verstrekken", "PGA-wet 7 lid 1", None),
    (_LOPEND, "afgesloten", "afsluiten", "PGA-wet 6 lid 3", None),
    ((SIGNAAL, *_GEMELD, "afgewezen"), "vernietigd", "vernietigen", "PGA-wet 9", None),
    ((*_LOPEND, *_KLAAR), "vernietigd", "vernietigen", "PGA-wet 9", None),
    einde={
        "afgewezen": "PGA-wet 5 lid 6",
        "overgedragen": "PGA-wet 7 lid 1",
        "afgesloten": "PGA-wet 6 lid 3",
        "vernietigd": "PGA-wet 9",
    },
    ongewogen="PGA-wet 5 lid 3",
    ingang={
        "signaal": "PGA-wet 5 lid 1",
        "aangemeld": "PGA-wet 5 lid 1",
        "triage": "PGA-wet 5 lid 3",
        "afgewezen": "PGA-wet 5 lid 6",
        "overgedragen": "PGA-wet 7 lid 1",
        "in-behandeling": "PGA-wet 5 lid 3",
        "casusoverleg": "PGA-wet 5 lid 5",
        "afgesloten": "PGA-wet 6 lid 3",
        "vernietigd": "PGA-wet 9",
    },
    anders="PGA-wet 6",  # also `hernieuwd`, which only the WGS knows
)

# What a partner does for a task of its own. Such a process need not begin with a report; where it
# does, the report is judged, and by the partner alone.
_EIGEN = _life(
    ((None, SIGNAAL), "aangemeld", "aanmelden", "AVG 5 lid 1", None),
    ((None,), SIGNAAL, "aanmelden", "AVG 5 lid 1", None),  # announced, about nobody yet
    ((None,), "in-behandeling", "vastleggen", "AVG 5 lid 1", None),
    (("aangemeld",), "triage", "beoordelen", "AVG 5 lid 1", None),
    (_GEMELD, "in-behandeling", "beoordelen", "AVG 5 lid 1", None),
    (_GEMELD, "afgewezen", "beoordelen", "AVG 5 lid 1", None),
    (("in-behandeling",), "casusoverleg", "vastleggen", "AVG 5 lid 1", None),
    (("casusoverleg",), "uitvoering", "vastleggen", "AVG 5 lid 1", None),
    (("uitvoering",), "casusoverleg", "vastleggen", "AVG 5 lid 1", None),
    (_LOPEND, "afgesloten", "afsluiten", "AVG 5 lid 1", None),
    ((SIGNAAL, *_GEMELD, "afgewezen"), "vernietigd", "vernietigen", "AVG 5 lid 1 e", None),
    ((*_LOPEND, "afgesloten"), "vernietigd", "vernietigen", "AVG 5 lid 1 e", None),
    einde={},
    ongewogen="AVG 5 lid 1",
    ingang={},
    anders="AVG 5 lid 1",
)

_LIVES: Mapping[str, _Life] = {"wgs": _WGS, "pga-wet": _PGA, "eigen-wet": _EIGEN}
_NONE = _life(einde={}, ongewogen="AVG 5 lid 1", ingang={}, anders="AVG 5 lid 1")
