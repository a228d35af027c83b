"""
The examples of scheduling: files that systemd and Kubernetes read, with commands that exist.
"""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from tests.docs import pages
from zvhprivacy.cli import program


FOLDER = pages.ROOT / "examples" / "inplannen"
SERVICE, TIMER = FOLDER / "zvhprivacy-bewaren.service", FOLDER / "zvhprivacy-bewaren.timer"
CRONJOB = FOLDER / "cronjob.yaml"
PAGE = (pages.DOCS / "bewaren.md").read_text(encoding="utf-8")
SYSTEMD = shutil.which("systemd-analyze")
MOST_EXPOSED = 20  # of 100, as systemd rates a service


def unit(path: Path) -> configparser.ConfigParser:
    """
    Read a unit of systemd; a key that stands there twice keeps its last value.
    """
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text(encoding="utf-8").replace("\\\n", " "))
    return parser


def pod() -> dict[str, Any]:
    """
    Give what the CronJob starts.
    """
    found: dict[str, Any] = yaml.safe_load(CRONJOB.read_text(encoding="utf-8"))
    template: dict[str, Any] = found["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return template


def started() -> Iterator[list[str]]:
    """
    Give every command line that the examples start, without the name of the program.
    """
    yield shlex.split(unit(SERVICE)["Service"]["ExecStart"])[1:]
    for container in pod()["containers"]:
        assert ["zvhprivacy"] == container["command"]
        yield container["args"]


def wrong(words: list[str]) -> str:
    """
    Say what is wrong with a command line; nothing when every word of it is known.
    """
    command: click.Command = program
    context = click.Context(program, info_name="zvhprivacy")
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0]) if words else None
        if found is None:
            return f"no command {' '.join(words[:1])!r} in {command.name}"
        command, words = found, words[1:]
        context = click.Context(command, parent=context, info_name=command.name)
    try:
        given, left, _ = command.make_parser(context).parse_args(args=list(words))
    except click.UsageError as error:
        return error.format_message()
    needed = [
        each.name for each in command.params if each.required and not given.get(each.name or "")
    ]
    return f"needs {needed}, left {left}" if needed or left else ""


# --- the commands ---------------------------------------------------------------------------------


def test_what_is_started_exists() -> None:
    """
    Both examples start `bewaren run --if-due`, and every option in them is one of that command.
    """
    lines = list(started())

    assert 2 == len(lines)
    assert [] == [said for words in lines if (said := wrong(words))]
    assert all(words[:3] == ["bewaren", "run", "--if-due"] for words in lines)


def test_both_start_the_same() -> None:
    """
    The two differ in paths only.
    """
    first, second = (
        {word.partition("=")[0] for word in words if word.startswith("--")} for words in started()
    )

    assert first == second


def test_the_page_names_commands_that_exist() -> None:
    """
    Every `zvhprivacy …` on the page for privacy officers is a command.
    """
    named = set(re.findall(r"`zvhprivacy ((?:[a-z]+ ?)+)", PAGE))
    unknown = [said for each in sorted(named) if "no command" in (said := wrong(each.split()))]

    assert len(named) > 5
    assert [] == unknown


@pytest.mark.parametrize(
    "words",
    [
        ["bewaren", "rum", "--if-due"],
        ["bewaren", "run", "--if-dou"],
        ["bewaren", "run", "--if-due", "iets"],
        ["bewaren"],
    ],
)
def test_a_slip_in_a_command_is_noticed(words: list[str]) -> None:
    """
    A command or option that is not there, or a word too many, is found.
    """
    assert wrong(words)


# --- systemd --------------------------------------------------------------------------------------


def test_the_timer_starts_the_service_every_hour() -> None:
    """
    The timer goes with the service by its name, and catches up after a night off.
    """
    timer = unit(TIMER)["Timer"]

    assert SERVICE.stem == TIMER.stem
    assert ("hourly", "true") == (timer["OnCalendar"], timer["Persistent"])
    assert "oneshot" == unit(SERVICE)["Service"]["Type"]


