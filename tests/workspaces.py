"""
Small workspaces for tests: files as text, written to a folder and read as the package reads them.

What a test does not say is filled in: the vocabulary, the grounds, empty laws, and the keys of a
convenant that the test is not about.
"""

from __future__ import annotations

import inspect
import re

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from zvhprivacy.errors import Finding
from zvhprivacy.model.request import Request
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.decision import Decision
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot


ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 6, 1)

BEGRIPPEN = """\
schema: 1
deelnemersoorten:
  politie:    {naam: Politie, lid: lid-1, pga: deelnemer}
  college:    {naam: College, lid: lid-1, pga: deelnemer}
  ggz:        {naam: GGZ, lid: lid-2}
  onderwijs:  {naam: Onderwijs, lid: derde}
  zvh-bureau: {naam: Bureau, lid: ondersteunend}
  riec:       {naam: RIEC, lid: ander-verband}
rollen: [procesregisseur, casusdeelnemer, fg]
handelingen:
  inzien: {}
  vastleggen: {}
  verstrekken: {}
  doorgeven: {ontvanger: verplicht}
gegevens:
  woonsituatie: {soort: gewoon}
  gezondheid: {soort: bijzonder}
  antecedenten: {soort: strafrechtelijk}
  plan-van-aanpak: {soort: samengesteld}
over: [betrokkene, directe-kring]
doelen:
  complexe-casuistiek: {}
  systeembeheer: {}
kaders: [wgs, pga-wet, eigen-wet]
processen:
  com: {kader: [wgs]}
  mda: {kader: [wgs, eigen-wet]}
  radicalisering: {kader: [pga-wet]}
fasen: [triage, casusoverleg, afgesloten]
feiten:
  toestemming: {wat: de betrokkene stemde in}
  persoon-in-casus: {wat: deze persoon werkt in deze casus}
  mandaat-verleend: {wat: er is mandaat}
  vier-ogen: {wat: een tweede keurde goed}
verplichtingen:
  motiveren: {wat: leg vast waarom}
  terugkoppelen: {wat: koppel terug}
  registreren: {wat: schrijf in het register}
"""

GRONDSLAGEN = """\
schema: 1
grondslagen:
  - {grondslag: WGS 2.31, wet: WGS, kader: wgs,
     geldig: {vanaf: 2025-03-01}, rechtsgrond-avg: AVG 6 lid 1 e}
  - {grondslag: PGA-wet 6, wet: PGA-wet, kader: pga-wet,
     geldig: {vanaf: 2025-07-01}, rechtsgrond-avg: AVG 6 lid 1 e}
  - {grondslag: Wmo 2015 4.1.1, wet: Wmo, kader: eigen-wet,
     geldig: {vanaf: 2015-01-01}, rechtsgrond-avg: AVG 6 lid 1 e}
"""

# Every ban file that ships must be there.
WETTEN = tuple(sorted(path.stem for path in (ROOT / "policies" / "wet").glob("*.yaml")))

DEELNEMERS = """\
deelnemers:
  politie-a: {naam: Politie A, soort: politie}
  college-a: {naam: College A, soort: college}
  ggz-a: {naam: GGZ A, soort: ggz}
  school-a: {naam: School A, soort: onderwijs}
  bureau-a: {naam: Bureau A, soort: zvh-bureau}
"""
ONTVANGERS = """\
ontvangers:
  riec-a: {naam: RIEC A, soort: riec}
"""

VRAAG = Request(
    deelnemer="politie-a",
    rol="procesregisseur",
    handeling="inzien",
    gegevens="woonsituatie",
    over="betrokkene",
    doel="complexe-casuistiek",
    proces="com",
    fase="casusoverleg",
)

ONTBREEKT = "(ontbreekt)"

_SECTION = re.compile(r"^--- *(\S+)\n", re.MULTILINE)


