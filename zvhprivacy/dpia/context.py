"""
What the sections of a DPIA follow from besides its permissions: words, organisations, bans, terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from zvhprivacy.model.bewaartermijn import Bewaartermijn
from zvhprivacy.model.convenant import Deelnemer, Ontvanger
from zvhprivacy.model.dpia.facts import Verwerking
from zvhprivacy.model.selection import ALLES, Mode, Selection
from zvhprivacy.model.workspace import Agreement, Law
from zvhprivacy.policy.rule import Rule
from zvhprivacy.policy.terms import Terms


# The acts by which an organisation gives data of its own to the house (WGS 1.5 and 2.31 lid 1), and
# those by which data come in at all.
BRINGS_IN = frozenset({"aanmelden", "verstrekken"})
ENTERS = BRINGS_IN | {"vastleggen"}


class Context:
    """
    What the sections follow from besides the permissions, for some convenanten and processen.

    Selections come back in hundreds of permissions: what each selects is worked out once.
    """

    def __init__(
        self,
        law: Law,
        agreements: Mapping[str, Agreement],
        processen: frozenset[str],
        bans: tuple[Rule, ...],
        terms: Terms | None,
        day: date,
    ) -> None:
        self.law = law
        self.processen = processen
        self.agreements = agreements
        self._bans = bans
        self._terms = terms
        self._day = day
        self._chosen: dict[tuple[str, Selection], frozenset[str]] = {}
        self._who: dict[tuple[Selection, Selection, bool], frozenset[tuple[str, str]]] = {}

    def chosen(self, field: str, keuze: Selection) -> frozenset[str]:
        """
        Give the words of the vocabulary that *keuze* selects of *field*.
        """
        found = self._chosen.get((field, keuze))
        if found is None:
            names = self._vocabulary[field]
            found = frozenset(word for word, known in names.items() if keuze.selects(known))
            self._chosen[field, keuze] = found
        return found

    def atoms(self, field: str, keuze: Selection) -> frozenset[str]:
        """
        Give all that *keuze* can select of *field*, each by a name of its own, to compare two by.

        An organisation counts apart in each frame, and so does every kind of organisation, also one
        of which there is none. A word that is no longer known stands for itself.
        """
        names = self._organisations if field in {"deelnemer", "aan"} else self._vocabulary[field]
        chosen = {word for word, known in names.items() if keuze.selects(known)}
        if keuze.mode is Mode.ALLEEN:
            known = frozenset().union(*names.values())
            chosen |= keuze.waarden - known
        elif keuze.mode is Mode.ALLE:
            chosen.add("*")  # also what has no name here, as a request without a receiver
        return frozenset(chosen)

    @cached_property
    def _organisations(self) -> dict[str, frozenset[str]]:
        words = self.law.begrippen
        known = [(name, who.soort) for (_, name), who in self.parties.items()]
        known += [("", soort) for soort in words.deelnemersoorten]
        return {
            f"{name} {soort} {kader}": words.namen(name, soort, kader)
            for name, soort in known
            for kader in words.kaders
        }

    @cached_property
    def _vocabulary(self) -> dict[str, dict[str, frozenset[str]]]:
        words = self.law.begrippen
        plain = {
            "over": words.over,
            "doel": words.doelen,
            "handeling": words.handelingen,
            "kader": words.kaders,
            "rol": words.rollen,
            "proces": words.processen,
            "fase": words.fasen,
        }
        own = {field: {word: frozenset({word}) for word in plain[field]} for field in plain}
        return own | {"gegevens": words.wat}

    @cached_property
    def parties(self) -> dict[tuple[str, str], Deelnemer | Ontvanger]:
        """
        Give per convenant and id the organisations that are there on the day.
        """
        found: dict[tuple[str, str], Deelnemer | Ontvanger] = {}
        for name, agreement in self.agreements.items():
            convenant = agreement.convenant
            for each, member in convenant.deelnemers.items():
                if member.lidmaatschap.op(self._day):
                    found[name, each] = member
            found.update({(name, each): who for each, who in convenant.ontvangers.items()})
        return found

    def acting(self, verwerking: Verwerking) -> frozenset[tuple[str, str]]:
        """
        Give the organisations, with their convenant, that may do what *verwerking* permits.
        """
        return self._selected(verwerking, verwerking.deelnemer, receiving=False)

    def receiving(self, verwerking: Verwerking) -> frozenset[tuple[str, str]]:
        """
        Give the organisations, with their convenant, to which *verwerking* lets data go.
        """
        acts = self.chosen("handeling", verwerking.handeling)
        if verwerking.aan == ALLES and not acts & self.law.begrippen.met_ontvanger:
            return frozenset()
        return self._selected(verwerking, verwerking.aan, receiving=True)

    def _selected(
        self, verwerking: Verwerking, keuze: Selection, *, receiving: bool
    ) -> frozenset[tuple[str, str]]:
        key = (keuze, verwerking.kader, receiving)
        found = self._who.get(key)
        if found is None:
            words = self.law.begrippen
            kaders = self.chosen("kader", verwerking.kader)
            found = self._who[key] = frozenset(
                (name, each)
                for (name, each), who in self.parties.items()
                if (receiving or isinstance(who, Deelnemer))
                and any(keuze.selects(words.namen(each, who.soort, kader)) for kader in kaders)
            )
        return frozenset(each for each in found if each[0] in verwerking.convenanten)

    def bans(self, kaders: frozenset[str]) -> Iterator[Rule]:
        """
        Go through the bans of the law that can be about these processen under *kaders*.
        """
        for ban in self._bans:
            if any(ban.keuze("kader").selects(frozenset({each})) for each in kaders) and any(
                ban.keuze("proces").selects(frozenset({each})) for each in self.processen
            ):
                yield ban

    def maxima(self, kaders: frozenset[str], gegevens: Iterable[str]) -> list[Bewaartermijn]:
        """
        Give the terms that end *gegevens* and the rest of a case of these processen.
        """
        found: dict[int, Bewaartermijn] = {}
        terms = self._terms
        if terms is None:
            return []
        for name in self.agreements:
            for proces in sorted(self.processen):
                for kader in sorted(kaders):
                    for categorie in (None, *gegevens):
                        here = (name, proces, kader, categorie)
                        for term in terms.maxima(*here) + terms.afschermingen(*here):
                            found[id(term)] = term
        return list(found.values())


class Processed:
    """
    Which data, about whom, are processed under some permissions.

    Data are processed when something lets them in or names them: a permission to correct or destroy
    `alle` gegevens is not about kinds of data that can never be there.
    """

    def __init__(self, context: Context, verwerkingen: Iterable[Verwerking]) -> None:
        self._context = context
        self._there: dict[str, set[str]] = defaultdict(set)
        otherwise: dict[str, frozenset[str]] = {}
        for each in verwerkingen:
            chosen = context.chosen("gegevens", each.gegevens)
            about = context.chosen("over", each.over)
            if not context.chosen("handeling", each.handeling) & ENTERS:
                chosen &= _named(each.gegevens)
                otherwise |= dict.fromkeys(chosen, about)
                about &= _named(each.over)
            for name in chosen:
                self._there[name] |= about
        for name, about in otherwise.items():
            self._there[name] = self._there[name] or set(about)

    def gegevens(self, verwerking: Verwerking) -> set[str]:
        """
        Give the categories that *verwerking* is about.
        """
        return self._there.keys() & self._context.chosen("gegevens", verwerking.gegevens)

    def over(self, verwerking: Verwerking, gegeven: str) -> frozenset[str]:
        """
        Give about whom *verwerking* concerns this *gegeven*.
        """
        return self._context.chosen("over", verwerking.over) & self._there[gegeven]


def _named(keuze: Selection) -> frozenset[str]:
    return keuze.waarden if keuze.mode is Mode.ALLEEN else frozenset()
