"""
What `zvhprivacy.messages` and the exceptions of `zvhprivacy.errors` say.
"""

from __future__ import annotations

import copy
import inspect
import pickle
import re
import tomllib

from importlib import resources
from typing import Any

import pytest

from zvhprivacy import errors, messages
from zvhprivacy.errors import (
    AccessDenied,
    Exit,
    Finding,
    ForeignCasbin,
    Level,
    PolicyUnusable,
    Span,
    WrongUse,
    ZvhError,
    finding,
)


SPAN = Span("convenants/x/convenant.yaml", 41, 15, 25)
LANGUAGES = pytest.mark.parametrize("lang", messages.LANGUAGES)


def _table(lang: str) -> dict[str, Any]:
    file = resources.files("zvhprivacy.messages").joinpath(f"{lang}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _paths(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= _paths(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = value
    return found


# --- the tables -----------------------------------------------------------------------------------


def test_languages_have_the_same_keys() -> None:
    """
    Everything that can be said in one language can be said in the other.
    """
    assert _paths(_table("nl")).keys() == _paths(_table("en")).keys()


def test_languages_have_the_same_placeholders() -> None:
    """
    A text takes the same values in every language, and treats them alike.
    """
    placeholder = re.compile(r"\{[a-z][a-z0-9_]*(?::woord)?\}")
    dutch, english = (
        {key: sorted(set(placeholder.findall(text))) for key, text in _paths(_table(lang)).items()}
        for lang in messages.LANGUAGES
    )

    assert dutch == english


@LANGUAGES
def test_braces_are_placeholders_or_examples(lang: str) -> None:
    """
    A brace that looks like a placeholder is one; a slip such as `{Sleutel}` or `{}` is not there.
    """
    slips = {
        key: found
        for key, text in _paths(_table(lang)).items()
        if (found := re.findall(r"\{(?![a-z][a-z0-9_]*(?::woord)?\}|[a-z-]+: |`)[^}]*\}?", text))
    }

    assert {} == slips


@LANGUAGES
def test_form_of_the_texts(lang: str) -> None:
    """
    *wat* is a clause that starts small and has no full stop; the others are whole sentences.
    """
    for code in messages.codes():
        message = messages.message(code, lang)

        assert re.match(r"[a-z`{]", message.wat), code
        assert not message.wat.endswith("."), code
        assert re.match(r"[A-Z`]", message.waarom), code
        assert message.waarom.endswith("."), code
        assert re.match(r"[A-Z`]", message.herstel), code
        assert message.herstel.endswith((".", ".{suggestie}")), code


@LANGUAGES
def test_tables_hold_nothing_else(lang: str) -> None:
    """
    A table has codes with three texts each, `ui` and `woorden`, so a misspelt code is noticed.
    """
    table = _table(lang)
    others = {key for key in table if not re.fullmatch(r"ZVH[0-9]{3}", key)}

    assert {"ui", "woorden"} == others
    assert {("herstel", "waarom", "wat")} == {
        tuple(sorted(table[code])) for code in table.keys() - others
    }


def test_codes_are_sorted() -> None:
    """
    The codes come in order, each once.
    """
    codes = messages.codes()

    assert sorted(set(codes)) == list(codes)
    assert {"ZVH001", "ZVH015", "ZVH101", "ZVH112"} <= set(codes)


# --- rendering ------------------------------------------------------------------------------------


def test_render_in_dutch() -> None:
    """
    A finding is said with its values filled in and a suggestion at the end.
    """
    found = finding(
        "ZVH103", SPAN, waarde="gezondhied", soort="gegevenscategorie", suggestie="gezondheid"
    )
    said = messages.render(found, "nl")

    assert said.wat == "`gezondhied` is geen gegevenscategorie"
    assert said.herstel.endswith(". Bedoelde u `gezondheid`?")


def test_render_in_english() -> None:
    """
    Words that the program puts in, and the suggestion, are said in the language of the sentence.
    """
    found = finding(
        "ZVH103", SPAN, waarde="gezondhied", soort="gegevenscategorie", suggestie="gezondheid"
    )
    said = messages.render(found, "en")

    assert said.wat == "`gezondhied` is not a known category of data"
    assert said.herstel.endswith(". Did you mean `gezondheid`?")


@pytest.mark.parametrize("values", [{}, {"suggestie": ""}])
def test_render_without_a_suggestion(values: dict[str, str]) -> None:
    """
    Without a suggestion the sentence ends where it ends.
    """
    found = finding("ZVH101", SPAN, sleutel="doell", **values)  # type: ignore[arg-type]

    assert messages.render(found).herstel == "Verbeter de naam of verwijder de regel."


@pytest.mark.parametrize(
    "value",
    [
        "{sleutel}",
        "{suggestie}",
        "{0}",
        "{}",
        "{",
        "}",
        "{{x}}",
        "%s",
        "\\1",
        "{0.__class__}",
        "$x",
    ],
)
def test_a_value_is_never_a_template(value: str) -> None:
    """
    What a person wrote stands in the sentence as written, whatever it looks like.
    """
    found = finding("ZVH101", SPAN, sleutel=value, suggestie=value)
    said = messages.render(found)

    assert f"`{value}` is hier geen bekende sleutel" == said.wat
    assert said.herstel.endswith(f" Bedoelde u `{value}`?")
    assert f"dit kan zo niet: {value}" == str(WrongUse(reden=value))


def test_a_value_cannot_steer_the_terminal() -> None:
    """
    What does not print is shown as an escape, and what is long is cut.
    """
    found = finding("ZVH101", SPAN, sleutel="\x1b[31m\n\u202e\udc80" + "x" * 1_000_000)
    said = messages.render(found).wat

    assert said.startswith("`\\x1b[31m\\n\\u202e\\udc80xxx")
    assert said.endswith("x…` is hier geen bekende sleutel")
    assert len(said) < 300


def test_a_word_that_is_not_in_the_table_is_kept() -> None:
    """
    A word nobody has translated yet is shown as it is.
    """
    found = finding("ZVH103", SPAN, waarde="x", soort="iets-nieuws")

    assert messages.render(found, "en").wat == "`x` is not a known iets-nieuws"


def test_only_marked_placeholders_are_looked_up() -> None:
    """
    What a person wrote is not translated when it happens to be a word of ours.
    """
    found = finding("ZVH101", SPAN, sleutel="lijst")

    assert messages.render(found, "en").wat == "`lijst` is not a known key here"


def test_a_missing_value_stays_visible() -> None:
    """
    A finding without one of its values is still shown.
    """
    assert messages.render(finding("ZVH102", SPAN)).wat == "`{sleutel}` ontbreekt"


def test_text() -> None:
    """
    A text of the command line is given by name, filled in the same way.
    """
    assert messages.text("bedoelde-u", "nl", suggestie="{x}") == " Bedoelde u `{x}`?"


# --- what is not there ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ZVH999", "zvh101", "ui", "woorden", "", "../nl"])
def test_unknown_code(code: str) -> None:
    """
    A code without a message is our own exception, in both languages.
    """
    with pytest.raises(messages.UnknownCode) as caught:
        messages.message(code, "nl")

    assert f"`{code}` is geen code van een bevinding; een code ziet eruit als ZVH101" == str(
        caught.value
    )
    assert caught.value.sentence("en").startswith(f"`{code}` is not the code")
    with pytest.raises(messages.UnknownCode):
        messages.render(finding(code, SPAN))


@pytest.mark.parametrize("lang", ["de", "", "NL", "../nl", "nl\0"])
def test_unknown_language(lang: str) -> None:
    """
    A language without messages is our own exception, and never names a file.
    """
    with pytest.raises(messages.UnknownLanguage):
        messages.message("ZVH101", lang)
    with pytest.raises(messages.UnknownLanguage):
        messages.render(finding("ZVH101", SPAN), lang)
    with pytest.raises(messages.UnknownLanguage) as caught:
        messages.text("bedoelde-u", lang)

    assert Exit.USAGE == caught.value.exit_code


def test_unknown_text() -> None:
    """
    A text by a name that is not there is a bug of ours, and says so by its exit code.
    """
    with pytest.raises(messages.UnknownText) as caught:
        messages.text("bestaat-niet")

    assert Exit.BUG == caught.value.exit_code


# --- findings -------------------------------------------------------------------------------------


def test_a_finding_is_a_value() -> None:
    """
    Two findings with the same contents are one, in whatever order their values were given.
    """
    first = finding("ZVH106", SPAN, tot="2025", vanaf="2026")
    second = finding("ZVH106", SPAN, vanaf="2026", tot="2025")

    assert {first} == {first, second}
    assert (("tot", "2025"), ("vanaf", "2026")) == first.values


def test_a_finding_has_defaults() -> None:
    """
    Unless said otherwise a finding is a fout about its file.
    """
    found = finding("ZVH101", SPAN)

    assert (
        Finding(
            code="ZVH101",
            span=SPAN,
            level=Level.FOUT,
            values=(),
            place="convenants/x/convenant.yaml",
        )
        == found
    )


def test_findings_sort_by_place() -> None:
    """
    Findings come by file, line, column and code.
    """
    spans = [Span("b", 1, 1, 2), Span("a", 10, 1, 2), Span("a", 9, 2, 3), Span("a", 9, 1, 3)]
    found = [finding(code, span) for span in spans for code in ("ZVH102", "ZVH101")]

    expected = [
        f"{place} {code}"
        for place in ("a:9:1", "a:9:2", "a:10:1", "b:1:1")
        for code in ("ZVH101", "ZVH102")
    ]

    assert expected == [f"{item.span} {item.code}" for item in sorted(found)]


def test_a_span_is_shown_safely() -> None:
    """
    A file name cannot steer the terminal either.
    """
    assert "a\\x1b[2Jb:1:1" == str(Span.whole("a\x1b[2Jb"))


# --- exceptions -----------------------------------------------------------------------------------


class _Decision:
    def __str__(self) -> str:
        return "niet toegestaan; vraag het de procesregisseur"


EXCEPTIONS: list[tuple[ZvhError, Exit, str]] = [
    (ZvhError(), Exit.BUG, "er ging iets mis in zvhprivacy zelf"),
    (WrongUse(reden="x"), Exit.USAGE, "dit kan zo niet: x"),
    (
        PolicyUnusable((finding("ZVH102", SPAN), finding("ZVH101", SPAN))),
        Exit.FINDINGS,
        (
            "dit beleid kan niet worden gebruikt; aantal fouten: 2, "
            "te beginnen met ZVH101 (convenants/x/convenant.yaml:41:15)"
        ),
    ),
    (
        PolicyUnusable(()),
        Exit.FINDINGS,
        "dit beleid kan niet worden gebruikt; aantal fouten: 0, te beginnen met -",
    ),
    (
        AccessDenied(_Decision()),
        Exit.REFUSED,
        "geweigerd: niet toegestaan; vraag het de procesregisseur",
    ),
    (
        ForeignCasbin(versie="1.43.0"),
        Exit.USAGE,
        (
            "het pakket `casbin` 1.43.0 is geïnstalleerd en overschrijft `pycasbin`; "
            "verwijder beide en installeer daarna alleen `pycasbin`"
        ),
    ),
    (
        messages.UnknownCode("ZVH999"),
        Exit.USAGE,
        "`ZVH999` is geen code van een bevinding; een code ziet eruit als ZVH101",
    ),
]


@pytest.mark.parametrize(("error", "exit_code", "sentence"), EXCEPTIONS)
def test_an_exception_owns_its_sentence_and_exit_code(
    error: ZvhError, exit_code: Exit, sentence: str
) -> None:
    """
    An exception knows what to say and how the command ends.
    """
    assert (sentence, exit_code) == (str(error), error.exit_code)


@pytest.mark.parametrize("error", [error for error, _, _ in EXCEPTIONS])
def test_an_exception_survives_a_copy(error: ZvhError) -> None:
    """
    An exception comes out of another process as it went in.
    """
    assert str(error) == str(copy.copy(error)) == str(pickle.loads(pickle.dumps(error)))  # noqa: S301


@pytest.mark.parametrize("error", [error for error, _, _ in EXCEPTIONS])
def test_the_repr_of_an_exception_holds_no_values(error: ZvhError) -> None:
    """
    A repr ends up in logs, so it shows the type only.
    """
    assert f"{type(error).__name__}()" == repr(error)


def test_exceptions_take_the_same_values_in_both_languages() -> None:
    """
    The sentences of an exception differ in language, not in contents; its code is its own.
    """
    kinds = [
        kind
        for module in (errors, messages)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, ZvhError)
    ]
    for kind in kinds:
        assert errors.placeholders(kind.nl) == errors.placeholders(kind.en), kind

    assert len(set(kinds)) == len({kind.code for kind in kinds})


def test_exit_codes() -> None:
    """
    The numbers a shell sees are fixed.
    """
    assert {
        "OK": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "REFUSED": 3,
        "KEYS": 4,
        "BUG": 70,
        "INTERRUPTED": 130,
    } == {member.name: member.value for member in Exit}
