"""What somebody tried on the search, the retrieval, the corrections and the blind coding."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ebcd.acts import (
    accounts,
    assistant,
    blind_coding,
    favourites,
    findings,
    names,
    names_key,
    names_replacing,
    people,
    retrieval,
    retrieval_export,
    retrieval_work,
    search,
    turn_times,
    versions,
    waiting,
)
from ebcd.acts import study as studies
from ebcd.acts.access import Actor, Role
from ebcd.acts.search import Proposal, Unit
from ebcd.errors import BadInput, NotAllowed, NotFound, WorkbenchError
from ebcd.findings.question import Question
from ebcd.people import ConsentState, Use
from ebcd.store import accounts as store_accounts
from ebcd.store.found_turns import Speaking, Where
from ebcd.store.passages import usable_passages
from ebcd.store.tables import coding
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.transcripts.correcting import said
from tests.film.made_study import FilmStudy, span_of

WAITED = "nobody said one single word"
SPEAKING = Speaking("A", None, None, False)
ANYWHERE = Where(interviewer=True)


@pytest.fixture
def scene(sqlite_workbench: Workbench, actor: Actor) -> FilmStudy:
    """P01 and P02 in one interview; both may be quoted."""
    made = FilmStudy(
        sqlite_workbench, actor, studies.create_study(sqlite_workbench, actor, "A study")
    )
    for name in ("P01", "P02"):
        granted = {Use.QUOTE: ConsentState.GRANTED}
        people.record_consent(*made.whose, made.people[name], granted, date(2026, 3, 3), "form")
    return made


def member(scene: FilmStudy, name: str, role: Role | None, study_id: int | None = None) -> Actor:
    """Somebody with an account, and a role in the study."""
    account_id = accounts.add_account(scene.workbench, scene.actor, name, name.title())
    if role is not None:
        accounts.set_role(scene.workbench, scene.actor, study_id or scene.study_id, name, role)
    with scene.workbench.database.reading() as connection:
        account = store_accounts.by_id(connection, account_id)
    assert account is not None
    return accounts.actor_for(account)


def corrected(scene: FilmStudy, turn: int, text: str) -> None:
    """Put other words in the place of a turn."""
    was = versions.text(*scene.whose, scene.transcript)
    seen = said(was.turns)[turn : turn + 1]
    becomes = [(seen[0][0], text)]
    versions.correct_turns(*scene.whose, scene.transcript, turn, seen, becomes)


def hits(scene: FilmStudy, typed: str) -> list[str]:
    """The texts of the turns in which this is found."""
    found = search.find(*scene.whose, typed, ANYWHERE)
    assert found.found.turns == len(found.turns)
    return [turn.text for turn in found.turns]


# --- Words that are not to be used, and people who have left --------------------------------------


@pytest.mark.parametrize("typed", ["single", "sing*", '"one single word"', "nobody single"])
def test_words_that_are_not_to_be_used_are_not_found(scene: FilmStudy, typed: str) -> None:
    assert len(hits(scene, typed)) == 1
    scene.withhold("one single word")
    assert hits(scene, typed) == []
    assert all("single" not in text for text in hits(scene, "waited"))
    corrected(scene, 1, "I waited four hours and nobody said one single word.")
    assert hits(scene, typed) == []
    assert len(hits(scene, "four")) == 1


def test_what_somebody_said_who_has_left_is_not_found(scene: FilmStudy) -> None:
    assert len(hits(scene, "nurse")) == 1
    people.withdraw(*scene.whose, scene.people["P01"], date(2026, 4, 1))
    assert hits(scene, "nurse") == []
    assert scene.people["P01"] not in search.choices(*scene.whose).people


def test_what_is_marked_is_coded_by_no_search_though_the_list_was_made_before(
    scene: FilmStudy,
) -> None:
    before = search.preview(*scene.whose, "single", ANYWHERE, Unit.SENTENCE, scene.code)
    scene.withhold("one single word")
    search.code_found(*scene.whose, before.new, scene.code)
    with scene.workbench.database.reading() as connection:
        assert usable_passages(connection, scene.study_id) == []


def test_an_answer_kept_on_a_page_gives_nothing_away_once_its_words_are_marked(
    scene: FilmStudy,
) -> None:
    scene.code_words(WAITED)
    of = findings.material(*scene.whose)
    found = retrieval.retrieve(*scene.whose, Question(), of).found
    assert len(found) == 1
    scene.withhold("single word")
    with pytest.raises(BadInput, match="nothing can leave"):
        retrieval_export.export(*scene.whose, of, found, "asked", "csv")
    now = findings.material(*scene.whose)
    assert retrieval.retrieve(*scene.whose, Question(), now).found == ()


def test_what_waits_after_a_correction_shows_no_words_that_are_not_to_be_used(
    scene: FilmStudy,
) -> None:
    scene.code_words(WAITED)
    scene.withhold("one single word")
    corrected(scene, 1, "It went by quickly, and they were all very kind.")
    waits, changed = waiting.listed(*scene.whose, scene.transcript)
    told = [each.quote for each in waits if each.kind != "withheld"]
    told += [words for each in changed for words in (each.was, each.quote)]
    assert not any("single" in words for words in told)


def test_what_waits_shows_no_words_of_somebody_who_has_left(scene: FilmStudy) -> None:
    scene.code_words(WAITED)
    corrected(scene, 1, "It went by quickly, and they were all very kind.")
    people.withdraw(*scene.whose, scene.people["P01"], date(2026, 4, 1))
    waits, changed = waiting.listed(*scene.whose, scene.transcript)
    assert not any("single" in each.quote for each in waits)
    assert not any("single" in each.was + each.quote for each in changed)


# --- Rights, and other people's studies -----------------------------------------------------------


def changing(scene: FilmStudy, actor: Actor) -> dict[str, Callable[[], object]]:
    """Each act of the new chapters that changes something, as `actor` would do it."""
    asking = scene.workbench, actor, scene.study_id
    coders = [member(scene, name, Role.RESEARCHER).account_id or 0 for name in ("ana", "ben")]
    of = findings.material(*scene.whose)
    found = retrieval.retrieve(*scene.whose, Question(), of).found
    was = versions.text(*scene.whose, scene.transcript)
    seen = said(was.turns)[:1]
    proposal = Proposal(scene.transcript, "", span_of(WAITED), WAITED, SPEAKING)
    change = retrieval_work.Change.REMOVE
    return {
        "code": lambda: search.code_found(*asking, [proposal], scene.code),
        "preview": lambda: search.preview(*asking, "nobody", ANYWHERE, Unit.SENTENCE, scene.code),
        "keep": lambda: retrieval.keep(*asking, "Mine", Question()),
        "recode": lambda: retrieval_work.recode(*asking, of, found, change, code=scene.code),
        "export": lambda: retrieval_export.export(*asking, of, found, "asked", "csv"),
        "correct": lambda: versions.correct_turns(
            *asking, scene.transcript, 0, seen, [("Q", "Why?")]
        ),
        "place": lambda: waiting.place_anew(
            *asking, scene.transcript, waiting.CODING, 1, Span(0, 3), "How"
        ),
        "names": lambda: names.search(*asking),
        "queue": lambda: names.queue(*asking),
        "choices": lambda: names.choices(*asking),
        "replace": lambda: names_replacing.replace_names(*asking),
        "key": lambda: names_key.key(*asking),
        "erase": lambda: names_key.erase_originals(*asking, "ERASE"),
        "blind": lambda: blind_coding.begin(*asking, [scene.transcript], coders),
        "favour": lambda: favourites.favour(*asking, scene.code, on=True),
        "times": lambda: turn_times.captions(*asking, scene.transcript),
        "learn": lambda: assistant.learn_again(*asking),
    }


def test_whoever_only_reads_changes_nothing_by_the_new_ways(scene: FilmStudy) -> None:
    scene.code_words(WAITED)
    reader = member(scene, "rea", Role.READER)
    for attempt in changing(scene, reader).values():
        with pytest.raises(NotAllowed):
            attempt()


def test_a_facilitator_neither_codes_nor_sees_names(scene: FilmStudy) -> None:
    scene.code_words(WAITED)
    attempts = changing(scene, member(scene, "fay", Role.FACILITATOR))
    for name in ("code", "keep", "recode", "correct", "place", "names", "key", "blind", "times"):
        with pytest.raises(NotAllowed):
            attempts[name]()


def test_a_stranger_learns_nothing_by_the_new_ways(scene: FilmStudy) -> None:
    scene.code_words(WAITED)
    stranger = member(scene, "sam", None)
    asking = scene.workbench, stranger, scene.study_id
    attempts = changing(scene, stranger) | {
        "find": lambda: search.find(*asking, "nobody", ANYWHERE),
        "text": lambda: versions.text(*asking, scene.transcript),
        "history": lambda: versions.history(*asking, scene.transcript),
        "compare": lambda: versions.compare(*asking, 1, 1),
        "waits": lambda: waiting.listed(*asking, scene.transcript),
        "playing": lambda: turn_times.playing(*asking, scene.transcript),
        "kept": lambda: retrieval.kept(*asking),
        "blind": lambda: blind_coding.blind_codings(*asking),
    }
    for attempt in attempts.values():
        with pytest.raises((NotFound, BadInput)):
            attempt()


def test_a_member_of_another_study_gets_at_no_text_of_this_one(scene: FilmStudy) -> None:
    scene.code_words(WAITED)
    kim = member(scene, "kim", None)
    mine = scene.workbench, kim, studies.create_study(scene.workbench, kim, "Kim's own")
    version = versions.text(*scene.whose, scene.transcript).version
    of = findings.material(*scene.whose)
    found = retrieval.retrieve(*scene.whose, Question(), of).found
    proposal = Proposal(scene.transcript, "", span_of(WAITED), WAITED, SPEAKING)
    attempts: list[Callable[[], object]] = [
        lambda: versions.text(*mine, scene.transcript),
        lambda: versions.compare(*mine, version, version),
        lambda: versions.go_back(*mine, scene.transcript, version),
        lambda: search.code_found(*mine, [proposal], scene.code),
        lambda: turn_times.playing(*mine, scene.transcript),
        lambda: blind_coding.begin(*mine, [scene.transcript], [kim.account_id or 0, 1]),
        lambda: favourites.favour(*mine, scene.code, on=True),
        lambda: retrieval_work.recode(
            *mine, of, found, retrieval_work.Change.REMOVE, code=scene.code
        ),
    ]
    for attempt in attempts:
        with pytest.raises(WorkbenchError):
            attempt()
    assert search.find(*mine, "nobody", ANYWHERE).turns == []
    with scene.workbench.database.reading() as connection:
        assert len(connection.execute(select(coding)).all()) == 1


@pytest.mark.parametrize(
    "typed",
    [
        '" OR 1=1 --',
        "'; DROP TABLE coding; --",
        "words:nobody",
        "nobody) OR (a",
        "{words} : x",
        "NEAR(nobody word, 99)",
        "a" * 5_000,
        "* ** ***",
        "-nobody",
        "^nobody + ! & | <-> :*",
        "\x00nobody",
    ],
)
def test_search_text_is_never_a_command_to_the_database(
    workbench: Workbench, actor: Actor, study_id: int, typed: str
) -> None:
    made = FilmStudy(workbench, actor, study_id)
    with contextlib.suppress(BadInput):
        search.find(*made.whose, typed, ANYWHERE)
    assert len(hits(made, "nobody")) == 1
