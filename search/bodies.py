"""The words of the bodies of articles, in one query over both kinds and without building a block."""

from collections.abc import Iterable, Mapping

from django.db.models import TextField, Value
from django.db.models.functions import Cast

from blog.models import BlogPostPage, WriteUpPage

from .stored_text import words_of_rich_text, words_of_stream


def texts_of(ids: Iterable[int]) -> Mapping[int, str]:
    """Everything that is told on these pages below their summaries, by the number of the page."""
    stored, nothing = Cast("body", TextField()), Value("", output_field=TextField())
    posts = BlogPostPage.objects.order_by().filter(pk__in=ids).values_list("pk", nothing, stored, nothing, nothing)
    write_ups = WriteUpPage.objects.order_by().filter(pk__in=ids)
    all_kinds = posts.union(write_ups.values_list("pk", "goal", stored, "would_repeat", "would_avoid"), all=True)
    blocks = BlogPostPage._meta.get_field("body").stream_block
    return {
        pk: " ".join([words_of_rich_text(goal), words_of_stream(blocks, body), *map(words_of_rich_text, after)])
        for pk, goal, body, *after in all_kinds
    }
