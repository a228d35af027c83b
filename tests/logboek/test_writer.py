"""
What was acknowledged is durable, and nothing else is acknowledged.
"""

from __future__ import annotations

import dataclasses
import signal
import threading
import time

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.logboek.keys import TestSigner
from tests.logboek.made import (
    COMPILED,
    POLICY,
    START,
    Klok,
    audit,
    data,
    filled,
    toeval,
    writer,
)
from tests.logboek.memory import MemoryStore
from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek import canonical, merkle, note
from zvhprivacy.logboek import writer as writing
from zvhprivacy.logboek.errors import (
    BadLine,
    LogFailed,
    LogRolledBack,
    NotPrunable,
    UnknownPolicy,
)
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis
from zvhprivacy.logboek.verify import verify
from zvhprivacy.model.stored import Checkpoint, Head


def whole(store: MemoryStore) -> None:
    """
    Check that head, tiles and leaves of *store* fit each other.
    """
    leaves = [store.rows.leaves[n] for n in range(len(store.rows.leaves))]
    head, tiles = merkle.append(merkle.EMPTY, [leaf.hash for leaf in leaves])

    assert head == store.rows.head
    assert {(tile.niveau, tile.nummer): tile for tile in tiles} == store.rows.tiles
    assert [merkle.leaf_hash(leaf.regel or b"") for leaf in leaves] == [x.hash for x in leaves]


def casussen(store: MemoryStore) -> list[str | None]:
    """
    The cases of the lines in order.
    """
    return [leaf.casus for _, leaf in sorted(store.rows.leaves.items())]


def test_one_caller_costs_one_flush() -> None:
    """
    Lines get the next numbers and one flush, and both streams stand in the one tree.
    """
    store = MemoryStore()
    ours = writer(store)

    assert range(2) == ours.write([audit(), data()]).nummers
    assert range(2, 3) == ours.write([audit()]).nummers
    assert 2 == store.flushes
    whole(store)


def test_a_line_gets_its_time_and_salt_from_the_logboek() -> None:
    """
    Two equal lines differ in salt, and their times are those of the clock.
    """
    store = MemoryStore()
    writer(store).write([audit(), audit()])
    lines = [canonical.read(leaf.regel or b"") for leaf in store.rows.leaves.values()]

    assert {"2026-06-01T12:00:00.001Z"} == {
        line.tijd for line in lines if isinstance(line, AuditLine)
    }
    assert 2 == len({leaf.regel for leaf in store.rows.leaves.values()})


def test_time_never_goes_back() -> None:
    """
    A clock that is set back, here or in another process, gives the time of the last line.
    """
    store, klok = MemoryStore(), Klok()
    ours = writer(store, klok=klok)
    ours.write([audit()])
    klok.now = START - timedelta(days=1)
    ours.write([audit()])
    writer(store, klok=klok).write([audit()])

    assert {"2026-06-01T12:00:00.001Z"} == {
        canonical.time_of(leaf.regel) for leaf in store.rows.leaves.values()
    }


@pytest.mark.parametrize("line", [audit(rol="a b"), audit(beleid=POLICY)])
def test_a_wrong_line_stops_before_anything_happens(line: AuditLine) -> None:
    """
    A value that does not fit, or a policy that is not kept: no flush, no work, nothing written.
    """
    store = MemoryStore()
    done: list[Any] = []
    with pytest.raises((BadLine, UnknownPolicy)):
        writer(store).write([audit(), line], done.append)

    assert [] == done
    assert 0 == store.flushes


def test_work_and_its_line_are_there_together() -> None:
    """
    What the work changes is durable in the same flush, and what it gives comes back.
    """
    store = MemoryStore()

    def work(rows: dict[str, str]) -> str:
        rows["woonsituatie"] = "verzegeld"
        return "gedaan"

    assert ("gedaan", range(1)) == writer(store).write([audit()], work)[::-1]
    assert {"woonsituatie": "verzegeld"} == store.rows.data
    assert 1 == store.flushes


