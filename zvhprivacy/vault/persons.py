"""
Persons and their pseudonyms: who is behind a pseudonym is found here and nowhere else.
"""

from __future__ import annotations

import hmac

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from zvhprivacy.model.stored import StoredPerson
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.domain import Domain, code_of, domain_of
from zvhprivacy.vault.key import Key, KeyKind
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.needs import VaultStore
from zvhprivacy.vault.person import (
    SECRET_BYTES,
    BsnDiffers,
    PersonId,
    PersonsAreOne,
    PersonUnknown,
    Record,
    Records,
)
from zvhprivacy.vault.pseudonym import (
    VALUE_BYTES,
    Parts,
    Pseudoniem,
    PseudoniemInvalid,
    PseudoniemReden,
    as_letters,
    parse,
    write,
)


CHUNK = 1_000  # rows read at once by what goes through the whole kluis
_LABEL = b"zvh/pseud/v1\0"


class _Now(NamedTuple):
    """
    Records with the keys as they are while the store gives the number *keys* for them.
    """

    keys: int
    records: Records


class Persons:
    """
    The persons of one kluis.

    Each has a random secret of which his pseudonyms are made, so that no BSN, with whatever keys,
    leads to a pseudonym once the secret is gone. There is no table of pseudonyms: it would join
    the domains for who has the kluis and not their keys.
    """

    def __init__(self, keys: Keys, store: VaultStore, *, toeval: Callable[[int], bytes]) -> None:
        self._keys = keys
        self._store = store
        self._toeval = toeval
        self._latest: _Now | None = None

    # --- who there is

    def enrol(self, bsn: Bsn | None = None) -> PersonId:
        """
        Give the person with *bsn*, a new one when there is none; without *bsn* always a new one.
        """
        if bsn is not None:
            return self.enrol_all([bsn])[bsn]
        with self._store.transaction():
            row = self._new(Records(self._keys), None)
            self._store.add_persons([row])
        return PersonId(row.id)

    def enrol_all(self, bsns: Iterable[Bsn]) -> dict[Bsn, PersonId]:
        """
        Give the person of each of *bsns*; who is new is added, all in one transaction.
        """
        wanted = dict.fromkeys(bsns)
        known = self._rows(wanted)
        if len(known) < len(wanted):
            # Alone, and with the keys as they are now: whoever was first is seen here, whichever
            # lookup key he used.
            with self._store.transaction():
                known = self._rows(wanted)
                records = Records(self._keys)
                new = {bsn: self._new(records, bsn) for bsn in wanted if bsn not in known}
                self._store.add_persons(new.values())
            known |= new
        return {bsn: PersonId(known[bsn].id) for bsn in wanted}

    def find(self, bsn: Bsn) -> PersonId | None:
        """
        Give the person with *bsn*, if there is one; that there is none is as much work to find.
        """
        row = self._rows([bsn]).get(bsn)
        return PersonId(row.id) if row else None

    def add_bsn(self, person_id: PersonId, bsn: Bsn, *, in_plaats_van: Bsn | None = None) -> None:
        """
        Give a person the BSN that was not known, or the right one *in_plaats_van* a wrong one.

        The secret stays, and so do the pseudonyms.

        Raises:
            PersonsAreOne: another person has this BSN.
            BsnDiffers: the person has another BSN than *in_plaats_van*, or has one at all.
        """
        with self._store.transaction():
            records = Records(self._keys)
            row = self._row(person_id)
            there = self._rows([bsn]).get(bsn)
            if there and there.id != row.id:
                raise PersonsAreOne(een=person_id, ander=PersonId(there.id))
            record = records.open(row)
            if record.bsn not in {bsn, in_plaats_van}:
                raise BsnDiffers
            self._store.replace_persons([records.seal(person_id, record._replace(bsn=bsn))])

    def reveal_bsn(self, person_id: PersonId) -> Bsn | None:
        """
        Give the BSN of a person, if he has one; only who may know it should ask.
        """
        return self._now().records.open(self._row(person_id)).bsn

    def shred(self, person_id: PersonId) -> bool:
        """
        Destroy the secret of a person; say whether he was there.

        From then on nobody, with all keys and his BSN, finds out which pseudonyms were his, in no
        domain; enrolled again he is somebody else. It does not reach back-ups of the kluis, nor
        pseudonyms that somebody wrote down beside a name.
        """
        return self.shred_all([person_id]) > 0

    def shred_all(self, person_ids: Collection[PersonId], *, forget: bool = True) -> int:
        """
        Destroy the secrets of persons, all or none; say how many were there.

        With *forget* off the files of the kluis still hold them until `forget` of the store.
        """
        return self._store.remove_persons(person_ids, forget=forget)

    # --- pseudonyms

    def pseudonym(self, person_id: PersonId, domain: Domain) -> Pseudoniem:
        """
        Give the pseudonym of a person in *domain*, of the current tijdvak.

        Raises:
            PersonUnknown: the kluis has no such person.
        """
        record = self._now().records.open(self._row(person_id))
        return self._writer(domain)(record.secret)

    def pseudonyms(self, bsns: Iterable[Bsn], domain: Domain) -> dict[Bsn, Pseudoniem]:
        """
        Give the pseudonyms in *domain* of those of *bsns* that are in the kluis.
        """
        known = self._rows(dict.fromkeys(bsns))
        records, written = self._now().records, self._writer(domain)
        return {bsn: written(records.open(row).secret) for bsn, row in known.items()}

    def known_as(self, person_ids: Collection[PersonId]) -> dict[PersonId, frozenset[Pseudoniem]]:
        """
        Give all pseudonyms of persons: of every domain, and every tijdvak there is a key of.

        Who is not there (any more) is left out. It is for finding who is mentioned nowhere; nobody
        else may have them together, for they join all domains.
        """
        keys = [
            (code, key)
            for naam, code in self._store.domains()
            for key in self._keys.readable(KeyKind.DOMEIN, naam)
        ]
        records, found = self._now().records, {}
        for row in self._store.persons_by_ids(person_ids):
            secret = records.open(row).secret
            found[PersonId(row.id)] = frozenset(
                write(Parts(code, key.versie, _value(key, secret))) for code, key in keys
            )
        return found

    def resolve(self, pseudoniem: str) -> PersonId | None:
        """
        Give the person behind a pseudonym of any domain and tijdvak of this kluis.

        It makes the pseudonym of every person again until one is the same: some 10 microseconds
        each, so a second in a kluis of 100,000.

        Raises:
            PseudoniemInvalid: the text is no pseudonym, or of a domain or tijdvak unknown here.
        """
        parts = parse(pseudoniem)
        domain = domain_of(self._store, parts.domein)
        if domain is None:
            raise PseudoniemInvalid(PseudoniemReden.DOMEIN)
        key = self._epoch(domain, parts.tijdvak)
        for rows, records in self._everybody():
            for row in rows:
                if hmac.compare_digest(_value(key, records.open(row).secret), parts.waarde):
                    return PersonId(row.id)
        return None

    def epoch_map(
        self, domain: Domain, *, van: int
    ) -> Iterator[Sequence[tuple[Pseudoniem, Pseudoniem]]]:
        """
        Give (old, new) for everybody in the kluis: of tijdvak *van* and of the current one.

        It is the only way from one tijdvak to another, and comes in chunks; whoever applies them
        may start again from the first.

        Raises:
            PseudoniemInvalid: there is no key of tijdvak *van*.
        """
        old = self._writer(domain, self._epoch(domain, van))
        new = self._writer(domain)
        for rows, records in self._everybody():
            secrets = [records.open(row).secret for row in rows]
            yield [(old(secret), new(secret)) for secret in secrets]

    # --- new keys

    def renewed(self, rows: Iterable[StoredPerson]) -> list[StoredPerson]:
        """
        Give those of *rows* that an older key tagged or sealed, tagged and sealed with the new one.

        To be called inside the transaction that read *rows* and writes the result.
        """
        records = Records(self._keys)
        return [records.seal(row.id, records.open(row)) for row in rows if records.is_old(row)]

    # --- inside

    def _now(self) -> _Now:
        seen = self._store.key_changes()
        now = self._latest
        if now is None or now.keys != seen:
            now = self._latest = _Now(seen, Records(self._keys))
        return now

    def _rows(self, bsns: Iterable[Bsn]) -> dict[Bsn, StoredPerson]:
        """
        Find the rows of *bsns*, whichever lookup key tagged them.
        """
        bsns = tuple(bsns)
        while True:
            now = self._now()
            tags = now.records.tags(bsns)
            rows = self._store.persons_by_tags(tags)
            # With a key that came meanwhile somebody may have been tagged anew, and missed.
            if now.keys == self._store.key_changes():
                return {tags[row.tag]: row for row in rows if row.tag}

    def _row(self, person_id: PersonId) -> StoredPerson:
        row = self._store.person(person_id)
        if row is None:
            raise PersonUnknown
        return row

    def _new(self, records: Records, bsn: Bsn | None) -> StoredPerson:
        person_id = as_letters(self._toeval(VALUE_BYTES))  # sorts the same in every database
        return records.seal(person_id, Record(self._toeval(SECRET_BYTES), bsn))

    def _everybody(self) -> Iterator[tuple[Sequence[StoredPerson], Records]]:
        after = ""
        while rows := self._store.persons(after, CHUNK):
            yield rows, self._now().records
            after = rows[-1].id

    def _epoch(self, domain: Domain, tijdvak: int) -> Key:
        for key in self._keys.readable(KeyKind.DOMEIN, domain.naam):
            if key.versie == tijdvak:
                return key
        raise PseudoniemInvalid(PseudoniemReden.TIJDVAK)

    def _writer(self, domain: Domain, key: Key | None = None) -> Callable[[bytes], Pseudoniem]:
        key = key or self._keys.active(KeyKind.DOMEIN, domain.naam)
        code = code_of(self._store, domain)
        return lambda secret: write(Parts(code, key.versie, _value(key, secret)))


def _value(key: Key, secret: bytes) -> bytes:
    return key.mac(_LABEL + secret)[:VALUE_BYTES]
