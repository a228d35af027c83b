"""
Read the folder `dpia/` and the lists that judge it; all that is wrong comes along as findings.
"""

from __future__ import annotations

import os
import re

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from zvhprivacy.errors import Finding, Level, Span, finding
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.duty import DpiaPlicht
from zvhprivacy.model.dpia.facts import DpiaFeiten
from zvhprivacy.model.dpia.processors import Verwerkingsregister
from zvhprivacy.model.dpia.risks import Risicoregister
from zvhprivacy.model.dpia.scores import Risicoschalen
from zvhprivacy.model.written import Written, read_as
from zvhprivacy.policy.collecting import collecting_later
from zvhprivacy.policy.templates import templates
from zvhprivacy.source import read


W = TypeVar("W", bound=Written)

FOLDER = "dpia"
REGISTER = "verwerkingsregister.yaml"
SCALES = "risicoschalen.yaml"
DUTY = "dpia-plicht.yaml"
_FACTS = re.compile(r"([a-z][a-z0-9-]*)\.feiten\.yaml")
_RISKS = re.compile(r"risicoregister-([a-z][a-z0-9-]*)\.yaml")
_AUTHORED = re.compile(r"([a-z][a-z0-9-]*)\.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """
    Everything in `dpia/`, by id, with the scales and lists of `policies/`.

    *present* says whether there is such a folder at all.
    A file with a *fout* is in *stopped* and not among the values: nothing rests on it.
    """

    dpias: Mapping[str, Dpia] = field(default_factory=dict)
    feiten: Mapping[str, DpiaFeiten] = field(default_factory=dict)
    risicoregisters: Mapping[str, Risicoregister] = field(default_factory=dict)
    verwerkingsregister: Verwerkingsregister | None = None
    schalen: Risicoschalen | None = None
    plicht: DpiaPlicht | None = None
    findings: tuple[Finding, ...] = ()
    stopped: frozenset[str] = frozenset()
    present: bool = False


def read_register(root: Path) -> Register:
    """
    Read the register of the workspace at *root*.

    Never raises for what stands in the files.
    """
    with collecting_later():
        return _Reader(root).register()


def read_dpias(root: Path) -> list[Dpia]:
    """
    Read only what the authors wrote, of the files that can be read as meant.
    """
    with collecting_later():
        return list(_Reader(root).dpias().values())


class _Reader:
    """
    Reads files and remembers what was found.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._findings: list[Finding] = []
        self._stopped: set[str] = set()

    def dpias(self) -> dict[str, Dpia]:
        """
        Read only what the authors wrote.
        """
        found: dict[str, Dpia] = {}
        for path in self._listed(self._root / FOLDER):
            if path.name != REGISTER and not _RISKS.fullmatch(path.name):
                named = _AUTHORED.fullmatch(path.name)
                if named:
                    self._keep(path, Dpia, "dpia", named[1], found)
        return found

    def register(self) -> Register:
        """
        Read all of it.
        """
        dpias: dict[str, Dpia] = {}
        feiten: dict[str, DpiaFeiten] = {}
        risks: dict[str, Risicoregister] = {}
        register: Verwerkingsregister | None = None
        folder = self._root / FOLDER
        for path in self._listed(folder):
            if path.name == REGISTER:
                register = self._file(path, Verwerkingsregister)
            elif named := _FACTS.fullmatch(path.name):
                self._keep(path, DpiaFeiten, "feiten-van", named[1], feiten)
            elif named := _RISKS.fullmatch(path.name):
                self._keep(path, Risicoregister, "risicoregister", named[1], risks)
            elif named := _AUTHORED.fullmatch(path.name):
                self._keep(path, Dpia, "dpia", named[1], dpias)
            # What has no name of ours is a finding of `read_workspace`.
        return Register(
            dpias=dpias,
            feiten=feiten,
            risicoregisters=risks,
            verwerkingsregister=register,
            schalen=self._policy(SCALES, Risicoschalen),
            plicht=self._policy(DUTY, DpiaPlicht),
            findings=tuple(sorted(set(self._findings))),
            stopped=frozenset(self._stopped),
            present=os.path.lexists(folder),
        )

    def _keep(self, path: Path, model: type[W], key: str, name: str, found: dict[str, W]) -> None:
        value = self._file(path, model)
        if value is None:
            return
        if getattr(value, key.replace("-", "_")) == name:
            found[name] = value
            return
        self._findings.append(finding("ZVH206", value.span_of(key), verwacht=name))
        self._stopped.add(path.relative_to(self._root).as_posix())

    def _policy(self, name: str, model: type[W]) -> W | None:
        """
        Read a file of `policies/`, or the shipped one where the workspace has none.
        """
        path = self._root / "policies" / name
        if os.path.lexists(path):
            return self._file(path, model)
        root, self._root = self._root, templates()
        try:
            return self._file(self._root / "policies" / name, model)
        finally:
            self._root = root

    def _file(self, path: Path, model: type[W]) -> W | None:
        name = path.relative_to(self._root).as_posix()
        node, found = read(path, name)
        value = None
        if node is not None:
            value, wrong = read_as(model, node)
            found = [*found, *wrong]
        self._findings += found
        if any(each.level is Level.FOUT for each in found):
            self._stopped.add(name)
            return None
        return value

    def _listed(self, folder: Path) -> list[Path]:
        try:
            return [folder / name for name in sorted(entry.name for entry in os.scandir(folder))]
        except FileNotFoundError:
            return []
        except OSError as error:
            code = "ZVH009" if isinstance(error, NotADirectoryError) else "ZVH001"
            said = {"soort": "iets-anders", "reden": "geen-toegang"}
            self._findings.append(finding(code, Span.whole(FOLDER), level=Level.FOUT, **said))
            self._stopped.add(FOLDER)
            return []
