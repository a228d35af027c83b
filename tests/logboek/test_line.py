"""
A line has one form: canonical JSON of words, pseudonyms and ids, in which nothing can hide.
"""

from __future__ import annotations

import dataclasses
import json

from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.logboek.made import POLICY, audit, data
from zvhprivacy.logboek import canonical, fields
from zvhprivacy.logboek.errors import BadLine, UnreadableLine
from zvhprivacy.logboek.line import (
    AuditLine,
    DataLine,
    Gebeurtenis,
    Line,
    Logdoel,
    Resultaat,
    Status,
    Subject,
    Voorwerp,
)
from zvhprivacy.model.request import Request


TIME = "2026-06-01T12:00:00.000Z"
SALT = bytes(range(16))
FULL = audit(
    beleid=POLICY,
    voorwerp=Voorwerp("0b" * 16, 3, "ab" * 32),
    logdoel=Logdoel.RECHTMATIGHEID,
    noodprocedure=True,
    schaduw=True,
    aantal=0,
    tot=12,
    goedgekeurd_door="zvh1_log_1_A",
    oorsprong="casussysteem/10.0.0.1",
    dag="2026-06-01",
    grondslag="WGS 1.6",
    reden="onbekende-waarde",
    object="gegeven",
    status="ondertekend",
    kader="wgs",
    aan="politie-a",
    namens="gemeente-b",
    convenant="zvh-proef",
)
TEXTS = [each.name for each in dataclasses.fields(AuditLine) if each.type in {"str | None", "str"}]

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text('az09.:_-"\\,{}\n', max_size=12),
    st.lists(st.text(max_size=4)),
    st.tuples(st.text("az=-", max_size=6)),
)


def written(line: Line) -> bytes:
    """
    The bytes of *line* with a fixed time.
    """
    draft = canonical.write(line, SALT)
    return draft.before + TIME.encode() + draft.after


