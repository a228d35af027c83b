"""
Every number of the Model DPIA Rijksdienst 3.0, its title, and where it lives with us.

A place is `dpia:` or `feiten:` and the path of a field, or `teksten:` and the number under which
the free text stands. The table is what `docs/dpia-mapping.md` shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Modelonderdeel(NamedTuple):
    """
    A section, a group of questions or a question; *rij* says that it can be repeated.
    """

    nummer: str
    titel: str
    plaatsen: tuple[str, ...]
    rij: bool = False


# The sections whose rows are facts with us, and the number that the free text beside them has.
FEITEN: dict[str, str] = {
    "2": "2.3",
    "3": "3.2",
    "5": "5.2",
    "6": "6.2",
    "9": "9.2",
    "10": "10.2",
    "11": "11.2",
    "12": "12.4",
    "13": "13.2",
}

_RIJ = "+"  # after a number in the table: it can be repeated

# Number, title, places with spaces between them.
_TABEL = """
0 | Inleiding | teksten:0
1 | Voorstel |
1.1 | Voorstel | teksten:1.1
1.2+ | Afbeeldingen | dpia:afbeeldingen
1.2.1 | Afbeelding | dpia:afbeeldingen.bestand
2 | Persoonsgegevens |
2.1+ | Persoonsgegevens | feiten:persoonsgegevens
2.1.1 | Persoonsgegeven | feiten:persoonsgegevens.gegevens
2.1.2 | Categorie betrokkene | feiten:persoonsgegevens.over
2.1.3 | Categorie persoonsgegevens | feiten:persoonsgegevens.gegevens
2.1.4 | Type persoonsgegeven | feiten:persoonsgegevens.soort
2.1.5 | Oorspronkelijk verwerkingsdoeleinde | feiten:doelbinding.doelen
2.1.6 | Bron betrokkenen | feiten:persoonsgegevens.partijen
2.1.7 | Partij naam | feiten:persoonsgegevens.partijen
2.1.8 | Bron tool/platform | teksten:2.3
2.1.9 | Rechtsgrond verstrekking | feiten:persoonsgegevens.grondslagen
2.3 | Aanvullende informatie over de persoonsgegevens | teksten:2.3
3 | Gegevensverwerking |
3.1+ | Gegevensverwerking en persoonsgegevens | feiten:verwerkingen
3.1.1 | Gegevensverwerking naam | feiten:verwerkingen.id
3.1.2 | Gegevensverwerking beschrijving | feiten:verwerkingen.handeling
3.1.3 | Persoonsgegevens | feiten:verwerkingen.gegevens
3.2 | Aanvullende informatie over de gegevensverwerking | teksten:3.2
3.3+ | Samenhang gegevensverwerkingen | teksten:3.3
3.3.1 | Samenhang tussen de gegevensverwerkingen | teksten:3.3
4 | Technieken en methoden van de gegevensverwerkingen | teksten:4
5 | Verwerkingsdoeleinden |
5.1+ | Gegevensverwerking en verwerkingsdoeleinde | feiten:doeleinden.verwerkingen
5.1.1+ | Verwerkingsdoeleinde | feiten:doeleinden.doel
5.2 | Aanvullende informatie over de verwerkingsdoeleinden | teksten:5.2
6 | Betrokken partijen |
6.1+ | Gegevensverwerking betrokken partijen | feiten:verwerkingen
6.1.1+ | Betrokken partij | feiten:partijen
6.1.1.1 | Partij naam | feiten:partijen.naam
6.1.1.2 | Partij rol | feiten:partijen.rol
6.1.1.3 | Functies/afdelingen | feiten:verwerkingen.rol
6.1.1.4 | Persoonsgegevens | feiten:partijen.gegevens
6.1.1.5 | Categorieën betrokkene | feiten:partijen.over
6.2 | Aanvullende informatie over de betrokken partijen | teksten:6.2
7 | Belangen bij de gegevensverwerkingen |
7.1+ | Betrokken partij, belangen, uitkomst consultatie | dpia:belangen.van
7.1.1+ | Belang en uitkomst consultatie van betrokkenen | dpia:belangen.belang dpia:consultatie
7.2 | Aanvullende informatie over de belangen | teksten:7.2
8 | Verwerkingslocaties |
8.1+ | Gegevensverwerking en verwerkingslocatie | dpia:locaties.partij
8.1.1+ | Verwerkingslocaties | dpia:locaties
8.1.1.1 | Verwerkingslocatie | dpia:locaties.locatie
8.1.1.2 | Doorgiftemechanisme | dpia:locaties.doorgiftemechanisme
8.1.1.3 | Maatregelen | dpia:locaties.maatregelen
8.2 | Aanvullende informatie over de verwerkingslocaties | teksten:8.2
9 | Juridisch en beleidsmatig kader |
9.1+ | Gegevensverwerking en kader | feiten:verwerkingen.grondslag
9.1.1+ | Juridisch en beleidsmatig kader | feiten:juridisch_kader
9.1.1.1 | Juridisch en/of beleidsmatig kader | feiten:juridisch_kader.wet
9.1.1.2 | Wetsartikelen | feiten:juridisch_kader.artikelen
9.2 | Aanvullende informatie over het juridisch en beleidsmatig kader | teksten:9.2
10 | Bewaartermijnen |
10.1+ | Gegevensverwerking en bewaartermijn | feiten:verwerkingen
10.1.1+ | Bewaartermijnen | feiten:bewaartermijnen
10.1.1.1 | Verwerkingsdoeleinde | feiten:doeleinden.doel
10.1.1.2 | Categorie betrokkene | feiten:persoonsgegevens.over
10.1.1.3 | Persoonsgegevens | feiten:bewaartermijnen.gegevens
10.1.1.4 | Bewaartermijn/archiveringsperiode | feiten:bewaartermijnen.termijn
10.1.1.5 | Motivatie bewaartermijn | feiten:bewaartermijnen.artikel teksten:10.2
10.2 | Aanvullende informatie over de bewaartermijnen | teksten:10.2
11 | Rechtsgrond |
11.1+ | Gegevensverwerking en rechtsgrond | feiten:rechtsgronden.verwerkingen
11.1.1+ | Rechtsgrond | feiten:rechtsgronden
11.1.1.1 | Rechtsgrond | feiten:rechtsgronden.rechtsgrond
11.1.1.2 | Toelichting op de rechtsgrond | feiten:rechtsgronden.grondslag
11.2 | Aanvullende informatie over de rechtsgronden | teksten:11.2
12 | Bijzondere en strafrechtelijke persoonsgegevens, nationale identificatienummers |
12.1 | Bijzondere persoonsgegevens |
12.1.1 | Worden er bijzondere persoonsgegevens verwerkt? | feiten:uitzonderingen
12.1.2+ | Bijzondere persoonsgegevens | feiten:uitzonderingen
12.1.2.1 | Gegevensverwerking | feiten:verwerkingen.id
12.1.2.2 | Categorie betrokkene | feiten:persoonsgegevens.over
12.1.2.3 | Persoonsgegevens | feiten:uitzonderingen.gegevens
12.1.2.4 | Type bijzondere persoonsgegevens | feiten:uitzonderingen.soort
12.1.2.5 | Doorbrekingsgrond | feiten:uitzonderingen.grondslag feiten:uitzonderingen.uitzondering
12.2 | Strafrechtelijke persoonsgegevens |
12.2.1 | Worden er strafrechtelijke persoonsgegevens verwerkt? | feiten:uitzonderingen
12.2.2+ | Strafrechtelijke persoonsgegevens | feiten:uitzonderingen
12.2.2.1 | Gegevensverwerking | feiten:verwerkingen.id
12.2.2.2 | Categorie betrokkene | feiten:persoonsgegevens.over
12.2.2.3 | Persoonsgegevens | feiten:uitzonderingen.gegevens
12.2.2.4 | Uitzonderingsgrond | feiten:uitzonderingen.grondslag feiten:uitzonderingen.uitzondering
12.3 | Nationale identificatienummers |
12.3.1 | Worden er nationale identificatienummers verwerkt? | feiten:uitzonderingen
12.3.2+ | Nationale identificatienummers | feiten:uitzonderingen
12.3.2.1 | Gegevensverwerking | feiten:verwerkingen.id
12.3.2.2 | Categorie betrokkene | feiten:persoonsgegevens.over
12.3.2.3 | Persoonsgegevens | feiten:uitzonderingen.gegevens
12.3.2.4 | Uitzonderingsgrond | feiten:uitzonderingen.grondslag feiten:uitzonderingen.uitzondering
12.4 | Aanvullende informatie over deze persoonsgegevens | teksten:12.4
13 | Doelbinding |
13.1+ | Gegevensverwerking en doelbinding | feiten:verwerkingen
13.1.1+ | Doelbinding | feiten:doelbinding
13.1.1.1 | Categorie betrokkene | feiten:persoonsgegevens.over
13.1.1.2 | Persoonsgegevens | feiten:doelbinding.gegevens
13.1.1.3 | Doeleinde | feiten:doelbinding.doelen
13.1.1.4 | Oorspronkelijk doeleinde | feiten:doelbinding.doelen
13.1.1.5 | Beoordeling van de verdere verwerking | feiten:doelbinding.grondslagen
13.1.1.6 | Wetsartikel dat de verdere verwerking toelaat | feiten:doelbinding.grondslagen
13.2 | Aanvullende informatie over verenigbaarheid en toelaatbaarheid | teksten:13.2
14 | Noodzaak en evenredigheid |
14.1 | Subsidiariteit | teksten:14.1
14.2 | Proportionaliteit | teksten:14.2
15 | Rechten van de betrokkenen |
16 | Risico's voor betrokkenen |
16.1+ | Risico's voor betrokkenen | dpia:risicos
16.1.1 | Beschrijving van het risico | dpia:risicos.beschrijving
16.1.2 | Oorsprong | dpia:risicos.oorsprong
16.1.3 | Kans | dpia:risicos.kans
16.1.4 | Motivatie van de kans | dpia:risicos.kans_motivatie
16.1.5 | Impact | dpia:risicos.impact
16.1.6 | Motivatie van de impact | dpia:risicos.impact_motivatie
16.1.7 | Risiconiveau | dpia:risicos.niveau
16.1.8 | Motivatie van de risico-inschatting | dpia:risicos.niveau_motivatie
16.2 | Aanvullende informatie over de risico's | teksten:16.2
17 | Maatregelen |
17.1+ | Risico, maatregel en resterend risico | dpia:maatregelen
17.1.1 | Risico | dpia:maatregelen.risicos
17.1.2 | Oorsprong | dpia:maatregelen.oorsprong
17.1.3 | Maatregelen | dpia:maatregelen.maatregel
17.1.4 | Resterend risico | dpia:maatregelen.restrisico
17.1.5 | Advies AP | dpia:maatregelen.advies_ap dpia:voorafgaande_raadpleging
17.1.6 | Land van monitoring en evaluatie | dpia:maatregelen.land
17.1.7 | Beheerder van de maatregelen | dpia:maatregelen.beheerder
17.2 | Aanvullende informatie over de maatregelen | teksten:17.2
17.3 | Onderbouwing acceptatie resterende risico's | dpia:aanvaarde_restrisicos teksten:17.3
18 | Managementsamenvatting | teksten:18
19 | Versie, status, dossier, documentbeheerder en advies FG |
19.1+ | Versie | dpia:versies
19.1.1 | DPIA versie | dpia:versies.versie
19.1.2 | Datum | dpia:versies.datum
19.1.3 | Toelichting | dpia:versies.toelichting
19.2 | Status | dpia:status
19.3 | DPIA-dossier | dpia:dossier
19.3.1 | Grootte (aantal documenten) | dpia:dossier
19.3.2+ | Documenten | dpia:dossier
19.3.2.1 | Document soort | dpia:dossier.naam
19.3.2.2 | Document naam | dpia:dossier.naam
19.3.2.3 | Document versie | dpia:dossier.naam
19.3.2.4 | Document locatie | dpia:dossier.verwijzing
19.4 | Documentbeheerder | dpia:documentbeheerder
19.4.1 | Organisatie | dpia:documentbeheerder
19.4.2 | Directie | dpia:documentbeheerder
19.4.3 | Afdeling | dpia:documentbeheerder
19.4.4 | Naam | dpia:documentbeheerder
19.4.5 | Functie | dpia:documentbeheerder
19.4.6 | Opslaglocatie | dpia:dossier.verwijzing
19.5 | Advies functionaris voor gegevensbescherming (FG) | dpia:adviezen
19.5.1 | Organisatie | dpia:adviezen.organisatie
19.5.2 | Directie | dpia:adviezen.functie
19.5.3 | Afdeling | dpia:adviezen.functie
19.5.4 | Naam | dpia:adviezen.functie
19.5.5 | Functie | dpia:adviezen.functie
19.5.6 | Datum advies | dpia:adviezen.datum
19.5.7 | Advies FG in document | dpia:adviezen.document
19.5.8 | Advies FG verwerkt in versie | dpia:adviezen.verwerkt_in
20 | Vaststelling en ondertekening |
20.1+ | Verwerkingsverantwoordelijke | dpia:vaststelling.ondertekeningen
20.1.1 | Organisatie | dpia:verwerkingsverantwoordelijken
20.1.2 | Directie | dpia:vaststelling.ondertekeningen.afdeling
20.1.3 | Afdeling | dpia:vaststelling.ondertekeningen.afdeling
20.1.4 | Naam | dpia:vaststelling.ondertekeningen.functie
20.1.5 | Functie | dpia:vaststelling.ondertekeningen.functie
20.1.6 | Datum ondertekening | dpia:vaststelling.ondertekeningen.datum
20.1.7 | Opgesteld door afdeling | dpia:opsteller
"""

# 15.1 to 15.8, in the order of `Recht`; each has the same four questions.
RECHTEN: tuple[str, ...] = (
    "Recht van inzage",
    "Recht op rectificatie en aanvulling",
    "Recht op vergetelheid",
    "Recht op beperking van de verwerking",
    "Recht op dataportabiliteit",
    "Recht niet te worden onderworpen aan uitsluitend geautomatiseerde besluitvorming",
    "Recht van bezwaar",
    "Recht op duidelijke informatie",
)
_PER_RECHT = (
    ("Procedure ter uitvoering", "procedure"),
    ("Toelichting op de procedure", "toelichting"),
    ("Beperking op grond van een wettelijke uitzondering", "beperking"),
    ("Toelichting op de beperking", "beperking_toelichting"),
)

# Where the model asks for the name of a person. Such a name is never taken over: a function is.
PERSOONSNAMEN: frozenset[str] = frozenset({"19.4.4", "19.5.4", "20.1.4"})


def _onderdelen() -> Iterator[Modelonderdeel]:
    for line in _TABEL.strip().splitlines():
        nummer, titel, plaatsen = (part.strip() for part in line.split("|"))
        yield Modelonderdeel(
            nummer.removesuffix(_RIJ), titel, tuple(plaatsen.split()), nummer.endswith(_RIJ)
        )
        if nummer == "15":
            yield from _rechten()


def _rechten() -> Iterator[Modelonderdeel]:
    for number, recht in enumerate(RECHTEN, start=1):
        yield Modelonderdeel(f"15.{number}", recht, ("dpia:rechten",))
        for place, (titel, veld) in enumerate(_PER_RECHT, start=1):
            yield Modelonderdeel(f"15.{number}.{place}", titel, (f"dpia:rechten.{veld}",))


ONDERDELEN: dict[str, Modelonderdeel] = {each.nummer: each for each in _onderdelen()}

# The numbers under which free text may stand in `teksten`.
TEKSTEN: frozenset[str] = frozenset(
    place.removeprefix("teksten:")
    for each in ONDERDELEN.values()
    for place in each.plaatsen
    if place.startswith("teksten:")
)


def rij_van(nummer: str) -> str:
    """
    Give the number of the nearest part around *nummer* that can be repeated, or nothing.

    A question that can itself be repeated stands in the rows of the part around it.
    """
    around = nummer.rpartition(".")[0]
    while around and not ONDERDELEN[around].rij:
        around = around.rpartition(".")[0]
    return around
