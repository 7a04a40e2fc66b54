"""Threads after somebody's name was removed: they stay readable, and say it nowhere."""

import re
from typing import Any

from django.db.models import F, Q

from notifications.models import Notification
from publishing.models import Article

from . import words
from .models import Comment, CommentVersion, Mention


def forget_person(*, person: Any, username: str) -> None:
    """Scrub the name kept beside somebody's comments, and their username where others mentioned it."""
    Comment.objects.filter(user_id=person.pk).update(user_name=person.display_name[:50], user_email="", user_url="")
    named = re.compile(rf"@{re.escape(username)}(?![\w-]|\.\w)", re.IGNORECASE)
    new = f"@{person.username}"
    mentioned = Mention.objects.filter(person_id=person.pk).values("comment_id")
    for row in Comment.objects.filter(Q(pk__in=mentioned) | Q(comment__icontains=f"@{username}")):
        text = named.sub(new, row.comment)
        Comment.objects.filter(pk=row.pk).update(comment=text, html=words.as_html(text), markup=words.MARKUP)
    for version in CommentVersion.objects.filter(text__icontains=f"@{username}"):
        CommentVersion.objects.filter(pk=version.pk).update(text=named.sub(new, version.text))
    for told in Notification.objects.filter(data__words__icontains=f"@{username}"):
        told.data["words"] = named.sub(new, told.data["words"])
        told.save(update_fields=["data"])
    talked_in = Comment.objects.filter(Q(user_id=person.pk) | Q(pk__in=mentioned) | Q(comment__icontains=new))
    Article.objects.filter(pk__in=talked_in.order_by().values("page_id")).update(thread_version=F("thread_version") + 1)
