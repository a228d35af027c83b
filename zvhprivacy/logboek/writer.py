"""
Writing lines so that they are durable before anyone acts on them.
"""

from __future__ import annotations

import itertools

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from operator import methodcaller
from typing import Any, NamedTuple

from zvhprivacy.logboek import canonical, merkle, note
from zvhprivacy.logboek.checkpoints import Checkpoints
from zvhprivacy.logboek.commit import GroupCommit, Ticket
from zvhprivacy.logboek.errors import LogFailed, LogRolledBack, NotPrunable, UnknownPolicy, kind_of
from zvhprivacy.logboek.fields import SALT_BYTES
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Line, Resultaat, Voorwerp, as_time
from zvhprivacy.logboek.needs import LogStore, LogTransaction
from zvhprivacy.logboek.note import Signer, Verifier
from zvhprivacy.model.stored import Checkpoint, Head, Leaf


BATCH_LINES = 5_000  # in one transaction; more is no faster and lets others wait
PRUNE_LINES = 10_000  # the same; forgetting one takes less than writing one

Work = Callable[[Any], Any]
Deed = Callable[[Any, int], tuple[Iterable[Line], Any]]
_Drafts = Sequence[canonical.Draft]


class Written(NamedTuple):
    """
    The numbers of the lines that were written, and what the work gave.
    """

    nummers: range
    uitkomst: Any = None


class _Ticket(Ticket):
    __slots__ = ("alongside", "bij_fout", "deed", "drafts", "signed", "written")

    def __init__(self, drafts: Sequence[canonical.Draft]) -> None:
        super().__init__()
        self.drafts = drafts
        self.bij_fout: Sequence[canonical.Draft] = ()
        self.deed: Callable[[int, Any], tuple[_Drafts, Any]] | None = None
        self.alongside: Callable[[LogTransaction], object] | None = None
        self.signed = False  # ask for a checkpoint
        self.written = Written(range(0))


