"""
The logboek in a database: one writer, whole commits, rows that stay, and one tree on both engines.
"""

from __future__ import annotations

import threading

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa

from tests.logboek import made
from tests.logboek.keys import TestSigner
from tests.logboek.memory import MemoryStore
from tests.postgres import Server
from zvhprivacy.errors import StoreFailed, WrongUse
from zvhprivacy.logboek import merkle
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.verify import verify
from zvhprivacy.model.stored import Checkpoint, Head, Leaf, Tile
from zvhprivacy.store import logboek as module
from zvhprivacy.store.appending import COPY_FROM
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.errors import DatabaseUnreachable, Guarded
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.store.tables import HOOFD


BELEID = HOOFD.tables["logboek_beleid"]  # any table of the same database does for `run`


@pytest.fixture
def store(hoofd: Database) -> Iterator[LogboekStore]:
    """
    An empty logboek.
    """
    log = LogboekStore(hoofd)
    yield log
    log.close()


def leaf(number: int, **about: str) -> Leaf:
    """
    An entry whose content follows from its number.
    """
    line = f"regel {number}".encode()
    return Leaf(number, merkle.leaf_hash(line), line, **about)


def append(store: LogboekStore, count: int, **about: str) -> Head:
    """
    Append *count* entries in one transaction, with the tiles and the head that belong to them.
    """
    with store.write() as tx:
        head = tx.head()
        leaves = [leaf(head.size + number, **about) for number in range(count)]
        new, tiles = merkle.append(head, [each.hash for each in leaves])
        tx.append(leaves, tiles, new)
    return new


def test_it_fulfils_what_the_logboek_needs(store: LogboekStore) -> None:
    """
    The types agree too; mypy reads this line.
    """
    fulfilled: LogStore = store

    assert fulfilled is store


@pytest.mark.parametrize("counts", [[1, 1, 1], [300], [COPY_FROM - 1, COPY_FROM, 513]])
def test_what_was_appended_comes_back(store: LogboekStore, counts: list[int]) -> None:
    """
    Entries, tiles and head, one by one or many at once, are what the tree made of them.
    """
    for count in counts:
        append(store, count)
    total = sum(counts)
    head, tiles = merkle.append(merkle.EMPTY, [leaf(number).hash for number in range(total)])

    assert head == store.head()
    assert [leaf(number) for number in range(total)] == list(store.leaves(0, total + 5))
    assert [tile for tile in tiles if tile.niveau == 1] == store.tiles(1, 0, 9)
    assert [leaf(1)] == list(store.leaves(1, 2))


def test_nothing_was_appended_yet(store: LogboekStore) -> None:
    """
    An empty logboek has the head of an empty tree.
    """
    assert merkle.EMPTY == store.head()
    assert not [*store.leaves(0, 9), *store.tiles(1, 0, 9), *store.checkpoints()]


