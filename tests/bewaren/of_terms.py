"""
Cases of the WGS: when a term begins and ends.
"""

from __future__ import annotations

from tests.bewaren.cases import PER_GEGEVEN, REST, Row
from tests.bewaren.law import casus, gebeurd, gegeven


G1, G2 = gegeven("g1"), gegeven("g2", categorie="gezondheid")

ROWS = (
    Row(
        naam="WGS-MAX5: five years after the first processing",
        op="2026-06-01",
        facts=casus(G1),
        verwacht={"g1": "loopt 2029-03-01 WGS-MAX5 eerste-verwerking"},
        waarom="1 March 2024 and five years is 1 March 2029",
    ),
    Row(
        naam="the day before the last it may be there",
        op="2029-02-28",
        facts=casus(G1),
        verwacht={"g1": "loopt 2029-03-01 WGS-MAX5 eerste-verwerking"},
        waarom="uiterlijk 1 March is not 28 February",
    ),
    Row(
        naam="on the last day it has to go",
        op="2029-03-01",
        facts=casus(G1),
        verwacht={
            "g1": "vervallen 2029-03-01 WGS-MAX5 eerste-verwerking (vervallen)",
            REST: "vervallen 2029-03-01 WGS-MAX5 eerste-verwerking (vervallen)",
        },
        waarom="uiterlijk 1 March: after that day it is too late",
    ),
    Row(
        naam="an item of the fourth year goes with its case",
        op="2028-06-01",
        facts=casus(G1, gegeven("g2", "2028-02-10", "2028-02-10")),
        verwacht={"g2": "loopt 2029-03-01 WGS-MAX5 eerste-verwerking"},
        waarom="strict reading: the case began on 1 March 2024",
    ),
    Row(
        naam="an item that was there before its case",
        op="2026-06-01",
        facts=casus(G1, gegeven("g2", "2023-12-05")),
        verwacht={
            "g1": "loopt 2028-12-05 WGS-MAX5 eerste-verwerking",
            REST: "loopt 2028-12-05 WGS-MAX5 eerste-verwerking",
        },
        waarom="the earliest first processing of all is 5 December 2023",
    ),
    Row(
        naam="read wide, each item has its own day",
        op="2029-03-01",
        facts=casus(G1, gegeven("g2", "2028-02-10", "2028-02-10")),
        verwacht={
            "g1": "vervallen 2029-03-01 WGS-MAX5 eerste-verwerking (vervallen)",
            "g2": "loopt 2033-02-10 WGS-MAX5 eerste-verwerking",
            REST: "loopt 2033-02-10 WGS-MAX5 eerste-verwerking",
        },
        waarom="2024 and 2028 each plus five; the case is needed for what stays",
        beleid={"ruim": PER_GEGEVEN},
    ),
    Row(
        naam="a case that began on a leap day",
        op="2026-06-01",
        facts=casus(G1, eerste="2024-02-29"),
        verwacht={"g1": "loopt 2029-02-28 WGS-MAX5 eerste-verwerking"},
        waarom="2029 has no 29 February, and uiterlijk makes no term longer",
    ),
    Row(
        naam="a term that ends in a leap year",
        op="2026-06-01",
        facts=casus(gegeven("g1", "2023-02-28"), eerste="2023-02-28"),
        verwacht={"g1": "loopt 2028-02-28 WGS-MAX5 eerste-verwerking"},
        waarom="28 February stays 28 February, also where there is a 29th",
    ),
    Row(
        naam="a case that was old when the law came",
        op="2025-03-01",
        facts=casus(
            gegeven("g1", "2020-02-01", "2025-01-10"), eerste="2020-02-01", laatste="2025-01-10"
        ),
        verwacht={"g1": "vervallen 2025-02-01 WGS-MAX5 eerste-verwerking (vervallen)"},
        waarom="there is no transitional law: five years were over on 1 February 2025",
    ),
    Row(
        naam="WGS-NEED: the whole case is no longer needed",
        op="2026-06-01",
        facts=casus(G1, happened=(gebeurd("niet-meer-nodig", "2026-04-10"),)),
        verwacht={
            "g1": "vervallen 2026-04-10 WGS-NEED niet-meer-nodig meteen (vervallen)",
            REST: "vervallen 2026-04-10 WGS-NEED niet-meer-nodig meteen (vervallen)",
        },
        waarom="at once is that day",
    ),
    Row(
        naam="WGS-NEED: one item is no longer needed",
        op="2026-06-01",
        facts=casus(G1, G2, happened=(gebeurd("niet-meer-nodig", "2026-04-10", "g2"),)),
        verwacht={
            "g1": "loopt 2029-03-01 WGS-MAX5 eerste-verwerking",
            "g2": "vervallen 2026-04-10 WGS-NEED niet-meer-nodig meteen (vervallen)",
            REST: "loopt 2029-03-01 WGS-MAX5 eerste-verwerking",
        },
        waarom="what is said of one item is said of no other",
    ),
    Row(
        naam="WGS-REJECT: a report that is not taken into treatment",
        op="2026-05-20",
        facts=casus(G1, fase="afgewezen", happened=(gebeurd("afgewezen", "2026-05-11"),)),
        verwacht={
            "g1": "vervallen 2026-05-11 WGS-REJECT afgewezen meteen (vervallen)",
            REST: "vervallen 2026-05-11 WGS-REJECT afgewezen meteen (vervallen)",
        },
        waarom="the decree names no term, so at once",
    ),
    Row(
        naam="WGS-NOIND: the analysis gave nothing",
        op="2026-06-01",
        facts=casus(G1, happened=(gebeurd("geen-aanwijzingen", "2026-05-29"),)),
        verwacht={"g1": "vervallen 2026-05-29 WGS-NOIND geen-aanwijzingen meteen (vervallen)"},
        waarom="BGS 1.16 lid 1 a names no term either",
    ),
    Row(
        naam="WGS-CLOSE: closing shields and destroys nothing",
        op="2026-06-01",
        facts=casus(G1, fase="afgesloten", happened=(gebeurd("afgesloten", "2026-02-03"),)),
        verwacht={
            "g1": "loopt 2029-03-01 WGS-MAX5 eerste-verwerking (afgesloten)",
            REST: "loopt 2029-03-01 WGS-MAX5 eerste-verwerking (afgesloten)",
        },
        waarom="WGS 2.31 lid 8: shielded until the day of WGS 1.8 lid 7",
    ),
    Row(
        naam="WGS-LIST: taken off the list",
        op="2026-06-01",
        facts=casus(
            G1,
            proces="geprioriteerde-lijst",
            happened=(gebeurd("van-de-lijst", "2026-05-30"),),
        ),
        verwacht={"g1": "vervallen 2026-05-30 WGS-LIST van-de-lijst meteen (vervallen)"},
        waarom="onverwijld is that day",
    ),
    Row(
        naam="a case that is not of the list",
        op="2026-06-01",
        facts=casus(G1, happened=(gebeurd("van-de-lijst", "2026-05-30"),)),
        verwacht={"g1": "loopt 2029-03-01 WGS-MAX5 eerste-verwerking"},
        waarom="WGS 2.32 is about the list alone",
    ),
    Row(
        naam="a case that was handed over",
        op="2026-06-01",
        facts=casus(G1, fase="overgedragen", happened=(gebeurd("overgedragen", "2026-05-04"),)),
        verwacht={"g1": "vervallen 2026-05-04 WGS-HANDOVER overgedragen meteen (vervallen)"},
        waarom="strict reading: the other casusoverleg has it, so it is not needed here",
    ),
    Row(
        naam="BGS-CORRECT: a wrong item",
        op="2026-06-01",
        facts=casus(G1, G2, happened=(gebeurd("onjuist-of-onrechtmatig", "2026-03-17", "g1"),)),
        verwacht={
            "g1": "vervallen 2026-03-17 BGS-CORRECT onjuist-of-onrechtmatig meteen (vervallen)",
            "g2": "loopt 2029-03-01 WGS-MAX5 eerste-verwerking",
        },
        waarom="BGS 1.7: onverwijld, and only what is wrong",
    ),
    Row(
        naam="AVG-ERASE: erasure was granted",
        op="2026-06-01",
        facts=casus(G1, happened=(gebeurd("wissing-toegewezen", "2026-05-12", "g1"),)),
        verwacht={
            "g1": "vervallen 2026-05-12 AVG-ERASE wissing-toegewezen meteen (vervallen)",
            REST: "loopt 2029-03-01 WGS-MAX5 eerste-verwerking",
        },
        waarom="without undue delay; the case itself has no request",
    ),
    Row(
        naam="two reasons: the first day counts",
        op="2026-06-01",
        facts=casus(
            G1,
            happened=(
                gebeurd("niet-meer-nodig", "2026-05-20"),
                gebeurd("geen-aanwijzingen", "2026-05-13"),
            ),
        ),
        verwacht={"g1": "vervallen 2026-05-13 WGS-NOIND geen-aanwijzingen meteen (vervallen)"},
        waarom="of maxima the shortest wins",
    ),
    Row(
        naam="the same reason twice: the first day counts",
        op="2026-06-01",
        facts=casus(
            G1,
            happened=(
                gebeurd("niet-meer-nodig", "2026-05-20"),
                gebeurd("niet-meer-nodig", "2026-05-06", "g1"),
            ),
        ),
        verwacht={
            "g1": "vervallen 2026-05-06 WGS-NEED niet-meer-nodig meteen (vervallen)",
            REST: "vervallen 2026-05-20 WGS-NEED niet-meer-nodig meteen (vervallen)",
        },
        waarom="it was not needed from 6 May on; the case from 20 May on",
    ),
)
