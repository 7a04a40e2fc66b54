"""The links of a mail work signed out, ask before they act, and can only make it quieter."""

import re

import pytest
from django.core import signing
from django.test import Client

from conversations.telling import told
from notifications import links
from notifications.models import Choice, Following, Stance
from notifications.subjects import PAGE, THREAD, Subject
from tests.factories.approvals import asked
from tests.factories.blog import make_post
from tests.factories.conversations import say
from tests.factories.notifications import deliver
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def signed_out():
    return Client(enforce_csrf_checks=True)


def with_token(client, address):
    """What a form on the page would send."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(address).content.decode())
    return {"csrfmiddlewaretoken": found[1]}


def links_in(text, name):
    return re.findall(rf"http://testserver(/inbox/{name}/[\w:-]+/)", text)


def test_a_mail_mutes_its_thread_and_its_page(page, author, other, signed_out):
    comment = say(page, other)
    (sent,) = deliver()
    thread, whole_page = links_in(sent.body, "mute")
    for address, subject in ((thread, Subject(THREAD, comment.pk)), (whole_page, Subject(PAGE, page.pk))):
        answer = signed_out.get(address)
        assert answer.status_code == 200
        assert page.title not in answer.content.decode()
        assert not Following.objects.filter(person=author, number=subject.number, kind=subject.kind).exists()
        answer = signed_out.post(address, with_token(signed_out, address))
        assert page.title not in answer.content.decode()
        assert Following.objects.get(person=author, number=subject.number, kind=subject.kind).stance == Stance.MUTED


def test_muting_needs_the_form_that_asked(page, author, other, signed_out):
    say(page, other)
    (sent,) = deliver()
    address = links_in(sent.body, "mute")[0]
    assert signed_out.post(address).status_code == 403
    assert not Following.objects.filter(person=author).exists()


def test_what_the_right_was_lost_to_can_still_be_muted(signed_out):
    team = make_team("Cabinet", visibility="closed")
    member = join(team, "author")
    page = make_post(team, member, "The merger")
    address = links.mute_path(member, Subject(PAGE, page.pk))
    member.groups.clear()
    answer = signed_out.post(address, with_token(signed_out, address))
    assert answer.status_code == 200
    assert "merger" not in answer.content.decode()
    assert Following.objects.get().stance == Stance.MUTED


def test_one_click_switches_a_kind_off_without_session_or_token(page, author, other, signed_out):
    say(page, other)
    (sent,) = deliver()
    (address,) = set(links_in(sent.body, "unsubscribe"))
    assert address in sent.message()["List-Unsubscribe"]
    assert signed_out.get(address).status_code == 200
    assert not Choice.objects.exists()
    for _ in range(2):
        answer = signed_out.post(address, ONE_CLICK)
        assert answer.status_code == 200
        assert page.title not in answer.content.decode()
    choice = Choice.objects.get()
    assert (choice.person, choice.kind, choice.channel) == (author, told.ON_PAGE, "never")


def test_unsubscribing_stops_what_was_promised_already(page, author, other, signed_out):
    say(page, other)
    signed_out.post(links.unsubscribe_path(author, [told.ON_PAGE]), ONE_CLICK)
    assert deliver() == []


def test_one_click_on_work_that_waits_leaves_one_mail_a_day(signed_out):
    team = make_team("Cycles", posting_policy="editors")
    editor = join(team, "editor")
    asked(team)
    (sent,) = deliver()
    signed_out.post(links_in(sent.body, "unsubscribe")[0], ONE_CLICK)
    assert Choice.objects.get(person=editor).channel == "daily"


@pytest.mark.parametrize("name", ["mute", "unsubscribe"])
def test_what_is_no_link_of_ours_is_absent(name, author, page, signed_out):
    path = {
        "mute": links.mute_path(author, Subject(PAGE, page.pk)),
        "unsubscribe": links.unsubscribe_path(author, [told.ON_PAGE]),
    }
    other = {"mute": "unsubscribe", "unsubscribe": "mute"}[name]
    tampered = path[name][:-2] + ("a" if path[name][-2] != "a" else "b") + "/"
    foreign = path[other].replace(f"/{other}/", f"/{name}/")
    someone_elses = f"/inbox/{name}/{signing.dumps({'person': author.pk}, salt='other')}/"
    missing = signed_out.get(f"/inbox/{name}/nothing/")
    assert missing.status_code == 404
    for address in (tampered, foreign, someone_elses):
        answer = signed_out.get(address)
        assert answer.status_code == 404
        assert answer.content.decode().replace(address, "") == missing.content.decode().replace(
            f"/inbox/{name}/nothing/", ""
        )
        assert signed_out.post(address).status_code in {403, 404}
    assert not Following.objects.exists()
    assert not Choice.objects.exists()


@pytest.mark.parametrize("name", ["mute", "unsubscribe"])
def test_the_links_of_who_has_left_are_absent(name, author, page, signed_out):
    path = (
        links.mute_path(author, Subject(PAGE, page.pk))
        if name == "mute"
        else links.unsubscribe_path(author, [told.ON_PAGE])
    )
    type(author).objects.filter(pk=author.pk).update(is_active=False)
    assert signed_out.get(path).status_code == 404


def test_a_link_opened_by_somebody_else_acts_for_whom_it_was_written(as_person, author, reader, page):
    as_person(reader).post(links.mute_path(author, Subject(PAGE, page.pk)))
    assert [row.person for row in Following.objects.all()] == [author]
