"""What is done about one case of the queue: asked on a page, or done at once by a button in the list."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from core.modeladmin import RowAction

from .. import moderating
from ..forms import DecisionForm, HideForm
from ..models import Comment, ModerationRecord, State
from ..permissions import may_let_out, user_can_moderate
from ..queue import waiting_address
from ..refusals import Refused, Stale
from ..writing.words import digest

READY_REASONS = (
    _("It is hurtful to a colleague. Say what you disagree with, and leave the person out of it."),
    _("It does not belong on this page. Take it to a page or a team where it does."),
    _("It tells something private or confidential. Write it again without that."),
    _("It is wrong in a way that does harm. Say where it comes from, or take it back."),
)


class CommentAction(RowAction):
    template_name = "conversations/queue_action.html"
    form_class = DecisionForm
    asks_reason: ClassVar[bool] = False

    def decide(self, user: Any, answers: dict[str, Any]) -> ModerationRecord | None:
        raise NotImplementedError

    @classmethod
    def is_due(cls, row: Comment) -> bool:
        """Whether it would change anything."""
        raise NotImplementedError

    @classmethod
    def is_offered(cls, user: Any, row: Comment) -> bool:
        return cls.is_due(row) and user_can_moderate(user, row)

    def check_action_permitted(self, user: Any) -> bool:
        if not user_can_moderate(user, self.row):
            raise Http404
        return True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_due(self.row):
            return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]  # the package is not annotated
        if not ModerationRecord.objects.filter(comment_id=self.row.pk).exists():
            raise Http404
        return self._too_late(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            record = self.decide(request.user, form.cleaned_data)
        except PermissionDenied:
            raise Http404 from None
        except Stale as refusal:
            messages.warning(request, str(refusal))
            self.row = self.model_admin.row_or_404(request, self.row.pk)
            return self.render_to_response(self.get_context_data(), status=409)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect(self.done_address())
        if record is None:
            return self._too_late(request)
        undo = messages.button(reverse("conversations:undo", args=[record.pk]), gettext("Undo"))
        messages.success(request, moderating.decided_words(record), buttons=[undo])
        return redirect(self.done_address())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(seen=digest(self.row.comment), **kwargs)

    def _too_late(self, request: HttpRequest) -> HttpResponseBase:
        """Somebody else was faster: who, and what they did."""
        messages.warning(request, moderating.last_word(self.row))
        return redirect(self.done_address())

    def done_address(self) -> str:
        """The same list as before."""
        query = self.model_admin.known_parameters(self.request).urlencode()
        return f"{self.index_url}?{query}" if query else waiting_address()


class LettingOut(CommentAction):
    """Offered to moderators who did not write it."""

    @classmethod
    def is_offered(cls, user: Any, row: Comment) -> bool:
        return cls.is_due(row) and may_let_out(user, row)


class Approve(LettingOut):
    name = "approve"
    label = _("Approve")

    @classmethod
    def is_due(cls, row: Comment) -> bool:
        return row.state == State.HELD

    def explanation(self) -> str:
        return gettext("Everybody who reads the page will see it, and its author is told.")

    def decide(self, user: Any, answers: dict[str, Any]) -> ModerationRecord | None:
        return moderating.approve(by=user, comment=self.row, **answers)


class Keep(LettingOut):
    name = "keep"
    label = _("Keep")

    @classmethod
    def is_due(cls, row: Comment) -> bool:
        return row.is_hidden_by_flags or (row.is_shown and row.flag_count > 0)

    def explanation(self) -> str:
        return gettext("It stays, or is shown again. Those who flagged it are told that a moderator has looked.")

    def decide(self, user: Any, answers: dict[str, Any]) -> ModerationRecord | None:
        return moderating.keep(by=user, comment=self.row, **answers)


class Restore(LettingOut):
    name = "restore"
    label = _("Show again")

    @classmethod
    def is_due(cls, row: Comment) -> bool:
        return row.state == State.HIDDEN and not row.is_hidden_by_flags

    def explanation(self) -> str:
        return gettext("Everybody who reads the page will see it again, and its author is told.")

    def decide(self, user: Any, answers: dict[str, Any]) -> ModerationRecord | None:
        return moderating.restore(by=user, comment=self.row, **answers)


class Hide(CommentAction):
    name = "hide"
    label = _("Hide")
    is_danger = True
    form_class = HideForm
    asks_reason = True

    @classmethod
    def is_due(cls, row: Comment) -> bool:
        return row.state in (State.HELD, State.PUBLIC) or row.is_hidden_by_flags

    def explanation(self) -> str:
        return gettext("Nobody but moderators will see it. Replies stay. Its author receives your reason.")

    def decide(self, user: Any, answers: dict[str, Any]) -> ModerationRecord | None:
        return moderating.hide(by=user, comment=self.row, **answers)
