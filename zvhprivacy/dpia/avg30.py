"""
The records of AVG 30: of the controllers (lid 1) and of their processors (lid 2), as plain forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from zvhprivacy.dpia.activity import Activiteit
from zvhprivacy.dpia.read import Register
from zvhprivacy.model.dpia.facts import Partij
from zvhprivacy.model.dpia.processors import (
    Contact,
    Verwerker,
    Verwerkersovereenkomst,
    Verwerkingsregister,
)
from zvhprivacy.model.workspace import Workspace


EMPTY = Verwerkingsregister(schema_="1")


def records(
    found: Iterable[Activiteit], workspace: Workspace, register: Register, op: date
) -> dict[str, Any]:
    """
    Give both records of the activities that were *found* on *op*, without those not active.
    """
    active = [each for each in found if each.actief]
    authored = register.verwerkingsregister or EMPTY
    return {
        "op": op.isoformat(),
        "policy": workspace.policy,
        "verwerkingen": [_lid_1(each, workspace, register, authored) for each in active],
        "verwerkers": [
            _lid_2(each, active, authored)
            for each in sorted(authored.verwerkers, key=lambda each: each.verwerker)
        ],
        "maatregelen": list(authored.maatregelen),
    }


def served(verwerker: Verwerker, found: Iterable[Activiteit]) -> list[Activiteit]:
    """
    Give the activities in which *verwerker* works for the controllers.
    """
    return [
        each
        for each in found
        if each.convenant in verwerker.voor
        and (not verwerker.processen or each.proces in verwerker.processen)
    ]


def _lid_1(
    each: Activiteit, workspace: Workspace, register: Register, authored: Verwerkingsregister
) -> dict[str, Any]:
    now, version = each.nu, each.versies[-1]
    arrangement = authored.regelingen.get(each.convenant)
    processors = [one for one in authored.verwerkers if served(one, [each])]
    adopted = register.dpias.get(each.dpia or "")
    return {
        "id": each.id,
        "convenant": each.convenant,
        "titel": workspace.agreements[each.convenant].convenant.titel,
        "proces": each.proces,
        "doel": each.doel,
        "kaders": list(now.kaders),
        "versie": version.nummer,
        "vanaf": version.vanaf.isoformat() if version.vanaf else None,
        "gezamenlijk": now.gezamenlijk,
        "verantwoordelijken": _controllers(now.verantwoordelijken, authored),
        "regeling": arrangement.document if arrangement else None,
        "betrokkenen": list(now.betrokkenen),
        "gegevens": [{"gegevens": name, "soort": soort} for name, soort in now.gegevens],
        "ontvangers": [_party(party) for party in now.ontvangers],
        "verwerkers": [one.verwerker for one in processors],
        "doorgiften": _transfers(processors),
        "bewaartermijn": str(now.bewaartermijn) if now.bewaartermijn else None,
        "bewaartermijnen": [
            {
                "id": term.id,
                "artikel": term.artikel,
                "vanaf": str(term.vanaf),
                "termijn": str(term.termijn),
                "dan": str(term.dan),
            }
            for term in now.bewaartermijnen
        ],
        "grondslagen": [
            {"grondslag": artikel, "rechtsgrond": avg} for artikel, avg in now.grondslagen
        ],
        "uitzonderingen": list(now.uitzonderingen),
        "dpia": adopted.dpia if adopted else None,
        "dpia-voorbeeld": adopted.voorbeeld if adopted else None,
    }


def _lid_2(
    each: Verwerker, active: Sequence[Activiteit], authored: Verwerkingsregister
) -> dict[str, Any]:
    working = served(each, active)
    parties = {
        party.partij: party for activity in working for party in activity.nu.verantwoordelijken
    }
    return {
        "verwerker": each.verwerker,
        "naam": each.naam,
        "contact": _contact(each.contact),
        "verwerking": each.verwerking,
        "verantwoordelijken": _controllers([parties[name] for name in sorted(parties)], authored),
        "activiteiten": [activity.id for activity in working],
        "doorgiften": _transfers([each]),
        "subverwerkers": list(each.subverwerkers),
        "overeenkomst": _agreement(each.overeenkomst),
        "maatregelen": [*each.maatregelen],
    }


def _controllers(parties: Iterable[Partij], authored: Verwerkingsregister) -> list[dict[str, Any]]:
    known = {each.organisatie: each for each in authored.verantwoordelijken}
    return [
        _party(party)
        | {
            "contact": _contact(known[party.partij].contact) if party.partij in known else None,
            "fg": _contact(known[party.partij].fg) if party.partij in known else None,
        }
        for party in parties
    ]


def _party(party: Partij) -> dict[str, Any]:
    return {"organisatie": party.partij, "naam": party.naam, "rol": party.rol}


def _contact(contact: Contact | None) -> dict[str, str] | None:
    return {"functie": contact.functie, "adres": contact.adres} if contact else None


def _agreement(agreed: Verwerkersovereenkomst | None) -> dict[str, str | None] | None:
    if agreed is None:
        return None
    return {
        "document": agreed.document,
        "datum": agreed.datum.isoformat(),
        "tot": agreed.tot.isoformat() if agreed.tot else None,
    }


def _transfers(processors: Iterable[Verwerker]) -> list[dict[str, str]]:
    return [
        {"verwerker": each.verwerker, "land": transfer.land, "waarborg": transfer.waarborg}
        for each in processors
        for transfer in each.doorgiften
    ]
