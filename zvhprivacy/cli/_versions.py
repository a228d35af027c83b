"""
Versions of a workspace: a folder, or `git:REVISION` of the workspace one stands in.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zvhprivacy.cli._errors import NoRevision, NoWorkspace


GIT = "git:"

_PARTS = ("policies", "convenants", "dpia", "aanvaard.yaml")


@contextmanager
def version(name: str, workspace: Path) -> Iterator[Path]:
    """
    Give the folder that holds version *name*; of a revision, a copy that is removed afterwards.

    Raises:
        NoRevision: git does not know it.
        NoWorkspace: there is no workspace in it.
    """
    if not name.startswith(GIT):
        folder = Path(name)
        if not any((folder / part).is_dir() for part in _PARTS[:2]):
            raise NoWorkspace(name)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="zvhprivacy-") as temporary:
        folder = Path(temporary)
        _extract(name.removeprefix(GIT), workspace.resolve(), folder)
        if not any((folder / part).is_dir() for part in _PARTS[:2]):
            raise NoWorkspace(name)
        yield folder


def _extract(revision: str, workspace: Path, target: Path) -> None:
    """
    Put the workspace as it was at *revision* in *target*, without touching the repository.
    """
    # A revision never reaches git as an option, and from here on it is a number.
    found = _git(
        workspace,
        revision,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{revision}^{{commit}}",
    )
    commit = found.decode("ascii", "replace").strip()
    prefix = _git(workspace, revision, "rev-parse", "--show-prefix").decode("utf-8").strip("\n")
    up = _git(workspace, revision, "rev-parse", "--show-toplevel").decode("utf-8").strip("\n")
    # From the top, because below it git takes paths as relative to where it stands.
    top, tree = Path(up), f"{commit}:{prefix}" if prefix else commit
    listed = _git(top, revision, "ls-tree", "--name-only", "-z", tree).split(b"\0")
    parts = [part for part in _PARTS if part.encode() in listed]
    data = _git(top, revision, "archive", "--format=tar", tree, *parts) if parts else b""
    if not data:
        return
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            # Only plain files and folders, below the target: what git holds may be anything.
            path = target / member.name
            inside = not Path(member.name).is_absolute() and ".." not in Path(member.name).parts
            if not inside:
                continue
            if member.isdir():
                path.mkdir(parents=True, exist_ok=True)
            elif member.isfile() and (content := archive.extractfile(member)) is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    shutil.copyfileobj(content, file)


def _git(folder: Path, revision: str, *args: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise NoRevision(revision, "git?")
    command = [program, "-C", str(folder), *args]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a list, no shell
    if done.returncode:
        raise NoRevision(revision, f"git {args[0]}")
    return done.stdout
