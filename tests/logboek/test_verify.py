"""
Whatever is done to a logboek is found, and the message says to which entries.

Every tampering is planted in a logboek in memory and looked for twice: by `verify` on the store,
and by the separate program on an export of it. They must agree to the letter.
"""

from __future__ import annotations

import json

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.logboek.keys import TestSigner
from tests.logboek.made import POLICY, Klok, audit, data, filled, writer
from tests.logboek.memory import MemoryStore
from zvhprivacy.logboek import canonical, merkle, note, verify_export
from zvhprivacy.logboek.export import export
from zvhprivacy.logboek.line import Gebeurtenis
from zvhprivacy.logboek.note import Statement
from zvhprivacy.logboek.report import Report, Soort
from zvhprivacy.logboek.verify import Outside, verify
from zvhprivacy.model.stored import Checkpoint, Head, Leaf


KEY = TestSigner()
SIZE = 701  # a policy and 700 decisions: checkpoints at 101, 201, …, two whole tiles and a part
Found = list[tuple[str, int, int, str]]


def found(report: Report) -> Found:
    """
    The deviations as plain tuples.
    """
    return [(each.soort.value, *each[1:]) for each in report.afwijkingen]


def checked(store: MemoryStore, tmp_path: Path, *since: Outside) -> Found:
    """
    The deviations of *store*, on which both ways of checking agree.
    """
    report = verify(store, [KEY.verifier], since=since)
    outcome = exported(store, tmp_path, *since)
    expected = report.as_json()
    expected["afwijkingen"] = [dict(each) for each in expected["afwijkingen"]]

    assert expected == outcome
    return found(report)


def exported(store: MemoryStore, tmp_path: Path, *since: Outside) -> dict[str, Any]:
    """
    What the separate program says of an export of *store*.
    """
    folder = tmp_path / "export"
    export(store, folder, [KEY.verifier])
    return look(folder, *since)


def look(folder: Path, *since: Outside) -> dict[str, Any]:
    """
    What the separate program finds in *folder*.
    """
    key = verify_export.read_key(KEY.verifier.text)
    return verify_export.Check(folder).run([key], [(each.naam, each.tekst) for each in since])


@pytest.fixture(scope="module")
def whole() -> MemoryStore:
    """
    A logboek in which everything is in order.
    """
    return filled(SIZE - 1)


@pytest.fixture
def store(whole: MemoryStore) -> MemoryStore:
    """
    A copy of it to tamper with.
    """
    return whole.copy()


def test_nothing_deviates_in_what_was_only_written(store: MemoryStore, tmp_path: Path) -> None:
    """
    A logboek that nobody touched is in order, and the report says how far it goes.
    """
    report = verify(store, [KEY.verifier])

    assert report
    assert [] == checked(store, tmp_path)
    assert (SIZE, SIZE, 0, 8) == (
        report.aantal,
        report.ondertekend_tot,
        report.leesbaar_vanaf,
        report.checkpoints,
    )
    assert merkle.root(store.head()).hex() == report.wortel


def test_an_empty_log_is_in_order(tmp_path: Path) -> None:
    """
    A logboek without entries is in order, signed or not.
    """
    assert [] == checked(MemoryStore(), tmp_path)
    signed = MemoryStore()
    writer(signed).checkpoint()

    assert [] == checked(signed, tmp_path / "signed")


# --- what somebody with the database can do


def edit(
    store: MemoryStore, number: int, *, old: bytes = b"inzien", new: bytes = b"wissen"
) -> Leaf:
    """
    Change what a line says.
    """
    leaf = store.rows.leaves[number]
    assert leaf.regel is not None
    assert old in leaf.regel
    store.rows.leaves[number] = leaf._replace(regel=leaf.regel.replace(old, new))
    return store.rows.leaves[number]


def rehash(store: MemoryStore, number: int) -> None:
    """
    Make the hash of a line fit again.
    """
    leaf = store.rows.leaves[number]
    store.rows.leaves[number] = leaf._replace(hash=merkle.leaf_hash(leaf.regel or b""))


