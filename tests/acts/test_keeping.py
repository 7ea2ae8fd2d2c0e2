"""A backup comes back whole, on whichever engine."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from ebcd.acts import keeping, people
from ebcd.acts import study as studies
from ebcd.acts.access import Actor
from ebcd.errors import BadInput
from ebcd.people import ConsentState, Group, Use, allows
from ebcd.store.workbench import Workbench, open_workbench


def _some_study(workbench: Workbench, actor: Actor) -> int:
    study_id = studies.create_study(workbench, actor, "Living with pain — café")
    who = people.add_participant(workbench, actor, study_id, Group.PATIENT)
    people.record_consent(
        workbench, actor, study_id, who, {Use.QUOTE: ConsentState.GRANTED}, date(2026, 3, 2)
    )
    folder = workbench.study_folder(study_id, "recordings")
    (folder / "a.mp4").write_bytes(b"film" * 1000)
    return study_id


def test_a_backup_is_restored_into_an_empty_folder(
    workbench: Workbench, actor: Actor, tmp_path: Path
) -> None:
    study_id = _some_study(workbench, actor)
    target = tmp_path / "all.ebcd"
    rows = keeping.back_up(workbench, actor, target)
    fresh = open_workbench(tmp_path / "fresh")
    assert keeping.restore(fresh, actor, target) == rows
    found = studies.study(fresh, actor, study_id)
    assert found.name == "Living with pain — café"
    [who] = people.participants(fresh, actor, study_id).values()
    assert allows(who, Use.QUOTE)
    film = fresh.study_folder(study_id, "recordings") / "a.mp4"
    assert film.read_bytes() == b"film" * 1000
    assert keeping.check(fresh, actor) == []
    assert studies.create_study(fresh, actor, "The next") != study_id
    fresh.close()


def test_a_backup_made_elsewhere_comes_back_here(
    workbench: Workbench, actor: Actor, tmp_path: Path
) -> None:
    other = open_workbench(tmp_path / "other")
    study_id = _some_study(other, actor)
    keeping.back_up(other, actor, tmp_path / "all.ebcd")
    keeping.restore(workbench, actor, tmp_path / "all.ebcd")
    assert studies.study(workbench, actor, study_id).name == "Living with pain — café"
    assert studies.create_study(workbench, actor, "The next") > study_id
    other.close()


def test_nothing_is_overwritten(workbench: Workbench, actor: Actor, tmp_path: Path) -> None:
    _some_study(workbench, actor)
    target = tmp_path / "all.ebcd"
    keeping.back_up(workbench, actor, target)
    with pytest.raises(BadInput, match="there already"):
        keeping.back_up(workbench, actor, target)
    with pytest.raises(BadInput, match="not empty"):
        keeping.restore(workbench, actor, target)


@pytest.mark.parametrize("content", [b"", b"not a zip", "climbing", "older"])
def test_what_is_no_backup_is_told_in_a_sentence(
    sqlite_workbench: Workbench, actor: Actor, tmp_path: Path, content: bytes | str
) -> None:
    path = tmp_path / "some.ebcd"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        keeping.back_up(sqlite_workbench, actor, tmp_path / "good.ebcd")
        with (
            zipfile.ZipFile(tmp_path / "good.ebcd") as good,
            zipfile.ZipFile(path, "w") as bad,
        ):
            for name in good.namelist():
                data = good.read(name)
                if content == "older" and name == "manifest.json":
                    data = json.dumps({**json.loads(data), "tables": "0000"}).encode()
                bad.writestr(name, data)
            if content == "climbing":
                bad.writestr("studies/../../outside.txt", b"x")
    fresh = open_workbench(tmp_path / "fresh")
    with pytest.raises(BadInput):
        keeping.restore(fresh, actor, path)
    assert not (tmp_path / "outside.txt").exists()
    assert studies.my_studies(fresh, actor) == []
    fresh.close()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("manifest.json", "[]"),
        ("tables/study.jsonl", '{"id": 1, "created_at": null}'),
    ],
)
def test_a_damaged_backup_is_told_in_a_sentence_and_leaves_nothing(
    sqlite_workbench: Workbench, actor: Actor, tmp_path: Path, part: str, words: str
) -> None:
    keeping.back_up(sqlite_workbench, actor, tmp_path / "good.ebcd")
    with (
        zipfile.ZipFile(tmp_path / "good.ebcd") as good,
        zipfile.ZipFile(tmp_path / "bad.ebcd", "w") as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, words if name == part else good.read(name))
    fresh = open_workbench(tmp_path / "fresh")
    with pytest.raises(BadInput, match="damaged"):
        keeping.restore(fresh, actor, tmp_path / "bad.ebcd")
    assert studies.my_studies(fresh, actor) == []
    fresh.close()
