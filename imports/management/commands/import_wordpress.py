"""`import_wordpress FILE`: a WordPress export as pages of a team."""

from imports.commands import ImportCommand
from imports.models import Import


class Command(ImportCommand):
    help = (
        "Brings a WordPress export (WXR 1.0 to 1.2, from Tools → Export) into a team's blog. Try it with --dry-run "
        "first. Run again after it was stopped, it goes on; run twice, it adds nothing."
    )
    format = Import.Format.WORDPRESS
