"""
Help for the tests of a case system: an engine from a text, a frozen clock, known facts, a journal.

Nothing here is for production: the engine of `engine_from` also enforces convenants that are not
signed.
"""

from __future__ import annotations

import secrets
import tempfile

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from zvhprivacy.engine import Engine, Entry
from zvhprivacy.engine.clock import moment
from zvhprivacy.errors import PolicyUnusable
from zvhprivacy.model.about import About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.source import Mapping, Scalar, parse


@dataclass(slots=True)
class KnownFacts:
    """
    A `FeitenBron` that gives the same facts for every request; a test may change *facts*.
    """

    facts: Collection[str] = ()

    def feiten(self, request: Request, about: About) -> Iterable[str]:  # noqa: ARG002 - the same for all
        """
        Give the facts.
        """
        return self.facts


@dataclass(slots=True)
class Remembered:
    """
    A `Journaal` that keeps its entries in *entries*.
    """

    entries: list[Entry] = field(default_factory=list)

    def schrijf(self, entry: Entry) -> None:
        """
        Keep *entry*.
        """
        self.entries.append(entry)


@contextmanager
def engine_from(
    convenant: str,
    *,
    op: date,
    feiten: Collection[str] = (),
    journaal: Remembered | None = None,
    zonder_dpia: bool = False,
) -> Iterator[Engine]:
    """
    Open an engine on a workspace that holds only *convenant*, the text of a `convenant.yaml`.

    The shipped law layer holds, the day is *op*, and *feiten* are facts for every request.
    For every process there is an adopted DPIA, unless *zonder_dpia*.

    Raises:
        PolicyUnusable: the text cannot be read as a convenant.
    """
    with tempfile.TemporaryDirectory(prefix="zvhprivacy-") as folder:
        _workspace(Path(folder), convenant, zonder_dpia=zonder_dpia)
        yield Engine.open(
            folder,
            feiten=KnownFacts(feiten),
            journaal=journaal or Remembered(),
            niet_ondertekend=True,
            klok=lambda: op,
        )


@contextmanager
def house_from(
    convenant: str, *, op: date, feiten: Collection[str] = (), **options: Any
) -> Iterator[Engine]:
    """
    As `engine_from`, with a house: databases and a logboek in a folder that goes afterwards.

    Its keys are of a file without a passphrase; *options* go to `Engine.open`.

    Raises:
        PolicyUnusable: the text cannot be read as a convenant.
    """
    from zvhprivacy.vault.keyring import create_keyring

    with tempfile.TemporaryDirectory(prefix="zvhprivacy-") as folder:
        _workspace(Path(folder) / "huis", convenant)
        sleutels = create_keyring(
            Path(folder) / "sleutels.json",
            wachtwoord=None,
            zonder_wachtwoord=True,
            klok=lambda: moment(op).tijd,
            toeval=secrets.token_bytes,
        )
        with Engine.open(
            Path(folder) / "huis",
            sleutels=sleutels,
            feiten=KnownFacts(feiten),
            niet_ondertekend=True,
            **{"klok": lambda: op, **options},
        ) as engine:
            yield engine


def adopt_dpia(werkmap: Path, convenant: str, processen: Iterable[str]) -> Path:
    """
    Write a DPIA in *werkmap* that says that it was adopted long ago for *processen* of *convenant*.

    It assesses nothing; it opens the gate of AVG 35 for a test. Give the file.
    """
    path = werkmap / "dpia" / f"proef-{convenant}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        _DPIA.format(name=path.stem, convenant=convenant, processen=", ".join(processen)),
        encoding="utf-8",
    )
    return path


_DPIA = """\
schema: 1
dpia: {name}
titel: Voor een toets
voorbeeld: ja
status: vastgesteld
aanleiding: nieuw
convenanten: [{convenant}]
processen: [{processen}]
verwerkingsverantwoordelijken: [toets]
opsteller: toets
documentbeheerder: toets
vaststelling: {{datum: 1970-01-01, versie: "1", feiten: geen}}
"""


def _workspace(folder: Path, convenant: str, *, zonder_dpia: bool = False) -> None:
    name = _name(convenant)
    home = folder / "convenants" / name
    home.mkdir(parents=True)
    (home / "convenant.yaml").write_text(convenant, encoding="utf-8")
    law = read_workspace(folder).law
    if law is not None and not zonder_dpia:
        adopt_dpia(folder, name, law.begrippen.processen)


def _name(convenant: str) -> str:
    node, findings = parse(convenant, "convenant.yaml")
    name = node.get("convenant") if isinstance(node, Mapping) else None
    if not isinstance(name, Scalar) or not name.text:
        raise PolicyUnusable(tuple(findings))
    return name.text
