"""
Run the demo, the tests, the linters or the benchmark in a virtual environment beside this file.

Only the standard library, and no syntax that Python 3.6 cannot read: whoever has an old Python gets
one sentence instead of a SyntaxError.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


MINIMUM = (3, 11)


# Up to the check below, annotations are in quotes: an old Python must not evaluate them.
def version_problem(version: "tuple[int, int]") -> str:
    """
    Return the sentence to print when *version* is too old, and nothing when it is not.
    """
    if version >= MINIMUM:
        return ""
    return f"zvhprivacy needs Python 3.11 or newer, and this is Python {version[0]}.{version[1]}."


if version_problem(sys.version_info[:2]):
    print(version_problem(sys.version_info[:2]), file=sys.stderr)
    sys.exit(2)


ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
# What is installed, as JSON; empty while something is being installed.
STAMP = VENV / "zvhprivacy-stamp.json"

TAIL_LINES = 15  # of a failing program's output; pip puts the reason at the end.
PATIENCE_SECONDS = 5  # for a step to clean up after Ctrl-C.
INTERRUPTED = 130  # what a shell reports after Ctrl-C.

USAGE = """\
usage: python3 dev.py COMMAND [ARGUMENTS]

  demo   zvhprivacy demo ARGUMENTS
  test   import-linter, then pytest ARGUMENTS
  lint   ruff check ARGUMENTS, ruff format --check, mypy, import-linter
  bench  python -m bench ARGUMENTS

