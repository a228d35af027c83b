"""
The server of the tests: it leaves nothing behind, and a run that had none says so.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from pathlib import Path

import psycopg
import pytest

from tests import postgres


ROOT = Path(__file__).parents[1]
NONE = """
from tests import postgres

def none():
    raise postgres.NoPostgres("in deze proef", "geen server")

postgres._programs = none
"""


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "xdist"])
@pytest.mark.parametrize(("chosen", "code"), [("comes_back", 1), ("comes_back and sqlite", 0)])
def test_a_run_without_postgresql_fails(
    tmp_path: Path, workers: list[str], chosen: str, code: int
) -> None:
    """
    When every test on PostgreSQL was skipped the run fails, and only when there were any.
    """
    (tmp_path / "zonder_postgres.py").write_text(NONE, encoding="utf-8")
    paths = os.pathsep.join([str(ROOT), str(tmp_path)])
    command = [sys.executable, "-m", "pytest", "-p", "zonder_postgres", "-p", "no:cacheprovider"]
    command += [*workers, "tests/store/test_kluis.py", "-k", f"{chosen} and key"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )

    assert code == done.returncode, done.stdout
    assert bool(code) == ("every test that needs PostgreSQL was skipped" in done.stdout)
    assert bool(code) == ("PostgreSQL cannot run here: in deze proef" in done.stdout)


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres")
def test_a_server_leaves_nothing_behind() -> None:
    """
    After the end there is no process and no folder.
    """
    with postgres.server() as server:
        url = server.new_database().replace("+psycopg", "")
        number = server.process
        assert server.folder.exists()

    assert not server.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_server_dies_with_the_tests() -> None:
    """
    Also when the tests are killed; only the folder then stays.
    """
    code = (
        "import sys, time\n"
        "from tests import postgres\n"
        "with postgres.server() as server:\n"
        "    print(server.process, server.folder, flush=True)\n"
        "    time.sleep(600)\n"
    )
    tests = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert tests.stdout is not None
    number, folder = tests.stdout.readline().split()
    tests.send_signal(signal.SIGKILL)
    tests.wait()
    tests.stdout.close()
    until = time.monotonic() + 30
    while _runs(int(number)) and time.monotonic() < until:
        time.sleep(0.05)
    runs = _runs(int(number))
    subprocess.run(["rm", "-rf", "--", folder], check=True)  # noqa: S607

    assert not runs


def _runs(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
