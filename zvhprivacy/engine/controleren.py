"""
The interne audit of a house: who may carry it out is decided and written down before it looks.
"""

from __future__ import annotations

import itertools

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from zvhprivacy.audit.sample import draw, populations, seed
from zvhprivacy.audit.signed import signed
from zvhprivacy.audit.sources import House, Sources
from zvhprivacy.dpia.read import read_register
from zvhprivacy.engine import clock
from zvhprivacy.engine.clock import AMSTERDAM
from zvhprivacy.engine.content import voorwerp
from zvhprivacy.engine.desk import Policy
from zvhprivacy.engine.grant import granted
from zvhprivacy.engine.storage import LOG_NAME, LogSigner
from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek.line import Logdoel
from zvhprivacy.logboek.reading import first_from, readable_from
from zvhprivacy.model.audit import Audit, Reference, Steekproef
from zvhprivacy.model.request import Request
from zvhprivacy.store.inspecting.cells import Cell, cells, ids
from zvhprivacy.store.rls import see_all
from zvhprivacy.vault.aliases import aliases
from zvhprivacy.vault.domain import AUDIT, LOGBOEK_ACTOREN
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.person import PersonId


if TYPE_CHECKING:
    from zvhprivacy.audit.run import Alias
    from zvhprivacy.engine.clock import Klok, Moment
    from zvhprivacy.engine.grant import Grant
    from zvhprivacy.engine.journal import Entry
    from zvhprivacy.engine.rooms import Rooms
    from zvhprivacy.model.about import About
    from zvhprivacy.model.audit_answers import Vorige


DOEL = "rechtmatigheidstoezicht"
# Who may audit, in the order in which a person with several roles does: a FG needs no trigger.
ROLES = ("coordinerend-fg", "fg", "privacy-officer", "auditor")
# What is looked at, never content: an audit reads what is there, of whom and when, and opens none.
LOGBOEK = "logboek-inzien"
LOOKS_AT = (("rechtmatigheid-toetsen", "casusmetadata"), (LOGBOEK, "logregel"))
SIZE = 20  # cases of a sample, when nobody says how many
SIGNAAL = "signaal"  # before there is a case there are no lines of one


