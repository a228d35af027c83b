"""
The list of cases that the database finds is the one that a person with paper and patience finds.
"""

from __future__ import annotations

import itertools

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.values import DAY, MOMENT, uid
from zvhprivacy.model.casus import Casus, Deelname, Periode, Register, Toewijzing
from zvhprivacy.model.registers import Criteria, Medewerker
from zvhprivacy.store.database import Database
from zvhprivacy.store.listing import Place, Scope, listed
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rows import shape_of, to_row


T = TypeVar("T")
ORGS, ROLES, PERSONS = ("politie", "ggz"), ("fg", "casusdeelnemer"), (uid(1), uid(2))
WORDS: dict[str, tuple[str, ...]] = {
    "convenant": ("huis", "pga"),
    "proces": ("com", "mda"),
    "kader": ("wgs",),
    "fase": ("triage", "casusoverleg"),
    "doel": ("complexe-casuistiek",),
}
FIRST: dict[str, Any] = {name: words[0] for name, words in WORDS.items()}
ON_BOTH = settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Mostly the first of few values, so that cases, people and scopes meet.
some: dict[str, Any] = {
    name: st.sampled_from((words[0],) * 4 + words) for name, words in WORDS.items()
}
periods = st.sampled_from(
    [(-1, None), (0, None), (-1, 1), (0, 1), (-2, 0), (1, None), (-2, -1), (0, 0)]
).map(lambda p: (DAY + timedelta(days=p[0]), None if p[1] is None else DAY + timedelta(days=p[1])))
roles = st.sampled_from((*ROLES, ROLES[0]))
scopes = st.sets(
    st.builds(
        Scope,
        **some,
        rol=roles,
        deelnemer=st.booleans(),
        persoon=st.booleans(),
        criteria=st.booleans(),
    ),
    max_size=3,
)


@st.composite
def worlds(draw: st.DrawFn) -> list[Register]:
    """
    Draw cases with who takes part, who works on them and what was judged.
    """
    found: list[Register] = [
        Medewerker(id=person, persoon="p" * 28, organisatie="politie", rollen=ROLES, van=DAY)
        for person in PERSONS
    ]
    for number in range(draw(st.integers(1, 5))):
        casus = uid(100 + number)
        words: dict[str, Any] = {name: draw(word) for name, word in some.items()}
        since = MOMENT + timedelta(hours=draw(st.integers(0, 2)))  # often at the same moment
        found.append(
            Casus(
                id=casus,
                **words,
                fase_sinds=since,
                aangemeld_door="politie",
                eerste_verwerking=DAY,
                laatste_verwerking=DAY,
            )
        )
        for _ in range(draw(st.integers(0, 5))):
            found.append(_line(draw, len(found), casus))
    return found


def _line(draw: st.DrawFn, number: int, casus: str) -> Register:
    van, tot = draw(periods)
    row_id = uid(1000 + number)
    match draw(st.integers(0, 2)):
        case 0:
            return Deelname(
                id=row_id,
                casus=casus,
                organisatie=draw(st.sampled_from((*ORGS, ORGS[0]))),
                als_derde=draw(st.sampled_from([False, False, True])),
                van=van,
                tot=tot,
            )
        case 1:
            return Toewijzing(
                id=row_id,
                casus=casus,
                medewerker=draw(st.sampled_from((*PERSONS, PERSONS[0]))),
                rol=draw(roles),
                van=van,
                tot=tot,
            )
        case _:
            four = [draw(st.sampled_from([True] * 7 + [False])) for _ in range(4)]
            return Criteria(
                id=row_id,
                casus=casus,
                meervoudige_problematiek=four[0],
                leefgebieden_criminogeen=four[1],
                overlast_criminaliteit_onveilig=four[2],
                meerdere_domeinen_nodig=four[3],
                motivering=b"m",
                door=("politie",),
                op=MOMENT + timedelta(hours=draw(st.integers(0, 1))),
                vervallen_op=draw(st.sampled_from([None, None, None, MOMENT])),
            )


@pytest.fixture
def connection(shared: Database) -> Iterator[sa.Connection]:
    """
    A transaction that keeps nothing.
    """
    with shared.read() as connection:
        yield connection


