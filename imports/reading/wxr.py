"""WordPress's own export, WXR 1.0 to 1.2."""

import hashlib
from collections.abc import Iterator
from typing import IO

from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

from .. import records as told
from ..records import Attachment, Author, Entry, Remark, Site
from ..refusals import RefusedFile
from . import dates
from .addresses import plain, slug_in, source_of
from .guarded import RSS, Node, records
from .notes import Notes

Record = Site | Author | Attachment | Entry

_STATES = {
    "publish": told.PUBLISHED,
    "draft": told.DRAFT,
    "auto-draft": told.DRAFT,
    "pending": told.PENDING,
    "private": told.PRIVATE,
    "future": told.SCHEDULED,
    "trash": told.TRASH,
}
_REMARK_STATES = {"1": told.APPROVED, "approve": told.APPROVED, "approved": told.APPROVED, "0": told.HELD,
                  "hold": told.HELD, "spam": told.SPAM, "trash": told.TRASH, "post-trashed": told.TRASH}  # fmt: skip
_NO_TAGS = frozenset({"uncategorized", "uncategorised"})


def read(file: IO[bytes], notes: Notes) -> Iterator[Record]:
    """Everything in an export, in its order: the blog first, then authors, attachments and entries. Raises
    RefusedFile."""
    channel: dict[str, str] = {}
    site: Site | None = None
    for node in records(file, RSS, notes):
        if node.name == "wp:author":
            author = _author(node)
            if author.login:
                yield author
        elif node.name == "item":
            if site is None:
                site = _site(channel)
                yield site
            if "wp:wxr_version" not in channel and node.first("wp:post_type") is None:
                raise RefusedFile(
                    _("this is a news feed, which holds only the latest posts. Export the blog under Tools → Export."),
                    node.line,
                )
            yield _attachment(node) if node.get("wp:post_type") == "attachment" else _entry(node, site)
        elif not node.children:
            channel.setdefault(node.name, node.text.strip())
    if site is None:
        yield _site(channel)


def _site(channel: dict[str, str]) -> Site:
    address = channel.get("wp:base_blog_url") or channel.get("link") or channel.get("wp:base_site_url") or ""
    title = plain(channel.get("title", ""))
    return Site(source=source_of(address) or title or "wordpress", title=title, address=address)


def _author(node: Node) -> Author:
    return Author(
        login=plain(node.get("wp:author_login")),
        name=plain(node.get("wp:author_display_name")),
        email=node.get("wp:author_email"),
        first_name=plain(node.get("wp:author_first_name")),
        last_name=plain(node.get("wp:author_last_name")),
        number=node.get("wp:author_id"),
    )


def _meta(node: Node) -> dict[str, str]:
    return {row.get("wp:meta_key"): row.get("wp:meta_value") for row in node.all("wp:postmeta")}


def _attachment(node: Node) -> Attachment:
    meta = _meta(node)
    return Attachment(
        number=node.get("wp:post_id"),
        address=node.get("wp:attachment_url") or node.get("guid") or meta.get("_wp_attached_file", ""),
        title=plain(node.get("title")),
        caption=plain(strip_tags(node.get("excerpt:encoded"))),
        alt=plain(meta.get("_wp_attachment_image_alt", "")),
    )


def _entry(node: Node, site: Site) -> Entry:
    number, guid, link = node.get("wp:post_id"), node.get("guid"), node.get("link")
    old_state = node.get("wp:status") or "publish"
    meta = _meta(node)
    address = link or (guid if guid.startswith("http") else "")
    return Entry(
        key=number or guid or link or _fingerprint(node),
        title=plain(node.get("title")),
        markup=_markup(node, meta),
        kind=node.get("wp:post_type") or told.POST,
        style=told.CLASSIC,
        state=_STATES.get(old_state, told.DRAFT),
        old_state=old_state,
        excerpt=node.get("excerpt:encoded"),
        slug=slug_in(node.get("wp:post_name")),
        address=address,
        at=dates.of_wordpress(node.get("wp:post_date_gmt"), node.get("wp:post_date"), node.get("pubDate")),
        changed_at=dates.of_wordpress(node.get("wp:post_modified_gmt"), "", ""),
        authors=_authors(node),
        tags=_tags(node),
        is_sticky=node.get("wp:is_sticky") == "1",
        has_password=bool(node.get("wp:post_password")),
        takes_comments=node.get("wp:comment_status") != "closed",
        lead=meta.get("_thumbnail_id", ""),
        remarks=[_remark(each) for each in node.all("wp:comment")],
        line=node.line,
        is_cut=node.is_cut,
    )


def _markup(node: Node, meta: dict[str, str]) -> str:
    """The text, and behind it a link to the sound that came with it, as podcasts have one."""
    content = node.first("content:encoded")
    markup = content.text if content is not None else ""
    sound = meta.get("enclosure", "").partition("\n")[0].strip()
    is_missing = sound.startswith(("http://", "https://")) and sound not in markup
    return f'{markup}\n\n<p><a href="{escape(sound)}">{escape(sound)}</a></p>' if is_missing else markup


def _fingerprint(node: Node) -> str:
    words = "\n".join((node.get("title"), node.get("pubDate"), node.get("wp:post_date"), node.get("content:encoded")))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _authors(node: Node) -> list[str]:
    """Those of a plug-in for several authors where it names any, else the one."""
    several = [
        row.attributes.get("nicename", "") for row in node.all("category") if row.attributes.get("domain") == "author"
    ]
    named = [name.removeprefix("cap-") for name in several if name] or [plain(node.get("dc:creator"))]
    return [name for name in dict.fromkeys(named) if name]


def _tags(node: Node) -> list[str]:
    """Categories and tags. WXR 1.0 names each twice, once without its domain."""
    found: dict[str, str] = {}
    for row in node.all("category") + node.all("dc:subject"):
        domain, name = row.attributes.get("domain", "category"), plain(row.text)
        nicename = row.attributes.get("nicename", "").casefold()
        if (
            domain in {"category", "post_tag", "tag"}
            and name
            and nicename not in _NO_TAGS
            and name.casefold() not in _NO_TAGS
        ):
            found.setdefault(name.casefold(), name)
    return list(found.values())


def _remark(node: Node) -> Remark:
    kind = node.get("wp:comment_type") or "comment"
    user = node.get("wp:comment_user_id")
    return Remark(
        number=node.get("wp:comment_id"),
        name=plain(node.get("wp:comment_author")),
        markup=node.get("wp:comment_content"),
        at=dates.of_wordpress(node.get("wp:comment_date_gmt"), node.get("wp:comment_date"), ""),
        parent="" if node.get("wp:comment_parent") == "0" else node.get("wp:comment_parent"),
        state=_REMARK_STATES.get(node.get("wp:comment_approved"), told.HELD),
        kind=kind,
        author=f"#{user}" if user not in ("", "0") else "",
    )
