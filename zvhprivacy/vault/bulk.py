"""
A column of BSNs becomes a column of pseudonyms: each BSN once, in pieces, within bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.vault.bsn import Bsn, BsnInvalid, BsnReden
from zvhprivacy.vault.domain import Domain
from zvhprivacy.vault.persons import Persons
from zvhprivacy.vault.pseudonym import Pseudoniem


ROWS_AT_ONCE = 5_000
REMEMBERED = 200_000  # BSNs with their pseudonyms, about 300 bytes each


class Ongeldig(StrEnum):
    """
    What to do with a text that is no BSN.
    """

    STOP = "stop"
    LEEG = "leeg"  # leave the pseudonym out, and say in which row


class Onbekend(StrEnum):
    """
    What to do with a BSN of nobody in the kluis.
    """

    AANMELDEN = "aanmelden"
    LEEG = "leeg"


class RowInvalid(ZvhError):
    """
    A row holds something that is no BSN; which row and why, never what.
    """

    exit_code = Exit.USAGE
    code = "bsn-row-invalid"
    nl = "rij {rij}: {nl}"
    en = "row {rij}: {en}"

    def __init__(self, *, rij: int, fout: BsnInvalid) -> None:
        self.rij = rij
        self.reden = fout.reden
        super().__init__(rij=rij, nl=fout.sentence("nl"), en=fout.sentence("en"))


class ColumnsWrong(WrongUse):
    """
    The columns asked for are not those of the data; names found in the data are not repeated.
    """

    code = "columns-wrong"
    nl = "kolom `{kolom}` {nl}"
    en = "column `{kolom}` {en}"

    def __init__(self, *, kolom: str, nl: str, en: str) -> None:
        super().__init__(kolom=kolom, nl=nl, en=en)


class Counts(NamedTuple):
    """
    How many rows there were, and of how many the pseudonym was left out, by reason.
    """

    rijen: int = 0
    leeg: int = 0  # there was no BSN
    ongeldig: int = 0
    onbekend: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kolommen:
    """
    Which column holds the BSNs, what the pseudonyms are called, and what else goes along.

    *houd* names the other columns that go out, untouched; none unless named, and all of them only
    when it is None.
    """

    bsn: str
    pseudoniem: str = "pseudoniem"
    houd: tuple[str, ...] | None = ()

    def chosen(self, names: Sequence[str]) -> list[int]:
        """
        Give the places in *names* that go out, that of the BSN for the pseudonym.

        Raises:
            ColumnsWrong: a column is not there, there twice, or would be twice in what goes out.
        """
        others = self.houd if self.houd is not None else [n for n in names if n != self.bsn]
        for name in (self.bsn, *others):
            if names.count(name) != 1:
                raise ColumnsWrong(
                    kolom=name,
                    nl="moet er precies één keer zijn; kijk de eerste regel na",
                    en="must be there exactly once; check the first line",
                )
        if self.bsn in others or self.pseudoniem in others:
            name = self.bsn if self.bsn in others else self.pseudoniem
            raise ColumnsWrong(
                kolom=name,
                nl="kan niet naast het pseudoniem uitgaan; kies een andere naam of laat haar weg",
                en="cannot go out beside the pseudonym; choose another name or leave it out",
            )
        kept = {self.bsn, *others}
        return [at for at, name in enumerate(names) if name in kept]


class Translation:
    """
    Turns pieces of a BSN column into pseudonyms of one domain, and counts what it left out.

    It remembers at most *onthoud* BSNs at a time, in memory, for as long as it lives.
    *melden* hears of every row that holds no BSN: its number, from 1, and why.
    """

    def __init__(
        self,
        persons: Persons,
        domain: Domain,
        *,
        ongeldig: Ongeldig,
        onbekend: Onbekend,
        melden: Callable[[int, BsnReden], None] = lambda _rij, _reden: None,
        onthoud: int = REMEMBERED,
    ) -> None:
        self._persons = persons
        self._domain = domain
        self._ongeldig = ongeldig
        self._onbekend = onbekend
        self._melden = melden
        self._onthoud = onthoud
        self._known: dict[str, Pseudoniem | BsnReden | None] = {}
        self.counts = Counts()

    def translate(self, values: Sequence[str | None]) -> list[Pseudoniem | None]:
        """
        Give the pseudonyms of the next rows, in order; nothing for an empty value.

        Raises:
            RowInvalid: a row holds no BSN, and that is a reason to stop. Nobody of these rows was
                enrolled then; of earlier rows they were.
        """
        first = self.counts.rijen + 1
        found = self._look_up(values, first)
        made: list[Pseudoniem | None] = []
        empty = wrong = unknown = 0
        for at, value in enumerate(values):
            pseudonym = found[value] if value else None
            if isinstance(pseudonym, BsnReden):
                wrong += 1
                self._melden(first + at, pseudonym)
                pseudonym = None
            elif pseudonym is None:
                empty += not value
                unknown += bool(value)
            made.append(pseudonym)
        counted = Counts(len(values), empty, wrong, unknown)
        self.counts = Counts(*map(sum, zip(self.counts, counted, strict=True)))
        return made

    def _look_up(
        self, values: Sequence[str | None], first: int
    ) -> dict[str, Pseudoniem | BsnReden | None]:
        """
        Give what each different value becomes, and remember it.
        """
        known = self._known
        found: dict[str, Pseudoniem | BsnReden | None] = {}
        new: dict[str, Bsn] = {}
        for at, value in enumerate(values):
            if not value or value in found or value in new:
                continue
            if value in known:
                found[value] = known[value]
                continue
            try:
                new[value] = Bsn(value)
            except BsnInvalid as fout:
                if self._ongeldig is Ongeldig.STOP:
                    raise RowInvalid(rij=first + at, fout=fout) from None
                found[value] = known[value] = fout.reden
        pseudonyms = self._pseudonyms(new)
        for value, bsn in new.items():
            found[value] = known[value] = pseudonyms.get(bsn)
        if len(known) > self._onthoud:
            known.clear()  # to take out the oldest, a dict goes through all that went before
        return found

    def _pseudonyms(self, new: dict[str, Bsn]) -> dict[Bsn, Pseudoniem]:
        found = self._persons.pseudonyms(new.values(), self._domain) if new else {}
        missing = [bsn for bsn in new.values() if bsn not in found]
        if missing and self._onbekend is Onbekend.AANMELDEN:
            self._persons.enrol_all(missing)
            found |= self._persons.pseudonyms(missing, self._domain)
        return found
