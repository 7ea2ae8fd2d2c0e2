"""A corrected text is a version of its own, and what hangs on the old one is carried over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from ebcd.acts.access import Actor
from ebcd.acts.codebook import add_code
from ebcd.codebook import Kind
from ebcd.errors import BadInput, NotFound
from ebcd.store import checks, desk, versions
from ebcd.store.assistant import Proposal, propose
from ebcd.store.coding import NewCoding, add_codings, place
from ebcd.store.desk import Withheld, withhold
from ebcd.store.passages import usable_passages
from ebcd.store.tables import chapter, clip, coding, memo, storyboard, suggestion
from ebcd.store.transcripts import current_version, listed
from ebcd.store.versions import NewVersion
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.times import now
from ebcd.transcripts.turns import Turn
from tests.coding_desk import made

TURNS = [
    Turn("Q", 0, 2_000, "How did it start?"),
    Turn("A", 2_000, 9_000, "The hopsital rang me. I was scared 👩‍⚕️ to death.", ((21, 4_000),)),
    Turn("A", 9_000, 12_000, "Nobody told me why they had moved my bed."),
]
A_UUID = "00000000-0000-4000-8000-00000000000{}"


class Study:
    """A transcript with two codings, and ways to correct it."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.workbench, self.study_id = workbench, study_id
        self.transcript = made.add_transcript(workbench, study_id, TURNS)
        self.code = add_code(workbench, actor, study_id, Kind.THEME, "Not being told")

    @property
    def text(self) -> str:
        with self.workbench.database.reading() as connection:
            found = current_version(connection, self.study_id, self.transcript)
        assert found is not None
        return found.text

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def code_words(self, *words: str) -> list[str]:
        new = [NewCoding(self.transcript, self.code, self.span(each)) for each in words]
        with self.workbench.database.writing() as connection:
            return add_codings(connection, self.study_id, new)

    def keep_out(self, words: str, uuid: str = A_UUID.format(1)) -> None:
        with self.workbench.database.writing() as connection:
            where = place(connection, self.study_id, self.transcript)
            mark = Withheld(uuid, self.span(words), "distress")
            withhold(connection, self.study_id, where, mark, None)

    def correct(self, *texts: str) -> NewVersion:
        """Save a version whose turns have these texts; speakers and times as they were."""
        spoken = [*TURNS, *TURNS]
        turns = [replace(spoken[at], text=t, marks=()) for at, t in enumerate(texts)]
        with self.workbench.database.writing() as connection:
            return versions.add_version(
                connection, self.study_id, self.transcript, turns, by_id=None, why="misheard"
            )

    def quotes(self) -> dict[str, str]:
        with self.workbench.database.reading() as connection:
            return {p.uuid: p.quote for p in usable_passages(connection, self.study_id)}

    def kept_out(self) -> list[str]:
        """The words that the marks of the current text cover."""
        with self.workbench.database.reading() as connection:
            where = place(connection, self.study_id, self.transcript)
            marks = desk.withheld_in(connection, where.version_id)
        return [self.text[mark.span.start : mark.span.end] for mark in marks]

    def problems(self) -> list[str]:
        with self.workbench.database.reading() as connection:
            return checks.problems(connection, self.workbench.folder)


@pytest.fixture
def study(workbench: Workbench, actor: Actor, study_id: int) -> Study:
    return Study(workbench, actor, study_id)


Q, A, B = (turn.text for turn in TURNS)


def test_a_coding_is_carried_to_the_corrected_words_and_marked(study: Study) -> None:
    first, second = study.code_words("hopsital rang", "moved my bed")
    outcome = study.correct(Q, A.replace("hopsital", "hospital"), B)
    assert (outcome.number, outcome.carried) == (2, 1)
    assert (outcome.changed, outcome.waiting) == ([first], [])
    assert study.quotes() == {first: "hospital rang", second: "moved my bed"}
    assert study.problems() == []


