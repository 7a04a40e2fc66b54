"""What may be meant by the beginning of a question: titles, people, teams and tags that its reader may know."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import is_somebody
from core.text import clean_query, fold
from people.models import User
from publishing.lifecycle import address_of
from publishing.models import Article, ArticleTag, Tag
from publishing.querysets import groups_read_for
from teams.models import Team

from .index.engine import engine
from .index.words import words_in
from .models import Kind
from .statements import readable

MOST = 8
_KINDS = {
    Kind.POST: _("Post"),
    Kind.WRITE_UP: _("Write-up"),
    Kind.DOCUMENT: _("Document"),
    Kind.PERSON: _("Person"),
    Kind.TEAM: _("Team"),
}
_MOST_TAGS = 2
_SHORTEST = 2

# People and teams first: who types a name wants the person. Then the latest.
_BEGINNINGS = """
SELECT x.kind, x.object_id, x.title, p.username, t.slug, g.url_path FROM (
    SELECT * FROM (
        SELECT e.id, e.kind, e.object_id, e.title FROM {titled}
        WHERE {matches} AND {readable} AND e.kind IN ('person', 'team') ORDER BY e.id DESC LIMIT {most}
    ) named
    UNION ALL
    SELECT * FROM (
        SELECT e.id, e.kind, e.object_id, e.title FROM {titled}
        WHERE {matches} AND {readable} AND e.kind NOT IN ('person', 'team', 'comment') ORDER BY e.id DESC LIMIT {most}
    ) written
) x
LEFT JOIN {person} p ON x.kind = 'person' AND p.id = x.object_id AND p.is_active
LEFT JOIN {team} t ON x.kind = 'team' AND t.id = x.object_id
LEFT JOIN wagtailcore_page g ON x.kind IN ('post', 'write_up') AND g.id = x.object_id AND g.live
ORDER BY CASE x.kind WHEN 'person' THEN 0 WHEN 'team' THEN 1 WHEN 'document' THEN 3 ELSE 2 END, x.id DESC
"""


@dataclass(frozen=True)
class Suggestion:
    label: str
    kind: str
    address: str


def suggestions(user: Any, typed: str) -> list[Suggestion]:
    """At most eight, in two statements; none for less than two letters."""
    words = words_in(clean_query(typed))[:8]
    if not is_somebody(user) or not words or len("".join(words)) < _SHORTEST:
        return []
    tags = [
        Suggestion(f"#{tag.name}", "", reverse("tags:tag", args=[tag.slug])) for tag in _tags(user, " ".join(words))
    ]
    return [*_titles(user, words)[: MOST - len(tags)], *tags]


def _titles(user: Any, words: list[str]) -> list[Suggestion]:
    index = engine()
    who, groups = readable(groups_read_for(user))
    sql = _BEGINNINGS.format(
        titled=index.TITLED,
        matches=index.TITLE_MATCHES,
        readable=who,
        most=MOST,
        person=User._meta.db_table,
        team=Team._meta.db_table,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [index.beginning(words), *groups] * 2)
        rows = cursor.fetchall()
    found = []
    for kind, _number, title, username, slug, url_path in rows:
        address = _address(title, username, slug, url_path, kind)
        if address:
            found.append(Suggestion(title, str(_KINDS[kind]), address))
    return found


def _address(title: str, username: str | None, slug: str | None, url_path: str | None, kind: str) -> str:
    if username:
        return reverse("people:profile", args=[username])
    if slug:
        return f"/teams/{slug}/"
    if url_path:
        return address_of(url_path)
    # A document has no page; the search for its title has it on top, with what it is and whose.
    return f"{reverse('search:search')}?{urlencode({'q': title, 'kind': kind})}" if kind == Kind.DOCUMENT else ""


def _tags(user: Any, beginning: str) -> list[Tag]:
    read = Article.objects.visible_to(user).order_by().values("pk")
    used = ArticleTag.objects.filter(tag_id=OuterRef("pk"), content_object_id__in=read)
    begun = Tag.objects.filter(name_folded__gte=fold(beginning), name_folded__lt=f"{fold(beginning)}\U0010fffd")
    return list(begun.filter(Exists(used)).order_by("name_folded")[:_MOST_TAGS])
