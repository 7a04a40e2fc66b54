"""Who saw which version, and what changed since I looked."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry
from wagtail.rich_text import RichText

from approvals.deciding import actions
from approvals.models import Look
from tests.factories.approvals import approve, asked, communications, edit, look, said, send_back, task_of
from tests.factories.notifications import deliver
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

THREE_LINES = "<p>The vans run on Tuesday.</p><p>The north depot opens at six.</p><p>Bring your badge.</p>"


def address(request, more=""):
    return f"/approvals/{task_of(request).pk}/{more}"


def html(response):
    return response.content.decode()


@pytest.fixture
def team():
    return make_team(posting_policy="editors", visibility="closed")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def request_(team, editor):
    return asked(team, title="Two-week cycles", body=[("text", RichText(THREE_LINES))])


@pytest.fixture
def author(request_):
    return request_.workflow_state.requested_by


def again(request_, editor, author, words="Say which depot.", **changes):
    """Sent back, changed and submitted again."""
    send_back(editor, request_, words)
    edit(request_.article.specific, author, **changes)
    return actions.submit(by=author, article=type(request_.article).objects.get(pk=request_.article_id))


def test_opening_by_get_leaves_no_trace(as_person, request_, editor):
    client = as_person(editor)
    assert client.get(address(request_)).status_code == 200
    assert client.head(address(request_)).status_code == 200
    assert not Look.objects.exists()


def test_the_opened_page_says_by_itself_that_it_was_opened(as_person, request_, editor):
    page = html(as_person(editor).get(address(request_)))
    assert f'hx-post="{address(request_, "looked/")}" hx-trigger="load, submit"' in page
    assert "Nobody who is asked has opened this yet." in page


def test_a_look_is_noted_once_a_version(as_person, request_, editor):
    client = as_person(editor)
    for _time in range(3):
        answer = client.post(address(request_, "looked/"), said(request_))
    assert answer["Location"] == address(request_)
    look_ = Look.objects.get()
    assert (look_.person, look_.revision_id, look_.channel) == (editor, request_.revision_id, "site")
    entry = PageLogEntry.objects.get(action="approvals.looked")
    assert (entry.user, entry.revision_id) == (editor, request_.revision_id)
    assert registry.get_action_label("approvals.looked") == "Looked at"


def test_in_place_the_list_of_those_who_saw_it_comes_back(as_person, request_, editor):
    answer = as_person(editor).post(address(request_, "looked/"), said(request_), headers={"HX-Request": "true"})
    assert str(editor) in html(answer)
    assert "this version" in html(answer)
    assert "<form" not in html(answer)


def test_once_noted_the_page_does_not_say_it_again(as_person, request_, editor):
    look(editor, request_)
    page = html(as_person(editor).get(address(request_)))
    assert "looked/" not in page
    assert "this version" in page


def test_a_browser_that_draws_pages_ahead_has_seen_nothing(as_person, request_, editor):
    client = as_person(editor)
    client.post(address(request_, "looked/"), said(request_), headers={"Sec-Purpose": "prefetch;prerender"})
    assert not Look.objects.exists()


@pytest.mark.parametrize("who", ["author", "outsider", "member"])
def test_only_those_who_are_asked_are_noted(as_person, request_, author, team, who):
    person = {"author": author, "outsider": UserFactory(), "member": join(team, "member")}[who]
    answer = as_person(person).post(address(request_, "looked/"), said(request_))
    assert answer.status_code == (302 if who == "author" else 404)
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"digest": "0" * 64},
        {"revision_id": 987_654},
        {"revision_id": "x"},
        {"revision_id": "9" * 30},
        {"digest": "\0"},
        {"channel": "mail"},
        {"channel": "x" * 100_000},
    ],
)
def test_a_version_that_is_not_asked_about_is_not_noted(as_person, request_, editor, odd):
    answer = as_person(editor).post(address(request_, "looked/"), said(request_) | odd)
    assert answer.status_code in {302, 400}
    assert not Look.objects.exists()


def test_nobody_may_claim_to_have_seen_an_earlier_draft(as_person, request_, editor, author):
    """They would be shown what changed since, and with it words that they were never asked about."""
    earlier = said(request_)
    edit(request_.article.specific, editor, title="Mended")
    other = join(request_.article.team, "editor")
    as_person(other).post(address(request_, "looked/"), earlier)
    assert not Look.objects.exists()


def test_authors_and_colleagues_see_who_looked_and_at_what(as_person, request_, editor, author, team):
    look(editor, request_)
    other = join(team, "editor")
    page = html(as_person(author).get(address(request_)))
    assert str(editor) in page
    assert "this version" in page
    edit(request_.article.specific, other, summary="Other words")
    assert "an earlier version" in html(as_person(author).get(address(request_)))


def test_whoever_comes_back_is_shown_what_changed_since(as_person, request_, editor, author):
    look(editor, request_)
    changed = THREE_LINES.replace("six", "seven")
    request = again(request_, editor, author, body=[("text", RichText(changed))])
    page = html(as_person(editor).get(address(request)))
    assert 'href="?view=mine" aria-current="page"' in page
    assert "You saw this last" in page
    assert "six.</del>" in page
    marked = page.partition('class="diff"')[2].partition("</section>")[0]
    assert "What Two-week cycles is about." not in marked  # what did not change is left out
    look(editor, request)
    assert 'href="?view=mine" aria-current="page"' in html(as_person(editor).get(address(request)))


def test_whoever_comes_for_the_first_time_is_offered_no_last_look(as_person, request_, author, team, editor):
    look(editor, request_)
    request = again(request_, editor, author, summary="Other words")
    other = join(team, "editor")
    assert "?view=mine" not in html(as_person(other).get(address(request)))
    assert as_person(other).get(address(request), {"view": "mine"}).status_code == 200


def test_a_decision_by_mail_counts_as_having_seen_it(as_person, request_, editor, author):
    request = again(request_, editor, author, summary="Other words")
    assert not Look.objects.exists()
    assert "Other" in html(as_person(editor).get(address(request), {"view": "mine"}))


def test_a_second_request_for_a_page_goes_on_from_the_first(as_person, request_, editor, author):
    look(editor, request_)
    actions.withdraw(by=author, article=request_.article)
    edit(request_.article.specific, author, summary="Other words")
    request = actions.submit(by=author, article=type(request_.article).objects.get(pk=request_.article_id))
    assert request.pk != request_.pk
    assert "Since your last look" in html(as_person(editor).get(address(request)))


def test_the_mail_tells_what_changed_since_i_looked_and_only_me(request_, editor, author, team):
    look(editor, request_)
    deliver()
    other = join(team, "lead")
    send_back(editor, request_)
    edit(request_.article.specific, author, body=[("text", RichText(THREE_LINES.replace("six", "seven")))])
    actions.submit(by=author, article=type(request_.article).objects.get(pk=request_.article_id))
    deliver()
    asks = {sent.to[0]: sent for sent in mail.outbox if "asks you to approve" in sent.subject}
    mine = asks[editor.email]
    assert "Changed since you saw it last:" in mine.body
    assert "− The north depot opens at six." in mine.body
    assert "+ The north depot opens at seven." in mine.body
    assert "Changed since you saw it last:" not in asks[other.email].body


def test_the_mail_does_not_grow_without_end(request_, editor, author):
    look(editor, request_)
    send_back(editor, request_)
    edit(request_.article.specific, author, body=[("text", RichText("<p>" + "word " * 9_000 + "</p>"))])
    actions.submit(by=author, article=type(request_.article).objects.get(pk=request_.article_id))
    deliver()
    assert "Too much to be told here" in mail.outbox[-1].body


def test_after_the_second_step_the_first_ones_looks_still_stand(as_person):
    team = make_team(posting_policy="communications")
    editor, comms = join(team, "editor"), communications()
    request = asked(team)
    look(editor, request)
    approve(editor, request)
    look(comms, request)
    page = html(as_person(comms).get(address(request)))
    assert str(editor) in page.partition("Seen by")[2]


def test_a_page_that_many_have_seen_costs_no_more(as_person, request_, editor, team):
    client = as_person(editor)
    counts = []
    for _size in range(2):
        for _person in range(4):
            look(join(team, "editor"), request_)
        client.get(address(request_))
        with CaptureQueriesContext(connection) as counted:
            client.get(address(request_))
        counts.append(len(counted))
    assert counts[0] == counts[1]
