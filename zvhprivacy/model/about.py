"""
What a request is about, beside its words: which person asks, in which case, over which item.
"""

from __future__ import annotations

from typing import NamedTuple


class About(NamedTuple):
    """
    Ids without meaning, of rows in the registers; what is left out is not known.

    *oorsprong* is where the question comes from: an application, a device, an address.
    *medewerker* asks, in *casus*, about *gegeven* or, with that left out, about all items of the
    category asked; *verstrekking* is the disclosure at hand, *betrokkene* the one person it is
    about, *besluit*, *aanleiding* and *goedkeuring* what it rests on.
    """

    medewerker: str | None = None
    casus: str | None = None
    betrokkene: str | None = None
    gegeven: str | None = None
    verstrekking: str | None = None
    besluit: str | None = None
    aanleiding: str | None = None
    goedkeuring: str | None = None
    oorsprong: str | None = None


NOTHING = About()
