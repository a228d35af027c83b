"""
Nothing that is about somebody comes out in a message, a repr, a log record or a traceback.
"""

from __future__ import annotations

import copy
import json
import logging
import traceback
import warnings

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.bsn import bsn
from tests.engine.calls import NAMES, calls
from tests.engine.intruder import Intruder
from tests.engine.test_attacker import found_in
from tests.engine.zaken import CONTENT, NAME, Zaak
from zvhprivacy.errors import ZvhError
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Betrokkene, Gegeven, Over
from zvhprivacy.model.registers import Bezwaar, Medewerker
from zvhprivacy.vault.bsn import Bsn


class Heard(logging.Handler):
    """
    Keeps the text of every record.
    """

    def __init__(self) -> None:
        super().__init__(0)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """
        Keep it, with its arguments and its exception.
        """
        self.texts.append(f"{record.getMessage()} {record.args!r} {record.exc_text}")


@pytest.fixture
def heard() -> Iterator[Heard]:
    """
    Listen to all loggers, at every level.
    """
    handler = Heard()
    loggers = [logging.getLogger(), *map(logging.getLogger, ("sqlalchemy", "sqlalchemy.engine"))]
    levels = [each.level for each in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(1)
    yield handler
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def told(error: BaseException) -> str:
    """
    Give all that a report of *error* could show: message, values, notes, causes and contexts.
    """
    seen, texts, queue = set[int](), list[str](), [error]
    while queue:
        each = queue.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        texts += [str(each), repr(each), repr(each.args), repr(vars(each))]
        texts.append("".join(traceback.format_exception(each)))
        queue += [more for more in (each.__cause__, each.__context__) if more is not None]
    return "\n".join(texts)


def shown(value: object) -> str:
    """
    Give all that printing *value* in passing could show, and what it holds.
    """
    parts = [repr(value), str(value), f"{value}"]
    if isinstance(value, tuple | list):
        parts += [shown(each) for each in value]
    return "\n".join(parts)


# The log tells whoever switches it on what goes to the database, and there all is sealed.
def test_no_call_says_who_it_is_about(huisje: Zaak, heard: Heard) -> None:
    """
    Make every call, with all loggers and warnings on: nothing of anybody is in what is said.
    """
    prepared, texts = calls(huisje), list[str]()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for name in NAMES:
            if name == "open":
                opened = prepared[name]()
                assert NAME in opened.gegevens[0].inhoud
                texts.append(shown(opened))
                texts += [shown(each) for each in opened.gegevens]
            else:
                texts.append(shown(prepared[name]()))
    texts += heard.texts
    texts += [str(each.message) for each in warned]
    objects = [huisje.h.engine, huisje.h.huis, huisje.h.huis.storage, huisje.h.huis._rooms]
    texts += [shown(each) for each in objects]

    assert len(heard.texts) > 100
    assert set() == found_in("\n".join(texts).encode())


def _wrongly(call: Any, *given: Any, **more: Any) -> Any:
    return call(*given, **more)


def _errors(zaak: Zaak) -> Iterator[tuple[str, Any]]:
    """
    Give calls with something about somebody where it does not belong.
    """
    h, huis, secret = zaak.h, zaak.h.huis, CONTENT["woonsituatie"]
    keep, look = huis.bijhouden, zaak.vraag("regisseur", "inzien", "woonsituatie")
    grant = zaak.mag(
        "regisseur",
        "verstrekken",
        "woonsituatie",
        verklaard={"eigen-gegevens", "rechtmatig-verwerkt"},
        rol="casusdeelnemer",
    )
    day = date(2026, 5, 1)
    yield "bsn", lambda: Bsn(bsn(0)[:-1] + "x")
    yield "other person", lambda: keep.leg_vast(grant, NAME, secret, peildatum=day)
    encoded = secret.encode()
    yield (
        "no text",
        lambda: _wrongly(keep.leg_vast, grant, zaak.betrokkene.id, encoded, peildatum=day),
    )
    yield (
        "surrogate",
        lambda: keep.leg_vast(grant, zaak.betrokkene.id, secret + "\ud800", peildatum=day),
    )
    yield "no day", lambda: keep.leg_vast(grant, zaak.betrokkene.id, secret, peildatum=NAME)  # type: ignore[arg-type]
    yield (
        "source",
        lambda: keep.leg_vast(grant, zaak.betrokkene.id, secret, peildatum=day, bronnen=(NAME,)),
    )
    yield (
        "circle",
        lambda: keep.neem_op(grant, bsn=Bsn(bsn(1)), over=Over.DIRECTE_KRING, kring_van=NAME),
    )
    yield "other kind", lambda: keep.neem_op(grant, bsn=Bsn(bsn(1)), kring_van=NAME)
    yield "phase", lambda: keep.ga_naar(grant, NAME)
    yield "item", lambda: keep.wijzig(grant, NAME, secret)
    yield "about", lambda: h.engine.decide(look, about=About(medewerker=NAME, casus=bsn(0)))
    yield "words", lambda: h.engine.decide(look._replace(gegevens=NAME, doel=bsn(0)))
    yield "origin", lambda: h.engine.decide(look, about=zaak.over("regisseur", oorsprong=NAME))
    yield (
        "number as origin",
        lambda: h.engine.decide(look, about=zaak.over("regisseur", oorsprong=bsn(0))),
    )
    yield "declared", lambda: h.engine.decide(look, about=zaak.over("regisseur"), verklaard=[NAME])
    yield "denied", lambda: h.engine.require(look._replace(aan=NAME), about=zaak.over("officier"))
    yield "register", lambda: Medewerker(id=NAME, persoon=bsn(0), organisatie=NAME, rollen=())  # type: ignore[call-arg]
    yield "extra", lambda: _wrongly(Bezwaar, **{NAME: bsn(0)})
    yield "betrokkene", lambda: Betrokkene(id=NAME, pseudoniem=NAME, casus=bsn(0))  # type: ignore[call-arg]
    yield "gegeven", lambda: Gegeven(inhoud=secret)  # type: ignore[call-arg, arg-type]
    yield "pseudonym", lambda: huis.herleiden.vraag_aan(NAME, NAME, NAME, h.van("fg"))  # type: ignore[arg-type]
    yield "reference", lambda: huis.herleiden.keur_goed(NAME, h.van("toetser"))
    yield "duplicate", lambda: huis.registratie.add(zaak.casus, h.van("regisseur"))
    yield (
        "policy word",
        lambda: huis.casussen.zicht(look._replace(proces=NAME), zaak.over("regisseur")),
    )


def test_no_error_says_who_it_is_about(huisje: Zaak, heard: Heard) -> None:
    """
    Provoke errors everywhere with a name or number in the wrong place: none repeats it, and only
    our own come out.
    """
    foreign, texts = [], []
    for what, call in _errors(huisje):
        try:
            texts.append(shown(call()))
        except ZvhError as error:
            texts.append(told(error))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            foreign.append((what, type(error).__name__))
            texts.append(told(error))
        said = found_in(texts[-1].encode())

        assert set() == said, what
    assert [] == foreign
    assert set() == found_in("\n".join(heard.texts).encode())


def test_what_was_tampered_with_is_named_by_its_id(huisje: Zaak, tmp_path: Path) -> None:
    """
    A damaged row is named, not shown: not what it held, and not what was put there instead.
    """
    intruder = Intruder(tmp_path / "db" / "huis.sqlite")
    item = huisje.gegevens["woonsituatie"].id
    grant = huisje.mag("regisseur", "inzien", "woonsituatie")
    for column, value in (
        ("inhoud", NAME.encode()),
        ("peildatum", NAME),
        ("bronnen", f'["{NAME}"]'),
        ("bronnen", NAME),
        ("aard", NAME),
        ("versie", NAME),
    ):
        was = intruder.get("gegeven", item, column)
        intruder.set("gegeven", item, **{column: value})
        with pytest.raises(ZvhError) as caught:
            huisje.h.huis.casussen.open(grant)
        intruder.set("gegeven", item, **{column: was})

        assert set() == found_in(told(caught.value).encode()), (column, value)


def test_what_was_opened_is_not_carried_on_by_accident(huisje: Zaak) -> None:
    """
    What holds content shows nothing of it in a report that walks over what it is given.
    """
    opened = huisje.h.huis.casussen.open(huisje.mag("regisseur", "inzien", "woonsituatie"))
    texts = [f"{opened}", f"{[opened]!r}", f"{copy.copy(opened)}", json.dumps(opened, default=str)]

    assert set() == found_in("".join(texts).encode())
