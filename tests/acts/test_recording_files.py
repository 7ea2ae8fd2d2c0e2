"""Recordings in the server's folder, and files that went away or were changed."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from ebcd.acts import recordings
from ebcd.acts.access import Actor
from ebcd.acts.film_export import source_of
from ebcd.acts.keeping import back_up, check
from ebcd.acts.rough_cut_running import program
from ebcd.acts.study import create_study
from ebcd.errors import BadInput, NotFound
from ebcd.reports.stills import stills
from ebcd.store.recording_files import Standing
from ebcd.store.workbench import Workbench
from tests.film.made_film import make_film

Asking = tuple[Workbench, Actor, int]


@pytest.fixture
def asking(sqlite_workbench: Workbench, actor: Actor) -> Asking:
    return sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study")


@pytest.fixture
def shared(asking: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study's part of the server's folder."""
    root = tmp_path / "footage"
    monkeypatch.setenv("EBCD_RECORDINGS", str(root))
    folder = root / str(asking[2])
    folder.mkdir(parents=True)
    return folder


def names(asking: Asking) -> list[str]:
    return [each.name for each in recordings.server_folder(*asking).files]


def standing(asking: Asking) -> list[Standing]:
    return list(recordings.standings(*asking, said=lambda at, of: None).values())


def test_without_a_folder_nothing_is_offered(asking: Asking) -> None:
    assert not recordings.server_folder(*asking).known
    with pytest.raises(NotFound):
        recordings.add_from_server(*asking, "film.mp4")


def test_the_folder_offers_its_own_films_and_follows_no_link(
    asking: Asking, shared: Path, tmp_path: Path
) -> None:
    make_film(shared / "film.mp4")
    (shared / "day 2").mkdir()
    make_film(shared / "day 2" / "sound.m4a", picture=False)
    secret = make_film(tmp_path / "secret.mp4")
    (shared / "link.mp4").symlink_to(secret)
    (shared / "elsewhere").symlink_to(tmp_path)
    (shared / ".hidden.mp4").write_bytes(b"x")
    (shared / "notes.txt").write_text("x")
    other = shared.parent / "999"
    other.mkdir()
    make_film(other / "theirs.mp4")
    assert names(asking) == ["day 2/sound.m4a", "film.mp4"]
    for name in ("link.mp4", "elsewhere/secret.mp4", "../999/theirs.mp4", str(secret), ""):
        with pytest.raises(NotFound):
            recordings.add_from_server(*asking, name)


def test_a_file_of_the_folder_stays_where_it_is_and_is_played_from_there(
    asking: Asking, shared: Path, tmp_path: Path
) -> None:
    film = make_film(shared / "film.mp4")
    told: list[tuple[int, int]] = []
    made = recordings.add_from_server(*asking, "film.mp4", lambda *at: told.append(at))
    assert told[-1] == (film.stat().st_size,) * 2
    assert recordings.recording_file(*asking, made).path == film
    assert names(asking) == []
    assert recordings.add_recording(*asking, film) == made
    back_up(asking[0], asking[1], tmp_path / "backup.zip")
    recordings.delete_recording(*asking, made)
    assert film.exists()
    assert names(asking) == ["film.mp4"]


def test_a_film_that_moved_is_found_by_its_hash_and_a_changed_one_is_told(
    asking: Asking, shared: Path
) -> None:
    film = make_film(shared / "film.mp4")
    made = recordings.add_from_server(*asking, "film.mp4")
    assert standing(asking) == [Standing.HERE]
    (shared / "sorted").mkdir()
    moved = film.rename(shared / "sorted" / "P01.mp4")
    with pytest.raises(NotFound, match="server's folder"):
        recordings.recording_file(*asking, made)
    assert recordings.standings(*asking)[made] is Standing.MISSING
    assert standing(asking) == [Standing.HERE]
    assert recordings.recording_file(*asking, made).path == moved

    data = bytearray(moved.read_bytes())
    data[-1] ^= 1
    moved.write_bytes(data)
    assert recordings.standings(*asking)[made] is Standing.HERE
    assert standing(asking) == [Standing.CHANGED]
    moved.write_bytes(data + b"x")
    assert recordings.standings(*asking)[made] is Standing.CHANGED
    assert "is not as it was" in check(asking[0], asking[1])[0]


def test_a_link_put_in_the_place_of_a_film_is_not_followed(
    asking: Asking, shared: Path, tmp_path: Path
) -> None:
    film = make_film(shared / "film.mp4")
    made = recordings.add_from_server(*asking, "film.mp4")
    film.unlink()
    film.symlink_to(make_film(tmp_path / "secret.mp4"))
    with pytest.raises(NotFound):
        recordings.recording_file(*asking, made)
    assert standing(asking) == [Standing.MISSING]


def test_a_missing_file_of_ours_comes_back_when_it_is_added_again(
    asking: Asking, tmp_path: Path
) -> None:
    film = make_film(tmp_path / "film.mp4")
    made = recordings.add_recording(*asking, film)
    recordings.recording_file(*asking, made).path.unlink()
    assert standing(asking) == [Standing.MISSING]
    assert "is missing" in check(asking[0], asking[1])[0]
    assert recordings.add_recording(*asking, film) == made
    assert standing(asking) == [Standing.HERE]


def test_a_file_of_the_folder_that_is_no_film_is_told(asking: Asking, shared: Path) -> None:
    (shared / "film.mp4").write_bytes(b"no film" * 100)
    with pytest.raises(BadInput, match="cannot be read as a film"):
        recordings.add_from_server(*asking, "film.mp4")
    assert list(asking[0].study_folder(asking[2], "recordings").iterdir()) == []


@pytest.mark.parametrize(("degrees", "turned"), [(90, 270), (180, 180), (270, 90)])
def test_a_phone_film_says_how_it_is_turned(
    asking: Asking, tmp_path: Path, degrees: int, turned: int
) -> None:
    """`degrees` as ffmpeg writes them, anticlockwise; kept is what turns the picture upright."""
    film, path = make_film(tmp_path / "film.mp4", 1), tmp_path / "phone.mp4"
    turn = ["-display_rotation", str(degrees), "-i", str(film), "-c", "copy", str(path)]
    subprocess.run([program(), "-v", "error", *turn], check=True)
    number = recordings.add_recording(*asking, path)
    made = recordings.recordings(*asking)[number]
    assert made.rotation == turned
    upright = (48, 64) if turned != 180 else (64, 48)
    assert made.upright == upright
    source = source_of(made)
    assert (source.width, source.height) == upright
    with Image.open(io.BytesIO(stills(path, [(1, 100)])[1])) as still:
        assert (still.width > still.height) == (turned == 180)
