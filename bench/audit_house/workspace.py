"""
The workspace of the invented house: the shipped law, one signed convenant, and its DPIA adopted.
"""

from __future__ import annotations

import shutil

from datetime import date
from pathlib import Path

from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.making import make
from zvhprivacy.dpia.read import read_register
from zvhprivacy.policy.read import read_workspace


HERE = Path(__file__).parent / "werkmap"
SHIPPED = Path(__file__).parents[2]
CONVENANT, DPIA = "zvh-voorbeeld", "complexe-casuistiek"
BEGIN = date(2025, 7, 1)  # of the house


def workspace(folder: Path) -> Path:
    """
    Make the workspace in *folder*, which is not there yet.
    """
    shutil.copytree(SHIPPED / "policies", folder / "policies")
    for name in ("convenant.yaml", "protocol-com.yaml", "toetsen.yaml"):
        _put(name, folder / "convenants" / CONVENANT / name)
    _put("dpia.yaml", folder / "dpia" / f"{DPIA}.yaml")
    _put("verwerkingsregister.yaml", folder / "dpia" / "verwerkingsregister.yaml")
    _put("risicoregister.yaml", folder / "dpia" / f"risicoregister-{CONVENANT}.yaml")
    _put("aanvaard.yaml", folder / "aanvaard.yaml")
    adopt(folder)
    return folder


def adopt(folder: Path) -> None:
    """
    Write the facts of the DPIA as the rules have them now, and let its adoption be about those.
    """
    read = read_workspace(folder)
    register = read_register(folder)
    made = make(Facts(read, BEGIN), register, register.dpias[DPIA])
    (folder / made.file).write_text(made.text(), encoding="utf-8")
    _changed(folder / "dpia" / f"{DPIA}.yaml", ("feiten: FEITEN", f"feiten: {made.hash}"))


def _put(name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / name, target)


def _changed(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        if old not in text:
            raise LookupError(old)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