def test_the_service_reaches_its_own_folders_only() -> None:
    """
    Everything is read-only but the databases and the ledger, which are apart; the passphrase is
    handed over, not left readable.
    """
    service = unit(SERVICE)["Service"]
    words = shlex.split(service["ExecStart"])
    paths = dict(zip(words[4::2], words[5::2], strict=False))
    writable = [Path(each) for each in service["ReadWritePaths"].split()]
    data, kluis, ledger = (Path(paths[f"--{name}"]) for name in ("database", "kluis", "register"))

    assert "strict" == service["ProtectSystem"]
    assert all(any(path.is_relative_to(w) for w in writable) for path in (data, kluis, ledger))
    assert 3 == len({data.parent, kluis.parent, ledger.parent})
    assert not any(Path(paths["--sleutels"]).is_relative_to(w) for w in writable)
    assert "${CREDENTIALS_DIRECTORY}" in paths["--wachtwoord-bestand"]
    assert service["LoadCredential"].startswith("wachtwoord:")


@pytest.mark.skipif(SYSTEMD is None, reason="there is no systemd on this machine")
def test_systemd_accepts_both(tmp_path: Path) -> None:
    """
    Systemd itself finds nothing wrong, and rates the service as little exposed.
    """
    for path in (SERVICE, TIMER):
        content = path.read_text(encoding="utf-8")
        content = re.sub(r"(?<=^ExecStart=)\S+", sys.executable, content, flags=re.MULTILINE)
        (tmp_path / path.name).write_text(content, encoding="utf-8")
    names = [str(tmp_path / path.name) for path in (SERVICE, TIMER)]
    checks = [
        ["verify", "--man=no", *names],
        ["security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", names[0]],
    ]
    for check in checks:
        done = subprocess.run(
            [str(SYSTEMD), *check], capture_output=True, text=True, check=False, timeout=60
        )

        assert 0 == done.returncode, done.stdout + done.stderr
        assert "" == done.stderr


# --- Kubernetes -----------------------------------------------------------------------------------


def test_one_at_a_time_and_never_twice() -> None:
    """
    A job that still runs is not started again beside itself, nor tried again before the next hour.
    """
    spec = yaml.safe_load(CRONJOB.read_text(encoding="utf-8"))["spec"]

    assert "Forbid" == spec["concurrencyPolicy"]
    assert re.fullmatch(r"[0-9]+ \* \* \* \*", spec["schedule"])
    assert 0 == spec["jobTemplate"]["spec"]["backoffLimit"]
    assert "Never" == pod()["restartPolicy"]


def test_the_container_can_do_little() -> None:
    """
    No root, no capabilities, no writable image, no token of the cluster.
    """
    for container in pod()["containers"]:
        security = container["securityContext"]
        assert (True, False) == (
            security["readOnlyRootFilesystem"],
            security["allowPrivilegeEscalation"],
        )
        assert ["ALL"] == security["capabilities"]["drop"]

    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert "RuntimeDefault" == pod()["securityContext"]["seccompProfile"]["type"]
    assert pod()["automountServiceAccountToken"] is False


def test_everything_is_mounted_apart() -> None:
    """
    Workspace, databases, ledger and keys are volumes of their own; every path in the command is in
    one of them, and what need not be written is read-only.
    """
    (container,) = pod()["containers"]
    mounts = {each["mountPath"]: each for each in container["volumeMounts"]}
    volumes = {each["name"] for each in pod()["volumes"]}
    paths = [Path(word.partition("=")[2]) for word in container["args"] if "=/" in word]
    roots = [f"/{path.parts[1]}" for path in paths]

    assert volumes == {each["name"] for each in mounts.values()}
    assert len(set(roots)) == len(roots) == 6
    assert set(roots) <= set(mounts)
    assert ["/huis", "/sleutels", "/wachtwoord"] == sorted(
        path for path, each in mounts.items() if each.get("readOnly")
    )
