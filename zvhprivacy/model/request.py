"""
What somebody asks: who wants to do what with which data, for what, when, and to whom.
"""

from __future__ import annotations

from typing import NamedTuple


WGS = "wgs"
PGA = "pga-wet"

# The name under which an organisation that acts on behalf of another one also goes, so that the
# law (Awb 10:3) can demand a mandate in a rule like any other.
NAMENS = "namens"

# The fields that a rule selects on, in the order of the compiled rule.
SELECTED = (
    "deelnemer",
    "rol",
    "handeling",
    "gegevens",
    "over",
    "doel",
    "proces",
    "kader",
    "fase",
    "aan",
)


class Request(NamedTuple):
    """
    One question, in words of the vocabulary.

    *kader* may be left out where the process has one frame, *convenant* where the workspace has
    one that is not a model; *aan* goes with a handeling that needs a receiver, *namens* names the
    organ acted for.
    No field may hold anything about a person: a request is a key of a memo and stands in a log.
    """

    deelnemer: str
    rol: str
    handeling: str
    gegevens: str
    over: str
    doel: str
    proces: str
    fase: str
    kader: str | None = None
    aan: str | None = None
    namens: str | None = None
    convenant: str | None = None


REQUIRED = Request._fields[:8]
OPTIONAL = Request._fields[8:]
