"""A question is closed by an accepted answer, a decision by its outcome: said by those who may, seen by all readers."""

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from conversations import moderating
from conversations.models import Comment, ModerationRecord, Settlement, State
from conversations.moderating import flagging
from conversations.outcomes import settling
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say, seen
from tests.factories.people import AdministratorFactory, UserFactory
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
def question(team, author):
    return make_post(team, author, "Which gate", purpose="ask", wished_by=timezone.localdate())


@pytest.fixture
def choice(team, author):
    return make_post(team, author, "North or south", purpose="decide", wished_by=timezone.localdate())


@pytest.fixture
def answer(question, reader):
    return say(question, reader, "The north gate, from May on.")


def read(client, page):
    return client.get(page.address).content.decode()


def actions():
    return list(ModerationRecord.objects.values_list("action", flat=True))


# --- Answers ----------------------------------------------------------------------------------------------------------


def test_an_accepted_answer_tops_the_page_and_the_thread(as_person, reader, author, question, answer):
    before = read(as_person(reader), question)
    assert "Waiting for answers" in before
    assert as_person(author).post(f"/talk/{answer.pk}/accept/").status_code == 302
    text = read(as_person(reader), question)
    assert "Waiting for answers" not in text
    assert f"Answered by {reader.display_name}" in text
    assert f"Accepted by {author.display_name}" in text
    assert text.index("Answered by") < text.index('class="prose"')
    pinned = text[text.index('class="answer"') :]
    assert pinned.index("The north gate, from May on.") < pinned.index(f'id="c{answer.pk}"')
    assert f'href="/talk/{answer.pk}/"' in pinned
    assert '<span class="mark">Accepted answer</span>' in text


def test_only_those_who_may_are_offered_to_accept(as_person, reader, author, editor, question, answer):
    for person, may in ((reader, False), (author, True), (editor, True), (AdministratorFactory(), True)):
        client = as_person(person)
        assert ("Accept as answer" in read(client, question)) is may
        assert ("Accept as answer" in client.get(f"/talk/{answer.pk}/more/").content.decode()) is may
        assert client.get(f"/talk/{answer.pk}/accept/").status_code == (200 if may else 404)


@pytest.mark.parametrize("who", ["reader", "member", "former author", "other team's editor"])
def test_nobody_else_settles_anything(as_person, team, author, question, choice, answer, who):
    if who == "former author":
        join(team, "member", author)
        author.groups.remove(team.authors)
    person = {
        "reader": UserFactory,
        "member": lambda: join(team, "member"),
        "former author": lambda: author,
        "other team's editor": lambda: join(make_team(), "editor"),
    }[who]()
    client = as_person(person)
    assert client.post(f"/talk/{answer.pk}/accept/").status_code == 404
    assert client.post(f"/talk/on/{choice.pk}/outcome/", {"outcome": "North"}).status_code == 404
    assert client.post(f"/talk/on/{question.pk}/outcome/take-back/").status_code == 404
    assert not Settlement.objects.exists()


def test_an_author_does_not_accept_their_own_answer_and_an_editor_may(as_person, author, editor, question):
    own = say(question, author, "I found out myself.")
    refused = as_person(author).post(f"/talk/{own.pk}/accept/")
    assert refused.status_code == 422
    assert "own answer" in refused.content.decode()
    assert as_person(editor).post(f"/talk/{own.pk}/accept/").status_code == 302
    theirs = say(question, editor, "Ask the depot.")
    assert as_person(editor).post(f"/talk/{theirs.pk}/accept/").status_code == 302
    assert Settlement.objects.counting().get().comment_id == theirs.pk


def test_an_answer_is_replaced_taken_back_and_every_step_is_on_record(as_person, author, question, answer):
    other = say(question, UserFactory(), "The south gate.")
    client = as_person(author)
    for pk in (answer.pk, answer.pk, other.pk):
        client.post(f"/talk/{pk}/accept/")
    assert actions() == ["accept", "withdraw", "accept"]
    assert Settlement.objects.count() == 2
    assert "The south gate." in Article.objects.get(pk=question.pk).settled_words
    assert client.post(f"/talk/on/{question.pk}/outcome/take-back/").status_code == 302
    assert client.post(f"/talk/on/{question.pk}/outcome/take-back/").status_code == 302
    assert actions() == ["accept", "withdraw", "accept", "withdraw"]
    logged = PageLogEntry.objects.filter(page_id=question.pk, action__startswith="conversations.")
    assert list(logged.order_by("pk").values_list("action", "user_id")) == [
        (f"conversations.{action}", author.pk) for action in actions()
    ]
    text = read(client, question)
    assert "Waiting for answers" in text
    assert "Accepted answer" not in text
    assert Article.objects.get(pk=question.pk).is_settled is False


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN])
def test_what_is_not_shown_is_no_answer(author, editor, question, state):
    comment = make_comment(question, UserFactory(), state=state)
    with pytest.raises(settling.CannotSettle):
        settling.accept(by=editor, comment=comment)


