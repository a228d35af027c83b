"""
The root in a file: opened by its passphrase only, read only where nobody else can, written whole.
"""

from __future__ import annotations

import base64
import copy
import json
import os
import signal
import subprocess
import sys
import threading
import unicodedata

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vault.people import NOW, chance
from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.vault import keyfile, keytext
from zvhprivacy.vault.backend import KeyFileUnsafe, KeyLost, OldestOnly, WrongKey
from zvhprivacy.vault.keyfile import KeyFileExists, KeyFileUnusable
from zvhprivacy.vault.keyring import FileKeyring, create_keyring, open_keyring
from zvhprivacy.vault.keytext import KeyFileDamaged, PassphraseNeeded
from zvhprivacy.vault.passphrase import (
    ARGON2ID,
    MOST_MEMORY,
    SCRYPT,
    Derivation,
    Method,
    WeakPassphrase,
    derive,
)


PASSPHRASE = "een heel eenvoudige zin"
# The smallest work there is: what is slow on purpose is tested once.
QUICK = Derivation(Method.SCRYPT, 2, 1, 1)
QUICK_ARGON = Derivation(Method.ARGON2ID, 1, 8, 1)


def _create(path: Path, wachtwoord: str | None = PASSPHRASE, **options: Any) -> FileKeyring:
    defaults: dict[str, Any] = {"afleiding": QUICK, "toeval": chance("new"), "klok": lambda: NOW}
    without = wachtwoord is None
    return create_keyring(
        path, wachtwoord=wachtwoord, zonder_wachtwoord=without, **defaults | options
    )


