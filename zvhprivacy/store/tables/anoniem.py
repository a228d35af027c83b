"""
The table of what is left of anonymised cases: how many of each kind, and nothing by itself.

A count per kind has no order and no moment, so none can be laid beside the case that it came from.
No guard keeps the rows: what turns out to be about somebody after all must be removable.
"""

from __future__ import annotations

import string

import sqlalchemy as sa

from sqlmodel import Field

from zvhprivacy.store.tables._base import HoofdTabel


GONE = "*"  # stands for what was generalised away
_WORD = string.ascii_lowercase + string.digits + "-"
_LETTERS = {
    "convenant": _WORD,
    "proces": _WORD,
    "jaar": string.digits + "-" + GONE,
    "fase": _WORD + GONE,
    "betrokkenen": string.digits + "-+" + GONE,
    "categorieen": _WORD + "," + GONE,
    "duur": string.digits + GONE,
}


class AnoniemRow(HoofdTabel, table=True):
    """
    A kind of case, and how many there are left of it.
    """

    __tablename__ = "anoniem"
    __table_args__ = (
        *(
            sa.CheckConstraint(f"ltrim({name}, '{letters}') = ''", name=name)
            for name, letters in _LETTERS.items()
        ),
        sa.CheckConstraint("aantal >= 1", name="aantal"),
    )

    convenant: str = Field(primary_key=True)
    proces: str = Field(primary_key=True)
    jaar: str = Field(primary_key=True)
    fase: str = Field(primary_key=True)
    betrokkenen: str = Field(primary_key=True)
    categorieen: str = Field(primary_key=True)
    duur: str = Field(primary_key=True)
    aantal: int
