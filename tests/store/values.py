"""
Random values of every register, built from the models, that fit in one small case.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AwareDatetime

from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import Afscherming, Hernieuwing, Opschorting, Vernietigingsgrond
from zvhprivacy.model.casus import (
    Aard,
    Beperking,
    Betrokkene,
    Casus,
    Deelname,
    Gegeven,
    NotRegistered,
    Over,
    Periode,
    PersonRef,
    Register,
    Uid,
    Version,
    Voorwaarde,
    Word,
)
from zvhprivacy.model.registers import (
    Aanleiding,
    Besluit,
    Grond,
    Mandaat,
    Medewerker,
    Onderwerp,
    Opleiding,
    Publicatie,
    RacAdvies,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rows import TABLES
from zvhprivacy.store.tables._checks import is_list, kinds


MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = MOMENT.date()


def uid(number: int) -> str:
    """
    Give an id of our own; random ones do not begin with so many zeros.
    """
    return f"{number:032x}"


PARENTS: tuple[Register, ...] = (
    Casus(
        id=uid(1),
        convenant="huis",
        proces="com",
        kader="wgs",
        doel="complexe-casuistiek",
        fase="casusoverleg",
        fase_sinds=MOMENT,
        aangemeld_door="politie",
        eerste_verwerking=DAY,
        laatste_verwerking=DAY,
    ),
    Medewerker(id=uid(2), persoon="a" * 28, organisatie="politie", rollen=("fg",), van=DAY),
    Betrokkene(
        id=uid(3), casus=uid(1), over=Over.BETROKKENE, pseudoniem="zvh1_a", persoon=b"verzegeld"
    ),
    Gegeven(
        id=uid(4),
        casus=uid(1),
        betrokkene=uid(3),
        categorie="woonsituatie",
        aard=Aard.FEIT,
        peildatum=DAY,
        bronnen=("politie",),
        verstrekt_op=DAY,
        eerste_verwerking=DAY,
        laatste_verwerking=DAY,
        inhoud=b"verzegeld",
    ),
    Besluit(id=uid(5), casus=uid(1), waarover="betrekken", stemmen=(), motivering=b"m", op=MOMENT),
    Verstrekking(
        id=uid(6),
        casus=uid(1),
        handeling="resultaat-verstrekken",
        van="politie",
        gegevens=(uid(4),),
        categorieen=("woonsituatie",),
        doel="complexe-casuistiek",
        voorbereid_op=MOMENT,
    ),
    Deelname(id=uid(7), casus=uid(1), organisatie="politie", van=DAY),
)
_NAMED = {
    "casus": uid(1),
    "medewerker": uid(2),
    "betrokkene": uid(3),
    "kring_van": uid(3),
    "gegeven": uid(4),
    "besluit": uid(5),
    "verstrekking": uid(6),
    "eigenaar": uid(2),
}
GRONDEN = (Begin.NIET_MEER_NODIG, Begin.GEEN_AANWIJZINGEN, Begin.VAN_DE_LIJST)
_ABOUT = {
    Onderwerp.PERSOON: uid(2),
    Onderwerp.CASUS: uid(1),
    Onderwerp.GEGEVEN: uid(4),
    Onderwerp.VERSTREKKING: uid(6),
    Onderwerp.ORGANISATIE_IN_CASUS: uid(7),
}


def add_parents(registers: Registers) -> None:
    """
    Keep the case that all random values are about.
    """
    for value in PARENTS:
        registers.add(value)


def changed(value: Any, **fields: Any) -> Any:
    """
    Give *value* with other *fields*.
    """
    kept = {name: getattr(value, name) for name in type(value).model_fields}
    return type(value)(**kept | fields)


def one_of(kind: type[Register]) -> Any:
    """
    Give one value of *kind*, the same each time.
    """
    if kind not in _ONE:

        @settings(max_examples=1, database=None, derandomize=True)
        @given(values(kind))
        def keep(value: Any) -> None:
            _ONE[kind] = value

        keep()
    return _ONE[kind]


_ONE: dict[type[Register], Any] = {}
# What makes a line be about the case, or about its item, where it may be about something else.
_OF_THE_CASE: dict[type[Register], dict[str, Any]] = {
    Verklaring: {"over": Onderwerp.GEGEVEN, "onderwerp": uid(4), "tot": None},
    Aanleiding: {"casus": uid(1)},
    Opschorting: {"gegeven": uid(4)},
    Vernietigingsgrond: {"gegeven": uid(4)},
    Afscherming: {"gegeven": uid(4)},
}


def fill(registers: Registers, other: int = 0) -> None:
    """
    Keep a line of every register about one case and its item; another number is another case.
    """
    about_none = {Medewerker, Mandaat, Publicatie}
    moved = {uid(number): uid(number + other) for number in (1, 3, 4, 5, 6, 7)}
    lines = list(PARENTS)
    for number, kind in enumerate(TABLES):
        if kind not in {type(parent) for parent in PARENTS}:
            own = {"id": uid(100 + number + other)}
            lines.append(changed(one_of(kind), **own, **_OF_THE_CASE.get(kind, {})))
    for line in lines:
        fields = {name: getattr(line, name) for name in type(line).model_fields}
        ids = {
            name: moved[each]
            for name, each in fields.items()
            if isinstance(each, str) and each in moved
        }
        listed = {"gegevens": (uid(4 + other),)} if isinstance(line, Verstrekking) else {}
        if not (other and type(line) in about_none):
            registers.add(type(line)(**fields | ids | listed))


uids = st.integers(min_value=1 << 64, max_value=(1 << 128) - 1).map(uid)
words = st.text("abz059-", min_size=1, max_size=100).filter(lambda word: word[0] != "-")
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
moments = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9))]),
)


def values(kind: type[Register]) -> st.SearchStrategy[Any]:
    """
    Build values of *kind*.
    """
    return _values(kind).filter(lambda value: value is not None)


@st.composite
def _values(draw: st.DrawFn, kind: type[Register]) -> Register | None:
    given = {name: draw(_field(kind, name, each)) for name, each in kinds(kind).items()}
    if issubclass(kind, Periode) and given["tot"] is not None:
        given["van"], given["tot"] = sorted((given["van"], given["tot"]))
    if kind is Betrokkene:
        given["kring_van"] = uid(3) if given["over"] is Over.DIRECTE_KRING else None
    if kind is Verklaring:
        given["onderwerp"] = _ABOUT[given["over"]]
    if kind is Vernietigingsgrond:
        given["grond"] = draw(st.sampled_from(GRONDEN))
    if kind is Hernieuwing:
        given["van"], given["tot"] = sorted((given["van"], given["tot"]))
    try:
        return kind(**given)
    except NotRegistered:
        return None  # fields that do not fit each other


def _field(kind: type[Register], name: str, each: Any) -> st.SearchStrategy[Any]:
    strategy: Any = st.just(_NAMED[name]) if each is Uid and name in _NAMED else _of(each)
    field = kind.model_fields[name]
    may_be_none = not field.is_required() and field.default is None
    return st.one_of(st.none(), strategy) if may_be_none else st.one_of(strategy)


def _of(each: Any) -> st.SearchStrategy[Any]:
    if each is Voorwaarde:
        return st.sampled_from(Beperking).flatmap(_condition)
    if isinstance(each, type) and issubclass(each, StrEnum):
        return st.sampled_from(each)
    if isinstance(each, type) and issubclass(each, Register):
        return values(each)
    if is_list(each):
        args = get_args(get_args(each)[0] if get_origin(each) is Annotated else each)
        if args[-1] is Ellipsis:
            return st.lists(_of(args[0]), min_size=1, max_size=4).map(tuple)
        return st.tuples(*(_of(arg) for arg in args))
    return {
        Uid: uids,
        PersonRef: st.text("abcxyz", min_size=28, max_size=28),
        Word: words,
        Version: st.integers(1, 2**31 - 1),
        Opleiding: st.sampled_from("abcdef"),
        Grond: st.text("AZaz09 .:,-", max_size=100),
        AwareDatetime: moments,
        datetime: moments,
        date: days,
        bool: st.booleans(),
        bytes: st.binary(max_size=200),
        kinds(Betrokkene)["pseudoniem"]: st.text("abcdefgh_0123", max_size=80),
        kinds(RacAdvies)["kenmerk"]: st.text("AZaz09./-", max_size=40),
        kinds(Publicatie)["waar"]: st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300
        ),
    }[each]


def _condition(limit: Beperking) -> st.SearchStrategy[Voorwaarde]:
    listed = limit in {Beperking.NIET_AAN, Beperking.ALLEEN_AAN, Beperking.ALLEEN_VOOR}
    return st.builds(
        Voorwaarde,
        beperking=st.just(limit),
        waarden=st.lists(words, min_size=1, max_size=3).map(tuple) if listed else st.just(()),
        tot=days if limit is Beperking.TOT else st.none(),
    )
