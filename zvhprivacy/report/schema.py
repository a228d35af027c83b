"""
JSON Schema for editors: which keys a file has, and which words fit where in this workspace.

It helps while typing and is no check: what it lets through can still be a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from zvhprivacy.model.audit_answers import Antwoorden
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.bewaartermijn import Bewaartermijnen
from zvhprivacy.model.checklist import Checklist
from zvhprivacy.model.convenant import Addendum, Convenant, Protocol
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.toets import Aanvaard, Goedkeuring, Toetsen
from zvhprivacy.model.wet import Grondslagen, Lezingen, Organisatie, Wet
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.model.written import Written


Schema: TypeAlias = dict[str, Any]

# Per kind of file the model and where such files stand.
KINDS: Mapping[str, tuple[type[Written], str]] = {
    "aanvaard": (Aanvaard, "aanvaard.yaml"),
    "addendum": (Addendum, "convenants/*/addendum-*.yaml"),
    "antwoorden": (Antwoorden, "audits/*/antwoorden.yaml"),
    "begrippen": (Begrippen, "policies/begrippen.yaml"),
    "bewaartermijnen": (Bewaartermijnen, "policies/bewaartermijnen.yaml"),
    "checklist": (Checklist, "policies/checklists/*.yaml"),
    "convenant": (Convenant, "convenants/*/convenant.yaml"),
    "goedkeuring": (Goedkeuring, "convenant diff --approved"),
    "grondslagen": (Grondslagen, "policies/grondslagen.yaml"),
    "lezingen": (Lezingen, "policies/lezingen.yaml"),
    "organisatie": (Organisatie, "policies/organisatie.yaml"),
    "protocol": (Protocol, "convenants/*/protocol-*.yaml"),
    "toetsen": (Toetsen, "convenants/*/toetsen.yaml, policies/toetsen.yaml"),
    "wet": (Wet, "policies/wet/*.yaml"),
}

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLACES = frozenset({"Entry", "Mapping", "Scalar", "Sequence", "Span"})  # not written by anybody
_RULES = ("Bewaartermijn", "EigenVerbod", "Regel", "Verbod")  # what selects


class _Generator(GenerateJsonSchema):
    """
    Pydantic's generator, for the parts of our models that it cannot know.
    """

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> Schema:
        """
        Leave a selection open; `_fill` knows from its name what it selects.
        """
        del schema
        return {}

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> Schema:
        """
        Leave the place in the file open; it is no key and is taken out.
        """
        del schema
        return {}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """
        Leave defaults out: to an editor, a key is there or not.
        """
        return self.generate_inner(schema["schema"])


def schema_of(kind: str, workspace: Workspace) -> Schema:
    """
    Make the schema of a file of *kind*, with the words of *workspace* where it has a law layer.
    """
    model, place = KINDS[kind]
    made: Schema = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    words = _Words(workspace)
    definitions = {n: each for n, each in made.pop("$defs", {}).items() if n not in _PLACES}
    for name, definition in (*definitions.items(), (model.__name__, made)):
        _fill(name, definition, words)
    return {
        "$schema": _DRAFT,
        "title": f"zvhprivacy: {place}",
        **{key: value for key, value in made.items() if key not in {"title", "description"}},
        **({"$defs": definitions} if definitions else {}),
    }


class _Words:
    """
    Which words fit a field, as far as the workspace can be read.
    """

    def __init__(self, workspace: Workspace) -> None:
        agreements = workspace.agreements
        parties = {
            name
            for agreement in agreements.values()
            for name in (*agreement.convenant.deelnemers, *agreement.convenant.ontvangers)
        }
        self._convenants = sorted({*agreements, *workspace.stopped})
        self._parties = sorted(parties)
        self._lists: dict[str, list[str]] = {}
        law = workspace.law
        if law is None:
            return
        words = law.begrippen
        kinds = {f"soort:{category.soort}" for category in words.gegevens.values()}
        who = sorted({*words.wie, *parties})
        self._lists = {
            "deelnemer": who,
            "aan": who,
            "namens": sorted(parties),
            "rol": sorted(words.rollen),
            "handeling": sorted(words.handelingen),
            "gegevens": sorted({*words.gegevens, *kinds}),
            "over": sorted(words.over),
            "doel": sorted(words.doelen),
            "proces": sorted(words.processen),
            "kader": sorted(words.kaders),
            "fase": sorted(words.fasen),
            "feiten": sorted(words.feiten),
            "verplicht": sorted(words.verplichtingen),
            "soort": sorted(words.deelnemersoorten),
            "lezing": sorted(each.lezing for each in law.lezingen),
            "verkort": sorted(
                each.id for each in (law.bewaartermijnen.termijnen if law.bewaartermijnen else ())
            ),
        }

    def of(self, definition: str, key: str) -> list[str]:
        """
        Give the words for *key* of *definition*; none when any text fits.
        """
        match definition, key:
            case ("Regel", "mits") | ("Verbod" | "EigenVerbod", "tenzij") | ("Toets", "feiten"):
                return self._lists.get("feiten", [])
            case ("Deelnemer" | "Ontvanger", "soort"):
                return self._lists.get("soort", [])
            case ("Convenant", "bouwt-op") | ("Addendum", "wijzigt") | ("Vraag", "convenant"):
                return self._convenants
            case ("Convenant", "contactpunt" | "coordinerend-fg"):
                return self._parties
            case ("Verbod" | "EigenVerbod", "lezing") | ("Regel", "verplicht"):
                return self._lists.get(key, [])
            case ("Bewaartermijn", "lezing" | "verkort"):
                return self._lists.get(key, [])
            case ("Wet" | "Grondslag" | "Proces", "kader"):
                return self._lists.get("kader", [])
            case ("Vraag", _):
                return self._lists.get(key, [])
            case _ if definition in _RULES and key in SELECTED:
                return self._lists.get(key, [])
            case _:
                return []


def _fill(name: str, definition: Schema, words: _Words) -> None:
    """
    Take our own words into *definition*: what fits, and how it is written in a file.
    """
    definition.pop("description", None)  # English, and about the class
    properties = definition.get("properties", {})
    properties.pop("plek", None)
    for key, schema in properties.items():
        schema.pop("title", None)
        if key == "schema":
            schema.clear()
            schema["enum"] = [1, "1"]
            continue
        known = words.of(name, key)
        if name in _RULES and key in SELECTED:
            schema.clear()
            schema.update(_selection(known))
            continue
        _as_written(schema)
        if known:
            _limit(schema, known)
    if name == "Begrippen":
        _ids_or_group(properties)


def _selection(known: list[str]) -> Schema:
    """
    Take a list, `alle`, or everything but a list.
    """
    one: Schema = {"enum": known} if known else {"type": "string", "minLength": 1}
    several: Schema = {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}
    but: Schema = {
        "type": "object",
        "properties": {"behalve": several},
        "required": ["behalve"],
        "additionalProperties": False,
    }
    return {"anyOf": [{"const": "alle"}, one, several, but]}


def _as_written(schema: Schema) -> None:
    # A file says `ja` and `nee`; an absent value is no key at all.
    if schema.get("type") == "boolean":
        schema.clear()
        schema["enum"] = ["ja", "nee"]
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema.update(choices[0])


def _limit(schema: Schema, known: list[str]) -> None:
    if schema.get("type") == "array":
        schema["items"] = {"enum": known}
    else:
        schema.clear()
        schema["enum"] = known


def _ids_or_group(properties: dict[str, Schema]) -> None:
    # A list of ids, or ids with something said about each.
    for key in ("rollen", "over", "kaders", "fasen"):
        properties[key] = {"anyOf": [properties[key], {"type": "object"}]}
