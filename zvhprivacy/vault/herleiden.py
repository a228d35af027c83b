"""
Leading a pseudonym back to a person: what is asked, and why the register may say no.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.vault.pseudonym import Pseudoniem


class Aanleiding(StrEnum):
    """
    Why a pseudonym is led back to a person.
    """

    VERHOOGD_RISICO = "verhoogd-risico"  # WGS 1.9 lid 5
    VERZOEK_BETROKKENE = "verzoek-betrokkene"
    INCIDENT = "incident"
    NOODPROCEDURE = "noodprocedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vraag:
    """
    What is asked: whose pseudonym, why, by whom, and for what; an approval holds for exactly this.

    *vrager* is the pseudonym of a person in the domain of actors, not of an account.
    """

    pseudoniem: Pseudoniem
    aanleiding: Aanleiding
    vrager: Pseudoniem
    doel: str
    casus: str | None = None


class ApprovalReden(StrEnum):
    """
    Why an approval was not given, or not accepted.
    """

    ONBEKEND = "onbekend"
    VERANDERD = "veranderd"
    VERLOPEN = "verlopen"
    EIGEN = "eigen"
    ONBEKENDE_PERSOON = "onbekende-persoon"
    NIET_GOEDGEKEURD = "niet-goedgekeurd"
    AL_GOEDGEKEURD = "al-goedgekeurd"
    AL_GEBRUIKT = "al-gebruikt"
    AL_BEOORDEELD = "al-beoordeeld"
    NOODPROCEDURE = "noodprocedure"
    GEEN_NOODPROCEDURE = "geen-noodprocedure"
    QUOTUM = "quotum"
    GELIJKTIJDIG = "gelijktijdig"


_SENTENCES = {
    ApprovalReden.ONBEKEND: (
        "er is geen aanvraag met dit kenmerk; kijk het kenmerk na",
        "there is no request with this reference; check the reference",
    ),
    ApprovalReden.VERANDERD: (
        "de vraag is een andere dan is aangevraagd; doe een nieuwe aanvraag",
        "the question is another one than was requested; make a new request",
    ),
    ApprovalReden.VERLOPEN: (
        "de aanvraag is verlopen; doe een nieuwe",
        "the request has expired; make a new one",
    ),
    ApprovalReden.EIGEN: (
        "niemand keurt zijn eigen aanvraag goed of beoordeelt die; vraag een ander",
        "nobody approves or reviews his own request; ask somebody else",
    ),
    ApprovalReden.ONBEKENDE_PERSOON: (
        "wie dit doet staat niet als persoon in de kluis; meld die eerst aan",
        "who does this is not a person in the vault; enrol that person first",
    ),
    ApprovalReden.NIET_GOEDGEKEURD: (
        "nog niemand keurde de aanvraag goed; vraag een ander",
        "nobody has approved the request yet; ask somebody else",
    ),
    ApprovalReden.AL_GOEDGEKEURD: (
        "de aanvraag is al goedgekeurd",
        "the request has been approved already",
    ),
    ApprovalReden.AL_GEBRUIKT: (
        "de goedkeuring is al gebruikt en geldt één keer; doe een nieuwe aanvraag",
        "the approval has been used and holds once; make a new request",
    ),
    ApprovalReden.AL_BEOORDEELD: (
        "het gebruik is al beoordeeld",
        "the use has been reviewed already",
    ),
    ApprovalReden.NOODPROCEDURE: (
        "de noodprocedure gaat zonder goedkeuring en wordt achteraf beoordeeld",
        "the noodprocedure goes without approval and is reviewed afterwards",
    ),
    ApprovalReden.GEEN_NOODPROCEDURE: (
        "alleen het gebruik van de noodprocedure wordt achteraf beoordeeld",
        "only a use of the noodprocedure is reviewed afterwards",
    ),
    ApprovalReden.QUOTUM: (
        "deze persoon vroeg in 24 uur al zo veel als mag; laat een ander het doen of wacht",
        "this person asked as much as is allowed in 24 hours; let somebody else do it or wait",
    ),
    ApprovalReden.GELIJKTIJDIG: (
        "een ander deed tegelijk iets met de aanvraag; kijk opnieuw",
        "somebody else did something with the request at the same time; look again",
    ),
}


class ApprovalRefused(ZvhError):
    """
    The register does not allow this step; nothing was changed.
    """

    exit_code = Exit.REFUSED
    code = "approval-refused"
    nl = "herleiden gaat niet door: {nl}"
    en = "the pseudonym is not led back: {en}"

    def __init__(self, reden: ApprovalReden) -> None:
        self.reden = reden
        nl, en = _SENTENCES[reden]
        super().__init__(reden=reden, nl=nl, en=en)
