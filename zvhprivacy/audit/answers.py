"""
What people answered beside the machine: read, checked, and laid next to what it found.
"""

from __future__ import annotations

import os

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from zvhprivacy.audit.document import place_of
from zvhprivacy.audit.leak import Known, leaks
from zvhprivacy.errors import Finding, PolicyUnusable, Span, finding
from zvhprivacy.model.audit import Antwoord, Aspect, Audit, Getoetst
from zvhprivacy.model.audit_answers import Antwoorden, Beantwoord, Eigenaar, Maatregel
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.model.written import Written, read_as
from zvhprivacy.policy.references import twice, unknown
from zvhprivacy.source import read


FILE = "antwoorden.yaml"


class People(NamedTuple):
    """
    The words for who answers or sees to something: rollen, and organisations of the convenants.
    """

    rollen: frozenset[str]
    organisaties: frozenset[str]

    @classmethod
    def of(cls, workspace: Workspace) -> People:
        """
        Give those of *workspace*.

        Raises:
            PolicyUnusable: its law layer cannot be read as meant.
        """
        if workspace.law is None:
            raise PolicyUnusable(workspace.fouten)
        convenanten = [each.convenant for each in workspace.agreements.values()]
        parties = {name for each in convenanten for name in (*each.deelnemers, *each.ontvangers)}
        return cls(frozenset(workspace.law.begrippen.rollen), frozenset(parties))


class Oordeel(NamedTuple):
    """
    One aspect of a statement: what the machine answers, and the last answer of a person.
    """

    getoetst: Getoetst
    aspect: Aspect
    machine: Antwoord | None
    mens: Beantwoord | None

    @property
    def antwoord(self) -> Antwoord | None:
        """
        Give the answer that counts: that of a person where there is one.
        """
        return self.mens.antwoord if self.mens else self.machine

    @property
    def vastgesteld(self) -> bool:
        """
        Say whether there is an answer from which something follows.
        """
        return self.antwoord not in {None, Antwoord.NIET_VAST_TE_STELLEN}

    @property
    def weersproken(self) -> bool:
        """
        Say whether a person does not see the deviation that the machine found; then both are shown.
        """
        found = self.machine is Antwoord.AFWIJKING
        return found and self.antwoord is not Antwoord.AFWIJKING


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """
    An audit with what people said of it.
    """

    audit: Audit
    gezegd: Antwoorden

    def oordelen(self) -> Iterator[Oordeel]:
        """
        Give every aspect that is asked or that the machine looked at, in the order of the lists.
        """
        for each in self.audit.getoetst:
            for aspect in aspects_of(each):
                said = self._said.get((each.sleutel, aspect), ())
                yield Oordeel(each, aspect, each.antwoord(aspect), said[-1] if said else None)

    def eerder(self, stelling: str, aspect: Aspect) -> tuple[Beantwoord, ...]:
        """
        Give the answers about *aspect* of *stelling* that a later one took the place of.
        """
        return tuple(self._said.get((stelling, aspect), ())[:-1])

    @cached_property
    def _said(self) -> Mapping[tuple[str, Aspect], list[Beantwoord]]:
        found: dict[tuple[str, Aspect], list[Beantwoord]] = defaultdict(list)
        # Of answers of the same day the last in the file is the later one: the sort is stable.
        for each in sorted(self.gezegd.antwoorden, key=lambda each: each.op):
            found[each.stelling, each.aspect].append(each)
        return found


def aspects_of(getoetst: Getoetst) -> tuple[Aspect, ...]:
    """
    Name the aspects of a statement that can be answered.
    """
    wanted = {*getoetst.gevraagd, *(aspect for aspect, _ in getoetst.found)}
    return tuple(aspect for aspect in Aspect if aspect in wanted)


def read_answers(
    root: Path, audit: Audit, people: People | None = None
) -> tuple[Dossier | None, tuple[Finding, ...]]:
    """
    Read what was said of *audit* in the workspace at *root*; nothing where there is no file.

    With a finding there is no dossier: half of the answers can say the opposite of all. Without
    *people* any rol and organisation will do, as of an audit of years ago: who answered then may
    have left the convenant since.
    """
    name = place_of(audit.id, FILE)
    if not os.path.lexists(root / name):
        return Dossier(audit=audit, gezegd=nothing_said(audit)), ()
    node, found = read(root / name, name)
    said = None
    if node is not None:
        said, wrong = read_as(Antwoorden, node)
        found = [*found, *wrong]
    if said is not None:
        found += _check(audit, said, people)
    if said is None or found:
        return None, tuple(sorted(set(found)))
    return Dossier(audit=audit, gezegd=said), ()


