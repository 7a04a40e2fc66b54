"""What a comment's marks mean: the few rules of Markdown that a conversation needs, and none that a document does.

The parser is markdown-it's. Where its own rule allows more than we want, or takes longer than its text is long, ours
stands in its place: links without titles and references, emphasis by stars alone (``snake_case`` and ``__init__`` stay
what they are), quotes and lists of a bounded depth. What is nested deeper stays text; no word is ever dropped.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, emphasis

from core.text import fold

DEEPEST = 6  # levels of quotes and lists; a list takes two
DEEPEST_EMPHASIS = 3

_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(((?:[^\s()\[\]<>]|\([^\s()\[\]<>]*\)){1,2000})\)")
_ADDRESS = re.compile(r"://[^\s<>\"'`]+")
_SCHEME = re.compile(r"(?<![\w.+-])https?\Z", re.IGNORECASE)
_ENDS_A_SENTENCE = ".,;:!?…»”’*_"
# Web, mail, and places of this site. ``//host`` and ``/\host`` are other sites.
_ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s]+|/(?![/\\])[^\s\\]*", re.IGNORECASE)
_NAME = re.compile(r"@((?:team/)?\w[\w.-]{0,99})")
_ESCAPABLE = "*`[]>-@"


def parser() -> MarkdownIt:
    made = MarkdownIt("zero", {"breaks": True, "maxNesting": 100})
    made.enable(["fence", "blockquote", "list", "newline", "escape", "backticks", "emphasis", "link"])
    made.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    made.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    made.inline.ruler.at("escape", _escape)
    made.inline.ruler.at("emphasis", _emphasis)
    made.inline.ruler.at("link", _link)
    made.inline.ruler.after("link", "address", _address)
    made.inline.ruler.after("address", "mention", _mention)
    made.core.ruler.after("inline", "bounded_emphasis", _bound_emphasis)
    return made


def is_allowed(address: str) -> bool:
    return _ALLOWED.fullmatch(address) is not None


# --- Blocks -----------------------------------------------------------------------------------------------------------


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.level < DEEPEST and blockquote(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """With ``-``, ``*`` or numbers. A line may begin with ``+``, which means more than a point."""
    begins = state.bMarks[start] + state.tShift[start]
    if state.level >= DEEPEST or state.src[begins : begins + 1] == "+":
        return False
    return list_block(state, start, end, silent)


# --- Within a line ----------------------------------------------------------------------------------------------------


def _emphasis(state: StateInline, silent: bool) -> bool:
    return state.src[state.pos] == "*" and emphasis.tokenize(state, silent)


def _escape(state: StateInline, silent: bool) -> bool:
    r"""A backslash takes the meaning from a mark. Before anything else it is one: ``\\server\share`` stays."""
    after = state.src[state.pos + 1 : state.pos + 2]
    if state.src[state.pos] != "\\" or not after or after not in _ESCAPABLE:
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content, token.markup, token.info = after, f"\\{after}", "escape"
    state.pos += 2
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """``[words](address)``. Neither part can hold a bracket, so each is looked at once."""
    if state.src[state.pos] != "[" or state.linkLevel:
        return False
    found = _LINK.match(state.src, state.pos, state.posMax)
    if found is None or not found[1].strip() or not is_allowed(found[2]):
        return False
    if not silent:
        end = state.posMax
        state.push("link_open", "a", 1).attrs = {"href": found[2]}
        state.pos, state.posMax = found.span(1)
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.posMax = end
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """An ``http(s)`` address by itself. Its beginning was taken for text already."""
    if state.src[state.pos] != ":" or state.linkLevel or silent:
        return False
    scheme = _SCHEME.search(state.pending, max(0, len(state.pending) - 6))
    found = _ADDRESS.match(state.src, state.pos, state.posMax) if scheme else None
    if scheme is None or found is None:
        return False
    rest = _without_the_sentence(found.group())
    if len(rest) <= len("://"):
        return False
    address = scheme.group() + rest
    state.pending = state.pending[: scheme.start()]
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _without_the_sentence(address: str) -> str:
    """Without the full stop after it, and without a bracket that was opened before it."""
    extra = address.count(")") - address.count("(")
    end = len(address)
    while end:
        if address[end - 1] == ")" and extra > 0:
            extra -= 1
        elif address[end - 1] not in _ENDS_A_SENTENCE:
            break
        end -= 1
    return address[:end]


def _mention(state: StateInline, silent: bool) -> bool:
    """``@name``, but not within ``name@example.org``. Whom it means is asked once for the whole text, elsewhere."""
    if state.src[state.pos] != "@" or state.linkLevel or silent:
        return False
    before = state.src[state.pos - 1 : state.pos]
    found = _NAME.match(state.src, state.pos, state.posMax)
    if found is None or before == "_" or before.isalnum():
        return False
    written = found[1].rstrip(".-_")
    token = state.push("mention", "", 0)
    token.content, token.meta = f"@{written}", {"name": fold(written)}
    state.env.setdefault("asked", {})[fold(written)] = written
    state.pos += 1 + len(written)
    return True


# --- Afterwards -------------------------------------------------------------------------------------------------------


def _bound_emphasis(state: StateCore) -> None:
    """Thousands of stars must not become thousands of nested elements: what is deeper stays stars."""
    for block in state.tokens:
        depth = 0
        for token in block.children or ():
            if token.type not in ("em_open", "strong_open", "em_close", "strong_close"):
                continue
            depth += min(token.nesting, 0)
            if depth >= DEEPEST_EMPHASIS:
                token.type, token.tag, token.content = "text", "", token.markup
            depth += max(token.nesting, 0)
            if token.type == "text":
                token.nesting = 0
