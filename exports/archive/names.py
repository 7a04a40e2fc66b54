"""Names of files inside an archive: relative, plain, and never leading out of it."""

from pathlib import PurePosixPath

from .errors import BrokenArchive

MANIFEST = "manifest.json"
LONGEST = 400


def safe(name: str) -> str:
    """The same name. Raises BrokenArchive for one that could be written or read anywhere else."""
    path = PurePosixPath(name)
    is_plain = (
        0 < len(name) <= LONGEST
        and "\\" not in name
        and ":" not in name
        and name.isprintable()
        and not path.is_absolute()
        and str(path) == name
        and not {".", ".."} & set(path.parts)
    )
    if not is_plain:
        raise BrokenArchive(f"The archive names a file {name[:80]!r}, which could lead out of it. Nothing was read.")
    return name
