"""
What `zvhprivacy.source` does with files that were made to harm it.

Every case runs in an interpreter of its own with little memory and little time, so that a failure
is a failure of that case and not of the test run.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

from collections.abc import Callable
from pathlib import Path

import pytest

from zvhprivacy import source


pytest.importorskip("resource")

MIB = 1024 * 1024
TIMEOUT_SECONDS = 10
ADDRESS_SPACE_BYTES = 400 * MIB  # includes the interpreter
GROWTH_BYTES = 200 * MIB

# The peak comes from /proc where it can: ru_maxrss of a child starts at the peak of its parent.
PROBE = """
import contextlib, json, pathlib, resource, sys, time

def peak():
    with contextlib.suppress(OSError):
        for line in pathlib.Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

with contextlib.suppress(ValueError, OSError):
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from zvhprivacy import messages, source
messages.codes()
before, start = peak(), time.perf_counter()
node, findings = source.read(pathlib.Path(sys.argv[1]), "bestand.yaml")
value = None if node is None else source.plain(node)
shown = [messages.render(found, "nl") for found in findings]
print(json.dumps({
    "codes": sorted({found.code for found in findings}),
    "read": node is not None,
    "growth": peak() - before,
    "peak": peak(),
    "seconds": time.perf_counter() - start,
}))
"""


def _fill(part: bytes, *, start: bytes = b"", end: bytes = b"") -> bytes:
    """
    Repeat *part* until the file is exactly 1 MiB.
    """
    room = MIB - len(start) - len(end)
    return start + (part * (room // len(part) + 1))[:room] + end


CONTENTS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "brackets": (lambda: _fill(b"["), ["ZVH007"]),
    "braces": (lambda: _fill(b"{"), ["ZVH005"]),
    "dashes": (lambda: _fill(b"- "), ["ZVH007"]),
    "question-marks": (lambda: _fill(b"? "), ["ZVH005"]),
    "brackets-on-lines": (lambda: _fill(b"[\n"), ["ZVH007"]),
    "braces-under-key": (lambda: _fill(b"{a: "), ["ZVH007"]),
    "closing-brackets": (lambda: _fill(b"]"), ["ZVH005"]),
    "alias-bomb": (
        lambda: b"".join(
            b"a%d: &a%d [%s]\n" % (level, level, b",".join([b"*a%d" % (level - 1)] * 10))
            for level in range(1, 10_000)
        ),
        ["ZVH006"],
    ),
    "aliases": (lambda: _fill(b"*a,", start=b"a: &a [", end=b"*a]\n"), ["ZVH006"]),
    "anchors": (lambda: _fill(b"- &a x\n"), ["ZVH006"]),
    "tags": (lambda: _fill(b"- !!python/object/apply:os.system [x]\n"), ["ZVH006"]),
    "nul": (lambda: _fill(b"\0"), ["ZVH004"]),
    "nul-on-lines": (lambda: _fill(b"a: \0\n"), ["ZVH004"]),
    "nul-escaped": (lambda: _fill(b'- "\\0"\n'), ["ZVH004"]),
    "bidi": (lambda: _fill("\u202ea".encode(), end=b"a"), ["ZVH004"]),
    "every-character": (
        lambda: "".join(map(chr, [*range(0xA0, 0xD800), *range(0xE000, 0x30000)])).encode(),
        ["ZVH004"],
    ),
    "carriage-returns": (lambda: _fill(b"\r"), ["ZVH004"]),
    "duplicate-keys": (lambda: _fill(b"a: 1\n"), ["ZVH008"]),
    "duplicate-long-keys": (
        lambda: b"".join(b"? %s\n: x\n" % (b"k" * 10_000) for _ in range(100)),
        ["ZVH008"],
    ),
    "different-keys": (lambda: b"".join(b"sleutel-%d: x\n" % n for n in range(50_000)), []),
    "different-keys-in-braces": (
        lambda: b"{" + b"".join(b"sleutel-%d: x,\n" % n for n in range(50_000)) + b"}",
        [],
    ),
    "many-values": (lambda: _fill(b"a,", start=b"a: [", end=b"a]\n"), ["ZVH015"]),
    "many-empty-values": (lambda: _fill(b"-\n"), ["ZVH015"]),
    "many-empty-lists": (lambda: _fill(b"[],", start=b"a: [", end=b"[]]\n"), ["ZVH015"]),
    "many-single-pairs": (lambda: _fill(b"?: ,", start=b"a: ["), ["ZVH015"]),
    "one-line": (lambda: _fill(b"x", start=b"a: ", end=b"\n"), []),
    "one-line-of-words": (lambda: _fill(b"x ", start=b"a: ", end=b"\n"), []),
    "one-long-key": (lambda: _fill(b"x", end=b": 1\n"), ["ZVH005"]),
    "tabs": (lambda: _fill(b"\t"), ["ZVH005"]),
    "tabs-under-key": (lambda: _fill(b"\t", start=b"a:\n", end=b"b: 1\n"), ["ZVH005"]),
    "spaces": (lambda: _fill(b" "), ["ZVH010"]),
    "newlines": (lambda: _fill(b"\n"), ["ZVH010"]),
    "comments": (lambda: _fill(b"#\n"), ["ZVH010"]),
    "unclosed-quote": (lambda: _fill(b'"'), ["ZVH005"]),
    "unclosed-quote-under-key": (lambda: _fill(b"x", start=b'a: "'), ["ZVH005"]),
    "unclosed-apostrophe": (lambda: _fill(b"'", start=b"a: '"), ["ZVH005"]),
    "backslashes": (lambda: _fill(b"\\", start=b'a: "'), ["ZVH005"]),
    "colons": (lambda: _fill(b": "), ["ZVH005"]),
    "block-scalar": (lambda: _fill(b"  x\n", start=b"a: |\n"), []),
    "documents": (lambda: _fill(b"---\n"), ["ZVH013"]),
    "directives": (lambda: _fill(b"%A b\n"), ["ZVH005"]),
    "latin-1": (lambda: _fill(b"naam: caf\xe9\n"), ["ZVH003"]),
    "utf-16": (lambda: "schema: 1\n".encode("utf-16"), ["ZVH003"]),
    "bytes": (lambda: _fill(bytes(range(256))), ["ZVH003"]),
    "one-byte-too-many": (lambda: _fill(b"#\n") + b"\n", ["ZVH002"]),
}


def _probe(path: Path) -> dict[str, object]:
    environment = {**os.environ, "PYTHONPATH": str(Path(source.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path), str(ADDRESS_SPACE_BYTES)],
        capture_output=True,
        check=False,
        env=environment,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )
    assert not done.stderr, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


def _check(path: Path, codes: list[str]) -> None:
    result = _probe(path)

    assert (codes, not codes) == (result["codes"], result["read"])
    assert isinstance(result["growth"], int)
    assert result["growth"] < GROWTH_BYTES


@pytest.mark.parametrize("defect", sorted(CONTENTS))
def test_contents(defect: str, tmp_path: Path) -> None:
    """
    Whatever a file holds, reading it ends soon, in little memory, with findings.
    """
    make, codes = CONTENTS[defect]
    path = tmp_path / f"{defect}.yaml"
    path.write_bytes(make())

    _check(path, codes)


def test_sparse_file(tmp_path: Path) -> None:
    """
    A file of 1 GiB that takes no room on the disk takes none in memory.
    """
    path = tmp_path / "sparse.yaml"
    with path.open("wb") as file:
        file.truncate(1024 * MIB)

    _check(path, ["ZVH002"])


def test_folder(tmp_path: Path) -> None:
    """
    A folder with the name of a file is a finding.
    """
    path = tmp_path / "folder.yaml"
    path.mkdir()

    _check(path, ["ZVH009"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs here")
def test_fifo(tmp_path: Path) -> None:
    """
    A FIFO that nobody writes to does not block.
    """
    path = tmp_path / "fifo.yaml"
    os.mkfifo(path)

    _check(path, ["ZVH009"])


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no such sockets here")
def test_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A socket with the name of a file is a finding.
    """
    monkeypatch.chdir(tmp_path)  # The whole path may be too long for a socket.
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.yaml")

        _check(tmp_path / "socket.yaml", ["ZVH009"])


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_device(device: str) -> None:
    """
    A device is not opened, however much it would give.
    """
    path = Path(device)
    if not path.exists():
        pytest.skip("there is no such device here")

    _check(path, ["ZVH009"])


