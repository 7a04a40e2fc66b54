"""`import_blogger FILE`: a Blogger export as pages of a team."""

from imports.commands import ImportCommand
from imports.models import Import


class Command(ImportCommand):
    help = (
        "Brings a Blogger export into a team's blog: the Atom file of old, or what Takeout gives today (feed.atom, the "
        "zip file, or the folder it unpacks to). Try it with --dry-run first. Run twice, it adds nothing."
    )
    format = Import.Format.BLOGGER
