"""
Answers become plain text: no HTML, nothing unseen, nothing slow.
"""

from __future__ import annotations

import time

import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.dpia.rijksmodel.clean import as_answer, cleaned
from zvhprivacy.dpia.rijksmodel.marks import marked, slug, unmarked
from zvhprivacy.dpia.rijksmodel.names import Namen
from zvhprivacy.source import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gewoon", "gewoon"),
        ("a < b en c > d & e", "a < b en c > d & e"),
        ("AT&T", "AT&T"),
        ("<p>een</p><p>twee</p>", "een\n\ntwee"),
        ("een<br/>twee", "een\ntwee"),
        ("<ul><li>een</li><li>twee</li></ul>", "- een\n- twee"),
        ("<script>alert('x')</script>rest", "rest"),
        ("<SCRIPT>x</Script >rest", "rest"),
        ("<style>p{}</style><b>vet</b>", "vet"),
        ("<script>nooit dicht", ""),
        ("&lt;b&gt; &amp; &eacute;&#233;", "<b> & éé"),
        ("voor<!-- niet <b>dit</b> -->na<i>!</i>", "voorna!"),
        ('<a href="javascript:x">klik</a>', "klik"),
        ("<img src=x onerror=alert(1)>tekst", "tekst"),
        ("a\x00b\x1b[31mc\u202ed\u200be", "ab[31mcde"),
        ("\ud800half", "half"),
        ("regel\r\nregel\rregel", "regel\nregel\nregel"),
        ("  rand  ", "rand"),
    ],
)
def test_what_stays(text: str, expected: str) -> None:
    """
    What a browser would show as text stays, what it would run or hide does not.
    """
    assert expected == cleaned(text)[0]


@given(st.text(st.characters(codec=None)))
def test_what_stays_can_be_written(text: str) -> None:
    """
    Whatever came in, what stays has no character that a file of ours refuses.
    """
    said, _ = cleaned(text)
    quoted = "".join(f"\\U{ord(char):08x}" for char in said)

    assert [] == parse(f'a: "{quoted}"', "x")[1]


@given(st.lists(st.sampled_from(["<b>", "&amp;", "<", "&", ";", "lt", "<!--", "-->", "x", "\n"])))
def test_an_answer_comes_back_as_it_was(parts: list[str]) -> None:
    """
    A text that is written as an answer is the same when it is cleaned, also if it looks like HTML.
    """
    text = "".join(parts).strip()

    assert text == cleaned(as_answer(text))[0]


@pytest.mark.parametrize("part", ["<!--", "<a ", "&a", "<script>", "<", "&#1", "</", "<![CDATA["])
def test_cleaning_takes_time_like_the_text(part: str) -> None:
    """
    A text of a megabyte that opens something again and again takes no quadratic time.
    """
    small, large = (part * (size // len(part)) for size in (100_000, 800_000))

    assert _seconds(large) < 40 * _seconds(small) + 0.5


def _seconds(text: str) -> float:
    start = time.process_time()
    cleaned(text)
    return time.process_time() - start


_WORDS = st.text(st.sampled_from("ab ():vn"), max_size=12).map(str.strip)


@given(_WORDS, _WORDS.filter(lambda text: "(" not in text and ")" not in text))
def test_a_mark_comes_off_again(text: str, value: str) -> None:
    """
    What is put behind a text comes off as it was put on.
    """
    if value:
        assert (text, value) == unmarked(marked(text, "van", value), "van")


@pytest.mark.parametrize(
    "text", ["gewoon", "een (van: a) en (b)", "(van: a", "x (van: a)) ", "(van: a)"]
)
def test_what_is_no_mark_stays(text: str) -> None:
    """
    A text that only looks like one with a mark stays whole.
    """
    assert (text, "") == unmarked(text, "van")


def test_names_lead_back_to_their_ids() -> None:
    """
    A name is the way back to its id; two organisations of one name keep their ids beside it.
    """
    names = Namen({"a": "Politie", "b": "politie", "c": "Gemeente X", "fg": "fg"})

    assert ["Politie (a)", "politie (b)", "Gemeente X", "fg"] == [
        *map(names.name, ["a", "b", "c", "fg"])
    ]
    assert ["a", "b", "c", "fg", "c"] == [
        *map(names.find, ["Politie (a)", "POLITIE (B)", "gemeente  x", "fg", "c"])
    ]
    assert names.find("Politie") is None
    assert "zorg-co" == names.or_made("Zorg & Co", default="x")
    assert "x" == slug("!!!", default="x")
