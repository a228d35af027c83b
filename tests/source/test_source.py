"""
What `zvhprivacy.source` makes of what a person wrote.

The input of a test is the YAML in its docstring, below the line with dashes.
"""

from __future__ import annotations

import errno
import inspect
import os
import unicodedata

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
import yaml

from zvhprivacy import source
from zvhprivacy.errors import Finding, Level, Span, finding
from zvhprivacy.messages import LANGUAGES, codes, render


NAME = "convenants/x/convenant.yaml"


def _text(test: Callable[..., None]) -> str:
    _, _, text = inspect.cleandoc(test.__doc__ or "").partition("\n---\n")
    return text + "\n"


def _node(text: str) -> source.Mapping:
    node, findings = source.parse(text, NAME)
    assert [] == findings
    assert isinstance(node, source.Mapping)
    return node


def _findings(text: str) -> list[Finding]:
    node, findings = source.parse(text, NAME)
    assert node is None
    return findings


def _places(text: str) -> list[str]:
    return [f"{found.span.line}:{found.span.column} {found.code}" for found in _findings(text)]


def _values(found: Finding) -> dict[str, str]:
    return dict(found.values)


def _marked(text: str, span: Span) -> str:
    return text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Run the test with and without libyaml.
    """
    if not hasattr(yaml, request.param):
        pytest.skip("this PyYAML has no libyaml")
    monkeypatch.setattr(source, "_LOADER", getattr(yaml, request.param))


either_loader = pytest.mark.usefixtures("_either_loader")


# --- values ---------------------------------------------------------------------------------------


@either_loader
def test_scalars_stay_text() -> None:
    """
    No scalar is converted: what YAML takes for a number, a date or a truth stays as written.
    ---
    bsn: 012345670
    land: NO
    versie: 1.10
    tijd: 12:30
    datum: 2025-03-01
    getal: 0x1F
    naam: Null
    waar: yes
    som: =
    """
    text = _text(test_scalars_stay_text)

    expected = {
        "bsn": "012345670",
        "land": "NO",
        "versie": "1.10",
        "tijd": "12:30",
        "datum": "2025-03-01",
        "getal": "0x1F",
        "naam": "Null",
        "waar": "yes",
        "som": "=",
    }

    assert expected == source.plain(_node(text))


@either_loader
def test_no_value_is_the_empty_text() -> None:
    """
    A plain null, a plain tilde and nothing at all are empty; in quotes they are text.
    ---
    niets:
    nul: null
    tilde: ~
    leeg: ""
    woord: "null"
    teken: '~'
    """
    text = _text(test_no_value_is_the_empty_text)

    expected = {"niets": "", "nul": "", "tilde": "", "leeg": "", "woord": "null", "teken": "~"}

    assert expected == source.plain(_node(text))


@either_loader
def test_quotes_are_remembered() -> None:
    """
    A scalar knows whether it had quotes.
    ---
    a: [plain, "double", 'single']
    b: |
      block
    """
    node = _node(_text(test_quotes_are_remembered))
    items = node.get("a")
    assert isinstance(items, source.Sequence)
    scalars = [*items.items, node.get("b")]

    expected = [("plain", True), ("double", False), ("single", False), ("block\n", False)]

    assert expected == [(s.text, s.plain) for s in scalars if isinstance(s, source.Scalar)]


@either_loader
def test_nesting_is_kept() -> None:
    """
    Lists and mappings, in blocks or in brackets, come out as they were nested.
    ---
    deelnemers:
      politie: {naam: Politie, soort: politie}
    regels:
      - id: een
        gegevens: [a, b]
        mits: []
      - {id: twee, behalve: {}}
    """
    text = _text(test_nesting_is_kept)

    expected = {
        "deelnemers": {"politie": {"naam": "Politie", "soort": "politie"}},
        "regels": [
            {"id": "een", "gegevens": ["a", "b"], "mits": []},
            {"id": "twee", "behalve": {}},
        ],
    }

    assert expected == source.plain(_node(text))


@either_loader
def test_line_ends_of_windows_make_no_difference() -> None:
    """
    A file with CR LF reads as one with LF, at the same lines and columns.
    ---
    a: 1
    b:
      - x
      - "y
        z"
    """
    text = _text(test_line_ends_of_windows_make_no_difference)

    assert _node(text) == _node(text.replace("\n", "\r\n"))


def test_twenty_levels_are_allowed() -> None:
    """
    The limit on nesting is the last depth that is read.
    """
    text = "a: " + "[" * 19 + "]" * 19

    assert source.plain(_node(text)) is not None


def test_a_file_of_exactly_one_mebibyte_is_allowed(tmp_path: Path) -> None:
    """
    The limit on size is the last size that is read.
    """
    path = tmp_path / "groot.yaml"
    path.write_bytes(b"a: 1\n".ljust(source.MAX_BYTES, b"\n"))

    node, findings = source.read(path, NAME)

    assert [] == findings
    assert {"a": "1"} == (node and source.plain(node))


def test_characters_people_write_are_allowed() -> None:
    """
    Letters of any script, emoji and signs stay as they are.
    ---
    naam: "'s-Hertogenbosch, Curaçao, Łódź, Ωmega, 北京 🏠 – “€ 5”…"
    """
    text = _text(test_characters_people_write_are_allowed)

    expected = {"naam": "'s-Hertogenbosch, Curaçao, Łódź, Ωmega, 北京 🏠 – “€ 5”…"}

    assert expected == source.plain(_node(text))


# --- places ---------------------------------------------------------------------------------------


@either_loader
def test_spans_count_characters() -> None:
    """
    A column counts characters, not bytes, and the last one is exclusive.
    ---
    é🏠: [x, "gezondhied"]
    """
    text = _text(test_spans_count_characters)
    span = source.locate(_node(text), ("é🏠", 1))

    assert Span(NAME, 1, 9, 21) == span
    assert '"gezondhied"' == _marked(text, span)


LOCATE = """\
convenant: x
regels:
  - id: een
    gegevens: [a, b]
  - id: twee
    geldig: {vanaf: 2025-03-01}
    mits:
