"""
One carries out destruction at a time; who slept through his time is told apart from who works now.
"""

from __future__ import annotations

import threading

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.values import MOMENT
from zvhprivacy.errors import Exit, WrongUse
from zvhprivacy.model.bewaarplan import Lease
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.errors import DatabaseBusy, Guarded
from zvhprivacy.store.lease import BEURT, LeaseHeld, LeaseLost
from zvhprivacy.store.plannen import Plannen


MINUTE = timedelta(minutes=1)
UNTIL = MOMENT + 10 * MINUTE
WORKERS = 8


@pytest.fixture
def plannen(shared: Database) -> Iterator[Plannen]:
    """
    The lease as one transaction sees it, which keeps nothing.
    """
    with shared.read() as connection:
        yield Plannen(connection)


def test_who_takes_it_has_it(plannen: Plannen) -> None:
    """
    It has a token, and others are told who has it and until when.
    """
    assert plannen.lease() is None
    mine = plannen.take("huis-1:4711", MOMENT, UNTIL)
    with pytest.raises(LeaseHeld) as caught:
        plannen.take("huis-2:12", MOMENT + MINUTE, UNTIL + MINUTE)

    assert Lease("huis-1:4711", 1, UNTIL) == mine == plannen.lease() == caught.value.lease
    assert Exit.REFUSED == caught.value.exit_code
    for lang in ("nl", "en"):
        assert "huis-1:4711" in caught.value.sentence(lang)
        assert "2026-03-01 12:10:00+00:00" in caught.value.sentence(lang)


def test_who_has_it_keeps_it(plannen: Plannen) -> None:
    """
    He holds on as long as he works, with the same token.
    """
    mine = plannen.take("een", MOMENT, UNTIL)
    held = plannen.hold(mine.token, MOMENT + MINUTE, UNTIL + MINUTE)

    assert mine._replace(tot=UNTIL + MINUTE) == held == plannen.lease()


@pytest.mark.parametrize("how", ["ran out", "given back"])
def test_the_next_one_gets_a_higher_token(plannen: Plannen, how: str) -> None:
    """
    Whoever had it before can neither hold nor release it, and is told who works now.
    """
    first = plannen.take("een", MOMENT, UNTIL)
    if how == "given back":
        plannen.release(first.token)
        assert plannen.lease() is None
    second = plannen.take("twee", MOMENT if how == "given back" else UNTIL, UNTIL + MINUTE)
    for late in (
        lambda: plannen.hold(first.token, MOMENT, UNTIL + 2 * MINUTE),
        lambda: plannen.release(first.token),
    ):
        with pytest.raises(LeaseLost) as caught:
            late()
        assert second == caught.value.lease
        assert Exit.REFUSED == caught.value.exit_code
        assert all("twee" in caught.value.sentence(lang) for lang in ("nl", "en"))

    assert first.token < second.token
    assert second == plannen.lease()


def test_what_was_given_back_is_not_held_again(plannen: Plannen) -> None:
    """
    Also when nobody took it meanwhile: who gave it back takes it anew.
    """
    mine = plannen.take("een", MOMENT, UNTIL)
    plannen.release(mine.token)
    with pytest.raises(LeaseLost):
        plannen.hold(mine.token, MOMENT, UNTIL)
    with pytest.raises(LeaseLost):
        plannen.release(mine.token)


def test_nobody_has_it_before_anybody_took_it(plannen: Plannen) -> None:
    """
    Of a token that nobody was given it is said that it is lost.
    """
    with pytest.raises(LeaseLost):
        plannen.hold(1, MOMENT, UNTIL)


def test_what_ran_out_and_nobody_took_can_be_held(plannen: Plannen) -> None:
    """
    A slow batch does not stop the work as long as nobody else began it.
    """
    mine = plannen.take("een", MOMENT, UNTIL)

    assert mine.token == plannen.hold(mine.token, UNTIL + MINUTE, UNTIL + 2 * MINUTE).token


