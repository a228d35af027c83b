"""
`zvhprivacy audit`: the interne audit: what the machine finds, what people say, and the reports.

A person looks at a house by `--door`, the id of his designation; the policy decides whether he may.
"""

from __future__ import annotations

from zvhprivacy.cli._command import Group


command = Group(
    name="audit",
    lazy={
        "agenda": "zvhprivacy.cli._audit_agenda:command",
        "answer": "zvhprivacy.cli._audit_answer:command",
        "compare": "zvhprivacy.cli._audit_compare:command",
        "form": "zvhprivacy.cli._audit_form:command",
        "list": "zvhprivacy.cli._audit_list:command",
        "report": "zvhprivacy.cli._audit_report:command",
        "run": "zvhprivacy.cli._audit_run:command",
        "sample": "zvhprivacy.cli._audit_sample:command",
        "trace": "zvhprivacy.cli._audit_trace:command",
        "verify": "zvhprivacy.cli._audit_verify:command",
    },
    no_args_is_help=True,
)
