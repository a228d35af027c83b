"""
Requests as lines of JSON: read one, whatever it is, and compare its answer with what it expects.
"""

from __future__ import annotations

import json
import re

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from zvhprivacy.model.citation import covers
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Ban, Cause, Decision, Outcome
from zvhprivacy.policy.snapshot import Snapshot, request_of
from zvhprivacy.source import suggest


MAX_LINE_BYTES = 1024 * 1024  # 1 MiB; a request takes less than one kilobyte.

KEYS = ("id", "vraag", "feiten", "datum", "verwacht", "artikel", "soort")
_OUTCOMES = tuple(outcome.value for outcome in Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """
    What a line says about its own answer; empty is no opinion.

    *unclear* names the keys of which the value is none that an answer can have.
    """

    verwacht: str | None = None
    artikel: tuple[str, ...] = ()
    soort: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    A request as it was read, or the *causes* why it is none.
    """

    number: int = 0
    id: str | int | None = None
    request: Request | None = None
    feiten: frozenset[str] = frozenset()
    day: date | None = None
    expected: Expected = Expected()
    causes: tuple[Cause, ...] = ()


def read_lines(stream: BinaryIO) -> Iterator[Asked]:
    """
    Read a request per line; an empty line is none.

    A line that is too long or no JSON becomes a request with a cause, so that the count is right.
    """
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        too_long = len(line) > MAX_LINE_BYTES
        rest = line
        while too_long and rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES)
        if too_long or line.strip():
            yield _unreadable(number) if too_long else read_line(line, number)


def read_line(line: bytes, number: int = 0) -> Asked:
    """
    Read one line; never raises, and never keeps of it more than a request may hold.
    """
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return _unreadable(number)
    if not isinstance(data, dict):
        return _unreadable(number)
    return _asked(data, number)


def answer(snapshot: Snapshot, asked: Asked, today: date) -> Decision:
    """
    Answer what was *asked* on its own day, or *today*.
    """
    if asked.request is None or asked.causes:
        return Decision(
            toegestaan=False,
            soort=Outcome.ONGELDIG,
            policy=snapshot.policy,
            explain=lambda: asked.causes,
        )
    return snapshot.decide(asked.request, asked.feiten, asked.day or today)


def differences(expected: Expected, decision: Decision) -> tuple[str, ...]:
    """
    Name the keys of *expected* that *decision* does not meet.
    """
    wrong = list(expected.unclear)
    if expected.verwacht and (expected.verwacht == "toegestaan") is not decision.toegestaan:
        wrong.append("verwacht")
    if expected.soort and decision.soort.value not in expected.soort:
        wrong.append("soort")
    if expected.artikel:
        given = articles(decision)
        if not any(covers(want, artikel) for want in expected.artikel for artikel in given):
            wrong.append("artikel")
    return tuple(wrong)


def articles(decision: Decision) -> tuple[str, ...]:
    """
    Give the articles an answer rests on: of a yes the ground, of a no those of the bans.
    """
    if decision.toegestaan:
        return (decision.artikel,) if decision.artikel else ()
    return tuple(r.artikel for r in decision.redenen if isinstance(r, Ban))


def asked_of(fields: Mapping[str, object], feiten: object, *, number: int = 0) -> Asked:
    """
    Make a request of its *fields* and facts, or say what is wrong with them.
    """
    request, wrong = request_of(fields)
    causes = [
        Cause(reden="veld-te-veel") if name == "-" else Cause(reden="veld-ontbreekt", veld=name)
        for name in wrong
    ]
    facts = feiten if isinstance(feiten, (list, tuple)) else None
    if facts is None or not all(isinstance(fact, str) for fact in facts):
        causes.append(Cause(reden="veld-ontbreekt", veld="feiten"))
        facts = ()
    return Asked(number=number, request=request, feiten=frozenset(facts), causes=tuple(causes))


def _asked(data: Mapping[str, object], number: int) -> Asked:
    fields = data.get("vraag")
    known = fields if isinstance(fields, dict) else None
    asked = asked_of(known or {}, data.get("feiten", ()), number=number)
    causes = list(asked.causes)
    if known is None:
        causes = [Cause(reden="veld-ontbreekt", veld="vraag")]
    day = _day(data.get("datum"))
    if day is None and data.get("datum") is not None:
        causes.append(Cause(reden="onbekende-waarde", veld="datum"))
    name = data.get("id")
    readable = isinstance(name, (str, int)) and not isinstance(name, bool)
    if not readable and name is not None:
        causes.append(Cause(reden="veld-ontbreekt", veld="id"))
    # A key that looks like one of ours was meant as it, and would be skipped in silence.
    if any(suggest(key, KEYS) for key in data if key not in KEYS):
        causes.append(Cause(reden="veld-te-veel"))
    return Asked(
        number=number,
        id=name if readable else None,  # type: ignore[arg-type]
        request=asked.request,
        feiten=asked.feiten,
        day=day,
        expected=_expected(data),
        causes=tuple(causes),
    )


def _expected(data: Mapping[str, object]) -> Expected:
    unclear: list[str] = []
    verwacht = data.get("verwacht")
    if not (verwacht is None or verwacht == "toegestaan" or verwacht == "geweigerd"):  # noqa: PLR1714 -- it may be unhashable
        unclear.append("verwacht")
    artikel, soort = _texts(data.get("artikel")), _texts(data.get("soort"))
    if artikel is None:
        unclear.append("artikel")
    if soort is None or not set(soort) <= set(_OUTCOMES):
        unclear.append("soort")
        soort = ()
    return Expected(
        verwacht=verwacht if isinstance(verwacht, str) and "verwacht" not in unclear else None,
        artikel=artikel or (),
        soort=soort,
        unclear=tuple(unclear),
    )


def _texts(value: object) -> tuple[str, ...] | None:
    match value:
        case None:
            return ()
        case str():
            return (value,)
        case list() if all(isinstance(item, str) for item in value):
            return tuple(value)
        case _:
            return None


def _day(value: object) -> date | None:
    # Python also reads other forms of ISO 8601, which our files do not have.
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _unreadable(number: int) -> Asked:
    return Asked(number=number, causes=(Cause(reden="veld-ontbreekt", veld="vraag"),))


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a key stands twice"
        raise ValueError(msg)
    return found


def _no_number(_constant: str) -> None:
    msg = "NaN is not JSON"
    raise ValueError(msg)
