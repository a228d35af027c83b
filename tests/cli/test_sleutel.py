"""
`zvhprivacy sleutel`: a key file is made, keys are told of and renewed, and nothing secret shows.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

from pathlib import Path

import pytest

from tests.bsn import bsn
from tests.cli.conftest import Run
from tests.vault.people import NOW, ZORG
from tests.vault.transit_server import TOKEN, Transit, serving
from zvhprivacy.store import KluisStore, Part, open_database
from zvhprivacy.vault import rotation
from zvhprivacy.vault.backend import KeyBackend
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keyring import open_keyring
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.persons import Persons


PASSPHRASE = "een heel eenvoudige zin"
START = [sys.executable, "-c", "from zvhprivacy.cli import main; main()"]


@pytest.fixture
def sleutels(tmp_path: Path, run: Run) -> Path:
    """
    A key file without a passphrase, so that nothing is slow.
    """
    path = tmp_path / "geheim" / "sleutels.json"
    path.parent.mkdir()
    assert 0 == run("sleutel", "new", path, "--zonder-wachtwoord").exit_code
    return path


@pytest.fixture
def kluis(tmp_path: Path) -> Path:
    """
    An empty kluis.
    """
    path = tmp_path / "gegevens" / "kluis.db"
    path.parent.mkdir()
    open_database(Part.KLUIS, path).close()
    return path


def _keys(kluis: Path, root: KeyBackend | Path) -> tuple[Keys, KluisStore]:
    store = KluisStore(open_database(Part.KLUIS, kluis), os.urandom)
    if isinstance(root, Path):
        root = open_keyring(root, wachtwoord=None, klok=lambda: NOW, toeval=os.urandom)
    return Keys(root, store, klok=lambda: NOW, toeval=os.urandom), store


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "wachtwoord"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


# --- new ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [[], ["--scrypt"]])
def test_new_from_a_file(run: Run, tmp_path: Path, options: list[str]) -> None:
    """
    The first line of the file is the passphrase; it is told nowhere, and it opens the key file.
    """
    path = tmp_path / "s.json"
    result = run(
        "sleutel", "new", path, *options, "--wachtwoord-bestand", _file(tmp_path, PASSPHRASE, "x")
    )

    assert 0 == result.exit_code, result.output
    assert "Bewaar een kopie" in result.output
    assert PASSPHRASE not in result.output
    assert 0o600 == path.stat().st_mode & 0o777
    open_keyring(path, wachtwoord=PASSPHRASE, klok=lambda: NOW, toeval=os.urandom).health()


def test_new_from_standard_input(run: Run, tmp_path: Path) -> None:
    """
    The passphrase may come through a pipe.
    """
    path = tmp_path / "s.json"
    result = run("sleutel", "new", path, "--wachtwoord-bestand", "-", stdin=f"{PASSPHRASE}\n")

    assert 0 == result.exit_code, result.output
    open_keyring(path, wachtwoord=PASSPHRASE, klok=lambda: NOW, toeval=os.urandom).health()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="there is no /dev/fd here")
def test_new_from_a_file_descriptor(tmp_path: Path) -> None:
    """
    The passphrase may come from a descriptor, so that it stands in no file.
    """
    path = tmp_path / "s.json"
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    os.close(writing)
    source = f"/dev/fd/{reading}"
    done = subprocess.run(
        [*START, "sleutel", "new", str(path), "--wachtwoord-bestand", source],
        capture_output=True,
        check=False,
        pass_fds=[reading],
    )
    os.close(reading)

    assert 0 == done.returncode, done.stderr
    open_keyring(path, wachtwoord=PASSPHRASE, klok=lambda: NOW, toeval=os.urandom).health()


TYPED = """
import os, pty, sys
answers = [each.encode() + b"\\n" for each in sys.argv[2:]]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.executable, [sys.executable, "-c",
        "from zvhprivacy.cli import main; main()", "sleutel", "new", sys.argv[1]])
