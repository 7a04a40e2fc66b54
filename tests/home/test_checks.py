"""What the front door's check finds."""

import pytest
from wagtail.models import Page

from home.checks import check_first_parts, first_parts
from home.models import HomePage

pytestmark = pytest.mark.django_db


def problems():
    return [problem.id for problem in check_first_parts(databases=["default"])]


def test_the_first_parts_are_those_of_plain_views():
    taken = set(first_parts())
    assert {"accounts", "admin", "approvals", "healthz", "inbox", "people", "search", "tags", "write"} <= taken
    assert "" not in taken


@pytest.mark.parametrize(("slug", "found"), [("approvals", ["home.E001"]), ("people", ["home.E001"]), ("about", [])])
def test_a_page_in_the_place_of_a_plain_view_is_found(slug, found):
    assert problems() == []
    HomePage.objects.get().add_child(instance=Page(title="Shadowed", slug=slug))
    assert problems() == found
