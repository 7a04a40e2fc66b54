"""Nobody decides on their own words, and somebody always can."""

import pytest

from approvals.deciders.tallies import approvers_for, asked_in
from approvals.deciders.writers import writers_of
from approvals.models import Request
from approvals.refusals import NotAsked
from approvals.routes.preview import first_asked
from publishing.models import Authorship
from tests.factories.approvals import approve, asked, communications, edit
from tests.factories.blog import make_draft, make_live
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def submit(page, by):
    from approvals.deciding import actions

    return actions.submit(by=by, article=page)


def test_the_owner_does_not_decide():
    team = make_team(posting_policy="editors")
    owner, other = join(team, "editor"), join(team, "editor")
    request = asked(team, owner)
    with pytest.raises(NotAsked, match="You wrote part"):
        approve(owner, request)
    approve(other, request)


def test_the_owner_does_not_decide_when_somebody_else_submits():
    team = make_team(posting_policy="editors")
    owner, other = join(team, "editor"), join(team, "editor")
    request = submit(make_draft(team, owner), other)
    for writer in (owner, other):
        with pytest.raises(NotAsked):
            approve(writer, request)


def test_a_coauthor_does_not_decide():
    team = make_team(posting_policy="editors")
    coauthor = join(team, "editor")
    author = join(team, "author")
    page = make_draft(team, author)
    page.authorships.add(Authorship(person=coauthor, sort_order=1))
    page.save_revision(user=author)
    request = submit(page, author)
    with pytest.raises(NotAsked):
        approve(coauthor, request)


def test_somebody_taken_out_of_the_byline_since_the_live_version_does_not_decide():
    team = make_team(posting_policy="editors")
    coauthor = join(team, "editor")
    author = join(team, "author")
    page = make_live(make_draft(team, author))
    page.authorships.add(Authorship(person=coauthor, sort_order=1))
    page.save_revision(user=author)
    page.authorships.set([Authorship(person=author, sort_order=0)])
    page.save_revision(user=author)
    assert coauthor.pk in writers_of(page)


def test_whoever_saved_a_changed_word_does_not_decide():
    team = make_team(posting_policy="editors")
    author, mender = join(team, "author"), join(team, "editor")
    page = make_draft(team, author)
    edit(page, mender, summary="One word better.")
    request = submit(page, author)
    with pytest.raises(NotAsked):
        approve(mender, request)


def test_an_approver_who_edits_becomes_a_writer_and_another_decides():
    team = make_team(posting_policy="editors")
    mender, other = join(team, "editor"), join(team, "editor")
    request = asked(team)
    edit(request.article.specific, mender, title="Mended")
    with pytest.raises(NotAsked):
        approve(mender, request)
    approve(other, request)


def test_putting_the_old_words_back_does_not_make_a_writer_forgotten():
    team = make_team(posting_policy="editors")
    mender = join(team, "editor")
    request = asked(team, title="As it was")
    edit(request.article.specific, mender, title="Mended")
    edit(request.article.specific, request.workflow_state.requested_by, title="As it was")
    with pytest.raises(NotAsked):
        approve(mender, request)


def test_saving_without_a_changed_word_makes_nobody_a_writer():
    team = make_team(posting_policy="editors")
    author, editor = join(team, "author"), join(team, "editor")
    page = make_draft(team, author)
    edit(page, editor)
    approve(editor, submit(page, author))


def test_an_autosave_makes_a_writer_too():
    team = make_team(posting_policy="editors")
    author, editor = join(team, "author"), join(team, "editor")
    page = make_draft(team, author)
    first = edit(page, editor, title="Typed by the edi")
    draft = first.as_object()
    draft.title = "Typed by the editor"
    draft.save_revision(user=editor, overwrite_revision=first)
    with pytest.raises(NotAsked):
        approve(editor, submit(page, author))


def test_writers_of_what_is_live_already_may_decide_on_what_others_change():
    team = make_team(posting_policy="editors")
    former, author = join(team, "editor"), join(team, "author")
    page = make_draft(team, author)
    edit(page, former, title="Then")
    page = make_live(type(page).objects.get(pk=page.pk))
    edit(page, author, title="Now")
    approve(former, submit(page, author))


