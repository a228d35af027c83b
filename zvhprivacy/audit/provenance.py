"""
What an audit rested on: which files, which policy, and which entries of the logboek.
"""

from __future__ import annotations

import hashlib
import os

from collections.abc import Iterator
from pathlib import Path

from zvhprivacy.audit.answers import FILE as ANSWERS
from zvhprivacy.audit.document import place_of
from zvhprivacy.audit.sources import Sources
from zvhprivacy.errors import ZvhError
from zvhprivacy.logboek import merkle
from zvhprivacy.logboek.proof import reader
from zvhprivacy.model.audit import Herkomst, Input


FOLDERS = ("policies", "convenants", "dpia")
FILES = ("aanvaard.yaml",)


def inputs(root: Path, vorige: str | None = None) -> tuple[Input, ...]:
    """
    Give the files of the workspace at *root* that an audit rests on, with the hash of their bytes.

    So does what the audit *vorige* left open. What cannot be read has an empty text for a hash.
    """
    return tuple(sorted(_inputs(root, vorige)))


def herkomst(bron: Sources, *, versie: str, opdracht: str) -> Herkomst:
    """
    Say where an audit of *bron* comes from; *opdracht* is the command that carries it out again.
    """
    wortel, checkpoint = _logged(bron)
    return Herkomst(
        versie=versie,
        opdracht=opdracht,
        op=bron.op.date(),
        vanaf=bron.vanaf,
        tot=bron.tot,
        beleid=bron.policy.policy,
        invoer=inputs(bron.root, bron.vorige.audit if bron.vorige else None),
        regels=bron.huis.regels if bron.huis else 0,
        wortel=wortel,
        checkpoint=checkpoint,
    )


def _logged(bron: Sources) -> tuple[str, str]:
    """
    Give the root over the entries that count, and the first checkpoint that covers them.

    The first, so that an audit that is carried out again names the same one.
    """
    huis = bron.huis
    if huis is None:
        return "", ""
    try:
        wortel = merkle.root_at(reader(huis.log), huis.regels).hex()
    except ZvhError:  # the tree is damaged; the check of the logboek tells of it
        wortel = ""
    covering = (each for each in huis.log.checkpoints() if each.size >= huis.regels)
    first = next(covering, None)
    return wortel, first.tekst if first else ""


def _inputs(root: Path, vorige: str | None) -> Iterator[Input]:
    before = (place_of(vorige), place_of(vorige, ANSWERS)) if vorige else ()
    for name in (*FILES, *before):
        if (root / name).is_file():
            yield _input(root, root / name)
    for name in FOLDERS:
        for folder, _, files in os.walk(root / name):
            for each in files:
                if each.endswith(".yaml"):
                    yield _input(root, Path(folder, each))


def _input(root: Path, path: Path) -> Input:
    name = path.relative_to(root).as_posix()
    try:
        return Input(name, hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError:
        return Input(name, "")
