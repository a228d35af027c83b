"""
A sealed value opens where it was sealed and nowhere else, and whoever changed it is told of.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.vault.memory import MemoryStore
from tests.vault.people import NOW, Root, chance
from zvhprivacy.errors import Exit
from zvhprivacy.vault.backend import KeyLost
from zvhprivacy.vault.envelope import OVERHEAD_BYTES, Place, Tampered, Where, key_number, named
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keys import Keys


class Parts(NamedTuple):
    """
    The parts of a place.
    """

    tabel: str
    kolom: str
    rij: str
    casus: str
    versie: int


def _where(parts: Parts) -> Where:
    return Place(parts.tabel, parts.kolom)(parts.rij, parts.casus, parts.versie)


KEYS = Keys(Root(), MemoryStore(), klok=lambda: NOW, toeval=chance())
KEY = KEYS.active(KeyKind.CASUS, "a")
OTHER = KEYS.active(KeyKind.CASUS, "b")
HERE = Parts("gegeven", "inhoud", "rij-1", "casus-1", 3)
SECRET = b"invented content of a case"
WORDS = st.text(alphabet="01:9ab☃", max_size=5)
PARTS = st.builds(Parts, WORDS, WORDS, WORDS, WORDS, st.integers(0, 200))


@given(st.binary(max_size=300), PARTS)
def test_what_was_sealed_opens_there(plain: bytes, parts: Parts) -> None:
    """
    Sealed and opened at the same place, any content comes back; it is as much longer as is said.
    """
    sealed = KEY.seal(plain, _where(parts))

    assert plain == KEYS.opener().open(sealed, _where(parts))
    assert OVERHEAD_BYTES == len(sealed) - len(plain)
    assert KEY.nummer == key_number(sealed)


@given(PARTS, PARTS)
def test_no_two_places_read_the_same(one: Parts, other: Parts) -> None:
    """
    Table, column, row, case and version are told apart, whatever digits and colons they hold.
    """
    assert (one == other) is (_where(one) == _where(other))


@pytest.mark.parametrize(
    "elsewhere",
    [
        HERE._replace(tabel="betrokkene"),
        HERE._replace(kolom="bron"),
        HERE._replace(rij="rij-2"),
        HERE._replace(casus="casus-2"),
        HERE._replace(versie=2),
    ],
)
def test_moved_elsewhere(elsewhere: Parts) -> None:
    """
    In another table, column, row, case or version it does not open, and the place is told.
    """
    sealed = KEY.seal(SECRET, _where(HERE))

    with pytest.raises(Tampered) as caught:
        KEYS.opener().open(sealed, _where(elsewhere))

    assert Exit.KEYS == caught.value.exit_code
    assert str(caught.value).startswith(f"{elsewhere.tabel}.{elsewhere.kolom} {elsewhere.rij}: ")
    assert caught.value.sentence("en").startswith(f"{elsewhere.tabel}.{elsewhere.kolom}")


def test_two_that_changed_places() -> None:
    """
    Two ciphertexts that were swapped are both refused, within a case and between cases.
    """
    there = HERE._replace(rij="rij-2")
    elsewhere = HERE._replace(casus="casus-2")
    sealed = {place: KEY.seal(SECRET, _where(place)) for place in (HERE, there)}
    sealed[elsewhere] = OTHER.seal(SECRET, _where(elsewhere))
    opener = KEYS.opener()
    for one, value in sealed.items():
        assert SECRET == opener.open(value, _where(one))
        for other in sealed.keys() - {one}:
            with pytest.raises(Tampered):
                opener.open(value, _where(other))


def test_every_bit_counts() -> None:
    """
    Whichever bit is flipped, it does not open, and no message holds any of the content.
    """
    where = _where(HERE)
    sealed = KEY.seal(SECRET, where)
    opener = KEYS.opener()
    for position in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises((Tampered, KeyLost)) as caught:
            opener.open(bytes(changed), where)

        assert "gegeven.inhoud rij-1" in str(caught.value)
        assert not any(word in str(caught.value) for word in SECRET.decode().split()[:2])


def _again() -> Keys:
    return Keys(KEYS.backend, KEYS._store, klok=lambda: NOW, toeval=chance("other"))


@pytest.mark.parametrize("warm", [False, True])
def test_cut_off_anywhere(warm: bool) -> None:
    """
    Cut off at any length it does not open, whether the key was used before or not.
    """
    where = _where(HERE)
    sealed = KEY.seal(SECRET, where)
    for length in range(len(sealed)):
        opener = KEYS.opener() if warm else _again().opener()
        if warm:
            opener.open(sealed, where)
        with pytest.raises(Tampered):
            opener.open(sealed[:length], where)


@given(st.binary(max_size=80))
def test_anything_else(data: bytes) -> None:
    """
    What was never sealed is refused with an error of ours.
    """
    with pytest.raises((Tampered, KeyLost)):
        KEYS.opener().open(data, _where(HERE))


def test_a_key_that_does_not_seal() -> None:
    """
    The number of a key that seals nothing is no key to open with.
    """
    number = KEYS.active(KeyKind.DOMEIN, "d").nummer
    forged = b"\x01" + number.to_bytes(4, "big") + bytes(40)

    with pytest.raises(Tampered):
        KEYS.opener().open(forged, _where(HERE))


def test_a_lost_key() -> None:
    """
    A value whose key is not in the kluis says so, with the place.
    """
    with pytest.raises(KeyLost) as caught:
        KEYS.opener().open(b"\x01\x00\x00\x03\xe7" + bytes(40), _where(HERE))

    assert "gegeven.inhoud rij-1: sleutel 999 is er niet" in str(caught.value)


@pytest.mark.parametrize("length", [0, 1, 9, 99, 100, 101, 1_000])
@pytest.mark.parametrize("versie", [1, 99, 100, 2**40])
def test_the_form_of_a_place(length: int, versie: int) -> None:
    """
    Each part after its length, then the version: what was sealed once opens by these bytes only.
    """
    row = "r" * length
    expected = f"zvh17:gegeven6:inhoud{length}:{row}{length + 1}:{row}c{versie}"

    assert expected.encode() == Place("gegeven", "inhoud")(row, f"{row}c", versie)


@given(PARTS)
def test_named(parts: Parts) -> None:
    """
    A place is named by its table, column and row, whatever these look like.
    """
    assert f"{parts.tabel}.{parts.kolom} {parts.rij}".rstrip() == named(_where(parts))
    assert f"Place({parts.tabel}.{parts.kolom})" == repr(Place(parts.tabel, parts.kolom))