def test_link_to_a_device(tmp_path: Path) -> None:
    """
    A link is as good as what it leads to.
    """
    path = tmp_path / "link.yaml"
    path.symlink_to("/dev/zero")
    if not path.exists():
        pytest.skip("there is no such device here")

    _check(path, ["ZVH009"])


def test_endless_file_that_says_it_is_empty() -> None:
    """
    What is read counts, not what the file says about its length.
    """
    path = Path("/proc/kallsyms")
    if not path.exists() or path.stat().st_size or not os.access(path, os.R_OK):
        pytest.skip("there is no such file here")
    with path.open("rb") as file:
        if len(file.read(2 * MIB)) <= MIB:
            pytest.skip("it is short here")

    _check(path, ["ZVH002"])


def test_dangling_link(tmp_path: Path) -> None:
    """
    A link to nothing is a finding of its own: the file is there, but cannot be read.
    """
    path = tmp_path / "link.yaml"
    path.symlink_to(tmp_path / "nothing")

    _check(path, ["ZVH009"])


def test_links_in_a_ring(tmp_path: Path) -> None:
    """
    Links that lead to each other are not followed for ever.
    """
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.symlink_to(second)
    second.symlink_to(first)

    _check(first, ["ZVH001"])


def test_vanished(tmp_path: Path) -> None:
    """
    A file that was listed and is gone when it is opened is a finding.
    """
    _check(tmp_path / "vanished.yaml", ["ZVH001"])
