"""How the demo's texts are written down, and how they are read.

A text is one file: TOML between two lines of `+++`, then blocks, then the talk under it.
A write-up splits its blocks into sections (`=== goal`, `=== did`, ...); a post has the one section `body`.
The reader knows nothing of page models: it hands out plain rows that the loader turns into pages.

    ## Heading                      a heading (### for the smaller one)
    > words                         a quotation; its last line may be `> — who said it`
    ```python                       code, until the closing fence
    ::: callout tip | Title         a callout, a table or a gallery, until `:::`
    ::image hills 12 | Caption      one line each: image, document, embed, page
    anything else                   rich text: paragraphs, `- ` and `1. ` lists, **bold**, *slanted*, [a](https://...)

How the talk is written, below `=== comments`, stands in `demo/talk_format.py`.
"""

import html
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.talk_format import Happening, Remark, UnreadableTextError, parse_talk

TEXTS = Path(__file__).parent / "texts"
WRITE_UP_SECTIONS = ("goal", "did", "results", "repeat", "avoid")
STATES = frozenset(
    {"live", "draft", "waiting-editors", "waiting-communications", "changes-asked", "scheduled", "expired"}
)
PURPOSES = frozenset({"inform", "ask", "decide", "lesson"})
RESULTS = frozenset({"worked", "partly", "failed"})

_FENCE = "+++"
_SECTION = re.compile(r"^=== ([a-z]+)$")
_ITEM = re.compile(r"^(?:- |(\d+)\. )(.*)$")


@dataclass(frozen=True)
class Block:
    kind: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Reference:
    slug: str
    relation: str
    note: str


