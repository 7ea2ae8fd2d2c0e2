"""What somebody tried who meant no good, or who was careless with what others said."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts import (
    accounts,
    ballots,
    codebook,
    codesign,
    coding,
    events,
    exchange,
    memos,
    people,
    priorities,
    reports,
    rounds,
)
from ebcd.acts import study as studies
from ebcd.acts.access import Actor
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotFound, SignInNeeded, WorkbenchError
from ebcd.events import Event, EventKind
from ebcd.exchange.tables import read_sheet, write_xlsx
from ebcd.people import ConsentState, Use
from ebcd.priorities.ballots import Method
from ebcd.priorities.lists import ListName
from ebcd.priorities.rounds import Plan
from ebcd.store import coding as store_coding
from ebcd.store.assistant import Proposal, propose
from ebcd.store.rounds import RoundOption
from ebcd.store.tables import suggestion
from ebcd.store.workbench import Workbench
from ebcd.text import sha256
from ebcd.web import guesses, server
from ebcd.web.signin import COOKIE, account_of
from tests.film.made_study import TEXT, FilmStudy, span_of

OPTIONS = [RoundOption(1, "A clock"), RoundOption(2, "A chair")]


@pytest.fixture
def scene(sqlite_workbench: Workbench, actor: Actor) -> FilmStudy:
    """A study in which P01 may be quoted and P02 has not said so."""
    study_id = studies.create_study(sqlite_workbench, actor, "A study")
    made = FilmStudy(sqlite_workbench, actor, study_id)
    quote(made, "P01")
    return made


def quote(scene: FilmStudy, name: str, state: ConsentState = ConsentState.GRANTED) -> None:
    said = {Use.QUOTE: state}
    people.record_consent(*scene.whose, scene.people[name], said, date(2026, 3, 3), "form")


def voting(scene: FilmStudy) -> tuple[str, int]:
    """A round that is open and quotes what P01 waited for; its join code and id."""
    uuid = scene.code_words("nobody said one single word")
    items = [
        priorities.add_item(*scene.whose, ListName.JOINT, title, code_id=scene.code)
        for title in ("Shorter waits", "A picture")
    ]
    priorities.keep_evidence(*scene.whose, items[0], uuid, True)
    options = priorities.ballot_options(*scene.whose, items, True)
    made = rounds.prepare_round(*scene.whose, Plan("Vote", Method.DOTS), options)
    rounds.open_round(*scene.whose, made)
    return rounds.watch(*scene.whose, made).round.join_code or "", made


def quoted_on(scene: FilmStudy, join: str) -> list[str]:
    return [option.quotation for option in ballots.room(scene.workbench, join).options]


# --- Consent, and what is marked “do not use” -----------------------------------------------------


def test_a_ballot_under_way_loses_a_quotation_whose_speaker_takes_consent_back(
    scene: FilmStudy,
) -> None:
    join, _ = voting(scene)
    assert quoted_on(scene, join) == ["nobody said one single word", ""]
    quote(scene, "P01", ConsentState.WITHDRAWN)
    assert quoted_on(scene, join) == ["", ""]


def test_a_ballot_under_way_loses_a_quotation_that_is_marked_do_not_use(scene: FilmStudy) -> None:
    join, _ = voting(scene)
    scene.withhold("one single word")
    assert quoted_on(scene, join) == ["", ""]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx", "qdc"])
def test_an_example_of_somebodys_words_leaves_with_the_codebook_only_by_consent(
    scene: FilmStudy, ending: str
) -> None:
    scene.code_words("that is just how it was")
    words = "“That is just\nhow it was …”"
    codebook.define_code(*scene.whose, scene.code, example=words)
    assert "how it was" not in unpacked(exchange.export(*scene.whose, "codebook", ending).data)
    quote(scene, "P02")
    assert "how it was" in unpacked(exchange.export(*scene.whose, "codebook", ending).data)


def test_an_example_that_nobody_said_leaves_as_it_is(scene: FilmStudy) -> None:
    codebook.define_code(*scene.whose, scene.code, example="Waiting rooms without a clock")
    sent = exchange.export(*scene.whose, "codebook", "csv").data
    assert "without a clock" in sent.decode("utf-8-sig")


def test_nor_does_it_leave_with_the_project(scene: FilmStudy) -> None:
    scene.code_words("that is just how it was")
    codebook.define_code(*scene.whose, scene.code, example="that is just how it was")
    assert "how it was" not in unpacked(exchange.export_project(*scene.whose).data)


def unpacked(data: bytes) -> str:
    """The words of a file, whichever it is."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join(part.decode("utf-8", "ignore") for part in parts)


