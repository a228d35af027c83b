"""
Everything there is to say about the register on a day, and what somebody accepted of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from zvhprivacy.dpia.checks_content import check_content
from zvhprivacy.dpia.checks_enforced import check_enforced, check_processes
from zvhprivacy.dpia.checks_path import (
    check_controllers,
    check_forgotten,
    check_path,
    no_controllers,
)
from zvhprivacy.dpia.checks_processors import check_processors
from zvhprivacy.dpia.checks_risks import check_organisation, check_risks
from zvhprivacy.dpia.checks_words import Words, check_words
from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.remarks import file_of
from zvhprivacy.dpia.used import FROM_LOG, Used, check_used
from zvhprivacy.errors import Finding
from zvhprivacy.model.dpia.dossier import Dpia, Status
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.check import OF_THE_REGISTER, Checked, accept
from zvhprivacy.policy.collecting import collecting_later


CONVENANTS = "convenants"


def check_register(
    workspace: Workspace, register: Register, day: date, used: Used | None = None
) -> Checked:
    """
    Gather the findings about *register* on *day*; then take off what somebody answers for.

    Without what was *used* according to a logboek, nothing is said about that, nor about what was
    accepted of it. Of a workspace that is not in order only what stops something is told.
    """
    found = [*register.findings, *workspace.fouten]
    if workspace.law is None:
        return accept(workspace.aanvaard, found, day, own=lambda _code: False)
    with collecting_later():
        facts = Facts(workspace, day)
        words = Words(workspace, workspace.law, register)
        found += check_words(words, register)
        sound = {naam: d for naam, d in register.dpias.items() if _is_sound(facts, d)}
        for dpia in register.dpias.values():
            if dpia.status is not Status.VERVALLEN:
                found += _about(facts, words, register, dpia, day)
        found += check_organisation(register, day)
        found += check_processors(facts, register, day)
        unread = _unread(workspace, register, sound)
        if not unread & {CONVENANTS}:
            found += check_processes(workspace, facts, register, day)
        if used is not None:
            found += check_used(facts, register, sound.values(), used)
    return accept(workspace.aanvaard, found, day, own=_own(used), unread=unread)


def _about(
    facts: Facts, words: Words, register: Register, dpia: Dpia, day: date
) -> Iterator[Finding]:
    others = {}
    if _is_sound(facts, dpia):
        others = no_controllers(facts, dpia)
        yield from check_controllers(facts, dpia, others)
        yield from check_forgotten(facts, register, dpia)
        yield from check_enforced(facts, register, dpia)
    yield from check_path(dpia, words.deelnemers(dpia.convenanten), others, day)
    yield from check_content(register, dpia, others, day)
    yield from check_risks(register, dpia, day)


def _is_sound(facts: Facts, dpia: Dpia) -> bool:
    """
    Say whether *dpia* can be laid beside the rules: all that it is about is there and can be read.
    """
    known = facts.workspace.agreements.keys() >= set(dpia.convenanten)
    return known and facts.law.begrippen.processen.keys() >= set(dpia.processen)


def _unread(workspace: Workspace, register: Register, sound: Collection[str]) -> frozenset[str]:
    """
    Name the files of which nothing could be told, so nothing either of what was accepted there.

    What a file that stops would have assessed is not known: then no process is called unassessed.
    """
    files = set(register.stopped) | {f"{CONVENANTS}/{name}" for name in workspace.stopped}
    files |= {name.replace(".feiten.yaml", ".yaml") for name in register.stopped}
    files |= {file_of(dpia) for naam, dpia in register.dpias.items() if naam not in sound}
    authored = any(not name.endswith(".feiten.yaml") for name in register.stopped)
    return frozenset(files | ({CONVENANTS} if authored else set()))


def _own(used: Used | None) -> Callable[[str], bool]:
    skipped = FROM_LOG if used is None else frozenset[str]()
    return lambda code: code.startswith(OF_THE_REGISTER) and code not in skipped
