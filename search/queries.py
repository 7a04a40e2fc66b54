"""Reads that answer a search. Rights come from the rows themselves; the index only says which rows hold the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.utils.safestring import SafeString

from blog.models import BlogPostPage, WriteUpPage
from core.pagination import Slice, page_of
from core.text import clean_query
from people.models import User
from publishing.models import Article

from .snippets import marked, pattern_for, snippet
from .stored_text import words_of_rich_text, words_of_stream
from .terms import Typed, terms_of

PEOPLE_SHOWN = 6
WORDS_OF_A_NAME = 5


@dataclass(frozen=True)
class Hit:
    """A found article with what a result shows of it."""

    article: Any
    title: SafeString
    snippet: SafeString


def find(user: Any, query: str, page: str | int | None = 1) -> Slice[Hit]:
    """The posts and write-ups that ``user`` may read and that hold every word of ``query``, best first.

    Three queries whatever is found: the rows with all that a listing shows, their authors, their bodies.
    """
    terms = terms_of(clean_query(query))
    readable = Article.objects.visible_to(user).for_listing().by_newest()
    found = page_of(readable.search(Typed(" ".join(terms))) if terms else [], page)
    bodies = _stored_words([article.pk for article in found.rows])
    wanted = pattern_for(terms)
    hits = [
        Hit(
            article=article,
            title=marked(article.title, wanted),
            snippet=snippet(bodies.get(article.pk, ""), wanted) or marked(article.summary, wanted),
        )
        for article in found.rows
    ]
    return Slice(rows=hits, number=found.number, has_next=found.has_next)


def people_called(user: Any, query: str) -> list[User]:
    """The first few people whose name, role or place holds every word; a long sentence is nobody's name."""
    terms = terms_of(clean_query(query))
    if not terms or len(terms) > WORDS_OF_A_NAME:
        return []
    return list(User.objects.active().matching(" ".join(terms)).by_name()[:PEOPLE_SHOWN])


def _stored_words(ids: Iterable[int]) -> dict[int, str]:
    """The words of the bodies behind these articles, in one query over both kinds."""
    ids = list(ids)
    if not ids:
        return {}
    stored, nothing = Cast("body", TextField()), Value("", output_field=TextField())
    posts = BlogPostPage.objects.order_by().filter(pk__in=ids).values_list("pk", nothing, stored, nothing, nothing)
    write_ups = WriteUpPage.objects.order_by().filter(pk__in=ids)
    all_kinds = posts.union(write_ups.values_list("pk", "goal", stored, "would_repeat", "would_avoid"), all=True)
    blocks = BlogPostPage._meta.get_field("body").stream_block
    return {
        pk: " ".join([words_of_rich_text(goal), words_of_stream(blocks, body), *map(words_of_rich_text, after)])
        for pk, goal, body, *after in all_kinds
    }
