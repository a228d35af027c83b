"""
Many callers, one durable flush: who comes first commits for all who wait.

There is no thread that waits for work. The first caller leads: it takes everything that waits,
commits it, wakes the others, and passes the lead to one who came meanwhile.
"""

from __future__ import annotations

import threading

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from zvhprivacy.errors import WrongUse


class Ticket:
    """
    What one caller wants committed; *error* is what came of it when it failed.
    """

    __slots__ = ("_gate", "error", "leads")

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.leads = False
        self._gate: threading.Lock | None = None  # who leads at once needs none

    def waits(self) -> None:
        """
        Prepare to wait, before anybody can wake it.
        """
        self._gate = threading.Lock()
        self._gate.acquire()

    def wait(self) -> None:
        """
        Wait until it is done, or until it is this caller's turn to lead.
        """
        if self._gate is not None:
            self._gate.acquire()

    def wake(self) -> None:
        """
        Let the caller go on.
        """
        if self._gate is not None and self._gate.locked():
            self._gate.release()


T = TypeVar("T", bound=Ticket)


class GroupCommit(Generic[T]):
    """
    Hands everything that waits at the same moment to *commit*, by one caller at a time.

    *commit* sets the error of a ticket that fails by itself, and raises when all of them fail;
    *failed* then makes the error of each.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[T]], None],
        failed: Callable[[BaseException], BaseException],
    ) -> None:
        self._commit = commit
        self._failed = failed
        self._mutex = threading.Lock()  # guards the three below
        self._waiting: list[T] = []
        self._busy = False
        self._leader = 0  # the thread that commits

    def submit(self, ticket: T) -> None:
        """
        Return when *ticket* was committed.

        An interrupt (Ctrl-C) while waiting takes the ticket back when nobody took it up yet; else
        it may be committed, and this caller does not learn of it.

        Raises:
            WrongUse: called by what is being committed, which would wait for itself.
            BaseException: the error of the ticket.
        """
        if self._leader == threading.get_ident():
            raise WrongUse(reden="tijdens het vastleggen kan niet opnieuw worden vastgelegd")
        try:
            with self._mutex:
                self._waiting.append(ticket)
                if self._busy:
                    ticket.waits()
                else:
                    self._busy = ticket.leads = True
            if not ticket.leads:
                ticket.wait()
            if ticket.leads:
                self._lead(ticket)
        except BaseException:
            self._withdraw(ticket)
            raise
        if ticket.error is not None:
            raise ticket.error

    def _lead(self, ticket: T) -> None:
        with self._mutex:
            batch, self._waiting = self._waiting, []
            self._leader = threading.get_ident()
        try:
            self._commit(batch)
        except Exception as error:  # noqa: BLE001 - everyone hears of it, this caller too
            self._fail(batch, error)
        except BaseException as error:
            self._fail(batch, error)
            raise
        finally:
            self._leader = 0
            for each in batch:
                if each is not ticket:
                    each.wake()
            self._pass_on(ticket)

    def _fail(self, batch: Sequence[T], error: BaseException) -> None:
        for each in batch:
            each.error = self._failed(error)

    def _pass_on(self, ticket: T) -> None:
        """
        Give the lead that *ticket* has to one who waits.
        """
        with self._mutex:
            if not ticket.leads:
                return
            ticket.leads = False
            if not self._waiting:
                self._busy = False
                return
            next_ = self._waiting[0]
            next_.leads = True
            next_.wake()

    def _withdraw(self, ticket: T) -> None:
        """
        Leave no trace of *ticket*, of which the caller was interrupted.
        """
        with self._mutex:
            self._waiting = [each for each in self._waiting if each is not ticket]
        self._pass_on(ticket)
