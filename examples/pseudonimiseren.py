"""
Give a column of BSNs pseudonyms for one receiver, with a progress bar; the numbers are invented.

    python examples/pseudonimiseren.py
"""

from __future__ import annotations

import secrets
import tempfile

from datetime import UTC, datetime
from pathlib import Path

from rich.progress import Progress

from zvhprivacy import Engine
from zvhprivacy.vault.bulk import Kolommen, Onbekend, Ongeldig, Translation
from zvhprivacy.vault.bulk_csv import pseudonymise_csv
from zvhprivacy.vault.domain import Domain
from zvhprivacy.vault.keyring import create_keyring


WORKSPACE, ROWS = Path(__file__).parents[1], 2_000
BSNS = ("111222333", "123456782", "123456789", "")  # the third is none, the last is not there


def main(folder: Path) -> None:
    # A real key file has a passphrase and stands elsewhere; `zvhprivacy sleutel new` makes it.
    sleutels = create_keyring(
        folder / "sleutels.json",
        wachtwoord=None,
        zonder_wachtwoord=True,
        klok=lambda: datetime.now(UTC),
        toeval=secrets.token_bytes,
    )
    source, target = folder / "bron.csv", folder / "pseudoniemen.csv"
    lines = [f"{BSNS[number % 4]},{2020 + number % 5}" for number in range(ROWS)]
    source.write_text("\n".join(["bsn,jaar", *lines]) + "\n", encoding="utf-8")
    with Engine.open(WORKSPACE, sleutels=sleutels, database=folder / "zvh.sqlite") as engine:
        translation = Translation(
            engine.huis.storage.persons,
            Domain.of(samenwerkingsverband="zvh", proces="kengetallen", ontvanger="statistiek"),
            ongeldig=Ongeldig.LEEG,
            onbekend=Onbekend.AANMELDEN,
        )
        with Progress() as progress:
            bar = progress.add_task("pseudonimiseren", total=ROWS)
            columns = Kolommen(bsn="bsn", houd=("jaar",))
            show = lambda done: progress.update(bar, completed=done)  # noqa: E731
            counts = pseudonymise_csv(source, target, translation, columns, voortgang=show)
    print(f"{counts.rijen} rijen, zonder BSN {counts.leeg}, ongeldig {counts.ongeldig}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
