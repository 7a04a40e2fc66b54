"""Posts and write-ups for tests, in a true tree."""

import itertools

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from blog.models import BlogPostPage, WriteUpPage
from blog.rooms import blog_of, projects_of
from publishing.models import Article, Authorship

_numbers = itertools.count(1)


def _page(model, author, title, **fields):
    title = title or f"{model._meta.verbose_name.capitalize()} {next(_numbers)}"
    fields.setdefault("summary", f"What {title} is about.")
    return model(title=title, slug=fields.pop("slug", slugify(title)), owner=author, live=False, **fields)


def _sign(page, author, tags):
    if author is not None:
        page.authorships.add(Authorship(person=author, sort_order=0))
    page.tags.add(*tags)


def _draft(model, parent, author, title, **fields):
    tags = fields.pop("tags", ())
    page = _page(model, author, title, **fields)
    parent.add_child(instance=page)
    _sign(page, author, tags)
    page.save_revision(user=author)
    return model.objects.get(pk=page.pk)


def _published(model, parent, author, title, **fields):
    """What ``make_live`` makes of a draft, at half its cost: most tests begin with one of these."""
    tags = fields.pop("tags", ())
    page = _page(model, author, title, **fields)
    _sign(page, author, tags)
    parent.add_child(instance=page)
    revision = page.save_revision(user=author)
    _mark_live(page, live=True, has_unpublished_changes=False, live_revision=revision)
    return model.objects.get(pk=page.pk)


def _mark_live(page, **changes):
    now = timezone.now()
    Page.objects.filter(pk=page.pk).update(first_published_at=now, last_published_at=now, **changes)
    Article.objects.filter(pk=page.pk).update(published=now, last_activity=now)


def make_draft(team, author, title=None, **fields) -> BlogPostPage:
    """A post that its author has saved and nobody has approved."""
    return _draft(BlogPostPage, blog_of(team), author, title, **fields)


def make_draft_write_up(team, author, title=None, **fields) -> WriteUpPage:
    return _draft(WriteUpPage, projects_of(team), author, title, **fields)


def make_live(page):
    """Put a draft live without asking anybody: for tests whose subject is something else."""
    revision = page.latest_revision or page.save_revision(user=page.owner)
    fresh = revision.as_object()
    fresh.live = True
    fresh.has_unpublished_changes = False
    fresh.live_revision = revision
    fresh.save()
    _mark_live(page)
    return type(page).objects.get(pk=page.pk)


def make_post(team, author, title=None, **fields) -> BlogPostPage:
    """A live post."""
    return _published(BlogPostPage, blog_of(team), author, title, **fields)


def make_write_up(team, author, title=None, **fields) -> WriteUpPage:
    return _published(WriteUpPage, projects_of(team), author, title, **fields)
