"""
Carrying out: what was approved and still has to go, goes; nothing else does.
"""

from __future__ import annotations

import dataclasses

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.bewaren.huis import DUE, FRESH, Bewaarhuis, Zaak
from tests.bewaren.law import term, terms
from tests.engine.houses import COLLEGE, HUIS
from tests.engine.intruder import Intruder
from zvhprivacy.bewaren import batch, carrying, ending, telling
from zvhprivacy.bewaren.outcome import PlanReport
from zvhprivacy.bewaren.run import NothingReady
from zvhprivacy.bewaren.targets import Opdracht, TargetFailed, TargetMissing
from zvhprivacy.engine import bewaren_werk
from zvhprivacy.engine.content import GEGEVEN
from zvhprivacy.errors import Exit
from zvhprivacy.logboek.line import AuditLine, DataLine, Gebeurtenis, Line, Logdoel
from zvhprivacy.logboek.reading import Query, lees
from zvhprivacy.model.bewaarplan import LineState, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import Opschorting, State, Vernietigingsgrond
from zvhprivacy.model.casus import Aard, Betrokkene, Casus, Gegeven
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.store.anoniem import classes
from zvhprivacy.store.errors import TracesLeft
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all
from zvhprivacy.vault.domain import LOGBOEK_BETROKKENEN
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.person import PersonId


def carried_out(b: Bewaarhuis, **options: Any) -> PlanReport:
    """
    Carry out the one plan that is ready.
    """
    report: PlanReport
    [report] = b.bewaren.run(**options).plannen
    return report


def alive(b: Bewaarhuis, zaak: Zaak) -> bool:
    """
    Say whether the content of a case can still be opened.
    """
    return bool(b.rooms.storage.keys.of_cases([zaak.id])[zaak.id])


def there(b: Bewaarhuis, persoon: str) -> bool:
    """
    Say whether the kluis knows a person.
    """
    return b.rooms.storage.vault.person(persoon) is not None


def outcomes(b: Bewaarhuis) -> list[str]:
    """
    Give what became of the lines of the newest plan.
    """
    return [line.uitkomst for line in b.regels(b.bewaren.plannen()[-1])]


def ground(b: Bewaarhuis, zaak: Zaak, gegeven: str | None) -> Vernietigingsgrond:
    """
    Write down that an item is not needed any more.
    """
    line = Vernietigingsgrond(
        id=b.uid(),
        casus=zaak.id,
        gegeven=gegeven,
        grond=Begin.NIET_MEER_NODIG,
        medewerker=b.een.medewerker or "",
        op=b.h.klok(),
    )
    b.schrijf([line], zaak.id)
    return line


# ------------------------------------------------------------- what goes, and what stays


def test_what_is_due_goes_and_the_rest_stays(b: Bewaarhuis) -> None:
    """
    Rows, keys and people of a case whose term is over are gone; of another one everything stays.
    """
    gone, stays = b.zaak(nummers=[1]), b.zaak(FRESH, nummers=[2])
    plan = b.goedgekeurd()
    report = carried_out(b)

    assert (PlanState.KLAAR, 1, 0, 1) == (
        report.state,
        report.zaken,
        report.gegevens,
        report.personen,
    )
    assert {stays.id} == b.er_zijn(Casus)
    assert set(stays.betrokkenen) == b.er_zijn(Betrokkene)
    assert set(stays.gegevens) == b.er_zijn(Gegeven)
    assert (False, True) == (alive(b, gone), alive(b, stays))
    assert (False, True) == (there(b, gone.personen[0]), there(b, stays.personen[0]))
    assert [] == b.afwijkingen()
    [line] = b.regels(plan)
    assert (LineState.KLAAR, None, Uitkomst.VERNIETIGD) == (line.state, line.casus, line.uitkomst)


