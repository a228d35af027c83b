"""
Facts about a disclosure, and about the act itself: how each holds and ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.feiten.changes import Change, also, both, declared, put, put_kinds, row, without
from tests.feiten.registers import (
    ANDERE_AANLEIDING,
    ANDERE_CASUS,
    ANDERE_VERSTREKKING,
    BEFORE,
    NU,
    ONE_MOMENT,
    VERSTREKKING,
    deelname,
    uid,
)
from tests.feiten.ways import (
    DECLARED_STILL,
    ENDED_BY_CLOSING,
    NO_CONTACT,
    NOT_ENDED,
    NOT_THIS_DISCLOSURE,
    OTHER_LAW,
    THIS_DISCLOSURE,
    Fact,
    declaration,
    residence,
)
from zvhprivacy.model.registers import Onderwerp, Oordeel, RacAdvies


def facts() -> Iterator[Fact]:
    """
    Go through them.
    """
    usual: Change = both()
    yield Fact(
        "rac-getoetst",
        usual,
        {
            **NOT_THIS_DISCLOSURE,
            "it was not asked": without("adviezen"),
            "it tested another disclosure": row("adviezen", verstrekking=ANDERE_VERSTREKKING),
            "it will advise": row("adviezen", op=NU + ONE_MOMENT),
            "it finds it unlawful": row("adviezen", oordeel=Oordeel.ONRECHTMATIG),
            "its conditions are not met": row("adviezen", oordeel=Oordeel.ONDER_VOORWAARDEN),
            "its conditions will be met": row(
                "adviezen",
                oordeel=Oordeel.ONDER_VOORWAARDEN,
                voorwaarden_vervuld_op=NU + ONE_MOMENT,
            ),
            "what is unlawful has conditions that are met": row(
                "adviezen", oordeel=Oordeel.ONRECHTMATIG, voorwaarden_vervuld_op=NU
            ),
            "it later finds it unlawful": also("adviezen", _advice(Oordeel.ONRECHTMATIG, op=NU)),
            "at the same moment it finds it unlawful": lambda given: put(
                given,
                "adviezen",
                (_advice(Oordeel.ONRECHTMATIG, op=BEFORE), *given["adviezen"]),
            ),
        },
        {
            "it advises just now": row("adviezen", op=NU),
            "its conditions are met just now": row(
                "adviezen", oordeel=Oordeel.ONDER_VOORWAARDEN, voorwaarden_vervuld_op=NU
            ),
            "before it found it unlawful": also(
                "adviezen", _advice(Oordeel.ONRECHTMATIG, op=BEFORE - ONE_MOMENT)
            ),
            "it will find it unlawful": also(
                "adviezen", _advice(Oordeel.ONRECHTMATIG, op=NU + ONE_MOMENT)
            ),
            "it finds another disclosure unlawful": also(
                "adviezen",
                _advice(Oordeel.ONRECHTMATIG, op=NU, verstrekking=ANDERE_VERSTREKKING),
            ),
        },
    )
    said = {**NOT_THIS_DISCLOSURE, **declaration(other=ANDERE_VERSTREKKING)}
    yield Fact(
        "bekend-bij-ontvanger",
        declared("bekend-bij-ontvanger", Onderwerp.VERSTREKKING, VERSTREKKING, "huis-elders"),
        {**said, **ENDED_BY_CLOSING},
        {**DECLARED_STILL, **NOT_ENDED},
    )
    for authority in ("om", "burgemeester"):
        yield Fact(
            "bevoegd-gezag-akkoord",
            declared("bevoegd-gezag-akkoord", Onderwerp.VERSTREKKING, VERSTREKKING, authority),
            {**said, "it is no authority today": put_kinds(**{authority: "politie"})},
            DECLARED_STILL,
        )
    for feit in (
        "kwaliteit-getoetst",
        "wettelijke-plicht-of-bevoegdheid",
        "goed-hulpverlenerschap",
        "grondslag-derde",
        "ontvanger-mag-verwerken",
        "verenigbare-taak",
        "noodzaak-gemotiveerd",
        "noodzaak-uit-feiten",
        "betrokkenheid-of-afstemming",
    ):
        yield Fact(
            feit,
            declared(feit, Onderwerp.VERSTREKKING, VERSTREKKING, "college"),
            said,
            {**DECLARED_STILL, **THIS_DISCLOSURE},
        )
    for feit in ("overleg-met-betrokken-deelnemers", "besluit-overgenomen"):
        yield Fact(
            feit,
            declared(feit, Onderwerp.VERSTREKKING, VERSTREKKING, "college"),
            {**said, **NO_CONTACT},
            DECLARED_STILL,
        )
        yield Fact(
            feit,
            both(
                OTHER_LAW,
                also("deelnames", deelname("burgemeester")),
                residence("burgemeester"),
                declared(feit, Onderwerp.VERSTREKKING, VERSTREKKING, "burgemeester"),
            ),
            {"the person stays elsewhere": without("deelnames")},
            {"there is no contactpunt": row("members", contactpunt=None)},
        )
    yield Fact(
        "toetsaanleiding",
        usual,
        {
            "there is none": lambda given: put(given, "aanleiding", None),
            "it is another one": row("aanleiding", id=ANDERE_AANLEIDING),
            "the request names none": row("about", aanleiding=None),
            "it is for another case": row("aanleiding", casus=ANDERE_CASUS),
            "it is for no case": row("aanleiding", casus=None),
            "the request is about another case": row("about", casus=ANDERE_CASUS),
            "it begins in a moment": row("aanleiding", op=NU + ONE_MOMENT),
            "it ended just now": row("aanleiding", tot=NU),
        },
        {
            "it begins just now": row("aanleiding", op=NU),
            "it ends in a moment": row("aanleiding", tot=NU + ONE_MOMENT),
            "neither is about a case": both(
                row("aanleiding", casus=None), row("about", casus=None)
            ),
            "there is no disclosure": lambda given: put(given, "verstrekking", None),
        },
    )


def _advice(oordeel: Oordeel, **changes: Any) -> RacAdvies:
    fields = {
        "id": uid(321),
        "verstrekking": VERSTREKKING,
        "kenmerk": "RAC-2",
        "oordeel": oordeel,
        "op": NU,
    }
    return RacAdvies(**{**fields, **changes})
