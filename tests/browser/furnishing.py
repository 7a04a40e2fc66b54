"""A house with something in every room, to be looked at and not changed."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from django.contrib.auth.models import Group
from wagtail.rich_text import RichText

from approvals.deciding.actions import submit
from approvals.models import RouteStep
from approvals.reviewing import remarking
from blog.models import NumberResult, WriteUpPerson
from conversations.models import Reaction, State, Visit
from conversations.outcomes import settling
from conversations.reading import reactions
from core.blocks import TableBlock
from notifications import following
from notifications.models import Following
from notifications.subjects import Subject
from publishing.models import Citation
from teams.joining import ask_to_join
from tests.factories.approvals import approve, asked, communications, edit, look, send_back, task_of
from tests.factories.blog import make_draft, make_post, make_write_up
from tests.factories.conversations import fill_thread, make_comment, say
from tests.factories.library import make_document, make_picture, picture_bytes
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from .lively import talk_of_everything

PARAGRAPH = (
    "The south gate was built for carts, and for thirty years nobody minded. Since the new lorries came, a driver "
    "needs three attempts to turn in, and the school run waits behind him. We counted for two weeks, at six in the "
    "morning and at four in the afternoon, and asked everybody who works at the ramp what they would change first. "
)


def furnish():
    people = _people()
    team = make_team(
        "Logistics",
        purpose="Gets things where they are needed, and writes down why they were late.",
        posting_policy="communications",
    )
    for role in ("lead", "editor", "author", "member"):
        join(team, role, people[role])
    workshop = make_team("Workshop", purpose="Repairs what comes back.")
    join(workshop, "author", people["author"])
    join(workshop, "member", people["newcomer"])
    closed = make_team("Payroll", visibility="closed", purpose="Pays everybody on time.")
    join(closed, "lead", people["lead"])
    ask_to_join(team=closed, person=people["member"], message="I prepare the time sheets of the depot.")
    picture = make_picture(team, "The north gate", data=picture_bytes(size=(1600, 900)), description="A wide gate")
    house = SimpleNamespace(people=people, team=team, workshop=workshop, closed=closed)
    _articles(house, picture)
    talk_of_everything(house)
    _talk(house)
    _approvals(house)
    _followed(house)
    return house


def _people():
    names = {
        "lead": ("Henrike", "Vossen", "Head of logistics"),
        "editor": ("Jonas", "Adler", "Dispatcher"),
        "author": ("Mia", "Brandt", "Route planner"),
        "member": ("Tomás", "Oliveira", "Driver"),
        "reader": ("Ada", "Nowak", "Bookkeeper"),
        "newcomer": ("Yusuf", "Demir", "Apprentice"),
        "comms": ("Salma", "Rahimi", "Communications"),
        "moderator": ("Noor", "Visser", "Works council"),
    }
    people = {
        key: UserFactory(username=key, first_name=first, last_name=last, job_title=title, place="Rotterdam", hue=number)
        for number, (key, (first, last, title)) in enumerate(names.items())
    }
    people["author"].about = "I plan the routes east of the river, and keep the list of closed bridges."
    people["author"].save()
    communications(people["comms"])
    people["moderator"].groups.add(Group.objects.get(name="Moderators"))
    people["administrator"] = AdministratorFactory(username="admin", first_name="Ingrid", last_name="Bakker")
    return people


def _articles(house, picture):
    team, author = house.team, house.people["author"]
    tags = ["depot", "lorries"]
    for number in range(1, 23):
        make_post(
            team, author, f"Week {number} at the depot", summary="What came, what left and what stayed.", tags=tags
        )
    house.earlier = make_write_up(
        team, author, "The night ramp", summary="Three months of loading at night.", result="partly", tags=tags,
        outcome="We keep it from March to October.", started_on=date(2025, 3, 1), ended_on=date(2025, 10, 31),
        goal="<p>Fewer lorries in the morning.</p>", body=[("text", RichText(f"<p>{PARAGRAPH}</p>"))],
        would_repeat="<ul><li>Ask the drivers first.</li></ul>", would_avoid="<p>Starting in winter.</p>",
        numbers=[NumberResult(label="Lorries before eight", before="41", after="17")],
        participants=[WriteUpPerson(person=house.people["member"], part="Drove the first shift")],
    )  # fmt: skip
    house.post = make_post(
        team, author, "The depot moves to the north gate", purpose="ask", wished_by=date(2027, 1, 15), tags=tags,
        summary="From May on, lorries leave by the north gate. Who still needs the south gate, and when?",
        lead_picture=picture, body=_body(picture, make_document(team, "Plan of the gates"), house.earlier),
        citations=[Citation(cited=house.earlier, note="its figures")],
    )  # fmt: skip
    house.decided = make_post(
        team,
        author,
        "One key for both gates",
        purpose="decide",
        outcome="Yes, from May on. Henrike keeps the spare.",
        expire_at=datetime(2027, 1, 29, 17, 0, tzinfo=UTC),
    )
    make_draft(
        team, author, "What the school said", purpose="lesson", go_live_at=datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
    )


def _body(picture, document, earlier):
    gates = {
        "columns": [
            {"type": "text", "heading": "Gate"},
            {"type": "text", "heading": "What was counted there"},
            {"type": "number", "heading": "Lorries a day"},
            {"type": "number", "heading": "Attempts to turn in"},
        ],
        "rows": [{"values": ["South", "six to eight", 41, 3]}, {"values": ["North", "six to eight", 39, 1]}],
        "caption": "Two weeks in September",
    }
    text = [("text", RichText(f"<p>{PARAGRAPH}</p><p><a href='https://example.org/'>The plan</a> is drawn.</p>"))]
    return [
        ("heading", {"text": "Why the gate", "level": "2"}), *text * 4,
        ("heading", {"text": "What we counted", "level": "2"}),
        ("table", {"table": TableBlock().child_blocks["table"].to_python(gates)}),
        ("heading", {"text": "By hand", "level": "3"}), *text * 4,
        ("quote", {"text": "I turn in once now.", "source": "Tomás, driver"}),
        ("callout", {"kind": "tip", "text": RichText("<p>The bridge closes at noon.</p>")}),
        ("callout", {"kind": "warning", "text": RichText("<p>No lorries on market days.</p>")}),
        ("picture", {"image": picture, "caption": "Six in the morning"}),
        ("gallery", {"pictures": [{"image": picture, "caption": "Before"}, {"image": picture, "caption": ""}]}),
        ("code", {"language": "shell", "code": "count --gate north --from 06:00 --to 08:00 --weekdays " * 3}),
        ("document", {"document": document, "note": "With the turning circles"}),
        ("embed", {"url": "https://vimeo.com/76979871", "title": "A lorry turns in"}),
        ("earlier_page", {"page": earlier, "why": "What we learned at night"}),
    ]  # fmt: skip


def _talk(house):
    people, post = house.people, house.post
    fill_thread(post, [people["reader"], people["member"], people["lead"]], roots=55, replies=1)
    first = make_comment(post, people["reader"], "Does the night shift use it too?")
    house.comment = first
    answer = say(post, people["author"], "From six to six, so yes.", reply_to=first)
    deeper = make_comment(post, people["editor"], "On Sundays from eight.", reply_to=answer)
    make_comment(post, people["member"], "A" * 90 + " is what the radio says.", reply_to=deeper)
    settling.accept(by=people["editor"], comment=answer)
    reactions.react(by=people["reader"], comment=answer, kind=Reaction.Kind.USED, on=True)
    Visit.objects.create(article_id=post.pk, person=people["reader"], seen_at=first.submit_date)
    house.held = make_comment(post, people["member"], "Ask the one who never turns up.", state=State.HELD)
    house.hidden = make_comment(
        post, people["member"], "Not for here.", reply_to=first, state=State.HIDDEN, hidden_reason="Names a colleague."
    )
    make_comment(house.decided, people["editor"], "Thank you.", state=State.HIDDEN, hidden_reason="Twice.")


def _followed(house):
    reader, post = house.people["reader"], house.post
    for kind, thing in (("team", house.team), ("page", post), ("person", house.people["author"])):
        following.follow(person=reader, subject=Subject(kind, thing.pk))
    following.mute(person=reader, subject=Subject("tag", post.tags.first().pk))
    Following.objects.create(person=reader, kind="team", number=house.closed.pk, stance="following")


def _approvals(house):
    team, people = house.team, house.people
    house.step = RouteStep.objects.get(name="Team editors")
    council = RouteStep.objects.create(team=team, name="Works council", position=15, asks="people", only_tag="shifts")
    council.people.add(people["moderator"])
    house.waiting = asked(team, people["author"], "Winter tyres", body=[("text", RichText(f"<p>{PARAGRAPH}</p>"))])
    returned = asked(team, people["author"], "New badges")
    send_back(people["editor"], returned, "Say from which day on they hold.")
    gate, door = (make_picture(team, name, description=f"The {name}, shut") for name in ("gate", "door"))
    changed = make_post(
        team, people["author"], "Where the keys are", lead_picture=gate,
        body=[("text", RichText(f"<p>In the box.</p><p>{PARAGRAPH}</p>"))],
    )  # fmt: skip
    edit(
        changed, people["author"], summary="In the box behind the ramp, since Monday.", purpose="lesson",
        lead_picture=door, body=[("text", RichText(f"<p>In the box.</p><p>{PARAGRAPH.replace('carts', 'vans')}</p>"))],
    )  # fmt: skip
    house.changed = submit(by=people["author"], article=changed)
    settled = asked(team, people["author"], "The canteen opens at six")
    house.settled_task = task_of(settled)
    approve(people["editor"], settled, "Good news.")
    house.waiting_task, house.changed_task = task_of(house.waiting), task_of(house.changed)
    house.wages = make_draft(house.closed, people["lead"], "What changes in January")
    seen = asked(team, people["author"], "Parking at the south gate", body=[("text", RichText(f"<p>{PARAGRAPH}</p>"))])
    look(people["editor"], seen)
    edit(seen.article.specific, people["author"], summary="From May on, only for those on the night shift.")
    house.seen_task = task_of(seen)
    remark = remarking.write(by=people["editor"], request=seen, part="summary", text="Who is that, exactly?")
    remarking.reply(by=people["author"], request=seen, remark_id=remark.pk, text="Drivers and loaders.")
    done = remarking.write(by=people["lead"], request=seen, part="title", text="South, not north?")
    remarking.settle(by=people["author"], request=seen, remark_id=done.pk)
