"""
Check an exported logboek. This one file needs only Python 3.10 or newer and `cryptography`.

    python verify_export.py DIR [--vkey KEY]... [--since FILE]... [--json] [--lang nl|en]

Ends with 0 when nothing deviates, 1 when something does, 2 when it could not be checked at all.
Take the keys (--vkey) and the checkpoints (--since) from where you kept them, not from the export:
whoever made the export could have made these too.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = {
    "nl": {
        "regel-gewijzigd": "regel {eerste}: de inhoud is gewijzigd na het vastleggen",
        "regel-vorm": "regel {eerste}: dit is geen logregel in de vaste vorm",
        "regel-verdwenen": "regels {eerste} tot en met {laatste}: verdwenen",
        "regel-gewist": "regels {eerste} tot en met {laatste}: de inhoud is gewist zonder dat een "
        "regel over opschonen dat zegt",
        "regel-te-veel": "regel {eerste}: er staan regels na het einde van de boom",
        "kenmerk-gewijzigd": "regel {eerste}: de casus of het voorwerp waarop de regel te vinden "
        "is, is niet dat van de regel zelf",
        "tijd-terug": "regel {eerste}: de tijd is eerder dan die van de regel ervoor",
        "beleid-onbekend": "regel {eerste}: het beleid {bij} is niet bewaard",
        "beleid-gewijzigd": "het beleid {bij} is niet wat regel {eerste} heeft verzegeld",
        "tegel-gewijzigd": "regels {eerste} tot en met {laatste}: een daarvan is gewijzigd, "
        "verplaatst of verdwenen, of hun tegel {bij} is gewijzigd",
        "stand-gewijzigd": "de stand van de boom hoort niet bij de regels {eerste} tot en met "
        "{laatste}",
        "geen-checkpoint": "regels {eerste} tot en met {laatste}: geen enkel geldig checkpoint "
        "bevestigt ze",
        "checkpoint-vorm": "checkpoint {bij}: dit heeft niet de vorm van een checkpoint",
        "checkpoint-vals": "checkpoint {bij}: niet ondertekend met een bekende sleutel, of de "
        "handtekening is vals",
        "checkpoint-wijkt-af": "regels {eerste} tot en met {laatste}: een daarvan is niet meer "
        "wat checkpoint {bij} bevestigt (gewijzigd, verplaatst, weggelaten, of een andere "
        "geschiedenis)",
        "checkpoint-te-groot": "regels {eerste} tot en met {laatste}: ze ontbreken, maar "
        "checkpoint {bij} bevestigt dat ze er waren (afgekapt, of een oude kopie teruggezet)",
    },
    "en": {
        "regel-gewijzigd": "entry {eerste}: its content was changed after it was written",
        "regel-vorm": "entry {eerste}: this is no log line in the fixed form",
        "regel-verdwenen": "entries {eerste} through {laatste}: gone",
        "regel-gewist": "entries {eerste} through {laatste}: the content was erased and no line "
        "about pruning says so",
        "regel-te-veel": "entry {eerste}: there are entries after the end of the tree",
        "kenmerk-gewijzigd": "entry {eerste}: the case or row it is found by is not that of the "
        "entry itself",
        "tijd-terug": "entry {eerste}: its time is before that of the entry before it",
        "beleid-onbekend": "entry {eerste}: the policy {bij} is not kept",
        "beleid-gewijzigd": "the policy {bij} is not what entry {eerste} sealed",
        "tegel-gewijzigd": "entries {eerste} through {laatste}: one of them was changed, moved or "
        "removed, or their tile {bij} was changed",
        "stand-gewijzigd": "the head of the tree does not belong to entries {eerste} through "
        "{laatste}",
        "geen-checkpoint": "entries {eerste} through {laatste}: no valid checkpoint confirms them",
        "checkpoint-vorm": "checkpoint {bij}: this has not the form of a checkpoint",
        "checkpoint-vals": "checkpoint {bij}: not signed by a known key, or the signature is false",
        "checkpoint-wijkt-af": "entries {eerste} through {laatste}: one of them is no longer what "
        "checkpoint {bij} confirms (changed, moved, left out, or another history)",
        "checkpoint-te-groot": "entries {eerste} through {laatste}: they are missing, but "
        "checkpoint {bij} confirms that they were there (cut off, or an old copy put back)",
    },
}
SUMMARY = {
    "nl": {
        True: "in orde: {aantal} regels, leesbaar vanaf {leesbaar_vanaf}, ondertekend tot "
        "{ondertekend_tot}",
        False: "{afwijkingen} afwijkingen in {aantal} regels",
        "own": "let op: de sleutels komen uit de export zelf; geef --vkey om zeker te zijn",
        "unreadable": "deze export is niet te lezen: {waar}",
    },
    "en": {
        True: "in order: {aantal} entries, readable from {leesbaar_vanaf}, signed up to "
        "{ondertekend_tot}",
        False: "{afwijkingen} deviations in {aantal} entries",
        "own": "note: the keys come from the export itself; give --vkey to be sure",
        "unreadable": "this export cannot be read: {waar}",
    },
}
AUDIT_NAMES = """
    aan aantal actor artikel beleid casus convenant dag deelnemer doel fase feiten gebeurtenis
    gegevens goedgekeurd_door grondslag handeling kader logdoel namens noodprocedure object
    oorsprong operatie over proces reden regel resultaat rol schaduw status tijd tot trace
    verplichtingen versie voorwerp zout
