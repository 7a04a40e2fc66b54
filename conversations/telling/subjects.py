"""Threads as what can be followed: a root comment with everything below it."""

from collections.abc import Collection
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.subjects import THREAD, Shown, SubjectKind, register_subject

from ..models import Comment
from ..writing import words

_QUOTED = 60


def threads_seen(person: Any, numbers: Collection[int]) -> dict[int, Shown]:
    """Roots that ``person`` may read today. Two queries at most."""
    roots = Comment.objects.visible_to(person).filter(pk__in=numbers, level=0).select_related("page")
    return {root.pk: Shown(_named(root), root.get_absolute_url()) for root in roots}


def _named(root: Comment) -> str:
    named = {"words": Truncator(words.line(root.comment)).chars(_QUOTED), "title": root.page.title}
    return _("“%(words)s” under “%(title)s”") % named


def register() -> None:
    names = gettext_lazy("Threads"), gettext_lazy("this thread")
    register_subject(SubjectKind(THREAD, *names, Comment, threads_seen, order=20))
