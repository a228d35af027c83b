"""
`zvhprivacy bewaren status`: whether anything is late, stuck or forgotten; also for a monitor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.bewaren.status import Status
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.bewaarplan import Plan
    from zvhprivacy.report.text import Line


@click.command(cls=Command)
@at.house
@options.output
@options.lang
@click.pass_obj
def command(lang: str, house: at.Address, output: str) -> Exit:
    """
    Say how it stands; it takes no key, names no case and nobody, and ends with 1 when it is late.
    """
    from zvhprivacy.bewaren.status import status
    from zvhprivacy.cli._output import waiting, write_json, write_lines
    from zvhprivacy.engine.bewaren_zicht import gesloten
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    with waiting(text("bewaren.bezig.status", lang)), house.seen() as view:
        gesloten(house.root, **house.stores)
        found = status(view)
    if output == "json":
        write_json(found.as_json())
    else:
        write_lines(_lines(found, lang))
    return Exit.OK if found.in_order else Exit.FINDINGS


def _lines(found: Status, lang: str) -> Iterator[Line]:
    from zvhprivacy.cli._bewaren_list import shown
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import plain

    def said(key: str, **values: Any) -> str:
        return text(f"bewaren.status.{key}", lang, **values)

    if found.in_order:
        yield plain(said("in-orde", op=found.op), "bold green")
    else:
        yield plain(said("niet-in-orde", op=found.op), "bold red")
    if found.laat:
        yield plain(said("laat", aantal=found.laat, sinds=found.oudste), "bold red")
    if found.te_herzien:
        aantal, sinds = found.te_herzien, found.herzien_sinds
        yield plain(said("te-herzien", aantal=aantal, sinds=sinds), "bold red")
    for (doel, uitkomst), number in sorted(found.doelen.items()):
        why = uitkomst or said("nog-niet")
        yield plain(said("doel", doel=doel, uitkomst=why, aantal=number), "bold red")
    if found.bezig is not None:
        yield plain(said("bezig", houder=found.bezig.houder, tot=shown(found.bezig.tot)))
    yield from _plans(found.onderweg, "onderweg", lang)
    yield from _plans(found.goedgekeurd, "goedgekeurd", lang)
    yield from _plans(found.wacht_op_goedkeuring, "wacht", lang)
    if found.volgende is not None:
        yield plain(said("volgende", dag=found.volgende))
    for state, number in sorted(found.vast.items()):
        if number:
            reason = text(f"verklaring.reden.{state}", lang)
            yield plain(said("vast", aantal=number, reden=reason))
    if found.laatste is not None and found.laatste.klaar_op is not None:
        code, op = found.laatste.hash[: at.SHOWN], shown(found.laatste.klaar_op)
        yield plain(said("laatste", code=code, op=op))
    else:
        yield plain(said("nooit"))


def _plans(plans: Iterable[Plan], key: str, lang: str) -> Iterator[Line]:
    from zvhprivacy.cli._bewaren_list import shown
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import plain

    for each in plans:
        values: dict[str, object] = {"code": each.hash[: at.SHOWN], "op": each.op}
        if each.uit_te_voeren_vanaf is not None and each.verloopt_op is not None:
            values |= {"vanaf": shown(each.uit_te_voeren_vanaf), "tot": shown(each.verloopt_op)}
        yield plain(text(f"bewaren.status.{key}", lang, **values))
