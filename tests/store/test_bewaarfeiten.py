"""
What decides how long a case may be kept comes out of the registers as it went in, or as unknown.
"""

from __future__ import annotations

import tracemalloc

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.feiten import registers as facts
from tests.store.values import PARENTS, changed, uid
from zvhprivacy.feiten import items as feiten
from zvhprivacy.model.bewaartermijn import Begin, Geval, Grond
from zvhprivacy.model.bewaren import (
    CaseFacts,
    Extension,
    Happened,
    Hernieuwing,
    Hold,
    ItemFacts,
    Opschorting,
    Vernietigingsgrond,
)
from zvhprivacy.model.casus import Casus, Gegeven, NotRegistered, Overgang, Register
from zvhprivacy.model.registers import (
    Besluit,
    Correctie,
    Instemming,
    Medewerker,
    Onderwerp,
    Verklaring,
)
from zvhprivacy.store import bewaarfeiten
from zvhprivacy.store.batches import AT_ONCE
from zvhprivacy.store.bewaarfeiten import (
    CaseSummary,
    cases_with,
    medewerkers_who_are,
    summaries,
)
from zvhprivacy.store.casusfeiten import case_facts
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all


NU = datetime(2026, 3, 1, 12, tzinfo=UTC)
CASE, ITEM = uid(1), uid(4)
EACH_IN_A_TRANSACTION = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def registers(shared: Database) -> Iterator[Registers]:
    """
    The registers of a transaction that keeps nothing, with a designated person and no case.
    """
    with shared.read() as connection:
        see_all(connection)
        found = Registers(connection)
        found.add(PARENTS[1])
        yield found


def at(text: str) -> datetime:
    """
    Give a moment in UTC.
    """
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def casus(number: int = 1, **fields: Any) -> Casus:
    """
    Give a case.
    """
    first = {"eerste_verwerking": date(2021, 3, 1), "laatste_verwerking": date(2024, 5, 6)}
    value: Casus = changed(PARENTS[0], id=uid(number), **first | fields)
    return value


def betrokkene(number: int = 3, **fields: Any) -> Register:
    """
    Give a person in a case.
    """
    value: Register = changed(PARENTS[2], id=uid(number), **fields)
    return value


def item(number: int = 4, **fields: Any) -> Gegeven:
    """
    Give an item.
    """
    first = {"eerste_verwerking": date(2021, 4, 1), "laatste_verwerking": date(2022, 1, 2)}
    value: Gegeven = changed(PARENTS[3], id=uid(number), **first | fields)
    return value


def add(registers: Registers, *lines: Register) -> None:
    """
    Keep *lines*.
    """
    for line in lines:
        registers.add(line)


def one(registers: Registers, **given: Any) -> CaseFacts:
    """
    Read the facts of the case.
    """
    (found,) = case_facts(registers.connection, [CASE], **{"nu": NU, **given})
    return found


def short(registers: Registers) -> list[CaseSummary]:
    """
    Read all cases in short.
    """
    return list(summaries(registers.connection))


# --- in short -------------------------------------------------------------------------------------


def test_a_case_in_short(registers: Registers) -> None:
    """
    What it is, its days, and over its items the first, the earliest and latest last, and how many.
    """
    add(
        registers,
        casus(fase="afgesloten", fase_sinds=at("2024-05-06T22:30")),
        betrokkene(),
        item(),
        item(5, categorie="gezondheid", eerste_verwerking=date(2020, 12, 31)),
        item(6, laatste_verwerking=date(2025, 1, 1)),
    )

    assert [
        CaseSummary(
            casus=CASE,
            convenant="huis",
            proces="com",
            kader="wgs",
            fase="afgesloten",
            fase_sinds=date(2024, 5, 7),
            case_eerste=date(2021, 3, 1),
            case_laatste=date(2024, 5, 6),
            eerste=date(2020, 12, 31),
            laatste_min=date(2022, 1, 2),
            laatste_max=date(2025, 1, 1),
            aantal=3,
            categorieen=("gezondheid", "woonsituatie"),
            bijzonder=False,
        )
    ] == short(registers)


