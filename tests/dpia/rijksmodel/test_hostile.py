"""
Files that are not what they say are refused with our own words, before they cost memory.
"""

from __future__ import annotations

import json
import os
import tracemalloc

from pathlib import Path
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.dpia.rijksmodel import NoRijksmodel, Over, import_dpia, load
from zvhprivacy.dpia.rijksmodel.errors import (
    NotAFile,
    NotJson,
    NotPlain,
    NotText,
    OtherForm,
    TooLarge,
    TooMuchText,
    UnfitName,
)
from zvhprivacy.dpia.rijksmodel.load import MAX_BYTES, parse


OVER = Over(dpia="proef", convenanten=("proef",), processen=("com",))


def take(data: bytes) -> Any:
    """
    Import *data* as a proof.
    """
    return import_dpia(data, OVER, namen={})


def form(answers: Any) -> bytes:
    """
    Give the file with *answers*.
    """
    return json.dumps({"metadata": {"urn": "urn:nl:dpia:3.0"}, "answers": answers}).encode()


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (b"", NotJson),
        (b"%PDF-1.7", NotJson),
        (form({"0": {"value": "x"}})[:-9], NotJson),
        (b"\xff\xfe{\x00}\x00", NotText),
        (b'{"answers": {"0": {"value": "x"}, "0": {"value": "y"}}}', NotPlain),
        (b'{"answers": {"0": NaN}}', NotPlain),
        (b'{"answers": {"0": -Infinity}}', NotPlain),
        (b'{"answers": {"0": ' + b"9" * 5000 + b"}}", NotPlain),
        (b"[" * 20 + b"]" * 20, NotPlain),
        (b"[" * 200_000, NotPlain),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, NotPlain),
        (b'{"pia": {"id": 1}, "answers": []}', OtherForm),
        (b'[{"answers": []}]', OtherForm),
        (b'{"structure": {"name": "x"}}', OtherForm),
        (b'{"name": "DPIA", "urn": "urn:nl:dpia", "tasks": []}', OtherForm),
        (b'{"metadata": {"urn": "urn:nl:prescan:2.0"}, "answers": {"0.1": null}}', OtherForm),
        (b'{"answers": {"prescan": {"0.1": {"value": "x"}}}}', OtherForm),
        (b"{}", NoRijksmodel),
        (b"null", NoRijksmodel),
        (b'"tekst"', NoRijksmodel),
        (b'{"answers": {}}', NoRijksmodel),
        (b'{"answers": {"99.1": {"value": "x"}}}', NoRijksmodel),
        (b'{"answers": "x"}', NoRijksmodel),
        (b"[" + b"{}," * 600_000 + b"{}]", TooLarge),
        (b" " * (MAX_BYTES + 1), TooLarge),
        (form({"0": {"value": "x" * 2_000_000}}), TooMuchText),
        (form({"1.1": {"value": "x" * 900_000}, "4": {"value": "y" * 900_000}}), TooMuchText),
    ],
)
def test_what_is_no_dpia_is_refused(data: bytes, refused: type[NoRijksmodel]) -> None:
    """
    Each is refused by what is wrong with it, in both languages, without quoting the file.
    """
    with pytest.raises(refused) as caught:
        take(data)

    assert refused is type(caught.value)
    assert "{" not in caught.value.sentence("nl") + caught.value.sentence("en")
    assert "xxx" not in str(caught.value)


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8")))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    """
    Whatever the bytes are, only our own exception comes out.
    """
    with pytest.raises(NoRijksmodel):
        take(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
_KEYS = st.sampled_from(
    ["0", "1.2", "2.1", "7.1", "8.1.1", "15.1.1", "16.1", "17.1", "19.1", "20.1", "2.1.1[3]", "x"]
)
_ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["_index", "1.2.1", "2.1.1", "16.1.1", "17.1.1", "19.1.2", "20.1.1"]), _JSON
    ),
    max_size=3,
)


@given(st.dictionaries(_KEYS, _JSON | _ROWS))
def test_answers_of_any_shape_are_read_or_refused(answers: dict[str, Any]) -> None:
    """
    However answers are shaped, the file is read or refused with our own exception.
    """
    try:
        made = take(form(answers))
    except NoRijksmodel:
        return

    assert "concept" == made.dpia.status


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    """
    A file of 200 MB is refused by its size; what it holds is never in memory.
    """
    path = tmp_path / "groot.json"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        load(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 1024 * 1024


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """
    What is no file is refused without being opened.
    """
    path = tmp_path / "pijp"
    os.mkfifo(path)

    for each in (path, tmp_path):
        with pytest.raises(NotAFile):
            load(each)


def test_deep_nesting_costs_no_stack() -> None:
    """
    Nesting that is legal JSON, but deeper than any form, is refused by counting levels.
    """
    with pytest.raises(NotPlain):
        parse(b"[" * 13 + b"]" * 13)

    assert [[]] == parse(b"[[]]")


def test_a_byte_order_mark_is_no_harm() -> None:
    """
    A file that an editor saved with a byte order mark is read.
    """
    assert "x" == take(b"\xef\xbb\xbf" + form({"0": {"value": "x"}})).dpia.teksten["0"]


@pytest.mark.parametrize(
    "over",
    [
        {"dpia": "../x"},
        {"dpia": "Hoofdletter"},
        {"dpia": "x.feiten"},
        {"dpia": "risicoregister-x"},
        {"dpia": "verwerkingsregister"},
        {"dpia": ""},
        {"convenanten": ()},
        {"processen": ("com", "com")},
        {"processen": ("a b",)},
    ],
)
def test_a_name_that_is_none_is_refused(over: dict[str, Any]) -> None:
    """
    An id that could be another file, or no word at all, is refused.
    """
    known = {"dpia": "proef", "convenanten": ("proef",), "processen": ("com",)}
    with pytest.raises(UnfitName):
        import_dpia(form({"0": {"value": "x"}}), Over(**(known | over)), namen={})
