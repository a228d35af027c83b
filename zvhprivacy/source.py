"""
Read YAML into text that remembers its file, line and column; nothing else here reads YAML.

It is longer than its neighbours because the limits only hold together: bytes, characters, events
and tree each rely on what the step before has already refused.
"""

from __future__ import annotations

import difflib
import errno
import os
import re
import stat
import unicodedata

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml

from zvhprivacy.errors import Finding, Span, finding


MAX_BYTES = 1024 * 1024  # 1 MiB, far more than anybody reviews
MAX_DEPTH = 20  # levels of lists and mappings
MAX_EVENTS = 120_000  # keys, values, starts and ends; `[a,a,a` has one per two bytes.
MAX_FINDINGS = 100  # of one file; after mending these the next ones show.
MAX_LINE = 200  # characters of a line that is quoted in a finding

# The parser of libyaml is many times faster. Without it everything here still holds, except that
# reading a file of the largest size takes seconds.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# O_NONBLOCK keeps a FIFO from blocking the open; O_NOCTTY keeps a terminal from becoming ours.
# Python itself adds O_CLOEXEC to every descriptor (PEP 446). Windows has none of these, but does
# need O_BINARY.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)

# Control, format (bidirectional, zero-width, byte order mark), surrogate, line and paragraph
# separator: a reader does not see them, and YAML takes some for the end of a line.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NOT_CHARACTERS = frozenset("\ufffe\uffff")

_EMPTY = frozenset({"", "~", "null"})  # plain scalars that say that there is no value

# What the parsers of libyaml and of PyYAML say, and the word for it in the message table.
# The first fragment found decides.
_SYNTAX = (
    ("tab character", "tab"),
    ("'\\t'", "tab"),
    ("could not find expected ':'", "dubbele-punt-ontbreekt"),
    ("mapping values are not allowed", "dubbele-punt-teveel"),
    ("',' or ']'", "haak-open"),
    ("',' or '}'", "accolade-open"),
    ("unexpected end of stream", "aanhalingsteken-open"),
    ("unexpected document", "aanhalingsteken-open"),
    ("escape", "backslash"),
    ("hex", "backslash"),
    ("cannot start any token", "teken-aan-begin"),
    ("alphabetic or numeric", "teken-aan-begin"),
    ("tag", "teken-aan-begin"),
    ("'>'", "teken-aan-begin"),
    ("expected key", "inspringing"),
    ("expected '-' indicator", "inspringing"),
    ("<block end>", "inspringing"),
    ("sequence entries are not allowed", "streepje"),
    ("node content", "waarde-ontbreekt"),
    ("document start", "rest-na-einde"),
    ("comment or line break", "blokteken"),
    ("indentation indicator", "blokteken"),
)

# Of what was opened and never closed, the place of the opening helps; the parser stops at the end.
_POINT_AT_START = frozenset(
    {
        "dubbele-punt-ontbreekt",
        "haak-open",
        "accolade-open",
        "aanhalingsteken-open",
    }
)

_KINDS = (
    (stat.S_ISDIR, "map"),
    (stat.S_ISFIFO, "wachtrij"),
    (stat.S_ISCHR, "apparaat"),
    (stat.S_ISBLK, "apparaat"),
    (stat.S_ISSOCK, "verbinding"),
)

_REASONS = {
    errno.EACCES: "geen-toegang",
    errno.EPERM: "geen-toegang",
    errno.ENOENT: "verdwenen",
    errno.ENOTDIR: "verdwenen",
    errno.ELOOP: "koppelingen-in-kring",
    errno.ENAMETOOLONG: "naam-onbruikbaar",
    errno.EMFILE: "te-veel-bestanden-open",
    errno.ENFILE: "te-veel-bestanden-open",
}


class Scalar(NamedTuple):
    """
    A value, as text exactly as it was written.

    *plain* says that it had no quotes.
    A plain `null`, a plain `~` and nothing at all are the empty text.
    """

    text: str
    span: Span
    plain: bool


class Sequence(NamedTuple):
    """
    A list.
    """

    items: tuple[Node, ...]
    span: Span


class Entry(NamedTuple):
    """
    A key with its value.
    """

    key: Scalar
    value: Node