def test_a_case_without_items(registers: Registers) -> None:
    """
    Its own days count, and there are none of items.
    """
    add(registers, casus())
    (found,) = short(registers)

    assert (0, (), date(2021, 3, 1), None, None, False) == (
        found.aantal,
        found.categorieen,
        found.eerste,
        found.laatste_min,
        found.laatste_max,
        found.bijzonder,
    )


DAYS = st.dates(date(2015, 1, 1), date(2026, 1, 1))
WORLDS = st.lists(
    st.tuples(
        st.integers(1, 40),
        DAYS,
        DAYS,
        st.lists(st.tuples(st.sampled_from(["a", "b", "c-d"]), DAYS, DAYS), max_size=5),
    ),
    max_size=8,
    unique_by=lambda each: each[0],
)


@EACH_IN_A_TRANSACTION
@given(world=WORLDS)
def test_in_short_says_what_the_items_say(shared: Database, world: list[Any]) -> None:
    """
    Of any cases with any items it is what a few lines of Python say, in order of case.
    """
    expected = []
    with shared.read() as connection:
        found = Registers(connection)
        numbers = iter(range(10_000, 20_000))
        for number, first, last, items in sorted(world):
            found.add(casus(number, eerste_verwerking=first, laatste_verwerking=last))
            person = uid(next(numbers))
            found.add(changed(PARENTS[2], id=person, casus=uid(number)))
            for categorie, begin, end in items:
                about = {"casus": uid(number), "betrokkene": person, "categorie": categorie}
                days = {"eerste_verwerking": begin, "laatste_verwerking": end}
                found.add(item(next(numbers), **about, **days))
            expected.append(
                (
                    uid(number),
                    min([first, *(begin for _, begin, _ in items)]),
                    min((end for *_, end in items), default=None),
                    max((end for *_, end in items), default=None),
                    len(items),
                    tuple(sorted({categorie for categorie, *_ in items})),
                    any(begin > end for _, begin, end in items),
                )
            )
        seen = list(summaries(connection))
        connection.rollback()

    assert expected == [
        (
            each.casus,
            each.eerste,
            each.laatste_min,
            each.laatste_max,
            each.aantal,
            each.categorieen,
            each.bijzonder,
        )
        for each in seen
    ]


def _said(feit: Begin) -> Verklaring:
    return Verklaring(
        id=uid(60),
        feit=feit.value,
        over=Onderwerp.GEGEVEN,
        onderwerp=ITEM,
        organisatie="politie",
        medewerker=uid(2),
        op=NU,
    )


HOLD = Opschorting(
    id=uid(61),
    casus=CASE,
    grond=Grond.RECHTSVORDERING,
    kenmerk="BW 3:310",
    motivering=b"verzegeld",
    eigenaar=uid(2),
    op=at("2025-06-30T22:30"),
    herzien_voor=date(2026, 1, 1),
)
GROUND = Vernietigingsgrond(
    id=uid(62),
    casus=CASE,
    grond=Begin.NIET_MEER_NODIG,
    medewerker=uid(2),
    op=at("2025-01-31T23:30"),
)
ORDER = Besluit(
    id=uid(5),
    casus=CASE,
    waarover="hernieuwen",
    stemmen=(),
    motivering=b"v",
    op=at("2026-02-20T23:30"),
)
GIVEN = changed(PARENTS[5], handeling="hernieuwen")
RENEWAL = Hernieuwing(
    id=uid(63),
    casus=CASE,
    geval=Geval.A,
    besluit=ORDER.id,
    verstrekking=GIVEN.id,
    instemmingen=("om", "politie"),
    motivering=b"verzegeld",
    volgnummer=1,
    van=date(2026, 2, 27),
    tot=date(2028, 2, 28),
)
ODD: dict[str, tuple[Register, ...]] = {
    "a hold": (HOLD,),
    "a hold that was released": (changed(HOLD, opgeheven_op=NU),),
    "a hold on one item": (changed(HOLD, gegeven=ITEM),),
    "a reason": (GROUND,),
    "a renewal": (ORDER, GIVEN, RENEWAL),
    "wrong or unlawful": (_said(Begin.ONJUIST),),
    "erasure": (_said(Begin.WISSING),),
}
EVEN: dict[str, tuple[Register, ...]] = {
    "another declaration": (changed(_said(Begin.ONJUIST), feit="rechtmatig-verwerkt"),),
    "a disclosure": (GIVEN,),
    "an order of something else": (changed(ORDER, waarover="betrekken"),),
}


