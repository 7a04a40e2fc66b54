"""The search page."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.text import MAX_QUERY_LENGTH, clean_query

from .queries import find, people_called
from .terms import terms_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, by kind: people first, as they are few, then posts and write-ups, best first."""
    asked = request.GET.get("q", "")
    query = clean_query(asked)
    found = find(request.user, query, request.GET.get("page"))
    context = {"query": query, "slice": found, "more": urlencode({"q": query}) + "&"}
    if request.headers.get("HX-Request"):
        return render(request, "search/hits.html", context)
    context |= {
        "asked": bool(asked.strip()),
        "searchable": bool(terms_of(query)),
        "cut": len(asked) > MAX_QUERY_LENGTH and MAX_QUERY_LENGTH,
        "people": people_called(request.user, query) if found.number == 1 else [],
    }
    return render(request, "search/search.html", context)
