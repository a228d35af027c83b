"""
`zvhprivacy bewaren`: what must go is planned, approved by another, carried out and accounted for.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from click.testing import Result

from tests.bewaren.certified import plan
from tests.bewaren.huis import (
    BEGIN,
    DUE,
    REGISTER,
    Bewaarhuis,
    Bouw,
    Zaak,
    bewaarhuis,
    bouw,
    heropend,
)
from tests.cli.conftest import Run
from tests.engine.houses import HUIS, WORKSPACE, Clock, shipped
from tests.postgres import Server
from zvhprivacy.bewaren import batch, carrying, ending
from zvhprivacy.bewaren.targets import Opdracht
from zvhprivacy.cli import _bewaren_replay, _bewaren_run
from zvhprivacy.cli._bewaren_house import SeveralPlans, chosen
from zvhprivacy.cli._output import Progress
from zvhprivacy.engine import bewaren_zicht, clock, core
from zvhprivacy.model.bewaarplan import PlanState
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.errors import TracesLeft
from zvhprivacy.store.plannen import Plannen


EINDE = date(2026, 6, 10)  # the last day of a case that was first processed on DUE
WAAROM = "Er loopt een zaak bij de rechtbank."


@dataclass(slots=True)
class Plek:
    """
    A house in *folder*, closed, with the program to run in it; *was* knows who works there.
    """

    folder: Path
    was: Bewaarhuis
    run: Run

    @property
    def klok(self) -> Clock:
        """
        The clock of the program too.
        """
        return self.was.h.klok

    @property
    def een(self) -> str:
        """
        Who makes plans.
        """
        return self.was.een.medewerker or ""

    @property
    def twee(self) -> str:
        """
        Who approves them.
        """
        return self.was.twee.medewerker or ""

    @property
    def database(self) -> Path:
        """
        The file of the hoofd.
        """
        return self.folder / "db" / "huis.sqlite"

    @property
    def huis(self) -> list[object]:
        """
        The options that say where the house is.
        """
        register = self.folder / "register" / REGISTER
        return ["--workspace", WORKSPACE, "--database", self.database, "--register", register]

    @property
    def sleutels(self) -> list[object]:
        """
        The options that say where its keys are.
        """
        return ["--sleutels", self.folder / "sleutels" / "sleutels.json", "--niet-ondertekend"]

    @contextlib.contextmanager
    def open(self) -> Iterator[Bewaarhuis]:
        """
        Open the house to put something in it.
        """
        with heropend(self.folder, was=self.was) as b:
            yield b

    def zaken(self, aantal: int = 1, **more: Any) -> list[Zaak]:
        """
        Put cases in it, which all end on the same day.
        """
        with self.open() as b:
            return [b.zaak(**more) for _ in range(aantal)]

    def kijk(self, *args: object, code: int = 0, **more: Any) -> Result:
        """
        Run a command that takes no keys, which ends with *code*.
        """
        result = self.run("bewaren", *args, *self.huis, **more)
        assert code == result.exit_code, result.output
        return result

    def doe(self, *args: object, code: int = 0, **more: Any) -> Result:
        """
        Run a command with the keys, which ends with *code*.
        """
        return self.kijk(*args, *self.sleutels, code=code, **more)

    def plan(self) -> str:
        """
        Let the one make a plan; give its hash.
        """
        made = self.doe("plan", "--door", self.een, "--format", "json")
        return str(json.loads(made.stdout)["hash"])

    def goedgekeurd(self) -> str:
        """
        Make a plan, let the other approve it, and wait.
        """
        code = self.plan()
        self.doe("approve", code, "--door", self.twee)
        self.klok.goes(days=7)
        return code

    def er_zijn(self) -> set[str]:
        """
        Give the ids of the cases that are there.
        """
        with sqlite3.connect(self.database) as raw:
            return {key for (key,) in raw.execute("SELECT id FROM casus")}


@pytest.fixture(autouse=True)
def _policy_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "Policy", lambda _: shipped())
    monkeypatch.setattr(bewaren_zicht, "Policy", lambda _: shipped())


@pytest.fixture(scope="module")
def gebouwd(tmp_path_factory: pytest.TempPathFactory) -> Bouw:
    """
    A house with people who keep the terms, and nothing else.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(core, "Policy", lambda _: shipped())
        return bouw(tmp_path_factory.mktemp("bouw"))


