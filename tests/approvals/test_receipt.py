"""Who will read a draft, and the draft with their eyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from approvals.models import Look
from publishing.models import Citation
from publishing.receipt import receipt_for
from tests.factories.approvals import approve, asked, communications, edit, said, task_of
from tests.factories.blog import make_draft, make_post
from tests.factories.library import make_document, make_picture
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def html(response):
    return response.content.decode()


def as_(draft, person=None):
    return f"/approvals/as/{draft.pk}/" + (f"?person={person.username}" if person else "")


@pytest.fixture
def closed():
    return make_team("Payroll", visibility="closed", posting_policy="communications")


@pytest.fixture
def author(closed):
    return join(closed, "author")


@pytest.fixture
def draft(closed, author):
    body = [("text", RichText("<p>The vans run on Tuesday.</p>"))]
    return make_draft(closed, author, "Two-week cycles", body=body)


# --- How many, and who -----------------------------------------------------------------------------------------------


def test_an_open_team_is_read_by_everybody_with_access(author):
    team = make_team()
    before = receipt_for(author, make_draft(team, author), team).count
    UserFactory(is_active=False)
    UserFactory()
    assert receipt_for(author, make_draft(team, author), team).count == before + 1


def test_a_closed_team_is_read_by_its_members_and_administrators(closed, author, draft):
    before = receipt_for(author, draft, closed).count
    UserFactory()
    join(closed, "member", UserFactory(is_active=False))
    join(closed, "member")
    AdministratorFactory()
    receipt = receipt_for(author, draft, closed)
    assert receipt.count == before + 2
    assert {person.pk for person in receipt.sample} >= {author.pk}


def test_five_of_them_are_named_from_the_first_to_the_last_and_always_the_same(closed, author, draft):
    for letter in "bcdefghij":
        join(closed, "member", UserFactory(first_name=letter.upper(), last_name="Nowak"))
    author.first_name = "A"
    author.save()
    names = [person.first_name for person in receipt_for(author, draft, closed).sample]
    assert (names[0], names[-1], len(names)) == ("A", "J", 5)
    assert names == sorted(names)
    assert names == [person.first_name for person in receipt_for(author, draft, closed).sample]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_few_are_all_named(size):
    team = make_team(visibility="closed")
    author = join(team, "author")
    for _person in range(size - 1):
        join(team, "member")
    sample = receipt_for(author, make_draft(team, author), team).sample
    assert len(sample) == len({person.pk for person in sample}) == min(size + 1, 5)  # and the administrator who made it


def test_files_of_another_team_are_closed_to_whoever_is_not_in_it():
    team, other = make_team(visibility="closed"), make_team(visibility="closed")
    writer, both = join(team, "author"), join(team, "member")
    for person in (writer, both):
        join(other, "member", person)
    join(team, "member")
    body = [("document", {"document": make_document(other, "Wages"), "note": ""})]
    draft = make_draft(team, writer, lead_picture=make_picture(team, "Gate"), body=body)
    files = receipt_for(writer, draft, team).files
    assert [(file.title, file.closed_to) for file in files] == [("Gate", 0), ("Wages", 1)]
    stranger = join(team, "editor")
    assert [file.title for file in receipt_for(stranger, draft, team).files] == ["Gate", ""]


@pytest.mark.parametrize("count", [2, 9])
def test_it_costs_the_same_for_many_readers_and_files(closed, author, count, django_assert_num_queries):
    for _person in range(count):
        join(closed, "member")
    body = [("picture", {"image": make_picture(closed), "caption": ""}) for _number in range(count)]
    body += [("document", {"document": make_document(closed), "note": ""}) for _number in range(count)]
    draft = make_draft(closed, author, body=body).get_latest_revision_as_object()
    receipt_for(author, draft, closed)
    del author._group_ids
    with django_assert_num_queries(13):
        receipt_for(author, draft, closed)


# --- Where it stands -------------------------------------------------------------------------------------------------


def test_the_editor_tells_it_before_anything_is_submitted(as_person, closed, author, draft):
    page = html(as_person(author).get(f"/admin/pages/{draft.pk}/edit/"))
    assert "Who will read this" in page
    assert "The members of Payroll and the administrators: 2 people." in page
    assert f'href="{as_(draft, author)}"' in page


def test_the_editor_of_a_new_page_tells_it_too(as_person, closed, author):
    place = make_draft(closed, author).get_parent()
    page = html(as_person(author).get(f"/admin/pages/add/blog/blogpostpage/{place.pk}/"))
    assert "The members of Payroll and the administrators: 2 people." in page
    assert "/approvals/as/" not in page


def test_the_review_tells_it(as_person, closed, author):
    request = asked(closed, author)
    editor = join(closed, "editor")
    page = html(as_person(editor).get(f"/approvals/{task_of(request).pk}/"))
    assert "The members of Payroll and the administrators: 3 people." in page
    assert f'href="{as_(request.article, author)}"' in page


def test_communications_learns_how_many_and_not_who_is_in_a_closed_team(as_person, closed, author):
    request = asked(closed, author)
    member = join(closed, "member", UserFactory(first_name="Quitten"))
    approve(join(closed, "editor"), request)
    client = as_person(communications())
    page = html(client.get(f"/approvals/{task_of(request).pk}/"))
    assert "4 people." in page
    assert "Who they are is known to the team." in page
    assert "Quitten" not in page
    assert client.get(as_(request.article, member)).status_code == 404


def test_opening_the_editor_as_somebody_who_is_asked_is_a_look_in_the_editor(as_person, closed, author):
    request = asked(closed, author)
    editor = join(closed, "editor")
    client = as_person(editor)
    page = html(client.get(f"/admin/pages/{request.article_id}/edit/"))
    place = f"/approvals/{task_of(request).pk}/looked/"
    assert f'data-looked="{place}" data-revision="{request.revision_id}"' in page
    client.post(place, said(request) | {"channel": "cms"})
    assert Look.objects.get().channel == "cms"


# --- With their eyes -------------------------------------------------------------------------------------------------


def test_a_member_will_see_the_page(as_person, closed, author, draft):
    page = html(as_person(author).get(as_(draft, join(closed, "member"))))
    assert "The vans run on Tuesday." in page
    assert "Two-week cycles" in page
    assert "Nothing here can be answered or changed" in page


def test_it_is_the_latest_draft_that_is_seen(as_person, closed, author, draft):
    edit(draft, author, summary="Other words than before.")
    assert "Other words than before." in html(as_person(author).get(as_(draft, author)))


def test_somebody_outside_will_find_nothing(as_person, author, draft):
    page = html(as_person(author).get(as_(draft, UserFactory())))
    assert "The vans run on Tuesday." not in page
    assert "There is nothing here for you to read" in page
    assert "how to join" in page


def test_of_a_secret_team_not_even_a_door_is_found(as_person):
    team = make_team(visibility="secret")
    author = join(team, "author")
    page = html(as_person(author).get(as_(make_draft(team, author), UserFactory())))
    assert "There is nothing here for you to read" in page
    assert "how to join" not in page


def cites(draft, by, *pages):
    fresh = draft.get_latest_revision_as_object()
    fresh.citations.add(*[Citation(cited=page, note="") for page in pages])
    fresh.body = [("earlier_page", {"page": page, "why": "Figures"}) for page in pages]
    fresh.save_revision(user=by)


def test_links_they_may_not_follow_are_not_there_and_nothing_is_told_of_what_else_they_read(as_person, closed, author):
    """Neither what only the author reads, nor what only the other one does."""
    mine, theirs = make_team(visibility="secret"), make_team(visibility="secret")
    member = join(closed, "member")
    join(mine, "author", author)
    join(theirs, "author", member)
    draft = make_draft(closed, author, "Two-week cycles", tags=["depot"])
    only_mine = make_post(mine, author, "minetitle", tags=["depot"])
    only_theirs = make_post(theirs, member, "theirstitle", tags=["depot"], citations=[Citation(cited=draft, note="x")])
    both = make_post(closed, author, "bothtitle")
    cites(draft, author, only_mine, only_theirs, both)
    page = html(as_person(author).get(as_(draft, member)))
    assert "bothtitle" in page
    assert "minetitle" not in page
    assert "theirstitle" not in page
    administrator = html(as_person(author).get(as_(draft, AdministratorFactory())))
    assert "theirstitle" not in administrator
    assert "minetitle" in html(as_person(author).get(as_(draft, author)))


def test_files_they_cannot_open_are_named(as_person, closed, author):
    other = make_team(visibility="closed")
    join(other, "member", author)
    body = [("document", {"document": make_document(other, "Wages"), "note": ""})]
    draft = make_draft(closed, author, body=body)
    member = join(closed, "member")
    assert "cannot open “Wages”." in html(as_person(author).get(as_(draft, member)))
    assert "cannot open" not in html(as_person(author).get(as_(draft, author)))


@pytest.mark.parametrize(
    ("who", "status"),
    [("author", 200), ("editor", 200), ("administrator", 200), ("member", 404), ("other author", 404), ("reader", 404)],
)
def test_only_those_who_may_edit_the_draft_look_with_other_eyes(as_person, closed, author, draft, who, status):
    people = {
        "author": lambda: author,
        "editor": lambda: join(closed, "editor"),
        "administrator": AdministratorFactory,
        "member": lambda: join(closed, "member"),
        "other author": lambda: join(closed, "author"),
        "reader": UserFactory,
    }
    client = as_person(people[who]())
    for address in (as_(draft), as_(draft, author)):
        assert client.get(address).status_code == status
        assert client.post(address).status_code in {403, 405}


@pytest.mark.parametrize("typed", ["nobody-of-this-name", "x" * 5_000, " ", "<b>", "' OR 1=1"])
def test_whoever_is_not_there_gets_a_sentence(as_person, author, draft, typed):
    answer = as_person(author).get(as_(draft), {"person": typed})
    assert answer.status_code == 200
    assert ("nobody with access who is called this" in html(answer)) == bool(typed.strip())
    assert "<b>" not in html(answer).partition('name="person"')[2][:400]


def test_somebody_without_access_any_more_is_nobody(as_person, closed, author, draft):
    gone = join(closed, "member", UserFactory(is_active=False))
    assert "nobody with access" in html(as_person(author).get(as_(draft, gone)))


def test_nobody_is_signed_in_as_anybody(as_person, closed, author, draft):
    client = as_person(author)
    client.get(as_(draft, AdministratorFactory()))
    assert client.get("/admin/users/").status_code == 404
    member = join(closed, "member")
    with CaptureQueriesContext(connection) as counted:
        client.get(as_(draft, member))
    assert [query["sql"] for query in counted if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))] == []
