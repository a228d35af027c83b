"""
A pseudonym is led back by two people together, once, for what they both saw; or alone and reviewed.
"""

from __future__ import annotations

import dataclasses
import threading

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.bsn import bsns
from tests.vault.people import NOW, ZORG, Kluis, chance
from zvhprivacy.errors import WrongUse
from zvhprivacy.model.stored import StoredApproval
from zvhprivacy.vault.approval import Approvals
from zvhprivacy.vault.domain import LOGBOEK_ACTOREN
from zvhprivacy.vault.envelope import Tampered
from zvhprivacy.vault.herleiden import Aanleiding, ApprovalReden, ApprovalRefused, Vraag
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.pseudonym import Pseudoniem, PseudoniemInvalid


HOURS = timedelta(hours=8)
QUOTA = 3
PEOPLE = 3


class Huis:
    """
    A kluis with some who work there and one who is asked about, and a clock that is set by hand.
    """

    def __init__(self) -> None:
        self.kluis = Kluis()
        self.now = NOW
        self.people = list(self.kluis.persons.enrol_all(bsns(PEOPLE)).values())
        self.about = self.kluis.persons.pseudonym(self.kluis.persons.enrol(), ZORG)
        self.approvals = self.register()

    def register(self, seed: str = "") -> Approvals:
        """
        Open the register, in this process or another.
        """
        kluis = self.kluis.again(seed) if seed else self.kluis
        return Approvals(
            kluis.keys,
            kluis.store,
            kluis.persons,
            klok=lambda: self.now,
            toeval=chance(f"approvals {seed}"),
            geldig=HOURS,
            per_dag=QUOTA,
        )

    def actor(self, number: int) -> Pseudoniem:
        """
        Give the pseudonym of the *number*-th who works there, as it is now.
        """
        return self.kluis.persons.pseudonym(self.people[number], LOGBOEK_ACTOREN)

    def vraag(self, who: int = 0, **more: Any) -> Vraag:
        """
        Make a question of the *who*-th.
        """
        standard = {
            "pseudoniem": self.about,
            "aanleiding": Aanleiding.INCIDENT,
            "vrager": self.actor(who),
            "doel": "toezicht",
        }
        return Vraag(**{**standard, **more})


@pytest.fixture
def huis() -> Huis:
    """
    A fresh one.
    """
    return Huis()


def _refused(step: Callable[[], object]) -> ApprovalReden:
    with pytest.raises(ApprovalRefused) as raised:
        step()
    return raised.value.reden


# --- four eyes ------------------------------------------------------------------------------------


def test_two_people(huis: Huis) -> None:
    """
    Asked by one, approved by another, used once: then it is used up.
    """
    vraag = huis.vraag()
    asked = huis.approvals.request(vraag).id

    assert vraag == huis.approvals.question(asked)
    assert ApprovalReden.NIET_GOEDGEKEURD is _refused(lambda: huis.approvals.use(asked, vraag))
    huis.approvals.approve(asked, vraag, door=huis.actor(1))
    used = huis.approvals.use(asked, vraag)

    assert (huis.actor(0), huis.actor(1)) == (used.vrager, used.goedgekeurd_door)
    assert ApprovalReden.AL_GEBRUIKT is _refused(lambda: huis.approvals.use(asked, vraag))


def test_nobody_approves_his_own(huis: Huis) -> None:
    """
    Who asked does not approve, under no pseudonym he ever had.
    """
    vraag = huis.vraag()
    asked = huis.approvals.request(vraag).id
    huis.kluis.keys.renew(KeyKind.DOMEIN, LOGBOEK_ACTOREN.naam)

    for door in (vraag.vrager, huis.actor(0)):
        assert ApprovalReden.EIGEN is _refused(
            lambda door=door: huis.approvals.approve(asked, vraag, door=door)  # type: ignore[misc]
        )


