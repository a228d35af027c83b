"""
What somebody can do wrong on the command line itself.
"""

from __future__ import annotations

import errno
import os

from collections.abc import Iterable

from zvhprivacy.errors import WrongUse
from zvhprivacy.source import suggest


def _hint(word: str, known: Iterable[str]) -> str:
    choices = sorted(known)
    meant = suggest(word, choices)
    return f"`{meant}`?" if meant else ", ".join(f"`{choice}`" for choice in choices) or "-"


class UnknownCommand(WrongUse):
    """
    Somebody asked for a command that does not exist.
    """

    code = "unknown-command"
    nl = "`{naam}` is geen opdracht; bedoelde u {keuze}"
    en = "`{naam}` is not a command; did you mean {keuze}"

    def __init__(self, naam: str, known: Iterable[str]) -> None:
        super().__init__(naam=naam, keuze=_hint(naam, known))


class UnknownConvenant(WrongUse):
    """
    Somebody named a convenant that the workspace does not have, or none where it has several.
    """

    code = "unknown-convenant"
    nl = "er is geen convenant `{naam}`; bedoelde u {keuze}"
    en = "there is no convenant `{naam}`; did you mean {keuze}"

    def __init__(self, naam: str, known: Iterable[str]) -> None:
        super().__init__(naam=naam, keuze=_hint(naam, known))


class UnknownDpia(WrongUse):
    """
    Somebody named a DPIA that the register does not have.
    """

    code = "unknown-dpia"
    nl = "er is geen DPIA `{naam}` in `dpia/`; bedoelde u {keuze}"
    en = "there is no DPIA `{naam}` in `dpia/`; did you mean {keuze}"

    def __init__(self, naam: str, known: Iterable[str]) -> None:
        super().__init__(naam=naam, keuze=_hint(naam, known))


class NameConvenant(WrongUse):
    """
    No convenant was named and the workspace does not have exactly one that is not a model.
    """

    code = "name-convenant"
    nl = "noem het convenant; er is {keuze}"
    en = "name the convenant; there is {keuze}"

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(keuze=", ".join(f"`{name}`" for name in known) or "-")


class NoWorkspace(WrongUse):
    """
    The folder given is not a workspace.
    """

    code = "no-workspace"
    nl = (
        "`{map}` is geen werkmap: er is geen map `policies` of `convenants` in; "
        "`zvhprivacy init` maakt een werkmap"
    )
    en = (
        "`{map}` is not a workspace: it has no folder `policies` or `convenants`; "
        "`zvhprivacy init` makes one"
    )

    def __init__(self, folder: object) -> None:
        super().__init__(map=folder)


class TwoFolders(WrongUse):
    """
    The workspace was given twice, differently.
    """

    code = "two-folders"
    nl = "geef de werkmap één keer: als DIR of met `--workspace`"
    en = "give the workspace once: as DIR or with `--workspace`"


class UnreadableFile(WrongUse):
    """
    A file named on the command line cannot be opened.
    """

    code = "unreadable-file"
    nl = "`{bestand}` kan niet worden gelezen ({soort})"
    en = "`{bestand}` cannot be read ({soort})"

    def __init__(self, bestand: object, error: OSError) -> None:
        super().__init__(bestand=bestand, soort=type(error).__name__)


class UnwritableFile(WrongUse):
    """
    A file or folder named on the command line cannot be written.
    """

    code = "unwritable-file"
    nl = (
        "`{bestand}` kan niet worden geschreven ({soort}); er is niets veranderd. "
        "Ga na of de map bestaat en of u er mag schrijven"
    )
    en = (
        "`{bestand}` cannot be written ({soort}); nothing was changed. "
        "See whether the folder exists and whether you may write there"
    )

    def __init__(self, bestand: object, error: OSError) -> None:
        super().__init__(bestand=bestand, soort=type(error).__name__)


class DiskFull(UnwritableFile):
    """
    There is no room for a file or folder named on the command line.
    """

    code = "disk-full"
    nl = (
        "`{bestand}` kan niet worden geschreven, want de schijf is vol; er is niets veranderd. "
        "Maak ruimte en probeer het opnieuw"
    )
    en = (
        "`{bestand}` cannot be written, for the disk is full; nothing was changed. "
        "Make room and try again"
    )


class OutputFull(WrongUse):
    """
    What a command prints goes somewhere that takes no more.
    """

    code = "output-full"
    nl = "de uitvoer kan niet worden geschreven, want de schijf is vol; wat er staat is onvolledig"
    en = "the output cannot be written, for the disk is full; what is there is incomplete"


def unwritable(path: object, error: OSError) -> UnwritableFile:
    """
    Say why *path* could not be written.
    """
    # Copying a folder gathers what went wrong per file, as text.
    full = is_full(error) or os.strerror(errno.ENOSPC) in str(error)
    return (DiskFull if full else UnwritableFile)(path, error)


def is_full(error: OSError) -> bool:
    """
    Say whether *error* is that there is no room.
    """
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


class NotEmpty(WrongUse):
    """
    `init` was asked for a folder that already holds something.
    """

    code = "not-empty"
    nl = "`{map}` bestaat al en is niet leeg; kies een nieuwe of lege map"
    en = "`{map}` exists and is not empty; choose a new or empty folder"

    def __init__(self, folder: object) -> None:
        super().__init__(map=folder)


class BadQuestion(WrongUse):
    """
    The request on the command line is not made up of `veld=waarde`; what was typed is not shown.
    """

    code = "bad-question"
    nl = "een vraag bestaat uit `veld=waarde`, ieder veld één keer; de velden zijn {velden}"
    en = "a request is made up of `veld=waarde`, each field once; the fields are {velden}"

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(velden=", ".join(known))


class AskSomething(WrongUse):
    """
    `decide` needs a file of requests or one request.
    """

    code = "ask-something"
    nl = "geef vragen met `--requests FILE` of stel er een met `--vraag veld=waarde …`; niet beide"
    en = "give requests with `--requests FILE` or ask one with `--vraag veld=waarde …`; not both"


class UnknownSchema(WrongUse):
    """
    Somebody asked for the schema of a kind of file that does not exist.
    """

    code = "unknown-schema"
    nl = "`{naam}` is geen soort bestand; bedoelde u {keuze}"
    en = "`{naam}` is not a kind of file; did you mean {keuze}"

    def __init__(self, naam: str, known: Iterable[str]) -> None:
        super().__init__(naam=naam, keuze=_hint(naam, known))


class NoRevision(WrongUse):
    """
    Git does not know the revision, or there is no git.
    """

    code = "no-revision"
    nl = "`{revisie}` is hier geen versie in git ({reden})"
    en = "`{revisie}` is not a version in git here ({reden})"

    def __init__(self, revisie: str, reden: str) -> None:
        super().__init__(revisie=revisie, reden=reden)


class BadApproval(WrongUse):
    """
    The approval file cannot be read as meant, so it approves nothing.
    """

    code = "bad-approval"
    nl = "de goedkeuring `{bestand}` klopt niet: {reden}"
    en = "the approval `{bestand}` is not in order: {reden}"

    def __init__(self, bestand: object, reden: str) -> None:
        super().__init__(bestand=bestand, reden=reden)


class UnknownWord(WrongUse):
    """
    A word on the command line is not in the vocabulary of the workspace.
    """

    code = "unknown-word"
    nl = "`{woord}` staat niet in de begrippenlijst; bedoelde u {keuze}"
    en = "`{woord}` is not in the vocabulary; did you mean {keuze}"

    def __init__(self, woord: str, known: Iterable[str]) -> None:
        super().__init__(woord=woord, keuze=_hint(woord, known))
