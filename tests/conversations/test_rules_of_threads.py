"""Who may write: a page is stricter than its team, never laxer; threads close by hand, at a time, or when quiet."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from conversations import moderating
from conversations.models import Comment, ModerationRecord, State, TeamTalk
from conversations.refusals import ThreadClosed
from core.jobs import all_jobs
from publishing.models import Article
from tests.factories.blog import make_draft, make_post
from tests.factories.conversations import make_comment, say
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from .test_moderating import site_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def article(page):
    return Article.objects.select_related("team").get(pk=page.pk)


def settings_of(page):
    return f"/talk/on/{page.pk}/settings/"


MAY = {
    "reader": False,
    "member": False,
    "page author": False,
    "editor": True,
    "lead": True,
    "editor elsewhere": False,
    "moderator": False,
    "administrator": True,
}


@pytest.mark.parametrize("who", MAY)
def test_who_sets_the_rules_of_a_thread(as_person, team, page, who):
    person = {
        "reader": UserFactory,
        "member": lambda: join(team, "member"),
        "page author": lambda: page.owner,
        "editor": lambda: join(team, "editor"),
        "lead": lambda: join(team, "lead"),
        "editor elsewhere": lambda: join(make_team(), "editor"),
        "moderator": site_moderator,
        "administrator": AdministratorFactory,
    }[who]()
    client = as_person(person)
    link = f'href="{settings_of(page)}"'
    assert (link in client.get(page.address).content.decode()) is MAY[who]
    assert client.get(settings_of(page)).status_code == (200 if MAY[who] else 404)
    sent = client.post(settings_of(page), {"form": "close", "reason": "Settled"})
    assert sent.status_code == (302 if MAY[who] else 404)
    assert (article(page).talk_closes_at is not None) is MAY[who]
    if not MAY[who]:
        for act in (
            lambda: moderating.close(by=person, page=article(page), reason="Settled"),
            lambda: moderating.reopen(by=person, page=article(page)),
            lambda: moderating.change_policy(by=person, page=article(page), policy="held"),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_there_are_no_settings_where_nobody_talks(as_person, team, page, editor):
    client = as_person(editor)
    assert client.get(settings_of(make_draft(team, page.owner))).status_code == 404
    type(team).objects.filter(pk=team.pk).update(archived_at=timezone.now())
    assert client.get(settings_of(page)).status_code == 404


@pytest.mark.parametrize(
    ("of_team", "offered"),
    [
        ("open", {"team", "members", "held"}),
        ("members", {"team", "held"}),
        ("held", {"team", "members"}),
        ("closed", {"team"}),
    ],
)
def test_what_would_be_laxer_is_neither_offered_nor_taken(as_person, of_team, offered):
    team = make_team(comment_policy=of_team)
    page = make_post(team, join(team, "author"))
    editor = join(team, "editor")
    client = as_person(editor)
    choices = client.get(settings_of(page)).context["policy"].fields["policy"].choices
    assert {value for value, _label in choices} == offered
    for policy in {"open", "members", "held", "closed", "nonsense"} - offered:
        assert client.post(settings_of(page), {"form": "policy", "policy": policy}).status_code == 422
        with pytest.raises(ValidationError):
            moderating.change_policy(by=editor, page=article(page), policy=policy)
    for policy in offered:
        client.post(settings_of(page), {"form": "policy", "policy": policy})
        assert article(page).comment_policy == policy.replace("team", "")


def test_a_stricter_page_counts_at_once_and_says_what_the_team_does(as_person, team, page, reader, editor):
    client = as_person(editor)
    assert "As in the whole team: Every reader may comment" in client.get(settings_of(page)).content.decode()
    version = article(page).thread_version
    client.post(settings_of(page), {"form": "policy", "policy": "members"})
    assert article(page).thread_version > version
    with pytest.raises(ThreadClosed):
        say(page, reader)
    client.post(settings_of(page), {"form": "policy", "policy": "held"})
    assert say(page, reader).state == State.HELD
    record = ModerationRecord.objects.latest("pk")
    assert (record.action, record.by, record.page_id, record.team) == ("policy", editor, page.pk, team)


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_a_closed_thread_says_since_when_and_why_and_shows_the_last_words(as_person, page, reader, editor):
    sent = {"form": "close", "reason": "We know <b>enough</b>.", "last_words": "Thank you. It goes on in March."}
    as_person(editor).post(settings_of(page), sent)
    said = Comment.objects.get()
    assert (said.user, said.comment) == (editor, "Thank you. It goes on in March.")
    text = as_person(reader).get(page.address).content.decode()
    assert "This thread was closed on" in text
    assert "We know &lt;b&gt;enough&lt;/b&gt;." in text
    assert f'href="/talk/{said.pk}/">Read the closing comment' in text
    assert 'name="text"' not in text
    with pytest.raises(ThreadClosed, match="We know"):
        say(page, reader)
    with pytest.raises(ThreadClosed):
        say(page, editor)


@pytest.mark.parametrize("reason", ["", " ", "x" * 401])
def test_closing_needs_a_reason_that_readers_can_read(as_person, page, editor, reason):
    answer = as_person(editor).post(settings_of(page), {"form": "close", "reason": reason})
    assert answer.status_code == 422
    with pytest.raises(ValidationError):
        moderating.close(by=editor, page=article(page), reason=reason)
    assert article(page).talk_closes_at is None


def test_closing_at_a_day_is_announced_and_happens_without_anybody(as_person, page, reader, editor):
    day = timezone.localdate() + timedelta(days=3)
    as_person(editor).post(settings_of(page), {"form": "close", "reason": "Vote", "at": day.isoformat()})
    text = as_person(reader).get(page.address).content.decode()
    assert "This thread closes on" in text
    assert say(page, reader)
    Article.objects.filter(pk=page.pk).update(talk_closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ThreadClosed):
        say(page, reader)
    assert "This thread was closed on" in as_person(reader).get(page.address).content.decode()


@pytest.mark.parametrize("day", ["2020-01-01", "nonsense", "9999-12-31"])
def test_a_day_that_is_past_or_none_is_refused(as_person, page, editor, day):
    answer = as_person(editor).post(settings_of(page), {"form": "close", "reason": "Vote", "at": day})
    assert answer.status_code == 422


def test_opened_again_people_write(as_person, page, reader, editor):
    moderating.close(by=editor, page=article(page), reason="Settled")
    assert moderating.close(by=editor, page=article(page), reason="Again") is None
    client = as_person(editor)
    assert "Open it again" in client.get(settings_of(page)).content.decode()
    client.post(settings_of(page), {"form": "reopen"})
    assert say(page, reader)
    assert moderating.reopen(by=editor, page=article(page)) is None
    assert list(ModerationRecord.objects.values_list("action", flat=True)) == ["close", "reopen"]


def test_a_revision_does_not_bring_back_another_rule(page, editor):
    moderating.close(by=editor, page=article(page), reason="Settled")
    page.refresh_from_db()
    page.save_revision(user=editor).publish  # noqa: B018 - what a revision would set is what matters
    assert page.get_latest_revision_as_object().talk_closed_reason == "Settled"


# --- Quiet threads ----------------------------------------------------------------------------------------------------


def long_quiet(page, days=31):
    then = timezone.now() - timedelta(days=days)
    Article.objects.filter(pk=page.pk).update(last_activity=then, published=then)


def run_the_job():
    (job,) = [job for job in all_jobs() if job.name == "quiet-threads"]
    job.run()


def test_a_thread_without_a_word_for_so_long_is_closed_once_with_a_reason(as_person, team, page, reader):
    TeamTalk.objects.create(team=team, close_after_days=30)
    loud = make_post(team, page.owner)
    long_quiet(page)
    for _time in range(2):
        run_the_job()
    record = ModerationRecord.objects.get()
    assert (record.action, record.by, record.page_id) == ("close", None, page.pk)
    assert record.reason == "Nobody has written here for 30 days."
    assert article(loud).talk_closes_at is None
    with pytest.raises(ThreadClosed, match="30 days"):
        say(page, reader)


def test_teams_that_said_nothing_keep_their_threads_open(team, page):
    TeamTalk.objects.create(team=team)
    long_quiet(page)
    run_the_job()
    assert article(page).talk_closes_at is None


def test_an_opened_thread_is_not_closed_the_hour_after(team, page, editor):
    TeamTalk.objects.create(team=team, close_after_days=30)
    long_quiet(page)
    run_the_job()
    moderating.reopen(by=editor, page=article(page))
    run_the_job()
    assert article(page).talk_closes_at is None


def test_a_thread_with_a_comment_before_the_moderators_is_not_finished(team, page, reader):
    TeamTalk.objects.create(team=team, close_after_days=30)
    make_comment(page, reader, state=State.HELD)
    long_quiet(page)
    run_the_job()
    assert article(page).talk_closes_at is None


def test_many_quiet_threads_are_closed_run_by_run(team, page, monkeypatch):
    monkeypatch.setattr("conversations.moderating.closing.AT_A_TIME", 2)
    TeamTalk.objects.create(team=team, close_after_days=30)
    pages = [page, make_post(team, page.owner), make_post(team, page.owner)]
    for each in pages:
        long_quiet(each)
    run_the_job()
    assert Article.objects.filter(talk_closes_at__isnull=False).count() == 2
    run_the_job()
    assert Article.objects.filter(talk_closes_at__isnull=False).count() == 3


# --- The team's own settings ------------------------------------------------------------------------------------------


def test_leads_say_what_counts_in_all_threads_of_their_team(as_person, team):
    client = as_person(join(team, "lead"))
    address = f"/teams/{team.slug}/settings/talk/"
    assert f'href="{address}"' in client.get(f"/teams/{team.slug}/settings/").content.decode()
    assert client.get(address).context["form"].initial["flags_to_hide"] == 3
    sent = {"flags_to_hide": "5", "close_after_days": "90", "watched_words": "Titanic\nmoonshot"}
    assert client.post(address, sent).status_code == 302
    talk = TeamTalk.objects.get()
    assert (talk.team, talk.flags_to_hide, talk.close_after_days) == (team, 5, 90)
    assert talk.watched_words.split() == ["Titanic", "moonshot"]
    client.post(address, {"flags_to_hide": "2", "close_after_days": "", "watched_words": ""})
    talk.refresh_from_db()
    assert (talk.flags_to_hide, talk.close_after_days, talk.watched_words) == (2, None, "")


@pytest.mark.parametrize(
    "wrong", [{"flags_to_hide": "0"}, {"flags_to_hide": ""}, {"close_after_days": "0"}, {"close_after_days": "-1"},
              {"watched_words": "x" * 20_001}, {"flags_to_hide": "99999999999"}]
)  # fmt: skip
def test_settings_out_of_bounds_are_refused(as_person, team, wrong):
    sent = {"flags_to_hide": "3", "close_after_days": "", "watched_words": ""} | wrong
    assert as_person(join(team, "lead")).post(f"/teams/{team.slug}/settings/talk/", sent).status_code == 422
    assert not TeamTalk.objects.exists()


@pytest.mark.parametrize("role", ["member", "author", "editor", None])
def test_nobody_else_finds_them(as_person, team, role):
    person = join(team, role) if role else UserFactory()
    address = f"/teams/{team.slug}/settings/talk/"
    assert as_person(person).get(address).status_code == 404
    assert as_person(person).post(address, {"flags_to_hide": "1"}).status_code == 404
    assert as_person(AdministratorFactory()).get(address).status_code == 200
