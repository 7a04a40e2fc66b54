"""Requests for approval in tests, made by the same actions that people use."""

from approvals.deciding import actions
from approvals.models import Request
from approvals.reviewing import seen

from .blog import make_draft
from .people import UserFactory
from .teams import join, make_team


def communications(person=None):
    """Somebody in the house's Communications group."""
    from teams.house import communications_group

    person = person or UserFactory()
    person.groups.add(communications_group())
    return person


def asked(team=None, author=None, title=None, **fields) -> Request:
    """A draft that its author submitted."""
    team = team or make_team(posting_policy="editors")
    author = author or join(team, "author")
    return actions.submit(by=author, article=make_draft(team, author, title, **fields))


def task_of(request):
    """The task at hand of a request, as it is now."""
    fresh = Request.objects.select_related("workflow_state__current_task_state").get(pk=request.pk)
    return fresh.workflow_state.current_task_state


def said(request) -> dict:
    """What a decision form carries: the content asked about now."""
    fresh = Request.objects.get(pk=request.pk)
    return {"revision_id": fresh.revision_id, "digest": fresh.digest}


def approve(by, request, remark=""):
    return actions.approve(by=by, task_state=task_of(request), remark=remark, **said(request))


def send_back(by, request, reason="Please say which depot."):
    return actions.return_for_changes(by=by, task_state=task_of(request), reason=reason, **said(request))


def edit(page, by, **changes):
    """Save a new revision of a page's latest words, with changes."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=by)


def look(by, request):
    """Open the review in a browser, which then says that it was opened."""
    fresh = Request.objects.select_related("article__team", "workflow_state", "revision").get(pk=request.pk)
    seen.mark_seen(person=by, request=fresh, **said(request))
