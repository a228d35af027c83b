"""
One human is one person in the kluis, and keeps his pseudonyms until he is shredded.
"""

from __future__ import annotations

import threading

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.bsn import bsn, bsns
from tests.vault.memory import MemoryStore
from tests.vault.people import POLITIE, ZORG, Kluis
from zvhprivacy.errors import WrongUse
from zvhprivacy.model.stored import StoredPerson
from zvhprivacy.vault.backend import KeyLost
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.domain import (
    CASUS,
    LOGBOEK_ACTOREN,
    LOGBOEK_BETROKKENEN,
    Domain,
    code_of,
    domain_of,
)
from zvhprivacy.vault.envelope import Tampered
from zvhprivacy.vault.key import KeyDestroyed, KeyKind
from zvhprivacy.vault.person import BsnDiffers, PersonId, PersonsAreOne, PersonUnknown, Records
from zvhprivacy.vault.pseudonym import Pseudoniem, PseudoniemInvalid, PseudoniemReden, parse


ONE, TWO, THREE = bsns(3)
NOBODY = PersonId("a" * 28)
KLUIS_KEY = 1  # its number in a kluis in which only people were enrolled


@pytest.fixture
def kluis() -> Kluis:
    """
    An empty one.
    """
    return Kluis()


def _everybody(kluis: Kluis) -> list[StoredPerson]:
    return list(kluis.store.persons("", 1_000_000))


# --- enrolling ------------------------------------------------------------------------------------


def test_the_same_bsn_is_the_same_person(kluis: Kluis) -> None:
    """
    A BSN is enrolled once, whoever asks again, and in however many at once.
    """
    first = kluis.persons.enrol(ONE)

    assert first == kluis.persons.enrol(ONE) == kluis.again().persons.enrol(Bsn(bsn(0)))
    assert first == kluis.persons.enrol_all([TWO, ONE, TWO])[ONE]
    assert 2 == len(_everybody(kluis))


def test_who_has_no_bsn_is_always_new(kluis: Kluis) -> None:
    """
    Without a BSN nobody is recognised.
    """
    assert kluis.persons.enrol() != kluis.persons.enrol()


def test_a_miss_adds_nobody(kluis: Kluis) -> None:
    """
    Looking somebody up finds who is there and adds nobody.
    """
    person = kluis.persons.enrol(ONE)

    assert (person, None) == (kluis.persons.find(ONE), kluis.persons.find(TWO))
    assert 1 == len(_everybody(kluis))


class Meanwhile(MemoryStore):
    """
    A store in which something happens just before the next transaction begins.
    """

    happens: Callable[[], object] | None = None

    def transaction(self) -> Any:
        """
        Let it happen, and begin.
        """
        happens, self.happens = self.happens, None
        if happens:
            happens()
        return super().transaction()


def test_reading_makes_no_keys(kluis: Kluis) -> None:
    """
    Looking somebody up in an empty kluis finds nobody and leaves it empty.
    """
    assert kluis.persons.find(ONE) is None
    assert not kluis.store.keys(None)


@pytest.mark.parametrize("renewed", [False, True])
def test_two_processes_enrol_one_human(*, renewed: bool) -> None:
    """
    Of two processes that enrol one BSN the later finds the earlier's person, also when a new
    lookup key came in between.
    """
    store = Meanwhile()
    kluis = Kluis(store=store)
    other = kluis.again()
    kluis.persons.enrol(TWO)
    found = []

    def meanwhile() -> None:
        if renewed:
            other.keys.renew(KeyKind.OPZOEKEN)
        found.append(other.persons.enrol(ONE))

    store.happens = meanwhile

    assert kluis.persons.enrol(ONE) == found[0]
    assert 2 == len(_everybody(kluis))


