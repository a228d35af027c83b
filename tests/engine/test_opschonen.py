"""
Pruning the logboek: old lines go, every case still opens, and every check still agrees.
"""

from __future__ import annotations

import contextlib

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.everything import everything
from tests.engine.intruder import Intruder, deviations
from tests.engine.zaken import CONTENT, Bouw, Zaak
from zvhprivacy.engine import opschonen as pruning
from zvhprivacy.engine import rows
from zvhprivacy.engine.content import Content
from zvhprivacy.engine.opschonen import Opgeschoond
from zvhprivacy.errors import ZvhError
from zvhprivacy.logboek import canonical, verify_export
from zvhprivacy.logboek.errors import BadLine, LogDeviates, NotPrunable
from zvhprivacy.logboek.export import export
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis
from zvhprivacy.logboek.proof import inclusion
from zvhprivacy.logboek.verify import Outside, verify
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.store.registers import Registers
from zvhprivacy.vault.envelope import Tampered


RULE = {"regel": "logboek-vijf-jaar", "grondslag": "AVG 5 lid 1"}


class Cut(Exception):
    """
    Something cuts the pruning off.
    """


def _prune(zaak: Zaak, voor: int | None = None, **more: Any) -> Opgeschoond:
    size = zaak.h.huis.storage.log.head().size
    return zaak.h.huis.logboek_opschonen(size if voor is None else voor, **{**RULE, **more})


def _log(zaak: Zaak) -> LogboekStore:
    return zaak.h.huis.storage.log


def _readable(zaak: Zaak) -> list[str]:
    content = Content(zaak.h.huis.storage)
    with zaak.h.huis.storage.hoofd.read() as connection:
        items = Registers(connection).gegevens(zaak.id)
    read = content.opener()
    return sorted(read(item) for item in items)


def _forgotten(zaak: Zaak) -> int:
    log = _log(zaak)
    return sum(leaf.regel is None for leaf in log.leaves(0, log.head().size))


def _agree(zaak: Zaak) -> bool:
    storage = zaak.h.huis.storage
    return bool(verify(storage.log, storage.verifiers())) and not deviations(zaak)


# ---------------------------------------------------------------- what goes, and what stays


def test_every_row_is_trusted_after_its_lines_are_gone(zaak: Zaak) -> None:
    """
    Forget all there is: every row still opens, and both checks agree; once more, and they do.
    """
    everything(zaak)
    for _ in range(2):
        before, size = _readable(zaak), _log(zaak).head().size
        done = _prune(zaak)

        assert size == _forgotten(zaak)
        assert done.herbevestigd > 50
        assert before == _readable(zaak)
        assert _agree(zaak)


def test_what_people_do_goes_on(zaak: Zaak) -> None:
    """
    The next steps of a case find everything they need.
    """
    _prune(zaak)
    zaak.naar("uitvoering", "vastleggen")
    zaak.brengt_in("regisseur", "woonsituatie", rol="casusdeelnemer")

    assert set(_readable(zaak)) <= set(CONTENT.values())
    assert _agree(zaak)


def test_a_row_with_a_later_line_is_not_told_of_again(zaak: Zaak) -> None:
    """
    Of a row that was written since, nothing is said: only what would lose its last line.
    """
    size = _log(zaak).head().size
    zaak.naar("uitvoering", "vastleggen")
    _prune(zaak, size)
    again = [
        line
        for leaf in _log(zaak).leaves_of(voorwerp=zaak.id)
        if isinstance(line := canonical.read(leaf.regel or b""), AuditLine)
    ]

    assert [Gebeurtenis.LOGBOEK_OPSCHONEN] != [line.gebeurtenis for line in again]
    assert 1 == len(again)
    assert _agree(zaak)


@pytest.mark.parametrize("beyond", [0, 1])
def test_the_last_line_below_the_number_goes_and_the_next_stays(huisje: Zaak, beyond: int) -> None:
    """
    A row is told of again when its last line is below the number, and not when it is at it.
    """
    row = huisje.gegevens["relaties"].id
    [*_, last] = _log(huisje).leaves_of(voorwerp=row)
    _prune(huisje, last.nummer + beyond)
    [left] = _log(huisje).leaves_of(voorwerp=row)

    assert (left.nummer != last.nummer) == bool(beyond)
    assert _agree(huisje)


def test_it_says_what_it_did(huisje: Zaak) -> None:
    """
    The line names rule and ground; those about rows say which register, and the case they had.
    """
    log = _log(huisje)
    [*_, before] = log.leaves_of(voorwerp=huisje.gegevens["woonsituatie"].id)
    done = _prune(huisje)
    assert done.regel is not None
    [declared] = log.leaves(done.regel, done.regel + 1)
    [again] = log.leaves_of(voorwerp=huisje.gegevens["woonsituatie"].id)
    lines = [canonical.read(leaf.regel or b"") for leaf in (declared, again)]
    said = [(each.gebeurtenis, each.object) for each in lines if isinstance(each, AuditLine)]

    assert [("logboek-opschonen", "logboek"), ("logboek-opschonen", "gegeven")] == said
    assert b'"regel":"logboek-vijf-jaar"' in (declared.regel or b"")
    assert before.casus == again.casus == huisje.id


