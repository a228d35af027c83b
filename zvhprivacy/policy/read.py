"""
Read the folders of a workspace; all that is wrong comes along as findings, nothing is skipped.
"""

from __future__ import annotations

import hashlib
import json
import os
import re

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from zvhprivacy.errors import Finding, Level, Span, finding
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.bewaartermijn import Bewaartermijnen
from zvhprivacy.model.convenant import Addendum, Convenant, Protocol
from zvhprivacy.model.toets import Aanvaard, Toetsen
from zvhprivacy.model.wet import Grondslagen, Lezingen, Organisatie, Wet
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.model.written import Written, read_as
from zvhprivacy.policy.collecting import collecting_later
from zvhprivacy.policy.enforce import MODEL, model_text
from zvhprivacy.policy.references import check_agreements, check_law
from zvhprivacy.policy.templates import templates
from zvhprivacy.policy.term_checks import check_agreed_terms, check_law_terms
from zvhprivacy.source import plain, read, suggest


W = TypeVar("W", bound=Written)

_LAW_FILES = ("begrippen.yaml", "grondslagen.yaml", "lezingen.yaml", "organisatie.yaml")
_TERMS = "bewaartermijnen.yaml"
# The register of DPIAs reads these; no decision rests on them.
_DPIA = ("risicoschalen.yaml", "dpia-plicht.yaml")
_LAW_EXTRA = (_TERMS, "toetsen.yaml", MODEL, "wet", "checklists", *_DPIA)
_AGREEMENT_FILE = re.compile(r"(convenant|toetsen|protocol-[a-z0-9-]+|addendum-[a-z0-9-]+)\.yaml")
_ANYWHERE = frozenset({"README.md"})


def read_workspace(root: Path, *, alone: bool = False) -> Workspace:
    """
    Read the workspace at *root*; without a folder `policies/` the shipped law layer holds.

    Never raises for what stands in the files.
    A *fout* under `policies/` leaves no law, one in a convenant stops it and all that build on it.
    *alone* asks for no law that is shipped now: one of years ago had only those of its time.
    """
    with collecting_later():
        return _read(root, alone=alone)


def _read(root: Path, *, alone: bool) -> Workspace:
    reader = _Reader(root, alone=alone)
    law = reader.law()
    agreements, addenda = reader.agreements()
    aanvaard = reader.file(root / "aanvaard.yaml", Aanvaard, policy=False)
    reader.other(root / "dpia")
    if law is not None:
        reader.findings += check_agreements(law, agreements, addenda)
        reader.findings += check_agreed_terms(law, agreements.values())
    findings = tuple(sorted(set(reader.findings)))
    usable = law is not None and not any(_stops_law(f) for f in findings)
    stopped = _stopped(findings, agreements, addenda, reader.folders)
    betekenis = reader.betekenis
    return Workspace(
        law=law if usable else None,
        agreements={n: a for n, a in agreements.items() if n not in stopped},
        addenda=tuple(addenda),
        aanvaard=aanvaard,
        stopped=stopped,
        findings=findings,
        policy=policy_hash(betekenis),
        betekenis=betekenis,
    )


def policy_hash(betekenis: str) -> str:
    """
    Give the hash by which a policy that says *betekenis* is named.
    """
    return f"sha256:{hashlib.sha256(betekenis.encode()).hexdigest()}"


