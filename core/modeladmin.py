"""Listings in the CMS on wagtail-modeladmin, with what the package leaves open closed.

As shipped its list takes any look-up from the address (an oracle for passwords), fails on odd parameters, changes
state by GET, exports formulas and finds single rows past every filter. A screen of ours says which rows a person may
see (``rows_for``) and what may be done to one (``RowAction``); everything else is shut, and is a 404 like any address
that never was.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, WMABaseView

from .spreadsheets import disarmed
from .text import clean_query

_ORDER = re.compile(r"-?\d{1,2}(\.-?\d{1,2}){0,5}", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_PACKAGE_VIEWS = frozenset({"index", "create", "edit", "delete"})


class SafeFilter(SimpleListFilter):
    """A filter that knows only the values it offers, and offers only what this person may know of.

    Filters of the package name every related row there is, secret teams too, and fail on values of the wrong kind.
    """

    field: ClassVar[str]

    def options(self, user: Any) -> Sequence[tuple[str, Any]]:
        """What this person may choose from, as value and label."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return self.options(request.user)

    def value(self) -> str | None:
        asked = super().value()
        return asked if asked in {str(value) for value, _label in self.lookup_choices} else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset if value is None else queryset.filter(**{self.field: value})


class ScreenPermissions(PermissionHelper):
    """Asks the screen. Rights come from roles in teams, never from permissions on a model."""

    def __init__(self, model: type[Model], inspect_view_enabled: bool = False, *, screen: "SafeModelAdmin") -> None:
        super().__init__(model, inspect_view_enabled)
        self.screen = screen

    def user_can_list(self, user: Any) -> bool:
        return self.screen.may_list(user)

    def user_can_create(self, user: Any) -> bool:
        return "create" in self.screen.offers and self.screen.may_create(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return "edit" in self.screen.offers and self.screen.may_edit(user, obj)

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return "delete" in self.screen.offers and self.screen.may_delete(user, obj)


class RowButtons(ButtonHelper):
    """Links to the pages that ask before they act."""

    def get_buttons_for_obj(
        self,
        obj: Model,
        exclude: list[str] | None = None,
        classnames_add: list[str] | None = None,
        classnames_exclude: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        screen = self.view.model_admin
        buttons = [
            self._action_button(action, obj, classnames_add or [])
            for action in screen.row_actions
            if action.is_offered(self.request.user, obj)
        ]
        return buttons + super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)

    def _action_button(self, action: "type[RowAction]", obj: Model, classnames: list[str]) -> dict[str, Any]:
        look = "no" if action.is_danger else "button-secondary"
        return {
            "url": self.view.model_admin.action_url(action, obj),
            "label": action.label,
            "title": action.label,
            "classname": self.finalise_classname([*classnames, look]),
        }


class SafeIndexView(IndexView):
    """The list, for those who may see it; an export only where the screen names its columns, with cells disarmed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.permission_helper.user_can_list(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def to_row_dict(self, item: Model) -> dict[str, Any]:
        """False and 0 stay what they are; what a spreadsheet would run is quoted."""
        return {name: disarmed(self._plain_value(item, name)) for name in self.list_export}

    def _plain_value(self, item: Model, name: str) -> Any:
        column = getattr(self.model_admin, name, None)
        if callable(column):
            return column(item)
        value = getattr(item, name)
        return value() if callable(value) else value


class RowAction(WMABaseView):
    """Something done to one row: a page that says what will happen, and a POST that does it.

    Subclasses name themselves and say when they are offered, what they ask and what they do.
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    is_danger: ClassVar[bool] = False
    form_class: ClassVar[type[forms.Form]] = forms.Form
    template_name = "core/cms_row_action.html"
    row: Any = None  # as_view takes only what the class already names

    def __init__(self, model_admin: "SafeModelAdmin", row: Any) -> None:
        super().__init__(model_admin)
        self.row = row

    @classmethod
    def is_offered(cls, user: Any, row: Any) -> bool:
        """Whether this person may do it, and it would change anything."""
        raise NotImplementedError

    def explanation(self) -> str:
        """What happens, in one or two sentences."""
        raise NotImplementedError

    def act(self, user: Any, answers: dict[str, Any]) -> str:
        """Do it by calling an action, and say what was done."""
        raise NotImplementedError

    def done_address(self) -> str:
        """Where to go on afterwards."""
        return str(self.index_url)

    def check_action_permitted(self, user: Any) -> bool:
        if not self.is_offered(user, self.row):
            raise Http404
        return True

    def get_page_title(self) -> str:
        return str(self.label)

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form_class())
        return super().get_context_data(row=self.row, cancel_url=self.done_address(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            said = self.act(request.user, form.cleaned_data)
        except PermissionDenied:
            raise Http404 from None
        except ValidationError as refused:
            form.add_error(None, refused.messages)  # type: ignore[arg-type]  # a list of sentences is taken too
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, said)
        return redirect(self.done_address())


class SafeModelAdmin(ModelAdmin):
    """A list of rows in the CMS. Subclasses must name ``ordering`` and ``list_select_related`` and write ``rows_for``
    and ``may_list``; what else they offer, they name in ``offers`` and ``row_actions``.
    """

    offers: ClassVar[frozenset[str]] = frozenset({"index"})
    row_actions: ClassVar[Sequence[type[RowAction]]] = ()
    list_filter: Sequence[type[SafeFilter]] = ()
    list_per_page = 30
    inspect_view_enabled = False
    history_view_enabled = False
    index_view_class = SafeIndexView
    button_helper_class = RowButtons

    def __init__(self, parent: Any = None) -> None:
        if not self.ordering or not isinstance(self.list_select_related, tuple):
            raise ImproperlyConfigured(f"{type(self).__name__} must name its ordering and list_select_related.")
        if not all(isinstance(each, type) and issubclass(each, SafeFilter) for each in self.list_filter):
            raise ImproperlyConfigured(f"{type(self).__name__} may filter by subclasses of SafeFilter only.")
        if not self.offers <= _PACKAGE_VIEWS:
            raise ImproperlyConfigured(f"{type(self).__name__} offers views that are not there.")
        super().__init__(parent)

    # --- What a screen says ---------------------------------------------------------------------------------------

    def rows_for(self, user: Any) -> QuerySet[Any]:
        """The rows this person may see: of the list, of its count, and of every single row."""
        raise NotImplementedError

    def may_list(self, user: Any) -> bool:
        return False

    def may_create(self, user: Any) -> bool:
        return False

    def may_edit(self, user: Any, row: Any) -> bool:
        return False

    def may_delete(self, user: Any, row: Any) -> bool:
        return False

    # --- What the package asks ------------------------------------------------------------------------------------

    def get_permission_helper_class(self) -> Any:
        return partial(ScreenPermissions, screen=self)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.rows_for(request.user).order_by(*self.ordering)

    def get_permissions_for_registration(self) -> QuerySet[Permission]:
        return Permission.objects.none()

    def register_admin_url_finders(self) -> None:
        """No links to rows from elsewhere in the CMS: only this screen knows who may see them."""

    def register_indexing(self) -> None:
        """Rows of these screens are not counted as uses of pages and pictures: the count would tell of them."""

    # --- Addresses ------------------------------------------------------------------------------------------------

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        offered = {self.url_helper.get_action_url_name(view) for view in self.offers}
        base = self.url_helper.base_url_path
        actions = tuple(
            path(f"{base}/{action.name}/<int:pk>/", partial(self.row_action_view, action), name=self._url_name(action))
            for action in self.row_actions
        )
        return tuple(each for each in super().get_admin_urls_for_registration() if each.name in offered) + actions

    def _url_name(self, action: type[RowAction]) -> str:
        return str(self.url_helper.get_action_url_name(action.name))

    def action_url(self, action: type[RowAction], row: Model) -> str:
        return reverse(self._url_name(action), args=[row.pk])

    # --- Views: each first makes sure that this person may see the row --------------------------------------------

    def index_view(self, request: HttpRequest) -> HttpResponseBase:
        request.GET = self.known_parameters(request)  # type: ignore[assignment]  # a QueryDict all the same
        return super().index_view(request)

    def row_action_view(self, action: type[RowAction], request: HttpRequest, pk: int) -> HttpResponseBase:
        return action.as_view(model_admin=self, row=self.row_or_404(request, pk))(request)

    def create_view(self, request: HttpRequest) -> HttpResponseBase:
        if not self.permission_helper.user_can_create(request.user):
            raise Http404
        return super().create_view(request)

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        if not self.permission_helper.user_can_edit_obj(request.user, self.row_or_404(request, instance_pk)):
            raise Http404
        return super().edit_view(request, instance_pk)

    def delete_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        if not self.permission_helper.user_can_delete_obj(request.user, self.row_or_404(request, instance_pk)):
            raise Http404
        return super().delete_view(request, instance_pk)

    def row_or_404(self, request: HttpRequest, pk: str | int) -> Any:
        """One of this person's rows. The package itself looks among all rows, and fails on ids that are none."""
        if not self.may_list(request.user) or not re.fullmatch(r"\d{1,18}", str(pk), re.ASCII):
            raise Http404
        row = self.get_queryset(request).select_related(*self.list_select_related).filter(pk=int(pk)).first()
        if row is None:
            raise Http404
        return row

    def known_parameters(self, request: HttpRequest) -> QueryDict:
        """The query without anything that no filter, search box or column header of this screen would send.

        Whatever else stands in an address would reach ``filter()``: a way to ask about columns that are not shown.
        """
        known = QueryDict(mutable=True)
        for each in self.list_filter:
            name = str(each.parameter_name)
            if name in request.GET:
                known[name] = request.GET[name]
        shapes = {IndexView.PAGE_VAR: _NUMBER, IndexView.ORDER_VAR: _ORDER}
        for name, shape in shapes.items():
            if shape.fullmatch(request.GET.get(name, "")):
                known[name] = request.GET[name]
        searched = clean_query(request.GET.get(IndexView.SEARCH_VAR, ""))
        if searched and self.search_fields:
            known[IndexView.SEARCH_VAR] = searched
        if self.list_export and request.GET.get(IndexView.EXPORT_VAR) in IndexView.FORMATS:
            known[IndexView.EXPORT_VAR] = request.GET[IndexView.EXPORT_VAR]
        known._mutable = False
        return known