def test_the_logboek_tells_of_it(b: Bewaarhuis) -> None:
    """
    One line about the case, which the plan names; one to each betrokkene; and that it was approved.
    """
    gone = b.zaak(nummers=[1, 2])
    persons = b.rooms.storage.persons
    aliases = {persons.pseudonym(PersonId(p), LOGBOEK_BETROKKENEN) for p in gone.personen}
    plan = b.goedgekeurd()
    carried_out(b)

    [told] = b.verteld(Gebeurtenis.VERNIETIGEN)
    [line] = b.regels(plan)
    leaf = next(iter(b.rooms.storage.log.leaves(line.logregel or -1, (line.logregel or -1) + 1)))

    assert (gone.id, "wgs-max5", "WGS 1.8 lid 7", 1) == (
        told.casus,
        told.regel,
        told.artikel,
        told.aantal,
    )
    assert gone.id == leaf.casus
    assert all("vernietigen" in told_to(b, alias) for alias in aliases)
    object_ = f"bewaarplan:{plan.hash}"
    about = [each for each in b.verteld(Gebeurtenis.BESLUIT) if each.object == object_]
    assert ["goedgekeurd"] == [each.reden for each in about]
    told_of = [each for each in b.verteld(Gebeurtenis.SYSTEEM) if each.object == object_]
    assert ["opgesteld", "begonnen", "opruimen", "klaar"] == [each.reden for each in told_of]


def test_an_item_goes_and_its_case_stays(b: Bewaarhuis) -> None:
    """
    The item is gone with what hangs on it, no copy of it opens, and the rest of the case does.
    """
    zaak = b.zaak(FRESH, gegevens=[("woonsituatie", FRESH), ("relaties", FRESH)])
    ground(b, zaak, zaak.gegevens[0])
    storage = b.rooms.storage
    [before] = storage.keys.of_cases([zaak.id])[zaak.id]
    b.goedgekeurd()
    report = carried_out(b)
    [after] = storage.keys.of_cases([zaak.id])[zaak.id]
    with storage.hoofd.read() as connection:
        see_all(connection)
        [left] = Registers(connection).gegevens(zaak.id)

    assert (PlanState.KLAAR, 0, 1) == (report.state, report.zaken, report.gegevens)
    assert before != after
    assert {zaak.gegevens[1]} == b.er_zijn(Gegeven)
    assert set() == b.er_zijn(Vernietigingsgrond)
    assert "relaties" in b.rooms.content.opener()(left)
    assert there(b, zaak.personen[0])
    assert [] == b.afwijkingen()


def test_nothing_of_it_is_in_the_files(s: Bewaarhuis, tmp_path: Path) -> None:
    """
    No sealed byte of what went is in a file of the database, and no wrapped key of it.
    """
    cases = [s.zaak(), s.zaak(FRESH)]
    storage = s.rooms.storage
    with storage.hoofd.read() as connection:
        sealed = [Registers(connection).gegevens(each.id)[0].inhoud for each in cases]
    keys = [storage.vault.keys_named(KeyKind.CASUS, [each.id])[0].verpakt for each in cases]
    s.goedgekeurd()
    carried_out(s)
    files = b"".join(path.read_bytes() for path in sorted((tmp_path / "db").glob("huis*")))

    assert [False, True] == [each in files for each in sealed]
    assert [False, True] == [each in files for each in keys]


