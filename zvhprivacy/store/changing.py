"""
What may change in a register afterwards, and the errors that say that something did or may not.

What ends gets the day on which it does, what is taken back the moment, and each only once; what is
corrected gets a line of its own. All else stays as it was registered.
"""

from __future__ import annotations

from collections.abc import Mapping

from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.model.bewaren import (
    Afscherming,
    Hernieuwing,
    Opschorting,
    Vernietigingsgrond,
)
from zvhprivacy.model.casus import Betrokkene, Casus, Deelname, Gegeven, Register, Toewijzing
from zvhprivacy.model.registers import (
    Besluit,
    Correctie,
    Criteria,
    Instemming,
    Mandaat,
    Medewerker,
    Publicatie,
    RacAdvies,
    Toestemming,
    Verklaring,
    Verstrekking,
)


# What `Registers.replace` may change. A case changes its phase by `cases.move` only, and
# `eerste_verwerking` never moves: the term of WGS 1.8 lid 7 runs from there.
CHANGING: Mapping[type[Register], frozenset[str]] = {
    Casus: frozenset({"laatste_verwerking"}),
    Betrokkene: frozenset({"pseudoniem", "persoon"}),  # both change with their keys
    Gegeven: frozenset(
        {
            "aard",
            "betwist",
            "peildatum",
            "bronnen",
            "verstrekt_op",  # of what was announced, once it is there
            "laatste_verwerking",
            "voorwaarden",
            "inhoud",
        }
    ),
    Medewerker: frozenset(
        {"rollen", "vog_of_screening", "opleidingen", "geheimhouding", "commerciele_taak"}
    ),
    # Who reviews it and before when; what is sealed changes with the key of the case.
    Opschorting: frozenset({"herzien_voor", "eigenaar", "motivering"}),
    Hernieuwing: frozenset({"motivering"}),
}
# What `Registers.mark` may fill in, once.
ONCE: Mapping[type[Register], frozenset[str]] = {
    Deelname: frozenset({"geheimhouding_op"}),
    Criteria: frozenset({"vervallen_op"}),
    Besluit: frozenset({"gebruikt_op"}),
    Verstrekking: frozenset({"gedaan_op"}),
    Toestemming: frozenset({"ingetrokken_op"}),
    Instemming: frozenset({"ingetrokken_op"}),
    RacAdvies: frozenset({"voorwaarden_vervuld_op"}),
    Verklaring: frozenset({"ingetrokken_op"}),
    Correctie: frozenset({"bron_geinformeerd_op", "afgehandeld_op"}),
    Opschorting: frozenset({"opgeheven_op"}),
    Vernietigingsgrond: frozenset({"ingetrokken_op"}),
    Afscherming: frozenset({"opgeheven_op"}),
}
# What `Registers.end` may end.
ENDING: frozenset[type[Register]] = frozenset(
    {Deelname, Toewijzing, Medewerker, Mandaat, Publicatie}
)


class Conflict(ZvhError):
    """
    The row is no longer as it was when the change was made up, or that change was made before.
    """

    exit_code = Exit.USAGE
    code = "register-conflict"
    nl = (
        "regel {rij} van het register `{register}` is intussen veranderd of was al zo; "
        "lees hem opnieuw"
    )
    en = "row {rij} of the register `{register}` changed meanwhile or was so already; read it again"


class Missing(ZvhError):
    """
    There is no such row.
    """

    exit_code = Exit.USAGE
    code = "register-missing"
    nl = "het register `{register}` heeft geen regel {rij}; controleer het kenmerk"
    en = "the register `{register}` has no row {rij}; check the id"


class Fixed(ZvhError):
    """
    What stands in this field of this register does not change.
    """

    exit_code = Exit.USAGE
    code = "register-fixed"
    nl = "in het register `{register}` verandert `{veld}` niet; voeg een nieuwe regel toe"
    en = "in the register `{register}`, `{veld}` does not change; add a new row"
