"""Threads after somebody's name was removed: they stay readable, and say it nowhere."""

import re
from typing import Any

from django.db.models import F, Q
from wagtail.models import PageLogEntry

from notifications.models import Notification
from publishing.models import Article

from .models import Ban, Comment, CommentVersion, Flag, Mention, ModerationRecord, Settlement
from .outcomes import settling
from .signals import comments_changed
from .writing import words

# Where else people write in their own words, and may have named somebody.
_SAID: tuple[tuple[Any, str], ...] = (
    (CommentVersion, "text"),
    (Settlement, "words"),
    (ModerationRecord, "reason"),
    (Flag, "words"),
    (Ban, "reason"),
    (Comment, "hidden_reason"),
    (Comment, "locked_reason"),
    (Article, "talk_closed_reason"),
)


def forget_person(*, person: Any, username: str) -> None:
    """Scrub the name kept beside somebody's comments, and their username where others mentioned it."""
    Comment.objects.filter(user_id=person.pk).update(user_name=person.display_name[:50], user_email="", user_url="")
    written = f"@{username}"
    named = re.compile(rf"{re.escape(written)}(?![\w-]|\.\w)", re.IGNORECASE)
    new = f"@{person.username}"
    mentioned = Mention.objects.filter(person_id=person.pk).values("comment_id")
    for row in Comment.objects.filter(Q(pk__in=mentioned) | Q(comment__icontains=written)):
        text = named.sub(new, row.comment)
        Comment.objects.filter(pk=row.pk).update(comment=text, html=words.as_html(text), markup=words.MARKUP)
        if row.is_shown:
            comments_changed.send(sender=Comment, pks=[row.pk], is_shown=True)
    for model, field in _SAID:
        for pk, text in model.objects.filter(**{f"{field}__icontains": written}).values_list("pk", field):
            longest = model._meta.get_field(field).max_length
            model.objects.filter(pk=pk).update(**{field: named.sub(new, text)[:longest]})
    for article in Article.objects.filter(settled_words__icontains=written).order_by("pk"):
        settling.reword(article, named.sub(new, article.settled_words))
    told = Notification.objects.filter(data__words__icontains=written)
    logged = PageLogEntry.objects.filter(data__words__icontains=written, action__startswith="conversations.")
    for entry in (*told, *logged):
        entry.data["words"] = named.sub(new, entry.data["words"])
        entry.save(update_fields=["data"])
    talked_in = Comment.objects.filter(Q(user_id=person.pk) | Q(pk__in=mentioned) | Q(comment__icontains=new))
    Article.objects.filter(pk__in=talked_in.order_by().values("page_id")).update(thread_version=F("thread_version") + 1)
