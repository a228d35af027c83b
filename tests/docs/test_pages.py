"""
What the documentation shows is what comes out, and what it links to is there.
"""

from __future__ import annotations

import re

from pathlib import Path

import pytest

from tests.docs import made, pages
from zvhprivacy.policy.enforce import model_text
from zvhprivacy.policy.snapshot import REMEMBERED


PAGES = pages.pages()
NAMES = [path.relative_to(pages.ROOT).as_posix() for path in PAGES]

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_a_page_shows_what_comes_out(path: Path, tmp_path: Path) -> None:
    """
    Playing a page changes nothing in it; `python -m tests.docs.renew` brings it up to date.
    """
    text = path.read_text(encoding="utf-8")

    assert text == pages.play(made.made(path, text), tmp_path)


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_links_lead_somewhere(path: Path) -> None:
    """
    Every link within the repository has a file at its end.
    """
    links = _LINK.findall(path.read_text(encoding="utf-8"))
    local = [link.partition("#")[0] for link in links if "://" not in link]

    assert [] == [link for link in local if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_one_sentence_per_line(path: Path) -> None:
    """
    Outside blocks and tables a line has one sentence.
    """
    said = _BLOCK.sub("", path.read_text(encoding="utf-8"))
    lines = [line for line in said.splitlines() if not line.startswith(("|", "#"))]

    assert [] == [line for line in lines if made.SENTENCE.search(line.lstrip("0123456789. "))]


def test_every_page_is_in_the_index() -> None:
    """
    The index leads to every page.
    """
    index = pages.DOCS / "README.md"
    linked = {(index.parent / link).resolve() for link in _LINK.findall(index.read_text("utf-8"))}

    assert [] == [path.name for path in PAGES if path != index and path.resolve() not in linked]


def test_the_files_that_pages_name_exist() -> None:
    """
    A path of the repository between backticks is the path of something.
    """
    named = {
        name
        for path in PAGES
        for name in re.findall(
            r"`((?:policies|tests|examples|zvhprivacy)/[a-z0-9_/.-]+)`", path.read_text("utf-8")
        )
    }
    optional = {"policies/model.conf"}  # a workspace may have a copy

    assert [] == sorted(n for n in named - optional if not (pages.ROOT / n).exists())


def test_the_page_about_decisions_quotes_the_model() -> None:
    """
    The effect that the page gives is the one that Casbin is given.
    """
    page = (pages.DOCS / "how-a-decision-is-made.md").read_text(encoding="utf-8")
    effect = next(line for line in model_text().splitlines() if line.startswith("e = "))

    assert effect in page


def test_the_page_about_embedding_knows_the_bound() -> None:
    """
    The number of remembered answers in the text is the one in the code.
    """
    assert f"{REMEMBERED:,} answers" in (pages.DOCS / "embedding.md").read_text(encoding="utf-8")
