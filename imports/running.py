"""A run, from the file to the pages. Trying it out is the same run, which stores nothing.

The file is read to its end before anything is written, so one that is refused leaves nothing half done. Then entries
are stored some at a time, each lot in one transaction with its comments, redirects, lines of the report and the note
that it is here. Killed at any moment and run again, it goes on behind the last lot.
"""

import logging
import time
from collections import Counter
from collections.abc import Sequence
from typing import IO

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.rooms import blog_of
from conversations.writing import bringing
from core.access import is_administrator
from publishing import arriving

from . import addresses
from .authors import Authors
from .converting.result import Surroundings
from .fates import Fate, fate_of
from .gate import IMPORTED, bringing_in
from .lots import earlier_of, lots_of, other_key
from .models import Import, ImportedEntry, ReportLine, key_of
from .pages import Prepared, Workshop
from .pictures.book import PictureBook
from .pictures.shelf import Shelf
from .reading import blogger, wxr
from .reading.notes import Notes
from .records import Entry, Remark
from .refusals import RefusedFile
from .stage import Stage
from .tags import Tags

logger = logging.getLogger(__name__)

LOGGED = "imports.imported"
_ATTEMPTS = 4
_READERS = {Import.Format.WORDPRESS: wxr.read, Import.Format.BLOGGER: blogger.read}
Kind = ReportLine.Kind


def read_all(stage: Stage, export: IO[bytes], format: str) -> Notes:
    """Lay the whole export out. Returns what had to be mended; raises RefusedFile."""
    notes = Notes()
    stage.fill(_READERS[Import.Format(format)](export, notes))
    if not stage.count("entry") and not stage.count("attachment"):
        raise RefusedFile(_("there is nothing of a blog in this file."))
    return notes


def bring_in(
    run: Import, stage: Stage, notes: Notes, shelf: Shelf, *, is_trial: bool, until: float | None = None
) -> bool:
    """Carry a run out, or as far as the clock ``until`` allows; says whether it came to its end. Raises RefusedFile,
    and PermissionDenied where its person is no administrator any more."""
    return made_ready(run, stage, shelf, is_trial=is_trial).go(notes, until)


def made_ready(run: Import, stage: Stage, shelf: Shelf, *, is_trial: bool) -> "_Run":
    """Everything that can be refused is asked here, before anything is written. Raises what ``bring_in`` does."""
    if not is_administrator(run.by):
        raise PermissionDenied
    if run.team.is_archived:
        raise RefusedFile(_("the team is archived, so nothing is added to it."))
    return _Run(run, stage, shelf, is_trial=is_trial)


