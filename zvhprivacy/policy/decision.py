"""
An answer to a request, with its reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, NamedTuple

from zvhprivacy.messages import text


class Outcome(StrEnum):
    """
    The kind of answer; only the first is a yes.
    """

    TOEGESTAAN = "toegestaan"
    VERBODEN = "verboden"
    NIET_TOEGESTAAN = "niet-toegestaan"
    ONGELDIG = "ongeldig"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """
    A ban that applies, and the facts of which any one would lift it.
    """

    regel: str
    artikel: str
    reden: str
    opgeheven_door: tuple[str, ...]
    bestand: str
    regelnummer: int
    lezing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """
    A permission that came close, and per field (or `feiten`) what it would take.
    """

    regel: str
    grondslag: str
    ontbreekt: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """
    Why no rule was tried, or why none could work: *reden* is a fixed word, *veld* what it is about.

    It never repeats what somebody typed: that may be a name or a number of a person.
    """

    reden: str
    veld: str = ""
    suggestie: str = ""


Reason = Ban | Nearest | Cause


def _no_reasons() -> tuple[Reason, ...]:
    return ()


class _Known(NamedTuple):
    """
    Reasons that were already found.
    """

    reasons: tuple[Reason, ...]

    def __call__(self) -> tuple[Reason, ...]:
        """
        Give them.
        """
        return self.reasons


def _restored(values: dict[str, Any]) -> Decision:
    return Decision(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """
    What was answered, by which rule, under which policy.

    It rests on the facts that were given, and does not judge whether something is necessary.
    `bool()` of it is whether it is allowed.
    """

    toegestaan: bool
    soort: Outcome
    regel: str | None = None
    artikel: str | None = None
    bestand: str | None = None
    regelnummer: int | None = None
    permissions: frozenset[str] = frozenset()  # every permission that allows it
    verplichtingen: tuple[str, ...] = ()
    feiten: tuple[str, ...] = ()  # those it rests on: of `mits`, or of a `tenzij` that lifts
    herkomst: tuple[str, ...] = ()  # of each of those: a register, `feitenbron`, or `vrager`
    status: str | None = None
    policy: str = ""
    zonder_logboek: bool = False
    schaduw: bool = False  # written down, and enforced by nobody
    explain: Callable[[], tuple[Reason, ...]] = field(
        default=_no_reasons, repr=False, compare=False
    )

    def __reduce__(self) -> tuple[Any, ...]:
        # To another process go the reasons themselves, not the policy they were found in.
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return _restored, ({**values, "explain": _Known(self.redenen)},)

    def __bool__(self) -> bool:
        return self.toegestaan is True

    @property
    def redenen(self) -> tuple[Reason, ...]:
        """
        Of a refusal: all bans that apply, or the nearest permissions, or what made it impossible.
        """
        return self.explain()

    @property
    def verklaard(self) -> tuple[str, ...]:
        """
        The facts it rests on that the caller declared himself.
        """
        told = zip(self.feiten, self.herkomst, strict=False)
        return tuple(fact for fact, origin in told if origin == "vrager")

    def rests_on(self, known: Mapping[str, str]) -> Decision:
        """
        Say of the facts it rests on where each comes from.
        """
        return replace(self, herkomst=tuple(known[f] for f in self.feiten)) if self.feiten else self

    def __str__(self) -> str:
        return self.voor_medewerker()

    def voor_medewerker(self, lang: str = "nl") -> str:
        """
        Tell a worker the reason and whom to ask; never what would have made it a yes.
        """
        return " ".join(self._sentences(lang, supervision=False))

    @property
    def voor_toezicht(self) -> str:
        """
        Tell a privacy officer or FG also what would lift the refusal.
        """
        return "\n".join(self._sentences("nl", supervision=True))

    def toezicht(self, lang: str) -> str:
        """
        As `voor_toezicht`, in *lang*.
        """
        return "\n".join(self._sentences(lang, supervision=True))

    def _sentences(self, lang: str, *, supervision: bool) -> list[str]:
        said = [self._verdict(lang)]
        if self.soort is Outcome.TOEGESTAAN:
            if self.verplichtingen:
                said.append(text("decision.verplicht", lang, wat=", ".join(self.verplichtingen)))
            if supervision and self.feiten:
                said.append(text("decision.feiten", lang, feiten=", ".join(self.feiten)))
        elif supervision:
            said.extend(_sentence(reason, lang) for reason in self.redenen)
        else:
            said.append(text("decision.vraag", lang))
        if self.status and self.status != "ondertekend":
            said.append(text(f"decision.status.{self.status}", lang))
        if self.zonder_logboek:
            said.append(text("decision.zonder-logboek", lang))
        if self.schaduw:
            said.append(text("decision.schaduw", lang))
        said.append(text("decision.beperking", lang))
        return said

    def _verdict(self, lang: str) -> str:
        reason = ""
        if self.soort is Outcome.VERBODEN:
            reason = next((r.reden for r in self.redenen if isinstance(r, Ban)), "")
        values = {"regel": self.regel or "", "artikel": self.artikel or "", "reden": reason}
        return text(f"decision.{self.soort}", lang, **values)


def _sentence(reason: Reason, lang: str) -> str:
    match reason:
        case Ban():
            lift = ", ".join(reason.opgeheven_door)
            key = "decision.reden.verbod" if lift else "decision.reden.absoluut"
            return text(
                key,
                lang,
                regel=reason.regel,
                artikel=reason.artikel,
                reden=reason.reden,
                feiten=lift,
            )
        case Nearest():
            gaps = "; ".join(f"{name}: {', '.join(values)}" for name, values in reason.ontbreekt)
            return text(
                "decision.reden.dichtbij",
                lang,
                regel=reason.regel,
                artikel=reason.grondslag,
                ontbreekt=gaps,
            )
        case Cause():
            said = text(f"decision.oorzaak.{reason.reden}", lang, veld=reason.veld)
            hint = (
                text("decision.suggestie", lang, woord=reason.suggestie) if reason.suggestie else ""
            )
            return said + hint
