"""
Checks of where data of police and justice came from (WGS 1.5 lid 2 and 2.30).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from zvhprivacy.audit.holding import forbidden_kind, one_provider, selects
from zvhprivacy.audit.period import NO_HOUSE
from zvhprivacy.audit.sources import Check, Sources
from zvhprivacy.dpia.context import ENTERS
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.casus import Over
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.model.request import WGS
from zvhprivacy.policy.rule import Rule
from zvhprivacy.store.inspecting import inbreng
from zvhprivacy.store.inspecting.inbreng import Item


POLICE = "politiegegevens-"  # how the categories are called that follow the articles of the Wpg
CRIMINAL = "strafrechtelijk"
# WGS 1.5 lid 2: the police provides under the first, the openbaar ministerie under the others.
_VIA = {
    "politie": frozenset({("Wpg", "20")}),
    "om": frozenset({("Wjsg", "8b"), ("Wjsg", "39fa"), ("Wjsg", "51ca")}),
}


def politiegegevens_8_of_13(bron: Sources) -> Found:
    """
    Look whether police data in cases under the WGS are of Wpg 8 or 13, and from the police.

    The category says of which article they are. What the police provides as another kind of data,
    such as who somebody is, is not looked at.
    """
    police = [name for name in bron.law.begrippen.gegevens if name.startswith(POLICE)]
    origin = _Origin(bron)
    return _looked(bron, police, origin.wrong)


def politie_en_justitie_met_herkomst(bron: Sources) -> Found:
    """
    Look whether each item on crime under the WGS came from whom the law names, by its article.

    The article is the ground of the disclosure that brought it in; an item of which none stands in
    the registers came without.
    """
    origin = _Origin(bron)

    def wrong(item: Item) -> str:
        return origin.wrong(item) or origin.without_article(item)

    found = _looked(bron, origin.kinds, wrong)
    return Found(opzet=origin.guarded(), bestaan=found.bestaan, werking=found.werking)


def _looked(bron: Sources, kinds: Collection[str], wrong: Callable[[Item], str]) -> Found:
    if bron.huis is None:
        return Found(bestaan=NO_HOUSE, werking=NO_HOUSE)
    bestaan, werking = Tally(), Tally()
    there = {"categorie": kinds, "kader": [WGS]}
    for item in inbreng.with_proof(bron.huis.connection, ENTERS, **there):
        op = item.verstrekt_op
        tallies = (bestaan, werking) if op and bron.vanaf <= op < bron.tot else (bestaan,)
        if item.convenant not in bron.workspace.agreements:  # nobody knows who its deelnemers are
            for tally in tallies:
                tally.onbekend = Onbekend.ONVOLLEDIG
            continue
        why = wrong(item)
        for tally in tallies:
            tally.look()
            if why:
                tally.deviates("gegeven", item.id, why)
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


class _Origin:
    """
    From whom the law lets data on crime come, as the bans of the day of the audit say.
    """

    def __init__(self, bron: Sources) -> None:
        self._words = bron.law.begrippen
        self._agreements = bron.workspace.agreements
        rules = bron.policy.period(bron.op.date()).rules
        self._kinds = [rule for rule in rules if forbidden_kind(rule)]
        self._providers = [rule for rule in rules if one_provider(rule)]
        self.kinds = [name for name, each in self._words.gegevens.items() if each.soort == CRIMINAL]

    def wrong(self, item: Item) -> str:
        """
        Say why *item* is of a kind or from somebody that the law does not let; empty when not.
        """
        about = {"over": item.over, "proces": item.proces}
        if self._banned(self._kinds, item.categorie, **about):
            return "andere-herkomst"
        if not item.bronnen:
            return "zonder-herkomst"
        soorten = [self._soort(item, each) for each in item.bronnen]
        banned = any(
            self._banned(self._providers, item.categorie, deelnemer=each, **about)
            for each in soorten
        )
        return "andere-verstrekker" if banned else ""

    def without_article(self, item: Item) -> str:
        """
        Say whether no disclosure with the article of the law brought *item* in.
        """
        came = {(self._soort(item, each.van), each.grondslag) for each in item.inbreng}
        cited = [(soort, parse_citation(grondslag)) for soort, grondslag in came]
        if any(c and (c.wet, c.artikel) in _VIA.get(soort, ()) for soort, c in cited):
            return ""
        return "ander-artikel" if any(grondslag for _, grondslag in came) else "zonder-artikel"

    def guarded(self) -> Looked:
        """
        Look whether the law layer says of each kind that may come in, who alone may provide it.
        """
        tally = Tally()
        # A process that no ban names: what holds there, holds everywhere.
        about = {"over": Over.BETROKKENE.value, "proces": ""}
        for each in self.kinds:
            if self._banned(self._kinds, each, **about):
                continue
            tally.look()
            if not any(
                self._banned(self._providers, each, deelnemer=soort, **about)
                for soort in self._words.deelnemersoorten
            ):
                tally.deviates("beleid", each)
        return tally.looked()

    def _soort(self, item: Item, organisatie: str) -> str:
        agreement = self._agreements.get(item.convenant)
        known = agreement.convenant.deelnemers.get(organisatie) if agreement else None
        return known.soort if known else organisatie

    def _banned(self, bans: Collection[Rule], categorie: str, **about: str) -> bool:
        """
        Say whether *bans* close every way in.
        """
        names = {
            "gegevens": self._words.wat.get(categorie, frozenset({categorie})),
            "kader": frozenset({WGS}),
            **{field: frozenset({word}) for field, word in about.items()},
        }
        return all(
            any(selects(ban, names | {"handeling": frozenset({way})}) for ban in bans)
            for way in ENTERS
        )


CHECKS: Mapping[str, Check] = {
    "politiegegevens-8-of-13": politiegegevens_8_of_13,
    "politie-en-justitie-met-herkomst": politie_en_justitie_met_herkomst,
}
