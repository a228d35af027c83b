"""
Cases of BGS 1.16 lid 2 and 3: what a renewal moves, and what stands in its way.

All begin on 1 March 2024, so without a renewal everything goes on 1 March 2029.
"""

from __future__ import annotations

from tests.bewaren.cases import PER_GEGEVEN, REST, Row
from tests.bewaren.law import casus, gebeurd, gegeven, term, verlengd
from zvhprivacy.model.bewaartermijn import Geval
from zvhprivacy.model.bewaren import Extension


OLD = "2029-03-01 WGS-MAX5 eerste-verwerking"
G1 = gegeven("g1")
A = verlengd("2029-03-01", "2031-03-01", besloten_op="2029-02-12")
B = verlengd("2029-01-15", "2031-01-15", geval=Geval.B)


def _not(naam: str, waarom: str, *extensions: Extension, **fields: object) -> Row:
    """
    Make a case that is asked about in time, and of which no renewal counts.
    """
    return Row(
        naam=naam,
        op="2029-02-20",
        facts=casus(G1, extensions=extensions, **fields),
        verwacht={"g1": f"loopt {OLD}{' (afgesloten)' if 'fase' in fields else ''}"},
        waarom=waarom,
    )


ROWS = (
    Row(
        naam="WGS-EXT-A: still open when the term is over",
        op="2029-03-01",
        facts=casus(G1, extensions=(A,)),
        verwacht={
            "g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd",
            REST: "loopt 2031-03-01 WGS-EXT-A hernieuwd",
        },
        waarom="two years from 1 March 2029",
    ),
    Row(
        naam="WGS-EXT-A, ordered for the day after the term",
        op="2029-02-20",
        facts=casus(
            G1, extensions=(verlengd("2029-03-02", "2031-03-01", besloten_op="2029-02-12"),)
        ),
        verwacht={"g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd"},
        waarom="the order was there in time and no day lies between the two",
    ),
    Row(
        naam="WGS-EXT-A from a leap day",
        op="2028-02-01",
        facts=casus(
            gegeven("g1", "2023-02-28"),
            eerste="2023-02-28",
            extensions=(verlengd("2028-02-29", "2030-03-01", besloten_op="2028-02-01"),),
        ),
        verwacht={"g1": "loopt 2030-02-28 WGS-EXT-A hernieuwd"},
        waarom="at most two years from 29 February 2028, and 2030 has no such day",
    ),
    Row(
        naam="a renewal that was ordered long before",
        op="2029-02-20",
        facts=casus(G1, extensions=(verlengd("2028-09-01", "2031-03-01"),)),
        verwacht={"g1": "loopt 2030-09-01 WGS-EXT-A hernieuwd"},
        waarom="two years count from 1 September 2028, when it became available again",
    ),
    Row(
        naam="a renewal for less than two years",
        op="2029-02-20",
        facts=casus(G1, extensions=(A._replace(laatste_dag=A.van.replace(month=9)),)),
        verwacht={"g1": "loopt 2029-09-01 WGS-EXT-A hernieuwd"},
        waarom="the order says until 1 September 2029",
    ),
    Row(
        naam="a renewal for more than two years",
        op="2029-02-20",
        facts=casus(G1, extensions=(A._replace(laatste_dag=A.van.replace(year=2032)),)),
        verwacht={"g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd"},
        waarom="at most two years each (BGS 1.16 lid 3)",
    ),
    Row(
        naam="a renewal that ends before the term",
        op="2028-06-01",
        facts=casus(G1, extensions=(verlengd("2026-05-01", "2028-05-01"),)),
        verwacht={"g1": f"loopt {OLD}"},
        waarom="a renewal makes no day earlier",
    ),
    Row(
        naam="renewed twice",
        op="2031-02-20",
        facts=casus(
            G1,
            extensions=(
                verlengd("2031-03-02", "2033-03-01", volgnummer=2, besloten_op="2031-02-10"),
                A,
            ),
        ),
        verwacht={"g1": "loopt 2033-03-01 WGS-EXT-A hernieuwd"},
        waarom="2 March 2031 and two years is 2 March 2033, and the order says 1 March",
    ),
    Row(
        naam="renewed twice, with days between",
        op="2031-02-20",
        facts=casus(G1, extensions=(A, verlengd("2031-03-10", "2033-03-01", volgnummer=2))),
        verwacht={"g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd"},
        waarom="on 1 March 2031 it had to be gone",
    ),
    Row(
        naam="a number is missing",
        op="2031-02-20",
        facts=casus(G1, extensions=(A, verlengd("2031-03-01", "2033-03-01", volgnummer=3))),
        verwacht={"g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd"},
        waarom="the third does not count without a second",
    ),
    Row(
        naam="a number is there twice",
        op="2029-02-20",
        facts=casus(G1, extensions=(A, A._replace(id="v9"))),
        verwacht={"g1": f"loopt {OLD}"},
        waarom="nobody knows which of the two is the first",
    ),
    _not(
        "closed after the order and before the end",
        "case a is for what is not closed when the term is over",
        A,
        fase="afgesloten",
        happened=(gebeurd("afgesloten", "2029-02-18"),),
    ),
    Row(
        naam="closed on the last day",
        op="2029-03-01",
        facts=casus(
            G1,
            fase="afgesloten",
            extensions=(A,),
            happened=(gebeurd("afgesloten", "2029-03-01"),),
        ),
        verwacht={"g1": f"vervallen {OLD} (vervallen)"},
        waarom="when that day was over it was closed",
    ),
    _not("no order", "on the order of the deelnemers (WGS 1.8 lid 7)", A._replace(opdracht=False)),
    _not("no motivation", "it is a special case or none", A._replace(gemotiveerd=False)),
    _not(
        "ordered a day late",
        "on 1 March 2029 it had to be gone",
        verlengd("2029-03-02", "2031-03-01"),
    ),
    _not(
        "ordered a day late, for an earlier day",
        "the day of the order counts",
        A._replace(besloten_op=A.van.replace(day=2)),
    ),
    _not("case b of an open case", "case b is for what was closed", B),
    Row(
        naam="who provided it did not agree",
        op="2029-03-01",
        facts=casus(
            G1,
            gegeven("g2", "2024-03-01", "2026-05-01", "politie"),
            gegeven("g3", "2024-03-01", "2026-05-01", "om", "politie"),
            extensions=(A,),
        ),
        verwacht={
            "g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd",
            "g2": f"vervallen {OLD} (vervallen)",
            "g3": f"vervallen {OLD} (vervallen)",
            REST: "loopt 2031-03-01 WGS-EXT-A hernieuwd",
        },
        waarom="instemming of each provider; a composite text has several",
    ),
    Row(
        naam="both providers of a composite text agreed",
        op="2029-02-20",
        facts=casus(
            gegeven("g1", "2024-03-01", "2026-05-01", "om", "politie"),
            extensions=(A._replace(instemmingen=frozenset({"politie", "ggz", "om"})),),
        ),
        verwacht={"g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd"},
        waarom="the OM and the police, and what others say is no matter",
    ),
    Row(
        naam="WGS-EXT-B: closed less than a year before",
        op="2029-02-20",
        facts=casus(
            G1,
            fase="hernieuwd",
            extensions=(B,),
            happened=(gebeurd("afgesloten", "2028-06-05"), gebeurd("hernieuwd", "2029-01-15")),
        ),
        verwacht={
            "g1": "loopt 2031-01-15 WGS-EXT-B hernieuwd",
            REST: "loopt 2031-01-15 WGS-EXT-B hernieuwd",
        },
        waarom="two years from 15 January 2029, and it is open again",
    ),
    Row(
        naam="WGS-EXT-B: closed a year and a day before the end",
        op="2029-02-20",
        facts=casus(
            G1,
            fase="afgesloten",
            extensions=(B,),
            happened=(gebeurd("afgesloten", "2028-03-01"),),
        ),
        verwacht={"g1": f"loopt {OLD} (afgesloten)"},
        waarom="1 March 2028 to 1 March 2029 is not less than a year",
    ),
    Row(
        naam="WGS-EXT-B: closed a year less a day before",
        op="2029-02-20",
        facts=casus(
            G1,
            fase="hernieuwd",
            extensions=(B,),
            happened=(gebeurd("afgesloten", "2028-03-02"), gebeurd("hernieuwd", "2029-01-15")),
        ),
        verwacht={"g1": "loopt 2031-01-15 WGS-EXT-B hernieuwd"},
        waarom="2 March 2028 to 1 March 2029 is less than a year",
    ),
    Row(
        naam="case b names a day that it was not closed on",
        op="2029-02-20",
        facts=casus(
            G1,
            fase="afgesloten",
            extensions=(B._replace(gesloten_op=B.van),),
            happened=(gebeurd("afgesloten", "2028-06-05"),),
        ),
        verwacht={"g1": f"loopt {OLD} (afgesloten)"},
        waarom="the register says 5 June 2028",
    ),
    Row(
        naam="renewed under b, and one provider did not agree",
        op="2029-02-20",
        facts=casus(
            G1,
            gegeven("g2", "2024-03-01", "2026-05-01", "ggz"),
            fase="hernieuwd",
            extensions=(B,),
            happened=(gebeurd("afgesloten", "2028-06-05"), gebeurd("hernieuwd", "2029-01-15")),
        ),
        verwacht={
            "g1": "loopt 2031-01-15 WGS-EXT-B hernieuwd",
            "g2": f"loopt {OLD} (afgesloten)",
        },
        waarom="what was not made available again stays shielded until its old day",
    ),
    Row(
        naam="closed, renewed, closed again",
        op="2030-06-01",
        facts=casus(
            G1,
            fase="afgesloten",
            extensions=(B,),
            happened=(
                gebeurd("afgesloten", "2028-06-05"),
                gebeurd("hernieuwd", "2029-01-15"),
                gebeurd("afgesloten", "2030-03-20"),
            ),
        ),
        verwacht={"g1": "loopt 2031-01-15 WGS-EXT-B hernieuwd (afgesloten)"},
        waarom="the second closing moves nothing and shields again",
    ),
    Row(
        naam="renewed under b and then under a",
        op="2030-12-20",
        facts=casus(
            G1,
            fase="hernieuwd",
            extensions=(B, verlengd("2031-01-15", "2033-01-14", volgnummer=2)),
            happened=(gebeurd("afgesloten", "2028-06-05"), gebeurd("hernieuwd", "2029-01-15")),
        ),
        verwacht={"g1": "loopt 2033-01-14 WGS-EXT-A hernieuwd"},
        waarom="it is open since 15 January 2029, also when the first renewal ends",
    ),
    Row(
        naam="a renewed case that is no longer needed",
        op="2029-06-10",
        facts=casus(G1, extensions=(A,), happened=(gebeurd("niet-meer-nodig", "2029-06-04"),)),
        verwacht={"g1": "vervallen 2029-06-04 WGS-NEED niet-meer-nodig meteen (vervallen)"},
        waarom="a renewal moves what begins at the first processing and nothing else",
    ),
    Row(
        naam="a renewed case in a house with a shorter term",
        op="2027-02-20",
        facts=casus(G1, extensions=(verlengd("2027-03-01", "2029-02-28"),)),
        verwacht={"g1": "loopt 2029-02-28 WGS-EXT-A hernieuwd"},
        waarom="three years are over on 1 March 2027; the law lets it be until 1 March 2029",
        beleid={"convenant": [term("HUIS-MAX3", verkort="WGS-MAX5", termijn="P3Y")]},
    ),
    Row(
        naam="closed after the shorter term, before that of the law",
        op="2028-11-01",
        facts=casus(
            G1,
            fase="afgesloten",
            extensions=(verlengd("2028-03-01", "2030-02-28"),),
            happened=(gebeurd("afgesloten", "2028-10-10"),),
        ),
        verwacht={"g1": f"loopt {OLD} (afgesloten)"},
        waarom="for the four years of the house it was open, for the five of the law it is not",
        beleid={"convenant": [term("HUIS-MAX4", verkort="WGS-MAX5", termijn="P4Y")]},
    ),
    Row(
        naam="nobody is known to have provided it",
        op="2029-02-20",
        facts=casus(G1._replace(bronnen=()), extensions=(A,)),
        verwacht={"g1": f"loopt {OLD}"},
        waarom="then nobody agreed",
    ),
    Row(
        naam="read wide, a younger item needs its own renewal later",
        op="2029-02-20",
        facts=casus(G1, gegeven("g2", "2028-02-10", "2028-02-10"), extensions=(A,)),
        verwacht={
            "g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd",
            "g2": "loopt 2033-02-10 WGS-MAX5 eerste-verwerking",
        },
        waarom="10 February 2033 is later than what the renewal gives",
        beleid={"ruim": PER_GEGEVEN},
    ),
    Row(
        naam="handed over after it was renewed",
        op="2029-06-01",
        facts=casus(
            G1,
            fase="overgedragen",
            extensions=(A,),
            happened=(gebeurd("overgedragen", "2029-05-07"),),
        ),
        verwacht={"g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd (afgesloten)"},
        waarom="on 1 March 2029 it was treated",
        beleid={"ruim": ("overgedragen-niet-meer-nodig",)},
    ),
    _not(
        "closed after it was made available again under b",
        "then it was open when it was renewed",
        B,
        fase="afgesloten",
        happened=(gebeurd("afgesloten", "2029-02-05"),),
    ),
    Row(
        naam="opened again after the end",
        op="2029-03-20",
        facts=casus(
            G1,
            fase="hernieuwd",
            extensions=(A,),
            happened=(gebeurd("afgesloten", "2028-12-04"), gebeurd("hernieuwd", "2029-03-12")),
        ),
        verwacht={"g1": f"vervallen {OLD} (vervallen)"},
        waarom="on 1 March 2029 it was closed",
    ),
    Row(
        naam="closed twice before the end",
        op="2029-02-20",
        facts=casus(
            G1,
            fase="hernieuwd",
            extensions=(B,),
            happened=(
                gebeurd("afgesloten", "2027-01-11"),
                gebeurd("hernieuwd", "2027-02-01"),
                gebeurd("afgesloten", "2028-06-05"),
                gebeurd("hernieuwd", "2029-01-15"),
            ),
        ),
        verwacht={"g1": "loopt 2031-01-15 WGS-EXT-B hernieuwd"},
        waarom="the last time was on 5 June 2028",
    ),
    Row(
        naam="closed and renewed on one day, closed again later",
        op="2029-07-01",
        facts=casus(
            G1,
            fase="afgesloten",
            extensions=(A,),
            happened=(
                gebeurd("afgesloten", "2029-02-12"),
                gebeurd("hernieuwd", "2029-02-12"),
                gebeurd("afgesloten", "2029-06-01"),
            ),
        ),
        verwacht={"g1": "loopt 2031-03-01 WGS-EXT-A hernieuwd (afgesloten)"},
        waarom="what is closed in June was open in March, so on 12 February the renewal came last",
    ),
    Row(
        naam="available again on the day it was closed",
        op="2029-02-20",
        facts=casus(
            G1,
            fase="hernieuwd",
            extensions=(B,),
            happened=(gebeurd("afgesloten", "2029-01-15"), gebeurd("hernieuwd", "2029-01-15")),
        ),
        verwacht={"g1": "loopt 2031-01-15 WGS-EXT-B hernieuwd"},
        waarom="its phase says that the renewal came last",
    ),
    Row(
        naam="opened again without another renewal",
        op="2029-10-01",
        facts=casus(
            G1,
            fase="hernieuwd",
            extensions=(B,),
            happened=(
                gebeurd("afgesloten", "2028-06-05"),
                gebeurd("hernieuwd", "2029-01-15"),
                gebeurd("afgesloten", "2029-08-01"),
                gebeurd("hernieuwd", "2029-09-03"),
            ),
        ),
        verwacht={"g1": "loopt 2031-01-15 WGS-EXT-B hernieuwd (afgesloten)"},
        waarom="since 1 August nobody made the data available again",
    ),
    Row(
        naam="two laws that let a case be renewed",
        op="2029-02-20",
        facts=casus(G1, extensions=(A,)),
        verwacht={"g1": "loopt 2030-03-01 KORTER-A hernieuwd"},
        waarom="one of them for a year from 1 March 2029",
        beleid={
            "wet": [term("KORTER-A", soort="verlenging", vanaf=None, geval="a", termijn="P1Y")]
        },
    ),
    Row(
        naam="two laws on how shortly before it was closed",
        op="2029-02-20",
        facts=casus(
            G1,
            fase="afgesloten",
            extensions=(B,),
            happened=(gebeurd("afgesloten", "2028-06-05"),),
        ),
        verwacht={"g1": f"loopt {OLD} (afgesloten)"},
        waarom="one of them wants less than three months",
        beleid={
            "wet": [
                term(
                    "KORTER-B",
                    soort="verlenging",
                    vanaf=None,
                    geval="b",
                    termijn="P2Y",
                    binnen="P3M",
                )
            ]
        },
    ),
    Row(
        naam="nobody knows when it was available again",
        op="2029-02-20",
        facts=casus(
            G1,
            fase="hernieuwd",
            extensions=(B,),
            happened=(gebeurd("afgesloten", "2028-06-05"),),
        ),
        verwacht={"g1": "onbekend - WGS-EXT-B hernieuwd (onbekend)"},
        waarom="a line of its life is missing",
    ),
    Row(
        naam="nobody knows when it was handed over",
        op="2029-02-20",
        facts=casus(G1, fase="overgedragen", extensions=(A,)),
        verwacht={"g1": "onbekend - WGS-EXT-A hernieuwd (onbekend)"},
        waarom="case a is for what is treated on 1 March 2029",
        beleid={"ruim": ("overgedragen-niet-meer-nodig",)},
    ),
    Row(
        naam="nobody knows when it was closed, and the renewal is too long",
        op="2029-02-20",
        facts=casus(
            G1, fase="afgesloten", extensions=(A._replace(laatste_dag=A.van.replace(year=2035)),)
        ),
        verwacht={"g1": "onbekend - WGS-EXT-A hernieuwd (onbekend)"},
        waarom="that it is cut off does not make it sure",
    ),
    Row(
        naam="nobody knows when another item began, of a renewed case",
        op="2031-02-28",
        facts=casus(G1, gegeven("g2", None), extensions=(A,)),
        verwacht={"g1": "onbekend - WGS-MAX5 eerste-verwerking (onbekend)"},
        waarom="if it began earlier the renewal came too late",
    ),
    Row(
        naam="the same when the renewal is over too",
        op="2031-03-01",
        facts=casus(G1, gegeven("g2", None), extensions=(A,)),
        verwacht={"g1": "vervallen 2031-03-01 WGS-MAX5 eerste-verwerking (vervallen)"},
        waarom="no renewal says that it may be there after 1 March 2031",
    ),
    Row(
        naam="nobody knows when it was closed",
        op="2029-02-20",
        facts=casus(G1, fase="afgesloten", extensions=(B,)),
        verwacht={
            "g1": "onbekend - WGS-EXT-B hernieuwd (onbekend)",
            REST: f"loopt {OLD} (afgesloten)",
        },
        waarom="whether it was less than a year before cannot be said",
    ),
)