def test_the_person_it_is_published_for_may_decide():
    team = make_team(posting_policy="editors")
    chief = join(team, "editor")
    approve(chief, asked(team, on_behalf_of=chief))


def test_an_administrator_who_wrote_it_does_not_decide_as_an_editor():
    team = make_team(posting_policy="editors")
    administrator = join(team, "editor", AdministratorFactory())
    request = asked(team, administrator)
    with pytest.raises(NotAsked):
        approve(administrator, request)


# --- When nobody is left ------------------------------------------------------------------------------------------


def people_of(request):
    return set(approvers_for(Request.objects.select_related("article__team", "workflow_state").get(pk=request.pk)))


def test_communications_decides_when_every_editor_wrote_it():
    team = make_team(posting_policy="editors")
    comms = communications()
    request = asked(team, join(team, "editor"))
    assert people_of(request) == {comms}
    approve(comms, request)


def test_an_administrator_decides_in_a_secret_team_where_every_editor_wrote_it():
    team = make_team(posting_policy="editors", visibility="secret")
    communications()
    administrator = AdministratorFactory()
    request = asked(team, join(team, "editor"))
    assert administrator in people_of(request)
    assert all(person.is_superuser for person in people_of(request))
    approve(administrator, request)


def test_a_secret_team_that_chose_communications_is_helped_by_communications():
    team = make_team(posting_policy="communications", visibility="secret")
    comms = communications()
    request = asked(team, join(team, "editor"))
    assert people_of(request) == {comms}


def test_leads_decide_when_all_of_communications_wrote_it():
    team = make_team(posting_policy="communications")
    comms = communications()
    lead = join(team, "lead")
    request = asked(team, join(team, "author", comms))
    approve(lead, request)
    assert people_of(request) == {lead}
    approve(lead, request)
    assert type(request.article).objects.get(pk=request.article_id).live


def test_nobody_is_left_when_there_is_nobody_at_all():
    team = make_team(posting_policy="editors")
    assert people_of(asked(team)) == set()


def test_people_without_access_are_not_asked():
    team = make_team(posting_policy="editors")
    gone = join(team, "editor", UserFactory(is_active=False))
    here = join(team, "editor")
    assert people_of(asked(team)) == {here}
    assert gone not in people_of(asked(team))


def test_the_author_can_be_told_before_submitting():
    team = make_team(posting_policy="editors")
    author, editor = join(team, "author"), join(team, "editor")
    page = make_draft(team, author)
    assert first_asked(page, team, by=author) == [editor]


@pytest.mark.parametrize("policy", ["editors", "communications"])
@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
@pytest.mark.parametrize("written_by", ["author", "only_editor", "one_of_two", "comms", "lead"])
def test_the_list_of_what_waits_for_me_says_the_same_as_who_is_asked(policy, visibility, written_by):
    team = make_team(posting_policy=policy, visibility=visibility)
    people = [AdministratorFactory(), communications(), communications(), UserFactory(), join(team, "member")]
    author = join(team, "author")
    if written_by != "author":
        editor = join(team, "lead" if written_by == "lead" else "editor")
        people.append(editor)
        author = join(team, "author", people[1]) if written_by == "comms" else editor
    if written_by == "one_of_two":
        people.append(join(team, "editor"))
    request = asked(team, author)
    for _step in range(2):
        expected = people_of(request)
        for person in [*people, author]:
            waits = Request.objects.awaiting(type(person).objects.get(pk=person.pk)).filter(pk=request.pk).exists()
            assert waits == (person in expected), (person, request.position)
        if not expected or policy == "editors" or not people_of(request):
            break
        approve(sorted(expected, key=lambda one: one.pk)[0], request)
        if not Request.objects.open().filter(pk=request.pk).exists():
            break
        request = Request.objects.get(pk=request.pk)


def test_who_is_asked_in_many_requests_costs_three_queries(django_assert_num_queries):
    team = make_team(posting_policy="editors")
    editor = join(team, "editor")
    for _n in range(3):
        asked(team)
    rows = list(Request.objects.all().with_rows())
    with django_assert_num_queries(3):
        assert all(people == [editor] for people in asked_in(rows).values())
