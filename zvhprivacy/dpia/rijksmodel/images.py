"""
Pictures inside a JSON file: text that starts with `data:image/…` and is a file in base 64.
"""

from __future__ import annotations

import base64
import binascii


# Per kind what its file starts with and how it is named. No SVG: that is a program for a browser.
_KINDS = {
    "image/png": (b"\x89PNG\r\n\x1a\n", "png"),
    "image/jpeg": (b"\xff\xd8\xff", "jpg"),
    "image/gif": (b"GIF8", "gif"),
    "image/webp": (b"RIFF", "webp"),
}


def read_image(data: str) -> tuple[bytes, str] | None:
    """
    Give the bytes of a picture and the ending of its name; None when it is not what it says.

    It looks at the first bytes only, so it is no proof that the rest is a picture.
    """
    head, comma, body = data.partition(",")
    kind = head.removeprefix("data:").removesuffix(";base64").lower()
    if not comma or kind not in _KINDS or not head.endswith(";base64"):
        return None
    try:
        content = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return None
    start, ending = _KINDS[kind]
    return (content, ending) if content.startswith(start) else None


def write_image(content: bytes) -> str | None:
    """
    Write a picture as text; None when it is of no kind that the Rijksmodel shows.
    """
    for kind, (start, _) in _KINDS.items():
        if content.startswith(start):
            return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
    return None
