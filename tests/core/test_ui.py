"""The tags and components that every page is drawn with."""

import datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from core.formatting import full_time, short_date, short_time

HOSTILE = '"><script>alert(1)</script>'
NOW = datetime.datetime(2026, 11, 18, 12, 0, tzinfo=datetime.UTC)  # a Wednesday


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def person(**given):
    facts = {"display_name": "Noor Haddad", "initials": "NH", "hue": 3, "face_url": None, "job_title": "", "place": ""}
    return SimpleNamespace(**(facts | {"get_absolute_url": "/people/noor/"} | given))


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        ({"seconds": 20}, "just now"),
        ({"minutes": 1}, "1 minute ago"),
        ({"minutes": 40}, "40 minutes ago"),
        ({"hours": 2}, "2 hours ago"),
        ({"hours": 20}, "yesterday 16:00"),
        ({"days": 2}, "Monday 12:00"),
        ({"days": 6}, "Thursday 12:00"),
        ({"days": 7}, "11 November"),
        ({"days": 400}, "14 October 2025"),
        ({"minutes": -30}, "in 30 minutes"),
        ({"hours": -3}, "in 3 hours"),
        ({"hours": -15}, "tomorrow 03:00"),
        ({"days": -2}, "Friday 12:00"),
        ({"days": -30}, "18 December"),
    ],
)
def test_near_times_are_told_by_distance_and_far_ones_by_date(ago, words):
    assert short_time(NOW - datetime.timedelta(**ago), now=NOW) == words


def test_a_time_is_told_in_the_viewers_zone():
    late = datetime.datetime(2026, 11, 17, 23, 30, tzinfo=datetime.UTC)
    with timezone.override("Asia/Tokyo"):
        assert full_time(late) == "18 November 2026, 08:30"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "Friday"), (16, "4 December"), (60, "17 January 2027")],
)
def test_a_day_without_a_time_is_told_as_people_say_it(days, words):
    today = NOW.date()
    assert short_date(today + datetime.timedelta(days=days), today=today) == words


def test_when_draws_a_time_element_that_holds_the_whole_time():
    html = draw("{{ at|when }}", at=timezone.now() - datetime.timedelta(minutes=5))
    assert html.startswith('<time datetime="')
    assert 'title="' in html
    assert ">5 minutes ago</time>" in html


def test_when_of_nothing_is_nothing():
    assert draw("{{ at|when }}", at=None) == ""


@pytest.mark.parametrize("form", ["full", "date"])
def test_when_can_spell_the_date_out(form):
    assert ">20 November 2026" in draw("{{ at|when:form }}", at=NOW + datetime.timedelta(days=2), form=form)


def test_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "pen" %}')
    assert 'role="img" aria-label="Locked"' in draw('{% icon "lock" "s" "Locked" %}')


def test_tags_escape_what_they_are_given():
    html = draw(
        "{% icon name size label %}{% face person size %}",
        name=HOSTILE,
        size=HOSTILE,
        label=HOSTILE,
        person=person(initials="<b", face_url=None),
    )
    html += draw("{% face person %}", person=person(face_url=HOSTILE))
    assert "<script" not in html
    assert "&lt;b" in html


def test_face_shows_the_picture_or_the_initials_on_the_hue():
    assert 'src="/media/faces/noor.jpg"' in draw("{% face p %}", p=person(face_url="/media/faces/noor.jpg"))
    assert 'class="face s hue-3"' in draw('{% face p "s" %}', p=person())
    assert ">NH<" in draw("{% face p %}", p=person())


def test_a_person_who_is_gone_has_a_neutral_face():
    assert ">?<" in draw("{% face p %}", p=None)


@pytest.mark.parametrize(
    ("name", "letters"), [("Noor Haddad", "NH"), ("Ana Maria da Silva", "AS"), ("editorial", "E"), ("", "?")]
)
def test_initials_of_a_plain_name(name, letters):
    assert draw("{{ name|initials }}", name=name) == letters


@pytest.mark.parametrize(("value", "css"), [(3, "hue-3"), (15, "hue-3"), ("x", "hue-0"), (None, "hue-0")])
def test_hue_is_always_one_of_the_twelve_classes(value, css):
    assert draw("{{ value|hue }}", value=value) == css


