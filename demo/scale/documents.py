"""Two thousand documents whose words are known: small files with long texts beside them, as if they had been read."""

from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from library.models import DocumentText, StoredDocument, WordsState
from teams.house import house_collection

from .people import Crowd
from .sizes import Sizes
from .words import Words

_PARAGRAPHS = 20
_AT_ONCE = 500


def store_documents(sizes: Sizes, crowd: Crowd, words: Words) -> None:
    """Every other one belongs to the house, the rest to teams; all of them open the same small file."""
    file = default_storage.save("documents/scale.txt", ContentFile(b"One file for all documents of the large demo."))
    rows, house = [], house_collection()
    for number in range(sizes.documents):
        random = Random(f"document {number}")
        team = random.choice(crowd.teams)
        rows.append(
            StoredDocument(
                title=f"{words.title(number + 1)} ({number + 1})",
                file=file,
                collection_id=team.collection_id if number % 2 else house.pk,
                file_size=45,
                words_state=WordsState.READ,
                words_of=file,
            )
        )
    stored = StoredDocument.objects.bulk_create(rows, batch_size=_AT_ONCE)
    texts = [
        DocumentText(
            document_id=row.pk, text="\n".join(words.prose(row.pk, f"page {page}") for page in range(_PARAGRAPHS))
        )
        for row in stored
    ]
    DocumentText.objects.bulk_create(texts, batch_size=_AT_ONCE)
