"""
The record of dependencies is about what is installed.
"""

from __future__ import annotations

import importlib.metadata
import re
import tomllib

from functools import cache
from importlib.metadata import PackageMetadata
from itertools import chain

import pytest

from tests.docs import pages


RECORD = (pages.DOCS / "adr" / "0003-dependencies.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([A-Za-z-]+) \| ([^|]+) \| ([\d.]+) \| ([^|]+) \|", RECORD, re.MULTILINE)
_LICENCE = ("License-Expression", "License")
ALIKE = {
    "apache 2.0": "apache-2.0",
    "apache software license": "apache-2.0",
    "bsd 2-clause license": "bsd-2-clause",
    "mit license": "mit",
}


def test_every_dependency_has_a_row() -> None:
    """
    What the project installs to run and to be worked on is in the record, and nothing else.
    """
    project = tomllib.loads((pages.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[]", each)[0].lower() for each in wanted}

    assert names == {name.lower() for name, *_ in ROWS}


@pytest.mark.parametrize(("name", "licence", "size", "maintained"), ROWS, ids=[r[0] for r in ROWS])
def test_a_row_is_true(name: str, licence: str, size: str, maintained: str) -> None:
    """
    Licence, size and state are those of the installed distribution.
    """
    found = importlib.metadata.distribution(name)
    said = _licence(found.metadata)
    files = [file for file in found.files or () if not str(file).endswith(".pyc")]
    paths = [path for file in files if (path := found.locate_file(file)).is_file()]  # type: ignore[attr-defined]
    bytes_ = sum(path.stat().st_size for path in paths)  # type: ignore[attr-defined]

    assert licence.lower() == ALIKE.get(said.lower(), said.lower())
    assert maintained == _state(found.metadata.get_all("Classifier") or [])
    assert abs(float(size) - bytes_ / 1e6) < 0.1 + 0.2 * float(size)


def _licence(metadata: PackageMetadata) -> str:
    # Some put the whole text of their licence in the field, or leave the field out.
    short = (metadata[key] for key in _LICENCE if key in metadata and "\n" not in metadata[key])
    classified = (
        classifier.split(" :: ")[-1]
        for classifier in metadata.get_all("Classifier") or []
        if classifier.startswith("License :: ")
    )
    return next(chain(short, classified), "") or _first_line(metadata)


def _first_line(metadata: PackageMetadata) -> str:
    """
    Give what a licence calls itself, when it is only there as a file.
    """
    found = importlib.metadata.distribution(metadata["Name"])
    files = (each for each in found.files or () if "LICENSE" in each.name)
    return next((each.read_text().split("\n")[0] for each in files), "")


@cache
def _words() -> dict[str, str]:
    return {"5": "stable", "6": "mature", "4": "beta", "3": "alpha"}


def _state(classifiers: list[str]) -> str:
    said = [c.split(" :: ")[1][0] for c in classifiers if c.startswith("Development Status")]
    return _words()[said[0]] if said else "does not say"
