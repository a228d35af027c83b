"""
The house of `huis.py`, built once and copied for each test.
"""

from __future__ import annotations

import shutil

from pathlib import Path

import pytest

from tests.dpia import huis


@pytest.fixture(scope="session")
def gebouwd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A house that nobody changes.
    """
    return huis.build(tmp_path_factory.mktemp("huis") / "werkmap")


@pytest.fixture
def werkmap(gebouwd: Path, tmp_path: Path) -> Path:
    """
    A house of its own, in which nothing is a finding.
    """
    shutil.copytree(gebouwd, tmp_path / "werkmap")
    return tmp_path / "werkmap"
