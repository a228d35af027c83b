"""
What a caller may say himself, in which worlds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.feiten.changes import Change, also, both, declared, put, row, without
from tests.feiten.registers import (
    ANDER_GEGEVEN,
    ANDERE_CASUS,
    BEFORE,
    BRONNEN,
    CASUS,
    GEGEVEN,
    NU,
    VERSTREKKING,
    World,
    bare,
    known,
    world,
)
from zvhprivacy import feiten
from zvhprivacy.model.about import NOTHING
from zvhprivacy.model.casus import Dossier
from zvhprivacy.model.registers import Correctie, Onderwerp


ALL = frozenset(
    {
        "aanmelding-gemotiveerd",
        "eigen-gegevens",
        "rechtmatig-verwerkt",
        "kwaliteit-getoetst",
        "noodzaak-gemotiveerd",
        "logdoel",
    }
)
CASE = frozenset({"aanmelding-gemotiveerd"})
ITEM = frozenset({"eigen-gegevens", "rechtmatig-verwerkt"})
DISCLOSURE = frozenset({"kwaliteit-getoetst", "noodzaak-gemotiveerd"})


class Claim(NamedTuple):
    """
    What may be said in a world, and what about that world makes it so.
    """

    because: str
    world: World
    may: frozenset[str]


def claimable(given: World, *, package: Any = feiten) -> frozenset[str]:
    """
    Give what the caller may say.
    """
    found: frozenset[str] = package.claimable(known(given, package=package))
    return found


def _correction(gegeven: str) -> Change:
    made = Correctie(id=GEGEVEN, gegeven=gegeven, gemeld_door="politie", gemeld_op=NU)
    return also("correcties", made)


def claims() -> Iterator[Claim]:
    """
    Go through the cases.
    """
    usual, taken_back = world(), row("verklaringen", ingetrokken_op=NU)
    nothing = {**bare(usual), "about": NOTHING}
    yield Claim("the request names nothing", nothing, ALL)
    in_case = {**bare(usual), "about": NOTHING._replace(casus=CASUS)}
    yield Claim("it names a case that is not there", in_case, ALL - CASE)
    on_file = put(in_case, "dossier", Dossier(casus=usual["dossier"].casus))
    empty = {**on_file, "verklaringen": (), "criteria": ()}
    of_it = declared("aanmelding-gemotiveerd", Onderwerp.CASUS, CASUS, "college")
    of_other = declared("aanmelding-gemotiveerd", Onderwerp.CASUS, ANDERE_CASUS, "college")
    something = declared("lijstcriteria-voldaan", Onderwerp.CASUS, CASUS, "college")
    yield Claim("it reported the case itself", empty, ALL)
    judged: Change = also("criteria", *usual["criteria"])
    for because, change, may in (
        ("another one reported it", row("casus", aangemeld_door="politie"), ALL - CASE),
        ("another one acts", row("request", namens="politie"), ALL - CASE),
        ("its report was judged", judged, ALL - CASE),
        ("it took its motivation back", both(of_it, taken_back), ALL - CASE),
        ("the register shows its motivation", of_it, ALL),
        ("there is a motivation of another case", of_other, ALL),
        ("something else was declared", something, ALL),
    ):
        yield Claim(because, change(empty), may)

    bare_item = {**usual, "about": usual["about"]._replace(verstrekking=None), "criteria": ()}
    own = row("gegevens", bronnen=("college",))(bare_item)
    lawful = declared("rechtmatig-verwerkt", Onderwerp.GEGEVEN, GEGEVEN, "college")
    other_lawful = declared("rechtmatig-verwerkt", Onderwerp.GEGEVEN, ANDER_GEGEVEN, "college")
    other_fact = declared("geen-beroepsgeheim", Onderwerp.GEGEVEN, GEGEVEN, "college")
    others = row("gegevens", bronnen=("politie",))(bare_item)
    yield Claim("there are items of several sources", bare_item, ALL - ITEM)
    yield Claim("there are items of another one", others, ALL - ITEM)
    yield Claim("there are no items", without("gegevens")(bare_item), ALL)
    named = row("about", gegeven=GEGEVEN)(without("gegevens")(bare_item))
    yield Claim("it names an item that is not there", named, ALL - ITEM)
    yield Claim("the items are its own", own, ALL)
    word, nothing_less = frozenset({"rechtmatig-verwerkt"}), frozenset[str]()
    for because, change, may in (
        ("it took its word back", both(lawful, taken_back), word),
        ("it was reported wrong", _correction(GEGEVEN), word),
        ("the register shows it", lawful, nothing_less),
        ("another item was reported wrong", _correction(ANDER_GEGEVEN), nothing_less),
        ("something was said of another item", both(other_lawful, taken_back), nothing_less),
        ("something else was said", other_fact, nothing_less),
    ):
        yield Claim(because, change(own), ALL - may)

    yield Claim("there is a disclosure", usual, ALL - CASE - ITEM - DISCLOSURE)
    tested = declared("kwaliteit-getoetst", Onderwerp.VERSTREKKING, VERSTREKKING, "college")
    lawful_all = declared("rechtmatig-verwerkt", Onderwerp.GEGEVEN, GEGEVEN, *BRONNEN)
    shown = frozenset({"logdoel", "kwaliteit-getoetst", "rechtmatig-verwerkt"})
    yield Claim("the register shows some", both(tested, lawful_all)(usual), shown)
    done = row("verstrekking", gedaan_op=BEFORE)(tested(usual))
    yield Claim("the disclosure was done", done, frozenset({"logdoel"}))
