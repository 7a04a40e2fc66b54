"""The leak matrix: for every address pattern of ours, what it may show of a team to somebody outside it.

Three kinds of rows:

- ``gone(...)``: addresses that name something of the team. To an outsider they answer exactly as the same pattern
  does for something that never was.
- ``clean(...)``: addresses that show many things. To an outsider they answer, without one of the team's words.
- ``open_to_all(...)``: doors and addresses that hold nothing of anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from conversations.models import ModerationRecord
from exports.actions import ask_for_person, ask_for_team, make
from notifications.models import Notification

from .world import Corner, World, address

NEVER = 987_654
NO_KEY = "nosuchkey0000000000000"


@dataclass(frozen=True)
class Pair:
    """An address of something that exists, and the same for something that never did."""

    real: str
    never: str
    method: str = "GET"
    data: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    kind: str
    pairs: Callable[[Corner], list[Pair]] = lambda corner: []
    addresses: Callable[[World], list[str]] = lambda world: []
    # Pairs that are asked of the secret corner only, because a closed team answers with its door.
    secret_only: bool = False


def gone(pairs: Callable[[Corner], list[Pair]], **options: bool) -> Row:
    return Row("gone", pairs=pairs, **options)


def clean(addresses: Callable[[World], list[str]]) -> Row:
    return Row("clean", addresses=addresses)


OPEN_TO_ALL = Row("open")


def of_team(view: str, *rest: object, method: str = "GET", **data: str) -> Callable[[Corner], list[Pair]]:
    """A view below a team's address."""
    return lambda corner: [
        Pair(address(view, corner.team.slug, *rest), address(view, "no-such-team", *rest), method, dict(data))
    ]


def of_comment(name: str, method: str = "GET", **data: str) -> Callable[[Corner], list[Pair]]:
    return lambda corner: [
        Pair(address(name, comment.pk), address(name, NEVER), method, dict(data))
        for comment in (corner.comment, corner.held)
    ]


def of_article(name: str, **data: str) -> Callable[[Corner], list[Pair]]:
    """A POST that names a page, live or draft."""
    return lambda corner: [
        Pair(address(name, page.pk), address(name, NEVER), "POST", dict(data)) for page in (corner.post, corner.draft)
    ]


def of_task(name: str, method: str = "GET", **data: str) -> Callable[[Corner], list[Pair]]:
    return lambda corner: [Pair(address(name, corner.task_state.pk), address(name, NEVER), method, dict(data))]


def of_report(name: str) -> Callable[[Corner], list[Pair]]:
    """A report, narrowed to a team."""
    return lambda corner: [Pair(f"{address(name)}?team={corner.team.slug}", f"{address(name)}?team=no-such-team")]


def of_remark(name: str, **data: str) -> Callable[[Corner], list[Pair]]:
    """A POST that names a remark on the draft that somebody is asked about."""
    return lambda corner: [
        Pair(
            address(name, corner.task_state.pk, corner.remark.pk),
            address(name, NEVER, corner.remark.pk),
            "POST",
            dict(data),
        ),
        Pair(address(name, corner.task_state.pk, corner.remark.pk), address(name, NEVER, NEVER), "POST", dict(data)),
    ]


def tree_pages(corner: Corner) -> list[Pair]:
    home = f"/teams/{corner.team.slug}/"
    pairs = [
        Pair(page.address, page.address.replace(corner.word, "nothing"))
        for page in (corner.post, corner.write_up, corner.draft, corner.waiting)
    ]
    pairs += [Pair(f"{home}{room}/", f"/teams/no-such-team/{room}/") for room in ("blog", "projects")]
    if corner.team.visibility == "secret":
        pairs.append(Pair(home, "/teams/no-such-team/"))
    return pairs


def files(corner: Corner) -> list[Pair]:
    return [
        Pair(corner.picture.shown(size).url, f"/pictures/{NO_KEY}/{size}.webp") for size in ("row", "large", "small")
    ]


def documents(corner: Corner) -> list[Pair]:
    document = corner.document
    never = f"/documents/{NEVER}/{NO_KEY}/{document.filename}"
    return [Pair(document.url, never), Pair(document.url, never, "HEAD")]


