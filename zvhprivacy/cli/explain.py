"""
`zvhprivacy explain`: what a code of a finding means.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


@click.command(cls=Command)
@click.argument("code", metavar="CODE")
@options.output
@options.lang
@click.pass_obj
def command(lang: str, code: str, output: str) -> Exit:
    """
    Show the message of *code* with what differs per finding left open.
    """
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import message, text
    from zvhprivacy.report.text import plain

    name = code.strip().upper()
    said = message(name, lang)
    parts = {"wat": said.wat, "waarom": said.waarom, "herstel": said.herstel}
    shown = {key: _open(sentence) for key, sentence in parts.items()}
    if output == "json":
        write_json({"code": name, **shown})
        return Exit.OK
    rows = [(text(f"check.{key}", lang), shown[key]) for key in ("waarom", "herstel")]
    width = max(len(label) for label, _ in rows) + 1
    write_lines([[(name, "bold"), (f" {shown['wat']}", "")]])
    write_lines([(" = ", "blue"), (f"{k}:".ljust(width), "dim"), (f" {v}", "")] for k, v in rows)
    if any(part != shown[key] for key, part in parts.items()):
        write_lines([plain(text("explain.open", lang), "dim")])
    return Exit.OK


def _open(sentence: str) -> str:
    closed = sentence.replace("{suggestie}", "")
    return re.sub(r"\{([a-z][a-z0-9_]*)(?::woord)?\}", r"<\1>", closed)
