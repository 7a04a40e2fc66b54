"""The moderation queue in the CMS: what waits, what was hidden, and two clicks for each."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.formatting import full_time
from core.modeladmin import RowAction, SafeFilter, SafeModelAdmin
from teams.models import Team

from . import moderating
from .forms import ReasonForm
from .models import Comment, State
from .moderators import moderates
from .permissions import user_can_moderate
from .querysets import CommentQuerySet


class ByState(SafeFilter):
    title = _("state")
    parameter_name = "state"
    field = "state"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        return [(State.HELD, State.HELD.label), (State.HIDDEN, State.HIDDEN.label), (State.PUBLIC, State.PUBLIC.label)]


class ByTeam(SafeFilter):
    title = _("team")
    parameter_name = "team"
    field = "page__team_id"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        """Teams in whose threads there is something for this person to moderate."""
        talked_in = Comment.objects.moderated_by(user).order_by().values("page__team_id")
        teams = Team.objects.filter(pk__in=talked_in).by_name().values_list("pk", "name")
        return [(str(pk), name) for pk, name in teams]


class CommentAction(RowAction):
    template_name = "conversations/queue_action.html"
    from_state: ClassVar[tuple[str, ...]]

    @classmethod
    def is_offered(cls, user: Any, row: Comment) -> bool:
        return row.state in cls.from_state and user_can_moderate(user, row)

    def done_address(self) -> str:
        return waiting_address()


class Approve(CommentAction):
    name = "approve"
    label = _("Approve")
    from_state = (State.HELD,)

    def explanation(self) -> str:
        return gettext("Everybody who reads the page will see it, and its author is told.")

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        moderating.approve(by=user, comment=self.row)
        return gettext("The comment is shown.")


class Hide(CommentAction):
    name = "hide"
    label = _("Hide")
    is_danger = True
    form_class = ReasonForm
    from_state = (State.HELD, State.PUBLIC)

    def explanation(self) -> str:
        return gettext("Nobody but moderators will see it. Replies stay. Its author receives your reason.")

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        moderating.hide(by=user, comment=self.row, reason=answers["reason"])
        return gettext("The comment is hidden, and its author knows why.")


class Restore(CommentAction):
    name = "restore"
    label = _("Show again")
    form_class = forms.Form
    from_state = (State.HIDDEN,)

    def explanation(self) -> str:
        return gettext("Everybody who reads the page will see it again, and its author is told.")

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        moderating.restore(by=user, comment=self.row)
        return gettext("The comment is shown again.")


class CommentScreen(SafeModelAdmin):
    """Comments of the threads that a person moderates, newest first. No e-mail, no address of a machine, no export."""

    model = Comment
    base_url_path = "moderation"
    menu_label = _("Moderation")
    menu_icon = "comment"
    menu_order = 300
    list_display = ("words", "state_today", "author", "under", "team", "when")
    list_display_add_buttons = "words"
    list_filter = (ByState, ByTeam)
    list_select_related = ("user", "page", "page__team")
    search_fields = ("comment", "user__name_folded", "page__title")
    ordering = ("-submit_date",)
    row_actions = (Approve, Hide, Restore)

    def rows_for(self, user: Any) -> CommentQuerySet:
        return Comment.objects.moderated_by(user)

    def may_list(self, user: Any) -> bool:
        return moderates(user)

    def words(self, row: Comment) -> SafeString:
        """The beginning, which leads to the comment in its thread."""
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), Truncator(row.line).chars(140))

    words.short_description = _("Comment")  # type: ignore[attr-defined]  # how the package reads a heading

    def state_today(self, row: Comment) -> str:
        if row.state == State.HIDDEN:
            return f"{row.get_state_display()}: {row.hidden_reason}"
        return str(row.get_state_display())

    state_today.short_description = _("State")  # type: ignore[attr-defined]  # as above

    def author(self, row: Comment) -> str:
        return row.author_name

    author.short_description = _("Author")  # type: ignore[attr-defined]  # as above

    def under(self, row: Comment) -> str:
        return str(row.page.title)

    under.short_description = _("Page")  # type: ignore[attr-defined]  # as above

    def team(self, row: Comment) -> str:
        return str(row.page.team.name)

    team.short_description = _("Team")  # type: ignore[attr-defined]  # as above

    def when(self, row: Comment) -> str:
        return full_time(row.submit_date)

    when.short_description = _("When")  # type: ignore[attr-defined]  # as above
    when.admin_order_field = "submit_date"  # type: ignore[attr-defined]  # as above

    def get_extra_class_names_for_field_col(self, obj: Comment, field_name: str) -> list[str]:
        """Short values stay on one line."""
        is_short = field_name in ("author", "team", "when") or (field_name == "state_today" and not obj.hidden_reason)
        return ["w-whitespace-nowrap"] if is_short else []


def waiting_address() -> str:
    """The queue, narrowed to what waits."""
    return f"{reverse('moderation_modeladmin_index')}?state={State.HELD}"


def waiting_for(user: Any) -> int:
    """How many comments this person could decide about. No query for those who moderate nothing."""
    return Comment.objects.held().moderated_by(user).count() if moderates(user) else 0


def waiting_words(count: int) -> str:
    return ngettext("%(count)s comment waits for a moderator", "%(count)s comments wait for a moderator", count) % {
        "count": count
    }
