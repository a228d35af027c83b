"""
The program `zvhprivacy`: which commands there are, and the one place where errors end.

`--version` is what a shell prompt or an installer asks, so nothing but click is imported for it.
"""

from __future__ import annotations

import gc
import io
import os
import sys

from collections.abc import Sequence
from typing import Any, NoReturn

import click

from zvhprivacy.cli._command import Group, OwnOption, language


COMMANDS = {
    "audit": "zvhprivacy.cli.audit",
    "bewaren": "zvhprivacy.cli.bewaren",
    "check": "zvhprivacy.cli.check",
    "convenant": "zvhprivacy.cli.convenant",
    "database": "zvhprivacy.cli.database",
    "decide": "zvhprivacy.cli.decide",
    "demo": "zvhprivacy.cli.demo",
    "dpia": "zvhprivacy.cli.dpia",
    "explain": "zvhprivacy.cli.explain",
    "init": "zvhprivacy.cli.init",
    "logboek": "zvhprivacy.cli.logboek",
    "register": "zvhprivacy.cli.register",
    "schema": "zvhprivacy.cli.schema",
    "sleutel": "zvhprivacy.cli.sleutel",
    "wet": "zvhprivacy.cli.wet",
}
NAME = "zvhprivacy"


class Program(Group):
    """
    The group of all commands, with the error boundary around it.
    """

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """
        Run with *args* and end the process: whatever happens, the exit code is one of `Exit`.
        """
        arguments = list(sys.argv[1:] if args is None else args)
        _steady(sys.stdout, sys.stderr)
        sys.exit(self._guarded(arguments, prog_name or NAME, extra))

    def _guarded(self, args: list[str], prog_name: str, extra: dict[str, Any]) -> int:
        lang = language(args)
        try:
            self._main_shell_completion(extra, prog_name)
            with self.make_context(prog_name, args, obj=lang) as ctx:
                code = self.invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except click.exceptions.Exit as ended:
            return ended.exit_code
        except click.exceptions.NoArgsIsHelpError as asked:
            click.echo(asked.ctx.get_help(), err=True)
            return 2  # Exit.USAGE
        except BrokenPipeError:
            _forget_output()
            return 1  # Exit.FINDINGS: who stops reading halfway has not seen that all is well.
        except BaseException as error:  # noqa: BLE001 - this is the boundary
            from zvhprivacy.cli._boundary import ended_by

            if isinstance(error, OSError):
                _forget_output()
            return ended_by(error, lang)
        return int(code or 0)


def _steady(*streams: object) -> None:
    # A terminal that cannot show a letter shows its number; it is no reason to stop halfway.
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    # Python flushes at its end too, and would complain there.
    devnull = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(devnull, sys.stdout.fileno())
    except (OSError, ValueError):  # no descriptor, as under a test
        pass
    finally:
        os.close(devnull)


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from zvhprivacy.cli._version import version

        click.echo(f"{NAME} {version()}")
        ctx.exit()


program = Program(
    name=NAME,
    lazy=COMMANDS,
    params=[
        OwnOption(
            ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version
        ),
    ],
    no_args_is_help=True,
)


def main() -> NoReturn:
    """
    Run the program as a shell started it.
    """
    try:
        program.main()
    finally:
        gc.freeze()  # What is left ends with the process; Python would look for garbage in it.
