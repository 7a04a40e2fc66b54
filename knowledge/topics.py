"""What somebody knows about, as far as their work shows it: the tags of what they wrote, answered and were built upon.

Nobody types these topics in, so they are earned. They are read from the pages themselves each time and kept nowhere:
a topic shows to whoever may read a page it was earned with, and to nobody else.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from conversations.models import Settlement
from core.access import is_somebody
from core.pieces import piece
from publishing.models import Article, ArticleTag, Authorship, Tag

from . import credits
from .models import HiddenTopic
from .similarity.words import words_of

SHOWN = 12
PEOPLE_SHOWN = 6
_ASKING = frozenset({"know", "knows"})  # "who knows about moles" asks for moles
SHORTEST_WORD = 3  # shorter words stand inside of too many tags


@dataclass(frozen=True)
class Topic:
    """A tag that somebody earned, and how: with so many pages, accepted answers, and pages that others built upon."""

    name: str
    slug: str
    pk: int
    written: int
    answered: int
    built_upon: int
    is_hidden: bool = False


@dataclass(frozen=True)
class Knowing:
    """Somebody who knows about what was asked, with so many pages and accepted answers."""

    person: Any
    written: int
    answered: int


def topics_of(viewer: Any, person: Any) -> list[Topic]:
    """What ``person`` knows about, most of it first, as far as ``viewer`` may read what it was earned with. One query.

    What they hid is shown to themselves alone, as hidden; and all of it, as they are found by every topic and may hide
    each.
    """
    wrote = _written_by(viewer, [person.pk]).values("article")
    answered = _answered_by(viewer, [person.pk]).values("article")
    built = credits.built_on(viewer, person).order_by().values("cited")
    hidden = HiddenTopic.objects.filter(person_id=person.pk, tag_id=OuterRef("tag_id"))
    earned = ArticleTag.objects.filter(
        Q(content_object__in=wrote) | Q(content_object__in=answered) | Q(content_object__in=built)
    )
    rows = (
        earned.values("tag_id", "tag__name", "tag__slug")
        .annotate(
            written=Count("pk", filter=Q(content_object__in=wrote)),
            answered=Count("pk", filter=Q(content_object__in=answered)),
            built_upon=Count("pk", filter=Q(content_object__in=built)),
            is_hidden=Exists(hidden),
        )
        .order_by()
    )
    topics = [
        Topic(
            row["tag__name"], row["tag__slug"], row["tag_id"], row["written"], row["answered"], row["built_upon"],
            row["is_hidden"],
        )
        for row in rows
    ]  # fmt: skip
    is_self = viewer.pk == person.pk
    shown = [topic for topic in topics if is_self or not topic.is_hidden]
    first = sorted(shown, key=lambda topic: (-_weight(topic), topic.name.casefold()))
    return first if is_self else first[:SHOWN]


def who_knows(viewer: Any, words: Iterable[str]) -> list[Knowing]:
    """The people who know most about the topics that hold every word, as far as ``viewer`` may see. Three queries,
    two for the half minute after, and none where no tag holds them."""
    wanted = [word for word in words_of(" ".join(words)) if word not in _ASKING]
    if not wanted or not is_somebody(viewer) or all(len(word) < SHORTEST_WORD for word in wanted):
        return []
    tags = _numbers_of_tags_holding(wanted)
    if not tags:
        return []  # what most searches come to, for nothing
    hiding = HiddenTopic.objects.filter(tag__in=tags).values("person_id")
    about = ArticleTag.objects.filter(tag__in=tags).values("content_object_id")
    wrote = _written_by(viewer).filter(article__in=about).exclude(person__in=hiding)
    answered = _answered_by(viewer).filter(article__in=about).exclude(comment__user_id__in=hiding)
    counted = (
        wrote.order_by()
        .values("person_id")
        .annotate(written=Count("pk"), answered=Count("pk", filter=Q(pk=None)))
        .values_list("person_id", "written", "answered")
        .union(
            answered.order_by()
            .values("comment__user_id")
            .annotate(written=Count("pk", filter=Q(pk=None)), answered=Count("pk"))
            .values_list("comment__user_id", "written", "answered"),
            all=True,
        )
    )
    pages: Counter[int] = Counter()
    answers: Counter[int] = Counter()
    for person_id, written, given in counted:
        pages[person_id] += written
        answers[person_id] += given
    most = sorted(pages, key=lambda pk: (-pages[pk] - 2 * answers[pk], pk))[: PEOPLE_SHOWN * 2]
    people = get_user_model().objects.active().in_bulk(most)
    return [Knowing(people[pk], pages[pk], answers[pk]) for pk in most if pk in people][:PEOPLE_SHOWN]


def knows_about(viewer: Any, word: str) -> Q:
    """A condition on accounts: people who know about a topic that holds ``word``, for the directory."""
    if len(word) < SHORTEST_WORD:
        return Q(pk__in=[])
    tags = _tags_holding([word])
    hiding = HiddenTopic.objects.filter(tag__in=tags).values("person_id")
    about = ArticleTag.objects.filter(tag__in=tags).values("content_object_id")
    wrote = _written_by(viewer).filter(article__in=about).order_by().values("person_id")
    answered = _answered_by(viewer).filter(article__in=about).order_by().values("comment__user_id")
    return (Q(pk__in=wrote) | Q(pk__in=answered)) & ~Q(pk__in=hiding)


@transaction.atomic
def choose(*, person: Any, tag: Tag, hide: bool) -> None:
    """Everybody for themselves. Choosing twice is choosing once."""
    if hide:
        HiddenTopic.objects.get_or_create(person_id=person.pk, tag=tag)
    else:
        HiddenTopic.objects.filter(person_id=person.pk, tag=tag).delete()


def _weight(topic: Topic) -> int:
    """An answer that helped and a page that was built upon say more than a page that was written."""
    return topic.written + 2 * topic.answered + 2 * topic.built_upon


def _numbers_of_tags_holding(words: list[str]) -> list[int]:
    """For everybody, and for half a minute: whether somebody may read what is tagged is asked each time."""
    key = hashlib.blake2b(" ".join(words).encode(), digest_size=16).hexdigest()
    return piece("tags", key, make=lambda: list(_tags_holding(words).values_list("pk", flat=True)), seconds=30)


def _tags_holding(words: Iterable[str]) -> QuerySet[Tag]:
    tags = Tag.objects.order_by()
    for word in words:
        tags = tags.filter(name_folded__contains=word)
    return tags


def _written_by(viewer: Any, people: Iterable[int] | None = None) -> QuerySet[Authorship]:
    readable = Article.objects.visible_to(viewer).order_by().values("pk")
    rows = Authorship.objects.order_by().filter(article__in=readable)
    return rows if people is None else rows.filter(person_id__in=people)


def _answered_by(viewer: Any, people: Iterable[int] | None = None) -> QuerySet[Settlement]:
    """Accepted answers, but for people who want no credit shown."""
    rows = Settlement.objects.order_by().counting().accepted_answers().visible_to(viewer)
    rows = rows.filter(comment__user_id__isnull=False).exclude(comment__user_id__in=credits.hiding())
    return rows if people is None else rows.filter(comment__user_id__in=people)