@dataclass(frozen=True)
class Mapping:
    """
    Keys with their values, in the order of the file; no key occurs twice.
    """

    entries: tuple[Entry, ...]
    span: Span

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        # Without this index, pointing at every finding in a long mapping takes quadratic time.
        return {entry.key.text: entry for entry in self.entries}

    def get(self, key: str) -> Node | None:
        """
        Give the value of *key*, or None when it is not there.
        """
        entry = self._by_key.get(key)
        return None if entry is None else entry.value

    def key_span(self, key: str) -> Span:
        """
        Point at *key* itself, or at the whole mapping when it is not there.
        """
        entry = self._by_key.get(key)
        return self.span if entry is None else entry.key.span


Node: TypeAlias = Scalar | Sequence | Mapping


class Read(dict[str, object]):
    """
    A dict that remembers in *node* where it and its parts stood.
    """

    __slots__ = ("node",)

    def __init__(self, node: Mapping) -> None:
        super().__init__((key.text, plain(value)) for key, value in node.entries)
        self.node = node


def read(path: Path, name: str) -> tuple[Node | None, list[Finding]]:
    """
    Read the file at *path*, which findings call *name*.

    Either there is a mapping and no finding, or no node and at least one finding, in order.
    Whatever *path* is and whatever it holds, nothing is raised and nothing blocks; at most
    `MAX_BYTES` and one byte are read.
    It does not say whether the keys and values mean anything.
    """
    data = _load(path, name)
    if isinstance(data, Finding):
        return None, [data]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        return None, [finding("ZVH003", Span(name, line, column, column + 1))]
    return _parse(text, name)


