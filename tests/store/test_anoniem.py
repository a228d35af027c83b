"""
What is left of anonymised cases is counted per kind, and nothing in the table finds a case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zvhprivacy.bewaren.anonymous import anonymise
from zvhprivacy.errors import StoreFailed
from zvhprivacy.model.bewaren import AnonymousRow, CaseFacts, ItemFacts
from zvhprivacy.store import anoniem
from zvhprivacy.store.database import Database


ROW = AnonymousRow("zvh-bno", "com", "2021", "afgesloten", "2-4", ("bsn", "gezondheid"), 2)
ROWS = st.builds(
    AnonymousRow,
    convenant=st.sampled_from(["zvh-a", "zvh-b"]),
    proces=st.just("com"),
    jaar=st.sampled_from(["2021", "2020-2024", None]),
    fase=st.sampled_from(["afgesloten", None]),
    betrokkenen=st.sampled_from(["5+", None]),
    categorieen=st.sampled_from([(), ("bsn",), ("bsn", "gezondheid"), None]),
    duur=st.sampled_from([0, 12, None]),
)


@pytest.fixture
def connection(shared: Database) -> Iterator[sa.Connection]:
    """
    A transaction that keeps nothing.
    """
    with shared.read() as found:
        yield found


@given(st.lists(st.lists(ROWS, max_size=6), max_size=3))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_in_is_counted(
    connection: sa.Connection, batches: list[list[AnonymousRow]]
) -> None:
    """
    Batch after batch, of each kind there are as many as were added, and unknown stays unknown.
    """
    with connection.begin_nested() as nested:
        for batch in batches:
            anoniem.add(connection, batch)
        found = anoniem.classes(connection)
        nested.rollback()

    assert Counter(row for batch in batches for row in batch) == found


@pytest.mark.parametrize(
    "wrong",
    [
        ROW._replace(convenant="Jan de Vries"),
        ROW._replace(fase="Jan"),
        ROW._replace(jaar="maart 2021"),
        ROW._replace(betrokkenen="Jan"),
        ROW._replace(categorieen=("Jan de Vries",)),
    ],
)
def test_a_sentence_does_not_fit(shared: Database, wrong: AnonymousRow) -> None:
    """
    The database itself refuses what is no word of the policy or number.
    """
    with pytest.raises(StoreFailed) as caught, shared.write() as connection:
        anoniem.add(connection, [wrong])

    assert "Jan" not in str(caught.value)


def test_no_column_names_a_case(shared: Database) -> None:
    """
    The table has the columns of a row and a count: no id, no moment, no case.
    """
    with shared.read() as connection:
        columns = [each["name"] for each in sa.inspect(connection).get_columns("anoniem")]

    assert [*AnonymousRow._fields, "aantal"] == columns


def case(number: int, *categories: str) -> CaseFacts:
    """
    Give a case with an item in each of *categories*.
    """
    return CaseFacts(
        casus=f"{number:032x}",
        convenant="zvh-bno",
        proces="com",
        kader="wgs",
        fase="afgesloten",
        eerste=date(2021, 1, number + 1),
        laatste=date(2022, 3, number + 1),
        items=tuple(
            ItemFacts(f"{place:032x}", name, None, None) for place, name in enumerate(categories)
        ),
    )


def test_a_batch_joins_what_was_left_before(connection: sa.Connection) -> None:
    """
    The first batch of two leaves nothing at a threshold of three; three do, and then one does too.
    """
    alike = [(case(n, "bsn"), 1) for n in range(5)]
    taken = [anonymise(connection, some, k=3) for some in (alike[:2], alike[1:4], [alike[4]])]

    assert [(False, False), (True, True, True), (True,)] == taken
    assert {
        AnonymousRow("zvh-bno", "com", "2021", "afgesloten", "1", ("bsn",), 1): 4
    } == anoniem.classes(connection)


def test_nothing_is_added_for_what_is_destroyed(connection: sa.Connection) -> None:
    """
    Of cases that are too few, and of no cases, nothing stands in the table.
    """
    assert (False,) == anonymise(connection, [(case(1), 1)], k=2)
    assert () == anonymise(connection, [], k=2)
    assert {} == anoniem.classes(connection)
