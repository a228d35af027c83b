"""
Make plain text of an answer: without HTML, and without characters that nobody sees.
"""

from __future__ import annotations

import html
import re
import unicodedata

from collections.abc import Iterator


# Anything less, such as `x < y` or `AT&T`, is no HTML. Every expression here reads a text once: the
# parser of the library goes over the rest again for each `<!--` that is never closed.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<![^<>]*>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_BLOCKS = frozenset(
    {"p", "div", "br", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
)
_SILENT = frozenset({"script", "style", "head", "title", "template", "iframe", "object", "svg"})
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # what `zvhprivacy.source` refuses
_NOT_CHARACTERS = frozenset("\ufffe\uffff")


def cleaned(text: str) -> tuple[str, bool]:
    """
    Give *text* as plain text that a file of ours can hold, and say whether that took anything out.

    Line ends and spaces around the text do not count as something taken out.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _without_html(lines) if looks_like_html(lines) else lines
    seen = "".join(char for char in plain if not _hidden(char))
    return seen.strip(), seen != lines


def looks_like_html(text: str) -> bool:
    """
    Say whether `cleaned` would read *text* as HTML.
    """
    return _TAG.search(text) is not None or _ENTITY.search(text) is not None


def as_answer(text: str) -> str:
    """
    Write *text* so that `cleaned` gives it back, also where it looks like HTML.
    """
    return html.escape(text, quote=False) if looks_like_html(text) else text


def _hidden(char: str) -> bool:
    if char.isprintable() or char in "\n\t":
        return False
    return unicodedata.category(char) in _HIDDEN or char in _NOT_CHARACTERS


def _without_html(text: str) -> str:
    if _TAG.search(text) is None:
        return html.unescape(text)
    shown = html.unescape("".join(_shown(_without_comments(text))))
    return _EMPTY_LINES.sub("\n\n", shown)


def _without_comments(text: str) -> str:
    kept, start = [], 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[start:begin])
        start = end + len("-->")
    return "".join((*kept, text[start:]))


def _shown(text: str) -> Iterator[str]:
    """
    Give the pieces that a browser would show; a block becomes a line, an item of a list a dash.
    """
    silent, start = "", 0
    for tag in _TAG.finditer(text):
        if not silent:
            yield text[start : tag.start()]
        start = tag.end()
        closing, name = tag[1], (tag[2] or "").lower()
        if silent:
            silent = "" if closing and name == silent else silent
        elif name in _SILENT and not closing:
            silent = name
        elif name == "li" and not closing:
            yield "\n- "
        elif name in _BLOCKS:
            yield "\n"
    if not silent:
        yield text[start:]
