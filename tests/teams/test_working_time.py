"""Due times in working hours: what a person means by a day's work, on every day there is."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from teams.models import Holiday, WorkingTime
from teams.working_days import calendar_of
from teams.working_time import Calendar, NoWorkingTime
from tests.factories.people import AdministratorFactory, UserFactory

PARIS = ZoneInfo("Europe/Paris")
ZONES = [PARIS, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Auckland"), dt.UTC]
MIDNIGHT = dt.time(0)


def paris(day, hour=9, minute=0, month=12):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def due(start, hours, **fields):
    return Calendar(PARIS, **fields).after(start, hours).astimezone(PARIS)


def test_a_day_is_eight_hours_and_goes_on_the_next_morning():
    assert due(paris(1, 15), 8) == paris(2, 15)


def test_a_weekend_is_nobodys_time():
    assert due(paris(4, 16), 4) == paris(7, 12)  # Friday afternoon, Monday noon


def test_what_is_sent_at_night_begins_in_the_morning():
    assert due(paris(1, 22), 2) == due(paris(2, 5), 2) == paris(2, 11)


def test_what_ends_with_the_day_is_due_when_the_day_ends():
    assert due(paris(1, 9), 8) == paris(1, 17)


def test_holidays_rest_once_or_every_year():
    once = frozenset({dt.date(2026, 12, 24)})
    assert due(paris(23, 16), 2, holidays=once, yearly=frozenset({(12, 25)})) == paris(28, 10)


def test_a_holiday_of_the_29th_of_february_is_met_in_leap_years_alone():
    calendar = Calendar(PARIS, yearly=frozenset({(2, 29)}))
    assert calendar.is_free(dt.date(2028, 2, 29))
    assert not calendar.is_free(dt.date(2027, 3, 1))


@pytest.mark.parametrize(("month", "saturday"), [(3, 28), (10, 24)])
def test_a_weekend_on_which_clocks_change_moves_no_hour_of_work(month, saturday):
    friday, monday = paris(saturday - 1, 16, month=month), paris(saturday + 2, 10, month=month)
    assert due(friday, 2) == monday
    assert Calendar(PARIS).between(friday, monday) == dt.timedelta(hours=2)


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25)])
def test_whoever_works_around_the_clock_has_the_hours_that_the_day_has(month, day, hours):
    always = ((MIDNIGHT, MIDNIGHT),) * 7
    begins, ends = paris(day, 0, month=month), paris(day + 1, 0, month=month)
    assert Calendar(PARIS, always).between(begins, ends) == dt.timedelta(hours=hours)


def test_a_day_that_begins_in_the_hour_that_is_left_out_begins_an_hour_later():
    nights = (*[None] * 6, (dt.time(2, 30), dt.time(5)))
    assert Calendar(PARIS, nights).after(paris(29, 0, month=3), 0) == paris(29, 3, 30, month=3)


def test_somebody_elsewhere_is_asked_in_their_own_day():
    away = Calendar(PARIS).of_person(UserFactory.build(time_zone="America/New_York"))
    assert away.after(paris(1, 9), 1) == paris(1, 16)  # 10:00 in New York
    assert Calendar(PARIS).of_person(UserFactory.build(time_zone="Mars/Olympus")).zone is PARIS


def test_the_share_that_has_passed_counts_working_time_and_stays_between_none_and_all():
    calendar = Calendar(PARIS)
    start, end = paris(4, 13), paris(7, 13)
    assert calendar.share_passed(start, end, start - dt.timedelta(5)) == 0
    assert calendar.share_passed(start, end, paris(5, 12)) == 0.5
    assert calendar.share_passed(start, end, paris(7, 11)) == 0.75
    assert calendar.share_passed(start, end, end) == calendar.share_passed(start, end, paris(9)) == 1
    assert calendar.share_passed(paris(5), paris(6), paris(5, 12)) == 0  # a weekend holds no work that could pass


def test_nobody_working_is_said_and_not_looked_for_without_end():
    year = frozenset(dt.date(2026, 1, 1) + dt.timedelta(n) for n in range(4 * 366))
    for calendar in (Calendar(PARIS, (None,) * 7), Calendar(PARIS, holidays=year)):
        with pytest.raises(NoWorkingTime, match="Nobody works"):
            calendar.after(paris(1), 1)
    assert Calendar(PARIS, (None,) * 7).between(paris(1), paris(30)) == dt.timedelta(0)


def test_moments_without_a_zone_and_hours_backward_are_refused():
    with pytest.raises(ValueError, match="zone"):
        Calendar(PARIS).after(dt.datetime(2026, 12, 1), 1)
    with pytest.raises(ValueError, match="forward"):
        Calendar(PARIS).after(paris(1), -1)


# --- Whatever the week looks like -------------------------------------------------------------------------------------

times = st.integers(0, 95).map(lambda quarter: dt.time(quarter // 4, quarter % 4 * 15))
days = st.none() | st.tuples(times, times).filter(lambda span: span[0] < span[1] or span[1] == MIDNIGHT)
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2029, 1, 1), timezones=st.just(dt.UTC))
lengths = st.integers(0, 60 * 200).map(lambda minutes: minutes / 60)


@st.composite
def calendars(draw):
    week = draw(st.lists(days, min_size=7, max_size=7).filter(any))
    holidays = draw(st.frozensets(st.dates(dt.date(2026, 1, 1), dt.date(2029, 1, 1)), max_size=20))
    calendar = Calendar(draw(st.sampled_from(ZONES)), tuple(week), holidays)
    # A day that lies wholly in the hour that is left out is no work, and seldom the only one.
    assume(any(span and (span[1].hour > 4 or span[1] == MIDNIGHT) for span in week))
    return calendar


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, lengths)
def test_between_gives_back_what_after_was_given(calendar, start, hours):
    end = calendar.after(start, hours)
    assert abs(calendar.between(start, end) - dt.timedelta(hours=hours)) < dt.timedelta(milliseconds=1)


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, moments, lengths, lengths)
def test_later_or_longer_is_never_due_earlier(calendar, one, other, short, long):
    (one, other), (short, long) = sorted((one, other)), sorted((short, long))
    assert calendar.after(one, short) <= calendar.after(other, short)
    assert calendar.after(one, short) <= calendar.after(one, long)


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, lengths)
def test_nothing_is_due_outside_working_time(calendar, start, hours):
    at = calendar.after(start, hours)
    local = at.astimezone(calendar.zone)
    a_moment = dt.timedelta(seconds=1)
    assert at >= start
    assert calendar.between(at - a_moment, at + a_moment) > dt.timedelta(0), local


@settings(max_examples=100, deadline=None)
@given(calendars(), st.tuples(moments, moments, moments))
def test_working_time_adds_up(calendar, three):
    first, second, third = sorted(three)
    assert calendar.between(first, second) + calendar.between(second, third) == calendar.between(first, third)


# --- What administrators say ------------------------------------------------------------------------------------------


def week(**fields):
    return WorkingTime(site=Site.objects.get(is_default_site=True), **fields)


@pytest.mark.django_db
class TestSaid:
    def test_nobody_having_said_anything_it_is_monday_to_friday(self):
        assert calendar_of().after(dt.datetime(2026, 12, 4, 16, tzinfo=dt.UTC), 2) == dt.datetime(
            2026, 12, 7, 10, tzinfo=dt.UTC
        )

    def test_the_week_the_zone_and_the_holidays_of_a_site_count_in_two_queries(self, django_assert_num_queries):
        week(time_zone="Europe/Paris", friday_from=None, friday_until=None).save()
        site = Site.objects.get(is_default_site=True)
        for day in range(1, 9):
            Holiday.objects.create(site=site, day=dt.date(2026, 12, day), name="Rest", is_yearly=day % 2)
        with django_assert_num_queries(2):
            calendar = calendar_of()
            assert calendar.after(paris(1), 9).astimezone(PARIS) == paris(10, 10)

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"monday_from": dt.time(18)}, "has to end after it begins"),
            ({"monday_until": None}, "Say from when until when"),
            ({f"{day}_{end}": None for day in WorkingTime.DAYS for end in ("from", "until")}, "Nobody would ever work"),
            ({"time_zone": "Mars/Olympus"}, "Choose a time zone"),
        ],
    )
    def test_a_week_that_cannot_be_is_answered_with_a_sentence(self, fields, sentence):
        with pytest.raises(ValidationError, match=sentence):
            week(**fields).full_clean()

    def test_a_year_full_of_holidays_is_refused_at_the_last_of_them(self):
        only = {f"{day}_{end}": None for day in WorkingTime.DAYS if day != "monday" for end in ("from", "until")}
        week(**only).save()
        site = Site.objects.get(is_default_site=True)
        first = dt.date(2030, 1, 7)  # a Monday
        mondays = [first + dt.timedelta(7 * n) for n in range(130)]
        Holiday.objects.bulk_create(Holiday(site=site, day=day, name="Rest") for day in mondays[1:])
        with pytest.raises(ValidationError, match="nobody would work"):
            Holiday(site=site, day=first, name="One too many").full_clean()

    def test_administrators_change_both_in_the_cms_and_nobody_else_finds_them(self, client):
        site = Site.objects.get(is_default_site=True)
        client.force_login(AdministratorFactory(), backend="people.backends.FoldedNameBackend")
        assert client.get("/admin/workingtime/").status_code == 200
        new = {"site": site.pk, "day": "2026-12-25", "name": "Christmas", "is_yearly": "on"}
        assert client.post("/admin/holiday/new/", new).status_code == 302
        assert Holiday.objects.get().is_yearly
        bad = {"site": site.pk, "monday_from": "18:00", "monday_until": "09:00"}
        answer = client.post("/admin/workingtime/new/", bad)
        assert "has to end after it begins" in answer.content.decode()
        client.force_login(UserFactory(), backend="people.backends.FoldedNameBackend")
        for address in ("/admin/workingtime/", "/admin/holiday/", "/admin/holiday/new/"):
            assert client.get(address).status_code in {302, 403, 404}
        client.post("/admin/holiday/new/", new | {"day": "2026-12-26"})
        assert Holiday.objects.count() == 1
