"""A file that is not taken, with the place where it goes wrong."""

from django.utils.translation import gettext as _


class RefusedFile(Exception):  # noqa: N818 - it says what happened to the file
    """The whole file is refused. ``str()`` is a sentence for whoever brought it, with the line where there is one."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        self.sentence = sentence
        self.line = line
        super().__init__(_("Line %(line)d: %(sentence)s") % {"line": line, "sentence": sentence} if line else sentence)
