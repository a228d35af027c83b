"""
How the page of an audit looks: on a screen, on paper, and in black and white.

Dark grey on pastel and white: at least 7 to 1, where 4.5 is asked (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from zvhprivacy.report.audit_view import COLOURS


LEVELS = 3  # of a colour in the heat map, from light to full

_BASE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 0 1.5rem 3rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.5 Arial, "Liberation Sans", Helvetica, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.5rem 0 .25rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .5rem; border-bottom: 2px solid #444; }
h3 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
p, ul { max-width: 46rem; }
a { color: #0b4a8f; }
:focus-visible { outline: 3px solid #0b4a8f; outline-offset: 2px; }
.skip { position: absolute; left: -99rem; padding: .5rem 1rem; background: #fff; }
.skip:focus { left: 1rem; top: 1rem; z-index: 1; }
.notice { border-left: .4rem solid #0b4a8f; padding: .5rem 1rem; background: #eef3fa; }
nav ul { columns: 14rem; padding-left: 1.2rem; }
.wide { overflow-x: auto; padding-right: 2px; }
table { border-collapse: collapse; margin: .5rem 0 1rem; font-size: .875rem; line-height: 1.35; }
th, td { border: 1px solid #949494; padding: .3rem .5rem; text-align: left; vertical-align: top;
  white-space: pre-line; overflow-wrap: break-word; }
thead th { background: #e4e9f2; vertical-align: bottom; }
tbody th { font-weight: normal; }
.number { text-align: right; white-space: nowrap; }
.short { white-space: nowrap; }
.long { min-width: 13rem; }
.key { min-width: 9.5rem; }
.hash { font-family: "DejaVu Sans Mono", "Liberation Mono", Consolas, monospace;
  font-size: .8rem; overflow-wrap: anywhere; }
.turned thead th + th { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left;
  border-right-width: 1px; vertical-align: top; }
.turned td { text-align: center; }
.can { background: #d9efd6; font-weight: bold; }
figure { margin: .5rem 0; }
figcaption { font-size: .875rem; }
svg { display: block; max-width: 100%; height: auto; }
svg text { font: 11px Arial, "Liberation Sans", sans-serif; fill: #1a1a1a; }
.allowed { fill: #1f5fa8; }
.refused { fill: #a3361f; }
.axis { fill: #444; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  table { font-size: 8pt; }
  thead { display: table-header-group; }
  tr, figure, .notice { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .skip, nav { display: none; }
  .wide { overflow: visible; }
  .long, .key { min-width: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def style() -> str:
    """
    Give the style, with a class for each place where a point can stand, and its lighter forms.
    """
    rules = [_BASE]
    for where, colour in COLOURS.items():
        rules.append(f".{where.value} {{ background: #{colour}; }}\n")
        rules += [
            f".{where.value}.level-{level} {{ background: #{_lighter(colour, level)}; }}\n"
            for level in range(1, LEVELS)
        ]
    return "".join(rules)


def _lighter(colour: str, level: int) -> str:
    """
    Mix *colour* with white: the lower the *level* the more.
    """
    parts = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{255 - (255 - part) * level // LEVELS:02x}" for part in parts)
