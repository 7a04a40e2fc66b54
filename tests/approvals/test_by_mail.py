"""Deciding from the mail that asks, signed in or not."""

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from wagtail.rich_text import RichText

from approvals.deciding import actions
from approvals.models import Decision
from approvals.reviewing import by_mail
from approvals.wording.differences import differences
from teams import members
from tests.factories.approvals import approve, asked, edit, task_of
from tests.factories.blog import make_draft
from tests.factories.library import make_picture
from tests.factories.notifications import deliver
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team(posting_policy="editors", visibility="closed")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def request_(team, editor):
    text = RichText("<p>The vans run on Tuesday.</p><ul><li>And on <b>Friday</b>.</li></ul>")
    picture = make_picture(team, title="yard.jpg", description="Two vans in the yard")
    body = [("text", text), ("picture", {"image": picture, "caption": "At six"})]
    return asked(team, title="Two-week cycles", body=body, purpose="decide")


@pytest.fixture
def letter(request_, editor):
    deliver()
    return next(sent for sent in mail.outbox if sent.to == [editor.email])


@pytest.fixture
def links(letter):
    found = re.findall(r"https?://[^/\s]+(/approvals/by-mail/\S+)", letter.body)
    return dict(zip(("approve", "return"), found, strict=True))


def title_of(response):
    return re.search(r"<h1>(.*?)</h1>", response.content.decode())[1]


def test_the_mail_holds_the_whole_text_its_facts_and_two_buttons(letter, links):
    assert "> The vans run on Tuesday." in letter.body
    assert "> And on Friday." in letter.body
    assert "Two vans in the yard" in letter.body
    assert "> At six" in letter.body
    assert "Purpose:" in letter.body
    ((html, _kind),) = letter.alternatives
    assert "The vans run on Tuesday." in html
    for link in links.values():
        assert f'{link}"' in html
    assert links["approve"].split("?")[0] == links["return"].split("?")[0]


def test_the_mail_says_what_differs_from_what_is_live(team, editor):
    live = asked(team, title="Cycles")
    deliver()
    approve(editor, live)
    author = live.workflow_state.requested_by
    edit(live.article.specific, author, summary="Other words")
    actions.submit(by=author, article=type(live.article).objects.get(pk=live.article_id))
    deliver()
    asks = [sent.body for sent in mail.outbox if sent.to == [editor.email]]
    assert ["Differs from what is live in: summary" in body for body in asks] == [False, True]


def test_a_request_that_was_settled_meanwhile_sends_no_buttons(team, editor):
    colleague = join(team, "editor")
    request = asked(team, title="Cycles")
    approve(colleague, request)
    sent = [each.body for each in deliver() if each.to == [editor.email]]
    assert len(sent) == 1
    assert "/by-mail/" not in sent[0]


def test_a_text_too_long_for_a_mail_is_decided_on_where_all_of_it_stands(team, editor, monkeypatch):
    monkeypatch.setattr(by_mail, "LONGEST", 100)
    asked(team, title="Cycles", body=[("text", RichText(f"<p>{'vans ' * 30}</p>"))])
    (sent,) = [each.body for each in deliver() if each.to == [editor.email]]
    assert "/by-mail/" not in sent
    assert "vans vans" not in sent
    assert "/approvals/" in sent


def test_where_links_and_films_lead_stands_in_the_mail(team, editor):
    link = RichText('<p>See <a href="https://example.org/rota?week=2">there</a>.</p>')
    film = {"url": "https://vimeo.com/76979871", "title": "The depot"}
    asked(team, title="Cycles", body=[("text", link), ("embed", film)])
    (sent,) = [each.body for each in deliver() if each.to == [editor.email]]
    assert "https://example.org/rota?week=2" in sent
    assert "https://vimeo.com/76979871" in sent


def test_another_film_behind_the_same_words_is_a_difference(team, editor):
    def film(number):
        return [("embed", {"url": f"https://vimeo.com/{number}", "title": "The depot"})]

    live, draft = (make_draft(team, editor, f"Film {number}", body=film(number)) for number in (76979871, 1084537))
    found = next(each for each in differences(live, draft, editor) if each.label == "Text")
    assert any("1084537" in line for line in found.paragraphs)


def test_opening_a_button_changes_nothing_however_often(client, links, request_):
    for link in links.values():
        for ask in (client.get, client.head, client.get):
            assert ask(link).status_code == 200
    assert not Decision.objects.exists()
    assert task_of(request_).status == "in_progress"
    assert "no-store" in client.get(links["approve"]).headers["Cache-Control"]


