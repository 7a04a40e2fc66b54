"""For each kind a person says: now, once a day, or never."""

import pytest

from approvals.telling import notices
from conversations.telling import told
from notifications.channels import CannotBeOff, channel_of, channels_of, choose
from notifications.kinds import kind_named, kinds_with_mail
from notifications.models import Channel, Choice, Notification, Rhythm
from tests.factories.conversations import say
from tests.factories.notifications import deliver

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/notifications/"


def everything(person, **changes):
    """The form as the page shows it."""
    chosen = {f"kind-{name}": str(channel) for name, channel in channels_of(person).items()}
    return chosen | {"digest_hour": "8", "follows_own_talk": "on"} | changes


def test_the_page_has_a_row_for_every_kind_and_says_what_is_chosen(as_person, reader):
    choose(person=reader, kind=told.REPLY, channel=Channel.DAILY)
    text = as_person(reader).get(ADDRESS).content.decode()
    for kind in kinds_with_mail():
        assert str(kind.label) in text
    (row,) = [line for line in text.split("<tr>") if "Answers to you" in line]
    checked = [piece for piece in row.split("<input") if "checked" in piece]
    assert len(checked) == 1
    assert 'value="daily"' in checked[0]


def test_it_is_reached_from_the_settings_the_inbox_and_every_mail(as_person, reader, page, author):
    client = as_person(author)
    assert ADDRESS in client.get("/accounts/settings/").content.decode()
    assert ADDRESS in client.get("/inbox/").content.decode()
    say(page, reader)
    assert ADDRESS in deliver()[0].body


def test_choices_are_kept_where_they_differ_from_the_kinds_own(as_person, reader):
    client = as_person(reader)
    changed = {f"kind-{told.REPLY}": "never", "digest_hour": "17", "follows_own_talk": ""}
    assert client.post(ADDRESS, everything(reader, **changed)).status_code == 302
    assert [(row.kind, row.channel) for row in Choice.objects.all()] == [(told.REPLY, "never")]
    rhythm = Rhythm.of(reader)
    assert (rhythm.digest_hour, rhythm.follows_own_talk) == (17, False)
    client.post(ADDRESS, everything(reader, **{f"kind-{told.REPLY}": "now"}))
    assert not Choice.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"digest_hour": "24"},
        {f"kind-{told.REPLY}": "sometimes"},
        {f"kind-{notices.ASKED}": "never"},
    ],
)
def test_what_cannot_be_chosen_is_refused(as_person, reader, changes):
    assert as_person(reader).post(ADDRESS, everything(reader, **changes)).status_code == 422
    assert not Choice.objects.exists()


def test_approvals_asked_of_me_come_once_a_day_at_the_least(reader):
    with pytest.raises(CannotBeOff):
        choose(person=reader, kind=notices.ASKED, channel=Channel.NEVER)
    choose(person=reader, kind=notices.ASKED, channel=Channel.DAILY)
    assert channel_of(reader, kind_named(notices.ASKED)) == Channel.DAILY


def test_what_cannot_be_off_says_so(as_person, reader):
    assert "cannot be switched off" in as_person(reader).get(ADDRESS).content.decode()


def test_a_kind_without_mail_has_no_channel(reader):
    with pytest.raises(LookupError):
        choose(person=reader, kind="unheard-of", channel=Channel.NOW)


@pytest.mark.parametrize("channel", [Channel.DAILY, Channel.NEVER])
def test_every_kind_goes_to_the_inbox_whatever_the_channel(page, reader, author, channel):
    choose(person=author, kind=told.ON_PAGE, channel=channel)
    say(page, reader)
    assert Notification.objects.get(person=author).channel == channel
    assert type(author).objects.get(pk=author.pk).unread_count == 1
    assert deliver() == []


@pytest.mark.parametrize("channel", [Channel.DAILY, Channel.NEVER])
def test_a_rarer_channel_counts_for_what_waits_already(page, reader, author, channel):
    say(page, reader)
    choose(person=author, kind=told.ON_PAGE, channel=channel)
    assert deliver() == []
    assert Notification.objects.get(person=author).channel == channel


def test_a_channel_that_opens_again_brings_nothing_old(page, reader, author):
    choose(person=author, kind=told.ON_PAGE, channel=Channel.NEVER)
    say(page, reader, "Old.")
    choose(person=author, kind=told.ON_PAGE, channel=Channel.NOW)
    say(page, reader, "New.")
    (sent,) = deliver()
    assert "New." in sent.body
    assert "Old." not in sent.body