class _Reader:
    """
    Reads files and remembers what was found and what makes up the policy.
    """

    def __init__(self, root: Path, *, alone: bool = False) -> None:
        self._root = root
        self._alone = alone
        self._meaning: dict[str, object] = {}
        self.findings: list[Finding] = []
        self.folders: list[str] = []

    @property
    def betekenis(self) -> str:
        """
        Everything that was read as policy: what it says, not how it is laid out.
        """
        return json.dumps(self._meaning, sort_keys=True, ensure_ascii=False)

    def file(
        self,
        path: Path,
        model: type[W],
        *,
        required: bool = False,
        policy: bool = True,
        rest: bool = False,
    ) -> W | None:
        """
        Read one file as a *model*; an absent file is only a finding when *required*.

        *rest* also gives what is left of a file with findings, to look what else is wrong in it;
        those findings are what keeps it from being used.
        """
        name = path.relative_to(self._root).as_posix()
        if not os.path.lexists(path):
            if required:
                self.findings.append(finding("ZVH014", Span.whole(name), naam=name))
            return None
        node, found = read(path, name)
        self.findings += found
        if node is None:
            return None
        if policy:
            self._meaning[name] = plain(node)
        value, found = read_as(model, node)
        self.findings += found
        return None if found and not rest else value

    def law(self) -> Law | None:
        """
        Read `policies/`.
        """
        shipped = templates() / "policies"
        if not os.path.lexists(self._root / "policies"):
            root, self._root = self._root, shipped.parent
            try:
                return self._law(self._root / "policies", shipped)
            finally:
                self._root = root
        return self._law(self._root / "policies", shipped)

    def _law(self, folder: Path, shipped: Path) -> Law | None:
        for path in self._listed(folder):
            if path.name not in {*_LAW_FILES, *_LAW_EXTRA}:
                self._unknown(path, (*_LAW_FILES, *_LAW_EXTRA))
        begrippen = self.file(folder / _LAW_FILES[0], Begrippen, required=True, rest=True)
        grondslagen = self.file(folder / _LAW_FILES[1], Grondslagen, required=True)
        lezingen = self.file(folder / _LAW_FILES[2], Lezingen)
        organisatie = self.file(folder / _LAW_FILES[3], Organisatie)
        bewaartermijnen = self.file(folder / _TERMS, Bewaartermijnen, rest=True)
        toetsen = self.file(folder / "toetsen.yaml", Toetsen, policy=False)
        wetten = self._wetten(folder / "wet", shipped / "wet")
        self._model(folder / MODEL)
        # What an audit asks is read by the audit; no decision rests on it.
        self.other(folder / "checklists")
        if begrippen is None or grondslagen is None:
            return None
        law = Law(
            begrippen=begrippen,
            wetten=wetten,
            organisatie=organisatie or Organisatie(schema_="1"),
            grondslagen=grondslagen.grondslagen,
            lezingen=lezingen.lezingen if lezingen else (),
            bewaartermijnen=bewaartermijnen,
            toetsen=toetsen,
            shipped=folder.resolve() == shipped.resolve(),
        )
        self.findings += check_law(law)
        self.findings += check_law_terms(law)
        return law

    def _wetten(self, folder: Path, shipped: Path) -> tuple[Wet, ...]:
        names = {path.name for path in self._listed(folder)}
        expected = set() if self._alone else {path.name for path in shipped.glob("*.yaml")}
        read_in_order: list[Wet] = []
        for name in sorted(names | expected):
            if not re.fullmatch(r"[a-z][a-z0-9-]*\.yaml", name):
                self._unknown(folder / name, sorted(p.name for p in shipped.glob("*.yaml")))
                continue
            wet = self.file(folder / name, Wet, required=True, rest=True)
            if wet is None:
                continue
            if wet.wet != name.removesuffix(".yaml"):
                span = wet.span_of("wet")
                self.findings.append(finding("ZVH206", span, verwacht=name.removesuffix(".yaml")))
            read_in_order.append(wet)
        return tuple(read_in_order)

    def _model(self, path: Path) -> None:
        name = path.relative_to(self._root).as_posix()
        if not os.path.lexists(path):
            return
        try:
            same = path.is_file() and path.read_text(encoding="utf-8") == model_text()
        except (OSError, ValueError):
            same = False
        if not same:
            self.findings.append(finding("ZVH209", Span.whole(name)))

    def agreements(self) -> tuple[dict[str, Agreement], list[Addendum]]:
        """
        Read `convenants/`.
        """
        agreements: dict[str, Agreement] = {}
        addenda: list[Addendum] = []
        for folder in self._listed(self._root / "convenants"):
            if not folder.is_dir() or not re.fullmatch(r"[a-z][a-z0-9-]*", folder.name):
                self._unknown(folder, ())
                continue
            self.folders.append(folder.name)
            agreement = self._agreement(folder, addenda)
            if agreement is not None:
                agreements[folder.name] = agreement
        return agreements, addenda

    def _agreement(self, folder: Path, addenda: list[Addendum]) -> Agreement | None:
        protocollen: list[Protocol] = []
        for path in self._listed(folder):
            if not _AGREEMENT_FILE.fullmatch(path.name):
                self._unknown(path, ("convenant.yaml", "toetsen.yaml"))
            elif path.name.startswith("protocol-"):
                protocol = self.file(path, Protocol, rest=True)
                self._named(path, protocol, protocol.protocol if protocol else "", "protocol")
                protocollen += [protocol] if protocol else []
            elif path.name.startswith("addendum-"):
                addendum = self.file(path, Addendum)
                self._named(path, addendum, addendum.addendum if addendum else "", "addendum")
                addenda += [addendum] if addendum else []
        convenant = self.file(folder / "convenant.yaml", Convenant, required=True, rest=True)
        toetsen = self.file(folder / "toetsen.yaml", Toetsen, policy=False)
        if convenant is None:
            return None
        if convenant.convenant != folder.name:
            span = convenant.span_of("convenant")
            self.findings.append(finding("ZVH206", span, verwacht=folder.name))
            return None
        return Agreement(convenant=convenant, protocollen=tuple(protocollen), toetsen=toetsen)

    def _named(self, path: Path, value: Written | None, given: str, key: str) -> None:
        expected = path.name.removesuffix(".yaml").removeprefix(f"{key}-")
        if value is not None and given != expected:
            self.findings.append(finding("ZVH206", value.span_of(key), verwacht=expected))

    def other(self, folder: Path) -> None:
        """
        Look through a folder whose files are read elsewhere.
        """
        for path in self._listed(folder):
            if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*\.yaml", path.name):
                self._unknown(path, ())

    def _listed(self, folder: Path) -> Iterator[Path]:
        if not os.path.lexists(folder):
            return
        try:
            names = sorted(entry.name for entry in os.scandir(folder))
        except OSError as error:
            name = folder.relative_to(self._root).as_posix()
            code = "ZVH009" if isinstance(error, NotADirectoryError) else "ZVH001"
            said = {"soort": "iets-anders", "reden": "geen-toegang"}
            self.findings.append(finding(code, Span.whole(name), level=Level.FOUT, **said))
            return
        for name in names:
            if name not in _ANYWHERE:
                yield folder / name

    def _unknown(self, path: Path, known: tuple[str, ...] | list[str]) -> None:
        name = path.relative_to(self._root).as_posix()
        meant = suggest(path.name, known) or ""
        self.findings.append(finding("ZVH011", Span.whole(name), naam=path.name, suggestie=meant))


