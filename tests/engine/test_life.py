"""
Cases live as the law has it, whatever is tried in whatever order: against a model of its own.
"""

from __future__ import annotations

import tempfile

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.engine.bewaren import deciding, restricted
from tests.engine.houses import COLLEGE, GGZ, OM, RVDK
from tests.engine.intruder import deviations
from tests.engine.zaken import Bouw, Zaak, aangemeld
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.logboek.verify import verify
from zvhprivacy.model.casus import Casus, Overgang, Toewijzing
from zvhprivacy.model.levensloop import TransitionRefused
from zvhprivacy.store.registers import Registers


# From where to where, by which act on which data, and whether a joint decision is needed.
STEPS = {
    ("aangemeld", "triage"): ("vastleggen", "casusmetadata", False),
    ("aangemeld", "in-behandeling"): ("beoordelen", "aanmeldmotivering", True),
    ("triage", "in-behandeling"): ("beoordelen", "aanmeldmotivering", True),
    ("aangemeld", "afgewezen"): ("beoordelen", "aanmeldmotivering", True),
    ("triage", "afgewezen"): ("beoordelen", "aanmeldmotivering", True),
    ("in-behandeling", "casusoverleg"): ("betrekken", "casusmetadata", True),
    ("casusoverleg", "uitvoering"): ("vastleggen", "casusmetadata", False),
    ("uitvoering", "casusoverleg"): ("vastleggen", "casusmetadata", False),
    ("in-behandeling", "afgesloten"): ("afsluiten", "casusmetadata", True),
    ("casusoverleg", "afgesloten"): ("afsluiten", "casusmetadata", True),
    ("uitvoering", "afgesloten"): ("afsluiten", "casusmetadata", True),
}
PHASES = sorted({phase for step in STEPS for phase in step} | {"vernietigd", "hernieuwd"})
ACTS = ("vastleggen", "beoordelen", "betrekken", "afsluiten", "inzien")
OPEN = {"in-behandeling", "casusoverleg", "uitvoering"}


@dataclass(slots=True)
class Model:
    """
    What should be so, kept apart from everything that keeps it.
    """

    fase: str = "aangemeld"
    regisseur: bool = False  # assigned
    officier: bool = False
    criteria: bool = False
    betrokken: set[str] = field(default_factory=set)
    besluiten: dict[str, tuple[str, str, frozenset[str]]] = field(default_factory=dict)
    gebruikt: set[str] = field(default_factory=set)
    beperkt: list[str] = field(default_factory=list)  # the restrictions that last
    stappen: list[str] = field(default_factory=lambda: ["aangemeld"])

    def decided(self, besluit: str | None, act: str, naar: str) -> bool:
        """
        Say whether a decision lets *act* be done and leads to *naar*.
        """
        if besluit is None or besluit in self.gebruikt:
            return False
        about, to, voters = self.besluiten[besluit]
        enough = len(voters) >= 2 and (self.betrokken & {COLLEGE, OM, RVDK}) <= voters
        return (about, to) == (act, naar) and enough

    def may_go(self, naar: str, act: str, besluit: str | None) -> bool:
        """
        Say whether the regisseur may let the case go there, by that act.
        """
        step = STEPS.get((self.fase, naar))
        if step is None or step[0] != act or self.beperkt:
            return False
        if step[2] and not self.decided(besluit, act, naar):
            return False
        if act == "betrekken":
            return self.criteria
        if act == "vastleggen":
            there = self.fase not in OPEN or (COLLEGE in self.betrokken and self.criteria)
            return self.regisseur and there
        return True