def test_a_project_is_found_by_the_withdrawal_of_somebody_who_is_not_coded(
    scene: FilmStudy,
) -> None:
    scene.code_words("nobody said one single word")
    quote(scene, "P02")
    exchange.export_project(*scene.whose)
    found = people.impact_of_withdrawal(*scene.whose, scene.people["P02"])
    assert [each.name for each in found.documents] == ["project.qdpx"]


def test_a_document_is_not_fetched_again_once_a_passage_is_marked_do_not_use(
    scene: FilmStudy,
) -> None:
    scene.code_words("nobody said one single word")
    made = reports.write(*scene.whose, "touchpoints")
    assert reports.fetch(*scene.whose, made.id)[1] == made.data
    scene.withhold("one single word")
    with pytest.raises(Conflict, match="do not use"):
        reports.fetch(*scene.whose, made.id)


def test_a_memo_does_not_show_the_words_it_is_about_once_they_are_not_to_be_used(
    scene: FilmStudy,
) -> None:
    uuid = scene.code_words("nobody said one single word")
    wanted = coding.Wanted("1" * 8 + "-0000-0000-0000-" + "1" * 12, "memo", uuid, text="Sad")
    coding.do(*scene.whose, scene.transcript, sha256(TEXT), wanted)
    assert memos.memos(*scene.whose)[0].quote == "nobody said one single word"
    assert "Sad" in unpacked(exchange.export(*scene.whose, "memos", "csv").data)
    scene.withhold("one single word")
    assert memos.memos(*scene.whose)[0].quote == "…"
    assert "Sad" not in unpacked(exchange.export(*scene.whose, "memos", "csv").data)


def test_a_withdrawal_takes_out_the_suggestions_on_the_persons_words(scene: FilmStudy) -> None:
    said = ("nobody said one single word", "that is just how it was")
    with scene.workbench.database.writing() as connection:
        version = store_coding.place(connection, scene.study_id, scene.transcript).version_id
        offered = [
            Proposal(scene.transcript, version, scene.code, span_of(words), 0.9, {})
            for words in said
        ]
        propose(connection, scene.study_id, "words", offered)
    people.withdraw(*scene.whose, scene.people["P01"], date(2026, 4, 1))
    with scene.workbench.database.reading() as connection:
        left = connection.execute(select(suggestion.c.start)).scalars().all()
    assert left == [span_of("that is just how it was").start]


# --- Other people's studies -----------------------------------------------------------------------


def test_a_member_of_one_study_gets_at_nothing_of_another(
    scene: FilmStudy, stranger: TestClient
) -> None:
    uuid = scene.code_words("nobody said one single word")
    account = accounts.add_account(
        scene.workbench, scene.actor, "kim", password="three blue kettles"
    )
    kim = Actor(account, "Kim")
    mine = studies.create_study(scene.workbench, kim, "Kim's own")
    stranger.post("/sign-in", data={"name": "kim", "password": "three blue kettles"})
    header = {"x-ebcd": "coding desk", "origin": "http://ebcd.test"}
    act = {"uuid": str(uuid4()), "kind": "remove", "coding": uuid}
    sent = {"sha256": sha256(TEXT), "acts": [act]}
    for study in (mine, scene.study_id):
        at = f"/coding/{study}/{scene.transcript}"
        assert stranger.get(at).status_code == 404
        assert stranger.get(f"{at}/changes?since=0").status_code == 404
        assert stranger.get(f"/media-file/{study}/1").status_code == 404
        (answer,) = stranger.post(f"{at}/acts", json=sent, headers=header).json()["answers"]
        assert "refused" in answer
    assert len(coding.opened(*scene.whose, scene.transcript).codings) == 1
    for undo in range(1, 9):
        with pytest.raises(WorkbenchError):
            codebook.undo(scene.workbench, kim, mine, undo)
    with pytest.raises(NotFound):
        rounds.prepare_round(scene.workbench, kim, mine, Plan("V", Method.DOTS), OPTIONS, 1)