@ON_BOTH
@given(world=worlds(), allowed=scopes, limit=st.integers(1, 3))
def test_the_list_is_what_reading_every_case_gives(
    connection: sa.Connection, world: list[Register], allowed: set[Scope], limit: int
) -> None:
    """
    For any cases and any scopes, page after page, nothing is missing, too much or twice.
    """
    expected = [(c.fase_sinds, c.id) for c in by_hand(world, allowed, "politie", uid(1), DAY)]
    with connection.begin_nested() as kept:
        for value in world:
            Registers(connection).add(value)
        found = list(pages(connection, allowed, limit))
        kept.rollback()

    assert expected == found


def by_hand(
    world: list[Register], allowed: set[Scope], organisatie: str, medewerker: str, op: date
) -> list[Casus]:
    """
    Go through every case and every scope.
    """

    def of(kind: type[Any], casus: Casus) -> list[Any]:
        of_kind: list[Any] = [each for each in world if type(each) is kind]
        return [each for each in of_kind if each.casus == casus.id]

    def holds(period: Periode) -> bool:
        return period.van <= op and (period.tot is None or op < period.tot)

    def seen(casus: Casus, scope: Scope) -> bool:
        ours = [
            each
            for each in of(Deelname, casus)
            if holds(each) and each.organisatie == organisatie and not each.als_derde
        ]
        mine = [
            each
            for each in of(Toewijzing, casus)
            if holds(each) and each.medewerker == medewerker and each.rol == scope.rol
        ]
        judged = sorted(of(Criteria, casus), key=lambda each: (each.op, each.id))[-1:]
        met = [each for each in judged if each.alle_vier and each.vervallen_op is None]
        return (
            all(getattr(casus, name) == getattr(scope, name) for name in WORDS)
            and (bool(ours) or not scope.deelnemer)
            and (bool(mine) or not scope.persoon)
            and (bool(met) or not scope.criteria)
        )

    found = [
        casus
        for casus in world
        if isinstance(casus, Casus) and any(seen(casus, scope) for scope in allowed)
    ]
    return sorted(found, key=lambda casus: (casus.fase_sinds, casus.id), reverse=True)


def pages(connection: sa.Connection, allowed: set[Scope], limit: int) -> Iterator[Place]:
    """
    Give the list, a page at a time.
    """
    after: Place | None = None
    while True:
        page = listed(
            connection,
            scopes=allowed,
            organisatie="politie",
            medewerker=uid(1),
            op=DAY,
            limit=limit,
            after=after,
        )
        yield from (case.place for case in page)
        if len(page) < limit:
            return
        after = page[-1].place


MET = dict.fromkeys(
    (
        "meervoudige_problematiek",
        "leefgebieden_criminogeen",
        "overlast_criminaliteit_onveilig",
        "meerdere_domeinen_nodig",
    ),
    True,
)
CASE: dict[str, Any] = {
    **FIRST,
    "id": uid(100),
    "fase_sinds": MOMENT,
    "aangemeld_door": "politie",
    "eerste_verwerking": DAY,
    "laatste_verwerking": DAY,
}
OURS: dict[str, Any] = {"id": uid(1), "casus": uid(100), "organisatie": "politie", "van": DAY}
ASSIGNED: dict[str, Any] = {
    "id": uid(1),
    "casus": uid(100),
    "medewerker": PERSONS[0],
    "rol": "fg",
    "van": DAY,
}
JUDGED: dict[str, Any] = {
    **MET,
    "id": uid(5),
    "casus": uid(100),
    "motivering": b"",
    "door": (),
    "op": MOMENT,
}
EARLIER, LATER = MOMENT - timedelta(hours=1), MOMENT + timedelta(hours=1)
UNMET = {**JUDGED, "meervoudige_problematiek": False}
SMALL: list[tuple[str, bool, dict[type[Any], list[dict[str, Any]]]]] = [
    ("as-it-should-be", True, {}),
    ("no-deelnemer", False, {Deelname: []}),
    ("other-organisation", False, {Deelname: [OURS | {"organisatie": "ggz"}]}),
    ("third-party", False, {Deelname: [OURS | {"als_derde": True}]}),
    ("deelname-ends-today", False, {Deelname: [OURS | {"tot": DAY}]}),
    ("deelname-ends-tomorrow", True, {Deelname: [OURS | {"tot": DAY + timedelta(days=1)}]}),
    ("deelname-tomorrow", False, {Deelname: [OURS | {"van": DAY + timedelta(days=1)}]}),
    ("nobody", False, {Toewijzing: []}),
    ("somebody-else", False, {Toewijzing: [ASSIGNED | {"medewerker": PERSONS[1]}]}),
    ("other-role", False, {Toewijzing: [ASSIGNED | {"rol": "casusdeelnemer"}]}),
    ("assigned-till-today", False, {Toewijzing: [ASSIGNED | {"tot": DAY}]}),
    ("assigned-from-tomorrow", False, {Toewijzing: [ASSIGNED | {"van": DAY + timedelta(days=1)}]}),
    ("not-judged", False, {Criteria: []}),
    *((f"not-{name}", False, {Criteria: [JUDGED | {name: False}]}) for name in MET),
    ("lapsed", False, {Criteria: [JUDGED | {"vervallen_op": MOMENT}]}),
    ("no-longer", False, {Criteria: [JUDGED | {"op": EARLIER}, UNMET | {"id": uid(4)}]}),
    ("meanwhile", True, {Criteria: [JUDGED | {"op": LATER}, UNMET | {"id": uid(6)}]}),
    ("at-once", False, {Criteria: [JUDGED, UNMET | {"id": uid(6)}]}),
    *((f"other-{name}", False, {Casus: [CASE | {name: "iets-anders"}]}) for name in WORDS),
]


