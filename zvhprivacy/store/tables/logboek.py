"""
The tables of the logboek: entries, the tree over them, checkpoints, and the policies they name.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from sqlmodel import Field

from zvhprivacy.store.tables._base import NUMMER, HoofdTabel, Moment
from zvhprivacy.store.tables._guards import guard


HASH_BYTES = 32  # SHA-256


class LogboekRegel(HoofdTabel, table=True):
    """
    An entry; once pruned only its number and hash are left.
    """

    __tablename__ = "logboek_regel"
    __table_args__ = (
        sa.CheckConstraint("nummer >= 0", name="nummer"),
        sa.CheckConstraint(f"length(hash) = {HASH_BYTES}", name="hash"),
        sa.CheckConstraint(
            "regel IS NOT NULL OR (casus IS NULL AND voorwerp IS NULL)", name="gesnoeid"
        ),
        # What is absent takes no page in a commit.
        sa.Index(
            None,
            "casus",
            "nummer",
            sqlite_where=sa.text("casus IS NOT NULL"),
            postgresql_where=sa.text("casus IS NOT NULL"),
        ),
        sa.Index(
            None,
            "voorwerp",
            "nummer",
            sqlite_where=sa.text("voorwerp IS NOT NULL"),
            postgresql_where=sa.text("voorwerp IS NOT NULL"),
        ),
    )

    nummer: int = Field(sa_column=sa.Column(NUMMER, primary_key=True, autoincrement=False))
    hash: bytes
    regel: bytes | None = None
    casus: str | None = None
    voorwerp: str | None = None


class LogboekTegel(HoofdTabel, table=True):
    """
    A tile of the tree.
    """

    __tablename__ = "logboek_tegel"
    __table_args__ = (
        sa.CheckConstraint("niveau >= 1 AND nummer >= 0", name="plaats"),
        sa.CheckConstraint(f"length(hash) = {HASH_BYTES}", name="hash"),
        {"sqlite_with_rowid": False},
    )

    niveau: int = Field(primary_key=True)
    nummer: int = Field(sa_column=sa.Column(sa.BigInteger, primary_key=True))
    hash: bytes


class LogboekStand(HoofdTabel, table=True):
    """
    How far the tree is: one row, the roots of its complete subtrees one after the other.
    """

    __tablename__ = "logboek_stand"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="een"),
        sa.CheckConstraint(f"length(toppen) % {HASH_BYTES} = 0", name="toppen"),
        sa.CheckConstraint("omvang >= 0", name="omvang"),
    )

    id: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    omvang: int = Field(sa_type=sa.BigInteger)
    toppen: bytes


class LogboekCheckpoint(HoofdTabel, table=True):
    """
    A signed checkpoint; the same size may be signed again, with another key.
    """

    __tablename__ = "logboek_checkpoint"
    __table_args__ = (sa.Index(None, "omvang"),)

    id: int | None = Field(default=None, sa_column=sa.Column(NUMMER, primary_key=True))
    omvang: int = Field(sa_type=sa.BigInteger)
    tijd: datetime = Field(sa_type=Moment)
    tekst: str


class LogboekBeleid(HoofdTabel, table=True):
    """
    A compiled policy that entries name by its hash.
    """

    __tablename__ = "logboek_beleid"

    hash: str = Field(primary_key=True)
    inhoud: bytes


guard(LogboekRegel, forgettable=("regel", "casus", "voorwerp"))
guard(LogboekTegel)
guard(LogboekStand, growing="omvang")
guard(LogboekCheckpoint)
guard(LogboekBeleid)
