"""
What is written can be read back, whatever stands in it, and reads as a person would write it.
"""

from __future__ import annotations

import unicodedata

from datetime import date
from typing import Any

import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from zvhprivacy.dpia.emit import WIDTH, Plain, mapping_of, plain_of, yaml_of
from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.model.dpia.facts import Doeleinde, Verwerking
from zvhprivacy.model.selection import ALLES, Mode, Selection, only
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.source import parse, plain


def readable(text: str) -> bool:
    """
    Say whether the reader of the workspace takes *text* at all.
    """
    return not any(
        not char.isprintable()
        and char not in "\t\n"
        and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        for char in text
    ) and not set(text) & {"\ufffe", "\uffff"}


texts = st.text(max_size=30).filter(readable)
keys = st.text(min_size=1, max_size=12).filter(readable).filter(lambda key: key != "<<")
values: st.SearchStrategy[Any] = st.recursive(
    texts,
    lambda inner: (
        st.lists(texts, max_size=20)
        | st.lists(st.dictionaries(keys, inner, min_size=1, max_size=3), min_size=1, max_size=3)
        | st.dictionaries(keys, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(keys, values, min_size=1, max_size=5))
@example({"a": "- b", "c": "{x: y}", "d": "x: y", "e": "null", "f": "~", "g": "'", "h": '"\\'})
@example({"a": ["a, b", "]", "#x", "a #b", "x:", ": y", "Awb 10:3", "a\tb", "a\nb", " a ", ""]})
@example({"a": ["é", "ß", "日本", "\u00a0", "1_000", "0x1f", "on", "2026-01-01", "*a", "&b", "!c"]})
def test_what_is_written_reads_back(value: dict[str, Plain]) -> None:
    """
    Every mapping of texts, lists and mappings comes back the same.
    """
    node, found = parse(yaml_of(value, "een regel\n# nog een"), "x.yaml")

    assert not found
    assert node is not None
    assert _as_read(value) == plain(node)


def _as_read(value: Plain) -> object:
    if isinstance(value, dict):
        return {key: _as_read(each) for key, each in value.items()}
    return [_as_read(each) for each in value] if isinstance(value, list) else value


def test_words_go_on_below_when_they_do_not_fit() -> None:
    """
    A line stays short enough to lay two versions side by side.
    """
    text = yaml_of({"rijen": [{"gegevens": [f"woord-{n}" for n in range(40)], "id": "x"}]})

    assert max(map(len, text.splitlines())) <= WIDTH
    assert text.startswith("rijen:\n  - gegevens: [woord-0, woord-1,")
    assert text.endswith("\n    id: x\n")


def test_a_value_says_only_what_it_says() -> None:
    """
    What has its default is left out; an id stands before what it selects.
    """
    verwerking = Verwerking(
        id="inzien",
        uit="huis",
        grondslag="WGS 2.31 lid 1",
        gegevens=only("b", "a"),
        doel=Selection(Mode.BEHALVE, frozenset({"z"})),
        rol=ALLES,
    )

    assert list(mapping_of(verwerking).items()) == [
        ("id", "inzien"),
        ("uit", "huis"),
        ("grondslag", "WGS 2.31 lid 1"),
        ("gegevens", ["a", "b"]),
        ("doel", {"behalve": ["z"]}),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "ja"),
        (False, "nee"),
        (3, "3"),
        (date(2026, 1, 2), "2026-01-02"),
        (Termijn(jaren=5), "P5Y"),
        (Actie.AFSCHERMEN, "afschermen"),
        (ALLES, "alle"),
        (("a", "b"), ["a", "b"]),
        ({"a": True}, {"a": "ja"}),
        (Doeleinde(doel="x", verwerkingen=("y",)), {"doel": "x", "verwerkingen": ["y"]}),
    ],
)
def test_each_kind_of_value_is_written_as_people_do(value: object, expected: object) -> None:
    """
    As the files say it: ja and nee, terms as ISO 8601, selections as lists.
    """
    assert plain_of(value) == expected


def test_what_stands_in_no_file_cannot_be_written() -> None:
    """
    Nothing is written as something it is not.
    """
    with pytest.raises(TypeError):
        plain_of(object())


def test_a_colon_between_brackets_is_quoted() -> None:
    """
    Other programs that read YAML may take it for the end of a key there.
    """
    assert yaml_of({"a": ["Awb 10:3"], "b": "Awb 10:3"}) == "a: ['Awb 10:3']\nb: Awb 10:3\n"
