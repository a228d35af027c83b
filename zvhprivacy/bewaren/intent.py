"""
What was destroyed in the kluis and is not told of yet: kept there, so that no crash loses it.

It becomes durable together with the destruction itself. Who goes on after a crash finds in it what
the ledger has to hold, and to whom the logboek has to say that data about him went: the cases
themselves cannot be opened any more.
"""

from __future__ import annotations

import json

from collections.abc import Collection, Mapping
from typing import NamedTuple

from zvhprivacy.bewaren.ledger import Destroyed, Mark
from zvhprivacy.bewaren.needs import Moment
from zvhprivacy.vault.needs import VaultStore


LEDGER = "vernietigingsregister"  # under this name the kluis keeps how far the ledger is
PENDING = "vernietigd"  # and under this one what is not told of yet

Aliases = Mapping[str, tuple[str, ...]]


class Intent(NamedTuple):
    """
    Cases and persons of which the keys and secrets are gone, and per case who was in it.
    """

    plan: str
    casussen: tuple[str, ...]
    personen: tuple[str, ...]
    aliassen: Aliases

    def line(self, nu: Moment, *, log: int) -> Destroyed:
        """
        Give the line of the ledger that tells of it.
        """
        tijd = nu.tijd.isoformat(timespec="seconds")
        return Destroyed(self.plan, tijd, log, casussen=self.casussen, personen=self.personen)


def pending(vault: VaultStore) -> Intent | None:
    """
    Give what is not told of yet, if there is anything.
    """
    text = vault.progress(PENDING)
    if text is None:
        return None
    plan, casussen, personen, aliassen = json.loads(text)
    named = {casus: tuple(names) for casus, names in aliassen.items()}
    return Intent(plan, tuple(casussen), tuple(personen), named)


def declare(vault: VaultStore, intent: Intent) -> Intent:
    """
    Keep *intent* beside what is not told of yet, and give both; in the transaction that destroys.
    """
    before = pending(vault)
    if before is not None:
        intent = Intent(
            intent.plan,
            tuple(dict.fromkeys((*before.casussen, *intent.casussen))),
            tuple(dict.fromkeys((*before.personen, *intent.personen))),
            {**before.aliassen, **intent.aliassen},
        )
    vault.set_progress(PENDING, json.dumps(intent))
    return intent


def told(vault: VaultStore, casussen: Collection[str], mark: Mark) -> None:
    """
    Forget what was told of by now, and remember how far the ledger is.
    """
    with vault.transaction():
        vault.set_progress(LEDGER, str(mark))
        before = pending(vault)
        if before is not None:
            done = frozenset(casussen)
            left = tuple(each for each in before.casussen if each not in done)
            aliassen = {casus: before.aliassen.get(casus, ()) for casus in left}
            rest = before._replace(casussen=left, personen=(), aliassen=aliassen)
            vault.set_progress(PENDING, json.dumps(rest) if left else None)


def seen(vault: VaultStore) -> Mark:
    """
    Give how far the ledger was when this kluis last saw it.
    """
    return Mark.parse(vault.progress(LEDGER))