@pytest.mark.parametrize(("expected", "other"), [e[1:] for e in SMALL], ids=[e[0] for e in SMALL])
def test_each_condition_counts(
    connection: sa.Connection, *, expected: bool, other: dict[type[Any], list[dict[str, Any]]]
) -> None:
    """
    A case is in the list when all is as the scope wants it, and one thing less hides it.
    """
    kinds = {Casus: [CASE], Deelname: [OURS], Toewijzing: [ASSIGNED], Criteria: [JUDGED]} | other
    registers = Registers(connection)
    for person in PERSONS:
        registers.add(Medewerker(id=person, persoon="p" * 28, organisatie="a", rollen=(), van=DAY))
    for kind, lines in kinds.items():
        for line in lines:
            registers.add(kind(**line))

    assert expected == bool(_page(connection, {Scope(**FIRST, rol="fg")}))


def test_a_scope_without_a_role_is_for_nobody(connection: sa.Connection) -> None:
    """
    Where somebody has to be assigned, no role is not any role.
    """
    registers = Registers(connection)
    for value in (Casus(**CASE), Deelname(**OURS), Criteria(**JUDGED)):
        registers.add(value)

    assert () == _page(connection, {Scope(**FIRST, rol="")})


@pytest.mark.parametrize("limit", [0, -1])
def test_a_page_of_nothing_is_empty(connection: sa.Connection, limit: int) -> None:
    """
    To SQLite a limit below zero would be none at all.
    """
    Registers(connection).add(Casus(**CASE))
    scope = Scope(**FIRST, rol="fg", deelnemer=False, persoon=False, criteria=False)

    assert () == listed(
        connection, scopes={scope}, organisatie="a", medewerker=uid(1), op=DAY, limit=limit
    )


def test_without_scopes_there_is_no_list(connection: sa.Connection) -> None:
    """
    Nothing allowed is nothing seen, and nothing asked of the database.
    """
    connection.close()

    assert () == listed(
        connection, scopes=(), organisatie="politie", medewerker=uid(1), op=DAY, limit=10
    )


# --- what it costs --------------------------------------------------------------------------------

MANY = 3_000  # cases that the person has nothing to do with
MINE = 10


@pytest.fixture(scope="module")
def full(shared: Database) -> Iterator[sa.Connection]:
    """
    A database with many cases, of which a person and his organisation have a few.
    """
    with shared.read() as connection:
        _fill(connection)
        connection.exec_driver_sql("ANALYZE")
        yield connection


def _fill(connection: sa.Connection) -> None:
    rows: dict[type[Register], list[dict[str, Any]]] = {
        kind: [] for kind in (Medewerker, Casus, Deelname, Toewijzing, Criteria)
    }
    for value in _many():
        rows[type(value)].append(to_row(value))
    for kind, each in rows.items():
        connection.execute(sa.insert(shape_of(kind).table), each)


