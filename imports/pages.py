"""An entry as a page of ours, with its comments; nothing is stored here."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.models import BlogPostPage
from conversations.models import State
from conversations.writing import words
from conversations.writing.bringing import Brought, Thread, laid_out
from publishing.arriving import Arrival
from publishing.lifecycle import WORDS_A_MINUTE
from teams.models import CommentPolicy

from . import records as told
from .authors import Authors
from .converting import remarks
from .converting.bodies import converted
from .converting.inline import collapsed, shortened
from .converting.result import Converted, Surroundings
from .fates import Fate
from .records import Entry, Remark
from .tags import Tags

LONGEST_SUMMARY, LONGEST_TITLE = 400, 255
_STATES = {told.APPROVED: State.PUBLIC, told.HELD: State.HELD, told.SPAM: State.HIDDEN, told.TRASH: State.HIDDEN}


@dataclass
class Prepared:
    """Everything of one entry that is ready to be stored, and what is to be told of it."""

    entry: Entry
    digest: str
    arrival: Arrival
    thread: Thread
    notes: list[str] = field(default_factory=list)
    goes_live: bool = False
    why: str = ""


@dataclass(frozen=True)
class Workshop:
    """What pages are made with."""

    source: str
    around: Surroundings
    picture: Callable[[str, str], Any]
    authors: Authors
    tags: Tags
    by: Any
    now: datetime

    def prepare(self, entry: Entry, digest: str, fate: Fate, spoken: list[Remark]) -> Prepared:
        body = converted(entry.markup, entry.style, self.around)
        people = [self.authors.person(login) for login in entry.authors]
        notes = [] if people else [_("Nobody is named as its author; whoever imports it stands for it.")]
        thread = laid_out(self._brought(entry, spoken, notes))
        at = min(entry.at or self.now, self.now)
        changed_at = min(max(entry.changed_at or at, at), self.now)
        page = self._page(entry, body, people, notes)
        page.comment_count, page.held_count, page.last_activity = thread.shown, thread.held, thread.last
        page.thread_version = 1 if thread.comments else 0
        arrival = Arrival(
            page=page,
            at=at,
            changed_at=changed_at,
            goes_live=fate.goes_live,
            authors=list({each.pk or id(each): each for each in people}.values()),
            tags=self.tags.named([*entry.tags, *([_("Sticky")] if entry.is_sticky else [])]),
            data={"source": self.source, "key": entry.key[:200]},
        )
        if entry.is_sticky:
            notes.append(_("It was kept on top of the old blog; here it has the tag “Sticky”."))
        return Prepared(entry, digest, arrival, thread, [*notes, *body.notes], fate.goes_live, fate.why)

    # --- The page -----------------------------------------------------------------------------------------------------

    def _page(self, entry: Entry, body: Converted, people: list[Any], notes: list[str]) -> BlogPostPage:
        title = self._title(entry, body, notes)
        page = BlogPostPage(
            title=title,
            slug=_slug(entry, title),
            owner=people[0] if people else self.by,
            summary=_summary(entry, body, title, notes),
            body=_stored(body),
            comment_policy="" if entry.takes_comments else CommentPolicy.CLOSED,
            go_live_at=entry.at if entry.state == told.SCHEDULED else None,
            reading_minutes=max(1, round(len(body.text.split()) / WORDS_A_MINUTE)),
        )
        if entry.lead:
            lead = self.picture("", entry.lead) if entry.lead.isdecimal() else self.picture(entry.lead, "")
            if lead is None:
                notes.append(_("Its featured picture was not among the files."))
            elif lead.pk:
                page.lead_picture_id, page.lead_alt = lead.pk, lead.alt[:255]
        return page

    def _title(self, entry: Entry, body: Converted, notes: list[str]) -> str:
        title = collapsed(unescape(strip_tags(entry.title))) if "<" in entry.title else entry.title
        if not title:
            title = shortened(" ".join(body.prose), 60) or _("Untitled, %(day)s") % {
                "day": f"{entry.at or self.now:%Y-%m-%d}"
            }
            notes.append(_("It had no title; its first words stand for one."))
        if len(title) > LONGEST_TITLE:
            notes.append(_("Its title was too long and is shortened."))
        return shortened(title, LONGEST_TITLE)

    # --- Its comments -------------------------------------------------------------------------------------------------

    def _brought(self, entry: Entry, spoken: list[Remark], notes: list[str]) -> list[Brought]:
        found: list[Brought] = []
        used: set[str] = set()
        pings = 0
        for place, remark in enumerate(spoken):
            if remark.kind != "comment":
                pings += 1
                continue
            key = self._key(entry, remark.number)
            if not remark.number or key in used:
                key = self._key(entry, f"place {place}")
            used.add(key)
            text = _said(remark, notes)
            if text:
                found.append(
                    Brought(
                        key=key,
                        text=text,
                        at=min(remark.at or entry.at or self.now, self.now),
                        name=shortened(remark.name, 50) or _("Somebody"),
                        parent=self._key(entry, remark.parent) if remark.parent else "",
                        person=self.authors.writer(remark.author) if remark.author else None,
                        state=_STATES[remark.state],
                        reason=_("It was spam on the old blog.")
                        if remark.state == told.SPAM
                        else _("It was in the trash of the old blog."),
                    )
                )
        if pings:
            notes.append(
                ngettext("%(count)d pingback was left out.", "%(count)d pingbacks were left out.", pings)
                % {"count": pings}
            )
        return found

    def _key(self, entry: Entry, number: str) -> str:
        words = f"{self.source}\n{entry.key}\n{number}"
        return f"import:{hashlib.sha256(words.encode()).hexdigest()[:48]}"


def _said(remark: Remark, notes: list[str]) -> str:
    """The words of a comment as ours are stored; empty where there are none."""
    text = remarks.text_of(remark.markup)
    if len(text) > words.LONGEST:
        notes.append(_("A comment by %(name)s was too long and is cut at its end.") % {"name": remark.name[:60]})
        text = text[: words.LONGEST - 1] + "…"
    try:
        return words.cleaned(text)
    except ValidationError:
        notes.append(_("A comment by %(name)s had no words and was left out.") % {"name": remark.name[:60]})
        return ""


def _stored(body: Converted) -> Any:
    """The blocks as the column holds them, numbered already: the row and its revision must say the same."""
    return BlogPostPage._meta.get_field("body").to_python(json.dumps(body.blocks))


def _slug(entry: Entry, title: str) -> str:
    for said in (entry.slug, title):
        slug = slugify(said, allow_unicode=True).strip("-_")
        if slug:
            return slug
    return f"post-{slugify(entry.key)[-20:] or 'untitled'}"


def _summary(entry: Entry, body: Converted, title: str, notes: list[str]) -> str:
    excerpt = collapsed(unescape(strip_tags(entry.excerpt)))
    if len(excerpt) > LONGEST_SUMMARY:
        notes.append(_("Its excerpt was too long and is shortened."))
    return shortened(excerpt, LONGEST_SUMMARY) or shortened(" ".join(body.prose), 280) or title
