"""
An invented audit of a shipped list with something in every part of a report.
"""

from __future__ import annotations

import random

from dataclasses import replace
from datetime import date
from functools import cache

from tests.audit.dossiers import HERKOMST, answer, measure, said
from tests.audit.dossiers import dossier as small
from zvhprivacy.audit.answers import Dossier
from zvhprivacy.audit.compare import compare
from zvhprivacy.audit.read import read_checklists
from zvhprivacy.model.audit import (
    Aspect,
    Audit,
    Found,
    Getoetst,
    Getrokken,
    Input,
    Looked,
    Maand,
    Onbekend,
    Reference,
    Steekproef,
)
from zvhprivacy.model.checklist import Checklist, Soort, Stelling
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.templates import templates
from zvhprivacy.report.audit_view import Report, Toegang, toegang


LIST = "interne-audit-zvh"
STATEMENTS = 24  # of the list; more would only take longer
CONVENANTEN = ("landelijk-model", "mensenhandel")
OP = date(2026, 9, 15)
NASTY = "<script>alert(1)</script> & =1+1"

_ANSWERS = (
    "antwoorden:\n"
    + answer("interne-audit-zvh/A8", aspect="opzet")
    + answer(
        "interne-audit-zvh/A8", "afwijking", aspect="bestaan", toelichting=f"'{NASTY}'", bewijs="[]"
    )
    + answer("interne-audit-zvh/B1", aspect="werking", toelichting="het was een proefzaak")
    + answer("interne-audit-zvh/A9", "niet-van-toepassing", toelichting="het huis is nieuw")
    + "maatregelen:\n"
    + measure("m1", "interne-audit-zvh/A8", maatregel=f"'{NASTY}'")
    + measure("m2", "interne-audit-zvh/B2", voor="2026-12-01", hercontrole_voor="2027-03-01")
    + measure("m3", "interne-audit-zvh/B2", afgerond_op="2026-08-01", eigenaar=None)
)


def pseudoniem(number: int) -> str:
    """
    Give something of the form of a pseudonym.
    """
    letters = "".join(random.Random(number).choices("abcdefghijklmnopqrstuvwxyz", k=28))  # noqa: S311
    return f"zvh1-bcdf2-{letters}-k"


def audit(name: str = "2026-1", *, extra: int = 0) -> Audit:
    """
    Give an audit of a shipped list; *extra* more cases were looked at each time.
    """
    lists = {LIST: read_checklists(templates()).checklists[LIST]}
    return Audit(
        id=name,
        herkomst=replace(
            HERKOMST,
            versie="0.1.0",
            opdracht="zvhprivacy audit run --period 2025-06-01..2026-05-31",
            beleid="sha256:" + "7" * 20 + "ab" * 22,
            invoer=(Input("policies/begrippen.yaml", "0123456789abcdef" * 4),),
            regels=2_034_567,
            wortel="89abcdef01234567" * 4,
            checkpoint="zvh.example/logboek\n2034567\n" + "q83v" * 10 + "q80=\n",
        ),
        checklists={each.checklist: each.titel for each in lists.values()},
        groepen={
            f"{each.checklist}/{letters}": title
            for each in lists.values()
            for letters, title in each.groepen.items()
        },
        getoetst=tuple(
            _tested(each, stelling, number, extra)
            for each in lists.values()
            for number, stelling in enumerate(each.stellingen[:STATEMENTS])
        ),
        maanden=tuple(
            Maand(
                f"{2025 + (month + 5) // 12}-{(month + 5) % 12 + 1:02}", 9_000 * month, month % 13
            )
            for month in range(12)
        ),
        steekproef=Steekproef(
            zaad="2026-1|" + "89abcdef01234567" * 4,
            methode="gelaagd-1",
            populatie=3_000,
            getrokken=tuple(Getrokken(pseudoniem(n), "zvh-casus/in-behandeling") for n in range(5)),
        ),
    )


def _tested(checklist: Checklist, stelling: Stelling, number: int, extra: int) -> Getoetst:
    wanted = tuple(each for each in Aspect if getattr(stelling.bewijs, each) is not None)
    found = {}
    if stelling.soort is not Soort.MENS:
        for place, aspect in enumerate(wanted):
            found[aspect.value] = _looked((number * 3 + place) % 11, extra)
    return Getoetst(
        checklist=checklist.checklist,
        nummer=stelling.id,
        stelling=stelling.stelling,
        soort=stelling.soort,
        formeel=stelling.formeel,
        gevraagd=wanted,
        toets=stelling.toets,
        found=Found(**found),
    )


def _looked(kind: int, extra: int) -> Looked:
    if kind in {3, 4}:
        return Looked(onbekend=list(Onbekend)[kind])
    if kind in {2, 5}:
        return Looked(
            onderzocht=3_000 + extra,
            afwijkend=kind * 13,
            verwijzingen=tuple(Reference("casus", pseudoniem(n)) for n in range(10)),
            tellingen=(("zonder-doel", kind * 12), ("zonder-grondslag", kind)),
        )
    if kind == 8:
        return Looked(
            onderzocht=4, afwijkend=1, verwijzingen=(Reference("medewerker", pseudoniem(900)),)
        )
    return Looked(onderzocht=120 + kind)


@cache
def dossier(name: str = "2026-1", *, extra: int = 0) -> Dossier:
    """
    Give it with answers and measures.
    """
    return Dossier(audit=audit(name, extra=extra), gezegd=said(_ANSWERS, name))


@cache
def access() -> tuple[Toegang, ...]:
    """
    Give who may see what under two of the shipped convenants.
    """
    workspace = read_workspace(templates())
    assert workspace.law is not None
    agreements = {name: workspace.agreements[name] for name in CONVENANTEN}
    some = replace(workspace, agreements=agreements)
    return toegang(some, workspace.law, date(2026, 6, 1))


@cache
def report(*, buiten: bool = False) -> Report:
    """
    Give a report with everything in it.
    """
    now, before = dossier(), small("", name="2025-1", op=date(2025, 6, 1))
    return Report(
        dossier=now,
        op=OP,
        vergelijking=compare(before, now, OP),
        toegang=access(),
        buiten=buiten,
    )
