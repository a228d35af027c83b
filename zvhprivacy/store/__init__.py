"""
All SQL: cases, registers, logboek and kluis, on SQLite and PostgreSQL.
"""

from zvhprivacy.store.database import Database, Part, kluis_beside, migrate, open_database
from zvhprivacy.store.kluis import KluisStore
from zvhprivacy.store.logboek import LogboekStore


__all__ = [
    "Database",
    "KluisStore",
    "LogboekStore",
    "Part",
    "kluis_beside",
    "migrate",
    "open_database",
]
