"""
The certificate of destruction: it counts what was done, names nobody, and cannot be changed.
"""

from __future__ import annotations

import base64
import json
import re

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tests.bewaren import certified
from tests.bewaren.certified import SIGNER, certificate, line, plan, uid
from tests.bsn import bsn
from tests.logboek.keys import TestSigner
from zvhprivacy.bewaren.banding import Published, publish
from zvhprivacy.bewaren.certificate import (
    Actor,
    Certificate,
    Logbereik,
    Methode,
    Stap,
    Uitslag,
    Uitzondering,
    Verantwoordelijke,
)
from zvhprivacy.bewaren.certify import NotFinished, responsible
from zvhprivacy.bewaren.signing import CONTEXT, BadStatement, FalseStatement, check, sign
from zvhprivacy.logboek.note import Verifier
from zvhprivacy.model.bewaarplan import LineState, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie, Begin, Bewaartermijn, Soort
from zvhprivacy.model.casus import NotRegistered
from zvhprivacy.model.convenant import Convenant
from zvhprivacy.model.termijn import Termijn


VERIFIER = Verifier(name=SIGNER.name, public=SIGNER.public)
ITEM = {"soort": "gegeven", "aantallen": (("bsn", 1),)}


def counted(made: Certificate) -> dict[tuple[Any, ...], tuple[int, int]]:
    """
    Give the counts by what differs between the lines of these tests.
    """
    return {
        (c.convenant, c.proces, c.jaar, c.categorie, c.regel, c.actie, c.methode): (
            c.casussen,
            c.gegevens,
        )
        for c in made.tellingen
    }


# --- what it counts -------------------------------------------------------------------------------


def test_cases_and_items_are_counted() -> None:
    """
    Cases are counted once, and their items per category, for each year, rule and action.
    """
    lines = [
        line(1),
        line(2, aantallen=(("gezondheid", 3),)),
        line(3, jaar=2020, aantallen=()),
        line(4, uitkomst=Uitkomst.GEANONIMISEERD, actie=Actie.ANONIMISEREN, aantallen=()),
    ]
    key = ("zvh-bno", "com", 2021)
    how = ("WGS-MAX5", "vernietigen", "sleutel-vernietigd")

    assert {
        (*key, None, *how): (2, 5),
        (*key, "gezondheid", *how): (2, 4),
        (*key, "woonsituatie", *how): (1, 1),
        ("zvh-bno", "com", 2020, None, *how): (1, 0),
        (*key, None, "WGS-MAX5", "anonimiseren", "sleutel-vernietigd"): (1, 0),
    } == counted(certificate(lines))


def test_items_of_a_case_that_stays_are_of_one_case() -> None:
    """
    Three items of one case and one of another come from two cases, though no line names them.
    """
    lines = [line(n, zaak=zaak, **ITEM) for n, zaak in enumerate([7, 7, 7, 8])]
    how = ("WGS-MAX5", "vernietigen", "sleutel-vernieuwd")

    assert {
        ("zvh-bno", "com", 2021, None, *how): (2, 4),
        ("zvh-bno", "com", 2021, "bsn", *how): (2, 4),
    } == counted(certificate(lines))


def test_an_unknown_case_is_never_many() -> None:
    """
    Items of which is not known of what case they were, count as of one: too few rather than many.
    """
    lines = [line(n, zaak=0, **ITEM) for n in range(4)]

    assert {1} == {telling.casussen for telling in certificate(lines).tellingen}


def test_a_case_that_could_not_be_anonymised_counts_as_destroyed() -> None:
    """
    What was done counts, not what was planned.
    """
    made = certificate([line(1, actie=Actie.ANONIMISEREN, uitkomst=Uitkomst.VERNIETIGD)])

    assert {Actie.VERNIETIGEN} == {telling.actie for telling in made.tellingen}


