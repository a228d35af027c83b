"""
The automatic checks that a statement can name, and what each has to look at.

A name here promises no answer: a check that nobody carries out yet finds nothing, and its
statement is then *niet vast te stellen*.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


# A name stays once it is given: officers write it in checklists of their own.
_KNOWN = {
    # --- policies ---------------------------------------------------------------------------------
    "convenant-actueel": (
        "partijen, begin en evaluatiedatum van ieder convenant en protocol dat geldt"
    ),
    "convenant-binnen-de-wet": (
        "regels die meer willen toestaan dan de wetslaag, en antwoorden die dat deden"
    ),
    "convenant-ondertekend": "de status van ieder convenant waarmee wordt beslist",
    "grondslag-geldt": "per proces het aantal eerste grondslagen, en of die op de dag zelf gelden",
    "plicht-niet-versmald": "regels die smaller zijn dan de plicht om te verstrekken",
    "deelnemers-aangewezen": "deelnemers van een soort die de wet niet aanwijst",
    "private-deelnemer-niet-verantwoordelijk": (
        "private deelnemers bij de verwerkingsverantwoordelijken"
    ),
    "onderlinge-regeling-volledig": (
        "publieke deelnemers buiten de regeling, en of zij een contactpunt noemt"
    ),
    "contactpunt-genoemd": (
        "convenanten zonder contactpunt, of met een dat geen college of burgemeester is"
    ),
    "coordinerend-fg-aangewezen": "of er één is aangewezen, van een deelnemende overheid",
    "geen-geautomatiseerde-analyse": "regels en antwoorden die analyseren toestaan",
    "beleid-toetsen-slagen": "de uitkomst van alle toetsen van wetslaag en convenanten",
    "beleid-zonder-fouten": "fouten in de werkmap, en bevindingen die niemand heeft aanvaard",
    "wetslaag-actueel": "verboden die ontbreken of anders zijn dan in de meegeleverde wetslaag",
    "bewaartermijn-per-proces": "processen waarvan gegevens onbeperkt zouden kunnen blijven",
    # --- the DPIA register ------------------------------------------------------------------------
    "verwerkingsregister-volledig": "lege onderdelen van AVG 30, en wat een jaar niet is nagekeken",
    "verwerkersovereenkomst-loopt": "verwerkers zonder overeenkomst of met een die is afgelopen",
    "dpia-vastgesteld-en-actueel": (
        "processen zonder vastgestelde DPIA, en DPIA's voorbij hun herziening"
    ),
    "fg-advies-voor-vaststelling": (
        "vaststellingen van voor het advies, en afwijkingen zonder motivering"
    ),
    "dpia-maatregel-op-tijd": "open maatregelen voorbij hun datum",
    "hoog-risico-geraadpleegd": "hoge restrisico's zonder raadpleging van de toezichthouder",
    # --- cases and what is in them ----------------------------------------------------------------
    "casus-met-doel": (
        "casussen zonder doel, grondslag of proces, en antwoorden voor een ander doel"
    ),
    "criteria-voor-behandeling": (
        "casussen in behandeling waarvan de vier criteria niet eerder zijn vastgesteld"
    ),
    "aanmelding-met-controle": "aanmeldingen zonder aanmelder, datum of controle op juistheid",
    "besluit-door-publieke-deelnemer": (
        "casussen in behandeling zonder besluit van een publieke deelnemer"
    ),
    "deelname-door-publieke-deelnemer": (
        "deelnames zonder een besluit van publieke deelnemers dat ervoor ligt"
    ),
    "afgewezen-zonder-inhoud": "afgewezen aanmeldingen met inhoud na de wachttijd",
    "lijst-voldoet": (
        "casussen op de lijst waarvan niet is vastgesteld dat zij voldoen, of niet meer"
    ),
    "overdracht-radicalisering": (
        "handelingen in casussen die zijn overgedragen, en overdrachten zonder melding"
    ),
    "kring-van-betrokkene": (
        "personen uit de directe kring zonder betrokkene of zonder aard van het contact"
    ),
    "advies-anoniem": "adviezen waarbij identificerende gegevens staan",
    "gegeven-met-herkomst": "gegevens zonder verstrekker, categorie, datum of grondslag",
    "categorie-binnen-proces": "gegevens van een soort die hun proces niet mag verwerken",
    "strafrechtelijk-binnen-proces": (
        "strafrechtelijke gegevens in een proces dat ze niet mag verwerken"
    ),
    "gegevens-per-fase": "gegevens van een soort die in hun fase nog niet mag",
    "gezondheid-met-toestemming": (
        "gegevens over gezondheid van iemand met beroepsgeheim zonder toestemming of uitzondering"
    ),
    "politiegegevens-8-of-13": "politiegegevens zonder Wpg 8 of 13 als herkomst",
    "politie-en-justitie-met-herkomst": (
        "politiële en justitiële gegevens zonder het artikel waarlangs zij kwamen"
    ),
    "nationaliteit-alleen-identificatie": (
        "nationaliteiten zonder de aanduiding dat zij identificeren"
    ),
    "bsn-versleuteld": "leesbare BSN's in de database, en gebruik ervan voor een ander doel",
    # --- giving -----------------------------------------------------------------------------------
    "weigering-met-reden": "weigeringen om te verstrekken zonder reden",
    "voorwaarden-nageleefd": "doorgiften buiten de voorwaarden van de bron",
    "resultaat-zonder-bezwaar": "resultaten die ondanks een bezwaar van een bron zijn verstrekt",
    "derde-na-toets-en-instemming": (
        "verstrekkingen aan derden zonder toets, met bezwaar, of zonder nodige instemming"
    ),
    "ander-huis-na-bekendheid": (
        "uitwisselingen met een ander huis voor het antwoord of zonder nodige instemming"
    ),
    "ander-verband-na-instemming": (
        "uitwisselingen met een ander verband voor het antwoord of zonder nodige instemming"
    ),
    "riec-alleen-afstemming": "uitwisselingen met een RIEC van andere soorten gegevens dan mag",
    "terugkoppeling-jaarlijks": (
        "resultaten die een jaar zonder terugkoppeling of herinnering bleven"
    ),
    "politieverstrekking-vastgelegd": (
        "verstrekkingen van de politie zonder vrager, datum, omschrijving of doel"
    ),
    "bron-over-correctie-bericht": "correcties zonder bericht aan de bron",
    # --- what the police gave ---------------------------------------------------------------------
    "politie-met-grondslag": "politiegegevens onder de WGS zonder Wpg 20 lid 3 als grondslag",
    "politie-pga-gescheiden": (
        "politiegegevens uit het overleg over radicalisering in een casus onder de WGS"
    ),
    "politie-weigering-met-reden": "weigeringen van de politie zonder reden",
    "politie-gegeven-met-herkomst": (
        "politiegegevens zonder verstrekker, categorie, datum of grondslag"
    ),
    "politie-alleen-eigen-casus": (
        "lezingen van politiegegevens door iemand die niet aan de casus was toegewezen"
    ),
    "politie-niet-ouder-dan-vijf-jaar": (
        "politiegegevens voorbij hun laatste dag zonder geldige verlenging"
    ),
    "politie-correctie-bericht": "correcties van politiegegevens zonder bericht aan de politie",
    "politie-derde-na-instemming": (
        "verstrekkingen van politiegegevens aan derden zonder instemming vooraf"
    ),
    "politie-huis-na-instemming": (
        "uitwisselingen van politiegegevens met een ander huis zonder instemming vooraf"
    ),
    "politie-voorwaarden-nageleefd": (
        "doorgiften van politiegegevens buiten de voorwaarden van de politie"
    ),
    # --- access -----------------------------------------------------------------------------------
    "gebruiker-met-rol": (
        "gebruikers zonder deelnemer, rol, begin of reden van toegang, en handelingen daarbuiten"
    ),
    "vog-bekend": "gebruikers zonder datum van verklaring of screening",
    "alleen-eigen-casus": "lezingen door iemand die niet aan de casus was toegewezen",
    "derde-zonder-account": "accounts en handelingen van incidentele derden",
    "derde-tekende-vooraf": "derden bij een overleg die niet eerder tekenden",
    "rechten-nagekeken": (
        "rechten die een jaar, en van beheerders een kwartaal, niet zijn nagekeken"
    ),
    "noodprocedure-beoordeeld": (
        "gebruik van de noodprocedure zonder reden of zonder beoordeling binnen dertig dagen"
    ),
    "gesloten-afgeschermd": (
        "gesloten casussen die niet zijn afgeschermd, en lezingen daarna zonder doel"
    ),
    "sleutels-apart": "sleutels naast de casussen, en herleidingen zonder regel in het logboek",
    # --- the logboek ------------------------------------------------------------------------------
    "logregel-volledig": "logregels die iets missen, en wijzigingen in registers zonder regel",
    "log-zonder-namen": "logregels met een BSN volgens de elfproef, een bekende naam of een geheim",
    "logboek-ongewijzigd": "breuken in de keten en checkpoints die er niet bij passen",
    "loginzage-gelogd": "inzagen in het logboek zonder regel of zonder een van de vier doelen",
    # --- what lines of the logboek say together ---------------------------------------------------
    "antwoorden-nagespeeld": (
        "antwoorden die anders zijn als hetzelfde beleid dezelfde vraag nog eens krijgt"
    ),
    "handeling-met-besluit": "handelingen zonder toegestaan antwoord van dezelfde dag",
    "feit-na-weigering": (
        "weigeringen die binnen tien minuten een ja werden door een feit dat de vrager verklaarde"
    ),
    "veel-geraadpleegd": ("dagen waarop iemand veel meer casussen inzag dan in zijn rol gewoon is"),
    "toestemming-ongebruikt": "toestemmingen waarop een jaar lang geen enkel antwoord rustte",
    # --- keeping ----------------------------------------------------------------------------------
    "niet-ouder-dan-vijf-jaar": "gegevens voorbij hun laatste dag zonder geldige verlenging",
    "verlenging-geldig": (
        "verlengingen zonder bijzonder geval, opdracht, instemming of motivering, of te lang"
    ),
    "bewaren-uitgevoerd": (
        "perioden zonder uitvoering, en uitvoeringen die misgingen of geen verklaring hebben"
    ),
    "opschorting-met-grond": "opschortingen zonder grond, eigenaar of einde, of voorbij hun einde",
    "anoniem-niet-herleidbaar": "groepen anonieme gegevens kleiner dan de grens",
    "pga-eigen-termijn": "gegevens onder de PGA-wet voorbij vijf jaar na de laatste verwerking",
    # --- rights, breaches, people, oversight ------------------------------------------------------
    "verzoek-op-tijd": "verzoeken van betrokkenen voorbij hun termijn",
    "afwijzing-met-uitzondering": (
        "afwijzingen zonder uitzondering of zonder deelnemer die haar inriep"
    ),
    "betrokkene-geinformeerd": (
        "betrokkenen zonder bericht en zonder uitzondering met een dag van herzien"
    ),
    "uitzondering-herzien": "uitzonderingen voorbij de dag waarop zij opnieuw worden bekeken",
    "datalek-volledig": "datalekken zonder feiten, gevolgen of maatregelen",
    "datalek-op-tijd-gemeld": (
        "datalekken die na 72 uur zonder reden zijn gemeld, en betrokkenen die niets hoorden"
    ),
    "opleiding-gevolgd": "aangewezen personen die een onderwerp in twee jaar niet volgden",
    "geheimhouding-getekend": "personen en ontvangers zonder vastgelegde geheimhouding",
    "rac-advies-vooraf": (
        "wijzigingen zonder advies vooraf, en afwijkingen zonder motivering of melding"
    ),
    "jaarverslag-gemaakt": "jaren zonder jaarverslag",
    "vorige-audit-opgevolgd": (
        "bevindingen van de vorige audit die open staan zonder hercontrole binnen een jaar"
    ),
}
KNOWN: Mapping[str, str] = MappingProxyType(_KNOWN)
