"""
Facts about the data items at hand: each is needed for every one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from zvhprivacy.feiten.disclosure import contactpunten
from zvhprivacy.feiten.known import Known
from zvhprivacy.model.casus import Gegeven
from zvhprivacy.model.registers import Onderwerp


def eigen_gegevens(known: Known) -> bool:
    """
    They come from the organisation whose act it is, and from nobody else (WGS 1.5, BGS 1.5).
    """
    return known.bronnen == {known.orgaan}


def every_source_says(feit: str, known: Known) -> bool:
    """
    Of every item every source says so; of a composite text there are several.

    A correction ends it (BGS 1.7): from the moment that an item is reported wrong, what was said
    of it before counts no longer.
    """
    return _of_every_item(feit, known, lambda item: _reported(known, item))


def gezinslid_of_direct_contact(known: Known) -> bool:
    """
    Every source judges that the person belongs to the circle (BGS 2.19); closing the case ends it.
    """
    return _of_every_item("gezinslid-of-direct-contact", known, lambda _: known.gesloten_op)


def onjuist_of_onrechtmatig(known: Known) -> bool:
    """
    Every source finds every item wrong or unlawful (BGS 1.7), and it was not corrected since.
    """
    return _of_every_item("onjuist-of-onrechtmatig", known, lambda item: _corrected(known, item))


def wissing_toegewezen(known: Known) -> bool:
    """
    The contactpunt granted erasure of every item (AVG 17, BGS 1.2).
    """
    return bool(known.gegevens) and not any(
        contactpunten(known).isdisjoint(
            known.verklaard("wissing-toegewezen", Onderwerp.GEGEVEN, item.id)
        )
        for item in known.gegevens
    )


def own_at_their_word(known: Known) -> bool:
    """
    The items are its own, and no register says anything of their lawfulness, now or before.
    """
    ids = {item.id for item in known.gegevens}
    declared = any(
        each.feit == "rechtmatig-verwerkt" and each.onderwerp in ids for each in known.verklaringen
    )
    corrected = any(each.gegeven in ids for each in known.correcties)
    return eigen_gegevens(known) and not declared and not corrected


def _of_every_item(feit: str, known: Known, since: Callable[[Gegeven], datetime | None]) -> bool:
    return bool(known.gegevens) and all(
        set(item.bronnen) <= known.verklaard(feit, Onderwerp.GEGEVEN, item.id, sinds=since(item))
        for item in known.gegevens
    )


def _reported(known: Known, item: Gegeven) -> datetime | None:
    moments = (each.gemeld_op for each in known.correcties if each.gegeven == item.id)
    return max((each for each in moments if each <= known.nu), default=None)


def _corrected(known: Known, item: Gegeven) -> datetime | None:
    moments = (each.afgehandeld_op for each in known.correcties if each.gegeven == item.id)
    return max((each for each in moments if each is not None and each <= known.nu), default=None)
