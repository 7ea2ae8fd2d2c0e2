"""Ten coders at one act a second each, in the same transcript of the same study, for a minute.

Each coder is a process of its own that speaks HTTP with the real server as the desk in the browser
does: acts by the acts' route on a connection that is kept, and every two seconds a question what
the others changed. Bars: every act is saved, p95 of an act under 250 ms, and at the end all
ten views of the codings are equal and equal to the database. On SQLite, and on PostgreSQL where its
programs are there.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import select

from ebcd.acts.access import Role, command_line
from ebcd.acts.accounts import add_account, every_account, set_role
from ebcd.acts.study import create_study
from ebcd.store.tables import coding, coding_act
from ebcd.store.workbench import Workbench, open_workbench
from ebcd.web.signin import COOKIE, cookie_value
from tests.browser.conftest import serving
from tests.coding_desk import made
from tests.postgres import fresh_database, programs, running_server

CODERS = 10
SECONDS = 60
APART = 1.0
POLLS_APART = 2.0
WORDS, CODINGS = 10_000, 400


@dataclass(frozen=True)
class Place:
    """Where a coder works. `url`: of the server. `path`: of the transcript at the desk."""

    url: str
    path: str
    cookie: str


@dataclass
class Told:
    """What one coder met: seconds that each act and each question took, acts acknowledged, what
    was refused, how often it had to ask again, and the codings as this coder's desk has them at
    the end.
    """

    acts: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    again: int = 0
    view: dict[str, tuple[int, int, int]] = field(default_factory=dict)


class Busy(Exception):
    """The server asked to try again."""


class Desk:
    """One coder's desk, without its drawing."""

    def __init__(self, place: Place, seed: int) -> None:
        self.place, self.dice, self.told = place, random.Random(seed), Told()
        self.connection = http.client.HTTPConnection(urlsplit(place.url).netloc, timeout=60)
        self.own: list[str] = []
        self.open()

    def ask(self, path: str, body: Any = None) -> Any:
        headers = {"Cookie": f"{COOKIE}={self.place.cookie}", "Origin": self.place.url}
        if body is not None:
            headers |= {"X-EBCD": "coding desk", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body)
        self.connection.request("GET" if body is None else "POST", path, sent, headers)
        answer = self.connection.getresponse()
        read = answer.read()
        if answer.status in (503, 507):
            raise Busy
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {read[:200]!r}")
        return json.loads(read)

    def open(self) -> None:
        found = self.ask(self.place.path)
        self.codes = [code["id"] for code in found["codes"]]
        self.turns: list[tuple[int, int]] = []
        at = 0
        for turn in found["turns"]:
            self.turns.append((at, at + len(turn["text"])))
            at += len(turn["text"]) + 1
        self.sha256 = found["transcript"]["sha256"]
        self.take(found, whole=True)

    def take(self, found: Any, *, whole: bool = False) -> None:
        if whole:
            self.told.view.clear()
        for one in found["codings"]:
            self.told.view[one["id"]] = (one["code"], one["start"], one["end"])
        for gone in found.get("gone", ()):
            self.told.view.pop(gone, None)
        self.revision = found["revision"]

    def poll(self) -> None:
        began = time.perf_counter()
        found = self.ask(f"{self.place.path}/changes?since={self.revision}")
        self.told.polls.append(time.perf_counter() - began)
        if found["reload"]:
            self.open()
        else:
            self.take(found)

    def act(self) -> None:
        wanted = self.wanted()
        began = time.perf_counter()
        answer = self.saved({"sha256": self.sha256, "acts": [wanted]})
        self.told.acts.append(time.perf_counter() - began)
        [done] = answer["answers"]
        if "refused" in done:
            self.told.refused.append(done["refused"])
        else:
            self.told.saved.append(done["uuid"])

    def saved(self, acts: Any) -> Any:
        """The answer to acts, sent again as the desk does where the server is too busy."""
        for _ in range(60):
            try:
                return self.ask(f"{self.place.path}/acts", acts)
            except Busy:
                self.told.again += 1
                time.sleep(0.5)
        raise RuntimeError("the server was too busy for half a minute")

    def wanted(self) -> dict[str, Any]:
        """Seven of ten acts code a passage; the others change or remove one of one's own."""
        kind = (
            self.dice.choice(["apply"] * 7 + ["recode", "move", "remove"]) if self.own else "apply"
        )
        start, end = self.dice.choice([each for each in self.turns if each[1] - each[0] > 30])
        first = self.dice.randrange(start, end - 20)
        act = {"uuid": str(uuid4()), "kind": kind}
        if kind == "apply":
            self.own.append(str(uuid4()))
            place = {"start": first, "end": min(end, first + self.dice.randint(10, 200))}
            return act | place | {"coding": self.own[-1], "code": self.dice.choice(self.codes)}
        about = self.own.pop() if kind == "remove" else self.dice.choice(self.own)
        act["coding"] = about
        if kind == "recode":
            act["code"] = self.dice.choice(self.codes)  # type: ignore[assignment]
        if kind == "move":
            act |= {"start": first, "end": first + 15}  # type: ignore[dict-item]
        return act

    def work(self, begins: float) -> None:
        """Act and ask until the minute is over."""
        next_act = begins + self.dice.uniform(0, APART)
        next_poll = begins + self.dice.uniform(0, POLLS_APART)
        for _ in range(SECONDS):
            while next_poll < next_act:
                time.sleep(max(0.0, next_poll - time.time()))
                self.poll()
                next_poll += POLLS_APART
            time.sleep(max(0.0, next_act - time.time()))
            self.act()
            next_act += APART


