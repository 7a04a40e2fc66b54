"""The moderation queue as other rooms know it: where it is, and how much waits in it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from .models import Comment
from .moderators import moderates


def waiting_address() -> str:
    """The queue, narrowed to what waits."""
    return f"{reverse('moderation_modeladmin_index')}?state=waiting"


def waiting_for(user: Any) -> int:
    """How many comments this person could decide about. No query for those who moderate nothing."""
    return Comment.objects.waiting().moderated_by(user).count() if moderates(user) else 0


def waiting_words(count: int) -> str:
    return ngettext("%(count)s comment waits for a moderator", "%(count)s comments wait for a moderator", count) % {
        "count": count
    }
