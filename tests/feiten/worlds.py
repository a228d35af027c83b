"""
Random worlds: one in which some fact holds, with a few things in it changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.feiten.changes import put
from tests.feiten.of_everything import FACTS
from tests.feiten.registers import (
    ANDER,
    ANDER_BESLUIT,
    ANDER_GEGEVEN,
    ANDERE_AANLEIDING,
    ANDERE_CASUS,
    ANDERE_VERSTREKKING,
    BEGIN,
    BESLUIT,
    CASUS,
    COLLEGA,
    DAY,
    GEGEVEN,
    KRING,
    NU,
    ONE_DAY,
    ONE_MOMENT,
    ONTVANGERS,
    PERSOON,
    REGISSEUR,
    SOORTEN,
    VERSTREKKING,
    World,
    uid,
    world,
)
from zvhprivacy.model.casus import Beperking, Over, Overgang, Voorwaarde
from zvhprivacy.model.registers import Correctie, Onderwerp, Oordeel


_ORGANISATIONS = (*SOORTEN, *ONTVANGERS, "elders")
_DAYS = (
    BEGIN,
    *(DAY + days * ONE_DAY for days in (-800, -31, -30, -10, -1, 0, 1)),
)
_MOMENTS = (
    *(NU + days * ONE_DAY for days in (-800, -31, -30, -10, -1, 1)),
    *(NU + moment for moment in (-ONE_MOMENT, timedelta(), ONE_MOMENT)),
)
_HANDELINGEN = ("verband-verstrekken", "derde-toelaten", "hernieuwen", "aanmelden", "verstrekken")
_VOORWAARDEN = (
    Voorwaarde(beperking=Beperking.NIET_AAN, waarden=("wonen",)),
    Voorwaarde(beperking=Beperking.ALLEEN_AAN, waarden=("ander-zvh",)),
    Voorwaarde(beperking=Beperking.ALLEEN_VOOR, waarden=("complexe-casuistiek",)),
    Voorwaarde(beperking=Beperking.NA_INSTEMMING),
    Voorwaarde(beperking=Beperking.TOT, tot=DAY),
    Voorwaarde(beperking=Beperking.NIET_DOOR),
)
_TRUTH = (True, False)

# Of each field, wherever it stands, some values that matter.
POOLS: dict[str, Sequence[Any]] = {
    "aan": (*_ORGANISATIONS, None, "ander-zvh"),
    "aangemeld_door": _ORGANISATIONS,
    "afgehandeld_op": (*_MOMENTS, None),
    "als_derde": _TRUTH,
    "bezwaar": _TRUTH,
    "bronnen": (("college",), ("college", "ggz"), ("politie",)),
    "casus": (CASUS, ANDERE_CASUS),
    "categorie": ("gezondheid", "bsn"),
    "categorieen": (("gezondheid",), ("bsn", "gezondheid"), ("bsn",)),
    "commerciele_taak": (*_TRUTH, None),
    "convenant": ("huis", "elders"),
    "deelnemer": _ORGANISATIONS,
    "deskundig_en_taak": _TRUTH,
    "doel": ("complexe-casuistiek", "statistiek"),
    "door": (("college", "politie"), ("om", "politie"), ("college", "ggz"), ("politie",)),
    "feit": tuple({fact.feit for fact in FACTS}),
    "gebruikt_op": (*_MOMENTS, None),
    "gedaan_op": (*_MOMENTS, None),
    "gegeven_op": _MOMENTS,
    "geheimhouding": (*_DAYS, None),
    "geheimhouding_op": (*_DAYS, None),
    "gemeld_op": _MOMENTS,
    "handeling": _HANDELINGEN,
    "ingetrokken_op": (*_MOMENTS, None),
    "kader": ("wgs", "pga-wet", "eigen-wet"),
    "leefgebieden_criminogeen": _TRUTH,
    "medewerker": (REGISSEUR, COLLEGA),
    "naar": ("afgesloten", "hernieuwd", "wonen", "casusoverleg"),
    "namens": (*_ORGANISATIONS, None),
    "onderwerp": (CASUS, GEGEVEN, VERSTREKKING, ANDERE_CASUS, uid(103)),
    "oordeel": tuple(Oordeel),
    "op": _MOMENTS,
    "opleidingen": tuple(tuple((part, day) for part in "abcdef") for day in _DAYS),
    "organisatie": _ORGANISATIONS,
    "over": (*(each.value for each in Over), "ander-persoon"),
    "rol": ("procesregisseur", "aanmelder"),
    "rollen": (("procesregisseur",), ("aanmelder",), ("aanmelder", "procesregisseur")),
    "tot": (*_DAYS, None),
    "van": _DAYS,
    "vervallen_op": (*_MOMENTS, None),
    "vog_of_screening": (*_DAYS, None),
    "voorbereid_op": _MOMENTS,
    "voorwaarden": ((), *((each,) for each in _VOORWAARDEN), _VOORWAARDEN[:4]),
    "voorwaarden_vervuld_op": (*_MOMENTS, None),
    "waarover": _HANDELINGEN,
    "wat": ("lijstcriteria", "contactpunt"),
    "zwaarwegend": _TRUTH,
}
# Where a field holds another thing than elsewhere.
_ELSEWHERE: dict[tuple[str, str], Sequence[Any]] = {
    ("About", "aanleiding"): (ANDERE_AANLEIDING, None),
    ("About", "besluit"): (BESLUIT, ANDER_BESLUIT, None),
    ("About", "betrokkene"): (PERSOON, KRING, ANDER, None),
    ("About", "casus"): (CASUS, ANDERE_CASUS, None),
    ("About", "gegeven"): (GEGEVEN, ANDER_GEGEVEN, None),
    ("About", "medewerker"): (REGISSEUR, COLLEGA, None),
    ("About", "verstrekking"): (VERSTREKKING, ANDERE_VERSTREKKING, None),
    ("Aanleiding", "casus"): (CASUS, ANDERE_CASUS, None),
    ("Aanleiding", "tot"): _MOMENTS,
    ("Betrokkene", "over"): tuple(Over),
    ("Correctie", "gegeven"): (GEGEVEN, ANDER_GEGEVEN),
    ("Deelname", "besluit"): (BESLUIT, None),
    ("Gegeven", "betrokkene"): (PERSOON, KRING, ANDER),
    ("Gegeven", "id"): (GEGEVEN, ANDER_GEGEVEN),
    ("Request", "gegevens"): ("gezondheid", "bsn"),
    ("Toestemming", "betrokkene"): (PERSOON, KRING, ANDER),
    ("Verklaring", "over"): tuple(Onderwerp),
    ("Verklaring", "tot"): (*_MOMENTS, None),
    ("Verstrekking", "gegevens"): ((GEGEVEN,), (GEGEVEN, ANDER_GEGEVEN), (ANDER_GEGEVEN,), ()),
    ("Verstrekking", "van"): _ORGANISATIONS,
}
for _kind in ("Toestemming", "Instemming", "Bezwaar", "RacAdvies"):
    _ELSEWHERE[_kind, "verstrekking"] = (VERSTREKKING, ANDERE_VERSTREKKING)
# Left alone: a case or a person under another id is what `about` with another id is.
_LISTS = (
    "betrokkenen",
    "deelnames",
    "toewijzingen",
    "mandaten",
    "gegevens",
    "toestemmingen",
    "instemmingen",
    "bezwaren",
    "adviezen",
    "criteria",
    "verklaringen",
    "publicaties",
    "overgangen",
    "correcties",
)
_SINGLE = ("request", "about", "medewerker", "verstrekking", "besluit", "aanleiding", "casus")
INSIDE = {"betrokkenen", "deelnames", "toewijzingen", "casus"}


def lines_of(given: World, name: str) -> Any:
    """
    Give what a world has under *name*.
    """
    if name in INSIDE:
        return getattr(given["dossier"], name) if given["dossier"] else None
    return given[name]


def values(line: Any, field: str) -> Sequence[Any]:
    """
    Give some values that matter for a field of *line*; none when it is left alone.
    """
    return _ELSEWHERE.get((type(line).__name__, field), POOLS.get(field, ()))


@st.composite
def changed(draw: st.DrawFn, line: Any) -> Any:
    """
    Give *line* with another value in one field.
    """
    fields = getattr(line, "_fields", None) or type(line).model_fields
    field = draw(st.sampled_from([name for name in fields if values(line, name)]))
    value = draw(st.sampled_from(values(line, field)))
    if hasattr(line, "_replace"):
        return line._replace(**{field: value})
    return line.model_copy(update={field: value})


# What no world has from the start.
_MORE: dict[str, Callable[[], Any]] = {
    "overgangen": lambda: Overgang(
        id=uid(208), casus=CASUS, van="casusoverleg", naar="afgesloten", op=NU - 10 * ONE_DAY
    ),
    "correcties": lambda: Correctie(
        id=uid(301), gegeven=GEGEVEN, gemeld_door="politie", gemeld_op=NU - 10 * ONE_DAY
    ),
}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """
    Give a world.
    """
    given = draw(st.sampled_from(_STARTS))
    for _ in range(draw(st.integers(0, 5))):
        given = _one_change(draw, given)
    return given


def _one_change(draw: st.DrawFn, given: World) -> World:
    name = draw(st.sampled_from((*_LISTS, *_SINGLE)))
    lines = lines_of(given, name)
    if name in _SINGLE:
        if lines is None:
            return given
        gone = name not in {"request", "about", "casus"} and draw(st.integers(0, 9)) == 0
        return put(given, name, None if gone else draw(changed(lines)))
    if not lines:
        return put(given, name, (_MORE[name](),)) if name in _MORE else given
    chosen = draw(st.integers(0, len(lines) - 1))
    before, line, after = lines[:chosen], lines[chosen], lines[chosen + 1 :]
    match draw(st.sampled_from(("change", "copy", "remove"))):
        case "change":
            middle: tuple[Any, ...] = (draw(changed(line)),)
        case "copy":
            middle = draw(st.permutations((line, draw(changed(line)))).map(tuple))
        case _:
            middle = ()
    return put(given, name, (*before, *middle, *after))


_STARTS = tuple(fact.made(world()) for fact in FACTS)
