"""Searching in tests: what is saved is indexed at once, as the worker does it a moment later in the house."""

import pytest

from search.index import keeping
from tests.factories import blog


@pytest.fixture(autouse=True)
def _indexed_at_once(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    mark_live = blog._mark_live

    def mark_live_and_index(page, **changes):
        """The factories put pages live past the one way to live, which would tell the index."""
        mark_live(page, **changes)
        keeping.put_page(page.pk)

    monkeypatch.setattr(blog, "_mark_live", mark_live_and_index)


@pytest.fixture
def found(as_person):
    """The titles that somebody finds: ``found(reader, "depot")``. Kinds of one's own choice with ``kind=``."""

    def titles(person, query, **params):
        response = as_person(person).get("/search/", {"q": query, **params})
        assert response.status_code == 200
        return [hit.title for hit in response.context["slice"].rows]

    return titles