def parse(text: str, name: str) -> tuple[Node | None, list[Finding]]:
    """
    Read *text* as `read` reads the contents of a file.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return None, [finding("ZVH002", Span.whole(name))]
    return _parse(text, name)


def locate(node: Node, path: Iterable[str | int], *, key: bool = False) -> Span:
    """
    Point at the part of *node* that *path* leads to, or at the deepest part that exists.

    With *key*, point at the key that part stands under, where it has one.
    """
    here = node
    span = node.span
    for step in path:
        match here:
            case Mapping() if isinstance(step, str) and (found := here.get(step)) is not None:
                span = here.key_span(step) if key else found.span
                here = found
            case Sequence() if isinstance(step, int) and 0 <= step < len(here.items):
                here = here.items[step]
                span = here.span
            case _:
                break
    return span


def plain(node: Node) -> object:
    """
    Turn *node* into text, lists and `Read` dicts.
    """
    if isinstance(node, Scalar):  # This, and not a match, as it runs for every word.
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return Read(node)


def source_line(path: Path, line: int) -> str:
    """
    Give line number *line* of the file at *path* to show beside a finding.

    Every character keeps its column; one that does not print is replaced, and a long line is cut.
    Empty when there is no such file or line, so it is no proof of what the file holds.
    """
    data = _load(path, "")
    if isinstance(data, Finding) or line < 1:
        return ""
    lines = data.split(b"\n", line)
    if line > len(lines):
        return ""
    text = lines[line - 1].decode("utf-8", "replace").removesuffix("\r")
    if len(text) > MAX_LINE:
        text = text[: MAX_LINE - 1] + "…"
    return "".join(
        char if char.isprintable() else " " if char == "\t" else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )


def suggest(word: str, choices: Iterable[str]) -> str | None:
    """
    Find which of *choices* was probably meant by *word*; None when nothing comes near.

    The order of *choices* makes no difference.
    """
    if len(word) > 80:  # noqa: PLR2004 -- no id is longer, and comparing takes quadratic time.
        return None
    by_form = {_form(choice): choice for choice in sorted(choices, reverse=True)}
    # 0.65 lets one wrong letter in a word of three pass, as in `gdd` for `ggd`.
    near = difflib.get_close_matches(_form(word), by_form, n=1, cutoff=0.65)
    return by_form[near[0]] if near else None


def _form(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())


def _load(path: Path, name: str) -> bytes | Finding:
    whole = Span.whole(name)
    try:
        # Looking first keeps us from opening a device, which can already set it in motion;
        # looking again at what was opened keeps the file from being swapped in between.
        if (kind := _kind(path.stat())) is not None:
            return finding("ZVH009", whole, soort=kind)
        descriptor = os.open(path, _OPEN_FLAGS)
        try:
            status = os.fstat(descriptor)
            if (kind := _kind(status)) is not None:
                return finding("ZVH009", whole, soort=kind)
            if status.st_size > MAX_BYTES:
                return finding("ZVH002", whole)
            data = bytearray()
            while part := os.read(descriptor, MAX_BYTES + 1 - len(data)):
                data += part
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno == errno.ENOENT and path.is_symlink():
            return finding("ZVH009", whole, soort="verwijzing")
        return finding("ZVH001", whole, reden=_REASONS.get(error.errno or 0, "leesfout"))
    except ValueError:  # a NUL in the path
        return finding("ZVH001", whole, reden="naam-onbruikbaar")
    # Some files, as those in /proc, are longer than they say.
    return bytes(data) if len(data) <= MAX_BYTES else finding("ZVH002", whole)


def _kind(status: os.stat_result) -> str | None:
    mode = status.st_mode
    if stat.S_ISREG(mode):
        return None
    return next((word for test, word in _KINDS if test(mode)), "iets-anders")


def _parse(text: str, name: str) -> tuple[Node | None, list[Finding]]:
    text = text.replace("\r\n", "\n")
    if problems := _characters(text, name):
        return None, problems
    tree = _Tree(name)
    try:
        tree.grow(iter(_LOADER(text).get_event, None))  # `yaml.parse` asks twice for each event.
    except yaml.MarkedYAMLError as error:
        tree.problems.append(_syntax(error, text, name))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        # PyYAML's own parser lets `"\UFFFFFFFF"` through to chr().
        tree.problems.append(finding("ZVH005", Span.whole(name), reden="indeling"))
    if tree.problems:
        return None, sorted(tree.problems)
    root = tree.root
    if isinstance(root, Mapping):
        return root, []
    return None, [finding("ZVH010", Span.whole(name), gekregen=_form_of(root))]


def _form_of(root: Scalar | Sequence | None) -> str:
    match root:
        case Sequence():
            return "lijst"
        case Scalar() if root.text:
            return "tekst"
        case _:
            return "leeg"


def _unsafe(text: str) -> set[str]:
    if text.replace("\n", "").replace("\t", "").isprintable():  # As nearly all is: far quicker.
        return set()
    return {
        char
        for char in set(text)
        if not char.isprintable()
        and char not in "\t\n"
        and (unicodedata.category(char) in _INVISIBLE or char in _NOT_CHARACTERS)
    }


def _characters(text: str, name: str) -> list[Finding]:
    unsafe = _unsafe(text)
    if not unsafe:
        return []
    problems: list[Finding] = []
    line, seen = 1, 0
    for match in re.finditer("[" + re.escape("".join(sorted(unsafe))) + "]+", text):
        start = match.start()
        line += text.count("\n", seen, start)
        seen = start
        column = start - text.rfind("\n", 0, start)
        span = Span(name, line, column, column + match.end() - start)
        problems.append(finding("ZVH004", span, teken=_codepoint(text[start])))
        if len(problems) == MAX_FINDINGS:
            break
    return problems


def _codepoint(char: str) -> str:
    return f"U+{ord(char):04X}"


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> Finding:
    problem = error.problem or ""
    reason = next((word for part, word in _SYNTAX if part in problem), "indeling")
    mark = error.problem_mark
    start = error.context_mark or mark
    if mark is None or start is None:
        return finding("ZVH005", Span.whole(name), reden=reason)
    lines = text.split("\n")
    rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    before = lines[mark.line][: mark.column] if mark.line < len(lines) else ""
    if reason == "teken-aan-begin" and rest.startswith("\t"):
        reason = "tab"
    elif reason == "inspringing" and before.strip(" -"):
        reason = "rest-op-regel"
    opened_earlier = reason in _POINT_AT_START and start.line != mark.line
    if opened_earlier or reason == "teken-aan-begin" or not rest:
        mark = start
    column = mark.column + 1
    return finding("ZVH005", Span(name, mark.line + 1, column, column + 1), reden=reason)


@dataclass(slots=True)
class _Open:
    """
    A list or mapping of which the end was not seen yet.
    """

    start: Any
    is_mapping: bool
    items: list[Node]
    entries: dict[str, Entry]
    key: Scalar | None = None


_make = tuple.__new__  # A named tuple without its own, slower, way of being made.


class _Tree:
    """
    The tree as far as the events so far tell, and what was wrong with them.

    It keeps the open levels in a list, not on the stack of Python, and stops at `MAX_DEPTH`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Finding] = []
        self._full = False  # The rest makes no difference any more.
        self._level = _Open(None, False, [], {})  # The innermost; outermost a list of the root.
        self._around: list[_Open] = []
        self._documents = 0

    @property
    def root(self) -> Node | None:
        """
        What the document holds, once all events are in.
        """
        return self._level.items[0] if self._level.items else None

    def grow(self, events: Iterable[yaml.Event]) -> None:
        """
        Add *events*, up to the one after which the rest makes no difference.
        """
        for number, event in enumerate(events):
            if number == MAX_EVENTS:
                self.problems.append(finding("ZVH015", Span.whole(self.name)))
                return
            if type(event) is yaml.ScalarEvent:  # Two events in three; no match is quicker.
                self._scalar(event)
            else:
                self._structure(event)
            if self._full:
                return

    def _structure(self, event: yaml.Event) -> None:
        match event:
            case yaml.CollectionStartEvent():
                self._open(event)
            case yaml.CollectionEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._report("ZVH006", event, wat="alias")
                self._add(Scalar(f"*{event.anchor}", self._span(event), plain=True))
            case yaml.DocumentStartEvent():
                self._document(event)
            case _:
                pass

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report("ZVH013", event)
            self._full = True
        elif event.tags:
            self._report("ZVH006", event, wat="opdracht")

    def _check_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._report("ZVH006", event, wat="anker")
        if event.tag is not None:
            self._report("ZVH006", event, wat="label")

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check_properties(event)
        text: str = event.value
        style: str | None = event.style
        if not style:
            if text in _EMPTY:
                text = ""
        elif style == '"':  # The only style in which an escape can hide a character.
            for char in sorted(_unsafe(text)):
                self._report("ZVH004", event, teken=_codepoint(char))
        # As `_stretch`, without the call: this runs for every word of every file.
        start, end = event.start_mark, event.end_mark
        line, column, end_column = start.line, start.column, end.column
        if end.line != line or end_column <= column:
            end_column = column + 1
        span = _make(Span, (self.name, line + 1, column + 1, end_column + 1))
        self._add(_make(Scalar, (text, span, not style)))

    def _open(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check_properties(event)
        if self._level.is_mapping and self._level.key is None:
            self._report("ZVH005", event, reden="sleutel-geen-tekst")
            self._full = True
        elif len(self._around) == MAX_DEPTH:
            self._report("ZVH007", event)
            self._full = True
        else:
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self._around.append(self._level)
            self._level = _Open(event.start_mark, is_mapping, [], {})

    def _close(self, event: Any) -> None:
        level, self._level = self._level, self._around.pop()
        span = self._stretch(level.start, event.end_mark)
        if not level.is_mapping:
            self._add(_make(Sequence, (tuple(level.items), span)))
            return
        entries = tuple(level.entries.values())
        if entries:
            # A mapping without braces starts where its first key does; that key is what to show.
            first = entries[0].key.span
            if (first.line, first.column) == (span.line, span.column):
                span = first
        self._add(Mapping(entries, span))

    def _add(self, node: Node) -> None:
        level = self._level
        key = level.key
        if not level.is_mapping:
            level.items.append(node)
        elif key is not None:
            level.entries.setdefault(key.text, _make(Entry, (key, node)))
            level.key = None
        elif isinstance(node, Scalar):  # `_open` refused every other key.
            level.key = node
            text = node.text
            if text == "<<" or text in level.entries:
                self._check_key(node, level)

    def _check_key(self, key: Scalar, level: _Open) -> None:
        if key.plain and key.text == "<<":
            self._problem("ZVH006", key.span, wat="samenvoeging")
        elif (earlier := level.entries.get(key.text)) is not None:
            line = earlier.key.span.line
            self._problem("ZVH008", key.span, sleutel=key.text, eerder=line)

    def _report(self, code: str, event: Any, **values: Any) -> None:
        self._problem(code, self._span(event), **values)

    def _problem(self, code: str, span: Span, **values: Any) -> None:
        self.problems.append(finding(code, span, **values))
        self._full = self._full or len(self.problems) >= MAX_FINDINGS

    def _span(self, event: Any) -> Span:
        return self._stretch(event.start_mark, event.end_mark)

    def _stretch(self, start: Any, end: Any) -> Span:
        line, column, end_column = start.line, start.column, end.column
        # What runs on over more lines, and what is empty, is pointed at by one character.
        if end.line != line or end_column <= column:
            end_column = column + 1
        return _make(Span, (self.name, line + 1, column + 1, end_column + 1))