"""
AUDIT_REQUIRED = "actor gebeurtenis operatie resultaat tijd trace versie zout"
DATA_NAMES = """
    attributes end_time name parent_span_id span_id standaard start_time status_code trace_id
    versie zout
"""
DATA_REQUIRED = DATA_NAMES.replace("parent_span_id", "")
VERSION = 1
ROW = re.compile(rb'\[(0|[1-9][0-9]{0,18}),"([0-9a-f]{64})",(null|\{.*\}|"[A-Za-z0-9+/=]*")\]')
TEXT = re.compile(r"[A-Za-z0-9 .,:()/@_+=-]{1,250}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
GONE = b"\0" * 32
EMPTY_ROOT = sha256(b"").digest()


class Unreadable(Exception):
    """
    Something that every export has is not there or has another form.
    """


# ---------------------------------------------------------------- tree and signatures


def node(left: bytes, right: bytes) -> bytes:
    """
    Hash two subtrees (RFC 6962 section 2.1).
    """
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """
    A tree that grows by one entry at a time: the roots of its complete subtrees.
    """

    def __init__(self) -> None:
        self.size = 0
        self.stack: list[tuple[int, bytes]] = []  # (height, hash), the largest first

    def add(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """
        Add an entry; give (level, number, hash) of the tiles that it completes.
        """
        height, top = 0, leaf
        self.size += 1
        while self.stack and self.stack[-1][0] == height:
            top = node(self.stack.pop()[1], top)
            height += 1
            if height % 8 == 0:
                yield height // 8, (self.size >> height) - 1, top
        self.stack.append((height, top))

    def root(self) -> bytes:
        """
        Give the root.
        """
        if not self.stack:
            return EMPTY_ROOT
        top = self.stack[-1][1]
        for _, left in reversed(self.stack[:-1]):
            top = node(left, top)
        return top


def unbase64(text: str) -> bytes:
    """
    Read base64 in its one form.
    """
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode("ascii") != text:
        raise ValueError
    return data


def read_key(text: str) -> tuple[str, bytes, bytes]:
    """
    Read a verifier key (c2sp.org/signed-note): name, key id, public key.
    """
    name, _, rest = text.strip().partition("+")
    hint, _, encoded = rest.partition("+")
    key = unbase64(encoded)
    key_id = sha256(name.encode() + b"\n" + key).digest()[:4]
    if key[:1] != b"\x01" or len(key) != 33 or key_id.hex() != hint:  # noqa: PLR2004 - 1 + 32 bytes
        raise ValueError
    return name, key_id, key[1:]


def read_checkpoint(text: str, keys: list[tuple[str, bytes, bytes]]) -> tuple[int, bytes, bool]:
    """
    Read a checkpoint: size, root, and whether a known key signed it and none did so falsely.
    """
    if any(char < " " and char != "\n" for char in text):
        raise ValueError
    head, gap, tail = text.rpartition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) != 3 or not lines[0] or not tail.endswith("\n"):  # noqa: PLR2004
        raise ValueError
    origin, size, root = lines
    if not re.fullmatch("0|[1-9][0-9]{0,18}", size) or len(unbase64(root)) != len(GONE):
        raise ValueError
    checked = []
    for line in tail[:-1].split("\n"):
        dash, name, encoded = line.split(" ")
        signature = unbase64(encoded)
        if dash != "\u2014" or len(signature) <= 4:  # noqa: PLR2004 - the key id
            raise ValueError
        for known, key_id, public in keys:
            if (known, key_id) == (name, signature[:4]) and known == origin:
                checked.append(is_signed(public, signature[4:], head.encode() + b"\n"))
    return int(size), unbase64(root), bool(checked) and all(checked)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """
    Say whether the signature is true.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# ---------------------------------------------------------------- lines


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """
    Make an object of pairs, of which no name occurs twice.
    """
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def no_number(text: str) -> Any:
    """
    Refuse floats and constants.
    """
    raise ValueError(text)


