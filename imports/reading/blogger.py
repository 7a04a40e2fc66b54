"""Blogger's exports: the Atom file of old, and the feed that Takeout writes today."""

from collections.abc import Iterator
from typing import IO

from django.utils import timezone

from .. import records as told
from ..records import Author, Entry, Remark, RemarkOf, Site
from . import dates
from .addresses import parts_of, plain, slug_in, source_of
from .guarded import ATOM, Node, records
from .notes import Notes

Record = Site | Author | Entry | RemarkOf

_KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
_TAG_SCHEMES = ("http://www.blogger.com/atom/ns#", "tag:blogger.com")
_STATES = {
    "LIVE": told.PUBLISHED,
    "PUBLISHED": told.PUBLISHED,
    "DRAFT": told.DRAFT,
    "SCHEDULED": told.SCHEDULED,
    "SOFT_TRASHED": told.TRASH,
    "TRASHED": told.TRASH,
}
_REMARK_STATES = {
    "": told.APPROVED,
    "LIVE": told.APPROVED,
    "PUBLISHED": told.APPROVED,
    "PENDING": told.HELD,
    "PENDING_MODERATION": told.HELD,
    "SPAM": told.SPAM,
    "SPAM_COMMENT": told.SPAM,
}
_NOBODY = "noreply@blogger.com"


def read(file: IO[bytes], notes: Notes) -> Iterator[Record]:
    """Everything in a feed, in its order. Comments stand apart from their posts. Raises RefusedFile."""
    feed: dict[str, str] = {}
    site: Site | None = None
    known: set[str] = set()
    for node in records(file, ATOM, notes):
        if node.name == "link" and node.attributes.get("rel") == "alternate":
            feed.setdefault("address", node.attributes.get("href", ""))
        if node.name != "entry":
            if not node.children:
                feed.setdefault(node.name, node.text.strip())
            continue
        if site is None:
            site = _site(feed)
            yield site
        kind = _kind(node)
        if kind in {"template", "settings"}:
            continue
        author = _author(node)
        if author is not None and kind != "comment" and author.login not in known:
            known.add(author.login)
            yield author
        yield _remark(node) if kind == "comment" else _entry(node, kind, author, site)
    if site is None:
        yield _site(feed)


def _site(feed: dict[str, str]) -> Site:
    """Takeout's feed does not say where the blog was; its number does as well."""
    title, number = plain(feed.get("title", "")), feed.get("id", "").rpartition("blog-")[2]
    address = feed.get("address", "")
    return Site(
        source=f"blogger/{number}"[:200] if number else source_of(address) or title, title=title, address=address
    )


def _kind(node: Node) -> str:
    """``post``, ``page``, ``comment``, or what else there is."""
    new = node.get("blogger:type").lower()
    if new:
        return new
    for row in node.all("category"):
        if row.attributes.get("scheme") == _KIND_SCHEME:
            return row.attributes.get("term", "").rpartition("#")[2]
    return "comment" if node.first("thr:in-reply-to") is not None else told.POST


def _author(node: Node) -> Author | None:
    row = node.first("author")
    if row is None:
        return None
    name, email = plain(row.get("name")), row.get("email")
    login = row.get("uri").rstrip("/").rpartition("/")[2] or name
    return Author(login=login, name=name, email="" if email == _NOBODY else email) if login else None


def _entry(node: Node, kind: str, author: Author | None, site: Site) -> Entry:
    address = _address(node)
    if not parts_of(address)[0] and site.address and address:
        address = site.address.rstrip("/") + address
    at = dates.of_atom(node.get("published"))
    state, old_state = _state(node)
    if state == told.DRAFT and at is not None and at > timezone.now():
        state = told.SCHEDULED  # the old export calls a post that waits for its day a draft
    return Entry(
        key=node.get("id"),
        title=plain(node.get("title")),
        markup=_markup(node),
        kind=kind,
        state=state,
        old_state=old_state,
        excerpt=node.get("blogger:metaDescription"),
        slug=slug_in(address),
        address=address,
        at=at,
        changed_at=dates.of_atom(node.get("updated")),
        authors=[author.login] if author is not None else [],
        tags=_tags(node),
        line=node.line,
        is_cut=node.is_cut,
    )


def _state(node: Node) -> tuple[str, str]:
    new = node.get("blogger:status").upper()
    if new:
        return _STATES.get(new, told.DRAFT), new.lower()
    control = node.first("app:control")
    is_draft = control is not None and control.get("app:draft") == "yes"
    return (told.DRAFT, "draft") if is_draft else (told.PUBLISHED, "live")


def _address(node: Node) -> str:
    for row in node.all("link"):
        if row.attributes.get("rel") == "alternate" and row.attributes.get("href"):
            return row.attributes["href"]
    return node.get("blogger:filename")


def _markup(node: Node) -> str:
    content = node.first("content") or node.first("summary")
    if content is None:
        return ""
    return content.markup() if content.attributes.get("type") == "xhtml" else content.text


def _tags(node: Node) -> list[str]:
    found: dict[str, str] = {}
    for row in node.all("category"):
        scheme, term = row.attributes.get("scheme", ""), plain(row.attributes.get("term", ""))
        if term and (not scheme or scheme.startswith(_TAG_SCHEMES)):
            found.setdefault(term.casefold(), term)
    return list(found.values())


def _remark(node: Node) -> RemarkOf:
    about = node.first("thr:in-reply-to")
    key = node.get("blogger:parent") or (about.attributes.get("ref", "") if about is not None else "")
    author = _author(node)
    state, old = _REMARK_STATES, node.get("blogger:status").upper()
    return RemarkOf(
        key=key,
        remark=Remark(
            number=_number(node.get("id")),
            name=author.name if author is not None else "",
            markup=_markup(node),
            at=dates.of_atom(node.get("published")),
            parent=_number(node.get("blogger:inReplyTo")) or _answered(node),
            state=state.get(old, told.TRASH),
        ),
    )


def _answered(node: Node) -> str:
    """The old export names the comment that is answered only by the address of its feed."""
    for row in node.all("link"):
        if row.attributes.get("rel") == "related":
            return row.attributes.get("href", "").rstrip("/").rpartition("/")[2]
    return ""


def _number(identity: str) -> str:
    """``tag:blogger.com,1999:blog-1.post-2`` is number 2."""
    return identity.rpartition("post-")[2]
