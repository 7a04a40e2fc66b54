"""A flag is a private word to the moderators; enough of them hide a comment until one decides."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conversations import moderating
from conversations.models import Comment, Flag, ModerationRecord, State, TeamTalk
from conversations.moderating import flagging
from conversations.refusals import CannotFlag, TooLate
from conversations.telling import told, verdicts
from conversations.writing import editing, own_words
from notifications import kinds
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, seen
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

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


@pytest.fixture
def comment(page, reader):
    return make_comment(page, reader, "Only fools write this.")


def flagged_by(comment, count, reason="rude"):
    return [flagging.flag(by=UserFactory(), comment=comment, reason=reason) for _ in range(count)]


def fresh(comment):
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def heard(person, kind):
    """The sentences that somebody was told, of one kind."""
    rows = Notification.objects.filter(person=person, kind=kind).select_related("page", "actor").order_by("pk")
    return [kinds.kind_named(kind).sentence(row) for row in rows]


# --- Through the door -------------------------------------------------------------------------------------------------


def test_a_reader_flags_a_comment_and_is_thanked(as_person, comment):
    client = as_person(UserFactory())
    assert "Rude or hurtful" in client.get(f"/talk/{comment.pk}/flag/").content.decode()
    sent = client.post(f"/talk/{comment.pk}/flag/", {"reason": "rude", "words": "Not to colleagues."}, follow=True)
    assert "A moderator will look" in sent.content.decode()
    flag = Flag.objects.get()
    assert (flag.reason, flag.words, flag.state) == ("rude", "Not to colleagues.", "open")


def test_in_place_the_form_and_the_thanks_stand_below_the_comment(as_person, comment):
    client = as_person(UserFactory())
    asked = client.get(f"/talk/{comment.pk}/flag/", headers={"HX-Request": "true"})
    assert asked["HX-Retarget"] == f"#c{comment.pk} > footer"
    assert "<html" not in asked.content.decode()
    sent = client.post(f"/talk/{comment.pk}/flag/", {"reason": "rude"}, headers={"HX-Request": "true"})
    assert "A moderator will look" in sent.content.decode()
    assert Flag.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"reason": ""}, {"reason": "nonsense"}, {"reason": "rude", "words": "x" * 501}])
def test_a_flag_needs_one_of_the_reasons_and_few_words(as_person, comment, sent):
    assert as_person(UserFactory()).post(f"/talk/{comment.pk}/flag/", sent).status_code == 422
    assert not Flag.objects.exists()


def test_words_that_are_too_long_for_the_action_are_refused_there_too(comment):
    with pytest.raises(ValidationError):
        flagging.flag(by=UserFactory(), comment=comment, reason="rude", words="x" * 501)


def test_two_flags_of_one_person_are_one(comment):
    person = UserFactory()
    first = flagging.flag(by=person, comment=comment, reason="rude")
    assert flagging.flag(by=person, comment=comment, reason="wrong") == first
    assert fresh(comment).flag_count == 1


def test_nobody_flags_their_own_words(as_person, comment, reader):
    assert as_person(reader).get(f"/talk/{comment.pk}/flag/").status_code == 404
    with pytest.raises(CannotFlag):
        flagging.flag(by=reader, comment=comment, reason="rude")


def test_only_who_reads_a_comment_flags_it(as_person, reader):
    secret = make_team(visibility="secret")
    member = join(secret, "member")
    comment = make_comment(make_post(secret, join(secret, "author")), member)
    assert as_person(reader).post(f"/talk/{comment.pk}/flag/", {"reason": "rude"}).status_code == 404
    with pytest.raises(PermissionDenied):
        flagging.flag(by=reader, comment=comment, reason="rude")
    held = make_comment(comment.page, member, state=State.HELD)
    other = join(secret, "member")
    assert as_person(other).post(f"/talk/{held.pk}/flag/", {"reason": "rude"}).status_code == 404
    with pytest.raises(CannotFlag):
        flagging.flag(by=other, comment=held, reason="rude")
    assert not Flag.objects.exists()


def test_nobody_flags_twenty_one_comments_a_day(page, reader):
    person = UserFactory()
    for _number in range(flagging.FLAGS_A_DAY):
        flagging.flag(by=person, comment=make_comment(page, reader), reason="rude")
    with pytest.raises(CannotFlag):
        flagging.flag(by=person, comment=make_comment(page, reader), reason="rude")
    assert Flag.objects.count() == flagging.FLAGS_A_DAY


def test_a_flag_is_taken_back_by_its_owner_alone(as_person, comment):
    person, other = UserFactory(), UserFactory()
    flagging.flag(by=person, comment=comment, reason="rude")
    as_person(other).post(f"/talk/{comment.pk}/unflag/")
    assert fresh(comment).flag_count == 1
    assert "Take it back" in as_person(person).get(f"/talk/{comment.pk}/flag/").content.decode()
    assert as_person(person).get(f"/talk/{comment.pk}/unflag/").status_code == 405
    as_person(person).post(f"/talk/{comment.pk}/unflag/")
    assert fresh(comment).flag_count == 0


def test_who_flagged_what_is_for_moderators_alone(as_person, page, comment, reader, editor):
    flagger = UserFactory(first_name="Quentin", last_name="Quill")
    flagging.flag(by=flagger, comment=comment, reason="private", words="A customer's name")
    for person in (reader, UserFactory(), page.owner):
        client = as_person(person)
        for address in (page.address, f"/talk/{comment.pk}/more/", f"/talk/{comment.pk}/record/"):
            text = client.get(address).content.decode()
            assert "Quill" not in text, address
            assert "A customer" not in text, address
    for address in (f"/talk/{comment.pk}/record/", "/admin/moderation/?state=flagged"):
        text = as_person(editor).get(address).content.decode()
        assert "Quentin Quill" in text, address
        assert "A customer&#x27;s name" in text, address


# --- Enough of them ---------------------------------------------------------------------------------------------------


def test_three_people_hide_a_comment_until_a_moderator_decides(as_person, page, comment, reader, editor):
    flagged_by(comment, 2)
    assert fresh(comment).state == State.PUBLIC
    flagged_by(comment, 1, "off_topic")
    row = fresh(comment)
    assert (row.state, row.is_hidden_by_flags, row.is_removed, row.hidden_by) == (State.HIDDEN, True, True, None)
    record = ModerationRecord.objects.get()
    assert (record.action, record.by, record.team) == ("flagged", None, page.team)
    assert "fools" not in as_person(UserFactory()).get(page.address).content.decode()
    assert Article.objects.get(pk=page.pk).comment_count == 0
    (sentence,) = heard(reader, told.DECISION)
    assert "Does not belong here; Rude or hurtful" in sentence
    assert "Mend it" in sentence
    assert "Flags have hidden" in heard(editor, told.HELD)[0]


def test_a_team_chooses_how_many_flags_hide(team, comment):
    TeamTalk.objects.create(team=team, flags_to_hide=1)
    flagged_by(comment, 1)
    assert fresh(comment).state == State.HIDDEN


def test_the_house_says_how_many_where_the_team_does_not(settings, comment):
    settings.INTRAMURAL_FLAGS_TO_HIDE = 2
    flagged_by(comment, 2)
    assert fresh(comment).state == State.HIDDEN


def test_kept_it_is_shown_again_and_those_who_flagged_hear_so(comment, reader, editor):
    flags = flagged_by(comment, 3)
    record = moderating.keep(by=editor, comment=comment, seen=seen(comment))
    row = fresh(comment)
    assert (row.state, row.is_hidden_by_flags, row.flag_count, row.hidden_reason) == (State.PUBLIC, False, 0, "")
    assert set(Flag.objects.values_list("state", "record")) == {("declined", record.pk)}
    for flag in flags:
        assert "the comment stays" in heard(flag.person, verdicts.FLAG)[0]
    assert "shown again" in heard(reader, told.DECISION)[-1]


def test_of_a_flag_that_came_to_nothing_its_writer_never_hears(comment, reader, editor):
    flagged_by(comment, 1)
    assert moderating.keep(by=editor, comment=comment, seen=seen(comment))
    assert not Notification.objects.filter(person=reader).exists()


def test_hidden_with_a_reason_those_who_flagged_and_the_writer_hear_it(comment, reader, editor):
    (flag, *_others) = flagged_by(comment, 3)
    record = moderating.hide(by=editor, comment=comment, reason="Leave the person out of it.")
    row = fresh(comment)
    assert (row.state, row.is_hidden_by_flags, row.hidden_by) == (State.HIDDEN, False, editor)
    assert set(Flag.objects.values_list("state", "record")) == {("upheld", record.pk)}
    assert "a moderator agreed" in heard(flag.person, verdicts.FLAG)[0]
    assert "Leave the person out of it." in heard(reader, told.DECISION)[-1]


def test_what_a_moderator_kept_is_not_flagged_again_by_the_same_person_unless_it_changed(comment, editor):
    (flag,) = flagged_by(comment, 1)
    moderating.keep(by=editor, comment=comment, seen=seen(comment))
    with pytest.raises(CannotFlag):
        flagging.flag(by=flag.person, comment=comment, reason="rude")
    from django.utils import timezone

    Comment.objects.filter(pk=comment.pk).update(edited_at=timezone.now())
    assert flagging.flag(by=flag.person, comment=comment, reason="rude").state == "open"


def test_a_flag_taken_back_does_not_show_a_hidden_comment_again(as_person, comment):
    flags = flagged_by(comment, 3)
    client = as_person(flags[0].person)
    text = client.get(f"/talk/{comment.pk}/flag/").content.decode()
    assert "Take it back" in text
    assert "fools" not in text
    client.post(f"/talk/{comment.pk}/unflag/")
    row = fresh(comment)
    assert (row.state, row.flag_count) == (State.HIDDEN, 2)
    assert row in Comment.objects.waiting()


# --- Mending ----------------------------------------------------------------------------------------------------------


def mend(comment, by):
    from django.db import transaction

    from publishing import lifecycle

    with transaction.atomic():
        article = lifecycle.lock(comment.page)
        row = fresh(comment)
        row.page = article
        moderating.mended(row=row, by=by)


def test_mended_after_flags_it_is_back_and_stays_before_the_moderators(comment, reader, editor):
    flagged_by(comment, 3)
    mend(comment, reader)
    row = fresh(comment)
    assert (row.state, row.flag_count, row.is_removed) == (State.PUBLIC, 3, False)
    assert list(Comment.objects.mended()) == [row]
    assert "has mended a comment" in heard(editor, told.HELD)[-1]
    flagged_by(comment, 1)
    assert fresh(comment).state == State.PUBLIC
    moderating.keep(by=editor, comment=comment, seen=seen(comment))
    flagged_by(comment, 3)
    assert fresh(comment).state == State.HIDDEN


def test_mended_after_a_moderator_it_waits_for_one(page, comment, reader, editor):
    moderating.hide(by=editor, comment=comment, reason="Rude")
    mend(comment, reader)
    row = fresh(comment)
    assert (row.state, row.is_public, row.is_removed, row.hidden_reason) == (State.HELD, False, False, "")
    assert Article.objects.get(pk=page.pk).held_count == 1
    moderating.approve(by=editor, comment=comment, seen=seen(comment))
    assert fresh(comment).state == State.PUBLIC


def test_mending_is_once_and_of_ones_own_hidden_comment(comment, reader, editor):
    with pytest.raises(PermissionDenied):
        mend(comment, reader)
    moderating.hide(by=editor, comment=comment, reason="Rude")
    with pytest.raises(PermissionDenied):
        mend(comment, editor)
    mend(comment, reader)
    moderating.hide(by=editor, comment=comment, reason="Still rude")
    with pytest.raises(PermissionDenied):
        mend(comment, reader)
    assert list(ModerationRecord.objects.values_list("action", flat=True)) == ["hide", "mend", "hide"]


def test_nothing_is_mended_where_the_conversation_is_locked(page, comment, reader, editor):
    moderating.hide(by=editor, comment=comment, reason="Rude")
    moderating.lock(by=editor, comment=comment, reason="Enough of this")
    assert not own_words.may_mend(reader, fresh(comment))

    def reword():
        row = fresh(comment)
        return editing.edit(by=reader, comment=row, text="Not everybody agrees.", seen=editing.version_of(row))

    with pytest.raises(TooLate, match="locked"):
        reword()
    moderating.unlock(by=editor, comment=comment)
    reword()
    assert fresh(comment).state == State.HELD


def test_an_editor_whose_words_are_flagged_learns_no_name(as_person, team, page):
    """Keeping threads in order is no way to learn who flagged one's own words."""
    editor, other = join(team, "editor"), join(team, "editor")
    flagger = UserFactory(first_name="Fia", last_name="Flaggerson")
    comment = make_comment(page, editor)
    flagging.flag(by=flagger, comment=comment, reason="rude", words="I know that you mean me")
    for address in (f"/talk/{comment.pk}/record/", "/admin/moderation/"):
        text = as_person(editor).get(address).content.decode()
        assert "Rude or hurtful" in text
        assert "Flaggerson" not in text
        assert "mean me" not in text
        text = as_person(other).get(address).content.decode()
        assert "Flaggerson" in text
        assert "mean me" in text
