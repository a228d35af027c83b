"""
The workspace that ships, with its register, read and worked out once.
"""

from __future__ import annotations

import pytest

from tests.workspaces import DAY, ROOT, faultless
from zvhprivacy.dpia.activities import activities
from zvhprivacy.dpia.activity import Activiteit
from zvhprivacy.dpia.read import Register, read_register
from zvhprivacy.model.workspace import Workspace


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """
    Read the workspace that ships.
    """
    return faultless(ROOT)


@pytest.fixture(scope="session")
def register() -> Register:
    """
    Read its register of DPIAs.
    """
    return read_register(ROOT)


@pytest.fixture(scope="session")
def found(workspace: Workspace, register: Register) -> dict[str, Activiteit]:
    """
    Give its processing activities by their ids.
    """
    return {each.id: each for each in activities(workspace, register, DAY)}
