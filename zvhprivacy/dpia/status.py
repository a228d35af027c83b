"""
The way of a DPIA: which status follows which, and how far each one is.
"""

from __future__ import annotations

from zvhprivacy.model.dpia.dossier import Status


# What a status can become: advice can send a draft back, and an adopted one is looked at again.
NEXT = {
    Status.GEPLAND: (Status.CONCEPT, Status.VERVALLEN),
    Status.CONCEPT: (Status.FG_ADVIES, Status.VERVALLEN),
    Status.FG_ADVIES: (Status.CONCEPT, Status.RAC_ADVIES, Status.VASTGESTELD, Status.VERVALLEN),
    Status.RAC_ADVIES: (Status.CONCEPT, Status.VASTGESTELD, Status.VERVALLEN),
    Status.VASTGESTELD: (Status.HERZIENING, Status.VERVALLEN),
    Status.HERZIENING: (Status.FG_ADVIES, Status.VASTGESTELD, Status.VERVALLEN),
    Status.VERVALLEN: (),
}

# How far it is; a review stands as far as the adoption that it still rests on.
_STAGE = {
    Status.VERVALLEN: -1,
    Status.GEPLAND: 0,
    Status.CONCEPT: 1,
    Status.FG_ADVIES: 2,
    Status.RAC_ADVIES: 3,
    Status.VASTGESTELD: 4,
    Status.HERZIENING: 4,
}


def reached(status: Status, at_least: Status) -> bool:
    """
    Say whether *status* is as far as *at_least*.
    """
    return _STAGE[status] >= _STAGE[at_least]
