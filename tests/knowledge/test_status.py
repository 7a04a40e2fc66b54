"""What a page is worth today: said by those who may, shown to everybody who reads it."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from publishing.models import Article
from tests.factories.blog import make_draft, make_post
from tests.factories.knowledge import due_on, give
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def page(team, author):
    return make_post(team, author, "How we order parts")


def address(page):
    return f"/knowledge/{page.pk}/status/"


def said(client, page, **changes):
    """The form as it is opened, with changes, sent."""
    form = client.get(address(page)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | changes
    return client.post(address(page), data)


def fresh(page):
    return Article.objects.get(pk=page.pk)


def in_a_year():
    return timezone.localdate() + datetime.timedelta(days=365)


def test_an_editor_calls_a_page_official_and_every_reader_sees_it(as_person, reader, page, editor):
    assert said(as_person(editor), page, standing="official").status_code == 302
    client = as_person(reader)
    assert '<span class="mark">Official</span>' in client.get(page.address).content.decode()
    assert '<span class="mark">Official</span>' in client.get("/").content.decode()


def test_an_outdated_page_stays_says_so_and_leads_to_what_took_its_place(as_person, reader, team, page, author):
    newer = make_post(team, author, "Ordering parts since spring")
    assert said(as_person(author), page, standing="outdated", successor=newer.address).status_code == 302
    text = as_person(reader).get(page.address).content.decode()
    assert "This page is outdated" in text
    assert f'<a href="{newer.address}">Ordering parts since spring</a>' in text


def test_a_successor_is_found_by_words_of_its_title_and_picked_where_several_fit(as_person, team, page, author):
    first, second = (make_post(team, author, f"Ordering parts {year}") for year in (2025, 2026))
    client = as_person(author)
    answer = said(client, page, standing="outdated", successor="ordering parts")
    assert answer.status_code == 422
    assert "Ordering parts 2025" in answer.content.decode()
    form = answer.context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"picked": second.pk}
    assert client.post(address(page), data).status_code == 302
    assert fresh(page).successor_id == second.pk != first.pk


def test_a_reader_of_the_old_page_who_may_not_read_the_new_one_meets_none_of_it(as_person, reader, page):
    secret = make_team("Hidden Harbour", visibility="secret")
    insider = join(secret, "author")
    join(page.team, "editor", insider)
    newer = make_post(secret, insider, "Merger of the depots")
    give(page, by=insider, standing="outdated", successor=newer)
    text = as_person(reader).get(page.address).content.decode()
    assert "This page is outdated" in text
    assert "Merger" not in text
    assert "took its place" not in text
    assert "Merger of the depots" in as_person(insider).get(page.address).content.decode()


def test_a_successor_that_an_editor_may_not_read_is_neither_told_nor_lost(as_person, page, editor):
    secret = make_team("Hidden Harbour", visibility="secret")
    insider = join(secret, "author")
    join(page.team, "editor", insider)
    newer = make_post(secret, insider, "Merger of the depots")
    give(page, by=insider, standing="outdated", successor=newer)
    client = as_person(editor)
    assert "merger" not in client.get(address(page)).content.decode().casefold()
    assert said(client, page, keeper=editor.username).status_code == 302
    assert fresh(page).successor_id == newer.pk


@pytest.mark.parametrize("name", ["Merger of the depots", "/teams/hidden-harbour/blog/merger-of-the-depots/"])
def test_a_page_one_may_not_read_is_no_successor_like_one_that_never_was(as_person, page, author, name):
    secret = make_team("Hidden Harbour", visibility="secret")
    make_post(secret, join(secret, "author"), "Merger of the depots")
    client = as_person(author)
    answer = said(client, page, standing="outdated", successor=name)
    never = said(client, page, standing="outdated", successor="Nothing of the kind")
    assert answer.status_code == never.status_code == 422
    assert answer.context["form"].errors == never.context["form"].errors


def test_an_outdated_page_is_no_successor(as_person, team, page, author):
    older = give(make_post(team, author, "Older still"), standing="outdated")
    assert said(as_person(author), page, standing="outdated", successor=older.address).status_code == 422


def test_only_what_is_outdated_has_a_successor(page):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=page.pk).update(successor=page.pk)


@pytest.mark.parametrize(
    ("role", "may", "may_call_official"),
    [
        ("lead", True, True),
        ("editor", True, True),
        ("author", False, False),
        ("member", False, False),
        (None, False, False),
    ],
)
def test_who_sets_the_status_of_a_colleagues_page(as_person, team, page, role, may, may_call_official):
    person = join(team, role) if role else UserFactory()
    client = as_person(person)
    assert client.get(address(page)).status_code == (200 if may else 404)
    if may:
        assert said(client, page, standing="official").status_code == (302 if may_call_official else 422)


def test_an_author_does_not_call_the_own_page_official(as_person, page, author):
    client = as_person(author)
    assert said(client, page, standing="official").status_code == 422
    assert fresh(page).standing == "current"


def test_what_editors_called_official_they_alone_change(as_person, page, author, editor):
    give(page, by=editor, standing="official")
    assert as_person(author).get(address(page)).status_code == 404


def test_whoever_looks_after_an_official_page_may_say_that_it_holds_no_more(as_person, page, author, editor):
    give(page, by=editor, standing="official", keeper=author, review_on=in_a_year())
    client = as_person(author)
    assert client.get(address(page)).context["form"] is None
    client.post(f"/knowledge/{page.pk}/answer/", {"answer": "outdated"})
    assert fresh(page).standing == "outdated"


def test_in_an_archived_team_nothing_is_said_any_more(as_person, team, page, editor, administrator):
    from teams.changes import archive_team

    archive_team(team=team, by=administrator)
    assert as_person(editor).get(address(page)).status_code == 404


def test_one_who_cannot_read_the_page_cannot_look_after_it(as_person):
    closed = make_team("Closed Circle", visibility="closed")
    editor = join(closed, "editor")
    page = make_post(closed, editor, "Numbers")
    outsider = UserFactory()
    assert said(as_person(editor), page, keeper=outsider.username).status_code == 422
    assert said(as_person(editor), page, keeper=join(closed, "member").username).status_code == 302


def test_a_page_of_a_closed_team_is_looked_after_by_no_other_team(as_person):
    other = make_team("Another")
    closed = make_team("Closed Circle", visibility="closed")
    editor = join(closed, "editor")
    page = make_post(closed, editor, "Numbers")
    assert said(as_person(editor), page, keeper_team=other.pk).status_code == 422
    assert said(as_person(editor), page, keeper_team=closed.pk).status_code == 302


@pytest.mark.parametrize("wrong", [
    {"review_on": "2020-01-01", "keeper": "reader"},
    {"review_on": "2031-01-01"},
    {"keeper": "nobody-of-this-name"},
    {"keeper": "reader", "keeper_team": "team"},
    {"review_on": "soon", "keeper": "reader"},
    {"review_months": "0"},
    {"standing": "golden"},
    {"standing": ""},
    {"seen": "another"},
    {"successor": "\0", "standing": "outdated"},
    {"successor": "x" * 401, "standing": "outdated"},
    {"successor": "http://[old/", "standing": "outdated"},
    {"successor": "//[::/", "standing": "outdated"},
    {"successor": "/teams/a%00b/", "standing": "outdated"},
    {"successor": "/go/999999999999999999/", "standing": "outdated"},
])  # fmt: skip
def test_what_does_not_fit_is_said_and_nothing_is_changed(as_person, reader, team, page, editor, wrong):
    wrong = {name: str(team.pk) if value == "team" else value for name, value in wrong.items()}
    answer = said(as_person(editor), page, **wrong)
    assert answer.status_code == 422
    assert fresh(page).standing == "current"
    assert fresh(page).keeper_id is None


def test_of_two_who_change_it_at_once_the_second_is_told(as_person, page, author, editor):
    client = as_person(author)
    form = client.get(address(page)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"standing": "outdated"}
    give(page, by=editor, keeper=editor)
    answer = client.post(address(page), data)
    assert answer.status_code == 422
    assert "Somebody changed this" in answer.content.decode()
    assert fresh(page).standing == "current"


def test_every_change_leaves_a_line_in_the_pages_history(page, editor):
    give(page, by=editor, standing="official")
    give(page, by=editor, keeper=editor)
    lines = PageLogEntry.objects.filter(page=page.pk, action__startswith="knowledge.").order_by("pk")
    assert [(line.action, line.user) for line in lines] == [("knowledge.official", editor), ("knowledge.kept", editor)]
    assert all(registry.action_exists(line.action) for line in lines)
    assert not ModelLogEntry.objects.filter(action__startswith="knowledge.").exists()


def test_no_revision_brings_an_old_status_back(page, author, editor):
    revision = page.save_revision(user=author)
    give(page, by=editor, standing="official", keeper=editor, review_on=in_a_year())
    again = Revision.objects.get(pk=revision.pk).as_object()
    assert (again.standing, again.keeper_id, again.review_on) == ("official", editor.pk, in_a_year())
    again.save()
    assert fresh(page).standing == "official"


def test_a_copy_is_neither_official_nor_outdated(page, editor):
    give(page, by=editor, standing="official", keeper=editor, review_on=in_a_year())
    copy = Article.objects.get(pk=page.copy(update_attrs={"slug": "copy", "title": "Copy"}).pk)
    assert (copy.standing, copy.keeper_id, copy.review_on) == ("current", None, None)


def test_a_draft_has_a_status_before_anybody_reads_it(as_person, team, author):
    draft = make_draft(team, author, "Not yet")
    assert said(as_person(author), draft, keeper=author.username, review_on=in_a_year()).status_code == 302
    assert fresh(draft).keeper_id == author.pk


def test_an_overdue_page_carries_a_quiet_notice_and_stays(as_person, reader, page, editor):
    give(page, by=editor, keeper=editor, review_on=in_a_year())
    client = as_person(reader)
    assert "nobody has said since" not in client.get(page.address).content.decode()
    due_on(page, timezone.localdate())
    assert "nobody has said since" not in client.get(page.address).content.decode()
    due_on(page, timezone.localdate() - datetime.timedelta(days=1))
    text = client.get(page.address).content.decode()
    assert "nobody has said since" in text
    assert editor.display_name in text
    assert page.title in client.get("/").content.decode()


def test_a_team_that_looks_after_a_page_is_named_to_those_alone_who_may_know_of_it(as_person, reader, page, editor):
    other = make_team("Parts desk")
    give(page, by=editor, keeper_team=other, review_on=in_a_year())
    due_on(page, timezone.localdate() - datetime.timedelta(days=1))
    client = as_person(reader)
    assert "Parts desk" in client.get(page.address).content.decode()
    type(other).objects.filter(pk=other.pk).update(visibility="secret")
    assert "Parts desk" not in client.get(page.address).content.decode()


def test_an_outdated_page_with_a_successor_costs_what_any_other_costs(
    as_person, reader, team, page, author, django_assert_max_num_queries
):
    newer = make_post(team, author, "Ordering parts since spring")
    give(page, standing="outdated", successor=newer, keeper=author)
    client = as_person(reader)
    client.get(page.address)
    with django_assert_max_num_queries(10):
        assert "since spring" in client.get(page.address).content.decode()


def test_the_editing_desk_leads_to_the_status(as_person, page, editor):
    text = as_person(editor).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f"/knowledge/{page.pk}/status/" in text


def test_the_pages_own_bar_leads_editors_to_it_and_shows_readers_nothing(as_person, reader, page, editor):
    assert address(page) in as_person(editor).get(page.address).content.decode()
    assert address(page) not in as_person(reader).get(page.address).content.decode()
