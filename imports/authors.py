"""Who the authors of an old blog are here: as somebody said, by their address, or somebody new without access."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.text import fold

from .models import ImportedAuthor
from .records import Author
from .refusals import RefusedFile

CREATED = "imports.person"
LARGEST_LIST = 1_000_000
_NOT_IN_A_USERNAME = re.compile(r"[^\w.-]+")
_HEADINGS = frozenset({"login", "author", "old", "wordpress", "blogger"})

People = Mapping[str, str]


def read_list(data: bytes) -> dict[str, str]:
    """Who is who, from a JSON object or a table with two columns: the login there, the username here. Raises
    RefusedFile."""
    try:
        text = data[:LARGEST_LIST].decode("utf-8-sig")
    except UnicodeDecodeError as odd:
        raise RefusedFile(_("the list of authors is no text in UTF-8.")) from odd
    if "\0" in text:
        raise RefusedFile(_("the list of authors holds characters that no text has."))
    if text.lstrip().startswith("{"):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as odd:
            raise RefusedFile(_("the list of authors is no JSON.")) from odd
        if not all(isinstance(value, str) for value in told.values()):
            raise RefusedFile(_('the list of authors names usernames as text, such as {"ada": "ada.lovelace"}.'))
        if any(_is_no_text(word) for pair in told.items() for word in pair):
            raise RefusedFile(_("the list of authors holds characters that no text has."))
        return {key.strip(): value.strip() for key, value in told.items()}
    found = {}
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in first and "," not in first else ",")
    for number, row in enumerate(_whole(rows), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].casefold() in _HEADINGS):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise RefusedFile(
                _("a line of the list of authors holds a login and a username, with a comma between."), number
            )
        found[cells[0]] = cells[1]
    return found


def _whole(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows of a table, as long as they are some."""
    try:
        yield from rows
    except csv.Error as odd:
        raise RefusedFile(_("the list of authors is no table: %(why)s.") % {"why": odd}) from odd


def _is_no_text(word: str) -> bool:
    """What JSON can spell and no database keeps: a zero character, and half of one that takes two."""
    return "\0" in word or any("\ud800" <= letter <= "\udfff" for letter in word)


class Authors:
    """``tell`` is given a name and what was done about it. A trial makes nobody: it answers with people who are not
    stored."""

    def __init__(
        self, *, source: str, authors: list[Author], people: People, by: Any, is_trial: bool,
        tell: Callable[[str, str], None],
    ) -> None:  # fmt: skip
        self.source, self.by, self.is_trial, self.tell = source, by, is_trial, tell
        self.created = 0
        self._authors = {author.login: author for author in authors}
        self._by_slug = {slugify(name): author for author in authors for name in (author.name, author.login) if name}
        self._by_number = {author.number: author for author in authors if author.number}
        self._found: dict[str, Any] = {}
        self._named = self._check(people)

    def _check(self, people: People) -> dict[str, Any]:
        """Every username of the list must be somebody's."""
        folded = {fold(username): login for login, username in people.items()}
        known = get_user_model().objects.filter(username_folded__in=folded).in_bulk(field_name="username_folded")
        missing = sorted({people[login] for name, login in folded.items() if name not in known})
        if missing:
            raise RefusedFile(
                _("the list of authors names usernames that nobody has here: %(names)s")
                % {"names": ", ".join(missing[:20])}
            )
        return {login: known[fold(username)] for login, username in people.items()}

    def person(self, login: str) -> Any:
        """The person behind a login or the name that a plug-in made of it."""
        author = (
            self._authors.get(login)
            or self._by_slug.get(login)
            or Author(login=login, name=login, email=login if "@" in login else "")
        )
        if author.login not in self._found:
            self._found[author.login] = self._looked_up(author)
        return self._found[author.login]

    def writer(self, number: str) -> Any:
        """Whoever wrote a comment while signed in, by the old blog's number; None for one who wrote no entry."""
        author = self._by_number.get(number.removeprefix("#"))
        return self.person(author.login) if author is not None else None

    def _looked_up(self, author: Author) -> Any:
        name = author.name or author.login
        if author.login in self._named:
            person = self._named[author.login]
            self.tell(name, _("is %(person)s (%(username)s), as the list of authors says.") % _words(person))
            return person
        known = (
            ImportedAuthor.objects.select_related("person").filter(source=self.source, login=author.login[:200]).first()
        )
        if known is not None:
            return known.person
        same = list(get_user_model().objects.filter(email__iexact=author.email)[:2]) if author.email else []
        if len(same) == 1:
            self.tell(name, _("is %(person)s (%(username)s), who has the same e-mail address.") % _words(same[0]))
            return same[0]
        if same:
            self.tell(name, _("has an e-mail address that several people have here, so none of them was taken."))
        return self._made(author)

    def _made(self, author: Author) -> Any:
        first, last = author.first_name, author.last_name
        if not (first or last):
            first, _space, last = (author.name or author.login).partition(" ")
        person = get_user_model()(
            username=_free_username(author), first_name=first[:150], last_name=last[:150], is_active=False
        )
        person.set_unusable_password()
        if not self.is_trial:
            person = self._stored(person, author)
        self.created += 1
        words = _("is new here: an account without access, %(username)s.") % {"username": person.username}
        self.tell(author.name or author.login, words)
        return person

    def _stored(self, person: Any, author: Author) -> Any:
        try:
            with transaction.atomic():
                person.save()
                ImportedAuthor.objects.create(source=self.source, login=author.login[:200], person=person)
                log(instance=person, action=CREATED, user=self.by, data={"source": self.source})
        except IntegrityError:
            # Another run was quicker by a moment.
            return (
                ImportedAuthor.objects.select_related("person").get(source=self.source, login=author.login[:200]).person
            )
        return person


def _words(person: Any) -> dict[str, str]:
    return {"person": person.display_name, "username": person.username}


def _free_username(author: Author) -> str:
    wished = _NOT_IN_A_USERNAME.sub("-", author.login.partition("@")[0]).strip("-.")[:50]
    if wished.isdecimal():
        # Blogger's number of somebody says nothing to anybody.
        wished = _NOT_IN_A_USERNAME.sub("-", author.name.lower()).strip("-.")[:50]
    wished = wished or "author"
    taken = set(
        get_user_model()
        .objects.filter(username_folded__startswith=fold(wished))
        .values_list("username_folded", flat=True)
    )
    number, free = 1, wished
    while fold(free) in taken:
        number += 1
        free = f"{wished}-{number}"
    return free
