"""Odd addresses and broken forms in the CMS get a clear answer, whoever sends them, and tell nothing on the way."""

import pytest
from django.utils.functional import SimpleLazyObject

from core.access import forget_group_ids, group_ids
from tests.core.test_cms_wall import page_form
from tests.factories.blog import make_draft, make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

BIG = "9" * 18
HUGE = "9" * 30
LINK = "/admin/choose-external-link/"


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "5",
        "null",
        "[]",
        '"x"',
        "{",
        '{"a": {"b": 1}}',
        '{"a\\u0000": true}',
        "[" * 50_000,
        f'{{"{"a" * 200}": true}}',
    ],
)
def test_a_note_that_is_put_away_is_a_name_and_a_word(as_person, odd):
    author = join(make_team(), "author")
    client = as_person(author)
    assert client.patch("/admin/dismissibles/", odd, content_type="application/json").status_code == 404
    said = client.patch("/admin/dismissibles/", '{"help": true}', content_type="application/json")
    assert said.json() == client.get("/admin/dismissibles/").json() == {"help": True}
    assert author.wagtail_userprofile.dismissibles == {"help": True}


@pytest.mark.parametrize("odd", ["abc", "-1", HUGE, "1 or 1"])
@pytest.mark.parametrize("name", ["revision", "revision_id", "overwrite_revision_id"])
def test_a_version_that_is_no_number_is_not_found(as_person, name, odd):
    team = make_team()
    author = join(team, "author")
    page = make_draft(team, author)
    client = as_person(author)
    for address in (f"/admin/pages/{page.pk}/edit/", f"/admin/editing-sessions/ping/wagtailcore/page/{page.pk}/0/"):
        assert client.post(address, page_form(page, **{name: odd})).status_code == 404
    assert page.revisions.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/admin/bulk/foo/bar/delete/?id=1",
        "/admin/bulk/wagtailcore/nosuch/delete/?id=1",
        f"/admin/bulk/wagtailcore/page/delete/?id=all&childOf={BIG}",
        "/admin/bulk/wagtailcore/page/delete/?id=all&childOf=abc",
        "/admin/editing-sessions/ping/foo/bar/1/1/",
        "/admin/images/chooser/chosen/foo/",
        "/admin/documents/chooser/chosen/٣²/",
        "/admin/images/chooser/chosen-multiple/?id=all",
        "/admin/documents/chooser/chosen-multiple/?id=abc",
        "/admin/choose-page/chosen-multiple/?id=all",
    ],
)
def test_what_names_nothing_is_not_found(as_person, address):
    for person in (AdministratorFactory(), join(make_team(), "lead")):
        client = as_person(person)
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert answers <= {404, 405}


def test_forms_with_fields_missing_or_beyond_all_numbers_are_refused(as_person):
    team = make_team(posting_policy="directly")
    lead = join(team, "lead")
    page = make_post(team, lead)
    for person in (AdministratorFactory(), lead):
        client = as_person(person)
        assert client.post(f"/admin/pages/{page.pk}/copy/", {"new_title": "x"}).status_code == 400
        assert client.put(f"/admin/pages/{page.pk}/copy/").status_code == 400
        assert client.post("/admin/pages/create/blog/blogpostpage", {"parent_page": HUGE}).status_code == 404
        assert client.post(f"/admin/pages/{page.pk}/unpublish/?next=x").status_code == 404
        assert client.post(LINK, {}).status_code == 404
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize(
    "address", ["/admin/pages/", "/admin/pages/1/", "/admin/pages/search/", "/admin/pages/search/?q=x"]
)
def test_administrators_walk_the_tree_from_its_root(as_person, address):
    assert as_person(AdministratorFactory()).get(address).status_code == 200


def test_an_address_that_is_pasted_as_a_link_says_nothing_of_the_page_behind_it(as_person):
    secret = make_team("Quokka", visibility="secret", posting_policy="directly")
    page = make_post(secret, join(secret, "author"), "Quokka post")
    client = as_person(join(make_team(), "author"))
    for address in (secret.page.get_url(), page.address, f"http://localhost{page.address}", page.full_url):
        answer = client.post(
            LINK, {"external-link-chooser-url": address, "external-link-chooser-link_text": "a word"}
        ).json()
        assert answer["step"] == "external_link_chosen"
        assert {name: answer["result"][name] for name in ("url", "title")} == {"url": address, "title": "a word"}
        assert answer["result"].keys() == {"url", "title", "prefer_this_title_as_link_text"}


def test_a_changed_group_is_noticed_through_the_user_of_a_request():
    person = UserFactory()
    team = make_team()
    of_request = SimpleLazyObject(lambda: person)
    assert team.readers_id not in group_ids(of_request)
    person.groups.add(team.readers_id)
    forget_group_ids(of_request)
    assert team.readers_id in group_ids(of_request)
