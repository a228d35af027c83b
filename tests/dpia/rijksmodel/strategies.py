"""
Invented DPIAs of every shape that a file of the register can have.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from zvhprivacy.model.dpia.advice import (
    Advies,
    Adviseur,
    Conclusie,
    Consultatie,
    Ondertekening,
    Raadpleging,
    Vaststelling,
)
from zvhprivacy.model.dpia.dossier import (
    Aanleiding,
    Afbeelding,
    Antwoord,
    Belang,
    Document,
    Dpia,
    Herziening,
    Locatie,
    Overweging,
    Recht,
    Rechtsuitoefening,
    Status,
    Versie,
)
from zvhprivacy.model.dpia.duty import Prescan
from zvhprivacy.model.dpia.risks import Aanvaardbaar, Maatregel, Risico
from zvhprivacy.model.dpia.sections import TEKSTEN


PNG = b"\x89PNG\r\n\x1a\n" + b"invented"
JPEG = b"\xff\xd8\xff" + b"invented"

# What a YAML file can hold: no control, format or separator characters but line ends and tabs.
_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn"))
_TRAPS = st.sampled_from(
    [
        "=1+1",
        "<b>vet</b>",
        "a & b",
        "&amp;",
        "x < y > z",
        "null",
        "ja",
        "regel\n\n\nregel",
        "# kop",
        "- streep",
        "(van: wie)",
        "tab\thier",
        "🙂",
        "&lt;script&gt;",
        "a <!-- b",
    ]
)
_DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def _stripped(text: str) -> str:
    return text.strip()


texts = (
    st.lists(st.one_of(st.text(_LETTERS, max_size=12), _TRAPS), max_size=3)
    .map(" ".join)
    .map(_stripped)
)
words = texts.filter(bool)
names = st.sampled_from(["College van Proefstad", "politie", "Zorg & Co", "de betrokkenen (18+)"])
ids = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
levels = st.sampled_from(["laag", "midden", "hoog", None])
answers = st.sampled_from(Antwoord)


def _unique_ids(size: int) -> st.SearchStrategy[list[str]]:
    return st.lists(ids, max_size=size, unique=True)


def _maybe(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | each


images = st.builds(
    Afbeelding, bestand=ids.map("{}.png".format), titel=texts, beschrijving=texts, bron=texts
)
consultations = st.builds(
    Consultatie, datum=st.none() | _DAYS, wijze=texts, uitkomst=texts, afgezien=texts
).filter(lambda each: each != Consultatie())
rights = st.dictionaries(
    st.sampled_from(Recht),
    st.builds(
        Rechtsuitoefening,
        procedure=answers,
        toelichting=texts,
        beperking=answers,
        beperking_toelichting=texts,
    ),
)
advices = st.builds(
    Advies,
    van=st.sampled_from(Adviseur),
    organisatie=st.none() | ids,
    functie=texts,
    ingediend=st.none() | _DAYS,
    datum=st.none() | _DAYS,
    document=texts,
    conclusie=st.none() | st.sampled_from(Conclusie),
    afgeweken=st.booleans(),
    motivatie=texts,
    verwerkt_in=texts,
)
adoptions = st.builds(
    Vaststelling,
    datum=_DAYS,
    versie=words,
    feiten=st.just("sha256:0"),
    ondertekeningen=st.lists(
        st.builds(Ondertekening, organisatie=ids, functie=words, afdeling=texts, datum=_DAYS),
        max_size=2,
    ).map(tuple),
)


@st.composite
def _risks(draw: st.DrawFn) -> dict[str, Any]:
    risks = [
        Risico(
            id=name,
            beschrijving=draw(words),
            oorsprong=draw(texts),
            onderdeel=draw(texts),
            kans=draw(levels),
            kans_motivatie=draw(texts),
            impact=draw(levels),
            impact_motivatie=draw(texts),
            niveau=draw(levels),
            niveau_motivatie=draw(texts),
        )
        for name in draw(_unique_ids(3))
    ]
    known = st.sampled_from([each.id for each in risks]) if risks else ids
    measures = [
        Maatregel(
            id=name,
            risicos=tuple(draw(st.lists(known, min_size=1, max_size=2, unique=True))),
            maatregel=draw(words),
            oorsprong=draw(texts),
            restrisico=draw(levels),
            advies_ap=draw(texts),
            land=draw(texts),
            beheerder=draw(ids),
            uiterlijk=draw(st.none() | _DAYS),
            gereed=draw(st.none() | _DAYS),
        )
        for name in draw(_unique_ids(3))
    ]
    accepted = [
        Aanvaardbaar(risico=each.id, motivatie=draw(words), door=draw(words), datum=draw(_DAYS))
        for each in risks[:1]
    ]
    return {
        "risicos": tuple(risks),
        "maatregelen": tuple(measures),
        "aanvaarde_restrisicos": tuple(accepted),
    }


def _tuples(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(each, max_size=2).map(tuple)


@st.composite
def dpias(draw: st.DrawFn) -> Dpia:
    """
    A DPIA with anything in it.
    """
    return Dpia(
        schema_="1",
        dpia=draw(st.sampled_from(["com", "re-integratie"])),
        titel=draw(words),
        voorbeeld=draw(st.booleans()),
        status=draw(st.sampled_from(Status)),
        aanleiding=draw(st.sampled_from(Aanleiding)),
        aanleiding_toelichting=draw(texts),
        bron=draw(texts),
        convenanten=tuple(draw(st.lists(ids, min_size=1, max_size=2, unique=True))),
        processen=tuple(draw(st.lists(ids, min_size=1, max_size=2, unique=True))),
        verwerkingsverantwoordelijken=tuple(
            draw(st.lists(ids, min_size=1, max_size=3, unique=True))
        ),
        opsteller=draw(words),
        documentbeheerder=draw(words),
        gepland=draw(st.none() | _DAYS),
        prescan=draw(_maybe(st.builds(Prescan, datum=_DAYS))),
        avg_35_lid_10=draw(_maybe(st.builds(Overweging, volstaat=st.booleans(), motivatie=words))),
        teksten=draw(st.dictionaries(st.sampled_from(sorted(TEKSTEN)), words, max_size=6)),
        afbeeldingen=draw(_tuples(images)),
        belangen=draw(_tuples(st.builds(Belang, van=names, belang=words))),
        consultatie=draw(st.none() | consultations),
        locaties=draw(
            _tuples(
                st.builds(
                    Locatie,
                    partij=names,
                    locatie=words,
                    doorgiftemechanisme=texts,
                    maatregelen=texts,
                )
            )
        ),
        rechten=draw(rights),
        versies=draw(_tuples(st.builds(Versie, versie=words, datum=_DAYS, toelichting=texts))),
        dossier=draw(_tuples(st.builds(Document, naam=words, verwijzing=texts))),
        adviezen=draw(_tuples(advices)),
        voorafgaande_raadpleging=draw(
            _maybe(st.builds(Raadpleging, ingediend=_DAYS, antwoord=texts))
        ),
        vaststelling=draw(st.none() | adoptions),
        herziening=draw(_maybe(st.builds(Herziening, uiterlijk=_DAYS))),
        **draw(_risks()),
    )
