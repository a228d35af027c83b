"""
An answer that was typed on a command line, held to what holds for the file of answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from zvhprivacy.audit.answers import People, check_answers
from zvhprivacy.dpia.emit import Plain, yaml_of
from zvhprivacy.errors import Finding
from zvhprivacy.model.audit import Audit
from zvhprivacy.model.audit_answers import Beantwoord
from zvhprivacy.model.written import read_as
from zvhprivacy.source import parse


PLACE = "<antwoord>"  # what findings call a place that is in no file


def typed(
    audit: Audit, people: People, said: Mapping[str, Plain]
) -> tuple[Beantwoord | None, tuple[Finding, ...]]:
    """
    Give the answer that *said* holds by the keys of the file; with a finding there is none.
    """
    node, found = parse(yaml_of(dict(said)), PLACE)
    if node is None or found:
        return None, tuple(found)
    answer, wrong = read_as(Beantwoord, node)
    if answer is None or wrong:
        return None, tuple(wrong)
    refused = tuple(check_answers(audit, [answer], people))
    return (None if refused else answer), refused