def test_what_was_passed_over_is_told_with_its_reason() -> None:
    """
    A hold, a renewal, a change and a refusal are exceptions, and count as nothing destroyed.
    """
    reasons = [
        Uitkomst.OPGESCHORT,
        Uitkomst.HERNIEUWD,
        Uitkomst.GEWIJZIGD,
        Uitkomst.GEWEIGERD,
        Uitkomst.OPGESCHORT,
    ]
    lines = [
        line(n, casus=uid(n), state=LineState.OVERGESLAGEN, uitkomst=why)
        for n, why in enumerate(reasons)
    ]
    unplanned = Uitzondering(convenant="zvh-bno", reden=Uitkomst.STRIJDIG, casussen=1, gegevens=4)
    made = certificate(lines, niet_gepland=[unplanned])

    assert () == made.tellingen
    assert {
        "opgeschort": (2, 4),
        "hernieuwd": (1, 2),
        "gewijzigd": (1, 2),
        "geweigerd": (1, 2),
    } == {each.reden: (each.casussen, each.gegevens) for each in made.overgeslagen}
    assert (unplanned,) == made.niet_gepland


def test_the_number_of_a_selectielijst_is_told() -> None:
    """
    Where one applies, also when a convenant shortens the term it belongs to.
    """
    law = Bewaartermijn(
        id="WGS-LIST",
        artikel="WGS 1.8 lid 7",
        soort=Soort.MAXIMUM,
        vanaf=Begin.EERSTE_VERWERKING,
        termijn=Termijn(jaren=5),
        selectielijst="VNG 2020, 20.1",
    )
    own = law.model_copy(update={"id": "BNO-KORT", "verkort": "WGS-LIST", "selectielijst": None})
    lines = [line(1, regel="WGS-LIST"), line(2, regel="BNO-KORT"), line(3)]

    assert {
        "WGS-LIST": "VNG 2020, 20.1",
        "BNO-KORT": "VNG 2020, 20.1",
        "WGS-MAX5": None,
    } == {t.regel: t.selectielijst for t in certificate(lines, termen=[own, law]).tellingen}


LINES = st.builds(
    line,
    nummer=st.integers(0, 10**6),
    soort=st.sampled_from(["casus", "gegeven"]),
    zaak=st.integers(1, 4),
    convenant=st.sampled_from(["zvh-a", "zvh-b"]),
    jaar=st.sampled_from([2020, 2021, None]),
    regel=st.sampled_from(["WGS-MAX5", "PGA-MAX5"]),
    aantallen=st.dictionaries(
        st.sampled_from(["bsn", "gezondheid", "relaties"]), st.integers(1, 9), max_size=3
    ).map(lambda found: tuple(sorted(found.items()))),
)
ALL_LINES = st.lists(LINES, max_size=20, unique_by=lambda each: each.nummer)


@given(ALL_LINES, st.randoms(use_true_random=False))
def test_every_item_is_counted_once(lines: list[PlanLine], chance: Any) -> None:
    """
    The counts add up to what the lines say, and the order of the lines makes no difference.
    """
    made = certificate(lines)
    items = sum(number for each in lines for _, number in each.aantallen)
    mixed = list(lines)
    chance.shuffle(mixed)

    assert items == sum(t.gegevens for t in made.tellingen if t.categorie)
    assert items == sum(t.gegevens for t in made.tellingen if not t.categorie)
    whole = sum(each.soort == "casus" for each in lines)
    assert whole == sum(
        t.casussen
        for t in made.tellingen
        if not t.categorie and t.methode is Methode.SLEUTEL_VERNIETIGD
    )
    assert made == certificate(mixed)


# --- what it is not made of -----------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(set(PlanState) - {PlanState.KLAAR}))
def test_nothing_is_certified_before_the_end(state: PlanState) -> None:
    """
    Only a plan that is done, and of which was seen that nothing is left, gets a certificate.
    """
    with pytest.raises(NotFinished) as caught:
        certificate([line(1)], plan(state=state))

    assert state in str(caught.value)


def test_no_line_may_be_left() -> None:
    """
    A line that nobody carried out stops the certificate.
    """
    with pytest.raises(NotFinished):
        certificate([line(1), line(2, state=LineState.GEPLAND, uitkomst="")])


