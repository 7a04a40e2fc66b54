"""Whatever people do in whatever order, a thread stays true: to its order, its counts, and to who sees what.

A small model says what should stand where and who should see it; the rows, the counters and what readers get are
compared with it after every step.
"""

import itertools
import os
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from conversations import moderating
from conversations.models import LEVELS, Comment
from conversations.refusals import Refused
from conversations.writing import deleting, editing, posting
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import seen
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .invariants import assert_true_to_its_rows

pytestmark = pytest.mark.django_db

# The same fifteen every time; SEQUENCES=500 looks at so many others, each time anew.
SEQUENCES = os.environ.get("SEQUENCES", "")
_numbers = itertools.count(1)
POLICIES = ("", "members", "held")


@dataclass
class Said:
    """One comment, as the model knows it."""

    page: str
    writer: str
    parent: int | None
    state: str
    words: str
    before: str = ""
    is_locked: bool = False


class Model:
    """Who may do what, and what stands where: the rules of the house in forty lines."""

    def __init__(self) -> None:
        self.said: dict[int, Said] = {}
        self.policy = {"here": "", "there": ""}
        self.closed: set[str] = set()

    def level(self, pk: int) -> int:
        parent = self.said[pk].parent
        return 0 if parent is None else self.level(parent) + 1

    def branch(self, pk: int) -> list[int]:
        return [pk, *(each for child, said in self.said.items() if said.parent == pk for each in self.branch(child))]

    def may_write(self, who: str, page: str) -> bool:
        return page not in self.closed and not (self.policy[page] == "members" and who == "reader")

    def is_held_for(self, who: str, page: str) -> bool:
        return self.policy[page] == "held" and who != "editor"

    def may_answer(self, who: str, pk: int) -> bool:
        said = self.said[pk]
        return (
            self.may_write(who, said.page)
            and said.state == "public"
            and not said.is_locked
            and self.level(pk) + 1 < LEVELS
        )

    def seen_by(self, who: str) -> set[int]:
        """Readers see what is shown; writers also what of theirs is held; editors everything but what was deleted."""
        return {
            pk
            for pk, said in self.said.items()
            if said.state == "public"
            or (who == "editor" and said.state != "deleted")
            or (said.writer == who and said.state == "held")
        }

    def shown_on(self, page: str) -> set[int]:
        return {pk for pk, said in self.said.items() if said.page == page and said.state == "public"}