"""


@either_loader
@pytest.mark.parametrize(
    ("path", "key", "line", "expected"),
    [
        (("convenant",), False, 1, "x"),
        (("convenant",), True, 1, "convenant"),
        (("regels", 0, "gegevens"), False, 4, "[a, b]"),
        (("regels", 0, "gegevens", 1), False, 4, "b"),
        (("regels", 1, "geldig", "vanaf"), False, 6, "2025-03-01"),
        (("regels", 1, "geldig", "vanaf"), True, 6, "vanaf"),
        # A part that is not there: the deepest one that is.
        (("regels", 1, "geldig", "tot"), False, 6, "{vanaf: 2025-03-01}"),
        (("regels", 1, "geldig", "tot"), True, 6, "geldig"),
        (("regels", 1, "grondslag"), False, 5, "id"),
        (("regels", 0, "gegevens", 7), False, 4, "[a, b]"),
        (("regels", 0, "gegevens", -1), False, 4, "[a, b]"),
        (("regels", 0, "gegevens", "list[str]", 1), False, 4, "[a, b]"),
        (("regels", "id"), False, 3, "-"),
        (("convenant", "[key]"), True, 1, "convenant"),
        ((), False, 1, "convenant"),
        ((), True, 1, "convenant"),
        (("bestaat-niet",), True, 1, "convenant"),
        # An item of a list has no key of its own.
        (("regels", 0, "gegevens", 1), True, 4, "b"),
        # What is empty is pointed at by one place.
        (("regels", 1, "mits"), False, 7, ""),
    ],
)
def test_locate(path: tuple[str | int, ...], key: bool, line: int, expected: str) -> None:
    """
    A path leads to the part it names, or to the deepest part that exists.
    """
    span = source.locate(_node(LOCATE), path, key=key)

    assert (line, expected) == (span.line, _marked(LOCATE, span))


def test_mapping_gives_values_and_places_by_key() -> None:
    """
    A mapping answers by key; for a key it does not have there is no value and its own place.
    ---
    a: {b: 1}
    """
    node = _node(_text(test_mapping_gives_values_and_places_by_key))

    assert node.get("c") is None
    assert node.span == node.key_span("c")
    assert Span(NAME, 1, 1, 2) == node.key_span("a")


def test_plain_remembers_its_node() -> None:
    """
    Every dict that comes out knows where it stood.
    ---
    regels:
      - id: een
    """
    node = _node(_text(test_plain_remembers_its_node))
    value = source.plain(node)
    assert isinstance(value, source.Read)
    rules = value["regels"]
    assert isinstance(rules, list)

    assert node is value.node
    assert source.locate(node, ("regels", 0)) == rules[0].node.span


# --- what is refused ------------------------------------------------------------------------------


@either_loader
def test_every_duplicate_key_is_found() -> None:
    """
    A key that occurs twice in one mapping is a finding, each time, naming the first line.
    ---
    id: een
    regels:
      - {doel: a, doel: b}
      - doel: a
    "id": twee
    'id': drie
    """
    found = _findings(_text(test_every_duplicate_key_is_found))

    expected = [
        ("3:15", {"sleutel": "doel", "eerder": "3"}),
        ("5:1", {"sleutel": "id", "eerder": "1"}),
        ("6:1", {"sleutel": "id", "eerder": "1"}),
    ]

    assert {"ZVH008"} == {item.code for item in found}
    assert expected == [(f"{f.span.line}:{f.span.column}", _values(f)) for f in found]


@either_loader
def test_what_points_elsewhere_is_refused() -> None:
    """
    Anchors, aliases, tags and merge keys are findings, all of them at once.
    ---
    a: &anker 1
    b: *anker
    c: !!str 1
    d: ! x
    <<: {e: 1}
    *f : 1
    "<<": 1
    """
    found = _findings(_text(test_what_points_elsewhere_is_refused))

    expected = [
        ("ZVH006", 1, 4, "anker"),
        ("ZVH006", 2, 4, "alias"),
        ("ZVH006", 3, 4, "label"),
        ("ZVH006", 4, 4, "label"),
        ("ZVH006", 5, 1, "samenvoeging"),
        ("ZVH006", 6, 1, "alias"),
    ]

    assert expected == [
        (f.code, f.span.line, f.span.column, _values(f)["wat"]) for f in found if f.code == "ZVH006"
    ]


@either_loader
@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("a:\n\tb: 1\n", "2:1", "tab"),
        ("a:\n  b: 1\n\tc: 2\n", "3:1", "tab"),
        ("a: |\n\tb\n", "2:1", "tab"),
        ("a: 1\nb\nc: 2\n", "2:1", "dubbele-punt-ontbreekt"),
        ("titel: Convenant: deel 2\n", "1:17", "dubbele-punt-teveel"),
        ("a: 1\n  b: 2\n", "2:4", "dubbele-punt-teveel"),
        ("a: [x, y\nb: 1\n", "1:4", "haak-open"),
        ("a: [x, y\n", "1:4", "haak-open"),
        ("a: {x: 1\n", "1:4", "accolade-open"),
        ('a: 1\nb: "x\nc: 1\n', "2:4", "aanhalingsteken-open"),
        ("a: 'x\n---\ny'\n", "1:4", "aanhalingsteken-open"),
        ('a: "C:\\dir"\n', None, "backslash"),
        ("a: @x\n", "1:4", "teken-aan-begin"),
        ("a: `x`\n", "1:4", "teken-aan-begin"),
        ("a: *\n", "1:4", "teken-aan-begin"),
        ("a: !x!y z\n", "1:4", "teken-aan-begin"),
        ("a:\n  - x\n - y\n", "3:2", "inspringing"),
        ("- a\nb: 1\n", "2:1", "inspringing"),
        ('a: "x" y\n', "1:8", "rest-op-regel"),
        ("a: - b\n", "1:4", "streepje"),
        ("a: [x,,y]\n", "1:7", "waarde-ontbreekt"),
        ("{a: 1} x\n", "1:8", "rest-na-einde"),
        ("a: |x\n  b\n", "1:5", "blokteken"),
        ("? [a]\n: b\n", "1:3", "sleutel-geen-tekst"),
        ("{{a: 1}: b}\n", "1:2", "sleutel-geen-tekst"),
        ("%YAML 2.0\n---\na: 1\n", "1:1", "indeling"),
    ],
)
def test_syntax(text: str, expected: str | None, reason: str) -> None:
    """
    What is not YAML is one finding, in plain words, where a person can mend it.
    """
    (found,) = _findings(text)

    assert ("ZVH005", reason) == (found.code, _values(found)["reden"])
    assert expected in {None, f"{found.span.line}:{found.span.column}"}


@either_loader
def test_an_escape_too_large_for_a_character_is_a_finding() -> None:
    r"""
    An escape that names no character does not get through as an exception.
    ---
    a: "\UFFFFFFFF"
    """
    found = _findings(_text(test_an_escape_too_large_for_a_character_is_a_finding))

    assert ["ZVH005"] == [item.code for item in found]


@either_loader
@pytest.mark.parametrize(
    ("text", "gekregen"),
    [
        ("", "leeg"),
        ("\n\n", "leeg"),
        ("# alleen commentaar\n", "leeg"),
        ("---\n", "leeg"),
        ("null\n", "leeg"),
        ("schema\n", "tekst"),
        ("- schema: 1\n", "lijst"),
    ],
)
def test_a_file_is_a_mapping(text: str, gekregen: str) -> None:
    """
    A file without keys at the top is a finding that says what it is instead.
    """
    (found,) = _findings(text)

    assert ("ZVH010", {"gekregen": gekregen}) == (found.code, _values(found))


@either_loader
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n---\nb: 2\n", ["2:1 ZVH013"]),
        ("a: 1\n...\nb: 2\n", ["3:1 ZVH005"]),
        ("a: 1\na: 2\n---\nb: 2\n", ["2:1 ZVH008", "3:1 ZVH013"]),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", ["1:1 ZVH006"]),
        ("a: " + "[" * 20 + "]" * 20, ["1:23 ZVH007"]),
    ],
)
def test_one_document_of_limited_depth(text: str, expected: list[str]) -> None:
    """
    A second document, a directive for tags and a twenty-first level are findings.
    """
    assert expected == _places(text)


@pytest.mark.parametrize(
    "char",
    [
        *"\0\a\b\v\f\x1b\x7f",
        *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
        *"\u0085\u2028\u2029",
        *"\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff\ud800\U000e0041",
    ],
)
def test_invisible_characters(char: str) -> None:
    """
    A character that no reader sees is a finding, as it is and as an escape.
    """
    text = f"a: 1\nb: x{char}y\nc: {char}\n"
    escaped = f'a: "x\\U{ord(char):08x}y"\n'

    assert ["2:5 ZVH004", "3:4 ZVH004"] == _places(text)
    assert [f"U+{ord(char):04X}"] * 2 == [_values(f)["teken"] for f in _findings(text)]
    assert _findings(escaped)[0].code in {"ZVH004", "ZVH005"}


def test_every_control_and_format_character_is_refused() -> None:
    """
    No character that Unicode calls control, format, or separator of lines comes through.
    """
    refused = {
        char
        for char in map(chr, range(0x110000))
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char not in "\t\n"
    }

    assert refused <= source._unsafe("".join(refused))


def test_a_byte_order_mark_is_refused_at_the_start(tmp_path: Path) -> None:
    """
    A byte order mark is a finding at the first place of the file.
    """
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfschema: 1\n")

    _, (found,) = source.read(path, NAME)

    assert ("ZVH004", Span(NAME, 1, 1, 2)) == (found.code, found.span)


def test_a_run_of_invisible_characters_is_one_finding() -> None:
    """
    Characters that stand together are pointed at together.
    """
    (found,) = _findings("a: x\u200b\u200c\u200by\n")

    assert Span(NAME, 1, 5, 8) == found.span


def test_a_lone_carriage_return_is_refused() -> None:
    """
    A CR without LF is a finding: YAML sees a new line there, most people do not.
    """
    assert ["1:5 ZVH004"] == _places("a: 1\rb: 2\n")


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff\xfea\0", 1, 1),
        (b"a: 1\nnaam: caf\xe9\n", 2, 10),
        ("naam: é".encode() + b"\x80", 1, 8),
        (b"a: \xed\xa0\x80\n", 1, 4),
        (b"a: \xc0\xaf\n", 1, 4),
    ],
)
def test_not_utf_8(data: bytes, line: int, column: int, tmp_path: Path) -> None:
    """
    What is not strict UTF-8 is a finding at the first wrong byte, counted in characters.
    """
    path = tmp_path / "latin.yaml"
    path.write_bytes(data)

    node, (found,) = source.read(path, NAME)

    assert node is None
    assert ("ZVH003", Span(NAME, line, column, column + 1)) == (found.code, found.span)


def test_findings_of_one_file_are_limited() -> None:
    """
    A file with more wrong than anybody mends at once gives the first hundred findings.
    """
    found = _findings("a: 1\n" * 5_000)

    assert source.MAX_FINDINGS == len(found)
    assert 101 == found[-1].span.line


def test_text_in_memory_has_the_same_limit() -> None:
    """
    Text that was not read from a file may be no longer than a file, counted in bytes.
    """
    text = "# " + "é" * (source.MAX_BYTES // 2)

    assert ["1:1 ZVH002"] == _places(text)


# --- files ----------------------------------------------------------------------------------------


def _raises(number: int) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(number, "message of the system")

    return fail


@pytest.mark.parametrize("call", ["open", "fstat", "read"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, "geen-toegang"),
        (errno.ENOENT, "verdwenen"),
        (errno.EMFILE, "te-veel-bestanden-open"),
        (errno.EIO, "leesfout"),
    ],
)
def test_a_failing_system_is_a_finding(
    call: str, number: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Whatever goes wrong between looking at a file and having read it is a finding.
    """
    path = tmp_path / "bestand.yaml"
    path.write_text("schema: 1\n")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, _raises(number))
        node, findings = source.read(path, NAME)

    assert node is None
    assert [("ZVH001", {"reden": reason})] == [(f.code, _values(f)) for f in findings]


