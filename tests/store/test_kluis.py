"""
The kluis keeps what the vault gives it, alone and whole, and forgets without a trace.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import threading

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.postgres import Server
from tests.vault.memory import MemoryStore
from zvhprivacy.errors import AlreadyThere, StoreFailed
from zvhprivacy.model.stored import StoredApproval, StoredKey, StoredPerson
from zvhprivacy.store import scrub as scrub_module
from zvhprivacy.store.batches import AT_ONCE
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.errors import TracesLeft
from zvhprivacy.store.kluis import KluisStore
from zvhprivacy.store.tables import KLUIS
from zvhprivacy.vault.needs import VaultStore


NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
KEY = StoredKey(0, "casus", "c1", 1, "actief", b"v" * 60, NOW, b"publiek")
PERSON = StoredPerson("p1", b"verzegeld", b"t" * 16, 3)
APPROVAL = StoredApproval("a1", b"vraag", "wie", NOW, NOW + timedelta(hours=8))


@pytest.fixture
def store(kluis: Database) -> KluisStore:
    """
    An empty kluis.
    """
    return KluisStore(kluis, os.urandom)


def test_it_fulfils_what_the_vault_needs(store: KluisStore) -> None:
    """
    The types agree too; mypy reads this line.
    """
    fulfilled: VaultStore = store

    assert fulfilled is store


# ------------------------------------------------------------------------------ keys


def test_a_key_comes_back_as_it_went_in(store: KluisStore) -> None:
    """
    Every field survives, with a number given out here.
    """
    added = store.add_key(KEY)

    assert KEY._replace(nummer=added.nummer) == added == store.key(added.nummer)
    assert [added] == store.keys() == store.keys("casus") == store.keys("casus", "c1")
    assert [] == store.keys("casus", "c2") == store.keys("domein")


def test_a_moment_keeps_its_zone(store: KluisStore) -> None:
    """
    A moment in another zone is the same moment afterwards.
    """
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=30))).replace(microsecond=7)
    added = store.add_key(KEY._replace(sinds=there))
    found = store.key(added.nummer)

    assert found is not None
    assert there == found.sinds
    assert timedelta(0) == found.sinds.utcoffset()


def test_a_moment_without_a_zone_is_refused(store: KluisStore) -> None:
    """
    It would mean something else on another machine.
    """
    with pytest.raises(StoreFailed):
        store.add_key(KEY._replace(sinds=NOW.replace(tzinfo=None)))

    assert [] == store.keys()


def test_a_number_is_never_given_out_again(kluis: Database, store: KluisStore) -> None:
    """
    Not even when somebody removes the row of the highest number.
    """
    first = store.add_key(KEY)
    table = KLUIS.tables["kluis_sleutel"]
    with kluis.write() as connection:
        connection.execute(sa.delete(table).where(table.c.nummer == first.nummer))
    second = store.add_key(KEY)

    assert first.nummer < second.nummer


@pytest.mark.parametrize(
    "wrong",
    [
        KEY._replace(staat="lezen"),
        KEY._replace(versie=2),
    ],
    ids=["version-taken", "second-active"],
)
def test_one_active_key_and_one_of_each_version(store: KluisStore, wrong: StoredKey) -> None:
    """
    The database itself refuses a second active key, and a second of the same version.
    """
    store.add_key(KEY)

    with pytest.raises(AlreadyThere):
        store.add_key(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        KEY._replace(staat="weg"),
        KEY._replace(staat="vernietigd"),
        KEY._replace(verpakt=b""),
        KEY._replace(versie=0),
    ],
    ids=["unknown-state", "destroyed-with-content", "empty-and-active", "version-0"],
)
def test_the_database_checks_a_key_itself(store: KluisStore, wrong: StoredKey) -> None:
    """
    A table of SQLModel checks nothing, so the database does.
    """
    with pytest.raises(StoreFailed):
        store.add_key(wrong)


def test_replacing_a_key_that_is_not_there(store: KluisStore) -> None:
    """
    A replacement that replaces nothing is an error.
    """
    with pytest.raises(StoreFailed):
        store.replace_keys([KEY._replace(nummer=5)])


def test_replacing_keys_is_all_or_nothing(store: KluisStore) -> None:
    """
    A key that is not there undoes the others.
    """
    key = store.add_key(KEY)
    with pytest.raises(StoreFailed):
        store.replace_keys([key._replace(staat="lezen"), key._replace(nummer=99, versie=2)])

    assert [key] == store.keys()


def test_keys_are_found_by_many_numbers_and_names(store: KluisStore) -> None:
    """
    Also by more than one statement takes, in order of number, and one that is asked twice once.
    """
    with store.transaction():
        keys = [store.add_key(KEY._replace(naam=f"c{n}")) for n in range(AT_ONCE + 3)]
        store.add_key(KEY._replace(soort="domein"))
    numbers = [key.nummer for key in reversed(keys)]

    assert keys == store.keys_numbered([*numbers, *numbers, 0])
    assert keys == store.keys_named("casus", [*(key.naam for key in keys), "niets"])
    assert [] == store.keys_numbered([]) == store.keys_named("casus", [])


def test_every_change_of_a_key_shows(store: KluisStore) -> None:
    """
    A cache of keys sees that they changed, and that nothing did.
    """
    seen = [store.key_changes()]
    key = store.add_key(KEY)
    seen.append(store.key_changes())
    store.replace_keys([key._replace(staat="lezen")])
    seen.append(store.key_changes())
    store.add_persons([PERSON])
    seen.append(store.key_changes())

    assert seen[3] == seen[2]
    assert len(set(seen)) == 3


# --------------------------------------------------------------------------- persons


def test_persons_are_added_all_or_none(store: KluisStore) -> None:
    """
    One taken tag keeps out the whole lot.
    """
    store.add_persons([PERSON])

    with pytest.raises(AlreadyThere):
        store.add_persons([PERSON._replace(id="p2", tag=b"u" * 16), PERSON._replace(id="p3")])

    assert [PERSON] == store.persons("", 10)


def test_persons_without_a_tag_stand_beside_each_other(store: KluisStore) -> None:
    """
    Not having a BSN is nothing that two people share.
    """
    one = StoredPerson("p1", b"x")
    two = StoredPerson("p2", b"x")
    store.add_persons([one, two])

    assert [one, two] == store.persons("", 10)


def test_persons_are_found_by_many_ids_and_tags(store: KluisStore) -> None:
    """
    Also by more than one statement takes, and what is asked twice is one person.
    """
    persons = [StoredPerson(f"{n:06}", b"v", n.to_bytes(16), 1) for n in range(1, 2 * AT_ONCE + 3)]
    store.add_persons(persons)
    tags = [person.tag for person in persons if person.tag]

    assert set(persons) == set(store.persons_by_tags([*tags, *tags, b"n" * 16]))
    assert len(persons) == len(store.persons_by_tags([*tags, *tags]))
    assert [] == store.persons_by_tags([])
    ids = [person.id for person in persons]
    assert set(persons) == set(store.persons_by_ids([*ids, "niemand"]))
    assert len(persons) == len(store.persons_by_ids([*ids, *ids]))
    assert [] == store.persons_by_ids([])


def test_replacing_persons_is_all_or_nothing(store: KluisStore) -> None:
    """
    A person that is not there undoes the others.
    """
    store.add_persons([PERSON])

    with pytest.raises(StoreFailed):
        store.replace_persons(
            [PERSON._replace(verzegeld=b"nieuw"), PERSON._replace(id="p9", tag=None)]
        )

    assert PERSON == store.person("p1")


# ---------------------------------------------------------------------- transactions


def test_a_transaction_is_undone_as_a_whole(store: KluisStore) -> None:
    """
    What raises takes everything of its transaction with it.
    """

    def interrupted() -> None:
        with store.transaction():
            store.add_key(KEY)
            with store.transaction():
                store.add_domain("zvh", "z")
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        interrupted()

    assert [] == store.keys()
    assert [] == store.domains()


def test_who_expects_a_taken_tag_can_go_on(store: KluisStore) -> None:
    """
    `AlreadyThere` inside a transaction undoes that call alone.
    """
    store.add_persons([PERSON])
    with store.transaction():
        store.add_domain("zvh", "z")
        with pytest.raises(AlreadyThere):
            store.add_persons([PERSON._replace(id="p2")])
        store.set_progress("rotatie", "p1")

    assert [("zvh", "z")] == store.domains()
    assert "p1" == store.progress("rotatie")


def test_a_transaction_is_alone(new_target: Callable[[], str]) -> None:
    """
    Two writers who read and then write never both see the old state: no count is lost.
    """
    target = new_target()
    rounds, writers = 20, 4

    def count() -> None:
        database = open_database(Part.KLUIS, target)
        mine = KluisStore(database, os.urandom)
        for _ in range(rounds):
            with mine.transaction():
                mine.set_progress("teller", str(int(mine.progress("teller") or 0) + 1))
        database.close()

    open_database(Part.KLUIS, target).close()
    threads = [threading.Thread(target=count) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database = open_database(Part.KLUIS, target)
    found = KluisStore(database, os.urandom).progress("teller")
    database.close()

    assert str(rounds * writers) == found


# -------------------------------------------------------------------------- approvals


def test_an_approval_changes_only_from_what_was_expected(store: KluisStore) -> None:
    """
    Who looked at an older state changes nothing.
    """
    store.add_approval(APPROVAL)
    approved = APPROVAL._replace(goedgekeurd_door="ander", goedgekeurd_op=NOW)
    used = approved._replace(gebruikt_op=NOW)

    assert store.replace_approval(approved, expected=APPROVAL)
    assert not store.replace_approval(used, expected=APPROVAL)
    assert approved == store.approval("a1")
    assert store.replace_approval(used, expected=approved)


@pytest.mark.parametrize(
    "wrong",
    [
        {"goedgekeurd_door": "wie", "goedgekeurd_op": NOW},
        {"goedgekeurd_door": "ander"},
        {"gebruikt_op": NOW},
        {"noodprocedure": True},
    ],
    ids=["by-the-asker", "without-a-moment", "used-unapproved", "emergency-without-review"],
)
def test_the_database_keeps_four_eyes_itself(store: KluisStore, wrong: dict[str, Any]) -> None:
    """
    Approved by who asked, or used without approval, is not even kept.
    """
    with pytest.raises(StoreFailed):
        store.add_approval(APPROVAL._replace(**wrong))


def test_open_reviews_are_the_uses_that_nobody_looked_at(store: KluisStore) -> None:
    """
    Oldest first; asked but not used is not there, nor what was reviewed.
    """
    used = APPROVAL._replace(noodprocedure=True, gebruikt_op=NOW, beoordelen_voor=NOW)
    late = used._replace(id="a2", gevraagd_op=NOW + timedelta(hours=1))
    for each in (
        late,
        used,
        used._replace(id="a3", gebruikt_op=None),
        used._replace(id="a4", beoordeeld_door="fg"),
        APPROVAL._replace(id="a5"),
    ):
        store.add_approval(each)

    assert [used, late] == store.open_reviews()


# ------------------------------------------------------------- the same as in memory


def _operations() -> st.SearchStrategy[Any]:
    names = st.sampled_from(["a", "b", "c"])
    tags = st.sampled_from([None, b"1" * 16, b"2" * 16, b"3" * 16])
    moments = st.integers(0, 5).map(lambda hours: NOW + timedelta(hours=hours))
    persons = st.builds(StoredPerson, names, st.binary(min_size=1, max_size=4), tags, st.just(1))
    keys = st.builds(
        StoredKey,
        st.integers(1, 6),
        names,
        names,
        st.integers(1, 3),
        st.sampled_from(["actief", "lezen"]),
        st.binary(min_size=1, max_size=4),
        moments,
    )
    approvals = st.builds(
        lambda name, who, moment, hurry: APPROVAL._replace(
            id=name,
            vrager=who,
            gevraagd_op=moment,
            gebruikt_op=moment if hurry else None,
            noodprocedure=hurry,
            beoordelen_voor=moment,
        ),
        *(names, names, moments, st.booleans()),
    )
    return st.one_of(
        st.tuples(st.just("add_key"), keys),
        st.tuples(st.just("keys"), st.none() | names, st.none() | names),
        st.tuples(st.just("key"), st.integers(1, 6)),
        st.tuples(st.just("add_persons"), st.lists(persons, max_size=3)),
        st.tuples(st.just("person"), names),
        st.tuples(st.just("persons"), names, st.integers(1, 3)),
        st.tuples(st.just("persons_by_tags"), st.lists(tags.filter(bool), max_size=3, unique=True)),
        st.tuples(st.just("persons_by_ids"), st.lists(names, max_size=3, unique=True)),
        st.tuples(st.just("remove_persons"), st.lists(names, max_size=3)),
        st.tuples(st.just("keys_named"), names, st.lists(names, max_size=3)),
        st.tuples(st.just("forget")),
        st.tuples(st.just("add_domain"), names, names),
        st.tuples(st.just("domains")),
        st.tuples(st.just("set_progress"), names, st.none() | names),
        st.tuples(st.just("progress"), names),
        st.tuples(st.just("add_approval"), approvals),
        st.tuples(st.just("approval"), names),
        st.tuples(st.just("count_approvals"), names, moments),
        st.tuples(st.just("open_reviews")),
    )


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(operations=st.lists(st.tuples(st.booleans(), _operations()), max_size=25))
def test_it_does_what_a_kluis_in_memory_does(
    kluis: Database, operations: list[tuple[bool, tuple[Any, ...]]]
) -> None:
    """
    Whatever is asked, in whatever order, the answers are those of a few dictionaries.
    """
    _empty(kluis)
    store, memory = KluisStore(kluis, os.urandom), MemoryStore()
    numbers: dict[int, int] = {}  # the database goes on counting where the dictionaries do not
    for together, (name, *arguments) in operations:
        found = []
        for each in (store, memory):
            mine = arguments
            if name == "key" and each is memory:
                mine = [numbers.get(arguments[0], 0)]
            elif name == "key" and arguments[0] not in numbers:
                mine = [0]
            try:
                with each.transaction() if together else nullcontext():
                    answer = getattr(each, name)(*mine)
            except AlreadyThere:
                answer = "AlreadyThere"
            found.append(answer)
        if name == "add_key" and found[0] != "AlreadyThere" != found[1]:
            numbers[found[0].nummer] = found[1].nummer

        assert _plain(found[0], numbers) == _plain(found[1], {})


def _plain(answer: Any, numbers: dict[int, int]) -> Any:
    if isinstance(answer, StoredKey):
        return answer._replace(nummer=numbers.get(answer.nummer, answer.nummer))
    if isinstance(answer, list):
        plain = [_plain(each, numbers) for each in answer]
        return sorted(plain) if plain and isinstance(plain[0], StoredPerson) else plain
    return answer


def _empty(database: Database) -> None:
    with database.write() as connection:
        for table in KLUIS.sorted_tables:
            connection.execute(sa.delete(table))


# ------------------------------------------------------------------- without a trace


def _marked(number: int) -> bytes:
    return b"SPOOR%06dSPOOR" % number


def _fill(store: KluisStore, numbers: range) -> None:
    """
    Fill the table as it fills in use: in a random order, so that its pages are split.
    """
    shuffled = list(numbers)
    random.Random(7).shuffle(shuffled)  # noqa: S311 -- an order, not a secret
    for some in _chunks(shuffled, 100):
        store.add_persons(
            StoredPerson(f"{n * 7_919 % 1_000_003:07}", _marked(n) * 3, _marked(n), 1) for n in some
        )


def _chunks(values: list[int], size: int) -> Iterator[list[int]]:
    rest = iter(values)
    while some := list(itertools.islice(rest, size)):
        yield some


def _id(number: int) -> str:
    return f"{number * 7_919 % 1_000_003:07}"


def _traces(folder: Path, numbers: range) -> int:
    """
    Count the persons of whom anything stands in a file under *folder*.
    """
    files = (path for path in folder.rglob("*") if path.is_file())
    found = {mark for file in files for mark in re.findall(rb"SPOOR\d{6}", file.read_bytes())}
    return sum(_marked(number)[:11] in found for number in numbers)


def test_a_removed_person_leaves_nothing_in_the_files(tmp_path: Path) -> None:
    """
    Not in the table, the index, free pages or the write-ahead log; others stay whole.
    """
    database = open_database(Part.KLUIS, tmp_path / "kluis.db")
    store = KluisStore(database, os.urandom)
    _fill(store, range(1_000))
    store.replace_persons(
        each._replace(verzegeld=each.verzegeld + b"x" * 200) for each in store.persons("", 300)
    )
    gone, kept = range(400), range(400, 1_000)
    before = _traces(tmp_path, gone)
    with store.transaction():
        for number in gone:
            store.remove_persons([_id(number)])
    found = [_traces(tmp_path, gone), _traces(tmp_path, kept)]
    database.close()

    assert len(gone) == before
    assert [0, len(kept)] == found


def test_a_destroyed_key_leaves_nothing_in_the_files(tmp_path: Path) -> None:
    """
    The wrapped key is gone from every file at the moment the call returns.
    """
    database = open_database(Part.KLUIS, tmp_path / "kluis.db")
    store = KluisStore(database, os.urandom)
    keys = [
        store.add_key(KEY._replace(naam=f"c{number}", verpakt=_marked(number) * 4))
        for number in range(60)
    ]
    before = _traces(tmp_path, range(60))
    for key in keys[:50]:
        store.replace_keys([key._replace(staat="vernietigd", verpakt=b"")])
    found = [_traces(tmp_path, range(50)), _traces(tmp_path, range(50, 60))]
    database.close()

    assert 60 == before
    assert [0, 10] == found


def test_forgetting_can_wait(tmp_path: Path) -> None:
    """
    What is destroyed and removed without forgetting is out of reach, and out of the files when the
    kluis is told to forget.
    """
    database = open_database(Part.KLUIS, tmp_path / "kluis.db")
    store = KluisStore(database, os.urandom)
    _fill(store, range(1_000))
    keys = [
        store.add_key(KEY._replace(naam=f"c{n}", verpakt=_marked(n) * 4))
        for n in range(2_000, 2_060)
    ]
    gone, keys_gone, kept = range(400), range(2_000, 2_050), range(400, 1_000)
    store.replace_keys(
        (key._replace(staat="vernietigd", verpakt=b"") for key in keys[:50]), forget=False
    )
    removed = [store.remove_persons([_id(n) for n in gone], forget=False) for _ in range(2)]
    left = [_traces(tmp_path, gone), _traces(tmp_path, keys_gone)]
    store.forget()
    found = [_traces(tmp_path, each) for each in (gone, keys_gone, kept)]
    database.close()

    assert [len(gone), 0] == removed
    assert all(left)
    assert [0, 0, len(kept)] == found


def test_a_plain_removal_would_leave_traces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The search itself works: without writing the file anew it finds what was removed.
    """
    monkeypatch.setattr(scrub_module, "_sqlite", lambda _: "")
    test = test_a_removed_person_leaves_nothing_in_the_files

    with pytest.raises(AssertionError):
        test(tmp_path)