def followed(corner: Corner) -> list[Pair]:
    """Following and muting anything of the team."""
    tag = corner.post.tags.get()
    things = (("page", corner.post), ("page", corner.draft), ("thread", corner.comment), ("team", corner.team))
    return [
        Pair(f"/inbox/follow/{kind}/{thing.pk}/", f"/inbox/follow/{kind}/{NEVER}/", "POST", {"act": act})
        for kind, thing in (*things, ("tag", tag))
        for act in ("follow", "mute")
    ]


def told_to_others(corner: Corner) -> list[Pair]:
    """What was told to people of the team."""
    rows = Notification.objects.filter(person__in=[corner.people[role] for role in ("lead", "editor", "author")])
    return [Pair(address("notifications:open", row.pk), address("notifications:open", NEVER), "POST") for row in rows]


def faces(world: World) -> list[str]:
    """Whoever is signed in may see the face of anybody; whoever is not, of nobody."""
    return [person.face_url for corner in world.corners for person in corner.people.values() if person.face]


def pictures_as_faces(corner: Corner) -> list[Pair]:
    """Faces are all that is served as faces: no picture or document of a team is, by name or by way of its folder."""
    stored = (corner.picture.file.name, corner.document.file.name)
    names = [part for name in stored for part in (name.rpartition("/")[2], f"..%2F{name}", f"../{name}")]
    return [Pair(f"/people/faces/{name}", f"/people/faces/{NO_KEY}.webp") for name in names]


def acts_of_moderators(corner: Corner) -> list[Pair]:
    """What was done about a comment, a page and a person of the team."""
    acts = [
        ModerationRecord.objects.create(action=action, team=corner.team, by=corner.people["editor"], **about)
        for action, about in (
            ("hide", {"comment": corner.comment, "reason": f"{corner.word}comment"}),
            ("close", {"page_id": corner.post.pk, "reason": f"{corner.word}comment"}),
            ("ban", {"person": corner.people["member"], "reason": f"{corner.word}comment"}),
        )
    ]
    never = address("conversations:undo", NEVER)
    return [Pair(address("conversations:undo", act.pk), never, method) for act in acts for method in ("GET", "POST")]


def packages(corner: Corner) -> list[Pair]:
    """What was made for the lead, of the team and of themself: nobody else has it, whoever knows its address."""
    lead = corner.people["lead"]
    made = [ask_for_team(team=corner.team, by=lead), ask_for_person(person=lead, by=lead)]
    for package in made:
        make.func(package.pk)
    never = address("exports:download", NO_KEY)
    return [
        Pair(address("exports:download", package.key), never, method) for package in made for method in ("GET", "HEAD")
    ]


