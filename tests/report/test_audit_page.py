"""
An audit as a page: everything is in it, nothing runs, and everybody can read it.
"""

from __future__ import annotations

import base64
import hashlib
import re

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.audit.dossiers import dossier
from tests.report.audits import NASTY, OP, report
from tests.report.browsers import browser
from tests.report.test_html import Reader
from zvhprivacy.audit.compare import compare
from zvhprivacy.audit.leak import Known, leaks
from zvhprivacy.model.audit import Maand
from zvhprivacy.report.audit_page import audit_page
from zvhprivacy.report.audit_style import style
from zvhprivacy.report.audit_view import COLOURS, SIGNS, Report, Stand


LANGUAGES = pytest.mark.parametrize("lang", ["nl", "en"])
VERSIONS = pytest.mark.parametrize("buiten", [False, True])


@cache
def made(lang: str = "nl", *, buiten: bool = False) -> str:
    """
    Give the page.
    """
    return audit_page(report(buiten=buiten), lang).decode()


# --- what is in it --------------------------------------------------------------------------------


def test_the_sections() -> None:
    """
    The page has the summary first, then what is wrong, what is done about it, and the rest.
    """
    heads = re.findall(r"<h2[^>]*>([^<]*)", made())

    assert [
        "Samenvatting",
        "Onderwerpen",
        "Bevindingen",
        "Maatregelen",
        "Wijzigingen",
        "Besluiten per maand",
        "Wie mag wat zien",
        "Stellingen",
        "Bewijs",
        "Steekproef",
        "Herkomst",
    ] == heads


def test_it_says_that_pseudonyms_are_personal_data() -> None:
    """
    The page says of its references that they are personal data.
    """
    assert (
        "De verwijzingen in dit verslag zijn pseudoniemen. Ook dat zijn persoonsgegevens" in made()
    )


def test_what_people_wrote_stays_text() -> None:
    """
    A script in a text is shown as it was written, and is no script.
    """
    read = Reader(made())

    assert 1 < made().count("&lt;script&gt;alert(1)&lt;/script&gt;")
    assert "script" not in read.tags
    assert NASTY in read.text


def test_the_heat_map_says_in_each_cell_what_its_colour_says() -> None:
    """
    A colour stands in a cell with a number, below a head with a sign and a word.
    """
    table = re.search(r'<section id="groepen">.*?</section>', made(), re.DOTALL)
    assert table
    cells = re.findall(r'<td class="number ([a-z-]+) level-[123]">(\d+)</td>', table[0])

    assert {where for where, _ in cells} <= {each.value for each in Stand}
    assert all(int(count) > 0 for _, count in cells)
    assert len(set(SIGNS.values())) == len(Stand)
    for sign in SIGNS.values():
        assert f'<th scope="col">{sign} ' in table[0]


def test_the_picture_and_the_table_tell_the_same() -> None:
    """
    Each month stands in both pictures and in the table, with the same numbers.
    """
    section = re.search(r'<section id="maanden">.*?</section>', made(), re.DOTALL)
    assert section

    assert 2 == section[0].count("<svg ")
    for each in report().audit.maanden:
        told = f"{each.toegestaan:,}".replace(",", ".")
        assert f"<title>{each.maand}: {told}</title>" in section[0]
        row = f'>{each.maand}</th><td class="number">{told}</td><td class="number">'
        assert f"{row}{each.geweigerd}</td>" in section[0]