class Life(RuleBasedStateMachine):
    """
    One case in one house, and people who try everything.
    """

    bouw: Bouw
    reached: set[str]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        built = self.stack.enter_context(self.bouw.kopie(folder))
        self.zaak: Zaak = aangemeld(built.h, 7)
        self.model = Model()

    def teardown(self) -> None:
        """
        Let the house go.
        """
        self.stack.close()

    @initialize(ready=st.integers(0, 3))
    def begins(self, ready: int) -> None:
        """
        Begin with nothing, or with somebody who runs the case, and what it takes to go far.
        """
        if ready:
            self.assigned("regisseur")
        if ready > 1:
            self.decides("beoordelen", "in-behandeling", {COLLEGE, OM, RVDK})
            self.judged()
        if ready > 2:
            self._tried("in-behandeling", "beoordelen", next(iter(self.model.besluiten)))
            self.joins(COLLEGE)

    @rule(wie=st.sampled_from(["regisseur", "officier"]))
    def assigned(self, wie: str) -> None:
        """
        The regisseur takes the case on, and assigns another.
        """
        if wie != "regisseur" and not self.model.regisseur:
            return
        rol = "procesregisseur" if wie == "regisseur" else "casusdeelnemer"
        self.zaak.toegewezen(wie, rol)
        setattr(self.model, wie, True)

    @precondition(lambda self: self.model.officier)
    @rule()
    def unassigned(self) -> None:
        """
        The officier leaves the case.
        """
        with self.zaak.h.huis.storage.hoofd.read() as connection:
            mine = Registers(connection).all_of(
                Toewijzing, casus=self.zaak.id, medewerker=self.zaak.h.mensen["officier"]
            )
        today = self.zaak.h.klok().date()
        for line in mine:
            if line.geldt(today):
                self.zaak.h.huis.registratie.end(line, self.zaak.over("regisseur"), today)
        self.model.officier = False

    @precondition(lambda self: self.model.regisseur)
    @rule(
        act=st.sampled_from(ACTS[1:4]),
        naar=st.sampled_from(PHASES),
        voters=st.sets(st.sampled_from([COLLEGE, OM, RVDK]), min_size=1),
    )
    def decides(self, act: str, naar: str, voters: set[str]) -> None:
        """
        Something is decided, by some.
        """
        line = self.zaak.besluit(act, naar, sorted(voters))
        self.model.besluiten[line] = (act, naar, frozenset(voters))

    @precondition(lambda self: any(v >= {COLLEGE, OM} for _, _, v in self.model.besluiten.values()))
    @rule()
    def judged(self) -> None:
        """
        The criteria are found to be met.
        """
        self.zaak.criteria()
        self.model.criteria = True

    @precondition(lambda self: self.model.regisseur)
    @rule(organisatie=st.sampled_from([COLLEGE, OM, RVDK, GGZ]))
    def joins(self, organisatie: str) -> None:
        """
        An organisation takes part, by a decision of all that have to.
        """
        self.zaak.doet_mee(organisatie, (COLLEGE, OM, RVDK))
        self.model.betrokken.add(organisatie)

    @rule(
        naar=st.sampled_from(PHASES),
        act=st.sampled_from(ACTS),
        data=st.data(),
    )
    def goes(self, naar: str, act: str, data: st.DataObject) -> None:
        """
        The regisseur tries to let the case go on.
        """
        besluit = data.draw(st.sampled_from([None, *self.model.besluiten]))
        self._tried(naar, act, besluit)

    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        """
        The regisseur tries a step that the law knows, half the time with the decision it takes.
        """
        known = [(to, *step) for (van, to), step in STEPS.items() if van == self.model.fase]
        if not known:
            return
        naar, act, _, joint = data.draw(st.sampled_from(known))
        ready = bool(data.draw(st.integers(0, 1)))
        if joint and ready and self.model.regisseur:
            self.decides(act, naar, {COLLEGE, OM, RVDK})
        self._tried(naar, act, next(reversed(self.model.besluiten), None))

    def _tried(self, naar: str, act: str, besluit: str | None) -> None:
        gegevens = next((s[1] for s in STEPS.values() if s[0] == act), "casusmetadata")
        expected = self.model.may_go(naar, act, besluit)
        try:
            self.zaak.naar(naar, act, besluit, gegevens)
            done = True
        except (AccessDenied, TransitionRefused, WrongUse):
            done = False

        assert expected == done
        if done:
            if STEPS[self.model.fase, naar][2] and besluit:
                self.model.gebruikt.add(besluit)
            self.model.fase = naar
            self.model.stappen.append(naar)
            self.reached.add(naar)

    @rule()
    def restricts(self) -> None:
        """
        The contactpunt restricts the case at the request of the betrokkene.
        """
        self.model.beperkt.append(restricted(self.zaak).id)

    @precondition(lambda self: self.model.beperkt)
    @rule()
    def lifts(self) -> None:
        """
        It lifts one of the restrictions.
        """
        grant = deciding(self.zaak)
        self.zaak.h.huis.opschorten.hef_op(grant, self.model.beperkt.pop())

    @rule()
    def looks(self) -> None:
        """
        The officier may look at the report while he is on the case, and it runs unrestricted.
        """
        model = self.model
        may = (
            model.officier
            and model.criteria
            and OM in model.betrokken
            and model.fase in {"in-behandeling", "casusoverleg", "uitvoering"}
            and not model.beperkt
        )
        try:
            self.zaak.h.huis.casussen.open(
                self.zaak.mag(
                    "officier",
                    "inzien",
                    "identificatie-contact",
                    rol="casusdeelnemer",
                )
            )
            looked = True
        except AccessDenied:
            looked = False

        assert may == looked

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        """
        The case is where the model says, and came there as it says.
        """
        if not hasattr(self, "zaak"):
            return
        with self.zaak.h.huis.storage.hoofd.read() as connection:
            registers = Registers(connection)
            casus = registers.one(Casus, self.zaak.id)
            moves = registers.all_of(Overgang, casus=self.zaak.id)

        assert casus is not None
        assert self.model.fase == casus.fase
        assert self.model.stappen == [each.naar for each in sorted(moves, key=lambda m: m.op)]

    @invariant()
    def nothing_is_untold(self) -> None:
        """
        Every row is as the logboek says, and the logboek is whole.
        """
        if not hasattr(self, "zaak"):
            return
        storage = self.zaak.h.huis.storage

        assert [] == deviations(self.zaak)
        assert verify(storage.log, storage.verifiers())


@pytest.mark.usefixtures("_policy_read_once")
def test_a_case_lives_as_the_model_says(bouw: Bouw) -> None:
    """
    Assign, decide, judge, join, go on and look, in any order: the model and the engine agree.
    """
    reached = set[str]()
    kind = type("OfThisHouse", (Life,), {"bouw": bouw, "reached": reached})
    chosen = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(kind, settings=chosen)

    assert {"triage", "in-behandeling", "casusoverleg", "afgesloten"} <= reached
