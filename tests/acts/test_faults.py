"""What goes wrong with machines and with two people at once: nothing lost, nothing doubled."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import event, func, select

from ebcd.acts import codebook, coding
from ebcd.acts.access import Actor
from ebcd.acts.coding import Wanted
from ebcd.acts.study import create_study
from ebcd.codebook import Kind
from ebcd.errors import NotFound, NotSaved, WorkbenchError
from ebcd.store.tables import code as codes
from ebcd.store.tables import coding as codings
from ebcd.store.tables import log
from ebcd.store.workbench import Workbench
from ebcd.text import Span, join_turns, sha256
from ebcd.transcripts.turns import Turn
from tests.coding_desk import made

SAID = [Turn("P01", None, None, "Nobody came for three hours, and nobody said why. " * 40)]
TEXT = join_turns(turn.text for turn in SAID)

Asking = tuple[Workbench, Actor, int]


def applied(asking: Asking, transcript: int, code: int, at: int) -> Wanted:
    """Code six letters."""
    wanted = Wanted(str(uuid4()), "apply", str(uuid4()), code, Span(at, at + 6))
    coding.do(*asking, transcript, sha256(TEXT), wanted)
    return wanted


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gives, or the error it raises, all begun at the same moment."""
    begin = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        begin.wait(10)
        try:
            return act()
        except WorkbenchError as problem:
            return problem

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def test_two_people_who_delete_the_same_code_delete_it_once(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    asking = workbench, actor, study_id
    transcript = made.add_transcript(workbench, study_id, SAID)
    for number in range(5):
        code = codebook.add_code(*asking, Kind.THEME, f"Doomed {number}")
        applied(asking, transcript, code, number)
        found = together(*[lambda code=code: codebook.delete_code(*asking, code)] * 3)  # type: ignore[misc]
        done = [each for each in found if isinstance(each, codebook.Done)]
        assert len(done) == 1
        assert all(isinstance(each, codebook.Done | NotFound) for each in found)
        codebook.undo(*asking, done[0].undo_id or 0)
    with workbench.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(codes)).scalar_one() == 5
        assert connection.execute(select(func.count()).select_from(codings)).scalar_one() == 5


def test_a_code_that_is_deleted_while_it_is_applied_leaves_no_orphan(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    asking = workbench, actor, study_id
    transcript = made.add_transcript(workbench, study_id, SAID)
    for number in range(5):
        code = codebook.add_code(*asking, Kind.THEME, f"Doomed {number}")
        found = together(
            lambda code=code: codebook.delete_code(*asking, code),  # type: ignore[misc]
            *[
                lambda code=code, at=at: applied(asking, transcript, code, at)  # type: ignore[misc]
                for at in range(3)
            ],
        )
        assert isinstance(found[0], codebook.Done)
        for each in found[1:]:
            assert isinstance(each, Wanted) or "deleted by somebody else" in str(each)
        with workbench.database.reading() as connection:
            left = connection.execute(select(codings)).all()
        assert left == []
        codebook.undo(*asking, found[0].undo_id or 0)
        with workbench.database.writing() as connection:
            back = connection.execute(select(func.count()).select_from(codings)).scalar_one()
            assert back == sum(isinstance(each, Wanted) for each in found)
            connection.execute(codings.delete())


def test_on_a_full_disk_nothing_is_half_done_and_there_is_a_sentence(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    asking = sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study")
    transcript = made.add_transcript(sqlite_workbench, asking[2], SAID)
    code = codebook.add_code(*asking, Kind.THEME, "Waiting")
    engine = sqlite_workbench.database.engine
    most = {"pages": 1}

    @event.listens_for(engine, "begin", insert=True)
    def full(connection):  # type: ignore[no-untyped-def]
        connection.exec_driver_sql(f"PRAGMA max_page_count={most['pages']}")

    saved: list[Wanted] = []

    def code_on() -> None:
        for at in range(1_000):
            saved.append(applied(asking, transcript, code, at))

    with pytest.raises(NotSaved, match="the disk of the server is full"):
        code_on()
    with sqlite_workbench.database.reading() as connection:
        stored = connection.execute(select(codings.c.uuid)).scalars().all()
        acts = connection.execute(
            select(func.count()).select_from(log).where(log.c.what == "code a passage")
        ).scalar_one()
    assert sorted(stored) == sorted(each.about for each in saved)
    assert acts == len(saved)
    most["pages"] = 1_000_000
    applied(asking, transcript, code, 0)


_FILLING = """
import resource, sys
from pathlib import Path
from tests.acts.test_faults import applied
from ebcd.acts.access import command_line
from ebcd.errors import NotSaved
from ebcd.store.workbench import open_workbench

workbench = open_workbench(Path(sys.argv[1]))
asking, transcript, code = (workbench, command_line(), 1), int(sys.argv[2]), int(sys.argv[3])
room = (Path(sys.argv[1]) / "ebcd.sqlite-wal").stat().st_size + 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
saved = 0
try:
    for at in range(1_000):
        applied(asking, transcript, code, at)
        saved += 1
except NotSaved as problem:
    print(problem, file=sys.stderr)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
applied(asking, transcript, code, 1_001)
print(saved + 1)
"""


def test_where_the_system_refuses_to_write_nothing_acknowledged_is_lost(
    sqlite_workbench: Workbench, actor: Actor, tmp_path: Path
) -> None:
    asking = sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study")
    transcript = made.add_transcript(sqlite_workbench, asking[2], SAID)
    code = codebook.add_code(*asking, Kind.THEME, "Waiting")
    ran = subprocess.run(
        [sys.executable, "-c", _FILLING, str(sqlite_workbench.folder), str(transcript), str(code)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Not saved: the server cannot write to its disk" in ran.stderr
    assert 0 < int(ran.stdout) < 1_000
    with sqlite_workbench.database.reading() as connection:
        stored = connection.execute(select(func.count()).select_from(codings)).scalar_one()
        checked = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    assert (stored, checked) == (int(ran.stdout), "ok")
