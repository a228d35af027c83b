"""
Check that every word and reference in the register exists: convenants, members, scales, risks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from zvhprivacy.dpia.read import FOLDER, REGISTER, Register
from zvhprivacy.dpia.remarks import file_of, unknown
from zvhprivacy.errors import Finding, Span, finding
from zvhprivacy.model.dpia.advice import Advies, Ondertekening
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.duty import DpiaPlicht, Prescan
from zvhprivacy.model.dpia.risks import Maatregel, Risico
from zvhprivacy.model.dpia.scores import Schaal
from zvhprivacy.model.dpia.sections import TEKSTEN
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.model.written import Written
from zvhprivacy.policy.references import twice
from zvhprivacy.source import locate, suggest


class Words:
    """
    What the register may name in one workspace.
    """

    def __init__(self, workspace: Workspace, law: Law, register: Register) -> None:
        self.convenanten = frozenset(workspace.agreements) | frozenset(workspace.stopped)
        self.processen = frozenset(law.begrippen.processen)
        self.rollen = frozenset(law.begrippen.rollen)
        self.schalen = register.schalen
        self.plicht = register.plicht
        self._workspace = workspace

    def deelnemers(self, convenanten: Iterable[str]) -> frozenset[str] | None:
        """
        Give the members of *convenanten*; None when one of them cannot be read.
        """
        found: set[str] = set()
        for name in convenanten:
            agreement = self._workspace.agreements.get(name)
            if agreement is None:
                return None
            found.update(agreement.convenant.deelnemers)
        return frozenset(found)

    def every_member(self) -> frozenset[str] | None:
        """
        Give the members of all convenants; None when one of those cannot be read.
        """
        return None if self._workspace.stopped else self.deelnemers(self._workspace.agreements)


def check_words(words: Words, register: Register) -> Iterator[Finding]:
    """
    Go through every file of *register*.
    """
    for dpia in register.dpias.values():
        yield from _check_dpia(words, dpia)
    for naam, risks in register.risicoregisters.items():
        file = f"{FOLDER}/risicoregister-{naam}.yaml"
        members = words.every_member()
        scale, found = _scale(words, risks, risks.schaal, file)
        yield from found
        yield from _check_risks(words, file, scale, risks.risicos, risks.maatregelen, members)
    if register.verwerkingsregister is not None:
        yield from _check_processors(words, register)


def _check_dpia(words: Words, dpia: Dpia) -> Iterator[Finding]:
    file = file_of(dpia)
    yield from _each(dpia, "convenanten", dpia.convenanten, "convenant", words.convenanten, file)
    yield from _each(dpia, "processen", dpia.processen, "proces", words.processen, file)
    members = words.deelnemers(dpia.convenanten)
    scale, found = _scale(words, dpia, dpia.schaal, file)
    yield from found
    yield from _check_risks(words, file, scale, dpia.risicos, dpia.maatregelen, members)
    risks = [risico.id for risico in dpia.risicos]
    for accepted in dpia.aanvaarde_restrisicos:
        yield from _one(accepted, "risico", accepted.risico, "risico", risks, file)
    for nummer in dpia.teksten:
        if nummer not in TEKSTEN:
            span = locate(dpia.plek, ("teksten", nummer), key=True)
            yield unknown(span, "onderdeel", nummer, TEKSTEN, file)
    if dpia.prescan is not None and words.plicht is not None:
        yield from _check_prescan(words.plicht, dpia.prescan, file)
    if members is not None:
        key = "verwerkingsverantwoordelijken"
        controllers = dpia.verwerkingsverantwoordelijken
        yield from _each(dpia, key, controllers, "deelnemer-van-convenant", members, file)
        signed = dpia.vaststelling.ondertekeningen if dpia.vaststelling else ()
        named: list[Advies | Ondertekening] = [*dpia.adviezen, *signed]
        for each in named:
            kind, who = "deelnemer-van-convenant", each.organisatie
            yield from _one(each, "organisatie", who, kind, members, file)


def _scale(
    words: Words, value: Written, naam: str, file: str
) -> tuple[Schaal | None, list[Finding]]:
    if words.schalen is None:
        return None, []
    known = [each.schaal for each in words.schalen.schalen]
    return words.schalen.schaal(naam), list(
        _one(value, "schaal", naam, "risicoschaal", known, file)
    )


def _check_risks(
    words: Words,
    file: str,
    scale: Schaal | None,
    risicos: Iterable[Risico],
    maatregelen: Iterable[Maatregel],
    members: frozenset[str] | None,
) -> Iterator[Finding]:
    steps = [each.id for each in scale.waarden] if scale else None
    bands = [each.id for each in scale.banden] if scale else None
    seen: dict[str, Span] = {}
    for risico in risicos:
        yield from twice(seen, risico.id, risico)
        yield from _one(risico, "kans", risico.kans, "schaalwaarde", steps, file)
        yield from _one(risico, "impact", risico.impact, "schaalwaarde", steps, file)
        yield from _one(risico, "niveau", risico.niveau, "band", bands, file)
    owners = None if members is None else words.rollen | members
    done: dict[str, Span] = {}
    for maatregel in maatregelen:
        yield from twice(done, maatregel.id, maatregel)
        yield from _one(maatregel, "restrisico", maatregel.restrisico, "band", bands, file)
        yield from _one(
            maatregel, "beheerder", maatregel.beheerder, "rol-of-deelnemer", owners, file
        )
        for number, naam in enumerate(maatregel.risicos):
            if naam not in seen:
                yield finding(
                    "ZVH821",
                    maatregel.span_of("risicos", number),
                    place=f"{file}#{maatregel.id}",
                    maatregel=maatregel.id,
                    risico=naam,
                    suggestie=suggest(naam, sorted(seen)) or "",
                )


def _check_prescan(plicht: DpiaPlicht, asked: Prescan, file: str) -> Iterator[Finding]:
    yield from _each(asked, "ap-lijst", asked.ap_lijst, "ap-onderdeel", plicht.ap_lijst, file)
    yield from _each(asked, "criteria", asked.criteria, "criterium", plicht.criteria, file)
    questions = {vraag.id: vraag for vraag in plicht.vragen}
    for naam, antwoord in asked.antwoorden.items():
        vraag = questions.get(naam)
        if vraag is None:
            span = locate(asked.plek, ("antwoorden", naam), key=True)
            yield unknown(span, "vraag", naam, questions, file)
        elif antwoord not in vraag.antwoorden:
            span = asked.span_of("antwoorden", naam)
            yield unknown(span, "antwoord", antwoord, vraag.antwoorden, file)


def _check_processors(words: Words, register: Register) -> Iterator[Finding]:
    file, value = f"{FOLDER}/{REGISTER}", register.verwerkingsregister
    if value is None:
        return
    members = words.every_member()
    for controller in value.verantwoordelijken:
        who = controller.organisatie
        yield from _one(controller, "organisatie", who, "deelnemer-van-convenant", members, file)
    for naam in value.regelingen:
        if naam not in words.convenanten:
            span = locate(value.plek, ("regelingen", naam), key=True)
            yield unknown(span, "convenant", naam, words.convenanten, file)
    for verwerker in value.verwerkers:
        yield from _each(verwerker, "voor", verwerker.voor, "convenant", words.convenanten, file)
        processen = verwerker.processen
        yield from _each(verwerker, "processen", processen, "proces", words.processen, file)


def _each(
    value: Written, key: str, said: Iterable[str], soort: str, known: Collection[str], file: str
) -> Iterator[Finding]:
    for number, word in enumerate(said):
        if word not in known:
            yield unknown(value.span_of(key, number), soort, word, known, file)


def _one(
    value: Written,
    key: str,
    said: str | None,
    soort: str,
    known: Collection[str] | None,
    file: str,
) -> Iterator[Finding]:
    if said is not None and known is not None and said not in known:
        yield unknown(value.span_of(key), soort, said, known, file)