def rebuild(store: MemoryStore) -> None:
    """
    Make numbers, hashes, tiles and head fit the lines again, as who holds the database can.
    """
    lines = [leaf for _, leaf in sorted(store.rows.leaves.items())]
    store.rows.leaves = {}
    for number, leaf in enumerate(lines):
        hash_ = leaf.hash if leaf.regel is None else merkle.leaf_hash(leaf.regel)
        store.rows.leaves[number] = leaf._replace(nummer=number, hash=hash_)
    hashes = [leaf.hash for leaf in store.rows.leaves.values()]
    store.rows.head, tiles = merkle.append(merkle.EMPTY, hashes)
    store.rows.tiles = {(tile.niveau, tile.nummer): tile for tile in tiles}


def edited(store: MemoryStore) -> None:
    """
    Change one line.
    """
    edit(store, 300)


def edited_and_hashed(store: MemoryStore) -> None:
    """
    Change one line and its hash.
    """
    edit(store, 300)
    rehash(store, 300)


def edited_and_rebuilt(store: MemoryStore) -> None:
    """
    Change one line and everything that follows from it.
    """
    edit(store, 300)
    rebuild(store)


def hash_changed(store: MemoryStore) -> None:
    """
    Change the hash only.
    """
    store.rows.leaves[300] = store.rows.leaves[300]._replace(hash=b"\1" * 32)


def dropped(store: MemoryStore) -> None:
    """
    Take two lines out.
    """
    del store.rows.leaves[300], store.rows.leaves[301]


def dropped_and_rebuilt(store: MemoryStore) -> None:
    """
    Take a line out and close the gap.
    """
    del store.rows.leaves[300]
    rebuild(store)


def swapped(store: MemoryStore) -> None:
    """
    Swap two lines with their hashes.
    """
    rows = store.rows.leaves
    one, two = rows[300], rows[310]
    rows[300], rows[310] = two._replace(nummer=300), one._replace(nummer=310)


def swapped_and_rebuilt(store: MemoryStore) -> None:
    """
    Swap two lines of different times, and rebuild.
    """
    rows = store.rows.leaves
    rows[300], rows[410] = rows[410], rows[300]
    rebuild(store)


def inserted_and_rebuilt(store: MemoryStore) -> None:
    """
    Put a line in between.
    """
    lines = [leaf for _, leaf in sorted(store.rows.leaves.items())]
    lines.insert(300, lines[300])
    store.rows.leaves = dict(enumerate(lines))
    rebuild(store)


def cut_off(store: MemoryStore) -> None:
    """
    Take the last lines away.
    """
    for number in range(690, SIZE):
        del store.rows.leaves[number]


def cut_off_and_rebuilt(store: MemoryStore) -> None:
    """
    Take the last lines away and move the head back.
    """
    cut_off(store)
    rebuild(store)


def erased(store: MemoryStore) -> None:
    """
    Empty lines as pruning does, without saying so.
    """
    for number in (300, 301, 305):
        leaf = store.rows.leaves[number]
        store.rows.leaves[number] = leaf._replace(regel=None, casus=None)


def added(store: MemoryStore) -> None:
    """
    Put a line after the end of the tree.
    """
    store.rows.leaves[SIZE] = store.rows.leaves[SIZE - 1]._replace(nummer=SIZE)


def other_form(store: MemoryStore) -> None:
    """
    Write a line with a space in it.
    """
    edit(store, 300, old=b",", new=b", ")


def no_line(store: MemoryStore) -> None:
    """
    Put bytes there that are no line, and would break the lines of a file.
    """
    store.rows.leaves[300] = store.rows.leaves[300]._replace(regel=b'x\n[1,"', casus=None)


def earlier(store: MemoryStore) -> None:
    """
    Give a line an earlier time.
    """
    edit(store, 300, old=b"2026-06-01T12", new=b"2026-05-31T12")


def tile_changed(store: MemoryStore) -> None:
    """
    Change a tile.
    """
    store.rows.tiles[1, 1] = store.rows.tiles[1, 1]._replace(hash=b"\1" * 32)


def tile_gone(store: MemoryStore) -> None:
    """
    Take a tile away.
    """
    del store.rows.tiles[1, 0]


def head_changed(store: MemoryStore) -> None:
    """
    Change a peak of the head.
    """
    head = store.rows.head
    store.rows.head = Head(head.size, (*head.peaks[:-1], b"\1" * 32))


def policy_gone(store: MemoryStore) -> None:
    """
    Take the policy away.
    """
    store.rows.policies.clear()


def policy_changed(store: MemoryStore) -> None:
    """
    Change the policy.
    """
    store.rows.policies[POLICY] = b"p, alles, allow\n"