class Thread(RuleBasedStateMachine):
    comments = Bundle("comments")
    people = st.sampled_from(("reader", "member", "editor"))
    pages = st.sampled_from(("here", "there"))

    @initialize()
    def begin(self) -> None:
        cache.clear()
        self.example = transaction.atomic()
        self.example.__enter__()
        team = make_team()
        author = join(team, "author")
        self.pages_ = {name: make_post(team, author) for name in ("here", "there")}
        self.who = {"reader": UserFactory(), "member": join(team), "editor": join(team, "editor")}
        self.model = Model()

    def teardown(self) -> None:
        if hasattr(self, "example"):
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    # --- What people do -----------------------------------------------------------------------------------------------

    def attempt(self, act, *, is_allowed: bool):
        """Do it; whether it is refused must be what the model says."""
        try:
            with transaction.atomic():
                done = act()
        except (Refused, PermissionDenied):
            assert not is_allowed
            return None
        assert is_allowed
        return done

    def article(self, name: str) -> Article:
        return Article.objects.select_related("team").get(pk=self.pages_[name].pk)

    def person(self, who: str):
        """Fresh, as at a new request."""
        return type(self.who[who]).objects.get(pk=self.who[who].pk)

    def row(self, pk: int) -> Comment:
        return Comment.objects.select_related("page__team", "user").get(pk=pk)

    def write(self, who: str, page: str, parent: int | None, is_allowed: bool):
        number = next(_numbers)
        written = self.attempt(
            lambda: posting.post_comment(
                by=self.person(who),
                page=self.article(page),
                text=f"Word {number}",
                client_key=f"sequence-{number}",
                reply_to=parent,
            ),
            is_allowed=is_allowed,
        )
        if written is None:
            return None
        state = "held" if self.model.is_held_for(who, page) else "public"
        self.model.said[written.pk] = Said(page, who, parent, state, f"Word {number}")
        return written.pk

    @rule(target=comments, who=people, page=pages)
    def post(self, who, page):
        return self.write(who, page, None, self.model.may_write(who, page))

    @rule(target=comments, who=people, pk=comments)
    def reply(self, who, pk):
        if pk is None:
            return None
        return self.write(who, self.model.said[pk].page, pk, self.model.may_answer(who, pk))

    @rule(target=comments, who=people, pk=comments)
    def reply_from_the_wrong_page(self, who, pk):
        if pk is None:
            return None
        other = "there" if self.model.said[pk].page == "here" else "here"
        return self.write(who, other, pk, False)

    @rule(who=people, pk=comments)
    def edit(self, who, pk):
        if pk is None:
            return
        said, row = self.model.said[pk], self.row(pk)
        is_allowed = (
            said.writer == who
            and said.state in ("public", "held")
            and not said.is_locked
            and self.model.may_write(who, said.page)
        )
        text = f"Better word {next(_numbers)}"
        done = self.attempt(
            lambda: editing.edit(by=self.person(who), comment=row, text=text, seen=editing.version_of(row)),
            is_allowed=is_allowed,
        )
        if done is not None:
            said.words = text
            if said.state == "public" and self.model.is_held_for(who, said.page):
                said.state = "held"

    @rule(who=people, pk=comments)
    def delete(self, who, pk):
        if pk is None:
            return
        said = self.model.said[pk]
        done = self.attempt(
            lambda: deleting.delete(by=self.person(who), comment=self.row(pk)), is_allowed=said.writer == who
        )
        if done is not None and said.state != "deleted":
            said.before, said.state = said.state, "deleted"

    @rule(who=people, pk=comments)
    def bring_back(self, who, pk):
        if pk is None:
            return
        said = self.model.said[pk]
        done = self.attempt(
            lambda: deleting.bring_back(by=self.person(who), comment=self.row(pk)), is_allowed=said.writer == who
        )
        if done is not None and said.state == "deleted":
            said.state = said.before

    @rule(who=people, pk=comments)
    def hide(self, who, pk):
        self.moderate(who, pk, moderating.hide, {"public", "held"}, "hidden", reason="Too loud")

    @rule(who=people, pk=comments)
    def restore(self, who, pk):
        self.moderate(who, pk, moderating.restore, {"hidden"}, "public")

    @rule(who=people, pk=comments)
    def approve(self, who, pk):
        self.moderate(who, pk, moderating.approve, {"held"}, "public")

    def moderate(self, who, pk, act, states, becomes, **words):
        if pk is None:
            return
        said = self.model.said[pk]
        self.attempt(
            lambda: act(by=self.person(who), comment=self.row(pk), seen=seen(self.row(pk)), **words) or True,
            is_allowed=who == "editor",
        )
        if who == "editor" and said.state in states:
            said.state = becomes

    @rule(who=people, pk=comments, on=st.booleans())
    def lock(self, who, pk, on):
        if pk is None:
            return
        person, row = self.person(who), self.row(pk)
        act = (
            (lambda: moderating.lock(by=person, comment=row, reason="Settled") or True)
            if on
            else (lambda: moderating.unlock(by=person, comment=row) or True)
        )
        before = set(Comment.objects.filter(locked_at=None).values_list("pk", flat=True))
        self.attempt(act, is_allowed=who == "editor")
        after = set(Comment.objects.filter(locked_at=None).values_list("pk", flat=True))
        # What a lock does stays within the branch; the model takes from the rows which of those it reached.
        assert before ^ after <= set(self.model.branch(pk))
        for each in self.model.branch(pk):
            self.model.said[each].is_locked = each not in after
        if on and who == "editor":
            assert all(self.model.said[each].is_locked for each in self.model.branch(pk))

    @rule(who=people, pk=comments)
    def move(self, who, pk):
        if pk is None:
            return
        said = self.model.said[pk]
        other = "there" if said.page == "here" else "here"
        done = self.attempt(
            lambda: moderating.move(
                by=self.person(who), comment=self.row(pk), to=self.article(other), reason="It fits there"
            ),
            is_allowed=who == "editor",
        )
        if done is not None:
            branch = self.model.branch(pk)
            said.parent = None
            for each in branch:
                self.model.said[each].page = other

    @rule(page=pages, policy=st.sampled_from(POLICIES), who=people)
    def set_policy(self, page, policy, who):
        article = self.article(page)
        self.attempt(
            lambda: moderating.change_policy(by=self.person(who), page=article, policy=policy) or True,
            is_allowed=who == "editor",
        )
        if who == "editor":
            self.model.policy[page] = policy

    @rule(page=pages, who=people)
    def close(self, page, who):
        self.attempt(
            lambda: moderating.close(by=self.person(who), page=self.article(page), reason="All is said") or True,
            is_allowed=who == "editor",
        )
        if who == "editor":
            self.model.closed.add(page)

    @rule(page=pages, who=people)
    def reopen(self, page, who):
        self.attempt(
            lambda: moderating.reopen(by=self.person(who), page=self.article(page)) or True,
            is_allowed=who == "editor",
        )
        if who == "editor":
            self.model.closed.discard(page)

    # --- What stays true ----------------------------------------------------------------------------------------------

    @invariant()
    def order_depth_and_counts_are_true(self):
        if not hasattr(self, "model"):
            return
        for name, page in self.pages_.items():
            assert_true_to_its_rows(page)
            article = self.article(name)
            assert article.comment_count == len(self.model.shown_on(name))
            held = [said for said in self.model.said.values() if said.page == name and said.state == "held"]
            assert article.held_count == len(held)
        rows = {row.pk: row for row in Comment.objects.all()}
        assert rows.keys() == self.model.said.keys()
        for pk, said in self.model.said.items():
            assert rows[pk].level == self.model.level(pk) < LEVELS
            assert rows[pk].parent_id == (said.parent or pk)
            assert (rows[pk].state, rows[pk].comment) == (said.state, said.words)
            assert rows[pk].page_id == self.pages_[said.page].pk

    @invariant()
    def everybody_sees_what_they_should(self):
        if not hasattr(self, "model"):
            return
        for who in self.who:
            seen = set(Comment.objects.visible_to(self.person(who)).values_list("pk", flat=True))
            assert seen == self.model.seen_by(who), who

    @rule(who=people, page=pages)
    def read(self, who, page):
        """The page itself, as it is drawn and kept, holds the words that this person sees and no others."""
        client = Client()
        client.force_login(self.who[who], backend="people.backends.FoldedNameBackend")
        text = client.get(self.pages_[page].address).content.decode()
        seen = self.model.seen_by(who)
        for pk, said in self.model.said.items():
            words = f">{said.words}<"
            should_stand = pk in seen and said.page == page and said.state != "deleted"
            assert (words in text) == should_stand, (who, page, said)


def test_a_thread_is_true_to_its_model_whatever_people_do(monkeypatch):
    monkeypatch.setattr(posting, "COMMENTS_A_MINUTE", 1_000)
    monkeypatch.setattr(editing, "EDITS_A_MINUTE", 1_000)
    run_state_machine_as_test(
        Thread,
        settings=settings(
            max_examples=int(SEQUENCES or 15),
            derandomize=not SEQUENCES,
            stateful_step_count=30,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
