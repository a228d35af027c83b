"""
The broken examples show what their README promises.
"""

from __future__ import annotations

import json
import re

from pathlib import Path

import pytest

from click.testing import CliRunner

from tests import workspaces
from zvhprivacy.cli import program
from zvhprivacy.errors import Exit


BROKEN = workspaces.ROOT / "examples" / "gebroken"
EXAMPLES = sorted(path for path in BROKEN.iterdir() if path.is_dir())

_PROMISE = re.compile(r"^```\n(.+?)^```$", re.DOTALL | re.MULTILINE)


def promised(folder: Path) -> list[str]:
    """
    Give the lines `CODE place` of the code block in the README.
    """
    block = _PROMISE.search((folder / "README.md").read_text(encoding="utf-8"))

    assert block

    return block.group(1).splitlines()


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_a_broken_example_has_the_findings_it_promises(folder: Path) -> None:
    """
    `zvhprivacy check` finds what the README says, no more and no less, and ends with 1.
    """
    arguments = ["check", str(folder), "--on", workspaces.DAY.isoformat(), "--format", "json"]
    result = CliRunner().invoke(program, arguments)

    assert Exit.FINDINGS == result.exit_code
    assert promised(folder) == [
        f"{found['code']} {found['plaats']}" for found in json.loads(result.stdout)
    ]


def test_there_is_an_example_of_each_common_mistake() -> None:
    """
    The examples are the mistakes an officer makes, and each shows another finding.
    """
    codes = [line.split()[0] for folder in EXAMPLES for line in promised(folder)]

    assert len(EXAMPLES) >= 6
    assert len(codes) == len(set(codes))
