"""What Communications put on top of a search. Wagtail keeps it and has the screens; here is who sees what of it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.search_promotions import forms
from wagtail.contrib.search_promotions.models import SearchPromotion

from publishing.lifecycle import address_of
from publishing.models import Article

from .index.words import flat

_KEY = "search:promoted"
_KEPT_SECONDS = 300


@dataclass(frozen=True)
class Promotion:
    title: str
    address: str
    words: str
    is_outside: bool = False


def promoted(user: Any, text: str) -> list[Promotion]:
    """What stands above the results of this search, in the order Communications gave it. A page that ``user`` may not
    read is left out. No query where nothing is promoted, one where pages are."""
    rows = _by_words().get(flat(text), ())
    pages = {row[0] for row in rows if row[0]}
    titles = {}
    if pages:
        found = Article.objects.visible_to(user).order_by().filter(pk__in=pages)
        titles = {pk: rest for pk, *rest in found.values_list("pk", "title", "url_path", "summary")}
    shown = []
    for page, address, name, words in rows:
        if page in titles:
            title, url_path, summary = titles[page]
            shown.append(Promotion(title, address_of(url_path), words or summary))
        elif address:
            shown.append(Promotion(name or address, address, words, is_outside=True))
    return shown


def _by_words() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is promoted, by the words it is promoted for. A few dozen rows, asked for at every search."""
    known: dict[str, list[tuple[Any, ...]]] | None = cache.get(_KEY)
    if known is None:
        known = {}
        rows = SearchPromotion.objects.order_by("sort_order", "pk").values_list(
            "query__query_string", "page_id", "external_link_url", "external_link_text", "description"
        )
        for words, *row in rows:
            known.setdefault(flat(words), []).append(tuple(row))
        cache.set(_KEY, known, _KEPT_SECONDS)
    return known


def forget() -> None:
    """Something is promoted that was not, or no longer."""
    cache.delete(_KEY)


def take_back(pks: Collection[int]) -> None:
    """Pages that are not for everybody any more are promoted no longer: their titles would stand in the CMS's list."""
    closed = Article.objects.filter(pk__in=pks, audience__isnull=False).values("pk")
    if SearchPromotion.objects.filter(page_id__in=closed).delete()[0]:
        forget()


class PromotionForm(forms.SearchPromotionForm):
    """Wagtail's own, for pages that everybody may read."""

    def clean_page(self) -> Any:
        page = self.cleaned_data.get("page")
        if page is not None and not Article.objects.filter(pk=page.pk, live=True, audience__isnull=True).exists():
            raise ValidationError(_("Choose a post or write-up that is live and that everybody may read."))
        return page


def take_the_place_of_wagtails_form() -> None:
    """The screens of the CMS make their forms by this class; its form is an attribute of it."""
    forms.SearchPromotionsFormSet.form = PromotionForm