def _many() -> Iterator[Register]:
    for person in PERSONS:
        yield Medewerker(id=person, persoon="p" * 28, organisatie="ggz", rollen=("fg",), van=DAY)
    for number in range(MANY):
        casus = uid(10_000 + number)
        mine = number % (MANY // MINE) == 0
        yield Casus(
            id=casus,
            **FIRST,
            fase_sinds=MOMENT + timedelta(minutes=number),
            aangemeld_door="politie",
            eerste_verwerking=DAY,
            laatste_verwerking=DAY,
        )
        yield Deelname(
            id=uid(20_000 + number), casus=casus, organisatie=ORGS[0 if mine else 1], van=DAY
        )
        yield Toewijzing(
            id=uid(30_000 + number),
            casus=casus,
            medewerker=PERSONS[0 if mine else 1],
            rol="fg",
            van=DAY,
        )
        yield Criteria(
            id=uid(40_000 + number),
            casus=casus,
            meervoudige_problematiek=True,
            leefgebieden_criminogeen=True,
            overlast_criminaliteit_onveilig=True,
            meerdere_domeinen_nodig=True,
            motivering=b"m",
            door=("politie",),
            op=MOMENT,
        )


NEEDS = [(True, True), (True, False), (False, True), (False, False)]


@pytest.mark.parametrize(("deelnemer", "persoon"), NEEDS)
def test_the_policy_costs_little_beside_the_bare_query(
    full: sa.Connection, *, deelnemer: bool, persoon: bool
) -> None:
    """
    Finding the same rows without what the policy says of them is hardly less work.

    Work is what the database counts, not time: steps of SQLite, rows looked at by PostgreSQL.
    `python -m bench.listing` measures the time, over 100,000 cases.
    """
    scope = Scope(**FIRST, rol="fg", deelnemer=deelnemer, persoon=persoon)
    columns = "casus.id, casus.proces, casus.fase, casus.fase_sinds"
    source = f"FROM {FROM[deelnemer, persoon]} "
    order = "ORDER BY casus.fase_sinds DESC, casus.id DESC LIMIT 10"
    bare = sa.text(f"SELECT {columns} {source} {order}")

    by_policy, listed_rows = work(full, lambda: [case.casus for case in _page(full, {scope})])
    without, bare_rows = work(full, lambda: [row.id for row in full.execute(bare)])

    assert bare_rows == listed_rows
    assert 10 == len(bare_rows)
    assert by_policy <= 10 * without


def test_the_other_cases_are_not_looked_at(full: sa.Connection) -> None:
    """
    The list of a person costs far less than looking at every case once.
    """
    every = sa.select(sa.func.max(shape_of(Casus).table.c.doel))
    scope = Scope(**FIRST, rol="fg")

    mine, _ = work(full, lambda: _page(full, {scope}))
    all_of_them, _ = work(full, lambda: full.execute(every).all())

    assert 5 * mine <= all_of_them


_MINE = f"toewijzing JOIN casus ON casus.id = toewijzing.casus WHERE medewerker = '{PERSONS[0]}'"
_OURS = "deelname JOIN casus ON casus.id = deelname.casus WHERE organisatie = 'politie'"
FROM = {(True, True): _MINE, (False, True): _MINE, (True, False): _OURS, (False, False): "casus"}


def _page(connection: sa.Connection, allowed: set[Scope]) -> tuple[Any, ...]:
    return listed(
        connection, scopes=allowed, organisatie="politie", medewerker=uid(1), op=DAY, limit=10
    )


def work(connection: sa.Connection, run: Callable[[], T]) -> tuple[int, T]:
    """
    Count what the database does while *run* asks one thing of it.
    """
    if connection.dialect.name == "sqlite":
        return _steps(connection, run)
    seen: list[tuple[Any, ...]] = []
    listen = (connection, "after_cursor_execute", lambda *given: seen.append(given[2:4]))
    sa.event.listen(*listen)
    found = run()
    sa.event.remove(*listen)
    statement, values = seen[0]
    plan = connection.exec_driver_sql(
        f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", values
    )
    return _looked_at(plan.scalar_one()[0]["Plan"]), found


def _looked_at(node: dict[str, Any]) -> int:
    removed = node.get("Rows Removed by Filter", 0)
    rows = node["Actual Rows"] + removed if "Scan" in node["Node Type"] else 0
    return int(rows * node["Actual Loops"]) + sum(map(_looked_at, node.get("Plans", ())))


def _steps(connection: sa.Connection, run: Callable[[], T]) -> tuple[int, T]:
    raw: Any = connection.connection.driver_connection
    count = itertools.count()
    raw.set_progress_handler(lambda: next(count) * 0, 1)
    try:
        found = run()
    finally:
        raw.set_progress_handler(None, 1)
    return next(count), found