def test_threads_enrol_the_same_people(kluis: Kluis) -> None:
    """
    However many enrol the same people at once, with keys renewed meanwhile, each is there once.
    """
    people = bsns(30)
    found: list[dict[Bsn, PersonId]] = []

    def work(number: int) -> None:
        mine = kluis.again(f"process {number}")
        turned = people[number * 4 :] + people[: number * 4]
        ids = {}
        for at, each in enumerate(turned):
            if number == 0 and at % 5 == 0:
                mine.keys.renew(KeyKind.OPZOEKEN)
                _renew_everybody(mine)
            ids[each] = mine.persons.enrol(each)
        found.append(ids)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 6 == len(found)
    assert all(each == found[0] for each in found)
    assert 30 == len(_everybody(kluis))


def _renew_everybody(kluis: Kluis) -> None:
    with kluis.store.transaction():
        kluis.store.replace_persons(kluis.persons.renewed(_everybody(kluis)))


def test_nobody_is_missed_while_tags_are_renewed() -> None:
    """
    Who gets a new tag between the reading of the keys and the search is found all the same.
    """
    store = MemoryStore()
    kluis = Kluis(store=store)
    person = kluis.persons.enrol(ONE)
    searched = store.persons_by_tags
    turns = [1]

    def search(tags: Any) -> Any:
        if turns:
            turns.clear()
            kluis.again().keys.renew(KeyKind.OPZOEKEN)
            _renew_everybody(kluis.again())
        return searched(tags)

    store.persons_by_tags = search  # type: ignore[method-assign]

    assert person == kluis.persons.find(ONE)


class Counting(MemoryStore):
    """
    A store that writes down what it is asked, without the values.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name.startswith("_") or name in {"asked", "failpoint"}:
            return found

        def called(*args: Any, **more: Any) -> Any:
            self.asked.append((name, sum(len(each) for each in args if hasattr(each, "__len__"))))
            return found(*args, **more)

        return called


def test_a_miss_is_as_much_work_as_a_hit() -> None:
    """
    Looking up asks the store the same questions of the same size whether somebody is there or not.
    """
    store = Counting()
    kluis = Kluis(store=store)
    kluis.persons.enrol(ONE)
    kluis.keys.renew(KeyKind.OPZOEKEN)
    kluis.persons.find(ONE)
    asked = []
    for each in (ONE, TWO):
        store.asked.clear()
        kluis.persons.find(each)
        asked.append(tuple(store.asked))

    hit, miss = asked

    assert hit == miss
    assert ("persons_by_tags", 2) in hit


# --- a BSN that comes later -----------------------------------------------------------------------


def test_a_bsn_that_comes_later(kluis: Kluis) -> None:
    """
    Who gets his BSN later keeps his pseudonyms, and is found by it from then on.
    """
    person = kluis.persons.enrol()
    before = kluis.persons.pseudonym(person, ZORG)

    kluis.persons.add_bsn(person, ONE)
    kluis.persons.add_bsn(person, ONE)

    assert person == kluis.persons.find(ONE) == kluis.persons.enrol(ONE)
    assert (before, ONE) == (
        kluis.persons.pseudonym(person, ZORG),
        kluis.persons.reveal_bsn(person),
    )


def test_two_enrolments_of_one_human(kluis: Kluis) -> None:
    """
    When the BSN is another person's it is said that the two are one, and nothing changes.
    """
    known, late = kluis.persons.enrol(ONE), kluis.persons.enrol()
    before = _everybody(kluis)

    with pytest.raises(PersonsAreOne) as raised:
        kluis.persons.add_bsn(late, ONE)

    assert (late, known) == (raised.value.een, raised.value.ander)
    assert late not in str(raised.value)
    assert before == _everybody(kluis)


def test_a_wrong_bsn_is_replaced_knowingly(kluis: Kluis) -> None:
    """
    A BSN is replaced only by who knows which one it replaces; the wrong one is then free.
    """
    person = kluis.persons.enrol(ONE)
    for wrong in (None, THREE):
        with pytest.raises(BsnDiffers):
            kluis.persons.add_bsn(person, TWO, in_plaats_van=wrong)

    kluis.persons.add_bsn(person, TWO, in_plaats_van=ONE)

    assert (None, person) == (kluis.persons.find(ONE), kluis.persons.find(TWO))


@pytest.mark.parametrize(
    "ask",
    [
        lambda persons: persons.pseudonym(NOBODY, ZORG),
        lambda persons: persons.reveal_bsn(NOBODY),
        lambda persons: persons.add_bsn(NOBODY, ONE),
    ],
)
def test_who_is_not_there(kluis: Kluis, ask: Callable[[Any], object]) -> None:
    """
    About a person who is not in the kluis there is an error and no answer.
    """
    with pytest.raises(PersonUnknown):
        ask(kluis.persons)


# --- pseudonyms -----------------------------------------------------------------------------------


def test_a_pseudonym_is_of_one_person_and_one_domain(kluis: Kluis) -> None:
    """
    Within a domain a person has one pseudonym, and no two pseudonyms are alike.
    """
    domains = (ZORG, POLITIE, CASUS, LOGBOEK_BETROKKENEN, LOGBOEK_ACTOREN)
    people = [kluis.persons.enrol(each) for each in (ONE, TWO)] + [kluis.persons.enrol()]

    made = [kluis.persons.pseudonym(person, domain) for person in people for domain in domains]

    assert made == [kluis.persons.pseudonym(each, domain) for each in people for domain in domains]
    assert 15 == len({parse(each).waarde for each in made})
    assert 5 == len({parse(each).domein for each in made})


def test_many_at_once_are_the_same_as_one_by_one(kluis: Kluis) -> None:
    """
    Asked for many BSNs, the pseudonyms are those of one by one; who is not there is left out.
    """
    ids = kluis.persons.enrol_all(bsns(5))

    assert {each: kluis.persons.pseudonym(person, ZORG) for each, person in ids.items()} == (
        kluis.persons.pseudonyms(bsns(9), ZORG)
    )


def test_a_pseudonym_leads_back(kluis: Kluis) -> None:
    """
    A pseudonym leads to its person, and one that was never made to nobody.
    """
    ids = list(kluis.persons.enrol_all(bsns(9)).values())
    texts = [kluis.persons.pseudonym(person, ZORG) for person in ids]
    gone = kluis.persons.pseudonym(kluis.persons.enrol(), ZORG)
    kluis.persons.shred(kluis.persons.resolve(gone) or NOBODY)

    assert ids == [kluis.persons.resolve(text.upper()) for text in texts]
    assert kluis.persons.resolve(gone) is None


def test_leading_back_goes_through_everybody(kluis: Kluis, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The search reads the kluis in pieces and misses nobody between two of them.
    """
    monkeypatch.setattr("zvhprivacy.vault.persons.CHUNK", 2)
    ids = kluis.persons.enrol_all(bsns(7)).values()

    assert set(ids) == {
        kluis.persons.resolve(kluis.persons.pseudonym(person, CASUS)) for person in ids
    }