@pytest.mark.parametrize("name", ["goedgekeurd_op", "begonnen_op", "klaar_op"])
def test_no_moment_may_be_unknown(name: str) -> None:
    """
    Who says that it is done says when it was approved, begun and done.
    """
    with pytest.raises(NotFinished):
        certificate([line(1)], plan(**{name: None}))


@pytest.mark.parametrize(
    "changes",
    [
        {"begonnen_op": datetime(2026, 6, 9, 8, tzinfo=UTC)},  # while it had to wait
        {"goedgekeurd_op": datetime(2026, 5, 30, tzinfo=UTC)},  # before there was a plan
        {"klaar_op": datetime(2026, 6, 9, 9, 30, tzinfo=UTC)},  # before it began
    ],
)
def test_the_order_of_the_steps_is_checked(changes: dict[str, datetime]) -> None:
    """
    Approved after it was planned, begun after the waiting time, done after it was begun.
    """
    with pytest.raises(NotRegistered):
        certificate([line(1)], plan(**changes))


@pytest.mark.parametrize("approver", [None, certified.PSEUDONYMS[Stap.OPGESTELD]])
def test_two_people_stand_in_it(approver: str | None) -> None:
    """
    Without somebody who approved and is not who planned there is no certificate.
    """
    rest = tuple(actor for actor in certified.actors() if actor.stap is not Stap.GOEDGEKEURD)
    approved = (
        (Actor(stap=Stap.GOEDGEKEURD, rol="bewaarbeheerder", pseudoniem=approver),)
        if approver
        else ()
    )

    with pytest.raises(NotRegistered):
        certificate([line(1)], door=(*rest, *approved))


@pytest.mark.parametrize(
    "wrong",
    [
        {"uitkomst": ""},
        {"uitkomst": "Jan de Vries"},
        {"uitkomst": Uitkomst.OPGESCHORT},
        {"convenant": "Jan de Vries"},
        {"proces": "=1+1"},
        {"regel": "wgs max"},
        {"artikel": "omdat het moest"},
        {"plek": "hier\n:1"},
        {"aantallen": (("Jan", 1),)},
        {"aantallen": (("bsn", -1),)},
    ],
)
def test_a_value_that_could_say_more_is_refused(wrong: dict[str, Any]) -> None:
    """
    Only words of the policy, articles, places in files and numbers fit; the error quotes nothing.
    """
    with pytest.raises(NotRegistered) as caught:
        certificate([line(1, **wrong)])

    told = str(caught.value) + repr(caught.value)
    assert [] == [
        value for value in wrong.values() if isinstance(value, str) and value and value in told
    ]


def test_a_pseudonym_is_no_number_and_no_name() -> None:
    """
    A BSN or a name does not fit where a pseudonym belongs.
    """
    for wrong in (bsn(1), "Jan de Vries", ""):
        with pytest.raises(NotRegistered):
            Actor(stap=Stap.OPGESTELD, rol="bewaarbeheerder", pseudoniem=wrong)


@pytest.mark.parametrize(("van", "tot"), [(899, 900), (5, 4), (-1, 3)])
def test_the_checkpoint_covers_the_lines(van: int, tot: int) -> None:
    """
    The lines that tell of it are among those that the checkpoint is over.
    """
    with pytest.raises(NotRegistered):
        Logbereik(van=van, tot_en_met=tot, checkpoint=certified.CHECKPOINT)


# --- nobody stands in it --------------------------------------------------------------------------


def _strings(found: object) -> Iterator[str]:
    match found:
        case dict():
            for key, value in found.items():
                yield from (key, *_strings(value))
        case list():
            for value in found:
                yield from _strings(value)
        case str():
            yield found
        case _:
            pass


