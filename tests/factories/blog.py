"""Posts and write-ups for tests, in a true tree."""

import itertools

from django.utils import timezone
from django.utils.text import slugify

from blog.models import BlogPostPage, WriteUpPage
from blog.rooms import blog_of, projects_of
from publishing.models import Article, Authorship

_numbers = itertools.count(1)


def _draft(model, parent, author, title, **fields):
    title = title or f"{model._meta.verbose_name.capitalize()} {next(_numbers)}"
    fields.setdefault("summary", f"What {title} is about.")
    tags = fields.pop("tags", ())
    page = model(title=title, slug=fields.pop("slug", slugify(title)), owner=author, live=False, **fields)
    parent.add_child(instance=page)
    if author is not None:
        page.authorships.add(Authorship(person=author, sort_order=0))
    page.tags.add(*tags)
    page.save_revision(user=author)
    return model.objects.get(pk=page.pk)


def make_draft(team, author, title=None, **fields) -> BlogPostPage:
    """A post that its author has saved and nobody has approved."""
    return _draft(BlogPostPage, blog_of(team), author, title, **fields)


def make_draft_write_up(team, author, title=None, **fields) -> WriteUpPage:
    return _draft(WriteUpPage, projects_of(team), author, title, **fields)


def make_live(page):
    """Put a draft live without asking anybody: for tests whose subject is something else."""
    now = timezone.now()
    revision = page.latest_revision or page.save_revision(user=page.owner)
    type(page).objects.get(pk=page.pk)
    fresh = revision.as_object()
    fresh.live = True
    fresh.has_unpublished_changes = False
    fresh.live_revision = revision
    fresh.first_published_at = fresh.last_published_at = now
    fresh.save()
    Article.objects.filter(pk=page.pk).update(published=now, last_activity=now)
    return type(page).objects.get(pk=page.pk)


def make_post(team, author, title=None, **fields) -> BlogPostPage:
    """A live post."""
    return make_live(make_draft(team, author, title, **fields))


def make_write_up(team, author, title=None, **fields) -> WriteUpPage:
    return make_live(make_draft_write_up(team, author, title, **fields))
