"""What a page is worth, for tests."""

from dataclasses import replace

from knowledge import standing, tasks
from publishing.models import Article
from tests.factories.people import AdministratorFactory


def give(page, by=None, **changes) -> Article:
    """A page with another status, given by the action that people use."""
    article = Article.objects.get(pk=page.pk)
    for name in ("successor", "keeper", "keeper_team"):
        if name in changes:
            changes[f"{name}_id"] = changes.pop(name).pk
    to = replace(standing.status_of(article), **changes)
    standing.change(by=by or AdministratorFactory(), article=article, to=to)
    return type(page).objects.get(pk=page.pk)


def due_on(page, day) -> None:
    """A page whose day has come nearer, or passed, since it was set."""
    Article.objects.filter(pk=page.pk).update(review_on=day)


def know_all() -> None:
    """What the worker does after each publication, for every live page there is."""
    for pk in Article.objects.filter(live=True).order_by("pk").values_list("pk", flat=True):
        tasks.know.func(pk)
