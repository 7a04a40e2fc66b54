"""Searching in tests: what is saved is indexed at once, as the worker does it a moment later in the house."""

import pytest


@pytest.fixture(autouse=True)
def _indexed_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def found(as_person):
    """The titles that somebody finds: ``found(reader, "depot")``."""

    def titles(person, query, **params):
        response = as_person(person).get("/search/", {"q": query, **params})
        assert response.status_code == 200
        return [hit.title for hit in response.context["slice"].rows]

    return titles