@pytest.fixture
def plek(gebouwd: Bouw, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Plek:
    """
    A copy of it for this test, at the time that its clock says.
    """
    folder = tmp_path / "huis"
    with gebouwd.kopie(folder) as b:
        was = b
    monkeypatch.setattr(clock, "now", was.h.klok)
    return Plek(folder, was, run)


def one_sentence(result: Result) -> str:
    """
    Give what stderr says, which is one line, and nothing else was said.
    """
    (line,) = result.stderr.splitlines()
    assert line.startswith("zvhprivacy: ")
    assert not re.search(r"[{}]|Traceback|er ging iets mis|went wrong", line)
    return line


# --- plan -----------------------------------------------------------------------------------------


def test_a_trial_takes_no_keys_and_keeps_nothing(plek: Plek) -> None:
    """
    Without a person it shows the list, names no case, ends with 0, and leaves no plan.
    """
    (zaak,) = plek.zaken(gegevens=[("woonsituatie", DUE), ("gezondheid", DUE)])
    result = plek.kijk("plan")

    assert "Proef van 2026-06-01: wat weg moet tot en met 2026-06-15" in result.stdout
    row = r"gezondheid +hele casus vernietigen +WGS-MAX5 +WGS 1\.8 lid 7 +1 +1 +2026-06-10"
    assert re.search(row, result.stdout)
    assert "Samen: 1 hele casussen, en 0 gegevens" in result.stdout
    assert "P3M" in result.stdout  # that it comes to its end is announced too
    assert zaak.id not in result.stdout
    assert "wacht op goedkeuring" not in plek.kijk("status").stdout


def test_detail_names_the_cases(plek: Plek) -> None:
    """
    With `--detail` every line has its ids, its rule and where that stands.
    """
    (zaak,) = plek.zaken()
    plain, detailed = (
        json.loads(plek.kijk("plan", *more, "--format", "json").stdout)
        for more in ([], ["--detail"])
    )
    shown = plek.kijk("plan", "--detail", "--lang", "en").stdout

    assert [] == [key for line in plain["regels"] for key in ("casus", "gegeven") if key in line]
    assert [(zaak.id, None)] == [(x["casus"], x["gegeven"]) for x in detailed["regels"]]
    assert [zaak.id] == [each["casus"] for each in detailed["aankondigingen"]]
    assert zaak.id in shown
    assert re.search(r"policies/bewaartermijnen\.yaml:\d+ +eerste-verwerking", shown)


def test_json_is_an_object_with_lines(plek: Plek) -> None:
    """
    A program gets the days, the hash, and every line with its count per category.
    """
    plek.zaken(2, gegevens=[("woonsituatie", DUE), ("woonsituatie", DUE)])
    form = json.loads(plek.kijk("plan", "--format", "json").stdout)

    assert ("2026-06-01", "2026-06-15", None) == (form["op"], form["horizon"], form["plan"])
    assert re.fullmatch("[0-9a-f]{64}", form["hash"])
    assert [{"woonsituatie": 2}] * 2 == [line["aantallen"] for line in form["regels"]]
    assert {"WGS-MAX5"} == {line["regel"] for line in form["regels"]}


def test_what_is_kept_is_the_same_list(plek: Plek) -> None:
    """
    What a person puts his name to has the hash of the trial, and can be shown again by it.
    """
    plek.zaken()
    trial = json.loads(plek.kijk("plan", "--format", "json").stdout)
    code = plek.plan()
    again = plek.kijk("plan", code[:8].upper()).stdout
    form = json.loads(plek.kijk("plan", code, "--format", "json", "--detail").stdout)

    assert trial["hash"] == code == form["hash"]
    assert "wacht op goedkeuring" in again
    assert f"approve {code[:12]} --door" in again
    assert "opgesteld" == form["plan"]["stand"]
    assert 1 == len(form["regels"])


def test_nothing_has_to_go(plek: Plek) -> None:
    """
    Then no plan is made, also when a person asks for one, and that is in order.
    """
    plek.zaken(eerste=date(2025, 1, 1))

    assert "Er hoeft niets weg" in plek.kijk("plan").stdout
    assert "Er hoeft niets weg" in plek.doe("plan", "--door", plek.een).stdout
    assert "wacht op goedkeuring" not in plek.kijk("status").stdout


def test_what_is_due_and_stays_is_told(plek: Plek) -> None:
    """
    A case that is held is not in the list, and is counted with the reason.
    """
    (zaak,) = plek.zaken()
    with plek.open() as b:
        b.opgeschort(zaak)
    result = plek.kijk("plan")

    assert "Wat weg moet en toch blijft" in result.stdout
    assert re.search(r"vernietiging opgeschort +1 +1", result.stdout)


def test_looking_ahead(plek: Plek) -> None:
    """
    A trial can be of a day still to come.
    """
    plek.zaken(eerste=date(2021, 9, 1))

    assert [] == json.loads(plek.kijk("plan", "--format", "json").stdout)["regels"]
    ahead = plek.kijk("plan", "--on", "2026-08-25", "--format", "json")
    assert 1 == len(json.loads(ahead.stdout)["regels"])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["plan", "--on", "2026-05-31"], "is geweest"),
        (["plan", "--on", "2026-06-02", "--door", "EEN"], "is van vandaag"),
        (["plan", "--on", "gisteren"], "een datum als"),
        (["plan", "CODE", "--door", "EEN"], "dat er al is"),
        (["plan", "12345678"], "geen plan met code"),
        (["plan", "kort"], "ten minste 8 tekens"),
        (["plan", "--door", "niemand"], "niemand die hier nu is aangewezen"),
    ],
)
def test_a_plan_that_cannot_be(plek: Plek, args: list[str], said: str) -> None:
    """
    Another day, another plan or nobody: 2 and a sentence, and nothing was kept.
    """
    filled = [{"EEN": plek.een, "CODE": "a" * 64}.get(each, each) for each in args]

    assert said in one_sentence(plek.doe(*filled, code=2))
    assert "wacht op goedkeuring" not in plek.kijk("status").stdout


# --- approve, withdraw and run --------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_whole_way(plek: Plek, lang: str) -> None:
    """
    Planned by one, approved by another, waited for, carried out: what had to go is gone, and what
    had not is there. No case is named on the way.
    """
    gone, stays = plek.zaken(2), plek.zaken(eerste=date(2025, 1, 1))
    said = ["--lang", lang]
    first = plek.doe("plan", "--door", plek.een, *said)
    code = re.search(r"approve ([0-9a-f]{12}) ", first.stdout)
    assert code is not None
    approved = plek.doe("approve", code[1], "--door", plek.twee, *said)
    waiting = plek.doe("run", *said, code=3)
    plek.klok.goes(days=7)
    done = plek.doe("run", "--if-due", *said)
    after = plek.kijk("status", *said)
    again = plek.doe("run", *said, code=3)

    assert {each.id for each in stays} == plek.er_zijn()
    assert "2026-06-08 10:00" in approved.stdout
    assert "`--door`" in approved.stdout
    assert "2026-06-08 10:00" in one_sentence(waiting)
    assert f"certificate {code[1]}" in done.stdout
    assert re.search(r"\b2 (casussen|cases), 0 ", done.stdout)
    assert code[1] in after.stdout
    assert "--door" in one_sentence(again)
    everything = "".join(each.output for each in (first, approved, waiting, done, after, again))
    assert not re.search("|".join(each.id for each in [*gone, *stays]), everything)
    assert "{" not in everything