def test_pseudonyms_that_cannot_be_led_back(kluis: Kluis) -> None:
    """
    A pseudonym of a domain or tijdvak unknown here, or with a typing error, is refused as that.
    """
    elsewhere = Kluis(seed="elsewhere")
    foreign = elsewhere.persons.pseudonym(elsewhere.persons.enrol(), ZORG)
    elsewhere.keys.renew(KeyKind.DOMEIN, ZORG.naam)
    newer = elsewhere.persons.pseudonym(elsewhere.persons.enrol(), ZORG)

    assert PseudoniemReden.DOMEIN is _refusal(kluis, foreign)
    kluis.persons.pseudonym(kluis.persons.enrol(), ZORG)
    assert PseudoniemReden.TIJDVAK is _refusal(kluis, newer)
    assert PseudoniemReden.CONTROLETEKEN is _refusal(kluis, newer[:-2] + "-a" * (newer[-1] != "a"))


def _refusal(kluis: Kluis, text: str) -> PseudoniemReden:
    with pytest.raises(PseudoniemInvalid) as raised:
        kluis.persons.resolve(text)
    return raised.value.reden


def test_a_new_tijdvak(kluis: Kluis, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    In a new tijdvak of a domain everybody has another pseudonym; the map tells of everybody which,
    the old ones still lead back, and no other domain changes.
    """
    monkeypatch.setattr("zvhprivacy.vault.persons.CHUNK", 2)
    ids = [*kluis.persons.enrol_all(bsns(4)).values(), kluis.persons.enrol()]

    def all_in(domain: Domain) -> list[Pseudoniem]:
        return [kluis.persons.pseudonym(person, domain) for person in ids]

    old, politie = all_in(ZORG), all_in(POLITIE)
    kluis.keys.renew(KeyKind.DOMEIN, ZORG.naam)

    chunks = list(kluis.persons.epoch_map(ZORG, van=1))
    new = all_in(ZORG)

    assert dict(zip(old, new, strict=True)) == dict(pair for chunk in chunks for pair in chunk)
    assert [2, 2, 1] == [len(chunk) for chunk in chunks]
    assert [2] * 5 == [parse(each).tijdvak for each in new]
    assert not set(old) & set(new)
    assert ids == [kluis.persons.resolve(each) for each in old]
    assert politie == all_in(POLITIE)


def test_no_map_from_a_tijdvak_that_never_was(kluis: Kluis) -> None:
    """
    From a tijdvak without a key there is no map.
    """
    kluis.persons.pseudonym(kluis.persons.enrol(), ZORG)

    with pytest.raises(PseudoniemInvalid):
        list(kluis.persons.epoch_map(ZORG, van=2))


# --- shredding ------------------------------------------------------------------------------------


def test_after_shredding_he_is_somebody_else(kluis: Kluis) -> None:
    """
    Who is shredded is gone, and enrolled again is another person with another pseudonym.
    """
    person = kluis.persons.enrol(ONE)
    before = kluis.persons.pseudonym(person, ZORG)

    assert [True, False] == [kluis.persons.shred(person) for _ in range(2)]
    again = kluis.persons.enrol(ONE)

    assert person != again
    assert before != kluis.persons.pseudonym(again, ZORG)
    assert kluis.persons.resolve(before) is None


def test_shredding_many_is_one_change(kluis: Kluis) -> None:
    """
    All who are named and there, once, and nobody else; with traces only if they may wait.
    """
    people = [kluis.persons.enrol(), kluis.persons.enrol(ONE), kluis.persons.enrol()]
    steps, store = list[str](), kluis.store
    assert isinstance(store, MemoryStore)
    store.failpoint = steps.append
    counted = [kluis.persons.shred_all([*people[:2], NOBODY, people[0]], forget=False)]
    waiting = store.traces
    store.forget()
    counted.append(kluis.persons.shred_all(people[:2]))

    assert [2, 0] == counted
    assert waiting
    assert not store.traces
    assert ["remove_persons", "commit"] == steps[:2]
    assert kluis.persons.find(ONE) is None
    assert [people[2]] == [each.id for each in store.persons("", 10)]


# --- domains --------------------------------------------------------------------------------------


def test_a_code_is_given_once(kluis: Kluis) -> None:
    """
    Every process knows a domain by the same code, four letters that are nobody else's.
    """
    domains = [
        Domain.of(samenwerkingsverband="zvh", proces="overleg", ontvanger=f"partner-{number}")
        for number in range(200)
    ]
    codes = [code_of(kluis.store, domain) for domain in domains]

    assert codes == [code_of(kluis.store, domain) for domain in domains]
    assert domains == [domain_of(kluis.store, code) for code in codes]
    assert 200 == len(set(codes))
    assert {4} == set(map(len, codes))
    assert "".join(codes).isalpha()


def test_codes_that_collide(kluis: Kluis) -> None:
    """
    A domain whose first code is taken gets another, and both keep theirs.
    """
    code = code_of(Kluis().store, ZORG)
    kluis.store.add_domain(POLITIE.naam, code)

    assert code != code_of(kluis.store, ZORG)
    assert code == code_of(kluis.store, POLITIE)


def test_two_processes_register_one_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of two processes that need a domain at the same time both use the code of the first.
    """
    store = MemoryStore()
    store.add_domain(ZORG.naam, "bcdf")
    stale: list[list[tuple[str, str]]] = [[]]
    read = store.domains
    monkeypatch.setattr(store, "domains", lambda: stale.pop() if stale else read())

    assert "bcdf" == code_of(store, ZORG)
    assert not stale


def test_what_was_undone_is_not_remembered(kluis: Kluis) -> None:
    """
    A domain and a key that were first used in a transaction that failed are made again, and lead
    back for every process.
    """
    person = kluis.persons.enrol(ONE)

    def undone() -> None:
        with kluis.store.transaction():
            kluis.persons.pseudonym(person, ZORG)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undone()

    text = kluis.persons.pseudonym(person, ZORG)

    assert person == kluis.again().persons.resolve(text)


@pytest.mark.parametrize("part", ["", "Zorg", "a|b", "zorg a", "é", "a" * 64, "a\n"])
def test_what_is_no_name_of_a_domain(part: str) -> None:
    """
    Parts that could run into each other, or be one of our own domains, are refused.
    """
    with pytest.raises(WrongUse):
        Domain.of(samenwerkingsverband="zvh", proces=part, ontvanger="zorg-a")


# --- changed rows ---------------------------------------------------------------------------------


def _swapped(one: StoredPerson, other: StoredPerson, *fields: str) -> list[StoredPerson]:
    return [
        one._replace(**{name: getattr(other, name) for name in fields}),
        other._replace(**{name: getattr(one, name) for name in fields}),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        lambda one, other: _swapped(one, other, "verzegeld"),
        lambda one, other: _swapped(one, other, "tag"),
        lambda one, other: _swapped(one, other, "verzegeld", "tag"),
        lambda one, other: [one._replace(tag=None, tagsleutel=0), other],
        lambda one, other: [one._replace(tag=bytes(16)), other],
        lambda one, other: [one._replace(tagsleutel=KLUIS_KEY), other],
        lambda one, other: [one._replace(verzegeld=one.verzegeld[:-1]), other],
        lambda one, other: [one._replace(verzegeld=b""), other],
        lambda one, other: [one._replace(verzegeld=one.verzegeld[:40]), other],
    ],
)
def test_rows_that_were_changed(
    kluis: Kluis, changed: Callable[[StoredPerson, StoredPerson], list[StoredPerson]]
) -> None:
    """
    A record or tag that was swapped, taken away or cut is noticed, and the message says which row.
    """
    ids = kluis.persons.enrol_all([ONE, TWO])
    one, other = (kluis.store.person(ids[each]) for each in (ONE, TWO))
    assert one
    assert other
    assert KLUIS_KEY == kluis.keys.active(KeyKind.KLUIS).nummer
    records = Records(kluis.keys)

    with pytest.raises(Tampered) as raised:
        records.open(changed(one, other)[0])

    assert one.id in str(raised.value)


