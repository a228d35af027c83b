"""
HTML that is escaped because of how it is made: a text is never markup, only `tag` makes that.
"""

from __future__ import annotations

import base64
import hashlib
import html

from typing import Final


_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
_VOID = frozenset({"meta", "br", "hr"})


class Html(str):
    """
    Markup that was made here; any other text is escaped when it is put in.
    """

    __slots__ = ()


EMPTY: Final = Html("")


def tag(name: str, /, *inside: str, **attributes: str | int | None) -> Html:
    """
    Make an element of *inside*, one after the other.

    In the name of an attribute `_` stands for a hyphen, and one at the end for nothing; one that is
    None is left out. Names are ours and are not escaped.
    """
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{named}>")
    return Html(f"<{name}{named}>{''.join(map(escape, inside))}</{name}>")


def lines(*parts: str) -> Html:
    """
    Put *parts* below each other.
    """
    return Html("\n".join(map(escape, parts)))


def escape(text: str) -> Html:
    """
    Make *text* fit to stand in an element or an attribute; markup stays what it is.

    What does not print, or turns the direction of what follows, is replaced.
    """
    if isinstance(text, Html):
        return text
    return Html(html.escape("".join(map(_shown, text))))


def _shown(char: str) -> str:
    if char == "\n" or char.isprintable():
        return char
    return " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"


def page(title: str, lang: str, style: str, *body: str) -> bytes:
    """
    Make a page that stands by itself: it asks for nothing from elsewhere and runs nothing.

    A browser that minds the policy in it takes no style but *style*, which is ours alone: it is not
    escaped.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    allowed = f"{_NOTHING}; style-src 'sha256-{digest}'"
    head = tag(
        "head",
        lines(
            "",
            tag("meta", charset="utf-8"),
            Html(f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("title", title),
            Html(f"<style>{style}</style>"),
            "",
        ),
    )
    whole = tag("html", lines("", head, tag("body", lines("", *body, "")), ""), lang=lang)
    return f"<!DOCTYPE html>\n{whole}\n".encode()
