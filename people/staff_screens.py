"""Wagtail's screens for accounts, as administrators use them here.

They change names, addresses, profiles and access. Roles in teams come from memberships, so the groups of teams are not
offered and never taken away here; people are not deleted, their access ends and their words stay; groups belong to
teams and to the house, so there is no screen for them at all.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users as wagtail_users
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import UserViewSet

from .actions import PROFILE_FIELDS
from .staff_groups import handed_out

_EXTRA_FIELDS = frozenset(PROFILE_FIELDS)


class _HouseGroups:
    """Offers the groups of the house; those of teams stay as their memberships made them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("Letters, digits, dots, dashes and underscores. Part of many addresses.")  # type: ignore[attr-defined]  # mixed into forms
        self.fields["groups"].queryset = handed_out()  # type: ignore[attr-defined]  # mixed into forms
        self.fields["groups"].help_text = _("Roles in teams are given on the teams' own pages.")  # type: ignore[attr-defined]  # mixed into forms

    def clean_groups(self) -> list[Any]:
        chosen = list(self.cleaned_data["groups"])  # type: ignore[attr-defined]  # mixed into forms
        person = self.instance  # type: ignore[attr-defined]  # mixed into forms
        of_teams = person.groups.exclude(pk__in=handed_out().values("pk")) if person.pk else ()
        return [*chosen, *of_teams]


class StaffCreationForm(_HouseGroups, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | _EXTRA_FIELDS


class StaffEditForm(_HouseGroups, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | _EXTRA_FIELDS


class StaffIndexView(wagtail_users.IndexView):
    """Without the boxes for many at once: each account is looked at before it is changed."""

    @property
    def columns(self) -> list[Any]:
        return super().columns[1:]  # type: ignore[no-any-return]  # Wagtail is not annotated

    def get_delete_url(self, instance: Any) -> None:
        return None


class StaffEditView(wagtail_users.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False


class StaffDeleteView(wagtail_users.DeleteView):
    """Whoever comes here wants somebody gone: that is another page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("people:deactivate", self.get_object().username)


class StaffUserViewSet(UserViewSet):
    index_view_class = StaffIndexView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    menu_label = _("People")

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return StaffEditForm if for_update else StaffCreationForm


def face_in_cms(person: Any, size: int) -> str | None:
    """The same face as on our own pages."""
    return getattr(person, "face_url", None)


class NoGroupScreens(GroupViewSet):
    """A group deleted or renamed by hand would take its members' rights with it."""

    add_to_settings_menu = False

    def get_urlpatterns(self) -> list[Any]:
        return []


class _NotInBulk(UserBulkAction):
    """Stands where Wagtail's action for many accounts at once was."""

    models = [get_user_model()]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise Http404


NOT_IN_BULK = [
    type(f"No{name.title()}", (_NotInBulk,), {"action_type": name, "display_name": name, "aria_label": name})
    for name in ("assign_role", "delete", "set_active_state")
]