def checkpoint_garbled(store: MemoryStore) -> None:
    """
    Make a checkpoint unreadable.
    """
    old = store.rows.checkpoints[2]
    store.rows.checkpoints[2] = old._replace(tekst=old.tekst.replace("\n\n", "\n"))


def checkpoint_forged(store: MemoryStore) -> None:
    """
    Replace a checkpoint by one with another root.
    """
    old = store.rows.checkpoints[2]
    forged = note.sign(Statement(KEY.name, old.size, b"\1" * 32), TestSigner("dief"))
    store.rows.checkpoints[2] = old._replace(tekst=forged)


def checkpoint_of_a_fork(store: MemoryStore) -> None:
    """
    Have the true key sign another tree of the same size.
    """
    old = store.rows.checkpoints[2]
    forked = note.sign(Statement(KEY.name, old.size, b"\1" * 32), KEY)
    store.rows.checkpoints.append(Checkpoint(old.size, old.tijd, forked))


def checkpoints_gone(store: MemoryStore) -> None:
    """
    Take all checkpoints away.
    """
    store.rows.checkpoints.clear()


TAMPERINGS: dict[Callable[[MemoryStore], None], Found] = {
    edited: [("regel-gewijzigd", 300, 300, "")],
    edited_and_hashed: [
        ("stand-gewijzigd", 0, 700, ""),
        ("tegel-gewijzigd", 256, 511, "1/1"),
        ("checkpoint-wijkt-af", 201, 300, "301"),
    ],
    edited_and_rebuilt: [("checkpoint-wijkt-af", 201, 300, "301")],
    hash_changed: [
        ("stand-gewijzigd", 0, 700, ""),
        ("checkpoint-wijkt-af", 201, 300, "301"),
        ("tegel-gewijzigd", 256, 511, "1/1"),
        ("regel-gewijzigd", 300, 300, ""),
    ],
    dropped: [
        ("stand-gewijzigd", 0, 700, ""),
        ("checkpoint-wijkt-af", 201, 300, "301"),
        ("tegel-gewijzigd", 256, 511, "1/1"),
        ("regel-verdwenen", 300, 301, ""),
    ],
    dropped_and_rebuilt: [
        ("checkpoint-wijkt-af", 201, 300, "301"),
        ("checkpoint-te-groot", 700, 700, "701"),
    ],
    swapped: [
        ("stand-gewijzigd", 0, 700, ""),
        ("checkpoint-wijkt-af", 201, 300, "301"),
        ("tegel-gewijzigd", 256, 511, "1/1"),
        ("tijd-terug", 310, 310, ""),
    ],
    swapped_and_rebuilt: [
        ("checkpoint-wijkt-af", 201, 300, "301"),
        ("tijd-terug", 301, 301, ""),
        ("tijd-terug", 410, 410, ""),
    ],
    inserted_and_rebuilt: [("checkpoint-wijkt-af", 301, 400, "401")],
    cut_off: [
        ("stand-gewijzigd", 0, 700, ""),
        ("checkpoint-wijkt-af", 601, 700, "701"),
        ("regel-verdwenen", 690, 700, ""),
    ],
    cut_off_and_rebuilt: [("checkpoint-te-groot", 690, 700, "701")],
    erased: [("regel-gewist", 300, 301, ""), ("regel-gewist", 305, 305, "")],
    added: [("regel-te-veel", 701, 701, "")],
    other_form: [("regel-gewijzigd", 300, 300, ""), ("regel-vorm", 300, 300, "")],
    no_line: [("regel-gewijzigd", 300, 300, ""), ("regel-vorm", 300, 300, "")],
    earlier: [("regel-gewijzigd", 300, 300, ""), ("tijd-terug", 300, 300, "")],
    tile_changed: [("tegel-gewijzigd", 256, 511, "1/1")],
    tile_gone: [("tegel-gewijzigd", 0, 255, "1/0")],
    head_changed: [("stand-gewijzigd", 0, 700, "")],
    policy_gone: [("beleid-onbekend", 0, 0, POLICY)],
    policy_changed: [("beleid-gewijzigd", 0, 0, POLICY)],
    checkpoint_garbled: [("checkpoint-vorm", 0, 0, "201")],
    checkpoint_forged: [("checkpoint-vals", 0, 0, "201")],
    checkpoint_of_a_fork: [("checkpoint-wijkt-af", 101, 200, "201")],
    checkpoints_gone: [("geen-checkpoint", 0, 700, "")],
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda each: each.__name__)
def test_tampering_is_found_and_placed(
    store: MemoryStore, tmp_path: Path, tamper: Callable[[MemoryStore], None]
) -> None:
    """
    Each tampering gives exactly the findings that say where it was, and no others.
    """
    tamper(store)

    assert sorted(TAMPERINGS[tamper]) == sorted(checked(store, tmp_path))


