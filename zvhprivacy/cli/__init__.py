"""
The command line: Dutch nouns, English verbs.
"""

from __future__ import annotations

from zvhprivacy.cli._program import main, program


__all__ = ["main", "program"]
