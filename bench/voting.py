"""A vote of 500 and of 1,000 people, over real HTTP from processes of their own.

    python -m bench.voting [--people 500 1000] [--database sqlite postgresql] [--servers 1 2]
                           [--killed too|not|alone]

Bars for 500 people: joining within 10 s, p95 under 200 ms; all voting within 5 s, p95 under 500 ms
and p99 under 1 s; coming back after a restart, p95 under 1 s; errors 0; votes counted = votes
acknowledged, also where the server is killed in the middle of the wave. For 1,000: errors 0, exact.
It ends with 1 where a vote was lost or counted twice.
Every request opens a connection of its own, as a phone that slept would, and with two servers goes
to one of them by chance. Meanwhile the facilitator looks at the pages that a round is run from, and
every phone asks where the round stands, as its script does. The facilitator's pages: under 500 ms.
The PostgreSQL is the tests' own, which does not wait for its disk.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from ebcd.acts import rounds
from ebcd.acts.access import command_line
from ebcd.acts.accounts import add_account
from ebcd.acts.study import create_study
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench, open_workbench
from tests.browser.conftest import Served, free_port, serving
from tests.postgres import fresh_database, running_server

OPTIONS = [
    RoundOption(n, f"Priority number {n}", "What it would mean for people") for n in range(1, 9)
]
GROUPS = ("patient", "carer", "staff")
PEOPLE = (500, 1000)
TRIES = 60


@dataclass
class Wave:
    """What the phones of one wave met: seconds each answer took, answers that were wrong, and votes
    that the server said it has.
    """

    took: list[float] = field(default_factory=list)
    errors: int = 0
    acknowledged: int = 0


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    location: str
    body: str


async def ask(urls: str, path: str, form: dict[str, str] | None = None, cookie: str = "") -> Answer:
    """One request on a connection of its own, to one of `urls`. Raises OSError where it breaks."""
    url = random.choice(urls.split())
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    try:
        body = urlencode(form).encode() if form is not None else b""
        head = [f"{'POST' if form is not None else 'GET'} {path} HTTP/1.1", f"Host: {place.netloc}"]
        head += ["Connection: close", "Accept: text/html"]
        head += [f"Cookie: {cookie}"] if cookie else []
        if form is not None:
            head += [f"Origin: {url}", "Content-Type: application/x-www-form-urlencoded"]
            head += [f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        raw = await reader.read()
        if not raw:
            raise ConnectionResetError
    finally:
        writer.close()
    first, _, rest = raw.decode("utf-8", "replace").partition("\r\n\r\n")
    location = re.search(r"(?im)^location: (\S+)", first)
    return Answer(int(first.split()[1]), location[1] if location else "", rest)


async def _join(url: str, code: str, wave: Wave) -> str:
    """Take a ballot as a phone does; returns its address, or nothing where it failed."""
    began = time.perf_counter()
    page = await ask(url, f"/vote/{code}")
    token = re.search(r'name="token" value="([^"]+)"', page.body)
    if not token:
        wave.errors += 1
        return ""
    form = {"token": token[1], "group": random.choice(GROUPS)}
    taken = await ask(url, f"/vote/{code}", form)
    shown = await ask(url, taken.location) if taken.status == 303 else taken
    wave.took.append((time.perf_counter() - began) / 3)
    wave.errors += "dots left" not in shown.body
    return taken.location


async def _cast(url: str, link: str, wave: Wave) -> None:
    """Confirm a vote, again and again until it is acknowledged."""
    first, second = random.sample(range(1, len(OPTIONS) + 1), 2)
    form = {"do": "cast", f"o{first}": "3", f"o{second}": "2"}
    began = time.perf_counter()
    for _ in range(TRIES):
        try:
            answer = await ask(url, link, form)
        except OSError:
            await asyncio.sleep(0.5)
            continue
        wave.took.append(time.perf_counter() - began)
        wave.acknowledged += answer.status == 303
        wave.errors += answer.status != 303
        return
    wave.errors += 1


async def _look(url: str, link: str, wave: Wave, words: str) -> None:
    began = time.perf_counter()
    answer = await ask(url, link)
    wave.took.append(time.perf_counter() - began)
    wave.errors += words not in answer.body


async def _spread(
    within: float, links: Sequence[str], act: Callable[[str], Awaitable[str | None]]
) -> list[str]:
    """Do `act` for each of `links`, at random moments within so many seconds."""

    async def one(link: str) -> str:
        await asyncio.sleep(random.uniform(0, within))
        return await act(link) or link

    return list(await asyncio.gather(*(one(link) for link in links)))


def _phones(
    url: str, what: str, within: float, links: list[str], back: multiprocessing.Queue
) -> None:  # type: ignore[type-arg]
    """The process of some phones: does one wave and sends back what it met."""
    wave = Wave()
    acts: dict[str, Callable[[str], Awaitable[str | None]]] = {
        "join": lambda code: _join(url, code, wave),
        "cast": lambda link: _cast(url, link, wave),
        "return": lambda link: _look(url, link, wave, "Your vote is in"),
        "reveal": lambda code: _look(url, f"/vote/{code}", wave, "All together"),
        "ask": lambda code: _look(url, f"/vote/{code}/state", wave, '"state":"open"'),
    }
    links = asyncio.run(_spread(within, links, acts[what]))
    back.put((links, wave))


def run_wave(url: str, what: str, within: float, links: list[str]) -> tuple[list[str], Wave]:
    """One wave from two processes; returns the addresses and what was met."""
    context = multiprocessing.get_context("spawn")
    back = context.Queue()
    half = len(links) // 2
    phones = [
        context.Process(target=_phones, args=(url, what, within, part, back))
        for part in (links[:half], links[half:])
    ]
    for each in phones:
        each.start()
    met = [back.get() for _ in phones]
    for each in phones:
        each.join()
    waves = [wave for _, wave in met]
    whole = Wave(
        [seconds for wave in waves for seconds in wave.took],
        sum(wave.errors for wave in waves),
        sum(wave.acknowledged for wave in waves),
    )
    return [link for part, _ in met for link in part], whole


def tell(name: str, wave: Wave) -> None:
    """Print one wave."""
    hundredths = statistics.quantiles(wave.took, n=100)
    print(
        f"  {name}: median {1000 * statistics.median(wave.took):.0f} ms, "
        f"p95 {1000 * hundredths[94]:.0f} ms, p99 {1000 * hundredths[98]:.0f} ms, "
        f"errors {wave.errors}",
        flush=True,
    )


class Facilitator(threading.Thread):
    """Looks at the pages that a round is run from, again and again, until it is told to stop."""

    def __init__(self, urls: str, pages: Sequence[str], cookie: str) -> None:
        super().__init__(daemon=True)
        self.urls, self.pages, self.cookie = urls, pages, cookie
        self.wave, self.going = Wave(), True

    def run(self) -> None:
        while self.going:
            for path in self.pages:
                began = time.perf_counter()
                answer = asyncio.run(ask(self.urls, path, cookie=self.cookie))
                self.wave.took.append(time.perf_counter() - began)
                self.wave.errors += answer.status != 200
            time.sleep(0.1)


@dataclass(frozen=True)
class Hall:
    """An open round and where it is kept."""

    asking: tuple[Any, ...]
    data: Path
    database: str | None

    @property
    def code(self) -> str:
        return rounds.watch(*self.asking).round.join_code or ""

    @property
    def pages(self) -> list[str]:
        return [f"/run/{self.asking[2]}/{self.asking[3]}", f"/vote/{self.code}/screen"]

    @contextmanager
    def served(self, ports: Sequence[int]) -> Iterator[tuple[str, list[Served]]]:
        """The servers' addresses and processes."""
        with ExitStack() as stack:
            each = [stack.enter_context(serving(self.data, port, self.database)) for port in ports]
            for one in each:
                times = one.process.cpu_times()
                _ready[one.url] = times.user + times.system
            yield " ".join(one.url for one in each), each