def test_no_id_stands_in_it() -> None:
    """
    No case, item or person of the plan is in the bytes of a certificate, nor why one was due.
    """
    secret = "Jan de Vries, 12-03-1980"
    lines = [
        line(1, reden=secret),
        line(2, casus=uid(2), state=LineState.OVERGESLAGEN, uitkomst=Uitkomst.OPGESCHORT),
        line(3, casus=uid(3), gegeven=uid(3, "d"), state=LineState.UITGEVOERD, **ITEM),
    ]
    made = certificate(lines)
    people = [plan().opgesteld_door, plan().goedgekeurd_door]
    ids = [each for ln in lines for each in (ln.casus, ln.gegeven)]
    files = [sign(made, SIGNER), sign(publish(made), SIGNER)]

    for hidden in (*filter(None, [*ids, *people]), secret, bsn(1)):
        assert [] == [file for file in files if hidden.encode() in file]
        assert [] == [file for file in files if hidden.encode("utf-16-le") in file]
    # Nothing else that could be an id: besides the plan only hashes have so many digits.
    loose = {text for file in files for text in _strings(json.loads(file))}
    known = {plan().id}
    assert [] == [t for t in loose - known if re.fullmatch(r"[0-9a-f]{32}|[0-9]{8,9}", t)]


def test_what_is_printed_by_accident_says_nothing() -> None:
    """
    The repr of a certificate shows its type only.
    """
    assert "<Certificate >" == repr(certificate([line(1)]))
    assert "<Actor >" == repr(certified.actors()[0])


# --- signing --------------------------------------------------------------------------------------


def test_it_is_read_back_as_it_was_made() -> None:
    """
    Whoever has the public key reads the same certificate from the file.
    """
    made = certificate(
        [line(1), line(2, jaar=None, **ITEM)],
        doelen=[Uitslag(doel="zoekindex", gelukt=2, mislukt=0, open=1)],
    )
    banded = publish(made)

    assert made == check(Certificate, sign(made, SIGNER), [VERIFIER])
    assert banded == check(Published, sign(banded, SIGNER), [VERIFIER])
    assert sign(made, SIGNER) == sign(made, SIGNER)


