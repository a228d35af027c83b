"""
What the policy itself lets a case hold: which kinds of data may come in where, and on what proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

from zvhprivacy.dpia.context import ENTERS
from zvhprivacy.model import levensloop
from zvhprivacy.model.request import Request
from zvhprivacy.model.selection import ALLES, Mode
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.snapshot import Snapshot


NO_FACTS: frozenset[str] = frozenset()

# What a ban says nothing of when it is about kinds of data and not about who does what.
_WHO_AND_WHEN = ("deelnemer", "rol", "doel", "fase", "aan")


class Place(NamedTuple):
    """
    A kind of data, about a kind of person, in cases of one process.
    """

    convenant: str
    proces: str
    kader: str
    over: str
    categorie: str


class Holding:
    """
    The policy of a day, asked about data instead of about people; it remembers what it answered.

    What may come in is what `Snapshot.decide` allows somebody when every fact is there: facts only
    ever allow more, so what it refuses then, no fact makes right.
    """

    def __init__(self, policy: Snapshot, op: date) -> None:
        self._policy, self._op = policy, op
        self._words = policy.law.begrippen
        self._agreements = policy.workspace.agreements
        self._facts = frozenset(self._words.feiten)
        self._rules = [
            rule
            for rule in policy.period(op).rules
            if rule.effect is Effect.ALLOW and self._selected("handeling", rule) & ENTERS
        ]
        self._known: dict[tuple[Place, frozenset[str]], frozenset[str]] = {}

    @cached_property
    def doelen(self) -> frozenset[str]:
        """
        Give the purposes for which data are brought in: those that cases have.
        """
        return frozenset().union(*(self._selected("doel", rule) for rule in self._rules))

    def processen(self) -> dict[str, bool]:
        """
        Give the processes that data are brought into, each with whether for no purpose in
        particular.
        """
        found: dict[str, bool] = {}
        for rule in self._rules:
            keuze = rule.keuze("proces")
            for proces in self._words.processen:
                if keuze.selects(frozenset({proces})):
                    purposeless = rule.keuze("doel").mode is not Mode.ALLEEN
                    found[proces] = found.get(proces, False) or purposeless
        return found

    def lets_in(self, chosen: Callable[[frozenset[str]], bool]) -> Iterator[Rule]:
        """
        Give the permissions to bring in data of a category of which the names are *chosen*.
        """
        kinds = [names for names in self._words.wat.values() if chosen(names)]
        for rule in self._rules:
            if any(rule.keuze("gegevens").selects(names) for names in kinds):
                yield rule

    def fasen(self, place: Place, *, without: frozenset[str] = NO_FACTS) -> frozenset[str]:
        """
        Give the phases in which data may come in at *place*, with every fact but those *without*.
        """
        key = (place, without)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = frozenset(self._fasen(place, self._facts - without))
        return found

    def _fasen(self, place: Place, facts: frozenset[str]) -> Iterator[str]:
        what = self._words.wat.get(place.categorie)
        if what is None or place.convenant not in self._agreements:
            return
        about = {
            "gegevens": what,
            "over": frozenset({place.over}),
            "proces": frozenset({place.proces}),
            "kader": frozenset({place.kader}),
        }
        rules = [
            rule
            for rule in self._rules
            if rule.convenanten.selects(frozenset({place.convenant})) and selects(rule, about)
        ]
        for fase in self._words.fasen:
            if any(self._lets_in(rule, place, fase, facts) for rule in rules):
                yield fase

    def _lets_in(self, rule: Rule, place: Place, fase: str, facts: frozenset[str]) -> bool:
        if not rule.keuze("fase").selects(frozenset({fase})):
            return False
        acting = product(
            self._members(rule, place),
            sorted(self._selected("rol", rule)),
            sorted(self._selected("handeling", rule) & ENTERS),
            sorted(self._selected("doel", rule)),
        )
        return any(
            self._policy.decide(
                Request(
                    deelnemer=deelnemer,
                    rol=rol,
                    handeling=handeling,
                    gegevens=place.categorie,
                    over=place.over,
                    doel=doel,
                    proces=place.proces,
                    fase=fase,
                    kader=place.kader,
                    convenant=place.convenant,
                ),
                facts,
                self._op,
            )
            for deelnemer, rol, handeling, doel in acting
        )

    def _members(self, rule: Rule, place: Place) -> Iterator[str]:
        convenant = self._agreements[place.convenant].convenant
        for name, each in convenant.deelnemers.items():
            names = self._words.namen(name, each.soort, place.kader)
            if each.lidmaatschap.op(self._op) and rule.keuze("deelnemer").selects(names):
                yield name

    def _selected(self, field: str, rule: Rule) -> frozenset[str]:
        tables = {
            "handeling": self._words.handelingen,
            "rol": self._words.rollen,
            "doel": self._words.doelen,
        }
        keuze = rule.keuze(field)
        return frozenset(word for word in tables[field] if keuze.selects(frozenset({word})))


def selects(rule: Rule, about: Mapping[str, frozenset[str]]) -> bool:
    """
    Say whether *rule* selects what goes by these names, field by field.
    """
    return all(rule.keuze(field).selects(names) for field, names in about.items())


def forbidden_kind(rule: Rule) -> bool:
    """
    Say whether *rule* bans kinds of data for everybody and always.
    """
    return (
        rule.effect is Effect.DENY
        and not rule.feiten
        and rule.keuze("gegevens") != ALLES
        and all(rule.keuze(field) == ALLES for field in _WHO_AND_WHEN)
    )


def one_provider(rule: Rule) -> bool:
    """
    Say whether *rule* bans kinds of data from whoever is not one of a few.
    """
    return (
        rule.effect is Effect.DENY
        and not rule.feiten
        and rule.keuze("gegevens").mode is Mode.ALLEEN
        and rule.keuze("deelnemer").mode is Mode.BEHALVE
        and all(rule.keuze(field) == ALLES for field in ("rol", "doel", "fase", "aan"))
    )


def lifted_by(rule: Rule, feit: str) -> bool:
    """
    Say whether *rule* is a ban on bringing data in that *feit* lifts, in whatever role and phase.
    """
    return (
        rule.effect is Effect.DENY
        and feit in rule.feiten
        and all(rule.keuze(field) == ALLES for field in ("rol", "doel", "fase", "aan"))
        and any(rule.keuze("handeling").selects(frozenset({each})) for each in ENTERS)
    )


@lru_cache(maxsize=256)
def phases_up_to(kader: str, fase: str) -> frozenset[str]:
    """
    Give *fase* and every phase that a case under *kader* can have been in before.
    """
    known: set[str] = {fase}
    while True:
        more = {
            each
            for each in _all_phases(kader)
            for step in levensloop.steps(kader, each)
            if step.naar in known
        }
        if more <= known:
            return frozenset(known)
        known |= more


@lru_cache(maxsize=8)
def _all_phases(kader: str) -> frozenset[str]:
    found: set[str] = set()
    new = {step.naar for step in levensloop.steps(kader, None)}
    while new - found:
        found |= new
        new = {step.naar for each in found for step in levensloop.steps(kader, each)}
    return frozenset(found)
