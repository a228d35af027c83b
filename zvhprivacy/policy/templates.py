"""
Where the shipped law layer, convenants and examples are: in the wheel, or in the repository.
"""

from __future__ import annotations

from pathlib import Path


def templates() -> Path:
    """
    Give the folder that holds the shipped `policies/`, `convenants/`, `dpia/` and `examples/`.
    """
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_templates"
    return shipped if shipped.is_dir() else package.parent
