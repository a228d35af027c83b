"""
What a comparison of two versions found, in as few sentences as say it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from zvhprivacy.errors import Span
from zvhprivacy.messages import text
from zvhprivacy.model.toets import Winst
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.diff import Change
from zvhprivacy.report.names import Names
from zvhprivacy.report.sentences import access
from zvhprivacy.report.text import Line, emphasised


Fields: TypeAlias = tuple[tuple[str, tuple[str, ...] | None], ...]
Needs: TypeAlias = tuple[tuple[str, ...], ...]
Access: TypeAlias = tuple[str, str, Span, Fields]  # rule, article, place, and what of each field


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """
    The same access, caused by the same rule, in one or more convenants.

    *needs* are the sets of facts of which one will do.
    """

    convenanten: tuple[str, ...]
    regel: str
    artikel: str
    span: Span
    fields: Fields
    needs: Needs
    cells: int

    @property
    def values(self) -> dict[str, tuple[str, ...] | None]:
        """
        The fields by name.
        """
        return dict(self.fields)


def grouped(changes: Iterable[Change]) -> tuple[Group, ...]:
    """
    Put together what differs only in the convenant or in the facts it takes.
    """
    by_access: dict[Access, dict[str, set[tuple[str, ...]]]] = {}
    cells: dict[Access, int] = {}
    for change in changes:
        key = (change.regel, change.artikel, change.span, change.fields)
        needs = by_access.setdefault(key, {}).setdefault(change.convenant, set())
        for more in change.alternatieven or ((),):
            needs.add(tuple(sorted({*change.feiten, *more})))
        cells[key] = cells.get(key, 0) + change.cells
    groups: dict[tuple[Access, Needs], list[str]] = {}
    for key, convenants in by_access.items():
        for convenant, sets in convenants.items():
            groups.setdefault((key, tuple(sorted(sets))), []).append(convenant)
    found = (
        Group(
            convenanten=tuple(sorted(convenants)),
            regel=regel,
            artikel=artikel,
            span=span,
            fields=fields,
            needs=needs,
            cells=cells[regel, artikel, span, fields],
        )
        for ((regel, artikel, span, fields), needs), convenants in groups.items()
    )
    return tuple(sorted(found, key=_order))


def _order(group: Group) -> tuple[tuple[str, ...], Span, bool, str]:
    # Who acts for himself comes before who acts for another.
    return (group.convenanten, group.span, bool(group.values.get("namens")), str(group.fields))


def change_lines(groups: Sequence[Group], names: Names, *, gained: bool) -> Iterator[Line]:
    """
    Show *groups* as sentences, each with the rule that causes it.
    """
    for group in groups:
        sign, style = ("+", "bold green") if gained else ("-", "bold red")
        said = access(group.values, group.needs, names, gained=gained)
        yield [(f"{sign} ", style), *emphasised(said)]
        by = text("diff.door", names.lang, convenanten=", ".join(group.convenanten))
        yield [
            ("  = ", "blue"),
            (by, "dim"),
            (f" {group.span} {group.regel}", ""),
            (f" ({group.artikel})", "dim"),
        ]


def change_json(group: Group, names: Names, *, gained: bool) -> dict[str, Any]:
    """
    Put *group* in the form that `convenant diff --format json` lists.
    """
    return {
        "convenants": list(group.convenanten),
        "regel": group.regel,
        "artikel": group.artikel,
        "bestand": group.span.file,
        "regelnummer": group.span.line,
        "velden": {name: "alle" if v is None else list(v) for name, v in group.fields if v != ()},
        "feiten": [list(facts) for facts in group.needs],
        "vragen": group.cells,
        "zin": access(group.values, group.needs, names, gained=gained).replace("**", ""),
    }


def approved(group: Group, approvals: Iterable[Winst], workspace: Workspace) -> bool:
    """
    Say whether somebody approved all of *group*: the rule, everybody who gains, all that is gained.

    `wie` has to name every organisation that gains (by its id, its kind or its name) and `wat`
    every handeling and category of data; `alle` names all of them.
    Of who acts on behalf of another, it is enough that either of the two is named.
    """
    return any(
        each.regel == group.regel
        and (
            _named(group.values.get("deelnemer"), each.wie, workspace)
            or _named(group.values.get("namens") or None, each.wie, workspace)
        )
        and _named(group.values.get("handeling"), each.wat, None)
        and _named(group.values.get("gegevens"), each.wat, None)
        for each in approvals
    )


def _named(values: tuple[str, ...] | None, said: str, workspace: Workspace | None) -> bool:
    words = set(said.casefold().replace(",", " ").replace(";", " ").replace(":", " ").split())
    if "alle" in words:
        return True
    if values is None:
        return False
    return all(
        value in words or any(_contains(said, name) for name in _also(value, workspace))
        for value in values
    )


def _also(value: str, workspace: Workspace | None) -> set[str]:
    """
    Give the kind and the name that organisation *value* goes by too.
    """
    names: set[str] = set()
    for agreement in workspace.agreements.values() if workspace else ():
        party = agreement.convenant.deelnemers.get(value)
        if party is not None:
            names |= {party.naam, party.soort}
    return names


def _contains(said: str, name: str) -> bool:
    # As a whole, so that `om` is not found in `komt`.
    padded = f" {said.casefold()} ".replace(",", " ").replace(";", " ").replace(":", " ")
    return f" {name.casefold().replace(',', ' ')} " in padded


def winst_yaml(group: Group) -> str:
    """
    Write the entry that would approve *group*, for somebody to complete and put his name to.
    """

    def words(name: str) -> str:
        values = group.values.get(name)
        return "alle" if values is None else ", ".join(values)

    what = f"{words('handeling')}: {words('gegevens')}"
    if "alle" in {words("handeling"), words("gegevens")}:
        what = "alle"
    who = words("deelnemer")
    return f"  - {{regel: {group.regel}, wie: '{who}', wat: '{what}', reden: '', door: ''}}"
