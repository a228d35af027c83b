"""
Four eyes for leading a pseudonym back outside a case, and the noodprocedure that goes without.

Whether somebody may is decided elsewhere; here stands who asked what, who approved it, and that it
is used once.
"""

from __future__ import annotations

import json

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from zvhprivacy.errors import WrongUse
from zvhprivacy.model.stored import StoredApproval
from zvhprivacy.vault.domain import LOGBOEK_ACTOREN, code_of
from zvhprivacy.vault.envelope import Opener, Place, Tampered, Where, named
from zvhprivacy.vault.herleiden import Aanleiding, ApprovalReden, ApprovalRefused, Vraag
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.needs import VaultStore
from zvhprivacy.vault.person import PersonId
from zvhprivacy.vault.persons import Persons
from zvhprivacy.vault.pseudonym import VALUE_BYTES, Pseudoniem, as_letters, parse


REVIEW_WITHIN = timedelta(days=30)
QUOTA_OVER = timedelta(days=1)  # rolling, so that midnight gives nobody twice as many
_PLACE = Place("goedkeuring", "vraag")


class Approvals:
    """
    The register of requests: each sealed as a whole, so that no hand in the database changes one.

    An approval holds for *geldig* after the request, once, and for the exact question. A person
    asks at most *per_dag* times in 24 hours, the noodprocedure included. A row of before that is
    put back whole holds again until it expires; the logboek is what shows that.
    """

    def __init__(
        self,
        keys: Keys,
        store: VaultStore,
        persons: Persons,
        *,
        klok: Callable[[], datetime],
        toeval: Callable[[int], bytes],
        geldig: timedelta,
        per_dag: int,
    ) -> None:
        self._keys = keys
        self._store = store
        self._persons = persons
        self._klok = klok
        self._toeval = toeval
        self._geldig = geldig
        self._per_dag = per_dag

    def request(self, vraag: Vraag) -> StoredApproval:
        """
        Put *vraag* up for approval; the `id` of the answer is what the others refer to.

        Raises:
            ApprovalRefused: the person asked too much today.
        """
        if vraag.aanleiding is Aanleiding.NOODPROCEDURE:
            raise WrongUse(reden="de noodprocedure wordt niet aangevraagd maar gebruikt")
        now = self._now()
        return self._add(vraag, now, verloopt_op=now + self._geldig)

    def question(self, approval_id: str) -> Vraag:
        """
        Give what was asked, for who is to approve or review it.
        """
        return self._opened(self._row(approval_id))

    def approve(self, approval_id: str, vraag: Vraag, *, door: Pseudoniem) -> StoredApproval:
        """
        Approve *vraag*, the question as it was shown to *door*, another person than asked it.

        Raises:
            ApprovalRefused: one of the rules of the register.
        """
        row, now = self._asked(approval_id, vraag)
        if row.goedgekeurd_door is not None:
            raise ApprovalRefused(ApprovalReden.AL_GOEDGEKEURD)
        self._check_another_person(vraag, door)
        return self._replace(row, vraag, goedgekeurd_door=door, goedgekeurd_op=now)

    def use(self, approval_id: str, vraag: Vraag) -> StoredApproval:
        """
        Use the approval of *vraag*, of which nothing is left afterwards.

        Raises:
            ApprovalRefused: one of the rules of the register.
        """
        row, now = self._asked(approval_id, vraag)
        if row.goedgekeurd_door is None:
            raise ApprovalRefused(ApprovalReden.NIET_GOEDGEKEURD)
        return self._replace(row, vraag, gebruikt_op=now)

    # --- noodprocedure

    def break_glass(self, vraag: Vraag) -> StoredApproval:
        """
        Use the noodprocedure, alone and at once; within 30 days another person reviews it.

        Raises:
            ApprovalRefused: the person asked too much today.
        """
        if vraag.aanleiding is not Aanleiding.NOODPROCEDURE:
            raise WrongUse(reden="zonder goedkeuring gaat alleen met aanleiding noodprocedure")
        now = self._now()
        return self._add(
            vraag,
            now,
            verloopt_op=now,
            gebruikt_op=now,
            noodprocedure=True,
            beoordelen_voor=now + REVIEW_WITHIN,
        )

    def open_reviews(self) -> Sequence[StoredApproval]:
        """
        Give the uses of the noodprocedure that nobody reviewed yet, the oldest first.

        Raises:
            Tampered: one of them was changed.
        """
        rows = self._store.open_reviews()
        for row in rows:
            self._opened(row)
        return rows

    def review(self, approval_id: str, *, door: Pseudoniem) -> StoredApproval:
        """
        Write down that *door*, another person than used it, reviewed the noodprocedure; late too.

        Raises:
            ApprovalRefused: one of the rules of the register.
        """
        row = self._row(approval_id)
        vraag = self._opened(row)
        if not row.noodprocedure:
            raise ApprovalRefused(ApprovalReden.GEEN_NOODPROCEDURE)
        if row.beoordeeld_door is not None:
            raise ApprovalRefused(ApprovalReden.AL_BEOORDEELD)
        self._check_another_person(vraag, door)
        return self._replace(row, vraag, beoordeeld_door=door)

    def renew(self) -> None:
        """
        Seal the open reviews with the key that writes now; other requests expire by themselves.
        """
        for row in self.open_reviews():
            self._replace(row, self._opened(row))

    # --- inside

    def _add(self, vraag: Vraag, now: datetime, **more: object) -> StoredApproval:
        parse(vraag.pseudoniem)
        self._person(vraag.vrager)
        row = StoredApproval(
            id=as_letters(self._toeval(VALUE_BYTES)),
            vraag=b"",
            vrager=vraag.vrager,
            gevraagd_op=now,
            verloopt_op=now,
        )
        row = self._sealed(row._replace(**more), vraag)  # type: ignore[arg-type]
        with self._store.transaction():  # of two at once, the second counts the first
            if self._store.count_approvals(vraag.vrager, now - QUOTA_OVER) >= self._per_dag:
                raise ApprovalRefused(ApprovalReden.QUOTUM)
            self._store.add_approval(row)
        return row

    def _asked(self, approval_id: str, vraag: Vraag) -> tuple[StoredApproval, datetime]:
        """
        Give the row of a request that still holds, and the time at which that was so.
        """
        row, now = self._row(approval_id), self._now()
        if self._opened(row) != vraag:
            raise ApprovalRefused(ApprovalReden.VERANDERD)
        if row.noodprocedure:
            raise ApprovalRefused(ApprovalReden.NOODPROCEDURE)
        if row.gebruikt_op is not None:
            raise ApprovalRefused(ApprovalReden.AL_GEBRUIKT)
        # A clock that was put back before the request gives no extra time.
        if not row.gevraagd_op <= now < row.verloopt_op:
            raise ApprovalRefused(ApprovalReden.VERLOPEN)
        return row, now

    def _check_another_person(self, vraag: Vraag, door: Pseudoniem) -> None:
        # By person: in another tijdvak the same person has another pseudonym.
        if self._person(door) == self._persons.resolve(vraag.vrager):
            raise ApprovalRefused(ApprovalReden.EIGEN)

    def _person(self, actor: Pseudoniem) -> PersonId:
        parse(actor, domein=code_of(self._store, LOGBOEK_ACTOREN))
        person = self._persons.resolve(actor)
        if person is None:
            raise ApprovalRefused(ApprovalReden.ONBEKENDE_PERSOON)
        return person

    def _row(self, approval_id: str) -> StoredApproval:
        row = self._store.approval(approval_id)
        if row is None:
            raise ApprovalRefused(ApprovalReden.ONBEKEND)
        return row

    def _replace(self, row: StoredApproval, vraag: Vraag, **changes: object) -> StoredApproval:
        new = self._sealed(row._replace(**changes), vraag)  # type: ignore[arg-type]
        if not self._store.replace_approval(new, expected=row):
            raise ApprovalRefused(ApprovalReden.GELIJKTIJDIG)
        return new

    def _sealed(self, row: StoredApproval, vraag: Vraag) -> StoredApproval:
        key = self._keys.active(KeyKind.KLUIS)
        return row._replace(vraag=key.seal(_text(row, vraag), _where(row)))

    def _opened(self, row: StoredApproval) -> Vraag:
        opener: Opener = self._keys.opener()
        plain = opener.open(row.vraag, _where(row))
        asked = json.loads(plain)["vraag"]
        vraag = Vraag(**{**asked, "aanleiding": Aanleiding(asked["aanleiding"])})
        if plain != _text(row, vraag):
            raise Tampered(plaats=named(_where(row)))
        return vraag

    def _now(self) -> datetime:
        return self._klok().astimezone(UTC)


def _where(row: StoredApproval) -> Where:
    return _PLACE(row.id, "", 1)


def _text(row: StoredApproval, vraag: Vraag) -> bytes:
    """
    Write the question and all columns of its row but itself, always the same way.
    """
    columns = {name: value for name, value in row._asdict().items() if name != "vraag"}
    both = {"vraag": asdict(vraag), "rij": columns}
    return json.dumps(both, sort_keys=True, default=_instant).encode()


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()
