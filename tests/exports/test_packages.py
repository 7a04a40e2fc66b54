"""Taking along what a team wrote, or what is one's own: asked for on a page, made in the background, kept for days."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import WriteUpPerson
from exports import actions
from exports.models import Package
from notifications.models import Notification
from operations.worker import drain
from people.anonymising import anonymise
from publishing.models import Citation
from teams.changes import change_visibility
from teams.members import remove_member
from tests.factories.blog import make_write_up
from tests.factories.conversations import make_comment
from tests.factories.people import UserFactory
from tests.factories.teams import join

pytestmark = pytest.mark.django_db


def take(client, address) -> zipfile.ZipFile:
    """Ask on the page, let the worker work, download from the page."""
    assert client.post(address).status_code == 302
    assert "being made" in client.get(address).content.decode()
    drain()
    package = Package.objects.get()
    page = client.get(address).content.decode()
    assert f"/exports/{package.key}.zip" in page
    answer = client.get(f"/exports/{package.key}.zip")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert answer["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def words_of(file) -> str:
    return "".join(file.read(name).decode(errors="ignore") for name in file.namelist())


def rows_of(file, table) -> list[dict]:
    return [json.loads(line) for line in file.read(f"data/{table}.jsonl").splitlines()]


class TestOfATeam:
    address = "/teams/depot/export/"

    @pytest.fixture
    def out(self, house, as_person):
        return take(as_person(house.people["lead"]), self.address)

    def test_it_holds_what_the_team_wrote(self, out, house):
        assert json.loads(out.read("manifest.json"))["scope"] == "team"
        assert {"index.html", "pages/depot/blog/keys.md", "pages/depot/projects/board.html"} <= set(out.namelist())
        assert {row["title"] for row in rows_of(out, "wagtailcore.page")} >= {
            "Keys are on the board",
            "Waits for an answer",
        }
        assert "heldwords" in {row["comment"] for row in rows_of(out, "django_comments.comment")}
        assert f"files/{house.unused.file.name}" in out.namelist()

    def test_nothing_of_another_team_is_in_it(self, out, house):
        words = words_of(out)
        for word in ("quittentitle", "quittenbody", "quittenpurpose", "Horizon"):
            assert word not in words
        assert {row["cited"] for row in rows_of(out, "publishing.citation")} == {house.post.pk}

    def test_nor_is_what_an_earlier_version_cited_of_it(self, house, as_person):
        Citation.objects.create(article=house.post, cited=house.hidden, note="quittennote")
        house.post.__class__.objects.get(pk=house.post.pk).save_revision()
        out = take(as_person(house.people["lead"]), self.address)
        assert "quittennote" not in words_of(out)
        join(house.secret, "member", house.people["lead"])
        assert "quittennote" in words_of(take(as_person(house.people["lead"]), self.address))

    def test_nothing_private_of_anybody_is_in_it(self, out, house):
        words = words_of(out)
        for word in ("flagwords", "@intramural.example", "password", "ip_address", "session"):
            assert word not in words
        assert not any(name in str(out.namelist()) for name in ("flag", "visit", "notification", "following"))
        assert set(rows_of(out, "people.user")[0]) == {
            "id", "username", "first_name", "last_name", "job_title", "is_active",
        }  # fmt: skip

    def test_a_page_elsewhere_that_the_lead_reads_is_named_by_its_address(self, house, as_person):
        join(house.secret, "member", house.people["lead"])
        out = take(as_person(house.people["lead"]), self.address)
        assert "quittentitle" in out.read("pages/depot/projects/board.md").decode()
        assert f"{house.hidden.address})" not in out.namelist()

    @pytest.mark.parametrize("role", ["editor", "author", "member", "other"])
    def test_it_is_for_leads_alone(self, house, as_person, role):
        person = house.people.get(role) or house.other
        client = as_person(person)
        assert (client.get(self.address).status_code, client.post(self.address).status_code) == (403, 403)
        assert not Package.objects.exists()

    def test_a_lead_who_is_none_any_more_gets_nothing(self, house, as_person):
        lead = join(house.team, "lead")
        client = as_person(lead)
        client.post(self.address)
        drain()
        package = Package.objects.get()
        remove_member(team=house.team, person=lead, by=house.boss)
        assert client.get(f"/exports/{package.key}.zip").status_code == 404
        assert Notification.objects.filter(person=lead, kind="package_ready").count() == 1
        assert "Depot." not in client.get("/inbox/").content.decode()

    def test_rights_are_asked_again_when_it_is_made(self, house, as_person):
        lead = join(house.team, "lead")
        as_person(lead).post(self.address)
        remove_member(team=house.team, person=lead, by=house.boss)
        drain()
        assert not Package.objects.exists()

    def test_nobody_else_has_it_whoever_knows_its_address(self, house, as_person):
        as_person(house.people["lead"]).post(self.address)
        drain()
        address = f"/exports/{Package.objects.get().key}.zip"
        for person in (house.author, house.other, house.boss, join(house.team, "lead")):
            assert as_person(person).get(address).status_code == 404

    def test_asked_twice_is_made_once(self, house, as_person):
        client = as_person(house.people["lead"])
        client.post(self.address)
        client.post(self.address)
        assert Package.objects.count() == 1
        drain()
        first = Package.objects.get()
        actions.make.func(first.pk)
        assert Package.objects.get().file.name == first.file.name

    def test_made_by_two_at_once_it_is_there(self, house, as_person, monkeypatch):
        client = as_person(house.people["lead"])
        client.post(self.address)
        package, write = Package.objects.get(), actions.write_team

        def after_another(target, team, by):
            monkeypatch.setattr(actions, "write_team", write)
            actions.make.func(package.pk)
            write(target, team, by)

        monkeypatch.setattr(actions, "write_team", after_another)
        drain()
        assert Package.objects.get().is_ready
        assert client.get(f"/exports/{package.key}.zip").status_code == 200
        assert Notification.objects.filter(kind="package_ready").count() == 1

    def test_a_new_one_takes_the_place_of_the_old(self, house, as_person, settings, django_capture_on_commit_callbacks):
        client = as_person(house.people["lead"])
        client.post(self.address)
        drain()
        old = Package.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(self.address)
        assert not old.file.storage.exists(old.file.name)
        assert Package.objects.get().key != old.key

    def test_whoever_asked_is_told_once_by_a_line_and_by_mail(self, house, as_person):
        client = as_person(house.people["lead"])
        client.post(self.address)
        drain()
        row = Notification.objects.get(kind="package_ready")
        assert "Ready to be taken along: Depot." in client.get("/inbox/").content.decode()
        assert client.post(reverse("notifications:open", args=[row.pk]))["Location"] == self.address

    def test_the_settings_of_the_team_lead_there(self, house, as_person):
        assert self.address in as_person(house.people["lead"]).get("/teams/depot/settings/").content.decode()


class TestOfAPerson:
    address = "/accounts/export/"

    def test_everything_by_and_about_them(self, house, as_person):
        out = take(as_person(house.author), self.address)
        assert json.loads(out.read("account.json"))["teams"][0]["team"] == "Depot"
        assert "Number 3." in out.read("comments.md").decode()
        assert {"pages/depot/blog/keys.md", "pages/depot/projects/board.md"} <= set(out.namelist())
        assert "Waits for an answer" in {row["title"] for row in rows_of(out, "wagtailcore.page")}
        assert [row["id"] for row in rows_of(out, "people.user")] == [house.author.pk]
        assert any(name.startswith("files/faces/") for name in out.namelist())
        assert len(rows_of(out, "teams.membership")) == 1

    def test_other_people_are_left_out_of_the_rows(self, house, as_person):
        out = take(as_person(house.member), self.address)
        numbers = {person.pk for person in (house.boss, house.author, house.people["lead"], house.people["editor"])}
        tables = json.loads(out.read("schema.json"))["$defs"]
        for name, table in tables.items():
            naming = [
                column for column, told in table["properties"].items() if told.get("x-refers-to") == "people.user"
            ]
            for row in rows_of(out, name):
                assert not numbers & {row[column] for column in naming}, name

    def test_a_flag_stays_between_who_raised_it_and_the_moderators(self, house, as_person):
        assert "flagwords" not in words_of(take(as_person(house.member), self.address))
        Package.objects.all().delete()
        assert "flagwords" in words_of(take(as_person(house.people["lead"]), self.address))

    def test_of_a_team_that_they_left_stay_their_own_words_and_no_title(self, house, as_person):
        make_comment(house.hidden, house.other, "ownwords")
        remove_member(team=house.secret, person=house.other, by=house.boss)
        words = words_of(take(as_person(house.other), self.address))
        assert "ownwords" in words
        for word in ("quittentitle", "quittenbody", "quittenpurpose", "Horizon"):
            assert word not in words

    def test_as_what_they_took_part_in_a_page_they_may_not_read_stays_there(self, house, as_person):
        merger = make_write_up(house.secret, house.other, "Merger")
        for person, part in ((house.member, "quittenpart"), (house.other, "ownpart")):
            WriteUpPerson.objects.create(write_up=merger, person=person, part=part)
        assert "quittenpart" not in words_of(take(as_person(house.member), self.address))
        Package.objects.all().delete()
        assert "ownpart" in words_of(take(as_person(house.other), self.address))

    def test_what_they_lost_the_right_to_read_is_not_handed_out_later(self, house, as_person):
        client = as_person(house.other)
        assert "quittentitle" in words_of(take(client, self.address))
        remove_member(team=house.secret, person=house.other, by=house.boss)
        assert client.get(f"/exports/{Package.objects.get().key}.zip").status_code == 404
        assert "Download" not in client.get(self.address).content.decode()

    def test_an_administrator_has_it_made_for_anybody(self, house, as_person):
        client = as_person(house.boss)
        assert (
            f"/people/{house.member.username}/export/" in client.get(house.member.get_absolute_url()).content.decode()
        )
        out = take(client, f"/people/{house.member.username}/export/")
        assert json.loads(out.read("manifest.json"))["person"] == house.member.username
        assert "shed" in out.read("comments.md").decode()

    def test_nobody_else_has(self, house, as_person):
        client = as_person(house.people["lead"])
        for username in (house.member.username, "no-such-person"):
            assert client.post(f"/people/{username}/export/").status_code == 403
        assert "/export/" not in client.get(house.member.get_absolute_url()).content.decode()

    def test_with_the_name_goes_the_archive(self, house, as_person, django_capture_on_commit_callbacks):
        take(as_person(house.member), self.address)
        package = Package.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            anonymise(person=house.member, typed_username=house.member.username, by=house.boss)
        assert not Package.objects.exists()
        assert not package.file.storage.exists(package.file.name)

    def test_every_column_that_names_a_person_is_theirs_or_somebody_elses(self):
        from exports.of_person import naming_columns
        from exports.tables import all_tables

        for table in all_tables():
            assert set(table.carried.of_others) <= {
                *naming_columns(table),
                *(name for other in all_tables() if other.carried is table.carried for name in naming_columns(other)),
            }, table.label


def test_an_archive_is_kept_for_seven_days(house, as_person, django_capture_on_commit_callbacks, settings):
    take(as_person(house.member), "/accounts/export/")
    package = Package.objects.get()
    assert actions.forget_old() == 0
    Package.objects.update(made_at=timezone.now() - timedelta(days=7, seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_old() == 1
    assert list(Path(settings.MEDIA_ROOT).rglob("*.zip")) == []
    assert not package.file.storage.exists(package.file.name)


def test_a_worker_that_is_killed_before_it_says_so_leaves_no_file_behind(house, as_person, monkeypatch, settings):
    as_person(house.member).post("/accounts/export/")
    package = Package.objects.get()

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("exports.notices.package_ready", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.make.func(package.pk)
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.zip"))) == 1
    actions.make.func(package.pk)
    assert [path.stem for path in Path(settings.MEDIA_ROOT).rglob("*.zip")] == [package.key]
    assert Package.objects.get().is_ready


def test_what_was_never_finished_may_be_asked_for_again(house, as_person):
    as_person(house.member).post("/accounts/export/")
    first = Package.objects.get()
    Package.objects.update(asked_at=timezone.now() - timedelta(days=2))
    as_person(house.member).post("/accounts/export/")
    assert Package.objects.get().pk != first.pk


def test_no_other_address_serves_the_file(house, as_person):
    take(as_person(house.member), "/accounts/export/")
    name = Package.objects.get().file.name
    assert as_person(house.boss).get(f"/media/{name}").status_code == 404


def test_a_team_that_closes_does_not_open_its_archive(house, as_person):
    as_person(house.people["lead"]).post("/teams/depot/export/")
    drain()
    change_visibility(team=house.team, visibility="secret", by=house.people["lead"])
    assert as_person(house.other).get("/teams/depot/export/").status_code == 404
    assert as_person(house.people["lead"]).get(f"/exports/{Package.objects.get().key}.zip").status_code == 200


def test_somebody_outside_a_team_that_closes_keeps_no_archive_from_before(house, as_person, administrator):
    outsider, member = UserFactory(), join(house.team, "member")
    change_visibility(team=house.team, visibility="open", by=administrator)
    keys = {}
    for person in (outsider, member):
        client = as_person(person)
        client.post("/accounts/export/")
        drain()
        keys[person] = Package.objects.get(person=person).key
        assert client.get(f"/exports/{keys[person]}.zip").status_code == 200
    change_visibility(team=house.team, visibility="closed", by=administrator)
    assert as_person(outsider).get(f"/exports/{keys[outsider]}.zip").status_code == 404
    assert as_person(member).get(f"/exports/{keys[member]}.zip").status_code == 200


def test_the_page_costs_the_same_whoever_asks(house, as_person, django_assert_num_queries):
    for person in (house.member, house.people["lead"]):
        client = as_person(person)
        client.get("/accounts/export/")
        with django_assert_num_queries(3):
            client.get("/accounts/export/")