def vote(people: int, servers: int, database: str | None, kill: bool) -> bool:
    """One vote of so many people; whether every vote was counted once. `kill`: kill the servers in
    the middle of the wave of votes.
    """
    engine = "PostgreSQL" if database else "SQLite"
    ending = ", killed while they vote" if kill else ""
    print(f"{people} people, {engine}, {servers} server(s){ending}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        hall = _open_round(Path(folder) / "data", database)
        ports = [free_port() for _ in range(servers)]
        with hall.served(ports) as (urls, each):
            links, joined = run_wave(urls, "join", 10, [hall.code] * people)
            tell("join within 10 s (each request)", joined)
            spent = _cpu(each)
            print(f"  server CPU for joining: {1000 * spent / people:.1f} ms a person", flush=True)
            cast = _killed(hall, each, ports, links) if kill else _voted(hall, urls, each[0], links)
        with hall.served(ports) as (urls, _each):
            tell("come back after a restart, within 2 s", run_wave(urls, "return", 2, links)[1])
            began = time.perf_counter()
            rounds.close_round(*hall.asking)
            print(f"  close and count: {1000 * (time.perf_counter() - began):.0f} ms")
            rounds.reveal_round(*hall.asking)
            tell("reveal within 2 s", run_wave(urls, "reveal", 2, [hall.code] * people)[1])
        result = rounds.watch(*hall.asking).round.result
        counted = result["ballots"] if result else 0
        print(f"  votes counted {counted}, acknowledged {cast.acknowledged}", flush=True)
        hall.asking[0].close()
    return bool(counted == cast.acknowledged == people)


def _cpu(each: Sequence[Served]) -> float:
    """Seconds of CPU the servers have used since they were ready."""
    times = [one.process.cpu_times() for one in each]
    return sum(one.user + one.system for one in times) - sum(_ready[one.url] for one in each)


_ready: dict[str, float] = {}


def _voted(hall: Hall, urls: str, served: Served, links: list[str]) -> Wave:
    """All vote and ask where the round stands, while the facilitator looks."""
    cookie = served.cookie()
    facilitator = Facilitator(urls, hall.pages, f"{cookie['name']}={cookie['value']}")
    facilitator.start()
    before = _cpu([served])
    _links, cast = run_wave(urls, "cast", 5, links)
    tell("vote within 5 s", cast)
    spent = (_cpu([served]) - before) / len(links)
    print(
        f"  server CPU for voting: {1000 * spent:.1f} ms a person, the pages included", flush=True
    )
    tell("ask where it stands, within 6 s", run_wave(urls, "ask", 6, [hall.code] * len(links))[1])
    facilitator.going = False
    facilitator.join()
    tell("the facilitator's pages meanwhile", facilitator.wave)
    return cast


def _killed(hall: Hall, each: list[Served], ports: Sequence[int], links: list[str]) -> Wave:
    """All vote; the servers are killed after 3 s and started again; phones try until it answers."""
    context = multiprocessing.get_context("spawn")
    back = context.Queue()
    urls = " ".join(one.url for one in each)
    phones = context.Process(target=_phones, args=(urls, "cast", 5, links, back))
    phones.start()
    time.sleep(3)
    for one in each:
        one.process.kill()
    with hall.served(ports):
        met: tuple[list[str], Wave] = back.get()
        phones.join()
    tell("vote within 5 s, waiting for the restart included", met[1])
    return met[1]


def _open_round(data: Path, database: str | None) -> Hall:
    opened: Workbench = open_workbench(data, database)
    actor = command_line()
    add_account(opened, actor, "lead", "Lee Addams", is_admin=True)
    study_id = create_study(opened, actor, "The vote")
    plan = Plan("The vote", Method.DOTS)
    round_id = rounds.prepare_round(opened, actor, study_id, plan, OPTIONS)
    rounds.open_round(opened, actor, study_id, round_id)
    return Hall((opened, actor, study_id, round_id), data, database)


def main(arguments: Sequence[str] = ()) -> int:
    """Print the waves of each size, engine and number of servers; 1 where a vote was miscounted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, nargs="+", default=list(PEOPLE))
    parser.add_argument("--database", nargs="+", default=["sqlite"])
    parser.add_argument("--servers", type=int, nargs="+", default=[1])
    parser.add_argument("--killed", choices=("too", "not", "alone"), default="too")
    chosen = parser.parse_args(arguments)
    whole = [(n, False) for n in chosen.people if chosen.killed != "alone"]
    killed = [(min(chosen.people), True)] if chosen.killed != "not" else []
    exact = True
    with ExitStack() as stack:
        server = stack.enter_context(running_server()) if "postgresql" in chosen.database else ""
        for engine in chosen.database:
            for servers in chosen.servers:
                for people, kill in whole + killed:
                    address = fresh_database(server) if engine == "postgresql" else None
                    exact &= vote(people, servers, address, kill)
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