def test_who_approves_is_a_person(huis: Huis) -> None:
    """
    An account, somebody's pseudonym of another domain, or one of nobody does not ask or approve.
    """
    vraag = huis.vraag()
    asked = huis.approvals.request(vraag).id
    gone = huis.actor(2)
    huis.kluis.persons.shred(huis.people[2])

    for door in ("beheerder-2", huis.kluis.persons.pseudonym(huis.people[1], ZORG)):
        with pytest.raises(PseudoniemInvalid):
            huis.approvals.approve(asked, vraag, door=Pseudoniem(door))
        with pytest.raises(PseudoniemInvalid):
            huis.approvals.request(huis.vraag(vrager=Pseudoniem(door)))
    assert ApprovalReden.ONBEKENDE_PERSOON is _refused(
        lambda: huis.approvals.approve(asked, vraag, door=gone)
    )


@pytest.mark.parametrize(
    "change",
    [
        {"aanleiding": Aanleiding.VERZOEK_BETROKKENE},
        {"doel": "iets-anders"},
        {"casus": "casus-1"},
        {"vrager": None},
        {"pseudoniem": None},
    ],
)
@pytest.mark.parametrize("approved", [False, True])
def test_the_question_stays_the_same(huis: Huis, change: dict[str, Any], *, approved: bool) -> None:
    """
    What is approved and used is exactly what was asked; no part of it can be changed afterwards.
    """
    values = {
        "vrager": huis.actor(2),
        "pseudoniem": huis.kluis.persons.pseudonym(huis.people[1], ZORG),
    }
    vraag = huis.vraag()
    other = dataclasses.replace(vraag, **{k: values.get(k, v) for k, v in change.items()})
    asked = huis.approvals.request(vraag).id
    if approved:
        huis.approvals.approve(asked, vraag, door=huis.actor(1))
        assert ApprovalReden.VERANDERD is _refused(lambda: huis.approvals.use(asked, other))
    else:
        assert ApprovalReden.VERANDERD is _refused(
            lambda: huis.approvals.approve(asked, other, door=huis.actor(1))
        )


@pytest.mark.parametrize(
    ("later", "holds"),
    [
        (HOURS - timedelta(microseconds=1), True),
        (HOURS, False),
        (timedelta(days=1), False),
        (-timedelta(microseconds=1), False),  # a clock that was put back
    ],
)
def test_it_expires(huis: Huis, later: timedelta, *, holds: bool) -> None:
    """
    An approval holds from the request until its hours are over, and not on a clock put back.
    """
    vraag = huis.vraag()
    asked = huis.approvals.request(vraag).id
    huis.approvals.approve(asked, vraag, door=huis.actor(1))
    huis.now = (NOW + later).astimezone(timezone(timedelta(hours=-7)))

    if holds:
        assert NOW + later == huis.approvals.use(asked, vraag).gebruikt_op
    else:
        assert ApprovalReden.VERLOPEN is _refused(lambda: huis.approvals.use(asked, vraag))


def test_moments_are_kept_in_utc(huis: Huis) -> None:
    """
    The clock may tell the time of any zone; what is kept is the same moment in UTC.
    """
    huis.now = NOW.astimezone(timezone(timedelta(hours=5)))

    asked = huis.approvals.request(huis.vraag()).gevraagd_op

    assert (NOW, UTC) == (asked, asked.tzinfo)