def _coder(place: Place, seed: int, begins: float, meet: Any, back: Any) -> None:
    """The process of one coder."""
    desk = Desk(place, seed)
    desk.work(begins)
    meet.wait()
    desk.poll()
    back.put(desk.told)


def _study(opened: Workbench) -> tuple[int, int, list[str]]:
    """A transcript with codings in it, and coders: the study, the transcript, their cookies."""
    actor = command_line()
    add_account(opened, actor, "lead", "Lee Addams", is_admin=True)
    study_id = create_study(opened, actor, "Bench")
    codes = made.add_codes(opened, actor, study_id)
    dice = random.Random(3)
    said = made.turns(WORDS, dice)
    transcript = made.add_transcript(opened, study_id, said)
    made.add_codings(opened, study_id, transcript, said, codes, CODINGS, None)
    for number in range(CODERS):
        add_account(opened, actor, f"coder{number}", f"Coder {number}")
        set_role(opened, actor, study_id, f"coder{number}", Role.RESEARCHER)
    cookies = [
        cookie_value(opened, account)
        for account in every_account(opened, actor)
        if account.name.startswith("coder")
    ]
    return study_id, transcript, cookies


def run(opened: Workbench, data: Path, url: str | None = None) -> bool:
    """Print one minute of ten coders; whether all bars hold."""
    study_id, transcript, cookies = _study(opened)
    context = multiprocessing.get_context("spawn")
    back, meet = context.Queue(), context.Barrier(CODERS)
    with serving(data, database=url) as served:
        begins = time.time() + 8
        path = f"/coding/{study_id}/{transcript}"
        coders = [
            context.Process(
                target=_coder, args=(Place(served.url, path, cookie), seed, begins, meet, back)
            )
            for seed, cookie in enumerate(cookies)
        ]
        for each in coders:
            each.start()
        told = [back.get(timeout=SECONDS * 4) for _ in coders]
        spent = _processor_seconds(served.process.pid)
        for each in coders:
            each.join()
    if spent:
        print(
            f"  the server's processor: {1000 * spent / (CODERS * SECONDS):.1f} ms an act, all in"
        )
    return _tell(opened, transcript, told)


def _tell(opened: Workbench, transcript: int, told: list[Told]) -> bool:
    with opened.database.reading() as connection:
        kept = set(connection.execute(select(coding_act.c.uuid)).scalars())
        there = {
            row.uuid: (row.code_id, row.start, row.end)
            for row in connection.execute(
                select(coding).where(coding.c.transcript_id == transcript)
            )
        }
    acts = [1000 * took for each in told for took in each.acts]
    polls = [1000 * took for each in told for took in each.polls]
    saved = [uuid for each in told for uuid in each.saved]
    refused = Counter(sentence for each in told for sentence in each.refused)
    equal = all(each.view == there for each in told)
    p95 = _p95(acts)
    print(
        f"  acts {len(acts)}, acknowledged {len(saved)}, in the database {len(kept & set(saved))}"
    )
    if again := sum(each.again for each in told):
        print(f"  asked again, for the server was too busy: {again} times")
    for sentence, times in refused.items():
        print(f"  refused {times} times: {sentence}")
    print(f"  an act: median {statistics.median(acts):.0f} ms, p95 {p95:.0f} ms (bar 250)")
    print(f"  a question: median {statistics.median(polls):.0f} ms, p95 {_p95(polls):.0f} ms")
    print(f"  all ten views equal to the database ({len(there)} codings): {equal}", flush=True)
    return equal and set(saved) <= kept and len(saved) == len(acts) and p95 < 250


def _processor_seconds(pid: int) -> float:
    """The processor's seconds that a process has used, where the system tells; else 0."""
    told = Path(f"/proc/{pid}/stat")
    if not told.exists():
        return 0.0
    user, system = told.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[94]


@contextmanager
def _postgres() -> Iterator[str | None]:
    """The address of an empty PostgreSQL database, or None where its programs are not there."""
    try:
        programs()
    except RuntimeError:
        yield None
        return
    with running_server() as server:
        yield fresh_database(server)


def main() -> None:
    """Run on both engines and print."""
    with tempfile.TemporaryDirectory() as folder:
        print(
            f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
        )
        print(f"SQLite: {CODERS} coders, one act a second each, {SECONDS} seconds", flush=True)
        opened = open_workbench(Path(folder) / "data")
        print(f"  bars held: {run(opened, Path(folder) / 'data')}")
        opened.close()
    with tempfile.TemporaryDirectory() as folder, _postgres() as url:
        if url is None:
            print("PostgreSQL: its server programs are not on this machine, nothing measured")
            return
        print(f"PostgreSQL: {CODERS} coders, one act a second each, {SECONDS} seconds", flush=True)
        opened = open_workbench(Path(folder) / "data", url)
        print(f"  bars held: {run(opened, Path(folder) / 'data', url)}")
        opened.close()


if __name__ == "__main__":
    main()