def test_a_coding_whose_words_are_gone_waits_at_the_text_that_has_them(study: Study) -> None:
    first, second = study.code_words("I was scared", "moved my bed")
    outcome = study.correct(Q, "The hopsital rang me.", B)
    assert outcome.waiting == [first]
    assert study.quotes() == {second: "moved my bed"}
    with study.workbench.database.reading() as connection:
        kept = connection.execute(select(coding.c.quote).where(coding.c.uuid == first)).scalar_one()
    assert kept == "I was scared"
    assert study.problems() == []


def test_going_back_brings_back_all_that_hung_on_the_text(study: Study) -> None:
    uuids = study.code_words("I was scared", "moved my bed", "Nobody told me why")
    study.correct(Q, "The hopsital rang me.", "Nobody said why they had moved my bed.")
    study.correct(Q, "The hospital rang me.")
    outcome = study.correct(Q, A, B)
    assert outcome.waiting == []
    assert list(study.quotes().values()) == ["I was scared", "Nobody told me why", "moved my bed"]
    assert set(study.quotes()) == set(uuids)
    assert study.problems() == []


def test_a_coding_is_not_marked_any_more_once_its_own_words_are_back(study: Study) -> None:
    study.code_words("hopsital rang")
    study.correct(Q, A.replace("hopsital", "hospital"), B)
    study.correct(Q, A.replace("hopsital", "hospitals"), B)
    with study.workbench.database.reading() as connection:
        past = versions.history(connection, study.study_id, study.transcript)
        assert connection.execute(select(coding.c.changed_since)).scalar_one() == past[-1].id
    study.correct(Q, A, B)
    with study.workbench.database.reading() as connection:
        assert connection.execute(select(coding.c.changed_since)).scalar_one() is None


def test_an_open_desk_is_told_to_read_everything_again(study: Study) -> None:
    with study.workbench.database.reading() as connection:
        since = desk.opened(connection, study.study_id, study.transcript).revision
    study.correct(Q, A, B + " Yes.")
    with study.workbench.database.reading() as connection:
        assert desk.changes(connection, study.study_id, study.transcript, since).all


def test_a_new_version_has_its_turns_speakers_and_times(study: Study) -> None:
    study.correct(Q, "The hospital rang me.", B, "A turn more.")
    with study.workbench.database.reading() as connection:
        turns = versions.current_turns(connection, study.study_id, study.transcript)
        [shown] = listed(connection, study.study_id)
        past = versions.history(connection, study.study_id, study.transcript)
        old = versions.turns_of(connection, study.study_id, past[-1].id)
    assert [(t.speaker, t.start_ms, t.text) for t in turns][1] == (
        "A",
        2_000,
        "The hospital rang me.",
    )
    assert old == TURNS
    assert (shown.turns, shown.words) == (4, 20)
    assert [(p.number, p.reason, p.current) for p in past] == [
        (2, "misheard", True),
        (1, "", False),
    ]


def test_a_mark_whose_words_are_gone_still_covers_its_turn(study: Study) -> None:
    study.keep_out("I was scared 👩‍⚕️ to death.")
    study.correct(Q, "The hopsital rang me.", B)
    assert study.kept_out() == ["The hopsital rang me."]
    study.correct(Q, "The hospital rang me.", B)
    assert study.kept_out() == ["The hospital rang me."]
    study.correct(Q, A, B)
    assert study.kept_out() == ["I was scared 👩‍⚕️ to death."]


def test_a_mark_whose_words_were_written_anew_covers_the_new_words(study: Study) -> None:
    study.keep_out("Nobody told me why they had moved my bed.")
    study.correct(Q, A, "It was all rather unclear at that time for us.")
    assert study.kept_out() == ["It was all rather unclear at that time for us."]


def test_a_mark_follows_its_turn_to_another_place_even_when_words_changed(study: Study) -> None:
    study.keep_out("Nobody told me why they had moved my bed.")
    study.correct("Nobody told us why they have moved the bed.", Q, A)
    assert study.kept_out() == ["Nobody told us why they have moved the bed."]