What is needed is installed in .venv beside dev.py, once, in the versions of constraints.txt."""

# Which extra of pyproject.toml a command needs; demo does without.
EXTRAS = {"demo": "", "test": "dev", "lint": "dev", "bench": "bench"}


class Failure(Exception):
    """
    The environment cannot be made; the message says why, for a person.
    """


class Step(NamedTuple):
    """
    One program to run; without *folder* it runs where the caller stands.
    """

    title: str
    command: list[str]
    folder: Path | None = ROOT


# ------------------------------------------------------------------------ pure


def fingerprint(*parts: bytes) -> str:
    """
    Return one short text that differs as soon as one of *parts* does.
    """
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def stamp_text(mark: str, extras: Sequence[str]) -> str:
    """
    Return the stamp that says that *extras* were installed when the fingerprint was *mark*.
    """
    return json.dumps({"fingerprint": mark, "extras": sorted(set(extras))})


def installed(stamp: str | None, mark: str) -> list[str] | None:
    """
    Return the extras that *stamp* says are installed for the fingerprint *mark*.

    None means that somebody stopped an installation halfway, so nothing can be relied on.
    A missing stamp is no such sign: then nothing is known to be installed.
    """
    if stamp is None:
        return []
    try:
        content = json.loads(stamp)
        return [str(extra) for extra in content["extras"]] if content["fingerprint"] == mark else []
    except (ValueError, TypeError, KeyError):
        return None


def covers(extras: Sequence[str], extra: str) -> bool:
    """
    Tell whether *extra* needs no installation; the plain package comes along with every extra.
    """
    return extra in extras or (not extra and bool(extras))


def steps(name: str, arguments: Sequence[str]) -> list[Step]:
    """
    Return what the command *name* runs, in order, with the caller's *arguments*.
    """
    python = str(PYTHON)
    # As a module, not as a script: the script knows the folder it was installed in.
    floors = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    lint_imports = Step("lint-imports", [python, "-c", floors, "--no-logo"])
    if name == "demo":
        return [Step("zvhprivacy demo", [str(SCRIPTS / "zvhprivacy"), "demo", *arguments], None)]
    if name == "test":
        # More than eight workers cost more to start than they win.
        parallel = ["-n", "auto", "--maxprocesses", "8", "--dist", "worksteal"]
        # Tests start the program a thousand times; whoever lets Python keep nothing compiles each.
        ready = Step("compileall", [python, "-m", "compileall", "-q", "zvhprivacy", "tests"])
        tests = Step("pytest", [python, "-m", "pytest", *parallel, *arguments])
        return [lint_imports, ready, tests]
    if name == "lint":
        return [
            Step("ruff check", [python, "-m", "ruff", "check", *(arguments or ["."])]),
            Step("ruff format --check", [python, "-m", "ruff", "format", "--check", "."]),
            Step("mypy", [python, "-m", "mypy"]),
            lint_imports,
        ]
    return [Step("bench", [python, "-m", "bench", *arguments])]


def run_all(todo: Sequence[Step], run: Callable[[Step], int]) -> int:
    """
    Run every step, also after a failing one, and return the first exit code that is not 0.
    """
    codes = [run(step) for step in todo]
    return next((code for code in codes if code), 0)


# ----------------------------------------------------------------- environment


def say(text: str) -> None:
    """
    Print one line at once, before the output of the step it announces.
    """
    print(f"dev.py: {text}", flush=True)


def quietly(command: Sequence[str], *, problem: str) -> None:
    """
    Run *command* without its output; if it fails, raise *problem* with the last lines of it.

    Raises:
        Failure: The command did not end well.
    """
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        tail = done.stdout.rstrip().splitlines()[-TAIL_LINES:]
        sentence = f"{problem} (exit code {done.returncode})"
        raise Failure("\n  ".join([f"{sentence}; its last lines:", *tail] if tail else [sentence]))


def usable() -> bool:
    """
    Tell whether .venv has a Python that runs, is new enough and has pip.
    """
    code = (
        "import sys, importlib.util as u;"
        f"sys.exit(sys.version_info < {MINIMUM} or sys.prefix == sys.base_prefix"
        " or u.find_spec('pip') is None)"
    )
    try:
        done = subprocess.run(
            [str(PYTHON), "-I", "-c", code],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def make() -> None:
    """
    Make an empty .venv with the running Python, in the place of what is there.
    """
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    STAMP.write_text("", encoding="utf-8")
    # Not sys.executable: that may be the Python of the .venv just removed.
    python = getattr(sys, "_base_executable", "") or sys.executable
    quietly([python, "-m", "venv", str(VENV)], problem=f"{python} cannot make .venv")
    STAMP.write_text(stamp_text("", []), encoding="utf-8")


def install(extra: str) -> None:
    """
    Install the project with *extra* in .venv, editable, in the versions of constraints.txt.

    Raises:
        Failure: pip could not do it; the stamp is as it was.
    """
    before = STAMP.read_text(encoding="utf-8") if STAMP.exists() else stamp_text("", [])
    STAMP.write_text("", encoding="utf-8")
    target = f".[{extra}]" if extra else "."
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    try:
        quietly(
            [*pip, "--quiet", "--constraint", "constraints.txt", "--editable", target],
            problem="pip cannot install what zvhprivacy needs",
        )
    except Failure:
        STAMP.write_text(before, encoding="utf-8")
        raise


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """
    Let one dev.py at a time change .venv, as far as the system can (Windows and some disks cannot).
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    root = os.open(ROOT, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            try:
                fcntl.flock(root, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("waiting for another dev.py that is installing")
                fcntl.flock(root, fcntl.LOCK_EX)
        yield
    finally:
        os.close(root)


def prepare(extra: str) -> None:
    """
    See to it that .venv is there and has the project with *extra*; do nothing if it has.

    Raises:
        Failure: It cannot be done.
    """
    files = [ROOT / "pyproject.toml", ROOT / "constraints.txt"]
    # The folder counts too: an editable installation points at it, also after a move.
    mark = fingerprint(str(ROOT).encode(), *(file.read_bytes() for file in files))
    with locked():
        stamp = STAMP.read_text(encoding="utf-8") if STAMP.exists() else None
        extras = installed(stamp, mark)
        if extras is None or not usable():
            say("making .venv anew, it is not whole" if VENV.exists() else "making .venv")
            make()
            extras = []
        if covers(extras, extra):
            return
        say(f"installing zvhprivacy{f'[{extra}]' if extra else ''} (the first time takes a while)")
        install(extra)
        STAMP.write_text(stamp_text(mark, [*extras, extra]), encoding="utf-8")


# --------------------------------------------------------------------- running


def run_step(step: Step) -> int:
    """
    Announce and run *step*, and return its exit code as a shell would report it.
    """
    say(step.title)
    process = subprocess.Popen(step.command, cwd=step.folder)
    try:
        code = process.wait()
    except KeyboardInterrupt:
        # The step got the same Ctrl-C and ends by itself, or is made to.
        try:
            process.wait(PATIENCE_SECONDS)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            process.terminate()
            process.wait()
        raise
    return 128 - code if code < 0 else code


def main(arguments: Sequence[str]) -> int:
    """
    Do what *arguments* ask and return the exit code.
    """
    if not arguments or arguments[0] not in EXTRAS:
        asked = bool(arguments) and arguments[0] in {"-h", "--help", "help"}
        print(USAGE, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    name, *rest = arguments
    try:
        prepare(EXTRAS[name])
        return run_all(steps(name, rest), run_step)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (Failure, OSError) as problem:
        print(f"dev.py: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
