"""How large everything is for a given number of posts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """At ten thousand posts: 200 teams, half of them not open, 2,000 people, 50,000 comments, one thread of 1,000,
    2,000 documents, and 5,000 changes that wait for approval."""

    posts: int

    @property
    def teams(self) -> int:
        return min(200, max(10, self.posts // 50))

    @property
    def people(self) -> int:
        return min(2000, max(120, self.posts // 5))

    @property
    def comments(self) -> int:
        return max(self.posts * 5, self.longest_thread + self.long_thread + self.posts)

    @property
    def documents(self) -> int:
        return max(20, self.posts // 5)

    @property
    def longest_thread(self) -> int:
        return 1000

    @property
    def long_thread(self) -> int:
        return 200

    @property
    def requests(self) -> int:
        return self.posts // 2
