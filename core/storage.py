"""Files appear whole or not at all."""

import os
import secrets
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="core.storage.WholeFileStorage")
class WholeFileStorage(FileSystemStorage):
    """Writes beside the place where a file belongs and moves it there when it is complete.

    A disk that fills up, or a process that is killed, leaves nothing under a name that somebody will read.
    """

    def _save(self, name: str, content: Any) -> str:
        folder, _slash, _file = name.rpartition("/")
        part = f"{folder}/.{secrets.token_hex(8)}.part".lstrip("/")
        try:
            part = super()._save(part, content)  # type: ignore[misc]  # of FileSystemStorage  # type: ignore[misc]  # the stubs leave it out
            while True:
                try:
                    # A link, unlike a move, never replaces what somebody else put there meanwhile.
                    os.link(self.path(part), self.path(name))
                    return name
                except FileExistsError:
                    name = self.get_available_name(name)
        finally:
            self.delete(part)