def test_nothing_is_covered_where_the_whole_turn_is_gone(study: Study) -> None:
    study.keep_out("Nobody told me why they had moved my bed.")
    study.correct(Q, A)
    assert study.kept_out() == []
    study.correct(Q, A, B)
    assert study.kept_out() == ["Nobody told me why they had moved my bed."]


def test_suggestions_clips_and_memos_go_along(study: Study) -> None:
    span = study.span("moved my bed")
    with study.workbench.database.writing() as connection:
        where = place(connection, study.study_id, study.transcript)
        offered = Proposal(study.transcript, where.version_id, study.code, span, 0.9, {"words": []})
        propose(connection, study.study_id, "a model", [offered])
        made_clip(connection, study, where.version_id, span)
        values = {"about": "passage", "text": "Look here.", "start": span.start, "end": span.end}
        times = {"created_at": now(), "changed_at": now()}
        connection.execute(
            insert(memo).values(
                study_id=study.study_id, uuid=A_UUID.format(2), transcript_id=study.transcript,
                **values, **times,
            )
        )  # fmt: skip
    study.correct(Q, A, "Yes. " + B)
    with study.workbench.database.reading() as connection:
        where = place(connection, study.study_id, study.transcript)
        for table in (suggestion, clip, memo):
            row = connection.execute(select(table)).one()
            assert (row.version_id, row.start) == (where.version_id, span.start + 5), table.name
        assert connection.execute(select(clip.c.quote)).scalar_one() == "moved my bed"


def made_clip(connection: object, study: Study, version_id: int, span: Span) -> None:
    """A clip of these words, in a film of its own."""
    run = connection.execute  # type: ignore[attr-defined]
    here = {"study_id": study.study_id}
    film = run(insert(storyboard).values(**here, title="Film", created_at=now()))
    in_film = {"storyboard_id": film.inserted_primary_key[0], "title": "One", "position": 0}
    part = run(insert(chapter).values(**here, **in_film)).inserted_primary_key[0]
    place_ = {"transcript_id": study.transcript, "version_id": version_id}
    run(
        insert(clip).values(
            **here, **place_, chapter_id=part, position=0, start=span.start, end=span.end,
            quote="moved my bed", in_ms=9_000, out_ms=12_000,
        )
    )  # fmt: skip


def test_two_suggestions_that_become_one_do_not_stop_a_correction(study: Study) -> None:
    with study.workbench.database.writing() as connection:
        where = place(connection, study.study_id, study.transcript)
        spans = [study.span("moved my"), study.span("moved my bed")]
        offered = [
            Proposal(study.transcript, where.version_id, study.code, s, 0.9, {"words": []})
            for s in spans
        ]
        propose(connection, study.study_id, "a model", offered)
    study.correct(Q, A, "Nobody told me why they had moved my.")
    with study.workbench.database.reading() as connection:
        assert len(connection.execute(select(suggestion)).all()) == 2


def test_a_transcript_without_words_or_that_is_gone_is_refused(study: Study) -> None:
    with pytest.raises(BadInput, match="No words"):
        study.correct("", "")
    study.transcript += 99
    with pytest.raises(NotFound, match="no longer"):
        study.correct(Q)


def test_a_new_name_becomes_a_speaker(study: Study) -> None:
    turns = [*TURNS, Turn("Daughter", None, None, "I was there.")]
    with study.workbench.database.writing() as connection:
        versions.add_version(
            connection, study.study_id, study.transcript, turns, by_id=None, why="left out"
        )
        [shown] = listed(connection, study.study_id)
    assert [speaker.label for speaker in shown.speakers] == ["Q", "A", "Daughter"]


def test_the_text_of_a_version_is_found_by_its_hash(study: Study) -> None:
    with study.workbench.database.reading() as connection:
        was = place(connection, study.study_id, study.transcript)
    study.correct(Q, A)
    with study.workbench.database.writing() as connection:
        found = versions.with_text(connection, study.study_id, study.transcript, was.sha256)
        assert found == was.version_id
