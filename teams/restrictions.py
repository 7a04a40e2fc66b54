"""The one place that writes Wagtail's view restrictions: on a closed or secret team's page and collection.

Nothing narrower than a team exists, so no other page or collection ever carries one.
"""

from wagtail.models import BaseViewRestriction, CollectionViewRestriction, PageViewRestriction

from .models import Team


def apply_restrictions(team: Team) -> None:
    """Make the restrictions on the team's page and collection say what its visibility says."""
    for model, place in (
        (PageViewRestriction, {"page_id": team.page.pk}),
        (CollectionViewRestriction, {"collection_id": team.collection_id}),
    ):
        found = list(model.objects.filter(**place))
        if team.audience_id is None:
            for restriction in found:
                restriction.delete()
            continue
        restriction = found[0] if found else model(**place, restriction_type=BaseViewRestriction.GROUPS)
        restriction.restriction_type = BaseViewRestriction.GROUPS
        restriction.save()
        restriction.groups.set([team.audience_id])
        for extra in found[1:]:
            extra.delete()
