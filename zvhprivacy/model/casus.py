"""
A case and what it holds: who it is about, what is known of them and from whom, and who takes part.

Content and names of people are sealed before they come here; these values say only what they are
about. Fields in the clear are words of the vocabulary, ids without meaning, organisations, dates.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_wrap_validator_function

from zvhprivacy.errors import WrongUse


# An id without meaning (a UUID in 32 hexadecimal digits), or a word of the policy.
Uid = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
PersonRef = Annotated[str, Field(pattern=r"^[a-z]{28}$")]  # a person in the vault
Word = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=100)]
Version = Annotated[int, Field(ge=1)]


class NotRegistered(WrongUse):
    """
    A value that a register refuses; it names the field, never what stood in it.
    """

    code = "not-registered"
    nl = "dit past niet in het register `{register}`: veld {veld}"
    en = "this does not fit in the register `{register}`: field {veld}"


def _in_silence(kind: type[BaseModel], value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    # What pydantic raises holds the value, which may be about a person.
    try:
        return validate(value)
    except ValidationError as error:
        wrong = sorted({str(e["loc"][0]) if e["loc"] else "-" for e in error.errors()})
    # The name of a field that is none of ours may hold anything.
    named = (name if name in {*kind.model_fields, "-"} else "?" for name in wrong)
    raise NotRegistered(register=kind.__name__, veld=", ".join(dict.fromkeys(named)))


class Register(BaseModel):
    """
    A value that stands in a register of the store; checked when made, and never changed.

    Raises:
        NotRegistered: a field is missing, unknown, of another type, or does not fit the others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # Around everything else, the validators of a subclass too.
        return no_info_wrap_validator_function(partial(_in_silence, cls), handler(source))

    def __repr__(self) -> str:
        # Whatever it holds, it may be printed by accident.
        return f"<{type(self).__name__} {getattr(self, 'id', '')}>"

    __str__ = __repr__


class Periode(Register):
    """
    Something that holds from a day on, up to but not including *tot*.
    """

    van: date
    tot: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Periode:
        if self.tot is not None and self.tot < self.van:
            raise ValueError
        return self

    def geldt(self, op: date) -> bool:
        """
        Say whether it holds on the day *op*.
        """
        return self.van <= op and (self.tot is None or op < self.tot)


class Casus(Register):
    """
    A case; its *kader*, *proces* and *fase* are what the register says, never what a caller says.

    *eerste_verwerking* starts the term of WGS 1.8 lid 7, *laatste_verwerking* that of PGA-wet 9.
    *versie* counts the changes, so that two changes at once are seen.
    """

    id: Uid
    convenant: Word
    proces: Word
    kader: Word
    doel: Word
    fase: Word
    fase_sinds: AwareDatetime
    aangemeld_door: Word
    eerste_verwerking: date
    laatste_verwerking: date
    versie: Version = 1


class Over(StrEnum):
    """
    Whom a case holds data about (WGS 2.30 lid 1 a, b and c).
    """

    BETROKKENE = "betrokkene"
    DIRECTE_KRING = "directe-kring"
    MEDEWERKER = "medewerker"


class Betrokkene(Register):
    """
    A person in a case: under his pseudonym of the case domain, and sealed, who he is in the vault.

    Somebody of the *directe-kring* belongs to a reported betrokkene, *kring_van* (BGS 2.19).
    """

    id: Uid
    casus: Uid
    over: Over
    kring_van: Uid | None = None
    pseudoniem: Annotated[str, Field(max_length=80)]
    persoon: bytes  # sealed: the id of the person in the vault
    versie: Version = 1

    @model_validator(mode="after")
    def _whose_circle(self) -> Betrokkene:
        if (self.over is Over.DIRECTE_KRING) != (self.kring_van is not None):
            raise ValueError
        return self


class Aard(StrEnum):
    """
    What a data item claims to be.
    """

    FEIT = "feit"
    VERMOEDEN = "vermoeden"
    OORDEEL = "professioneel-oordeel"


class Beperking(StrEnum):
    """
    What a provider may ask of onward provision (WGS 2.29 lid 3).
    """

    NIET_AAN = "niet-aan"  # to none of these organisations, kinds or lids
    ALLEEN_AAN = "alleen-aan"  # to nobody but these
    ALLEEN_VOOR = "alleen-voor"  # for no other purposes than these
    NIET_DOOR = "niet-doorverstrekken"
    NA_INSTEMMING = "na-instemming"  # only after the provider agreed to that disclosure
    TOT = "tot"  # not from this day on


class Voorwaarde(Register):
    """
    One condition of a provider, in words that a program can follow.
    """

    beperking: Beperking
    waarden: tuple[Word, ...] = ()
    tot: date | None = None

    @model_validator(mode="after")
    def _complete(self) -> Voorwaarde:
        listed = self.beperking in {
            Beperking.NIET_AAN,
            Beperking.ALLEEN_AAN,
            Beperking.ALLEEN_VOOR,
        }
        if listed != bool(self.waarden) or (self.beperking is Beperking.TOT) != bool(self.tot):
            raise ValueError
        return self


class Gegeven(Register):
    """
    One item of data about a betrokkene, of one category, with its content sealed.

    *bronnen* are the organisations it comes from: one, or for a composite text every one of them.
    *eerste_verwerking* is when the house first held it, also when it was changed since.
    """

    id: Uid
    casus: Uid
    betrokkene: Uid
    categorie: Word
    aard: Aard
    betwist: bool = False
    peildatum: date
    bronnen: Annotated[tuple[Word, ...], Field(min_length=1)]
    verstrekt_op: date
    eerste_verwerking: date
    laatste_verwerking: date
    voorwaarden: tuple[Voorwaarde, ...] = ()
    inhoud: bytes  # sealed under the key of the case
    versie: Version = 1


class Deelname(Periode):
    """
    An organisation takes part in a case, by a decision of the lid-1 deelnemers (WGS 2.31 lid 4).

    *als_derde* is the incidental third party of WGS 2.31 lid 9, who gets no access to the system.
    """

    id: Uid
    casus: Uid
    organisatie: Word
    besluit: Uid | None = None
    als_derde: bool = False
    deskundig_en_taak: bool = False  # BGS 2.21 lid 1, for a third party
    geheimhouding_op: date | None = None  # BGS 2.21 lid 2, for a third party


class Toewijzing(Periode):
    """
    A person is assigned to a case, in a role, for his organisation (WGS 1.8 lid 2 and 5).
    """

    id: Uid
    casus: Uid
    medewerker: Uid
    rol: Word


class Overgang(Register):
    """
    A change of phase: who made it is in the logboek.
    """

    id: Uid
    casus: Uid
    van: Word | None
    naar: Word
    op: AwareDatetime
    besluit: Uid | None = None


class Dossier(Register):
    """
    All of a case but its data items, as it is at one moment.
    """

    casus: Casus
    betrokkenen: tuple[Betrokkene, ...] = ()
    deelnames: tuple[Deelname, ...] = ()
    toewijzingen: tuple[Toewijzing, ...] = ()
