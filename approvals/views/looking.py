"""Having looked: told by the page that was opened."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ..deciders.access import may_review
from ..forms import LookForm
from ..models import Channel
from ..reviewing import seen
from . import answers


@require_POST
def looked(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has this version before them. The list of those who saw it comes back."""
    asked, task_state = answers.find(pk)
    if not may_review(request.user, asked) or asked.revision is None:
        raise Http404
    form = LookForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    told = form.cleaned_data
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):  # a browser that draws pages ahead runs their scripts
        seen.mark_seen(
            person=request.user,
            request=asked,
            revision_id=told["revision_id"],
            digest=told["digest"],
            channel=Channel(told["channel"] or Channel.SITE),
        )
    if request.headers.get("HX-Request"):
        return render(request, "approvals/parts/seen.html", {"seen": seen.seen_by(asked)})
    return redirect("approvals:review", task_state.pk)
