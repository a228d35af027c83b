"""
The rules of a stretch of days on which nothing changes, and how they answer a request.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from zvhprivacy.model.request import NAMENS, REQUIRED, Request
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.policy.compile import Compiled
from zvhprivacy.policy.decision import Cause, Decision, Outcome
from zvhprivacy.policy.enforce import Judge
from zvhprivacy.policy.explain import bans_of, nearest_of
from zvhprivacy.policy.index import Index, bits
from zvhprivacy.policy.rule import Effect, Question, Rule, meets
from zvhprivacy.source import suggest


class Party(NamedTuple):
    """
    An organisation in a convenant: its kind, and whether it is a member or only may receive.
    """

    soort: str
    lid: bool  # takes part today
    ontvangt: bool  # may stand in `aan` today


class Period:
    """
    The compiled rules of a day with their index and judge.
    """

    def __init__(self, workspace: Workspace, law: Law, compiled: Compiled, day: date) -> None:
        self._workspace = workspace
        self._words = law.begrippen
        self.rules = compiled.rules
        self.sleeping = compiled.sleeping
        self.index = Index(compiled.rules)
        self._judge = Judge(compiled.rules)
        self._parties = _parties(workspace, day)
        self._in_force = {
            name: agreement.convenant.geldig.op(day)
            for name, agreement in workspace.agreements.items()
        }
        self._valid = _valid_values(law)
        self._valid_facts = frozenset(law.begrippen.feiten)
        self._names: dict[tuple[str, str, str], frozenset[str]] = {}
        frames = (proces.kader for proces in law.begrippen.processen.values())
        words = set(workspace.agreements).union(*self._valid.values(), *frames)
        self._single = {word: frozenset({word}) for word in words}

    def decide(self, request: Request, facts: frozenset[str]) -> tuple[Decision, bool]:
        """
        Answer *request*; also say whether the answer may be remembered.

        Unknown values are never remembered: what somebody typed by mistake may be about a person.
        """
        wrong = self._wrong(request, facts)
        if wrong:
            return self._refused(Outcome.ONGELDIG, wrong), False
        convenant = request.convenant or self._workspace.enige or ""
        if request.kader is None or request.convenant is None:
            kader = request.kader or self._words.processen[request.proces].kader[0]
            request = request._replace(kader=kader, convenant=convenant)
        status = self._workspace.agreements[convenant].convenant.status
        shut = self._shut(request)
        if shut:
            return self._refused(Outcome.NIET_TOEGESTAAN, shut, status), True
        return self._judged(self.question(request, facts), status), True

    def question(self, request: Request, facts: frozenset[str]) -> Question:
        """
        Turn a valid, complete *request* into the names the rules go by.
        """
        convenant, kader = request.convenant or "", request.kader or ""
        single = self._single
        who = self._named(convenant, request.deelnemer, kader)
        if request.namens:
            who |= self._named(convenant, request.namens, kader) | {NAMENS}
        return Question(
            convenant=single[convenant],
            deelnemer=who,
            rol=single[request.rol],
            handeling=single[request.handeling],
            gegevens=self._words.wat[request.gegevens],
            over=single[request.over],
            doel=single[request.doel],
            proces=single[request.proces],
            kader=single[kader],
            fase=single[request.fase],
            aan=self._named(convenant, request.aan, kader) if request.aan else None,
            feiten=facts,
        )

    def _judged(self, question: Question, status: str) -> Decision:
        selected = [(number, self.rules[number]) for number in bits(self.index.selecting(question))]
        facts = question.feiten
        applying = [n for n, rule in selected if meets(rule.effect, rule.feiten, facts)]
        number = self._judge.decide(question, applying)
        if number is None:
            return Decision(
                toegestaan=False,
                soort=Outcome.NIET_TOEGESTAAN,
                status=status,
                policy=self._workspace.policy,
                explain=partial(nearest_of, self, question),
            )
        rule = self.rules[number]
        allowed = rule.effect is Effect.ALLOW
        allowing = [self.rules[n] for n in applying] if allowed else []
        return Decision(
            toegestaan=allowed,
            soort=Outcome.TOEGESTAAN if allowed else Outcome.VERBODEN,
            regel=rule.id,
            artikel=rule.artikel,
            bestand=rule.span.file,
            regelnummer=rule.span.line,
            permissions=frozenset(each.id for each in allowing),
            verplichtingen=tuple(dict.fromkeys(d for each in allowing for d in each.verplicht)),
            feiten=_rests_on((rule for _, rule in selected), facts) if allowed else (),
            status=status,
            policy=self._workspace.policy,
            explain=partial(bans_of, self, question),
        )

    def _refused(
        self, outcome: Outcome, causes: tuple[Cause, ...], status: str | None = None
    ) -> Decision:
        return Decision(
            toegestaan=False,
            soort=outcome,
            status=status,
            policy=self._workspace.policy,
            explain=lambda: causes,
        )

    def _wrong(self, request: Request, facts: frozenset[str]) -> tuple[Cause, ...]:
        """
        Say what makes *request* impossible to answer.
        """
        if shapeless := _shapeless(request):
            return shapeless
        wrong = [
            Cause(reden="onbekende-waarde", veld=name, suggestie=_suggestion(value, known))
            for name, known in self._valid.items()
            if (value := getattr(request, name)) not in known
        ]
        if not _is_set_of(facts, self._valid_facts):
            wrong.append(Cause(reden="onbekend-feit", veld="feiten"))
        wrong += self._wrong_frame(request)
        wrong += self._wrong_receiver(request)
        convenant = request.convenant if request.convenant is not None else self._workspace.enige
        if convenant is None:
            wrong.append(Cause(reden="convenant-nodig", veld="convenant"))
        elif convenant in self._workspace.stopped:
            wrong.append(Cause(reden="convenant-gestopt", veld="convenant"))
        elif convenant not in self._parties:
            wrong.append(Cause(reden="onbekende-waarde", veld="convenant"))
        else:
            wrong += self._wrong_parties(request, convenant)
        return tuple(wrong)

    def _wrong_frame(self, request: Request) -> list[Cause]:
        proces = self._words.processen.get(request.proces)
        if proces is None:
            return []
        if request.kader is None:
            return [] if len(proces.kader) == 1 else [Cause(reden="kader-nodig", veld="kader")]
        return (
            [] if request.kader in proces.kader else [Cause(reden="kader-past-niet", veld="kader")]
        )

    def _wrong_receiver(self, request: Request) -> list[Cause]:
        needs = request.handeling in self._words.met_ontvanger
        if needs and request.aan is None:
            return [Cause(reden="ontvanger-nodig", veld="aan")]
        if not needs and request.aan is not None:
            return [Cause(reden="ontvanger-te-veel", veld="aan")]
        return []

    def _wrong_parties(self, request: Request, convenant: str) -> list[Cause]:
        known = self._parties[convenant]
        wrong = []
        for name in ("deelnemer", "namens"):
            value = getattr(request, name)
            if value is not None and value not in known:
                hint = _suggestion(value, known)
                wrong.append(Cause(reden="onbekende-waarde", veld=name, suggestie=hint))
        aan = request.aan
        if aan is not None and aan not in known and aan not in self._words.deelnemersoorten:
            hint = _suggestion(aan, known)
            wrong.append(Cause(reden="onbekende-waarde", veld="aan", suggestie=hint))
        return wrong

    def _shut(self, request: Request) -> tuple[Cause, ...]:
        """
        Say what refuses a valid request before any rule is tried.
        """
        convenant = request.convenant or ""
        parties = self._parties[convenant]
        if not self._in_force[convenant]:
            return (Cause(reden="convenant-niet-geldig", veld="convenant"),)
        if not parties[request.deelnemer].lid:
            return (Cause(reden="geen-deelnemer", veld="deelnemer"),)
        if request.namens and not parties[request.namens].lid:
            return (Cause(reden="geen-deelnemer", veld="namens"),)
        if request.aan in parties and not parties[request.aan or ""].ontvangt:
            return (Cause(reden="ontvanger-geen-deelnemer", veld="aan"),)
        return ()

    def _named(self, convenant: str, organisation: str, kader: str) -> frozenset[str]:
        key = (convenant, organisation, kader)
        names = self._names.get(key)
        if names is None:
            party = self._parties[convenant].get(organisation)
            soort = party.soort if party else organisation  # `aan` may be a bare kind
            names = self._names[key] = self._words.namen(organisation, soort, kader)
        return names


def _rests_on(selected: Iterable[Rule], facts: frozenset[str]) -> tuple[str, ...]:
    """
    Give the facts that lift a ban or meet a permission.
    """
    used = (rule.feiten for rule in selected if rule.effect is Effect.DENY or rule.feiten <= facts)
    return tuple(sorted(facts.intersection(frozenset().union(*used))))


def _shapeless(request: Request) -> tuple[Cause, ...]:
    """
    Give the fields that hold no text, whatever the types of a caller promise.
    """
    values: tuple[object, ...] = request
    return tuple(
        Cause(reden="veld-ontbreekt", veld=name)
        for name, value in zip(Request._fields, values, strict=True)
        if not isinstance(value, str) and (value is not None or name in REQUIRED)
    )


def _parties(workspace: Workspace, day: date) -> dict[str, dict[str, Party]]:
    found: dict[str, dict[str, Party]] = {}
    for name, agreement in workspace.agreements.items():
        convenant = agreement.convenant
        parties = found[name] = {}
        for organisation, ontvanger in convenant.ontvangers.items():
            parties[organisation] = Party(ontvanger.soort, lid=False, ontvangt=True)
        for organisation, deelnemer in convenant.deelnemers.items():
            member = deelnemer.lidmaatschap.op(day)
            parties[organisation] = Party(deelnemer.soort, lid=member, ontvangt=member)
    return found


def _valid_values(law: Law) -> dict[str, frozenset[str]]:
    words = law.begrippen
    values = {
        "rol": words.rollen,
        "handeling": words.handelingen,
        "gegevens": words.gegevens,
        "over": words.over,
        "doel": words.doelen,
        "proces": words.processen,
        "fase": words.fasen,
    }
    return {name: frozenset(values[name]) for name in REQUIRED if name in values}


def _is_set_of(facts: object, known: frozenset[str]) -> bool:
    return isinstance(facts, frozenset) and facts <= known


def _suggestion(value: object, known: object) -> str:
    if not isinstance(value, str) or not value:
        return ""
    return suggest(value, sorted(known)) or ""  # type: ignore[call-overload]
