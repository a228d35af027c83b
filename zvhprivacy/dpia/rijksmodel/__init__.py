"""
A DPIA to and from the JSON of the invulhulp of the Model DPIA Rijksdienst.
"""

from zvhprivacy.dpia.rijksmodel.errors import NoRijksmodel
from zvhprivacy.dpia.rijksmodel.exporting import Uitvoer, export_dpia
from zvhprivacy.dpia.rijksmodel.importing import Ingelezen, Over, import_dpia
from zvhprivacy.dpia.rijksmodel.load import load
from zvhprivacy.dpia.rijksmodel.loss import Soort, Verlies
from zvhprivacy.dpia.rijksmodel.names import names_of


__all__ = [
    "Ingelezen",
    "NoRijksmodel",
    "Over",
    "Soort",
    "Uitvoer",
    "Verlies",
    "export_dpia",
    "import_dpia",
    "load",
    "names_of",
]
