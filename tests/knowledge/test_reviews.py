"""Those who look after a page are asked whether it still holds, and answer with one click."""

import datetime
import re
from dataclasses import replace

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from knowledge import reviews, standing
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.knowledge import due_on, give
from tests.factories.notifications import deliver
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def keeper():
    return UserFactory(first_name="Noor", last_name="Haddad")


@pytest.fixture
def page(team, editor, keeper):
    return give(make_post(team, editor, "How we order parts"), keeper=keeper, review_on=days(28))


@pytest.fixture
def links(page, keeper):
    reviews.ask_due()
    (letter,) = deliver()
    assert letter.to == [keeper.email]
    found = re.findall(r"https?://[^/\s]+(/knowledge/by-mail/\S+)", letter.body)
    return dict(zip(("holds", "outdated"), found, strict=True))


def told(person):
    return Notification.objects.filter(person=person, kind=reviews.REVIEW).count()


@pytest.mark.parametrize("ahead", [29, 40])
def test_nobody_is_asked_too_early(page, keeper, ahead):
    due_on(page, days(ahead))
    assert reviews.ask_due() == 0
    assert told(keeper) == 0


def test_each_step_is_asked_once_however_often_the_clock_is_looked_at(page, keeper):
    asked_on = []
    for day in range(40):
        today = days(day)
        reviews.ask_due(today)
        reviews.ask_due(today)
        if told(keeper) > len(asked_on):
            asked_on.append(28 - day)
    assert asked_on == [28, 7, 0]


def test_after_an_outage_only_the_last_step_is_asked(page, keeper):
    due_on(page, days(-3))
    reviews.ask_due()
    assert told(keeper) == 1
    reviews.ask_due(days(1))
    assert told(keeper) == 1


def test_a_team_that_looks_after_it_is_asked_through_its_editors_and_leads(team, editor, page):
    people = {role: join(team, role) for role in ("lead", "author", "member")}
    give(page, keeper_id=None, keeper_team=team)
    reviews.ask_due()
    assert told(editor) == told(people["lead"]) == 1
    assert told(people["author"]) == told(people["member"]) == 0


def test_where_the_keeper_has_left_the_pages_editors_are_asked(page, keeper, editor):
    keeper.is_active = False
    keeper.save()
    reviews.ask_due()
    assert told(editor) == 1


def test_a_keeper_who_reads_it_no_longer_is_told_nothing(keeper):
    closed = make_team("Closed Circle", visibility="closed")
    editor = join(closed, "editor")
    page = make_post(closed, editor, "Numbers")
    member = join(closed, "member", keeper)
    give(page, keeper=member, review_on=days(5))
    from teams.members import remove_member

    remove_member(team=closed, person=member, by=join(closed, "lead"))
    reviews.ask_due()
    assert told(keeper) == 0
    assert told(editor) == 1


def test_of_what_is_outdated_taken_down_or_archived_nobody_is_asked(team, page, keeper, administrator):
    page.unpublish(user=administrator)
    assert reviews.ask_due() == 0
    Article.objects.filter(pk=page.pk).update(live=True)
    standing.mark_outdated(by=keeper, article=Article.objects.get(pk=page.pk))
    assert reviews.ask_due() == 0
    other = give(make_post(team, administrator), keeper=keeper, review_on=days(3))
    from teams.changes import archive_team

    archive_team(team=team, by=administrator)
    assert reviews.ask_due() == 0
    assert Article.objects.get(pk=other.pk).review_on == days(3)


def test_whoever_takes_it_over_is_asked_too(page, keeper):
    reviews.ask_due()
    newcomer = UserFactory()
    give(page, keeper=newcomer)
    reviews.ask_due()
    assert told(newcomer) == 1
    assert told(keeper) == 1


def test_opening_the_link_changes_nothing(page, links):
    for link in links.values():
        answer = Client().get(link)
        assert answer.status_code == 200
        assert page.title in answer.content.decode()
    assert Article.objects.get(pk=page.pk).review_on == days(28)


def test_one_click_confirms_and_keeps_the_interval(page, links):
    give(page, review_months=6)
    assert Client().post(links["holds"], {"answer": "holds"}).status_code == 200
    assert Article.objects.get(pk=page.pk).review_on == standing.months_later(timezone.localdate(), 6)


def test_a_second_click_is_told_that_it_is_done(page, links):
    client = Client()
    client.post(links["holds"], {"answer": "holds"})
    after = Article.objects.get(pk=page.pk).review_on
    answer = client.post(links["holds"], {"answer": "holds"})
    assert answer.status_code == 409
    assert "looked already" in answer.content.decode()
    assert Article.objects.get(pk=page.pk).review_on == after


def test_from_the_mail_it_is_marked_as_outdated(page, links):
    assert Client().post(links["outdated"], {"answer": "outdated"}).status_code == 200
    row = Article.objects.get(pk=page.pk)
    assert (row.standing, row.review_on, row.live) == ("outdated", None, True)


def test_a_link_is_for_one_person(as_person, reader, links):
    assert as_person(reader).post(links["holds"], {"answer": "holds"}).status_code == 403


def test_a_link_of_somebody_whose_access_ended_was_never_there(keeper, links):
    keeper.is_active = False
    keeper.save()
    assert Client().get(links["holds"]).status_code == 404


def test_a_link_of_one_who_looks_after_it_no_longer_says_nothing_of_the_page(page, links):
    give(page, keeper=UserFactory())
    answer = Client().get(links["holds"])
    assert page.title not in answer.content.decode()
    assert Client().post(links["holds"], {"answer": "holds"}).status_code == 409


def test_a_link_runs_out(links, monkeypatch):
    from knowledge import by_mail

    monkeypatch.setattr(by_mail, "QUESTIONS", replace(by_mail.QUESTIONS, good_for=datetime.timedelta(seconds=-1)))
    assert Client().get(links["holds"]).status_code == 410


@pytest.mark.parametrize("word", ["", "maybe"])
def test_no_other_answer_is_taken(page, links, word):
    assert Client().post(links["holds"], {"answer": word}).status_code == 404
    assert Article.objects.get(pk=page.pk).review_on == days(28)


def test_no_mail_asks_what_was_answered_before_it_was_written(page, keeper):
    reviews.ask_due()
    standing.confirm(by=keeper, article=Article.objects.get(pk=page.pk))
    assert deliver() == []
    assert mail.outbox == []


def test_on_the_site_it_is_one_click_too(as_person, page, keeper):
    client = as_person(keeper)
    assert "It still holds" in client.get(f"/knowledge/{page.pk}/status/").content.decode()
    due = {"answer": "holds", "due": days(28).isoformat()}
    client.post(f"/knowledge/{page.pk}/answer/", due)
    after = Article.objects.get(pk=page.pk).review_on
    assert after == standing.months_later(timezone.localdate(), 12)
    text = client.post(f"/knowledge/{page.pk}/answer/", due, follow=True).content.decode()
    assert "looked already" in text
    assert Article.objects.get(pk=page.pk).review_on == after


def test_a_reader_answers_nothing(as_person, reader, page):
    assert as_person(reader).post(f"/knowledge/{page.pk}/answer/", {"answer": "holds"}).status_code == 404


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-12-15", 3, "2027-03-15"), ("2028-02-29", 12, "2029-02-28")],
)
def test_months_later_is_the_same_day_or_the_last_there_is(day, months, later):
    assert standing.months_later(datetime.date.fromisoformat(day), months).isoformat() == later