@pytest.mark.parametrize("what", [*ODD, *EVEN])
def test_what_needs_a_closer_look_is_told(registers: Registers, what: str) -> None:
    """
    Only where nothing special was registered, the summary is enough to decide.
    """
    add(registers, casus(), betrokkene(), item(), *{**ODD, **EVEN}[what])

    assert [what in ODD] == [each.bijzonder for each in short(registers)]


WRONG_DAYS: dict[str, list[object]] = {
    "sqlite": ["onbekend", "", "2021-02-30", "20210401", "2021-4-1", 20210401],
    "postgresql": ["infinity", "-infinity", "0044-03-15 BC"],
}


@pytest.mark.parametrize("place", ["casus", "gegeven"])
@pytest.mark.parametrize("column", ["eerste_verwerking", "laatste_verwerking"])
def test_a_day_that_cannot_be_read_is_unknown(
    registers: Registers, place: str, column: str
) -> None:
    """
    One damaged row stops the reading of no other, is never taken for another day, and is told of.
    """
    add(registers, casus(), betrokkene(), item(), item(5), casus(2))
    connection = registers.connection
    row = CASE if place == "casus" else ITEM
    for wrong in WRONG_DAYS[connection.dialect.name]:
        value = f"'{wrong}'" if connection.dialect.name == "postgresql" else "?"
        given = () if connection.dialect.name == "postgresql" else (wrong,)
        statement = f"UPDATE {place} SET {column} = {value} WHERE id = '{row}'"  # noqa: S608
        connection.exec_driver_sql(statement, given)
        damaged, whole = short(registers)
        found = one(registers)
        where = found if place == "casus" else found.items[0]

        assert (True, False) == (damaged.bijzonder, whole.bijzonder), wrong
        assert (where.eerste if column == "eerste_verwerking" else where.laatste) is None, wrong
        assert date(2021, 4, 1) == found.items[1].eerste


def test_first_after_last_is_no_fact(registers: Registers) -> None:
    """
    Of two days in the wrong order neither is known, of the case and of an item.
    """
    add(
        registers,
        casus(laatste_verwerking=date(2021, 2, 28)),
        betrokkene(),
        item(laatste_verwerking=date(2021, 3, 31)),
        item(5, laatste_verwerking=date(2021, 4, 1)),
    )
    found = one(registers)

    assert (None, None) == (found.eerste, found.laatste)
    assert [(None, None), (date(2021, 4, 1), date(2021, 4, 1))] == [
        (each.eerste, each.laatste) for each in found.items
    ]
    assert short(registers)[0].bijzonder


def test_a_moment_that_cannot_be_read(registers: Registers) -> None:
    """
    That the case was closed is known, and when is not.
    """
    add(registers, casus(fase="afgesloten"), betrokkene(), item())
    wrong = "infinity" if registers.connection.dialect.name == "postgresql" else "ooit"
    registers.connection.exec_driver_sql(f"UPDATE casus SET fase_sinds = '{wrong}'")  # noqa: S608
    (found,) = short(registers)

    assert (None, True) == (found.fase_sinds, found.bijzonder)
    assert (Happened(Begin.AFGESLOTEN, None),) == one(registers).happened


def test_a_damaged_source_makes_an_item_unknown(registers: Registers) -> None:
    """
    Of what does not say where it is from, nothing that it says is believed.
    """
    add(registers, casus(), betrokkene(), item())
    registers.connection.exec_driver_sql("UPDATE gegeven SET bronnen = '[kapot'")

    assert (ItemFacts(ITEM, "woonsituatie", None, None, ()),) == one(registers).items


