"""How quick a search over 2,000 transcripts of 10,000 words is. Bar: the first page under 100 ms.

    python -m bench.search [--transcripts 2000] [--postgres]

A search here is what the page asks: the turns that fit, counted by people, and the first 50 with
their words. 20 different queries of each kind, once each after one to warm up. Beside it the naive
way: every text by LIKE. `--postgres` does the same on a PostgreSQL server of its own.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bench.coding_desk import crowding
from bench.made import _WORDS as COMMON
from ebcd.acts import search as acts
from ebcd.acts.access import command_line
from ebcd.acts.codebook import add_code
from ebcd.acts.study import create_study
from ebcd.codebook import Kind
from ebcd.people import Group
from ebcd.store import search, tables
from ebcd.store.database import Connection
from ebcd.store.found_turns import Where
from ebcd.store.workbench import Workbench, open_workbench
from ebcd.text import join_turns, sha256, turn_spans
from ebcd.times import now
from tests.postgres import fresh_database, running_server

WORDS_EACH = 10_000
KINDS = 20
CODES, CODINGS_EACH = 40, 20
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo za bri cle dra fre".split()


def _vocabulary() -> tuple[list[str], list[float]]:
    """20,000 words, the n-th as frequent as in English: about one in 12 n."""
    dice = random.Random(3)
    made = {"".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _ in range(40_000)}
    rare = sorted(made - set(COMMON))[: 20_000 - len(COMMON)]
    dice.shuffle(rare)
    words = [*COMMON, *rare]
    return words, list(accumulate(1 / (place + 3) for place in range(len(words))))


def _interview(dice: random.Random, words: list[str], weights: list[float]) -> Iterator[str]:
    """What is said in turn by the interviewer and by the participant."""
    said = 0
    while said < WORDS_EACH:
        for longest in (20, 140):
            sentences = []
            turn = dice.randint(longest // 4, longest)
            while turn > 0:
                length = min(turn, dice.randint(6, 18))
                sentence = " ".join(dice.choices(words, cum_weights=weights, k=length))
                sentences.append(f"{sentence.capitalize()}.")
                turn -= length
                said += length
            yield " ".join(sentences)


def made(workbench: Workbench, transcripts: int) -> int:
    """A study of that many interviews of 10,000 words, coded; its id."""
    study_id = create_study(workbench, command_line(), "Search")
    codes = [
        add_code(workbench, command_line(), study_id, Kind.THEME, f"Theme {number}")
        for number in range(CODES)
    ]
    vocabulary = _vocabulary()
    for first in range(0, transcripts, 100):
        with workbench.database.writing() as connection:
            for number in range(first, min(first + 100, transcripts)):
                _add(connection, study_id, number, codes, vocabulary)
    return study_id


def _add(
    connection: Connection,
    study_id: int,
    number: int,
    codes: list[int],
    vocabulary: tuple[list[str], list[float]],
) -> None:
    dice = random.Random(number)
    at, of = now(), {"study_id": study_id}
    said = list(_interview(dice, *vocabulary))
    text, spans = join_turns(said), list(turn_spans(said))
    group = list(Group)[number % len(Group)].value
    person = _one(
        connection,
        tables.participant,
        of | {"pseudonym": f"P{number:04}", "group": group, "attributes": {}} | {"created_at": at},
    )
    connection.execute(
        insert(tables.consent),
        of
        | {"participant_id": person, "use": "interview", "state": "granted"}
        | {"on_date": date(2026, 3, 2), "created_at": at},
    )
    transcript = _one(
        connection,
        tables.transcript,
        of
        | {"title": f"P{number:04} interview", "source_sha256": sha256(str(number))}
        | {"problems": [], "words": WORDS_EACH, "created_at": at},
    )
    version = _one(
        connection,
        tables.transcript_version,
        of
        | {"transcript_id": transcript, "number": 1, "sha256": sha256(text), "text": text}
        | {"created_at": at},
    )
    connection.execute(
        tables.transcript.update()
        .where(tables.transcript.c.id == transcript)
        .values(current_version_id=version)
    )
    here = of | {"transcript_id": transcript}
    asks = _one(connection, tables.speaker, here | {"label": "I", "interviews": True})
    answers = _one(connection, tables.speaker, here | {"label": "P", "participant_id": person})
    connection.execute(
        insert(tables.turn),
        [
            of
            | {"version_id": version, "position": place, "marks": []}
            | {"speaker_id": answers if place % 2 else asks}
            | {"start": span.start, "end": span.end}
            for place, span in enumerate(spans)
        ],
    )
    rows = []
    for nth in range(CODINGS_EACH):
        span = dice.choice(spans[1::2])
        start = dice.randrange(span.start, max(span.start + 1, span.end - 120))
        end = min(span.end, start + 120)
        rows.append(
            here
            | {"version_id": version, "uuid": f"{number}-{nth}", "code_id": dice.choice(codes)}
            | {"start": start, "end": end, "quote": text[start:end], "created_at": at}
        )
    connection.execute(insert(tables.coding), rows)
    search.index_transcript(connection, transcript)


def _one(connection: Connection, table: Any, values: dict[str, Any]) -> int:
    return int(connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())


def _queries(dice: random.Random) -> dict[str, list[tuple[str, Where]]]:
    """20 queries of each kind, of common words and of rare ones."""
    words, _weights = _vocabulary()
    some = [words[place] for place in (5, 12, 20, 27, 35, 44, 60, 90, 150, 300)]
    some += [words[dice.randrange(300, 12_000)] for _ in range(KINDS - len(some))]
    others = [words[dice.randrange(0, 60)] for _ in range(KINDS)]
    pairs = list(zip(some, others, strict=True))
    anywhere = Where()
    return {
        "word": [(word, anywhere) for word in some],
        "two words": [(f"{word} {other}", anywhere) for word, other in pairs],
        "phrase": [(f'"{word} {other}"', anywhere) for word, other in pairs],
        "prefix": [(f"{word[:3]}*", anywhere) for word in some],
        "near": [(f"{word} NEAR {other}", anywhere) for word, other in pairs],
        "or, without": [(f"{word} OR {other} -told", anywhere) for word, other in pairs],
        "one group": [(word, Where(groups=(Group.STAFF,))) for word in some],
        "one person": [(word, Where(people=(7,))) for word in some],
        "within a code": [(word, Where(code=1 + place)) for place, word in enumerate(some)],
        "outside a code": [
            (word, Where(code=1 + place, inside=False)) for place, word in enumerate(some)
        ],
        "best first": [(word, Where(best_first=True)) for word in some],
    }


def _timed(does: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor's own time."""
    clock, work = time.perf_counter(), time.process_time()
    does()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - work) * 1000