def test_what_was_handed_out_before_still_proves(zaak: Zaak, tmp_path: Path) -> None:
    """
    An old checkpoint and a line that somebody kept hold, and an export is in order without us.
    """
    storage = zaak.h.huis.storage
    old, keys = storage.writer.checkpoint(), storage.verifiers()
    [kept] = storage.log.leaves(3, 4)
    done = _prune(zaak)
    size = done.vergeten
    storage.writer.checkpoint()
    export(storage.log, tmp_path / "uit", keys)
    (tmp_path / "oud.txt").write_text(old.tekst, "utf-8")
    args = [str(tmp_path / "uit"), "--vkey", keys[0].text, "--since", str(tmp_path / "oud.txt")]
    report = verify(storage.log, keys, since=[Outside("fg", old.tekst)])

    assert inclusion(storage.log, 3, old).holds(kept.regel or b"", keys)
    assert report, report.afwijkingen
    assert size == report.leesbaar_vanaf
    assert 0 == verify_export.main(args)


def test_a_policy_that_later_lines_name_stays_sealed(huisje: Zaak, tmp_path: Path) -> None:
    """
    Its seal is written again, so a policy that is changed afterwards is found.
    """
    _prune(huisje)
    storage = huisje.h.huis.storage
    huisje.naar("uitvoering", "vastleggen")
    intruder = Intruder(tmp_path / "db" / "huis.sqlite")
    intruder.connection.execute("UPDATE logboek_beleid SET inhoud = x'00'")
    intruder.connection.close()
    report = verify(storage.log, storage.verifiers())

    assert {"beleid-gewijzigd"} == {each.soort for each in report.afwijkingen}


def test_no_bytes_stay_behind(bouw: Bouw, tmp_path: Path) -> None:
    """
    Neither the file nor what stands beside it holds a salt of a forgotten line.
    """
    with bouw.kopie(tmp_path) as zaak:
        log = _log(zaak)
        salts = [
            leaf.regel[-34:-2] for leaf in log.leaves(0, log.head().size) if leaf.regel is not None
        ]
        _prune(zaak)
        found = b"".join(path.read_bytes() for path in (tmp_path / "db").glob("huis.sqlite*"))

    assert len(salts) > 50
    assert [] == [salt for salt in salts if salt in found]


@pytest.mark.parametrize("voor", [0, -1, 100_000])
def test_there_must_be_such_lines(huisje: Zaak, voor: int) -> None:
    """
    A number that no line is below, or that the logboek has not reached, is refused.
    """
    with pytest.raises(NotPrunable):
        _prune(huisje, voor)

    assert 0 == _forgotten(huisje)


def test_rule_and_ground_are_words(huisje: Zaak) -> None:
    """
    A ground that is no article is refused, and nothing is forgotten.
    """
    with pytest.raises(BadLine):
        _prune(huisje, grondslag="omdat het kan")

    assert 0 == _forgotten(huisje)


# ---------------------------------------------------------------- cut off


def _cut_telling(zaak: Zaak, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "CHUNK", 5)

    def cut(_: int) -> None:
        raise Cut

    _prune(zaak, stap=cut)


