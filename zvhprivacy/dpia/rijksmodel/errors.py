"""
Why a file is not taken for an assessment of the Rijksmodel.
"""

from __future__ import annotations

from zvhprivacy.errors import WrongUse


class NoRijksmodel(WrongUse):
    """
    The file is not an export of the invulhulp of the Rijksmodel DPIA; nothing of it is used.

    The sentence never quotes what stands in the file.
    """

    code = "no-rijksmodel"
    nl = (
        "dit bestand is geen DPIA van de invulhulp van het Rijksmodel; "
        "sla de DPIA in de invulhulp op als JSON en lees dat bestand in"
    )
    en = (
        "this file is not a DPIA of the form of the Rijksmodel; "
        "save the DPIA in the form as JSON and read that file"
    )


class TooLarge(NoRijksmodel):
    """
    The file is larger than anybody writes, pictures included.
    """

    code = "rijksmodel-too-large"
    nl = (
        "dit bestand is te groot om in te lezen (meer dan {grens} of te veel onderdelen); "
        "haal afbeeldingen eruit en sla het opnieuw op"
    )
    en = (
        "this file is too large to read (more than {grens} or too many parts); "
        "take pictures out and save it again"
    )


class NotAFile(NoRijksmodel):
    """
    It is a folder, a pipe or a device.
    """

    code = "rijksmodel-not-a-file"
    nl = "dit is geen bestand maar een map of apparaat; noem het JSON-bestand zelf"
    en = "this is not a file but a folder or a device; name the JSON file itself"


class NotText(NoRijksmodel):
    """
    The bytes are no UTF-8.
    """

    code = "rijksmodel-not-text"
    nl = "dit bestand is geen tekst in UTF-8; sla de DPIA in de invulhulp opnieuw op als JSON"
    en = "this file is not text in UTF-8; save the DPIA in the form as JSON again"


class NotJson(NoRijksmodel):
    """
    The text is no JSON, or stops halfway.
    """

    code = "rijksmodel-not-json"
    nl = (
        "dit bestand is geen JSON, of het is afgebroken (regel {regel}); "
        "haal het opnieuw op waar het vandaan komt"
    )
    en = "this file is not JSON, or it was cut off (line {regel}); get it again where it came from"


class NotPlain(NoRijksmodel):
    """
    The JSON has something that no assessment has, and that programs read differently.
    """

    code = "rijksmodel-not-plain"
    nl = "dit bestand heeft {wat} en is daarom niet van de invulhulp; sla de DPIA daar opnieuw op"
    en = "this file has {what} and is therefore not of the form; save the DPIA there again"


class OtherForm(NoRijksmodel):
    """
    The JSON is of another program, or of another form of the same one.
    """

    code = "rijksmodel-other-form"
    nl = "dit bestand is {wat} en geen DPIA van het Rijksmodel; kies het bestand van de DPIA zelf"
    en = "this file is {what} and not a DPIA of the Rijksmodel; choose the file of the DPIA itself"


class TooMuchText(NoRijksmodel):
    """
    What would be written is larger than a file of the register may be.
    """

    code = "rijksmodel-too-much-text"
    nl = (
        "de tekst van deze DPIA is te groot voor een bestand van het register; "
        "kort haar in de invulhulp in en sla haar opnieuw op"
    )
    en = (
        "the text of this DPIA is too large for a file of the register; "
        "shorten it in the form and save it again"
    )


class UnfitName(WrongUse):
    """
    What somebody wants a DPIA to be called, or to be about, is no id.
    """

    code = "unfit-dpia-name"
    nl = (
        "`{naam}` kan hier niet; kies een woord van kleine letters, cijfers en koppeltekens, "
        "dat nog niet is gebruikt, en geef het één keer"
    )
    en = (
        "`{naam}` cannot be used here; choose a word of small letters, digits and hyphens "
        "that is not in use, and give it once"
    )
