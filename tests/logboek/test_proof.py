"""
A proof is a small file that convinces somebody who has nothing else than the public key.
"""

from __future__ import annotations

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.logboek.keys import TestSigner
from tests.logboek.made import filled, writer
from zvhprivacy.logboek import note, proof
from zvhprivacy.logboek.errors import BadNote, NoProof, NotSigned
from zvhprivacy.logboek.note import Statement
from zvhprivacy.logboek.proof import Proof


KEY = TestSigner()
STORE = filled(600, every=150)
CHECKPOINTS = STORE.checkpoints()
GIVEN = proof.inclusion(STORE, 300, CHECKPOINTS[-1])


def test_every_entry_is_proven_in_every_later_checkpoint() -> None:
    """
    Also in an old checkpoint, of a size that is no whole tile.
    """
    for each in CHECKPOINTS:
        for number in range(0, each.size, 50):
            found = proof.inclusion(STORE, number, each)
            entry = STORE.rows.leaves[number].regel or b""

            assert found.holds(entry, [KEY.verifier])
            assert not found.holds(entry + b" ", [KEY.verifier])


def test_a_proof_outlives_pruning() -> None:
    """
    Who kept his line can show that it was there after the logboek has forgotten it.
    """
    store = STORE.copy()
    entry = store.rows.leaves[3].regel or b""
    with store.write() as tx:
        tx.prune(0, 400)

    assert proof.inclusion(store, 3, CHECKPOINTS[-1]).holds(entry, [KEY.verifier])


def test_a_proof_is_read_back() -> None:
    """
    The file has the form of c2sp.org/tlog-proof.
    """
    lines = GIVEN.text.split("\n")

    assert ["c2sp.org/tlog-proof@v1", "index 300"] == lines[:2]
    assert GIVEN == Proof.parse(GIVEN.text)
    assert GIVEN.text.endswith("\n\n" + CHECKPOINTS[-1].tekst)


def test_another_key_proves_nothing() -> None:
    """
    A proof counts for who trusts the key that signed its checkpoint.
    """
    with pytest.raises(NotSigned):
        GIVEN.holds(STORE.rows.leaves[300].regel or b"", [TestSigner("ander").verifier])


def test_an_entry_after_the_checkpoint_has_no_proof() -> None:
    """
    A checkpoint says nothing about what came later.
    """
    with pytest.raises(NoProof):
        proof.inclusion(STORE, CHECKPOINTS[0].size, CHECKPOINTS[0])


def test_a_log_continues_its_checkpoints() -> None:
    """
    It continues what it was, and nothing that it never was.
    """
    head = STORE.head()
    for each in CHECKPOINTS:
        seen = note.read_checkpoint(each.tekst)[0]

        assert proof.continues(STORE, head, seen)
        assert not proof.continues(STORE, head, seen._replace(root=b"\1" * 32))
    assert not proof.continues(STORE, head, Statement(KEY.name, head.size + 1, b"\1" * 32))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        GIVEN.text.replace("@v1", "@v2"),
        GIVEN.text.replace("index 300", "index 0300"),
        GIVEN.text.replace("index 300", "index -1"),
        GIVEN.text.replace("index 300\n", ""),
        GIVEN.text.replace("index 300\n", "index 300\nAAAA\n"),
        GIVEN.text.replace("=\n", "\n", 1),
        GIVEN.text.replace("\n\n", "\n", 1),
    ],
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    """
    There is one form.
    """
    with pytest.raises(BadNote):
        Proof.parse(text)


@given(st.integers(0, 2_000), st.text(max_size=10), st.booleans())
def test_any_change_is_refused_or_read_back(at: int, change: str, insert: bool) -> None:
    """
    Whatever is written in a proof: refused, or read to what it says.
    """
    at %= len(GIVEN.text)
    text = GIVEN.text[:at] + change + GIVEN.text[at if insert else at + len(change) :]
    try:
        found = Proof.parse(text)
    except BadNote:
        return

    assert text == found.text
    if text != GIVEN.text:
        try:
            held = found.holds(STORE.rows.leaves[300].regel or b"", [KEY.verifier])
        except NotSigned:
            return
        assert not held or found.nummer == 300


def test_a_writer_and_a_reader_see_the_same_tree() -> None:
    """
    A checkpoint that was just signed proves what was just written.
    """
    store = STORE.copy()
    ours = writer(store)
    written = ours.write([], None).nummers

    assert 0 == len(written)
    assert proof.inclusion(store, 600, ours.checkpoint()).nummer == 600