def test_a_run_for_a_scheduler(plek: Plek) -> None:
    """
    JSON tells per plan what was done, how it stands, and the exit code.
    """
    plek.zaken(2)
    code = plek.goedgekeurd()
    form = json.loads(plek.doe("run", "--format", "json").stdout)

    assert 0 == form["exit"]
    (plan,) = form["plannen"]
    assert (code, "klaar", 2, 2) == (plan["hash"], plan["stand"], plan["zaken"], plan["personen"])
    assert {"geplaatst": 0, "opgeheven": 0} == form["afscherming"]


def test_nothing_due_takes_no_keys(plek: Plek) -> None:
    """
    Every hour it may be called without keys: nothing to do is 0, something to do asks for them.
    """
    plek.zaken()
    quiet = plek.kijk("run", "--if-due", "--format", "json")
    plek.goedgekeurd()
    asked = plek.kijk("run", "--if-due", code=2)

    assert {"exit": 0, "plannen": [], "volgende": None} == {
        key: json.loads(quiet.stdout)[key] for key in ("exit", "plannen", "volgende")
    }
    assert "--sleutels" in one_sentence(asked)
    assert 1 == len(plek.er_zijn())


def test_what_is_closed_is_shielded_along(plek: Plek) -> None:
    """
    A run shields what has to be shielded, and that alone is something to do too.
    """
    plek.zaken(eerste=date(2025, 1, 1), fase="afgesloten", sinds=BEGIN - timedelta(days=1))
    plek.kijk("run", "--if-due", code=2)
    first, second = (plek.doe("run", "--if-due").stdout for _ in range(2))
    plek.kijk("run", "--if-due")

    assert "Afgeschermd: 1;" in first
    assert "Afgeschermd" not in second


def test_a_hold_between_plan_and_run_is_honoured(plek: Plek) -> None:
    """
    What is held meanwhile is passed over and told, and that is no failure.
    """
    goes, stays = plek.zaken(2)
    plek.goedgekeurd()
    with plek.open() as b:
        b.opgeschort(stays)
    result = plek.doe("run")

    assert {stays.id} == plek.er_zijn()
    assert goes.id not in plek.er_zijn()
    assert "overgeslagen: 1 (vernietiging opgeschort)" in result.stdout


def test_a_withdrawn_plan_is_not_carried_out(plek: Plek) -> None:
    """
    Who keeps the terms stops an approved plan in its waiting time.
    """
    (zaak,) = plek.zaken()
    code = plek.plan()
    plek.doe("approve", code, "--door", plek.twee)
    told = plek.doe("withdraw", code, "--door", plek.een)
    plek.klok.goes(days=7)
    plek.doe("run", code=3)

    assert "ingetrokken" in told.stdout
    assert {zaak.id} == plek.er_zijn()


