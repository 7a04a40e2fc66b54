"""Which addresses of the CMS name what, and which of them this house has at all.

Wagtail asks at each address whether somebody may *do* a thing, and answers a "no" by going elsewhere, which tells them
that the thing is there; some addresses tell titles outright. So every id in an address, and in the parameters that
its screen reads, is resolved here first, and what this person may not see is an id that does not exist.

An address with an id that no rule here knows is shut. Rooms with screens of their own say what their ids mean with
``register_resolver``, or that a screen answers for itself with ``answers_for_itself``.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, TaskState, UploadedFile, WorkflowState

from .access import can_view, is_administrator

_LONGEST_ID = 18  # digits; what is longer fits into no column
HOUSE_DEPTH = 3  # the root, the home page, the list of teams: everybody in the CMS walks through them

# Not in this house: who may read is a team's to say; files belong to teams' collections, made with the team; pictures
# have fixed sizes; searches are counted by a room of ours; embeds are pasted as addresses and never fetched for a
# preview; pages have no aliases; old addresses lead to pages alone, so a list of addresses to import leads nowhere.
SHUT = re.compile(
    r"wagtailadmin_pages:(set_privacy|convert_alias)"
    r"|wagtailadmin_collections:.*"
    r"|wagtailimages:(url_generator|url_generator_output|preview)"
    r"|wagtailembeds:.*"
    r"|wagtailadmin_api:(images|documents):.*|wagtailadmin_api:pages:(action|find)"
    r"|wagtailredirects:(start_import|process_import)"
    r"|wagtailsearchpromotions:(search_terms\w*|chooser\w*)"
    r"|wagtailadmin_error_test"
)
ADMINISTRATORS_ONLY = re.compile(
    r"wagtailadmin_reports:.*"
    r"|wagtailadmin_workflows:.*"
    r"|wagtailadmin_pages:(type_use|type_use_results|usage)"
    r"|wagtailimages:image_usage|wagtaildocs:document_usage"
    r"|wagtailusers_\w+:.*"
    r"|wagtailredirects:.*"
    r"|wagtailsites:.*"
    r"|wagtailsnippets:.*"
    r"|background_work\w*"
    r"|imports_\w+"
)
# Lists of wagtail-modeladmin: ``core.modeladmin`` finds a row only among those its screen shows to this person.
_ANSWER_FOR_THEMSELVES: list[re.Pattern[str]] = [re.compile(r"[\w-]+_modeladmin_\w+")]

_PAGE_NAMES = frozenset({"page_id", "parent_page_id", "page_to_move_id", "destination_id"})
_NAMESPACES_OF_PAGES = frozenset({"wagtailadmin_pages", "wagtailadmin_api:pages"})
_DOCUMENT_NAMES = frozenset({"document_id", "doc_id"})
# Words in an address that name no row of anybody's.
_WORDS = frozenset(
    {"content_type_app_name", "content_type_model_name", "app_label", "app_name", "model_name", "action", "action_name"}
)
# What a screen reads from its query or its form, apart from the fields of a page.
_PAGE_PARAMETERS = ("parent_page_id", "target_pages[]", "new_parent_page", "parent_page", "childOf", "chooser")
_LINK_FORM = "wagtailadmin_choose_page_external_link"
_PING = "wagtailadmin_editing_sessions:ping"
_PUT_AWAY = "wagtailadmin_dismissibles"
_LONGEST_NOTE, _MOST_NOTES = 100, 20
# What the editor sends beside the fields of a page, and looks up as it comes.
_NUMBERS_SENT = ("revision", "revision_id", "overwrite_revision_id")
_DRAFTS = ("revision_id", "revision_id_a", "revision_id_b")

Resolver = Callable[[HttpRequest, Any], Any]
_resolvers: dict[str, Resolver] = {}


class Nothing(Exception):  # noqa: N818 - it is what the address names, as far as this person is concerned
    """There is nothing here for this person."""


def register_resolver(name: str, resolver: Resolver) -> None:
    """Say what an id means: ``name`` is a view's full name, or that of its keyword. Returns the thing, or raises
    Nothing; who may see the thing is asked of ``can_view``."""
    _resolvers[name] = resolver


def answers_for_itself(view_names: str) -> None:
    """Let views whose full names fit this expression find and refuse their own rows."""
    _ANSWER_FOR_THEMSELVES.append(re.compile(view_names))


def check(request: HttpRequest, match: ResolverMatch) -> None:
    """Raise Nothing unless this person may see everything that this address and its parameters name."""
    user: Any = request.user
    name = match.view_name or ""
    if SHUT.fullmatch(name) or _leads_nowhere(request, name):
        raise Nothing
    if name == _PUT_AWAY and request.method == "PATCH" and not _are_notes(request.body):
        raise Nothing
    if is_administrator(user):
        _check_house_rules(request, match)
        return
    if ADMINISTRATORS_ONLY.fullmatch(name):
        raise Nothing
    if any(pattern.fullmatch(name) for pattern in _ANSWER_FOR_THEMSELVES):
        return
    try:
        _check_keywords(request, match)
        _check_parameters(request, match)
    except (ObjectDoesNotExist, ValidationError, LookupError, ValueError, TypeError, OverflowError) as odd:
        raise Nothing from odd


def may_see_page(user: Any, page: Page) -> bool:
    """In the CMS: the way down to the teams, what one reads, and what one may edit without being a reader of it yet."""
    if page.depth <= HOUSE_DEPTH:
        return True
    specific = page.specific
    return can_view(user, specific) or specific.permissions_for_user(user).can_edit()


def _leads_nowhere(request: HttpRequest, name: str) -> bool:
    """Whether a form asks to go on to something that is no address, leaves out the address it is about, or names a
    version by something that is no number."""
    if any(not value.startswith(("/", "http")) for value in _values(request, ("next",))):
        return True
    sent = [value for key in _NUMBERS_SENT for value in request.POST.getlist(key) if value or name == _PING]
    if any(not _is_number(value) for value in sent):
        return True
    return name == _LINK_FORM and request.method == "POST" and "external-link-chooser-url" not in request.POST


def _check_keywords(request: HttpRequest, match: ResolverMatch) -> None:
    user: Any = request.user
    page: Page | None = None
    for keyword, value in match.kwargs.items():
        page = _look_at(request, match, keyword, value) or page
    tester = page.specific.permissions_for_user(user) if page is not None else None
    for keyword in _DRAFTS:
        if keyword in match.kwargs and not (tester and (tester.can_edit() or tester.can_view_revisions())):
            raise Nothing
        number = str(match.kwargs.get(keyword, ""))
        if number.isdigit() and not Revision.page_revisions.filter(pk=number, object_id=str(page.pk)).exists():  # type: ignore[union-attr]  # refused above
            raise Nothing


def _look_at(request: HttpRequest, match: ResolverMatch, keyword: str, value: Any) -> Page | None:
    """Refuse what this keyword names unless the person may see it. Returns the page, when it is one."""
    user: Any = request.user
    if keyword in _WORDS or keyword in _DRAFTS or keyword == "filter_spec":
        return None
    resolver = _resolvers.get(match.view_name) or _resolvers.get(keyword)
    if resolver is not None:
        return _seen(user, resolver(request, value))
    if keyword in _PAGE_NAMES or (keyword == "pk" and match.namespace in _NAMESPACES_OF_PAGES):
        return _seen(user, Page.objects.get(pk=value))
    if keyword == "image_id" or (keyword == "pk" and match.namespace == "wagtailimages_chooser"):
        return _seen(user, get_image_model().objects.get(pk=value))
    if keyword in _DOCUMENT_NAMES or (keyword == "pk" and match.namespace == "wagtaildocs_chooser"):
        return _seen(user, get_document_model().objects.get(pk=value))
    if keyword == "uploaded_file_id":
        UploadedFile.objects.get(pk=value, uploaded_by_user=user)
        return None
    if keyword == "task_state_id":
        return _seen(user, TaskState.objects.get(pk=value, workflow_state__object_id=str(match.kwargs["page_id"])))
    if keyword == "workflow_state_id":
        return _seen(user, WorkflowState.objects.get(pk=value, object_id=str(match.kwargs["page_id"])))
    if keyword == "task_id":
        states = TaskState.objects.filter(task_id=value, workflow_state__object_id=str(match.kwargs["page_id"]))
        return _seen(user, states.latest("pk"))
    if keyword == "object_id":
        model = apps.get_model(match.kwargs["app_label"], match.kwargs["model_name"])
        return _seen(user, model._default_manager.get(pk=value))
    if keyword == "session_id":
        return None  # Wagtail looks among the person's own
    raise Nothing


def _seen(user: Any, thing: Any) -> Page | None:
    if isinstance(thing, Page):
        if may_see_page(user, thing):
            return thing
    elif can_view(user, thing):
        return None
    raise Nothing


def _check_parameters(request: HttpRequest, match: ResolverMatch) -> None:
    user: Any = request.user
    name = match.view_name
    for value in _values(request, _PAGE_PARAMETERS):
        _seen(user, Page.objects.get(pk=value))
    models: dict[str, Any] = {
        "wagtailadmin_choose_page_chosen_multiple": Page,
        "wagtailimages_chooser:chosen_multiple": get_image_model(),
        "wagtaildocs_chooser:chosen_multiple": get_document_model(),
    }
    model = models.get(name)
    if name == "wagtail_bulk_action":
        model = apps.get_model(match.kwargs["app_label"], match.kwargs["model_name"])
        if model not in models.values() or match.kwargs["action"] == "add_tags":
            raise Nothing
    if model is None:
        return
    for value in _values(request, ("id",)):
        if value == "all" and model is not Page and name == "wagtail_bulk_action":
            continue  # Wagtail narrows these to what the person may change
        _seen(user, model._default_manager.get(pk=value))


def _are_notes(body: bytes) -> bool:
    """Whether this says which notes of the CMS somebody put away. It is stored on their profile as it comes."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(told, dict) or len(told) > _MOST_NOTES:
        return False
    return all(
        isinstance(value, bool | str) and "\0" not in (said := f"{note}{value}") and len(said) <= _LONGEST_NOTE
        for note, value in told.items()
    )


def _is_number(value: str) -> bool:
    return value.isdecimal() and len(value) <= _LONGEST_ID


def _values(request: HttpRequest, names: tuple[str, ...]) -> Iterator[str]:
    for source in (request.GET, request.POST):
        for name in names:
            yield from (value for value in source.getlist(name) if value)


def _check_house_rules(request: HttpRequest, match: ResolverMatch) -> None:
    """Administrators see all, also what is not there: an odd id is a 404 for them too."""
    is_bulk = match.view_name == "wagtail_bulk_action"
    numbers = list(_values(request, _PAGE_PARAMETERS))
    if is_bulk or match.view_name.endswith("chosen_multiple"):
        numbers += [value for value in _values(request, ("id",)) if not (is_bulk and value == "all")]
    if match.view_name.endswith("_chooser:chosen"):
        numbers.append(str(match.kwargs["pk"]))
    if any(not _is_number(value) for value in numbers):
        raise Nothing
    inside = list(_values(request, ("childOf",)))
    if is_bulk and Page.objects.filter(pk__in=inside).count() < len(set(inside)):
        raise Nothing