class Controleren:
    """
    The audit of one house; `House.controleren` gives it.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    @contextmanager
    def bronnen(
        self,
        about: About,
        *,
        vanaf: date,
        tot: date,
        op: date | None = None,
        vorige: Vorige | None = None,
    ) -> Iterator[Sources]:
        """
        Lend what an audit looks at, of the days from *vanaf* up to but not including *tot*.

        The policy is asked whether the person in *about* may test and may read the logboek, for
        every processing there are cases of; every answer, and that it was looked at, is in the
        logboek before anything is lent. It only reads, beside a system that works on. *op* is the
        day on which terms and reviews are judged, today when it is left out; *vorige* is what the
        audit before left open. Where lines of the period were pruned, it begins after them.

        Raises:
            AccessDenied: this person may not, for one of them.
            WrongUse: the period is none, or all of it was pruned.
        """
        rooms = self._rooms
        now = rooms.desk.now() if op is None else clock.moment(op)
        _in_order(vanaf, tot)
        policy, storage = rooms.desk.policy, rooms.storage
        self.alias()  # the first audit makes the key of its domain, and counts it already
        regels = self._entries(tot)
        # What pruned lines said nobody knows: that a line is missing could not be told of its day.
        vanaf = max(vanaf, readable_from(storage.log, regels) or vanaf)
        if vanaf >= tot:
            raise WrongUse(reden="het logboek van deze periode is opgeschoond; neem een latere")
        self._look(about, regels)
        with storage.hoofd.read() as connection:
            see_all(connection)
            huis = House(
                hoofd=storage.hoofd,
                connection=connection,
                log=storage.log,
                regels=regels,
                verifiers=storage.verifiers(),
                ledger=storage.ledger,
                actoren=self._actors,
                bekend=tuple,
                herleidingen=storage.vault.approvals(),
                sleutels=storage.keys.list(),
                kluis_apart=storage.hoofd.label != storage.kluis.label,
                voorwerp=voorwerp,
            )
            yield _sources(policy.werkmap, policy, now, vanaf, tot, huis, vorige)

    def volg(self, about: About, pseudoniemen: Collection[str]) -> dict[str, Reference]:
        """
        Find the records behind *pseudoniemen* from an audit; what is not found is left out.

        It is a look at the house like the audit itself: asked and written down first. Whose data
        they are it does not tell; leading that back is `herleiden`.

        Raises:
            AccessDenied: this person may not.
        """
        rooms, wanted = self._rooms, frozenset(pseudoniemen)
        self._look(about, 0)
        alias, storage = self.alias(), rooms.storage
        approvals = [("goedkeuring", each.id) for each in storage.vault.approvals()]
        with storage.hoofd.read() as connection:
            see_all(connection)
            known = itertools.chain(approvals, ids(connection))
            named = ((alias(*row), Reference(*row)) for row in known)
            return {name: row for name, row in named if name in wanted}

    def trek(
        self, about: About, audit: Audit, *, zaad: str | None = None, aantal: int | None = None
    ) -> Steekproef:
        """
        Draw another sample than the one in *audit*, of the cases there are now.

        What is left out is as it was there; whoever chooses a *zaad* can draw until he likes it,
        and the sample shows it.

        Raises:
            AccessDenied: this person may not.
        """
        came, before = audit.herkomst, audit.steekproef
        size = aantal or (len(before.getrokken) if before else SIZE)
        with self.bronnen(about, vanaf=came.vanaf, tot=came.tot) as bron:
            cases = populations(bron, self.alias())
        return draw(cases, zaad=zaad or seed(audit.id, came), aantal=size)

    def onderteken(self, bestand: str, data: bytes) -> bytes:
        """
        Give the file that says that *data* was given out as *bestand*, signed as the logboek is.
        """
        newest = self._rooms.storage.keys.readable(KeyKind.ONDERTEKENING, LOG_NAME)[0]
        return signed(bestand, data, LogSigner(newest))

    def alias(self) -> Alias:
        """
        Give what makes the pseudonym of a record in the domain of audits.
        """
        storage = self._rooms.storage
        return aliases(storage.keys, storage.vault, AUDIT)

    def _entries(self, tot: date) -> int:
        """
        Count the entries of before *tot*, and see that a checkpoint covers them.
        """
        storage = self._rooms.storage
        size = storage.log.head().size
        moment = datetime.combine(tot, time.min, AMSTERDAM)
        regels = first_from(storage.log, size, moment)
        if not any(each.size >= regels for each in storage.log.checkpoints(last=1)):
            storage.writer.checkpoint()
        return regels

    def _look(self, about: About, regels: int) -> None:
        """
        Ask for every processing, and write down that all of it is looked at.
        """
        rooms = self._rooms
        rooms.desk.enforces()
        with rooms.storage.hoofd.read() as connection:
            see_all(connection)
            there = list(cells(connection))
        entries = self._asked(about, there)
        operations = rooms.journaal.schrijf_alle(entries)
        grants: dict[str, Grant] = {}
        for entry, operation in zip(entries, operations, strict=True):
            grant = granted(entry, operation, rooms.issuer)
            grants.setdefault(grant.request.handeling, grant)
        counts = dict(
            zip(dict(LOOKS_AT), (sum(each.aantal for each in there), regels), strict=True)
        )
        for handeling, grant in grants.items():
            # Who could write in the register of people could else make himself a FG.
            lines = rooms.may(grant)
            rooms.journaal.did(
                grant, lines=lines, logdoel=Logdoel.INTERNE_CONTROLE, aantal=counts[handeling]
            )

    def _asked(self, about: About, there: Collection[Cell]) -> list[Entry]:
        lines = self._rooms.facts.lines(about)
        person = lines.medewerker
        if person is None:
            raise WrongUse(reden="een audit doet een aangewezen persoon; noem zijn kenmerk")
        rol = next((each for each in ROLES if each in person.rollen), "?")
        entries: list[Entry] = []
        for cell in there or self._first_of(person.organisatie):
            for handeling, gegevens in LOOKS_AT:
                if cell.fase == SIGNAAL and handeling == LOGBOEK:
                    continue
                request = Request(
                    deelnemer=person.organisatie,
                    rol=rol,
                    handeling=handeling,
                    gegevens=gegevens,
                    over="betrokkene",
                    doel=DOEL,
                    proces=cell.proces,
                    fase=cell.fase,
                    kader=cell.kader,
                    convenant=cell.convenant,
                )
                said = ["logdoel"] if handeling == LOGBOEK else []
                entries.append(self._rooms.desk.entry(request, about, said, lines=lines))
        return entries

    def _first_of(self, organisatie: str) -> list[Cell]:
        """
        Give a processing to ask for where there are no cases yet, of his own organisation if any.
        """
        policy = self._rooms.desk.policy.usual
        agreements = sorted(policy.workspace.agreements.items())
        own = [each for each in agreements if organisatie in each[1].convenant.deelnemers]
        for name, agreement in own or agreements:
            for protocol in agreement.protocollen:
                proces = protocol.protocol
                kader = policy.law.begrippen.processen[proces].kader[0]
                return [Cell(name, proces, kader, "in-behandeling", 0)]
        raise WrongUse(reden="er is geen convenant met een protocol; dan is er niets te toetsen")

    def _actors(self, personen: Collection[str]) -> Mapping[str, str]:
        persons = self._rooms.storage.persons
        return {
            each: persons.pseudonym(PersonId(each), LOGBOEK_ACTOREN)
            for each in dict.fromkeys(personen)
        }


def bronnen_zonder_huis(
    werkmap: str | Path,
    *,
    vanaf: date,
    tot: date,
    op: date | None = None,
    vorige: Vorige | None = None,
    klok: Klok | None = None,
) -> Sources:
    """
    Give what an audit looks at when there are only the files of the workspace *werkmap*.

    Raises:
        PolicyUnusable: the law layer cannot be read as meant.
        WrongUse: the period is none.
    """
    _in_order(vanaf, tot)
    now = clock.moment(op or (klok or clock.now)())
    return _sources(Path(werkmap), Policy(Path(werkmap)), now, vanaf, tot, None, vorige)


def _sources(
    root: Path,
    policy: Policy,
    now: Moment,
    vanaf: date,
    tot: date,
    huis: House | None,
    vorige: Vorige | None,
) -> Sources:
    dpias = read_register(root)
    return Sources(
        root=root,
        op=now.tijd.astimezone(AMSTERDAM),
        vanaf=vanaf,
        tot=tot,
        workspace=policy.usual.workspace,
        law=policy.usual.law,
        policy=policy.usual,
        glass_broken=policy.glass_broken,
        dpias=dpias if dpias.present else None,
        huis=huis,
        vorige=vorige,
    )


def _in_order(vanaf: date, tot: date) -> None:
    if vanaf >= tot:
        raise WrongUse(reden="de periode eindigt niet na haar begin")
