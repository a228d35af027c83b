"""
What the commands about DPIAs share: the workspace, its register, and the DPIAs somebody named.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from zvhprivacy.dpia.read import Register
    from zvhprivacy.model.dpia.dossier import Dpia
    from zvhprivacy.model.workspace import Workspace


def read_both(root: Path) -> tuple[Workspace, Register]:
    """
    Read the workspace at *root* with its register of DPIAs.
    """
    from zvhprivacy.dpia.read import read_register
    from zvhprivacy.policy.collecting import collecting_later
    from zvhprivacy.policy.read import read_workspace

    with collecting_later():
        return read_workspace(root), read_register(root)


def chosen(register: Register, names: Sequence[str]) -> list[Dpia]:
    """
    Give the DPIAs with these *names*, or without any all that did not lapse.

    Raises:
        UnknownDpia: there is none of that name.
        PolicyUnusable: its file has findings that stop it.
    """
    from zvhprivacy.cli._errors import UnknownDpia
    from zvhprivacy.errors import PolicyUnusable
    from zvhprivacy.model.dpia.dossier import Status

    for name in names:
        stopping = tuple(f for f in register.findings if f.span.file == f"dpia/{name}.yaml")
        if name not in register.dpias and stopping:
            raise PolicyUnusable(stopping)
        if name not in register.dpias:
            raise UnknownDpia(name, register.dpias)
    if names:
        return [register.dpias[name] for name in dict.fromkeys(names)]
    return [each for each in register.dpias.values() if each.status is not Status.VERVALLEN]


def in_force(read: Workspace, dpias: Sequence[Dpia]) -> None:
    """
    Ask that every convenant of *dpias* is there and can be used.

    Raises:
        PolicyUnusable: a convenant has findings that stop it.
        UnknownConvenant: there is none of that name.
    """
    from zvhprivacy.cli import _options as options

    for name in dict.fromkeys(name for dpia in dpias for name in dpia.convenanten):
        options.agreement_of(read, name)
