"""
A small house with a DPIA that is adopted and complete: nothing in it is a finding.

Each test changes one thing. `adopt` makes the facts and puts their hash in the adoption.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests import workspaces
from zvhprivacy.dpia.checks import check_register
from zvhprivacy.dpia.facts import Facts, facts_file
from zvhprivacy.dpia.hashing import facts_hash
from zvhprivacy.dpia.read import read_register
from zvhprivacy.dpia.used import Used
from zvhprivacy.errors import Finding
from zvhprivacy.policy.read import read_workspace


DAY = workspaces.DAY
CONVENANT = "convenants/huis/convenant.yaml"
DPIA = "dpia/com.yaml"
FEITEN = "dpia/com.feiten.yaml"
REGISTER = "dpia/verwerkingsregister.yaml"
TERMEN = "policies/bewaartermijnen.yaml"
BEGRIPPEN = "policies/begrippen.yaml"

FILES = {
    BEGRIPPEN: """\
schema: 1
deelnemersoorten:
  politie: {naam: Politie, lid: lid-1, pga: deelnemer}
  college: {naam: College, lid: lid-1, pga: deelnemer}
  ggz: {naam: GGZ, lid: lid-2}
  riec: {naam: RIEC, lid: ander-verband}
rollen: [procesregisseur, casusdeelnemer, manager, fg]
handelingen:
  aanmelden: {}
  inzien: {}
  verstrekken: {}
  doorgeven: {ontvanger: verplicht}
gegevens:
  woonsituatie: {soort: gewoon}
  inkomen: {soort: gevoelig}
  gezondheid: {soort: bijzonder}
  bsn: {soort: nationaal-nummer}
over: [betrokkene, directe-kring]
doelen: {complexe-casuistiek: {}, systeembeheer: {}}
kaders: [wgs, pga-wet, eigen-wet]
processen:
  com: {kader: [wgs]}
  mda: {kader: [wgs]}
fasen: [triage, casusoverleg, afgesloten]
feiten:
  persoon-in-casus: {wat: deze persoon werkt in deze casus}
  toestemming: {wat: de betrokkene stemde in}
verplichtingen:
  motiveren: {wat: leg vast waarom}
""",
    "policies/grondslagen.yaml": """\
schema: 1
grondslagen:
  - grondslag: WGS 2.31
    wet: WGS
    kader: wgs
    geldig: {vanaf: 2025-03-01}
    rechtsgrond-avg: AVG 6 lid 1 e
    uitzondering-bijzonder: WGS 2.29 lid 1
  - grondslag: WGS 1.7
    wet: WGS
    kader: wgs
    geldig: {vanaf: 2025-03-01}
    rechtsgrond-avg: AVG 6 lid 1 e
""",
    TERMEN: """\
schema: 1
titel: Bewaartermijnen
termijnen:
  - id: WGS-MAX5
    artikel: WGS 1.8 lid 7
    soort: maximum
    vanaf: eerste-verwerking
    termijn: P5Y
  - id: WGS-REJECT
    artikel: BGS 1.16 lid 1 b
    soort: maximum
    vanaf: afgewezen
    termijn: P0D
""",
    CONVENANT: """\
schema: 1
convenant: huis
titel: Het huis
soort: samenwerkingsconvenant
status: ondertekend
ondertekend-op: 2025-01-01
bron: archief
geldig: {vanaf: 2025-03-01}
evaluatie: {uiterlijk: 2027-03-01}
contactpunt: college-a
deelnemers:
  politie-a: {naam: Politie A, soort: politie, sinds: 2025-03-01}
  college-a: {naam: College A, soort: college, sinds: 2025-03-01}
  ggz-a: {naam: GGZ A, soort: ggz, sinds: 2025-03-01}
ontvangers:
  riec-a: {naam: RIEC A, soort: riec}
regels:
  - id: aanmelden
    deelnemer: [lid-1]
    rol: [casusdeelnemer]
    handeling: [aanmelden]
    gegevens: [woonsituatie, bsn]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    proces: [com]
    fase: [triage]
    mits: [persoon-in-casus]
    verplicht: [motiveren]
    grondslag: WGS 2.31 lid 1
  - id: inbrengen-zorg
    deelnemer: [ggz]
    rol: [casusdeelnemer]
    handeling: [verstrekken]
    gegevens: [gezondheid]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    proces: [com]
    fase: [casusoverleg]
    mits: [persoon-in-casus, toestemming]
    grondslag: WGS 2.31 lid 4
  - id: inzien
    deelnemer: [lid-1, ggz-a]
    rol: [procesregisseur, casusdeelnemer]
    handeling: [inzien]
    gegevens: [woonsituatie, gezondheid]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    proces: [com]
    fase: [casusoverleg]
    mits: [persoon-in-casus]
    grondslag: WGS 2.31 lid 5
  - id: doorgeven
    deelnemer: [lid-1]
    rol: [procesregisseur]
    handeling: [doorgeven]
    gegevens: [woonsituatie]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    proces: [com]
    fase: [casusoverleg]
    aan: [riec-a]
    mits: [persoon-in-casus]
    grondslag: WGS 1.7 lid 1
