"""
What goes into a register comes out the same, and changes only in the ways that leave a trail.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.values import DAY, MOMENT, PARENTS, add_parents, changed, one_of, uid, values
from zvhprivacy.errors import AlreadyThere, StoreFailed
from zvhprivacy.model import bewaren
from zvhprivacy.model import casus as cases
from zvhprivacy.model import registers as lines
from zvhprivacy.model.casus import Casus, Deelname, Gegeven, NotRegistered, Register, Toewijzing
from zvhprivacy.model.registers import (
    Besluit,
    Correctie,
    Instemming,
    Medewerker,
    Onderwerp,
    Publicatie,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.store.changing import CHANGING, ENDING, ONCE, Conflict, Fixed, Missing
from zvhprivacy.store.database import Database
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rows import TABLES, shape_of
from zvhprivacy.store.tables._checks import kinds


KINDS = pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
EACH_IN_A_TRANSACTION = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def registers(shared: Database) -> Iterator[Registers]:
    """
    The registers of one transaction, with the case that random values are about.
    """
    with shared.read() as connection:  # which keeps nothing
        found = Registers(connection)
        add_parents(found)
        yield found


# --- what goes in, comes out ----------------------------------------------------------------------


def test_every_register_has_a_table() -> None:
    """
    No value of the model modules is left without a place to stand, and none is forgotten here.
    """
    defined = {
        each
        for module in (cases, lines, bewaren)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Register) and "id" in each.model_fields
    }

    assert defined == set(TABLES)


@KINDS
def test_a_table_has_the_fields_of_its_value(kind: type[Register]) -> None:
    """
    A row keeps each field under its own name, and whatever is about a case has its column `casus`.
    """
    columns = set(shape_of(kind).table.c.keys())
    about_no_case = {Casus, Medewerker, lines.Mandaat, Publicatie}

    assert set(kind.model_fields) | {"casus"} == columns | {"casus"}
    assert ("casus" in columns) == (kind not in about_no_case)


@KINDS
@EACH_IN_A_TRANSACTION
@given(data=st.data())
def test_what_is_kept_is_read_back_the_same(
    kind: type[Register], registers: Registers, data: st.DataObject
) -> None:
    """
    For every value of every register, reading gives what was added.
    """
    value = data.draw(values(kind))
    with registers.connection.begin_nested() as kept:
        registers.add(value)
        found = registers.one(kind, value.id)
        kept.rollback()

    assert value == found


@KINDS
def test_a_row_shows_nothing(kind: type[Register]) -> None:
    """
    Neither a value nor a row shows what it holds when somebody prints it.
    """
    value = one_of(kind)

    assert f"<{kind.__name__} {value.id}>" == repr(value) == str(value)


# --- what a database refuses by itself ------------------------------------------------------------


@KINDS
def test_the_database_refuses_what_is_no_value(kind: type[Register], shared: Database) -> None:
    """
    Written past this package, a sentence does not get in where a word, an id or a choice belongs.
    """
    value = one_of(kind)
    shape = shape_of(kind)
    spoiled = [name for name, each in kinds(kind).items() if _checked(shape.table, name)]

    assert "id" in spoiled
    for name in spoiled:
        number = kinds(kind)[name] is cases.Version
        wrong = {name: -1 if number else "Jan Jansen, geboren 1 mei"}
        with pytest.raises(StoreFailed):
            _write(shared, value, then=sa.update(shape.table).values(wrong))


def _write(database: Database, *added: Register, then: sa.Update | None = None) -> None:
    with database.write() as connection:
        registers = Registers(connection)
        add_parents(registers)
        for value in added:
            registers.add(value)
        if then is not None:
            connection.execute(then)


def _checked(table: sa.Table, name: str) -> bool:
    checks = (each for each in table.constraints if isinstance(each, sa.CheckConstraint))
    named = any(str(each.name) == f"ck_{table.name}_{name}" for each in checks)
    return named and not isinstance(table.c[name].type, sa.Boolean)


@pytest.mark.parametrize("kind", sorted(ENDING, key=str), ids=lambda kind: kind.__name__)
def test_the_database_refuses_an_end_before_the_beginning(
    kind: type[Register], shared: Database
) -> None:
    """
    Something that holds up to a day before it begins is no period.
    """
    value = one_of(kind)
    table = shape_of(kind).table

    with pytest.raises(StoreFailed):
        _write(shared, value, then=sa.update(table).values(van=DAY, tot=DAY - timedelta(days=1)))


def test_what_is_about_another_case_does_not_fit(shared: Database) -> None:
    """
    A data item does not hang on a person in another case, nor an organisation on its decision.
    """
    other = changed(PARENTS[0], id=uid(100))
    of_other = (
        changed(PARENTS[3], id=uid(101), casus=uid(100)),
        Deelname(id=uid(102), casus=uid(100), organisatie="ggz", besluit=uid(5), van=DAY),
        cases.Overgang(
            id=uid(103), casus=uid(100), van=None, naar="triage", op=MOMENT, besluit=uid(5)
        ),
        changed(
            PARENTS[2],
            id=uid(104),
            casus=uid(100),
            over=cases.Over.DIRECTE_KRING,
            kring_van=uid(3),
        ),
    )
    for value in of_other:
        with pytest.raises(StoreFailed):
            _write(shared, other, value)


def test_what_hangs_on_nothing_is_refused(registers: Registers) -> None:
    """
    A line about a disclosure, data item or case that is not there says what is missing.
    """
    nowhere = uid(404)
    for value, register in (
        (
            Instemming(id=uid(50), verstrekking=nowhere, organisatie="ggz", op=MOMENT),
            "verstrekking",
        ),
        (Correctie(id=uid(51), gegeven=nowhere, gemeld_door="ggz", gemeld_op=MOMENT), "gegeven"),
        (_declared(uid(52), Onderwerp.CASUS, nowhere), "casus"),
        (_declared(uid(53), Onderwerp.ORGANISATIE_IN_CASUS, nowhere), "deelname"),
    ):
        with pytest.raises(Missing) as missing:
            registers.add(value)

        assert {"register": register, "rij": nowhere} == dict(missing.value.values)


def test_the_same_line_is_not_added_twice(shared: Database) -> None:
    """
    An id names one line.
    """
    with pytest.raises(AlreadyThere):
        _write(shared, changed(PARENTS[0], fase="triage"))


# --- what changes, and how ------------------------------------------------------------------------


def test_a_new_version_replaces_the_one_before(registers: Registers) -> None:
    """
    What is replaced has the next version.
    """
    item = changed(PARENTS[3], betwist=True, inhoud=b"anders", versie=2)
    registers.replace(item)

    assert item == registers.one(Gegeven, uid(4))


@pytest.mark.parametrize("versie", [1, 3])
def test_of_two_changes_at_once_one_is_refused(registers: Registers, versie: int) -> None:
    """
    Who read an older version changes nothing, and hears which row it is.
    """
    with pytest.raises(Conflict) as conflict:
        registers.replace(changed(PARENTS[3], betwist=True, versie=versie))

    assert {"register": "gegeven", "rij": uid(4)} == dict(conflict.value.values)
    assert PARENTS[3] == registers.one(Gegeven, uid(4))


FIXED = [
    (parent, name)
    for parent in PARENTS
    if type(parent) in CHANGING
    for name in type(parent).model_fields
    if name not in CHANGING[type(parent)] | {"id", "versie", "tot", "kring_van", "over"}
]


@pytest.mark.parametrize(
    ("parent", "name"), FIXED, ids=[f"{type(p).__name__}-{n}" for p, n in FIXED]
)
def test_what_is_fixed_never_moves(registers: Registers, parent: Any, name: str) -> None:
    """
    Above all the day of the first processing, from which the term runs (WGS 1.8 lid 7).
    """
    now = getattr(parent, name)
    other = {
        str: {cases.Uid: uid(99), cases.PersonRef: "z" * 28}.get(
            kinds(parent.__class__)[name], "iets-anders"
        ),
        type(DAY): DAY + timedelta(days=1),
        type(MOMENT): MOMENT + timedelta(days=1),
    }[type(now)]

    with pytest.raises(Conflict):
        registers.replace(changed(parent, **{name: other, "versie": 2}))

    assert parent == registers.one(type(parent), parent.id)


@pytest.mark.parametrize("kind", CHANGING, ids=lambda kind: kind.__name__)
def test_the_beginning_of_a_term_is_fixed(kind: type[Register]) -> None:
    """
    Neither the day of the first processing nor the case is among what may change.
    """
    assert CHANGING[kind].isdisjoint({"id", "casus", "betrokkene", "eerste_verwerking", "fase"})


def test_most_registers_do_not_change_at_all(registers: Registers) -> None:
    """
    A line of the register of disclosures stays as it is.
    """
    with pytest.raises(Fixed):
        registers.replace(PARENTS[5])


ONE_FIELD = [(kind, name) for kind, names in ONCE.items() for name in sorted(names)]


@pytest.mark.parametrize(
    ("kind", "name"), ONE_FIELD, ids=[f"{kind.__name__}-{name}" for kind, name in ONE_FIELD]
)
def test_what_is_used_or_taken_back_is_so_once(
    registers: Registers, kind: type[Any], name: str
) -> None:
    """
    The first date stays: a decision serves one act, and a withdrawal is not moved.
    """
    value = changed(one_of(kind), **dict.fromkeys(ONCE[kind]))
    first, second = (DAY, DAY) if name == "geheimhouding_op" else (MOMENT, MOMENT)
    registers.add(value)

    assert changed(value, **{name: first}) == registers.mark(kind, value.id, **{name: first})
    with pytest.raises(Conflict):
        registers.mark(kind, value.id, **{name: second + timedelta(days=1)})
    assert changed(value, **{name: first}) == registers.one(kind, value.id)


def test_nothing_else_is_filled_in(registers: Registers) -> None:
    """
    A purpose, for instance, is not.
    """
    for wrong in ({"doel": MOMENT}, {}):
        with pytest.raises(Fixed):
            registers.mark(Verstrekking, uid(6), **wrong)


def test_what_is_not_there_is_not_changed(registers: Registers) -> None:
    """
    Replacing, marking and ending a line that is not there say so.
    """
    with pytest.raises(Missing):
        registers.mark(Besluit, uid(404), gebruikt_op=MOMENT)
    with pytest.raises(Missing):
        registers.end(Deelname, uid(404), DAY)
    with pytest.raises(Missing):
        registers.replace(changed(PARENTS[3], id=uid(404), versie=2))


def test_a_period_ends_sooner_and_never_later(registers: Registers) -> None:
    """
    What ended and begins again is a new line.
    """
    later, soon = DAY + timedelta(days=30), DAY + timedelta(days=9)
    registers.end(Deelname, uid(7), later)

    assert soon == registers.end(Deelname, uid(7), soon).tot
    for tot in (soon, later, DAY - timedelta(days=1)):
        with pytest.raises(Conflict):
            registers.end(Deelname, uid(7), tot)
    assert soon == registers.all_of(Deelname, casus=uid(1))[0].tot


def test_ending_a_designation_is_a_change_like_another(registers: Registers) -> None:
    """
    Who made up a change of a person before his designation ended has to read again.
    """
    registers.end(Medewerker, uid(2), DAY + timedelta(days=1))

    with pytest.raises(Conflict):
        registers.replace(changed(PARENTS[1], rollen=("fg", "ciso"), versie=2))


def test_only_what_holds_for_a_time_ends(registers: Registers) -> None:
    """
    A case has no end of this kind.
    """
    with pytest.raises(Fixed):
        registers.end(Casus, uid(1), DAY)  # type: ignore[type-var]


# --- what is found --------------------------------------------------------------------------------


def test_lines_are_found_by_what_they_are_about(registers: Registers) -> None:
    """
    By case, by disclosure and by person; the oldest first.
    """
    agreed = [
        Instemming(
            id=uid(60 + n),
            verstrekking=uid(6),
            organisatie=f"org-{n}",
            op=MOMENT - timedelta(days=n),
        )
        for n in range(3)
    ]
    assigned = Toewijzing(id=uid(70), casus=uid(1), medewerker=uid(2), rol="fg", van=DAY)
    for value in (*agreed, assigned):
        registers.add(value)

    assert tuple(reversed(agreed)) == registers.all_of(Instemming, verstrekking=uid(6))
    assert tuple(reversed(agreed)) == registers.all_of(Instemming, casus=uid(1))
    assert () == registers.all_of(Instemming, casus=uid(404))
    assert (agreed[1],) == registers.all_of(Instemming, casus=uid(1), organisatie="org-1")
    assert (assigned,) == registers.all_of(Toewijzing, medewerker=uid(2))
    assert (PARENTS[1],) == registers.all_of(Medewerker)


def test_a_declaration_is_found_by_the_case_of_what_it_is_about(registers: Registers) -> None:
    """
    One about a person belongs to no case.
    """
    about = {
        Onderwerp.PERSOON: uid(2),
        Onderwerp.CASUS: uid(1),
        Onderwerp.GEGEVEN: uid(4),
        Onderwerp.VERSTREKKING: uid(6),
        Onderwerp.ORGANISATIE_IN_CASUS: uid(7),
    }
    declared = [_declared(uid(80 + n), *item) for n, item in enumerate(about.items())]
    for value in declared:
        registers.add(value)

    assert tuple(declared[1:]) == registers.all_of(Verklaring, casus=uid(1))
    assert (declared[0],) == registers.all_of(Verklaring, onderwerp=uid(2))


@pytest.mark.parametrize(
    ("kind", "where"), [(Casus, {}), (Instemming, {}), (Casus, {"naam": "Jan"})]
)
def test_cases_are_never_read_all_at_once(
    registers: Registers, kind: type[Register], where: dict[str, str]
) -> None:
    """
    What is about cases is found by something; and only by columns that there are.
    """
    with pytest.raises(NotRegistered):
        registers.all_of(kind, **where)


def test_a_row_that_is_none_of_ours_is_not_taken_for_a_value(registers: Registers) -> None:
    """
    A value is checked when it is read too, and the message does not quote it.
    """
    table = shape_of(Verstrekking).table
    registers.connection.execute(sa.update(table).values(gegevens='["Jan Jansen"]'))

    with pytest.raises(NotRegistered) as refused:
        registers.one(Verstrekking, uid(6))

    assert "Jan" not in str(refused.value)


def test_a_correction_outlives_the_item(registers: Registers) -> None:
    """
    An item that proved wrong may be destroyed; that it was wrong stays known (BGS 1.7).
    """
    correction = Correctie(id=uid(90), gegeven=uid(4), gemeld_door="ggz", gemeld_op=MOMENT)
    registers.add(correction)
    registers.connection.execute(sa.delete(shape_of(Gegeven).table))

    assert (correction,) == registers.all_of(Correctie, casus=uid(1))


def test_a_case_can_be_deleted_in_order(registers: Registers) -> None:
    """
    Children first, everything about a case can go; the column `casus` finds it all.
    """
    for number, kind in enumerate(TABLES):
        if kind not in {type(parent) for parent in PARENTS}:
            registers.add(changed(one_of(kind), id=uid(200 + number)))
    tables = [shape_of(kind).table for kind in TABLES]
    order = [table for table in tables[0].metadata.sorted_tables if table in tables]
    for table in reversed(order):
        if "casus" in table.c:
            registers.connection.execute(sa.delete(table).where(table.c.casus == uid(1)))
    registers.connection.execute(sa.delete(tables[0]))

    assert registers.one(Casus, uid(1)) is None


def _declared(row_id: str, over: Onderwerp, onderwerp: str) -> Verklaring:
    return Verklaring(
        id=row_id,
        feit="rechtmatig-verwerkt",
        over=over,
        onderwerp=onderwerp,
        organisatie="politie",
        medewerker=uid(2),
        op=MOMENT,
    )