class Writer:
    """
    The way into a logboek, for all threads of a process; other processes have their own.

    *klok* gives the time with its zone, *toeval* so many random bytes.
    *bekend* is the last checkpoint that was kept elsewhere (in the kluis): a logboek that does not
    continue it is not written to. *oude* are earlier keys that may have signed it. *bewaar* is
    given each new checkpoint to keep; as long as it fails, nothing more is written.

    Raises:
        LogRolledBack: the logboek does not continue *bekend*.
    """

    def __init__(
        self,
        store: LogStore,
        signer: Signer,
        *,
        klok: Callable[[], datetime],
        toeval: Callable[[int], bytes],
        bekend: str | None = None,
        oude: Iterable[Verifier] = (),
        bewaar: Callable[[Checkpoint], object] | None = None,
    ) -> None:
        self._store = store
        self._klok = klok
        self._toeval = toeval
        self._checkpoints = Checkpoints(store, signer, bewaar)
        self._head = merkle.EMPTY  # as it was after the last write that this process saw
        self._last = ""  # the time of the last line
        self._policies: dict[str, bytes] = {}
        self._group = GroupCommit[_Ticket](self._commit, _failed)
        if bekend is not None:
            own = Verifier(name=signer.name, public=signer.public)
            self._checkpoints.must_continue(note.open_checkpoint(bekend, [own, *oude]))

    def write(
        self, lines: Iterable[Line], work: Work | None = None, *, bij_fout: Iterable[Line] = ()
    ) -> Written:
        """
        Write *lines*, and return when they are durable.

        *work* is called with the store's connection in the same transaction: what it changes and
        the lines that tell of it are there together, or not at all. When it raises, its changes
        are undone and its lines are not written, since they tell of what did not happen;
        *bij_fout* are written instead. Others in the same transaction do not notice. It may run in
        the thread of another caller.

        Raises:
            BadLine: a value does not fit in its field.
            UnknownPolicy: a line names a policy that is not kept.
            LogFailed: it could not be made durable.
            LogRolledBack: the logboek is not the one that was written to before.
            Exception: what *work* raised.
        """
        ticket = _Ticket(self._drafts(lines))
        if work is not None:
            ticket.deed = lambda _, store: (ticket.drafts, work(store))
        ticket.bij_fout = self._drafts(bij_fout)
        self._group.submit(ticket)
        return ticket.written

    def perform(self, deed: Deed) -> Written:
        """
        Let *deed* do something, and write the lines that it then says tell of it.

        It is as `write` with work, for who knows only inside the transaction what there is to
        tell. *deed* is called with the store's connection and the number that its first line gets,
        and gives the lines, which may be none, and what it has to give.

        Raises:
            BadLine: a value does not fit in its field; what was done is undone.
            Exception: what *deed* raised, and else as `write`.
        """
        ticket = _Ticket(())
        ticket.deed = partial(self._deed, deed)
        self._group.submit(ticket)
        return ticket.written

    def batch(self, lines: Iterable[Line]) -> Iterator[Written]:
        """
        Write many lines, some thousands at a time; what was yielded is durable.
        """
        source = iter(lines)
        while some := list(itertools.islice(source, BATCH_LINES)):
            yield self.write(some)

    def checkpoint(self) -> Checkpoint:
        """
        Give a signed checkpoint over everything that was written, signing one when needed.

        Raises:
            LogFailed: it could not be signed or kept.
        """
        ticket = _Ticket(())
        ticket.signed = True
        self._group.submit(ticket)
        return self._checkpoints.newest()

    def keep_policy(self, policy_hash: str, compiled: bytes, *, actor: str) -> None:
        """
        Keep the compiled policy that lines will name by *policy_hash*, and write down that it is.

        Its line seals the bytes, so a policy that is changed afterwards is found.

        Raises:
            UnknownPolicy: another policy is kept under this hash.
        """
        seal = sha256(compiled).digest()
        if self._policy(policy_hash) not in {None, seal}:
            raise UnknownPolicy
        if policy_hash in self._policies:
            return
        line = self._policy_line(policy_hash, seal, actor)
        ticket = _Ticket([canonical.write(line, self._toeval(SALT_BYTES))])
        ticket.alongside = lambda tx: tx.policy(policy_hash, compiled)
        self._group.submit(ticket)
        self._policies = self._policies | {policy_hash: seal}

    def prune(self, before: int, line: AuditLine) -> Written:
        """
        Forget what the lines below *before* say, by the declared policy that *line* names.

        The hashes stay, and with them every checkpoint and proof. *line* is of the kind
        `logboek-opschonen`, names a *regel* and a *grondslag* and says *tot* where; it is durable
        before more than the first lines are forgotten. Give how many were.
        Who trusts stored rows by the last line about each must tell of them again first
        (`engine.opschonen` does).

        Raises:
            NotPrunable: *line* does not declare it, or no checkpoint covers the lines.
            LogFailed: it could not be made durable; called again, it goes on where it was.
        """
        if line.gebeurtenis is not Gebeurtenis.LOGBOEK_OPSCHONEN or line.tot != before:
            raise NotPrunable(reden="gebeurtenis, tot")
        if not line.regel or not line.grondslag:
            raise NotPrunable(reden="regel, grondslag")
        signed = self.checkpoint().size
        if not 0 < before <= signed:
            raise NotPrunable(reden=f"0 < {before} <= {signed}")
        drafts, forgotten, numbers = self._drafts([line]), 0, range(0)
        for start in range(0, before, PRUNE_LINES):
            ticket = _Ticket(drafts)
            ticket.alongside = methodcaller("prune", start, min(start + PRUNE_LINES, before))
            ticket.signed = bool(drafts)
            self._group.submit(ticket)
            numbers = numbers or ticket.written.nummers
            forgotten += ticket.written.uitkomst
            drafts = []
        return Written(numbers, forgotten)

    def _policy_line(self, policy_hash: str, seal: bytes, actor: str) -> AuditLine:
        return AuditLine(
            gebeurtenis=Gebeurtenis.BELEID,
            actor=actor,
            resultaat=Resultaat.GELUKT,
            trace=self._toeval(16).hex(),
            operatie=self._toeval(8).hex(),
            object="beleid",
            beleid=policy_hash,
            voorwerp=Voorwerp(policy_hash, 1, seal.hex()),
        )

    def _policy(self, policy_hash: str) -> bytes | None:
        if policy_hash not in self._policies:
            # Another process may have kept it since.
            known = {name: sha256(kept).digest() for name, kept in self._store.policies()}
            self._policies = known | self._policies
        return self._policies.get(policy_hash)

    def _drafts(self, lines: Iterable[Line]) -> list[canonical.Draft]:
        drafts = [canonical.write(line, self._toeval(SALT_BYTES)) for line in lines]
        for draft in drafts:
            if draft.beleid is not None and self._policy(draft.beleid) is None:
                raise UnknownPolicy
        return drafts

    def _deed(self, deed: Deed, first: int, store: Any) -> tuple[_Drafts, Any]:
        lines, result = deed(store, first)
        return self._drafts(lines), result

    # --- what follows runs in one thread at a time

    def _commit(self, batch: Sequence[_Ticket]) -> None:
        self._checkpoints.keep_owed()
        clock = self._klok().astimezone(UTC)
        with self._store.write() as tx:
            head = tx.head()
            self._catch_up(head)
            # Numbers and times go up together, also when the clock is set back.
            stamp = max(as_time(clock), self._last)
            leaves = list[Leaf]()
            for ticket in batch:
                self._do(tx, ticket, head.size, stamp.encode("ascii"), leaves)
            new = head
            if leaves:
                new, tiles = merkle.append(head, [leaf.hash for leaf in leaves])
                tx.append(leaves, tiles, new)
            asked = any(ticket.signed for ticket in batch)
            checkpoint = self._checkpoints.due(new, clock, asked=asked)
            if checkpoint is not None:
                tx.checkpoint(checkpoint)
        self._head, self._last = new, stamp if leaves else self._last
        if checkpoint is not None:
            self._checkpoints.committed(checkpoint)

    def _do(
        self, tx: LogTransaction, ticket: _Ticket, size: int, stamp: bytes, leaves: list[Leaf]
    ) -> None:
        drafts, result = ticket.drafts, None
        first = size + len(leaves)
        if ticket.deed is not None:
            try:
                drafts, result = tx.run(partial(ticket.deed, first))
            except Exception as error:  # noqa: BLE001 - it goes to the caller it belongs to
                ticket.error = error
                drafts = ticket.bij_fout
        if ticket.alongside is not None:
            result = ticket.alongside(tx)
        for number, draft in enumerate(drafts, first):
            entry = draft.before + stamp + draft.after
            hash_ = merkle.leaf_hash(entry)
            leaves.append(Leaf(number, hash_, entry, draft.casus, draft.voorwerp))
        ticket.written = Written(range(first, first + len(drafts)), result)

    def _catch_up(self, head: Head) -> None:
        """
        See what other processes wrote since, and that it is still the same logboek.
        """
        if head == self._head and head.size:
            return
        if (head.size <= self._head.size and head != self._head) or not merkle.is_head(head):
            raise LogRolledBack(aantal=head.size, gezien=self._head.size)
        for leaf in self._store.leaves(head.size - 1, head.size) if head.size else ():
            self._last = max(self._last, canonical.time_of(leaf.regel))
        self._checkpoints.catch_up(head)


def _failed(error: BaseException) -> BaseException:
    # A fresh one for each caller: a traceback belongs to one thread.
    if isinstance(error, LogRolledBack | LogFailed):
        return type(error)(**dict(error.values))
    return LogFailed(soort=kind_of(error))
