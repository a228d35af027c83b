"""
Violations in the files of the workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.audit_house.people import GGZ
from bench.audit_house.planting import Planter
from bench.audit_house.workspace import CONVENANT, DPIA


Row = tuple[Any, ...]

_DPIA = f"dpia/{DPIA}.yaml"
_REGISTER = "dpia/verwerkingsregister.yaml"
_CONVENANT = f"convenants/{CONVENANT}/convenant.yaml"
_TOO_MUCH = f"""regels:
  - id: te-veel
    deelnemer: [{GGZ}]
    rol: [casusdeelnemer]
    handeling: [beoordelen]
    gegevens: [aanmeldmotivering]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    proces: [com]
    kader: [wgs]
    fase: [triage]
    grondslag: WGS 2.31 lid 2
"""


def review_overdue(p: Planter) -> int:
    """
    Plant that the day on which the DPIA had to be reviewed is over.
    """
    p.text(_DPIA, ("uiterlijk: 2031-06-01", "uiterlijk: 2028-06-01"))
    return 1


def measure_overdue(p: Planter) -> int:
    """
    Plant that two measures of the DPIA were not carried out in time.
    """
    p.text(_DPIA, ("    gereed: 2027-02-15\n", ""), ("    gereed: 2025-02-24\n", ""))
    return 2


def advice_afterwards(p: Planter) -> int:
    """
    Plant that the advice of the FG came after the adoption.
    """
    p.text(_DPIA, ("datum: 2025-05-06", "datum: 2025-06-10"))
    return 1


def private_controller(p: Planter) -> int:
    """
    Plant that a private deelnemer is named as a controller.
    """
    p.text(_DPIA, ("ggd-voorbeeld]", f"ggd-voorbeeld, {GGZ}]"))
    return 1


def wider_than_the_law(p: Planter) -> int:
    """
    Plant that the convenant lets a private deelnemer judge a report.
    """
    p.text(_CONVENANT, ("regels:\n", _TOO_MUCH))
    return 1


def evaluation_passed(p: Planter) -> int:
    """
    Plant that the convenant had to be evaluated.
    """
    p.text(_CONVENANT, ("uiterlijk: 2031-06-01", "uiterlijk: 2029-06-01"))
    return 1


def processor_without_agreement(p: Planter) -> int:
    """
    Plant that the agreement with the processor ended.
    """
    p.text(_REGISTER, ("tot: 2033-05-12", "tot: 2029-05-12"))
    return 1


def analysis_allowed(p: Planter) -> int:
    """
    Plant that the convenant lets data be analysed automatically.
    """
    p.text(
        _CONVENANT,
        ("regels:\n", _TOO_MUCH.replace("te-veel", "analyse").replace("beoordelen", "analyseren")),
    )
    return 1


def not_signed(p: Planter) -> int:
    """
    Plant that nobody signed the convenant.
    """
    p.text(_CONVENANT, ("status: ondertekend", "status: concept"))
    return 1


def no_contactpunt(p: Planter) -> int:
    """
    Plant that the convenant names no contactpunt.
    """
    p.text(_CONVENANT, ("contactpunt: college-voorbeeldstad\n", ""))
    return 1


def no_fg(p: Planter) -> int:
    """
    Plant that no coordinating FG is designated.
    """
    p.text(_CONVENANT, ("coordinerend-fg: college-voorbeeldstad\n", ""))
    return 1


def no_deelnemer(p: Planter) -> int:
    """
    Plant that a school takes part, which the law does not name.
    """
    school = "  school-voorbeeld: {naam: Een school, soort: onderwijs, sinds: 2025-05-12}\n"
    p.text(_CONVENANT, ("ontvangers:\n", f"{school}ontvangers:\n"))
    return 1


def cannot_provide(p: Planter) -> int:
    """
    Plant that a deelnemer takes part who may not provide what the law obliges it to.
    """
    other = (
        "  reclassering-voorbeeld: {naam: Reclassering, soort: reclassering, sinds: 2025-05-12}\n"
    )
    p.text(_CONVENANT, ("ontvangers:\n", f"{other}ontvangers:\n"))
    return 1


def no_arrangement(p: Planter) -> int:
    """
    Plant that the onderlinge regeling names no contactpunt for any of the seven it binds.
    """
    return 7 * no_contactpunt(p)


def test_fails(p: Planter) -> int:
    """
    Plant that the convenant does not do what its test expects.
    """
    tests = f"convenants/{CONVENANT}/toetsen.yaml"
    p.text(tests, ("verwacht: geweigerd", "verwacht: toegestaan"))
    return 1


def nobody_accepts(p: Planter) -> int:
    """
    Plant that nobody accepts any more what was found.
    """
    p.text("aanvaard.yaml", ("tot: 2031-06-01", "tot: 2029-06-01"))
    return 2  # what was found, and that its acceptance ended


def risk_stays_high(p: Planter) -> int:
    """
    Plant that a risk stays high and the supervisor was not asked.
    """
    p.text(_DPIA, *([("restrisico: laag", "restrisico: hoog")] * 5))
    return 1


def ban_removed(p: Planter) -> int:
    """
    Plant that a ban of the law is missing.
    """
    law = "policies/wet/wgs.yaml"
    p.text(law, ("handeling: [casusoverleg-verstrekken]", "handeling: [analyseren]"))
    return 1


def register_incomplete(p: Planter) -> int:
    """
    Plant that of a controller nobody knows whom to reach, in any of its processings.
    """
    gone = """  - organisatie: ggd-voorbeeld
    contact: {functie: privacy officer}
    fg: {functie: functionaris gegevensbescherming van de GGD}
