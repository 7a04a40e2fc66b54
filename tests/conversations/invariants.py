"""What is true of every thread, whatever happened to it."""

from django_comments_xtd.models import XtdComment

from conversations.models import Comment, State
from publishing.models import Article


def assert_true_to_its_rows(page):
    """Order, depth and counts are what the parents say."""
    rows = {row.pk: row for row in XtdComment.norel_objects.filter(object_pk=str(page.pk))}
    for row in rows.values():
        assert row.level == (0 if row.parent_id == row.pk else rows[row.parent_id].level + 1)
    below = {pk: [row.pk for row in rows.values() if row.parent_id == pk and row.pk != pk] for pk in rows}

    def walk(pk):
        return [pk, *(each for child in sorted(below[pk]) for each in walk(child))]

    for pk, row in rows.items():
        assert row.nested_count == len(walk(pk)) - 1
        if row.parent_id == pk:
            stored = sorted((each.order, each.pk) for each in rows.values() if each.thread_id == pk)
            assert [order for order, _pk in stored] == list(range(1, len(stored) + 1))
            assert [each for _order, each in stored] == walk(pk)
    article = Article.objects.get(pk=page.pk)
    assert article.comment_count == Comment.objects.filter(page_id=page.pk, state=State.PUBLIC).count()
    assert article.held_count == Comment.objects.filter(page_id=page.pk, state=State.HELD).count()
