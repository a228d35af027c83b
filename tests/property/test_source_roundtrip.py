"""
What holds for `zvhprivacy.source` whatever the text is.
"""

from __future__ import annotations

import tempfile

from pathlib import Path
from typing import Any

import yaml

from hypothesis import given, settings
from hypothesis import strategies as st

from zvhprivacy import messages, source
from zvhprivacy.errors import Finding, Span


# The time an example takes says more about the machine than about the code.
untimed = settings(deadline=None)

# What people write, without what `source` refuses for being invisible.
CHARACTERS = st.characters(
    exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)
VALUES = st.text(st.one_of(CHARACTERS, st.sampled_from("\n\t:#-[]{}\"'&*!|>%@`,?\\ ")), max_size=20)
DATA = st.dictionaries(
    VALUES,
    st.recursive(
        VALUES,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(VALUES, inner, max_size=4)
        ),
        max_leaves=15,
    ),
    max_size=5,
)
# Pieces that mean something to YAML come together more often than chance has it.
YAML_LIKE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "\n\t", " ", "\r\n", "\r"),
                *("[", "]", "{", "}", ",", "&a ", "*a", "!t ", "!!str ", "<<: ", "#", "---\n"),
                *('"', "'", "\\", "\\x00", "\\u202e", "\\ud800", "\\UFFFFFFFF", "|", ">", "|2-\n"),
                *("%YAML 1.1\n", "%TAG ! x\n", "...\n", "~", "null", "\0", "\ufeff", "\x85", "é"),
            ]
        ),
        st.text(st.characters(), max_size=3),
    ),
    max_size=30,
).map("".join)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _spans(node: source.Node) -> list[Span]:
    match node:
        case source.Scalar():
            return [node.span]
        case source.Sequence():
            return [node.span, *(span for item in node.items for span in _spans(item))]
        case source.Mapping():
            inner = [s for e in node.entries for s in (e.key.span, *_spans(e.value))]
            return [node.span, *inner]


def _one_or_the_other(node: source.Node | None, findings: list[Finding]) -> None:
    assert (node is None) == bool(findings)
    assert sorted(findings) == findings
    for found in findings:
        messages.render(found)
        assert min(found.span.line, found.span.column) >= 1
        assert found.span.end_column >= found.span.column


@untimed
@given(st.one_of(st.text(st.characters()), YAML_LIKE))
def test_no_text_raises(text: str) -> None:
    """
    Any text gives either a mapping or findings that can be shown.
    """
    node, findings = source.parse(text, "x.yaml")

    _one_or_the_other(node, findings)


@untimed
@given(st.one_of(st.binary(), YAML_LIKE.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_no_bytes_raise(data: bytes) -> None:
    """
    Any file gives either a mapping or findings that can be shown, with their line.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.yaml")
        path.write_bytes(data)
        node, findings = source.read(path, "x.yaml")
        for found in findings:
            source.source_line(path, found.span.line)

    _one_or_the_other(node, findings)


@untimed
@given(DATA, st.booleans(), st.booleans())
def test_what_is_written_is_read_back(data: dict[str, Any], flow: bool, escape: bool) -> None:
    """
    Text that another program wrote as YAML, in quotes, reads back as the same text.
    """
    written = yaml.dump(
        data,
        Dumper=_Dumper,
        default_style='"',
        default_flow_style=flow,
        allow_unicode=not escape,
        sort_keys=False,
    )
    node, findings = source.parse(written, "x.yaml")

    assert [] == findings
    assert node is not None
    assert data == source.plain(node)


@untimed
@given(DATA)
def test_every_place_is_in_the_text(data: dict[str, Any]) -> None:
    """
    Every part points at a stretch of a line that exists.
    """
    written = yaml.dump(data, Dumper=_Dumper, default_style='"', allow_unicode=True)
    node, _ = source.parse(written, "x.yaml")
    assert node is not None
    lines = written.split("\n")

    for span in _spans(node):
        assert 1 <= span.column < span.end_column <= len(lines[span.line - 1]) + 1


@untimed
@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=10))
def test_a_suggestion_is_one_of_the_choices(word: str, choices: list[str]) -> None:
    """
    What is suggested exists, and does not depend on the order of the choices.
    """
    suggestion = source.suggest(word, choices)

    assert suggestion is None or suggestion in choices
    assert suggestion == source.suggest(word, sorted(choices, reverse=True))
