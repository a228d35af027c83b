"""
Which terms hold for data of a case: those of the law, and what its convenant made shorter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from zvhprivacy.errors import Exit, PolicyUnusable, ZvhError
from zvhprivacy.model.bewaartermijn import Actie, Bewaartermijn, Soort, Uitvoering
from zvhprivacy.model.selection import ALLES, Mode, Selection, only
from zvhprivacy.model.validity import Geldig
from zvhprivacy.model.workspace import Agreement, Law, Workspace


class NoTerms(ZvhError):
    """
    The workspace says nowhere how long data may be kept.
    """

    exit_code = Exit.FINDINGS
    code = "no-terms"
    nl = (
        "`policies/bewaartermijnen.yaml` ontbreekt, dus is niet bekend wat wanneer weg moet; "
        "`zvhprivacy init` maakt een werkmap waarin het staat"
    )
    en = (
        "`policies/bewaartermijnen.yaml` is not there, so what must go and when is not known; "
        "`zvhprivacy init` makes a workspace that has it"
    )


class Applies(NamedTuple):
    """
    A term and what it is about: all of these have to select the data.
    """

    term: Bewaartermijn
    proces: tuple[Selection, ...]
    kader: tuple[Selection, ...]
    gegevens: tuple[Selection, ...]

    def to(self, proces: str, kader: str, categorie: frozenset[str] | None) -> bool:
        """
        Say whether it is about data that go by the names *categorie*; None is the rest of a case.
        """
        return (
            _select(self.kader, frozenset({kader}))
            and _select(self.proces, frozenset({proces}))
            and _select(self.gegevens, categorie)
        )


class _Here(NamedTuple):
    maxima: tuple[Bewaartermijn, ...]
    minima: tuple[Bewaartermijn, ...]
    verlengingen: tuple[Bewaartermijn, ...]
    opschortingen: tuple[Bewaartermijn, ...]
    afschermingen: tuple[Bewaartermijn, ...]


class Terms:
    """
    The terms of a workspace on one day.

    Each answer is about data of *categorie* in a case of *convenant*, *proces* and *kader*; without
    a category about what the case holds besides its items, and only terms for all data are about
    that. A convenant only adds maxima, so it can make nothing stay longer; what it builds on counts
    too, and goes on counting when that has ended: what was made shorter does not become longer by
    itself. Of a convenant that is stopped or not there only the law is known.
    """

    def __init__(self, workspace: Workspace, law: Law, uitvoering: Uitvoering, op: date) -> None:
        self.uitvoering = uitvoering
        self._law = law
        self._of_law = tuple(law_terms(law, op))
        self._agreed = {
            name: tuple(_agreed(workspace, law, name, op)) for name in workspace.agreements
        }
        self._known: dict[tuple[str, str, str, str | None], _Here] = {}

    @classmethod
    def of(cls, workspace: Workspace, op: date) -> Terms:
        """
        Give the terms of *workspace* on the day *op*.

        Raises:
            PolicyUnusable: the law layer cannot be read as meant.
            NoTerms: it has no file with terms.
        """
        law = workspace.law
        if law is None:
            raise PolicyUnusable(workspace.fouten)
        if law.bewaartermijnen is None:
            raise NoTerms
        return cls(workspace, law, law.bewaartermijnen.uitvoering, op)

    def maxima(
        self, convenant: str, proces: str, kader: str, categorie: str | None
    ) -> tuple[Bewaartermijn, ...]:
        """
        Give the terms after which it has to be gone: the shortest wins.
        """
        return self._here(convenant, proces, kader, categorie).maxima

    def minima(
        self, convenant: str, proces: str, kader: str, categorie: str | None
    ) -> tuple[Bewaartermijn, ...]:
        """
        Give the terms for which a statute wants it kept: the longest wins.
        """
        return self._here(convenant, proces, kader, categorie).minima

    def verlengingen(
        self, convenant: str, proces: str, kader: str, categorie: str | None
    ) -> tuple[Bewaartermijn, ...]:
        """
        Give how long a renewal can be, per case of BGS 1.16 lid 2.
        """
        return self._here(convenant, proces, kader, categorie).verlengingen

    def opschortingen(
        self, convenant: str, proces: str, kader: str, categorie: str | None
    ) -> tuple[Bewaartermijn, ...]:
        """
        Give what can suspend destruction, each with its grounds.
        """
        return self._here(convenant, proces, kader, categorie).opschortingen

    def afschermingen(
        self, convenant: str, proces: str, kader: str, categorie: str | None
    ) -> tuple[Bewaartermijn, ...]:
        """
        Give the terms after which it is shielded, and stays.
        """
        return self._here(convenant, proces, kader, categorie).afschermingen

    def streng(self, lezing: str) -> bool:
        """
        Say whether the strict answer was chosen for *lezing*, as it is when nobody chose.
        """
        return lezing not in self._law.ruim

    def _here(self, convenant: str, proces: str, kader: str, categorie: str | None) -> _Here:
        key = (convenant, proces, kader, categorie)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._sorted(*key)
        return found

    def _sorted(self, convenant: str, proces: str, kader: str, categorie: str | None) -> _Here:
        names = None
        if categorie is not None:
            names = self._law.begrippen.wat.get(categorie, frozenset({categorie}))
        every = (*self._of_law, *self._agreed.get(convenant, ()))
        here = [each.term for each in every if each.to(proces, kader, names)]
        ends = [term for term in here if term.soort is Soort.MAXIMUM]
        return _Here(
            maxima=tuple(t for t in ends if t.dan is not Actie.AFSCHERMEN),
            minima=tuple(t for t in here if t.soort is Soort.MINIMUM),
            verlengingen=tuple(t for t in here if t.soort is Soort.VERLENGING),
            opschortingen=tuple(t for t in here if t.soort is Soort.OPSCHORTING),
            afschermingen=tuple(t for t in ends if t.dan is Actie.AFSCHERMEN),
        )


def law_terms(law: Law, op: date) -> Iterator[Applies]:
    """
    Go through the terms of the law that hold on *op*, under the readings that were chosen.
    """
    for term in law.bewaartermijnen.termijnen if law.bewaartermijnen else ():
        if term.geldig.op(op) and term.lezing not in law.ruim:
            yield Applies(term, (term.proces,), (term.kader,), (term.gegevens,))


def agreed_terms(
    agreement: Agreement, op: date | None = None
) -> Iterator[tuple[Bewaartermijn, Selection]]:
    """
    Go through the terms in one folder, each with the processes it is about.

    In a protocol that is the process of the protocol, unless the term says otherwise.
    *op* leaves out a convenant or protocol that has not begun on that day.
    """
    convenant = agreement.convenant
    if _begun(convenant.geldig, op):
        for term in convenant.bewaartermijnen:
            yield term, term.proces
        for protocol in agreement.protocollen:
            for term in protocol.bewaartermijnen if _begun(protocol.geldig, op) else ():
                yield term, only(protocol.protocol) if term.proces == ALLES else term.proces


def why_not_shorter(term: Bewaartermijn, of_law: Bewaartermijn) -> str | None:
    """
    Say why *term* can be no shorter form of *of_law*, in one word; None when it can.
    """
    if not term.soort is of_law.soort is Soort.MAXIMUM:
        return "geen-maximum"
    if term.vanaf is not of_law.vanaf:
        return "ander-begin"
    if (term.dan is Actie.AFSCHERMEN) is not (of_law.dan is Actie.AFSCHERMEN):
        return "andere-actie"
    return None


def applied(law: Law, term: Bewaartermijn, proces: Selection) -> Applies | None:
    """
    Give what *term* of a convenant is about: no more than the term of the law that it shortens.

    None when it shortens none.
    """
    known = law.bewaartermijnen
    of_law = known.term(term.verkort) if known and term.verkort else None
    if of_law is None or why_not_shorter(term, of_law):
        return None
    return Applies(
        term,
        (proces, of_law.proces),
        (term.kader, of_law.kader),
        (term.gegevens, of_law.gegevens),
    )


def _agreed(workspace: Workspace, law: Law, name: str, op: date) -> Iterator[Applies]:
    """
    Go through the terms by which *name*, and what it builds on, shortens those of the law.
    """
    for each in _with_bases(workspace, name):
        for term, proces in agreed_terms(workspace.agreements[each], op):
            found = applied(law, term, proces)
            if found and term.geldig.op(op) and term.lezing not in law.ruim:
                yield found


def _with_bases(workspace: Workspace, name: str) -> list[str]:
    found = [name]
    for each in found:
        bases = workspace.agreements[each].bouwt_op
        found += (base for base in bases if base in workspace.agreements and base not in found)
    return found


def _begun(geldig: Geldig, op: date | None) -> bool:
    return op is None or geldig.vanaf is None or geldig.vanaf <= op


def _select(keuzes: tuple[Selection, ...], names: frozenset[str] | None) -> bool:
    if names is None:
        return all(keuze.mode is Mode.ALLE for keuze in keuzes)
    return all(keuze.selects(names) for keuze in keuzes)