def test_signed_out_and_by_post_it_approves_and_is_recorded_as_by_mail(client, links, request_, editor):
    page = client.get(links["approve"])
    assert title_of(page) == "Approve this?"
    assert "Two-week cycles" in page.content.decode()
    answer = client.post(links["approve"], {"answer": "approve", "comment": "Good."})
    assert answer.status_code == 200
    assert title_of(answer) == "Thank you"
    decision = Decision.objects.get()
    assert (decision.person, decision.channel, decision.reason) == (editor, "mail", "Good.")
    request_.article.refresh_from_db()
    assert request_.article.live
    client.force_login(editor)
    review = client.get(f"/approvals/{decision.task_state_id}/").content.decode()
    assert f"approved by {editor}, by mail" in review


def test_it_signs_nobody_in(client, links):
    client.post(links["approve"], {"answer": "approve"})
    assert client.get("/approvals/").status_code == 302


def test_changes_need_a_reason_which_is_kept(client, links, request_):
    refused = client.post(links["return"], {"answer": "return", "comment": "  "})
    assert refused.status_code == 422
    assert "Say what should change" in refused.content.decode()
    assert not Decision.objects.exists()
    assert client.post(links["return"], {"answer": "return", "comment": "Which depot?"}).status_code == 200
    decision = Decision.objects.get()
    assert (decision.decision, decision.reason) == ("returned", "Which depot?")


def test_a_used_link_says_what_became_of_it(client, links, editor):
    client.post(links["approve"], {"answer": "approve"})
    assert f"{editor} approved this" in client.get(links["return"]).content.decode()
    again = client.post(links["return"], {"answer": "return", "comment": "No"})
    assert again.status_code == 409
    assert f"{editor} approved this" in again.content.decode()
    assert Decision.objects.count() == 1


def test_a_link_is_dead_after_three_days(client, links, monkeypatch):
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + by_mail.QUESTIONS.good_for.total_seconds() + 60)
    for answer in (client.get(links["approve"]), client.post(links["approve"], {"answer": "approve"})):
        assert answer.status_code == 410
    assert not Decision.objects.exists()
    assert timedelta(hours=72) == by_mail.QUESTIONS.good_for


@pytest.mark.parametrize(
    "change", [lambda t: t[:-2] + "xx", lambda t: "a" + t, lambda t: t.split(":")[0], lambda t: "x" * 9000]
)
def test_a_tampered_link_is_nothing(client, links, change):
    token = links["approve"].split("/")[3]
    assert client.get(f"/approvals/by-mail/{change(token)}/").status_code == 404
    assert not Decision.objects.exists()


def test_a_token_of_another_kind_of_link_is_nothing(client, editor):
    token = signing.dumps({"person": editor.pk, "kinds": []}, salt="notifications.unsubscribe")
    assert client.get(f"/approvals/by-mail/{token}/").status_code == 404


def test_a_forwarded_link_decides_nothing_for_a_colleague_who_is_signed_in(client, links, team):
    client.force_login(UserFactory())
    for answer in (client.get(links["approve"]), client.post(links["approve"], {"answer": "approve"})):
        assert answer.status_code == 403
        assert "Two-week cycles" not in answer.content.decode()
        assert team.name not in answer.content.decode()
    assert not Decision.objects.exists()


def test_words_that_changed_since_are_not_decided_on(client, links, request_, team):
    edit(request_.article.specific, request_.workflow_state.requested_by, title="Other words")
    assert "edited since the mail was written" in client.get(links["approve"]).content.decode()
    answer = client.post(links["approve"], {"answer": "approve"})
    assert answer.status_code == 409
    assert not Decision.objects.exists()


def test_who_lost_the_right_decides_nothing_and_learns_nothing(client, links, team, editor):
    join(team, "editor")
    members.leave(team=team, person=editor)
    for answer in (
        client.get(links["approve"]),
        client.post(links["approve"], {"answer": "approve"}),
        client.post(links["return"], {"answer": "return", "comment": ""}),
        client.post(links["approve"], {"answer": "approve", "comment": "x" * 10_000}),
    ):
        assert "Two-week cycles" not in answer.content.decode()
        assert "no longer waits for you" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_link_of_somebody_without_access_is_nothing(client, links, editor):
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get(links["approve"]).status_code == 404
    assert client.post(links["approve"], {"answer": "approve"}).status_code == 404


def test_another_site_cannot_send_the_form(links):
    client = Client(enforce_csrf_checks=True)
    client.get(links["approve"])
    assert client.post(links["approve"], {"answer": "approve"}).status_code == 403
    assert not Decision.objects.exists()
