"""
What a plan holds, for people and for programs; cases are named only when that is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from zvhprivacy.bewaren.announce import Announcement
from zvhprivacy.bewaren.plan import WHOLE, NotPlanned, Planning
from zvhprivacy.cli._bewaren_house import SHOWN
from zvhprivacy.engine.clock import AMSTERDAM
from zvhprivacy.messages import text
from zvhprivacy.model.bewaarplan import Plan, PlanLine, PlanState
from zvhprivacy.report.text import Line, plain, table_lines


MOMENTS = (
    "opgesteld_op",
    "goedgekeurd_op",
    "uit_te_voeren_vanaf",
    "verloopt_op",
    "begonnen_op",
    "klaar_op",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """
    A plan with its lines: one that is kept (*plan*), or only looked at.
    """

    op: date
    horizon: date
    beleid: str
    hash: str
    regels: Sequence[PlanLine]
    niet_gepland: Sequence[NotPlanned] = ()
    aankondigingen: Sequence[Announcement] = ()
    plan: Plan | None = None

    @classmethod
    def of(cls, found: Planning, plan: Plan | None = None) -> Self:
        """
        Take what was just found, with the plan that was kept of it.
        """
        return cls(
            op=found.op,
            horizon=found.horizon,
            beleid=found.beleid,
            hash=found.hash,
            regels=found.regels,
            niet_gepland=found.niet_gepland,
            aankondigingen=found.aankondigingen,
            plan=plan,
        )

    @classmethod
    def kept(cls, plan: Plan, regels: Sequence[PlanLine]) -> Self:
        """
        Take a plan as it is kept.
        """
        return cls(
            op=plan.op,
            horizon=plan.horizon,
            beleid=plan.beleid,
            hash=plan.hash,
            regels=regels,
            plan=plan,
        )


class _Group(NamedTuple):
    convenant: str
    proces: str
    categorie: str
    actie: str
    regel: str
    artikel: str


class _Count:
    """
    Cases, items and the first last day of what goes for the same reason.
    """

    def __init__(self) -> None:
        self.zaken: set[int] = set()
        self.gegevens = 0
        self.uiterlijk: date | None = None

    def add(self, line: PlanLine, items: int) -> None:
        self.zaken.add(line.zaak)
        self.gegevens += items
        if line.uiterlijk is not None:
            self.uiterlijk = min(self.uiterlijk or line.uiterlijk, line.uiterlijk)


# --- for people


def listing_lines(found: Listing, lang: str, *, detail: bool) -> Iterator[Line]:
    """
    Tell what goes, until when it may be there, what stays, and which running cases come to an end.
    """

    def said(key: str, **values: object) -> str:
        return text(f"bewaren.plan.{key}", lang, **values)

    yield from _heads(found, lang)
    if found.regels:
        yield []
        yield from table_lines(_table(found.regels, lang))
        yield []
        whole = sum(line.soort == WHOLE for line in found.regels)
        items = len(found.regels) - whole
        yield plain(said("samen", casussen=whole, gegevens=items), "bold")
    else:
        yield plain(said("niets"))
    if found.niet_gepland:
        yield []
        yield plain(said("blijft"), "bold")
        yield from table_lines(_kept(found.niet_gepland, lang))
    if found.aankondigingen:
        yield []
        yield plain(said("nadert"), "bold")
        yield from table_lines(_announced(found.aankondigingen, lang))
    if detail:
        yield from _details(found, lang)
    if found.regels and (found.plan is None or found.plan.state is PlanState.OPGESTELD):
        yield []
        key = "proef-verder" if found.plan is None else "goedkeuren"
        yield plain(said(key, code=found.hash[:SHOWN]))


def _heads(found: Listing, lang: str) -> Iterator[Line]:
    days = {"op": found.op, "horizon": found.horizon}
    if found.plan is None:
        yield plain(text("bewaren.plan.proef", lang, **days), "bold")
        return
    code = found.hash[:SHOWN]
    yield plain(text("bewaren.plan.kop", lang, code=code, **days), "bold")
    rows = [("code", found.hash), ("stand", text(f"bewaren.stand.{found.plan.state}", lang))]
    for name in MOMENTS:
        moment = getattr(found.plan, name)
        if moment is not None:
            rows.append((name, shown(moment)))
    told = [(text(f"bewaren.plan.{name}", lang), value) for name, value in rows]
    yield from table_lines(told, header=False)


def shown(moment: datetime) -> str:
    """
    Give *moment* as the clock says it in the Netherlands.
    """
    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"


def _table(lines: Iterable[PlanLine], lang: str) -> list[list[str]]:
    counts: defaultdict[_Group, _Count] = defaultdict(_Count)
    for line in lines:
        # A case can be empty of items, and goes all the same.
        for categorie, number in line.aantallen or [("", 0)]:
            key = _Group(
                line.convenant,
                line.proces,
                categorie,
                text(f"bewaren.actie.{line.soort}.{line.actie}", lang),
                line.regel,
                line.artikel,
            )
            counts[key].add(line, number)
    rows = [_columns(lang, *_Group._fields, "casussen", "gegevens", "uiterlijk")]
    for key, count in sorted(counts.items()):
        named = key._replace(categorie=key.categorie or "-")
        numbers = (len(count.zaken), count.gegevens, count.uiterlijk or "-")
        rows.append([*named, *(str(each) for each in numbers)])
    return rows


def _kept(kept: Iterable[NotPlanned], lang: str) -> list[list[str]]:
    rows = [_columns(lang, "convenant", "reden", "casussen", "gegevens")]
    for each in kept:
        reason = text(f"verklaring.reden.{each.reden}", lang)
        rows.append([each.convenant, reason, str(each.zaken), str(each.gegevens)])
    return rows


def _announced(announced: Iterable[Announcement], lang: str) -> list[list[str]]:
    grouped: defaultdict[tuple[str, str, str], list[Announcement]] = defaultdict(list)
    for each in announced:
        grouped[str(each.binnen), each.plaats.regel, each.plaats.artikel].append(each)
    rows = [_columns(lang, "binnen", "regel", "artikel", "casussen", "gegevens", "uiterlijk")]
    for key, found in sorted(grouped.items(), key=lambda item: min(a.uiterlijk for a in item[1])):
        cases = len({each.casus for each in found})
        items = sum(each.gegevens for each in found)
        first = min(each.uiterlijk for each in found)
        rows.append([*key, str(cases), str(items), str(first)])
    return rows


def _details(found: Listing, lang: str) -> Iterator[Line]:
    if found.regels:
        yield []
        yield plain(text("bewaren.plan.regels", lang), "bold")
        names = ("nummer", "casus", "gegeven", "uiterlijk", "regel", "artikel", "plek", "reden")
        rows = [_columns(lang, *names, "stand")]
        for line in found.regels:
            values = (getattr(line, name) for name in names)
            state = line.uitkomst or line.state
            rows.append([*("-" if v is None else str(v) for v in values), state])
        yield from table_lines(rows)
    if found.aankondigingen:
        yield []
        yield plain(text("bewaren.plan.nadert-regels", lang), "bold")
        rows = [_columns(lang, "casus", "uiterlijk", "binnen", "gegevens", "regel", "artikel")]
        for each in found.aankondigingen:
            place = each.plaats
            told = (each.casus, each.uiterlijk, each.binnen, each.gegevens)
            rows.append([*map(str, told), place.regel, place.artikel])
        yield from table_lines(rows)


def _columns(lang: str, *names: str) -> list[str]:
    return [text(f"bewaren.kolom.{name}", lang) for name in names]


# --- for programs


def as_json(found: Listing, *, detail: bool) -> dict[str, Any]:
    """
    Give it as an object with a list of lines; cases and items are named when *detail* asks for it.
    """
    return {
        "op": str(found.op),
        "horizon": str(found.horizon),
        "beleid": found.beleid,
        "hash": found.hash,
        "plan": plan_json(found.plan) if found.plan else None,
        "regels": [_line_json(line, detail=detail) for line in found.regels],
        "niet_gepland": [
            {**each._asdict(), "reden": each.reden.value} for each in found.niet_gepland
        ],
        "aankondigingen": [
            {
                **({"casus": each.casus} if detail else {}),
                "uiterlijk": str(each.uiterlijk),
                "binnen": str(each.binnen),
                "gegevens": each.gegevens,
                **each.plaats._asdict(),
            }
            for each in found.aankondigingen
        ],
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    """
    Give a plan without its lines.
    """
    moments = {name: getattr(plan, name) for name in MOMENTS}
    return {
        "id": plan.id,
        "hash": plan.hash,
        "stand": plan.state.value,
        "op": str(plan.op),
        "horizon": str(plan.horizon),
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


def _line_json(line: PlanLine, *, detail: bool) -> dict[str, Any]:
    return {
        "nummer": line.nummer,
        "zaak": line.zaak,
        "soort": line.soort,
        **({"casus": line.casus, "gegeven": line.gegeven} if detail else {}),
        "convenant": line.convenant,
        "proces": line.proces,
        "kader": line.kader,
        "fase": line.fase,
        "jaar": line.jaar,
        "aantallen": dict(line.aantallen),
        "actie": line.actie.value,
        "uiterlijk": str(line.uiterlijk) if line.uiterlijk else None,
        "regel": line.regel,
        "artikel": line.artikel,
        "plek": line.plek,
        "reden": line.reden,
        "stand": line.state.value,
        "uitkomst": line.uitkomst,
    }