@pytest.mark.parametrize("count", [1, 18, 19, 60])
def test_a_picture_of_many_months(count: int) -> None:
    """
    With many months every month has a bar, and the names of some of them stand below.
    """
    months = tuple(Maand(f"{2020 + n // 12}-{n % 12 + 1:02}", n, 0) for n in range(count))
    whole = dossier()
    long = replace(whole, audit=replace(whole.audit, maanden=months))
    said = audit_page(Report(dossier=long, op=OP), "nl").decode()
    named = len(re.findall(r"<text [^>]*>\d{4}-\d\d</text>", said)) // 2

    assert count == said.count('class="allowed"')
    assert (count if count <= 18 else -(-count // -(-count // 18))) == named


def test_counts_have_their_thousands_apart() -> None:
    """
    A count is written as people write it.
    """
    assert "werking: 26 van 3.000" in made() or "opzet: 26 van 3.000" in made()
    assert "26 of 3,000" in made("en")


def test_a_small_audit() -> None:
    """
    Where there is nothing to show, the page says so.
    """
    said = audit_page(Report(dossier=dossier(), op=OP), "nl").decode()

    for sentence in (
        "Er is geen eerdere audit om mee te vergelijken.",
        "Er is geen steekproef getrokken.",
        "Er is geen logboek bekeken.",
        "nog geen maatregel",
    ):
        assert sentence in said


# --- outside the house ----------------------------------------------------------------------------


def test_outside_the_house() -> None:
    """
    Outside there are no pseudonyms, no sample, and nothing that people wrote to explain.
    """
    said = made(buiten=True)

    assert "Deze versie is voor buiten het huis." in said
    assert "zvh1-" not in said
    assert "Steekproef" not in said
    assert "proefzaak" not in said
    assert "proefzaak" in made()
    assert "20 – 29 van 3000 – 3009" in said


# --- nothing runs, nothing comes from elsewhere ---------------------------------------------------


@VERSIONS
@LANGUAGES
def test_it_stands_by_itself(lang: str, *, buiten: bool) -> None:
    """
    The page names nothing outside itself, and its policy lets only its own style in.
    """
    said = made(lang, buiten=buiten)
    read = Reader(said)
    targets = [value for name, value in read.attributes if name in {"href", "src"}]
    ids = {value for name, value in read.attributes if name == "id"}
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()

    assert all(str(each).startswith("#") for each in targets)
    assert {str(each)[1:] for each in targets} <= ids
    assert not {"script", "img", "link", "iframe", "form", "object"} & set(read.tags)
    assert not [name for name, _ in read.attributes if name.startswith("on") or name == "style"]
    assert "url(" not in said
    assert "@import" not in said
    assert (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
        in said
    )


def test_it_has_no_leak() -> None:
    """
    Nothing on the page looks like a BSN, in any version or language.
    """
    for lang in ("nl", "en"):
        for buiten in (False, True):
            assert () == leaks(made(lang, buiten=buiten).encode(), Known())


def test_equal_input_gives_equal_bytes() -> None:
    """
    The page says nothing of when or where it was made.
    """
    assert audit_page(report(), "nl") == made().encode()


# --- everybody can read it ------------------------------------------------------------------------


@LANGUAGES
def test_headings_are_in_order(lang: str) -> None:
    """
    There is one heading of the first level, and none skips a level.
    """
    levels = [int(level) for level in re.findall(r"<h([1-6])", made(lang))]

    assert 1 == levels[0]
    assert 1 == levels.count(1)
    assert all(after <= before + 1 for before, after in pairwise(levels))


@LANGUAGES
def test_the_language_is_said(lang: str) -> None:
    """
    The page names its language, and that of words in another one.
    """
    assert f'<html lang="{lang}">' in made(lang)
    assert (' lang="nl"' in made(lang).replace('<html lang="nl">', "")) is (lang == "en")


def test_colours_read_well() -> None:
    """
    The text has a contrast of at least 7 to 1 on every colour that it can stand on.
    """
    grounds = {*re.findall(r"background: #([0-9a-fA-F]{6})", style()), *COLOURS.values(), "ffffff"}
    worst = min((_light(ground) + 0.05) / (_light("1a1a1a") + 0.05) for ground in grounds)

    assert 7 < worst


def _light(colour: str) -> float:
    """
    Give the relative luminance of WCAG 2.
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# --- in a browser ---------------------------------------------------------------------------------


@cache
def short(*, buiten: bool = False) -> str:
    """
    Give the page of fewer statements, which has every part and is opened sooner.
    """
    whole = report(buiten=buiten)
    now = replace(whole.dossier, audit=replace(whole.audit, getoetst=whole.audit.getoetst[:10]))
    changed = compare(dossier(name="2025-1"), now, OP)
    some = replace(whole, dossier=now, vergelijking=changed, toegang=whole.toegang[1:])
    return audit_page(some, "nl").decode()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """
    Give a browser, or skip with the reason.
    """
    with browser() as found:
        yield found


def shown(chromium: Any, tmp_path: Path, text: str, **more: Any) -> Any:
    """
    Open *text* as a page; what it asks for or complains of is kept in `asked`.
    """
    file = tmp_path / "audit.html"
    file.write_text(text, encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, **more)
    opened = context.new_page()
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("console", lambda message: opened.asked.append(message.text))
    opened.goto(file.as_uri())
    return opened


@VERSIONS
def test_axe_finds_nothing(chromium: Any, tmp_path: Path, *, buiten: bool) -> None:
    """
    The accessibility checks of axe-core find no violation.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # Its script is put into the page, which the policy of the page would not allow.
    opened = shown(chromium, tmp_path, short(buiten=buiten), bypass_csp=True)
    found = axe.run(opened)

    assert 0 == found.violations_count, found.generate_report()


def test_the_keyboard_reaches_everything(chromium: Any, tmp_path: Path) -> None:
    """
    The first stop is the link past the menu, then come the links of the menu, then the tables.
    """
    opened = shown(chromium, tmp_path, short())
    stops = []
    for _ in range(13):
        opened.keyboard.press("Tab")
        stops.append(
            opened.evaluate(
                "[document.activeElement.tagName, document.activeElement.getAttribute('href'),"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )

    assert ["A", "#inhoud", "solid"] == stops[0]
    assert ["A", "#samenvatting", "solid"] == stops[1]
    assert ["A", "#herkomst", "solid"] == stops[11]
    assert ["DIV", None, "solid"] == stops[12]


def test_a_browser_asks_for_nothing_and_runs_nothing(chromium: Any, tmp_path: Path) -> None:
    """
    Nothing is fetched, the own style works, and a script that got in all the same does not run.
    """
    bad = short().replace("</main>", "<script>document.title='gelopen'</script></main>")
    opened = shown(chromium, tmp_path, short())
    stained = shown(chromium, tmp_path, bad)

    assert [f"file://{tmp_path}/audit.html"] == opened.asked
    assert "1344px" == opened.evaluate("getComputedStyle(document.body).maxWidth")
    assert "Interne audit 2026-1" == stained.title()
    assert any("Content Security Policy" in each for each in stained.asked)


@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_is_cut(chromium: Any, tmp_path: Path, width: int) -> None:
    """
    The page is never wider than the window: what is wider scrolls in its own frame.
    """
    opened = shown(chromium, tmp_path, short())
    opened.set_viewport_size({"width": width, "height": 800})

    assert width == opened.evaluate("document.documentElement.scrollWidth")
