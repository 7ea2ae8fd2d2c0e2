"""Comments in a study: imported in parts, coded, and quoted only where people agreed."""

from __future__ import annotations

import csv
from collections.abc import Iterable

import pytest

from ebcd.acts import (
    assistant_fit,
    coding,
    retrieval,
    retrieval_export,
    search,
    similar,
    transcripts,
    versions,
)
from ebcd.acts import comments as acts
from ebcd.acts import findings as evidence
from ebcd.acts.access import Actor
from ebcd.acts.codebook import add_code
from ebcd.acts.findings import found_by_interview
from ebcd.acts.report_quotations import Quoting
from ebcd.codebook import Kind
from ebcd.coding import Origin
from ebcd.errors import BadInput, Conflict
from ebcd.exchange import comments as tables
from ebcd.exchange.comments import Comments
from ebcd.findings.question import Question
from ebcd.people import Group
from ebcd.store import coding as codings
from ebcd.store import comments as store
from ebcd.store import findings
from ebcd.store.coding import NewCoding
from ebcd.store.found_turns import FoundTurn, Where
from ebcd.store.passages import turns_of, usable_passages
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.transcripts.correcting import said

SURVEY = (
    "ID,Ward,Comment\n"
    "r1,Elm,Nobody rang me for eleven weeks.\n"
    "r2,Oak,The nurse sat down and listened.\n"
    "r3,Oak,\n"
    "r4,Elm,The car park was full again.\n"
)


def read(text: str = SURVEY) -> Comments:
    table = tables.read_table(text.encode(), "survey.csv")
    return tables.comments(table, tables.suggested(table))


class Scene:
    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.asking = workbench, actor, study_id
        self.workbench, self.study_id = workbench, study_id

    def take(self, found: Comments | None = None, *, may_quote: bool = False) -> acts.Imported:
        return acts.import_comments(
            *self.asking,
            "survey.csv",
            "a" * 64,
            found or read(),
            title="Survey",
            may_quote=may_quote,
        )

    def code(self, transcript_id: int, words: str, name: str = "Keeping in touch") -> None:
        code = add_code(*self.asking, Kind.THEME, name)
        _listed, version = transcripts.transcript(*self.asking, transcript_id)
        start = version.text.index(words)
        with self.workbench.database.writing() as connection:
            codings.add_codings(
                connection,
                self.study_id,
                [
                    NewCoding(
                        transcript_id,
                        code,
                        Span(start, start + len(words)),
                        None,
                        words,
                        Origin.HAND,
                    )
                ],
            )

    def passage_may_be_quoted(self) -> bool:
        with self.workbench.database.reading() as connection:
            (passage,) = usable_passages(connection, self.study_id)
        return passage.may_quote


@pytest.fixture
def scene(workbench: Workbench, actor: Actor, study_id: int) -> Scene:
    return Scene(workbench, actor, study_id)


def test_a_comment_is_a_turn_with_a_speaker_whom_nobody_knows(scene: Scene) -> None:
    saved = scene.take()
    assert (saved.comments, saved.empty, saved.already) == (3, 1, 0)
    listed, version = transcripts.transcript(*scene.asking, saved.transcripts[0])
    assert (listed.title, listed.kind, listed.turns) == ("Survey", "comments", 3)
    assert [each.label for each in listed.speakers] == ["r1 · Elm", "r2 · Oak", "r4 · Elm"]
    assert all(each.participant_id is None for each in listed.speakers)
    assert version.text.split("\n")[1] == "The nurse sat down and listened."
    assert listed.problems[0].message == "Left out: 1 row without a comment."
    counts = acts.attribute_counts(*scene.asking, listed.id)
    assert counts == {"Ward": {"Elm": 2, "Oak": 1}}


