"""
What is sealed in a case, and that it still is what the logboek says was stored.
"""

from __future__ import annotations

import functools
import json

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from zvhprivacy.engine.storage import Storage
from zvhprivacy.errors import WrongUse, ZvhError
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.line import AuditLine, Voorwerp
from zvhprivacy.logboek.proof import reader, stands
from zvhprivacy.model.casus import Betrokkene, Gegeven, Register
from zvhprivacy.vault.domain import LOGBOEK_BETROKKENEN, Domain
from zvhprivacy.vault.envelope import Opener, Place, Tampered, key_number
from zvhprivacy.vault.key import SEALED, KeyDestroyed, KeyKind
from zvhprivacy.vault.person import PersonId, PersonUnknown


R = TypeVar("R", bound=Register)
Work = Callable[[Any], Any]

GEGEVEN = Place("gegeven", "inhoud")
BETROKKENE = Place("betrokkene", "persoon")
OPSCHORTING = Place("opschorting", "motivering")
HERNIEUWING = Place("hernieuwing", "motivering")


class Who(NamedTuple):
    """
    Who a betrokkene is: the person in the vault, and his pseudonym of the logboek.
    """

    persoon: PersonId
    logboek: str


class Content:
    """
    Seals and opens what a case holds, with the key of that case.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def seal(self, place: Place, row: str, casus: str, versie: int, text: str) -> bytes:
        """
        Seal *text* for version *versie* of *row*, under the key of *casus*.

        Raises:
            WrongUse: it is no text.
        """
        plain = _encoded(text)
        if plain is None:
            raise WrongUse(reden="de inhoud is geen tekst")
        key = self._storage.keys.active(KeyKind.CASUS, casus)
        return key.seal(plain, place(row, casus, versie))

    def opener(self) -> Callable[[Gegeven], str]:
        """
        Give what opens data items, with the keys as they are now.

        What it gives raises:
            Tampered: the row is not what was stored.
            KeyDestroyed: the case was destroyed.
        """
        opened = self._storage.keys.opener().open

        def read(item: Gegeven) -> str:
            self.untouched(item)
            return opened(item.inhoud, GEGEVEN(item.id, item.casus, item.versie)).decode()

        return read

    def seal_who(self, row: str, casus: str, persoon: PersonId, versie: int = 1) -> bytes:
        """
        Seal who a betrokkene is.
        """
        alias = self._storage.persons.pseudonym(persoon, LOGBOEK_BETROKKENEN)
        return self.seal(BETROKKENE, row, casus, versie, json.dumps([persoon, alias]))

    def who(self, betrokkene: Betrokkene) -> Who:
        """
        Open who a betrokkene is; only for our own lines and pseudonyms, never for a caller.
        """
        return _who(betrokkene, self._storage.keys.opener())

    def everybody(self, betrokkenen: Collection[Betrokkene]) -> list[Who | None]:
        """
        Open who each of *betrokkenen* is, with their keys read together; None of who cannot be.
        """
        opener = self._storage.keys.opener({key_number(each.persoon) for each in betrokkenen})
        found: list[Who | None] = []
        for each in betrokkenen:
            try:
                found.append(_who(each, opener))
            except ZvhError:  # the key is gone, or somebody changed the row
                found.append(None)
        return found

    def aliases(self, betrokkenen: Iterable[Betrokkene]) -> list[str]:
        """
        Give the pseudonyms of the logboek of *betrokkenen*.
        """
        return [self.who(each).logboek for each in betrokkenen]

    def pseudonym(self, persoon: PersonId, convenant: str, proces: str) -> str:
        """
        Give the pseudonym by which a case of *proces* knows a person.
        """
        return self._storage.persons.pseudonym(persoon, self.domain(convenant, proces))

    @staticmethod
    def domain(convenant: str, proces: str) -> Domain:
        """
        Name the domain in which the cases of *proces* know people.
        """
        return Domain.of(samenwerkingsverband=convenant, proces=proces, ontvanger="casus")

    def untouched(self, *rows: Register) -> None:
        """
        Check that each of *rows* is what the last line about it says was stored.

        So an older state that somebody put back is found. The line has to stand in the tree, and
        that the tree is the one of before the writer sees at its next line, before anything is
        given.

        Raises:
            Tampered: one is not, or no line of the tree tells of it.
        """
        log = self._storage.log
        head, read = log.head(), functools.cache(reader(log))
        for row in rows:
            found, last, told = voorwerp(row), None, None
            for leaf in log.leaves_of(voorwerp=found.rij):
                line = canonical.read(leaf.regel) if leaf.regel else None
                if isinstance(line, AuditLine):
                    last, told = leaf, line.voorwerp
            if last is None or told != found or not stands(head, last, read):
                raise Tampered(plaats=f"{type(row).__name__.lower()} {found.rij}")

    def while_alive(self, rows: Iterable[Register], work: Work) -> Work:
        """
        Let *work* store *rows* only while the keys and the people in them are not destroyed.

        A row is sealed before it is stored, and in between its key or its person may have gone:
        who destroys them holds the same lock as who stores.

        What it gives raises:
            KeyDestroyed: a key is.
            PersonUnknown: a person is.
        """
        stored = tuple(rows)

        def checked(connection: Any) -> Any:
            result = work(connection)
            self._alive(stored)
            return result

        return checked

    def _alive(self, rows: Iterable[Register]) -> None:
        numbers: dict[int, str] = {}
        for row in rows:
            casus = getattr(row, "casus", None)
            for value in (getattr(row, name) for name in type(row).model_fields):
                if casus and isinstance(value, bytes) and value.startswith(SEALED):
                    numbers[key_number(value)] = casus
        for key in self._storage.vault.keys_numbered(numbers):
            # Other bytes may look as if they were sealed: then the key is of something else.
            if not key.verpakt and key.naam == numbers[key.nummer]:
                raise KeyDestroyed(wat=f"{key.soort} {key.nummer}")
        people = (self.who(row).persoon for row in rows if isinstance(row, Betrokkene))
        if any(self._storage.vault.person(each) is None for each in people):
            raise PersonUnknown


def voorwerp(row: Register) -> Voorwerp:
    """
    Say what is stored of *row*: its id, its version, and the hash of all its fields.
    """
    fields = row.model_dump(mode="python")
    text = json.dumps(fields, sort_keys=True, default=_plain, separators=(",", ":"))
    return Voorwerp(fields["id"], fields.get("versie", 1), sha256(text.encode()).hexdigest())


def changed(row: R, **fields: Any) -> R:
    """
    Give *row* with other *fields*, checked as any other.
    """
    return type(row)(**{name: getattr(row, name) for name in type(row).model_fields} | fields)


def _who(betrokkene: Betrokkene, opener: Opener) -> Who:
    where = BETROKKENE(betrokkene.id, betrokkene.casus, betrokkene.versie)
    persoon, alias = json.loads(opener.open(betrokkene.persoon, where))
    return Who(PersonId(persoon), alias)


def _encoded(text: str) -> bytes | None:
    # Not raised from here: what says that a letter is none, carries the whole text.
    try:
        return text.encode()
    except (UnicodeEncodeError, AttributeError):
        return None


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    # A database gives moments back in UTC, whatever the zone of the clock was.
    return str(value.astimezone(UTC) if isinstance(value, datetime) else value)
