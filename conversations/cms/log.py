"""The log of moderation: who did what, when and why, and what was taken back."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.formatting import full_time
from core.modeladmin import RowAction, SafeFilter, SafeIndexView, SafeModelAdmin
from publishing.models import Article

from .. import moderating
from ..models import Comment, ModerationRecord
from ..moderators import moderates, teams_moderated_by
from ..refusals import Refused


class ByTeam(SafeFilter):
    title = _("team")
    parameter_name = "team"
    field = "team_id"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        recorded = ModerationRecord.objects.order_by().values("team_id")
        teams = teams_moderated_by(user).filter(pk__in=recorded).by_name().values_list("pk", "name")
        return [(str(pk), name) for pk, name in teams]


class ByAction(SafeFilter):
    title = _("what was done")
    parameter_name = "action"
    field = "action"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        """What was done in this person's teams."""
        mine = ModerationRecord.objects.filter(team__in=teams_moderated_by(user).values("pk")).order_by()
        done = set(mine.values_list("action", flat=True).distinct())
        return [(value, label) for value, label in ModerationRecord.Action.choices if value in done]


class Undo(RowAction):
    name = "undo"
    label = _("Undo")

    @classmethod
    def is_offered(cls, user: Any, row: ModerationRecord) -> bool:
        return moderating.is_undoable(row) and not hasattr(row, "undone_by")

    def explanation(self) -> str:
        return gettext("Everything stands as it did before, and whoever was told of the act is told of this.")

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        try:
            moderating.undo(by=user, record=self.row)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None
        return gettext("It is as it was before.")


class LogView(SafeIndexView):
    page_title = _("Log of moderation")


class RecordScreen(SafeModelAdmin):
    """Acts in the teams that a person moderates, newest first."""

    model = ModerationRecord
    base_url_path = "moderation-log"
    menu_label = _("Log")
    menu_icon = "history"
    index_view_class = LogView
    list_display = ("what", "about", "who", "when", "why")
    list_display_add_buttons = "what"
    list_filter = (ByTeam, ByAction)
    list_select_related = (
        "comment", "comment__page", "comment__page__team", "comment__user", "page", "page__team", "team", "person",
        "by", "undone_by", "undone_by__by",
    )  # fmt: skip
    search_fields = ("reason", "by__name_folded")
    ordering = ("-pk",)
    row_actions = (Undo,)

    def rows_for(self, user: Any) -> QuerySet[ModerationRecord]:
        """By team; what was recorded before records named their team, by the page of the comment. What an act was about
        may stand elsewhere by now: whether this person keeps threads there is asked for each row."""
        mine = teams_moderated_by(user).values("pk")
        comments = Comment.objects.moderated_by(user).filter(pk=OuterRef("comment_id"))
        pages = Article.objects.filter(pk=OuterRef("page_id"), live=True, team__in=mine)
        rows = ModerationRecord.objects.filter(Q(team__in=mine) | Q(team=None, comment__page__team__in=mine))
        return rows.annotate(has_comment_at_hand=Exists(comments), has_page_at_hand=Exists(pages))

    def may_list(self, user: Any) -> bool:
        return moderates(user)

    def what(self, row: ModerationRecord) -> str:
        done = str(row.get_action_display())
        if row.undoes_id is not None:
            return gettext("taken back: %(act)s") % {"act": done}
        undoing = getattr(row, "undone_by", None)
        if undoing is None:
            return done
        name = undoing.by.display_name if undoing.by else gettext("Nobody in person")
        return gettext("%(act)s, taken back by %(name)s") % {"act": done, "name": name}

    what.short_description = _("What")  # type: ignore[attr-defined]  # how the package reads a heading

    def about(self, row: ModerationRecord) -> str | SafeString:
        """The comment, else the page, else the person; each only as far as those who read this may see it."""
        if row.comment is not None and row.has_comment_at_hand:  # type: ignore[attr-defined]  # see rows_for
            words = Truncator(row.comment.line).chars(100)
            return format_html('<a href="{}">{}</a>', row.comment.get_absolute_url(), words)
        if row.comment is not None:
            return gettext("a comment that is deleted or stands elsewhere")
        if row.page is not None and row.has_page_at_hand:  # type: ignore[attr-defined]  # as above
            return format_html('<a href="{}#talk">{}</a>', row.page.address, row.page.title)
        return row.person.display_name if row.person is not None else ""

    about.short_description = _("About")  # type: ignore[attr-defined]  # as above

    def who(self, row: ModerationRecord) -> str:
        return row.by.display_name if row.by is not None else gettext("Nobody in person")

    who.short_description = _("Who")  # type: ignore[attr-defined]  # as above

    def when(self, row: ModerationRecord) -> str:
        return full_time(row.at)

    when.short_description = _("When")  # type: ignore[attr-defined]  # as above

    def why(self, row: ModerationRecord) -> str:
        return row.reason

    why.short_description = _("Why")  # type: ignore[attr-defined]  # as above
