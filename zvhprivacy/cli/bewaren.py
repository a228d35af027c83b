"""
`zvhprivacy bewaren`: what must go is planned, approved by another, carried out and accounted for.

A person acts by `--door`, the id of his designation; who may run these commands at all is for the
operating system to say.
"""

from __future__ import annotations

from zvhprivacy.cli._command import Group


command = Group(
    name="bewaren",
    lazy={
        "approve": "zvhprivacy.cli._bewaren_approve:approve",
        "certificate": "zvhprivacy.cli._bewaren_certificate:command",
        "hold": "zvhprivacy.cli._bewaren_hold:command",
        "plan": "zvhprivacy.cli._bewaren_plan:command",
        "replay": "zvhprivacy.cli._bewaren_replay:command",
        "run": "zvhprivacy.cli._bewaren_run:command",
        "status": "zvhprivacy.cli._bewaren_status:command",
        "withdraw": "zvhprivacy.cli._bewaren_approve:withdraw",
    },
    no_args_is_help=True,
)
