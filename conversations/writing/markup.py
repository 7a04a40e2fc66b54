"""A comment's words as markup and as plain text.

Twice fenced: the parser makes nothing but what stands in ``markup_rules``, and what it made passes an allow-list of
elements, attributes and addresses. The result is stored with the comment, so both happen once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import nh3
from django.utils.html import escape
from markdown_it.token import Token

from . import markup_rules

TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow noopener noreferrer ugc"


@dataclass(frozen=True)
class Named:
    """Whom a ``@name`` means: what is drawn in its place, and where it leads."""

    label: str
    address: str


Known = Mapping[str, Named]


def _mention(renderer: Any, tokens: list[Token], place: int, options: Any, env: Any) -> str:
    named: Named | None = env["known"].get(tokens[place].meta["name"])
    if named is None:
        return escape(tokens[place].content)
    return f'<a href="{escape(named.address)}">@{escape(named.label)}</a>'


def _fence(renderer: Any, tokens: list[Token], place: int, options: Any, env: Any) -> str:
    """Code without the name of its language, which nothing here would colour."""
    return f"<pre><code>{escape(tokens[place].content)}</code></pre>\n"


def _checked(element: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if markup_rules.is_allowed(value) else None
    return value


_parser = markup_rules.parser()
_parser.add_render_rule("mention", _mention)
_parser.add_render_rule("fence", _fence)
_cleaner = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL, attribute_filter=_checked)


class Parsed:
    """A text that was read once: asked for its names first, then for its markup or its plain words."""

    def __init__(self, text: str) -> None:
        self._env: dict[str, Any] = {"asked": {}, "known": {}}
        self._tokens = _parser.parse(text, self._env)

    @property
    def names(self) -> dict[str, str]:
        """Every ``@name`` of the text, folded, with how it was written; in the order of the text."""
        return dict(self._env["asked"])

    def as_html(self, known: Known | None = None) -> str:
        html: str = _parser.renderer.render(self._tokens, _parser.options, {"known": known or {}})
        return _cleaner.clean(html).strip()

    @cached_property
    def plain(self) -> str:
        """The words without their marks, a line for each of theirs."""
        return "\n".join("".join(_words_of(token)).strip("\n") for token in self._tokens if _holds_words(token))


def as_html(text: str, known: Known | None = None) -> str:
    return Parsed(text).as_html(known)


def plain(text: str) -> str:
    return Parsed(text).plain


def _holds_words(token: Token) -> bool:
    return token.type in ("inline", "fence")


def _words_of(token: Token) -> Iterator[str]:
    if token.type == "fence":
        yield token.content
    for child in token.children or ():
        yield "\n" if child.type in ("softbreak", "hardbreak") else child.content