def nothing_said(audit: Audit) -> Antwoorden:
    """
    Give a file of answers without any.
    """
    return Antwoorden(schema_="1", audit=audit.id)


def _check(audit: Audit, said: Antwoorden, people: People | None) -> Iterator[Finding]:
    if said.audit != audit.id:
        yield finding("ZVH206", said.span_of("audit"), verwacht=audit.id)
    yield from check_answers(audit, said.antwoorden, people)
    yield from check_measures(audit, said.maatregelen, people)


def check_answers(
    audit: Audit, answers: Iterable[Beantwoord], people: People | None
) -> Iterator[Finding]:
    """
    Name what is wrong in *answers* about *audit*.
    """
    asked = {each.sleutel: each for each in audit.getoetst}
    for each in answers:
        if people is not None:
            rol, organisatie = each.wie
            yield from _known(each, ("door",), "rol", rol, people.rollen)
            yield from _known(each, ("door",), "deelnemer", organisatie, people.organisaties)
        yield from _known(each, ("stelling",), "stelling-van-audit", each.stelling, asked)
        yield from _numbers(each, ("toelichting", "bewijs"))
        getoetst = asked.get(each.stelling)
        if getoetst is not None:
            yield from _fits(each, getoetst)


def _fits(each: Beantwoord, getoetst: Getoetst) -> Iterator[Finding]:
    aspects = aspects_of(getoetst)
    said: dict[str, Any] = {"stelling": each.stelling, "aspect": each.aspect.value}
    if each.aspect not in aspects:
        wanted = ", ".join(f"`{aspect.value}`" for aspect in aspects)
        yield finding("ZVH913", each.span_of("aspect"), gevraagd=wanted, **said)
        return
    reden, key = "", "toelichting"
    contradicts = getoetst.antwoord(each.aspect) is Antwoord.AFWIJKING
    if contradicts and each.antwoord is not Antwoord.AFWIJKING and not each.toelichting:
        reden = "antwoord-weerspreekt"
    elif each.antwoord is Antwoord.NIET_VAN_TOEPASSING and not each.toelichting:
        reden = "antwoord-niet-van-toepassing"
    elif each.antwoord is Antwoord.VOLDOET and not each.bewijs:
        reden, key = "antwoord-voldoet", "bewijs"
    if reden:
        span = each.span_of("antwoord")
        yield finding("ZVH914", span, sleutel=key, antwoord=each.antwoord, reden=reden, **said)


def check_measures(
    audit: Audit, measures: Iterable[Maatregel], people: People | None
) -> Iterator[Finding]:
    """
    Name what is wrong in *measures* that follow from *audit*.
    """
    asked = {each.sleutel for each in audit.getoetst}
    seen: dict[str, Span] = {}
    for each in measures:
        yield from twice(seen, each.id, each)
        yield from _known(each, ("bevinding",), "stelling-van-audit", each.bevinding, asked)
        yield from _numbers(each, ("maatregel", "toelichting"))
        if each.eigenaar is not None:
            yield from _owned(each, each.eigenaar, people)


def _owned(each: Maatregel, eigenaar: Eigenaar, people: People | None) -> Iterator[Finding]:
    functie, place = eigenaar.functie, ("eigenaar", "functie")
    if "fg" in functie.split("-"):
        yield finding("ZVH912", each.span_of(*place), maatregel=each.id, functie=functie)
    elif people is not None:
        yield from _known(each, place, "rol", functie, people.rollen)
    if people is not None:
        place, name = ("eigenaar", "organisatie"), eigenaar.organisatie
        yield from _known(each, place, "deelnemer", name, people.organisaties)


def _known(
    each: Written, place: tuple[str, ...], kind: str, value: str, known: Iterable[str]
) -> Iterator[Finding]:
    if value not in known:
        yield unknown(each.span_of(*place), kind, value, known)


def _numbers(each: Written, keys: Iterable[str]) -> Iterator[Finding]:
    """
    Name the texts that hold what may be a BSN: no report with such a text in it is written.
    """
    for key in keys:
        said = getattr(each, key) or ""
        text = said if isinstance(said, str) else "\n".join(said)
        # With something in front it is read as a text, whatever it looks like.
        if leaks(f"- {text}".encode("utf-8", "replace"), Known()):
            yield finding("ZVH915", each.span_of(key), sleutel=key)
