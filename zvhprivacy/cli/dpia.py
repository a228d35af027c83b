"""
`zvhprivacy dpia`: the register of DPIAs, filled with what follows from the rules and checked by it.
"""

from __future__ import annotations

from zvhprivacy.cli._command import Group


command = Group(
    name="dpia",
    lazy={
        "agenda": "zvhprivacy.cli._dpia_agenda:command",
        "check": "zvhprivacy.cli._dpia_check:command",
        "export": "zvhprivacy.cli._dpia_export:command",
        "facts": "zvhprivacy.cli._dpia_facts:command",
        "import": "zvhprivacy.cli._dpia_import:command",
        "list": "zvhprivacy.cli._dpia_list:listed",
        "prescan": "zvhprivacy.cli._dpia_prescan:command",
        "risks": "zvhprivacy.cli._dpia_risks:command",
        "show": "zvhprivacy.cli._dpia_list:show",
    },
    no_args_is_help=True,
)
