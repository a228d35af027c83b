"""
Makes the parts of the documentation that come from the files and the program themselves.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.docs.pages import ROOT
from zvhprivacy.errors import placeholders
from zvhprivacy.messages import codes, message
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.model.dpia.sections import ONDERDELEN
from zvhprivacy.model.wet import Wet
from zvhprivacy.policy.read import read_workspace


MADE = "<!-- gemaakt: python -m tests.docs.renew -->\n"

# Where a sentence ends and the next begins on the same line.
SENTENCE = re.compile(r"""(?<=[a-z`*")\]0-9][.?!]) (?=[A-Z`*])""")

_GROUPS = {
    "0": "Een bestand lezen",
    "1": "De vorm van wat erin staat",
    "2": "Verwijzingen",
    "3": "De wetslaag",
    "4": "Wat de regels samen doen",
    "5": "Toetsen",
    "6": "Aanvaarden",
    "7": "Bewaren",
    "8": "Het register van DPIA's",
    "9": "De checklists van de audit",
}
_QUOTED = re.compile(
    r"(<!-- from tests/reference\.py -->\n\n```python\n).*?^```\n", re.MULTILINE | re.DOTALL
)
_ROW = re.compile(r"\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|\n")


def made(path: Path, text: str) -> str:
    """
    Give the page *text* of *path* with its made parts as they must be.
    """
    if path.name == "bevindingen.md":
        return text.partition(MADE)[0] + MADE + bevindingen()
    if path.name == "artikelen.md":
        return artikelen(text)
    if path.name == "dpia-mapping.md":
        return text.partition(MADE)[0] + MADE + rijksmodel()
    if path.name == "how-a-decision-is-made.md":
        return _QUOTED.sub(lambda match: f"{match[1]}{reference()}```\n", text)
    return text


def bevindingen() -> str:
    """
    List every code with what it says, why that matters and how to mend it.
    """
    out, group = "", ""
    for code in codes():
        if code[3] != group:
            group = code[3]
            out += f"\n## {_GROUPS[group]}\n"
        said = message(code, "nl")
        wat, waarom, herstel = (_open(each) for each in (said.wat, said.waarom, said.herstel))
        out += f"\n### {code}\n\n{wat[0].upper()}{wat[1:]}.\n\n"
        out += _item("Waarom", waarom) + _item("Herstel", herstel)
    return out


def rijksmodel() -> str:
    """
    List every number of the Model DPIA with its title and where it lives.
    """
    out = "\n| Nummer | Onderdeel | Plaats |\n|---|---|---|\n"
    for each in ONDERDELEN.values():
        places = ", ".join(_place(place) for place in each.plaatsen) or "–"
        row = " (rijen)" if each.rij else ""
        out += f"| {each.nummer} | {each.titel}{row} | {places} |\n"
    return out


def _place(place: str) -> str:
    where, _, path = place.partition(":")
    keys = path.replace("_", "-")
    if where == "teksten":
        return f"`teksten` {keys}"
    return f"`{keys}`" if where == "dpia" else f"`{keys}` (feiten)"


def _item(name: str, said: str) -> str:
    return f"- *{name}*: " + "\n  ".join(SENTENCE.split(said)) + "\n"


def _open(template: str) -> str:
    for name in placeholders(template):
        gap = "" if name == "suggestie" else f"‹{name}›"
        template = template.replace(f"{{{name}}}", gap).replace(f"{{{name}:woord}}", gap)
    return template


def reference() -> str:
    """
    Give the lines of the reference evaluator that the page about decisions quotes.
    """
    source = (ROOT / "tests" / "reference.py").read_text(encoding="utf-8")
    _, quoted, _ = re.split(r"^# --- [^\n]*-\n", source, flags=re.MULTILINE)
    return quoted.strip() + "\n"


def artikelen(text: str) -> str:
    """
    Put in every row of the map of articles the bans that cite exactly that article and member.
    """
    cited = citing()

    def fill(match: re.Match[str]) -> str:
        article, subject, _, guard = match.groups()
        if article not in cited and parse_citation(article) is None:
            return match[0]
        bans = "<br>".join(f"`{name}`" for name in cited.get(article, ())) or "–"
        return f"| {article} | {subject} | {bans} | {guard} |\n"

    return _ROW.sub(fill, text)


@cache
def citing() -> Mapping[str, tuple[str, ...]]:
    """
    Give per citation the bans of `policies/wet/` that carry it, in order.
    """
    found: dict[str, tuple[str, ...]] = {}
    for wet in laws():
        for verbod in wet.verboden:
            found[verbod.artikel] = (*found.get(verbod.artikel, ()), verbod.id)
    return found


@cache
def laws() -> tuple[Wet, ...]:
    """
    Read the law layer of the repository.
    """
    workspace = read_workspace(ROOT)
    assert workspace.law is not None, workspace.fouten
    return workspace.law.wetten
