"""
What the commands of a hold ask first: the case, who keeps its terms, and what was said.
"""

from __future__ import annotations

import sys

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from zvhprivacy.engine import Engine, Grant
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.about import About
    from zvhprivacy.model.bewaren import Opschorting
    from zvhprivacy.model.request import Request


LONGEST_REASON = 65_536  # bytes of a motivation in a file


class DecidedElsewhere(WrongUse):
    """
    A restriction is no hold that who keeps the terms places or ends.
    """

    code = "hold-decided-elsewhere"
    nl = (
        "een beperking op verzoek van de betrokkene (AVG 18) komt en eindigt met het besluit op "
        "dat verzoek; leg dat in het casussysteem vast"
    )
    en = (
        "a restriction at the request of the betrokkene (AVG 18) comes and ends with the decision "
        "on that request; register it in the case system"
    )


class UnknownCase(WrongUse):
    """
    No case has this id.
    """

    code = "unknown-case"
    nl = "er is geen casus met dit kenmerk; `zvhprivacy bewaren plan --detail` noemt de kenmerken"
    en = "no case has this id; `zvhprivacy bewaren plan --detail` names the ids"


class UnknownHold(WrongUse):
    """
    No hold has this id.
    """

    code = "unknown-hold"
    nl = "er is geen opschorting met dit kenmerk; `zvhprivacy bewaren hold list` noemt ze"
    en = "no hold has this id; `zvhprivacy bewaren hold list` names them"


class ReviewInTime(WrongUse):
    """
    The day before which a hold is reviewed is over, or too far away.
    """

    code = "review-in-time"
    nl = "`--herzien-voor {dag}` kan niet: neem een dag na vandaag en uiterlijk {uiterste}"
    en = "`--herzien-voor {dag}` cannot be: take a day after today and not after {uiterste}"


class NoReason(WrongUse):
    """
    A hold needs a motivation and a reference.
    """

    code = "no-reason"
    nl = "een opschorting heeft een motivering en een kenmerk; `{optie}` is leeg of te lang"
    en = "a hold has a motivation and a reference; `{optie}` is empty or too long"


class OnePipe(WrongUse):
    """
    Two things were to come from the standard input.
    """

    code = "one-pipe"
    nl = "van de standaardinvoer komt één ding: het wachtwoord of de motivering; geef een bestand"
    en = "one thing comes from the standard input: the passphrase or the motivation; give a file"


def keeping(engine: Engine, door: str, casus: str) -> Grant:
    """
    Ask to keep the terms of a case, in the name of *door*.

    Raises:
        UnknownPerson: nobody of that id is designated.
        UnknownCase: there is no such case.
        AccessDenied: it is not for this person.
    """
    about = at.acting(engine, door)._replace(casus=casus)
    found = engine.huis.facts.lines(about).dossier
    if found is None:
        raise UnknownCase
    of = found.casus
    request = asks(engine, about, convenant=of.convenant)._replace(
        proces=of.proces, kader=of.kader, fase=of.fase
    )
    return engine.require(request, about=about)


def asks(engine: Engine, about: About, *, convenant: str) -> Request:
    """
    Make the request of who keeps terms; what it says of one case is for the caller.
    """
    from zvhprivacy.bewaren.telling import DOEL, ROL
    from zvhprivacy.engine.opschorten import BEHEREN, METADATA
    from zvhprivacy.model.request import Request

    person = engine.huis.facts.lines(about).medewerker
    return Request(
        convenant=convenant,
        deelnemer=person.organisatie if person else "",
        rol=ROL,
        handeling=BEHEREN,
        gegevens=METADATA,
        over="betrokkene",
        doel=DOEL,
        proces="",
        fase="",
    )


def held(engine: Engine, hold: str) -> Opschorting:
    """
    Read a hold.

    Raises:
        UnknownHold: there is none of this id.
        DecidedElsewhere: it is a restriction.
    """
    from zvhprivacy.model.bewaartermijn import Grond
    from zvhprivacy.model.bewaren import Opschorting
    from zvhprivacy.store.registers import Registers
    from zvhprivacy.store.rls import see_all

    with engine.huis.storage.hoofd.read() as connection:
        see_all(connection)
        found = Registers(connection).one(Opschorting, hold)
    if found is None:
        raise UnknownHold
    if found.grond is Grond.BEPERKING:
        raise DecidedElsewhere
    return found


def convenant_of(house: at.Address, named: str | None) -> str:
    """
    Give the convenant that was *named*, or the only one.

    Raises:
        UnknownConvenant, NameConvenant: there is none, or not just one.
    """
    from zvhprivacy.policy.read import read_workspace

    return options.agreement_of(read_workspace(house.root), named).convenant.convenant


def in_time(review: date) -> None:
    """
    See that the day of a review is one that the engine takes.

    Raises:
        ReviewInTime: it is not.
    """
    from zvhprivacy.engine import today
    from zvhprivacy.engine.opschorten import REVIEW

    last = REVIEW.na(today())
    if not today() < review <= last:
        raise ReviewInTime(dag=review, uiterste=last)


def motivation(name: str, keys: at.Keys) -> str:
    """
    Read why from the file *name*, or from the standard input for `-`.

    Raises:
        OnePipe: the passphrase comes from there.
        NoReason: there is nothing in it, or too much.
        UnreadableFile: the system does not let us, or it is no text.
    """
    from zvhprivacy.cli._errors import UnreadableFile

    if name == keys.passphrase_file == "-":
        raise OnePipe
    try:
        if name == "-":
            content = sys.stdin.buffer.read(LONGEST_REASON + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LONGEST_REASON + 1)
        said = content.decode().strip()
    except OSError as error:
        raise UnreadableFile(name, error) from None
    except ValueError:
        raise UnreadableFile(name, OSError()) from None
    if not said or len(content) > LONGEST_REASON:
        raise NoReason(optie="--motivering-bestand")
    return said


def as_json(hold: Opschorting) -> dict[str, Any]:
    """
    Give a hold without its motivation.
    """
    return {
        "id": hold.id,
        "casus": hold.casus,
        "gegeven": hold.gegeven,
        "grond": hold.grond.value,
        "kenmerk": hold.kenmerk,
        "eigenaar": hold.eigenaar,
        "op": hold.op.isoformat(),
        "herzien_voor": str(hold.herzien_voor),
        "opgeheven_op": hold.opgeheven_op.isoformat() if hold.opgeheven_op else None,
    }


def told(hold: Opschorting, what: str, lang: str, output: str) -> Exit:
    """
    Say what became of a hold.
    """
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    if output == "json":
        write_json(as_json(hold))
    else:
        values = {"id": hold.id, "dag": hold.herzien_voor}
        write(text(f"bewaren.hold.{what}", lang, **values))
    return Exit.OK