def rfc8785(value: Any) -> bytes:
    """
    The canonical form of a value without floats and of ASCII strings, by RFC 8785 section 3.2.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize("line", [audit(), FULL, data(), data(parent_span_id="0" * 16)])
def test_a_line_is_canonical_and_read_back(line: Line) -> None:
    """
    What is written is the canonical form of its own content, and reads as what was written.
    """
    entry = written(line)
    stamp = {"tijd": TIME} if isinstance(line, AuditLine) else {"end_time": TIME}
    expected = dataclasses.replace(line, **stamp)  # type: ignore[arg-type]
    if isinstance(expected, AuditLine):
        expected = dataclasses.replace(expected, feiten=tuple(sorted(expected.feiten)))

    assert rfc8785(json.loads(entry)) == entry
    assert expected == canonical.read(entry)


def test_the_form_of_an_audit_line() -> None:
    """
    The names in the record are these; whoever reads them must be told when they change.
    """
    expected = (
        '{"aan":"politie-a","aantal":0,"actor":"zvh1_log_1_QWERTYUIOPASDFGHJKLZXCVBN2",'
        '"artikel":"WGS 2.31 lid 5","beleid":"' + POLICY + '",'
        '"casus":"3f2a9c51d2f64a5e8c0b6a4f1d7e9b20","convenant":"zvh-proef","dag":"2026-06-01",'
        '"deelnemer":"gemeente-a","doel":"complexe-casuistiek","fase":"casusoverleg",'
        '"feiten":["logdoel=verklaard","persoon-aangewezen=register"],"gebeurtenis":"besluit",'
        '"gegevens":"woonsituatie","goedgekeurd_door":"zvh1_log_1_A","grondslag":"WGS 1.6",'
        '"handeling":"inzien","kader":"wgs","logdoel":"rechtmatigheid","namens":"gemeente-b",'
        '"noodprocedure":true,"object":"gegeven","oorsprong":"casussysteem/10.0.0.1",'
        '"operatie":"b7ad6b7169203331","over":"betrokkene","proces":"com",'
        '"reden":"onbekende-waarde","regel":"inzien-eigen-casus","resultaat":"toegestaan",'
        '"rol":"procesregisseur","schaduw":true,"status":"ondertekend","tijd":"' + TIME + '",'
        '"tot":12,"trace":"0af7651916cd43dd8448eb211c80319c","verplichtingen":["motiveren"],'
        '"versie":1,"voorwerp":{"rij":"' + "0b" * 16 + '","versie":3,"zegel":"' + "ab" * 32 + '"},'
        '"zout":"000102030405060708090a0b0c0d0e0f"}'
    )

    assert expected.encode() == written(FULL)


def test_the_form_of_a_data_line() -> None:
    """
    The names are those of the standard Logboek Dataverwerkingen, and there is no actor.
    """
    expected = (
        '{"attributes":{"dpl.core.data_subject_id":"zvh1_log_1_ZXCVBNMASDFGHJKLQWERTYUIO7",'
        '"dpl.core.data_subject_id_type":"pseudoniem","dpl.core.processing_activity_id":'
        '"proef/com/complexe-casuistiek@2025-03-01"},"end_time":"' + TIME + '","name":"inzien",'
        '"span_id":"b7ad6b7169203331","standaard":"logboek-dataverwerkingen:werkversie",'
        '"start_time":"2026-06-01T12:00:00.000Z","status_code":"STATUS_CODE_UNSET",'
        '"trace_id":"0af7651916cd43dd8448eb211c80319c","versie":1,'
        '"zout":"000102030405060708090a0b0c0d0e0f"}'
    )

    assert expected.encode() == written(data())


def test_every_field_of_a_request_has_a_place() -> None:
    """
    The audit line has all fields of a request.
    """
    assert set() == set(Request._fields) - {each.name for each in dataclasses.fields(AuditLine)}


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        'a"b',
        "a\\b",
        'a","actor":"x',
        "a\n",
        "\na",
        "a\r\nb",
        "a\x00b",
        "a\x1b[31mb",
        "a\u202eb",
        "a\u2028b",
        "ａ",
        "é",
        "a\ud800",
        "a" * 300,
        "Jan Jansen uit Breda",
        "123456782",
        "12345678",
    ],
)
def test_no_field_takes_what_could_mislead(field: str, text: str) -> None:
    """
    No quotes, control, bidirectional or look-alike characters, no sentences, no bare numbers.
    """
    with pytest.raises(BadLine) as raised:
        canonical.write(audit(**{field: text}), SALT)

    assert field in str(raised.value)
    assert not text or text not in str(raised.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tijd", TIME),
        ("gebeurtenis", "iets"),
        ("resultaat", "misschien"),
        ("resultaat", None),
        ("actor", None),
        ("aantal", -1),
        ("aantal", True),
        ("aantal", 10**15),
        ("aantal", 1.0),
        ("noodprocedure", 1),
        ("noodprocedure", "true"),
        ("feiten", "feit=bron"),
        ("feiten", ["feit=bron"]),
        ("feiten", ("feit",)),
        ("feiten", ("feit=bron=bron",)),
        ("feiten", tuple(f"f{n}=bron" for n in range(65))),
        ("verplichtingen", ("a b",)),
        ("voorwerp", ("a", 1, "ab" * 32)),
        ("voorwerp", Voorwerp("a", -1, "ab" * 32)),
        ("voorwerp", Voorwerp("a", 1, "AB" * 32)),
        ("dag", "2026-13-01"),
        ("beleid", "sha256:abc"),
        ("trace", "0" * 31),
        ("logdoel", "nieuwsgierigheid"),
    ],
)
def test_a_value_of_another_kind_is_refused(field: str, value: Any) -> None:
    """
    Every field has a kind, closed lists are closed, and the time is not the caller's.
    """
    with pytest.raises(BadLine):
        canonical.write(audit(**{field: value}), SALT)


@pytest.mark.parametrize(
    "line",
    [
        data(end_time=TIME),
        data(start_time="2026-06-01"),
        data(name="iets anders"),
        data(span_id=None),
        data(status_code="OK"),
        data(attributes=("a", "b", "a/b/c@2026-01-01")),
        data(attributes=Subject("123456782", "bsn", "a/b/c@2026-01-01")),
        data(attributes=Subject("p", "pseudoniem", "a/b/c")),
        data(attributes=Subject("p", "pseudoniem", "a/b/c@2026-02-99")),
    ],
)
def test_a_data_line_is_as_strict(line: DataLine) -> None:
    """
    The same holds for the line of a betrokkene.
    """
    with pytest.raises(BadLine):
        canonical.write(line, SALT)


def test_a_salt_is_16_bytes() -> None:
    """
    A shorter salt would let a pruned line be guessed.
    """
    with pytest.raises(BadLine):
        canonical.write(audit(), b"short")


def test_an_id_of_digits_only_is_no_number() -> None:
    """
    One in three million random ids has no letter; it must not stop a decision.
    """
    canonical.write(audit(casus="1" * 32), SALT)


@given(st.sampled_from([each.name for each in dataclasses.fields(AuditLine)]), values)
def test_whatever_the_value_a_line_is_refused_or_reads_back(field: str, value: Any) -> None:
    """
    Any value in any field: refused, or written so that the same is read.
    """
    line = audit(**{field: value})
    try:
        entry = written(line)
    except BadLine:
        return
    back = canonical.read(entry)
    kept = getattr(line, field)

    assert rfc8785(json.loads(entry)) == entry
    assert isinstance(back, AuditLine)
    if field == "tijd":
        assert kept is None
    elif isinstance(kept, tuple) and kept:
        assert sorted(set(kept)) == list(getattr(back, field))
    else:
        assert (kept or None) == (getattr(back, field) or None) or kept == getattr(back, field)


ENTRIES = [written(audit()), written(FULL), written(data())]
KEYS = sorted({*json.loads(ENTRIES[1]), *json.loads(ENTRIES[2]), "onbekend"})


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"{}",
        b"null",
        b"\xff",
        ENTRIES[0] + b"\n",
        b" " + ENTRIES[0],
        ENTRIES[0].replace(b",", b", ", 1),
        ENTRIES[0].replace(b'"versie":1', b'"versie":2'),
        ENTRIES[0].replace(b'"versie":1', b'"versie":01'),
        ENTRIES[0].replace(b'"versie":1', b'"versie":1.0'),
        ENTRIES[0].replace(b'"com"', b'"c\\u006fm"'),
        ENTRIES[0].replace(b'"rol"', b'"onbekend":"x","rol"'),
        ENTRIES[0].replace(b'"rol":', b'"rol":"a","rol":'),
        ENTRIES[0].replace(TIME.encode(), b"2026-06-01T12:00:00Z"),
        ENTRIES[0].replace(TIME.encode(), b"2026-06-01T25:00:00.000Z"),
        ENTRIES[2].replace(b"werkversie", b"1.0"),
    ],
)
def test_only_the_one_form_is_read(entry: bytes) -> None:
    """
    Another version, an unknown or doubled field, other spacing or escapes: none is a line.
    """
    with pytest.raises(UnreadableLine):
        canonical.read(entry)


@given(st.sampled_from(ENTRIES), st.binary(max_size=30), st.integers(0, 2_000), st.booleans())
def test_changed_bytes_are_refused_or_canonical(
    entry: bytes, change: bytes, at: int, insert: bool
) -> None:
    """
    Whatever bytes are written over or into a line: what is still read is canonical.
    """
    at %= len(entry)
    changed = entry[:at] + change + entry[at if insert else at + len(change) :]
    try:
        canonical.read(changed)
    except UnreadableLine:
        return

    assert rfc8785(json.loads(changed)) == changed


@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        st.one_of(
            st.sampled_from([*json.loads(ENTRIES[1]).values(), *json.loads(ENTRIES[2]).values()]),
            st.integers(),
            st.text(max_size=5),
        ),
    ),
    st.sampled_from(ENTRIES),
)
def test_json_that_is_no_line_is_refused(changes: dict[str, Any], entry: bytes) -> None:
    """
    Canonical JSON with other fields or values is read only when it is what we would write.
    """
    candidate = rfc8785(json.loads(entry) | changes)
    try:
        line = canonical.read(candidate)
    except UnreadableLine:
        return
    found = json.loads(candidate)
    stamp = "tijd" if isinstance(line, AuditLine) else "end_time"
    bare = dataclasses.replace(line, **{stamp: None})  # type: ignore[arg-type]
    draft = canonical.write(bare, bytes.fromhex(found["zout"]))

    assert candidate == draft.before + found[stamp].encode() + draft.after


def test_a_line_shows_nothing_of_what_it_holds() -> None:
    """
    A line may be printed by accident.
    """
    assert "<AuditLine besluit>" == repr(audit())
    assert "<DataLine inzien>" == repr(data())


def test_closed_lists() -> None:
    """
    The six operations of Wpg 32a are there, and the four purposes of WGS 1.8 lid 4.
    """
    six = {"verzamelen", "wijzigen", "raadplegen", "verstrekken", "combineren", "vernietigen"}

    assert six <= set(Gebeurtenis)
    assert 4 == len(Logdoel)
    assert {"toegestaan", "verboden", "niet-toegestaan", "ongeldig"} <= set(Resultaat)
    assert 3 == len(Status)


def test_a_remembered_word_is_no_person() -> None:
    """
    Only kinds that hold words of the policy are remembered, never names and ids.
    """
    for form in (canonical.AUDIT, canonical.DATA):
        for key, kind in form.given.items():
            if kind.word or hasattr(kind.encode, "cache_info"):
                assert fields.NAME not in kind.pattern, key
