"""The pictures and documents of an article that moves to another team."""

import pytest
from django.core.management import call_command

from blog.rooms import blog_of
from tests.factories.blog import make_draft, make_post
from tests.factories.library import make_document, make_picture
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make_team("Here", visibility="secret")


@pytest.fixture
def there():
    return make_team("There")


@pytest.fixture
def mover(here, there):
    return join(there, "lead", join(here, "lead"))


def move(page, team, by):
    call_command("rebuild_references_index", verbosity=0)
    page.move(blog_of(team), pos="last-child", user=by)


def body(picture, document=None):
    blocks = [("picture", {"image": picture, "caption": ""})]
    return blocks + ([("document", {"document": document, "note": ""})] if document else [])


def test_what_only_the_moved_page_uses_goes_with_it(client, here, there, mover):
    lead, inside, paper = make_picture(here), make_picture(here), make_document(here)
    page = make_post(here, mover, lead_picture=lead, body=body(inside, paper))
    move(page, there, mover)
    client.force_login(UserFactory(), backend="people.backends.FoldedNameBackend")
    for file in (lead, inside, paper):
        file.refresh_from_db()
        assert file.collection_id == there.collection_id
    for address in (lead.shown("row").url, inside.shown("large").url, paper.url):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("make", [make_post, make_draft])
def test_what_another_page_still_uses_stays_with_it(client, here, there, mover, make):
    shared = make_picture(here)
    make(here, mover, body=body(shared))
    page = make_post(here, mover, lead_picture=shared)
    move(page, there, mover)
    shared.refresh_from_db()
    assert shared.collection_id == here.collection_id
    client.force_login(UserFactory(), backend="people.backends.FoldedNameBackend")
    assert client.get(shared.shown("row").url).status_code == 404


def test_pictures_of_the_house_and_of_others_stay_where_they_are(here, there, mover):
    other = make_team("Third")
    house, foreign = make_picture(), make_picture(other)
    before = house.collection_id
    page = make_post(here, mover, lead_picture=house, body=body(foreign))
    move(page, there, mover)
    house.refresh_from_db()
    foreign.refresh_from_db()
    assert (house.collection_id, foreign.collection_id) == (before, other.collection_id)


def test_the_mover_is_told_what_will_not_be_seen(as_person, here, there, mover):
    shared = make_picture(here, "Shared chart")
    make_draft(here, mover, body=body(shared))
    page = make_post(here, mover, lead_picture=shared)
    call_command("rebuild_references_index", verbosity=0)
    answer = as_person(mover).get(f"/admin/pages/{page.pk}/move/{blog_of(there).pk}/confirm/")
    assert "Shared chart" in answer.content.decode()