def test_no_act_takes_in_a_row_of_another_study(scene: FilmStudy) -> None:
    workbench, actor, _theirs = scene.whose
    uuid = scene.code_words("nobody said one single word")
    item = priorities.add_item(*scene.whose, ListName.JOINT, "Shorter waits")
    event = events.add_event(*scene.whose, Event(0, EventKind.PATIENT, "Evening"))
    group = codesign.add_group(*scene.whose, "Clocks")
    mine = workbench, actor, studies.create_study(workbench, actor, "Another")
    own = priorities.add_item(*mine, ListName.JOINT, "Mine")
    own_event = events.add_event(*mine, Event(0, EventKind.PATIENT, "Evening"))
    own_group = codesign.add_group(*mine, "My group")
    tries: list[Callable[[], object]] = [
        lambda: priorities.add_item(*mine, ListName.JOINT, "A", code_id=scene.code),
        lambda: priorities.add_item(*mine, ListName.JOINT, "A", event_id=event),
        lambda: priorities.take_forward(*mine, [own], event),
        lambda: priorities.keep_evidence(*mine, own, uuid, True),
        lambda: codesign.add_group(*mine, "A", item_id=item),
        lambda: codesign.add_group(*mine, "A", split_from=group),
        lambda: codesign.change_group(*mine, own_group, "A", "", item),
        lambda: events.add_cards(*mine, own_event, [("A", scene.code)]),
        lambda: rounds.prepare_round(
            *mine, Plan("V", Method.DOTS), [RoundOption(1, "A", item_id=item), OPTIONS[1]]
        ),
        lambda: rounds.prepare_round(
            *mine, Plan("V", Method.DOTS), [RoundOption(1, "A", coding_uuid=uuid), OPTIONS[1]]
        ),
    ]
    for attempt in tries:
        with pytest.raises(NotFound, match="not there any more: reload"):
            attempt()


def test_an_undo_number_is_never_used_for_another_act(scene: FilmStudy) -> None:
    made = codebook.delete_code(*scene.whose, scene.code)
    assert made.undo_id is not None
    people.withdraw(*scene.whose, scene.people["P02"], date(2026, 4, 1))
    other = codebook.add_code(*scene.whose, Kind.THEME, "Another")
    again = codebook.delete_code(*scene.whose, other)
    assert again.undo_id != made.undo_id
    with pytest.raises(Conflict):
        codebook.undo(*scene.whose, made.undo_id)
    codebook.undo(*scene.whose, again.undo_id or 0)
    with pytest.raises(Conflict, match="undone already"):
        codebook.undo(*scene.whose, again.undo_id or 0)


# --- Votes ----------------------------------------------------------------------------------------