class _Run:
    def __init__(self, run: Import, stage: Stage, shelf: Shelf, *, is_trial: bool) -> None:
        self.run, self.stage, self.is_trial = run, stage, is_trial
        self.source = stage.site.source
        self.lines: list[ReportLine] = []
        self._keys: dict[str, str] = {}
        self.has_added = False
        self.out: Counter[str] = Counter(run.counts.get("out", {}) if run.done and not is_trial else {})
        self.authors = Authors(
            source=self.source, authors=stage.authors(), people=run.people, by=run.by, is_trial=is_trial,
            tell=lambda name, words: self._tell(Kind.PERSON, name, words),
        )  # fmt: skip
        self.tags = Tags(is_trial=is_trial)
        self.book = PictureBook(
            stage=stage, shelf=shelf, team=run.team, by=run.by, fetches=run.fetches, is_trial=is_trial,
            tell=lambda name, words: self._tell(Kind.CHANGED, name, words),
        )  # fmt: skip
        around = Surroundings(picture=self.book.find, link=addresses.Links(stage))
        self.workshop = Workshop(self.source, around, self.book.find, self.authors, self.tags, run.by, timezone.now())
        self.blog = blog_of(run.team)

    def go(self, notes: Notes, until: float | None) -> bool:
        self._begin(notes)
        reason = _("Imported by %(person)s from %(blog)s") % {
            "person": self.run.by,
            "blog": self.stage.site.title or self.source,
        }
        with bringing_in(by=self.run.by, reason=reason, reference=f"import:{self.run.pk}"):
            for lot in lots_of(self.stage.entries()):
                self._take(lot)
                # Never before something was added: what is passed by would be passed by again.
                if until is not None and time.monotonic() > until and self.has_added and self.seen < self.run.total:
                    return False
        self._end()
        return True

    # --- Beginning and end --------------------------------------------------------------------------------------------

    def _begin(self, notes: Notes) -> None:
        run = self.run
        run.source, run.title = self.source, self.stage.site.title[:255]
        run.total = self.stage.count("entry")
        given = {f"entry:{kind}": count for kind, count in self.stage.kinds("entry").items()}
        given |= {f"comment:{kind}": count for kind, count in self.stage.kinds("remark").items()}
        given |= {"author": self.stage.count("author"), "attachment": self.stage.count("attachment")}
        if self.is_trial or not run.done:
            run.done = 0
            self.out.clear()
            run.lines.all().delete()
            for sentence, (line, times) in notes.found.items():
                words = ngettext("%(count)d time, first in this line.", "%(count)d times, first in this line.", times)
                self._tell(Kind.FILE, sentence, words % {"count": times}, line=line)
            for entry in self.stage.doubles:
                self._leave_out(entry, _("It stands twice in the file."))
        self._given = given
        self.seen = 0
        self._save()

    def _end(self) -> None:
        for remark in self.stage.remarks_of_nothing():
            name = _("Comment by %(name)s") % {"name": remark.name or _("somebody")}
            self._tell(Kind.LEFT_OUT, name, _("Its post is not in the file."))
            self.out["comment:left_out"] += 1
        for attachment in self.stage.attachments():
            if not self.book.is_here(attachment):
                self._tell(
                    Kind.LEFT_OUT, attachment.title or attachment.address or attachment.number,
                    _("A file of the old blog that is not beside the export, or that no post shows."),
                )  # fmt: skip
                self.out["attachment:left_out"] += 1
            if len(self.lines) > 500:
                self._save()
        self.run.state = Import.State.CHECKED if self.is_trial else Import.State.DONE
        self.run.finished_at = timezone.now()
        self._save()

    # --- Some entries at a time ---------------------------------------------------------------------------------------

    def _take(self, lot: Sequence[tuple[Entry, str]]) -> None:
        known = self._known(lot)
        ready: list[Prepared] = []
        for entry, digest in lot:
            own = entry.key
            earlier = earlier_of(entry, digest, known)
            if earlier is not None:
                self._pass_by(entry, digest, earlier)
                continue
            self._keys = {entry.key: own}
            fate = fate_of(entry, self.workshop.now)
            if not fate.is_taken:
                self._leave_out(entry, fate.why)
            elif (prepared := self._prepared(entry, digest, fate)) is not None:
                ready.append(prepared)
        self.seen += len(lot)
        self.run.done = self.seen
        self.out["picture"] += self.book.stored
        self.out["person"] += self.authors.created
        self.out["tag"] += self.tags.created
        self.book.stored = self.authors.created = self.tags.created = 0
        if self.is_trial:
            for each in ready:
                self._count(each)
            self._save()
        else:
            self._store(ready)

    def _known(self, lot: Sequence[tuple[Entry, str]]) -> dict[str, ImportedEntry]:
        keys = [key for entry, digest in lot for key in (key_of(entry.key), key_of(other_key(entry, digest)))]
        rows = ImportedEntry.objects.select_related("page").filter(source=self.source, key__in=keys)
        return {row.key: row for row in rows}

    def _pass_by(self, entry: Entry, digest: str, earlier: ImportedEntry) -> None:
        """What this very run stored before it was stopped has its line already."""
        if earlier.run_id == self.run.pk and not self.is_trial:
            return
        words = _("It was imported before, and is left as it is.")
        if earlier.digest != digest:
            words = _("It was imported before and has changed on the old blog since; the page here is left as it is.")
        self._tell(Kind.KNOWN, earlier.page.title, words, line=entry.line, page=earlier.page_id)
        self.out["known"] += 1

    def _prepared(self, entry: Entry, digest: str, fate: Fate) -> Prepared | None:
        try:
            return self.workshop.prepare(entry, digest, fate, self._spoken(entry))
        except Exception:
            if transaction.get_connection().needs_rollback:
                raise
            # One post that nobody foresaw must not keep back ten thousand.
            logger.exception("An entry of an import could not be converted (line %s)", entry.line)
            self._leave_out(entry, _("It could not be understood. The server's log says why."))
            return None

    def _spoken(self, entry: Entry) -> list[Remark]:
        return self.stage.remarks_of(self._keys.get(entry.key, entry.key))

    def _leave_out(self, entry: Entry, why: str) -> None:
        count = len(self._spoken(entry))
        if count:
            why += " " + ngettext(
                "%(count)d comment was left out with it.", "%(count)d comments were left out with it.", count
            ) % {"count": count}
        self._tell(Kind.LEFT_OUT, entry.title or entry.slug or entry.address or entry.key, why, line=entry.line)
        self.out["left_out"] += 1
        self.out["comment:left_out"] += count

    def _store(self, ready: Sequence[Prepared]) -> None:
        lines, out = list(self.lines), Counter(self.out)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    self._store_at_once(ready)
                self.has_added = self.has_added or bool(ready)
                return
            except IntegrityError:
                # Another run has stored one of these, or somebody took the place in the tree, at this moment.
                if attempt == _ATTEMPTS:
                    raise
                self.lines, self.out = list(lines), Counter(out)
                known = self._known([(each.entry, each.digest) for each in ready])
                ready = [each for each in ready if key_of(each.entry.key) not in known]

    def _store_at_once(self, ready: Sequence[Prepared]) -> None:
        arriving.take_in(
            [each.arrival for each in ready], parent=self.blog, gate=IMPORTED, action=LOGGED, by=self.run.by
        )
        bringing.store(((each.arrival.page, each.thread) for each in ready), by=self.run.by)
        made, refused = addresses.lead_on((each.entry.address, each.arrival.page) for each in ready)
        ImportedEntry.objects.bulk_create(
            ImportedEntry(
                source=self.source, key=key_of(each.entry.key), digest=each.digest, title=each.entry.title[:255],
                slug=each.entry.slug[:255], page_id=each.arrival.page.pk, run=self.run,
            )
            for each in ready
        )  # fmt: skip
        for each in ready:
            self._count(each)
        for address, page in refused:
            words = _("Its old address leads somewhere else already: %(address)s") % {"address": address[:200]}
            self._tell(Kind.CHANGED, page.title, words, page=page.pk)
        self.out["redirect"] += made
        self._save()

    def _count(self, each: Prepared) -> None:
        page = each.arrival.page
        kind = Kind.LIVE if each.goes_live else Kind.DRAFT
        self._tell(kind, page.title, each.why, line=each.entry.line, page=page.pk)
        for sentence in each.notes:
            self._tell(Kind.CHANGED, page.title, sentence, line=each.entry.line, page=page.pk)
        self.out["live" if each.goes_live else "draft"] += 1
        for comment in each.thread.comments:
            self.out[f"comment:{comment.state}"] += 1

    # --- The report ---------------------------------------------------------------------------------------------------

    def _tell(self, kind: str, name: str, words: str, *, line: int | None = None, page: int | None = None) -> None:
        self.lines.append(
            ReportLine(run=self.run, kind=kind, name=name[:255], words=words, line=line or None, page_id=page)
        )

    def _save(self) -> None:
        """Lines, counts and progress, in one transaction with what they tell of."""
        self.run.counts = {"in": self._given, "out": {key: count for key, count in self.out.items() if count}}
        with transaction.atomic():
            ReportLine.objects.bulk_create(self.lines, batch_size=200)
            self.run.save(update_fields=["source", "title", "total", "done", "counts", "state", "finished_at"])
        self.lines.clear()
