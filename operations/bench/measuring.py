"""One run: every page of one size on one database, each beside its floor."""

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User

from . import scenarios
from .load import Answers, ask
from .server import Server

CONNECTIONS = 8
ROUNDS = 3


@dataclass(frozen=True)
class Figure:
    """One row of the table. Times in milliseconds; ``times_floor`` is application CPU as a multiple of the floor.

    ``p50`` and ``p95`` are those of eight people who ask again as soon as they are answered; ``alone`` is the 95th
    percentile of one person who does. ``load`` is the machine's load average when the row was done, this measurement
    included.
    """

    database: str
    posts: int
    page: str
    per_second: float
    p50: float
    p95: float
    alone: float
    cpu: float
    floor_cpu: float
    times_floor: float
    queries: int
    size: int
    failures: int
    load: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Load:
    """What a measurement of one kind cost: the answers, and CPU milliseconds of the workers for each."""

    answers: Answers
    cpu: float


def measured(server: Server, requests: Callable[[int], Any], connections: int = CONNECTIONS) -> Load:
    before = server.cpu_seconds()
    answers = ask(server.port, requests, connections=connections)
    used = server.cpu_seconds() - before
    return Load(answers, used * 1000 / max(1, len(answers.seconds)))


def queries_of(scenario: scenarios.Scenario, reader: User) -> int:
    """Statements of the second identical request, with nothing but shared pieces warm."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader, backend=scenarios.SIGN_IN_BACKEND)
    ask_once = partial(client.post if scenario.form else client.get, scenario.path, scenario.form)
    ask_once()
    with CaptureQueriesContext(connection) as captured:
        ask_once()
    return len(captured)


def measure_pages(server: Server, *, database: str, posts: int, each: int) -> list[Figure]:
    """Every page, interleaved with its floor over several rounds; the median round by CPU is kept."""
    reader = scenarios.a_reader()
    figures = []
    for scenario in scenarios.scenarios(reader):
        person = scenario.person or reader
        cookie = scenarios.session_of(person)
        ask(server.port, scenarios.repeated(scenario, cookie, 2), connections=CONNECTIONS)
        pairs = []
        for _ in range(ROUNDS):
            page = measured(server, scenarios.repeated(scenario, cookie, each))
            floor = measured(server, scenarios.repeated(scenarios.floor(page.answers.size), cookie, each * 3))
            pairs.append((page, floor))
        page, floor = sorted(pairs, key=lambda pair: pair[0].cpu)[ROUNDS // 2]
        alone = measured(server, scenarios.repeated(scenario, cookie, each * ROUNDS), connections=1)
        figures.append(_figure(database, posts, scenario.name, page, floor, alone, queries_of(scenario, person)))
    figures.append(
        measure_comments(server, database=database, posts=posts, each=each, cookie=scenarios.session_of(reader))
    )
    return figures


def measure_comments(server: Server, *, database: str, posts: int, each: int, cookie: str) -> Figure:
    """Eight writers below one busy page. Many people, because each may write only ten comments a minute."""
    people = User.objects.active().filter(is_superuser=False)[: max(50, CONNECTIONS * each // 5)]
    cookies = [scenarios.session_of(person) for person in people]
    target = scenarios.busiest_open_thread()
    page = measured(server, scenarios.comments(target, cookies, each))
    alone = measured(server, scenarios.comments(target, cookies, each), connections=1)
    floor = measured(server, scenarios.repeated(scenarios.floor(page.answers.size), cookie, each * 3))
    return _figure(database, posts, f"post a comment, {CONNECTIONS} writers", page, floor, alone, 0)


def _figure(database: str, posts: int, name: str, page: Load, floor: Load, alone: Load, queries: int) -> Figure:
    return Figure(
        database=database,
        posts=posts,
        page=name,
        per_second=round(page.answers.per_second, 1),
        p50=round(page.answers.percentile(0.5), 1),
        p95=round(page.answers.percentile(0.95), 1),
        alone=round(alone.answers.percentile(0.95), 1),
        cpu=round(page.cpu, 2),
        floor_cpu=round(floor.cpu, 2),
        times_floor=round(page.cpu / floor.cpu, 2) if floor.cpu else 0.0,
        queries=queries,
        size=page.answers.size,
        failures=len(page.answers.failures),
        load=round(os.getloadavg()[0], 1),
    )
