"""The confined process: reads the file at its standard input and writes what it found to its standard output.

It limits itself before it looks at a single byte: memory, processor time, time on the clock, open files, and no byte
written to any disk. Whatever goes wrong ends this process and nothing else.
"""

import json
import logging
import resource
import signal
import sys
import time
import warnings
from typing import BinaryIO

from .formats import MorePagesError, reader_for
from .found import BROKEN, LONG, NO_WORDS, PARTLY, READ, TOO_LARGE, TOO_SLOW, UNREADABLE, CannotReadError, Found

MEMORY = 700 * 1024 * 1024
PROCESSOR_SECONDS = 30
CLOCK_SECONDS = 60
# After so long it stops by itself, with what it has.
ENOUGH_SECONDS = 20
MOST_LETTERS = 400_000


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    signal.alarm(CLOCK_SECONDS)


def read(file: BinaryIO) -> Found:
    """The words of a file of any kind."""
    pieces: list[str] = []
    letters, is_cut, started = 0, "", time.process_time()
    try:
        for piece in reader_for(file)(file):
            words = " ".join(piece.split())
            if not words:
                continue
            pieces.append(words[: MOST_LETTERS - letters])
            letters += len(words) + 1
            if letters > MOST_LETTERS:
                is_cut = LONG
                break
            if time.process_time() - started > ENOUGH_SECONDS:
                is_cut = TOO_SLOW
                break
    except CannotReadError as refused:
        return Found(UNREADABLE, refused.reason)
    except MorePagesError:
        is_cut = LONG
    except MemoryError:
        return Found(UNREADABLE, TOO_LARGE)
    except Exception:
        # Every library has its own ways of stumbling over a damaged file. What came before it is still worth finding.
        is_cut = BROKEN
    text = "\n".join(pieces).replace("\0", " ").encode("utf-8", "replace").decode()
    if not text:
        return Found(UNREADABLE, is_cut or NO_WORDS)
    return Found(PARTLY if is_cut else READ, is_cut, text)


def main() -> None:
    limit()
    sys.setrecursionlimit(2_000)
    logging.disable(logging.CRITICAL)  # a damaged file makes libraries talk
    warnings.simplefilter("ignore")
    found = read(sys.stdin.buffer)
    sys.stdout.buffer.write(json.dumps([found.state, found.reason, found.text]).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