def test_who_knows_only_then_what_there_is_to_tell_tells_it_then() -> None:
    """
    The deed hears which number its first line gets, and gives the lines; what it did is durable.
    """
    store = filled(3)

    def deed(data: dict[str, str], first: int) -> tuple[list[AuditLine], str]:
        data["rij"] = "gedaan"
        return [audit(aantal=first), audit(aantal=first + 1)], "klaar"

    written = writer(store).perform(deed)
    lines = [canonical.read(leaf.regel or b"") for leaf in store.leaves(*_ends(written.nummers))]

    assert "klaar" == written.uitkomst
    assert list(written.nummers) == [x.aantal for x in lines if isinstance(x, AuditLine)]
    assert "gedaan" == store.rows.data["rij"]


def _ends(numbers: range) -> tuple[int, int]:
    return numbers.start, numbers.stop


def test_a_deed_without_a_word_writes_no_line() -> None:
    """
    What it did is durable all the same.
    """
    store = filled(3)

    def deed(data: dict[str, str], _: int) -> tuple[tuple[AuditLine, ...], None]:
        data["rij"] = "gedaan"
        return (), None

    size = store.head().size
    writer(store).perform(deed)

    assert (size, "gedaan") == (store.head().size, store.rows.data["rij"])


@pytest.mark.parametrize("wrong", [audit(object="Een Naam"), None])
def test_a_deed_that_fails_or_cannot_be_told_did_not_happen(wrong: AuditLine | None) -> None:
    """
    Neither it nor a line of it is there.
    """
    store = filled(3)

    def deed(data: dict[str, str], _: int) -> tuple[list[AuditLine], None]:
        data["rij"] = "gedaan"
        if wrong is None:
            raise KeyError
        return [audit(), wrong], None

    size = store.head().size
    with pytest.raises((BadLine, KeyError)):
        writer(store).perform(deed)

    assert size == store.head().size
    assert {} == store.rows.data


def test_work_that_fails_leaves_only_the_line_for_that() -> None:
    """
    Its changes are undone and its lines not written; the line for this case is, and it raises.
    """
    store = MemoryStore()

    def work(rows: dict[str, str]) -> None:
        rows["woonsituatie"] = "half"
        raise KeyError

    with pytest.raises(KeyError):
        writer(store).write([audit(casus="ja")], work, bij_fout=[audit(casus="nee")])

    assert {} == store.rows.data
    assert ["nee"] == casussen(store)
    whole(store)


@pytest.mark.parametrize("error", [OSError(28, "No space left"), LogFailed(soort="vol")])
def test_a_failed_flush_acknowledges_nothing(error: Exception) -> None:
    """
    When the flush fails nothing is written, the caller hears it, and the next one can go on.
    """
    store = MemoryStore()
    ours = writer(store)
    store.fails = error
    with pytest.raises(LogFailed) as raised:
        ours.write([audit()], lambda rows: rows.update(a="b"))
    store.fails = None

    assert "No space left" not in str(raised.value)
    assert {} == store.rows.data
    assert range(1) == ours.write([audit()]).nummers
    whole(store)


class Crowd:
    """
    Callers that all wait while the first one flushes.
    """

    def __init__(self, store: MemoryStore, count: int) -> None:
        self.store = store
        self.count = count
        self.ours = writer(store)
        self.first = threading.Event()
        self.go = threading.Event()

    def run(self, call: Callable[[int], Any], before_second: Callable[[], object]) -> list[Any]:
        """
        Start one caller, let the others queue up behind its flush, and give what each got.
        """
        store, waiting = self.store, self.ours._group

        def during() -> None:
            store.during = None
            self.first.set()
            assert self.go.wait(20)
            before_second()

        def one(number: int) -> Any:
            try:
                return call(number)
            except BaseException as error:  # noqa: BLE001 - what each got is what counts
                return error

        store.during = during
        with ThreadPoolExecutor(self.count) as pool:
            head = pool.submit(one, 0)
            assert self.first.wait(20)
            rest = [pool.submit(one, number) for number in range(1, self.count)]
            while len(waiting._waiting) < self.count - 1:
                pass
            self.go.set()
            return [each.result(20) for each in (head, *rest)]


