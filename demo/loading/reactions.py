"""Words that need no comment: on many comments, by some of those who read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from conversations.models import Comment, Reaction
from conversations.reading.reactions import react
from demo.organisation import team_named, usernames_in
from demo.people import PEOPLE

from .diary import Diary
from .people import Accounts
from .threads import Thread

_COLLEAGUES = tuple(person.username for person in PEOPLE if not person.is_guest)
_KINDS = (*[Reaction.Kind.USED] * 2, *[Reaction.Kind.AGREE] * 3, *[Reaction.Kind.THANKS] * 4)
_ONE_IN = 4
_MOST = 3


@dataclass(frozen=True)
class Reactions:
    accounts: Accounts
    diary: Diary
    now: datetime

    def leave(self, thread: Thread) -> None:
        """Nothing is invented about guests: under what they wrote nobody reacts, and they do not either."""
        if not set(thread.text.authors) <= set(_COLLEAGUES):
            return
        said = Comment.objects.filter(pk__in=thread.said.values()).select_related("page").in_bulk()
        for place, pk in sorted(thread.said.items()):
            comment = said[pk]
            random = Random(f"{thread.text.slug} {place}")
            is_by_colleague = thread.text.comments[place].author in _COLLEAGUES
            if comment.is_shown and is_by_colleague and random.randrange(_ONE_IN) == 0:
                self._leave_some(comment, thread, random)

    def _leave_some(self, comment: Comment, thread: Thread, random: Random) -> None:
        able = [name for name in self._readers(thread) if self.accounts[name].pk != comment.user_id]
        some = random.sample(able, min(len(able), random.randint(1, _MOST)))
        seen_at: Any = comment.shown_at
        at = seen_at + min(timedelta(hours=random.uniform(0.2, 30)), (self.now - seen_at) * 0.9)
        with self.diary.on(at):
            for name in some:
                react(by=self.accounts[name], comment=comment, kind=random.choice(_KINDS), on=True)

    def _readers(self, thread: Thread) -> list[str]:
        team = team_named(thread.text.team)
        return [name for name in _COLLEAGUES if team.visibility == "open" or name in usernames_in(team.slug)]
