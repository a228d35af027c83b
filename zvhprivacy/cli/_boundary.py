"""
How a run that ended in an exception tells so: one sentence, one exit code, never a traceback.
"""

from __future__ import annotations

import os
import platform
import tempfile
import traceback

from pathlib import Path

import click

from zvhprivacy.cli._errors import OutputFull, is_full
from zvhprivacy.cli._version import version
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.messages import text


def ended_by(error: BaseException, lang: str) -> int:
    """
    Say on stderr what *error* means, and give the exit code.
    """
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(Exit.BUG)
    if isinstance(error, (KeyboardInterrupt, EOFError, click.Abort)):
        _say(text("cli.afgebroken", lang))
        return Exit.INTERRUPTED
    if isinstance(error, ZvhError):
        _say(error.sentence(lang))
        return error.exit_code
    if isinstance(error, OSError) and error.filename is None and is_full(error):
        full = OutputFull()
        _say(full.sentence(lang))
        return full.exit_code
    if isinstance(error, click.ClickException):
        _say(_usage(error, lang))
        return Exit.USAGE
    _say(text("cli.fout", lang, soort=type(error).__name__, bestand=_report(error)))
    return Exit.BUG


def _say(sentence: str) -> None:
    try:
        click.echo(f"zvhprivacy: {sentence}", err=True)
    except OSError:  # Nobody listens any more; the exit code still tells.
        return


def _usage(error: click.ClickException, lang: str) -> str:
    """
    Say what is wrong with the command line, without what was typed as a value.
    """
    match error:
        case click.NoSuchOption():
            said = text("cli.geen-optie", lang, optie=error.option_name)
        case click.MissingParameter():
            said = text("cli.ontbreekt", lang, optie=_name(error))
        case click.BadParameter():
            said = text("cli.verkeerde-waarde", lang, optie=_name(error), soort=_kind(error, lang))
        case click.BadOptionUsage():
            said = text("cli.zonder-waarde", lang, optie=error.option_name)
        case _:
            said = text("cli.verkeerd-gebruik", lang)
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
    return said + text("cli.zie-help", lang, opdracht=path or "zvhprivacy")


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (
        param.make_metavar(error.ctx or click.Context(click.Command("zvhprivacy")))
        if param
        else "-"
    )


def _kind(error: click.BadParameter, lang: str) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return ", ".join(f"`{choice}`" for choice in kind.choices)
    known = kind is not None and kind.name in {"datum", "periode", "termijn"}
    return text(f"cli.soort.{kind.name}" if kind and known else "cli.soort.ander", lang)


def _report(error: BaseException) -> str:
    """
    Write where in the program it went wrong: types, files and lines, no message and no value.

    What an exception says may quote what somebody typed, so it stays out.
    """
    lines = [
        f"zvhprivacy {version()}, Python {platform.python_version()}, {platform.system()}",
        *(
            line
            for each in _chain(error)
            for line in (
                f"{type(each).__module__}.{type(each).__qualname__}",
                *(
                    f"  {frame.filename}:{frame.lineno} {frame.name}"
                    for frame in traceback.extract_tb(each.__traceback__, limit=-50)
                ),
            )
        ),
    ]
    try:
        descriptor, name = tempfile.mkstemp(prefix="zvhprivacy-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return "-"
    return str(Path(name))


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    here: BaseException | None = error
    while here is not None and here not in found:
        found.append(here)
        here = here.__cause__ or here.__context__
    return found
