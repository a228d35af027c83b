"""
What a selection takes, how it is written, and how it is compiled.

The input of a test is the YAML in its docstring, below the line with dashes.
"""

from __future__ import annotations

import itertools

from collections.abc import Callable

import pytest

from tests import workspaces
from zvhprivacy.model.selection import ALLES, Mode, Selection, only, parse_selection
from zvhprivacy.model.wet import Selecting
from zvhprivacy.model.written import read_as
from zvhprivacy.policy.rule import selects
from zvhprivacy.source import parse


POLITIE = frozenset({"politie-a", "politie", "lid-1"})


def _read(test: Callable[..., object]) -> Selecting:
    node, _ = parse(workspaces.described(test)["rule"], "rule")
    assert node is not None
    value, findings = read_as(Selecting, node)
    assert not findings
    assert value is not None
    return value


def _codes(text: str) -> list[str]:
    node, _ = parse(text, "rule")
    assert node is not None
    return [found.code for found in read_as(Selecting, node)[1]]


def test_left_out_is_all() -> None:
    """
    A field that is left out selects every value.
    --- rule
    rol: [fg]
    """
    rule = _read(test_left_out_is_all)

    assert ALLES == rule.deelnemer


def test_alle_is_all() -> None:
    """
    `alle` selects every value.
    --- rule
    deelnemer: alle
    """
    rule = _read(test_alle_is_all)

    assert ALLES == rule.deelnemer


def test_a_list_takes_one_of_the_names() -> None:
    """
    A list selects an organisation by its id, its kind or its lid.
    --- rule
    deelnemer: [ggz, lid-1]
    """
    rule = _read(test_a_list_takes_one_of_the_names)

    assert rule.deelnemer.selects(POLITIE)


def test_a_list_takes_nothing_else() -> None:
    """
    A list does not select what goes by none of its names.
    --- rule
    deelnemer: [ggz, lid-2]
    """
    rule = _read(test_a_list_takes_nothing_else)

    assert not rule.deelnemer.selects(POLITIE)


def test_one_value_is_a_list_of_one() -> None:
    """
    A value without brackets means the same as a list with only that value.
    --- rule
    deelnemer: politie
    """
    rule = _read(test_one_value_is_a_list_of_one)

    assert only("politie") == rule.deelnemer


def test_behalve_takes_what_goes_by_none() -> None:
    """
    `behalve` selects what goes by none of its names, also a kind nobody thought of yet.
    --- rule
    deelnemer: {behalve: [politie, om]}
    """
    rule = _read(test_behalve_takes_what_goes_by_none)

    assert rule.deelnemer.selects(frozenset({"nieuw-a", "nieuw", "lid-9"}))


def test_behalve_leaves_out_by_any_name() -> None:
    """
    `behalve` leaves an organisation out when one of its names is there.
    --- rule
    deelnemer: {behalve: [lid-1]}
    """
    rule = _read(test_behalve_leaves_out_by_any_name)

    assert not rule.deelnemer.selects(POLITIE)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ZVH109", "rol: []"),
        ("ZVH109", "rol:"),
        ("ZVH109", 'rol: ""'),
        ("ZVH109", "rol: {behalve: []}"),
        ("ZVH112", "rol: [alle]"),
        ("ZVH112", "rol: [alle, fg]"),
        ("ZVH112", "rol: [fg, fg]"),
        ("ZVH112", "rol: {behalve: [fg, fg]}"),
        ("ZVH112", "rol: {behalve: [alle]}"),
        ("ZVH113", "rol: {behalve: fg}"),
        ("ZVH113", "rol: {behalve: alle}"),
        ("ZVH113", "rol: {niet: [fg]}"),
        ("ZVH113", "rol: {behalve: [fg], alleen: [ciso]}"),
        ("ZVH113", "rol: {}"),
        ("ZVH113", "rol: [[fg]]"),
        ("ZVH113", "rol: [{behalve: [fg]}]"),
    ],
)
def test_another_form_has_no_meaning(code: str, text: str) -> None:
    """
    What is empty, double or of another form is a finding, never a guess.
    """
    codes = _codes(text)

    assert [code] == codes


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("values", [(), ("politie",), ("soort:bijzonder", "om")])
def test_the_compiled_text_reads_back(mode: Mode, values: tuple[str, ...]) -> None:
    """
    What Casbin is given as text is the same selection again.
    """
    selection = ALLES if mode is Mode.ALLE else Selection(mode, frozenset(values))

    assert selection == parse_selection(str(selection))


_SHAPES = [ALLES] + [
    Selection(mode, frozenset(values))
    for mode in (Mode.ALLEEN, Mode.BEHALVE)
    for size in range(3)
    for values in itertools.combinations("abc", size)
]


@pytest.mark.parametrize("one", _SHAPES, ids=str)
@pytest.mark.parametrize("other", _SHAPES, ids=str)
def test_both_selects_what_each_selects(one: Selection, other: Selection) -> None:
    """
    Of a value with one name, two selections together take exactly what both take.
    """
    names = [frozenset({name}) for name in "abcd"]

    assert [one.selects(n) and other.selects(n) for n in names] == [
        one.and_(other).selects(n) for n in names
    ]


@pytest.mark.parametrize(
    ("taken", "selection"),
    [
        (True, ALLES),
        (False, only("politie")),
        (False, Selection(Mode.BEHALVE, frozenset({"politie"}))),
    ],
)
def test_no_receiver(taken: bool, selection: Selection) -> None:
    """
    Where there is no receiver, only a rule that says nothing of receivers is about it.
    """
    assert taken is selects(selection, None)
