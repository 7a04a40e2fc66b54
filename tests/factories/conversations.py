"""Comments for tests, written by the action that people use."""

import itertools

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.db.models import F
from django.utils import timezone

from conversations.models import Comment, State
from conversations.telling.spreading import WORD
from conversations.writing import placing, words
from conversations.writing.counting import recount
from conversations.writing.posting import post_comment
from core import effects
from core.models import Effect
from publishing.models import Article

_numbers = itertools.count(1)


def make_comment(page, by, text="What I know.", reply_to=None, **changes) -> Comment:
    """A comment, shown unless ``state`` says otherwise; past the rate, which is not what most tests are about."""
    number = next(_numbers)
    comment = Comment(
        page=Article.objects.get(pk=page.pk),
        client_key=f"{by.pk}:test-{number}",
        comment=text,
        user=by,
        user_name=by.display_name,
        content_type=ContentType.objects.get_for_model(Article),
        object_pk=str(page.pk),
        site_id=settings.SITE_ID,
        submit_date=changes.pop("submit_date", timezone.now()),
        state=changes.pop("state", State.PUBLIC),
        **changes,
    )
    placing.insert(comment, reply_to)
    recount(comment.page)
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def write(page, by, text="What I know.", reply_to=None, key=None) -> Comment:
    """A comment as somebody sends it."""
    key = key or f"form-{next(_numbers):06}"
    return post_comment(by=by, page=page, text=text, client_key=key, reply_to=reply_to)


def seen(comment) -> str:
    """What somebody names who decides about a comment and has just read it."""
    return words.digest(Comment.objects.values_list("comment", flat=True).get(pk=comment.pk))


def say(*args, **kwargs) -> Comment:
    """``write``, and the word of it spread."""
    comment = write(*args, **kwargs)
    spread_word()
    return comment


def spread_word() -> None:
    """What the worker does between a comment and the inboxes of those it concerns."""
    for effect in Effect.objects.filter(kind=WORD, status__in=Effect.OPEN_STATUSES).order_by("pk"):
        effects.perform.func(effect.pk)


def fill_thread(page, people, roots, replies=0) -> None:
    """Many comments at once, table by table: ``roots`` of them with ``replies`` each."""
    now = timezone.now()
    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    kind = ContentType.objects.get_for_model(Article)
    base, placed, ours = [], [], []
    numbers = itertools.count(first)
    comment_model, xtd_model = Comment.__mro__[2], Comment.__mro__[1]
    for _root in range(roots):
        root = next(numbers)
        for position, pk in enumerate([root, *itertools.islice(numbers, replies)], start=1):
            person = people[pk % len(people)]
            values = {"content_type_id": kind.pk, "object_pk": str(page.pk), "site_id": settings.SITE_ID}
            text = f"Comment {pk}: see https://example.org/{pk} for what we measured.\n\nIt held."
            base.append(comment_model(pk=pk, user=person, comment=text, submit_date=now, **values))
            placed.append((pk, root, position))
            ours.append((pk, f"{person.pk}:filled-{pk}"))
    comment_model.objects.bulk_create(base, batch_size=500)
    _insert_child(xtd_model, placed, lambda pk, root, position: {
        "comment_ptr_id": pk, "thread_id": root, "parent_id": root, "level": int(pk != root), "order": position,
        "followup": False, "nested_count": replies if pk == root else 0,
    })  # fmt: skip
    _insert_child(Comment, ours, lambda pk, key: {
        "stored_id": pk, "page_id": page.pk, "client_key": key, "state": State.PUBLIC, "changed_at": now,
        "hidden_reason": "",
    })  # fmt: skip
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [comment_model]):
            cursor.execute(statement)
    Article.objects.filter(pk=page.pk).update(thread_version=F("thread_version") + 1)
    recount(Article.objects.get(pk=page.pk))


def _insert_child(model, rows, values_of) -> None:
    """Rows of one table of several: what ``bulk_create`` refuses to do."""
    made = [values_of(*row) for row in rows]
    columns = list(made[0])
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES ({marks})"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [tuple(each.values()) for each in made])