def test_something_left_ends_with_1(plek: Plek, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What could not be forgotten is told, the plan is not done, and the next run finishes it.
    """

    def left(*_: object) -> None:
        raise TracesLeft(database="huis.sqlite", soort="wal")

    plek.zaken()
    plek.goedgekeurd()
    with monkeypatch.context() as context:
        context.setattr(ending, "scrub", left)
        half = plek.doe("run", code=1)
        waits = plek.kijk("status", code=1)
    finished = plek.doe("run", "--if-due")

    assert "sporen in de bestanden: wal" in half.stdout
    assert "dezelfde opdracht gaat verder" in half.stdout
    assert "is niet af" in waits.stdout
    assert ", klaar:" in finished.stdout
    plek.kijk("status")


def test_changed_lines_are_not_carried_out(plek: Plek) -> None:
    """
    Lines that somebody changed after the approval are told, nothing goes, and a new plan can be
    made when this one is withdrawn.
    """
    (zaak,) = plek.zaken()
    code = plek.goedgekeurd()
    _tamper(plek)
    refused = plek.doe("run", code=1)
    plek.doe("withdraw", code, "--door", plek.een)

    assert f"bewaren withdraw {code[:12]}" in refused.stdout
    assert {zaak.id} == plek.er_zijn()
    assert code != plek.goedgekeurd()
    plek.doe("run")


def _tamper(plek: Plek) -> None:
    with sqlite3.connect(plek.database) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE bewaarplan_regel SET regel = 'WGS-NEED'")


def test_two_at_once(plek: Plek) -> None:
    """
    While another one is at it, this one says who, and does nothing.
    """
    (zaak,) = plek.zaken()
    plek.goedgekeurd()
    hoofd = open_database(Part.HOOFD, plek.database)
    with hoofd.write() as connection:
        Plannen(connection).take("ander:7", plek.klok(), plek.klok() + timedelta(minutes=15))
    hoofd.close()
    refused = plek.doe("run", "--if-due", code=3)

    assert "ander:7" in one_sentence(refused)
    assert {zaak.id} == plek.er_zijn()
    assert "bezig: ander:7" in plek.kijk("status").stdout


def test_a_beginning_of_a_hash_names_one_plan() -> None:
    """
    It has to be of one list; of the same list made twice it is the one that has not lapsed.
    """
    first = plan(hash="a" * 64, state=PlanState.VERVALLEN)
    again = first._replace(id="8" * 32, state=PlanState.OPGESTELD)
    other = first._replace(hash="a" * 9 + "b" * 55)

    assert again == chosen([again, first], "AAAAAAAA ")
    assert again == chosen([first, again, other], f"sha256:{'a' * 10}")
    with pytest.raises(SeveralPlans):
        chosen([first, again, other], "a" * 9)


# --- errors of an officer -------------------------------------------------------------------------


def _twice(plek: Plek) -> tuple[object, ...]:
    code = plek.plan()
    plek.doe("approve", code, "--door", plek.twee)
    return ("approve", code, "--door", plek.twee)


def _changed(plek: Plek) -> tuple[object, ...]:
    code = plek.plan()
    _tamper(plek)
    return ("approve", code, "--door", plek.twee)


def _expired(plek: Plek) -> tuple[object, ...]:
    code = plek.plan()
    plek.klok.goes(days=14)
    return ("approve", code, "--door", plek.twee)


def _too_late(plek: Plek) -> tuple[object, ...]:
    plek.goedgekeurd()
    plek.klok.goes(days=8)
    plek.doe("run", "--if-due")
    return ("run",)


def _ledger_gone(plek: Plek) -> tuple[object, ...]:
    plek.goedgekeurd()
    plek.doe("run")
    (plek.folder / "register" / REGISTER).unlink()
    return ("run", "--if-due")


def _ledger_is_a_folder(plek: Plek) -> tuple[object, ...]:
    plek.goedgekeurd()
    (plek.folder / "register" / REGISTER).mkdir(parents=True)
    return ("run",)


WRONG: dict[str, tuple[int, str, Callable[[Plek], tuple[object, ...]]]] = {
    "approved twice": (3, "al goedgekeurd", _twice),
    "one's own plan": (
        3,
        "vraag een andere bewaarbeheerder",
        lambda p: ("approve", p.plan(), "--door", p.een),
    ),
    "one's own plan with a second account": (
        3,
        "vraag een andere bewaarbeheerder",
        lambda p: ("approve", p.plan(), "--door", p.was.dubbel.medewerker),
    ),
    "somebody without the role": (
        3,
        "geweigerd",
        lambda p: ("approve", p.plan(), "--door", p.was.h.mensen["beheer"]),
    ),
    "nobody": (
        2,
        "niemand die hier nu is aangewezen",
        lambda p: ("approve", p.plan(), "--door", "x"),
    ),
    "an unknown hash": (
        2,
        "bewaren status",
        lambda p: ("approve", f"{'0' * 8}{p.plan()[:1]}", "--door", p.twee),
    ),
    "a changed plan": (3, "maak een nieuw plan", _changed),
    "an expired plan": (3, "te oud", _expired),
    "an expired approval": (3, "er is geen plan", _too_late),
    "the ledger is lost": (4, "bewaren replay", _ledger_gone),
    "the ledger cannot be written": (4, "controleer de map", _ledger_is_a_folder),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_goes_wrong_is_said_in_one_sentence(plek: Plek, what: str) -> None:
    """
    Each has its exit code and one sentence that says what to do, and the case is still there.
    """
    code, said, wrong = WRONG[what]
    (zaak,) = plek.zaken()
    args = wrong(plek)
    dutch, english = (
        one_sentence(plek.doe(*args, *en, code=code)) for en in ([], ["--lang", "en"])
    )

    assert said in dutch
    assert dutch != english
    assert what == "the ledger is lost" or {zaak.id} == plek.er_zijn()


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"--workspace": "leeg"}, 2, "geen werkmap"),
        ({"--database": "weg.sqlite"}, 4, "weg.sqlite"),
        ({"--sleutels": "weg.json"}, 4, "weg.json"),
        ({"--sleutels": None}, 2, "--sleutels"),
        ({"--wachtwoord-bestand": "fout"}, 4, "wachtwoord"),
    ],
)
def test_what_is_not_there(
    plek: Plek, changes: dict[str, str | None], code: int, said: str, tmp_path: Path
) -> None:
    """
    A workspace, database or key file that is not there, or another passphrase: one sentence, and
    nothing was made in its place.
    """
    (tmp_path / "leeg").mkdir()
    (tmp_path / "fout").write_text("een heel ander wachtwoord\n", encoding="utf-8")
    before = {each.name for each in tmp_path.iterdir()}
    words = [*plek.huis, *plek.sleutels[:2]]
    options = dict(zip(words[::2], words[1::2], strict=True))
    if "--wachtwoord-bestand" in changes:
        locked = tmp_path / "leeg" / "s.json"
        good = tmp_path / "leeg" / "goed"
        good.write_text("een heel eenvoudige zin\n", encoding="utf-8")
        plek.run("sleutel", "new", locked, "--scrypt", "--wachtwoord-bestand", good)
        options["--sleutels"] = locked
    for name, value in changes.items():
        options[name] = None if value is None else tmp_path / value
    args = [word for name, value in options.items() if value is not None for word in (name, value)]
    result = plek.run("bewaren", "run", *args)

    assert code == result.exit_code
    assert said in one_sentence(result)
    assert before == {each.name for each in tmp_path.iterdir()}


# --- interrupted ----------------------------------------------------------------------------------


def _interrupting(monkeypatch: pytest.MonkeyPatch, *, times: int, after: bool) -> None:
    """
    Send a signal to ourselves while the first case is being destroyed.
    """
    carry_out, calls = batch.Batch.carry_out, []

    def interrupted(self: batch.Batch) -> batch.Done:
        done = carry_out(self) if after else None
        calls.append(1)
        if len(calls) == 1:
            for _ in range(times):
                os.kill(os.getpid(), signal.SIGINT)
        return done or carry_out(self)

    monkeypatch.setattr(carrying, "BATCH", 1)
    monkeypatch.setattr(batch.Batch, "carry_out", interrupted)


@pytest.mark.parametrize(("times", "after", "left"), [(1, False, 2), (2, False, 3), (2, True, 2)])
def test_an_interruption_leaves_things_whole(
    plek: Plek, monkeypatch: pytest.MonkeyPatch, times: int, after: bool, left: int
) -> None:
    """
    Ctrl-C finishes the step at hand and a second one undoes or keeps it as a whole; both end with
    130, nobody else has to wait, and the next run finishes the rest.
    """
    plek.zaken(3)
    plek.goedgekeurd()
    with monkeypatch.context() as context:
        _interrupting(context, times=times, after=after)
        stopped = plek.doe("run", code=130)
    half = plek.er_zijn()
    finished = plek.doe("run", "--if-due", "--format", "json")
    checked = plek.run("logboek", "verify", *plek.huis[2:4])

    assert "nog een keer onderbreekt meteen" in stopped.stderr
    assert left == len(half)
    assert set() == plek.er_zijn()
    assert ["klaar"] == [each["stand"] for each in json.loads(finished.stdout)["plannen"]]
    assert 0 == checked.exit_code, checked.output


def test_a_scheduler_that_stops_it_is_heard(plek: Plek, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    SIGTERM asks the same as Ctrl-C, and afterwards signals do what they did before.
    """
    before = signal.getsignal(signal.SIGTERM)
    stop = _bewaren_run.Stop("nl")
    with stop.listening():
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            stop.step(1)

    assert before is signal.getsignal(signal.SIGTERM)


# --- status ---------------------------------------------------------------------------------------


def test_status_in_order(plek: Plek) -> None:
    """
    Nothing late: 0, for a monitor `in_orde`, and no case is named.
    """
    (zaak,) = plek.zaken()
    form = json.loads(plek.kijk("status", "--format", "json").stdout)

    assert (True, "2026-06-10", 0) == (form["in_orde"], form["volgende"], form["laat"]["aantal"])
    assert zaak.id not in json.dumps(form)


def test_status_late(plek: Plek) -> None:
    """
    What is there after its last day makes it 1, in both languages.
    """
    plek.zaken()
    plek.klok.goes(days=(EINDE - BEGIN.date()).days + 1)
    words = plek.kijk("status", code=1)
    english = plek.kijk("status", "--lang", "en", code=1)
    form = json.loads(plek.kijk("status", "--format", "json", code=1).stdout)

    assert "te laat: 2 gegevens of casussen, de eerste sinds 2026-06-10" in words.stdout
    assert "late: 2 items or cases, the first since 2026-06-10" in english.stdout
    assert (False, "2026-06-10") == (form["in_orde"], form["laat"]["sinds"])


def test_status_escalates_a_forgotten_hold(plek: Plek) -> None:
    """
    A hold that nobody reviewed in time keeps the case, and makes it 1.
    """
    (zaak,) = plek.zaken()
    with plek.open() as b:
        b.opgeschort(zaak, herzien_voor=date(2026, 7, 1))
    plek.kijk("status")
    plek.klok.goes(days=30)
    told = plek.kijk("status", code=1)

    assert "niemand op tijd herzag: 1, de oudste sinds 2026-07-01" in told.stdout
    assert {zaak.id} == plek.er_zijn()


# --- certificate ----------------------------------------------------------------------------------


@pytest.fixture
def klaar(plek: Plek) -> tuple[Plek, str]:
    """
    A house in which six cases were destroyed and one was held, and the hash of that plan.
    """
    zaken = plek.zaken(7, gegevens=[("woonsituatie", DUE)])
    code = plek.plan()
    with plek.open() as b:
        b.opgeschort(zaken[-1])
    plek.doe("approve", code, "--door", plek.twee)
    plek.klok.goes(days=7)
    plek.doe("run")
    return plek, code


def test_a_certificate_is_shown(klaar: tuple[Plek, str]) -> None:
    """
    On a screen: what went on which ground, what stayed and why, who did it, until when copies last.
    """
    plek, code = klaar
    kept = ["--kopieen-kluis", "P30D"]
    words = plek.doe("certificate", code[:12], *kept).stdout
    english = plek.doe("certificate", code, *kept, "--lang", "en").stdout

    assert re.search(r"woonsituatie +2021 +6 +6 +vernietigd +WGS 1\.8 lid 7 +WGS-MAX5", words)
    assert re.search(r"gepland en overgeslagen .* vernietiging opgeschort +1 +1", words)
    assert 2 == len(set(re.findall(r"bewaarbeheerder, (zvh1-\S+)", words)))
    assert re.search(r"Reservekopieën van de kluis.* 2026-07-08\n", words)
    assert re.search(r"Reservekopieën van de hoofddatabase.* onbekend\n", words)
    assert "{" not in words + english


def test_a_certificate_is_written_and_checked(klaar: tuple[Plek, str], tmp_path: Path) -> None:
    """
    `--into` writes a workbook and what is signed; that is checked elsewhere with the public key
    alone, and a changed byte is found.
    """
    plek, code = klaar
    out = tmp_path / "uit"
    out.mkdir()
    told = plek.doe("certificate", code, "--into", out)
    signed, workbook = out / f"verklaring-{code[:12]}.json", out / f"verklaring-{code[:12]}.xlsx"
    vkey = plek.database.with_suffix(".vkeys")
    check = ("bewaren", "certificate", "--check", signed)
    good = plek.run(*check, "--vkey", vkey)
    form = plek.run(*check, "--vkey", vkey, "--format", "json")
    beside = plek.kijk("certificate", "--check", signed)
    changed = signed.read_bytes().replace(b'"casussen": 6', b'"casussen": 7')
    signed.write_bytes(changed)
    bad = plek.run(*check, "--vkey", vkey)

    assert {signed, workbook} == set(out.iterdir())
    assert {str(signed), str(workbook)} == set(re.findall(r"(\S+) geschreven", told.stdout))
    assert workbook.read_bytes().startswith(b"PK")
    assert (0, code) == (form.exit_code, json.loads(form.stdout)["hash"])
    assert f"plan {code[:12]}, vingerafdruk sha256:" in good.stdout
    assert "Let op" not in good.stdout
    assert "Let op: de sleutel komt van naast de database" in beside.stdout
    assert 1 == bad.exit_code
    assert "veranderd" in one_sentence(bad)


def test_what_is_due_and_not_planned_is_in_the_certificate(plek: Plek) -> None:
    """
    What stayed out of the plan when it was made is in it, whatever became of that since, and the
    lines of the logboek that it names begin with the plan and end when it was done.
    """
    goes, stays = plek.zaken(2)
    with plek.open() as b:
        b.opgeschort(stays)
    code = plek.goedgekeurd()
    plek.doe("run")
    plek.klok.goes(days=1)
    (row,) = json.loads(
        plek.doe("hold", "list", "--door", plek.een, "--convenant", HUIS, "--format", "json").stdout
    )
    plek.doe("hold", "release", row["id"], "--door", plek.een)
    made = json.loads(plek.doe("certificate", code, "--format", "json").stdout)["verklaring"]

    assert [("opgeschort", 1, 1)] == [
        (each["reden"], each["casussen"], each["gegevens"]) for each in made["niet_gepland"]
    ]
    assert goes.id not in json.dumps(made)
    with sqlite3.connect(plek.database) as raw:
        first, last = (
            json.loads(
                raw.execute(
                    "SELECT regel FROM logboek_regel WHERE nummer = ?", (made["logboek"][key],)
                ).fetchone()[0]
            )
            for key in ("van", "tot_en_met")
        )
    assert ("opgesteld", "klaar") == (first["reden"], last["reden"])
    assert {f"bewaarplan:{code}"} == {first["object"], last["object"]}


def test_a_certificate_to_publish(klaar: tuple[Plek, str], tmp_path: Path) -> None:
    """
    `--public` hides who did it and counts of few cases, and is checked in the same way.
    """
    plek, code = klaar
    told = plek.doe("certificate", code, "--public").stdout
    plek.doe("certificate", code, "--public", "--into", tmp_path)
    name = tmp_path / f"verklaring-openbaar-{code[:12]}.json"
    checked = plek.run(
        "bewaren", "certificate", "--check", name, "--vkey", plek.database.with_suffix(".vkeys")
    )

    assert "zvh1-" not in told + name.read_text(encoding="utf-8")
    assert re.search(r"vernietiging opgeschort +<5", told)
    assert (0, True) == (checked.exit_code, code[:12] in checked.stdout)


def test_targets_are_in_the_certificate(plek: Plek) -> None:
    """
    What the host destroyed along is counted; a target that was abolished did not follow.
    """

    class Index:
        naam = "zoekindex"

        def vernietig(self, opdracht: Opdracht) -> None:
            raise OSError

    plek.zaken(2)
    code = plek.goedgekeurd()
    with plek.open() as b:
        b.bewaren.run(vernietigers=[Index()])
    refused = plek.doe("run", code=3)
    plek.doe("run", "--opgeheven", "zoekindex")
    made = json.loads(plek.doe("certificate", code, "--format", "json").stdout)["verklaring"]

    assert "zoekindex" in one_sentence(refused)
    assert [{"doel": "zoekindex", "gelukt": 0, "mislukt": 2, "open": 0}] == made["doelen"]


def test_no_certificate_before_it_is_done(plek: Plek, tmp_path: Path) -> None:
    """
    Of a plan that waits there is none, and nothing is written.
    """
    plek.zaken()
    code = plek.plan()
    refused = plek.doe("certificate", code, "--into", tmp_path / "huis", code=2)

    assert "maak de uitvoering eerst af" in one_sentence(refused)
    assert not list((tmp_path / "huis").glob("verklaring*"))


def test_a_full_disk_leaves_no_half_certificate(
    klaar: tuple[Plek, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    When there is no room for the workbook, what is signed is not left either.
    """
    plek, code = klaar
    out, made, mkstemp = tmp_path / "uit", list[object](), tempfile.mkstemp
    out.mkdir()

    def full(**options: Any) -> Any:
        made.append(options)
        if len(made) > 1:
            raise OSError(errno.ENOSPC, "full")
        return mkstemp(**options)

    with monkeypatch.context() as context:
        context.setattr(tempfile, "mkstemp", full)
        result = plek.doe("certificate", code, "--into", out, code=2)

    elsewhere = plek.doe("certificate", code, "--into", tmp_path / "weg", code=2)

    assert "de schijf is vol" in one_sentence(result)
    assert [] == list(out.iterdir())
    assert "Ga na of de map bestaat" in one_sentence(elsewhere)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([], 2, "een van de twee"),
        (["12345678", "--check", "x"], 2, "een van de twee"),
        (["12345678"], 2, "geen plan met code"),
        (["12345678", "--kopieen-kluis", "30 dagen"], 2, "een termijn als P30D"),
        (["--check", "/weg"], 2, "kan niet worden gelezen"),
        (["--check", __file__], 2, "geen ondertekende verklaring"),
        (["--check", __file__, "--vkey", "x"], 2, "sleutel"),
    ],
)
def test_a_certificate_that_cannot_be(plek: Plek, args: list[str], code: int, said: str) -> None:
    """
    A plan and a file, a term that is none, something that is no certificate: one sentence.
    """
    assert said in one_sentence(plek.doe("certificate", *args, code=code))


# --- holds ----------------------------------------------------------------------------------------


@pytest.fixture
def waarom(tmp_path: Path) -> Path:
    """
    A file with a motivation.
    """
    path = tmp_path / "waarom.txt"
    path.write_text(f"{WAAROM}\n", encoding="utf-8")
    return path


def _placing(plek: Plek, zaak: str, reason: object, /, **changes: str | None) -> list[object]:
    given: dict[str, object] = {
        "--door": plek.een,
        "--casus": zaak,
        "--grond": "rechtsvordering",
        "--kenmerk": "rolnummer 2026-17",
        "--herzien-voor": "2026-09-01",
        "--motivering-bestand": reason,
    }
    given |= {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return ["hold", "place", *(word for pair in given.items() if pair[1] for word in pair)]


def test_a_hold_from_beginning_to_end(plek: Plek, waarom: Path) -> None:
    """
    Placed, listed, read, reviewed and released: the case stays as long as it is held, and the
    motivation is on no screen but that of who asks for it.
    """
    (zaak,) = plek.zaken()
    placed = plek.doe(*_placing(plek, zaak.id, waarom), "--format", "json")
    hold = json.loads(placed.stdout)["id"]
    door = ["--door", plek.twee]
    listed = plek.doe("hold", "list", *door, "--convenant", HUIS)
    kept = json.loads(plek.kijk("plan", "--format", "json").stdout)
    read = plek.doe("hold", "show", hold, *door)
    later = plek.doe("hold", "review", hold, *door, "--herzien-voor", "2026-10-01")
    rows = plek.doe("hold", "list", *door, "--convenant", HUIS, "--format", "json")
    over = plek.doe("hold", "release", hold, *door)
    again = plek.doe("hold", "release", hold, *door, code=2)

    assert re.search(f"{hold} +{zaak.id} .* 2026-09-01 +nee", listed.stdout)
    assert ([], 1) == (kept["regels"], kept["niet_gepland"][0]["zaken"])
    assert f"{WAAROM}\n" == read.stdout
    assert "2026-10-01" in later.stdout
    assert [(hold, "2026-10-01", False)] == [
        (each["id"], each["herzien_voor"], each["escaleert"]) for each in json.loads(rows.stdout)
    ]
    assert "geldt weer" in over.stdout
    assert "lees hem opnieuw" in one_sentence(again)
    assert 1 == len(json.loads(plek.kijk("plan", "--format", "json").stdout)["regels"])
    others = (placed, listed, later, rows, over, again)
    assert WAAROM not in "".join(each.output for each in others)


def test_a_hold_on_one_item(plek: Plek, waarom: Path) -> None:
    """
    Of a case with one item held the rest can go.
    """
    (zaak,) = plek.zaken(gegevens=[("woonsituatie", DUE), ("gezondheid", DUE)])
    plek.doe(*_placing(plek, zaak.id, waarom, gegeven=zaak.gegevens[0], eigenaar=plek.twee))
    (line,) = json.loads(plek.kijk("plan", "--detail", "--format", "json").stdout)["regels"]
    (row,) = json.loads(
        plek.doe("hold", "list", "--door", plek.een, "--convenant", HUIS, "--format", "json").stdout
    )

    assert ("gegeven", zaak.gegevens[1]) == (line["soort"], line["gegeven"])
    assert (zaak.gegevens[0], plek.twee) == (row["gegeven"], row["eigenaar"])


def test_no_holds(plek: Plek) -> None:
    """
    An empty list says so, and is a list for a program.
    """
    args = ("hold", "list", "--door", plek.een, "--convenant", HUIS)

    assert "Er geldt geen opschorting" in plek.doe(*args).stdout
    assert [] == json.loads(plek.doe(*args, "--format", "json").stdout)


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"casus": "0" * 32}, 2, "geen casus met dit kenmerk"),
        ({"grond": "beperking"}, 2, "besluit op dat verzoek"),
        ({"grond": "zomaar"}, 2, "wettelijk-voorschrift"),
        ({"kenmerk": " "}, 2, "`--kenmerk`"),
        ({"kenmerk": "hij woont er nog!"}, 2, "veld kenmerk"),
        ({"herzien_voor": "2026-06-01"}, 2, "uiterlijk 2026-12-01"),
        ({"herzien_voor": "2026-12-02"}, 2, "uiterlijk 2026-12-01"),
        ({"motivering_bestand": "/dev/null"}, 2, "`--motivering-bestand`"),
        ({"motivering_bestand": "/weg"}, 2, "kan niet worden gelezen"),
        ({"motivering_bestand": "-", "wachtwoord_bestand": "-"}, 2, "van de standaardinvoer"),
        ({"eigenaar": "niemand"}, 2, "`--eigenaar` noemt niemand"),
        ({"door": "niemand"}, 2, "`--door` noemt niemand"),
        ({"gegeven": "0" * 32}, 2, "een gegeven van deze casus"),
    ],
)
def test_a_hold_that_cannot_be(
    plek: Plek, waarom: Path, changes: dict[str, str], code: int, said: str
) -> None:
    """
    One sentence says what is wrong, and nothing is held.
    """
    (zaak,) = plek.zaken()
    args = _placing(plek, zaak.id, waarom, **changes)

    assert said in one_sentence(plek.doe(*args, code=code))
    assert 1 == len(json.loads(plek.kijk("plan", "--format", "json").stdout)["regels"])


def test_a_hold_by_somebody_else_is_refused(plek: Plek, waarom: Path) -> None:
    """
    Who does not keep the terms places none.
    """
    (zaak,) = plek.zaken()
    args = _placing(plek, zaak.id, waarom, door=plek.was.h.mensen["beheer"])

    assert "geweigerd" in one_sentence(plek.doe(*args, code=3))


def test_a_motivation_through_a_pipe(plek: Plek) -> None:
    """
    It may come from the standard input, so that it stands in no file.
    """
    (zaak,) = plek.zaken()
    placed = plek.doe(*_placing(plek, zaak.id, "-"), "--format", "json", stdin=f"{WAAROM}\nEcht.")
    hold = json.loads(placed.stdout)["id"]

    assert f"{WAAROM}\nEcht.\n" == plek.doe("hold", "show", hold, "--door", plek.een).stdout


@pytest.mark.parametrize(
    "step", [["release"], ["show"], ["review", "--herzien-voor", "2026-07-01"]]
)
def test_an_unknown_hold(plek: Plek, step: list[str]) -> None:
    """
    An id that no hold has is said so.
    """
    args = ("hold", step[0], "0" * 32, "--door", plek.een, *step[1:])

    assert "geen opschorting met dit kenmerk" in one_sentence(plek.doe(*args, code=2))


# --- replay ---------------------------------------------------------------------------------------


@pytest.fixture
def terug(plek: Plek) -> Plek:
    """
    A house of which both databases are those of before a case was destroyed.
    """
    plek.zaken()
    plek.goedgekeurd()
    before = plek.folder / "kopie"
    shutil.copytree(plek.database.parent, before)
    plek.doe("run")
    for each in before.iterdir():
        shutil.copy(each, plek.database.parent)
    return plek


def test_a_back_up_that_was_put_back_is_noticed_and_replayed(terug: Plek) -> None:
    """
    Everything refuses and names the command; that shows what lives again, and destroys it.
    """
    refused = terug.doe("run", "--if-due", code=4)
    watched = terug.kijk("status", code=4)
    shown = terug.doe("replay", code=2)
    still = terug.er_zijn()
    done = terug.doe("replay", "--ja", "--format", "json")
    after = terug.doe("replay")

    assert "bewaren replay" in one_sentence(refused)
    assert "bewaren replay" in one_sentence(watched)
    assert "er is weer: sleutels (1)" in shown.stderr
    assert "typ bij de vraag" in shown.stderr
    assert 1 == len(still)
    assert set() == terug.er_zijn()
    form = json.loads(done.stdout)
    assert (1, False) == (form["nagespeeld"]["regels"], form["kort"])
    assert form["leeft"] == form["nagespeeld"]["weg"]
    assert "Er is niets na te spelen" in after.stdout
    terug.doe("run", "--if-due")
    terug.kijk("status")


@pytest.mark.parametrize(("typed", "code"), [("ja", 2), ("goed", 0)])
def test_a_replay_asks_for_the_number(
    terug: Plek, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    """
    On a terminal one types how much is there again; anything else stops it.
    """
    asked: list[str] = []

    def prompt(question: str, **_: object) -> str:
        asked.append(question)
        number = re.search(r"Typ (\d+) ", question)
        return number[1] if number and typed == "goed" else typed

    monkeypatch.setattr(_bewaren_replay, "_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    terug.doe("replay", code=code)

    assert 1 == len(asked)
    assert (1 if code else 0) == len(terug.er_zijn())


def test_a_lost_ledger_is_made_again(plek: Plek) -> None:
    """
    Without the ledger nothing opens; `replay` makes it from the kluis, after a warning.
    """
    plek.zaken()
    plek.goedgekeurd()
    plek.doe("run")
    (plek.folder / "register" / REGISTER).unlink()
    plek.kijk("status", code=4)
    made = plek.doe("replay", "--ja")

    assert "mist regels" in made.stderr
    plek.kijk("status")


@pytest.mark.postgres
def test_on_postgresql(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, postgres_server: Server
) -> None:
    """
    The same way on a server; the certificate says that its log files are for somebody else to end.
    """
    target = postgres_server.new_database()
    with bewaarhuis(tmp_path, target) as b:
        was = b
        b.zaak()
    monkeypatch.setattr(clock, "now", was.h.klok)
    plek = OnServer(tmp_path, was, run, target)
    trial = json.loads(plek.kijk("plan", "--format", "json").stdout)
    code = plek.goedgekeurd()
    plek.kijk("run", "--if-due", code=2)
    plek.doe("run", "--if-due")
    told = plek.doe("certificate", code, "--lang", "en")

    assert trial["hash"] == code
    assert "(WAL)" in told.stdout
    plek.kijk("status")
    plek.kijk("replay")


@dataclass(slots=True)
class OnServer(Plek):
    """
    A house whose databases are on a server.
    """

    target: str

    @property
    def huis(self) -> list[object]:
        """
        The options that say where the house is.
        """
        register = self.folder / "register" / REGISTER
        return ["--workspace", WORKSPACE, "--database", self.target, "--register", register]


# --- on a terminal, and for real ------------------------------------------------------------------


def test_a_bar_shows_also_beside_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Destroying says nothing until it is done, so its bar is there when both streams are a terminal.
    """

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, Screen())
    monkeypatch.setenv("TERM", "xterm")
    with Progress("bezig", 3).running() as beside, Progress("x", 3, alone=True).running() as bar:
        beside.step()
        bar.step(2)

        assert beside._bar is None
        assert bar._bar is not None
        assert [(2, 3)] == [(each.completed, each.total) for each in bar._bar.tasks]


def test_for_real(tmp_path: Path) -> None:
    """
    The program itself, on the clock of this machine, as a scheduler starts it: what was approved a
    week ago is carried out by `run --if-due`, certified, and all is in order.
    """
    now, today = datetime.now(UTC), datetime.now(UTC).date()
    begun = today.replace(year=today.year - 5, day=min(today.day, 28)) + timedelta(days=3)
    with bewaarhuis(tmp_path, klok=Clock(now - timedelta(days=7, hours=1))) as b:
        gone, stays = b.zaak(begun), b.zaak(today - timedelta(days=30))
        code = b.goedgekeurd().hash
    house: list[object] = ["--workspace", WORKSPACE]
    house += ["--database", tmp_path / "db" / "huis.sqlite"]
    house += ["--register", tmp_path / "register" / REGISTER]
    keys: list[object] = ["--sleutels", tmp_path / "sleutels" / "sleutels.json"]
    keys += ["--niet-ondertekend"]

    def program(*args: object) -> str:
        command = [sys.executable, "-c", "from zvhprivacy.cli import main; main()", "bewaren"]
        words = [*command, *(str(each) for each in args)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr)
        return done.stdout

    done = json.loads(program("run", "--if-due", *house, *keys, "--format", "json"))
    program("certificate", code, "--into", tmp_path, *house, *keys)
    checked = program("certificate", "--check", tmp_path / f"verklaring-{code[:12]}.json", *house)
    told = json.loads(program("status", *house, "--format", "json"))

    assert [(code, "klaar", 1)] == [(x["hash"], x["stand"], x["zaken"]) for x in done["plannen"]]
    assert code[:12] in checked
    assert (True, code) == (told["in_orde"], told["laatste_uitvoering"]["hash"])
    with sqlite3.connect(tmp_path / "db" / "huis.sqlite") as raw:
        left = {key for (key,) in raw.execute("SELECT id FROM casus")}
    assert ({stays.id}, False) == (left, gone.id in left)
