"""
A pseudonym says what it is, notices typing errors, and is never taken for a BSN.
"""

from __future__ import annotations

import itertools
import re

import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.errors import WrongUse
from zvhprivacy.vault.bsn import Bsn, BsnInvalid
from zvhprivacy.vault.pseudonym import (
    EPOCH_MAX,
    Parts,
    Pseudoniem,
    PseudoniemInvalid,
    PseudoniemReden,
    as_letters,
    parse,
    write,
)


VALUES = st.binary(min_size=16, max_size=16)
CODES = st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=4)
EPOCHS = st.integers(1, EPOCH_MAX)
PARTS = st.builds(Parts, CODES, EPOCHS, VALUES)

LOWER = "abcdefghijklmnopqrstuvwxyz"
EXAMPLE = write(Parts("bcdf", 12, bytes(range(16))))


def _iso7064(values: list[int], modulus: int) -> int:
    """
    The check value of a hybrid system of ISO/IEC 7064, MOD *modulus* + 1, *modulus*.
    """
    product = modulus
    for value in values:
        total = (product + value) % modulus
        product = (total or modulus) * 2 % (modulus + 1)
    return (1 - product) % modulus


def _characters(text: str) -> list[int]:
    """
    Give the values that the check runs over: a digit stands for the letter of that number.
    """
    return [int(char) if char.isdigit() else ord(char) - 97 for char in text if char != "-"]


def _accepted(text: str) -> bool:
    try:
        parse(text)
    except PseudoniemInvalid:
        return False
    return True


def _reden(text: str, **more: str) -> PseudoniemReden:
    with pytest.raises(PseudoniemInvalid) as raised:
        parse(text, **more)
    return raised.value.reden


def test_the_oracle_knows_published_examples() -> None:
    """
    The oracle of the check character gives what published examples of its sister systems say.
    """
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    grid = [alphabet.index(char) for char in "A12425GABC1234002"]

    assert 5 == _iso7064([0, 7, 9, 4], 10)
    assert "M" == alphabet[_iso7064(grid, 36)]


@given(PARTS)
def test_the_check_character(parts: Parts) -> None:
    """
    The last letter is the check character of ISO/IEC 7064 MOD 27,26 over everything before it.
    """
    text = write(parts)

    assert LOWER[_iso7064(_characters(text[:-1]), 26)] == text[-1]


@given(PARTS)
def test_reading_gives_back_what_was_written(parts: Parts) -> None:
    """
    A pseudonym can be read back, also when somebody wrote it in capitals.
    """
    assert parts == parse(write(parts)) == parse(write(parts).upper())


@given(VALUES, VALUES)
def test_letters_keep_the_order_of_the_bits(one: bytes, other: bytes) -> None:
    """
    128 bits are 28 letters, different for other bits and in the same order.
    """
    assert (one < other) == (as_letters(one) < as_letters(other))
    assert re.fullmatch("[a-z]{28}", as_letters(one))


def _passes_anywhere(digits: str) -> bool:
    """
    Say whether digits in a row, from anywhere in *digits*, are a BSN.
    """
    for start, length in itertools.product(range(len(digits)), (8, 9)):
        try:
            Bsn(digits[start : start + length])
        except BsnInvalid:
            continue
        return True
    return False


@given(CODES, VALUES)
def test_it_is_never_taken_for_a_bsn(code: str, value: bytes) -> None:
    """
    In every tijdvak there is, a pseudonym holds no digits in a row that make a BSN, nor when all
    else is taken out of it.
    """
    for epoch in (*range(1, 40), 999, 1_000, EPOCH_MAX):
        digits = re.sub("[^0-9]", "", write(Parts(code, epoch, value)))

        assert len(digits) < 8
        assert not _passes_anywhere(digits)


def test_no_tijdvak_beyond_the_digits_that_are_safe() -> None:
    """
    Of all that can be written and read, the digits are too few for a BSN.
    """
    assert 5 == len(re.sub("[^0-9]", "", write(Parts("bcdf", EPOCH_MAX, bytes(16)))))
    with pytest.raises(WrongUse):
        write(Parts("bcdf", EPOCH_MAX + 1, bytes(16)))


