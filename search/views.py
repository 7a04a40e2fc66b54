"""Search over HTTP."""

from contextlib import suppress
from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.sections import render_sections
from core.text import MAX_QUERY_LENGTH, clean_query

from .meaning import meant
from .permissions import may_tend_search
from .promoted import promoted
from .queries import answer
from .questions import BY_DATE, Question
from .suggesting import suggestions
from .taken_down import KEPT_FOR, LISTED_FOR, in_vain, take_down, ticket_for


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything that was found in one list, best first, and what it can be narrowed by."""
    question = Question.of(request.GET)
    found = answer(request.user, question, request.GET.get("page"))
    more = question.address() + "&"
    if request.headers.get("HX-Request"):
        return render(request, "search/hits.html", {"slice": found.slice, "more": more})
    context: dict[str, Any] = {
        "query": question.text,
        "question": question,
        "slice": found.slice,
        "facets": found.facets,
        "more": more,
        "asked": bool(request.GET.get("q", "").strip()),
        "searchable": bool(question.words),
        "cut": question.is_cut and MAX_QUERY_LENGTH,
        "by_relevance": question.address(sort=""),
        "by_date": question.address(sort=BY_DATE),
        "everything": question.address(**dict.fromkeys(question.chosen, "")),
        "all_kinds": question.address(kind=""),
        "instead_of": clean_query(request.GET.get("instead_of", "")),
    }
    if question.words and found.slice.number == 1:
        context["promoted"] = [] if question.chosen else promoted(request.user, question.text)
        if not found.facets.everything and not question.chosen and not context["instead_of"]:
            other = meant(request.user, question)
            if other:
                # Nothing held what was typed, and this is found: a slip of the finger costs no second search.
                return redirect(f"{reverse('search:search')}?{other.address(instead_of=question.text)}")
        if not question.chosen:
            context["answers"] = render_sections("search_answers", request, list(question.words))
        context["ticket"] = ticket_for(context["instead_of"] or question.text, found.facets.everything)
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What may be meant by what was typed so far: lines of a list, put below the search box."""
    found = suggestions(request.user, request.GET.get("q", ""))
    response = render(request, "search/suggestions.html", {"suggestions": found})
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def asked(request: HttpRequest) -> HttpResponse:
    """A page of results was looked at, or something on it was opened. Counted, of nobody by name."""
    with suppress(BadSignature):
        take_down(request.POST.get("ticket", ""), by=request.user, is_opened="opened" in request.POST)
    return HttpResponse(status=204)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What is looked for in vain. To whoever may not read it, it does not exist."""
    if not may_tend_search(request.user):
        raise Http404
    context = {"searches": in_vain(), "days": LISTED_FOR.days, "kept_days": KEPT_FOR.days}
    return render(request, "search/report.html", context)
