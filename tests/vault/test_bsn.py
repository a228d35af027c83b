"""
A BSN is nine ASCII digits that pass the elfproef, and never shows itself.
"""

from __future__ import annotations

import copy
import pickle

from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.bsn import bsn, bsns
from zvhprivacy.errors import WrongUse
from zvhprivacy.vault.bsn import Bsn, BsnInvalid, BsnReden


NUMBERS = st.integers(0, 999_999)


def _passes(digits: str) -> bool:
    """
    The elfproef as it is taught: nine times the first, eight times the second, … minus the last.
    """
    a, b, c, d, e, f, g, h, i = (int(digit) for digit in digits)
    total = 9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i
    return total % 11 == 0 and total != 0


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_the_elfproef(digits: str) -> None:
    """
    Nine digits are a BSN exactly when they pass the elfproef.
    """
    try:
        accepted = Bsn(digits).reveal() == digits
    except BsnInvalid:
        accepted = False

    assert _passes(digits) == accepted


@given(NUMBERS, NUMBERS)
def test_test_bsns_are_valid_and_distinct(one: int, other: int) -> None:
    """
    Every test BSN is valid, and no two numbers give the same one.
    """
    assert _passes(bsn(one))
    assert (one == other) == (Bsn(bsn(one)) == Bsn(bsn(other)))


@given(NUMBERS, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_found(number: int, at: int, more: int) -> None:
    """
    A BSN with one digit changed is no BSN.
    """
    right = bsn(number)
    wrong = f"{right[:at]}{(int(right[at]) + more) % 10}{right[at + 1 :]}"

    with pytest.raises(BsnInvalid) as raised:
        Bsn(wrong)

    assert BsnReden.ELFPROEF is raised.value.reden


def test_the_dropped_zero_is_put_back() -> None:
    """
    Eight digits are a BSN of which a number column dropped the zero; it is the same BSN.
    """
    assert Bsn("010000008") == Bsn("10000008")


VALID = bsn(0)


@pytest.mark.parametrize(
    ("text", "reden"),
    [
        ("", BsnReden.LENGTE),
        ("0", BsnReden.LENGTE),
        ("1000003", BsnReden.LENGTE),
        (f"0{VALID}", BsnReden.LENGTE),
        (f"{VALID}\n", BsnReden.TEKENS),
        (f" {VALID}", BsnReden.TEKENS),
        (f"{VALID} ", BsnReden.TEKENS),
        (f"{VALID[:4]} {VALID[4:]}", BsnReden.TEKENS),
        (f"{VALID[:4]}.{VALID[5:]}", BsnReden.TEKENS),
        (f"+{VALID[1:]}", BsnReden.TEKENS),
        (f"-{VALID[1:]}", BsnReden.TEKENS),
        (f"{VALID}\0", BsnReden.TEKENS),
        (VALID.translate({48 + n: 0xFF10 + n for n in range(10)}), BsnReden.TEKENS),  # full-width
        (VALID.translate({48 + n: 0x0660 + n for n in range(10)}), BsnReden.TEKENS),  # Arabic
        (VALID.replace("9", "⁹"), BsnReden.TEKENS),
        ("000000000", BsnReden.NUL),
        ("00000000", BsnReden.NUL),
        ("111111111", BsnReden.ELFPROEF),
    ],
)
def test_what_is_no_bsn(text: str, reden: BsnReden) -> None:
    """
    What is not exactly a BSN is refused with the reason, and the reason does not hold it.
    """
    with pytest.raises(BsnInvalid) as raised:
        Bsn(text)

    assert reden is raised.value.reden
    shown = f"{raised.value!r} {raised.value} {raised.value.sentence('en')} {raised.value.values}"
    assert not any(part in shown for part in text.split() if len(part) > 2)


@given(NUMBERS)
def test_it_does_not_show_itself(number: int) -> None:
    """
    No way of turning a BSN into text shows a digit of it.
    """
    value = Bsn(bsn(number))
    texts = [str(value), repr(value), f"{value}", "%s %r" % (value, value), ascii([value])]  # noqa: UP031

    assert not any(digit in text for text in texts for digit in "0123456789")


@pytest.mark.parametrize("leave", [copy.copy, copy.deepcopy, pickle.dumps])
def test_it_does_not_leave_the_process(leave: Any) -> None:
    """
    A BSN is not copied and not pickled.
    """
    with pytest.raises(WrongUse):
        leave(Bsn(bsn(0)))


def test_it_is_a_value() -> None:
    """
    Two of the same number are one; a BSN is never equal to its text.
    """
    one, same, other = Bsn(bsn(1)), Bsn(bsn(1)), Bsn(bsn(2))

    assert {one, other} == {same, one, other}
    assert one != bsn(1)
    assert 5 == len(set(bsns(5)))
