"""In the editor: earlier write-ups for the goal that is being typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..earlier_work import LONGEST_QUESTION, earlier_work, question

_MOST_LEFT_OUT = 200


@never_cache
@require_POST
def offer(request: HttpRequest) -> HttpResponse:
    """A fragment with what the person may read. By POST, because what a draft says belongs into no log of addresses;
    nothing is changed or kept."""
    left_out = {int(number) for number in request.POST.getlist("leave_out")[:_MOST_LEFT_OUT] if _is_number(number)}
    title, goal = (request.POST.get(name, "")[:LONGEST_QUESTION] for name in ("title", "goal"))
    found = earlier_work(request.user, title=title, goal=goal, leave_out=left_out)
    return render(request, "knowledge/earlier_work.html", {"found": found, "asked": bool(question(title, goal))})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