@given(PARTS, st.data())
def test_one_wrong_letter_is_found(parts: Parts, data: st.DataObject) -> None:
    """
    A pseudonym with one letter or digit changed for another is not accepted, wherever it stands.
    """
    text = write(parts)
    at = data.draw(st.integers(4, len(text) - 1).filter(lambda at: text[at] != "-"))
    same = "0123456789" if text[at].isdigit() else LOWER
    other = data.draw(st.sampled_from(same).filter(lambda char: char != text[at]))

    reden = _reden(text[:at] + other + text[at + 1 :])

    assert reden in {PseudoniemReden.CONTROLETEKEN, PseudoniemReden.VORM}


def test_swapped_letters_are_nearly_always_found() -> None:
    """
    Of two neighbours swapped, anywhere in the bits, no more than one in a hundred goes unseen.
    """
    swapped = []
    for number in range(300):
        text = write(Parts("bcdf", 1, pow(3, 500 + number, 1 << 128).to_bytes(16, "big")))
        for at in range(len("zvh1-bcdf1-"), len(text) - 3):
            if text[at] != text[at + 1]:
                swapped.append(f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}")  # noqa: PERF401 - a loop reads better

    assert sum(map(_accepted, swapped)) <= len(swapped) / 100


@pytest.mark.parametrize(
    ("text", "reden"),
    [
        ("", PseudoniemReden.VORM),
        (f" {EXAMPLE}", PseudoniemReden.VORM),
        (f"{EXAMPLE}\n", PseudoniemReden.VORM),
        (EXAMPLE[:-1], PseudoniemReden.VORM),
        (EXAMPLE + "a", PseudoniemReden.VORM),
        (EXAMPLE.replace("-", ""), PseudoniemReden.VORM),
        (EXAMPLE.replace("-", "–"), PseudoniemReden.VORM),
        (EXAMPLE.replace("bcdf12", "bcdf012"), PseudoniemReden.VORM),
        (EXAMPLE.replace("bcdf12", "bcdf0"), PseudoniemReden.VORM),
        (EXAMPLE.replace("bcdf12", "bcdf10000"), PseudoniemReden.VORM),
        (EXAMPLE.replace("bcdf12", "bcdf１２"), PseudoniemReden.VORM),
        (f"{EXAMPLE[:12]}\u212a{EXAMPLE[13:]}", PseudoniemReden.VORM),  # its lower case is a k
        (EXAMPLE.replace("zvh1", "zvh2"), PseudoniemReden.VERSIE),
        (EXAMPLE.replace("zvh1", "zvh0"), PseudoniemReden.VERSIE),
        ("zvh2-something-else", PseudoniemReden.VERSIE),
        (EXAMPLE.replace("bcdf12", "bcdf13"), PseudoniemReden.CONTROLETEKEN),
        (EXAMPLE.replace("bcdf", "bcdg"), PseudoniemReden.CONTROLETEKEN),
    ],
)
def test_what_is_no_pseudonym(text: str, reden: PseudoniemReden) -> None:
    """
    What is not exactly a pseudonym is refused with the reason, and the reason does not hold it.
    """
    with pytest.raises(PseudoniemInvalid) as raised:
        parse(text)

    assert reden is raised.value.reden
    shown = f"{raised.value!r} {raised.value} {raised.value.sentence('en')} {raised.value.values}"
    assert EXAMPLE[12:40] not in shown


def test_bits_that_do_not_fit() -> None:
    """
    Letters that stand for more than 128 bits were never written, whatever their check character.
    """
    head = f"zvh1-bcdf1-{'z' * 28}-"
    text = head + LOWER[_iso7064(_characters(head), 26)]

    assert PseudoniemReden.CONTROLETEKEN is _reden(text)


def test_another_domain() -> None:
    """
    A pseudonym of another domain than the one asked for is refused as that.
    """
    assert parse(EXAMPLE, domein="bcdf")
    assert PseudoniemReden.DOMEIN is _reden(EXAMPLE, domein="zxcv")


def test_an_old_version_is_read_and_never_written() -> None:
    """
    The form is fixed: what was once written reads the same for ever.
    """
    text = "zvh1-bcdf12-aaaaoylylelzwwdxesqmvbioyqod-q"

    assert Parts("bcdf", 12, bytes(range(16))) == parse(text)
    assert Pseudoniem(text) == EXAMPLE