def test_every_kind_of_deviation_was_planted() -> None:
    """
    There is no kind of which nobody has seen that it is found.
    """
    planted = {each[0] for expected in TAMPERINGS.values() for each in expected}

    assert {each.value for each in Soort} == planted | {"kenmerk-gewijzigd"}


@pytest.mark.parametrize("change", [{"casus": "anders"}, {"casus": None}, {"voorwerp": "rij"}])
def test_what_an_entry_is_found_by_is_that_of_the_entry(
    store: MemoryStore, change: dict[str, Any]
) -> None:
    """
    An entry that is hidden from who looks for its case is found; an export has no such columns.
    """
    store.rows.leaves[300] = store.rows.leaves[300]._replace(**change)

    assert [("kenmerk-gewijzigd", 300, 300, "")] == found(verify(store, [KEY.verifier]))


# --- what only shows from outside


def test_yesterdays_file_is_found_from_outside(store: MemoryStore, tmp_path: Path) -> None:
    """
    An old copy is in order by itself; a checkpoint that was kept tells which entries are missing.
    """
    yesterday = store.copy()
    ours = writer(store, klok=Klok(timedelta(hours=1)))
    ours.write([audit(), audit()])
    kept = Outside("gemeente", ours.checkpoint().tekst)

    assert [] == checked(store, tmp_path / "today", kept)
    assert [] == checked(yesterday, tmp_path / "yesterday")
    assert [("checkpoint-te-groot", 701, 702, "gemeente")] == (
        checked(yesterday, tmp_path / "against", kept)
    )


def test_a_fork_is_found_from_outside(store: MemoryStore, tmp_path: Path) -> None:
    """
    Two histories, both signed: who kept a checkpoint of the one sees that the other differs.
    """
    fork = store.copy()
    writer(store, klok=Klok(timedelta(hours=1))).write([audit(casus="echt")])
    writer(fork, klok=Klok(timedelta(hours=1))).write([audit(casus="vals")])
    kept = Outside("fg", store.checkpoints()[-1].tekst)

    assert [] == checked(fork, tmp_path / "alone")
    assert [("checkpoint-wijkt-af", 701, 701, "fg")] == checked(fork, tmp_path / "against", kept)


def test_a_rebuilt_log_without_its_checkpoints_is_found_from_outside(
    store: MemoryStore, tmp_path: Path
) -> None:
    """
    Who holds the database and takes the later checkpoints away too is caught by one outside.
    """
    kept = Outside("fg", store.checkpoints()[-1].tekst)
    edited_and_rebuilt(store)
    del store.rows.checkpoints[3:]

    assert [] == checked(store, tmp_path / "alone")
    assert [("checkpoint-wijkt-af", 201, 700, "fg")] == checked(store, tmp_path / "against", kept)


def test_a_false_outside_checkpoint_is_said_to_be(store: MemoryStore, tmp_path: Path) -> None:
    """
    A text from elsewhere that is no checkpoint, or not signed, is not taken for proof.
    """
    forged = note.sign(Statement(KEY.name, 701, b"\1" * 32), TestSigner("dief"))

    assert [("checkpoint-vals", 0, 0, "a"), ("checkpoint-vorm", 0, 0, "b")] == (
        checked(store, tmp_path, Outside("a", forged), Outside("b", "x\n"))
    )


def test_without_the_right_key_nothing_is_confirmed(store: MemoryStore) -> None:
    """
    With another key than the one that signed, no checkpoint counts.
    """
    report = verify(store, [TestSigner("ander").verifier])

    assert {Soort.CHECKPOINT_VALS, Soort.GEEN_CHECKPOINT} == {e.soort for e in report.afwijkingen}


