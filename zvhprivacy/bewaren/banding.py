"""
What may be published of a certificate: counts of too few cases are not told, nor what gives them.

The bound is on *cases*: thirty items of one case say as much about somebody as one item does. What
is told depends on a hidden number only through its being hidden, so who knows this program, has
several of its publications, or tries all possible numbers, learns that there were fewer than
*drempel* and no more:

- there is no exact total over what is hidden; the totals here follow from the rows that are shown;
- of so few cases no categories are told, nor from how many cases the items of a category came,
  which beside the number of cases would say how many had none;
- who did it, the lines of the logboek and the counts per target of the host are left out: the last
  two count the same cases again.

It does not protect against what others publish about the same cases, nor hide that there were any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from zvhprivacy.bewaren.certificate import (
    Cel,
    Certificate,
    Count,
    Hash,
    Methode,
    Name,
    Rest,
    Telling,
    Uitzondering,
    Verantwoordelijke,
)
from zvhprivacy.errors import WrongUse
from zvhprivacy.model.bewaarplan import Uitkomst
from zvhprivacy.model.casus import Register, Word


LEAST = 2  # a lower bound hides nothing
DREMPEL = 5  # fewer cases than this are not told; a common bound for statistics about people


class BandTooLow(WrongUse):
    """
    A bound of one or less hides nothing.
    """

    code = "band-too-low"
    nl = "met een ondergrens van {aantal} wordt niets verborgen; neem ten minste {minste}"
    en = "a bound of {aantal} hides nothing; take at least {minste}"


class Band(Cel):
    """
    One row as published: a number of cases, or of items where it has a category; None is hidden.
    """

    aantal: int | None


class BandUitzondering(Register):
    """
    How many cases were due and did not go; None is hidden.
    """

    convenant: Word
    reden: Uitkomst
    casussen: int | None


class Published(Register):
    """
    The certificate as it may be published.

    From *casussen_van* to *casussen_tot_en_met* cases went as a whole; with these, and of cases
    that stay, at least *gegevens_ten_minste* items.
    """

    soort: Literal["verklaring-van-vernietiging-openbaar"] = "verklaring-van-vernietiging-openbaar"
    versie: Literal[1] = 1
    drempel: Annotated[int, Field(ge=LEAST)]
    plan: Name
    hash: Hash
    beleid: Hash
    op: date
    horizon: date
    goedgekeurd_op: AwareDatetime
    begonnen_op: AwareDatetime
    klaar_op: AwareDatetime
    verantwoordelijken: tuple[Verantwoordelijke, ...]
    tellingen: tuple[Band, ...]
    casussen_van: Count
    casussen_tot_en_met: Count
    gegevens_ten_minste: Count
    overgeslagen: tuple[BandUitzondering, ...]
    niet_gepland: tuple[BandUitzondering, ...]
    resten: tuple[Rest, ...]


def publish(certificate: Certificate, drempel: int = DREMPEL) -> Published:
    """
    Make of *certificate* what may be published, hiding counts of fewer than *drempel* cases.

    Raises:
        BandTooLow: *drempel* hides nothing.
    """
    if drempel < LEAST:
        raise BandTooLow(aantal=drempel, minste=LEAST)
    tellingen = tuple(_bands(certificate.tellingen, drempel))
    cases = [band.aantal for band in tellingen if _is_whole(band)]
    shown, hidden = sum(number or 0 for number in cases), cases.count(None)
    return Published(
        drempel=drempel,
        plan=certificate.plan,
        hash=certificate.hash,
        beleid=certificate.beleid,
        op=certificate.op,
        horizon=certificate.horizon,
        goedgekeurd_op=certificate.goedgekeurd_op,
        begonnen_op=certificate.begonnen_op,
        klaar_op=certificate.klaar_op,
        verantwoordelijken=certificate.verantwoordelijken,
        tellingen=tellingen,
        casussen_van=shown + hidden,
        casussen_tot_en_met=shown + hidden * (drempel - 1),
        gegevens_ten_minste=sum(band.aantal or 0 for band in tellingen if band.categorie),
        overgeslagen=tuple(_passed(certificate.overgeslagen, drempel)),
        niet_gepland=tuple(_passed(certificate.niet_gepland, drempel)),
        resten=certificate.resten,
    )


def _bands(tellingen: Sequence[Telling], drempel: int) -> Iterator[Band]:
    few = {_cases_of(each) for each in tellingen if not each.categorie and each.casussen < drempel}
    for each in tellingen:
        cel = {name: getattr(each, name) for name in Cel.model_fields}
        if not each.categorie:
            yield Band(**cel, aantal=_banded(each.casussen, each.casussen, drempel))
        elif _cases_of(each) not in few:
            yield Band(**cel, aantal=_banded(each.gegevens, each.casussen, drempel))


def _passed(found: Iterable[Uitzondering], drempel: int) -> Iterator[BandUitzondering]:
    for each in found:
        aantal = _banded(each.casussen, each.casussen, drempel)
        yield BandUitzondering(convenant=each.convenant, reden=each.reden, casussen=aantal)


def _banded(number: int, cases: int, drempel: int) -> int | None:
    return number if cases >= drempel else None


def _cases_of(cel: Cel) -> Cel:
    """
    Give the row of the cases that *cel* is a part of.
    """
    return Cel(**{name: getattr(cel, name) for name in Cel.model_fields} | {"categorie": None})


def _is_whole(cel: Cel) -> bool:
    return not cel.categorie and cel.methode is Methode.SLEUTEL_VERNIETIGD
