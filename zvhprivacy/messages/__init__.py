"""
What people read: per code what is wrong, why that matters and how to mend it, in two languages.
"""

from __future__ import annotations

from zvhprivacy.messages._table import (
    LANGUAGES,
    Message,
    Rendered,
    UnknownCode,
    UnknownLanguage,
    UnknownText,
    codes,
    message,
    render,
    text,
)


__all__ = [
    "LANGUAGES",
    "Message",
    "Rendered",
    "UnknownCode",
    "UnknownLanguage",
    "UnknownText",
    "codes",
    "message",
    "render",
    "text",
]
