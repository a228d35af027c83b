"""
`zvhprivacy init`: a new workspace with the law layer and the model convenants.
"""

from __future__ import annotations

import shutil

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.workspace import Workspace


@click.command(cls=Command)
@click.argument("folder", metavar="DIR")
@click.option("--all", "everything", cls=OwnOption, is_flag=True)
@options.output
@options.lang
@click.pass_obj
def command(lang: str, folder: str, everything: bool, output: str) -> Exit:
    """
    Fill *folder*, which must be new or empty; *everything* also copies the example houses.
    """
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    target = Path(folder)
    copied = copy_to(target, everything=everything)
    if output == "json":
        write_json({"werkmap": str(target), "convenants": copied})
        return Exit.OK
    write(text("init.gemaakt", lang, map=target, convenanten=", ".join(copied) or "-"))
    for step in ("check", "convenant", "toets", "git"):
        write(text(f"init.stap.{step}", lang, map=target))
    return Exit.OK


def copy_to(target: Path, *, everything: bool = False, only: str | None = None) -> list[str]:
    """
    Copy the shipped folders to *target*, and name the convenants that came along.

    *only* names one convenant to copy, with all that it builds on.

    Raises:
        NotEmpty: *target* holds something already.
        UnwritableFile: the system does not let us write there.
    """
    from zvhprivacy.cli._errors import NotEmpty, unwritable
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.policy.templates import templates

    source = templates()
    began = False
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise NotEmpty(target)
        target.mkdir(parents=True, exist_ok=True)
        began = True  # From here on all that is in it is ours.
        shipped = read_workspace(source)
        names = sorted(_chosen(shipped, everything=everything, only=only))
        for name in ("policies", *(f"convenants/{name}" for name in names)):
            if (source / name).is_dir():
                shutil.copytree(source / name, target / name, ignore=_ignored, dirs_exist_ok=True)
        (target / "convenants").mkdir(exist_ok=True)
        about = _copy_register(source, target, names, everything=everything)
        accepted = _accepted(shipped, names, about)
        if accepted:
            (target / "aanvaard.yaml").write_text(accepted, encoding="utf-8")
    except OSError as error:
        if began:
            shutil.rmtree(target, ignore_errors=True)
        raise unwritable(target, error) from None
    return names


def _copy_register(source: Path, target: Path, names: list[str], *, everything: bool) -> list[str]:
    """
    Copy the DPIAs about what was copied, and name them; with *everything* also the registers.
    """
    from zvhprivacy.dpia.read import FOLDER, read_dpias

    about = [d.dpia for d in read_dpias(source) if not set(names).isdisjoint(d.convenanten)]
    (target / FOLDER).mkdir(exist_ok=True)
    for kind in ["*"] if everything else ["README.*", *(f"{name}.*" for name in about)]:
        for path in (source / FOLDER).glob(kind):
            if not _ignored("", [path.name]):
                shutil.copy2(path, target / FOLDER)
    return about


def _chosen(shipped: Workspace, *, everything: bool, only: str | None) -> set[str]:
    """
    Choose the convenants to copy: the models, or all, or one; with what they build on.
    """
    agreements = shipped.agreements
    if everything:
        return set(agreements)
    chosen = {only} if only else {n for n, each in agreements.items() if each.convenant.is_model}
    for _ in agreements:
        chosen |= {
            base for name in chosen if name in agreements for base in agreements[name].bouwt_op
        }
    return chosen & set(agreements)


def _accepted(shipped: Workspace, names: list[str], about: list[str]) -> str:
    """
    Give the shipped acceptances about what is copied: of the rest nothing is left to accept.
    """
    accepted = shipped.aanvaard
    places = (
        "policies/",
        *(f"convenants/{name}/" for name in names),
        *(f"dpia/{name}.yaml" for name in about),
    )
    lines = [
        "  - {"
        + ", ".join(
            f"{key}: {_quoted(value)}"
            for key, value in (
                ("code", each.code),
                ("plaats", each.plaats),
                ("reden", each.reden),
                ("door", each.door),
                ("tot", each.tot.isoformat()),
            )
        )
        + "}\n"
        for each in (accepted.aanvaard if accepted else ())
        if each.plaats.startswith(places)
    ]
    return "schema: 1\naanvaard:\n" + "".join(lines) if lines else ""


def _quoted(value: str) -> str:
    # In single quotes only the quote itself means something to YAML.
    return "'" + value.replace("'", "''") + "'"


def _ignored(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name.startswith((".", "__"))}
