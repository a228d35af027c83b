"""
The last part of the demo: five years later, two cases come to their end, and one of them may stay.

It is played in a copy of the house, in which the clock goes on; what is kept stays as it was.
"""

from __future__ import annotations

import sqlite3

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from zvhprivacy.bewaren.certificate import Certificate
from zvhprivacy.bewaren.plan import Planning
from zvhprivacy.bewaren.signing import check, fingerprint
from zvhprivacy.cli import _demo_intruder as intruder
from zvhprivacy.cli._bewaren_house import SHOWN
from zvhprivacy.cli._bewaren_list import shown
from zvhprivacy.cli._demo_case import SAM, Case
from zvhprivacy.cli._demo_house import Cast, Ticking, keys_beside
from zvhprivacy.cli._demo_kept import Kept, secrets
from zvhprivacy.cli._demo_steps import ANDERS, Came, Step
from zvhprivacy.engine import Engine, sleutelbestand
from zvhprivacy.engine.content import GEGEVEN
from zvhprivacy.messages import text
from zvhprivacy.model.bewaarplan import Plan, Uitkomst
from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.report.text import table_lines, thousands
from zvhprivacy.store.database import kluis_beside
from zvhprivacy.vault.backend import KeyLost
from zvhprivacy.vault.key import KeyDestroyed, KeyKind


YEARS = 5
BEFORE = 12  # days before the end on which it is planned
WAITS = 7  # days that an approved plan waits
MAKES, APPROVES, HOLDS = "bewaarder", "bewaarder-2", "bewaarder"

_DOEL = "bewaren-en-vernietigen"
_REVIEW = 90  # days until somebody looks at a hold again


