"""What was approved with a page stays what it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from library.models import Picture, StoredDocument
from tests.factories.blog import make_post
from tests.factories.library import make_document, make_picture
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def words_of(stored) -> bytes:
    with stored.file.open("rb") as file:
        return file.read()


def test_the_picture_of_an_approved_page_is_not_exchanged_behind_it(as_person):
    team = make_team(posting_policy="communications")
    author = join(team, "author")
    picture = make_picture(team, "The depot", uploaded_by_user=author)
    make_post(team, author, lead_picture=picture)
    before = words_of(picture)
    other = make_picture(team, "Another")
    as_person(author).post(
        f"/admin/images/{picture.pk}/",
        {
            "title": "The depot",
            "description": "As it was",
            "collection": team.collection_id,
            "file": SimpleUploadedFile("other.jpg", words_of(other), content_type="image/jpeg"),
        },
    )
    again = Picture.objects.get(pk=picture.pk)
    assert again.description == "As it was"
    assert again.file.name == picture.file.name
    assert words_of(again) == before


def test_the_document_of_an_approved_page_is_not_exchanged_behind_it(as_person):
    team = make_team(posting_policy="communications")
    editor = join(team, "editor")
    document = make_document(team, "Minutes", content=b"What was approved")
    as_person(editor).post(
        f"/admin/documents/edit/{document.pk}/",
        {
            "title": "Minutes",
            "collection": team.collection_id,
            "file": SimpleUploadedFile("minutes.txt", b"Something else", content_type="text/plain"),
        },
    )
    again = StoredDocument.objects.get(pk=document.pk)
    assert again.file.name == document.file.name
    assert words_of(again) == b"What was approved"
