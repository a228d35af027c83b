"""
How the demo tells its steps: what was done, what came of it, and whether that was told beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, cast

from zvhprivacy.bewaren.run import NothingReady
from zvhprivacy.errors import AccessDenied, ZvhError
from zvhprivacy.messages import text
from zvhprivacy.policy.decision import Decision
from zvhprivacy.report.decision import where
from zvhprivacy.report.text import Line, plain
from zvhprivacy.store.planning import OnePerson
from zvhprivacy.vault.herleiden import ApprovalRefused


# What comes of each step: a verdict, and by which article or reason, or in which phase.
TOLD = {
    "mensen": ("vastgelegd", ""),
    "aanmelding": ("toegestaan", "aangemeld"),
    "triage": ("toegestaan", "triage"),
    "besluit": ("toegestaan", "in-behandeling"),
    "overleg": ("toegestaan", "casusoverleg"),
    "zonder-toestemming": ("verboden", "BW 7:457"),
    "met-toestemming": ("toegestaan", "casusoverleg"),
    "uitvoering": ("toegestaan", "uitvoering"),
    "afsluiten": ("toegestaan", "afgesloten"),
    "inzien-daarna": ("verboden", "WGS 2.31 lid 8"),
    "rij": ("verzegeld", ""),
    "zoeken": ("onvindbaar", ""),
    "alleen": ("geweigerd", "niet-goedgekeurd"),
    "zichzelf": ("geweigerd", "eigen"),
    "samen": ("herleid", ""),
    "nogmaals": ("geweigerd", "al-gebruikt"),
    "heel": ("in-orde", ""),
    "byte": ("gevonden", ""),
    "oude-rij": ("gevonden", ""),
    "afschermen": ("afgeschermd", ""),
    "vijf-jaar": ("moet-weg", ""),
    "plan": ("opgesteld", ""),
    "zelf-goedkeuren": ("geweigerd", "plan-four-eyes"),
    "goedkeuren": ("goedgekeurd", ""),
    "te-vroeg": ("geweigerd", "nothing-ready"),
    "opschorten": ("opgeschort", ""),
    "uitvoeren": ("vernietigd", ""),
    "verklaring": ("verklaard", ""),
    "weg": ("onvindbaar", ""),
    "oude-kopie": ("onleesbaar", ""),
}
ANDERS = "anders"  # what no step tells beforehand
_RED = {"verboden", "geweigerd", "gevonden", ANDERS}


class Came(NamedTuple):
    """
    What came of a step, what else there is to see, and what its sentence needs.
    """

    soort: str
    bij: str = ""
    regels: tuple[str, ...] = ()
    waarden: Mapping[str, object] = MappingProxyType({})


Step = tuple[str, Callable[[], Came]]


class Steps:
    """
    Tells steps that rest on each other: the first that comes out otherwise is the last.

    Its name goes to *wrong*.
    """

    def __init__(self, lang: str, wrong: list[str]) -> None:
        self._lang = lang
        self._wrong = wrong
        self._stopped = False

    def part(self, naam: str, steps: Iterable[Step]) -> Iterator[Line]:
        """
        Do *steps* one after another, and tell each.
        """
        if self._stopped:
            return
        yield plain(text(f"demo.kop.{naam}", self._lang), "bold")
        for number, (step, act) in enumerate(steps, start=1):
            if not self._stopped:
                yield from self._step(number, step, act)
        yield []

    def _step(self, number: int, naam: str, act: Callable[[], Came]) -> Iterator[Line]:
        came = self._outcome(act)
        if (came.soort, came.bij) != TOLD[naam]:
            self._wrong.append(naam)
            self._stopped = True
        style = "bold red" if came.soort in _RED else "bold green"
        verdict = text(f"demo.oordeel.{came.soort}", self._lang)
        said = text(f"demo.stap.{naam}", self._lang, **came.waarden)
        yield [(f"   {number}. ", "bold"), (verdict, style), (f"  {said}", "")]
        for line in came.regels:
            yield [("      = ", "blue"), (line, "")]

    def _outcome(self, act: Callable[[], Came]) -> Came:
        try:
            return act()
        except AccessDenied as denied:
            return decided(cast("Decision", denied.decision))
        except ApprovalRefused as refused:
            return Came("geweigerd", refused.reden, (refused.sentence(self._lang),))
        except (OnePerson, NothingReady) as refused:
            return Came("geweigerd", refused.code, (refused.sentence(self._lang),))
        except ZvhError as error:
            return Came(ANDERS, error.code, (error.sentence(self._lang),))


def decided(decision: Decision, bij: str | None = None) -> Came:
    """
    Say which rule decided; *bij* is the article unless something else is to be told.
    """
    by = decision.artikel or ""
    rule = (f"{where(decision)} ({by})",) if decision.regel else ()
    return Came(decision.soort.value, by if bij is None else bij, rule)