def _median(times: list[tuple[float, float]]) -> tuple[float, float]:
    clock, work = zip(*times, strict=True)
    return statistics.median(clock), statistics.median(work)


def _naive(workbench: Workbench, word: str) -> None:
    """Every text by LIKE, as a program without an index has to."""
    text = tables.transcript_version.c.text
    with workbench.database.reading() as connection:
        connection.execute(
            select(func.count()).where(func.lower(text).like(f"%{word}%"))
        ).scalar_one()


def measure(workbench: Workbench, study_id: int, engine: str) -> None:
    """Print the median and the slowest of each kind, and the ratio to the naive way."""
    asking = workbench, command_line(), study_id
    kinds = _queries(random.Random(11))
    print(f"  work takes {crowding():.1f} times as long as on a machine that does nothing else")
    acts.find(*asking, "warm", Where())
    for kind, queries in kinds.items():
        times = [_timed(partial(acts.find, *asking, *each)) for each in queries]
        clock, work = _median(times)
        print(
            f"  {engine}, {kind:<14} median {clock:6.1f} ms ({work:5.1f} ms of work), "
            f"slowest {max(times)[0]:6.1f} ms",
            flush=True,
        )
    words = [typed for typed, _where in kinds["word"]][:5]
    ours = _median([_timed(partial(acts.find, *asking, word, Where())) for word in words])
    naive = _median([_timed(partial(_naive, workbench, word)) for word in words])
    print(
        f"  {engine}, every text by LIKE, only counted: {naive[0]:.0f} ms ({naive[1]:.0f} ms of "
        f"work); the ratio of the clocks {ours[0] / naive[0]:.2f}"
    )


def _run(folder: Path, transcripts: int, url: str | None) -> None:
    workbench = open_workbench(folder, url)
    engine = "PostgreSQL" if url else "SQLite"
    began = time.perf_counter()
    study_id = made(workbench, transcripts)
    if url:
        with workbench.database.writing() as connection:
            connection.exec_driver_sql("ANALYZE")
    took = time.perf_counter() - began
    print(
        f"{transcripts:,} transcripts of 10,000 words made and indexed in {took:.0f} s", flush=True
    )
    measure(workbench, study_id, engine)
    workbench.close()


def main() -> None:
    """Make the corpus, ask, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--transcripts", type=int, default=2000)
    parser.add_argument("--postgres", action="store_true")
    given = sys.argv[1:] if sys.argv[0].endswith("search.py") else []
    asked = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        _run(Path(folder) / "sqlite", asked.transcripts, None)
        if asked.postgres:
            with running_server() as server:
                _run(Path(folder) / "postgres", asked.transcripts, fresh_database(server))


if __name__ == "__main__":
    main()
