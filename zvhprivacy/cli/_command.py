"""
Commands and options that explain themselves in the language of the reader, loaded when asked.
"""

from __future__ import annotations

import copy
import importlib

from collections.abc import Mapping, Sequence
from typing import Any

import click


LANGUAGES = ("nl", "en")


def language(args: Sequence[str]) -> str:
    """
    Find the language asked among *args*, wherever it stands, also when the rest is wrong.
    """
    found = LANGUAGES[0]
    for position, arg in enumerate(args):
        if arg == "--":
            break
        name, _, value = arg.partition("=")
        if name == "--lang":
            value = value or "".join(args[position + 1 : position + 2])
            found = value if value in LANGUAGES else found
    return found


def lang_of(ctx: click.Context) -> str:
    """
    Give the language of this run.
    """
    return str(ctx.obj) if ctx.obj in LANGUAGES else LANGUAGES[0]


def _text(ctx: click.Context, key: str) -> str:
    # Not at the top: `--version` and tab completion need no texts.
    from zvhprivacy.messages import text

    return text(key, lang_of(ctx))


def _key(ctx: click.Context, name: str = "") -> str:
    words = [*ctx.command_path.split(" ")[1:], *([name] if name else [])]
    return "help." + "-".join(words or ["zvhprivacy"])


class OwnOption(click.Option):
    """
    An option whose help is the text `optie.<name>`.
    """

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """
        Give the option and its help in the language asked.
        """
        shown = copy.copy(self)
        shown.help = _text(ctx, f"optie.{self.name}")
        shown.show_default = False
        return click.Option.get_help_record(shown, ctx)


class _Spoken(click.Command):
    """
    Help in the language asked, from the text `help.<command>`.
    """

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """
        Write the line that shows how the command is called.
        """
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_text(ctx, "cli.gebruik") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """
        Write what the command does.
        """
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_text(ctx, _key(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """
        Write the options.
        """
        records = []
        for param in self.get_params(ctx):
            if isinstance(param, click.Option) and not isinstance(param, OwnOption):
                param.help = _text(ctx, "optie.help")  # click made it, for this run only
            records.append(param.get_help_record(ctx))
        with formatter.section(_text(ctx, "cli.opties")):
            formatter.write_dl([record for record in records if record])


class Command(_Spoken):
    """
    A command; its function returns the exit code, or None when all is in order.
    """


class Group(_Spoken, click.Group):
    """
    A group whose commands are imported when they are called.

    *lazy* gives per name the module that has it as `command`, or `module:name`.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "COMMAND …")
        lang = OwnOption(["--lang"], type=click.Choice(LANGUAGES), expose_value=False)
        kwargs["params"] = [*kwargs.get("params", ()), lang]
        super().__init__(*args, **kwargs)
        self._lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """
        Name the commands.
        """
        return sorted({*self._lazy, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """
        Import the command *cmd_name*.
        """
        if cmd_name in self._lazy:
            module, _, name = self._lazy[cmd_name].partition(":")
            command = getattr(importlib.import_module(module), name or "command")
            return command if isinstance(command, click.Command) else None
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """
        Find the command that *args* start with.

        Raises:
            UnknownCommand: there is none of that name.
        """
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from zvhprivacy.cli._errors import UnknownCommand

            raise UnknownCommand(args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """
        Write the options, and the commands with what they do.
        """
        super().format_options(ctx, formatter)
        rows = [(name, _text(ctx, _key(ctx, name))) for name in self.list_commands(ctx)]
        with formatter.section(_text(ctx, "cli.opdrachten")):
            formatter.write_dl([(name, said.split(". ")[0].rstrip(".")) for name, said in rows])
