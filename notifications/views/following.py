"""What I follow and mute."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from core.pagination import page_of
from notifications import buttons, reading
from notifications import following as actions
from notifications.subjects import Subject

ROWS_A_PAGE = 50
_ACTS = {"follow": actions.follow, "mute": actions.mute, "leave": actions.leave}


@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """Everything I follow or mute, kind by kind, with a way to stop. What I may not see any more has no name."""
    slice_ = page_of(reading.followings_of(request.user), request.GET.get("page"), size=ROWS_A_PAGE)
    context = {"slice": slice_, "kinds": reading.by_subject_kind(request.user, slice_.rows)}
    return render(request, "notifications/following.html", context)


@require_POST
def take_stance(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Follow, mute, or neither; what may not be seen is as absent here as anywhere."""
    act = _ACTS.get(request.POST.get("act", ""))
    try:
        subject = Subject.read(f"{kind}:{number}")
    except ValueError:
        raise Http404 from None
    if act is None:
        raise Http404
    try:
        act(person=request.user, subject=subject)
    except PermissionDenied:
        raise Http404 from None
    if request.headers.get("HX-Request"):
        shape = request.POST.get("shape", "")
        template = buttons.LINE if shape == "line" else buttons.CONTROL
        context = buttons.control(request.user, subject, back=_back(request))
        # What was pressed is gone; whoever uses the keyboard goes on from what stands in its place.
        return render(request, template, context | {"has_focus": True})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page that the button stood on, if it is one of ours."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else "/inbox/following/"