def test_qs_changes_one_value_keeps_the_others_and_starts_at_the_first_page():
    request = RequestFactory().get("/search/", {"q": 'a"<b>', "team": "platform", "page": "3"})
    template = Template("{% load ui %}{% qs team=None kind='post' %}")
    html = template.render(RequestContext(request, {}))
    assert html == "?q=a%22%3Cb%3E&amp;kind=post"


def test_qs_reaches_the_request_from_a_component_included_with_only():
    request = RequestFactory().get("/search/", {"q": "depot"})
    part = Template("{% load ui %}{% qs page=2 %}")
    page = Template("{% include part only %}")
    assert page.render(RequestContext(request, {"part": part})) == "?q=depot&amp;page=2"


class TeamForm(forms.Form):
    name = forms.CharField(help_text="The name that <people> say.")
    visibility = forms.ChoiceField(choices=[("open", "Open")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)
    tell = forms.BooleanField(required=False)


def test_field_says_what_is_wrong_next_to_the_field_and_wires_it():
    html = draw("{% field form.name %}", form=TeamForm({"name": ""}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "The name that &lt;people&gt; say." in html
    assert '<label for="id_name">' in html


def test_field_keeps_what_was_typed_and_escapes_it():
    html = draw("{% field form.note %}", form=TeamForm({"note": HOSTILE}))
    assert "<script" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_field_of_choices_is_a_group_with_a_legend():
    assert "<legend>Visibility" in draw("{% field form.visibility %}", form=TeamForm())


def test_help_given_to_the_tag_is_wired_like_the_fields_own():
    html = draw('{% field form.note help_text="One line." %}', form=TeamForm())
    assert 'aria-describedby="id_note_helptext"' in html
    assert "One line." in html


def article(**given):
    team = SimpleNamespace(name=HOSTILE, hue=2, get_absolute_url="/teams/x/")
    facts = {
        "address": "/teams/x/blog/y/", "title": HOSTILE, "summary": HOSTILE, "team": team, "purpose": "ask",
        "get_purpose_display": "Ask", "wished_by": timezone.localdate() + datetime.timedelta(days=1), "outcome": "",
        "result": "", "authors": [person(display_name=HOSTILE)], "on_behalf_of": None, "published": timezone.now(),
        "comment_count": 2, "lead_image": SimpleNamespace(url="/media/a.jpg", width=400, height=300, alt=HOSTILE),
        "kind_label": "",
    }  # fmt: skip
    return SimpleNamespace(**(facts | given))


def test_article_row_shows_everything_and_escapes_hostile_words():
    html = render_to_string("components/article_row.html", {"article": article()})
    assert "<script" not in html
    assert "by <time" in html
    assert 'href="/teams/x/blog/y/#talk">2 comments' in html
    assert 'width="400" height="300"' in html


def test_article_row_without_a_picture_is_plain():
    html = render_to_string("components/article_row.html", {"article": article(lead_image=None, comment_count=0)})
    assert "post-row plain" in html
    assert "<img" not in html
    assert "comment" not in html


def test_row_of_an_article_that_has_its_outcome_wishes_for_nothing():
    html = render_to_string("components/article_row.html", {"article": article(outcome="We drop it.", is_settled=True)})
    assert "by <time" not in html
    assert "We drop it." in html


def test_pager_offers_only_pages_that_exist():
    middle = SimpleNamespace(number=2, has_previous=True, has_next=True, previous_number=1, next_number=3)
    html = render_to_string("components/pager.html", {"slice": middle, "query": "q=a&"})
    assert 'href="?q=a&amp;page=1"' in html
    assert 'href="?q=a&amp;page=3"' in html
    alone = SimpleNamespace(number=1, has_previous=False, has_next=False)
    assert render_to_string("components/pager.html", {"slice": alone}).count("<nav") == 0


def test_page_for_a_broken_server_needs_nothing_at_all():
    html = render_to_string("500.html")
    assert "Something broke on our side" in html


def test_unreadable_request_is_answered_without_a_request():
    assert "could not read that request" in render_to_string("400.html")


def test_somebody_who_is_not_signed_in_sees_the_brand_alone():
    html = render_to_string("404.html")
    assert "Intramural" in html
    assert "/inbox/" not in html
    assert 'name="q"' not in html
