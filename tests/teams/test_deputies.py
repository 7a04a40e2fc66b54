"""Who stands in for whom: named by oneself or by a lead, refused with a sentence, seen by those who visit."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from notifications.models import Notification
from people.actions import deactivate
from people.anonymising import anonymise
from people.models import User
from teams.deputies import Deputy, deputies_of, stands_in_for
from teams.deputising import end_early, name_deputy
from tests.factories.notifications import deliver
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

OWN = "/accounts/deputies/"


def on(days):
    return timezone.localdate(timezone=dt.UTC) + dt.timedelta(days)


def name(person, deputy, first=0, last=7, by=None, **more):
    return name_deputy(person=person, deputy=deputy, first_day=on(first), last_day=on(last), by=by or person, **more)


def sent(deputy, first=0, last=7, **more):
    return {"deputy": deputy.username, "first_day": f"{on(first)}", "last_day": f"{on(last)}", **more}


@pytest.fixture
def ada():
    return UserFactory(username="ada", first_name="Ada", last_name="Away")


@pytest.fixture
def ben():
    return UserFactory(username="ben", first_name="Ben", last_name="Back")


def test_people_name_their_own_deputy_and_both_are_told(as_person, ada, ben):
    answer = as_person(ada).post(OWN, sent(ben, note="The budget is done."), follow=True)
    assert "Ben Back stands in. Both of you are told." in answer.content.decode()
    row = Deputy.objects.get()
    assert (row.person, row.deputy, row.first_day, row.last_day, row.named_by) == (ada, ben, on(0), on(7), ada)
    told = Notification.objects.get(person=ben)
    assert told.kind == "deputy_named"
    assert "Ben Back stands in for Ada Away" in as_person(ben).get("/inbox/").content.decode()
    assert not Notification.objects.filter(person=ada).exists()  # who did it knows
    entry = ModelLogEntry.objects.get(action="teams.deputy")
    assert (entry.object_id, entry.user) == (str(ada.pk), ada)
    assert "Ben" not in str(entry.data)


def test_a_lead_names_one_for_somebody_in_a_team_of_theirs_and_both_are_told(as_person, ada, ben):
    team = make_team()
    lead = join(team, "lead")
    join(team, "member", ada)
    address = f"{OWN}of/{ada.username}/"
    assert "Who stands in for Ada Away" in as_person(lead).get(address).content.decode()
    assert as_person(lead).post(address, sent(ben)).status_code == 302
    assert Deputy.objects.get().named_by == lead
    assert set(Notification.objects.filter(kind="deputy_named").values_list("person", flat=True)) == {ada.pk, ben.pk}


@pytest.mark.parametrize("who", ["stranger", "member", "editor", "lead elsewhere", "former lead", "administrator"])
def test_nobody_else_names_one_for_somebody_or_learns_that_they_could(as_person, ada, ben, who):
    team = make_team(visibility="secret")
    join(team, "lead")
    join(team, "member", ada)
    somebody = {
        "stranger": UserFactory,
        "member": lambda: join(team, "member"),
        "editor": lambda: join(team, "editor"),
        "lead elsewhere": lambda: join(make_team(), "lead"),
        "former lead": lambda: join(team, "lead"),
        "administrator": AdministratorFactory,
    }[who]()
    if who == "former lead":
        join(team, "author", somebody)
    for method in ("get", "post"):
        assert getattr(as_person(somebody), method)(f"{OWN}of/{ada.username}/", sent(ben)).status_code == 404
    with pytest.raises(PermissionDenied):
        name(ada, ben, by=somebody)
    assert not Deputy.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (3, 2, "The last day is before the first."),
        (-5, -2, "These days are over."),
        (0, 367, "That is more than a year."),
    ],
)
def test_days_that_cannot_be_are_answered_with_a_sentence_and_keep_what_was_typed(
    as_person, ada, ben, first, last, sentence
):
    answer = as_person(ada).post(OWN, sent(ben, first, last, note="Typed"))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Typed"' in answer.content.decode()
    assert not Deputy.objects.exists()


def test_a_day_or_a_whole_year_is_no_refusal(ada, ben):
    name(ada, ben, 0, 0)
    name(ada, ben, 1, 367)
    assert Deputy.objects.count() == 2


@pytest.mark.parametrize(
    ("username", "sentence"),
    [
        ("ada", "Nobody stands in for themselves."),
        ("nobody-at-all", "Nobody here has this name."),
        ("gone", "Nobody here has this name."),
        ("", "This field is required."),
    ],
)
def test_somebody_who_cannot_stand_in_is_refused(as_person, ada, username, sentence):
    UserFactory(username="gone", is_active=False)
    answer = as_person(ada).post(OWN, sent(ada) | {"deputy": username})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Deputy.objects.exists()


def test_somebody_deactivated_while_the_form_was_open_is_refused(ada, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="Ben Back has no access any more"):
        name(ada, ben)
    with pytest.raises(ValidationError, match="Ben Back has no access any more"):
        name(ben, ada)
    with pytest.raises(PermissionDenied):
        name(ada, UserFactory(), by=User.objects.get(pk=ben.pk))


@pytest.mark.parametrize(("first", "last"), [(7, 9), (-1, 0), (2, 3), (-1, 20)])
def test_overlapping_days_are_refused_by_naming_the_other(as_person, ada, ben, first, last):
    name(ada, ben)
    answer = as_person(ada).post(OWN, sent(UserFactory(), first, last))
    assert answer.status_code == 422
    assert "Ben Back stands in already. End that first, or choose other days." in answer.content.decode()
    assert Deputy.objects.count() == 1


def test_days_beside_each_other_and_those_of_one_that_was_ended_are_free(ada, ben):
    row = name(ada, ben, 0, 3)
    name(ada, UserFactory(), 4, 5)
    end_early(row=row, by=ada)
    name(ada, UserFactory(), 0, 3)
    assert len(Deputy.objects.standing()) == 2


def test_a_circle_is_refused_on_the_days_that_it_would_close_and_not_on_others(as_person, ada, ben):
    cleo = UserFactory(first_name="Cleo", last_name="Calm")
    name(ada, ben, 0, 5)
    name(ben, cleo, 3, 9)
    answer = as_person(cleo).post(OWN, sent(ada, 5, 6))
    assert answer.status_code == 422
    assert "Ben Back is away as well, and Cleo Calm stands in. Choose somebody else." in answer.content.decode()
    name(cleo, ada, 6, 9)  # Ada is back by then
    with pytest.raises(ValidationError, match="goes round in a circle"):
        name(ben, ada, 0, 2)


@pytest.mark.parametrize("who", ["absent", "deputy", "lead"])
def test_it_ends_early_by_the_absent_the_deputy_or_a_lead(as_person, ada, ben, who):
    team = make_team()
    join(team, "member", ada)
    somebody = {"absent": ada, "deputy": ben, "lead": join(team, "lead")}[who]
    row = name(ada, ben)
    address = f"{OWN}{row.pk}/end/"
    assert as_person(somebody).get(address).status_code == 405
    assert as_person(somebody).post(address).status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None
    assert deputies_of([ada.pk]) == {}
    told = set(Notification.objects.filter(kind="deputy_ended").values_list("person", flat=True))
    assert told == {ada.pk, ben.pk} - {somebody.pk}
    assert ModelLogEntry.objects.filter(action="teams.deputy_ended", user=somebody).count() == 1
    answer = as_person(somebody).post(address, follow=True)
    assert "That was over already." in answer.content.decode()
    assert ModelLogEntry.objects.filter(action="teams.deputy_ended").count() == 1


def test_nobody_else_ends_it(as_person, ada, ben):
    row = name(ada, ben)
    for somebody in (UserFactory(), join(make_team(), "lead"), AdministratorFactory()):
        assert as_person(somebody).post(f"{OWN}{row.pk}/end/").status_code == 404
    assert Deputy.objects.standing().exists()


@pytest.mark.parametrize("who", ["absent", "deputy"])
def test_it_ends_with_the_access_of_either(ada, ben, who):
    name(ada, ben)
    deactivate(person={"absent": ada, "deputy": ben}[who], by=AdministratorFactory())
    assert deputies_of([ada.pk]) == {}
    assert stands_in_for(ben) == []


def test_who_stands_in_is_asked_in_one_query_for_one_and_for_many(django_assert_num_queries, ada, ben):
    rows = [name(UserFactory(), ben, 0, n) for n in range(5)]
    name(ada, ben, 3, 4)
    everybody = [row.person_id for row in rows] + [ada.pk]
    for asked in (everybody[:1], everybody):
        with django_assert_num_queries(1):
            found = deputies_of(asked)
            assert {row.deputy.display_name for row in found.values()} == {"Ben Back"}
    assert set(deputies_of(everybody)) == {row.person_id for row in rows}
    assert set(deputies_of(everybody, on=on(3))) == {rows[3].person_id, rows[4].person_id, ada.pk}
    with django_assert_num_queries(1):
        assert len([row.person.display_name for row in stands_in_for(ben)]) == 5
    assert [row.person for row in stands_in_for(ben, on=on(4))] == [rows[4].person, ada]


@pytest.mark.parametrize(("zone", "is_there"), [("Pacific/Kiritimati", False), ("Pacific/Pago_Pago", True)])
def test_a_day_is_a_day_where_the_absent_person_is(monkeypatch, zone, is_there, ben):
    noon = dt.datetime(2026, 12, 3, 11, 30, tzinfo=dt.UTC)  # the 4th in Kiritimati, the 3rd in Pago Pago
    monkeypatch.setattr(timezone, "now", lambda: noon)
    person = UserFactory(time_zone=zone)
    Deputy.objects.create(person=person, deputy=ben, first_day=dt.date(2026, 12, 1), last_day=dt.date(2026, 12, 3))
    assert (person.pk in deputies_of([person.pk])) is is_there
    assert bool(stands_in_for(ben)) is is_there


def test_visitors_of_a_profile_read_until_when_and_who_and_only_those_who_may_find_the_way_to_change_it(
    as_person, ada, ben
):
    team = make_team()
    join(team, "member", ada)
    lead, visitor = join(team, "lead"), UserFactory()
    profile = f"/people/{ada.username}/"
    assert "Away until" not in as_person(visitor).get(profile).content.decode()
    row = name_deputy(person=ada, deputy=ben, first_day=on(0), last_day=on(9), by=ada, note="Nobody else reads this.")
    html = as_person(visitor).get(profile).content.decode()
    assert "Away until" in html
    assert 'deputy: <a href="/people/ben/">Ben Back</a>' in html
    assert "Nobody else reads this" not in html
    assert OWN not in html
    assert f"{OWN}of/ada/" in as_person(lead).get(profile).content.decode()
    assert OWN in as_person(ada).get(profile).content.decode()
    end_early(row=row, by=ben)
    assert "Away until" not in as_person(visitor).get(profile).content.decode()


def test_ones_page_costs_the_same_for_a_few_and_for_many(as_person, ben):
    client = as_person(ben)
    counts = []
    for number in (2, 10):
        for _each in range(number):
            name(UserFactory(), ben)
        client.get(OWN)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            html = client.get(OWN).content.decode()
        counts.append(len(queries))
    assert html.count("<tr>") == 13
    assert counts[0] == counts[1]


def test_a_note_goes_with_the_name_of_either(ada, ben):
    row = name(ada, ben, note="Ask Cleo.")
    administrator = AdministratorFactory()
    deactivate(person=ben, by=administrator)
    anonymise(person=ben, by=administrator, typed_username="ben")
    row.refresh_from_db()
    assert row.note == ""
    assert "Ask Cleo." not in str(list(Notification.objects.values_list("data", flat=True)))


def test_the_mail_says_who_when_and_the_note(ada, ben):
    name(ada, ben, note="Ask Cleo about the depot.")
    (mail,) = deliver()
    assert mail.subject.endswith("Ben Back stands in for Ada Away")
    assert "“Ask Cleo about the depot.”" in mail.body
    assert "/accounts/deputies/" in mail.body
    assert mail.to == [ben.email] or ben.email in mail.to[0]