def test_only_a_question_has_an_answer_and_only_a_decision_an_outcome(as_person, author, choice, question):
    comment = say(choice, UserFactory())
    client = as_person(author)
    assert client.post(f"/talk/{comment.pk}/accept/").status_code == 404
    assert client.get(f"/talk/on/{question.pk}/outcome/").status_code == 404
    assert client.post(f"/talk/on/{question.pk}/outcome/", {"outcome": "So be it"}).status_code == 404


def test_hiding_the_answer_takes_it_back(author, editor, question, answer):
    settling.accept(by=author, comment=answer)
    moderating.hide(by=editor, comment=answer, reason="Names a customer")
    article = Article.objects.get(pk=question.pk)
    assert (article.settled_at, article.settled_words) == (None, "")
    assert not Settlement.objects.counting().exists()
    assert "withdraw" in actions()


def approved_again(editor, answer):
    Comment.objects.filter(pk=answer.pk).update(state=State.HELD, is_public=False)
    return moderating.approve(by=editor, comment=answer, seen=seen(answer))


def shown_again(editor, answer):
    moderating.hide(by=editor, comment=answer, reason="Rude")
    return moderating.restore(by=editor, comment=answer, seen=seen(answer))


def kept_after_flags(editor, answer):
    for person in UserFactory.create_batch(3):
        flagging.flag(by=person, comment=answer, reason="rude")
    return moderating.keep(by=editor, comment=answer, seen=seen(answer))


@pytest.mark.parametrize("decided", [approved_again, shown_again, kept_after_flags])
def test_an_answer_that_an_undoing_takes_out_of_sight_is_none_any_more(author, editor, question, answer, decided):
    record = decided(editor, answer)
    settling.accept(by=author, comment=answer)
    moderating.undo(by=editor, record=record)
    article = Article.objects.get(pk=question.pk)
    assert (article.settled_at, article.settled_words) == (None, "")
    assert not Settlement.objects.counting().exists()


def test_hiding_what_a_decision_rests_on_keeps_the_decision(as_person, author, editor, choice):
    comment = say(choice, UserFactory(), "The north gate has a ramp.")
    settling.decide(by=author, article=choice, outcome="North.", comment_id=comment.pk)
    moderating.hide(by=editor, comment=comment, reason="Names a customer")
    text = read(as_person(author), choice)
    assert "North." in text
    assert f'href="/talk/{comment.pk}/"' not in text


def test_other_words_of_the_answer_are_the_ones_that_are_found(author, question, answer):
    settling.accept(by=author, comment=answer)
    Comment.objects.filter(pk=answer.pk).update(comment="The south gate after all.")
    settling.words_changed(Comment.objects.select_related("page__team").get(pk=answer.pk))
    assert Article.objects.get(pk=question.pk).settled_words == "The south gate after all."


def test_an_archived_team_settles_nothing_any_more(as_person, author, team, question, answer):
    type(team).objects.filter(pk=team.pk).update(archived_at=timezone.now())
    assert as_person(author).post(f"/talk/{answer.pk}/accept/").status_code == 404


# --- Decisions --------------------------------------------------------------------------------------------------------


def test_an_outcome_tops_the_page_with_who_and_when(as_person, reader, author, choice):
    client = as_person(author)
    assert "Record the outcome" in read(client, choice)
    comment = say(choice, reader, "The north gate has a ramp.")
    assert f"/talk/{comment.pk}/outcome/" in client.get(f"/talk/{comment.pk}/more/").content.decode()
    form = client.get(f"/talk/{comment.pk}/outcome/", follow=True).content.decode()
    assert "The north gate has a ramp." in form
    sent = client.post(f"/talk/on/{choice.pk}/outcome/", {"outcome": "North,\nfrom <May> on.", "comment": comment.pk})
    assert (sent.status_code, sent["Location"]) == (302, choice.address)
    text = read(as_person(reader), choice)
    assert "Not decided yet" not in text
    assert "North,<br>from &lt;May&gt; on." in text
    assert f"Recorded by {author.display_name}" in text
    assert text.index("What was decided") < text.index('class="prose"')
    assert f'href="/talk/{comment.pk}/"' in text
    assert "Record the outcome" not in text
    assert "Change this" not in text