ROWS: dict[str, Row] = {
    "healthz": OPEN_TO_ALL,
    "cms_sign_in": OPEN_TO_ALL,
    "wagtailcore_login": OPEN_TO_ALL,
    "admin/password_reset/": OPEN_TO_ALL,
    "accounts:login": OPEN_TO_ALL,
    "accounts:logout": OPEN_TO_ALL,
    "accounts:password_reset": OPEN_TO_ALL,
    "accounts:password_reset_done": OPEN_TO_ALL,
    "accounts:password_reset_confirm": OPEN_TO_ALL,
    "accounts:password_change": clean(lambda w: ["/accounts/password/"]),
    "accounts:settings": clean(lambda w: ["/accounts/settings/"]),
    "home:home": clean(lambda w: ["/", "/?page=1", "/?only=mine"]),
    "home:write": clean(lambda w: ["/write/"]),
    "deputies:own": clean(lambda w: ["/accounts/deputies/"]),
    "deputies:end": gone(
        lambda c: [Pair(address("deputies:end", c.deputy.pk), address("deputies:end", NEVER), "POST")]
    ),
    "deputies:of_colleague": gone(
        lambda c: [
            Pair(
                f"/accounts/deputies/of/{c.people['author'].username}/",
                "/accounts/deputies/of/no-such-person/",
                method,
                {"deputy": "outsider", "first_day": "2030-01-01", "last_day": "2030-01-02"} if method == "POST" else {},
            )
            for method in ("GET", "POST")
        ]
    ),
    "notification_choices": clean(lambda w: ["/accounts/notifications/"]),
    "notifications:inbox": clean(lambda w: ["/inbox/", "/inbox/?only=talk", "/inbox/?only=unread"]),
    "notifications:following": clean(lambda w: ["/inbox/following/"]),
    "notifications:take_stance": gone(followed),
    # Signed links: what they name stands in the mail alone, and what is no link of ours is absent.
    "notifications:mute_by_mail": gone(lambda c: [Pair("/inbox/mute/a:b:c/", "/inbox/mute/x:y:z/")]),
    "notifications:unsubscribe": gone(lambda c: [Pair("/inbox/unsubscribe/a:b:c/", "/inbox/unsubscribe/x:y:z/")]),
    "notifications:mark_all_read": OPEN_TO_ALL,
    "notifications:open": gone(told_to_others),
    "search:search": clean(
        lambda w: [
            f"/search/?q={c.word}{part}"
            for c in w.corners
            for part in (
                "title",
                "body",
                "summary",
                "tag",
                "paper",
                "inner",
                "comment",
                "held",
                "draft",
                "team",
                "purpose",
                "bodi",
            )
        ]
    ),
    "search:suggest": clean(
        lambda w: [f"/search/suggest/?q={c.word}{part}" for c in w.corners for part in ("t", "tag", "p", "")]
    ),
    "search:asked": OPEN_TO_ALL,
    "search:report": gone(lambda c: [Pair("/search/report/", "/search/reports-that-never-were/")]),
    "tags:tag": gone(lambda c: [Pair(f"/tags/{c.word}tag/", "/tags/nosuchtag/")]),
    "go": gone(
        lambda c: [Pair(f"/go/{page.pk}/", f"/go/{NEVER}/") for page in (c.post, c.write_up, c.draft, c.waiting)]
    ),
    "people:index": clean(lambda w: ["/people/", "/people/?q=given"]),
    "people:profile": clean(lambda w: [f"/people/{p.username}/" for c in w.corners for p in c.people.values()]),
    "people:work": clean(lambda w: [f"/people/{p.username}/work/" for c in w.corners for p in c.people.values()]),
    "people:face": Row("clean", pairs=pictures_as_faces, addresses=faces),
    "people:deactivate": gone(
        lambda c: [Pair(f"/people/{c.people['author'].username}/deactivate/", "/people/no-such-person/deactivate/")]
    ),
    "people:anonymise": gone(
        lambda c: [Pair(f"/people/{c.people['author'].username}/anonymise/", "/people/no-such-person/anonymise/")]
    ),
    "people:reactivate": OPEN_TO_ALL,  # names a person, whom everybody may know, and nothing of a team
    "teams:new": clean(lambda w: ["/teams/new/"]),
    "teams:asked": gone(lambda c: [Pair("/teams/new/1/", f"/teams/new/{NEVER}/")]),
    "teams:members": gone(of_team("teams:members"), secret_only=True),
    "teams:work": gone(of_team("teams:work")),
    "teams:add_member": gone(of_team("teams:add_member", method="POST", person="outsider", role="lead")),
    "teams:member": gone(
        lambda c: [
            Pair(
                f"/teams/{c.team.slug}/members/{c.people['author'].username}/",
                f"/teams/no-such-team/members/{c.people['author'].username}/",
                method,
            )
            for method in ("GET", "POST")
        ]
    ),
    "teams:decide_request": gone(
        lambda c: [
            Pair(
                address("teams:decide_request", c.team.slug, c.join_request.pk if c.join_request else 1),
                address("teams:decide_request", "no-such-team", NEVER),
                "POST",
                {"decision": "accept"},
            )
        ]
    ),
    "teams:join": gone(of_team("teams:join", method="POST"), secret_only=True),
    "teams:withdraw": gone(of_team("teams:withdraw", method="POST"), secret_only=True),
    "teams:leave": gone(of_team("teams:leave")),
    "teams:settings": gone(of_team("teams:settings")),
    "teams:visibility": gone(of_team("teams:visibility", method="POST", visibility="open")),
    "teams:rename": gone(of_team("teams:rename", method="POST", name="Taken over")),
    "teams:archive": gone(of_team("teams:archive", method="POST")),
    "teams:delete": gone(of_team("teams:delete")),
    "exports:own": clean(lambda w: ["/accounts/export/"]),
    "exports:team": gone(
        lambda c: [pair for method in ("GET", "POST") for pair in of_team("exports:team", method=method)(c)]
    ),
    "exports:person": gone(
        lambda c: [
            Pair(f"/people/{c.people['author'].username}/export/", "/people/no-such-person/export/", method)
            for method in ("GET", "POST")
        ]
    ),
    "exports:download": gone(packages),
    "library:picture": gone(files),
    "library:stored": gone(
        lambda c: [Pair(f"/media/{c.picture.file.name}", f"/media/original_images/{NO_KEY}-nothing.png")]
    ),
    "wagtaildocs_serve": gone(documents),
    # Reports: absent for everybody but Communications, whose own walk through them is in tests/insights.
    "insights:trail": gone(of_report("insights:trail")),
    "insights:times": gone(of_report("insights:times")),
    "insights:export_csv": gone(of_report("insights:export_csv")),
    "insights:export_xlsx": gone(of_report("insights:export_xlsx")),
    "knowledge:status": gone(
        lambda c: [
            Pair(address("knowledge:status", page.pk), address("knowledge:status", NEVER), method)
            for page in (c.post, c.draft)
            for method in ("GET", "POST")
        ]
    ),
    "knowledge:lineage": gone(
        lambda c: [
            Pair(address("knowledge:lineage", page.pk), address("knowledge:lineage", NEVER))
            for page in (c.post, c.write_up, c.draft)
        ]
    ),
    "knowledge:topic": gone(
        lambda c: [
            Pair(address("knowledge:topic", tag.pk), address("knowledge:topic", NEVER), "POST", {"hide": "yes"})
            for tag in c.post.tags.all()
        ]
    ),
    "knowledge:credit": OPEN_TO_ALL,  # one's own choice, by POST
    "knowledge:answer": gone(of_article("knowledge:answer", answer="holds")),
    "knowledge:by_mail": gone(lambda c: [Pair("/knowledge/by-mail/a:b:c/", "/knowledge/by-mail/x:y:z/")]),
    "planning:month": clean(lambda w: ["/calendar/", f"/calendar/?month={timezone.now() + timedelta(days=1):%Y-%m}"]),
    "planning:coming": clean(lambda w: ["/calendar/coming/"]),
    "planning:address": clean(lambda w: ["/calendar/address/"]),
    "planning:revoke": OPEN_TO_ALL,
    # Private addresses open what their person sees, which tests/planning reads; any other opens nothing.
    "planning:feed": gone(lambda c: [Pair(f"/calendar/{c.word}.ics", f"/calendar/{NO_KEY}.ics")]),
    "approvals:desk": clean(lambda w: ["/approvals/"]),
    "approvals:review": gone(of_task("approvals:review")),
    "approvals:page": gone(of_task("approvals:page")),
    "approvals:looked": gone(of_task("approvals:looked", method="POST", revision_id="1", digest="0" * 64)),
    "approvals:remark": gone(of_task("approvals:remark", method="POST", part="title", text="Hm")),
    "approvals:reply": gone(of_remark("approvals:reply", text="Hm")),
    "approvals:settle": gone(of_remark("approvals:settle")),
    "approvals:approve": gone(of_task("approvals:approve", method="POST")),
    "approvals:return": gone(of_task("approvals:return", method="POST", reason="No")),
    "approvals:approve_many": gone(
        lambda c: [
            Pair(
                "/approvals/approve-many/",
                "/approvals/approve-many/",
                "POST",
                {"version": f"{c.task_state.pk}:{c.task_state.revision_id}:{'0' * 64}"},
            )
        ]
    ),
    "approvals:hand_over": gone(of_task("approvals:hand_over", method="POST", to="outsider")),
    "approvals:by_mail": gone(lambda c: [Pair("/approvals/by-mail/a:b:c/", "/approvals/by-mail/x:y:z/")]),
    "approvals:route": gone(lambda c: [Pair("/approvals/routes/", "/approvals/routes-that-never-were/")]),
    "approvals:new_step": gone(lambda c: [Pair("/approvals/routes/new/", "/approvals/routes-that-never-were/")]),
    "approvals:step": gone(lambda c: [Pair(address("approvals:step", c.step.pk), address("approvals:step", NEVER))]),
    "approvals:remove_step": gone(
        lambda c: [Pair(address("approvals:remove_step", c.step.pk), address("approvals:remove_step", NEVER), "POST")]
    ),
    "approvals:team_route": gone(of_team("approvals:team_route")),
    "approvals:new_team_step": gone(of_team("approvals:new_team_step")),
    "approvals:emergency": gone(
        lambda c: [
            Pair(address("approvals:emergency", page.pk), address("approvals:emergency", NEVER), method)
            for page in (c.draft, c.waiting, c.post)
            for method in ("GET", "POST")
        ]
    ),
    "approvals:view_as": gone(
        lambda c: [
            Pair(address("approvals:view_as", page.pk) + query, address("approvals:view_as", NEVER) + query)
            for page in (c.post, c.draft, c.waiting)
            for query in ("", f"?person={c.people['member'].username}", "?person=outsider")
        ]
    ),
    "approvals:withdraw": gone(
        lambda c: [
            Pair(address("approvals:withdraw", c.waiting.pk), address("approvals:withdraw", NEVER), "POST"),
        ]
    ),
    "conversations:post": gone(
        lambda c: [
            Pair(
                address("conversations:post", page.pk),
                address("conversations:post", NEVER),
                "POST",
                {"text": "Let me in", "client_key": "a" * 32},
            )
            for page in (c.post, c.draft)
        ]
    ),
    "conversations:comment": gone(of_comment("conversations:comment")),
    "conversations:more": gone(of_comment("conversations:more")),
    "conversations:reply": gone(of_comment("conversations:reply")),
    "conversations:approve": gone(of_comment("conversations:approve", method="POST")),
    "conversations:hide": gone(of_comment("conversations:hide", method="POST", reason="Because")),
    "conversations:restore": gone(of_comment("conversations:restore", method="POST")),
    "conversations:preview": gone(
        lambda c: [
            Pair(
                address("conversations:preview", page.pk),
                address("conversations:preview", NEVER),
                "POST",
                {"text": "Hm"},
            )
            for page in (c.post, c.draft)
        ]
    ),
    "conversations:mentions": gone(
        lambda c: [
            Pair(address("conversations:mentions", page.pk), address("conversations:mentions", NEVER))
            for page in (c.post, c.draft)
        ]
    ),
    "conversations:edit": gone(of_comment("conversations:edit")),
    "conversations:delete": gone(of_comment("conversations:delete", method="POST")),
    "conversations:bring_back": gone(of_comment("conversations:bring_back", method="POST")),
    "conversations:history": gone(of_comment("conversations:history")),
    "conversations:react": gone(
        lambda c: [
            Pair(
                address("conversations:react", comment.pk, "thanks"), address("conversations:react", NEVER, "thanks"), m
            )
            for comment in (c.comment, c.held)
            for m in ("GET", "POST")
        ]
    ),
    "conversations:reactions": gone(of_comment("conversations:reactions")),
    "conversations:accept": gone(of_comment("conversations:accept", method="POST")),
    "conversations:rest_outcome": gone(of_comment("conversations:rest_outcome")),
    "conversations:seen": gone(of_article("conversations:seen", until="1700000000000000")),
    "conversations:outcome": gone(of_article("conversations:outcome", outcome="Ours now")),
    "conversations:take_back": gone(of_article("conversations:take_back")),
    "conversations:keep": gone(of_comment("conversations:keep", method="POST")),
    "conversations:flag": gone(of_comment("conversations:flag", method="POST", reason="rude")),
    "conversations:unflag": gone(of_comment("conversations:unflag", method="POST")),
    "conversations:lock": gone(of_comment("conversations:lock", method="POST", reason="Because")),
    "conversations:unlock": gone(of_comment("conversations:unlock", method="POST")),
    "conversations:move": gone(of_comment("conversations:move")),
    "conversations:ban": gone(of_comment("conversations:ban", method="POST", reason="Because", until="2030-01-01")),
    "conversations:record": gone(of_comment("conversations:record")),
    "conversations:page_settings": gone(
        lambda c: [
            Pair(address("conversations:page_settings", page.pk), address("conversations:page_settings", NEVER))
            for page in (c.post, c.draft)
        ]
    ),
    "conversations:team_talk": gone(of_team("conversations:team_talk")),
    "conversations:undo": gone(acts_of_moderators),
    "conversations:moderation": OPEN_TO_ALL,
    "wagtail_serve": gone(tree_pages),
}