def test_a_rotated_key_confirms_what_it_signed(tmp_path: Path) -> None:
    """
    After a rotation the logboek is in order for who knows both keys.
    """
    store, new = MemoryStore(), TestSigner("nieuw")
    writer(store, klok=Klok(timedelta(seconds=1))).write([audit()])
    writer(store, klok=Klok(timedelta(hours=1)), signer=new).write([data()])

    assert verify(store, [KEY.verifier, new.verifier])
    assert not verify(store, [new.verifier])


# --- pruning


def pruned(store: MemoryStore, before: int) -> None:
    """
    Prune by the rules.
    """
    line = audit(
        gebeurtenis=Gebeurtenis.LOGBOEK_OPSCHONEN,
        regel="logboek-vijf-jaar",
        grondslag="AVG 5 lid 1",
        tot=before,
    )
    writer(store, klok=Klok(timedelta(hours=1))).prune(before, line)


def test_pruning_by_the_rules_deviates_nowhere(store: MemoryStore, tmp_path: Path) -> None:
    """
    Old checkpoints hold, and the report says from where content can be read.
    """
    kept = Outside("fg", store.checkpoints()[1].tekst)
    pruned(store, 150)
    pruned(store, 300)

    assert [] == checked(store, tmp_path, kept)
    assert 300 == verify(store, [KEY.verifier]).leesbaar_vanaf


def test_erasing_more_than_was_declared_is_found(store: MemoryStore, tmp_path: Path) -> None:
    """
    What is emptied beyond a declared pruning was not pruned but erased.
    """
    pruned(store, 300)
    erased(store)

    assert [("regel-gewist", 300, 301, ""), ("regel-gewist", 305, 305, "")] == (
        checked(store, tmp_path)
    )
    assert 300 == verify(store, [KEY.verifier]).leesbaar_vanaf


# --- anything


@given(
    number=st.integers(0, 40),
    at=st.integers(0, 400),
    flip=st.integers(1, 255),
    column=st.sampled_from(["regel", "hash", "tegel", "checkpoint", "stand"]),
)
def test_every_flipped_byte_is_found(number: int, at: int, flip: int, column: str) -> None:
    """
    One byte changed anywhere in what is kept: the logboek is no longer in order.
    """
    store = SMALL.copy()
    rows = store.rows

    def flipped(value: bytes) -> bytes:
        place = at % len(value)
        return value[:place] + bytes([value[place] ^ flip]) + value[place + 1 :]

    leaf = rows.leaves[number]
    if column == "regel":
        rows.leaves[number] = leaf._replace(regel=flipped(leaf.regel or b""))
    elif column == "hash":
        rows.leaves[number] = leaf._replace(hash=flipped(leaf.hash))
    elif column == "stand":
        peaks = list(rows.head.peaks)
        peaks[number % len(peaks)] = flipped(peaks[number % len(peaks)])
        rows.head = Head(rows.head.size, tuple(peaks))
    elif column == "checkpoint":
        old = rows.checkpoints[0]
        text = flipped(old.tekst.encode()).decode("utf-8", "replace")
        rows.checkpoints[0] = old._replace(tekst=text)
    else:
        rows.leaves[number] = leaf._replace(nummer=leaf.nummer, regel=None)

    assert not verify(store, [KEY.verifier])


SMALL = filled(40, every=10)


# --- the export


def test_an_export_changed_afterwards_is_found(store: MemoryStore, tmp_path: Path) -> None:
    """
    A line that is changed in the files is found like one that is changed in the database.
    """
    export(store, tmp_path / "export", [KEY.verifier])
    path = tmp_path / "export/regels/000000000000.jsonl"
    lines = path.read_bytes().split(b"\n")
    lines[300] = lines[300].replace(b"inzien", b"wissen")
    path.write_bytes(b"\n".join(lines))

    assert [{"soort": "regel-gewijzigd", "eerste": 300, "laatste": 300, "bij": ""}] == (
        look(tmp_path / "export")["afwijkingen"]
    )


def test_the_lines_of_an_export_are_lines_of_json(store: MemoryStore, tmp_path: Path) -> None:
    """
    Every line of an export is JSON with the number, the hash and the line as it is kept.
    """
    export(store, tmp_path / "export", [KEY.verifier])
    path = tmp_path / "export/regels/000000000000.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    kept = store.rows.leaves[300]

    assert SIZE == len(rows)
    assert [300, kept.hash.hex(), json.loads(kept.regel or b"")] == rows[300]
    assert "besluit" in repr(canonical.read(kept.regel or b""))
