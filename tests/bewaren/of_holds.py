"""
Cases of holds and statutory minima: what stays although it would have to go.
"""

from __future__ import annotations

from typing import Any

from tests.bewaren.cases import PER_GEGEVEN, REST, Row
from tests.bewaren.law import casus, gebeurd, gegeven, hold, term
from zvhprivacy.model.bewaartermijn import Grond


OLD = "2029-03-01 WGS-MAX5 eerste-verwerking"
G1, G2 = gegeven("g1"), gegeven("g2", categorie="gezondheid")


def _minima(*listed: tuple[str, str, str]) -> dict[str, Any]:
    fields = {"soort": "minimum", "artikel": "BW 7:454"}
    return {
        "wet": [term(id_, termijn=termijn, vanaf=vanaf, **fields) for id_, termijn, vanaf in listed]
    }


def _minimum(termijn: str) -> dict[str, Any]:
    return _minima(("WET-MIN", termijn, "eerste-verwerking"))


ROWS = (
    Row(
        naam="LEGAL-HOLD: a hold on what has to go",
        op="2029-03-05",
        facts=casus(G1, holds=(hold("2028-11-02"),)),
        verwacht={
            "g1": f"opgeschort {OLD} <LEGAL-HOLD h1> (opgeschort)",
            REST: f"opgeschort {OLD} <LEGAL-HOLD h1> (opgeschort)",
        },
        waarom="the day stays 1 March 2029 and nothing is destroyed",
    ),
    Row(
        naam="the same hold while its term is still running",
        op="2028-11-02",
        facts=casus(G1, holds=(hold("2028-11-02"),)),
        verwacht={"g1": f"loopt {OLD}"},
        waarom="until 1 March 2029 there is nothing to suspend",
    ),
    Row(
        naam="the same hold, released",
        op="2029-06-20",
        facts=casus(G1, holds=(hold("2028-11-02", "2029-06-20"),)),
        verwacht={"g1": f"vervallen {OLD} (vervallen)"},
        waarom="the term ran on: its day is 1 March 2029 as before",
    ),
    Row(
        naam="the last day of a hold",
        op="2029-06-19",
        facts=casus(G1, holds=(hold("2028-11-02", "2029-06-20"),)),
        verwacht={"g1": f"opgeschort {OLD} <LEGAL-HOLD h1> (opgeschort)"},
        waarom="it was released on 20 June",
    ),
    Row(
        naam="a hold on what has to go at once",
        op="2026-06-01",
        facts=casus(
            G1,
            holds=(hold("2026-05-01"),),
            happened=(gebeurd("niet-meer-nodig", "2026-05-20"),),
        ),
        verwacht={
            "g1": "opgeschort 2026-05-20 WGS-NEED niet-meer-nodig meteen"
            " <LEGAL-HOLD h1> (opgeschort)"
        },
        waarom="a claim keeps also what is not needed otherwise",
    ),
    Row(
        naam="a hold on one item",
        op="2029-03-05",
        facts=casus(G1, G2, holds=(hold("2028-11-02", item="g2"),)),
        verwacht={
            "g1": f"vervallen {OLD} (vervallen)",
            "g2": f"opgeschort {OLD} <LEGAL-HOLD h1> (opgeschort)",
            REST: f"opgeschort {OLD} <LEGAL-HOLD h1> (opgeschort)",
        },
        waarom="the other item goes; the case is needed for the one that stays",
    ),
    Row(
        naam="a hold that a plan looks past",
        op="2029-03-05",
        vandaag="2029-02-19",
        facts=casus(G1, holds=(hold("2028-11-02", "2029-02-25"),)),
        verwacht={
            "g1": f"opgeschort {OLD} <LEGAL-HOLD h1>",
            REST: f"opgeschort {OLD} <LEGAL-HOLD h1>",
        },
        waarom="on 19 February it is there, so nothing may be planned; the data are in use still",
    ),
    Row(
        naam="AVG-18: restriction shields at once",
        op="2026-06-01",
        facts=casus(G1, holds=(hold("2026-05-01", grond=Grond.BEPERKING),)),
        verwacht={
            "g1": f"loopt {OLD} <AVG-18 h1> (opgeschort)",
            REST: f"loopt {OLD} <AVG-18 h1> (opgeschort)",
        },
        waarom="AVG 18 lid 2: stored and nothing else",
    ),
    Row(
        naam="AVG-18: and keeps what has to go",
        op="2026-06-01",
        facts=casus(
            G1,
            G2,
            holds=(hold("2026-05-01", item="g1", grond=Grond.BEPERKING),),
            happened=(gebeurd("onjuist-of-onrechtmatig", "2026-05-20", "g1"),),
        ),
        verwacht={
            "g1": "opgeschort 2026-05-20 BGS-CORRECT onjuist-of-onrechtmatig meteen"
            " <AVG-18 h1> (opgeschort)",
            "g2": f"loopt {OLD}",
        },
        waarom="AVG 18 lid 1 b: the betrokkene wants it kept instead of erased",
    ),
    Row(
        naam="a ground that this law does not know",
        op="2029-03-05",
        facts=casus(G1, holds=(hold("2028-11-02"),)),
        verwacht={"g1": "vervallen 2029-03-01 ALLEEN-MAX eerste-verwerking (vervallen)"},
        waarom="there is no suspension but on the grounds of the law",
        beleid={"shipped_too": False, "wet": [term("ALLEEN-MAX", termijn="P5Y")]},
    ),
    Row(
        naam="a hold of that very day",
        op="2029-03-05",
        facts=casus(G1, holds=(hold("2029-03-05"),)),
        verwacht={"g1": f"opgeschort {OLD} <LEGAL-HOLD h1> (opgeschort)"},
        waarom="it holds from its first day on",
    ),
    Row(
        naam="a hold of the day after",
        op="2029-03-05",
        facts=casus(G1, holds=(hold("2029-03-06"),)),
        verwacht={"g1": f"vervallen {OLD} (vervallen)"},
        waarom="it is not there yet",
    ),
    Row(
        naam="AVG-18: of that very day, when a plan looks ahead",
        op="2026-06-15",
        vandaag="2026-06-01",
        facts=casus(G1, holds=(hold("2026-06-01", grond=Grond.BEPERKING),)),
        verwacht={"g1": f"loopt {OLD} <AVG-18 h1> (opgeschort)"},
        waarom="it is there on 1 June",
    ),
    Row(
        naam="AVG-18: of the day after, when a plan looks ahead",
        op="2026-06-15",
        vandaag="2026-06-01",
        facts=casus(G1, holds=(hold("2026-06-02", grond=Grond.BEPERKING),)),
        verwacht={"g1": f"loopt {OLD}"},
        waarom="it is not there on 1 June",
    ),
    Row(
        naam="a maximum before a statutory minimum",
        op="2029-03-05",
        facts=casus(G1),
        verwacht={
            "g1": "strijdig 2031-03-01 WGS-MAX5 eerste-verwerking meteen <WET-MIN> (strijdig)",
            REST: "strijdig 2031-03-01 WGS-MAX5 eerste-verwerking meteen <WET-MIN> (strijdig)",
        },
        waarom="seven years from 1 March 2024; the statute wins, and nobody uses it meanwhile",
        beleid=_minimum("P7Y"),
    ),
    Row(
        naam="the same, told while the maximum is still running",
        op="2026-06-01",
        facts=casus(G1),
        verwacht={
            "g1": "strijdig 2031-03-01 WGS-MAX5 eerste-verwerking meteen <WET-MIN>",
            REST: "strijdig 2031-03-01 WGS-MAX5 eerste-verwerking meteen <WET-MIN>",
        },
        waarom="the FG has years to mend it, and until then the case is treated",
        beleid=_minimum("P7Y"),
    ),
    Row(
        naam="the same, when the minimum is over",
        op="2031-03-01",
        facts=casus(G1),
        verwacht={
            "g1": "vervallen 2031-03-01 WGS-MAX5 eerste-verwerking meteen <WET-MIN> (vervallen)"
        },
        waarom="seven years were kept, and five were allowed",
        beleid=_minimum("P7Y"),
    ),
    Row(
        naam="a minimum within the maximum",
        op="2026-06-01",
        facts=casus(G1),
        verwacht={"g1": f"loopt {OLD}"},
        waarom="three years are over on 1 March 2027",
        beleid=_minimum("P3Y"),
    ),
    Row(
        naam="a minimum of an item that came later",
        op="2029-03-01",
        facts=casus(G1, gegeven("g2", "2027-09-15", "2027-09-15")),
        verwacht={
            "g1": f"vervallen {OLD} (vervallen)",
            "g2": "strijdig 2030-09-15 WGS-MAX5 eerste-verwerking meteen <WET-MIN> (strijdig)",
            REST: "strijdig 2030-09-15 WGS-MAX5 eerste-verwerking meteen <WET-MIN> (strijdig)",
        },
        waarom="three years from 15 September 2027 of that item itself",
        beleid=_minimum("P3Y"),
    ),
    Row(
        naam="a minimum that a plan looks past",
        op="2029-03-05",
        vandaag="2029-02-19",
        facts=casus(G1),
        verwacht={"g1": f"loopt {OLD}"},
        waarom="on 19 February it has still to be kept, on 1 March it may go",
        beleid=_minimum("P5Y"),
    ),
    Row(
        naam="a minimum that begins with what nobody knows the day of",
        op="2026-06-01",
        facts=casus(G1, fase="afgesloten"),
        verwacht={"g1": "onbekend - WET-MIN afgesloten (onbekend)"},
        waarom="one year after the closing may be later than 1 March 2029",
        beleid=_minima(("WET-MIN", "P1Y", "afgesloten"), ("WET-KORT", "P1M", "laatste-verwerking")),
    ),
    Row(
        naam="what a plan takes along",
        op="2029-03-05",
        vandaag="2029-02-19",
        facts=casus(G1),
        verwacht={"g1": f"vervallen {OLD}"},
        waarom="it may be used until 1 March, so it is not shielded before",
    ),
    Row(
        naam="hold and minimum",
        op="2029-03-05",
        facts=casus(G1, holds=(hold("2028-11-02"),)),
        verwacht={
            "g1": "strijdig 2031-03-01 WGS-MAX5 eerste-verwerking meteen <WET-MIN> (strijdig)"
        },
        waarom="the statute keeps it already",
        beleid=_minimum("P7Y"),
    ),
    Row(
        naam="read wide, a hold on the oldest item",
        op="2029-03-05",
        facts=casus(G1, gegeven("g2", "2028-02-10", "2028-02-10"), holds=(hold("2028-01-01"),)),
        verwacht={
            "g1": f"opgeschort {OLD} <LEGAL-HOLD h1> (opgeschort)",
            "g2": "loopt 2033-02-10 WGS-MAX5 eerste-verwerking",
            REST: "loopt 2033-02-10 WGS-MAX5 eerste-verwerking",
        },
        waarom="the other item is not over yet, so the case is treated",
        beleid={"ruim": PER_GEGEVEN},
    ),
    Row(
        naam="two minima, of the item and of its use",
        op="2029-03-01",
        facts=casus(
            gegeven("g1", "2024-03-01", "2028-01-01"), gegeven("g2", "2027-09-15", "2028-01-01")
        ),
        verwacht={
            "g1": f"vervallen {OLD} (vervallen)",
            "g2": "strijdig 2030-09-15 WGS-MAX5 eerste-verwerking meteen <WET-MIN> (strijdig)",
        },
        waarom="three years from 15 September 2027; a month from 1 January 2028 is long over",
        beleid=_minima(
            ("WET-MIN", "P3Y", "eerste-verwerking"), ("WET-KORT", "P1M", "laatste-verwerking")
        ),
    ),
    Row(
        naam="two minima, and a first processing that nobody knows",
        op="2029-03-05",
        facts=casus(G1, gegeven("g2", None)),
        verwacht={
            "g1": "strijdig 2030-05-01 WGS-MAX5 eerste-verwerking meteen <WET-MIN> (strijdig)"
        },
        waarom="four years from 1 May 2026; whenever the maximum began, it is over before that",
        beleid=_minima(
            ("WET-MIN", "P4Y", "laatste-verwerking"), ("WET-KORT", "P1Y", "laatste-verwerking")
        ),
    ),
    Row(
        naam="restriction of what is contradictory",
        op="2026-06-01",
        facts=casus(G1, holds=(hold("2026-05-01", grond=Grond.BEPERKING),)),
        verwacht={
            "g1": "strijdig 2031-03-01 WGS-MAX5 eerste-verwerking meteen <WET-MIN h1> (opgeschort)"
        },
        waarom="the minimum is what the FG has to look at; shielded it is because of the hold",
        beleid=_minimum("P7Y"),
    ),
    Row(
        naam="read wide, restriction of the youngest item",
        op="2028-06-01",
        facts=casus(
            G1,
            gegeven("g2", "2028-02-10", "2028-02-10"),
            holds=(hold("2028-03-01", item="g2", grond=Grond.BEPERKING),),
        ),
        verwacht={
            "g1": f"loopt {OLD}",
            "g2": "loopt 2033-02-10 WGS-MAX5 eerste-verwerking <AVG-18 h1> (opgeschort)",
            REST: "loopt 2033-02-10 WGS-MAX5 eerste-verwerking",
        },
        waarom="the case stays as long as that item, and is open for the other",
        beleid={"ruim": PER_GEGEVEN},
    ),
    Row(
        naam="two items, each with its hold",
        op="2029-03-05",
        facts=casus(
            G1, G2, holds=(hold("2028-11-02", item="g1"), hold("2028-11-02", item="g2", id_="h2"))
        ),
        verwacht={
            "g1": f"opgeschort {OLD} <LEGAL-HOLD h1> (opgeschort)",
            "g2": f"opgeschort {OLD} <LEGAL-HOLD h2> (opgeschort)",
            REST: f"opgeschort {OLD} <LEGAL-HOLD h2> (opgeschort)",
        },
        waarom="of two that keep the case equally long one is named, always the same",
    ),
)