def test_a_reader_that_holds_on_is_told_of(tmp_path: Path) -> None:
    """
    While another still reads the old state the log cannot be emptied; removing again mends it.
    """
    path = tmp_path / "kluis.db"
    database = open_database(Part.KLUIS, path, patience=0.1)
    store = KluisStore(database, os.urandom)
    _fill(store, range(10))
    other = open_database(Part.KLUIS, path)
    with other.read() as connection:
        connection.execute(sa.select(KLUIS.tables["kluis_persoon"])).all()
        with pytest.raises(TracesLeft):
            store.remove_persons([_id(3)])
        held = _traces(tmp_path, range(3, 4))
    again = store.remove_persons([_id(3)])
    left = _traces(tmp_path, range(3, 4))
    other.close()
    database.close()

    assert 1 == held
    assert not again
    assert 0 == left


@pytest.mark.postgres
def test_a_removed_person_leaves_nothing_in_the_tables(postgres: Server) -> None:
    """
    PostgreSQL's tables and indexes hold nothing of it; its write-ahead log still may.
    """
    database = open_database(Part.KLUIS, postgres.new_database())
    store = KluisStore(database, os.urandom)
    _fill(store, range(500))
    _checkpoint(database)
    with database.read() as connection:
        of = "SELECT oid FROM pg_database WHERE datname = current_database()"
        oid = connection.exec_driver_sql(of).scalar()
    folder = postgres.folder / "data" / "base" / str(oid)
    before = _traces(folder, range(200))
    with store.transaction():
        for number in range(200):
            store.remove_persons([_id(number)])
    # Before the checkpoint, after which the server may use a file of the log for something else.
    log = _traces(postgres.folder / "data" / "pg_wal", range(200))
    _checkpoint(database)
    found = [_traces(folder, range(200)), _traces(folder, range(200, 500))]
    database.close()

    assert 200 == before
    assert [0, 300] == found
    assert 200 == log  # the limit that the documentation tells of