def test_a_lease_that_is_over_is_none(plannen: Plannen) -> None:
    """
    Nobody takes it for no time, or in no name.
    """
    with pytest.raises(WrongUse):
        plannen.take("een", MOMENT, MOMENT)
    with pytest.raises(WrongUse):
        plannen.take("", MOMENT, UNTIL)
    mine = plannen.take("een", MOMENT, UNTIL)
    with pytest.raises(WrongUse):
        plannen.hold(mine.token, UNTIL, UNTIL)


@pytest.mark.parametrize(
    "change",
    [{"token": 1}, {"houder": "een ander"}, {"token": 2, "houder": "een ander"}, None],
    ids=["lower-token", "other-holder", "both", "delete"],
)
def test_the_database_refuses_it_too(
    shared: Database, plannen: Plannen, change: dict[str, object] | None
) -> None:
    """
    A token never comes back, not for who writes past this package either.
    """
    plannen.release(plannen.take("een", MOMENT, UNTIL).token)
    plannen.take("twee", MOMENT, UNTIL)
    statement = BEURT.delete() if change is None else BEURT.update().values(change)

    with pytest.raises(Guarded), shared.ours():
        plannen.connection.execute(statement)


STEPS = st.tuples(
    st.sampled_from(["take", "hold", "release"]),
    st.sampled_from(["een", "twee", "drie"]),
    st.integers(0, 20),
    st.integers(1, 10),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=20))
def test_there_is_one_holder_whatever_they_do(
    shared: Database, steps: list[tuple[str, str, int, int]]
) -> None:
    """
    Held against a few lines that keep one holder and one number: who gets it, and who lost it.
    """
    holder, token, until = "", 0, 0
    tokens = dict.fromkeys(["een", "twee", "drie"], 0)
    with shared.read() as connection:
        plannen = Plannen(connection)
        for what, who, minute, length in steps:
            now, end = MOMENT + minute * MINUTE, MOMENT + (minute + length) * MINUTE
            mine = bool(holder) and tokens[who] == token
            try:
                if what == "take":
                    tokens[who] = plannen.take(who, now, end).token
                elif what == "hold":
                    plannen.hold(tokens[who], now, end)
                else:
                    plannen.release(tokens[who])
                done = True
            except (LeaseHeld, LeaseLost):
                done = False
            free = not holder or until <= minute
            assert done is (free if what == "take" else mine)
            if done and what == "take":
                assert tokens[who] > token
                holder, token, until = who, tokens[who], minute + length
            elif done:
                holder, until = (holder if what == "hold" else ""), minute + length
        connection.rollback()


# --- at once --------------------------------------------------------------------------------------


def test_of_many_at_once_one_gets_it(target: str) -> None:
    """
    They start together, each with a connection of its own: one has it, the others are told who.
    """
    open_database(Part.HOOFD, target).close()
    found: list[Lease | LeaseHeld] = []
    ready = threading.Barrier(WORKERS)

    def work(number: int) -> None:
        database = open_database(Part.HOOFD, target)
        try:
            ready.wait()
            with database.write() as connection:
                found.append(Plannen(connection).take(f"huis:{number}", MOMENT, UNTIL))
        except LeaseHeld as held:
            found.append(held)
        finally:
            database.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    got = [each for each in found if isinstance(each, Lease)]

    assert WORKERS == len(found)
    assert 1 == len(got)
    assert {got[0]} == {each.lease for each in found if isinstance(each, LeaseHeld)}


def test_nobody_takes_it_in_the_middle_of_a_batch(target: str) -> None:
    """
    Who holds it inside the transaction of a batch has it until that is durable, though it ran out.
    """
    one = open_database(Part.HOOFD, target)
    other = open_database(Part.HOOFD, target, patience=0.2)
    with one.write() as connection:
        mine = Plannen(connection).take("een", MOMENT, UNTIL)
    later = UNTIL + MINUTE
    with one.write() as connection:
        Plannen(connection).hold(mine.token, later, later + MINUTE)
        with pytest.raises(DatabaseBusy), other.write() as second:
            Plannen(second).take("twee", later, later + MINUTE)
    with pytest.raises(LeaseHeld), other.write() as second:
        Plannen(second).take("twee", later, later + MINUTE)
    one.close()
    other.close()