@pytest.fixture
def stranger(scene: FilmStudy, tmp_path: Path) -> Iterator[TestClient]:
    """Somebody with a browser and no account."""
    index = tmp_path / "index.html"
    index.write_text("<html></html>")
    app = Starlette(
        routes=server.routes(scene.workbench),
        middleware=server.middleware(scene.workbench, index),
        exception_handlers=server.exception_handlers,
    )
    with TestClient(app, base_url="http://ebcd.test", follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize("way", ["", "/screen", "/secret", "/secret/check"])
def test_a_wrong_code_takes_its_time_on_every_road(
    stranger: TestClient, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(guesses.asyncio, "sleep", sleep)
    assert stranger.get(f"/vote/ABC234{way}").status_code == 404
    assert waited == [guesses.WRONG_GUESS_SECONDS]


def test_a_right_code_does_not_wait(
    scene: FilmStudy, stranger: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    join, _ = voting(scene)
    monkeypatch.setattr(guesses, "WRONG_GUESS_SECONDS", 1_000)
    assert stranger.get(f"/vote/{join}/screen").status_code == 200
    assert stranger.get(f"/vote/{join}").status_code == 200


# --- Signing in -----------------------------------------------------------------------------------


def test_spaces_around_a_name_do_not_give_more_tries(scene: FilmStudy) -> None:
    accounts.add_account(scene.workbench, scene.actor, "kim", password="three blue kettles")
    for spaces in range(accounts.FAILURES_ALLOWED):
        with pytest.raises(SignInNeeded, match="not right"):
            accounts.sign_in(scene.workbench, "kim" + " " * spaces, "a wrong guess")
    with pytest.raises(SignInNeeded, match="too many"):
        accounts.sign_in(scene.workbench, " KIM ", "three blue kettles")


def test_a_copied_cookie_is_worth_nothing_once_its_owner_has_signed_out(
    scene: FilmStudy, stranger: TestClient
) -> None:
    accounts.add_account(scene.workbench, scene.actor, "kim", password="three blue kettles")
    said = {"name": "kim", "password": "three blue kettles"}
    stranger.post("/sign-in", data=said)
    home = stranger.cookies[COOKIE]
    stranger.cookies.clear()
    stranger.post("/sign-in", data=said)
    office = stranger.cookies[COOKIE]
    assert account_of(scene.workbench, office) is not None
    assert stranger.post("/sign-out").headers["location"] == "/sign-in"
    assert account_of(scene.workbench, office) is None
    assert account_of(scene.workbench, home) is not None
    stranger.cookies.set(COOKIE, office)
    assert stranger.get("/team", headers={"accept": "text/html"}).status_code == 303
    assert stranger.get("/_stcore/stream").status_code == 401


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/link"])
def test_a_stranger_cannot_fill_the_memory_with_a_form(stranger: TestClient, path: str) -> None:
    answer = stranger.post(path, content=b"name=" + b"a" * 50_000)
    assert answer.status_code == 413
    answer = stranger.post(path, content=(piece for piece in (b"name=", b"a" * 9)))
    assert answer.status_code == 413


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_an_excel_file_that_is_broken_inside_gets_a_sentence(part: str) -> None:
    whole = write_xlsx({"Sheet": (("name",), [("Waiting",)])})
    broken = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as source, zipfile.ZipFile(broken, "w") as made:
        for name in source.namelist():
            made.writestr(name, b"<x" if name == part else source.read(name))
    with pytest.raises(BadInput, match="cannot be opened"):
        read_sheet(broken.getvalue(), "codes.xlsx", {"name": ()})


def test_an_excel_file_that_unpacks_to_too_much_is_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unread(*_: object, **__: object) -> None:
        raise AssertionError("The file was opened.")

    monkeypatch.setattr("openpyxl.load_workbook", unread)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(80):  # each alone is packed no tighter than an honest sheet
            noise = b"".join(sha256(f"{part} {n}").encode() + b"<c>" * 9 for n in range(11_000))
            archive.writestr(f"xl/worksheets/sheet{part}.xml", noise)
    with pytest.raises(BadInput, match="would unpack from"):
        read_sheet(made.getvalue(), "codes.xlsx", {"name": ()})


# --- What is deleted is gone ----------------------------------------------------------------------


def test_what_links_a_voter_to_a_vote_is_wiped_or_it_is_said_that_it_is_not_yet(
    scene: FilmStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ebcd.store.database.EMPTY_WAL_MS", 20)
    _, made = voting(scene)
    with scene.workbench.database.reading() as reader:
        reader.execute(select(suggestion)).all()
        assert rounds.close_round(*scene.whose, made) is False
    side = scene.workbench.folder / "ebcd.sqlite-wal"
    assert side.stat().st_size > 0
    rounds.reveal_round(*scene.whose, made)
    assert side.stat().st_size == 0


def test_a_deleted_study_leaves_no_file_and_no_number_to_the_next_one(
    scene: FilmStudy,
) -> None:
    folder = scene.workbench.study_folder(scene.study_id, "models")
    (folder / "topics.json").write_text("{}")
    studies.delete_study(*scene.whose, "A study")
    assert not folder.parent.exists()
    assert studies.create_study(scene.workbench, scene.actor, "The next") > scene.study_id