def test_a_damaged_hold_stops_everything(registers: Registers) -> None:
    """
    What may hold a case back is never passed over.
    """
    add(registers, casus(), betrokkene(), item(), HOLD)
    wrong = "infinity" if registers.connection.dialect.name == "postgresql" else "ooit"
    registers.connection.exec_driver_sql(f"UPDATE opschorting SET op = '{wrong}'")  # noqa: S608

    with pytest.raises((NotRegistered, sa.exc.DBAPIError)):
        one(registers)


# --- how it is read -------------------------------------------------------------------------------


def _many(registers: Registers, number: int) -> list[str]:
    cases = [uid(1_000 + each) for each in range(number)]
    for each, casus_id in enumerate(cases):
        registers.add(casus(1_000 + each))
        registers.add(betrokkene(200_000 + each, casus=casus_id))
        for place in range(3):
            about = {"casus": casus_id, "betrokkene": uid(200_000 + each)}
            registers.add(item(300_000 + 3 * each + place, **about))
    return cases


def test_memory_does_not_grow_with_the_number_of_cases(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A few rows are in hand at a time, whatever there is.
    """
    monkeypatch.setattr(bewaarfeiten, "ROWS_AT_ONCE", 50)
    peaks = []
    for number in (100, 800):
        _many(registers, number)
        list(summaries(registers.connection))  # what is remembered of the query is remembered now
        tracemalloc.start()
        seen = sum(1 for _ in summaries(registers.connection))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert number == seen
        registers.connection.rollback()
        registers.add(PARENTS[1])

    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.postgres
def test_postgresql_keeps_the_rows_that_were_not_asked_for(postgres: Any) -> None:
    """
    A cursor of the server is open while the cases come.
    """
    database = open_database(Part.HOOFD, postgres.new_database())
    with database.read() as connection:
        found = Registers(connection)
        found.add(PARENTS[1])
        _many(found, 5)
        coming: Any = summaries(connection)
        next(coming)
        raw: Any = connection.connection.driver_connection
        cursors = [raw.execute("SELECT count(*) FROM pg_cursors").fetchone()[0]]
        coming.close()
        cursors.append(raw.execute("SELECT count(*) FROM pg_cursors").fetchone()[0])
    database.close()

    assert [1, 0] == cursors


def test_items_are_read_from_an_index_alone(tmp_path: Path) -> None:
    """
    SQLite says so: no row of an item is looked at, and nothing is sorted.
    """
    database, statements = open_database(Part.HOOFD, tmp_path / "hoofd.db"), list[str]()
    with database.read() as connection:
        raw: Any = connection.connection.driver_connection
        raw.set_trace_callback(statements.append)
        list(summaries(connection))
        raw.set_trace_callback(None)
        said = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statements[-1]}")]
    database.close()
    of_items = [each for each in said if "gegeven" in each]

    assert ["SEARCH gegeven USING COVERING INDEX ix_gegeven_bewaartermijn (casus=?) LEFT-JOIN"] == (
        of_items
    )
    assert ["SCAN casus USING INDEX sqlite_autoindex_casus_1"] == [
        each for each in said if each.startswith("SCAN")
    ]
    assert ["USE TEMP B-TREE FOR group_concat(DISTINCT)"] == [
        each for each in said if "TEMP B-TREE" in each
    ]


def test_facts_take_as_many_questions_for_many_as_for_one(registers: Registers) -> None:
    """
    And as many again when there are more than one statement takes.
    """
    cases = _many(registers, AT_ONCE + 1)
    counts = []
    for some in (cases[:1], cases[:AT_ONCE], cases):
        asked: list[str] = []

        def count(*args: Any, into: list[str] = asked) -> None:
            into.append(args[2])

        sa.event.listen(registers.connection, "before_cursor_execute", count)
        found = case_facts(registers.connection, some, nu=NU)
        sa.event.remove(registers.connection, "before_cursor_execute", count)
        counts.append(len(asked))
        assert some == [each.casus for each in found]
        assert {3} == {len(each.items) for each in found}

    assert counts[0] == counts[1] == counts[2] // 2 <= 10


def test_cases_come_in_the_order_in_which_they_were_asked(registers: Registers) -> None:
    """
    Each once, and one that is not there is left out.
    """
    add(registers, casus(), casus(2), casus(3))
    asked = [uid(3), uid(99), CASE, uid(3), uid(2)]

    assert [uid(3), CASE, uid(2)] == [
        each.casus for each in case_facts(registers.connection, asked, nu=NU)
    ]
    assert [] == case_facts(registers.connection, [], nu=NU)


# --- facts ----------------------------------------------------------------------------------------


def test_a_case_and_its_items(registers: Registers) -> None:
    """
    Words and days as they were registered, the items in order of id.
    """
    add(registers, casus(), betrokkene(), item(5, bronnen=("om", "ggz")), item())

    assert CaseFacts(
        casus=CASE,
        convenant="huis",
        proces="com",
        kader="wgs",
        fase="casusoverleg",
        eerste=date(2021, 3, 1),
        laatste=date(2024, 5, 6),
        items=(
            ItemFacts(ITEM, "woonsituatie", date(2021, 4, 1), date(2022, 1, 2), ("politie",)),
            ItemFacts(uid(5), "woonsituatie", date(2021, 4, 1), date(2022, 1, 2), ("om", "ggz")),
        ),
    ) == one(registers)


@pytest.mark.parametrize(
    ("fase", "begin"),
    [
        ("afgesloten", Begin.AFGESLOTEN),
        ("afgewezen", Begin.AFGEWEZEN),
        ("overgedragen", Begin.OVERGEDRAGEN),
        ("hernieuwd", Begin.HERNIEUWD),
        ("casusoverleg", None),
    ],
)
def test_a_change_of_phase_is_on_its_dutch_day(
    registers: Registers, fase: str, begin: Begin | None
) -> None:
    """
    At half past eleven in the evening in UTC it is the next day here, in winter as in summer.
    """
    add(registers, casus(fase=fase, fase_sinds=at("2025-12-31T23:30")))

    expected = (Happened(begin, date(2026, 1, 1)),) if begin else ()
    assert expected == one(registers).happened


def test_every_closing_and_renewal_there_was_is_told(registers: Registers) -> None:
    """
    A case that was closed, renewed and closed again has all three, each once.
    """
    moves = [
        ("afgesloten", "2025-01-10T10:00"),
        ("hernieuwd", "2025-06-01T10:00"),
        ("afgesloten", "2025-07-01T22:30"),
    ]
    add(registers, casus(fase="afgesloten", fase_sinds=at("2025-07-01T22:30")))
    for number, (naar, op) in enumerate([("casusoverleg", "2024-01-01T10:00"), *moves]):
        add(registers, Overgang(id=uid(70 + number), casus=CASE, van=None, naar=naar, op=at(op)))

    assert (
        Happened(Begin.AFGESLOTEN, date(2025, 1, 10)),
        Happened(Begin.AFGESLOTEN, date(2025, 7, 2)),
        Happened(Begin.HERNIEUWD, date(2025, 6, 1)),
    ) == one(registers).happened


def test_reasons_to_destroy_that_stand(registers: Registers) -> None:
    """
    Of the case or of an item, on their Dutch day, and none that was withdrawn.
    """
    add(
        registers,
        casus(),
        betrokkene(),
        item(),
        GROUND,
        changed(GROUND, id=uid(71), grond=Begin.VAN_DE_LIJST, gegeven=ITEM),
        changed(GROUND, id=uid(72), grond=Begin.GEEN_AANWIJZINGEN, ingetrokken_op=NU),
    )

    assert (
        Happened(Begin.NIET_MEER_NODIG, date(2025, 2, 1)),
        Happened(Begin.VAN_DE_LIJST, date(2025, 2, 1), ITEM),
    ) == one(registers).happened


def test_holds_from_day_to_day(registers: Registers) -> None:
    """
    From the Dutch day on which it was placed, up to that on which it was released.
    """
    released = changed(HOLD, id=uid(71), gegeven=ITEM, opgeheven_op=at("2025-12-31T23:30"))
    add(registers, casus(), betrokkene(), item(), HOLD, released)
    placed = (HOLD.grond, date(2025, 7, 1))

    assert (
        Hold(HOLD.id, *placed, None, None, date(2026, 1, 1)),
        Hold(uid(71), *placed, date(2026, 1, 1), ITEM, date(2026, 1, 1)),
    ) == one(registers).holds


def _agreed(number: int, organisatie: str, taken: datetime | None = None) -> Instemming:
    return Instemming(
        id=uid(number),
        verstrekking=GIVEN.id,
        organisatie=organisatie,
        op=at("2026-02-01T10:00"),
        ingetrokken_op=taken,
    )


def _renewed(*agreed: frozenset[str]) -> tuple[Extension, ...]:
    extension = Extension(
        id=RENEWAL.id,
        geval=Geval.A,
        van=date(2026, 2, 27),
        laatste_dag=date(2028, 2, 27),
        instemmingen=frozenset({"om", "politie"}),
        besloten_op=date(2026, 2, 21),
    )
    return tuple(extension._replace(instemmingen=each) for each in agreed)


BACK = at("2026-02-25T10:00")
BOTH, OM = frozenset({"om", "politie"}), frozenset({"om"})


@pytest.mark.parametrize(
    ("said", "agree"),
    [
        ((), BOTH),
        ((_agreed(80, "politie"), _agreed(81, "om")), BOTH),
        ((_agreed(80, "politie", BACK),), OM),
        ((_agreed(80, "politie", NU + timedelta(days=1)),), BOTH),
        ((_agreed(80, "politie", BACK), _agreed(81, "politie")), OM),
        ((_agreed(80, "ggz"),), BOTH),
    ],
    ids=["none", "both", "taken-back", "taken-back-later", "once-of-twice", "another"],
)
def test_a_renewal_without_what_was_taken_back(
    registers: Registers, said: Sequence[Instemming], agree: frozenset[str]
) -> None:
    """
    It lasts up to its end and not on it, and who took his agreement back agrees no more.
    """
    add(registers, casus(), ORDER, GIVEN, RENEWAL, *said)

    assert _renewed(agree) == one(registers).extensions


def test_an_agreement_to_something_else_is_none(registers: Registers) -> None:
    """
    What was taken back of another disclosure is not taken back of this one.
    """
    other = changed(GIVEN, id=uid(90))
    taken = changed(_agreed(80, "politie", BACK), verstrekking=other.id)
    add(registers, casus(), ORDER, GIVEN, other, RENEWAL, taken)

    assert _renewed(BOTH) == one(registers).extensions


def test_a_renewal_without_order_or_reason_is_told_as_such(registers: Registers) -> None:
    """
    A decision about something else is no order, and an empty motivation none.
    """
    bare = changed(RENEWAL, motivering=b"")
    add(registers, casus(), changed(ORDER, waarover="betrekken"), GIVEN, bare)
    (found,) = one(registers).extensions

    assert (False, False) == (found.opdracht, found.gemotiveerd)


# --- what was said of an item ---------------------------------------------------------------------


def _wrong(number: int, who: str, op: datetime, feit: Begin = Begin.ONJUIST, **more: Any) -> Any:
    return changed(_said(feit), id=uid(number), organisatie=who, op=op, **more)


def test_every_source_says_so_and_the_last_one_makes_the_day(registers: Registers) -> None:
    """
    Of an item of two sources it is wrong when both said so, from the day that the second did.
    """
    add(registers, casus(), betrokkene(), item(bronnen=("politie", "om")))
    add(registers, _wrong(80, "politie", at("2026-01-01T10:00")))
    before = one(registers).happened
    add(registers, _wrong(81, "om", at("2026-01-31T23:30")))
    add(registers, _wrong(82, "om", at("2026-02-10T10:00")))
    add(registers, _wrong(83, "ggz", at("2025-01-31T23:30")))

    assert () == before
    assert (Happened(Begin.ONJUIST, date(2026, 2, 1), ITEM),) == one(registers).happened


# Some of them are still to come at `NU`.
MOMENTS = st.integers(0, 11).map(lambda day: at("2026-02-20T10:00") + timedelta(days=day))
SAYINGS = st.lists(
    st.tuples(
        st.sampled_from(["politie", "om", "ggz"]),
        MOMENTS,
        st.none() | st.integers(1, 5),
        st.none() | MOMENTS,
    ),
    max_size=5,
)


@EACH_IN_A_TRANSACTION
@given(
    bronnen=st.sets(st.sampled_from(["politie", "om"]), min_size=1),
    said=SAYINGS,
    mended=st.lists(st.none() | MOMENTS, max_size=2),
)
def test_the_calculus_hears_what_the_policy_hears(
    shared: Database, bronnen: set[str], said: list[Any], mended: list[datetime | None]
) -> None:
    """
    An item is wrong or unlawful here exactly when it is so for a decision about it.
    """
    lines: list[Any] = [
        _wrong(
            100 + number,
            who,
            op,
            tot=None if length is None else op + timedelta(days=length),
            ingetrokken_op=taken,
        )
        for number, (who, op, length, taken) in enumerate(said)
    ]
    corrections = [
        Correctie(
            id=uid(200 + number),
            gegeven=ITEM,
            gemeld_door="om",
            gemeld_op=at("2026-02-01T10:00"),
            afgehandeld_op=done,
        )
        for number, done in enumerate(mended)
    ]
    given_item = item(bronnen=tuple(sorted(bronnen)))
    with shared.read() as connection:
        registers = Registers(connection)
        add(registers, PARENTS[1], casus(), betrokkene(), given_item, *lines, *corrections)
        found = one(registers).happened
        connection.rollback()
    said_of = {"verklaringen": tuple(lines), "correcties": tuple(corrections)}
    known = facts.known({**facts.world(), "gegevens": (given_item,), "nu": NU, **said_of})

    assert feiten.onjuist_of_onrechtmatig(known) == bool(found)


def test_who_may_grant_erasure_grants_it(registers: Registers) -> None:
    """
    The contactpunt makes the day; that somebody else said so is told, and not when.
    """
    add(registers, casus(), betrokkene(), item(), item(5))
    add(registers, _wrong(80, "om", at("2026-01-01T10:00"), Begin.WISSING))
    unknown = one(registers).happened
    add(registers, _wrong(81, "gemeente", at("2026-01-31T23:30"), Begin.WISSING))
    of_huis, of_other = ({name: {"gemeente"}} for name in ("huis", "ander"))
    known = one(registers, contactpunten=of_huis).happened

    assert (Happened(Begin.WISSING, None, ITEM),) == unknown
    assert (Happened(Begin.WISSING, date(2026, 2, 1), ITEM),) == known
    assert unknown == one(registers).happened == one(registers, contactpunten=of_other).happened


def test_erasure_that_was_taken_back(registers: Registers) -> None:
    """
    What was granted by mistake and withdrawn starts nothing.
    """
    add(registers, casus(), betrokkene(), item())
    add(registers, _wrong(80, "om", BACK, Begin.WISSING, ingetrokken_op=NU))

    assert () == one(registers, contactpunten={"huis": {"om"}}).happened


# --- people ---------------------------------------------------------------------------------------


def test_which_cases_hold_somebody(registers: Registers) -> None:
    """
    Under any of his pseudonyms; who is in none is not named.
    """
    add(registers, casus(), casus(2), betrokkene(), betrokkene(30, casus=uid(2)))
    add(registers, betrokkene(31, casus=uid(2), pseudoniem="zvh1_b"))
    asked = ["zvh1_a", "zvh1_b", "zvh1_c", *(f"zvh1_{number}" for number in range(AT_ONCE))]

    assert {"zvh1_a": (CASE, uid(2)), "zvh1_b": (uid(2),)} == cases_with(
        registers.connection, asked
    )
    assert {} == cases_with(registers.connection, [])


def test_who_is_designated_or_was(registers: Registers) -> None:
    """
    A person that works here is told from one that does not, also when it ended.
    """
    ended: Medewerker = changed(PARENTS[1], id=uid(20), persoon="b" * 28, tot=date(2026, 3, 2))
    add(registers, ended)
    asked = ["a" * 28, "b" * 28, "c" * 28]

    assert {"a" * 28, "b" * 28} == medewerkers_who_are(registers.connection, asked)
    assert frozenset() == medewerkers_who_are(registers.connection, [])