def read_line(entry: bytes) -> dict[str, Any] | None:
    """
    Read a line; None when it has not the form (RFC 8785, known version, known fields).
    """
    try:
        line = json.loads(
            entry, object_pairs_hook=unique, parse_float=no_number, parse_constant=no_number
        )
        canonical = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if canonical.encode() != entry or not isinstance(line, dict) or line["versie"] != VERSION:
            return None
    except (ValueError, KeyError, RecursionError):
        return None
    data = "attributes" in line
    names = set((DATA_NAMES if data else AUDIT_NAMES).split())
    required = set((DATA_REQUIRED if data else AUDIT_REQUIRED).split())
    stamp = line.get("end_time" if data else "tijd")
    if not required <= line.keys() <= names or not all(map(is_plain, line.values())):
        return None
    return line if isinstance(stamp, str) and TIME.fullmatch(stamp) else None


def is_plain(value: Any) -> bool:
    """
    Say whether a value holds only text without anything that could mislead, numbers and flags.
    """
    if isinstance(value, str):
        return TEXT.fullmatch(value) is not None
    if isinstance(value, list):
        return all(isinstance(each, str) and is_plain(each) for each in value)
    if isinstance(value, dict):
        return all(is_plain(each) for each in value.values())
    return isinstance(value, int)


# ---------------------------------------------------------------- an export


