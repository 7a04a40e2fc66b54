"""A team to import into, and the short way to do it."""

import io
import json

import pytest

from blog.models import BlogPostPage
from imports.models import Import
from imports.pictures.shelf import Shelf
from imports.running import bring_in, read_all
from imports.stage import Stage
from publishing.models import Article
from tests.factories.teams import make_team


@pytest.fixture
def team(db):
    return make_team("Logistics")


class Importer:
    def __init__(self, team, by):
        self.team, self.by = team, by

    def __call__(self, text, *, format="wordpress", is_trial=False, shelf=None, run=None, **fields):
        data = text if isinstance(text, bytes) else text.encode()
        state = Import.State.CHECKING if is_trial else Import.State.RUNNING
        run = run or Import.objects.create(
            format=format, name="export.xml", team=self.team, by=self.by, state=state, **fields
        )
        with Stage() as stage:
            notes = read_all(stage, io.BytesIO(data), format)
            bring_in(run, stage, notes, shelf or Shelf(), is_trial=is_trial)
        return Import.objects.get(pk=run.pk)

    def page(self, title):
        return BlogPostPage.objects.get(title=title, team=self.team)

    def blocks(self, title):
        return [(block.block_type, block.value) for block in self.page(title).body]

    def said(self, run, name=None):
        """The report's words, by what they are about."""
        lines = run.lines.all() if name is None else run.lines.filter(name=name)
        return [(line.get_kind_display(), line.words) for line in lines]


@pytest.fixture
def bring(team, administrator):
    return Importer(team, administrator)


@pytest.fixture
def count():
    return lambda: (Article.objects.count(), Import.objects.count())


def as_json(value):
    return json.dumps(value, default=str)
