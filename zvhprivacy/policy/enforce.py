"""
The door to Casbin, the judge: nothing else here imports it.

What is known to go wrong in pycasbin and how it is kept out:
two distributions on one folder (refused at import), an empty policy or an empty field that
matches (never asked), an unknown effect that counts as no effect (a closed enum), switching off
by `enable_enforce` and changing rules in place (the enforcer never leaves this module), a log
line for each refusal (no logger), role definitions and FastEnforcer (not used).
"""

from __future__ import annotations

import importlib.metadata
import threading

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zvhprivacy.errors import ForeignCasbin
from zvhprivacy.model.selection import parse_selection
from zvhprivacy.policy.rule import Effect, Question, Rule, meets, selects


if TYPE_CHECKING:
    import casbin


MODEL = "model.conf"


def model_text() -> str:
    """
    Give the Casbin model that everything is judged by.
    """
    return Path(__file__).with_name(MODEL).read_text(encoding="utf-8")


class Judge:
    """
    Casbin over a fixed sequence of rules.

    It can be asked from several threads at once: every question is judged on a view of its own.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rows = [rule.row for rule in rules]
        self._view = _view_type()
        self._parts = _parts()

    def decide(self, question: Question, candidates: Sequence[int]) -> int | None:
        """
        Let Casbin judge *question* over *candidates*, numbers of rules in ascending order.

        Gives the number of the rule that decided, or None when none matched.
        The answer is that of stock Casbin over all rules as long as no rule that matches is
        missing from *candidates*.
        """
        if not candidates:
            return None
        rows = [self._rows[number] for number in candidates]
        _, decided = self._view(self._parts, rows).enforce_ex(*question)
        return next((number for number in candidates if self._rows[number] is decided), None)


def stock(rules: Sequence[Rule]) -> Callable[[Question], int | None]:
    """
    Casbin as it comes, over all *rules* at every question: the oracle, and a peer in the bench.

    Raises:
        ValueError: there are no rules.
    """
    if not rules:
        msg = "Casbin without rules allows what its matcher allows for empty text"
        raise ValueError(msg)
    casbin = _casbin()
    model = casbin.Model()
    model.load_model_from_text(model_text())
    enforcer = casbin.Enforcer(model)
    for name, function in FUNCTIONS.items():
        enforcer.add_function(name, function)
    rows = [list(rule.row) for rule in rules]
    enforcer.model["p"]["p"].policy = rows
    number = {id(row): i for i, row in enumerate(rows)}

    def decide(question: Question) -> int | None:
        _, row = enforcer.enforce_ex(*question)
        return number[id(row)] if row else None

    return decide


def _select(names: frozenset[str] | None, keuze: str) -> bool:
    return selects(parse_selection(keuze), names)


def _meet(facts: frozenset[str], conditions: str, effect: str) -> bool:
    return meets(Effect(effect), _facts(conditions), facts)


@lru_cache(maxsize=65_536)
def _facts(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split("|")))


FUNCTIONS: dict[str, Callable[..., bool]] = {"kiest": _select, "voldaan": _meet}


@cache
def _casbin() -> Any:
    refuse_foreign_casbin()
    import casbin

    return casbin


def refuse_foreign_casbin() -> None:
    """
    Refuse to work when the dead distribution `casbin` is installed beside `pycasbin`.

    Both put their files in the same folder; which of the two then judges is a matter of luck.

    Raises:
        ForeignCasbin: it is installed.
    """
    try:
        version = importlib.metadata.version("casbin")
    except importlib.metadata.PackageNotFoundError:
        return
    raise ForeignCasbin(versie=version)


@cache
def _parts() -> Any:
    casbin = _casbin()
    model = casbin.Model()
    model.load_model_from_text(model_text())
    enforcer = casbin.Enforcer(model)
    for name, function in FUNCTIONS.items():
        enforcer.add_function(name, function)
    return enforcer


@cache
def _view_type() -> Any:
    core: type[casbin.Enforcer] = _casbin().Enforcer

    class View(core):  # type: ignore[misc]
        """
        What `enforce_ex` reads of an enforcer, with its own policy and the shared parsed matcher.
        """

        def __init__(self, parts: Any, policy: list[tuple[str, ...]]) -> None:
            shared = parts.model
            self.model = {
                "r": shared["r"],
                "e": shared["e"],
                "m": {"m": _MATCHER},
                "p": {"p": _Policy(shared["p"]["p"].tokens, policy)},
            }
            self.fm = parts.fm
            self.eft = parts.eft
            self.enabled = True
            self.logger = _SILENT

        def _get_expression(self, _text: str, _functions: Any = None) -> Any:
            return _expression()

    return View


class _Policy:
    __slots__ = ("policy", "tokens")

    def __init__(self, tokens: Any, policy: list[tuple[str, ...]]) -> None:
        self.tokens = tokens
        self.policy = policy


class _Matcher:
    value = ""  # Only searched for `eval(`, which the model does not have; the parsed one is used.


_MATCHER = _Matcher()


class _Silent:
    def isEnabledFor(self, _level: int) -> bool:  # noqa: N802 - the name is logging's
        return False


_SILENT = _Silent()


_threads = threading.local()


def _expression() -> Any:
    """
    Parse the matcher once per thread; stock Casbin does it at every request.

    Evaluating keeps the names of the question on the parsed object, so threads cannot share one.
    """
    parsed = getattr(_threads, "parsed", None)
    if parsed is None:
        text = _parts().model["m"]["m"].value
        functions = dict(_parts().fm.get_functions())
        parsed = _threads.parsed = _casbin().Enforcer._get_expression(text, functions)  # noqa: SLF001
    return parsed
