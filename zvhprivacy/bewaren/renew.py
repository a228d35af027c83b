"""
A new key for a case of which items went, so that no copy of those items opens any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from zvhprivacy.bewaren.gate import dead_key
from zvhprivacy.bewaren.ledger import DeadKey
from zvhprivacy.bewaren.needs import Stores
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.logboek.line import Line
from zvhprivacy.store.involved import sealed_values, there
from zvhprivacy.store.rls import see_all
from zvhprivacy.vault.envelope import key_number
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keystate import KeyState


class StillSealed(ZvhError):
    """
    Something in a case is sealed with a key that has to go, and would be lost with it.
    """

    exit_code = Exit.KEYS
    code = "still-sealed"
    nl = "in {waar} staat nog een waarde onder de oude sleutel van de casus; die sleutel blijft"
    en = "{waar} still holds a value under the old key of the case; that key stays"


def renew(stores: Stores, new_key: Callable[[str], object], casus: str) -> tuple[DeadKey, ...]:
    """
    Let *new_key* seal all of *casus* again, and destroy its older keys; give all destroyed ones.

    The last look at what is sealed and the destruction are done as the only writer of the hoofd:
    who stores something sealed looks there too whether its key still lives.

    Raises:
        StillSealed: a value of it is sealed with an older one still.
        KeyLost: the case has no key.
        Tampered: a row is not what was stored.
    """
    new_key(casus)

    def deed(connection: Any, _: int) -> tuple[Iterable[Line], None]:
        see_all(connection)
        rows = stores.vault.keys_named(KeyKind.CASUS, [casus])
        older = {row.nummer for row in rows if row.staat == KeyState.LEZEN}
        for where, value in sealed_values(connection, casus):
            if key_number(value) in older:
                raise StillSealed(waar=where)
        with stores.vault.transaction():
            stores.keys.destroy_all(older, forget=False)
            there(connection, [casus])  # raises when a server ended this transaction meanwhile
        return (), None

    stores.writer.perform(deed)
    rows = stores.vault.keys_named(KeyKind.CASUS, [casus])
    return tuple(dead_key(row) for row in rows if row.staat == KeyState.VERNIETIGD)