@dataclass(frozen=True)
class Number:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Text:
    slug: str
    kind: str
    team: str
    authors: tuple[str, ...]
    title: str
    summary: str
    purpose: str
    state: str
    days_ago: float
    tags: tuple[str, ...] = ()
    picture: tuple[str, int] | None = None
    on_behalf_of: str = ""
    wished_by_days: int | None = None
    outcome: str = ""
    outcome_days_ago: float | None = None
    outcome_by: str = ""
    result: str = ""
    period: tuple[int, int] | None = None
    people: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    references: tuple[Reference, ...] = ()
    returned_by: str = ""
    returned_because: str = ""
    sections: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    comments: tuple[Remark, ...] = ()
    happenings: tuple[Happening, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in reading order, whatever its section."""
        return tuple(block for section in self.sections.values() for block in section)

    @property
    def is_write_up(self) -> bool:
        return self.kind == "write-up"


def read_all(folder: Path = TEXTS) -> list[Text]:
    """Every text of the folder, oldest first, so that a page exists before another cites it."""
    texts = [read(path) for path in sorted(folder.glob("*.md"))]
    return sorted(texts, key=lambda text: (-text.days_ago, text.slug))


def read(path: Path) -> Text:
    return parse(path.stem, path.read_text(encoding="utf-8"))


def parse(slug: str, source: str) -> Text:
    lines = source.splitlines()
    if not lines or lines[0] != _FENCE or _FENCE not in lines[1:]:
        raise UnreadableTextError(f"{slug}: starts and ends its front matter with a line of {_FENCE}")
    end = lines.index(_FENCE, 1)
    try:
        meta = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as error:
        raise UnreadableTextError(f"{slug}: {error}") from error
    parts = _split_sections(lines[end + 1 :])
    talk = parts.pop("comments", [])
    try:
        sections = {name: tuple(parse_blocks(part)) for name, part in parts.items() if any(part)}
        return _assemble(slug, meta, sections, *parse_talk(talk))
    except UnreadableTextError as error:
        raise UnreadableTextError(f"{slug}: {error}") from error


def _assemble(
    slug: str,
    meta: dict[str, Any],
    sections: dict[str, tuple[Block, ...]],
    comments: Iterable[Remark],
    happenings: Iterable[Happening],
) -> Text:
    kind = meta.pop("kind", "post")
    expected = set(WRITE_UP_SECTIONS) if kind == "write-up" else {"body"}
    if set(sections) - expected:
        raise UnreadableTextError(f"a {kind} has no section {sorted(set(sections) - expected)}")
    family, _, seed = meta.pop("picture", "").partition(" ")
    references = [
        Reference(cited, relation, note)
        for relation in ("builds_on", "avoids")
        for cited, note in meta.pop(relation, [])
    ]
    for name in ("authors", "tags", "people"):
        meta[name] = tuple(meta.get(name, ()))
    period = meta.pop("period", None)
    try:
        text = Text(
            slug=slug,
            kind=kind,
            picture=(family, int(seed)) if family else None,
            references=tuple(references),
            numbers=tuple(Number(*row) for row in meta.pop("numbers", [])),
            period=(period[0], period[1]) if period else None,
            state=meta.pop("state", "live"),
            sections=sections,
            comments=tuple(comments),
            happenings=tuple(happenings),
            **meta,
        )
    except TypeError as error:
        raise UnreadableTextError(f"front matter: {error}") from error
    for value, allowed in ((text.state, STATES), (text.purpose, PURPOSES), (text.result or "worked", RESULTS)):
        if value not in allowed:
            raise UnreadableTextError(f"{value!r} is none of {sorted(allowed)}")
    return text


def _split_sections(lines: Iterable[str]) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {"body": []}
    current = parts["body"]
    for line in lines:
        if match := _SECTION.match(line):
            current = parts.setdefault(match[1], [])
        else:
            current.append(line)
    return parts


def parse_blocks(lines: Iterable[str]) -> list[Block]:
    """Blocks in order; neighbouring paragraphs and lists become one piece of rich text."""
    blocks: list[Block] = []
    prose: list[str] = []
    rest = list(lines)
    while rest:
        line = rest.pop(0)
        if not _starts_block(line):
            prose.append(line)
            continue
        _finish_prose(blocks, prose)
        blocks.append(_read_block(line, rest))
    _finish_prose(blocks, prose)
    return blocks


def _starts_block(line: str) -> bool:
    return line.startswith(("## ", "### ", "> ", "```", "::"))


def _finish_prose(blocks: list[Block], prose: list[str]) -> None:
    if markup := rich_text(prose):
        blocks.append(Block("text", {"html": markup}))
    prose.clear()


def _read_block(line: str, rest: list[str]) -> Block:
    if line.startswith("#"):
        marks, _, title = line.partition(" ")
        return Block("heading", {"text": title.strip(), "level": len(marks)})
    if line.startswith("> "):
        said = [line[2:]]
        while rest and rest[0].startswith("> "):
            said.append(rest.pop(0)[2:])
        who = said.pop()[2:] if len(said) > 1 and said[-1].startswith("— ") else ""
        return Block("quote", {"text": " ".join(said), "who": who})
    if line.startswith("```"):
        return Block("code", {"language": line[3:].strip(), "code": "\n".join(_until("```", rest))})
    if line.startswith("::: "):
        return _read_fenced(line[4:], _until(":::", rest))
    return _read_single(line[2:])


def _until(fence: str, rest: list[str]) -> list[str]:
    if fence not in rest:
        raise UnreadableTextError(f"a block is not closed with {fence}")
    end = rest.index(fence)
    inside = rest[:end]
    del rest[: end + 1]
    return inside


def _read_fenced(head: str, inside: list[str]) -> Block:
    kind, _, title = head.partition(" ")
    title = title.strip()
    if kind == "callout":
        tone, _, heading = (part.strip() for part in title.partition("|"))
        return Block("callout", {"tone": tone, "title": heading, "html": rich_text(inside)})
    if kind == "table":
        rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in inside if row.strip()]
        if len({len(row) for row in rows}) != 1:
            raise UnreadableTextError(f"the table {title!r} has rows of different length")
        return Block("table", {"caption": title, "rows": rows})
    if kind == "gallery":
        pictures = [_picture(row) for row in inside if row.strip()]
        return Block("gallery", {"caption": title, "pictures": pictures})
    raise UnreadableTextError(f"there is no block called {kind!r}")


def _read_single(line: str) -> Block:
    kind, _, words = line.partition(" ")
    if kind == "image":
        return Block("image", _picture(words))
    first, _, second = (part.strip() for part in words.partition("|"))
    if kind == "document":
        return Block("document", {"name": first, "title": second})
    if kind == "embed":
        return Block("embed", {"url": first, "caption": second})
    if kind == "page":
        return Block("page", {"slug": first, "note": second})
    raise UnreadableTextError(f"there is no block called {kind!r}")


def _picture(words: str) -> dict[str, Any]:
    what, _, caption = (part.strip() for part in words.partition("|"))
    family, _, seed = what.partition(" ")
    return {"family": family, "seed": int(seed), "caption": caption}


def rich_text(lines: Iterable[str]) -> str:
    """Paragraphs and flat lists as the HTML that a rich-text field stores."""
    pieces: list[str] = []
    for paragraph in re.split(r"\n\s*\n", "\n".join(lines)):
        rows = [row for row in paragraph.splitlines() if row.strip()]
        if not rows:
            continue
        if _ITEM.match(rows[0]):
            pieces.append(_list(rows))
        else:
            pieces.append(f"<p>{inline(' '.join(row.strip() for row in rows))}</p>")
    return "".join(pieces)


def _list(rows: list[str]) -> str:
    items: list[str] = []
    first = _ITEM.match(rows[0])
    tag = "ol" if first and first[1] else "ul"
    for row in rows:
        if match := _ITEM.match(row):
            items.append(match[2])
        else:
            items[-1] += " " + row.strip()
    return f"<{tag}>" + "".join(f"<li>{inline(item)}</li>" for item in items) + f"</{tag}>"


def inline(words: str) -> str:
    """Light marks inside a line; everything else is escaped."""
    escaped = html.escape(words, quote=False)
    escaped = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
    escaped = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", escaped)
    escaped = re.sub(r"(?<!\w)\*([^*\s][^*]*)\*(?!\w)", r"<i>\1</i>", escaped)
    return re.sub(r"\[([^\]]+)\]\((https://[^)\s]+)\)", r'<a href="\2">\1</a>', escaped)
