"""
What somebody with the files, and without the key file, can read and can change unseen.
"""

from __future__ import annotations

import base64
import hashlib
import shutil

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.bsn import bsn
from tests.engine.everything import everything
from tests.engine.houses import COLLEGE
from tests.engine.intruder import Intruder, deviations
from tests.engine.zaken import ANOTHER_NAME, CANARY, CONTENT, NAME, Bouw, Zaak, bouw, casusoverleg
from zvhprivacy.engine.cases import OpenCasus
from zvhprivacy.logboek.errors import LogRolledBack
from zvhprivacy.logboek.verify import Outside, verify
from zvhprivacy.store.errors import DatabaseMissing
from zvhprivacy.vault.envelope import Tampered


# ------------------------------------------------------------- what a dump tells


def forms(text: str) -> Iterator[bytes]:
    """
    Give *text* in every form in which somebody might find it back.
    """
    plain = text.encode()
    yield plain
    yield from (text.encode(encoding) for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"))
    yield plain.hex().encode()
    yield base64.b32encode(plain).rstrip(b"=")[:-2].lower()
    for shift in range(3):
        # Inside a longer text: without the letters that depend on what stands before and after.
        encoded = base64.b64encode(b"\0" * shift + plain + b"\0" * 2)
        yield encoded[4 * (shift > 0) : len(encoded) - 4 - 4 * (shift == 2)].lower()
    for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5):
        yield digest(plain).digest()
        yield digest(plain).hexdigest().encode()


def found_in(raw: bytes) -> set[str]:
    """
    Give what can be read in *raw* of whom and what is in the test cases.
    """
    low = raw.lower()
    secrets = [CANARY, NAME, ANOTHER_NAME, *CONTENT.values(), bsn(0), bsn(1)]
    return {each for each in secrets for form in forms(each) if form in raw or form.lower() in low}


def all_bytes(*folders: Path) -> bytes:
    """
    Give the bytes of all files under *folders*, one after another.
    """
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return b"\n".join(path.read_bytes() for path in sorted(files))


def _worked_on(zaak: Zaak) -> None:
    """
    Write, change, open and close, so that there are free pages and old versions too.
    """
    everything(zaak)
    item = zaak.gegevens["woonsituatie"]
    grant = zaak.mag(
        "regisseur",
        "wijzigen",
        "woonsituatie",
        verklaard={"eigen-gegevens", "rechtmatig-verwerkt"},
        about={"gegeven": item.id},
        rol="casusdeelnemer",
    )
    zaak.h.huis.bijhouden.wijzig(grant, item.id, f"Nu woont {NAME} elders.")
    zaak.h.huis.casussen.zicht(
        zaak.vraag("regisseur", "inzien", "woonsituatie"), zaak.over("regisseur")
    )
    casusoverleg(zaak.h, 1)


def test_a_dump_of_the_files_shows_nobody(huisje: Zaak, tmp_path: Path) -> None:
    """
    In the bytes of all files but the key file stands no BSN, name or content, in no form.
    """
    _worked_on(huisje)
    during = all_bytes(tmp_path / "db")
    huisje.h.engine.close()
    after = all_bytes(tmp_path / "db")

    assert (tmp_path / "db" / "huis.sqlite").exists()
    assert len(during) > 100_000
    assert set() == found_in(during) | found_in(after)
    assert {CANARY, NAME} <= found_in(f"x{NAME}".encode().hex().encode())


@pytest.mark.postgres
def test_a_dump_of_the_server_shows_nobody(tmp_path: Path) -> None:
    """
    The same in all files of PostgreSQL: tables, indexes, write-ahead log, statistics, its own log.
    """
    try:
        running = postgres.Server()
    except postgres.NoPostgres as reason:
        pytest.skip(str(reason))
    try:
        built = bouw(tmp_path, running.new_database())
        with built.open(tmp_path, built.target) as zaak:
            _worked_on(zaak)
        during = all_bytes(running.folder)
        running.stop()

        assert set() == found_in(during) | found_in(all_bytes(running.folder))
        assert COLLEGE.encode() in during
    finally:
        running.close()


# ------------------------------------------------------------- what a change does


def _open(zaak: Zaak, gegevens: str = "woonsituatie") -> OpenCasus:
    return zaak.h.huis.casussen.open(zaak.mag("regisseur", "inzien", gegevens))


def test_two_contents_cannot_change_places(huisje: Zaak, tmp_path: Path) -> None:
    """
    Swap the sealed content of two items: opening either one names it and gives nothing.
    """
    intruder = Intruder(tmp_path / "db" / "huis.sqlite")
    one, other = huisje.gegevens["woonsituatie"].id, huisje.gegevens["relaties"].id
    first, second = (intruder.get("gegeven", each, "inhoud") for each in (one, other))
    intruder.set("gegeven", one, inhoud=second)
    intruder.set("gegeven", other, inhoud=first)

    with pytest.raises(Tampered, match=one):
        _open(huisje)
    with pytest.raises(Tampered, match=other):
        _open(huisje, "relaties")