def _stops_law(found: Finding) -> bool:
    return found.level is Level.FOUT and found.span.file.split("/")[0] == "policies"


def _stopped(
    findings: tuple[Finding, ...],
    agreements: Mapping[str, Agreement],
    addenda: list[Addendum],
    folders: list[str],
) -> dict[str, Finding]:
    stopped: dict[str, Finding] = {}
    for found in findings:
        parts = found.span.file.split("/")
        if found.level is not Level.FOUT or parts[0] != "convenants":
            continue
        # What an addendum changes that is unreadable, or misspells it, is unknown, so it may be any
        # convenant; so may a file that belongs to none.
        named = [a for a in addenda if a.plek.span.file == found.span.file]
        is_addendum = parts[-1].startswith("addendum-")
        if is_addendum and named and set(named[0].wijzigt) <= set(folders):
            hit = [parts[1], *named[0].wijzigt]
        elif is_addendum or len(parts) < 3 or parts[1] not in folders:  # noqa: PLR2004 - convenants/<id>/<file>
            hit = list(folders)
        else:
            hit = [parts[1]]
        for name in hit:
            stopped.setdefault(name, found)
    for _ in agreements:
        for name, agreement in agreements.items():
            for base in agreement.bouwt_op:
                if base in stopped:
                    stopped.setdefault(name, stopped[base])
    return stopped
