"""
What goes wrong with a logboek, with what to do about it.

Whether entries were tampered with is no exception: that is a `Deviation` in a report.
"""

from __future__ import annotations

from zvhprivacy.errors import Exit, WrongUse, ZvhError


class LogFailed(ZvhError):
    """
    An entry could not be made durable; whatever waited for it must not go ahead.

    The entry may have become durable all the same (a connection lost in the act of committing):
    an entry nobody acted on is harmless, an act without an entry is not.
    """

    exit_code = Exit.KEYS
    code = "log-failed"
    nl = (
        "het logboek kon niet worden geschreven ({soort}); er is niets vrijgegeven, "
        "herstel de opslag en vraag het opnieuw"
    )
    en = (
        "the log could not be written ({soort}); nothing was released, "
        "repair the storage and ask again"
    )


class LogRolledBack(ZvhError):
    """
    The logboek no longer continues what was signed or seen before: an old copy, or a forgery.

    Nothing is written to it any more, because a checkpoint would then confirm a second history.
    """

    exit_code = Exit.KEYS
    code = "log-rolled-back"
    nl = (
        "het logboek heeft {aantal} regels en zet het checkpoint van {gezien} regels niet voort; "
        "is een oude kopie teruggezet? Controleer het met `zvhprivacy logboek verify`"
    )
    en = (
        "the log has {aantal} entries and does not continue the checkpoint of {gezien} entries; "
        "was an old copy restored? Check it with `zvhprivacy logboek verify`"
    )


class BadLine(WrongUse):
    """
    A value does not fit in a log line; it names the field, never what stood in it.
    """

    code = "bad-log-line"
    nl = "dit past niet in een logregel: veld `{veld}` ({soort})"
    en = "this does not fit in a log line: field `{veld}` ({soort})"


class UnreadableLine(ZvhError):
    """
    Bytes from the logboek are no line in the one form that a line has.
    """

    exit_code = Exit.FINDINGS
    code = "unreadable-log-line"
    nl = "dit is geen logregel in de vaste vorm van een bekende versie"
    en = "this is no log line in the fixed form of a known version"


class UnknownPolicy(WrongUse):
    """
    A line names a policy that the logboek does not keep.
    """

    code = "unknown-log-policy"
    nl = "bewaar het beleid eerst met `keep_policy`; een regel noemt een beleid dat er niet is"
    en = "keep the policy first with `keep_policy`; a line names a policy that is not there"


class BadNote(WrongUse):
    """
    A text is no checkpoint, verifier key or proof in the form of the specification.
    """

    code = "bad-note"
    nl = "dit is geen {wat} in de vorm van C2SP: {reden}"
    en = "this is no {wat} in the form of C2SP: {reden}"


class NotSigned(ZvhError):
    """
    A checkpoint has no valid signature of a key that is trusted here.
    """

    exit_code = Exit.FINDINGS
    code = "not-signed"
    nl = (
        "geen van de bekende sleutels heeft dit checkpoint ondertekend, of een handtekening is vals"
    )
    en = "none of the known keys signed this checkpoint, or a signature is false"


class NoVerifierKey(WrongUse):
    """
    A logboek cannot be checked without the public key of who signed its checkpoints.
    """

    code = "no-verifier-key"
    nl = (
        "geef met --vkey de openbare sleutel van het logboek; zonder die sleutel, en zonder "
        "`{bestand}` naast de database, zegt geen handtekening iets"
    )
    en = (
        "give the public key of the log with --vkey; without it, and without `{bestand}` beside "
        "the database, no signature says anything"
    )


class NoProof(WrongUse):
    """
    A proof was asked about entries that the tree does not have.
    """

    code = "no-proof"
    nl = "hierover is geen bewijs te maken: {reden}"
    en = "no proof can be made of this: {reden}"


class NotPrunable(WrongUse):
    """
    Lines cannot be forgotten in the way that was asked.
    """

    code = "not-prunable"
    nl = "deze regels kunnen niet worden opgeschoond: {reden}"
    en = "these lines cannot be pruned: {reden}"


class LogDeviates(ZvhError):
    """
    Lines are to be forgotten, and not everything is as they say: with them the proof would go.
    """

    exit_code = Exit.FINDINGS
    code = "log-deviates"
    nl = (
        "er is niets opgeschoond: {aantal} afwijkingen, de eerste bij {waar}; "
        "zoek ze eerst uit met `zvhprivacy logboek verify`"
    )
    en = (
        "nothing was pruned: {aantal} deviations, the first at {waar}; "
        "look into them first with `zvhprivacy logboek verify`"
    )


class TargetNotEmpty(WrongUse):
    """
    The folder to write to has something in it.
    """

    code = "export-target-not-empty"
    nl = "de map `{map}` bestaat al en is niet leeg; kies een nieuwe map"
    en = "the folder `{map}` exists and is not empty; choose a new one"


class ExportFailed(ZvhError):
    """
    The system did not let us write the export; what was begun is gone.
    """

    exit_code = Exit.KEYS
    code = "export-failed"
    nl = "de export kon niet worden geschreven ({soort}); er is geen halve export achtergebleven"
    en = "the export could not be written ({soort}); no half export was left behind"


def kind_of(error: BaseException) -> str:
    """
    Name what *error* is, without its message: that of others could hold data.
    """
    return error.code if isinstance(error, ZvhError) else type(error).__name__
