"""
Bars per month as a picture that needs no program; the table beside it says the same.
"""

from __future__ import annotations

from zvhprivacy.messages import text
from zvhprivacy.report.audit_view import BAND, Report
from zvhprivacy.report.html import Html, lines, tag


# In units of the picture, whole ones only: what is broken looks like a number of its own.
_HIGH, _SLOT, _BAR = 110, 62, 40
_TOP, _BOTTOM = 18, 20
_NUMBERED = 18  # months at most that have their count and name beside them
_KINDS = {"toegestaan": "allowed", "geweigerd": "refused"}


def chart(report: Report, kind: str, lang: str) -> Html:
    """
    Draw the months of *kind*, `toegestaan` or `geweigerd`; outside the house as high as the band.
    """
    months = report.audit.maanden
    counts = [getattr(each, kind) for each in months]
    heights = [each // BAND * BAND if report.buiten else each for each in counts]
    most = max(heights, default=0) or 1
    every = -(-len(months) // _NUMBERED)
    width, base = _SLOT * len(months) // every, _TOP + _HIGH
    slot, bar = _SLOT // every, max(1, _BAR // every)
    drawn = []
    for place, (month, count, height) in enumerate(zip(months, counts, heights, strict=True)):
        high = max(height * _HIGH // most, 1 if count else 0)
        told = report.told(count, lang)
        said = text("audit.grafiek.staaf", lang, maand=month.maand, aantal=told)
        left = place * slot + (slot - bar) // 2
        drawn.append(
            tag(
                "rect",
                tag("title", said),
                x=left,
                y=base - high,
                width=bar,
                height=high,
                class_=_KINDS[kind],
            )
        )
        if place % every == 0:
            drawn.append(_beside(month.maand, left + bar // 2, base + 14))
            if every == 1:
                drawn.append(_beside(told, left + bar // 2, base - high - 4))
    drawn.append(tag("rect", x=0, y=base, width=width, height=1, class_="axis"))
    highest = report.told(max(counts, default=0), lang)
    name = f"grafiek-{kind}"
    picture = tag(
        "svg",
        lines("", *drawn, ""),
        viewBox=f"0,0,{width},{base + _BOTTOM}",
        width=width,
        height=base + _BOTTOM,
        role="img",
        aria_labelledby=name,
    )
    caption = text(f"audit.grafiek.{kind}", lang, hoogste=highest)
    return tag("figure", tag("figcaption", caption, id=name), picture)


def _beside(said: str, x: int, y: int) -> Html:
    return tag("text", said, x=x, y=y, text_anchor="middle")
