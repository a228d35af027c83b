"""
A logboek as a folder of files that can be checked without us, and without a database.
"""

from __future__ import annotations

import base64
import json
import shutil
import tempfile

from collections.abc import Sequence
from pathlib import Path

from zvhprivacy.logboek import merkle, verify_export
from zvhprivacy.logboek.errors import BadNote, ExportFailed, TargetNotEmpty
from zvhprivacy.logboek.line import as_time
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.note import Verifier
from zvhprivacy.model.stored import Checkpoint, Head, Leaf


BUNDLE = merkle.TILE_WIDTH**2  # entries per file of lines
MISSING = b"\0" * merkle.HASH_BYTES

README = """\
Dit is een export van het logboek {origin}: {size} regels, nummer 0 tot en met {last}.

  regels/*.jsonl      per regel: [nummer, "hash", regel]; `null` als de inhoud is opgeschoond
  tile/               de hashboom (c2sp.org/tlog-tiles)
  stand.json          hoe ver de boom is
  checkpoint          het laatste ondertekende checkpoint (c2sp.org/tlog-checkpoint)
  checkpoints.jsonl   alle checkpoints: [omvang, "tijd", "tekst"]
  beleid/             het beleid waar regels naar verwijzen
  vkeys.txt           de openbare sleutels
  verify_export.py    het programma dat dit alles controleert

Controleren:  python verify_export.py . --vkey SLEUTEL --since BEWAARD-CHECKPOINT
Het heeft alleen Python en het pakket `cryptography` nodig.
Neem de sleutel en de checkpoints van waar u ze bewaarde, niet uit deze map.

This is an export of a log; the program verify_export.py checks it (--lang en).
"""


def export(store: LogStore, target: Path, verifiers: Sequence[Verifier]) -> Head:
    """
    Write the logboek in *store* to the new folder *target*, as it is: also what is wrong with it.

    The folder is there as a whole or not at all. Give how far the tree in it is.

    Raises:
        TargetNotEmpty: there is something in *target*.
        ExportFailed: the system does not let us write.
    """
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise TargetNotEmpty(map=target.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise ExportFailed(soort=type(error).__name__) from None
    try:
        head = _write(store, folder, verifiers)
        folder.chmod(0o700)
        folder.replace(target)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise ExportFailed(soort=type(error).__name__) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return head


def _write(store: LogStore, folder: Path, verifiers: Sequence[Verifier]) -> Head:
    checkpoints = store.checkpoints()
    head = store.head()
    _lines(store, folder, head)
    _tiles(store, folder, head)
    _checkpoints(folder, checkpoints)
    (folder / "beleid").mkdir()
    for name, compiled in store.policies():
        # The name is a hash with its kind before it; what is not one is no file of ours.
        digest = name.rpartition(":")[2]
        if digest.isalnum():
            (folder / "beleid" / f"{digest}.bin").write_bytes(compiled)
    peaks = [peak.hex() for peak in head.peaks]
    (folder / "stand.json").write_text(json.dumps({"size": head.size, "peaks": peaks}) + "\n")
    (folder / "vkeys.txt").write_text("".join(f"{key.text}\n" for key in verifiers), "utf-8")
    origin = verifiers[0].name if verifiers else "?"
    readme = README.format(origin=origin, size=head.size, last=head.size - 1)
    (folder / "README.txt").write_text(readme, "utf-8")
    shutil.copyfile(verify_export.__file__, folder / "verify_export.py")
    return head


def _lines(store: LogStore, folder: Path, head: Head) -> None:
    (folder / "regels").mkdir()
    for first in range(0, max(head.size, 1), BUNDLE):
        last = min(first + BUNDLE, head.size)
        with (folder / "regels" / f"{first:012}.jsonl").open("wb") as file:
            for start in range(first, last, merkle.TILE_WIDTH):
                stop = min(start + merkle.TILE_WIDTH, last)
                leaves = list(store.leaves(start, stop))
                file.writelines(map(_row, leaves))
                _tile(folder, 0, start, stop, {leaf.nummer: leaf.hash for leaf in leaves})
            if last == head.size:
                file.writelines(map(_row, _beyond(store, head)))


def _beyond(store: LogStore, head: Head) -> list[Leaf]:
    # What stands after the end of the tree is part of what is wrong, unless the tree grew.
    found = list(store.leaves(head.size, head.size + 1))
    return found if store.head().size == head.size else []


def _row(leaf: Leaf) -> bytes:
    entry = b"null" if leaf.regel is None else leaf.regel
    if leaf.regel is not None and (b"\n" in entry or (entry[:1], entry[-1:]) != (b"{", b"}")):
        entry = b'"%s"' % base64.b64encode(entry)  # no line at all, and not to break up ours
    return b'[%d,"%s",%s]\n' % (leaf.nummer, leaf.hash.hex().encode("ascii"), entry)


def _tiles(store: LogStore, folder: Path, head: Head) -> None:
    level, count = 1, head.size >> merkle.TILE_HEIGHT
    while count:
        for start in range(0, count, merkle.TILE_WIDTH):
            stop = min(start + merkle.TILE_WIDTH, count)
            found = {tile.nummer: tile.hash for tile in store.tiles(level, start, stop)}
            _tile(folder, level, start, stop, found)
        level, count = level + 1, count >> merkle.TILE_HEIGHT


def _tile(folder: Path, level: int, start: int, stop: int, hashes: dict[int, bytes]) -> None:
    path = folder / tile_path(level, start // merkle.TILE_WIDTH, stop - start)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(hashes.get(number, MISSING) for number in range(start, stop)))


def tile_path(level: int, number: int, width: int) -> str:
    """
    Give the path of a tile with *width* hashes, as in c2sp.org/tlog-tiles.
    """
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    partial = "" if width == merkle.TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(parts)}{partial}"


def _checkpoints(folder: Path, checkpoints: Sequence[Checkpoint]) -> None:
    rows = [[each.size, as_time(each.tijd), each.tekst] for each in checkpoints]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "checkpoints.jsonl").write_text(lines, "utf-8")
    if checkpoints:
        (folder / "checkpoint").write_text(checkpoints[-1].tekst, "utf-8")


def read_keys(text: str) -> list[Verifier]:
    """
    Read verifier keys, one on a line.

    Raises:
        BadNote: a line is not one, or there is none.
    """
    keys = [Verifier.parse(line.strip()) for line in text.splitlines() if line.strip()]
    if not keys:
        raise BadNote(wat="sleutel", reden="leeg")
    return keys
