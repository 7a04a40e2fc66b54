"""Archives: a folder or a zip of files, described by a manifest that is written last and read first."""

from .errors import BrokenArchive
from .reading import Source, opened
from .writing import Target, written

__all__ = ["BrokenArchive", "Source", "Target", "opened", "written"]