def described(test: Callable[..., object]) -> dict[str, str]:
    """
    Give the files in the docstring of *test*: each below a line `--- <path>`.
    """
    return sections(inspect.cleandoc(test.__doc__ or "") + "\n")


def sections(text: str) -> dict[str, str]:
    """
    Cut *text* into files, at its lines `--- <path>`.
    """
    _, *parts = _SECTION.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """
    Write *files* into *folder*, with everything a workspace needs besides.

    A file whose text is `ONTBREEKT` is not written.
    """
    usual = {
        "policies/begrippen.yaml": BEGRIPPEN,
        "policies/grondslagen.yaml": GRONDSLAGEN,
        **{f"policies/wet/{wet}.yaml": "" for wet in WETTEN},
    }
    for name, text in {**usual, **files}.items():
        if text.strip() == ONTBREEKT:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_whole(name, text), encoding="utf-8")
    return folder


def snapshot(werkmap: Path, *, eigen: bool = True) -> Snapshot:
    """
    Read *werkmap*, in which nothing may be wrong, and make it ready to answer.
    """
    return Snapshot(faultless(werkmap), eigen=eigen)


def faultless(werkmap: Path) -> Workspace:
    """
    Read *werkmap*, in which nothing may be wrong.
    """
    workspace = read_workspace(werkmap)
    wrong = described_findings(workspace.fouten)
    assert not wrong, wrong
    return workspace


def described_findings(findings: Iterable[Finding]) -> list[str]:
    """
    Say of each finding what and where it is.
    """
    return [f"{found.code} {found.span} {dict(found.values)}" for found in findings]


def vraag(**fields: Any) -> Request:
    """
    Give a request of the police to see where somebody lives, with other *fields*.
    """
    return VRAAG._replace(**fields)


def changed(request: Request, field: str, value: Any) -> Request:
    """
    Give *request* with another *value*, which may be anything, in *field*.
    """
    return request._replace(**{field: value})


def mistyped(field: str, value: object) -> Request:
    """
    Give that request with *value*, which may be anything, in *field*.
    """
    request = vraag(handeling="doorgeven") if field == "aan" else vraag()
    return changed(request, field, value)


def ask(snapshot: Snapshot, *facts: str, day: date = DAY, **fields: Any) -> Decision:
    """
    Ask the request of `vraag`, given *facts*.
    """
    return snapshot.decide(vraag(**fields), frozenset(facts), day)


def outcome(decision: Decision) -> tuple[str, str | None]:
    """
    Give the kind of answer and the rule that decided.
    """
    return (decision.soort.value, decision.regel)


def _whole(name: str, text: str) -> str:
    """
    Put before *text* the required keys that it leaves out, when it leaves out `schema`.
    """
    complete = text.startswith("{") or re.search(r"^schema:", text, re.MULTILINE)
    if complete or not name.endswith(".yaml"):
        return text
    folder, file = name.split("/")[-2:]
    stem = file.removesuffix(".yaml")
    if folder == "wet":
        head = {"wet": stem, "titel": "Wet"}
    elif stem == "convenant":
        head = {
            "convenant": folder,
            "titel": "Convenant",
            "soort": "samenwerkingsconvenant",
            "status": "ondertekend",
            "ondertekend-op": "2025-01-01",
            "bron": "Staatscourant",
        }
    elif stem.startswith("protocol-"):
        head = {
            "protocol": stem.removeprefix("protocol-"),
            "titel": "Protocol",
            "soort": "privacyprotocol",
        }
    elif stem.startswith("addendum-"):
        head = {"addendum": stem.removeprefix("addendum-"), "titel": "Addendum"}
    else:
        head = {}
    said = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    lines = [f"{key}: {value}" for key, value in {"schema": "1", **head}.items() if key not in said]
    whole = "\n".join(lines) + "\n" + text
    if stem == "convenant":
        whole += "" if "deelnemers" in said else DEELNEMERS
        whole += "" if "ontvangers" in said else ONTVANGERS
    return whole
