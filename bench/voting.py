"""A vote of 500 and of 1,000 people, over real HTTP from processes of their own.

Bars for 500 people: joining within 10 s, p95 under 200 ms; all voting within 5 s, p95 under 500 ms
and p99 under 1 s; coming back after a restart, p95 under 1 s; errors 0; votes counted = votes
acknowledged, also where the server is killed in the middle of the wave. For 1,000: errors 0, exact.
Every request opens a connection of its own, as a phone that slept would.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench.serving import new_data
from ebcd.acts import rounds
from ebcd.acts.access import command_line
from ebcd.acts.study import create_study
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench
from tests.browser.conftest import free_port, serving

OPTIONS = [
    RoundOption(n, f"Priority number {n}", "What it would mean for people") for n in range(1, 9)
]
GROUPS = ("patient", "carer", "staff")
PEOPLE = (500, 1000)
TRIES = 60


@dataclass
class Wave:
    """What the phones of one wave met: seconds each answer took, and answers that were wrong."""

    took: list[float] = field(default_factory=list)
    errors: int = 0


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    location: str
    body: str


async def ask(url: str, path: str, form: dict[str, str] | None = None) -> Answer:
    """One request on a connection of its own. Raises OSError where it breaks."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    try:
        body = urlencode(form).encode() if form is not None else b""
        head = [f"{'POST' if form is not None else 'GET'} {path} HTTP/1.1", f"Host: {place.netloc}"]
        head += ["Connection: close", "Accept: text/html"]
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
    whole = Wave([t for _, wave in met for t in wave.took], sum(wave.errors for _, wave in met))
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


def vote(people: int, kill: bool) -> None:
    """One vote of so many people. `kill`: kill the server in the middle of the wave of votes."""
    print(f"{people} people{', server killed while they vote' if kill else ''}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        opened = new_data(Path(folder))
        asking = _open_round(opened)
        code = rounds.watch(*asking).round.join_code or ""
        port = free_port()
        with serving(Path(folder) / "data", port) as served:
            links, joined = run_wave(served.url, "join", 10, [code] * people)
            tell("join within 10 s (each request)", joined)
            if kill:
                _killed(served.process.kill, Path(folder) / "data", port, links)
            else:
                tell("vote within 5 s", run_wave(served.url, "cast", 5, links)[1])
        with serving(Path(folder) / "data", port) as served:
            tell(
                "come back after a restart, within 2 s", run_wave(served.url, "return", 2, links)[1]
            )
            began = time.perf_counter()
            rounds.close_round(*asking)
            print(f"  close and count: {1000 * (time.perf_counter() - began):.0f} ms")
            rounds.reveal_round(*asking)
            tell("reveal within 2 s", run_wave(served.url, "reveal", 2, [code] * people)[1])
        result = rounds.watch(*asking).round.result
        counted = result["ballots"] if result else 0
        print(f"  votes counted {counted}, acknowledged {len(links)}", flush=True)
        opened.close()


def _killed(kill: Callable[[], None], data: Path, port: int, links: list[str]) -> None:
    """All vote; the server is killed after 2 s and started again; phones try until it answers."""
    context = multiprocessing.get_context("spawn")
    back = context.Queue()
    phones = context.Process(
        target=_phones, args=(f"http://127.0.0.1:{port}", "cast", 5, links, back)
    )
    phones.start()
    time.sleep(3)
    kill()
    with serving(data, port):
        _, wave = back.get()
        phones.join()
    tell("vote within 5 s, waiting for the restart included", wave)


def _open_round(opened: Workbench) -> tuple[Workbench, object, int, int]:
    actor = command_line()
    study_id = create_study(opened, actor, "The vote")
    plan = Plan("The vote", Method.DOTS)
    round_id = rounds.prepare_round(opened, actor, study_id, plan, OPTIONS)
    rounds.open_round(opened, actor, study_id, round_id)
    return opened, actor, study_id, round_id


def main() -> None:
    """Print the waves of each size."""
    for people in PEOPLE:
        vote(people, kill=False)
    vote(PEOPLE[0], kill=True)


if __name__ == "__main__":
    sys.exit(main())
