"""An export sees one moment, and keeps nobody from writing."""

from threading import Thread

import pytest
from django.db import connection

from exports.snapshot import one_moment
from people.models import User
from tests.factories.people import UserFactory


def elsewhere(act):
    """Done by another process, as far as the database knows."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=10)
    assert not thread.is_alive(), "it had to wait"


@pytest.mark.django_db(transaction=True)
def test_an_export_sees_one_moment_and_keeps_nobody_from_writing():
    UserFactory()
    with one_moment():
        assert User.objects.count() == 1
        elsewhere(UserFactory)
        assert User.objects.count() == 1
    assert User.objects.count() == 2
    UserFactory()
    assert User.objects.count() == 3


def interrupted():
    with one_moment():
        User.objects.count()
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_between_leaves_the_connection_as_it_was():
    with pytest.raises(ZeroDivisionError):
        interrupted()
    UserFactory()
    elsewhere(UserFactory)
    assert User.objects.count() == 2
