"""Word of a comment that everybody may read: promised with it, spread in the background.

Whoever writes holds the page's row, and everybody else who writes there waits for them. So they promise one effect,
and who is named, answered, concerned or following is worked out and told when that is performed, with the rights and
the words of that moment. A comment that is out of sight again by then is told to nobody.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import effects

from ..models import Comment
from ..writing import words
from . import told

WORD = "comment-word"
_AT_ONCE = 200
_QUOTED = 60


def spread(comment: Comment, occasion: object) -> None:
    """Promise it, in the transaction that shows the comment. ``occasion`` sets apart what may happen to it in turn:
    it is written, approved, mended, edited; nobody hears of one comment twice."""
    effects.promise_first(f"{WORD}:{comment.pk}:{occasion}", WORD, {"comment": comment.pk})


@effects.performs(WORD)
def tell_everybody(payload: dict[str, Any]) -> None:
    """In portions, so that no transaction holds many inboxes; who was told by an earlier attempt is not told again."""
    comment = Comment.objects.select_related("page__team").filter(pk=payload["comment"]).first()
    named = list(told.named_in(comment).order_by("pk")) if comment is not None else []
    for start in range(0, len(named), _AT_ONCE):
        _tell(payload["comment"], named[start : start + _AT_ONCE])
    _tell(payload["comment"])


@transaction.atomic
def _tell(pk: int, named: Sequence[Any] = ()) -> None:
    """Those who are named, or without names all others; nobody, where it is out of sight by now."""
    comment = told.standing(pk)
    if comment is None or not comment.is_shown or not comment.page.live:
        return
    if named:
        told.send(*told.of_a_mention(comment, named))
        return
    answered = None if comment.parent_id == comment.pk else comment.parent_id
    parent = Comment.objects.select_related("user").filter(pk=answered).first()
    told.send(*told.of_a_new_comment(comment, parent))


@effects.describes(WORD)
def _in_words(payload: dict[str, Any]) -> str:
    text = Comment.objects.filter(pk=payload["comment"]).values_list("comment", flat=True).first()
    return _("Telling of a comment: %(words)s") % {"words": Truncator(words.line(text or "")).chars(_QUOTED)}
