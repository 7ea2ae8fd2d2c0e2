"""Recordings in pieces: they go on after whatever broke them off, and come whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts import recordings
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.acts.study import create_study, delete_study
from ebcd.store import accounts, uploads
from ebcd.store.workbench import Workbench
from ebcd.web import recording, server, signin
from tests.film.made_film import make_film

OURS = {"x-ebcd": "recording"}


class Sender:
    """A browser that sends a film."""

    def __init__(self, workbench: Workbench, actor: Actor, folder: Path) -> None:
        self.workbench, self.actor = workbench, actor
        self.study = create_study(workbench, actor, "A study")
        self.data = make_film(folder / "film.mp4").read_bytes()
        self.client = TestClient(
            Starlette(
                routes=recording.routes(workbench),
                exception_handlers=server.exception_handlers,  # type: ignore[arg-type]
            ),
            headers=OURS,
        )
        self.at = recording.page_address(self.study)

    def sign_in(self, role: Role | None, name: str = "mia", study: int | None = None) -> None:
        account_id = add_account(self.workbench, self.actor, name, name.title())
        if role:
            set_role(self.workbench, self.actor, study or self.study, name, role)
        with self.workbench.database.reading() as connection:
            account = accounts.by_id(connection, account_id)
        assert account is not None
        self.client.cookies.set(signin.COOKIE, signin.cookie_value(self.workbench, account))

    def begin(self, name: str = "film.mp4", size: int | None = None):  # type: ignore[no-untyped-def]
        told = {"name": name, "bytes": len(self.data) if size is None else size, "modified": 7}
        return self.client.post(self.at, json=told)

    def send(self, upload: str, at: int, piece: bytes, **headers: str):  # type: ignore[no-untyped-def]
        return self.client.put(f"{self.at}/{upload}?at={at}", content=piece, headers=headers)

    def finish(self, upload: str):  # type: ignore[no-untyped-def]
        return self.client.post(f"{self.at}/{upload}/done", json={})

    @property
    def parts(self) -> list[Path]:
        return sorted((self.workbench.folder / "uploads" / str(self.study)).glob("*"))

    def kept(self) -> list[recordings.Recording]:
        return list(recordings.recordings(self.workbench, self.actor, self.study).values())


@pytest.fixture
def sender(sqlite_workbench: Workbench, actor: Actor, tmp_path: Path) -> Sender:
    made = Sender(sqlite_workbench, actor, tmp_path)
    made.sign_in(Role.RESEARCHER)
    return made


def test_a_film_in_pieces_goes_on_where_it_stopped_and_is_the_same(sender: Sender) -> None:
    half = len(sender.data) // 2
    upload = sender.begin().json()["upload"]
    digest = hashlib.sha256(sender.data[:half]).hexdigest()
    assert sender.send(upload, 0, sender.data[:half], **{"x-sha256": digest}).status_code == 200

    again = sender.begin().json()
    assert (again["upload"], again["at"]) == (upload, half)
    assert sender.finish(upload).status_code == 409
    assert sender.send(upload, half, sender.data[half:]).json()["at"] == len(sender.data)
    made = sender.finish(upload)
    assert made.status_code == 200
    assert sender.finish(upload).json() == made.json()

    [kept] = sender.kept()
    assert kept.id == made.json()["recording"]
    assert (kept.name, kept.bytes) == ("film.mp4", len(sender.data))
    path = recordings.recording_file(sender.workbench, sender.actor, sender.study, kept.id).path
    assert path.read_bytes() == sender.data
    assert [each.suffix for each in sender.parts] == [".json"]
    assert sender.begin().json()["recording"] == kept.id


def test_a_piece_at_another_place_or_changed_on_the_way_is_sent_again(sender: Sender) -> None:
    upload = sender.begin().json()["upload"]
    assert sender.send(upload, 10, b"x").status_code == 409
    changed = sender.send(upload, 0, sender.data[:50], **{"x-sha256": "0" * 64})
    assert changed.status_code == 409
    assert sender.begin().json()["at"] == 0


def test_where_the_disk_is_full_what_has_arrived_is_kept(sender: Sender) -> None:
    upload = sender.begin().json()["upload"]
    [part] = [each for each in sender.parts if each.suffix == ".part"]
    part.unlink()
    part.symlink_to("/dev/full")
    full = sender.send(upload, 0, sender.data[:1000])
    assert full.status_code == 507
    assert "disk is full" in full.json()["problem"]
    part.unlink()
    part.write_bytes(b"")
    assert sender.send(upload, 0, sender.data[:1000]).status_code == 200


def test_a_film_that_does_not_fit_on_the_disk_is_not_begun(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SPARE", 1 << 60)
    answer = sender.begin()
    assert answer.status_code == 507
    assert "make room" in answer.json()["problem"]
    assert sender.parts == []


@pytest.mark.parametrize(
    ("name", "size"),
    [("notes.txt", 10), ("film.mp4", 0), ("film.mp4", uploads.LARGEST + 1), ("", 10)],
)
def test_what_cannot_be_a_recording_is_refused_before_it_is_sent(
    sender: Sender, name: str, size: int
) -> None:
    assert sender.begin(name, size).status_code == 400
    assert sender.parts == []


def test_a_file_that_is_no_film_is_told_and_forgotten(sender: Sender) -> None:
    sender.data = b"no film at all" * 100
    upload = sender.begin("'; rm -rf \"/.mp4").json()["upload"]
    sender.send(upload, 0, sender.data)
    answer = sender.finish(upload)
    assert answer.status_code == 400
    assert "cannot be read as a film" in answer.json()["problem"]
    assert sender.parts == []
    assert sender.kept() == []


def test_an_upload_is_given_up_by_hand_or_after_some_days(sender: Sender) -> None:
    upload = sender.begin().json()["upload"]
    sender.send(upload, 0, sender.data[:100])
    assert sender.client.delete(f"{sender.at}/{upload}").status_code == 200
    assert sender.parts == []
    assert sender.client.delete(f"{sender.at}/{upload}").status_code == 404

    sender.begin()
    root = sender.workbench.folder / "uploads"
    assert uploads.sweep(root) == 0
    for path in sender.parts:
        os.utime(path, (0, 0))
    assert uploads.sweep(root) == 2
    assert sender.parts == []


def test_only_whoever_began_goes_on(sender: Sender) -> None:
    upload = sender.begin().json()["upload"]
    sender.sign_in(Role.LEAD, "noa")
    assert sender.send(upload, 0, sender.data[:10]).status_code == 404
    assert sender.begin().json()["upload"] != upload


def test_readers_strangers_and_other_sites_send_nothing(
    sqlite_workbench: Workbench, actor: Actor, tmp_path: Path
) -> None:
    sender = Sender(sqlite_workbench, actor, tmp_path)
    assert sender.begin().status_code == 401
    sender.sign_in(Role.READER)
    assert sender.begin().status_code == 403
    assert sender.client.get(sender.at).status_code == 403
    sender.sign_in(Role.LEAD, "noa", create_study(sqlite_workbench, actor, "Other"))
    assert sender.begin().status_code == 404
    sender.sign_in(Role.LEAD, "pat")
    told = {"name": "film.mp4", "bytes": 10, "modified": 7}
    for foreign in ({"x-ebcd": ""}, {"origin": "https://elsewhere.example"}):
        assert sender.client.post(sender.at, json=told, headers=foreign).status_code == 403
    assert sender.client.put(f"{sender.at}/{'a' * 32}?at=0", content=b"x").status_code == 404
    assert sender.client.put(f"{sender.at}/..%2Fx?at=0", content=b"x").status_code == 404
    assert sender.parts == []


def test_a_piece_that_is_too_large_is_not_taken(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "LARGEST_PIECE", 100)
    upload = sender.begin().json()["upload"]
    assert sender.send(upload, 0, sender.data[:101]).status_code == 400
    assert sender.send(upload, 0, sender.data[:100]).status_code == 200


def test_the_page_names_what_was_broken_off_and_a_deleted_study_leaves_nothing(
    sender: Sender,
) -> None:
    upload = sender.begin("interview <one>.mp4").json()["upload"]
    sender.send(upload, 0, sender.data[:100])
    page = sender.client.get(sender.at)
    assert page.status_code == 200
    assert upload in page.text
    assert "interview \\u003cone\\u003e.mp4" in page.text
    script = page.text.partition('type="module" src="')[2].partition('"')[0]
    assert sender.client.get(script).headers["content-type"].startswith("text/javascript")
    assert sender.client.get(script.replace("upload.js", "..%2Fserver.py")).status_code == 404
    delete_study(sender.workbench, sender.actor, sender.study, "A study")
    assert sender.parts == []
