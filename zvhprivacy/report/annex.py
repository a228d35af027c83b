"""
The annex that the partners sign: what was agreed, in sentences, with the hash of the policy.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from zvhprivacy.errors import visible
from zvhprivacy.messages import text
from zvhprivacy.model.selection import ALLES
from zvhprivacy.model.wet import Verbod
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.report.names import Names
from zvhprivacy.report.rules import Agreed, agreed, shortened
from zvhprivacy.report.sentences import permission, term


_MARKS = re.compile(r"([\\`*_\[\]<>|#])")


def annex(
    workspace: Workspace, law: Law, agreement: Agreement, day: date, lang: str
) -> Iterator[str]:
    """
    Give the lines of the annex of a convenant on *day*, in Markdown.

    It is made from the same values that decide, so what is signed is what is enforced as long as
    the hash is the same.
    """
    names = Names(workspace, lang)
    convenant = agreement.convenant
    rules = agreed(workspace, law, convenant.convenant, day)
    yield f"# {_md(convenant.titel)}"
    yield ""
    status = text(f"bijlage.status.{convenant.status}", lang)
    yield text("bijlage.kop", lang, convenant=convenant.convenant, status=status, dag=day)
    yield ""
    yield text("bijlage.hash", lang, policy=workspace.policy)
    yield ""
    yield from _parties(agreement, day, lang)
    yield from _rules(rules, names)
    yield from _terms(workspace, convenant.convenant, day, names)
    yield from _bans(law, rules, day, lang)
    yield from _readings(law, lang)
    yield from _words(law, rules, lang)
    yield f"## {text('bijlage.ondertekening', lang)}"
    yield ""
    heads = [
        text(f"bijlage.{name}", lang) for name in ("deelnemer", "naam", "datum", "handtekening")
    ]
    members = [each for each in convenant.deelnemers.values() if each.lidmaatschap.op(day)]
    yield from _table(heads, [(each.naam, "", "", "") for each in members])


def _parties(agreement: Agreement, day: date, lang: str) -> Iterator[str]:
    convenant = agreement.convenant
    yield f"## {text('bijlage.deelnemers', lang)}"
    yield ""
    heads = [text(f"bijlage.{name}", lang) for name in ("deelnemer", "kenmerk", "soort", "sinds")]
    rows = [
        (party.naam, name, party.soort, str(party.sinds or ""))
        for name, party in convenant.deelnemers.items()
        if party.lidmaatschap.op(day)
    ]
    yield from _table(heads, rows)
    if convenant.ontvangers:
        yield text("bijlage.ontvangers", lang)
        yield ""
        rest = [(party.naam, name, party.soort, "") for name, party in convenant.ontvangers.items()]
        yield from _table(heads, rest)


def _rules(rules: Iterable[Agreed], names: Names) -> Iterator[str]:
    """
    Give the permissions as sentences, grouped by process.
    """
    lang = names.lang
    yield f"## {text('bijlage.afspraken', lang)}"
    yield ""
    groups: dict[str, list[Agreed]] = {}
    for each in rules:
        choice = each.regel.proces
        head = (
            text("zin.alle.proces", lang) if choice == ALLES else ", ".join(sorted(choice.waarden))
        )
        groups.setdefault(head, []).append(each)
    for head, several in sorted(groups.items()):
        yield f"### {text('bijlage.proces', lang, proces=head)}"
        yield ""
        for each in several:
            said = permission(each.regel, names)
            asleep = "" if each.works else " " + text("toon.slaapt", lang)
            yield f"- {said}{asleep} `{each.regel.id}`"
        yield ""


def _terms(workspace: Workspace, convenant: str, day: date, names: Names) -> Iterator[str]:
    """
    Give the terms that the partners made shorter than those of the law, as sentences.
    """
    terms = shortened(workspace, convenant, day)
    if terms:
        yield f"## {text('bijlage.bewaartermijnen', names.lang)}"
        yield ""
        for each in terms:
            yield f"- {term(each, names)} `{each.id}`"
        yield ""


def _bans(law: Law, rules: Sequence[Agreed], day: date, lang: str) -> Iterator[str]:
    """
    Say what the law forbids in the frames of these permissions, in brief: article and reason.
    """
    grounds = (law.grondslag(each.regel.grondslag) for each in rules)
    frames = {ground.kader for ground in grounds if ground is not None}
    yield f"## {text('bijlage.verboden', lang)}"
    yield ""
    yield text("bijlage.verboden-uitleg", lang)
    yield ""
    for wet in law.wetten:
        in_force = wet.geldig.op(day) and (not wet.kader or frames & set(wet.kader))
        bans = [
            v for v in wet.verboden if in_force and v.geldig.op(day) and v.lezing not in law.ruim
        ]
        if bans:
            yield f"### {_md(wet.titel)}"
            yield ""
            yield from _in_brief(bans)
            yield ""


def _in_brief(bans: Iterable[Verbod]) -> Iterator[str]:
    by_article: dict[str, dict[str, None]] = {}
    for verbod in bans:
        by_article.setdefault(verbod.artikel, {})[verbod.reden] = None
    for artikel, reasons in by_article.items():
        yield f"- **{_md(artikel)}**: {_md(' '.join(reasons))}"


def _readings(law: Law, lang: str) -> Iterator[str]:
    if not law.lezingen:
        return
    yield f"## {text('bijlage.lezingen', lang)}"
    yield ""
    for lezing in law.lezingen:
        chosen = lezing.streng if lezing.gekozen == "streng" else lezing.ruim
        yield f"- **{_md(lezing.artikel)}**: {_md(lezing.vraag)} *{_md(chosen)}*"
    yield ""


def _words(law: Law, rules: Iterable[Agreed], lang: str) -> Iterator[str]:
    """
    Say what the facts and obligations in the permissions mean.
    """
    words = law.begrippen
    listed = tuple(rules)
    facts = {fact for each in listed for fact in each.regel.mits}
    duties = {duty for each in listed for duty in each.regel.verplicht}
    known = (
        ("feiten", {n: (f.wat, f.bron) for n, f in words.feiten.items() if n in facts}),
        (
            "verplichtingen",
            {n: (v.wat, v.bron) for n, v in words.verplichtingen.items() if n in duties},
        ),
    )
    for head, table in known:
        if table:
            yield f"## {text(f'bijlage.{head}', lang)}"
            yield ""
            for name, (meaning, source) in table.items():
                yield f"- `{name}`: {_md(meaning)}" + (f" ({_md(source)})" if source else "")
            yield ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(_md(head) for head in heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(_md(cell) for cell in row) + " |"
    yield ""


def _md(said: str) -> str:
    # What an author wrote is shown, never taken for markup.
    return _MARKS.sub(r"\\\1", visible(said, limit=2_000))
