"""
Brings the pages up to date with what the program does: `python -m tests.docs.renew`.

Read the difference before keeping it: a page that changes may tell that the program should not.
"""

from __future__ import annotations

import tempfile

from pathlib import Path

from tests.docs import made, pages


def renew() -> list[str]:
    """
    Write every page that is not up to date, and name them.
    """
    changed = []
    for path in pages.pages():
        before = path.read_text(encoding="utf-8")
        after = made.made(path, before)
        with tempfile.TemporaryDirectory() as folder:
            after = pages.play(after, Path(folder))
        if after != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path.name)
    return changed


if __name__ == "__main__":
    print("\n".join(renew()) or "all up to date")  # noqa: T201 - it talks to a person
