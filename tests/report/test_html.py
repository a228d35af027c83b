"""
HTML in which a text is never markup.
"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.report.html import Html, escape, lines, page, tag


SHOWN = st.text(st.characters(exclude_categories=("C", "Z")), max_size=60)


class Reader(HTMLParser):
    """
    Reads back what a browser would see.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """
        Keep an element.
        """
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """
        Keep a text.
        """
        self.text += data


@given(SHOWN, SHOWN)
def test_a_text_is_never_markup(text: str, value: str) -> None:
    """
    Whatever stands in a text or an attribute, there is one element, and it says just that.
    """
    read = Reader(tag("p", text, title=value))

    assert (["p"], [("title", value)], text) == (read.tags, read.attributes, read.text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("a\x1b[31m", "a\ufffd[31m"),
        ("a\u202eb", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("a\u00a0b\tc\nd", "a b c\nd"),
        ("\"'", "&quot;&#x27;"),
        (Html("<b>x</b>"), "<b>x</b>"),
    ],
)
def test_escape(text: str, shown: str) -> None:
    """
    What does not print or turns the direction is replaced; only our own markup stays.
    """
    assert shown == escape(text)


def test_attributes() -> None:
    """
    A hyphen is written as `_`, a name that Python keeps with one behind it; None is left out.
    """
    made = tag("td", "x", class_="a", aria_label="b", lang=None, rowspan=2)

    assert '<td class="a" aria-label="b" rowspan="2">x</td>' == made
    assert '<meta charset="utf-8">' == tag("meta", charset="utf-8")


def test_markup_in_an_attribute_is_text() -> None:
    """
    Markup is no markup in an attribute.
    """
    assert '<p title="&lt;b&gt;"></p>' == tag("p", title=Html("<b>"))


def test_a_page_stands_by_itself() -> None:
    """
    A page has its language, its title and a policy that lets nothing run or come from elsewhere.
    """
    said = page("<T>", "nl", "p{}", tag("p", "x")).decode()

    assert said.startswith('<!DOCTYPE html>\n<html lang="nl">')
    assert "<title>&lt;T&gt;</title>" in said
    assert "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" in said
    assert said.endswith("<body>\n<p>x</p>\n</body>\n</html>\n")


def test_lines() -> None:
    """
    Parts stand below each other, and are escaped like any text.
    """
    assert "<br>\n&lt;" == lines(tag("br"), "<")
