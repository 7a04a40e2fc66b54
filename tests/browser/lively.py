"""A thread in which everything has happened: answers, second thoughts, flags, a lock, a ban."""

from datetime import timedelta

from django.utils import timezone

from conversations import moderating
from conversations.models import Comment, Flag, Reaction, State, Visit
from conversations.moderating import flagging, talk_settings
from conversations.outcomes import settling
from conversations.reading.reactions import react
from conversations.writing import deleting, editing
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say
from tests.factories.people import UserFactory
from tests.factories.teams import join

A_DAY = timedelta(days=1)


def talk_of_everything(house):
    people, team = house.people, house.workshop
    author = people["author"]
    people["shop"] = join(
        team, "editor", UserFactory(username="shop", first_name="Kwame", last_name="Mensah", job_title="Foreman")
    )
    house.lively = make_post(
        team,
        author,
        "Who looks after the spare parts?",
        purpose="ask",
        summary="Since the shelves moved nobody knows what is left. Who keeps the list, and where?",
    )
    answer = _questions(house)
    _what_moderators_do(house)
    settling.accept(by=author, comment=answer)
    _closed(house)


def _questions(house):
    people, page = house.people, house.lively
    asked = _said(house, "reader", "Is there a list at all? I book what comes in, and never see what goes out.", 6)
    answer = _said(
        house,
        "shop",
        "There is: the green book beside the lathe. **Whoever takes the last one writes it down**, and on Fridays I "
        "order:\n\n- belts and bearings\n- hoses, *both* sizes\n- fuses",
        5,
        asked,
    )
    _said(house, "reader", "Found it. Could it be a table that all of us can open? I would type it in.", 4, answer)
    house.gone = _said(house, "member", "Never mind.", 4)
    say(page, people["reader"], "I do mind: what was it?", reply_to=house.gone)
    deleting.delete(by=people["member"], comment=house.gone)
    house.edited = _said(house, "author", "The hoses came on Monday.", 0)
    version = editing.version_of(house.edited)
    editing.edit(by=people["author"], comment=house.edited, text="The hoses came on Tuesday.", seen=version)
    _said(house, "newcomer", "The 12 mm belts are out again, I took the last one this morning.", 1)
    for who, kind in (("reader", "used"), ("member", "used"), ("lead", "agree"), ("author", "thanks")):
        react(by=people[who], comment=answer, kind=Reaction.Kind(kind), on=True)
    seen = {"seen_at": timezone.now() - 3 * A_DAY}
    Visit.objects.update_or_create(person=people["reader"], article_id=page.pk, defaults=seen)
    return answer


def _what_moderators_do(house):
    people, page = house.people, house.lively
    house.heated = _said(house, "newcomer", "Whoever wrote that book cannot spell, and it shows.", 3)
    for who, reason, words in (
        ("reader", Flag.Reason.RUDE, "Kwame wrote it, and it is his third language."),
        ("member", Flag.Reason.RUDE, ""),
        ("lead", Flag.Reason.OFF_TOPIC, ""),
    ):
        flagging.flag(by=people[who], comment=house.heated, reason=reason, words=words)
    house.flagged = _said(house, "member", "My cousin sells belts for half of it, ask me.", 2)
    flagging.flag(by=people["reader"], comment=house.flagged, reason=Flag.Reason.OFF_TOPIC, words="")
    out = _said(house, "newcomer", "It was Kwame who lost the key, everybody says so.", 3)
    moderating.hide(by=people["moderator"], comment=out, reason="Names a colleague.")
    house.locked = _said(house, "member", "And what about the coffee machine?", 2)
    say(page, people["editor"], "It has a thread of its own.", reply_to=house.locked)
    house.record = moderating.lock(by=people["moderator"], comment=house.locked, reason="Has a thread of its own.")
    make_comment(page, people["editor"], "Is the key still at the gate?", state=State.HELD)
    moderating.ban(
        by=people["moderator"],
        person=people["newcomer"],
        team=house.workshop,
        until=timezone.now() + 7 * A_DAY,
        reason="Twice unkind in a week.",
    )
    talk_settings.change(
        by=people["administrator"], team=house.workshop, flags_to_hide=3, close_after_days=90, watched_words="idiot"
    )


def _closed(house):
    author = house.people["author"]
    house.closed_talk = make_post(house.team, author, "The summer feast", purpose="inform")
    say(house.closed_talk, house.people["reader"], "Who brings the benches?")
    moderating.close(
        by=house.people["editor"],
        page=house.closed_talk,
        reason="The feast is over.",
        last_words="Thank you all. The benches are back.",
    )


def _said(house, who, text, days_ago, reply_to=None):
    moment = timezone.now() - days_ago * A_DAY
    answered = Comment.objects.get(pk=reply_to.pk) if reply_to else None
    comment = say(house.lively, house.people[who], text, reply_to=answered)
    Comment.objects.filter(pk=comment.pk).update(submit_date=moment, shown_at=moment)
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)
