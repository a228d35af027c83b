"""
`zvhprivacy bewaren certificate`: account for a plan that is done, or check what somebody gave.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from zvhprivacy.bewaren.banding import Published
    from zvhprivacy.bewaren.certificate import Certificate
    from zvhprivacy.errors import Exit
    from zvhprivacy.logboek.note import Verifier
    from zvhprivacy.model.termijn import Termijn


class PlanOrFile(WrongUse):
    """
    A certificate is made of a plan, or a file is checked: one of the two.
    """

    code = "plan-or-file"
    nl = "geef een PLAN om er een verklaring van te maken, of `--check FILE`; een van de twee"
    en = "give a PLAN to make its certificate, or `--check FILE`; one of the two"


class Length(click.ParamType["Termijn"]):
    """
    How long something is kept: `P30D`, `P6M`, `P1Y`.
    """

    name = "termijn"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Termijn:
        """
        Read *value*.
        """
        from zvhprivacy.model.termijn import Termijn

        read = value if isinstance(value, Termijn) else Termijn.parse(str(value))
        return read if read is not None else self.fail("term", param, ctx)


@click.command(cls=Command)
@click.argument("plan", required=False, metavar="[PLAN]")
@click.option("--into", "folder", cls=OwnOption, metavar="DIR")
@click.option("--public", cls=OwnOption, is_flag=True)
@click.option("--kopieen-kluis", "vault_copies", cls=OwnOption, type=Length(), metavar="P30D")
@click.option("--kopieen-hoofd", "main_copies", cls=OwnOption, type=Length(), metavar="P90D")
@click.option("--check", "checked", cls=OwnOption, metavar="FILE")
@click.option("--vkey", cls=OwnOption, multiple=True, metavar="KEY|FILE")
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    plan: str | None,
    folder: str | None,
    public: bool,
    vault_copies: Termijn | None,
    main_copies: Termijn | None,
    checked: str | None,
    vkey: tuple[str, ...],
    house: at.Address,
    keys: at.Keys,
    output: str,
) -> Exit:
    """
    Make the certificate of the plan with hash *plan*, or check the file *checked* without keys.
    """
    from zvhprivacy.cli._output import waiting
    from zvhprivacy.engine.bewaren_verklaring import Kopieen
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    if (plan is None) is (checked is None):
        raise PlanOrFile
    if checked is not None:
        _check(checked, vkey, house, lang, output)
        return Exit.OK
    with keys.opened(house, lang) as engine, waiting(text("bewaren.bezig.verklaring", lang)):
        found = at.chosen(engine.bewaren.plannen(), plan or "")
        made = engine.bewaren.verklaring(found.id, Kopieen(vault_copies, main_copies))
        told = _published(made) if public else made
        file = engine.bewaren.onderteken(told)
    if folder is not None:
        _write(told, file, Path(folder), lang)
    else:
        _show(told, file, lang, output)
    return Exit.OK


def _published(made: Certificate) -> Published:
    from zvhprivacy.bewaren.banding import publish

    return publish(made)


def _show(told: Certificate | Published, file: bytes, lang: str, output: str) -> None:
    import json

    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.report.certificate import certificate_lines

    if output == "json":
        write_json(json.loads(file))
    else:
        write_lines(certificate_lines(told, lang))


def _write(told: Certificate | Published, file: bytes, folder: Path, lang: str) -> None:
    """
    Write the workbook and what is signed, both or neither.
    """
    from zvhprivacy.bewaren.banding import Published
    from zvhprivacy.cli._files import write_all
    from zvhprivacy.cli._output import write
    from zvhprivacy.messages import text
    from zvhprivacy.report.certificate import certificate_workbook

    name = "verklaring-openbaar" if isinstance(told, Published) else "verklaring"
    stem = f"{name}-{told.hash.removeprefix('sha256:')[: at.SHOWN]}"
    signed, workbook = folder / f"{stem}.json", folder / f"{stem}.xlsx"
    write_all({signed: file, workbook: certificate_workbook(told, lang)})
    for path in (signed, workbook):
        write(text("bewaren.verklaring.geschreven", lang, bestand=path))
    write(text("bewaren.verklaring.bewaar", lang, bestand=signed))


def _check(name: str, vkey: tuple[str, ...], house: at.Address, lang: str, output: str) -> None:
    """
    Check a file, with the public keys given, or else those beside the database.

    Raises:
        BadStatement: it is no certificate.
        FalseStatement: no known key signed it as it stands.
    """
    from zvhprivacy.bewaren.banding import Published
    from zvhprivacy.bewaren.certificate import Certificate
    from zvhprivacy.bewaren.signing import check, fingerprint
    from zvhprivacy.cli._errors import UnreadableFile
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.messages import text
    from zvhprivacy.model.casus import NotRegistered

    try:
        file = Path(name).read_bytes()
    except OSError as error:
        raise UnreadableFile(name, error) from None
    verifiers = _verifiers(vkey, house)
    try:
        told: Certificate | Published = check(Certificate, file, verifiers)
    except NotRegistered:  # signed, but of the other kind
        told = check(Published, file, verifiers)
    if output == "json":
        write_json({"klopt": True, "hash": told.hash, "vingerafdruk": fingerprint(told)})
        return
    code = told.hash.removeprefix("sha256:")[: at.SHOWN]
    key = text("bewaren.verklaring.klopt", lang, code=code, vingerafdruk=fingerprint(told))
    write(key)
    if not vkey:
        write(text("logboek.eigen-sleutel", lang))


def _verifiers(vkey: tuple[str, ...], house: at.Address) -> list[Verifier]:
    from zvhprivacy.cli.logboek import keys_of
    from zvhprivacy.engine.bewaren_zicht import target_of

    # Who checks a file elsewhere has its key, and no workspace.
    return keys_of(vkey, "" if vkey else str(target_of(house.root, house.database)))
