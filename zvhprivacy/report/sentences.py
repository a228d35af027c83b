"""
Rules read back as sentences, from the values themselves: what a person reads is what is judged.

`**…**` marks what to look at first; it is Markdown, and a terminal shows it as bold.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from itertools import product
from math import prod

from zvhprivacy.errors import visible
from zvhprivacy.messages import text
from zvhprivacy.model.bewaartermijn import Bewaartermijn
from zvhprivacy.model.convenant import Regel
from zvhprivacy.model.dpia.facts import Verwerking
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.selection import ALLES, Mode, Selection, only
from zvhprivacy.model.wet import Selecting, Verbod
from zvhprivacy.report.names import Names, joined


ALTERNATIVES = 4  # combinations of facts that are named one by one

_SLOT = re.compile(r"<([a-z]+)>")
_OR = ("over", "doel", "proces", "kader", "fase", "aan")  # of these one is meant at a time


def permission(regel: Regel | Verwerking, names: Names) -> str:
    """
    Say what *regel* permits, to whom, on what conditions and on which ground.
    """
    chosen = _chosen(regel)
    said = text("zin.mits", names.lang, feiten=_ids(regel.mits, names, "en")) if regel.mits else ""
    if regel.verplicht:
        said += text("zin.verplicht", names.lang, wat=_ids(regel.verplicht, names, "en"))
    who, several = _who(chosen, names)
    return _sentence(
        "zin.afspraak",
        names,
        wie=who,
        mag=_may(names, several=several),
        voor=_where(chosen, names, everything=True),
        handeling=_part("handeling", chosen["handeling"], names),
        gegevens=_what(chosen, names, everything=True),
        mits=said,
        grondslag=visible(regel.grondslag),
    )


def ban(verbod: Verbod, names: Names) -> str:
    """
    Say what *verbod* forbids, to whom, what lifts it, and why.
    """
    chosen = _chosen(verbod)
    key = "zin.tenzij" if verbod.tenzij else "zin.absoluut"
    return _sentence(
        "zin.verbod",
        names,
        wie=_who(chosen, names)[0],
        voor=_where(chosen, names, everything=False),
        handeling=_part("handeling", chosen["handeling"], names),
        gegevens=_what(chosen, names, everything=False),
        tenzij=text(key, names.lang, feiten=_ids(verbod.tenzij, names, "of")),
        reden=visible(verbod.reden, limit=1000),
        artikel=visible(verbod.artikel),
    )


def term(written: Bewaartermijn, names: Names) -> str:
    """
    Say what *written* does: what has to happen how long after what, with which data.
    """
    chosen = dict.fromkeys(SELECTED, ALLES)
    chosen |= {"kader": written.kader, "proces": written.proces, "gegevens": written.gegevens}
    return _sentence(
        f"zin.termijn.{written.soort}",
        names,
        dan=written.dan.value,
        duur=str(written.termijn),
        vanaf=str(written.vanaf),
        geval=str(written.geval),
        gronden=joined(list(written.gronden), text("zin.of", names.lang)),
        gegevens=_part("gegevens", written.gegevens, names),
        voor=_where(chosen, names, everything=False),
        artikel=visible(written.artikel),
    )


def access(
    fields: Mapping[str, tuple[str, ...] | None],
    needs: tuple[tuple[str, ...], ...],
    names: Names,
    *,
    gained: bool,
) -> str:
    """
    Say what somebody may from now on (*gained*) or no longer, and given which facts.

    *fields* has per field the values, None for all; *needs* the sets of facts of which one will do.
    """
    chosen = {name: _compact(name, fields.get(name), names) for name in SELECTED if name in fields}
    chosen = {name: chosen.get(name, ALLES) for name in SELECTED}
    deelnemer = chosen["deelnemer"]
    several = deelnemer.mode is Mode.ALLEEN and len(deelnemer.waarden) > 1
    behalf = fields.get("namens")
    return _sentence(
        "zin.toegang",
        names,
        wie=_part("deelnemer", deelnemer, names),
        mag=_may(names, several=several, word="mag" if gained else "niet-meer"),
        namens=_behalf(behalf, names),
        rol=_part("rol", chosen["rol"], names, "of"),
        voor=_where(chosen, names, everything=False),
        handeling=_part("handeling", chosen["handeling"], names),
        gegevens=_what({**chosen, "aan": _receivers(fields, names)}, names, everything=False),
        als=_if(needs, names),
    )


def _behalf(organs: tuple[str, ...] | None, names: Names) -> str:
    # By id alone: the sentence is long enough, and each of them is a participant with a name.
    if not organs:
        return ""
    said = joined([visible(each) for each in organs], text("zin.of", names.lang))
    return text("zin.namens", names.lang, wie=said)


def _chosen(written: Selecting) -> dict[str, Selection]:
    return {name: getattr(written, name) for name in SELECTED}


def _sentence(key: str, names: Names, /, **parts: str) -> str:
    # The parts are filled in here and not by `text`, which would cut a long enumeration short;
    # in one pass, so that a part is never taken for a template.
    said = _SLOT.sub(lambda match: parts[match.group(1)], text(key, names.lang))
    start = len(said) - len(said.lstrip("*"))
    return said[:start] + said[start : start + 1].upper() + said[start + 1 :]


def _who(chosen: Mapping[str, Selection], names: Names) -> tuple[str, bool]:
    rol, deelnemer = chosen["rol"], chosen["deelnemer"]
    head = deelnemer if rol == ALLES else rol
    several = head.mode is Mode.ALLEEN and len(head.waarden) > 1
    if rol == ALLES:
        return _part("deelnemer", deelnemer, names), several
    said = _part("rol", rol, names)
    if deelnemer != ALLES:
        said = text(
            "zin.van", names.lang, rol=said, deelnemer=_part("deelnemer", deelnemer, names, "of")
        )
    return said, several


def _may(names: Names, *, several: bool, word: str = "mag") -> str:
    return text(f"zin.{word}.{'meer' if several else 'een'}", names.lang)


def _where(chosen: Mapping[str, Selection], names: Names, *, everything: bool) -> str:
    """
    For which purpose, in which process, frame and phase; *everything* also says "any".
    """
    said = ""
    for field in ("doel", "proces", "kader", "fase"):
        choice = chosen[field]
        if choice != ALLES or (everything and field in {"doel", "fase"}):
            # "in phase X or Y", but "in any phase except Z".
            key = field if field == "doel" or choice.mode is Mode.ALLEEN else f"{field}-alle"
            said += text(f"zin.bij.{key}", names.lang, wat=_part(field, choice, names))
    return said


def _what(chosen: Mapping[str, Selection], names: Names, *, everything: bool) -> str:
    said = _part("gegevens", chosen["gegevens"], names)
    for field in ("over", "aan"):
        choice = chosen[field]
        if choice != ALLES or (everything and field == "over"):
            said += text(f"zin.bij.{field}", names.lang, wat=_part(field, choice, names))
    return said


def _part(field: str, choice: Selection, names: Names, link: str | None = None) -> str:
    link = link or ("of" if field in _OR else "en")
    if choice.mode is Mode.ALLE:
        return text(f"zin.alle.{field}", names.lang)
    order = {word: place for place, word in enumerate(names.values.get(field, ()))}
    words = sorted(choice.waarden, key=lambda word: (order.get(word, len(order)), word))
    said = names.several(field, words, link if choice.mode is Mode.ALLEEN else "en")
    if choice.mode is Mode.ALLEEN:
        return said
    return text(f"zin.alle.{field}", names.lang) + text("zin.behalve", names.lang) + " " + said


def _ids(words: tuple[str, ...], names: Names, link: str) -> str:
    return names.several("feiten", words, link)


def _compact(field: str, values: tuple[str, ...] | None, names: Names) -> Selection:
    """
    Select *values*, by what is left out when that is much shorter.
    """
    if values is None:
        return ALLES
    rest = set(names.values.get(field, ())) - set(values)
    if rest and len(rest) * 3 < len(values):
        return Selection(Mode.BEHALVE, frozenset(rest))
    return only(*values)


def _receivers(fields: Mapping[str, tuple[str, ...] | None], names: Names) -> Selection:
    # Handelingen without a receiver leave nothing to say here.
    values = fields.get("aan")
    return _compact("aan", values, names) if values else ALLES


def _if(needs: tuple[tuple[str, ...], ...], names: Names) -> str:
    sets = [frozenset(facts) for facts in needs]
    if not sets or frozenset() in sets:
        return ""
    common = frozenset.intersection(*sets)
    said = [*sorted(common)]
    rests = [each - common for each in sets]
    choices = _choices(rests)
    link = text("zin.of", names.lang)
    if choices is not None:
        said += [text("zin.een-van", names.lang, feiten=joined(sorted(c), link)) for c in choices]
    else:
        said.append(_listed(rests, names))
    return text("zin.als", names.lang) + " " + joined(said, text("zin.en", names.lang))


def _listed(rests: list[frozenset[str]], names: Names) -> str:
    ordered = sorted(rests, key=lambda each: (len(each), sorted(each)))
    shown = ["(" + ", ".join(sorted(each)) + ")" for each in ordered[:ALTERNATIVES]]
    if len(ordered) > ALTERNATIVES:
        shown.append(text("zin.nog", names.lang, aantal=len(ordered) - ALTERNATIVES))
    return joined(shown, text("zin.of", names.lang))


def _choices(rests: list[frozenset[str]]) -> list[frozenset[str]] | None:
    """
    Write *rests* as one of these and one of those; None when they are no such product.

    No choice at all is the empty list.
    """
    facts = frozenset().union(*rests)
    if not facts:
        return []
    groups: list[set[str]] = []
    for fact in sorted(facts):
        together = frozenset().union(*(each for each in rests if fact in each))
        # Facts that never go together are alternatives of one another.
        hit = [group for group in groups if group - together]
        merged = {fact}.union(*hit)
        groups = [group for group in groups if group not in hit] + [merged]
    if prod(len(group) for group in groups) != len(rests):
        return None
    if {frozenset(choice) for choice in product(*groups)} != set(rests):
        return None
    return [frozenset(group) for group in groups]
