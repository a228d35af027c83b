"""
The register in the form of the Logius standard: the answers of its API (v0.1), in one file.

The standard wants a UUID where the logboek has a name of its own. Both are given, so that no line
has to change. What the standard cannot say is left out: see `docs/dpia.md`.
"""

from __future__ import annotations

import uuid

from collections.abc import Collection, Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from zvhprivacy.dpia.activity import Activiteit, Versie
from zvhprivacy.dpia.avg30 import EMPTY, served
from zvhprivacy.dpia.read import FOLDER, Register
from zvhprivacy.dpia.roles import Rol
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.model.dpia.processors import Verwerker
from zvhprivacy.model.workspace import Workspace


_AMSTERDAM = ZoneInfo("Europe/Amsterdam")  # a day in the files is a day there
_NAMESPACE = uuid.UUID("6f0c2c0e-6d1c-5f0e-9a43-3c8e5f0b7a10")  # of our names only; never changes

_BASES = {  # AVG 6 lid 1, by its letter
    "a": "Consent",
    "b": "Contract",
    "c": "LegalObligation",
    "d": "VitalInterest",
    "e": "PublicInterest",
    "f": "LegitimateInterest",
}
_SUBJECTS = {"betrokkene": "VulnerableHuman", "medewerker": "Employee"}
_OPERATIONS = {
    "Copy": "exporteren",
    "Disclose": "resultaat-verstrekken derde-verstrekken aan-incidentele-derde-verstrekken "
    "bekendheid-toetsen zvh-verstrekken verband-verstrekken casusoverleg-verstrekken "
    "terugkoppelen informeren-betrokkene datalek-melden",
    "Obtain": "aanmelden verstrekken",
    "Organise": "lijst-plaatsen lijst-verwijderen beheren plannen-afstemmen afsluiten",
    "Remove": "vernietigen",
    "Store": "vastleggen hernieuwen",
    "Transfer": "overdragen",
    "Transform": "wijzigen corrigeren anonimiseren",
}
_DOING = {act: name for name, acts in _OPERATIONS.items() for act in acts.split()}
_ROLES = {
    Rol.GEZAMENLIJK: "JointDataControllers",
    Rol.VERANTWOORDELIJK: "DataController",
    Rol.VERWERKER: "DataProcessor",
}


def rvva(found: Collection[Activiteit], workspace: Workspace, register: Register) -> dict[str, Any]:
    """
    Give the activities that were *found* with all their versions, and the organisations they name.
    """
    authored = register.verwerkingsregister or EMPTY
    parties = {
        party.partij: party.naam
        for each in found
        for version in each.versies
        for party in version.inhoud.partijen
    }
    parties |= {each.verwerker: each.naam for each in authored.verwerkers}
    return {
        "processingActivities": [_activity(each, workspace, register) for each in found],
        "entities": [
            {"id": identifier("entity", name), "type": "Organisation", "name": parties[name]}
            for name in sorted(parties)
        ],
    }


def identifier(kind: str, name: str) -> str:
    """
    Give the UUID of *name*: the same in every export.
    """
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))


def _activity(each: Activiteit, workspace: Workspace, register: Register) -> dict[str, Any]:
    authored = register.verwerkingsregister or EMPTY
    processors = [one for one in authored.verwerkers if served(one, [each])]
    title = workspace.agreements[each.convenant].convenant.titel
    return {
        "id": identifier("activity", each.id),
        "processingActivityId": each.id,
        "active": each.actief,
        "latestVersion": each.versies[-1].nummer,
        "versions": [
            _version(each, version, title, processors)
            | {"measures": list(_measures(each, register, processors))}
            for version in each.versies
        ],
    }


def _version(
    each: Activiteit, version: Versie, title: str, processors: Iterable[Verwerker]
) -> dict[str, Any]:
    said = version.inhoud
    form: dict[str, Any] = {
        "name": f"{title}: {each.proces}, {each.doel}",
        "version": version.nummer,
        "purpose": each.doel,
        "legalBasis": sorted({_basis(avg) for _, avg in said.grondslagen} - {""}),
        "dataSubjects": sorted({_SUBJECTS.get(word, "DataSubject") for word in said.betrokkenen}),
        "personalData": {"categories": [name for name, _ in said.gegevens]},
        "processingOptions": sorted({_DOING.get(act, "Use") for act in said.handelingen}),
        "recipients": [
            {
                "legalRole": _ROLES.get(Rol(party.rol), "ThirdParty"),
                "entityId": identifier("entity", party.partij),
            }
            for party in said.partijen
        ]
        + [
            {"legalRole": "DataProcessor", "entityId": identifier("entity", one.verwerker)}
            for one in processors
            if one.verwerker not in {party.partij for party in said.partijen}
        ],
    }
    if version.vanaf is not None:
        form["validFrom"] = datetime.combine(version.vanaf, time(), _AMSTERDAM).isoformat()
    if said.bewaartermijn is not None:
        form["personalData"]["retentionPeriod"] = str(said.bewaartermijn)
    return form


def _measures(
    each: Activiteit, register: Register, processors: Iterable[Verwerker]
) -> Iterable[dict[str, Any]]:
    authored = register.verwerkingsregister or EMPTY
    general = [*authored.maatregelen, *(said for one in processors for said in one.maatregelen)]
    yield from ({"measure": said} for said in dict.fromkeys(general))
    if each.dpia is not None:
        for measure in register.dpias[each.dpia].maatregelen:
            # Relative: who publishes the register puts his own address before it.
            assessed = {"assessment": f"{FOLDER}/{each.dpia}.yaml#{measure.id}"}
            yield {"measure": measure.maatregel, "risks": [assessed]}


def _basis(artikel: str) -> str:
    citation = parse_citation(artikel)
    return _BASES.get(artikel.rsplit(" ", 1)[-1], "") if citation else ""