def test_two_use_it_in_the_same_moment(huis: Huis, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Who was about to use an approval that another just used, does not.
    """
    vraag = huis.vraag()
    asked = huis.approvals.request(vraag).id
    huis.approvals.approve(asked, vraag, door=huis.actor(1))
    other = huis.register("another process")
    read, turns = huis.kluis.store.approval, [1]

    def approval(name: str) -> StoredApproval | None:
        row = read(name)
        if turns:
            turns.clear()
            other.use(asked, vraag)
        return row

    monkeypatch.setattr(huis.kluis.store, "approval", approval)

    assert ApprovalReden.GELIJKTIJDIG is _refused(lambda: huis.approvals.use(asked, vraag))


def test_many_use_it_at_once(huis: Huis) -> None:
    """
    Of many who use one approval at the same moment one succeeds.
    """
    vraag = huis.vraag()
    asked = huis.approvals.request(vraag).id
    huis.approvals.approve(asked, vraag, door=huis.actor(1))
    outcomes: list[ApprovalReden | None] = []
    together = threading.Barrier(8)

    def use(number: int) -> None:
        register = huis.register(f"process {number}")
        together.wait()
        try:
            register.use(asked, vraag)
        except ApprovalRefused as refused:
            outcomes.append(refused.reden)
        else:
            outcomes.append(None)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 == outcomes.count(None)
    assert set(outcomes) <= {None, ApprovalReden.AL_GEBRUIKT, ApprovalReden.GELIJKTIJDIG}


def test_a_quota_of_a_day(huis: Huis) -> None:
    """
    A person asks so many times in 24 hours, by any road; others are not in his way.
    """
    nood = huis.vraag(aanleiding=Aanleiding.NOODPROCEDURE)
    huis.approvals.break_glass(nood)
    huis.now += timedelta(hours=1)
    for _ in range(QUOTA - 1):
        huis.approvals.request(huis.vraag())

    assert ApprovalReden.QUOTUM is _refused(lambda: huis.approvals.request(huis.vraag()))
    assert ApprovalReden.QUOTUM is _refused(lambda: huis.approvals.break_glass(nood))
    assert huis.approvals.request(huis.vraag(1))
    huis.now += timedelta(hours=16)  # past midnight
    assert ApprovalReden.QUOTUM is _refused(lambda: huis.approvals.request(huis.vraag()))
    huis.now += timedelta(hours=7, microseconds=1)
    assert huis.approvals.request(huis.vraag())


# --- noodprocedure --------------------------------------------------------------------------------


def test_the_noodprocedure(huis: Huis) -> None:
    """
    Alone and at once, to be reviewed within 30 days by another person, once.
    """
    nood = huis.vraag(aanleiding=Aanleiding.NOODPROCEDURE)

    used = huis.approvals.break_glass(nood)

    assert (NOW, NOW + timedelta(days=30)) == (used.gebruikt_op, used.beoordelen_voor)
    assert [used] == list(huis.approvals.open_reviews())
    huis.now += timedelta(days=29)
    huis.kluis.keys.renew(KeyKind.DOMEIN, LOGBOEK_ACTOREN.naam)
    assert ApprovalReden.EIGEN is _refused(
        lambda: huis.approvals.review(used.id, door=huis.actor(0))
    )
    huis.approvals.review(used.id, door=huis.actor(1))
    assert not huis.approvals.open_reviews()
    assert ApprovalReden.AL_BEOORDEELD is _refused(
        lambda: huis.approvals.review(used.id, door=huis.actor(2))
    )


def test_the_two_roads_do_not_cross(huis: Huis) -> None:
    """
    The noodprocedure is not asked for, what was asked for is not used alone, and only a use of
    the noodprocedure is reviewed.
    """
    vraag, nood = huis.vraag(), huis.vraag(aanleiding=Aanleiding.NOODPROCEDURE)
    asked = huis.approvals.request(vraag).id
    used = huis.approvals.break_glass(nood).id

    with pytest.raises(WrongUse):
        huis.approvals.request(nood)
    with pytest.raises(WrongUse):
        huis.approvals.break_glass(vraag)
    assert ApprovalReden.NOODPROCEDURE is _refused(
        lambda: huis.approvals.approve(used, nood, door=huis.actor(1))
    )
    assert ApprovalReden.NOODPROCEDURE is _refused(lambda: huis.approvals.use(used, nood))
    assert ApprovalReden.GEEN_NOODPROCEDURE is _refused(
        lambda: huis.approvals.review(asked, door=huis.actor(1))
    )
    assert ApprovalReden.ONBEKEND is _refused(lambda: huis.approvals.use("a" * 28, vraag))


def test_open_reviews_outlive_a_key(huis: Huis) -> None:
    """
    A use that still has to be reviewed can be, after the key that sealed it is gone.
    """
    used = huis.approvals.break_glass(huis.vraag(aanleiding=Aanleiding.NOODPROCEDURE))
    old = huis.kluis.keys.active(KeyKind.KLUIS).nummer
    huis.kluis.keys.renew(KeyKind.KLUIS)
    with huis.kluis.store.transaction():
        rows = huis.kluis.store.persons("", 100)
        huis.kluis.store.replace_persons(huis.kluis.persons.renewed(rows))
    huis.approvals.renew()
    huis.kluis.keys.destroy(old)

    assert huis.approvals.review(used.id, door=huis.actor(1))


# --- a hand in the database -----------------------------------------------------------------------


FORGED: list[Callable[[StoredApproval, StoredApproval], StoredApproval]] = [
    lambda row, _: row._replace(goedgekeurd_door="zvh1", goedgekeurd_op=NOW),
    lambda row, _: row._replace(gebruikt_op=None if row.gebruikt_op else NOW),
    lambda row, _: row._replace(verloopt_op=NOW + timedelta(days=365)),
    lambda row, _: row._replace(gevraagd_op=NOW - timedelta(days=365)),
    lambda row, _: row._replace(noodprocedure=not row.noodprocedure),
    lambda row, _: row._replace(beoordeeld_door="zvh1"),
    lambda row, _: row._replace(beoordelen_voor=NOW + timedelta(days=365)),
    lambda row, other: row._replace(vraag=other.vraag),
    lambda row, other: other._replace(id=row.id),
    lambda row, _: row._replace(vraag=row.vraag[:-1]),
    lambda row, _: row._replace(vraag=b""),
]


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("state", ["asked", "used", "nood"])
def test_a_row_written_by_hand_opens_nothing(
    huis: Huis, forged: Callable[[StoredApproval, StoredApproval], StoredApproval], state: str
) -> None:
    """
    An approval that was changed in the database is noticed, and the message says which row.
    """
    vraag = huis.vraag(aanleiding=Aanleiding["NOODPROCEDURE" if state == "nood" else "INCIDENT"])
    row = (huis.approvals.break_glass if state == "nood" else huis.approvals.request)(vraag)
    if state == "used":
        huis.approvals.approve(row.id, vraag, door=huis.actor(1))
        row = huis.approvals.use(row.id, vraag)
    other_vraag = huis.vraag(1, casus="another")
    other = huis.approvals.request(other_vraag)
    other = huis.approvals.approve(other.id, other_vraag, door=huis.actor(2))
    changed = forged(row, other)
    assert huis.kluis.store.replace_approval(changed, expected=row)

    for step in (
        lambda: huis.approvals.use(row.id, vraag),
        lambda: huis.approvals.approve(row.id, vraag, door=huis.actor(2)),
        lambda: huis.approvals.review(row.id, door=huis.actor(2)),
        lambda: huis.approvals.question(row.id),
    ):
        with pytest.raises(Tampered, match=row.id):
            step()


def test_the_register_does_not_show_who_it_is_about(huis: Huis) -> None:
    """
    Whose pseudonym is asked about, and why, does not stand in the database.
    """
    row = huis.approvals.request(huis.vraag(casus="casus-1"))

    shown = repr(row)

    assert not any(word in shown for word in (huis.about, "casus-1", "toezicht", "incident"))


# --- all of it together ---------------------------------------------------------------------------


@dataclass
class Asked:
    """
    What the model knows of a request.
    """

    vraag: Vraag
    human: int
    at: datetime
    nood: bool
    approved: bool = False
    used: bool = False
    reviewed: bool = False
    changed: Vraag = field(init=False)

    def __post_init__(self) -> None:
        self.changed = dataclasses.replace(self.vraag, doel="iets-anders")


class Register(RuleBasedStateMachine):
    """
    The register beside a model that knows humans instead of pseudonyms.
    """

    def __init__(self) -> None:
        super().__init__()
        self.huis = Huis()
        self.registers = [self.huis.approvals, self.huis.register("another process")]
        self.asked: dict[str, Asked] = {}
        self.quota: list[tuple[Pseudoniem, datetime]] = []

    def _some(self, number: int) -> tuple[str, Asked]:
        ids = sorted(self.asked)
        return ids[number % len(ids)], self.asked[ids[number % len(ids)]]

    def _does(self, reasons: dict[ApprovalReden, bool], step: Callable[[], object]) -> bool:
        """
        Do *step*, which must be refused exactly when one of *reasons* holds, and for one of them.
        """
        expected = {reden for reden, holds in reasons.items() if holds}
        try:
            step()
        except ApprovalRefused as refused:
            reden = refused.reden
        else:
            assert not expected
            return True
        assert reden in expected
        return False

    @rule(human=st.integers(0, PEOPLE - 1), nood=st.booleans(), process=st.integers(0, 1))
    def ask(self, human: int, nood: bool, process: int) -> None:
        """
        Ask, or use the noodprocedure.
        """
        aanleiding = Aanleiding.NOODPROCEDURE if nood else Aanleiding.VERHOOGD_RISICO
        vraag = self.huis.vraag(human, aanleiding=aanleiding)
        register, now = self.registers[process], self.huis.now
        day = now - timedelta(days=1)
        count = sum(who == vraag.vrager and at >= day for who, at in self.quota)
        rows: list[StoredApproval] = []
        road = register.break_glass if nood else register.request
        if self._does({ApprovalReden.QUOTUM: count >= QUOTA}, lambda: rows.append(road(vraag))):
            self.asked[rows[0].id] = Asked(vraag, human, now, nood, used=nood)
            self.quota.append((vraag.vrager, now))

    def _bad(self, asked: Asked, changed: bool) -> dict[ApprovalReden, bool]:
        return {
            ApprovalReden.VERANDERD: changed,
            ApprovalReden.NOODPROCEDURE: asked.nood,
            ApprovalReden.AL_GEBRUIKT: asked.used,
            ApprovalReden.VERLOPEN: self.huis.now >= asked.at + HOURS,
        }

    @precondition(lambda self: self.asked)
    @rule(
        number=st.integers(0, 99),
        human=st.integers(0, PEOPLE - 1),
        changed=st.booleans(),
        process=st.integers(0, 1),
    )
    def approve(self, number: int, human: int, changed: bool, process: int) -> None:
        """
        Approve what was asked, or something else.
        """
        name, asked = self._some(number)
        reasons = {
            **self._bad(asked, changed),
            ApprovalReden.AL_GOEDGEKEURD: asked.approved,
            ApprovalReden.EIGEN: human == asked.human,
        }
        vraag, door = asked.changed if changed else asked.vraag, self.huis.actor(human)
        if self._does(reasons, lambda: self.registers[process].approve(name, vraag, door=door)):
            asked.approved = True

    @precondition(lambda self: self.asked)
    @rule(number=st.integers(0, 99), changed=st.booleans(), process=st.integers(0, 1))
    def use(self, number: int, changed: bool, process: int) -> None:
        """
        Use an approval, for what was asked or something else.
        """
        name, asked = self._some(number)
        reasons = {
            **self._bad(asked, changed),
            ApprovalReden.NIET_GOEDGEKEURD: not asked.approved,
        }
        vraag = asked.changed if changed else asked.vraag
        if self._does(reasons, lambda: self.registers[process].use(name, vraag)):
            asked.used = True

    @precondition(lambda self: self.asked)
    @rule(number=st.integers(0, 99), human=st.integers(0, PEOPLE - 1), process=st.integers(0, 1))
    def review(self, number: int, human: int, process: int) -> None:
        """
        Review.
        """
        name, asked = self._some(number)
        reasons = {
            ApprovalReden.GEEN_NOODPROCEDURE: not asked.nood,
            ApprovalReden.AL_BEOORDEELD: asked.reviewed,
            ApprovalReden.EIGEN: human == asked.human,
        }
        door = self.huis.actor(human)
        if self._does(reasons, lambda: self.registers[process].review(name, door=door)):
            asked.reviewed = True

    @rule(minutes=st.sampled_from([0, 1, 60, 479, 480, 1_440]))
    def wait(self, minutes: int) -> None:
        """
        Let time go by.
        """
        self.huis.now += timedelta(minutes=minutes)

    @rule()
    def new_tijdvak(self) -> None:
        """
        Give everybody who works there another pseudonym.
        """
        self.huis.kluis.keys.renew(KeyKind.DOMEIN, LOGBOEK_ACTOREN.naam)

    @rule()
    def new_key(self) -> None:
        """
        Make a new kluis key, which seals the open reviews.
        """
        self.huis.kluis.keys.renew(KeyKind.KLUIS)
        self.huis.approvals.renew()

    @invariant()
    def what_is_to_be_reviewed(self) -> None:
        """
        To be reviewed is every use of the noodprocedure that nobody reviewed.
        """
        wanted = {name for name, asked in self.asked.items() if asked.nood and not asked.reviewed}
        assert wanted == {row.id for row in self.huis.approvals.open_reviews()}


TestRegister = Register.TestCase
TestRegister.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
