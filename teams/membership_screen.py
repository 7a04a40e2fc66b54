"""All memberships of the house in the CMS, for administrators. Every change goes through the actions leads use too."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import is_administrator
from core.modeladmin import RowAction, SafeFilter, SafeModelAdmin
from people.choosing import PersonField

from . import members
from .forms import RoleForm
from .models import Membership, Role, Team
from .querysets import MembershipQuerySet


class ByTeam(SafeFilter):
    title = _("team")
    parameter_name = "team"
    field = "team_id"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        return [(str(pk), name) for pk, name in Team.objects.known_to(user).by_name().values_list("pk", "name")]


class ByRole(SafeFilter):
    title = _("role")
    parameter_name = "role"
    field = "role"

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        return list(Role.choices)


class AddForm(RoleForm):
    person = PersonField(label=_("Name or username"))
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none())

    field_order = ["person", "team", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: Any = self.fields["team"]
        team.queryset = Team.objects.by_name()


class MembershipAction(RowAction):
    @classmethod
    def is_offered(cls, user: Any, row: Membership | None) -> bool:
        return is_administrator(user)


class Add(MembershipAction):
    """Has no row yet: it makes one."""

    name = "add"
    label = _("Add to a team")
    form_class = AddForm

    def get_page_subtitle(self) -> str:
        return ""

    def explanation(self) -> str:
        return gettext("They are told, and from their next click on they are in the team.")

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        members.add_member(team=answers["team"], person=answers["person"], role=answers["role"], by=user)
        return gettext("%(person)s is in %(team)s now.") % {"person": answers["person"], "team": answers["team"]}


class ChangeRole(MembershipAction):
    name = "role"
    label = _("Change role")
    form_class = RoleForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RoleForm(initial={"role": self.row.role}))
        return super().get_context_data(**kwargs)

    def explanation(self) -> str:
        return gettext("The role now: %(role)s. The new one counts from their next click on.") % {
            "role": self.row.get_role_display()
        }

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        members.change_role(team=self.row.team, person=self.row.person, role=answers["role"], by=user)
        return gettext("%(person)s has the new role.") % {"person": self.row.person}


class Remove(MembershipAction):
    name = "remove"
    label = _("Take out of the team")
    is_danger = True

    def explanation(self) -> str:
        return gettext("From their next click on they are no member any more. What they wrote stays with the team.")

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        members.remove_member(team=self.row.team, person=self.row.person, by=user)
        return gettext("%(person)s is out of %(team)s.") % {"person": self.row.person, "team": self.row.team}


class MembershipScreen(SafeModelAdmin):
    """Who is in which team, as what, since when and by whom."""

    model = Membership
    base_url_path = "memberships"
    menu_label = _("Memberships")
    menu_icon = "group"
    menu_order = 610
    add_to_settings_menu = True
    list_display = ("person", "team", "role_today", "joined_at", "added_by")
    list_display_add_buttons = "person"
    list_filter = (ByTeam, ByRole)
    list_select_related = ("person", "team", "added_by")
    list_export = ("person", "team", "role", "joined_at")
    search_fields = ("person__name_folded", "person__username", "team__name_folded")
    ordering = ("team__name_folded", "person__name_folded")
    offers = frozenset({"index", "create"})
    row_actions = (ChangeRole, Remove)

    def rows_for(self, user: Any) -> MembershipQuerySet:
        rows: MembershipQuerySet = Membership.objects.all()
        return rows if is_administrator(user) else rows.none()

    def may_list(self, user: Any) -> bool:
        return is_administrator(user)

    def may_create(self, user: Any) -> bool:
        return is_administrator(user)

    def create_view(self, request: HttpRequest) -> HttpResponseBase:
        if not self.may_create(request.user):
            raise Http404
        return Add.as_view(model_admin=self, row=None)(request)

    def role_today(self, row: Membership) -> str:
        return str(row.get_role_display())

    role_today.short_description = _("Role")  # type: ignore[attr-defined]  # how the package reads a heading
