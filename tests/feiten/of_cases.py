"""
Facts about a case: how each holds and ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.feiten.changes import Change, add, also, both, declared, put, put_kinds, row, without
from tests.feiten.registers import (
    ANDER_BESLUIT,
    ANDERE_CASUS,
    BEFORE,
    BETROKKEN,
    CASUS,
    DAY,
    NU,
    ONE_DAY,
    ONE_MOMENT,
    World,
    besluit,
    deelname,
    uid,
    world,
)
from tests.feiten.ways import (
    DECLARED_STILL,
    ENDED_BY_CLOSING,
    NOT_ENDED,
    NOT_THIS_CASE,
    OTHER_LAW,
    Fact,
    closed,
    declaration,
    period,
    period_still,
    renewed,
    residence,
    without_word_of,
)
from zvhprivacy.model.registers import Criteria, Onderwerp


def facts() -> Iterator[Fact]:
    """
    Go through them.
    """
    usual: Change = both()
    yield Fact(
        "besluit-lid-1",
        usual,
        {
            **DECISION,
            "one decided alone": _votes("politie"),
            "two of one kind decided": both(
                put_kinds(politie="college"), _votes("college", "politie")
            ),
            "one that is in the case did not decide along": _votes("college", "om"),
            "one was against": _votes("college", "politie", "om", against="om"),
            "one of lid 2 decided along": _votes("college", "politie", "ggz"),
            "one is no member": _votes("college", "politie", "elders"),
            "the law knows no lid 1": OTHER_LAW,
            "the convenant asks for another one": row("members", quorum=frozenset({"om"})),
        },
        {
            "it is decided just now": row("besluit", op=NU),
            "one from outside the case decided along": _votes("college", "politie", "om"),
            "who left the case was not needed": both(
                row("deelnames", tot=DAY), _votes("college", "om")
            ),
            "the convenant asks for one of these": row("members", quorum=frozenset({"politie"})),
        },
    )
    worse = _criteria(op=NU, meerdere_domeinen_nodig=False)
    yield Fact(
        "criteria-vastgesteld",
        usual,
        {
            **ENDED_BY_CLOSING,
            "it was never judged": without("criteria"),
            "it was judged when the case was closed": both(
                closed(days=9), row("criteria", op=NU - 9 * ONE_DAY)
            ),
            "it was judged of another case": row("criteria", casus=ANDERE_CASUS),
            "the request is about another case": row("about", casus=ANDERE_CASUS),
            "it will be judged": row("criteria", op=NU + ONE_MOMENT),
            "it lapsed just now": row("criteria", vervallen_op=NU),
            "a later judgement says no": also("criteria", worse),
            "one of two at the same time says no": lambda given: put(
                given,
                "criteria",
                (worse.model_copy(update={"op": BEFORE}), *given["criteria"]),
            ),
            "one judged alone": row("criteria", door=("politie",)),
            "one of lid 2 judged along": row("criteria", door=("college", "politie", "ggz")),
            **{
                f"{criterium} is not met": row("criteria", **{criterium: False})
                for criterium in (
                    "meervoudige_problematiek",
                    "leefgebieden_criminogeen",
                    "overlast_criminaliteit_onveilig",
                    "meerdere_domeinen_nodig",
                )
            },
        },
        {
            **{name: NOT_ENDED[name] for name in NOT_ENDED},
            "it is judged just now": row("criteria", op=NU),
            "it lapses in a moment": row("criteria", vervallen_op=NU + ONE_MOMENT),
            "an earlier judgement said no": also(
                "criteria", worse.model_copy(update={"op": BEFORE - ONE_MOMENT})
            ),
            "a judgement of another case says no": also(
                "criteria", worse.model_copy(update={"casus": ANDERE_CASUS})
            ),
            "a later judgement will say no": also(
                "criteria", worse.model_copy(update={"op": NU + ONE_MOMENT})
            ),
            "others in the case did not judge": row("criteria", door=("om", "politie")),
        },
    )
    yield Fact(
        "aanmelding-gemotiveerd",
        both(
            without("criteria"),
            declared("aanmelding-gemotiveerd", Onderwerp.CASUS, CASUS, "college"),
        ),
        {
            **declaration(other=ANDERE_CASUS),
            **NOT_THIS_CASE,
            "another one reported": row("casus", aangemeld_door="politie"),
            "another one acts": row("request", namens="politie"),
            "the criteria were judged since": also("criteria", _criteria(op=NU)),
            "the criteria were judged at that moment": also("criteria", _criteria(op=BEFORE)),
        },
        {
            **DECLARED_STILL,
            "the criteria were judged before": also("criteria", _criteria(op=BEFORE - ONE_DAY * 2)),
            "those of another case were judged since": also(
                "criteria", _criteria(op=NU, casus=ANDERE_CASUS)
            ),
            "the criteria will be judged": also("criteria", _criteria(op=NU + ONE_MOMENT)),
        },
    )
    yield Fact(
        "lijstcriteria-openbaar",
        usual,
        {
            **period("publicaties"),
            **NOT_THIS_CASE,
            "something else is public": row("publicaties", wat="contactpunt"),
            "those of another convenant are": row("publicaties", convenant="elders"),
        },
        period_still("publicaties"),
    )
    yield Fact(
        "lijstcriteria-voldaan",
        declared("lijstcriteria-voldaan", Onderwerp.CASUS, CASUS, *BETROKKEN),
        {
            **declaration(other=ANDERE_CASUS),
            "one that is in the case does not say so": without_word_of("politie"),
        },
        {**DECLARED_STILL, "one of lid 2 does not say so": without_word_of("ggz")},
    )
    two_years = NU.replace(year=NU.year - 2)
    special = declared("bijzonder-geval", Onderwerp.CASUS, CASUS, *BETROKKEN)
    yield Fact(
        "bijzonder-geval",
        special,
        {
            **declaration(other=ANDERE_CASUS),
            "one that is in the case does not say so": without_word_of("ggz"),
            "one of lid 1 does not say so": without_word_of("politie"),
            "it was said two years ago": row("verklaringen", op=two_years),
            "one of lid 1 is in the case, alone": both(
                lambda given: put(given, "deelnames", (deelname("college"), deelname("ggz"))),
                without_word_of("politie"),
            ),
        },
        {
            **DECLARED_STILL,
            "it was said less than two years ago": row("verklaringen", op=two_years + ONE_MOMENT),
            "the case was renewed since": renewed(days=1),
            "the case was closed since": closed(days=1),
        },
    )
    yield Fact(
        "bijzonder-geval",
        both(special, row("request", handeling="hernieuwen")),
        {"the case was renewed since": renewed(days=1)},
        {
            "the case was renewed before": renewed(days=31),
            "another case was renewed": both(
                renewed(days=1), row("overgangen", casus=ANDERE_CASUS)
            ),
            "the case will be renewed": renewed(days=-1),
            "the case was renewed long ago": both(
                renewed(days=800), row("verklaringen", op=NU - ONE_DAY)
            ),
        },
    )
    yield Fact(
        "bijzonder-geval",
        both(
            special,
            row("request", handeling="hernieuwen"),
            renewed(days=800),
        ),
        {"it was said two years ago": row("verklaringen", op=two_years)},
        {},
    )
    yield Fact(
        "opdracht-deelnemers",
        _votes(*BETROKKEN),
        {
            **DECISION,
            "one that is in the case did not order": _votes("college", "politie"),
            "one of lid 1 did not order": _votes("college", "om", "ggz"),
            "one was against": _votes(*BETROKKEN, against="ggz"),
            "one ordered alone": both(row("deelnames", tot=DAY), _votes("college")),
        },
        {"it is ordered just now": row("besluit", op=NU)},
    )
    for feit in ("betrokkenen-elkaars-kring", "afhankelijkheid-problemen"):
        yield Fact(
            feit,
            declared(feit, Onderwerp.CASUS, CASUS, *BETROKKEN),
            {
                **declaration(other=ANDERE_CASUS),
                **ENDED_BY_CLOSING,
                "one that is in the case does not find so": without_word_of("ggz"),
                "nobody is in the case": without("deelnames"),
                "there is no case": lambda given: put(given, "dossier", None),
            },
            {
                **DECLARED_STILL,
                **NOT_ENDED,
                "who left the case does not find so": both(
                    row("deelnames", tot=DAY), also("deelnames", deelname("om")), word_of("om")
                ),
            },
        )
    weighing = both(
        OTHER_LAW,
        also("deelnames", deelname("burgemeester")),
        residence("burgemeester"),
        declared("eensluidend-oordeel", Onderwerp.CASUS, CASUS, "politie", "om", "burgemeester"),
    )
    yield Fact(
        "eensluidend-oordeel",
        weighing,
        {
            **declaration(other=ANDERE_CASUS),
            **ENDED_BY_CLOSING,
            **{f"{one} does not judge so": without_word_of(one) for one in ("politie", "om")},
            "the burgemeester does not judge so": lambda given: put(
                given,
                "verklaringen",
                tuple(
                    each
                    for each in given["verklaringen"]
                    if each.feit != "eensluidend-oordeel" or each.organisatie != "burgemeester"
                ),
            ),
            "the person stays elsewhere": both(
                also("deelnames", deelname("burgemeester-elders")),
                lambda given: put(
                    given,
                    "verklaringen",
                    tuple(
                        each
                        for each in given["verklaringen"]
                        if each.feit != "gemeente-van-verblijf"
                    ),
                ),
                residence("burgemeester-elders"),
            ),
            "the burgemeester takes no part": without("deelnames"),
        },
        {**DECLARED_STILL, **NOT_ENDED},
    )


def _votes(*organisaties: str, against: str | None = None) -> Change:
    def change(given: World) -> World:
        made = besluit(given["request"].handeling, *organisaties)
        stemmen = tuple(
            each.model_copy(update={"voor": each.organisatie != against}) for each in made.stemmen
        )
        return put(given, "besluit", made.model_copy(update={"stemmen": stemmen}))

    return change


DECISION: dict[str, Change] = {
    "nothing was decided": lambda given: put(given, "besluit", None),
    "it is a decision about another case": row("besluit", casus=ANDERE_CASUS),
    "the request names another decision": row("about", besluit=ANDER_BESLUIT),
    "it is a decision about another act": row("besluit", waarover="afsluiten"),
    "it was done": row("besluit", gebruikt_op=BEFORE),
    "it will be decided": row("besluit", op=NU + ONE_MOMENT),
}


def _criteria(**changes: Any) -> Criteria:
    found: Criteria = world()["criteria"][0].model_copy(update={"id": uid(305), **changes})
    return found


def word_of(organisatie: str) -> Change:
    """
    Let *organisatie* declare the same as another one.
    """
    return lambda given: add(
        given,
        "verklaringen",
        given["verklaringen"][0].model_copy(update={"organisatie": organisatie}),
    )
