"""
A server that answers as the transit engine of Vault and OpenBao does, as far as we ask it.

It is no Vault: no package with a Vault or OpenBao server is to be had here.
The paths, the fields, the statuses and the words of the errors are written from the published API
and source of both; the cryptography behind them is real.
"""

from __future__ import annotations

import base64
import json
import os
import threading

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


TOKEN = "test-token"


class Refused(Exception):
    """
    An answer with a status and a sentence.
    """

    def __init__(self, status: int, *errors: str) -> None:
        super().__init__()
        self.status = status
        self.errors = errors


class Transit:
    """
    One mount with one key `zvhprivacy`; *asked* keeps what came in.
    """

    def __init__(self) -> None:
        self.versions = {1: os.urandom(32)}
        self.lowest = 1  # min_decryption_version
        self.lowest_writing = 0  # min_encryption_version
        self.type = "aes256-gcm96"
        self.flags = {"derived": False, "exportable": False, "allow_plaintext_backup": False}
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.sealed = False
        self.deaf_to_associated_data = False  # as before Vault 1.13
        self.failing = "-"  # the end of the path that fails
        self.raw: tuple[int, bytes] | None = None  # an answer that is none
        self.moved_to = "http://127.0.0.1:9/"  # where a redirect points

    def answer(self, method: str, path: str, token: str, body: dict[str, Any]) -> Any:
        """
        Give the data of an answer.
        """
        self.asked.append((method, path, body))
        if path.endswith(self.failing):
            raise Refused(500, "1 error occurred")
        if self.sealed:
            raise Refused(503, "Vault is sealed")
        if token != TOKEN:
            raise Refused(403, "permission denied")
        mount, _, rest = path.removeprefix("/v1/").partition("/")
        if mount != "transit":
            raise Refused(404, f'no handler for route "{mount}/{rest}". route entry not found.')
        match (method, rest.split("/")):
            case ("POST", ["encrypt", name]):
                return self._encrypt(name, body)
            case ("POST", ["decrypt", name]):
                return self._decrypt(name, body)
            case ("GET", ["keys", "zvhprivacy"]):
                return self._described()
            case ("GET", ["keys", _]):
                raise Refused(404)
            case ("POST", ["keys", "zvhprivacy", "rotate"]):
                self.versions[max(self.versions) + 1] = os.urandom(32)
                return self._described()
            case ("POST", ["keys", "zvhprivacy", "config"]):
                return self._configure(body)
            case ("POST", ["keys", "zvhprivacy", "trim"]):
                return self._trim(body)
            case _:
                raise Refused(404, "unsupported path")

    def _encrypt(self, name: str, body: dict[str, Any]) -> Any:
        if name != "zvhprivacy":
            raise Refused(400, "encryption key not found")
        version = max(self.versions)
        nonce = os.urandom(12)
        plain = base64.b64decode(body["plaintext"])
        sealed = nonce + AESGCM(self.versions[version]).encrypt(nonce, plain, self._aad(body))
        text = f"vault:v{version}:{base64.b64encode(sealed).decode()}"
        return {"ciphertext": text, "key_version": version}

    def _decrypt(self, name: str, body: dict[str, Any]) -> Any:
        if name != "zvhprivacy":
            raise Refused(400, "encryption key not found")
        prefix, version, text = body["ciphertext"].split(":")
        number = int(version.removeprefix("v"))
        if prefix != "vault":
            raise Refused(400, "invalid ciphertext: no prefix")
        if number > max(self.versions):
            raise Refused(400, "invalid ciphertext: version is too new")
        if number < self.lowest or number not in self.versions:
            raise Refused(400, "ciphertext or signature version is disallowed by policy (too old)")
        try:
            sealed = base64.b64decode(text, validate=True)
        except ValueError:
            raise Refused(400, "invalid ciphertext: could not decode base64") from None
        try:
            plain = AESGCM(self.versions[number]).decrypt(sealed[:12], sealed[12:], self._aad(body))
        except (InvalidTag, ValueError):
            raise Refused(400, "cipher: message authentication failed") from None
        return {"plaintext": base64.b64encode(plain).decode()}

    def _described(self) -> Any:
        return {
            **self.flags,
            "name": "zvhprivacy",
            "type": self.type,
            "keys": {str(n): 1_790_000_000 + n for n in self.versions if n >= self.lowest},
            "min_decryption_version": self.lowest,
            "min_encryption_version": self.lowest_writing,
            "latest_version": max(self.versions),
            "deletion_allowed": False,
        }

    def _configure(self, body: dict[str, Any]) -> Any:
        lowest = body.get("min_decryption_version", self.lowest)
        writing = body.get("min_encryption_version", self.lowest_writing)
        latest = max(self.versions)
        if max(lowest, writing) > latest:
            raise Refused(400, f"cannot set min version, latest key version is {latest}")
        if 0 < writing < lowest:
            raise Refused(
                400, "min encryption version must not be less than min decryption version"
            )
        self.lowest, self.lowest_writing = lowest, writing
        return self._described()

    def _trim(self, body: dict[str, Any]) -> Any:
        lowest = body["min_available_version"]
        if not 0 < lowest <= min(self.lowest, self.lowest_writing):
            raise Refused(400, "minimum available version cannot be greater than minimum version")
        self.versions = {n: key for n, key in self.versions.items() if n >= lowest}
        return self._described()

    def _aad(self, body: dict[str, Any]) -> bytes | None:
        if self.deaf_to_associated_data:
            return None
        return base64.b64decode(body.get("associated_data", ""))


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}") or {}
        transit = self.server.transit
        try:
            token = self.headers.get("X-Vault-Token", "")
            data = transit.answer(self.command, self.path, token, body)
            status, content = 200, json.dumps({"data": data}).encode()
        except Refused as refused:
            status = refused.status
            content = json.dumps({"errors": list(refused.errors)}).encode()
        if transit.raw is not None:
            status, content = transit.raw
        self.send_response(status)
        if status == 307:
            self.send_header("Location", transit.moved_to + self.path)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _serve  # noqa: N815 - names of http.server

    def log_message(self, *_: object) -> None:
        """
        Say nothing.
        """


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, transit: Transit) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.transit = transit


@contextmanager
def serving(transit: Transit) -> Iterator[str]:
    """
    Answer at the address that this gives.
    """
    server = _Server(transit)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