"""
    p.text(_REGISTER, (gone, ""))
    return 5


def kept_for_ever(p: Planter) -> int:
    """
    Plant that no term ends by itself.
    """
    terms = "policies/bewaartermijnen.yaml"
    p.text(terms, ("vanaf: eerste-verwerking\n", "vanaf: niet-meer-nodig\n"))
    return 1


ROWS: Mapping[str, Row] = {
    "review-overdue": ("dpia-vastgesteld-en-actueel", "werking", review_overdue),
    "measure-overdue": ("dpia-maatregel-op-tijd", "werking", measure_overdue),
    "advice-afterwards": ("fg-advies-voor-vaststelling", "bestaan", advice_afterwards),
    "private-controller": (
        "private-deelnemer-niet-verantwoordelijk",
        "bestaan",
        private_controller,
    ),
    "wider-than-the-law": (
        "convenant-binnen-de-wet",
        "opzet",
        wider_than_the_law,
        "beleid-zonder-fouten",
        "dpia-vastgesteld-en-actueel",
    ),
    "evaluation-passed": (
        "convenant-actueel",
        "werking",
        evaluation_passed,
        "beleid-zonder-fouten",
    ),
    "analysis-allowed": (
        "geen-geautomatiseerde-analyse",
        "bestaan",
        analysis_allowed,
        "beleid-zonder-fouten",
        "convenant-binnen-de-wet",
        "dpia-vastgesteld-en-actueel",
    ),
    "not-signed": ("convenant-ondertekend", "bestaan", not_signed, "convenant-actueel"),
    "no-contactpunt": (
        "contactpunt-genoemd",
        "opzet",
        no_contactpunt,
        "onderlinge-regeling-volledig",
    ),
    "no-fg": ("coordinerend-fg-aangewezen", "opzet", no_fg),
    "no-deelnemer": (
        "deelnemers-aangewezen",
        "bestaan",
        no_deelnemer,
        "beleid-zonder-fouten",
        "dpia-vastgesteld-en-actueel",
    ),
    "cannot-provide": (
        "plicht-niet-versmald",
        "bestaan",
        cannot_provide,
        "beleid-zonder-fouten",
        "dpia-vastgesteld-en-actueel",
    ),
    "no-arrangement": (
        "onderlinge-regeling-volledig",
        "opzet",
        no_arrangement,
        "contactpunt-genoemd",
    ),
    "test-fails": ("beleid-toetsen-slagen", "bestaan", test_fails, "beleid-zonder-fouten"),
    "nobody-accepts": ("beleid-zonder-fouten", "bestaan", nobody_accepts, "deelnemers-aangewezen"),
    "risk-stays-high": ("hoog-risico-geraadpleegd", "bestaan", risk_stays_high),
    "kept-for-ever": (
        "bewaartermijn-per-proces",
        "opzet",
        kept_for_ever,
        "beleid-zonder-fouten",
        "convenant-binnen-de-wet",
        "dpia-vastgesteld-en-actueel",
        "niet-ouder-dan-vijf-jaar",
        "politie-niet-ouder-dan-vijf-jaar",
        "verwerkingsregister-volledig",
        "wetslaag-actueel",
    ),
    "ban-removed": (
        "wetslaag-actueel",
        "opzet",
        ban_removed,
        "beleid-toetsen-slagen",
        "beleid-zonder-fouten",
        "convenant-binnen-de-wet",
    ),
    "register-incomplete": ("verwerkingsregister-volledig", "opzet", register_incomplete),
    "processor-without-agreement": (
        "verwerkersovereenkomst-loopt",
        "bestaan",
        processor_without_agreement,
    ),
}
