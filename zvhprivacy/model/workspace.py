"""
Everything that was read from a workspace, as values: the law layer and the agreements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from zvhprivacy.errors import Finding, Level
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.bewaartermijn import Bewaartermijnen
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.model.convenant import Addendum, Convenant, Protocol, Regel
from zvhprivacy.model.toets import Aanvaard, Toetsen
from zvhprivacy.model.wet import Grondslag, Lezing, Organisatie, Verbod, Wet


BURGEMEESTER = "burgemeester"  # an organ of its own in the PGA-wet


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """
    One folder of `convenants/`: the convenant, its protocols, its toetsen.
    """

    convenant: Convenant
    protocollen: tuple[Protocol, ...] = ()
    toetsen: Toetsen | None = None

    @property
    def regels(self) -> tuple[Regel, ...]:
        """
        The rules of the convenant itself and of its protocols.
        """
        parts = (protocol.regels for protocol in self.protocollen)
        return sum(parts, self.convenant.regels)

    @property
    def bouwt_op(self) -> tuple[str, ...]:
        """
        The convenants whose rules it inherits, nearest first.
        """
        return self.convenant.bouwt_op


@dataclass(frozen=True, kw_only=True)
class Law:
    """
    The folder `policies/`: vocabulary, laws, own bans, grounds, chosen readings and terms.

    *bewaartermijnen* is None where there is no such file: then nothing says what has to go.
    *shipped* says that it is the one of the package itself.
    """

    begrippen: Begrippen
    wetten: tuple[Wet, ...]
    organisatie: Organisatie
    grondslagen: tuple[Grondslag, ...]
    lezingen: tuple[Lezing, ...] = ()
    bewaartermijnen: Bewaartermijnen | None = None
    toetsen: Toetsen | None = None
    shipped: bool = False

    @cached_property
    def ruim(self) -> frozenset[str]:
        """
        The readings for which the wide answer was chosen.
        """
        return frozenset(lezing.lezing for lezing in self.lezingen if lezing.gekozen == "ruim")

    def verboden(self) -> Iterator[Verbod]:
        """
        Go through all bans, those of the organisation last.
        """
        for wet in self.wetten:
            yield from wet.verboden
        yield from self.organisatie.verboden

    def grondslag(self, artikel: str) -> Grondslag | None:
        """
        Find the listed ground of *artikel*, on law and article.
        """
        citation = parse_citation(artikel)
        return None if citation is None else self._grondslagen.get(citation[:2])

    @cached_property
    def _grondslagen(self) -> dict[tuple[str, str], Grondslag]:
        found = {}
        for ground in self.grondslagen:
            citation = parse_citation(ground.grondslag)
            if citation is not None:
                found[citation[:2]] = ground
        return found


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """
    A whole workspace and what was wrong in it.

    *law* is None when `policies/` cannot be read as meant: then nothing is decided.
    *agreements* holds the convenants that can be used; *stopped* names those that cannot, each
    with the finding that stops it. *policy* is the hash of *betekenis*, which is all that the files
    of the policy say.
    """

    law: Law | None
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    addenda: tuple[Addendum, ...] = ()
    aanvaard: Aanvaard | None = None
    stopped: Mapping[str, Finding] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    policy: str = ""
    betekenis: str = field(default="", repr=False)

    @property
    def fouten(self) -> tuple[Finding, ...]:
        """
        The findings that stop something.
        """
        return tuple(f for f in self.findings if f.level is Level.FOUT)

    @cached_property
    def enige(self) -> str | None:
        """
        The convenant a request means when it names none: the only one that is not a model.
        """
        names = [n for n, a in self.agreements.items() if not a.convenant.is_model]
        return names[0] if len(names) == 1 and not self.stopped else None

    def activity(self, convenant: str, proces: str, doel: str) -> str:
        """
        Name a processing activity as the logboek and the register of AVG 30 do.

        A convenant that is not there (any more) has no first day.
        """
        agreement = self.agreements.get(convenant)
        since = agreement.convenant.geldig.vanaf if agreement else None
        return f"{convenant}/{proces}/{doel}@{since or date.min}"

    def contactpunten(self) -> dict[str, list[str]]:
        """
        Say per convenant which organisations may grant erasure: its contactpunt.

        Where there is none it is a burgemeester (PGA-wet); of which municipality is in no summary.
        """
        found: dict[str, list[str]] = {}
        for name, agreement in self.agreements.items():
            point, members = agreement.convenant.contactpunt, agreement.convenant.deelnemers
            mayors = [each for each, who in members.items() if who.soort == BURGEMEESTER]
            found[name] = [point] if point else mayors
        return found

    def regels(self) -> Iterator[tuple[str, Regel]]:
        """
        Go through all rules as written, with the convenant or addendum they stand in.
        """
        for name, agreement in self.agreements.items():
            for regel in agreement.regels:
                yield name, regel
        for addendum in self.addenda:
            for regel in addendum.regels:
                yield addendum.addendum, regel

    def grenzen(self) -> tuple[date, ...]:
        """
        Give the days on which anything changes, in order: between two of them nothing does.
        """
        days: set[date] = set()
        if self.law is not None:
            for wet in self.law.wetten:
                days.update(wet.geldig.grenzen)
            for verbod in self.law.verboden():
                days.update(verbod.geldig.grenzen)
            for grondslag in self.law.grondslagen:
                days.update(grondslag.geldig.grenzen)
        for agreement in self.agreements.values():
            days.update(agreement.convenant.geldig.grenzen)
            for deelnemer in agreement.convenant.deelnemers.values():
                days.update(deelnemer.lidmaatschap.grenzen)
            for protocol in agreement.protocollen:
                days.update(protocol.geldig.grenzen)
        for addendum in self.addenda:
            days.update(addendum.geldig.grenzen)
        for _, regel in self.regels():
            days.update(regel.geldig.grenzen)
        return tuple(sorted(days))
