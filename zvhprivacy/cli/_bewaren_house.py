"""
What the commands of retention share: which house, with which keys, which plan, and who acts.
"""

from __future__ import annotations

import functools
import re

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import OwnOption
from zvhprivacy.errors import WrongUse
from zvhprivacy.model.bewaarplan import Plan, PlanState


if TYPE_CHECKING:
    from zvhprivacy.bewaren.needs import View
    from zvhprivacy.engine import Engine
    from zvhprivacy.model.about import About
    from zvhprivacy.vault.backend import KeyBackend


F = TypeVar("F", bound=Callable[..., Any])

ORIGIN = "opdrachtregel"  # where it comes from, in the logboek (BIO2 8.15.01)
LEAST = 8  # characters of the hash of a plan that tell it apart
SHOWN = 12  # of it that are shown where it need not be copied
_CODE = re.compile(rf"[0-9a-f]{{{LEAST},64}}", re.ASCII)


class UnknownPlan(WrongUse):
    """
    No plan has this hash.
    """

    code = "unknown-plan"
    nl = "er is geen plan met code `{gevraagd}`; `zvhprivacy bewaren status` noemt de plannen"
    en = "there is no plan with hash `{gevraagd}`; `zvhprivacy bewaren status` names the plans"


class ShortHash(WrongUse):
    """
    What was typed is no hash, or too little of one.
    """

    code = "short-hash"
    nl = "`{gevraagd}` is geen code van een plan: geef er ten minste {minste} tekens van"
    en = "`{gevraagd}` is no hash of a plan: give at least {minste} characters of it"


class SeveralPlans(WrongUse):
    """
    The beginning of a hash that was typed is that of more than one plan.
    """

    code = "several-plans"
    nl = "met `{gevraagd}` begint de code van {aantal} plannen; geef er meer tekens van"
    en = "the hashes of {aantal} plans begin with `{gevraagd}`; give more characters of it"


class NameKeys(WrongUse):
    """
    Something is to be done that takes keys, and nobody said where they are.
    """

    code = "name-keys"
    nl = "hier zijn de sleutels van het huis voor nodig; noem ze met `--sleutels`"
    en = "this takes the keys of the house; name them with `--sleutels`"


class UnknownPerson(WrongUse):
    """
    Who acts is nobody that is designated here.
    """

    code = "unknown-person"
    nl = (
        "`{optie}` noemt niemand die hier nu is aangewezen; geef het kenmerk van de aanwijzing "
        "zoals het register van medewerkers het heeft"
    )
    en = (
        "`{optie}` names nobody who is designated here now; give the id of the designation as "
        "the register of medewerkers has it"
    )


class Stores(TypedDict):
    """
    The databases and the ledger, as the engine wants them named.
    """

    database: str | None
    kluis: str | None
    vernietigingsregister: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """
    Where a house stands, as the command line names it; what is left out is beside the rest.
    """

    workspace: str | None
    database: str | None
    kluis: str | None
    register: str | None

    @property
    def root(self) -> Path:
        """
        Give the folder of the workspace.
        """
        return options.root_of(self.workspace)

    @property
    def stores(self) -> Stores:
        """
        Give its databases and its ledger.
        """
        return Stores(database=self.database, kluis=self.kluis, vernietigingsregister=self.register)

    @contextmanager
    def seen(self) -> Iterator[View]:
        """
        Lend what looking takes, without a key.
        """
        from zvhprivacy.engine.bewaren_zicht import bekijk

        with bekijk(self.root, database=self.database) as view:
            yield view


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """
    Where the keys of a house are, and whether convenants without signatures count as well.
    """

    sleutels: str | None
    passphrase_file: str | None
    unsigned: bool

    @contextmanager
    def opened(self, house: Address, lang: str) -> Iterator[Engine]:
        """
        Open the house, which must be there: a misspelt name begins no new one.

        Raises:
            NameKeys: nobody said where the keys are.
        """
        from zvhprivacy.engine import Engine

        sleutels = self.root(house, lang)
        opened = Engine.open(
            house.root, sleutels=sleutels, niet_ondertekend=self.unsigned, **house.stores
        )
        with opened as engine:
            yield engine

    def root(self, house: Address, lang: str) -> KeyBackend:
        """
        Open the root of the keys, which stands in no folder that a back-up of the house takes.

        Raises:
            NameKeys: nobody said where it is.
        """
        from zvhprivacy.cli._sleutels import beside, open_root
        from zvhprivacy.engine.bewaren_zicht import target_of
        from zvhprivacy.store.database import Part, kluis_beside, open_database

        target = target_of(house.root, house.database)
        open_database(Part.HOOFD, target, create=False).close()
        if self.sleutels is None:
            raise NameKeys
        kluis = kluis_beside(target) if house.kluis is None else house.kluis
        outside = [house.root, *beside(str(target)), *beside(str(kluis))]
        return open_root(self.sleutels, self.passphrase_file, outside, lang)


