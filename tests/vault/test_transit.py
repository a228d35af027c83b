"""
The root in a Vault or OpenBao server: what we ask of it, and that nothing opens when it fails.

The real client talks over HTTP to `tests.vault.transit_server`, which answers as the published API
says. No real server was available to test against; what these tests cannot show is that one
behaves as its documentation says.
"""

from __future__ import annotations

import base64
import builtins

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.vault.memory import MemoryStore
from tests.vault.people import NOW, chance
from tests.vault.transit_server import TOKEN, Transit, serving
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.vault.backend import KeyBackend, KeyLost, KeysUnreachable, OldestOnly, WrongKey
from zvhprivacy.vault.envelope import Place
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.rotation import destroy_old_root, rotate_root
from zvhprivacy.vault.transit import (
    TransitBackend,
    UnsafeTransit,
    VaultClientMissing,
    open_transit,
)


KEY = bytes(range(32))
WHERE = Place("gegeven", "inhoud")("rij", "casus", 1)


@pytest.fixture
def transit() -> Transit:
    """
    A server with one key.
    """
    return Transit()


@pytest.fixture
def address(transit: Transit) -> Iterator[str]:
    """
    Where it answers.
    """
    with serving(transit) as address:
        yield address


@pytest.fixture
def backend(address: str) -> TransitBackend:
    """
    The root on that server.
    """
    return open_transit(address, TOKEN)


def test_wrap_and_unwrap(backend: KeyBackend, transit: Transit) -> None:
    """
    A key goes out and comes back; what is kept holds nothing of it, and names its version.
    """
    wrapped = backend.wrap(KEY, b"hier")

    assert KEY == backend.unwrap(wrapped, b"hier")
    assert wrapped.startswith(b"vault:v1:")
    assert 1 == backend.version_of(wrapped)
    assert base64.b64encode(KEY) not in wrapped
    method, path, body = transit.asked[-1]
    assert ("POST", "/v1/transit/decrypt/zvhprivacy") == (method, path)
    assert {"ciphertext", "associated_data"} == body.keys()


def test_wrapped_for_one_place(backend: KeyBackend) -> None:
    """
    A wrapped key opens for what it was wrapped for, and unchanged.
    """
    wrapped = backend.wrap(KEY, b"hier")
    with pytest.raises(WrongKey):
        backend.unwrap(wrapped, b"daar")
    for changed in (wrapped[:-6] + b"AAAA==", wrapped[:-9], b"vault:v1:", b"", b"vault:v0:AAAA"):
        with pytest.raises(WrongKey):
            backend.unwrap(changed, b"hier")


def test_rotate_and_destroy(backend: KeyBackend, transit: Transit) -> None:
    """
    Old versions open until they are destroyed, and then they are gone from the server.
    """
    wrapped = [backend.wrap(KEY, b"")]
    for versie in (2, 3):
        assert versie == backend.rotate()
        wrapped.append(backend.wrap(KEY, b""))
    assert [1, 2, 3] == [backend.version_of(each) for each in wrapped]
    assert {KEY} == {backend.unwrap(each, b"") for each in wrapped}
    for wrong in (0, 3, 4):
        with pytest.raises(OldestOnly):
            backend.destroy(wrong)
    transit.failing = "/trim"
    with pytest.raises(KeysUnreachable):
        backend.destroy(2)
    assert {1, 2, 3} == transit.versions.keys()
    transit.failing = "-"
    backend.destroy(2)

    assert [(3, datetime.fromtimestamp(1_790_000_003, UTC))] == list(backend.versions())
    assert {3} == transit.versions.keys()
    for gone in wrapped[:2]:
        with pytest.raises(KeyLost):
            backend.unwrap(gone, b"")
    assert KEY == backend.unwrap(wrapped[2], b"")


def test_under_all_keys(backend: KeyBackend) -> None:
    """
    The keys of a kluis live under it, and keep opening when it gets another version.
    """
    store = MemoryStore()

    def keys() -> Keys:
        return Keys(backend, store, klok=lambda: NOW, toeval=chance())

    sealed = keys().active(KeyKind.CASUS, "a").seal(b"x", WHERE)
    assert 2 == rotate_root(keys(), store)
    assert 1 == destroy_old_root(keys(), store)

    assert b"x" == keys().opener().open(sealed, WHERE)


# --- when it does not work ------------------------------------------------------------------------


def _sealed(transit: Transit) -> None:
    transit.sealed = True


def _not_json(transit: Transit) -> None:
    transit.raw = (200, b"<html>inloggen</html>")


def _empty(transit: Transit) -> None:
    transit.raw = (204, b"")


def _no_data(transit: Transit) -> None:
    transit.raw = (200, b'{"data": {"plaintext": 5, "ciphertext": 5, "keys": [], "type": []}}')


def _list(transit: Transit) -> None:
    transit.raw = (200, b"[]")


def _elsewhere(transit: Transit) -> None:
    transit.raw = (307, b"")


def _failed(transit: Transit) -> None:
    transit.raw = (500, b'{"errors": ["1 error occurred: ..."]}')


