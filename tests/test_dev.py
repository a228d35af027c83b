"""
dev.py decides rightly what to install and what to run, without making an environment.
"""

from __future__ import annotations

import ast
import json
import sys

import pytest

import dev


MARK = dev.fingerprint(b"pyproject", b"constraints")


class TestVersion:
    """
    An old Python gets one sentence.
    """

    @pytest.mark.parametrize("version", [(3, 6), (3, 10), (2, 7)])
    def test_old(self, version: tuple[int, int]) -> None:
        """
        The sentence says what is needed and what there is.
        """
        sentence = dev.version_problem(version)

        assert "Python 3.11 or newer" in sentence
        assert f"this is Python {version[0]}.{version[1]}." in sentence

    @pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
    def test_new_enough(self, version: tuple[int, int]) -> None:
        """
        A Python that will do gets no sentence.
        """
        assert "" == dev.version_problem(version)

    def test_readable_for_old(self) -> None:
        """
        Python 3.6 can read dev.py, which the postponed annotations of 3.7 would prevent.
        """
        source = (dev.ROOT / "dev.py").read_text(encoding="utf-8")

        tree = ast.parse(source, feature_version=(3, 6))

        assert not [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        ]


class TestStamp:
    """
    The stamp knows what is installed.
    """

    def test_round_trip(self) -> None:
        """
        What was written for a fingerprint is read back for it.
        """
        stamp = dev.stamp_text(MARK, ["dev", "bench", "dev"])

        assert ["bench", "dev"] == dev.installed(stamp, MARK)

    def test_changed(self) -> None:
        """
        Nothing counts as installed once one of the files has changed.
        """
        stamp = dev.stamp_text(MARK, ["dev"])

        assert [] == dev.installed(stamp, dev.fingerprint(b"pyproject", b"other constraints"))

    def test_missing(self) -> None:
        """
        An environment without a stamp is somebody's own work, not a broken one.
        """
        assert [] == dev.installed(None, MARK)

    @pytest.mark.parametrize(
        "stamp", ["", "{", "[]", "null", "{}", json.dumps({"fingerprint": MARK, "extras": None})]
    )
    def test_stopped_halfway(self, stamp: str) -> None:
        """
        An empty or torn stamp is left by an installation that was killed.
        """
        assert dev.installed(stamp, MARK) is None

    def test_fingerprint_keeps_files_apart(self) -> None:
        """
        A line that moves from one file to the other changes the fingerprint.
        """
        assert dev.fingerprint(b"ab", b"c") != dev.fingerprint(b"a", b"bc")

    @pytest.mark.parametrize(
        ("extras", "extra", "expected"),
        [
            ([], "", False),
            ([""], "", True),
            (["dev"], "", True),
            ([""], "dev", False),
            (["dev"], "bench", False),
            (["bench", "dev"], "bench", True),
        ],
    )
    def test_covers(self, extras: list[str], extra: str, expected: bool) -> None:
        """
        Every extra brings the plain package, and no extra brings another.
        """
        assert expected is dev.covers(extras, extra)


class TestSteps:
    """
    A command runs its steps and passes the arguments on.
    """

    @pytest.mark.parametrize(
        ("name", "titles"),
        [
            ("demo", ["zvhprivacy demo"]),
            ("test", ["lint-imports", "compileall", "pytest"]),
            ("lint", ["ruff check", "ruff format --check", "mypy", "lint-imports"]),
            ("bench", ["bench"]),
        ],
    )
    def test_order(self, name: str, titles: list[str]) -> None:
        """
        The steps come in a fixed order.
        """
        assert titles == [step.title for step in dev.steps(name, [])]

    @pytest.mark.parametrize(("name", "index"), [("demo", 0), ("test", 2), ("lint", 0)])
    def test_arguments(self, name: str, index: int) -> None:
        """
        One step gets the caller's arguments, at the end; the others get none.
        """
        passed = [step.command[-2:] == ["-x", "y"] for step in dev.steps(name, ["-x", "y"])]

        assert [place == index for place in range(len(passed))] == passed

    def test_demo_runs_where_the_caller_stands(self) -> None:
        """
        A folder after `demo --keep` is the caller's; everything else runs at the root.
        """
        (demo,) = dev.steps("demo", [])

        assert demo.folder is None
        assert {dev.ROOT} == {step.folder for step in dev.steps("lint", [])}

    @pytest.mark.parametrize(
        ("codes", "expected"), [([0, 0], 0), ([0, 2, 1], 2), ([1, 0], 1), ([], 0)]
    )
    def test_first_failure(self, codes: list[int], expected: int) -> None:
        """
        All steps run; the exit code is that of the first that fails.
        """
        left = list(codes)
        todo = [dev.Step("step", ["true"])] * len(codes)

        assert expected == dev.run_all(todo, lambda _: left.pop(0))
        assert not left


@pytest.mark.parametrize(
    ("arguments", "expected"), [([], 2), (["bouw"], 2), (["--help"], 0), (["-h"], 0)]
)
def test_usage(arguments: list[str], expected: int, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Who asks nothing or something unknown reads how to ask.
    """
    assert expected == dev.main(arguments)

    printed = capsys.readouterr()

    assert "usage: python3 dev.py" in (printed.err if expected else printed.out)


def test_failure_of_a_program_is_one_sentence() -> None:
    """
    A program that fails is told in a sentence with the end of its output, not in a traceback.
    """
    program = "print(*range(40), sep='\\n'); raise SystemExit(3)"

    with pytest.raises(dev.Failure) as caught:
        dev.quietly([sys.executable, "-c", program], problem="pip cannot do it")

    sentence, *tail = str(caught.value).splitlines()

    assert "pip cannot do it (exit code 3); its last lines:" == sentence
    assert [f"  {number}" for number in range(25, 40)] == tail
