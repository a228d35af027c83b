"""
Cases of other laws, of shorter terms of a house, and of days that nobody knows.
"""

from __future__ import annotations

from typing import Any

from tests.bewaren.cases import PER_GEGEVEN, REST, Row
from tests.bewaren.law import casus, gebeurd, gegeven, term


OLD = "2029-03-01 WGS-MAX5 eerste-verwerking"
G1 = gegeven("g1")
PGA = {"kader": "pga-wet", "proces": "pga-radicalisering"}
EIGEN = {"kader": "eigen-wet", "proces": "mda"}


def _huis(termijn: str) -> dict[str, Any]:
    return {"convenant": [term("HUIS-MAX", verkort="WGS-MAX5", termijn=termijn)]}


ROWS = (
    # --- the PGA-wet
    Row(
        naam="PGA-MAX5: five years after the last processing",
        op="2026-06-01",
        facts=casus(gegeven("g1", "2025-08-01", "2026-02-28"), eerste="2025-08-01", **PGA),
        verwacht={
            "g1": "loopt 2031-02-28 PGA-MAX5 laatste-verwerking",
            REST: "loopt 2031-05-01 PGA-MAX5 laatste-verwerking",
        },
        waarom="28 February 2026 and five years; the case was last processed on 1 May 2026",
    ),
    Row(
        naam="PGA-MAX5: each item by itself",
        op="2031-03-01",
        facts=casus(
            gegeven("g1", "2025-08-01", "2026-02-28"),
            gegeven("g2", "2025-09-01", "2026-04-30"),
            eerste="2025-08-01",
            **PGA,
        ),
        verwacht={
            "g1": "vervallen 2031-02-28 PGA-MAX5 laatste-verwerking (vervallen)",
            "g2": "loopt 2031-04-30 PGA-MAX5 laatste-verwerking",
            REST: "loopt 2031-05-01 PGA-MAX5 laatste-verwerking",
        },
        waarom="strict reading of PGA-wet 9: the last processing of that item",
    ),
    Row(
        naam="PGA-CLOSE: closing shields",
        op="2026-06-01",
        facts=casus(
            gegeven("g1", "2025-08-01", "2026-05-01"),
            eerste="2025-08-01",
            fase="afgesloten",
            happened=(gebeurd("afgesloten", "2026-05-01"),),
            **PGA,
        ),
        verwacht={"g1": "loopt 2031-05-01 PGA-MAX5 laatste-verwerking (afgesloten)"},
        waarom="PGA-wet 6 lid 3",
    ),
    Row(
        naam="nobody knows when it was processed last",
        op="2026-06-01",
        facts=casus(gegeven("g1", "2025-08-01", None), eerste="2025-08-01", **PGA),
        verwacht={
            "g1": "onbekend - PGA-MAX5 laatste-verwerking (onbekend)",
            REST: "loopt 2031-05-01 PGA-MAX5 laatste-verwerking",
        },
        waarom="of this item the term cannot be counted; of the case it can",
    ),
    # --- the law of a partner
    Row(
        naam="EIGEN-MAX5: as under the WGS",
        op="2026-06-01",
        facts=casus(G1, **EIGEN),
        verwacht={"g1": "loopt 2029-03-01 EIGEN-MAX5 eerste-verwerking"},
        waarom="1 March 2024 and five years",
    ),
    Row(
        naam="EIGEN-LAST5: read wide, after the last processing",
        op="2026-06-01",
        facts=casus(G1, **EIGEN),
        verwacht={"g1": "loopt 2031-05-01 EIGEN-LAST5 laatste-verwerking"},
        waarom="1 May 2026 and five years",
        beleid={"ruim": ("eigen-wet-bewaren-als-wgs",)},
    ),
    Row(
        naam="EIGEN-COUNT: numbers become anonymous after a year",
        op="2025-02-28",
        facts=casus(
            gegeven("g1", "2024-02-29", "2025-01-31"),
            kader="eigen-wet",
            proces="kengetallen",
            eerste="2024-02-29",
            laatste="2025-01-31",
        ),
        verwacht={"g1": "vervallen 2025-02-28 EIGEN-COUNT eerste-verwerking (vervallen)"},
        waarom="a year from 29 February 2024 is 28 February 2025",
    ),
    Row(
        naam="EIGEN-HOST: the house gives back what it hosted",
        op="2026-06-01",
        facts=casus(
            G1,
            kader="eigen-wet",
            proces="facilitair",
            fase="afgesloten",
            happened=(gebeurd("afgesloten", "2026-05-06"),),
        ),
        verwacht={"g1": "vervallen 2026-05-06 EIGEN-HOST afgesloten meteen (vervallen)"},
        waarom="closing ends what it is a processor for",
    ),
    # --- before the WGS
    Row(
        naam="OLD-PROTO: five years after closing, on the last day that counted",
        op="2025-02-28",
        facts=casus(
            gegeven("g1", "2019-01-15", "2022-06-01"),
            eerste="2019-01-15",
            laatste="2022-06-01",
            fase="afgesloten",
            happened=(gebeurd("afgesloten", "2022-06-01"),),
        ),
        verwacht={"g1": "loopt 2027-06-01 OLD-PROTO afgesloten"},
        waarom="1 June 2022 and five years",
    ),
    Row(
        naam="OLD-PROTO: the day after it is never later than WGS-MAX5",
        op="2025-03-01",
        facts=casus(
            gegeven("g1", "2019-01-15", "2022-06-01"),
            eerste="2019-01-15",
            laatste="2022-06-01",
            fase="afgesloten",
            happened=(gebeurd("afgesloten", "2022-06-01"),),
        ),
        verwacht={"g1": "vervallen 2024-01-15 WGS-MAX5 eerste-verwerking (vervallen)"},
        waarom="five years after 15 January 2019 were over before the law came",
    ),
    Row(
        naam="a rule of five years after closing beside that of the WGS",
        op="2026-06-01",
        facts=casus(G1, fase="afgesloten", happened=(gebeurd("afgesloten", "2024-03-01"),)),
        verwacht={"g1": f"loopt {OLD} (afgesloten)"},
        waarom="closed on the first day it ends on the same day, else later",
        beleid={"wet": [term("ZELF-PROTO", vanaf="afgesloten", termijn="P5Y")]},
    ),
    Row(
        naam="an open case before the WGS",
        op="2025-02-28",
        facts=casus(gegeven("g1", "2024-03-01", "2025-01-10"), laatste="2025-01-10"),
        verwacht={"g1": "onbekend - GEEN-TERMIJN geen-termijn (onbekend)"},
        waarom="no term had begun, and data without a term there cannot be (AVG 5 lid 1 e)",
    ),
    # --- a house that keeps shorter
    Row(
        naam="a house that keeps three years",
        op="2026-06-01",
        facts=casus(G1),
        verwacht={"g1": "loopt 2027-03-01 HUIS-MAX eerste-verwerking"},
        waarom="1 March 2024 and three years",
        beleid=_huis("P3Y"),
    ),
    Row(
        naam="a house that would keep seven years",
        op="2026-06-01",
        facts=casus(G1),
        verwacht={"g1": f"loopt {OLD}"},
        waarom="a convenant only shortens",
        beleid=_huis("P7Y"),
    ),
    Row(
        naam="a term that ends in a shorter month",
        op="2026-06-01",
        facts=casus(gegeven("g1", "2024-08-31"), eerste="2024-08-31"),
        verwacht={"g1": "loopt 2028-02-29 HUIS-MAX eerste-verwerking"},
        waarom="three years and a half from 31 August 2024: February 2028, which has 29 days",
        beleid=_huis("P3Y6M"),
    ),
    Row(
        naam="a term of months and days",
        op="2026-06-01",
        facts=casus(gegeven("g1", "2026-01-31"), eerste="2026-01-31"),
        verwacht={"g1": "loopt 2026-06-11 HUIS-MAX eerste-verwerking"},
        waarom="31 January and three months is 30 April; 42 days are 31 of May and 11 of June",
        beleid=_huis("P3M42D"),
    ),
    Row(
        naam="a term of weeks",
        op="2026-06-01",
        facts=casus(gegeven("g1", "2026-05-01"), eerste="2026-05-01"),
        verwacht={"g1": "loopt 2026-06-12 HUIS-MAX eerste-verwerking"},
        waarom="42 days from 1 May: 30 left in May, 12 in June",
        beleid=_huis("P6W"),
    ),
    # --- what nobody knows
    Row(
        naam="nobody knows the first processing of an item",
        op="2026-06-01",
        facts=casus(G1, gegeven("g2", None)),
        verwacht={
            "g1": "onbekend - WGS-MAX5 eerste-verwerking (onbekend)",
            "g2": "onbekend - WGS-MAX5 eerste-verwerking (onbekend)",
            REST: "onbekend - WGS-MAX5 eerste-verwerking (onbekend)",
        },
        waarom="read strictly that item may have started the term of all",
    ),
    Row(
        naam="read wide, nobody knows the first processing of an item",
        op="2026-06-01",
        facts=casus(G1, gegeven("g2", None)),
        verwacht={
            "g1": f"loopt {OLD}",
            "g2": "onbekend - WGS-MAX5 eerste-verwerking (onbekend)",
            REST: f"loopt {OLD}",
        },
        waarom="only of that item the term cannot be counted",
        beleid={"ruim": PER_GEGEVEN},
    ),
    Row(
        naam="nobody knows it, and it is too late anyhow",
        op="2029-03-01",
        facts=casus(G1, gegeven("g2", None)),
        verwacht={
            "g1": f"vervallen {OLD} (vervallen)",
            "g2": f"vervallen {OLD} (vervallen)",
        },
        waarom="an earlier beginning would only have ended it earlier",
    ),
    Row(
        naam="the last processing before the first",
        op="2026-06-01",
        facts=casus(G1, gegeven("g2", "2025-06-01", "2025-05-31")),
        verwacht={"g2": "onbekend - WGS-MAX5 eerste-verwerking (onbekend)"},
        waarom="one of the two is wrong and nobody knows which",
    ),
    Row(
        naam="a first processing that is still to come",
        op="2026-06-15",
        vandaag="2026-06-01",
        facts=casus(G1, gegeven("g2", "2026-06-02", "2026-06-02")),
        verwacht={"g2": "onbekend - WGS-MAX5 eerste-verwerking (onbekend)"},
        waarom="on 1 June nothing was processed on 2 June",
    ),
    Row(
        naam="rejected, nobody knows when",
        op="2026-06-01",
        facts=casus(G1, fase="afgewezen"),
        verwacht={"g1": "onbekend - WGS-REJECT afgewezen (onbekend)"},
        waarom="the phase says that it happened, no line says on which day",
    ),
    Row(
        naam="rejected before there was anything",
        op="2026-06-01",
        facts=casus(G1, fase="afgewezen", happened=(gebeurd("afgewezen", "2024-02-29"),)),
        verwacht={"g1": "onbekend - WGS-REJECT afgewezen (onbekend)"},
        waarom="the first processing was a day later, so one of the two is wrong",
    ),
    Row(
        naam="closed, nobody knows when",
        op="2026-06-01",
        facts=casus(G1, fase="afgesloten"),
        verwacht={"g1": f"loopt {OLD} (afgesloten)"},
        waarom="no term of the WGS begins with it, and shielded it is on any day",
    ),
    Row(
        naam="no longer needed, nobody knows since when, and five years are over",
        op="2029-03-01",
        facts=casus(G1, happened=(gebeurd("niet-meer-nodig", None),)),
        verwacht={"g1": f"vervallen {OLD} (vervallen)"},
        waarom="whenever it was, on 1 March 2029 it has to go",
    ),
    Row(
        naam="data that no term is about",
        op="2026-06-01",
        facts=casus(G1, gegeven("g2", categorie="gezondheid")),
        verwacht={
            "g1": "loopt 2029-03-01 ALLEEN-WONEN eerste-verwerking",
            "g2": "onbekend - GEEN-TERMIJN geen-termijn (onbekend)",
            REST: "onbekend - GEEN-TERMIJN geen-termijn (onbekend)",
        },
        waarom="it can neither be kept nor destroyed without a rule",
        beleid={
            "shipped_too": False,
            "wet": [term("ALLEEN-WONEN", termijn="P5Y", gegevens=["woonsituatie"])],
        },
    ),
    Row(
        naam="two things that nobody knows the day of",
        op="2026-06-01",
        facts=casus(gegeven("g1", None), fase="afgewezen"),
        verwacht={"g1": "onbekend - WGS-MAX5 eerste-verwerking (onbekend)"},
        waarom="one of them is named, always the same",
    ),
    *[
        Row(
            naam=f"not needed, by an item {item or 'never'} and by its case {case or 'never'}",
            op="2026-06-01",
            facts=casus(
                G1,
                happened=(
                    gebeurd("niet-meer-nodig", item, "g1"),
                    gebeurd("niet-meer-nodig", case),
                ),
            ),
            verwacht={"g1": said},
            waarom="a year from the first of both, when both are known",
            beleid={
                "shipped_too": False,
                "wet": [
                    term("MAX", termijn="P5Y"),
                    term("TRAAG", vanaf="niet-meer-nodig", termijn="P1Y"),
                ],
            },
        )
        for item, case, said in [
            ("2026-05-04", "2026-05-11", "loopt 2027-05-04 TRAAG niet-meer-nodig"),
            ("2026-05-04", None, "onbekend - TRAAG niet-meer-nodig (onbekend)"),
            (None, "2026-05-11", "onbekend - TRAAG niet-meer-nodig (onbekend)"),
        ]
    ],
    Row(
        naam="two terms that end on one day",
        op="2026-06-01",
        facts=casus(G1),
        verwacht={"g1": "loopt 2029-03-01 B-WEG eerste-verwerking"},
        waarom="destroying wins from making anonymous",
        beleid={
            "shipped_too": False,
            "wet": [
                term("A-ANONIEM", termijn="P5Y", dan="anonimiseren"),
                term("B-WEG", termijn="P5Y"),
            ],
        },
    ),
    Row(
        naam="shielded a year after the last processing",
        op="2026-06-01",
        facts=casus(
            gegeven("g1", "2024-03-01", "2025-06-01"), gegeven("g2", "2024-03-01", "2025-06-02")
        ),
        verwacht={
            "g1": "loopt 2030-06-01 MAX laatste-verwerking (afgesloten)",
            "g2": "loopt 2030-06-02 MAX laatste-verwerking",
        },
        waarom="1 June 2025 and a year is 1 June 2026",
        beleid={
            "shipped_too": False,
            "wet": [
                term("MAX", vanaf="laatste-verwerking", termijn="P5Y"),
                term("STIL", vanaf="laatste-verwerking", termijn="P1Y", dan="afschermen"),
            ],
        },
    ),
    Row(
        naam="PGA: closed on a day that nobody knows, and treated again",
        op="2026-06-01",
        facts=casus(
            gegeven("g1", "2025-08-01", "2026-02-28"),
            eerste="2025-08-01",
            happened=(gebeurd("afgesloten", None), gebeurd("hernieuwd", "2026-05-05")),
            **PGA,
        ),
        verwacht={"g1": "loopt 2031-02-28 PGA-MAX5 laatste-verwerking (afgesloten)"},
        waarom="it may have been closed after 5 May",
    ),
    Row(
        naam="a case without items",
        op="2026-06-01",
        facts=casus(),
        verwacht={REST: f"loopt {OLD}"},
        waarom="the case is there since 1 March 2024",
    ),
)
