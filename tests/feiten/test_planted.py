"""
Every comparison in the derivation of facts matters: drop it, and a case notices.

A bug is planted by taking one comparison as always true, as always false, or with its limit moved.
What is left of the package is run as it is, on the cases of all facts.
"""

from __future__ import annotations

import ast
import sys

from collections.abc import Iterator
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

from tests.feiten.claims import claimable, claims
from tests.feiten.of_everything import Case, cases
from tests.feiten.registers import known
from tests.feiten.test_members import MEMBERSHIP, membership
from zvhprivacy import feiten
from zvhprivacy.model import said


PACKAGE = "zvhprivacy.feiten"
# In the order in which they need each other.
MODULES = (
    "said",
    "members",
    "known",
    "scope",
    "persons",
    "conditions",
    "disclosure",
    "items",
    "joint",
    "occasion",
    "derive",
)
FOLDER = Path(feiten.__file__).parent
BELOW = {"said": said}  # which others need too, so it stands on a lower floor
FILES = {name: Path(BELOW[name].__file__ or "") for name in BELOW}
SOURCES = {
    name: FILES.get(name, FOLDER / f"{name}.py").read_text(encoding="utf-8") for name in MODULES
}
CODE = {name: compile(source, name, "exec") for name, source in SOURCES.items()}

MOVED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}

# Who may write a line is no derivation of facts.
ELSEWHERE = {"__init__", "desk", "entering"}

# Planted here it changes nothing, and why.
HARMLESS = {
    "conditions: condition.tot is not None is always true": "a condition has its day, or is none",
}


class Bug(NamedTuple):
    """
    The *number*-th comparison of a module, and what is done to it.
    """

    module: str
    number: int
    how: str
    text: str

    def __str__(self) -> str:
        return f"{self.module}: {self.text} is {self.how}"


def _spots(tree: ast.Module) -> list[ast.Compare | ast.Call]:
    """
    Give the comparisons, and the calls that stand in for one between `and` and `or`.
    """
    calls = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.BoolOp)
        for part in node.values
        if isinstance(part, ast.Call)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) or (isinstance(node, ast.Call) and id(node) in calls)
    ]


def _bugs() -> Iterator[Bug]:
    for module, source in SOURCES.items():
        for number, node in enumerate(_spots(ast.parse(source))):
            text = ast.unparse(node)
            yield Bug(module, number, "always true", text)
            yield Bug(module, number, "always false", text)
            if isinstance(node, ast.Compare):
                for place, each in enumerate(node.ops):
                    if type(each) in MOVED:
                        yield Bug(module, number, f"moved at {place}", text)


def _planted(bug: Bug) -> CodeType:
    tree = ast.parse(SOURCES[bug.module])
    spot = _spots(tree)[bug.number]
    if bug.how.startswith("moved"):
        assert isinstance(spot, ast.Compare)
        place = int(bug.how.split()[-1])
        spot.ops[place] = MOVED[type(spot.ops[place])]()
        return compile(tree, bug.module, "exec")

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            if node is spot:
                return ast.copy_location(ast.Constant(bug.how == "always true"), node)
            return self.generic_visit(node)

    return compile(ast.fix_missing_locations(Replace().visit(tree)), bug.module, "exec")


def _package(code: dict[str, CodeType]) -> ModuleType:
    """
    Make the package anew, of *code*, beside the one that all others use.
    """
    package = ModuleType(PACKAGE)
    package.__path__ = []
    made = {
        name: ModuleType(BELOW[name].__name__ if name in BELOW else f"{PACKAGE}.{name}")
        for name in code
    }
    with patch.dict(sys.modules, {PACKAGE: package, **{m.__name__: m for m in made.values()}}):
        for name, each in code.items():
            exec(each, made[name].__dict__)  # noqa: S102 - it is our own package
    package.__dict__.update(
        Known=made["known"].Known,
        Members=made["members"].Members,
        members_of=made["members"].members_of,
        claimable=made["derive"].claimable,
        derive=made["derive"],
    )
    return package


def _holds(package: Any, case: Case) -> bool:
    """
    Say whether the fact of *case* holds, as `facts_of` does, without all other facts.
    """
    derive = package.derive
    at_hand = derive.scoped(known(case.world, package=package))
    if case.feit in derive.DISCLOSURE and not derive.disclosure.open_disclosure(at_hand):
        return False
    table = next(table for _, table in derive._ORIGIN if case.feit in table)
    return bool(table[case.feit](at_hand))


def _one_of_each() -> tuple[Case, ...]:
    # Facts that are derived by the same function are tested in the same way.
    alike = {"wettelijke-plicht-of-bevoegdheid", "goed-hulpverlenerschap", "grondslag-derde"}
    alike |= {"ontvanger-mag-verwerken", "verenigbare-taak", "noodzaak-gemotiveerd"}
    alike |= {"noodzaak-uit-feiten", "betrokkenheid-of-afstemming", "geen-beroepsgeheim"}
    alike |= {"identificatie-onvermijdelijk", "aanvulling-op-strafrechtelijk"}
    alike |= {"uitzondering-avg-9", "uitzondering-avg-10", "gegevens-anoniem"}
    return tuple(case for case in cases() if case.feit not in alike)


CASES = _one_of_each()
CLAIMS = tuple(claims())
BUGS = tuple(_bugs())


def _noticed(bug: Bug) -> bool:
    package = _package({**CODE, bug.module: _planted(bug)})
    try:
        return (
            any(_holds(package, case) is not case.holds for case in CASES)
            or any(claimable(each.world, package=package) != each.may for each in CLAIMS)
            or membership(package=package) != MEMBERSHIP
        )
    except Exception:  # noqa: BLE001 - a bug that breaks it is noticed too
        return True


def test_unbroken_every_case_is_as_it_says() -> None:
    """
    Made anew from the same source, the package answers every case as it should.
    """
    package = _package(CODE)

    assert [] == [case for case in CASES if _holds(package, case) is not case.holds]


@pytest.mark.parametrize("bug", [bug for bug in BUGS if str(bug) not in HARMLESS], ids=str)
def test_a_planted_bug_is_noticed(bug: Bug) -> None:
    """
    A comparison that is dropped or moved turns at least one case red.
    """
    assert _noticed(bug)


@pytest.mark.parametrize("bug", [bug for bug in BUGS if str(bug) in HARMLESS], ids=str)
def test_what_is_called_harmless_is(bug: Bug) -> None:
    """
    A comparison that is there twice is noticed by nobody, and no longer named when it matters.
    """
    assert not _noticed(bug)


def test_all_modules_are_tried() -> None:
    """
    A new module is planted with bugs too, and a harmless one that is gone is not named.
    """
    assert {*MODULES, *ELSEWHERE} - {*BELOW} == {path.stem for path in FOLDER.glob("*.py")}
    assert HARMLESS.keys() <= {str(bug) for bug in BUGS}
