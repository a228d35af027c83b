"""
Checkpoints are signed notes as C2SP specifies them, and what is not one is refused.
"""

from __future__ import annotations

import base64
import hashlib

import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from tests.logboek.keys import TestSigner
from zvhprivacy.logboek import note
from zvhprivacy.logboek.errors import BadNote, NotSigned
from zvhprivacy.logboek.note import Statement, Verifier


SIGNER = TestSigner()
STATEMENT = Statement(SIGNER.name, 20_852_163, bytes(range(32)))
SIGNED = note.sign(STATEMENT, SIGNER)
LINES = SIGNED.split("\n")

# The verifier key and signature in the Go documentation of golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
# The checkpoint that stands as example in the specification.
SPECIFIED = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1g\
GzGku9nTo+zyWE+xeMcTOAYQ8=
"""


def test_the_form_of_a_checkpoint() -> None:
    """
    Origin, size and root on a line each, an empty line, and a line per signature.
    """
    key = hashlib.sha256(SIGNER.name.encode() + b"\n\x01" + SIGNER.public).digest()[:4]
    text = f"{SIGNER.name}\n20852163\n{base64.b64encode(STATEMENT.root).decode()}\n"
    signature = base64.b64encode(key + SIGNER.sign(text.encode())).decode()

    assert f"{text}\n\u2014 {SIGNER.name} {signature}\n" == SIGNED


def test_the_example_of_the_specification_is_read() -> None:
    """
    The example in c2sp.org/tlog-checkpoint says what it says there.
    """
    statement, signatures = note.read_checkpoint(SPECIFIED)

    assert ("example.com/behind-the-sofa", 20_852_163) == statement[:2]
    assert [("example.com/behind-the-sofa", 68)] == [(n, len(s)) for n, s in signatures]


def test_a_known_verifier_key_is_read() -> None:
    """
    The key id of a verifier key of others is what we compute for it.
    """
    assert PETER == Verifier.parse(PETER).text
    assert "c74f20a3" == Verifier.parse(PETER).key_id.hex()


def test_a_signed_checkpoint_opens() -> None:
    """
    A checkpoint opens with the key that signed it.
    """
    assert STATEMENT == note.open_checkpoint(SIGNED, [SIGNER.verifier])


def test_an_old_key_stays_a_verifier() -> None:
    """
    After a rotation the old and the new key each open what they signed.
    """
    new = TestSigner("twee")
    keys = [SIGNER.verifier, new.verifier]

    assert STATEMENT == note.open_checkpoint(SIGNED, keys)
    assert STATEMENT == note.open_checkpoint(note.sign(STATEMENT, new), keys)


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [TestSigner("ander").verifier],
        [TestSigner(name="zvh.example/ander").verifier],
        [Verifier(name=SIGNER.name, public=b"\xff" * 32)],
    ],
)
def test_other_keys_open_nothing(keys: list[Verifier]) -> None:
    """
    Without a key, with another key, or with the key under another name, nothing is believed.
    """
    with pytest.raises(NotSigned):
        note.open_checkpoint(SIGNED, keys)


def test_a_witness_is_passed_over() -> None:
    """
    Signatures of keys that are not known make no difference.
    """
    witness = note.sign(STATEMENT, TestSigner("getuige", "getuige.example")).split("\n")[-2]

    assert STATEMENT == note.open_checkpoint(SIGNED + witness + "\n", [SIGNER.verifier])


def test_one_false_signature_of_a_known_key_spoils_the_note() -> None:
    """
    A second line of the same key that is false makes the note false.
    """
    other = note.sign(STATEMENT._replace(size=1), SIGNER).split("\n")[-2]

    with pytest.raises(NotSigned):
        note.open_checkpoint(SIGNED + other + "\n", [SIGNER.verifier])


def test_a_key_signs_only_for_its_own_log() -> None:
    """
    A checkpoint of another log is not made true by our signature below it.
    """
    other = note.sign(STATEMENT._replace(origin="elders.example/log"), SIGNER)

    with pytest.raises(NotSigned):
        note.open_checkpoint(other, [SIGNER.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\n\n",
        SIGNED[:-1],
        SIGNED + "\n",
        SIGNED.replace("\n", "\r\n"),
        SIGNED.replace("20852163", "020852163"),
        SIGNED.replace("20852163", "-1"),
        SIGNED.replace("20852163", "+1"),
        SIGNED.replace("20852163", "١"),
        SIGNED.replace("20852163", "1" * 20),
        SIGNED.replace("20852163\n", ""),
        SIGNED.replace("20852163\n", "20852163\n\n"),
        SIGNED.replace("\n\n", "\nextension\n\n"),
        SIGNED.replace("\n\n", "\n"),
        SIGNED.replace("\u2014", "-"),
        SIGNED.replace("\u2014 ", "\u2014"),
        SIGNED.replace("\u2014 ", "\u2014  "),
        SIGNED.replace("=\n", "\n"),
        SIGNED.replace("Hh8=", "Hh9="),  # other unused bits
        SIGNED.replace("Hh8=", "Hg=="),
        "\n".join([*LINES[:4], f"\u2014 {SIGNER.name} AAAA", ""]),
        "\n".join([*LINES[:4], f"\u2014 {SIGNER.name} ", ""]),
        "\n".join([*LINES[:4], "\u2014 a+b AAAAAAAA", ""]),
        "\n".join([*LINES[:4], "\u2014 a\u00a0b AAAAAAAA", ""]),
        "\n".join(["", *LINES[1:]]),
        SIGNED.replace("zvh", "z\x00h"),
        SIGNED.replace("zvh", "z\x1bh"),
        SIGNED.replace("zvh", "z\ud800h"),
        "a" * 70_000 + SIGNED,
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    """
    There is one form, and everything else is refused before a signature is looked at.
    """
    with pytest.raises(BadNote):
        note.open_checkpoint(text, [SIGNER.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "naam",
        "naam+c74f20a3",
        PETER[:-1],
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("Peter", "Pieter"),
        PETER.replace("+AR", "+AB"),
        PETER + "=",
        "a b" + PETER,
        "naam+00000000+AgAA",
    ],
)
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    """
    A verifier key has a name, a check on name and key, and an Ed25519 key.
    """
    with pytest.raises(BadNote):
        Verifier.parse(text)


@given(st.binary(max_size=40), st.integers(0, 300), st.booleans())
@example(b"\n", 0, False)
def test_no_changed_byte_is_believed(data: bytes, at: int, insert: bool) -> None:
    """
    Whatever is written over or into a checkpoint: it is refused, or says what it said.
    """
    raw = SIGNED.encode()
    at %= len(raw) + 1
    changed = raw[:at] + data + raw[at if insert else at + len(data) :]
    try:
        text = changed.decode()
        opened = note.open_checkpoint(text, [SIGNER.verifier])
    except (UnicodeDecodeError, BadNote, NotSigned):
        return

    assert STATEMENT == opened


@given(st.one_of(st.text(), st.text("\u2014 +/=\naz09", max_size=60)))
def test_any_text_is_refused_or_read_back(text: str) -> None:
    """
    What is read as a checkpoint is written back to the same text.
    """
    try:
        statement, signatures = note.read_checkpoint(text)
    except BadNote:
        return
    root = base64.b64encode(statement.root).decode()
    tail = "".join(f"\u2014 {name} {base64.b64encode(s).decode()}\n" for name, s in signatures)

    assert text == f"{statement.origin}\n{statement.size}\n{root}\n\n{tail}"


@given(st.text(max_size=90))
def test_any_text_is_refused_or_is_a_verifier_key(text: str) -> None:
    """
    What is read as a verifier key is written back to the same text.
    """
    try:
        key = Verifier.parse(text)
    except BadNote:
        return

    assert text == key.text