@pytest.mark.parametrize(("said", "status"), [("", 422), ("   ", 422), ("x" * 1001, 422), ("x" * 1000, 302)])
def test_an_outcome_has_words_and_not_too_many(as_person, author, choice, said, status):
    answered = as_person(author).post(f"/talk/on/{choice.pk}/outcome/", {"outcome": said})
    assert answered.status_code == status
    assert Settlement.objects.count() == (status == 302)
    if said.strip() and status == 422:
        assert said in answered.content.decode()


def test_an_outcome_rests_on_no_comment_of_another_page(as_person, author, question, choice):
    elsewhere = say(question, UserFactory())
    answered = as_person(author).post(f"/talk/on/{choice.pk}/outcome/", {"outcome": "North", "comment": elsewhere.pk})
    assert answered.status_code == 422
    assert not Settlement.objects.exists()


# --- Where it is known ------------------------------------------------------------------------------------------------


def test_those_concerned_are_told_and_nobody_of_their_own_act(reader, author, editor, question, answer):
    settling.accept(by=editor, comment=answer)
    told = Notification.objects.filter(kind="answer_accepted")
    assert set(told.values_list("person_id", flat=True)) == {reader.pk, author.pk}
    from notifications.kinds import told as in_words

    mine = in_words(reader, list(told.filter(person=reader).select_related("actor", "page")))
    assert mine[0].sentence == f"{editor.display_name} accepted your answer under “Which gate”"
    theirs = in_words(author, list(told.filter(person=author).select_related("actor", "page")))
    assert reader.display_name in theirs[0].sentence


def test_the_answers_words_find_the_page(as_person, author, question, settings):
    # What the worker does a moment later happens at once.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    answer = say(question, UserFactory(), "Through the quibbleworth passage.")
    client = as_person(author)
    assert "Which gate" not in client.get("/search/?q=quibbleworth&kind=post").content.decode()
    client.post(f"/talk/{answer.pk}/accept/")
    assert "Which gate" in client.get("/search/?q=quibbleworth&kind=post").content.decode()


def test_listings_say_what_came_of_it(as_person, author, reader, team, question, answer):
    address = f"/teams/{team.slug}/blog/"
    assert "· by" in as_person(reader).get(address).content.decode()
    settling.accept(by=author, comment=answer)
    text = as_person(reader).get(address).content.decode()
    assert "The north gate, from May on." in text
    assert "· by" not in text


def test_a_profile_tells_what_its_viewer_may_read(as_person, reader, author, choice, question, answer):
    closed = make_team(visibility="closed")
    inside = make_post(closed, join(closed, "author"), "Inside matter", purpose="ask")
    join(closed, "member", reader)
    settling.accept(by=join(closed, "lead"), comment=say(inside, reader, "Inside answer."))
    settling.accept(by=author, comment=answer)
    settling.decide(by=author, article=choice, outcome="North it is.")
    stranger = as_person(UserFactory())
    answers = stranger.get(f"/people/{reader.username}/work/").content.decode()
    assert "Answers that were accepted" in answers
    assert "The north gate, from May on." in answers
    assert "Inside" not in answers
    decisions = stranger.get(f"/people/{author.username}/work/").content.decode()
    assert "Decisions recorded" in decisions
    assert "North it is." in decisions
    assert "Answers that were accepted" not in decisions
    assert "Inside answer." in as_person(reader).get(f"/people/{reader.username}/work/").content.decode()


def test_a_profile_costs_the_same_however_much_was_settled(as_person, team, author, django_assert_max_num_queries):
    helper = UserFactory()
    client = as_person(UserFactory())
    for count in (1, 5):
        for number in range(count):
            page = make_post(team, author, f"Question {count}-{number}", purpose="ask")
            settling.accept(by=author, comment=make_comment(page, helper))
        client.get(f"/people/{helper.username}/work/")
        with django_assert_max_num_queries(8):
            client.get(f"/people/{helper.username}/work/")
