"""
The steps of the demo: what each tells, and whether it came out as told.

The requests are in words of the vocabulary; ids of rules and members are read from the files, so
that the demo follows the convenant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zvhprivacy.cli.check import count
from zvhprivacy.errors import Span
from zvhprivacy.messages import text
from zvhprivacy.model.request import Request
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.policy.check import check
from zvhprivacy.policy.decision import Decision, Nearest
from zvhprivacy.policy.diff import diff
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.report.changes import Group, change_lines, grouped
from zvhprivacy.report.names import Names
from zvhprivacy.report.rules import agreed
from zvhprivacy.report.sentences import ban, permission
from zvhprivacy.report.text import Line, emphasised, plain, thousands


# What holds in a normal case: who may be there, and that the case is one.
_CASE = (
    "persoon-aangewezen",
    "vog-of-screening",
    "deelnemer-in-casus",
    "persoon-in-casus",
    "criteria-vastgesteld",
)
SHOWN = 3  # words of an enumeration, so that all fits on a screen
_OWN_DATA = (*_CASE, "eigen-gegevens", "rechtmatig-verwerkt", "geen-commerciele-taak")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """
    A request and the answer that is told beforehand; *wie* and *aan* are kinds of organisations.
    """

    naam: str
    soort: str
    wie: str
    rol: str
    handeling: str
    gegevens: str
    fase: str = "casusoverleg"
    aan: str | None = None
    feiten: tuple[str, ...] = _CASE


STORIES = (
    Story(
        naam="toegestaan",
        soort="toegestaan",
        wie="college",
        rol="procesregisseur",
        handeling="inzien",
        gegevens="woonsituatie",
    ),
    Story(
        naam="verboden",
        soort="verboden",
        wie="ggz",
        rol="casusdeelnemer",
        handeling="verstrekken",
        gegevens="gezondheid",
        feiten=_OWN_DATA,
    ),
    Story(
        naam="opgeheven",
        soort="toegestaan",
        wie="ggz",
        rol="casusdeelnemer",
        handeling="verstrekken",
        gegevens="gezondheid",
        feiten=(*_OWN_DATA, "uitdrukkelijke-toestemming"),
    ),
    Story(
        naam="derde",
        soort="verboden",
        wie="college",
        rol="procesregisseur",
        handeling="derde-verstrekken",
        gegevens="woonsituatie",
        fase="uitvoering",
        aan="zorgkantoor",
        feiten=(*_CASE, "noodzaak-gemotiveerd"),
    ),
    Story(
        naam="niet-afgesproken",
        soort="niet-toegestaan",
        wie="politie",
        rol="casusdeelnemer",
        handeling="inzien",
        gegevens="gezondheid",
    ),
)


class Show:
    """
    Runs the demo in a workspace that it may change; *wrong* names the steps that failed.
    """

    def __init__(self, folder: Path, house: str, day: date, lang: str) -> None:
        self._folder = folder
        self._house = house
        self._day = day
        self._lang = lang
        self.wrong: list[str] = []
        self.read = read_workspace(folder)
        self._names = Names(self.read, lang)

    def checked(self) -> Iterator[Line]:
        """
        Check the workspace: no finding is open.
        """
        yield self._head("check", huis=self._house)
        found = check(self.read, self._day)
        if found.findings:
            self.wrong.append("check")
        yield plain("   " + count(found.findings, len(found.accepted), self._lang))
        for each in found.findings[:3]:
            yield plain(f"   {each.span} {each.code}")
        yield []

    def asked(self) -> Iterator[Line]:
        """
        Ask the requests: each is answered as told, and by which line.
        """
        yield self._head("vragen")
        for number, story in enumerate(STORIES, start=1):
            decision, asked = self._decide(self.read, story)
            as_told = decision is not None and decision.soort.value == story.soort
            if not as_told:
                self.wrong.append(story.naam)
            style = "bold green" if decision else "bold red"
            yield [(f"   {number}. ", "bold"), (self._verdict(decision), style), (f"  {asked}", "")]
            yield plain("      " + text(f"demo.verhaal.{story.naam}", self._lang), "dim")
            if decision is not None:
                yield from self._because(decision, story)
        yield []

    def edited(self) -> Iterator[Line]:
        """
        Add one word to the line that refused the last request: who gains what, and what it becomes.
        """
        yield self._head("wijziging")
        story = STORIES[-1]
        place = self._line_to_edit(story)
        if place is None:
            self.wrong.append("wijziging")
            return
        path = self._folder / place.file
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        old = lines[place.line - 1]
        new = old.replace("[", f"[{story.gegevens}, ", 1)
        lines[place.line - 1] = new
        path.write_text("".join(lines), encoding="utf-8")
        after = read_workspace(self._folder)
        yield plain(f"   {place.file}:{place.line}", "bold")
        yield [("   - ", "red"), (old.strip(), "red")]
        yield [("   + ", "green"), (new.strip(), "green")]
        yield plain("   " + text("demo.wint", self._lang))
        found = diff(self.read, after, self._day, self._house)
        groups = grouped(found.gained)
        own = [group for group in groups if not group.values.get("namens")]
        if not self._as_told(own, story) or found.lost:
            self.wrong.append("diff")
        for line in change_lines(own, Names(after, self._lang), gained=True):
            yield [("   ", ""), *line]
        cells = thousands(found.cells, self._lang)
        rest = {"meer": len(groups) - len(own), "vragen": cells}
        yield plain("   " + text("demo.namens", self._lang, **rest), "dim")
        again, _ = self._decide(after, story)
        if not again:
            self.wrong.append("opnieuw")
        yield plain("   " + text("demo.opnieuw", self._lang, soort=self._verdict(again)))
        yield []

    def _head(self, key: str, **values: object) -> Line:
        return plain(text(f"demo.kop.{key}", self._lang, **values), "bold")

    def _verdict(self, decision: Decision | None) -> str:
        if decision is None:
            return "?"
        return text(f"decide.soort.{decision.soort}", self._lang)

    def _decide(self, read: Workspace, story: Story) -> tuple[Decision | None, str]:
        agreement = read.agreements.get(self._house)
        if read.law is None or agreement is None:
            return None, "?"
        convenant = agreement.convenant
        parties: Mapping[str, str] = {
            **{name: each.soort for name, each in convenant.ontvangers.items()},
            **{name: each.soort for name, each in convenant.deelnemers.items()},
        }
        kinds = {kind: name for name, kind in reversed(list(parties.items()))}
        request = Request(
            deelnemer=kinds.get(story.wie, story.wie),
            rol=story.rol,
            handeling=story.handeling,
            gegevens=story.gegevens,
            over="betrokkene",
            doel="complexe-casuistiek",
            proces="com",
            fase=story.fase,
            aan=kinds.get(story.aan, story.aan) if story.aan else None,
            convenant=self._house,
        )
        to = self._names.of("aan", request.aan) if request.aan else ""
        asked = text(
            "demo.vraag.aan" if to else "demo.vraag.zonder",
            self._lang,
            wie=self._names.of("deelnemer", request.deelnemer),
            rol=request.rol,
            handeling=request.handeling,
            gegevens=request.gegevens,
            fase=request.fase,
            aan=to,
        )
        return Snapshot(read).decide(request, frozenset(story.feiten), self._day), asked

    def _because(self, decision: Decision, story: Story) -> Iterator[Line]:
        """
        Give the line that decided with its rule as a sentence, or the rule that came nearest.
        """
        law = self.read.law
        near = next(iter(_lacking_only_data(decision)), None)
        regel = decision.regel or (near.regel if near else None)
        if law is None or regel is None:
            return
        mine = (
            story.wie,
            story.rol,
            story.handeling,
            story.gegevens,
            story.fase,
            *story.feiten[-1:],
        )
        names = Names(self.read, self._lang, most=SHOWN, first=mine)
        place, said = self._rule(law, regel, names)
        label = "" if decision.regel else text("demo.dichtstbij", self._lang) + " "
        yield [("      = ", "blue"), (f"{label}{place}", "bold"), (f" {regel}", "")]
        yield emphasised(said, "        ")

    def _rule(self, law: Law, regel: str, names: Names) -> tuple[str, str]:
        for each in agreed(self.read, law, self._house, self._day):
            if each.regel.id == regel:
                return _place(each.regel.span), permission(each.regel, names)
        for verbod in (ban_ for wet in law.wetten for ban_ in wet.verboden):
            if verbod.id == regel:
                return _place(verbod.span), ban(verbod, names)
        return "?", "?"

    def _line_to_edit(self, story: Story) -> Span | None:
        """
        Find the line `gegevens: [` of the permission that only lacked the data that was asked.
        """
        law = self.read.law
        decision, _ = self._decide(self.read, story)
        if law is None or decision is None:
            return None
        near = {reason.regel for reason in _lacking_only_data(decision)}
        for each in agreed(self.read, law, self._house, self._day):
            if each.regel.id in near:
                return each.regel.span_of("gegevens")
        return None

    def _as_told(self, groups: list[Group], story: Story) -> bool:
        fields = [group.values for group in groups]
        return bool(fields) and all(
            each.get("gegevens") == (story.gegevens,)
            and each.get("handeling") == (story.handeling,)
            for each in fields
        )


def _lacking_only_data(decision: Decision) -> list[Nearest]:
    """
    Give the permissions that would have allowed it for other data.
    """
    near = [reason for reason in decision.redenen if isinstance(reason, Nearest)]
    return [reason for reason in near if [name for name, _ in reason.ontbreekt] == ["gegevens"]]


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"
