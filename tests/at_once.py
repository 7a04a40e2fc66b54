"""What somebody else does meanwhile, in a thread with a connection of its own."""

import threading

from django.db import connection


def started(act):
    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