@pytest.mark.postgres
def test_a_plain_delete_would_leave_traces(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The search itself works: without writing the table anew it finds what was removed.
    """
    monkeypatch.setattr(scrub_module, "_postgresql", lambda *_: "")
    monkeypatch.setattr(scrub_module, "_file", lambda *_: 0)
    test = test_a_removed_person_leaves_nothing_in_the_tables

    with pytest.raises(AssertionError):
        test(postgres)


@pytest.mark.postgres
@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "READ COMMITTED"])
def test_an_older_transaction_is_told_of(postgres: Server, isolation: str) -> None:
    """
    Rows that an older transaction still may see are copied along, and the caller is told.
    """
    url = postgres.new_database()
    database = open_database(Part.KLUIS, url)
    store = KluisStore(database, os.urandom)
    _fill(store, range(10))
    engine = sa.create_engine(url, isolation_level=isolation)
    try:
        with engine.begin() as older:
            # Looking at another table holds no lock on this one, and yet its old rows.
            older.exec_driver_sql("SELECT * FROM kluis_domein")
            older.exec_driver_sql("SELECT pg_current_xact_id()")
            with pytest.raises(TracesLeft):
                store.remove_persons([_id(3)])
        again = store.remove_persons([_id(3)])
    finally:
        engine.dispose()
        database.close()

    assert not again


def _checkpoint(database: Database) -> None:
    with database.connect() as connection:
        raw = connection.execution_options(isolation_level="AUTOCOMMIT")
        raw.exec_driver_sql("CHECKPOINT")
