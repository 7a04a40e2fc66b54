"""The orders in which the conversations of a thread can be read. Remembered nowhere but in the address."""

from typing import Any

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ..models import Comment


class Order(models.TextChoices):
    OLDEST = "oldest", _("Oldest first")
    NEWEST = "newest", _("Newest first")
    ANSWERED = "answered", _("Most answered")


def asked(name: str | None) -> Order:
    """The order that an address asks for; oldest first, where it asks for nothing sensible."""
    return Order(name) if name in Order.values else Order.OLDEST


def roots_of(page_id: int, order: Order) -> Any:
    """The first comments of all conversations under a page, in order."""
    roots = Comment.objects.filter(page_id=page_id, level=0)
    if order == Order.NEWEST:
        return roots.order_by("-pk")
    if order == Order.OLDEST:
        return roots.order_by("pk")
    answers = Comment.objects.shown().filter(thread_id=OuterRef("pk"), level__gt=0).order_by().values("thread_id")
    count = Subquery(answers.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return roots.annotate(answers=Coalesce(count, 0)).order_by("-answers", "pk")


def sorted_roots(answers: dict[int, int], order: Order) -> list[int]:
    """The same order for roots that were read, each with the number of its shown answers."""
    if order == Order.NEWEST:
        return sorted(answers, reverse=True)
    if order == Order.OLDEST:
        return sorted(answers)
    return sorted(answers, key=lambda pk: (-answers[pk], pk))
