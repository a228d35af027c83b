"""
Reading cases: what a Grant opens, and what somebody may see of one case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from zvhprivacy.engine.grant import Grant, granted
from zvhprivacy.engine.lijst import lijst
from zvhprivacy.engine.rooms import Opened, Rooms
from zvhprivacy.logboek.line import Resultaat
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Betrokkene, Casus, Gegeven
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Decision
from zvhprivacy.store.listing import Listed, Place


# The acts that show case data to whoever has a Grant for them.
SHOWS = frozenset({"inzien", "rechtmatigheid-toetsen", "rechten-besluiten", "plannen-afstemmen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """
    A data item, opened: *inhoud* is its content. Its repr shows nothing of it.
    """

    gegeven: Gegeven
    inhoud: str = field(repr=False)

    def __repr__(self) -> str:
        return f"<Item {self.gegeven.id}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCasus:
    """
    Of a case what one Grant may see: everything else is absent, not masked.
    """

    casus: Casus
    betrokkenen: tuple[Betrokkene, ...]
    gegevens: tuple[Item, ...]
    decision: Decision


class Casussen:
    """
    The cases, for who may see something of them; `House.casussen` gives it.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def open(self, grant: Grant) -> OpenCasus:
        """
        Open what *grant* may see: the items of its category, of those it is about.

        The registers are read again: what was withdrawn since the Grant is gone. It is written in
        the logboek before anything is given.

        Raises:
            AccessDenied: it may not be seen any more.
            WrongUse: the Grant is of another engine, day or kind of act.
            Tampered: a row is not what was stored.
        """
        at = self._rooms.holds(grant, SHOWS)
        opened = opened_items(self._rooms, at)
        self._rooms.did(at)
        return shown(at, opened)

    def lijst(
        self, request: Request, about: About, *, limit: int = 100, after: Place | None = None
    ) -> tuple[Listed, ...]:
        """
        Give the cases of which somebody may see that they are there; see `lijst.lijst`.
        """
        return lijst(self._rooms, request, about, limit=limit, after=after)

    def zicht(
        self, request: Request, about: About, *, verklaard: Iterable[str] = ()
    ) -> tuple[OpenCasus, ...]:
        """
        Open everything of one case that somebody may see: per category and kind of person, a part.

        *request* says who asks, in which role, for what; its *gegevens* and *over* do not matter.
        What may not be seen is absent, and that it exists is not told. All answers are in the
        logboek, in one flush, before anything is given.
        """
        rooms = self._rooms
        rooms.desk.enforces()
        lines, said = rooms.facts.lines(about), frozenset(verklaard)
        asked = sorted({(item.categorie, over) for item, over in lines.held(request.handeling)})
        entries = [
            rooms.desk.entry(
                request._replace(gegevens=gegevens, over=over), about, said, lines=lines
            )
            for gegevens, over in asked
        ]
        operations = rooms.journaal.schrijf_alle(entries)
        return tuple(
            self.open(granted(entry, operation, rooms.issuer))
            for entry, operation in zip(entries, operations, strict=True)
            if entry.decision
        )


def opened_items(rooms: Rooms, at: Opened) -> tuple[Item, ...]:
    """
    Open the items that the Grant may see; that it failed is written down too.

    Raises:
        Tampered: one is not.
        KeyDestroyed: the case was destroyed.
    """
    try:
        read = rooms.content.opener()
        return tuple(Item(gegeven=item, inhoud=read(item)) for item in rooms.items(at))
    except Exception:
        rooms.did(at, resultaat=Resultaat.MISLUKT)
        raise


def shown(at: Opened, items: tuple[Item, ...]) -> OpenCasus:
    """
    Put together what is given.
    """
    return OpenCasus(
        casus=at.casus,
        betrokkenen=at.betrokkenen,
        gegevens=items,
        decision=at.grant.decision,
    )
