"""
New keys for old: whatever crashes in between, all opens, all joins hold, and one key writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bsn import bsn
from tests.vault.memory import MemoryStore
from tests.vault.people import POLITIE, ZORG, Kluis, Root
from zvhprivacy.errors import ZvhError
from zvhprivacy.vault import rotation
from zvhprivacy.vault.backend import KeyLost
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.envelope import Place, key_number
from zvhprivacy.vault.key import Key, KeyDestroyed, KeyKind
from zvhprivacy.vault.person import PersonId
from zvhprivacy.vault.pseudonym import Pseudoniem
from zvhprivacy.vault.rotation import (
    StillNeeded,
    destroy_old_keys,
    destroy_old_root,
    rotate_case,
    rotate_domain,
    rotate_persons,
    rotate_root,
    rotate_signing,
    unfinished,
)


PEOPLE = 7
CONTENT = Place("gegeven", "inhoud")
ROTATIONS = ("hoofdsleutel", "opzoeken", "kluis", "casus", "domein", "ondertekening")


class Crash(Exception):
    """
    The power went.
    """


class Failing:
    """
    Crashes at step *at* of what changes anything that lasts; never when that is None.
    """

    def __init__(self) -> None:
        self.at: int | None = None
        self.steps = 0

    def __call__(self, _: str = "") -> None:
        """
        Take a step.
        """
        self.steps += 1
        if self.steps == self.at:
            raise Crash

    def within(self, at: int | None) -> None:
        """
        Count from here.
        """
        self.at, self.steps = at, 0


class CrashingRoot(Root):
    """
    A root that may crash before it makes a version, and after.
    """

    failing: Failing

    def rotate(self) -> int:
        """
        Make a new version, or crash before or after it.
        """
        self.failing()
        versie = super().rotate()
        self.failing()
        return versie


class Value(NamedTuple):
    """
    A sealed value in the case system.
    """

    rij: str
    verzegeld: bytes


class House:
    """
    A kluis and the case system of a host: sealed values, and two tables with pseudonyms.
    """

    def __init__(self) -> None:
        self.failing = Failing()
        store = MemoryStore(self.failing)
        root = CrashingRoot()
        root.failing = self.failing
        self.kluis = Kluis(store=store, root=root)
        self.restarts = 0
        self.people = [
            *(self.kluis.persons.enrol(Bsn(bsn(number))) for number in range(PEOPLE - 1)),
            self.kluis.persons.enrol(),
        ]
        key = self.kluis.keys.active(KeyKind.CASUS, "a")
        self.values = [
            Value(f"{n}", key.seal(f"inhoud {n}".encode(), CONTENT(f"{n}", "a", 1)))
            for n in range(PEOPLE)
        ]
        self.cases: dict[Pseudoniem, PersonId] = {}
        self.notes: dict[Pseudoniem, list[PersonId]] = {}
        for person in self.people:
            self.cases[self.kluis.persons.pseudonym(person, ZORG)] = person
            self.notes[self.kluis.persons.pseudonym(person, ZORG)] = [person]
        self.elsewhere = {p: self.kluis.persons.pseudonym(p, POLITIE) for p in self.people}
        signer = self.kluis.keys.active(KeyKind.ONDERTEKENING)
        self.signed = [signer.sign(b"kop 0")]

    def restart(self) -> None:
        """
        Begin again with what lasted.
        """
        self.failing.within(None)
        self.restarts += 1
        self.kluis = self.kluis.again(f"{self.restarts}")

    def rotate(self, what: str) -> None:
        """
        Rotate one kind of key, or go on with it.
        """
        keys, store, persons = self.kluis.keys, self.kluis.store, self.kluis.persons
        match what:
            case "hoofdsleutel":
                rotate_root(keys, store)
            case "opzoeken" | "kluis":
                rotate_persons(keys, store, KeyKind(what), persons.renewed)
            case "casus":
                rotate_case(keys, store, "a", self.reseal)
            case "domein":
                rotate_domain(
                    keys,
                    store,
                    ZORG.naam,
                    lambda van: persons.epoch_map(ZORG, van=van),
                    self.move,
                )
            case _:
                signer = rotate_signing(keys)
                self.signed.append(signer.sign(b"kop %d" % len(self.signed)))

    def reseal(self, key: Key) -> int:
        """
        Seal at most two values with *key*, durable or not at all.
        """
        old = [each for each in self.values if key_number(each.verzegeld) != key.nummer][:2]
        opener = self.kluis.keys.opener()
        new = {}
        for each in old:
            where = CONTENT(each.rij, "a", 1)
            new[each.rij] = Value(each.rij, key.seal(opener.open(each.verzegeld, where), where))
        self.failing()
        self.values = [new.get(each.rij, each) for each in self.values]
        return len(old)

    def move(self, pairs: Iterable[tuple[str, str]]) -> None:
        """
        Replace pseudonyms, one table and then the other: a crash may come in between.
        """
        moved = {Pseudoniem(old): Pseudoniem(new) for old, new in pairs}
        self.failing()
        self.cases = {moved.get(each, each): owner for each, owner in self.cases.items()}
        self.failing()
        self.notes = {moved.get(each, each): owners for each, owners in self.notes.items()}

    def check(self) -> None:
        """
        See that everything that there was still opens, is found and joins.
        """
        keys, persons, store = self.kluis.keys, self.kluis.persons, self.kluis.store
        opener = keys.opener()
        for each in self.values:
            content = f"inhoud {each.rij}".encode()
            assert content == opener.open(each.verzegeld, CONTENT(each.rij, "a", 1))
        for number, person in enumerate(self.people[:-1]):
            assert person == persons.find(Bsn(bsn(number)))
            assert person == persons.enrol(Bsn(bsn(number)))
        for person in self.people:
            assert self.elsewhere[person] == persons.pseudonym(person, POLITIE)
            epochs = {persons.pseudonym(person, ZORG)}
            if unfinished(store, KeyKind.DOMEIN, ZORG.naam):
                epochs |= {p for p, owner in self.cases.items() if owner == person}
            assert {person} == {self.cases[p] for p in epochs if p in self.cases}
        if not unfinished(store, KeyKind.DOMEIN, ZORG.naam):
            assert self.cases.keys() == self.notes.keys()
            assert all([self.cases[p]] == self.notes[p] for p in self.cases)
        publics = [each.publiek for each in keys.list() if each.soort == KeyKind.ONDERTEKENING]
        for number, (public, signature) in enumerate(zip(publics, self.signed, strict=False)):
            Ed25519PublicKey.from_public_bytes(public).verify(signature, b"kop %d" % number)
        active = [(row.soort, row.naam) for row in keys.list() if row.staat == "actief"]
        assert len(active) == len(set(active))
        assert {row.staat for row in keys.list()} <= {"actief", "lezen"}

    def check_done(self, what: str) -> None:
        """
        See that a rotation that ended left nothing under the old key.
        """
        keys, store = self.kluis.keys, self.kluis.store
        match what:
            case "hoofdsleutel":
                newest = self.kluis.root.versions()[-1].versie
                assert {newest} == {row.wortel for row in keys.list()}
            case "opzoeken" | "kluis":
                number = keys.active(KeyKind(what)).nummer
                for row in store.persons("", 100):
                    used = row.tagsleutel if what == "opzoeken" else key_number(row.verzegeld)
                    assert used == number or (row.tag is None and what == "opzoeken")
            case "casus":
                number = keys.active(KeyKind.CASUS, "a").nummer
                assert {number} == {key_number(each.verzegeld) for each in self.values}
            case "domein":
                current = {self.kluis.persons.pseudonym(p, ZORG) for p in self.people}
                assert current == set(self.cases)
            case _:
                assert len(self.signed) <= len(keys.readable(KeyKind.ONDERTEKENING))
        assert not unfinished(store, what, {"casus": "a", "domein": ZORG.naam}.get(what, ""))


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "CHUNK", 2)


def _versions(house: House, what: str) -> int:
    if what == "hoofdsleutel":
        return len(house.kluis.root.versions())
    name = {"casus": "a", "domein": ZORG.naam}.get(what, "")
    return len(house.kluis.store.keys(what, name))


@pytest.mark.parametrize("what", ROTATIONS)
def test_a_crash_at_every_step(what: str) -> None:
    """
    Crashed at any step, and again while going on, a rotation ends as if nothing happened.
    """
    at = 1
    while True:
        house = House()
        before = _versions(house, what)
        house.failing.within(at)
        try:
            house.rotate(what)
            assert at > house.failing.steps
            break
        except Crash:
            house.restart()
            house.check()
        house.failing.within(max(1, at // 2))
        try:
            house.rotate(what)
        except Crash:
            house.restart()
            house.check()
            house.rotate(what)
        house.restart()
        house.check()
        house.check_done(what)
        # A signing key has no job to go on with: what was made counts, and so does the next.
        assert _versions(house, what) == before + 1 or what == "ondertekening"
        at += 1

    assert at > 2


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(ROTATIONS), st.none() | st.integers(1, 25), st.booleans()),
        max_size=6,
    )
)
def test_any_schedule(schedule: list[tuple[str, int | None, bool]]) -> None:
    """
    Over any schedule of rotations, crashes and resumptions nothing is lost and no join changes.
    """
    rotation.CHUNK = 2
    house = House()
    for what, crash, ended in schedule:
        house.failing.within(crash)
        try:
            house.rotate(what)
        except Crash:
            house.restart()
            house.check()
            if ended:
                house.rotate(what)
        house.failing.within(None)
        house.check()
        if ended or crash is None:
            house.check_done(what)
    house.restart()
    for what in ROTATIONS:
        house.rotate(what)
        house.check()
        house.check_done(what)


def test_progress_is_told() -> None:
    """
    Whoever waits is told of every row once.
    """
    house = House()
    told: list[int] = []
    keys, store = house.kluis.keys, house.kluis.store
    rotate_persons(keys, store, KeyKind.KLUIS, house.kluis.persons.renewed, stap=told.append)
    assert (PEOPLE, 4) == (sum(told), len(told))
    told.clear()
    rotate_root(keys, store, stap=told.append)

    rows = store.keys()
    assert len(rows) == sum(told)


def test_the_older_root_goes_when_nothing_needs_it() -> None:
    """
    Older versions of the root are destroyed after the rotation, and not while it goes on.
    """
    house = House()
    keys, store = house.kluis.keys, house.kluis.store
    assert 0 == destroy_old_root(keys, store)
    house.failing.within(5)
    with pytest.raises(Crash):
        house.rotate("hoofdsleutel")
    house.restart()
    with pytest.raises(StillNeeded):
        destroy_old_root(keys, store)
    house.rotate("hoofdsleutel")

    assert 1 == destroy_old_root(keys, store)
    assert 1 == len(house.kluis.root.versions())
    house.restart()
    house.check()


def test_a_key_under_the_older_root_keeps_it() -> None:
    """
    A key that somebody put back under an older version keeps that version.
    """
    house = House()
    keys, store = house.kluis.keys, house.kluis.store
    (row, *_) = store.keys()
    house.rotate("hoofdsleutel")
    store.replace_keys([row])

    with pytest.raises(StillNeeded):
        destroy_old_root(keys, store)


@pytest.mark.parametrize("soort", [KeyKind.OPZOEKEN, KeyKind.KLUIS])
def test_older_keys_go_when_no_person_needs_them(soort: KeyKind) -> None:
    """
    Older keys of persons are destroyed once nobody is tagged or sealed with them, not before.
    """
    house = House()
    keys, store = house.kluis.keys, house.kluis.store
    (first,) = keys.readable(soort)
    house.failing.within(7)
    with pytest.raises(Crash):
        house.rotate(soort)
    house.restart()
    assert 0 == destroy_old_keys(keys, store, soort)
    house.rotate(soort)

    assert 1 == destroy_old_keys(keys, store, soort)
    with pytest.raises(KeyDestroyed):
        keys.by_number(first.nummer)
    assert PEOPLE == len(house.people)
    for number, person in enumerate(house.people[:-1]):
        assert person == house.kluis.persons.find(Bsn(bsn(number)))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda house: rotate_case(house.kluis.keys, house.kluis.store, "b", house.reseal),
        lambda house: rotate_domain(
            house.kluis.keys, house.kluis.store, "z", lambda _: [], house.move
        ),
    ],
)
def test_a_name_that_has_no_key(attempt: Callable[[House], object]) -> None:
    """
    A misspelt case or domain gets no key, and a shredded case stays shredded.
    """
    house = House()
    before = house.kluis.store.keys()
    with pytest.raises(KeyLost):
        attempt(house)

    assert before == house.kluis.store.keys()
    house.kluis.keys.destroy(house.kluis.keys.active(KeyKind.CASUS, "a").nummer)
    with pytest.raises(ZvhError):
        house.rotate("casus")
    assert [] == [key.nummer for key in house.kluis.keys.readable(KeyKind.CASUS, "a")]


def test_two_at_once() -> None:
    """
    A second process that rotates the same goes on with the first one's job: one key is made.
    """
    house = House()
    other = house.kluis.again()
    store = house.kluis.store

    house.failing.within(5)
    with pytest.raises(Crash):
        house.rotate("kluis")
    house.failing.within(None)
    rotate_persons(other.keys, store, KeyKind.KLUIS, other.persons.renewed)
    house.check()
    house.check_done("kluis")

    assert 2 == _versions(house, "kluis")
