"""
Mistakes that a person could make in the destruction; the harness must find each of them.
"""

from __future__ import annotations

import contextlib

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any
from unittest import mock

from tests.power import bewaren_story, ledger_file
from zvhprivacy.bewaren import batch
from zvhprivacy.bewaren.batch import Batch, Done
from zvhprivacy.bewaren.carrying import Carrying
from zvhprivacy.bewaren.certificate import Certificate
from zvhprivacy.bewaren.certify import certify
from zvhprivacy.bewaren.deciding import Fate
from zvhprivacy.bewaren.ending import Ending
from zvhprivacy.bewaren.intent import Intent
from zvhprivacy.bewaren.ledger import Ledger, Mark
from zvhprivacy.bewaren.plan import Judged, judged
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState
from zvhprivacy.model.bewaren import CaseFacts
from zvhprivacy.policy.terms import Terms
from zvhprivacy.vault.keys import Keys


@contextmanager
def delete_apart() -> Iterator[None]:
    """
    The rows are removed in a transaction of their own, after the one that tells that they went.
    """
    remove, carry_out, waiting = Batch._remove, Batch.carry_out, list[tuple[Any, ...]]()

    def later(self: Batch, connection: Any, going: Sequence[Fate], cases: Collection[str]) -> None:
        del self, connection
        waiting.append((going, cases))

    def apart(self: Batch) -> Done:
        done = carry_out(self)
        with self._work.stores.hoofd.write() as connection:
            while waiting:
                remove(self, connection, *waiting.pop())
        return done

    with mock.patch.multiple(Batch, _remove=later, carry_out=apart):
        yield


def hold_ignored() -> AbstractContextManager[object]:
    """
    Holds are looked at when the plan is made, and not when it is carried out.
    """

    def without(facts: CaseFacts, terms: Terms, horizon: date, vandaag: date) -> Judged:
        return judged(facts._replace(holds=()), terms, horizon, vandaag)

    return mock.patch.object(batch, "judged", without)


def hash_unchecked() -> AbstractContextManager[object]:
    """
    That the lines are those that were approved is not looked at again.
    """

    def approved(_: Carrying) -> bool:
        return True

    return mock.patch.object(Carrying, "_as_approved", approved)


def certificate_early() -> AbstractContextManager[object]:
    """
    The certificate is made of what was carried out by then, and waits for nothing.
    """

    def early(plan: Plan, lines: Sequence[PlanLine], **others: Any) -> Certificate:
        if plan.begonnen_op is not None and plan.klaar_op is None:
            plan = plan._replace(state=PlanState.KLAAR, klaar_op=plan.begonnen_op)
            lines = [line for line in lines if line.state is not LineState.GEPLAND]
        return certify(plan, lines, **others)

    return mock.patch.object(bewaren_story, "certify", early)


@contextmanager
def keys_late() -> Iterator[None]:
    """
    The keys are destroyed when the rows are gone for certain.
    """
    destroy_all, carry_out, waiting = Keys.destroy_all, Batch.carry_out, list[int]()

    def later(self: Keys, nummers: Collection[int], *, forget: bool = True) -> int:
        del self, forget
        waiting.extend(nummers)
        return len(nummers)

    def apart(self: Batch) -> Done:
        with mock.patch.object(Keys, "destroy_all", later):
            done = carry_out(self)
        destroy_all(self._work.stores.keys, waiting, forget=False)
        waiting.clear()
        return done

    with mock.patch.object(Batch, "carry_out", apart):
        yield


@contextmanager
def ledger_late() -> Iterator[None]:
    """
    The ledger is told when the rows are gone for certain.
    """
    append, carry_out, waiting = Ledger.append, Batch.carry_out, list[Any]()

    def later(self: Ledger, line: Any) -> Mark:
        waiting.append(line)
        return self.mark()

    def apart(self: Batch) -> Done:
        with mock.patch.object(Ledger, "append", later):
            done = carry_out(self)
        while waiting:
            append(self._work.stores.ledger, waiting.pop())
        return done

    with mock.patch.object(Batch, "carry_out", apart):
        yield


def ledger_not_synced() -> AbstractContextManager[object]:
    """
    A line of the ledger is left to the operating system.
    """
    return mock.patch.object(ledger_file.Os, "fsync")


def ledger_stops_at_a_torn_line() -> AbstractContextManager[object]:
    """
    A line that was cut off is left there, and the next one comes after it.
    """
    add = Ledger._add

    def after(self: Ledger, text: bytes) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._end = self.path.stat().st_size
        add(self, text)

    return mock.patch.object(Ledger, "_add", after)


def intent_not_kept() -> AbstractContextManager[object]:
    """
    What the keys were destroyed for is kept nowhere until the rows are gone.
    """
    kept = list[Intent]()

    def declare(_: object, intent: Intent) -> Intent:
        kept[:] = [intent]
        return intent

    def pending(_: object) -> Intent | None:
        return kept[0] if kept else None

    return mock.patch.multiple(batch, declare=declare, pending=pending)


def kept_key() -> AbstractContextManager[object]:
    """
    A case of which items went keeps its key, so that an older copy of them opens.
    """
    return mock.patch.object(Ending, "renew_keys", _nothing)


def files_not_written_anew() -> AbstractContextManager[object]:
    """
    What was removed may stay behind in the files.
    """
    return mock.patch.object(Ending, "forget", _nothing)


def _nothing(_: Ending) -> None:
    pass


BUGS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "delete-apart": delete_apart,
    "hold-ignored": hold_ignored,
    "hash-unchecked": hash_unchecked,
    "certificate-early": certificate_early,
    "keys-late": keys_late,
    "ledger-late": ledger_late,
    "ledger-torn": ledger_stops_at_a_torn_line,
    "intent-not-kept": intent_not_kept,
    "ledger-not-synced": ledger_not_synced,
    "kept-key": kept_key,
    "files-kept": files_not_written_anew,
}
