"""
Facts about an organisation in a case: how each holds and ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.feiten.changes import Change, also, both, put, row, without
from tests.feiten.registers import (
    ANDER_BESLUIT,
    ANDERE_CASUS,
    COLLEGA,
    DAY,
    ONE_DAY,
    besluit,
    deelname,
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
    residence,
)


def facts() -> Iterator[Fact]:
    """
    Go through them.
    """
    usual: Change = both()
    part = {
        **NOT_THIS_CASE,
        **period("deelnames"),
        **ENDED_BY_CLOSING,
        "it takes part in another case": row("deelnames", casus=ANDERE_CASUS),
        "another organisation takes part": row("deelnames", organisatie="om"),
    }
    part_still = {
        **period_still("deelnames"),
        **NOT_ENDED,
        "it takes part again after it was closed": both(
            closed(days=9), row("deelnames", van=DAY - 8 * ONE_DAY)
        ),
    }
    yield Fact(
        "deelnemer-in-casus",
        usual,
        {
            **part,
            "it takes part as a third party": row("deelnames", als_derde=True),
            "nobody decided that it takes part": row("deelnames", besluit=None),
            "it acts for one that does not": row("request", namens="om"),
        },
        {
            **part_still,
            "it acts for one that does": row("request", namens="politie"),
            "under another law there is no such decision": both(
                OTHER_LAW, row("deelnames", besluit=None)
            ),
        },
    )
    mayor = both(
        OTHER_LAW,
        row("request", namens="burgemeester"),
        also("deelnames", deelname("burgemeester", besluit=None)),
        residence("burgemeester"),
    )
    yield Fact(
        "gemeente-van-verblijf",
        mayor,
        {
            **declaration(other=deelname("college").id),
            "there is no case": lambda given: put(given, "dossier", None),
            "he takes no part in the case": without("deelnames"),
            "he takes part in another case": row("deelnames", casus=ANDERE_CASUS),
            "he took part until today": row("deelnames", tot=DAY),
            "he takes part as a third party": row("deelnames", als_derde=True),
            "another one acts": row("request", namens="burgemeester-elders"),
            "it is no burgemeester": lambda given: put(
                given, "members", {**given["members"], "soorten": {"burgemeester": "college"}}
            ),
        },
        DECLARED_STILL,
    )
    third = both(
        row("request", aan="wonen", handeling="aan-incidentele-derde-verstrekken"),
        also(
            "deelnames",
            deelname("wonen", als_derde=True, deskundig_en_taak=True, geheimhouding_op=DAY),
        ),
    )
    thirds = {
        **part,
        "it takes part as a deelnemer": row("deelnames", als_derde=False),
        "another one receives": row("request", aan="huis-elders"),
    }
    undecided = {"nobody decided to let it in": row("deelnames", besluit=None)}
    yield Fact("derde-toegelaten", third, {**thirds, **undecided}, part_still)
    yield Fact(
        "derde-deskundig-en-taak",
        third,
        {
            **thirds,
            **undecided,
            "it was not found so": row("deelnames", deskundig_en_taak=False),
        },
        part_still,
    )
    let_in = both(
        row("request", handeling="derde-toelaten", aan=None),
        lambda given: put(
            given, "besluit", besluit("derde-toelaten", "college", "politie", naar="wonen")
        ),
        also("deelnames", deelname("wonen", als_derde=True, deskundig_en_taak=True)),
    )
    yield Fact(
        "derde-deskundig-en-taak",
        let_in,
        {
            "the decision is about another one": row("besluit", naar="ggz"),
            "it is another act": row("request", handeling="betrekken"),
            "the decision is another one": row("about", besluit=ANDER_BESLUIT),
        },
        {},
    )
    yield Fact(
        "geheimhouding-getekend",
        third,
        {
            **thirds,
            "it did not sign": row("deelnames", geheimhouding_op=None),
            "it signs tomorrow": row("deelnames", geheimhouding_op=DAY + ONE_DAY),
        },
        {
            **part_still,
            "who gives to it need not sign": row("medewerker", geheimhouding=None),
        },
    )
    giving = both(
        third,
        row("request", deelnemer="wonen", handeling="verstrekken", aan=None),
        row("medewerker", organisatie="wonen"),
    )
    yield Fact(
        "geheimhouding-getekend",
        giving,
        {
            "the organisation did not sign for this case": row("deelnames", geheimhouding_op=None),
            "the person did not sign": row("medewerker", geheimhouding=None),
            "the person signs tomorrow": row("medewerker", geheimhouding=DAY + ONE_DAY),
            "a colleague signed": row("medewerker", id=COLLEGA),
            "nobody is known": without("medewerker"),
        },
        {"the person signs today": row("medewerker", geheimhouding=DAY)},
    )