shown = b""
while True:
    try:
        shown += os.read(terminal, 1024)
    except OSError:
        break
    if answers and shown.rstrip().endswith(b":"):
        os.write(terminal, answers.pop(0))
        shown += b"<typed>"
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.skipif(os.name != "posix", reason="there are no terminals to play here")
@pytest.mark.parametrize(
    ("typed", "code"),
    [([PASSPHRASE] * 2, 0), ([PASSPHRASE, "iets heel anders"], 2), (["zeven77"], 2)],
)
def test_new_asks_twice_and_shows_nothing(tmp_path: Path, typed: list[str], code: int) -> None:
    """
    What is typed on a terminal is not shown; twice the same makes the file, anything else none.
    """
    path = tmp_path / "s.json"
    done = subprocess.run(
        [sys.executable, "-c", TYPED, str(path), *typed],
        capture_output=True,
        check=False,
        timeout=60,
    )
    shown = done.stdout.decode()

    assert code == done.returncode, shown
    assert len(typed) == shown.count("<typed>")
    assert not any(each in shown for each in typed)
    assert (code == 0) is path.exists()


def test_without_a_terminal_nothing_is_asked(run: Run, tmp_path: Path) -> None:
    """
    Where what is typed would be seen, the passphrase is not asked.
    """
    result = run("sleutel", "new", tmp_path / "s.json", stdin=f"{PASSPHRASE}\n{PASSPHRASE}\n")

    assert 2 == result.exit_code
    assert "--wachtwoord-bestand" in result.stderr
    assert not (tmp_path / "s.json").exists()


def test_new_never_overwrites(run: Run, sleutels: Path) -> None:
    """
    A file that is there stays as it is, whatever the options.
    """
    before = sleutels.read_bytes()
    result = run("sleutel", "new", sleutels, "--zonder-wachtwoord")

    assert 2 == result.exit_code
    assert "wordt niet overschreven" in result.stderr
    assert before == sleutels.read_bytes()