""",
    DPIA: """\
schema: 1
dpia: com
titel: Complexe casuïstiek
status: vastgesteld
aanleiding: nieuw
convenanten: [huis]
processen: [com]
verwerkingsverantwoordelijken: [politie-a, college-a]
opsteller: privacy officer
documentbeheerder: manager
gepland: 2025-12-31
prescan:
  datum: 2025-02-01
  ap-lijst: [samenwerkingsverbanden]
  criteria: [gevoelige-gegevens, koppelen]
  uitkomst: verplicht
avg-35-lid-10: {volstaat: nee, motivatie: De wet kent dit huis niet.}
teksten:
  "1.1": Het huis bespreekt casussen.
  "4": Een casussysteem.
  "14.1": Met minder gegevens lukt het niet.
  "14.2": Alleen wie betrokken is.
  "18": Het kan, met deze maatregelen.
belangen:
  - {van: betrokkenen, belang: met rust gelaten worden}
consultatie: {datum: 2025-04-01, wijze: gesprek, uitkomst: Leg uit wie het zag.}
locaties:
  - {partij: leverancier, locatie: Nederland}
rechten:
  inzage: {procedure: ja}
  rectificatie: {procedure: ja}
  vergetelheid: {procedure: ja}
  beperking: {procedure: ja}
  dataportabiliteit: {procedure: nvt}
  geautomatiseerde-besluitvorming: {procedure: nvt}
  bezwaar: {procedure: ja}
  informatie: {procedure: ja, beperking: ja, beperking-toelichting: UAVG 41}
risicos:
  - {id: te-breed, beschrijving: Te veel mensen zien het., kans: midden, impact: hoog, niveau: hoog}
  - {id: te-lang, beschrijving: Het blijft te lang., kans: laag, impact: hoog, niveau: midden}
maatregelen:
  - id: rollen
    risicos: [te-breed]
    maatregel: Rollen per casus.
    restrisico: midden
    beheerder: manager
    uiterlijk: 2025-10-01
    gereed: 2025-09-01
  - id: opruimen
    risicos: [te-lang]
    maatregel: Vernietigen op tijd.
    restrisico: laag
    beheerder: college-a
    uiterlijk: 2026-12-31
versies:
  - {versie: "1.0", datum: 2025-11-01}
adviezen:
  - {van: fg, organisatie: politie-a, ingediend: 2025-09-01, datum: 2025-10-01, conclusie: positief}
  - {van: fg, organisatie: college-a, ingediend: 2025-09-01, datum: 2025-10-02, conclusie: positief}
  - van: rac
    ingediend: 2025-10-05
    datum: 2025-10-20
    conclusie: positief-onder-voorwaarden
    afgeweken: ja
    motivatie: De voorwaarde is al vervuld.
vaststelling:
  datum: 2025-12-01
  versie: "1.0"
  feiten: VUL-IN
  ondertekeningen:
    - {organisatie: politie-a, functie: korpschef, datum: 2025-12-01}
    - {organisatie: college-a, functie: burgemeester, datum: 2025-11-30}
herziening: {uiterlijk: 2028-12-01}
""",
    REGISTER: """\
schema: 1
regelingen:
  huis: {document: Onderlinge regeling, datum: 2025-03-01}
verwerkers:
  - verwerker: leverancier
    naam: Leverancier van het casussysteem
    voor: [huis]
    processen: [com]
    verwerking: hosten
    overeenkomst: {document: Overeenkomst, datum: 2025-03-01, tot: 2027-01-01}
""",
}


def build(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """
    Write the house in *folder*, with other *files* besides or instead, and adopt its DPIA.
    """
    workspaces.write(folder, {**FILES, **(files or {})})
    adopt(folder)
    return folder


def adopt(folder: Path, name: str = "com") -> None:
    """
    Make the facts of DPIA *name* and put their hash in its adoption, where that has none yet.
    """
    dpia = read_register(folder).dpias[name]
    feiten = Facts(read_workspace(folder), DAY).of(dpia)
    (folder / f"dpia/{name}.feiten.yaml").write_text(facts_file(feiten), encoding="utf-8")
    change(folder, f"dpia/{name}.yaml", "VUL-IN", f"{facts_hash(feiten)}", absent=True)


def change(folder: Path, file: str, old: str, new: str, *, absent: bool = False) -> None:
    """
    Replace the only *old* in *file* by *new*.
    """
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert absent or text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def found(folder: Path, day: date = DAY, used: Used | None = None) -> tuple[Finding, ...]:
    """
    Give the open findings about the register in *folder*.
    """
    return check_register(read_workspace(folder), read_register(folder), day, used).findings


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """
    Give the codes of *findings*.
    """
    return [each.code for each in findings]
