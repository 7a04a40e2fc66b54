"""The words of mails, as plain text and as HTML: about one thing, about the talk under a page, about a day."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import links
from .kinds import Kind, WhenMuted, by_kind, kind_named
from .letters import Letter, absolute, one_line
from .models import Notification
from .subjects import PAGE, THREAD, Subject

SETTINGS_PATH = "/accounts/notifications/"
LONGEST_QUOTE = 4_000
_TEMPLATES = "notifications/mail/"
_ADDRESS_ALONE = re.compile(r"\S+")


@dataclass(frozen=True)
class Item:
    """One thing that a mail tells: the line, the words it is about, and where they stand."""

    sentence: str
    words: str
    address: str

    @property
    def paragraphs(self) -> list[str]:
        return _paragraphs(self.words)

    @property
    def quoted(self) -> str:
        """The words as mail quotes them."""
        return "\n".join(f"> {line}".rstrip() for line in self.words.splitlines())


@dataclass
class Section:
    """What a digest tells of one page."""

    title: str
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """A link at the foot of a mail."""

    label: str
    address: str


# --- The three letters ------------------------------------------------------------------------------------------------


def about_one(person: Any, row: Notification, kind: Kind) -> Letter:
    """A mail about one row, in the words of its kind's own templates."""
    with _for(person):
        context = {
            "row": row,
            "person": person,
            "sentence": kind.sentence(row),
            "address": absolute(kind.address(row)),
            "inbox": absolute("/inbox/"),
            "data": row.data,
            **kind.carried(row),
        }
        subject = render_to_string(f"{kind.mail}_subject.txt", context)
        words = render_to_string(f"{kind.mail}.txt", context).strip()
        parts = [_part(part) for part in re.split(r"\n\s*\n", words)]
        quoted = Item("", context.get("quoted", ""), "")
        shown = {"words": words, "parts": parts, "item": quoted, "buttons": context.get("buttons", ())}
        return _letter(person, [row], subject, "one", shown)


def talk(person: Any, rows: list[Notification]) -> Letter:
    """A mail with everything that waits under one page, the oldest first. Its subject stays the same from mail to mail,
    as mail programs want it; who speaks stands where the sender does."""
    with _for(person):
        items = _items(rows, with_words=True)
        title = rows[0].page.title if rows[0].page is not None else ""
        names = {row.actor.display_name for row in rows if row.actor is not None}
        context = {"items": items, "title": title, "lead": _lead(items, title)}
        return _letter(
            person,
            rows,
            _("Re: %(title)s") % {"title": title},
            "talk",
            context,
            sender=names.pop() if len(names) == 1 else "",
            topic=rows[0].page_id,
        )


def digest(person: Any, rows: list[Notification]) -> Letter:
    """The mail of the day: everything that waited for it, page by page."""
    with _for(person):
        sections: dict[int | None, Section] = {}
        for row, item in zip(rows, _items(rows), strict=True):
            title = row.page.title if row.page is not None else _("In the house")
            sections.setdefault(row.page_id, Section(title)).items.append(item)
        subject = ngettext("Your day: %(count)d thing", "Your day: %(count)d things", len(rows)) % {"count": len(rows)}
        return _letter(person, rows, subject, "digest", {"sections": list(sections.values())}, mutes=False)


def _lead(items: list[Item], title: str) -> str:
    words = {"count": len(items), "title": title}
    return (
        ngettext("%(count)d new comment under “%(title)s”", "%(count)d new comments under “%(title)s”", len(items))
        % words
    )


def _items(rows: list[Notification], *, with_words: bool = False) -> list[Item]:
    """Rows as a mail tells them; ``with_words`` quotes what they are about."""
    words: dict[int, str] = {}
    for each, its_rows in by_kind(rows) if with_words else ():
        words |= each.words(its_rows)
    told = ((row, kind_named(row.kind)) for row in rows)
    return [_item(kind, row, words.get(row.pk, "")) for row, kind in told if kind is not None]


def _item(kind: Kind, row: Notification, words: str) -> Item:
    sentence = kind.lead if words and kind.lead is not None else kind.sentence
    return Item(sentence(row), Truncator(words).chars(LONGEST_QUOTE), absolute(kind.address(row)))


def _letter(
    person: Any,
    rows: list[Notification],
    subject: str,
    template: str,
    context: dict[str, Any],
    *,
    mutes: bool = True,
    sender: str = "",
    topic: int | None = None,
) -> Letter:
    kinds = [kind for kind, _rows in by_kind(rows)]
    unsubscribe = absolute(links.unsubscribe_path(person, sorted(kind.name for kind in kinds)))
    ways = [Way(label, absolute(path)) for label, path in (_ways_to_mute(person, rows, kinds) if mutes else ())]
    ways.append(Way(_("What you are told, and when"), absolute(SETTINGS_PATH)))
    ways.append(Way(_("No more mail of this kind"), unsubscribe))
    frame = context | {
        "person": person,
        "subject": one_line(subject),
        "why": ", ".join(str(kind.label) for kind in kinds),
        "ways": ways,
        "inbox": absolute("/inbox/"),
    }
    return Letter(
        person=person,
        subject=subject,
        text=render_to_string(f"{_TEMPLATES}{template}.txt", frame).strip() + "\n",
        html=render_to_string(f"{_TEMPLATES}{template}.html", frame),
        group=kinds[0].group,
        unsubscribe=unsubscribe,
        sender=sender,
        topic=topic,
    )


def _ways_to_mute(person: Any, rows: list[Notification], kinds: list[Kind]) -> Iterator[tuple[str, str]]:
    """The thread, where all of it is one; and the page."""
    if any(kind.when_muted is WhenMuted.TOLD for kind in kinds):
        return
    common = set.intersection(*(set(row.about) for row in rows))
    for name, label in ((THREAD, _("Mute this thread")), (PAGE, _("Mute this page"))):
        for text in sorted(each for each in common if each.startswith(f"{name}:")):
            yield label, links.mute_path(person, Subject.read(text))


# --- Small parts ------------------------------------------------------------------------------------------------------


@contextmanager
def _for(person: Any) -> Iterator[None]:
    with translation.override(settings.LANGUAGE_CODE), timezone.override(person.time_zone or "UTC"):
        yield


def _part(text: str) -> SafeString:
    """One paragraph of a plain text as HTML. Only our own addresses become links: words of others stay words."""
    lines = text.strip().splitlines()
    if len(lines) == 1 and _is_ours(lines[0]):
        return format_html('<p><a class="go" href="{0}">{1}</a></p>', lines[0], _("Open"))
    drawn = "<br>".join(_with_links(line) for line in lines)
    return mark_safe(f"<p>{drawn}</p>")  # noqa: S308 - every line is escaped in _with_links


def _with_links(line: str) -> str:
    return "".join(
        format_html('<a href="{0}">{0}</a>', word) if _is_ours(word) else escape(word)
        for word in re.split(r"(\s+)", line)
    )


def _is_ours(word: str) -> bool:
    return bool(_ADDRESS_ALONE.fullmatch(word)) and word.startswith(f"{settings.WAGTAILADMIN_BASE_URL}/")


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