def _open(path: Path, wachtwoord: str | None = PASSPHRASE, **options: Any) -> FileKeyring:
    return open_keyring(
        path, wachtwoord=wachtwoord, klok=lambda: NOW, toeval=chance("again"), **options
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """
    Where the key file comes.
    """
    return tmp_path / "sleutels.json"


# --- opening --------------------------------------------------------------------------------------


@pytest.mark.parametrize("afleiding", [QUICK, QUICK_ARGON, ARGON2ID, SCRYPT], ids=str)
def test_what_one_wrapped_the_other_unwraps(path: Path, afleiding: Derivation) -> None:
    """
    With the passphrase the file opens again, whatever the derivation, and gives the same key.
    """
    wrapped = _create(path, afleiding=afleiding).wrap(b"k" * 32, b"hier")
    ring = _open(path)
    ring.health()

    assert b"k" * 32 == ring.unwrap(wrapped, b"hier")
    assert 1 == ring.version_of(wrapped)
    assert [(1, NOW)] == list(ring.versions())
    assert "FileKeyring()" == repr(ring)


def test_the_defaults_are_those_of_the_standard() -> None:
    """
    Unless told otherwise it is Argon2id as RFC 9106 recommends second: 3 passes, 64 MiB, 4 lanes.
    """
    assert (Method.ARGON2ID, 3, 64 * 1024, 4) == ARGON2ID
    assert (Method.SCRYPT, 1 << 17, 8, 1) == SCRYPT


@pytest.mark.parametrize("afleiding", [QUICK, QUICK_ARGON], ids=str)
@pytest.mark.parametrize("wrong", ["een heel eenvoudige zin ", "Een heel eenvoudige zin", ""])
def test_another_passphrase(path: Path, afleiding: Derivation, wrong: str) -> None:
    """
    Another passphrase opens nothing, and the message holds neither.
    """
    _create(path, afleiding=afleiding)
    with pytest.raises(WrongKey) as caught:
        _open(path, wrong)

    assert Exit.KEYS == caught.value.exit_code
    assert "zin" not in str(caught.value)


def test_a_wrong_passphrase_takes_the_whole_derivation(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Right or wrong, the same work is done before there is an answer.
    """
    _create(path)
    done = []

    def counted(derivation: Derivation, salt: bytes, passphrase: str) -> bytes:
        done.append((derivation, len(salt)))
        return derive(derivation, salt, passphrase)

    monkeypatch.setattr(keytext, "derive", counted)
    _open(path)
    with pytest.raises(WrongKey):
        _open(path, "x")

    assert [(QUICK, 16), (QUICK, 16)] == done


def test_an_accent_may_be_typed_in_two_ways(path: Path) -> None:
    """
    A letter with its accent, and a letter followed by an accent, are the same passphrase.
    """
    _create(path, unicodedata.normalize("NFC", "één café à la crème"))

    _open(path, unicodedata.normalize("NFD", "één café à la crème")).health()


def test_without_a_passphrase_must_be_said(path: Path) -> None:
    """
    A file that only its rights protect is made on purpose or not at all.
    """
    for wachtwoord, zonder in ((None, False), (PASSPHRASE, True)):
        with pytest.raises(WrongUse):
            create_keyring(
                path,
                wachtwoord=wachtwoord,
                zonder_wachtwoord=zonder,
                klok=lambda: NOW,
                toeval=chance(),
            )
    assert not path.exists()
    _create(path, None)
    _open(path, None).health()

    with pytest.raises(WrongUse):
        _open(path, PASSPHRASE)


def test_a_passphrase_is_needed(path: Path) -> None:
    """
    A locked file without a passphrase is told of as such.
    """
    _create(path)

    with pytest.raises(PassphraseNeeded):
        _open(path, None)


def test_a_short_passphrase_is_refused(path: Path) -> None:
    """
    What can be guessed is no passphrase, neither for a new file nor for an old one.
    """
    with pytest.raises(WeakPassphrase):
        _create(path, "elf tekens!")
    assert not path.exists()
    ring = _create(path)
    with pytest.raises(WeakPassphrase):
        ring.change_passphrase("kort", QUICK)

    _open(path).health()


# --- what was wrapped -----------------------------------------------------------------------------


def test_wrapped_for_one_place(path: Path) -> None:
    """
    A wrapped key opens for what it was wrapped for, unchanged, and under its own root only.
    """
    ring = _create(path)
    wrapped = ring.wrap(b"k" * 32, b"hier")
    other = _create(path.with_name("ander.json"), toeval=chance("other"))
    with pytest.raises(WrongKey):
        ring.unwrap(wrapped, b"daar")
    with pytest.raises(WrongKey):
        other.unwrap(wrapped, b"hier")
    for position in range(len(wrapped) * 8):
        changed = bytearray(wrapped)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises((WrongKey, KeyLost)):
            ring.unwrap(bytes(changed), b"hier")
    for length in range(len(wrapped)):
        with pytest.raises(WrongKey):
            ring.unwrap(wrapped[:length], b"hier")


def test_rotate_and_destroy(path: Path) -> None:
    """
    Old versions open until they are destroyed; the newest cannot be, and no number comes back.
    """
    ring, other = _create(path), _open(path)
    wrapped = [ring.wrap(b"0" * 32, b"")]
    for versie in (2, 3):
        assert versie == ring.rotate()
        wrapped.append(other.wrap(b"%d" % versie * 32, b""))
    assert [1, 2, 3] == [other.version_of(each) for each in wrapped]
    assert [b"0", b"2", b"3"] == [_open(path).unwrap(each, b"")[:1] for each in wrapped]
    for wrong in (0, 3, 4):
        with pytest.raises(OldestOnly):
            ring.destroy(wrong)
    ring.destroy(2)

    for each in (ring, other, _open(path)):
        assert [3] == [version.versie for version in each.versions()]
        for gone in wrapped[:2]:
            with pytest.raises(KeyLost):
                each.unwrap(gone, b"")
        assert b"3" * 32 == each.unwrap(wrapped[2], b"")
    ring.destroy(1)
    assert 4 == other.rotate()


def test_processes_that_rotate_at_once_lose_nothing(path: Path) -> None:
    """
    Every version that somebody was told of is in the file, however many rotate at once.
    """
    _create(path)
    told: list[int] = []

    def work() -> None:
        ring = open_keyring(path, wachtwoord=PASSPHRASE, klok=lambda: NOW, toeval=os.urandom)
        told.extend(ring.rotate() for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(range(2, 22)) == sorted(told)
    assert list(range(1, 22)) == [version.versie for version in _open(path).versions()]


def test_another_passphrase_later(path: Path) -> None:
    """
    After a change only the new passphrase opens, with all versions; who has the file open is told.
    """
    ring, other = _create(path), _open(path)
    wrapped = ring.wrap(b"k" * 32, b"")
    ring.rotate()
    ring.change_passphrase("een andere goede zin", QUICK_ARGON)

    assert b"k" * 32 == _open(path, "een andere goede zin").unwrap(wrapped, b"")
    ring.health()
    with pytest.raises(WrongKey):
        _open(path)
    with pytest.raises(WrongKey):
        other.wrap(b"k" * 32, b"")


# --- the file -------------------------------------------------------------------------------------


def test_no_key_stands_in_the_file(path: Path) -> None:
    """
    The file holds no key and no passphrase, in no usual way of writing.
    """
    given: list[bytes] = []

    def toeval(count: int) -> bytes:
        given.append(os.urandom(count))
        return given[-1]

    _create(path, toeval=toeval).rotate()
    content = path.read_bytes()
    keys = [each for each in given if len(each) == 32]

    assert 2 == len(keys)
    assert PASSPHRASE.encode() not in content
    for key in keys:
        for shown in (key, key.hex().encode(), base64.b64encode(key), base64.b32encode(key)):
            assert shown not in content


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_only_we_can_read_it(path: Path) -> None:
    """
    Whatever the mask, the file is for its owner only, and nothing else is left beside it.
    """
    before = os.umask(0)
    try:
        ring = _create(path)
        ring.rotate()
    finally:
        os.umask(before)

    assert 0o600 == path.stat().st_mode & 0o777
    assert [path] == list(path.parent.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666, 0o700 | 0o040])
def test_a_file_that_others_can_reach(path: Path, mode: int) -> None:
    """
    A file that the group or the world can read, write or run opens nothing, also when it is open.
    """
    ring = _create(path)
    path.chmod(mode)
    with pytest.raises(KeyFileUnsafe) as caught:
        _open(path)

    assert f"chmod 600 {path}" in str(caught.value)
    with pytest.raises(KeyFileUnsafe):
        ring.health()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no owners here")
def test_a_file_of_somebody_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A file of another user opens nothing: that user may put another in its place.
    """
    _create(path)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)

    with pytest.raises(KeyFileUnsafe):
        _open(path)


def _link(path: Path) -> None:
    path.rename(path.with_name("echt.json"))
    path.symlink_to("echt.json")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir(mode=0o700)


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


def _large(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b" " * (1 << 20))


@pytest.mark.skipif(os.name != "posix", reason="these kinds of files are those of POSIX")
@pytest.mark.parametrize("make", [_link, _folder, _fifo, _large])
def test_no_plain_file(path: Path, make: Callable[[Path], None]) -> None:
    """
    A link, a folder, a pipe that waits for ever, a giant: none is taken for a key file.
    """
    _create(path)
    make(path)

    with pytest.raises(KeyFileUnsafe):
        _open(path)


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="there is no such flag here")
def test_a_link_that_comes_while_we_look(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A link that takes the place of the file after it was looked at is not followed either.
    """
    _create(path)
    _link(path)
    monkeypatch.setattr(Path, "lstat", Path.stat)

    with pytest.raises(KeyFileUnusable):
        _open(path)


@pytest.mark.parametrize(
    "inside",
    [
        "werkmap/sleutels.json",
        "werkmap/data/diep/sleutels.json",
        "werkmap/via/sleutels.json",
        "buiten/sleutels.json",
        "leeg/../werkmap/sleutels.json",
    ],
)
def test_misplaced(tmp_path: Path, inside: str) -> None:
    """
    A key file among what it protects, directly, deep or by a link, is neither made nor opened.
    """
    home = tmp_path / "werkmap"
    (home / "data" / "diep").mkdir(parents=True)
    (home / "via").symlink_to(home / "data")
    (tmp_path / "buiten").symlink_to(home / "data")
    (tmp_path / "leeg").mkdir()
    path = tmp_path / inside
    with pytest.raises(KeyFileUnsafe):
        _create(path, niet_in=[tmp_path / "leeg" / "leger", home])
    assert not path.exists()
    _create(path)

    with pytest.raises(KeyFileUnsafe):
        _open(path, niet_in=[home])
    _open(path, niet_in=[home.with_name("werkmap-2")]).health()


def test_never_overwritten(path: Path) -> None:
    """
    There is a file already: it stays as it is, also when it is no key file.
    """
    path.write_bytes(b"iets anders")
    with pytest.raises(KeyFileExists):
        _create(path)

    assert b"iets anders" == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


def test_no_file(path: Path) -> None:
    """
    A missing file is a lost key, also for who had it open.
    """
    with pytest.raises(KeyLost):
        _open(path)
    ring = _create(path)
    path.unlink()

    with pytest.raises(KeyLost):
        ring.wrap(bytes(32), b"")


# --- damage ---------------------------------------------------------------------------------------


def test_cut_off_anywhere(path: Path) -> None:
    """
    A file that was cut off at any byte is told of as damaged, never half read.
    """
    _create(path)
    content = path.read_bytes()
    for length in range(len(content) - 1):  # the last byte is the end of the line
        path.write_bytes(content[:length])
        with pytest.raises(KeyFileDamaged):
            _open(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_byte_changed(path: Path, data: st.DataObject) -> None:
    """
    Whatever byte becomes whatever else, the file is refused, unless it still says the same.
    """
    if not path.exists():
        _create(path, None)
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[at] = data.draw(st.integers(0, 255))
    other = path.with_name("other.json")
    other.write_bytes(changed)
    other.chmod(0o600)
    try:
        same = json.loads(changed) == json.loads(content)
    except ValueError:
        same = False
    if same:
        _open(other, None).health()
    else:
        with pytest.raises(ZvhError) as caught:
            _open(other, None)
        assert isinstance(caught.value, (KeyFileDamaged, WrongKey, PassphraseNeeded))


def _edited(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    form = json.loads(path.read_bytes())
    before = copy.deepcopy(form)
    edit(form)
    assert form != before
    path.write_text(json.dumps(form))


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "an older version put back": lambda form: form["versies"].pop(),
    "no versions": lambda form: form.update(versies=[]),
    "versions changed places": lambda form: form["versies"].reverse(),
    "a number": lambda form: form["versies"][0].update(versie=3),
    "a date": lambda form: form["versies"][0].update(sinds="2020-01-01T00:00:00+00:00"),
    "something more": lambda form: form.update(extra=1),
    "another schema": lambda form: form.update(schema=2),
    "a list": lambda form: form.update(afleiding=[]),
    "text for bytes": lambda form: form.update(zegel=5),
    "a negative number": lambda form: form["afleiding"].update(werk=-1),
    "too much memory": lambda form: form["afleiding"].update(werk=1 << 40),
    "another method": lambda form: form["afleiding"].update(methode="md5"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edited(path: Path, edit: str) -> None:
    """
    A file that somebody edited without the passphrase is refused as damaged, before it costs much.
    """
    _create(path).rotate()
    _edited(path, EDITS[edit])

    with pytest.raises(KeyFileDamaged):
        _open(path)


@pytest.mark.parametrize("field", ["zout", "werk"])
def test_an_edited_derivation(path: Path, field: str) -> None:
    """
    With another salt or less work the passphrase is another one.
    """
    _create(path, afleiding=QUICK._replace(werk=8))
    value = base64.b64encode(bytes(16)).decode() if field == "zout" else 4
    _edited(path, lambda form: form["afleiding"].update({field: value}))

    with pytest.raises(WrongKey):
        _open(path)


@pytest.mark.parametrize(
    "derivation",
    [
        Derivation(Method.SCRYPT, 3, 8, 1),
        Derivation(Method.SCRYPT, 1, 8, 1),
        Derivation(Method.SCRYPT, 1 << 30, 8, 1),
        Derivation(Method.SCRYPT, 2, 8, 65),
        Derivation(Method.ARGON2ID, 101, 64, 1),
        Derivation(Method.ARGON2ID, 1, MOST_MEMORY + 1, 1),
        Derivation(Method.ARGON2ID, 1, 8, 2),
        Derivation(Method.ARGON2ID, 0, 8, 1),
    ],
    ids=str,
)
def test_work_that_nobody_meant(derivation: Derivation) -> None:
    """
    Numbers that cannot be run, or that would bring the machine down, are not tried.
    """
    assert not derivation.sane
    assert all(each.sane for each in (ARGON2ID, SCRYPT, QUICK, QUICK_ARGON))


# --- crashes --------------------------------------------------------------------------------------

OLD, NEW = b"old" * 5_000, b"new" * 5_000


@pytest.mark.parametrize("new", [False, True])
def test_a_write_that_fails_at_any_step(
    path: Path, new: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Whatever system call fails, the old file is there whole or the new one, and no other file.
    """
    for step in range(1, 8):
        here = path.with_name(f"{step}.json")
        if not new:
            keyfile.write(here, OLD)
        with monkeypatch.context() as patched:
            counted = _failing(patched, step)
            try:
                keyfile.write(here, NEW, new=new)
                ended = True
            except KeyFileUnusable:
                ended = False
        content = here.read_bytes() if here.exists() else None

        assert content in ({NEW} if ended else {None if new else OLD, NEW})
        assert not list(path.parent.glob(".*")), step
        if counted() < step:
            return
    pytest.fail("the write takes more steps than were tried")


def _failing(patched: pytest.MonkeyPatch, step: int) -> Callable[[], int]:
    """
    Let the *step*-th of the calls that change the disk fail, and those after it work.
    """
    calls = []

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            calls.append(original)
            if len(calls) == step:
                raise OSError(28, "No space left on device")
            return original(*args, **kwargs)

        return call

    for name in ("fsync", "link", "replace", "fdopen"):
        patched.setattr(os, name, wrap(getattr(os, name)))
    patched.setattr(Path, "replace", wrap(Path.replace))
    return lambda: len(calls)


KILLED = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from zvhprivacy.vault.keyring import open_keyring
ring = open_keyring(
    Path(sys.argv[1]), wachtwoord=None, klok=lambda: datetime.now(UTC), toeval=os.urandom
)
print("begin", flush=True)
while True:
    print(ring.rotate(), flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is that of POSIX")
def test_killed_while_rotating(path: Path) -> None:
    """
    A process that is killed while it writes leaves a file that opens, with every version it told.
    """
    wrapped = _create(path, None).wrap(b"k" * 32, b"")
    for turn in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(3 + turn)]
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
        ring = _open(path, None)
        told = [int(line) for line in lines if line.strip().isdigit() and line.endswith("\n")]

        assert told[-1] <= ring.versions()[-1].versie
        assert b"k" * 32 == ring.unwrap(wrapped, b"")