def test_thousands_come_in_parts_and_what_broke_off_goes_on(scene: Scene) -> None:
    rows = "".join(f"Comment number {n} of many.\n" for n in range(1500))
    found = read("Comment\n" + rows)
    told: list[tuple[int, int]] = []
    first = acts.import_comments(
        *scene.asking, "s.csv", "b" * 64, found, title="Survey",
        on_progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip
    assert told == [(0, 2), (1, 2), (2, 2)]
    titles = [each.title for each in transcripts.transcripts(*scene.asking)]
    assert titles == ["Survey, part 1", "Survey, part 2"]
    goes = transcripts.what_goes(*scene.asking, first.transcripts[0])
    transcripts.delete_transcript(*scene.asking, first.transcripts[0], expecting=goes)
    again = acts.import_comments(*scene.asking, "s.csv", "b" * 64, found, title="Survey")
    assert (len(again.transcripts), again.already, again.comments) == (1, 1, 1000)
    with pytest.raises(Conflict, match="is in this study already"):
        acts.import_comments(*scene.asking, "s.csv", "b" * 64, found, title="Survey")


def test_two_columns_of_one_file_are_two_sources(scene: Scene) -> None:
    table = tables.read_table(b"Good,Bad\nThe nurses were kind.,The wait was long.\n", "s.csv")
    for column in (0, 1):
        chosen = tables.comments(table, tables.Choice(column, None, (), True))
        acts.import_comments(*scene.asking, "s.csv", "c" * 64, chosen, title=chosen.column)
    assert len(transcripts.transcripts(*scene.asking)) == 2


def test_comments_are_quoted_only_where_the_team_said_that_people_agreed(scene: Scene) -> None:
    saved = scene.take()
    scene.code(saved.transcripts[0], "Nobody rang me")
    assert not scene.passage_may_be_quoted()
    acts.describe_comments(*scene.asking, saved.transcripts[0], title="Survey 2026", may_quote=True)
    assert scene.passage_may_be_quoted()
    listed = transcripts.transcripts(*scene.asking)[0]
    assert (listed.title, listed.may_quote) == ("Survey 2026", True)


def test_a_quoted_comment_stands_in_a_document_with_its_words_and_no_name(scene: Scene) -> None:
    saved = scene.take(may_quote=True)
    scene.code(saved.transcripts[0], "Nobody rang me")
    with scene.workbench.database.reading() as connection:
        (passage,) = usable_passages(connection, scene.study_id)
        turns = turns_of(connection, scene.study_id)
    quoted = Quoting({}, turns).quotation(passage)
    assert (quoted.words, quoted.who) == ("Nobody rang me", "Comment")


def test_comments_are_no_interviews_for_saturation(scene: Scene) -> None:
    saved = scene.take()
    scene.code(saved.transcripts[0], "Nobody rang me")
    with scene.workbench.database.reading() as connection:
        of = findings.material(connection, scene.study_id)
    assert of.sources[saved.transcripts[0]].is_comments
    assert found_by_interview(of, [Kind.THEME]) == []


def test_comments_are_searched_by_words_and_by_meaning(scene: Scene) -> None:
    scene.take()
    hit = search.find(*scene.asking, "nurse", Where()).turns[0]
    assert hit.speaking.name == "r2 · Oak"
    assistant_fit.bring_up_to_date(scene.workbench, scene.study_id)
    found = similar.answering(*scene.asking, "Who listened to you on the ward?")
    assert found.passages[0][0].text == "The nurse sat down and listened."


def test_the_desk_opens_comments(scene: Scene) -> None:
    saved = scene.take()
    opened = coding.opened(*scene.asking, saved.transcripts[0])
    assert opened.transcript.title == "Survey"


def test_what_the_table_says_stays_with_a_corrected_comment(scene: Scene) -> None:
    saved = scene.take()
    seen = said(versions.text(*scene.asking, saved.transcripts[0]).turns)
    becomes = [(seen[0][0], "Nobody rang me for twelve weeks.")]
    versions.correct_turns(*scene.asking, saved.transcripts[0], 0, seen[:1], becomes, "misread")
    with scene.workbench.database.reading() as connection:
        kept = store.attributes(connection, scene.study_id, saved.transcripts)
    assert [each[2]["Ward"] for each in kept] == ["Elm", "Oak", "Elm"]


def test_a_title_is_needed(scene: Scene) -> None:
    with pytest.raises(BadInput, match="A title"):
        acts.import_comments(*scene.asking, "s.csv", "d" * 64, read(), title=" ")


def texts(found: Iterable[FoundTurn]) -> list[str]:
    return [each.text for each in found]


def test_comments_are_asked_for_by_what_their_table_says(scene: Scene) -> None:
    saved = scene.take(may_quote=True)
    for words in ("Nobody rang me", "The nurse sat"):
        scene.code(saved.transcripts[0], words, words)
    of = evidence.material(*scene.asking)
    assert retrieval.choices(*scene.asking, of).traits == {"Ward": ("Elm", "Oak")}

    def found(**choices: object) -> list[str]:
        answer = retrieval.retrieve(*scene.asking, Question(**choices), of)  # type: ignore[arg-type]
        return retrieval.words(*scene.asking, of, answer.found)

    assert found(traits=(("ward", "Elm"),)) == ["Nobody rang me"]
    assert found(traits=(("Ward", "Elm"), ("Ward", "Oak"))) == ["Nobody rang me", "The nurse sat"]
    assert found(traits=(("Ward", "Ash"),)) == found(traits=(("Year", "2026"),)) == []
    assert found(traits=(("Ward", "Elm"),), groups=(Group.PATIENT,)) == []
    every = retrieval.retrieve(*scene.asking, Question(), of).found
    table = retrieval_export.export(*scene.asking, of, every, "All", "csv")
    lines = table.data.decode("utf-8-sig").splitlines()
    assert [row["Ward"] for row in csv.DictReader(lines)] == ["Elm", "Oak"]


def test_comments_are_searched_within_what_their_table_says(scene: Scene) -> None:
    scene.take()
    assert search.choices(*scene.asking).traits == {"Ward": ("Elm", "Oak")}

    def by_words(*traits: tuple[str, str]) -> list[str]:
        return texts(search.find(*scene.asking, "the OR nobody", Where(traits=traits)).turns)

    assert len(by_words()) == 3
    assert by_words(("Ward", "Oak")) == ["The nurse sat down and listened."]
    assert len(by_words(("ward", "Elm"))) == 2
    assert by_words(("Ward", "Ash")) == by_words(("Year", "2026")) == []
    asked = "Was the car park or the nurse any good?"
    near = similar.answering(*scene.asking, asked, (), (("Ward", "Oak"),))
    assert (near.searched, texts(turn for turn, _near in near.passages)) == (
        1,
        ["The nurse sat down and listened."],
    )