class Ended:
    """
    The end of the case that was *kept*, and of another one.
    """

    other: Case
    cast: Cast  # the same people, in the copy
    plan: Plan
    sealed: tuple[bytes, ...]  # content and keys of the case that goes, as they were stored

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._open = ExitStack()

    def steps(self) -> Iterator[Step]:
        """
        Give the steps in order.
        """
        with self._open:
            yield "afschermen", self._afschermen
            yield "vijf-jaar", self._vijf_jaar
            yield "plan", self._plan
            yield "zelf-goedkeuren", lambda: self._approve(MAKES)
            yield "goedkeuren", lambda: self._approve(APPROVES)
            yield "te-vroeg", self._run
            yield "opschorten", self._opschorten
            yield "uitvoeren", self._uitvoeren
            yield "verklaring", self._verklaring
            yield "oude-kopie", self._oude_kopie
            yield "weg", self._weg

    def _afschermen(self) -> Came:
        self.other, _ = Case.report(self._kept.cast, SAM)
        for step in ("triage", "take_up", "consult", "carry_out", "finish"):
            getattr(self.other, step)()
        done = self._kept.cast.huis.bewaren.scherm_af()
        both = (self._kept.case, self.other)
        return Came("afgeschermd" if done.geplaatst == len(both) else ANDERS)

    def _vijf_jaar(self) -> Came:
        folder = Path(self._open.enter_context(TemporaryDirectory(prefix="zvhprivacy-demo-")))
        self.cast = self._later(folder)
        found = self.cast.huis.bewaren.plan()
        here = {self._kept.case.casus.id, self.other.casus.id}
        waarden = {"jaar": YEARS, "op": found.op, "aantal": len(found.regels)}
        right = {line.casus for line in found.regels} == here
        return Came("moet-weg" if right else ANDERS, "", _why(found), waarden)

    def _later(self, folder: Path) -> Cast:
        """
        Copy the house to *folder*, and open the copy in the year in which its cases come to an end.
        """
        kept, house = self._kept, folder / "huis.sqlite"
        pairs = ((kept.database, house), (kluis_beside(kept.database), kluis_beside(house)))
        for source, target in pairs:
            _copy(Path(source), Path(target))
        klok = Ticking(almost_over(kept.case.casus.eerste_verwerking))
        engine = Engine.open(
            kept.folder,
            sleutels=sleutelbestand(keys_beside(kept.folder), wachtwoord=None),
            database=house,
            niet_ondertekend=True,
            klok=klok,
        )
        return replace(kept.cast, engine=self._open.enter_context(engine), klok=klok)

    def _plan(self) -> Came:
        made = self.cast.huis.bewaren.stel_op(self.cast.about(MAKES))
        if made is None:
            return Came(ANDERS)
        self.plan, _ = made
        return Came("opgesteld", waarden={"code": self.plan.hash[:SHOWN]})

    def _approve(self, naam: str) -> Came:
        bewaren = self.cast.huis.bewaren
        self.plan = bewaren.keur_goed(self.plan.id, self.plan.hash, self.cast.about(naam))
        vanaf = self.plan.uit_te_voeren_vanaf
        return Came("goedgekeurd", waarden={"vanaf": shown(vanaf) if vanaf else "-"})

    def _run(self) -> Came:
        self.cast.huis.bewaren.run()
        return Came(ANDERS)

    def _opschorten(self) -> Came:
        cast, casus = self.cast, self.other.casus
        about = cast.about(HOLDS, casus=casus.id)
        asked = cast.request(HOLDS, "beheren", "casusmetadata", fase=casus.fase, doel=_DOEL)
        hold = cast.huis.opschorten.plaats(
            cast.engine.require(asked, about=about),
            grond=Grond.RECHTSVORDERING,
            kenmerk="rolnummer 2031-17",
            motivering=f"{SAM.naam} eist schadevergoeding van het college.",
            eigenaar=about.medewerker or "",
            herzien_voor=cast.klok().date() + timedelta(days=_REVIEW),
        )
        return Came("opgeschort", waarden={"kenmerk": hold.kenmerk, "dag": hold.herzien_voor})

    def _uitvoeren(self) -> Came:
        self.cast.klok.goes(days=WAITS)
        self.sealed = self._stored(self._kept.case)
        (done,) = self.cast.huis.bewaren.run().plannen
        right = done.in_order and done.zaken == 1
        right = right and done.overgeslagen == {Uitkomst.OPGESCHORT: 1}
        return Came("vernietigd" if right else ANDERS, waarden={"dagen": WAITS})

    def _stored(self, case: Case) -> tuple[bytes, ...]:
        keys = self.cast.huis.storage.vault.keys_named(KeyKind.CASUS, [case.casus.id])
        return (*(item.inhoud for item in case.gegevens), *(key.verpakt for key in keys))

    def _verklaring(self) -> Came:
        storage, lang = self.cast.huis.storage, self._kept.lang
        made = self.cast.huis.bewaren.verklaring(self.plan.id)
        file = self.cast.huis.bewaren.onderteken(made)
        whole = check(Certificate, file, storage.verifiers()) == made
        ids = (self._kept.case.casus.id, self.other.casus.id)
        named = any(word in file.decode() for word in (*ids, *secrets(), SAM.naam))
        cases = sum(each.casussen for each in made.tellingen if each.categorie is None)
        right = whole and not named and cases == 1
        return Came("verklaard" if right else ANDERS, "", tuple(_table(made, lang)))

    def _weg(self) -> Came:
        folder = Path(self.cast.huis.storage.hoofd.label).parent
        found = intruder.seen(folder, self.sealed)
        control = intruder.seen(folder, self._stored(self.other))
        waarden = {
            "keer": found.keer,
            "bestanden": found.bestanden,
            "bytes": thousands(found.bytes, self._kept.lang),
            "wel": control.keer,
        }
        right = not found.keer and control.keer == len(self._stored(self.other))
        return Came("onvindbaar" if right else ANDERS, waarden=waarden)

    def _oude_kopie(self) -> Came:
        # The house that is kept is such a copy: its database is of before, and still whole.
        item = self._kept.case.gegevens[0]
        old = intruder.row(self._kept.database, "gegeven", item.id)["inhoud"]
        where = GEGEVEN(item.id, item.casus, item.versie)
        try:
            self.cast.huis.storage.keys.opener().open(bytes(old), where)  # type: ignore[call-overload]
        except (KeyDestroyed, KeyLost) as gone:
            return Came("onleesbaar", "", (gone.sentence(self._kept.lang),))
        return Came(ANDERS)


def almost_over(begun: date) -> date:
    """
    Give a day shortly before the end of a case that began on *begun*.
    """
    return date(begun.year + YEARS, begun.month, begun.day) - timedelta(days=BEFORE)


def _table(made: Certificate, lang: str) -> Iterator[str]:
    """
    Give what fits on a screen of a certificate: what went, what stayed, and who did it.
    """

    def said(key: str) -> str:
        return text(f"verklaring.{key}", lang)

    names = ("categorie", "casussen", "gegevens", "artikel", "regel")
    rows = [[said(f"kop.{name}") for name in names]]
    counted = (each for each in made.tellingen if each.categorie is not None)
    rows += [[str(getattr(each, name)) for name in names] for each in counted]
    for passed in made.overgeslagen:
        counts = (str(passed.casussen), str(passed.gegevens))
        rows.append([said(f"reden.{passed.reden}"), *counts, "-", "-"])
    for line in table_lines(rows):
        yield "".join(piece for piece, _ in line)
    for actor in made.door:
        yield f"{said(f'stap.{actor.stap}')} {actor.rol}, {actor.pseudoniem}"
    yield f"{said('vingerafdruk')} {fingerprint(made)}"


def _why(found: Planning) -> tuple[str, ...]:
    rules = {f"{x.plek} {x.regel} ({x.artikel}): {x.uiterlijk}" for x in found.regels}
    return tuple(sorted(rules))


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as copy:
        here.backup(copy)