def _busy(transit: Transit) -> None:
    transit.raw = (429, b'{"errors": ["request path: rate limit quota exceeded"]}')


USES: dict[str, Callable[[KeyBackend, bytes], object]] = {
    "wrap": lambda backend, _: backend.wrap(KEY, b""),
    "unwrap": lambda backend, wrapped: backend.unwrap(wrapped, b""),
    "rotate": lambda backend, _: backend.rotate(),
    "versions": lambda backend, _: backend.versions(),
    "destroy": lambda backend, _: backend.destroy(1),
    "health": lambda backend, _: backend.health(),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    "how", [_sealed, _not_json, _empty, _no_data, _list, _elsewhere, _failed, _busy]
)
def test_a_server_that_does_not_answer(
    backend: KeyBackend, transit: Transit, how: Callable[[Transit], None], use: str
) -> None:
    """
    Sealed, broken, moved or talking nonsense: no key comes out, and our own error says so.
    """
    wrapped = backend.wrap(KEY, b"")
    how(transit)
    with pytest.raises((KeysUnreachable, UnsafeTransit)) as caught:
        USES[use](backend, wrapped)

    assert Exit.KEYS == caught.value.exit_code
    assert {1} == transit.versions.keys() or use == "rotate"


def test_a_sealed_server_says_so(backend: KeyBackend, transit: Transit) -> None:
    """
    That an operator must unseal the server is told apart from a server that is gone.
    """
    transit.sealed = True
    with pytest.raises(KeysUnreachable) as caught:
        backend.wrap(KEY, b"")

    assert "verzegeld" in str(caught.value)


def test_a_server_that_went_away(transit: Transit) -> None:
    """
    A server that no longer listens is told of, without an address or token in the message.
    """
    with serving(transit) as address:
        backend = open_transit(address, TOKEN)
    with pytest.raises(KeysUnreachable) as caught:
        backend.wrap(KEY, b"")

    said = str(caught.value) + caught.value.sentence("en") + repr(caught.value)
    assert "127.0.0.1" not in said
    assert TOKEN not in said
    assert caught.value.__suppress_context__


def test_without_access(address: str) -> None:
    """
    A token that may not is refused at once.
    """
    with pytest.raises(KeysUnreachable) as caught:
        open_transit(address, "another")

    assert "weigert" in str(caught.value)


@pytest.mark.parametrize("where", [{"naam": "onbekend"}, {"koppelpunt": "elders"}])
def test_an_unknown_key(address: str, transit: Transit, where: dict[str, str]) -> None:
    """
    A key that the server does not have is never made by asking for it.
    """
    with pytest.raises(KeyLost):
        open_transit(address, TOKEN, **where)

    assert {"GET"} == {method for method, _, _ in transit.asked}


def test_a_key_that_was_removed(backend: KeyBackend, transit: Transit) -> None:
    """
    A key that goes while we use it is a lost key.
    """
    wrapped = backend.wrap(KEY, b"")
    transit.raw = (400, b'{"errors": ["encryption key not found"]}')
    for use in ("wrap", "unwrap"):
        with pytest.raises(KeyLost):
            USES[use](backend, wrapped)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "aes256-cbc"},
        {"type": "rsa-4096"},
        {"flags": {"derived": True}},
        {"flags": {"exportable": True}},
        {"flags": {"allow_plaintext_backup": True}},
        {"deaf_to_associated_data": True},
    ],
    ids=str,
)
def test_a_key_that_does_not_protect(
    address: str, transit: Transit, change: dict[str, Any]
) -> None:
    """
    A key of another type, one that may leave, or a server too old to bind: none is used.
    """
    vars(transit).update(change)

    with pytest.raises(UnsafeTransit):
        open_transit(address, TOKEN)


@pytest.mark.parametrize(
    "address",
    [
        "http://vault.example:8200",
        "http://10.0.0.5:8200",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://[::2]:8200",
        "vault.example:8200",
        "ftp://127.0.0.1",
        "https://",
        "http://[bad",
        "",
    ],
)
def test_an_open_connection(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A connection that others can listen to is not made.
    """
    with pytest.raises(UnsafeTransit):
        open_transit(address, TOKEN)


def test_the_environment_has_no_say(
    address: str, transit: Transit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    No variable sends the keys through a proxy or to another server.
    """
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "VAULT_ADDR"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    open_transit(address, TOKEN).health()

    assert transit.asked


def test_a_redirect_is_not_followed(backend: KeyBackend, transit: Transit) -> None:
    """
    A server that points elsewhere does not make us send keys and token there.
    """
    other = Transit()
    with serving(other) as address:
        transit.raw, transit.moved_to = (307, b""), address
        with pytest.raises(KeysUnreachable):
            backend.wrap(KEY, b"")

    assert [] == other.asked


def test_without_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without the extra the error says what to install.
    """
    original = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "hvac":
            raise ImportError(name)
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(VaultClientMissing) as caught:
        open_transit("https://vault.example", TOKEN)

    assert isinstance(caught.value, ZvhError)
    assert "zvhprivacy[vault]" in str(caught.value)
