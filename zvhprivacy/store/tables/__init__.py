"""
The tables, thin: they hold rows and check nothing that the database does not check itself.
"""

from zvhprivacy.store.tables._base import HOOFD, KLUIS, HoofdTabel, KluisTabel, metadata_of


__all__ = ["HOOFD", "KLUIS", "HoofdTabel", "KluisTabel", "metadata_of"]
