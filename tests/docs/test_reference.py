"""
The tables about arguments, fields, errors, exit codes and commands are those of the program.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import shlex

import click
import pytest

from tests.docs import pages
from zvhprivacy import engine, errors
from zvhprivacy.cli import program
from zvhprivacy.engine.aankondigen import Aankondigen
from zvhprivacy.engine.cases import Casussen
from zvhprivacy.engine.controleren import Controleren
from zvhprivacy.engine.herleiden import Herleiden
from zvhprivacy.engine.house import House
from zvhprivacy.engine.keeping import Bijhouden
from zvhprivacy.engine.opschorten import Opschorten
from zvhprivacy.engine.registration import Registratie
from zvhprivacy.policy.answer import as_answer
from zvhprivacy.policy.decision import Decision, Outcome


EMBEDDING = (pages.DOCS / "embedding.md").read_text(encoding="utf-8")
KEEPING = (pages.DOCS / "keeping-cases.md").read_text(encoding="utf-8")
README = (pages.ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = [path.read_text(encoding="utf-8") for path in pages.pages()]
INLINE = sorted({said for text in TEXTS for said in re.findall(r"`(zvhprivacy [^`\n]+)`", text)})


def test_every_argument_of_open_is_told() -> None:
    """
    The table has the arguments of `Engine.open`, in order.
    """
    told = _first_column(EMBEDDING, "## Open")

    assert list(inspect.signature(engine.Engine.open).parameters) == told


def test_every_field_of_a_decision_is_told() -> None:
    """
    The table has every field that a host reads.
    """
    fields = {field.name for field in dataclasses.fields(Decision)} - {"explain"}

    assert fields | {"redenen", "verklaard"} == set(_first_column(EMBEDDING, "## Read the answer"))


def test_every_key_of_the_json_is_told() -> None:
    """
    The list has the keys of a line that `decide` writes.
    """
    section = EMBEDDING.partition("Its keys:\n")[2].partition("- `redenen`")[0]
    told = set(re.findall(r"`([a-z-]+)`", section)) | {"redenen", "wat-als"}
    answer = as_answer(Decision(toegestaan=False, soort=Outcome.ONGELDIG))

    assert {*answer, "id", "wat-als"} == told


def test_every_error_is_told_as_it_is() -> None:
    """
    Name, code and exit code in the table are those of the class.
    """
    rows = re.findall(r"^\| `(\w+)` \| `([a-z-]+)` \| (\d+) \|", EMBEDDING, re.MULTILINE)
    kinds = {name: getattr(errors, name, None) or getattr(engine, name) for name, *_ in rows}

    assert len(rows) > 5
    assert rows == [(n, kind.code, str(int(kind.exit_code))) for n, kind in kinds.items()]


def test_every_exit_code_is_told() -> None:
    """
    The table in the README has all exit codes and no other.
    """
    told = re.findall(r"^\| (\d+) \|", README, re.MULTILINE)

    assert [str(int(code)) for code in errors.Exit] == told


def test_what_a_house_can_do_is_told() -> None:
    """
    The page about cases names every method of a house, and none that is not there.
    """
    told = set(re.findall(r"huis\.(\w+(?:\.\w+)?)\(?", KEEPING))
    rooms = {
        "aankondigen": Aankondigen,
        "casussen": Casussen,
        "bijhouden": Bijhouden,
        "registratie": Registratie,
        "herleiden": Herleiden,
        "opschorten": Opschorten,
        "controleren": Controleren,
    }
    there = {f"{room}.{name}" for room, kind in rooms.items() for name in _methods(kind)}
    there |= _methods(House) - {*rooms, "close", "keeps", "moves_in"}
    inside = {each for each in told if each.partition(".")[0] in {"storage", "facts"}}

    assert there == told - inside


@pytest.mark.parametrize("said", INLINE)
def test_a_command_in_the_text_exists(said: str) -> None:
    """
    A command between backticks, with its options, is one that the program has.
    """
    context = click.Context(program, info_name="zvhprivacy")
    command: click.Command = program
    words = shlex.split(said)[1:]
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        assert found is not None
        command = found
    options = {name for param in command.get_params(context) for name in param.opts}

    assert [] == [word for word in words if word.startswith("--") and word not in options]


def _methods(kind: type) -> set[str]:
    return {name for name, value in vars(kind).items() if name[0] != "_" and callable(value)}


def _first_column(page: str, heading: str) -> list[str]:
    section = page.partition(f"{heading}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