def _cut_between(zaak: Zaak, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise Cut

    monkeypatch.setattr(zaak.h.huis.storage.writer, "prune", cut)
    _prune(zaak)


def _cut_scrubbing(zaak: Zaak, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise Cut

    monkeypatch.setattr(pruning, "scrub", cut)
    _prune(zaak)


@pytest.mark.parametrize("cut", [_cut_telling, _cut_between, _cut_scrubbing])
def test_a_pruning_that_was_cut_off_goes_on(
    zaak: Zaak, cut: Callable[[Zaak, pytest.MonkeyPatch], None]
) -> None:
    """
    Cut off at any step everything still opens; called again it ends, and tells of no row twice.
    """
    before, size = _readable(zaak), _log(zaak).head().size
    with pytest.MonkeyPatch.context() as monkeypatch, pytest.raises(Cut):
        cut(zaak, monkeypatch)
    between = (_readable(zaak), _agree(zaak))
    done = _prune(zaak, size)
    told = [
        leaf.voorwerp
        for leaf in _log(zaak).leaves(size, _log(zaak).head().size)
        if leaf.voorwerp is not None
    ]

    assert (before, True) == between
    assert size == _forgotten(zaak)
    assert (before, True) == (_readable(zaak), _agree(zaak))
    assert len(told) == len(set(told))
    assert (cut is _cut_telling) == bool(done.herbevestigd)


# ---------------------------------------------------------------- what was tampered with


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[Intruder]:
    intruder = Intruder(folder / "db" / "huis.sqlite")
    try:
        yield intruder
    finally:
        intruder.connection.close()


def _changes_a_row(zaak: Zaak, intruder: Intruder) -> str:
    intruder.set("casus", zaak.id, doel="wwft")
    return zaak.id


def _removes_a_row(zaak: Zaak, intruder: Intruder) -> str:
    row = zaak.gegevens["relaties"].id
    intruder.remove("gegeven", row)
    return row


def _adds_a_row(zaak: Zaak, intruder: Intruder) -> str:
    row = intruder.rows("deelname")[-1]
    intruder.add("deelname", ("f" * 32, *row[1:]))
    return "f" * 32


def _changes_a_line(zaak: Zaak, intruder: Intruder) -> str:
    intruder.connection.execute(
        "UPDATE logboek_regel SET regel = CAST(replace(CAST(regel AS TEXT), 'gelukt', 'mislukt')"
        " AS BLOB) WHERE nummer = (SELECT max(nummer) FROM logboek_regel"
        " WHERE CAST(regel AS TEXT) LIKE '%gelukt%')"
    )
    return "regel-gewijzigd"


def _hides_a_line(zaak: Zaak, intruder: Intruder) -> str:
    intruder.connection.execute(
        "UPDATE logboek_regel SET voorwerp = NULL WHERE voorwerp = ?", (zaak.id,)
    )
    return "kenmerk-gewijzigd"


@pytest.mark.parametrize(
    "does", [_changes_a_row, _removes_a_row, _adds_a_row, _changes_a_line, _hides_a_line]
)
def test_what_deviates_is_looked_into_first(
    huisje: Zaak, tmp_path: Path, does: Callable[[Zaak, Intruder], str]
) -> None:
    """
    With the lines the proof of a change would go; so it stops, names it, and forgets nothing.
    """
    with _inside(tmp_path) as intruder:
        named = does(huisje, intruder)
    with pytest.raises(LogDeviates) as raised:
        _prune(huisje)

    assert named in str(raised.value)
    assert 0 == _forgotten(huisje)


@pytest.mark.parametrize("does", [_changes_a_row, _adds_a_row])
def test_a_row_that_is_changed_after_the_check_stops_it_too(
    huisje: Zaak,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    does: Callable[[Zaak, Intruder], str],
) -> None:
    """
    What is told of again is looked at again: nobody gets a line for a row he changed himself.
    """
    named = []

    def meanwhile(*_: object) -> None:
        with _inside(tmp_path) as intruder:
            named.append(does(huisje, intruder))

    monkeypatch.setattr(pruning, "_in_order", meanwhile)
    with pytest.raises(Tampered) as raised:
        _prune(huisje)

    assert named[0] in str(raised.value)
    assert 0 == _forgotten(huisje)


def test_a_row_that_cannot_be_read_stops_it(
    huisje: Zaak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A damaged row is named and not left out.
    """
    monkeypatch.setattr(pruning, "_in_order", lambda _: None)
    with _inside(tmp_path) as intruder:
        intruder.set("casus", huisje.id, fase_sinds="gisteren")
    with pytest.raises(ZvhError) as raised:
        _prune(huisje)

    assert huisje.id in str(raised.value)
    assert 0 == _forgotten(huisje)


# ---------------------------------------------------------------- others at work


def test_a_row_that_somebody_writes_meanwhile_is_looked_at_again(
    zaak: Zaak, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Written between the look at it and its line, it has a line of its own, and gets no older one.
    """
    look = Content.untouched
    wrote: list[str] = []

    def untouched(content: Content, *rows: Any) -> None:
        look(content, *rows)
        if not wrote and any(row.id == zaak.id for row in rows):
            wrote.append(zaak.id)
            zaak.naar("uitvoering", "vastleggen")

    monkeypatch.setattr(Content, "untouched", untouched)
    _prune(zaak)
    [leaf] = _log(zaak).leaves_of(voorwerp=zaak.id)
    line = canonical.read(leaf.regel or b"")

    assert [zaak.id] == wrote
    assert isinstance(line, AuditLine)
    assert Gebeurtenis.LOGBOEK_OPSCHONEN is not line.gebeurtenis
    assert _agree(zaak)


def test_rows_that_are_written_during_the_check_are_no_deviation(
    zaak: Zaak, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Between the look at the lines and at the rows somebody wrote: that is how a house works.
    """
    stored = rows.stored_rows
    wrote: list[Any] = []

    def meanwhile(hoofd: Any) -> Iterator[Any]:
        if not wrote:
            wrote.append(zaak.naar("uitvoering", "vastleggen"))
        yield from stored(hoofd)

    monkeypatch.setattr(rows, "stored_rows", meanwhile)
    storage = zaak.h.huis.storage

    assert [] == rows.deviating_rows(storage.log, storage.hoofd)
    assert wrote