@pytest.mark.parametrize("named", [False, True])
def test_new_outside_the_workspace(
    run: Run, workspace: Path, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    In the workspace no key file is made, whether it was named or we stand in it.
    """
    path = workspace / "diep" / "s.json"
    path.parent.mkdir()
    if not named:
        monkeypatch.chdir(workspace)
    where = ["--workspace", str(workspace)] if named else []
    result = run("sleutel", "new", path, "--zonder-wachtwoord", *where)

    assert 4 == result.exit_code
    assert "zet het elders" in result.stderr
    assert not path.exists()


@pytest.mark.parametrize(
    "args",
    [
        ["--zonder-wachtwoord", "--scrypt"],
        ["--zonder-wachtwoord", "--wachtwoord-bestand", "x"],
        ["--wachtwoord-bestand", "bestaat-niet"],
        ["--wachtwoord-bestand", os.devnull],
    ],
)
def test_new_used_wrongly(run: Run, tmp_path: Path, args: list[str]) -> None:
    """
    What does not go together, or is not there, makes no file.
    """
    result = run("sleutel", "new", tmp_path / "s.json", *args)

    assert 2 == result.exit_code, result.output
    assert [] == list(tmp_path.iterdir())


# --- list -----------------------------------------------------------------------------------------


def test_list(run: Run, sleutels: Path, kluis: Path) -> None:
    """
    The list tells kind, name, version and state, without a passphrase and without a key.
    """
    keys, store = _keys(kluis, sleutels)
    keys.active(KeyKind.CASUS, "een-casus")
    keys.renew(KeyKind.CASUS, "een-casus")
    keys.active(KeyKind.ONDERTEKENING)
    keys.destroy(1)
    rows = store.keys()
    wrapped = [row.verpakt for row in rows if row.verpakt]
    text, data = (
        run("sleutel", "list", "--kluis", kluis),
        run("sleutel", "list", "--kluis", kluis, "--format", "json"),
    )
    found = json.loads(data.stdout)

    assert (0, 0) == (text.exit_code, data.exit_code)
    assert [("casus", 1, "vernietigd"), ("casus", 2, "actief"), ("ondertekening", 1, "actief")] == [
        (each["soort"], each["versie"], each["staat"]) for each in found
    ]
    assert ["nummer", "soort", "naam", "versie", "staat", "sinds"] == text.stdout.split()[:6]
    assert 2 == len(wrapped)
    for each in wrapped:
        assert each.hex() not in text.output + data.output
        assert all(not isinstance(value, bytes) for row in found for value in row.values())


def test_list_of_nothing(run: Run, kluis: Path, tmp_path: Path) -> None:
    """
    An empty kluis has an empty list; a misspelt one is not made.
    """
    assert [] == json.loads(run("sleutel", "list", "--kluis", kluis, "--format", "json").stdout)
    result = run("sleutel", "list", "--kluis", tmp_path / "kluiz.db")

    assert 0 != result.exit_code
    assert not (tmp_path / "kluiz.db").exists()


# --- rotate ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ["hoofdsleutel", "opzoeken", "kluis", "ondertekening"])
@pytest.mark.parametrize("destroy", [False, True])
def test_rotate(run: Run, sleutels: Path, kluis: Path, soort: str, destroy: bool) -> None:
    """
    After a rotation everybody is found and has the pseudonym he had; old keys go when asked.
    """
    keys, store = _keys(kluis, sleutels)
    persons = Persons(keys, store, toeval=os.urandom)
    person = persons.enrol(Bsn(bsn(1)))
    pseudonym = persons.pseudonym(person, ZORG)
    keys.active(KeyKind.ONDERTEKENING)
    options = ["--vernietig-oude"] if destroy else []
    result = run("sleutel", "rotate", soort, "--sleutels", sleutels, "--kluis", kluis, *options)

    assert 0 == result.exit_code, result.output
    assert f"Vernieuwd: {soort}." in result.stdout
    keys, store = _keys(kluis, sleutels)
    persons = Persons(keys, store, toeval=os.urandom)
    assert person == persons.find(Bsn(bsn(1)))
    assert pseudonym == persons.pseudonym(person, ZORG)
    if soort == "hoofdsleutel":
        assert {2} == {each.wortel for each in keys.list()}
        assert (1 if destroy else 2) == len(keys.backend.versions())
    else:
        kept = 2 if soort == "ondertekening" or not destroy else 1
        assert kept == len(keys.readable(KeyKind(soort)))
    if destroy:
        assert f"vernietigd: {0 if soort == 'ondertekening' else 1}." in result.stdout


def test_interrupted(
    run: Run, sleutels: Path, kluis: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Ctrl-C leaves everything readable, says so, and the same command goes on.
    """
    keys, store = _keys(kluis, sleutels)
    persons = Persons(keys, store, toeval=os.urandom)
    people = {number: persons.enrol(Bsn(bsn(number))) for number in range(6)}
    monkeypatch.setattr(rotation, "CHUNK", 2)
    original, calls = Persons.renewed, []

    def interrupted(self: Persons, rows: object) -> object:
        calls.append(rows)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(self, rows)  # type: ignore[arg-type]

    args = ["sleutel", "rotate", "kluis", "--sleutels", sleutels, "--kluis", kluis]
    with monkeypatch.context() as patched:
        patched.setattr(Persons, "renewed", interrupted)
        result = run(*args)
    assert 130 == result.exit_code
    assert "onderbroken" in result.stderr
    assert all(person == persons.find(Bsn(bsn(number))) for number, person in people.items())
    again = run(*args)

    assert 0 == again.exit_code, again.output
    assert [1, 2] == sorted(row.versie for row in store.keys("kluis"))
    assert all(person == persons.find(Bsn(bsn(number))) for number, person in people.items())


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_signal_while_it_waits(tmp_path: Path, sleutels: Path, kluis: Path) -> None:
    """
    A process that gets Ctrl-C while it waits for another ends with 130 and changes nothing.
    """
    keys, store = _keys(kluis, sleutels)
    keys.active(KeyKind.KLUIS)
    before = store.keys()
    with store.transaction():
        process = subprocess.Popen(
            [*START, "sleutel", "rotate", "--sleutels", str(sleutels), "--kluis", str(kluis)],
            stderr=subprocess.PIPE,
        )
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(3)
            process.send_signal(signal.SIGINT)
        finally:
            keys.active(KeyKind.KLUIS)
    _, errors = process.communicate(timeout=60)

    assert 130 == process.returncode, errors
    assert b"Traceback" not in errors
    assert before == store.keys()


def test_another_key_file(run: Run, sleutels: Path, kluis: Path, tmp_path: Path) -> None:
    """
    With another key file nothing is rotated, and the kluis stays as it is.
    """
    keys, store = _keys(kluis, sleutels)
    keys.active(KeyKind.KLUIS)
    before = store.keys()
    other = sleutels.with_name("ander.json")
    run("sleutel", "new", other, "--zonder-wachtwoord")
    result = run("sleutel", "rotate", "--sleutels", other, "--kluis", kluis)

    assert 4 == result.exit_code, result.output
    assert before == store.keys()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["rotate", "--sleutels", "{sleutels}"], 2),
        (["rotate", "kluis", "--sleutels", "{folder}/geen.json", "--kluis", "{kluis}"], 4),
        (["rotate", "--sleutels", "{beside}", "--kluis", "{kluis}"], 4),
        (["rotate", "wachtwoord", "--sleutels", "https://vault.example/x"], 2),
        (["rotate", "--sleutels", "http://vault.example/x", "--kluis", "{kluis}"], 4),
        (["rotate", "domein", "--sleutels", "{sleutels}", "--kluis", "{kluis}"], 2),
    ],
)
def test_rotate_used_wrongly(
    run: Run, sleutels: Path, kluis: Path, args: list[str], code: int
) -> None:
    """
    A missing kluis, a missing or misplaced key file, a server in the clear: nothing is rotated.
    """
    beside = kluis.with_name("s.json")
    beside.write_bytes(sleutels.read_bytes())
    beside.chmod(0o600)
    names = {"sleutels": sleutels, "kluis": kluis, "beside": beside, "folder": sleutels.parent}
    result = run("sleutel", *(arg.format(**names) for arg in args))

    assert code == result.exit_code, result.output
    assert [] == _keys(kluis, sleutels)[1].keys()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_rotate_on_a_server(
    run: Run, kluis: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """
    The root may be on a Vault server, whose token comes from the environment.
    """
    transit = Transit()
    monkeypatch.setenv("VAULT_TOKEN", TOKEN)
    with serving(transit) as address:
        where = f"{address}/transit/zvhprivacy"
        args = ["sleutel", "rotate", "--sleutels", where, "--kluis", kluis, "--lang", lang]
        result = run(*args)
        transit.sealed = True
        sealed = run(*args)

    assert (0, 4) == (result.exit_code, sealed.exit_code), result.output
    assert {1, 2} == transit.versions.keys()
    assert ("verzegeld" if lang == "nl" else "sealed") in sealed.stderr


def test_a_passphrase_is_not_changed_without_a_terminal(run: Run, tmp_path: Path) -> None:
    """
    The old passphrase may come from a file; the new one is typed, and without a terminal it stays.
    """
    path, old = tmp_path / "s.json", _file(tmp_path, PASSPHRASE)
    run("sleutel", "new", path, "--wachtwoord-bestand", old)
    before = path.read_bytes()
    result = run("sleutel", "rotate", "wachtwoord", "--sleutels", path, "--wachtwoord-bestand", old)

    assert 2 == result.exit_code
    assert before == path.read_bytes()
    wrong = run(
        "sleutel",
        "rotate",
        "wachtwoord",
        "--sleutels",
        path,
        "--wachtwoord-bestand",
        _file(tmp_path, "een heel andere zin"),
    )
    assert 4 == wrong.exit_code
    assert "zin" not in wrong.output
