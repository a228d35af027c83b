"""
What the page about security says remains possible: where a limit is gone, the page must say so.
"""

from __future__ import annotations

import shutil

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs import pages
from tests.engine import houses
from tests.engine.intruder import Intruder, deviations
from tests.engine.zaken import Bouw, Zaak, bouw
from zvhprivacy.engine import core, desk
from zvhprivacy.engine.content import voorwerp
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.line import AuditLine
from zvhprivacy.logboek.report import Soort
from zvhprivacy.logboek.verify import verify
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.envelope import Tampered


PAGE = (pages.DOCS / "security.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bouw]:
    """
    A house with a case in the casusoverleg, closed; the policy is read once.
    """

    def policy(werkmap: Path) -> desk.Policy:
        return houses.shipped() if werkmap == houses.WORKSPACE else desk.Policy(werkmap)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "Policy", policy)
        yield bouw(tmp_path_factory.mktemp("grenzen"))


def opens(zaak: Zaak) -> bool:
    """
    Say whether the regisseur reads the woonsituatie.
    """
    grant = zaak.mag("regisseur", "inzien", "woonsituatie", rol="casusdeelnemer")
    return bool(zaak.h.huis.casussen.open(grant).gegevens)


def test_nobody_believes_a_row_with_a_line_of_its_own(built: Bouw, tmp_path: Path) -> None:
    """
    Who writes a row and rewrites an old line to tell of it opens nothing; the check names the line.
    """
    with built.kopie(tmp_path) as zaak:
        intruder, mine = Intruder(tmp_path / "db" / "huis.sqlite"), zaak.h.mensen["regisseur"]
        log, huis = zaak.h.huis.storage.log, zaak.h.huis
        found = huis.facts.lines(zaak.over("regisseur")).dossier
        assert found is not None
        row = next(
            each
            for each in found.toewijzingen
            if (each.medewerker, each.rol) == (mine, "casusdeelnemer")
        )
        leaf = next(iter(log.leaves_of(voorwerp=row.id)))
        line = canonical.read(leaf.regel or b"")
        assert isinstance(line, AuditLine)
        assert line.voorwerp is not None
        assert leaf.regel is not None
        forged = row.model_copy(update={"id": "e" * 32})
        intruder.set("toewijzing", row.id, id=forged.id)
        told = voorwerp(forged)
        text = leaf.regel.replace(row.id.encode(), forged.id.encode())
        text = text.replace(line.voorwerp.zegel.encode(), told.zegel.encode())
        intruder.connection.execute(
            "UPDATE logboek_regel SET regel = ?, voorwerp = ? WHERE nummer = ?",
            (text, forged.id, leaf.nummer),
        )

        with pytest.raises(Tampered):
            opens(zaak)
        report = verify(log, huis.storage.verifiers())
        assert [(Soort.REGEL_GEWIJZIGD, leaf.nummer)] == [
            (each.soort, each.eerste) for each in report.afwijkingen
        ]


def test_a_row_that_is_taken_away_counts_as_never_written_until_verify(
    built: Bouw, tmp_path: Path
) -> None:
    """
    What somebody removed is missed by nobody; the check names it.
    """
    assert "A row that he takes away" in PAGE
    with built.kopie(tmp_path) as zaak:
        verklaring = zaak.criteria()
        intruder = Intruder(tmp_path / "db" / "huis.sqlite")
        intruder.remove("criteria", verklaring)

        assert opens(zaak)
        assert [verklaring] == [each.rij for each in deviations(zaak)]


def test_yesterdays_kluis_is_gone_on_with(built: Bouw, tmp_path: Path) -> None:
    """
    Beside today's hoofd it opens, and a person who was forgotten since is back.
    """
    assert "Yesterday's kluis beside today's hoofd is gone on with" in PAGE
    kluis, kept = tmp_path / "db" / "huis-kluis.sqlite", tmp_path / "gisteren"
    gone = Bsn("999990019")
    with built.kopie(tmp_path) as zaak:
        persoon = zaak.h.huis.storage.persons.enrol(gone)
    shutil.copy(kluis, kept)
    with built.open(tmp_path) as zaak:
        zaak.h.huis.storage.persons.shred(persoon)
        zaak.naar("uitvoering", "vastleggen")
        assert zaak.h.huis.storage.persons.find(gone) is None
    shutil.copy(kept, kluis)

    with built.open(tmp_path) as zaak:
        assert zaak.h.huis.storage.persons.find(gone) == persoon
