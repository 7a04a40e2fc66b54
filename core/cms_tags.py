"""Suggestions of tags in the CMS: a tag that is used only where somebody may not look is not suggested to them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase, JsonResponse

Suggest = Callable[[Any, str], Iterable[str]]
SHOWN = 10

_suggesters: dict[type[Model], Suggest] = {}


def register_tags(model: type[Model], suggest: Suggest) -> None:
    """Say which names of tags of ``model`` begin with what was typed and may be told to this person."""
    _suggesters[model] = suggest


def suggestions(request: HttpRequest, words: Mapping[str, str]) -> HttpResponseBase:
    try:
        model = apps.get_model(words["app_name"], words["model_name"])
    except (KeyError, LookupError):
        return JsonResponse([], safe=False)
    suggest = _suggesters.get(model)
    typed = request.GET.get("term", "").strip()
    names = list(suggest(request.user, typed))[:SHOWN] if suggest and typed else []
    return JsonResponse(names, safe=False)
