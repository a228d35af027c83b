"""
An audit looks at a house: who may is decided and written down first, and it changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.engine.houses import WORKSPACE
from tests.engine.zaken import Zaak
from zvhprivacy.audit.checks import CHECKS
from zvhprivacy.audit.provenance import herkomst
from zvhprivacy.audit.run import conclude, examine, names_in
from zvhprivacy.audit.sources import Sources, Watch
from zvhprivacy.errors import AccessDenied, WrongUse, ZvhError
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Logdoel
from zvhprivacy.model.audit import (
    Antwoord,
    Aspect,
    Audit,
    Found,
    Looked,
    Onbekend,
    Reference,
    Tally,
)
from zvhprivacy.model.checklist import Checklist
from zvhprivacy.model.registers import Aanleiding
from zvhprivacy.vault.envelope import Tampered


# It describes 179 processings of five convenants: seconds, and its own tests have a smaller house.
SLOW = {"verwerkingsregister-volledig"}
VANAF, TOT = date(2026, 5, 1), date(2026, 6, 2)
CHECKLIST = Checklist.model_validate(
    {
        "schema": "1",
        "checklist": "proef",
        "titel": "Proef",
        "bron": "een toets",
        "groepen": {"A": "alles"},
        "stellingen": [
            {
                "id": "A1",
                "stelling": "Iets is zo.",
                "bron": "een toets",
                "soort": "automatisch",
                "toets": "iets",
                "formeel": "ja",
                "bewijs": {"opzet": "dit", "werking": "dat"},
            },
            {
                "id": "A2",
                "stelling": "Iemand vindt iets.",
                "bron": "een toets",
                "soort": "mens",
                "bewijs": {"opzet": "dit"},
            },
        ],
    }
)


@contextmanager
def _looking(zaak: Zaak, who: str = "fg", **more: Any) -> Iterator[Sources]:
    zaak.h.klok.goes(days=1)
    about = zaak.h.van(who, **more)
    with zaak.h.huis.controleren.bronnen(about, vanaf=VANAF, tot=TOT) as bron:
        yield bron


def _lines(zaak: Zaak, after: int) -> list[AuditLine]:
    log = zaak.h.huis.storage.log
    found = [canonical.read(leaf.regel or b"") for leaf in log.leaves(after, log.head().size)]
    return [each for each in found if isinstance(each, AuditLine)]


def _audit(zaak: Zaak, found: Mapping[str, Found]) -> Audit:
    with _looking(zaak) as bron:
        came = herkomst(bron, versie="1", opdracht="audit run")
    return conclude("proef", [CHECKLIST], found, came, alias=zaak.h.huis.controleren.alias())


def test_an_fg_looks_without_a_trigger_and_that_is_in_the_logboek_first(huisje: Zaak) -> None:
    """
    A FG needs no trigger; two decisions and two lines that it was looked at come before it.
    """
    size = huisje.h.huis.storage.log.head().size
    with _looking(huisje):
        lines = _lines(huisje, size)
    asked = [each.handeling for each in lines if each.gebeurtenis is Gebeurtenis.BESLUIT]
    looked = [each for each in lines if each.gebeurtenis is not Gebeurtenis.BESLUIT]
    assert asked == ["rechtmatigheid-toetsen", "logboek-inzien"]
    assert [each.gebeurtenis for each in looked] == [
        Gebeurtenis.RAADPLEGEN,
        Gebeurtenis.LOGBOEK_INZIEN,
    ]
    assert {each.logdoel for each in looked} == {Logdoel.INTERNE_CONTROLE}
    assert [each.aantal for each in looked] == [1, size]


@pytest.mark.parametrize("who", ["regisseur", "agent", "beheer", "behandelaar", "ciso", "toetser"])
def test_whoever_supervises_nothing_or_has_no_trigger_is_refused(huisje: Zaak, who: str) -> None:
    """
    Nobody else audits; a privacy officer does with a registered trigger only. The no is written.
    """
    size = huisje.h.huis.storage.log.head().size
    with pytest.raises(AccessDenied), _looking(huisje, who):
        pytest.fail("it was lent")
    assert {each.gebeurtenis for each in _lines(huisje, size)} == {Gebeurtenis.BESLUIT}


def test_a_privacy_officer_with_a_trigger_looks(huisje: Zaak) -> None:
    """
    With a registered trigger a privacy officer may audit (WGS 1.8 lid 5).
    """
    now = huisje.h.klok.nu
    trigger = Aanleiding(
        id=huisje.h.uid(), soort="audit", op=now, tot=now.replace(year=now.year + 1)
    )
    huisje.h.add(trigger, "fg")
    with _looking(huisje, "toetser", aanleiding=trigger.id) as bron:
        assert bron.huis is not None


def test_somebody_who_is_not_designated_is_refused(huisje: Zaak) -> None:
    """
    An audit is carried out by a person, not by nobody.
    """
    with pytest.raises(WrongUse), _looking(huisje, "niemand"):
        pytest.fail("it was lent")


def test_a_period_has_to_end_after_it_begins(huisje: Zaak) -> None:
    """
    A period of nothing would find that all is well.
    """
    controleren = huisje.h.huis.controleren
    with pytest.raises(WrongUse), controleren.bronnen(huisje.h.van("fg"), vanaf=TOT, tot=TOT):
        pytest.fail("it was lent")


def test_an_audit_that_is_carried_out_again_is_the_same(huisje: Zaak) -> None:
    """
    Looking adds lines to the logboek; the entries that count, their root and checkpoint stay.
    """
    first = _audit(huisje, {})
    assert first.herkomst.regels > 0
    assert first.herkomst.checkpoint
    second = _audit(huisje, {})
    assert second.herkomst.regels == first.herkomst.regels
    assert second.herkomst.wortel == first.herkomst.wortel
    assert second.herkomst.checkpoint == first.herkomst.checkpoint
    assert second.herkomst.invoer == first.herkomst.invoer


def test_a_record_leaves_under_a_pseudonym_and_a_file_under_its_name(huisje: Zaak) -> None:
    """
    The id of a case is in no audit; its pseudonym is the same each time, and of one kind only.
    """
    tally = Tally()
    tally.look(3)
    for soort, kenmerk in (("casus", huisje.id), ("gegeven", huisje.id), ("bestand", "a.yaml")):
        tally.deviates(soort, kenmerk)
    audit = _audit(huisje, {"iets": Found(werking=tally.looked())})
    looked = audit.getoetst[0].found.werking
    assert looked is not None
    assert looked.verwijzingen[2] == Reference("bestand", "a.yaml")
    pseudonyms = [each.kenmerk for each in looked.verwijzingen[:2]]
    assert len(set(pseudonyms)) == 2
    assert all(each.startswith("zvh1-") for each in pseudonyms)
    assert huisje.id not in repr(audit)
    assert _audit(huisje, {"iets": Found(werking=tally.looked())}).getoetst == audit.getoetst


def test_only_of_a_formal_statement_the_machine_says_that_it_is_met(huisje: Zaak) -> None:
    """
    "Voldoet" is for what is formal; of what a person answers the machine says nothing.
    """
    good = Looked(onderzocht=1)
    formal, human = _audit(huisje, {"iets": Found(opzet=good, werking=Looked())}).getoetst
    assert formal.antwoord(Aspect.OPZET) is Antwoord.VOLDOET
    assert formal.antwoord(Aspect.WERKING) is Antwoord.NIET_VAST_TE_STELLEN
    assert formal.antwoord(Aspect.BESTAAN) is None
    assert human.antwoord(Aspect.OPZET) is None


def _counting(*, before: bool = False) -> tuple[list[int], Any]:
    seen: list[int] = []

    def check(bron: Sources) -> Watch:
        assert bron is not None
        return Watch(
            see=lambda nummer, _: seen.append(nummer),
            end=lambda: Found(werking=Looked(onderzocht=len(seen))),
            gebeurtenissen=frozenset({"besluit"}),
            before=before,
        )

    return seen, check


def test_a_check_sees_the_lines_of_its_period_and_kind_in_order(huisje: Zaak) -> None:
    """
    One pass shows each check the events that it asked for, and earlier ones only when it asked.
    """
    inside, check = _counting()
    earlier, also = _counting(before=True)
    log = huisje.h.huis.storage.log
    with _looking(huisje) as bron:
        assert bron.huis is not None
        examine(bron, ["a", "b"], checks={"a": check, "b": also})
        later = replace(bron, vanaf=TOT, tot=date(2026, 7, 1))
        none, check = _counting()
        examine(later, ["a"], checks={"a": check})
        regels = bron.huis.regels
    decisions = [
        leaf.nummer
        for leaf in log.leaves(0, regels)
        if isinstance(line := canonical.read(leaf.regel or b""), AuditLine)
        and line.gebeurtenis is Gebeurtenis.BESLUIT
    ]
    assert inside == earlier == decisions
    assert not none


class _Broken(ZvhError):
    """
    Something that a check reads is damaged.
    """


def test_a_check_that_fails_or_that_nobody_made_never_says_that_all_is_well(
    huisje: Zaak,
) -> None:
    """
    It establishes nothing, and the other checks answer all the same.
    """

    def broken(_: Sources) -> Found:
        raise _Broken

    def at_the_end(_: Sources) -> Watch:
        return Watch(see=lambda *_: None, end=lambda: broken(_))

    good = Found(opzet=Looked(onderzocht=1))
    with _looking(huisje) as bron:
        found = examine(
            bron,
            ["stuk", "einde", "geen", "goed"],
            checks={"stuk": broken, "einde": at_the_end, "goed": lambda _: good},
        )
    reasons = dict.fromkeys(("stuk", "einde"), Onbekend.MISLUKT) | {"geen": Onbekend.GEEN_REGISTER}
    for name, reden in reasons.items():
        assert {each.antwoord for _, each in found[name]} == {Antwoord.NIET_VAST_TE_STELLEN}
        assert {each.reden for _, each in found[name]} == {reden}
    assert found["goed"] == good


def test_a_line_that_cannot_be_read_takes_every_good_answer_that_rests_on_lines(
    huisje: Zaak,
) -> None:
    """
    What a damaged line said nobody knows, so no check of lines says that all is well.
    """
    huisje.h.klok.goes(days=1)
    storage = huisje.h.huis.storage
    with storage.hoofd.write() as connection:
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'logboek_regel'"
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE logboek_regel SET regel = x'7b7d' WHERE nummer = 3")
    _, check = _counting()
    with _looking(huisje) as bron:
        found = examine(bron, ["a"], checks={"a": check})
    assert found["a"].werking is not None
    assert found["a"].werking.reden is Onbekend.ONVOLLEDIG


def test_every_shipped_statement_is_answered_by_a_check_that_is_known(huisje: Zaak) -> None:
    """
    The shipped checklists run on a real house, and every statement is there, once.
    """
    from zvhprivacy.audit.read import read_checklists

    lists = list(read_checklists(WORKSPACE).checklists.values())
    assert set(names_in(lists)) <= set(CHECKS)
    with _looking(huisje) as bron:
        found = examine(bron, set(names_in(lists)) - SLOW)
        came = herkomst(bron, versie="1", opdracht="audit run")
    audit = conclude("alle", lists, found, came, alias=huisje.h.huis.controleren.alias())
    keys = [each.sleutel for each in audit.getoetst]
    assert len(keys) == len(set(keys)) == sum(len(each.stellingen) for each in lists)


def test_a_period_begins_after_what_was_pruned(huisje: Zaak) -> None:
    """
    Of lines that were pruned nobody knows what they said, so no check is asked about their days.
    """
    huisje.h.klok.goes(days=40)
    with _looking(huisje):
        pass  # a day on which something stands in the logboek
    end = huisje.h.klok.nu.date()
    size = huisje.h.huis.storage.log.head().size
    huisje.h.klok.goes(days=1)
    voor = size - 4
    huisje.h.huis.logboek_opschonen(voor, regel="logboek-vijf-jaar", grondslag="AVG 5 lid 1")
    about = huisje.h.van("fg")
    huisje.h.klok.goes(days=1)
    tot = huisje.h.klok.nu.date()
    with huisje.h.huis.controleren.bronnen(about, vanaf=VANAF, tot=tot) as bron:
        assert bron.vanaf == end + timedelta(days=1)
    with pytest.raises(WrongUse), huisje.h.huis.controleren.bronnen(about, vanaf=VANAF, tot=end):
        pytest.fail("it was lent")


def test_whoever_made_himself_a_fg_in_the_database_looks_at_nothing(huisje: Zaak) -> None:
    """
    A designation that was written past the engine is not what the logboek says of it.
    """
    huisje.h.klok.goes(days=1)
    with huisje.h.huis.storage.hoofd.write() as connection:
        connection.exec_driver_sql(
            "UPDATE medewerker SET rollen = '[\"fg\"]' WHERE id = ?",
            (huisje.h.mensen["regisseur"],),
        )
    with pytest.raises(Tampered), _looking(huisje, "regisseur"):
        pytest.fail("it was lent")