def test_reading_goes_by_pages(store: LogboekStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    More rows than one page are read page by page, in order and each once.
    """
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 3)
    append(store, 5, casus="a")
    append(store, 7, casus="b", voorwerp="v")
    append(store, 4, casus="a", voorwerp="v")

    assert [*range(16)] == [each.nummer for each in store.leaves(0, 16)]
    assert [*range(5), *range(12, 16)] == [each.nummer for each in store.leaves_of(casus="a")]
    assert [*range(5, 16)] == [each.nummer for each in store.leaves_of(voorwerp="v")]
    both = store.leaves_of(casus="a", voorwerp="v")
    assert [*range(12, 16)] == [each.nummer for each in both]


def test_entries_about_nothing_are_not_asked_for(store: LogboekStore) -> None:
    """
    Asking for the entries about no case and no row is a mistake of the caller.
    """
    with pytest.raises(WrongUse):
        list(store.leaves_of())


@pytest.mark.parametrize(
    ("numbers", "size"),
    [([3, 4], 5), ([1, 2], 3), ([2, 3], 9), ([0], 1), ([2, 2], 4), ([2, 4], 4)],
    ids=["gap", "again", "head-too-far", "from-the-start", "twice", "hole"],
)
def test_entries_must_follow(store: LogboekStore, numbers: list[int], size: int) -> None:
    """
    Entries that do not follow those that are there are refused, and nothing changes.
    """
    append(store, 2)
    before = store.head(), list(store.leaves(0, 9))
    leaves = [leaf(number) for number in numbers]

    def wrong() -> None:
        with store.write() as tx:
            tx.append(leaves, [], Head(size, (bytes(32),)))

    with pytest.raises(StoreFailed):
        wrong()

    assert before == (store.head(), list(store.leaves(0, 9)))


def test_what_raises_inside_keeps_nothing(store: LogboekStore) -> None:
    """
    Entries, checkpoints and policies of one transaction are there together or not at all.
    """
    append(store, 2)

    def interrupted() -> None:
        with store.write() as tx:
            tx.policy("h", b"x")
            tx.checkpoint(Checkpoint(2, made.START, "tekst"))
            tx.append([leaf(2)], [], Head(3, (bytes(32),)))
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        interrupted()
    head = append(store, 1)

    assert head.size == 3 == store.head().size
    assert not [*store.checkpoints(), *store.policies()]


def test_a_transaction_sees_itself(store: LogboekStore) -> None:
    """
    The head inside is the head as it will be; outside it is the durable one.
    """
    with store.write() as tx:
        tx.append([leaf(0)], [], Head(1, (leaf(0).hash,)))
        inside, outside = tx.head().size, store.head().size

    assert (1, 0) == (inside, outside)


def test_checkpoints_in_order_of_size(store: LogboekStore) -> None:
    """
    Of the same size the last one made comes last; `last` gives the end of the list, in order.
    """
    made_ = [Checkpoint(size, made.START, f"{size}{n}") for n, size in enumerate([5, 3, 5, 9])]
    with store.write() as tx:
        for each in made_:
            tx.checkpoint(each)
    ordered = [made_[1], made_[0], made_[2], made_[3]]

    assert ordered == store.checkpoints()
    assert ordered[-2:] == store.checkpoints(last=2)
    assert ordered == store.checkpoints(last=9)


def test_a_policy_is_kept_once(store: LogboekStore) -> None:
    """
    The same again is nothing; the policies come in order of hash.
    """
    with store.write() as tx:
        tx.policy("b", b"twee")
        tx.policy("a", b"een")
        tx.policy("b", b"twee")

    assert [("a", b"een"), ("b", b"twee")] == list(store.policies())


def test_pruning_forgets_what_an_entry_says(store: LogboekStore) -> None:
    """
    Number and hash stay; content, case and row are gone; pruning again finds nothing.
    """
    append(store, 4, casus="c", voorwerp="v")
    with store.write() as tx:
        first = tx.prune(0, 3)
    with store.write() as tx:
        second = tx.prune(0, 3)
    bare = [Leaf(number, leaf(number).hash, None) for number in range(3)]

    assert (3, 0) == (first, second)
    assert [*bare, leaf(3, casus="c", voorwerp="v")] == list(store.leaves(0, 9))
    assert [3] == [each.nummer for each in store.leaves_of(casus="c")]


def test_the_last_entry_about_each_row(store: LogboekStore) -> None:
    """
    Of many rows at once; a row without one is left out, and so is what stands after the head.
    """
    with store.write() as tx:
        leaves = [leaf(number, voorwerp=f"v{number % 600}") for number in range(1_200)]
        new, tiles = merkle.append(tx.head(), [each.hash for each in leaves])
        tx.append(leaves, tiles, new)
    with store._database.write() as connection:
        late = {"nummer": 5_000, "hash": b"h" * 32, "regel": b"{}", "voorwerp": "v3"}
        connection.execute(sa.insert(HOOFD.tables["logboek_regel"]), late)
    asked = ["v3", "weg", *(f"v{number}" for number in range(5, 600))]
    found = store.last_of(asked)

    assert set(asked) - {"weg"} == set(found)
    assert 603 == found["v3"].nummer
    assert {name: leaf.voorwerp for name, leaf in found.items()} == {name: name for name in found}
    assert {} == store.last_of([])


# ---------------------------------------------------------------- data and its entry


def test_data_and_its_entry_become_durable_together(store: LogboekStore) -> None:
    """
    Work gets the connection of the transaction; what it returns comes back.
    """
    with store.write() as tx:
        found = tx.run(_insert("een"))
        inside = list(store.policies())
        tx.append([leaf(0)], [], Head(1, (leaf(0).hash,)))

    assert "een" == found
    assert [] == inside
    assert [("een", b"x")] == list(store.policies())


def test_work_that_raises_is_undone_alone(store: LogboekStore) -> None:
    """
    Its changes go, the rest of the transaction stays.
    """

    def wrong(connection: sa.Connection) -> None:
        _insert("weg")(connection)
        _ = 1 / 0

    with store.write() as tx:
        tx.run(_insert("een"))
        with pytest.raises(ZeroDivisionError):
            tx.run(wrong)
        with pytest.raises(StoreFailed):
            tx.run(_insert("een"))
        tx.run(_insert("twee"))
        tx.append([leaf(0)], [], Head(1, (leaf(0).hash,)))

    assert ["een", "twee"] == [name for name, _ in store.policies()]
    assert 1 == store.head().size


def test_writing_inside_writing_is_refused(store: LogboekStore) -> None:
    """
    A thread that writes while it writes would wait for itself.
    """

    def nested() -> None:
        with store.write(), store.write():
            pass

    with pytest.raises(StoreFailed):
        nested()

    assert 1 == append(store, 1).size


def _insert(name: str) -> Callable[[sa.Connection], str]:
    def work(connection: sa.Connection) -> str:
        connection.execute(sa.insert(BELEID).values(hash=name, inhoud=b"x"))
        return name

    return work


# ------------------------------------------------------------------ rows that stay


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE logboek_regel SET hash = regel WHERE nummer = 1",
        "UPDATE logboek_regel SET regel = hash WHERE nummer = 1",
        "UPDATE logboek_regel SET casus = 'ander' WHERE nummer = 1",
        "UPDATE logboek_regel SET nummer = 99 WHERE nummer = 1",
        "UPDATE logboek_regel SET regel = NULL, casus = NULL, voorwerp = NULL, nummer = 99",
        "DELETE FROM logboek_regel WHERE nummer = 1",
        "UPDATE logboek_tegel SET nummer = 7",
        "DELETE FROM logboek_tegel",
        "UPDATE logboek_stand SET omvang = 1",
        "UPDATE logboek_stand SET toppen = toppen",
        "DELETE FROM logboek_stand",
        "UPDATE logboek_checkpoint SET tekst = 'x'",
        "DELETE FROM logboek_checkpoint",
        "UPDATE logboek_beleid SET inhoud = hash",
        "DELETE FROM logboek_beleid",
    ],
)
def test_the_database_itself_guards_the_rows(
    hoofd: Database, store: LogboekStore, statement: str
) -> None:
    """
    Rows of the logboek cannot be changed or removed with plain SQL, except to prune them.
    """
    _one_of_each(store)
    before = _everything(hoofd)
    if not hoofd.sqlite:
        statement = statement.replace("inhoud = hash", "inhoud = NULL")

    with pytest.raises(Guarded), hoofd.write() as connection:
        connection.exec_driver_sql(statement)

    assert before == _everything(hoofd)


def test_a_row_is_not_replaced_either(hoofd: Database, store: LogboekStore) -> None:
    """
    `INSERT OR REPLACE` removes a row without saying so; and an upsert is an update.
    """
    _one_of_each(store)
    begin = "INSERT OR REPLACE" if hoofd.sqlite else "INSERT"
    end = "" if hoofd.sqlite else "ON CONFLICT (hash) DO UPDATE SET inhoud = excluded.inhoud"

    with pytest.raises(Guarded), hoofd.write() as connection:
        connection.exec_driver_sql(f"{begin} INTO logboek_beleid VALUES ('h', '') {end}")

    assert [("h", b"x")] == list(store.policies())


@pytest.mark.postgres
@pytest.mark.parametrize("table", sorted(name for name in HOOFD.tables if "logboek" in name))
def test_a_table_of_the_logboek_is_not_emptied(postgres: Server, table: str) -> None:
    """
    TRUNCATE passes by the triggers for rows; it has one of its own.
    """
    database = open_database(Part.HOOFD, postgres.new_database())
    try:
        with pytest.raises(Guarded), database.write() as connection:
            connection.exec_driver_sql(f"TRUNCATE {table}")
    finally:
        database.close()


def _one_of_each(store: LogboekStore) -> None:
    append(store, 300, casus="c", voorwerp="v")
    with store.write() as tx:
        tx.policy("h", b"x")
        tx.checkpoint(Checkpoint(3, made.START, "tekst"))


def _everything(database: Database) -> list[Any]:
    with database.read() as connection:
        return [
            [tuple(row) for row in connection.execute(sa.select(table))]
            for table in HOOFD.sorted_tables
            if "logboek" in table.name
        ]


# --------------------------------------------------------------------- many writers


def test_many_threads_and_connections_append(new_target: Callable[[], str]) -> None:
    """
    Two stores on one database, four threads each: every entry is there once and the tree is right.
    """
    target = new_target()
    databases = [open_database(Part.HOOFD, target) for _ in range(2)]
    stores = [LogboekStore(database) for database in databases]
    threads = [
        threading.Thread(target=lambda mine=mine: [append(mine, 3) for _ in range(10)])
        for mine in stores
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    head, _ = merkle.append(merkle.EMPTY, [leaf(number).hash for number in range(240)])
    found = stores[0].head(), list(stores[0].leaves(0, 999))
    for store, database in zip(stores, databases, strict=True):
        store.close()
        database.close()

    assert (head, [leaf(number) for number in range(240)]) == found


@pytest.mark.postgres
def test_a_restarted_server_is_found_again(postgres: Server) -> None:
    """
    The connection that is kept died with the server; the next entry takes a new one.
    """
    database = open_database(Part.HOOFD, postgres.new_database())
    store = LogboekStore(database)
    append(store, 1)
    postgres.stop(immediate=True)
    try:
        with pytest.raises(DatabaseUnreachable):
            append(store, 1)
    finally:
        postgres.start()
    append(store, 1)
    postgres.stop(immediate=True)
    postgres.start()
    head = append(store, 1)
    store.close()
    database.close()

    assert 3 == head.size


# ----------------------------------------------------------- with the logboek itself


def test_a_logboek_in_a_database_is_in_order(store: LogboekStore) -> None:
    """
    What the writer writes here is line by line what it writes in memory, and passes the check.
    """
    signer, memory = TestSigner(), MemoryStore()
    for each in (store, memory):
        ours = made.writer(each, signer=signer)
        ours.keep_policy(made.POLICY, made.COMPILED, actor="systeem:proef")
        for number in range(30):
            ours.write([made.audit(beleid=made.POLICY, casus=f"c{number}"), made.data()])
        list(ours.batch(made.audit(beleid=made.POLICY) for _ in range(600)))
        ours.checkpoint()
    report = verify(store, [signer.verifier])

    assert report, report.afwijkingen
    assert memory.head() == store.head()
    assert list(memory.leaves(0, 999)) == list(store.leaves(0, 999))
    assert memory.checkpoints() == store.checkpoints()
    assert memory.tiles(1, 0, 9) == store.tiles(1, 0, 9)


def test_a_changed_byte_is_found(hoofd: Database, store: LogboekStore) -> None:
    """
    Who removes the guards and changes a row is found by the check, with the number of the row.
    """
    signer = TestSigner()
    ours = made.writer(store, signer=signer)
    ours.keep_policy(made.POLICY, made.COMPILED, actor="systeem:proef")
    ours.write([made.audit(beleid=made.POLICY) for _ in range(9)])
    ours.checkpoint()
    on = "" if hoofd.sqlite else " ON logboek_regel"
    table = HOOFD.tables["logboek_regel"]
    line = next(iter(store.leaves(4, 5))).regel or b""
    changed = line.replace(b"toegestaan", b"geweigerd.")
    with hoofd.write() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER logboek_regel_geen_update{on}")
        connection.execute(sa.update(table).where(table.c.nummer == 4).values(regel=changed))
    report = verify(store, [signer.verifier])

    assert not report
    assert 4 in {each.eerste for each in report.afwijkingen}


def test_tiles_are_told_apart_by_level(store: LogboekStore) -> None:
    """
    The tile of one level is not that of another.
    """
    tiles = [Tile(1, 0, sha256(b"1").digest()), Tile(2, 0, sha256(b"2").digest())]
    with store.write() as tx:
        tx.append([leaf(0)], tiles, Head(1, (leaf(0).hash,)))

    assert tiles[:1] == store.tiles(1, 0, 5)
    assert tiles[1:] == store.tiles(2, 0, 5)
