"""How acts of moderators answer: with what was done and the way to undo it, or with who was faster."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .. import moderating
from ..models import Comment, ModerationRecord
from ..refusals import Refused, Stale


def act_on(request: HttpRequest, row: Comment, do: Callable[[], ModerationRecord | None], said: Any) -> HttpResponse:
    """Do it, say so, and lead back to the comment. Stale is for whoever asks again, with the words of now."""
    try:
        record = do()
    except PermissionDenied:
        raise Http404 from None
    except Stale:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(row)
    if record is None:
        messages.warning(request, moderating.last_word(row))
    else:
        say_done(request, record, said or moderating.decided_words(record))
    return redirect(row)


def say_done(request: HttpRequest, record: ModerationRecord, said: Any) -> None:
    if not moderating.is_undoable(record):
        messages.success(request, said)
        return
    address = reverse("conversations:undo", args=[record.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, address, _("Undo")))