def test_no_bit_can_be_flipped(huisje: Zaak, tmp_path: Path) -> None:
    """
    Flip any bit of what is sealed: the row is named and nothing is given.
    """
    intruder = Intruder(tmp_path / "db" / "huis.sqlite")
    key = huisje.gegevens["woonsituatie"].id
    sealed = intruder.get("gegeven", key, "inhoud")
    item = huisje.gegevens["woonsituatie"]
    read = huisje.h.huis._rooms.content.opener()
    unseen = []
    for bit in range(8 * len(sealed)):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            read(type(item)(**dict(item) | {"inhoud": bytes(flipped)}))
        except Tampered as error:
            named = key in str(error)
        else:
            named = False
        if not named:
            unseen.append(bit)
    intruder.set("gegeven", key, inhoud=bytes([*sealed[:-1], sealed[-1] ^ 1]))

    assert [] == unseen
    with pytest.raises(Tampered, match=key):
        _open(huisje)


def test_an_old_version_cannot_be_put_back(huisje: Zaak, tmp_path: Path) -> None:
    """
    Put back the whole row as it was before a change: the row is named and nothing is given.
    """
    intruder = Intruder(tmp_path / "db" / "huis.sqlite")
    item, names = huisje.gegevens["woonsituatie"], intruder.columns("gegeven")
    before = next(row for row in intruder.rows("gegeven") if item.id in row)
    grant = huisje.mag(
        "regisseur",
        "wijzigen",
        "woonsituatie",
        verklaard={"rechtmatig-verwerkt"},
        rol="casusdeelnemer",
    )
    huisje.h.huis.bijhouden.wijzig(grant, item.id, "nieuw")
    intruder.set("gegeven", item.id, **dict(zip(names, before, strict=True)))

    with pytest.raises(Tampered, match=item.id):
        _open(huisje)
    assert [item.id] == [each.rij for each in deviations(huisje)]


def test_a_row_cannot_move_to_another_case(huisje: Zaak, tmp_path: Path) -> None:
    """
    Move an item to a case where somebody may look: the row is named and nothing is given.
    """
    other = casusoverleg(huisje.h, 1)
    intruder = Intruder(tmp_path / "db" / "huis.sqlite")
    item = huisje.gegevens["woonsituatie"]
    intruder.connection.execute("PRAGMA foreign_keys = OFF")
    intruder.set("gegeven", item.id, casus=other.id, betrokkene=other.betrokkene.id)

    with pytest.raises(Tampered, match=item.id):
        _open(other)


def test_an_assignment_that_nobody_wrote_opens_nothing(huisje: Zaak, tmp_path: Path) -> None:
    """
    Write oneself into the register of people on a case: the row is named and nothing is given.
    """
    intruder = Intruder(tmp_path / "db" / "huis.sqlite")
    names = intruder.columns("toewijzing")
    mine = dict(zip(names, intruder.rows("toewijzing")[0], strict=True))
    mine |= {"id": "e" * 32, "medewerker": huisje.h.mensen["griffier"], "rol": "casusdeelnemer"}
    intruder.add("toewijzing", tuple(mine[name] for name in names))
    grant = huisje.mag("griffier", "inzien", "woonsituatie")

    with pytest.raises(Tampered, match="e" * 32):
        huisje.h.huis.casussen.open(grant)
    assert ["e" * 32] == [each.rij for each in deviations(huisje)]


# ------------------------------------------------------------- yesterday's files


def test_yesterdays_hoofd_is_not_gone_on_with(bouw: Bouw, tmp_path: Path) -> None:
    """
    Put back the hoofd of before: the kluis saw more of the logboek, and the engine does not open.
    """
    path, kept = tmp_path / "db" / "huis.sqlite", tmp_path / "gisteren.sqlite"
    with bouw.kopie(tmp_path):
        pass
    shutil.copy(path, kept)
    with bouw.open(tmp_path) as zaak:
        zaak.naar("uitvoering", "vastleggen")
    shutil.copy(kept, path)

    with pytest.raises(LogRolledBack), bouw.open(tmp_path):
        pass


def test_yesterdays_files_together_are_found_from_outside(bouw: Bouw, tmp_path: Path) -> None:
    """
    Put back both databases: the engine cannot know, a checkpoint that was handed over does.
    """
    with bouw.kopie(tmp_path):
        pass
    shutil.copytree(tmp_path / "db", tmp_path / "gisteren")
    with bouw.open(tmp_path) as zaak:
        zaak.naar("uitvoering", "vastleggen")
        outside = Outside("fg", zaak.h.huis.storage.writer.checkpoint().tekst)
    shutil.rmtree(tmp_path / "db")
    shutil.copytree(tmp_path / "gisteren", tmp_path / "db")

    with bouw.open(tmp_path) as zaak:
        storage = zaak.h.huis.storage
        alone = verify(storage.log, storage.verifiers())
        report = verify(storage.log, storage.verifiers(), since=[outside])

    assert alone
    assert not report


def test_a_lost_kluis_is_not_made_anew(bouw: Bouw, tmp_path: Path) -> None:
    """
    Remove the kluis: a new one would hide that it is lost, so there is none.
    """
    with bouw.kopie(tmp_path):
        pass
    for path in (tmp_path / "db").glob("*kluis*"):
        path.unlink()

    with pytest.raises(DatabaseMissing, match="kluis"), bouw.open(tmp_path):
        pass
    assert not (tmp_path / "db" / "huis-kluis.sqlite").exists()
