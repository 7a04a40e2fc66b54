"""Who is banned from commenting where, until when, and lifting it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.formatting import full_time
from core.modeladmin import RowAction, SafeFilter, SafeModelAdmin

from .. import moderating
from ..models import Ban
from ..moderators import moderates, teams_moderated_by


class ByTeam(SafeFilter):
    title = _("team")
    parameter_name = "team"
    field = "team_id"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        banned_in = Ban.objects.order_by().values("team_id")
        teams = teams_moderated_by(user).filter(pk__in=banned_in).by_name().values_list("pk", "name")
        return [(str(pk), name) for pk, name in teams]


class Running(SafeFilter):
    title = _("state")
    parameter_name = "state"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        return [("running", _("In force")), ("over", _("Over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        running = {"lifted_at": None, "until__gt": timezone.now()}
        if self.value() == "running":
            return queryset.filter(**running)
        return queryset.exclude(**running) if self.value() == "over" else queryset


class Lift(RowAction):
    name = "lift"
    label = _("Lift")

    @classmethod
    def is_offered(cls, user: Any, row: Ban) -> bool:
        return row.lifted_at is None and row.until > timezone.now()

    def explanation(self) -> str:
        return gettext("They may write in the team's threads again, and are told.")

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        moderating.lift(by=user, ban=self.row)
        return gettext("The ban is lifted.")


class BanScreen(SafeModelAdmin):
    """Bans in the teams that a person moderates, newest first."""

    model = Ban
    base_url_path = "moderation-bans"
    menu_label = _("Bans")
    menu_icon = "no-view"
    list_display = ("whom", "where", "until_when", "why", "who")
    list_display_add_buttons = "whom"
    list_filter = (Running, ByTeam)
    list_select_related = ("person", "team", "by")
    search_fields = ("person__name_folded",)
    ordering = ("-pk",)
    row_actions = (Lift,)

    def rows_for(self, user: Any) -> QuerySet[Ban]:
        return Ban.objects.filter(team__in=teams_moderated_by(user).values("pk"))

    def may_list(self, user: Any) -> bool:
        return moderates(user)

    def whom(self, row: Ban) -> str:
        return row.person.display_name

    whom.short_description = _("Who")  # type: ignore[attr-defined]  # how the package reads a heading

    def where(self, row: Ban) -> str:
        return row.team.name

    where.short_description = _("Team")  # type: ignore[attr-defined]  # as above

    def until_when(self, row: Ban) -> str:
        if row.lifted_at is not None:
            return gettext("lifted on %(day)s") % {"day": full_time(row.lifted_at)}
        return full_time(row.until)

    until_when.short_description = _("Until")  # type: ignore[attr-defined]  # as above

    def why(self, row: Ban) -> str:
        return row.reason

    why.short_description = _("Why")  # type: ignore[attr-defined]  # as above

    def who(self, row: Ban) -> str:
        return row.by.display_name if row.by is not None else ""

    who.short_description = _("Decided by")  # type: ignore[attr-defined]  # as above