class Check:
    """
    One check of the export in *folder*; what deviates is in *found*.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: set[tuple[str, int, int, str]] = set()
        self.tree = Tree()
        self.marks: list[tuple[int, bytes, str]] = []
        self.policies: dict[str, int] = {}
        self.seals: dict[str, tuple[str, int]] = {}
        self.erased: list[int] = []
        self.pruned = 0
        self.last = ""
        self.good = 0
        self.bad: tuple[int, str] | None = None

    def add(self, kind: str, first: int, last: int, by: str = "") -> None:
        """
        Say that something deviates.
        """
        self.found.add((kind, first, last, by))

    def run(
        self, keys: list[tuple[str, bytes, bytes]], since: list[tuple[str, str]]
    ) -> dict[str, Any]:
        """
        Check everything, and give the outcome.
        """
        head = read_json(self.folder / "stand.json")
        stored = [json.loads(line) for line in read_lines(self.folder / "checkpoints.jsonl")]
        if not isinstance(head, dict) or not isinstance(head.get("size"), int):
            raise Unreadable("stand.json")
        size = head["size"]
        for name, text in [*((str(each[0]), each[2]) for each in stored), *since]:
            self.mark(name, text, keys)
        signed = max((each[0] for each in self.marks if each[0] <= size), default=0)
        if size and not signed:
            self.add("geen-checkpoint", 0, size - 1)
        for mark, _, name in self.marks:
            if mark > size:
                self.add("checkpoint-te-groot", size, mark - 1, name)
        self.marks.sort()
        self.entries(size)
        if [each.hex() for _, each in self.tree.stack] != head.get(
            "peaks"
        ) or self.tree.size != size:
            self.add("stand-gewijzigd", 0, max(size - 1, 0))
        self.finish()
        order = sorted(self.found, key=lambda each: (each[1], each))
        erased = [number + 1 for number in self.erased if number < self.pruned]
        return {
            "in_orde": not order,
            "aantal": size,
            "wortel": self.tree.root().hex(),
            "leesbaar_vanaf": max(erased, default=0),
            "ondertekend_tot": signed,
            "checkpoints": len(stored),
            "afwijkingen": [
                dict(zip(("soort", "eerste", "laatste", "bij"), each, strict=True))
                for each in order
            ],
        }

    def mark(self, name: str, text: Any, keys: list[tuple[str, bytes, bytes]]) -> None:
        """
        Take a checkpoint, when it is one and is signed.
        """
        try:
            size, root, signed = read_checkpoint(text, keys)
        except (ValueError, TypeError, AttributeError):
            self.add("checkpoint-vorm", 0, 0, name)
            return
        if signed:
            self.marks.append((size, root, name))
        else:
            self.add("checkpoint-vals", 0, 0, name)

    def entries(self, size: int) -> None:
        """
        Read the entries in order, and grow the tree.
        """
        at = 0
        self.compare(at)
        rows = self.rows()
        number, hash_, entry = next(rows, (size, GONE, None))
        made: dict[tuple[int, int], bytes] = {}
        gap: int | None = None
        while self.tree.size < size:
            place = self.tree.size
            leaf = GONE
            if number == place:
                leaf = hash_
                self.entry(number, hash_, entry)
                number, hash_, entry = next(rows, (size, GONE, None))
            elif gap is None:
                gap = place
            if gap is not None and (leaf is not GONE or place == size - 1):
                self.add("regel-verdwenen", gap, place - 1 if leaf is not GONE else place)
                gap = None
            for level, tile, top in self.tree.add(leaf):
                made[level, tile] = top
            at = self.compare(at)
        if number != size or entry is not None:
            self.add("regel-te-veel", size, size)
        self.differ()
        self.tiles(made)

    def rows(self) -> Iterator[tuple[int, bytes, bytes | None]]:
        """
        Give number, hash and line of each entry that is there.
        """
        last = -1
        for path in sorted((self.folder / "regels").glob("*.jsonl")):
            for line in read_lines(path):
                row = ROW.fullmatch(line)
                if row is None or int(row[1]) <= last:
                    raise Unreadable(f"{path.name}:{last}")
                last = int(row[1])
                entry: bytes | None = row[3]
                if row[3] == b"null":
                    entry = None
                elif row[3][:1] == b'"':  # bytes that are no line
                    entry = base64.b64decode(row[3][1:-1])
                yield last, bytes.fromhex(row[2].decode()), entry

    def entry(self, number: int, hash_: bytes, entry: bytes | None) -> None:
        """
        Look at one entry.
        """
        if entry is None:
            self.erased.append(number)
            return
        if sha256(b"\x00" + entry).digest() != hash_:
            self.add("regel-gewijzigd", number, number)
        line = read_line(entry)
        if line is None:
            self.add("regel-vorm", number, number)
            return
        time = str(line.get("tijd") or line.get("end_time"))
        if time < self.last:
            self.add("tijd-terug", number, number)
        self.last = time
        if "beleid" in line:
            self.policies.setdefault(line["beleid"], number)
        row = line.get("voorwerp")
        if isinstance(row, dict) and row.get("rij") == line.get("beleid"):
            self.seals.setdefault(row["rij"], (str(row.get("zegel")), number))
        if line.get("gebeurtenis") == "logboek-opschonen":
            self.pruned = max(self.pruned, line.get("tot", 0))

    def compare(self, at: int) -> int:
        """
        Compare the checkpoints of the size the tree has now.
        """
        while at < len(self.marks) and self.marks[at][0] == self.tree.size:
            size, root, name = self.marks[at]
            at += 1
            if root == self.tree.root():
                self.differ()
                self.good = size
            elif self.bad is None:
                self.bad = (size, name)
        return at

    def differ(self) -> None:
        """
        Say from where the tree was not as a checkpoint says.
        """
        if self.bad is not None:
            last = max(self.bad[0] - 1, 0)
            self.add("checkpoint-wijkt-af", min(self.good, last), last, self.bad[1])
        self.bad = None

    def tiles(self, made: dict[tuple[int, int], bytes]) -> None:
        """
        Compare the tiles in the export with those that the entries make.
        """
        kept: dict[tuple[int, int], bytes] = {}
        for (level, number), top in made.items():
            full = (level, number // 256)
            if full not in kept:
                kept[full] = read_tile(self.folder, level, number // 256)
            start = 32 * (number % 256)
            if kept[full][start : start + 32] != top:
                width = 256**level
                first = number * width
                self.add("tegel-gewijzigd", first, first + width - 1, f"{level}/{number}")

    def finish(self) -> None:
        """
        Compare policies and prunings with what lines say of them.
        """
        for name, number in self.policies.items():
            path = self.folder / "beleid" / f"{name.rpartition(':')[2]}.bin"
            if not path.is_file():
                self.add("beleid-onbekend", number, number, name)
            elif (
                name in self.seals and sha256(path.read_bytes()).hexdigest() != self.seals[name][0]
            ):
                self.add("beleid-gewijzigd", self.seals[name][1], self.seals[name][1], name)
        first = last = -1
        for number in [n for n in self.erased if n >= self.pruned] + [-1]:
            if first >= 0 and number != last + 1:
                self.add("regel-gewist", first, last)
            if number != last + 1:
                first = number
            last = number


def read_json(path: Path) -> Any:
    """
    Read a small file of the export.
    """
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise Unreadable(path.name) from None


def read_lines(path: Path) -> Iterator[bytes]:
    """
    Read a file line by line.
    """
    try:
        with path.open("rb") as file:
            for line in file:
                yield line.rstrip(b"\n")
    except OSError:
        raise Unreadable(path.name) from None


def read_tile(folder: Path, level: int, number: int) -> bytes:
    """
    Read a tile (c2sp.org/tlog-tiles), whole or partial; nothing when it is not there.
    """
    place = folder / "tile" / str(level)
    parts = [f"{number:03}"[-3:]]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    path = place.joinpath(*parts)
    partial = sorted(path.with_name(path.name + ".p").glob("*")) if not path.exists() else [path]
    try:
        return partial[0].read_bytes() if partial else b""
    except OSError:
        raise Unreadable(path.name) from None


def main(arguments: list[str] | None = None) -> int:
    """
    Check, tell, and give the exit code.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--vkey", action="append", default=[], metavar="KEY")
    parser.add_argument("--since", action="append", default=[], type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=["nl", "en"], default="nl")
    given = parser.parse_args(arguments)
    said = SUMMARY[given.lang]
    try:
        texts = given.vkey or read_lines(given.folder / "vkeys.txt")
        keys = [read_key(k if isinstance(k, str) else k.decode()) for k in texts]
        since = [(path.name, read_since(path)) for path in given.since]
        outcome = Check(given.folder).run(keys, since)
    except Unreadable as error:
        sys.stderr.write(said["unreadable"].format(waar=error) + "\n")
        return 2
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        sys.stderr.write(said["unreadable"].format(waar=type(error).__name__) + "\n")
        return 2
    outcome["eigen_sleutels"] = not given.vkey
    if given.json:
        sys.stdout.write(json.dumps(outcome, indent=2) + "\n")
    else:
        for each in outcome["afwijkingen"]:
            sys.stdout.write(TEXTS[given.lang][each["soort"]].format(**each) + "\n")
        counts = {**outcome, "afwijkingen": len(outcome["afwijkingen"])}
        sys.stdout.write(said[outcome["in_orde"]].format(**counts) + "\n")
        if not given.vkey:
            sys.stdout.write(said["own"] + "\n")
    return 0 if outcome["in_orde"] else 1


def read_since(path: Path) -> str:
    """
    Read a checkpoint that was kept; a mail may have changed the ends of its lines.
    """
    try:
        return path.read_bytes().decode().replace("\r\n", "\n")
    except (OSError, ValueError):
        raise Unreadable(path.name) from None


if __name__ == "__main__":
    sys.exit(main())
