"""
A headless browser for tests, when there is one.
"""

from __future__ import annotations

import shutil

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser() -> Iterator[Any]:
    """
    Start Chromium, or skip the test that asks for it with the reason.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as started:
        # A container that runs as root has no sandbox; the pages are our own.
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