def test_what_may_be_anonymised_leaves_what_enough_cases_share(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Rows that two cases share stay behind; a case that is alone leaves nothing, as any other.
    """
    law = terms(
        b.h.klok().date(), shipped_too=False, wet=[term("MAX", termijn="P5Y", dan="anonimiseren")]
    )
    law.uitvoering = law.uitvoering.model_copy(update={"drempel": 2})
    monkeypatch.setattr(bewaren_werk, "terms_of", lambda *_: law)
    one, two = b.zaak(), b.zaak()
    alone = b.zaak(gegevens=[("gezondheid", DUE), ("relaties", DUE)], fase="uitvoering")
    plan = b.goedgekeurd()
    carried_out(b)
    with b.rooms.storage.hoofd.read() as connection:
        left = classes(connection)

    assert [2] == list(left.values())
    assert [("woonsituatie",)] == [row.categorieen for row in left]
    assert [Uitkomst.GEANONIMISEERD] * 2 + [Uitkomst.VERNIETIGD] == [
        line.uitkomst for line in b.regels(plan)
    ]
    assert not any(alive(b, each) for each in (one, two, alone))
    assert set() == b.er_zijn(Casus)
    assert [] == b.afwijkingen()


# ------------------------------------------------------------- looked at again


def test_a_hold_placed_after_the_plan_is_honoured(b: Bewaarhuis) -> None:
    """
    On the case or on one item of it: it stays whole, and the line says why.
    """
    whole, item = b.zaak(), b.zaak()
    b.goedgekeurd()
    b.opgeschort(whole)
    b.opgeschort(item, item.gegevens[0])
    report = carried_out(b)

    assert {whole.id, item.id} == b.er_zijn(Casus)
    assert alive(b, whole)
    assert {Uitkomst.OPGESCHORT: 2} == report.overgeslagen
    assert [Uitkomst.OPGESCHORT] * 2 == outcomes(b)
    assert PlanState.KLAAR is report.state
    assert [] == b.afwijkingen()


def test_a_hold_placed_between_two_batches_is_honoured(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What went before it went; what it is about stays.
    """
    monkeypatch.setattr(carrying, "BATCH", 1)
    first, second, third = b.zaak(), b.zaak(), b.zaak()
    b.goedgekeurd()
    passed: list[int] = []

    def stap(number: int) -> None:
        if not passed:
            b.opgeschort(second)
        passed.append(number)

    carried_out(b, stap=stap)

    assert {second.id} == b.er_zijn(Casus)
    assert [False, True, False] == [alive(b, each) for each in (first, second, third)]
    assert [Uitkomst.VERNIETIGD, Uitkomst.OPGESCHORT, Uitkomst.VERNIETIGD] == outcomes(b)


def test_a_hold_that_was_released_keeps_nothing(b: Bewaarhuis) -> None:
    """
    From the day of its release on the case goes as if there had never been one.
    """
    zaak = b.zaak()
    b.goedgekeurd()
    hold = b.opgeschort(zaak)
    with b.rooms.storage.hoofd.write() as connection:
        see_all(connection)
        Registers(connection).mark(Opschorting, hold.id, opgeheven_op=b.h.klok())
    carried_out(b)

    assert set() == b.er_zijn(Casus)


def test_what_came_into_a_case_since_goes_along_when_it_has_to_go_itself(b: Bewaarhuis) -> None:
    """
    An item that nobody planned goes with its case, for the same term is over for it.
    """
    zaak = b.zaak()
    b.goedgekeurd()
    row = b.uid()
    item = Gegeven(
        id=row,
        casus=zaak.id,
        betrokkene=zaak.betrokkenen[0],
        categorie="relaties",
        aard=Aard.FEIT,
        peildatum=b.h.klok().date(),
        bronnen=(COLLEGE,),
        verstrekt_op=b.h.klok().date(),
        eerste_verwerking=b.h.klok().date(),
        laatste_verwerking=b.h.klok().date(),
        inhoud=b.rooms.content.seal(GEGEVEN, row, zaak.id, 1, "nieuw"),
    )
    b.schrijf([item], zaak.id)
    carried_out(b)

    assert set() == b.er_zijn(Casus) | b.er_zijn(Gegeven)


def test_a_case_of_which_a_day_is_not_known_any_more_stays_whole(
    s: Bewaarhuis, tmp_path: Path
) -> None:
    """
    When the first processing of it cannot be right, nobody destroys it.
    """
    zaak = s.zaak()
    s.goedgekeurd()
    intruder(tmp_path, "UPDATE gegeven SET eerste_verwerking = '2030-01-01'")
    intruder(tmp_path, "UPDATE casus SET eerste_verwerking = '2030-01-01'")
    report = carried_out(s)

    assert {zaak.id} == s.er_zijn(Casus)
    assert {Uitkomst.ONBEKEND: 1} == report.overgeslagen


# ------------------------------------------------------------- when, and by whom


def test_it_waits(b: Bewaarhuis) -> None:
    """
    Before the waiting time is over nothing goes, and it says until when.
    """
    b.zaak()
    b.goedgekeurd()
    b.h.klok.goes(seconds=-1)
    quiet = b.bewaren.run(if_due=True)

    assert () == quiet.plannen
    assert b.h.klok() + timedelta(seconds=1) == quiet.volgende
    with pytest.raises(NothingReady, match="2026-06-08"):
        b.bewaren.run()
    assert b.er_zijn(Casus)


def test_without_approval_nothing_goes(b: Bewaarhuis) -> None:
    """
    Nor without a plan; a timer that asks every hour is told so and ends in order.
    """
    with pytest.raises(NothingReady):
        b.bewaren.run()
    b.zaak()
    b.bewaren.stel_op(b.een)
    b.h.klok.goes(days=8)

    assert Exit.OK is b.bewaren.run(if_due=True).exit_code
    with pytest.raises(NothingReady):
        b.bewaren.run()
    assert b.er_zijn(Casus)


def test_an_approval_that_expired_destroys_nothing(b: Bewaarhuis) -> None:
    """
    The plan lapses, and what it listed is there to be planned again.
    """
    zaak = b.zaak()
    b.goedgekeurd()
    b.h.klok.goes(days=7)
    report = b.bewaren.run(if_due=True)

    assert () == report.plannen
    assert [PlanState.VERVALLEN] == [each.state for each in b.bewaren.plannen()]
    assert {zaak.id} == b.er_zijn(Casus)
    assert [zaak.id] == [line.casus for line in b.bewaren.plan().regels]


def test_an_approval_that_expires_meanwhile_stops_the_rest(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What was not reached in time is passed over.
    """
    monkeypatch.setattr(carrying, "BATCH", 1)
    first, second = b.zaak(), b.zaak()
    b.goedgekeurd()
    carried_out(b, stap=lambda _: b.h.klok.goes(days=7))

    assert [Uitkomst.VERNIETIGD, Uitkomst.VERLOPEN] == outcomes(b)
    assert [False, True] == [alive(b, first), alive(b, second)]


def test_lines_that_the_policy_refuses_are_passed_over(b: Bewaarhuis) -> None:
    """
    Who approved is not designated any more: nothing goes by his order.
    """
    zaak = b.zaak()
    plan = b.goedgekeurd()
    line = b.h.stored(Medewerker, plan.goedgekeurd_door or "")
    b.h.huis.registratie.end(line, b.h.van("beheer"), b.h.klok().date())
    report = carried_out(b)

    assert {Uitkomst.GEWEIGERD: 1} == report.overgeslagen
    assert {zaak.id} == b.er_zijn(Casus)


def test_another_policy_is_asked_anew(b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Under a policy that was changed since, a line goes when the same rule makes it go.
    """
    b.zaak()
    b.goedgekeurd()
    snapshot = b.rooms.desk.policy.usual
    b.rooms.storage.writer.keep_policy(f"sha256:{'0' * 64}", b"ander", actor="systeem")
    monkeypatch.setattr(snapshot, "policy", f"sha256:{'0' * 64}")
    carried_out(b)

    assert [Uitkomst.VERNIETIGD] == outcomes(b)


def test_another_rule_of_another_policy_is_not_what_was_approved(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    When the changed policy makes it go for another reason, a person has to see that first.
    """
    zaak = b.zaak()
    b.goedgekeurd()
    ground(b, zaak, None)
    snapshot = b.rooms.desk.policy.usual
    b.rooms.storage.writer.keep_policy(f"sha256:{'0' * 64}", b"ander", actor="systeem")
    monkeypatch.setattr(snapshot, "policy", f"sha256:{'0' * 64}")
    carried_out(b)

    assert [Uitkomst.GEWIJZIGD] == outcomes(b)


def test_lines_that_were_changed_behind_our_back_are_not_carried_out(
    s: Bewaarhuis, tmp_path: Path
) -> None:
    """
    The hash of what was approved is not that of the lines: nothing goes, and it is told.
    """
    cases = {s.zaak().id, s.zaak().id}
    s.goedgekeurd()
    intruder(tmp_path, "UPDATE bewaarplan_regel SET regel = 'A' WHERE nummer = 2")
    report = carried_out(s)

    assert {"plan-veranderd": 1} == report.left.fouten
    assert not report.in_order
    assert cases == s.er_zijn(Casus)


def intruder(folder: Path, statement: str) -> None:
    """
    Change something behind our back.
    """
    connection = Intruder(folder / "db" / "huis.sqlite").connection
    connection.execute(statement)
    connection.close()


# ------------------------------------------------------------- people


def _new_pseudonyms(b: Bewaarhuis) -> None:
    b.h.huis.vernieuw_domeinsleutel(HUIS, "com")


def _cut_off_before_the_rows(b: Bewaarhuis) -> None:
    b.rooms.storage.keys.renew(KeyKind.DOMEIN, b.rooms.content.domain(HUIS, "com").naam)


@pytest.mark.parametrize("meanwhile", [None, _new_pseudonyms, _cut_off_before_the_rows])
def test_who_is_in_another_case_stays(
    b: Bewaarhuis, meanwhile: Callable[[Bewaarhuis], None] | None
) -> None:
    """
    Also when that case knows him by a pseudonym of another tijdvak.
    """
    gone, stays = b.zaak(nummers=[1, 2]), b.zaak(FRESH, nummers=[1])
    b.goedgekeurd()
    if meanwhile is not None:
        meanwhile(b)
    report = carried_out(b)

    assert 1 == report.personen
    assert [True, False] == [there(b, each) for each in gone.personen]
    assert gone.personen[0] == stays.personen[0]


def test_who_is_in_a_later_batch_goes_with_that(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Of two cases in two batches the last one takes the person along.
    """
    monkeypatch.setattr(carrying, "BATCH", 1)
    first, _ = b.zaak(nummers=[1]), b.zaak(nummers=[1])
    b.goedgekeurd()

    assert 1 == carried_out(b).personen
    assert not there(b, first.personen[0])


def test_who_works_here_stays(b: Bewaarhuis) -> None:
    """
    A designated person keeps his secret, or the logboek could not tell any more who did what.
    """
    zaak = b.zaak(nummers=[1])
    b._aangewezen(b.uid(), ("casusdeelnemer",), zaak.personen[0])
    b.goedgekeurd()
    report = carried_out(b)

    assert 0 == report.personen
    assert there(b, zaak.personen[0])


@dataclasses.dataclass
class Index:
    """
    A search index of a host, that fails as often as it is told to.
    """

    naam: str = "index"
    faalt: int = 0
    gewist: list[Opdracht] = dataclasses.field(default_factory=list)

    def vernietig(self, opdracht: Opdracht) -> None:
        """
        Forget it.
        """
        if self.faalt:
            self.faalt -= 1
            raise ConnectionError
        self.gewist.append(opdracht)


@dataclasses.dataclass
class Dossiers(Index):
    """
    A host with cases of its own about people in our kluis.
    """

    naam: str = "dossiers"
    nodig: Collection[str] = ()

    def kent(self, personen: Collection[str]) -> Collection[str]:
        """
        Say whom it still needs.
        """
        return set(personen) & set(self.nodig)


def test_whom_the_host_still_needs_stays(b: Bewaarhuis) -> None:
    """
    The case is gone all the same.
    """
    zaak = b.zaak(nummers=[1, 2])
    b.goedgekeurd()
    report = carried_out(b, vernietigers=[Dossiers(nodig=[zaak.personen[0]])])

    assert 1 == report.personen
    assert [True, False] == [there(b, each) for each in zaak.personen]
    assert set() == b.er_zijn(Casus)


def test_a_host_that_cannot_say_whom_it_needs_stops_the_run(b: Bewaarhuis) -> None:
    """
    Then nobody is destroyed, and no case.
    """
    zaak = b.zaak()
    b.goedgekeurd()
    host = Dossiers()
    host.nodig = None  # type: ignore[assignment]

    with pytest.raises(TargetFailed, match="dossiers"):
        b.bewaren.run(vernietigers=[host])
    assert alive(b, zaak)
    assert there(b, zaak.personen[0])
    host.nodig = ()
    assert 1 == carried_out(b, vernietigers=[host]).zaken


# ------------------------------------------------------------- targets of the host


def test_targets_follow(b: Bewaarhuis) -> None:
    """
    Each is told once of every case and item; a plan is done when all followed.
    """
    zaak, part = b.zaak(), b.zaak(FRESH)
    ground(b, part, part.gegevens[0])
    b.goedgekeurd()
    index = Index()
    report = carried_out(b, vernietigers=[index])

    assert PlanState.KLAAR is report.state
    assert {(zaak.id, None), (part.id, part.gegevens[0])} == {
        (each.casus, each.gegeven) for each in index.gewist
    }


def test_a_target_that_fails_stops_nobody_and_is_asked_again(b: Bewaarhuis) -> None:
    """
    The others follow, the plan is not done and says why; the next run does what is left.
    """
    b.zaak()
    b.goedgekeurd()
    index, other = Index(faalt=1), Index(naam="bijlagen")
    report = carried_out(b, vernietigers=[index, other])

    assert (PlanState.OPRUIMEN, False) == (report.state, report.in_order)
    assert {("index", "ConnectionError"): 1} == report.left.doelen
    assert 1 == len(other.gewist)
    assert {("index", "ConnectionError"): 1} == b.bewaren.status().doelen
    assert set() == b.er_zijn(Casus)

    again = carried_out(b, vernietigers=[index, other], if_due=True)

    assert PlanState.KLAAR is again.state
    assert (1, 1) == (len(index.gewist), len(other.gewist))


def test_a_target_that_took_part_has_to_be_there(b: Bewaarhuis) -> None:
    """
    A run without it is refused, and one that says that it is no more is not.
    """
    b.zaak()
    b.goedgekeurd()
    carried_out(b, vernietigers=[Index(faalt=1)])

    with pytest.raises(TargetMissing, match="index"):
        b.bewaren.run()
    assert PlanState.KLAAR is carried_out(b, opgeheven=["index"]).state


# ------------------------------------------------------------- the end


def test_traces_that_others_keep_there_are_told_and_taken_next_time(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The plan stays where it is until nothing is left in the files.
    """
    b.zaak()
    b.goedgekeurd()

    def busy(*_: object) -> None:
        raise TracesLeft(database="-", soort="wal_checkpoint")

    with monkeypatch.context() as patched:
        patched.setattr(ending, "scrub", busy)
        report = carried_out(b)
    assert (PlanState.OPRUIMEN, ["wal_checkpoint"]) == (report.state, report.left.sporen)
    assert not report.in_order
    assert PlanState.KLAAR is carried_out(b, if_due=True).state


def test_what_is_there_again_is_found(b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A row of a case that went, whoever put it there, keeps the plan from being done.
    """
    b.zaak()
    b.goedgekeurd()
    monkeypatch.setattr(batch, "purge_cases", lambda *_: {})
    report = carried_out(b)

    assert PlanState.OPRUIMEN is report.state
    assert 1 == report.left.resten["casus.id"]


def test_a_damaged_row_keeps_no_other_case(s: Bewaarhuis, tmp_path: Path) -> None:
    """
    The case that cannot be read is passed over, and the rest goes.
    """
    first, damaged, third = s.zaak(), s.zaak(), s.zaak()
    s.goedgekeurd()
    s.opgeschort(damaged)
    intruder(tmp_path, "UPDATE opschorting SET grond = 'niets'")
    report = carried_out(s)

    assert (2, {Uitkomst.ONBEKEND: 1}) == (report.zaken, report.overgeslagen)
    assert [False, True, False] == [alive(s, each) for each in (first, damaged, third)]


def test_a_damaged_row_keeps_no_other_case_from_being_planned(
    s: Bewaarhuis, tmp_path: Path
) -> None:
    """
    It is counted where it matters, and shielded.
    """
    good, damaged = s.zaak(), s.zaak()
    s.opgeschort(damaged)
    intruder(tmp_path, "UPDATE opschorting SET grond = 'niets'")
    planned = s.bewaren.plan()

    assert [good.id] == [line.casus for line in planned.regels]
    assert [(HUIS, Uitkomst.ONBEKEND, 1, 1)] == list(planned.niet_gepland)
    assert {State.ONBEKEND: 1} == s.bewaren.status().vast
    assert (1, 0) == s.bewaren.scherm_af()


def test_what_the_logboek_cannot_say_is_not_done(
    s: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A line that does not fit is found before the keys go, and keeps no other case.
    """
    first, second = s.zaak(), s.zaak()
    s.goedgekeurd()
    went = telling.Teller.went

    def wrong(self: telling.Teller, line: PlanLine, *args: Any, **named: Any) -> Iterator[Line]:
        for told in went(self, line, *args, **named):
            if isinstance(told, AuditLine) and line.casus == second.id:
                yield dataclasses.replace(told, object="Een Naam")
            else:
                yield told

    monkeypatch.setattr(telling.Teller, "went", wrong)
    report = carried_out(s)

    assert (1, {Uitkomst.ONBEKEND: 1}) == (report.zaken, report.overgeslagen)
    assert [False, True] == [alive(s, each) for each in (first, second)]


def test_who_cannot_be_opened_is_told(s: Bewaarhuis, tmp_path: Path) -> None:
    """
    The case goes; the secret of somebody who is not known stays, and that is counted.
    """
    zaak = s.zaak()
    s.goedgekeurd()
    intruder(tmp_path, "UPDATE betrokkene SET persoon = zeroblob(60)")
    report = carried_out(s)

    assert (1, 0, 1) == (report.zaken, report.personen, report.onbekend)
    assert not report.in_order
    assert not alive(s, zaak)


# ------------------------------------------------------------- cut off


class Cut(BaseException):
    """
    The process ends here.
    """


def _cut(monkeypatch: pytest.MonkeyPatch, where: object, name: str, *, after: bool) -> None:
    real: Callable[..., Any] = getattr(where, name)

    def once(*args: Any, **named: Any) -> Any:
        monkeypatch.undo()
        if after:
            real(*args, **named)
        raise Cut

    monkeypatch.setattr(where, name, once)


# Where it can be cut off, in the order in which a run comes by.
CUTS: list[tuple[object, str]] = [
    (carrying.Carrying, "_begin"),
    (carrying.Carrying, "_settle"),
    (batch.Batch, "prepare"),
    (batch.Batch, "carry_out"),
    (batch.Batch, "_destroy"),
    (batch, "declare"),
    (batch, "purge_cases"),
    (batch, "purge_items"),
    (batch.Batch, "_mark"),
    (batch, "told"),
    (carrying.Carrying, "_advance"),
    (ending.Ending, "carry_out"),
    (ending.Ending, "renew_keys"),
    (ending, "renew"),
    (ending.Ending, "_record"),
    (ending.Ending, "forget"),
    (ending.Ending, "look_again"),
    (ending.Ending, "follow"),
    (ending.Ending, "_follow"),
    (ending.Ending, "blank"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), CUTS, ids=[name for _, name in CUTS])
def test_cut_off_anywhere_the_next_run_finishes(
    s: Bewaarhuis, monkeypatch: pytest.MonkeyPatch, where: object, name: str, *, after: bool
) -> None:
    """
    In the end all is as if it had not been cut off, whatever was placed since on what was gone.
    """
    gone, stays, part = s.zaak(nummers=[1]), s.zaak(FRESH), s.zaak(FRESH)
    ground(s, part, part.gegevens[0])
    alias = s.rooms.storage.persons.pseudonym(PersonId(gone.personen[0]), LOGBOEK_BETROKKENEN)
    s.goedgekeurd()
    index = Index()
    _cut(monkeypatch, where, name, after=after)
    with pytest.raises(Cut):
        s.bewaren.run(vernietigers=[index])
    was_gone = not alive(s, gone)
    if gone.id in s.er_zijn(Casus):
        s.opgeschort(gone, motivering=b"van voor de sleutel ging")
    s.h.klok.goes(minutes=16)  # the lease of who was cut off is over
    report = carried_out(s, vernietigers=[index], if_due=True)
    remaining = [stays] if was_gone else [stays, gone]

    assert PlanState.KLAAR is report.state
    assert {part.id, *(each.id for each in remaining)} == s.er_zijn(Casus)
    assert {row for each in remaining for row in each.gegevens} == s.er_zijn(Gegeven)
    assert was_gone is not alive(s, gone)
    assert was_gone is not there(s, gone.personen[0])
    assert was_gone is ("vernietigen" in told_to(s, alias))
    assert [] == s.afwijkingen()
    ledger = [line for _, line in s.rooms.storage.ledger.entries()]
    assert was_gone is any(gone.id in line.casussen for line in ledger)
    assert was_gone is any(gone.personen[0] in line.personen for line in ledger)
    assert any(part.gegevens[0] in line.gegevens for line in ledger)
    assert (part.id, part.gegevens[0]) in {(each.casus, each.gegeven) for each in index.gewist}
    assert was_gone is ((gone.id, None) in {(each.casus, each.gegeven) for each in index.gewist})


def test_cut_off_again_and_again_it_still_finishes(
    s: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Cut off at every point in turn, each run goes on where the one before it was.
    """
    gone, part = s.zaak(nummers=[1]), s.zaak(FRESH)
    ground(s, part, part.gegevens[0])
    alias = s.rooms.storage.persons.pseudonym(PersonId(gone.personen[0]), LOGBOEK_BETROKKENEN)
    s.goedgekeurd()
    index = Index()
    for where, name in CUTS:
        with monkeypatch.context() as patched:
            _cut(patched, where, name, after=False)
            with pytest.raises(Cut):
                s.bewaren.run(vernietigers=[index], if_due=True)
        s.h.klok.goes(minutes=16)
    carried_out(s, vernietigers=[index])

    assert [PlanState.KLAAR] == [each.state for each in s.bewaren.plannen()]
    assert ({part.id}, set()) == (s.er_zijn(Casus), s.er_zijn(Gegeven))
    assert not there(s, gone.personen[0])
    assert "vernietigen" in told_to(s, alias)
    assert [] == s.afwijkingen()


def told_to(b: Bewaarhuis, alias: str) -> set[str]:
    """
    Give what the logboek says was done with data about somebody.
    """
    found = lees(b.rooms.storage.log, Query(betrokkene=alias), doel=Logdoel.INTERNE_CONTROLE)
    return {entry.line.name for entry in found if isinstance(entry.line, DataLine)}
