"""
What stays when a case is destroyed, and why.
"""

from __future__ import annotations

from collections.abc import Mapping


_PLANS = "a plan names no case once it ended, and shows what was destroyed and who decided it"
_PEOPLE = "designated persons are kept for the houses they work in, not for a case"
_LOG = "what was done with a case has to be shown afterwards; it prunes itself by its own policy"
# The tables of which rows outlive a case, and why. All others have a column `casus` and are purged
# by it; of those a row without a case (a declaration about a person) stays, too.
OUTLIVES: Mapping[str, str] = {
    "anoniem": "it counts kinds of cases, each with several that nobody can tell apart",
    "bewaarbeurt": "whose turn it is, is about no case",
    "bewaardoel": _PLANS,
    "bewaarplan": _PLANS,
    "bewaarplan_regel": _PLANS,
    "logboek_beleid": _LOG,
    "logboek_checkpoint": _LOG,
    "logboek_regel": _LOG,
    "logboek_stand": _LOG,
    "logboek_tegel": _LOG,
    "mandaat": _PEOPLE,
    "medewerker": _PEOPLE,
    "publicatie": "what is public is about a convenant",
}
# The columns that go on naming an item that was destroyed, as long as the case stays, and why. It
# is an id without meaning.
GOES_ON_NAMING: Mapping[tuple[str, str], str] = {
    ("correctie", "gegeven"): "that its source is told, and when, has to be shown (BGS 1.7)",
    ("verstrekking", "gegevens"): "how many items were given to whom has to be shown (AVG 5 lid 2)",
}
