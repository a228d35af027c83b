"""
The facts of a DPIA as the rules of a day say them: sections 2, 3, 5, 6 and 9 to 13.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from zvhprivacy.dpia.context import Context
from zvhprivacy.dpia.emit import Plain, mapping_of, yaml_of
from zvhprivacy.dpia.hashing import assessed
from zvhprivacy.dpia.sections import sections
from zvhprivacy.errors import PolicyUnusable, ZvhError
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.facts import DpiaFeiten, Verwerking
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.selection import only
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.model.written import read_as
from zvhprivacy.policy.compile import PROCES, compile_rules
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.terms import Terms
from zvhprivacy.source import parse


_SCHEMA = "1"
_COMMENT = """\
De feiten van DPIA {naam}, zoals zij volgen uit policies, grondslagen en convenanten op {op}.
Dit bestand wordt gemaakt met `zvhprivacy dpia facts`; met de hand wijzigen geeft een bevinding."""


class NotWritable(ZvhError):
    """
    The facts of a DPIA do not fit in a file that can be read back.

    A file has a largest size; a DPIA that is about less fits.
    """

    code = "facts-not-writable"
    nl = (
        "de feiten van DPIA `{naam}` passen niet in een bestand ({reden}); "
        "splits de DPIA naar proces"
    )
    en = "the facts of DPIA `{naam}` do not fit in a file ({reden}); split the DPIA by process"

    def __init__(self, naam: str, reden: str) -> None:
        super().__init__(naam=naam, reden=reden)


class Facts:
    """
    Makes the facts of DPIAs of one workspace on one day.

    What two DPIAs share is worked out once: the rules of the day, the terms, and everything of
    DPIAs about the same convenanten and processen.

    Raises:
        PolicyUnusable: the law layer cannot be read as meant.
    """

    def __init__(self, workspace: Workspace, day: date) -> None:
        law = workspace.law
        if law is None:
            raise PolicyUnusable(workspace.fouten)
        self.workspace = workspace
        self.law = law
        self.day = day
        rules = compile_rules(workspace, law, day).rules
        self._bans = tuple(rule for rule in rules if rule.effect is Effect.DENY)
        self.permissions = tuple(rule for rule in rules if rule.effect is Effect.ALLOW)
        self._homes = {regel.span: home for home, regel in workspace.regels()}
        self._rules = {(self._homes[rule.span], rule.id): rule for rule in self.permissions}
        self._terms = Terms.of(workspace, day) if law.bewaartermijnen else None
        self._contexts: dict[tuple[frozenset[str], frozenset[str]], Context] = {}
        self._known: dict[tuple[frozenset[str], frozenset[str]], DpiaFeiten] = {}
        self._said: dict[tuple[frozenset[str], frozenset[str]], dict[str, Plain]] = {}

    def of(self, dpia: Dpia) -> DpiaFeiten:
        """
        Give the facts of *dpia*.
        """
        about = _about(dpia)
        found = self._known.get(about)
        if found is None:
            found = self._known[about] = self.with_(dpia, self._processing(*about))
        return found.model_copy(update={"feiten_van": dpia.dpia})

    def assessed(self, dpia: Dpia) -> dict[str, Plain]:
        """
        Give what there is to assess for *dpia*, as it stands in a file.
        """
        about = _about(dpia)
        found = self._said.get(about)
        if found is None:
            found = self._said[about] = assessed(self.of(dpia))
        return found | {"feiten-van": dpia.dpia}

    def with_(self, dpia: Dpia, verwerkingen: Iterable[Verwerking]) -> DpiaFeiten:
        """
        Give what the facts of *dpia* would be if these *verwerkingen* were what is permitted.
        """
        return DpiaFeiten(
            schema_=_SCHEMA,
            feiten_van=dpia.dpia,
            op=self.day,
            policy=self.workspace.policy or "-",
            **sections(self.context(dpia), tuple(verwerkingen)),
        )

    def context(self, dpia: Dpia) -> Context:
        """
        Give what the sections of *dpia* follow from besides its permissions.
        """
        about = _about(dpia)
        found = self._contexts.get(about)
        if found is None:
            agreements = self.workspace.agreements
            here = {name: agreements[name] for name in sorted(about[0] & agreements.keys())}
            found = Context(self.law, here, about[1], self._bans, self._terms, self.day)
            self._contexts[about] = found
        return found

    def rule(self, verwerking: Verwerking) -> Rule | None:
        """
        Give the rule that *verwerking* is about.
        """
        return self._rules.get((verwerking.uit, verwerking.id))

    def _processing(
        self, convenanten: frozenset[str], processen: frozenset[str]
    ) -> tuple[Verwerking, ...]:
        found = []
        for rule in self.permissions:
            here = rule.convenanten.waarden & convenanten
            about = {name for name in processen if rule.keuzes[PROCES].selects(frozenset({name}))}
            if here and about:
                found.append(self._verwerking(rule, here, about))
        return tuple(sorted(found, key=lambda each: (each.uit, each.id)))

    def _verwerking(self, rule: Rule, here: Iterable[str], about: Iterable[str]) -> Verwerking:
        said: dict[str, Any] = dict(zip(SELECTED, rule.keuzes, strict=True))
        said["proces"] = only(*about)
        # An empty list is never written, so it is no value that may be given.
        lists = {"mits": sorted(rule.feiten), "verplicht": sorted(rule.verplicht)}
        said |= {name: tuple(values) for name, values in lists.items() if values}
        return Verwerking(
            id=rule.id,
            uit=self._homes[rule.span],
            convenanten=tuple(sorted(here)),
            grondslag=rule.artikel,
            **said,
        )


def _about(dpia: Dpia) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(dpia.convenanten), frozenset(dpia.processen)


def facts_file(feiten: DpiaFeiten) -> str:
    """
    Write *feiten* as the file `dpia/<id>.feiten.yaml`: the same facts always give the same text.

    Raises:
        NotWritable: what is written could not be read back as these facts.
    """
    said = mapping_of(feiten)
    text = yaml_of(said, _COMMENT.format(naam=feiten.feiten_van, op=feiten.op))
    node, found = parse(text, f"dpia/{feiten.feiten_van}.feiten.yaml")
    read = None
    if node is not None:
        read, found = read_as(DpiaFeiten, node)
    if read is None or found or mapping_of(read) != said:
        raise NotWritable(feiten.feiten_van, found[0].code if found else "-")
    return text