def test_all_who_wait_share_a_flush() -> None:
    """
    Sixteen callers, of whom fifteen wait for the first, take two flushes.
    """
    store = MemoryStore()
    crowd = Crowd(store, 16)
    got = crowd.run(lambda n: crowd.ours.write([audit(casus=f"c{n}")]), lambda: None)

    assert 2 == store.flushes
    assert [*range(16)] == sorted(each.nummers.start for each in got)
    assert [f"c{n}" for n, _ in sorted(enumerate(got), key=lambda x: x[1].nummers.start)] == (
        casussen(store)
    )
    whole(store)


def test_one_failing_work_fails_only_its_caller() -> None:
    """
    In a shared flush everybody else's work and lines are there.
    """
    store = MemoryStore()
    crowd = Crowd(store, 8)

    def call(number: int) -> Any:
        def work(rows: dict[str, str]) -> int:
            rows[f"rij{number}"] = "nieuw"
            return 100 // (number - 3)

        return crowd.ours.write([audit(casus=f"c{number}")], work).uitkomst

    got = crowd.run(call, lambda: None)

    assert isinstance(got[3], ZeroDivisionError)
    assert [100 // (n - 3) for n in range(8) if n != 3] == [*got[:3], *got[4:]]
    assert {f"rij{n}" for n in range(8) if n != 3} == set(store.rows.data)
    assert {f"c{n}" for n in range(8) if n != 3} == set(casussen(store))
    whole(store)


@pytest.mark.parametrize("error", [OSError(5), KeyboardInterrupt()])
def test_a_failed_shared_flush_fails_all_of_them(error: BaseException) -> None:
    """
    Nobody in the batch is acknowledged, each gets an error of his own, and the log goes on.
    """
    store = MemoryStore()
    crowd = Crowd(store, 8)

    def break_() -> None:
        def during() -> None:
            store.during = None
            raise error

        store.during = during

    got = crowd.run(lambda n: crowd.ours.write([audit(casus=f"c{n}")]), break_)
    failed = [each for each in got[1:] if isinstance(each, LogFailed)]

    assert range(1) == got[0].nummers
    assert len(failed) == 7 - isinstance(error, KeyboardInterrupt)  # the leader gets that itself
    assert len({id(each) for each in failed}) == len(failed)
    assert ["c0"] == casussen(store)
    assert range(1, 2) == crowd.ours.write([audit()]).nummers
    whole(store)


def test_who_is_interrupted_when_he_should_lead_passes_it_on() -> None:
    """
    Of those who wait, the one whose turn it is to commit is interrupted: the others go on.
    """
    store = MemoryStore()
    crowd = Crowd(store, 6)
    group = crowd.ours._group
    lead = group._lead

    def break_() -> None:
        first = group._waiting[0]

        def leading(ticket: Any) -> None:
            if ticket is first:
                raise KeyboardInterrupt
            lead(ticket)

        group._lead = leading  # type: ignore[method-assign]

    got = crowd.run(lambda n: crowd.ours.write([audit(casus=f"c{n}")]), break_)

    assert 1 == sum(isinstance(each, KeyboardInterrupt) for each in got)
    assert 5 == len(casussen(store))
    assert not group._busy
    whole(store)


def test_who_is_interrupted_while_waiting_takes_his_line_back() -> None:
    """
    Ctrl-C in a caller that waits for another's flush: his line is not written, the other's is.
    """
    store = MemoryStore()
    ours = writer(store)
    flushing, go = threading.Event(), threading.Event()
    main = threading.main_thread().ident or 0

    def during() -> None:
        store.during = None
        flushing.set()
        assert go.wait(20)

    def interrupt() -> None:
        while not ours._group._waiting:
            time.sleep(0.001)
        time.sleep(0.05)
        signal.pthread_kill(main, signal.SIGINT)

    store.during = during
    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(ours.write, [audit(casus="ander")])
        assert flushing.wait(20)
        pool.submit(interrupt)
        with pytest.raises(KeyboardInterrupt):
            ours.write([audit(casus="eigen")])
        go.set()
        other.result(20)

    assert ["ander"] == casussen(store)
    assert range(1, 2) == ours.write([audit()]).nummers


def test_many_threads_lose_and_double_nothing() -> None:
    """
    Under contention every acknowledged line is there once, under its number.
    """
    store = MemoryStore()
    ours = writer(store)

    def some(worker: int) -> list[tuple[int, str]]:
        return [
            (ours.write([audit(casus=f"w{worker}-{n}")]).nummers.start, f"w{worker}-{n}")
            for n in range(20)
        ]

    with ThreadPoolExecutor(16) as pool:
        got = dict(pair for part in pool.map(some, range(16)) for pair in part)

    assert [got[n] for n in range(320)] == casussen(store)
    assert not ours._group._busy
    whole(store)


def test_work_cannot_wait_for_itself() -> None:
    """
    A write from within work would wait for its own flush for ever, so it is refused.
    """
    ours = writer(MemoryStore())
    with pytest.raises(WrongUse):
        ours.write([audit()], lambda _: ours.write([audit()]))


def test_a_bulk_is_written_in_parts() -> None:
    """
    A bulk of lines takes a flush per some thousands, with consecutive numbers.
    """
    store = MemoryStore()
    parts = list(writer(store).batch(audit(casus=f"c{n}") for n in range(5_001)))

    assert [range(5_000), range(5_000, 5_001)] == [part.nummers for part in parts]
    assert 2 == store.flushes
    whole(store)


# --- checkpoints


def test_a_checkpoint_a_second() -> None:
    """
    The first write is signed; within a second no other is, unless one is asked for.
    """
    store, klok = MemoryStore(), Klok(timedelta(milliseconds=300))
    ours = writer(store, klok=klok)
    for _ in range(7):
        ours.write([audit()])

    assert [1, 5] == [each.size for each in store.checkpoints()]
    assert 7 == ours.checkpoint().size
    assert ours.checkpoint() == store.checkpoints()[-1]
    assert 3 == len(store.checkpoints())


def test_a_checkpoint_says_what_the_tree_is() -> None:
    """
    It names the log, its size and root, and is signed.
    """
    store = MemoryStore()
    checkpoint = writer(store).checkpoint()
    seen = note.open_checkpoint(checkpoint.tekst, [TestSigner().verifier])

    assert (TestSigner().name, 0, merkle.root(merkle.EMPTY)) == seen


def test_a_clock_set_back_does_not_stop_the_checkpoints() -> None:
    """
    After a clock was set back a checkpoint is signed again, not only when it has caught up.
    """
    store, klok = MemoryStore(), Klok()
    ours = writer(store, klok=klok)
    ours.write([audit()])
    klok.now = START - timedelta(days=1)
    ours.write([audit()])

    assert [1, 2] == [each.size for each in store.checkpoints()]


def test_a_key_that_cannot_sign_stops_the_log() -> None:
    """
    Entries that nobody can sign for are not acknowledged; its message stays inside.
    """
    signer = TestSigner()
    store = MemoryStore()
    ours = writer(store, signer=signer)
    signer.broken = True
    with pytest.raises(LogFailed) as raised:
        ours.write([audit()])

    assert {} == store.rows.leaves
    assert "secret" not in str(raised.value)


def test_a_checkpoint_is_kept_elsewhere_or_nothing_more_is_written() -> None:
    """
    Each new checkpoint is handed over to be kept; while that fails the next write fails.
    """
    kept: list[Checkpoint] = []
    full = [False]

    def bewaar(checkpoint: Checkpoint) -> None:
        if full[0]:
            raise OSError(28, "No space left")
        kept.append(checkpoint)

    store = MemoryStore()
    ours = writer(store, klok=Klok(timedelta(seconds=1)), bewaar=bewaar)
    ours.write([audit()])
    full[0] = True
    ours.write([audit()])
    with pytest.raises(LogFailed):
        ours.write([audit()])
    with pytest.raises(LogFailed):
        ours.checkpoint()
    full[0] = False
    ours.write([audit()])

    assert [1, 2, 3] == [each.size for each in kept]
    assert 3 == len(store.rows.leaves)


# --- histories


def test_yesterdays_file_is_not_written_to() -> None:
    """
    A logboek that is behind the checkpoint kept elsewhere is refused from the start.
    """
    store = filled(10)
    yesterday = store.copy()
    ours = writer(store)
    ours.write([audit()])
    bekend = ours.checkpoint().tekst
    writer(store, bekend=bekend).write([audit()])
    with pytest.raises(LogRolledBack, match="11 regels"):
        writer(yesterday, bekend=bekend)


def test_another_history_is_not_written_to() -> None:
    """
    A logboek as long as the kept checkpoint, but with other lines, is refused.
    """
    store = filled(10)
    bekend = store.checkpoints()[-1].tekst
    other = MemoryStore()
    writer(other).write([audit() for _ in range(20)])
    with pytest.raises(LogRolledBack):
        writer(other, bekend=bekend)


def test_a_log_that_shrinks_while_it_is_open_is_not_written_to() -> None:
    """
    A file that is put back under a running process is noticed at the next write.
    """
    store = filled(10)
    ours = writer(store)
    old = store.rows
    ours.write([audit()])
    store.rows = old
    with pytest.raises(LogRolledBack):
        ours.write([audit()])


def test_no_checkpoint_is_signed_over_a_tree_that_was_changed() -> None:
    """
    A head that does not continue the last checkpoint is not signed by the next process.
    """
    store = filled(10)
    forged, _ = merkle.append(merkle.EMPTY, [merkle.leaf_hash(b"x")] * store.rows.head.size)
    store.rows.head = forged
    with pytest.raises(LogRolledBack):
        writer(store).write([audit()])

    store.rows.head = Head(11, (b"short",))
    with pytest.raises(LogRolledBack):
        writer(store).write([audit()])


def test_two_writers_take_turns() -> None:
    """
    Processes that write in turn continue each other's tree, and sign once a second together.
    """
    store, klok = MemoryStore(), Klok()
    one, two = writer(store, klok=klok), writer(store, klok=klok)
    for each in (one, two, two, one, two):
        each.write([audit()])

    assert [1] == [each.size for each in store.checkpoints()]
    assert 5 == one.checkpoint().size
    whole(store)


# --- policies and pruning


def test_a_policy_is_kept_once_and_sealed_by_a_line() -> None:
    """
    Keeping a policy writes a line with its seal; again is nothing; another one is refused.
    """
    store = MemoryStore()
    ours = writer(store)
    ours.keep_policy(POLICY, COMPILED, actor="systeem:proef")
    ours.keep_policy(POLICY, COMPILED, actor="systeem:proef")
    writer(store).keep_policy(POLICY, COMPILED, actor="systeem:proef")
    with pytest.raises(UnknownPolicy):
        ours.keep_policy(POLICY, b"other", actor="systeem:proef")
    with pytest.raises(UnknownPolicy):
        writer(store).keep_policy(POLICY, b"other", actor="systeem:proef")

    assert 1 == len(store.rows.leaves)
    assert {POLICY: COMPILED} == store.rows.policies
    ours.write([audit(beleid=POLICY)])


def test_no_line_names_a_policy_that_is_not_durable_yet() -> None:
    """
    While a policy is being kept, a line that names it is refused.
    """
    store = MemoryStore()
    ours = writer(store)
    refused = []

    def during() -> None:
        store.during = None
        try:
            ours._drafts([audit(beleid=POLICY)])
        except UnknownPolicy as error:
            refused.append(error)

    store.during = during
    ours.keep_policy(POLICY, COMPILED, actor="systeem:proef")

    assert 1 == len(refused)


def test_a_policy_of_another_process_is_known() -> None:
    """
    A line may name a policy that another process kept after this one started.
    """
    store = MemoryStore()
    ours = writer(store)
    writer(store).keep_policy(POLICY, COMPILED, actor="systeem:proef")

    assert range(1, 2) == ours.write([audit(beleid=POLICY)]).nummers


def test_a_policy_that_could_not_be_kept_is_not_known() -> None:
    """
    When keeping fails, lines that name it are refused still.
    """
    store = MemoryStore()
    ours = writer(store)
    store.fails = OSError(28)
    with pytest.raises(LogFailed):
        ours.keep_policy(POLICY, COMPILED, actor="systeem:proef")
    store.fails = None
    with pytest.raises(UnknownPolicy):
        ours.write([audit(beleid=POLICY)])


PRUNE = audit(
    gebeurtenis=Gebeurtenis.LOGBOEK_OPSCHONEN,
    regel="logboek-vijf-jaar",
    grondslag="AVG 5 lid 1",
    object="logboek",
    tot=5,
)


def test_pruning_forgets_lines_and_says_so() -> None:
    """
    The lines are gone, their hashes and all checkpoints stay, and a signed line tells of it.
    """
    store = filled(20)
    hashes = [leaf.hash for leaf in store.leaves(0, 21)]
    written = writer(store).prune(5, PRUNE)

    assert (range(21, 22), 5) == written
    assert [None] * 5 == [leaf.regel for leaf in store.leaves(0, 5)]
    assert hashes == [leaf.hash for leaf in store.leaves(0, 21)]
    assert 22 == store.checkpoints()[-1].size


def test_pruning_much_takes_many_short_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Only some thousands are forgotten at a time, so that others need not wait; it is told once.
    """
    monkeypatch.setattr(writing, "PRUNE_LINES", 3)
    store = filled(20)
    before, klok = store.flushes, Klok()
    klok.now += timedelta(milliseconds=500)  # no checkpoint is due by itself
    written = writer(store, klok=klok).prune(8, dataclasses.replace(PRUNE, tot=8))

    assert (range(21, 22), 8) == written
    assert (22, 22) == (store.head().size, store.checkpoints()[-1].size)
    assert before + 1 + 3 == store.flushes  # the first is for the checkpoint
    assert 8 == sum(leaf.regel is None for leaf in store.leaves(0, 22))
    assert verify(store, [TestSigner().verifier])


@pytest.mark.parametrize("flushes", range(4))
def test_a_pruning_that_was_cut_off_was_declared(
    monkeypatch: pytest.MonkeyPatch, flushes: int
) -> None:
    """
    Whatever was forgotten until then, a line says so; called again it ends.
    """
    monkeypatch.setattr(writing, "PRUNE_LINES", 2)
    store = filled(20)
    until = store.flushes + 1 + flushes  # the first is for the checkpoint

    def fails() -> None:
        store.fails = OSError(28) if store.flushes == until else None

    store.during = fails
    line = dataclasses.replace(PRUNE, tot=8)
    with pytest.raises(LogFailed):
        writer(store).prune(8, line)
    between = verify(store, [TestSigner().verifier])
    store.during = store.fails = None
    again = writer(store).prune(8, line)

    assert between, between.afwijkingen
    assert 2 * flushes == between.leesbaar_vanaf
    assert 8 - 2 * flushes == again.uitkomst
    assert 8 == verify(store, [TestSigner().verifier]).leesbaar_vanaf


@pytest.mark.parametrize(
    ("before", "line"),
    [
        (4, PRUNE),
        (0, dataclasses.replace(PRUNE, tot=0)),
        (22, dataclasses.replace(PRUNE, tot=22)),
        (5, dataclasses.replace(PRUNE, regel=None)),
        (5, dataclasses.replace(PRUNE, grondslag=None)),
        (5, dataclasses.replace(PRUNE, gebeurtenis=Gebeurtenis.SYSTEEM)),
    ],
)
def test_pruning_must_be_declared(before: int, line: AuditLine) -> None:
    """
    Without a declared rule and ground, or beyond what was signed, nothing is forgotten.
    """
    store = filled(20)
    with pytest.raises(NotPrunable):
        writer(store).prune(before, line)

    assert None not in [leaf.regel for leaf in store.leaves(0, 21)]


def test_randomness_comes_from_the_caller() -> None:
    """
    The same clock and randomness give the same tree.
    """
    one, two = MemoryStore(), MemoryStore()
    for store in (one, two):
        writer(store, klok=Klok(), toeval=toeval()).write([audit(), data()])

    assert one.rows.head == two.rows.head
