"""
The one object a case system holds: it asks, writes down, and only then answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, Protocol, Self
from zoneinfo import ZoneInfo

from zvhprivacy.errors import AccessDenied, Exit, PolicyUnusable, WrongUse, ZvhError
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Cause, Decision, Outcome
from zvhprivacy.policy.enforce import refuse_foreign_casbin
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot


class FeitenBron(Protocol):
    """
    Says what is the case about the person, organisation, case and data that a request is about.
    """

    def feiten(self, request: Request) -> Iterable[str]:
        """
        Give the facts that are known for *request*; only what is positively known.
        """


class Journaal(Protocol):
    """
    Writes every answer down before it is given.
    """

    def schrijf(self, entry: Entry) -> None:
        """
        Write *entry* and return only when it is safe; raise when it is not.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    What is written about an answer: the request and the facts hold vocabulary, nobody's identity.
    """

    dag: date
    request: Request
    feiten: frozenset[str]
    decision: Decision


class NoJournal(WrongUse):
    """
    An engine was opened without a place to write its answers.
    """

    code = "no-journal"
    nl = "geef een `journaal`, of zeg met `zonder_logboek=True` dat niets wordt vastgelegd"
    en = "give a `journaal`, or say with `zonder_logboek=True` that nothing is written down"


class JournalFailed(ZvhError):
    """
    The answer could not be written down, so it is not given.
    """

    exit_code = Exit.KEYS
    code = "journal-failed"
    nl = "het antwoord kon niet worden vastgelegd en wordt daarom niet gegeven ({soort})"
    en = "the answer could not be written down and is therefore not given ({soort})"


class FactsFailed(ZvhError):
    """
    The source of facts failed; without facts there is no answer.
    """

    exit_code = Exit.KEYS
    code = "facts-failed"
    nl = "de bron van feiten faalde ({soort}); er is geen antwoord"
    en = "the source of facts failed ({soort}); there is no answer"


class _Seal(NamedTuple):
    """
    What a Grant was made for; only `Engine.require` makes one.
    """

    request: Request
    decision: Decision
    dag: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """
    Proof that a request was allowed and written down: the only key that opens case data.

    Only `Engine.require` makes one; it holds for its own *request* on its own *dag*.

    Raises:
        WrongUse: somebody tried to make one himself.
    """

    request: Request
    decision: Decision
    dag: date
    _seal: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        # By identity, so that a copy with another request or day is no Grant.
        given = (self.request, self.decision, self.dag)
        sealed = self._seal if isinstance(self._seal, _Seal) else ()
        if not self.decision or [id(each) for each in given] != [id(each) for each in sealed]:
            raise WrongUse(reden="een Grant komt alleen uit Engine.require")


class Engine:
    """
    Decides for a case system; open it with `Engine.open`.

    It may be used from several threads. `herlees` swaps the whole policy at once: an answer is
    always of one version, and names it.
    """

    def __init__(
        self,
        werkmap: Path,
        snapshot: Snapshot,
        *,
        feiten: FeitenBron | None,
        journaal: Journaal | None,
        niet_ondertekend: bool,
        afgeleide_feiten: frozenset[str],
        klok: Callable[[], date],
    ) -> None:
        self._werkmap = werkmap
        self._snapshot = snapshot
        self._feiten = feiten
        self._journaal = journaal
        self._niet_ondertekend = niet_ondertekend
        self._afgeleid = afgeleide_feiten
        self._klok = klok

    @classmethod
    def open(
        cls,
        werkmap: str | Path,
        *,
        feiten: FeitenBron | None = None,
        journaal: Journaal | None = None,
        zonder_logboek: bool = False,
        niet_ondertekend: bool = False,
        afgeleide_feiten: Collection[str] = (),
        klok: Callable[[], date] | None = None,
    ) -> Self:
        """
        Open the workspace *werkmap*.

        *feiten* knows what is the case; *afgeleide_feiten* are those only it may say, never the
        caller.
        *journaal* writes every answer before it is given; without one, *zonder_logboek* says so,
        and every answer repeats it.
        *niet_ondertekend* also enforces convenants that are a draft or a reconstruction.
        *klok* gives the day; by default today in Amsterdam.

        Raises:
            PolicyUnusable: the law layer cannot be read as meant.
            NoJournal: neither *journaal* nor *zonder_logboek*.
            ForeignCasbin: the distribution `casbin` is installed beside `pycasbin`.
        """
        if journaal is None and not zonder_logboek:
            raise NoJournal
        refuse_foreign_casbin()
        path = Path(werkmap)
        return cls(
            path,
            _snapshot(path),
            feiten=feiten,
            journaal=journaal,
            niet_ondertekend=niet_ondertekend,
            afgeleide_feiten=frozenset(afgeleide_feiten),
            klok=klok or today,
        )

    @property
    def policy(self) -> str:
        """
        The hash of the policy that answers now.
        """
        return self._snapshot.policy

    def herlees(self) -> bool:
        """
        Read the files again and answer by them from now on; say whether anything changed.

        Raises:
            PolicyUnusable: they cannot be used; the engine goes on with what it had.
        """
        fresh = _snapshot(self._werkmap)
        changed = fresh.policy != self._snapshot.policy
        self._snapshot = fresh
        return changed

    def decide(self, request: Request, *, verklaard: Iterable[str] = ()) -> Decision:
        """
        Ask, write down, answer.

        *verklaard* are facts that the caller declares himself; the answer says so.

        Raises:
            FactsFailed: the source of facts failed.
            JournalFailed: the answer could not be written down.
        """
        return self._answer(request, verklaard)[0]

    def require(self, request: Request, *, verklaard: Iterable[str] = ()) -> Grant:
        """
        As `decide`, but a no raises.

        Raises:
            AccessDenied: the answer is no; the decision is in it.
            FactsFailed: the source of facts failed.
            JournalFailed: the answer could not be written down.
        """
        decision, day = self._answer(request, verklaard)
        if not decision:
            raise AccessDenied(decision)
        seal = _Seal(request, decision, day)
        return Grant(request=request, decision=decision, dag=day, _seal=seal)

    def _answer(self, request: Request, verklaard: Iterable[str]) -> tuple[Decision, date]:
        snapshot, day = self._snapshot, self._klok()
        declared = _set_of(verklaard)
        facts = (declared or frozenset()) | self._known(request)
        if declared is None:
            decision = _refused(snapshot, Cause(reden="onbekend-feit", veld="feiten"))
        elif declared & self._afgeleid:
            decision = _refused(snapshot, Cause(reden="feit-niet-te-claimen", veld="feiten"))
        else:
            decision = snapshot.decide(request, facts, day)
            if not self._niet_ondertekend and decision.status not in {None, "ondertekend"}:
                cause = Cause(reden="convenant-niet-ondertekend", veld="convenant")
                decision = _refused(snapshot, cause, decision.status)
        if declared:
            decision = decision.verklaard_door_vrager(declared)
        if self._journaal is None:
            return replace(decision, zonder_logboek=True), day
        # What somebody typed by mistake may be about a person: only known words are written.
        asked, known = snapshot.without_unknown_words(request, facts)
        entry = Entry(dag=day, request=asked, feiten=known, decision=decision)
        try:
            self._journaal.schrijf(entry)
        except ZvhError:
            raise
        except Exception as error:
            raise JournalFailed(soort=type(error).__name__) from error
        return decision, day

    def _known(self, request: Request) -> frozenset[str]:
        if self._feiten is None:
            return frozenset()
        try:
            return frozenset(self._feiten.feiten(request))
        except ZvhError:
            raise
        except Exception as error:
            raise FactsFailed(soort=type(error).__name__) from error


def today() -> date:
    """
    Give the day it is in the Netherlands.
    """
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()


def _snapshot(path: Path) -> Snapshot:
    workspace = read_workspace(path)
    if workspace.law is None:
        raise PolicyUnusable(workspace.fouten)
    return Snapshot(workspace)


def _set_of(names: Iterable[str]) -> frozenset[str] | None:
    try:
        return frozenset(names)
    except TypeError:
        return None


def _refused(snapshot: Snapshot, cause: Cause, status: str | None = None) -> Decision:
    return Decision(
        toegestaan=False,
        soort=Outcome.ONGELDIG,
        status=status,
        policy=snapshot.policy,
        explain=lambda: (cause,),
    )