def test_any_flipped_bit_is_noticed(kluis: Kluis) -> None:
    """
    A record opens as it was sealed, and with one bit changed, anywhere, not at all.
    """
    row = kluis.store.person(kluis.persons.enrol(ONE))
    assert row
    records = Records(kluis.keys)
    for at in range(8 * len(row.verzegeld)):
        flipped = bytearray(row.verzegeld)
        flipped[at // 8] ^= 1 << at % 8
        with pytest.raises((Tampered, KeyLost)):
            records.open(row._replace(verzegeld=bytes(flipped)))


def test_a_lookup_key_destroyed_too_early(kluis: Kluis) -> None:
    """
    A row tagged with a key that was destroyed is not taken for changed: the key is what is missing.
    """
    person = kluis.persons.enrol(ONE)
    number = kluis.keys.active(KeyKind.OPZOEKEN).nummer
    kluis.keys.renew(KeyKind.OPZOEKEN)
    kluis.keys.destroy(number)

    with pytest.raises(KeyDestroyed):
        kluis.persons.pseudonym(person, ZORG)


def test_a_record_does_not_show_itself(kluis: Kluis) -> None:
    """
    What is opened shows in no text.
    """
    row = kluis.store.person(kluis.persons.enrol(ONE))
    assert row

    assert "Record(...)" == repr(Records(kluis.keys).open(row))


# --- rotation, with everything else going on ------------------------------------------------------


class Rotation(RuleBasedStateMachine):
    """
    Whatever is renewed, in pieces and by several processes: the same people, the same pseudonyms.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kluis = Kluis()
        self.processes = [self.kluis, self.kluis.again()]
        self.people: dict[PersonId, Bsn | None] = {}
        self.made: dict[PersonId, tuple[Pseudoniem, Pseudoniem]] = {}
        self.after = ""

    def _known(self, number: int) -> PersonId:
        return sorted(self.people)[number % len(self.people)]

    @rule(process=st.integers(0, 1), number=st.integers(0, 8))
    def enrol(self, process: int, number: int) -> None:
        """
        Enrol somebody, whom the model knows or does not.
        """
        number_of = Bsn(bsn(number))
        person = self.processes[process].persons.enrol(number_of)
        owners = [each for each, known in self.people.items() if known == number_of]
        assert owners in ([], [person])
        self._keep(person, number_of)

    @rule(process=st.integers(0, 1))
    def enrol_without_bsn(self, process: int) -> None:
        """
        Enrol somebody of whom nothing is known.
        """
        person = self.processes[process].persons.enrol()
        assert person not in self.people
        self._keep(person, None)

    def _keep(self, person: PersonId, number: Bsn | None) -> None:
        self.people[person] = number
        persons = self.kluis.persons
        made = persons.pseudonym(person, ZORG), persons.pseudonym(person, POLITIE)
        assert made == self.made.setdefault(person, made)

    @precondition(lambda self: self.people)
    @rule(process=st.integers(0, 1), who=st.integers(0, 99), number=st.integers(0, 8))
    def add_bsn(self, process: int, who: int, number: int) -> None:
        """
        Give somebody a BSN, which may be another's.
        """
        person, given = self._known(who), Bsn(bsn(number))
        owner = next((each for each, known in self.people.items() if known == given), person)
        expected = (
            PersonsAreOne
            if owner != person
            else BsnDiffers
            if self.people[person] not in {None, given}
            else None
        )
        with pytest.raises(expected) if expected else nullcontext():
            self.processes[process].persons.add_bsn(person, given)
        if expected is None:
            self.people[person] = given

    @rule(process=st.integers(0, 1), soort=st.sampled_from([KeyKind.OPZOEKEN, KeyKind.KLUIS]))
    def renew(self, process: int, soort: KeyKind) -> None:
        """
        Make a new version of a key, with rows of the old one still there.
        """
        self.processes[process].keys.renew(soort)
        self.after = ""

    @rule(process=st.integers(0, 1), size=st.integers(1, 3))
    def renew_some_rows(self, process: int, size: int) -> None:
        """
        Bring the next few rows to the new keys, from the front again after the last.
        """
        kluis = self.processes[process]
        with kluis.store.transaction():
            rows = kluis.store.persons(self.after, size)
            kluis.store.replace_persons(kluis.persons.renewed(rows))
        self.after = rows[-1].id if rows else ""

    @rule()
    def renew_all_rows_and_drop_old_keys(self) -> None:
        """
        Finish: bring every row to the new keys, and destroy the old ones.
        """
        _renew_everybody(self.kluis)
        for soort in (KeyKind.OPZOEKEN, KeyKind.KLUIS):
            for old in self.kluis.keys.readable(soort)[1:]:
                self.kluis.keys.destroy(old.nummer)

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 99))
    def shred(self, who: int) -> None:
        """
        Shred somebody.
        """
        person = self._known(who)
        assert self.kluis.persons.shred(person)
        del self.people[person], self.made[person]

    @invariant()
    def the_same_people_and_pseudonyms(self) -> None:
        """
        Everybody is there once, is found by his BSN, and has the pseudonyms he always had.
        """
        assert sorted(self.people) == [row.id for row in _everybody(self.kluis)]
        for person, number in self.people.items():
            for process in self.processes:
                assert number is None or person == process.persons.find(number)
                assert number == process.persons.reveal_bsn(person)
                now = tuple(process.persons.pseudonym(person, each) for each in (ZORG, POLITIE))
                assert self.made[person] == now


TestRotation = Rotation.TestCase
TestRotation.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
