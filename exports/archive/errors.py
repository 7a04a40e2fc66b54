"""What is wrong with an archive, in a sentence for whoever brought it."""


class BrokenArchive(Exception):  # noqa: N818 - it reads as what was found
    pass
