"""
Decisions of the logboek asked again: of the policy that decided, and of the policy of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from zvhprivacy.logboek.line import Resultaat
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.model.request import REQUIRED, Request
from zvhprivacy.policy.archive import Archived, read_archived, restored
from zvhprivacy.policy.decision import Cause, Decision, Outcome
from zvhprivacy.policy.period import Period
from zvhprivacy.policy.snapshot import Snapshot


REMEMBERED = 100_000  # answers; at some 400 bytes each, as words are shared, this is 40 MB
AT_ONCE = 4  # older policies in memory: lines come as time went, so one seldom comes back

# Everything in a line that the answer follows from, and everything that it says of the answer.
_SAID = (*Request._fields, "resultaat", "regel", "artikel", "status", "reden")

_UNSIGNED = "convenant-niet-ondertekend"
_SIGNED = (None, "ondertekend")
_STOPPED = "convenant-gestopt"


class Compared(NamedTuple):
    """
    How what a line says compares with the answer of now.

    *verschil* is what differs from the policy that decided, *onbeslist* why that cannot be said.
    *vandaag* says that today's policy answers something else, *geweigerd* which rule refused.
    """

    verschil: str = ""
    onbeslist: str = ""
    vandaag: str = ""
    geweigerd: str = ""


@dataclass(slots=True, eq=False)
class Counted:
    """
    One way in which lines compare, and how many of them do.
    """

    wijze: Compared
    aantal: int = 0


class _Stretch(NamedTuple):
    """
    Days on which neither the policy of *then* nor that of *now* changes, and what is known of them.

    *then* is None when the policy cannot be asked, *now* when it is the same one.
    """

    then: Period | None
    now: Period | None
    known: dict[tuple[object, ...], Counted]


@dataclass(slots=True, kw_only=True)
class Replay:
    """
    Asks lines of decisions again, and counts how the answers compare.

    *usual* and *glass_broken* are the policy of today, *log* keeps the others.
    It takes the facts of a line as they stand there, and does not judge whether they were so.
    Memory does not grow with the number of lines.
    """

    log: LogStore
    usual: Snapshot
    glass_broken: Snapshot
    _older: dict[str, tuple[Snapshot, Snapshot] | None] = field(default_factory=dict)
    _days: dict[tuple[str | None, str | None, bool], _Stretch] = field(default_factory=dict)
    _stretches: dict[tuple[Period | None, Period | None], _Stretch] = field(default_factory=dict)
    _counted: dict[Compared, Counted] = field(default_factory=dict)
    _words: dict[object, object] = field(default_factory=dict)
    _remembered: int = 0

    def ask(self, line: Mapping[str, Any]) -> Compared:
        """
        Ask *line*, a decision as an audit sees it, again; give how it compares, and count it.
        """
        get = line.get
        days = (get("beleid"), get("dag"), get("noodprocedure", False))
        stretch = self._days.get(days) or self._on(*days)
        key = (*map(get, _SAID), *get("feiten", ()), None, *get("verplichtingen", ()))
        counted = stretch.known.get(key) or self._first(stretch, key, line)
        counted.aantal += 1
        return counted.wijze

    def counted(self) -> Iterable[Counted]:
        """
        Give all ways in which lines compared.
        """
        return self._counted.values()

    def _on(self, policy: str | None, day: str | None, glass_broken: bool) -> _Stretch:  # noqa: FBT001 - a part of the key
        then, on = self._policy(policy or "", glass_broken=glass_broken), _day(day)
        if then is None or on is None:
            stretch = _Stretch(None, None, {})
        else:
            today = self._today(glass_broken=glass_broken)
            now = None if then.policy == today.policy else today.period(on)
            pair = (then.period(on), now)
            stretch = self._stretches.setdefault(pair, _Stretch(*pair, {}))
        return self._days.setdefault((policy, day, glass_broken), stretch)

    def _policy(self, policy: str, *, glass_broken: bool) -> Snapshot | None:
        if policy == self.usual.policy:
            return self._today(glass_broken=glass_broken)
        if policy not in self._older:
            if len(self._older) == AT_ONCE:
                self._older.clear()
                self._days.clear()
                self._stretches.clear()
                self._remembered = 0
            self._older[policy] = _restored(self.log, policy)
        found = self._older[policy]
        return found and found[glass_broken]

    def _today(self, *, glass_broken: bool) -> Snapshot:
        return self.glass_broken if glass_broken else self.usual

    def _first(
        self, stretch: _Stretch, key: tuple[object, ...], line: Mapping[str, Any]
    ) -> Counted:
        if self._remembered >= REMEMBERED:
            for each in self._days.values():
                each.known.clear()
            self._words.clear()
            self._remembered = 0
        wijze = _compare(line, stretch.then, stretch.now)
        counted = self._counted.setdefault(wijze, Counted(wijze))
        # Every line that is read has words of its own; those of a key are remembered once.
        stretch.known[tuple(self._words.setdefault(word, word) for word in key)] = counted
        self._remembered += 1
        return counted


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:  # 30 February fits in a line, and is no day
        return None


def is_answer(line: Mapping[str, Any]) -> bool:
    """
    Say whether *line*, of a decision, is an answer to a request.

    That somebody approved a plan of what has to go is a decision too; nobody asked the policy that.
    """
    return "handeling" in line or line["resultaat"] not in {Resultaat.GELUKT, Resultaat.MISLUKT}


def kept(log: LogStore, policy: str) -> Archived | None:
    """
    Give what *log* keeps of the policy with the hash *policy*, if it proves to be that.
    """
    data = next((data for name, data in log.policies() if name == policy), None)
    found = read_archived(data) if data is not None else None
    return found if found is not None and found.proves(policy) else None


def _restored(log: LogStore, policy: str) -> tuple[Snapshot, Snapshot] | None:
    found = kept(log, policy)
    workspace = restored(found, policy) if found is not None else None
    if workspace is None:
        return None
    return Snapshot(workspace, poort=True), Snapshot(workspace, eigen=False, poort=True)


def _compare(line: Mapping[str, Any], then: Period | None, now: Period | None) -> Compared:
    refused = _refused_by(line)
    if then is None:
        return Compared(onbeslist="beleid-niet-na-te-vragen", geweigerd=refused)
    # A word that is missing was unknown; what somebody typed then is not in the line.
    fields = {**dict.fromkeys(REQUIRED, "?"), **line}
    request = Request._make(map(fields.get, Request._fields))
    facts = frozenset(fact.partition("=")[0] for fact in line.get("feiten", ()))
    decision, _ = then.decide(request, facts)
    verschil, onbeslist = _differs(line, decision)
    if now is None or verschil or onbeslist or line["resultaat"] == Resultaat.ONGELDIG:
        return Compared(verschil, onbeslist, "", refused)
    answer, _ = now.decide(request, facts)
    if bool(answer) is bool(decision):
        return Compared(geweigerd=refused)
    return Compared(vandaag="nu-toegestaan" if answer else "nu-geweigerd", geweigerd=refused)


def _differs(line: Mapping[str, Any], decision: Decision) -> tuple[str, str]:
    """
    Say what differs between what *line* says and *decision*, or why that cannot be said.

    A request that a register refused, or that the caller put wrongly, rests on more than its line
    says; so does whether a convenant was stopped, by a file that no decision rests on.
    """
    invalid = decision.soort is Outcome.ONGELDIG
    causes = [r.reden for r in decision.redenen[:1] if isinstance(r, Cause)] if invalid else []
    if line["resultaat"] == Resultaat.ONGELDIG:
        if line.get("reden") == _UNSIGNED:
            same = decision.status == line.get("status") and decision.status not in _SIGNED
            return ("" if same else "andere-status", "")
        return ("", "" if causes == [line.get("reden")] else "weigering-om-meer-dan-de-regel-zegt")
    if causes == [_STOPPED]:
        return ("", "convenant-nu-gestopt")
    for word, said, found in (
        ("ander-antwoord", line["resultaat"], decision.soort.value),
        ("andere-regel", line.get("regel"), decision.regel),
        ("ander-artikel", line.get("artikel"), decision.artikel),
        (
            "andere-verplichtingen",
            set(line.get("verplichtingen", ())),
            set(decision.verplichtingen),
        ),
        ("andere-status", line.get("status"), decision.status),
    ):
        if said != found:
            return (word, "")
    return ("", "")


def _refused_by(line: Mapping[str, Any]) -> str:
    """
    Give the rule that refused, or which kind of refusal without a rule it was.
    """
    refused = line["resultaat"] != Resultaat.TOEGESTAAN
    return str(line.get("regel") or line["resultaat"]) if refused else ""