def test_it_is_checked_without_this_program() -> None:
    """
    The signature is plain Ed25519 over a fixed line and the sorted JSON, as the page tells.
    """
    file = json.loads(sign(certificate([line(1)]), SIGNER))
    text = json.dumps(file["verklaring"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key = Ed25519PublicKey.from_public_bytes(SIGNER.public)
    signature = base64.b64decode(file["handtekening"]["waarde"])

    key.verify(signature, b"zvhprivacy/bewaren/verklaring/v1\n" + text.encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, text.encode())


def test_laid_out_anew_it_is_the_same_statement() -> None:
    """
    Another order, other spaces and escaped letters change nothing.
    """
    made = certificate([line(1)])
    file = json.loads(sign(made, SIGNER))
    turned = json.dumps(dict(reversed(file.items())), indent=4, ensure_ascii=True).encode()

    assert made == check(Certificate, turned, [VERIFIER])


def _leaves(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = found.items() if isinstance(found, dict) else enumerate(found)
    for key, value in pairs:
        if isinstance(value, dict | list):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)


def test_no_value_can_be_changed() -> None:
    """
    Whatever single value is another, the signature is false.
    """
    made = certificate([line(1)], doelen=[Uitslag(doel="export", gelukt=1, mislukt=0, open=0)])
    file = sign(made, SIGNER)
    whole = json.loads(file)["verklaring"]
    paths = list(_leaves(whole))

    assert len(paths) > 40
    for path in paths:
        forged = json.loads(file)
        inner = forged["verklaring"]
        for key in path[:-1]:
            inner = inner[key]
        held = inner[path[-1]]
        inner[path[-1]] = held + 1 if isinstance(held, int) else f"{held}x"
        with pytest.raises(FalseStatement):
            check(Certificate, json.dumps(forged).encode(), [VERIFIER])


def test_nothing_can_be_left_out_or_added() -> None:
    """
    A row less or a key more makes the signature false.
    """
    file = json.loads(sign(certificate([line(1), line(2, jaar=2020)]), SIGNER))
    less = json.loads(json.dumps(file))
    less["verklaring"]["tellingen"].pop()
    more = json.loads(json.dumps(file))
    more["verklaring"]["extra"] = 1

    for forged in (less, more):
        with pytest.raises(FalseStatement):
            check(Certificate, json.dumps(forged).encode(), [VERIFIER])


def test_only_a_known_key_counts() -> None:
    """
    Signed by another key, or by one that the file brings itself, it is not believed.
    """
    other = TestSigner("ander huis", SIGNER.name)
    made = certificate([line(1)])
    strange = Verifier(name="iets-anders", public=SIGNER.public)
    old = Verifier(name=other.name, public=other.public)

    for keys in ([], [old], [strange]):
        with pytest.raises(FalseStatement):
            check(Certificate, sign(made, SIGNER), keys)
    with pytest.raises(FalseStatement):
        check(Certificate, sign(made, other), [VERIFIER])
    assert made == check(Certificate, sign(made, other), [VERIFIER, old])


def test_what_is_published_is_not_the_certificate() -> None:
    """
    A signed statement of one kind is not read as another.
    """
    made = certificate([line(1)])

    with pytest.raises(NotRegistered):
        check(Certificate, sign(publish(made), SIGNER), [VERIFIER])
    with pytest.raises(NotRegistered):
        check(Published, sign(made, SIGNER), [VERIFIER])


def test_a_signature_of_a_checkpoint_is_none_here() -> None:
    """
    What the same key signs for the logboek is no signature of a statement.
    """
    file = json.loads(sign(certificate([line(1)]), SIGNER))
    canonical = json.dumps(file["verklaring"], sort_keys=True, separators=(",", ":")).encode()
    file["handtekening"]["waarde"] = base64.b64encode(SIGNER.sign(canonical)).decode()

    with pytest.raises(FalseStatement):
        check(Certificate, json.dumps(file).encode(), [VERIFIER])


def test_a_value_of_another_type_is_not_taken_for_one() -> None:
    """
    Also signed, a number written as a text is no number: there is one form.
    """
    file = json.loads(sign(certificate([line(1)]), SIGNER))
    file["verklaring"]["tellingen"][0]["casussen"] = "1"
    text = json.dumps(file["verklaring"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    signature = SIGNER.sign(CONTEXT + text.encode())
    file["handtekening"]["waarde"] = base64.b64encode(signature).decode()

    with pytest.raises(BadStatement):
        check(Certificate, json.dumps(file).encode(), [VERIFIER])


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"verklaring": {}, "handtekening": {}}',
        b'{"verklaring": {}, "handtekening": {"sleutel": "x", "waarde": "?"}}',
        b'{"verklaring": [], "handtekening": {"sleutel": "x", "waarde": ""}}',
        b'{"verklaring": {}, "handtekening": {"sleutel": "x", "waarde": ""}, "meer": 1}',
        b'{"verklaring": {"a": 1, "a": 2}, "handtekening": {"sleutel": "x", "waarde": ""}}',
        b'{"verklaring": {"a": 1.5}, "handtekening": {"sleutel": "x", "waarde": ""}}',
        b'{"verklaring": {"a": NaN}, "handtekening": {"sleutel": "x", "waarde": ""}}',
        b'{"verklaring": {"a": "\\ud800"}, "handtekening": {"sleutel": "x", "waarde": ""}}',
        b'{"verklaring": ' + b"[" * 100_000,
        b"1" * 10_000,
        b" " * 16_777_217,
    ],
)
def test_what_is_no_statement_is_refused(file: bytes) -> None:
    """
    Anything else than a statement with its signature ends in an error of ours.
    """
    with pytest.raises(BadStatement):
        check(Certificate, file, [VERIFIER])


# --- who answers for it ---------------------------------------------------------------------------


@pytest.mark.parametrize(("contact", "naam"), [("oss", "College van Oss"), (None, None)])
def test_the_contact_of_a_convenant_is_told(contact: str | None, naam: str | None) -> None:
    """
    The certificate says of which convenant, and which deelnemer is its contact.
    """
    convenant = Convenant.model_validate(
        {
            "schema": "1",
            "convenant": "zvh-bno",
            "titel": "Convenant",
            "soort": "samenwerkingsconvenant",
            "status": "concept",
            "contactpunt": contact,
            "deelnemers": {"oss": {"naam": "College van Oss", "soort": "college"}},
        }
    )

    assert Verantwoordelijke(
        convenant="zvh-bno", titel="Convenant", contactpunt=naam
    ) == responsible(convenant)
