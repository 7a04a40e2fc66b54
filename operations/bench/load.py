"""Asks a server for pages over a few connections kept open, and writes down how long each answer took."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

TIMEOUT = 120


@dataclass(frozen=True)
class Request:
    """One request. ``body`` is sent as a form."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None


@dataclass
class Answers:
    """What came back: seconds for each answer as it arrived, bytes of the last body, statuses that were no success."""

    seconds: list[float]
    elapsed: float
    size: int
    failures: list[int]

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


def ask(port: int, requests: Callable[[int], Iterator[Request]], *, connections: int) -> Answers:
    """Send what ``requests(n)`` yields over connection ``n``, all connections at once."""
    lock = threading.Lock()
    answers = Answers([], 0.0, 0, [])

    def run(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        try:
            for request in requests(number):
                began = time.perf_counter()
                connection.request(request.method, request.path, body=request.body, headers=request.headers)
                response = connection.getresponse()
                size = len(response.read())
                took = time.perf_counter() - began
                with lock:
                    answers.seconds.append(took)
                    answers.size = size
                    if response.status >= 400:
                        answers.failures.append(response.status)
        finally:
            connection.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.elapsed = time.perf_counter() - began
    return answers
