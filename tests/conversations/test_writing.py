"""A comment is taken once, in its place, from those who may write; everything else comes back with its words."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from conversations import refusals
from conversations.models import Comment, State
from conversations.writing import words
from core.access import forget_group_ids
from publishing.models import Article
from tests.factories.blog import make_draft, make_post
from tests.factories.conversations import fill_thread, make_comment, say
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
def page(team, author):
    return make_post(team, author, "Faster research")


def send(client, page, text="What I know.", htmx=False, **fields):
    headers = {"HX-Request": "true", "HX-Target": "reply-0"} if htmx else {}
    fields = {"text": text, "client_key": "a-form-of-mine"} | fields
    return client.post(f"/talk/on/{page.pk}/", fields, headers=headers)


# --- Taking a comment -------------------------------------------------------------------------------------------------


def test_a_reader_comments_and_is_led_to_the_comment(as_person, reader, page):
    response = send(as_person(reader), page)
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/talk/{comment.pk}/"
    assert (comment.user, comment.comment, comment.page_id) == (reader, "What I know.", page.pk)
    article = Article.objects.get(pk=page.pk)
    assert (article.comment_count, article.held_count) == (1, 0)
    assert article.last_activity == comment.submit_date
    followed = as_person(reader).get(response["Location"])
    assert followed["Location"] == f"{page.address}#c{comment.pk}"
    text = as_person(reader).get(page.address).content.decode()
    assert "What I know." in text
    assert "1 comment<" in text


def test_a_root_and_its_replies_keep_the_packages_columns(reader, author, page):
    root = say(page, reader)
    first = say(page, author, reply_to=root.pk)
    below = say(page, reader, reply_to=first.pk)
    second = say(page, author, reply_to=root.pk)
    deepest = say(page, author, reply_to=below.pk)
    rows = {c.pk: (c.thread_id, c.parent_id, c.level, c.order, c.nested_count) for c in Comment.objects.all()}
    assert rows == {
        root.pk: (root.pk, root.pk, 0, 1, 4),
        first.pk: (root.pk, root.pk, 1, 2, 2),
        below.pk: (root.pk, first.pk, 2, 3, 1),
        deepest.pk: (root.pk, below.pk, 3, 4, 0),
        second.pk: (root.pk, root.pk, 1, 5, 0),
    }


def test_a_fifth_level_is_refused_with_a_sentence_and_the_words(as_person, reader, page):
    comment = None
    for _level in range(4):
        comment = say(page, reader, reply_to=comment.pk if comment else None)
    response = as_person(reader).post(f"/talk/{comment.pk}/reply/", {"text": "Deeper", "client_key": "another-form"})
    assert response.status_code == 422
    assert "4 levels deep" in response.content.decode()
    assert ">Deeper</textarea>" in response.content.decode()
    assert Comment.objects.count() == 4


def test_the_same_form_sent_twice_is_one_comment_and_one_link(as_person, reader, page):
    client = as_person(reader)
    first, second = send(client, page), send(client, page)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1
    assert Article.objects.get(pk=page.pk).comment_count == 1


def test_two_people_with_the_same_key_write_two_comments(reader, author, page):
    assert say(page, reader, key="the-same-key").pk != say(page, author, key="the-same-key").pk


def test_other_words_from_a_used_form_are_not_lost(as_person, reader, page):
    client = as_person(reader)
    send(client, page)
    response = send(client, page, "Quite another thought.")
    body = response.content.decode()
    assert response.status_code == 409
    assert "Quite another thought." in body
    fresh = re.search(r'name="client_key" value="([^"]+)"', body)[1]
    assert send(client, page, "Quite another thought.", client_key=fresh).status_code == 302
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("key", ["", "short", "x" * 300, "nul\0nul\0nul", "<script>alert(1)</script>"])
def test_odd_keys_get_a_clear_answer(as_person, reader, page, key):
    assert send(as_person(reader), page, client_key=key).status_code in (302, 409)


def test_names_and_places_come_from_the_session_and_the_address_alone(as_person, reader, page, author):
    other = make_post(author.memberships.get().team, author)
    send(
        as_person(reader),
        page,
        user_name="The Chief",
        name="The Chief",
        user_email="chief@example.org",
        user=author.pk,
        is_public="0",
        state="hidden",
        submit_date="2001-01-01",
        object_pk=other.pk,
        page_id=other.pk,
        parent_id=99,
    )
    comment = Comment.objects.get()
    assert (comment.user, comment.user_name, comment.user_email, comment.ip_address) == (
        reader, reader.display_name, "", None,
    )  # fmt: skip
    assert (comment.page_id, comment.object_pk, comment.state) == (page.pk, str(page.pk), State.PUBLIC)
    assert comment.submit_date > timezone.now() - timedelta(minutes=1)


def test_a_person_without_mail_comments_too(page):
    assert say(page, UserFactory(email="")).pk


# --- What is not taken ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   \n ", "\0\0", "\u202e\u2066"])
def test_nothing_is_no_comment(as_person, reader, page, text):
    response = send(as_person(reader), page, text)
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()
    assert not Comment.objects.exists()


def test_a_hundred_thousand_characters_are_refused_beside_the_field_and_kept(as_person, reader, page):
    response = send(as_person(reader), page, "ä" * 100_000, htmx=True)
    body = response.content.decode()
    assert response.status_code == 422
    assert "90,000 characters too long" in body
    assert "ä" * 100_000 in body
    assert not body.lstrip().startswith("<!doctype")


def test_ten_thousand_characters_are_a_comment(reader, page):
    assert say(page, reader, "x" * 10_000).pk
    with pytest.raises(ValidationError):
        say(page, reader, "x" * 10_001)


@pytest.mark.parametrize("where", ["elsewhere", "missing", "hidden", "held", "nonsense", "huge"])
def test_an_answer_to_what_is_not_there_is_refused_alike_and_kept(as_person, reader, page, author, team, where):
    answered = {
        "elsewhere": lambda: make_comment(make_post(team, author), author).pk,
        "missing": lambda: 987_654,
        "hidden": lambda: make_comment(page, author, state=State.HIDDEN).pk,
        "held": lambda: make_comment(page, author, state=State.HELD).pk,
        "nonsense": lambda: "x'; --",
        "huge": lambda: "9" * 30,
    }[where]()
    response = send(as_person(reader), page, "My answer", reply_to=answered)
    assert response.status_code == 422
    assert "no longer there" in response.content.decode()
    assert ">My answer</textarea>" in response.content.decode()
    assert not Comment.objects.filter(user=reader).exists()


def test_a_reply_form_whose_comment_was_hidden_meanwhile_keeps_the_words_and_quotes_nothing(
    as_person, reader, page, author
):
    hidden = make_comment(page, author, "Rude words", state=State.HIDDEN)
    for text in ("My answer", ""):
        response = as_person(reader).post(f"/talk/{hidden.pk}/reply/", {"text": text, "client_key": "a-form-of-mine"})
        assert response.status_code == 422
        assert "Rude words" not in response.content.decode()
    assert as_person(reader).get(f"/talk/{hidden.pk}/reply/").status_code == 404


def test_the_eleventh_comment_in_a_minute_waits_with_its_words(as_person, reader, page):
    client = as_person(reader)
    for number in range(10):
        assert send(client, page, f"Number {number}", client_key=f"form-number-{number}").status_code == 302
    response = send(client, page, "Number eleven", client_key="form-number-11")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert ">Number eleven</textarea>" in response.content.decode()
    Comment.objects.update(submit_date=timezone.now() - timedelta(minutes=2))
    assert send(client, page, "Number eleven", client_key="form-number-11").status_code == 302


def test_a_form_without_its_token_comes_back_with_the_words(reader, page):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(reader, backend="people.backends.FoldedNameBackend")
    words = "A long thought\nover two lines"
    response = send(client, page, words)
    assert response.status_code == 403
    assert words in response.content.decode().replace("\r\n", "\n")


def test_words_survive_the_end_of_a_session(client, page):
    words = "A long thought\nover two lines"
    for htmx in (False, True):
        response = send(client, page, words, htmx=htmx)
        assert response.status_code == 401
        assert words in response.content.decode()
    assert not Comment.objects.exists()


# --- Who may write ----------------------------------------------------------------------------------------------------


CASES = [
    # team, page, who, answer
    ("open", "", "reader", State.PUBLIC),
    ("members", "", "reader", None),
    ("members", "", "member", State.PUBLIC),
    ("open", "members", "reader", None),
    ("open", "members", "member", State.PUBLIC),
    ("held", "", "reader", State.HELD),
    ("held", "", "author", State.HELD),
    ("held", "", "editor", State.PUBLIC),
    ("open", "held", "reader", State.HELD),
    ("members", "held", "reader", None),
    ("members", "held", "member", State.HELD),
    ("held", "members", "reader", None),
    ("closed", "", "editor", None),
    ("closed", "open", "reader", None),
    ("open", "closed", "lead", None),
    ("members", "open", "reader", None),
]


@pytest.mark.parametrize(("of_team", "of_page", "who", "expected"), CASES)
def test_a_page_is_stricter_than_its_team_and_never_laxer(as_person, of_team, of_page, who, expected):
    team = make_team(comment_policy=of_team)
    page = make_post(team, join(team, "author"))
    Article.objects.filter(pk=page.pk).update(comment_policy=of_page)
    person = UserFactory() if who == "reader" else join(team, who)
    response = send(as_person(person), page, "My view")
    if expected is None:
        assert response.status_code == 403
        assert ">My view</textarea>" in response.content.decode()
        assert not Comment.objects.exists()
        assert 'name="text"' not in as_person(person).get(page.address).content.decode()
    else:
        assert response.status_code == 302
        assert Comment.objects.get().state == expected


def test_an_archived_teams_threads_take_nothing(as_person, team, page, reader):
    type(team).objects.filter(pk=team.pk).update(archived_at=timezone.now())
    response = send(as_person(reader), page)
    assert response.status_code == 403
    assert "archived" in response.content.decode()


def test_a_held_comment_is_in_no_count(reader):
    team = make_team(comment_policy="held")
    page = make_post(team, join(team, "author"))
    before = Article.objects.get(pk=page.pk).last_activity
    say(page, reader)
    article = Article.objects.get(pk=page.pk)
    assert (article.comment_count, article.held_count, article.last_activity) == (0, 1, before)


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_a_thread_of_others_is_not_there(as_person, visibility):
    team = make_team(visibility=visibility)
    author = join(team, "author")
    page = make_post(team, author)
    comment = make_comment(page, author, "Between us")
    client = as_person(UserFactory())
    for address in (f"/talk/on/{page.pk}/", f"/talk/{comment.pk}/", f"/talk/{comment.pk}/reply/"):
        assert client.get(address).status_code == 404
    for address in (f"/talk/on/{page.pk}/", f"/talk/{comment.pk}/reply/"):
        assert client.post(address, {"text": "Let me in", "client_key": "a-form-of-mine"}).status_code == 404
    assert Comment.objects.count() == 1


def test_forbidden_and_missing_answer_alike(as_person):
    team = make_team(visibility="secret")
    page = make_post(team, join(team, "author"))
    client = as_person(UserFactory())
    forbidden, missing = (send(client, type("P", (), {"pk": pk})) for pk in (page.pk, 987_654))
    assert forbidden.status_code == missing.status_code == 404

    def plain(response, pk):
        text = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
        return text.replace(f"/talk/on/{pk}/", "")

    assert plain(forbidden, page.pk) == plain(missing, 987_654)


def test_a_draft_has_no_thread_even_for_its_author(as_person, team, author):
    draft = make_draft(team, author)
    assert send(as_person(author), draft).status_code == 404
    with pytest.raises(PermissionDenied):
        say(draft, author)


def test_who_left_a_closed_team_writes_there_no_more(as_person):
    team = make_team(visibility="closed")
    page = make_post(team, join(team, "author"))
    member = join(team, "member")
    say(page, member)
    member.memberships.all().delete()
    member.groups.clear()
    forget_group_ids(member)
    assert send(as_person(member), page).status_code == 404
    with pytest.raises(PermissionDenied):
        say(page, member)


@pytest.mark.parametrize(
    "address", ["/talk/on/{}/", "/talk/{}/", "/talk/{}/reply/", "/talk/{}/approve/", "/talk/{}/hide/"]
)
@pytest.mark.parametrize("number", ["0", "987654", "9" * 18, "9" * 25])
def test_odd_numbers_are_missing_pages(as_person, reader, address, number):
    client = as_person(reader)
    assert client.get(address.format(number)).status_code == 404
    assert client.post(address.format(number), {"text": "x", "client_key": "a-form-of-mine"}).status_code in (404, 405)


# --- In place ---------------------------------------------------------------------------------------------------------


def test_htmx_gets_the_comment_a_fresh_form_and_the_new_count(as_person, reader, page):
    response = send(as_person(reader), page, htmx=True)
    body = response.content.decode()
    comment = Comment.objects.get()
    assert response.status_code == 200
    assert f'id="c{comment.pk}"' in body
    assert 'name="client_key"' in body
    assert "a-form-of-mine" not in body
    assert 'id="talk-title" hx-swap-oob="true">1 comment<' in body
    assert "<html" not in body


def test_a_reply_opens_in_place_and_on_a_page_of_its_own(as_person, reader, author, page):
    comment = make_comment(page, author, "Did you measure?")
    client = as_person(reader)
    whole = client.get(f"/talk/{comment.pk}/reply/").content.decode()
    assert "<html" in whole
    assert "Did you measure?" in whole
    opened = client.get(f"/talk/{comment.pk}/reply/", headers={"HX-Request": "true"})
    assert (opened["HX-Retarget"], opened["HX-Reswap"]) == (f"#reply-{comment.pk}", "outerHTML")
    fragment = opened.content.decode()
    assert "<html" not in fragment
    assert f'action="/talk/{comment.pk}/reply/"' in fragment
    assert "csrfmiddlewaretoken" in fragment
    sent = client.post(
        f"/talk/{comment.pk}/reply/",
        {"text": "Yes", "client_key": "a-form-of-mine"},
        headers={"HX-Request": "true", "HX-Target": f"reply-{comment.pk}"},
    ).content.decode()
    assert f'<div id="reply-{comment.pk}"></div>' in sent
    assert Comment.objects.get(user=reader).parent_id == comment.pk


def test_every_refused_form_in_place_keeps_its_place(as_person, reader, author, page):
    comment = make_comment(page, author, state=State.HIDDEN)
    response = as_person(reader).post(
        f"/talk/{comment.pk}/reply/",
        {"text": "Yes", "client_key": "a-form-of-mine"},
        headers={"HX-Request": "true", "HX-Target": f"reply-{comment.pk}"},
    )
    body = response.content.decode()
    assert response.status_code == 422
    assert f'<div id="reply-{comment.pk}">' in body
    assert f'action="/talk/on/{page.pk}/"' in body


def test_nothing_is_written_by_get(as_person, reader, page):
    response = as_person(reader).get(f"/talk/on/{page.pk}/?text=Hello&client_key=a-form-of-mine")
    assert response["Location"] == f"{page.address}#talk"
    assert not Comment.objects.exists()


def test_a_comment_is_never_saved_twice(reader, page):
    comment = say(page, reader)
    with pytest.raises(TypeError):
        comment.save()


@pytest.mark.parametrize("replies", [0, 200])
def test_writing_costs_the_same_in_a_long_thread(
    as_person, reader, author, page, replies, django_assert_max_num_queries
):
    fill_thread(page, [author], roots=1, replies=replies)
    root = Comment.objects.get(level=0)
    client = as_person(reader)
    client.get(page.address)
    with django_assert_max_num_queries(35):
        client.post(f"/talk/{root.pk}/reply/", {"text": "My answer", "client_key": "a-form-of-mine"})


def test_refusals_share_one_kind():
    for kind in (refusals.ThreadClosed, refusals.CannotReply, refusals.TooFast, refusals.AlreadyUsed):
        assert issubclass(kind, refusals.Refused)


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060 \ufeff\n\u00ad", "\u200d\u200c", "\u00a0"])
def test_what_nobody_can_see_is_nothing(page, reader, nothing):
    with pytest.raises(ValidationError, match="Write something"):
        say(page, reader, nothing)
    with pytest.raises(ValidationError, match="Say why"):
        words.cleaned_reason(nothing)
