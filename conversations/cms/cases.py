"""The queue: what waits, with all that is needed to decide about it, and two clicks for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from core.modeladmin import SafeFilter, SafeIndexView, SafeModelAdmin
from teams.models import Team

from ..models import Comment, State
from ..moderators import moderates
from ..querysets import CommentQuerySet
from ..writing.words import digest
from .acts import READY_REASONS, Approve, Hide, Keep, Restore
from .bulk import BulkView
from .numbers import NumbersView

_OLDEST_FIRST = frozenset({"waiting", "held", "flagged", "mended"})


class ByState(SafeFilter):
    title = _("state")
    parameter_name = "state"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        return [
            ("waiting", _("Everything that waits")),
            ("held", _("Held")),
            ("flagged", _("Flagged")),
            ("mended", _("Mended by its author")),
            ("hidden", _("Hidden in the last 30 days")),
            ("public", _("Shown")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        reads = {
            "waiting": rows.waiting,
            "held": rows.held,
            "flagged": rows.flagged,
            "mended": rows.mended,
            "hidden": rows.hidden_lately,
            "public": rows.shown,
        }
        asked = self.value()
        return queryset if asked is None else reads[asked]()  # type: ignore[no-any-return]  # one of our querysets


class ByTeam(SafeFilter):
    title = _("team")
    parameter_name = "team"
    field = "page__team_id"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        """Teams in whose threads there is something for this person to moderate."""
        talked_in = Comment.objects.moderated_by(user).order_by().values("page__team_id")
        teams = Team.objects.filter(pk__in=talked_in).by_name().values_list("pk", "name")
        return [(str(pk), name) for pk, name in teams]


@dataclass(frozen=True)
class Offered:
    """Something that can be done about a case, and where to."""

    name: str
    label: Any
    asks_reason: bool
    address: str


@dataclass(frozen=True)
class Case:
    """A comment with what may be done about it."""

    row: Comment
    answered: Comment | None
    offered: list[Offered]
    is_own: bool  # who flagged it is kept from its writer, whatever they may do here

    @property
    def seen(self) -> str:
        """The words that stand here, for whoever decides on them."""
        return digest(self.row.comment)

    @property
    def is_long(self) -> bool:
        return len(self.row.comment) > 600 or self.row.comment.count("\n") > 8


class CasesView(SafeIndexView):
    """The list as cases: words, what they answer, flags, and the buttons in place."""

    page_title = _("Moderation queue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        screen = self.model_admin
        query = screen.known_parameters(self.request).urlencode()
        rows: list[Any] = list(context["object_list"])
        answered = Comment.objects.select_related("user").in_bulk({row.parent_id for row in rows})
        context["cases"] = [
            Case(
                row,
                None if row.parent_id == row.pk else answered.get(row.parent_id),
                [
                    Offered(act.name, act.label, act.asks_reason, f"{screen.action_url(act, row)}?{query}")
                    for act in screen.row_actions
                    if act.is_offered(user, row)
                ],
                row.user_id == user.pk,
            )
            for row in rows
        ]
        context |= {"ready_reasons": READY_REASONS, "query": query, "bulk_address": f"{reverse(BULK)}?{query}"}
        return context  # type: ignore[no-any-return]  # Wagtail is not annotated


BULK = "moderation_modeladmin_bulk"
NUMBERS = "moderation_modeladmin_numbers"


class CommentScreen(SafeModelAdmin):
    """Comments of the threads that a person moderates; what waits with the longest wait first, all else newest first.
    No e-mail, no address of a machine, no export."""

    model = Comment
    base_url_path = "moderation"
    menu_label = _("Queue")
    menu_icon = "comment"
    index_view_class = CasesView
    index_template_name = "conversations/queue.html"
    list_display = ("comment",)
    list_filter = (ByState, ByTeam)
    list_select_related = ("user", "hidden_by", "page", "page__team")
    search_fields = ("comment", "user__name_folded", "page__title")
    ordering = ("-submit_date",)
    row_actions = (Approve, Keep, Restore, Hide)

    def rows_for(self, user: Any) -> CommentQuerySet:
        return Comment.objects.moderated_by(user).exclude(state=State.DELETED).with_cases()

    def get_ordering(self, request: HttpRequest) -> Sequence[str]:
        return ("since", "pk") if request.GET.get("state") in _OLDEST_FIRST else self.ordering

    def may_list(self, user: Any) -> bool:
        return moderates(user)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        base = self.url_helper.base_url_path
        return (
            path(f"{base}/bulk/", self.bulk_view, name=BULK),
            path(f"{base}/numbers/", self.numbers_view, name=NUMBERS),
            *super().get_admin_urls_for_registration(),
        )

    def bulk_view(self, request: HttpRequest) -> HttpResponseBase:
        return BulkView.as_view(model_admin=self)(request)

    def numbers_view(self, request: HttpRequest) -> HttpResponseBase:
        return NumbersView.as_view(model_admin=self)(request)