@pytest.mark.parametrize("name", ["een\0twee.yaml", "x" * 5_000])
def test_a_name_no_file_can_have(name: str, tmp_path: Path) -> None:
    """
    A name that the system cannot take is a finding.
    """
    _, (found,) = source.read(tmp_path / name, NAME)

    assert ("ZVH001", {"reden": "naam-onbruikbaar"}) == (found.code, _values(found))


def test_a_file_swapped_for_another_kind_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What counts is what was opened, not what stood there a moment before.
    """
    path = tmp_path / "bestand.yaml"
    path.write_text("schema: 1\n")
    regular = path.stat()
    path.unlink()
    path.symlink_to(os.devnull)
    monkeypatch.setattr(Path, "stat", lambda _: regular)

    _, (found,) = source.read(path, NAME)

    assert ("ZVH009", {"soort": "apparaat"}) == (found.code, _values(found))


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    """
    Reading closes what it opened, also when it refuses.
    """
    path = tmp_path / "bestand.yaml"
    path.write_bytes(b"#" * (source.MAX_BYTES + 1))
    first = os.open(os.devnull, os.O_RDONLY)
    os.close(first)
    source.read(path, NAME)
    second = os.open(os.devnull, os.O_RDONLY)
    os.close(second)

    assert first == second


def test_a_link_to_a_regular_file_is_followed(tmp_path: Path) -> None:
    """
    A link reads as the file it leads to.
    """
    (tmp_path / "echt.yaml").write_text("schema: 1\n")
    link = tmp_path / "link.yaml"
    link.symlink_to("echt.yaml")

    node, _ = source.read(link, NAME)

    assert {"schema": "1"} == (node and source.plain(node))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (-1, ""),
        (0, ""),
        (1, "schema: 1"),
        (2, "naam: caf\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}[31m x"),
        (3, "x" * 199 + "…"),
        (4, ""),
        (5, ""),
        (99, ""),
    ],
)
def test_source_line(line: int, expected: str, tmp_path: Path) -> None:
    """
    A line is shown in full, cut when long, with every character in its column and none in charge.
    """
    path = tmp_path / "bestand.yaml"
    path.write_bytes(b"schema: 1\r\nnaam: caf\xe9 \x1b[31m\tx\n" + b"x" * 5_000 + b"\n")

    assert expected == source.source_line(path, line)


def test_source_line_of_what_is_not_there(tmp_path: Path) -> None:
    """
    A line of a file that cannot be read is empty.
    """
    assert ("", "") == (
        source.source_line(tmp_path / "weg.yaml", 1),
        source.source_line(tmp_path, 1),
    )


# --- suggestions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("gezondhied", "gezondheid"),
        ("Gezondheid", "gezondheid"),
        ("veilig_thuis", "veilig-thuis"),
        ("Veilig Thuis", "veilig-thuis"),
        ("gdd", "ggd"),
        ("wgs.yml", "wgs.yaml"),
        ("fiets", None),
        ("", None),
        ("x" * 1_000_000, None),
    ],
)
def test_suggest(word: str, expected: str | None) -> None:
    """
    A near miss is recognised, whatever its case and separators; anything else is not guessed at.
    """
    choices = ["gezondheid", "veilig-thuis", "ggd", "politie", "wgs.yaml", "woonsituatie"]

    assert expected == source.suggest(word, choices)
    assert expected == source.suggest(word, reversed(choices))


def test_suggest_among_nothing() -> None:
    """
    Without choices there is no suggestion.
    """
    assert source.suggest("politie", ()) is None


# --- together with the messages -------------------------------------------------------------------


def test_every_finding_has_all_its_values() -> None:
    """
    What this floor reports can be said in every language, without an open placeholder or word.
    """
    texts = (
        "a: 1\na: 2\n",
        "a: *b\n",
        "a: [",
        "a: " + "[" * 30,
        "a: \0",
        "",
        "a: 1\n---\nb: 1\n",
        "a: [" + "a," * 200_000 + "]",
        "#" * (source.MAX_BYTES + 1),
    )
    found = [item for text in texts for item in _findings(text)]
    _, missing = source.read(Path("bestaat-niet.yaml"), NAME)
    _, folder = source.read(Path(__file__).parent, NAME)
    found += missing + folder

    assert {item.code for item in found} <= set(codes())
    assert {Level.FOUT} == {item.level for item in found}
    assert {NAME} == {item.place for item in found}
    for item in found:
        for lang in LANGUAGES:
            said = render(item, lang)
            assert "{" not in said.wat.replace("`{`", "")


def test_every_reason_has_a_word() -> None:
    """
    Every reason this floor can give is a word in the message tables.
    """
    reasons = {
        *(word for _, word in source._SYNTAX),
        *(word for _, word in source._KINDS),
        *source._REASONS.values(),
        *source._POINT_AT_START,
        *("rest-op-regel", "sleutel-geen-tekst", "indeling", "leesfout", "naam-onbruikbaar"),
        *("verwijzing", "iets-anders", "leeg", "lijst", "tekst"),
        *("anker", "alias", "label", "samenvoeging", "opdracht"),
    }
    span = Span.whole(NAME)

    unknown = {
        reason
        for reason in reasons
        if reason not in {"leeg", "tab"}
        and render(finding("ZVH005", span, reden=reason)).wat.endswith(f": {reason}")
    }

    assert set() == unknown