def house(command: F) -> F:
    """
    Add the options that say where the house is, as *house*.
    """

    @options.workspace
    @click.option("--database", cls=OwnOption, metavar="TARGET")
    @click.option("--kluis", cls=OwnOption, metavar="TARGET")
    @click.option("--register", cls=OwnOption, metavar="FILE")
    @functools.wraps(command)
    def gathered(
        *args: Any,
        workspace: str | None,
        database: str | None,
        kluis: str | None,
        register: str | None,
        **rest: Any,
    ) -> Any:
        here = Address(workspace=workspace, database=database, kluis=kluis, register=register)
        return command(*args, house=here, **rest)

    return gathered  # type: ignore[return-value]


def keys(command: F) -> F:
    """
    Add the options that say where the keys are, as *keys*.
    """

    @click.option("--sleutels", cls=OwnOption, metavar="FILE|URL")
    @click.option("--wachtwoord-bestand", "passphrase_file", cls=OwnOption, metavar="FILE|-")
    @click.option("--niet-ondertekend", "unsigned", cls=OwnOption, is_flag=True)
    @functools.wraps(command)
    def gathered(
        *args: Any, sleutels: str | None, passphrase_file: str | None, unsigned: bool, **rest: Any
    ) -> Any:
        named = Keys(sleutels=sleutels, passphrase_file=passphrase_file, unsigned=unsigned)
        return command(*args, keys=named, **rest)

    return gathered  # type: ignore[return-value]


def actor(command: F) -> F:
    """
    Add `--door`, which must be given.
    """
    return click.option("--door", cls=OwnOption, required=True, metavar="MEDEWERKER")(command)


def chosen(plans: Iterable[Plan], typed: str) -> Plan:
    """
    Give the plan whose hash begins with what somebody *typed*.

    Raises:
        ShortHash: it is no hash, or too little of one.
        UnknownPlan: there is no such plan.
        SeveralPlans: there is more than one.
    """
    begin = typed.strip().lower().removeprefix("sha256:")
    if not _CODE.fullmatch(begin):
        raise ShortHash(gevraagd=typed, minste=LEAST)
    found = [each for each in plans if each.hash.startswith(begin)]
    if not found:
        raise UnknownPlan(gevraagd=typed)
    if len({each.hash for each in found}) > 1:
        raise SeveralPlans(gevraagd=typed, aantal=len(found))
    # The same list can be made twice on a day; all but the last lapsed.
    return max(found, key=lambda each: (each.state is not PlanState.VERVALLEN, each.opgesteld_op))


def acting(engine: Engine, door: str, option: str = "--door") -> About:
    """
    Give who acts, when somebody is designated under this id.

    Raises:
        UnknownPerson: nobody is.
    """
    from zvhprivacy.engine import today
    from zvhprivacy.model.about import About

    about = About(medewerker=door, oorsprong=ORIGIN)
    designated = engine.huis.facts.lines(about).medewerker if door else None
    if designated is None or not designated.geldt(today()):
        raise UnknownPerson(optie=option)
    return about
