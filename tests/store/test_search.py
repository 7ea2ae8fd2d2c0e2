"""The index of what is said, on either engine: what is found, where, and what never is."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text

from ebcd.acts import codebook, keeping, people, study
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act
from ebcd.acts.speakers import SpeakerChoice, correct_speakers
from ebcd.codebook import Kind
from ebcd.people import ConsentState, Group, Use
from ebcd.search.matching import hits
from ebcd.search.query import parse
from ebcd.store import coding, desk, found, found_turns, search, speakers, transcripts
from ebcd.store.desk import Withheld
from ebcd.store.found_turns import FoundTurn, Where
from ebcd.store.speakers import NewSpeaker
from ebcd.store.tables import search_turn, transcript
from ebcd.store.transcripts import INTERVIEW, NewTranscript
from ebcd.store.workbench import Workbench, open_workbench
from ebcd.text import Span, join_turns, sha256
from ebcd.transcripts.turns import Turn

ANN = [
    ("Q", "Where was the pain?"),
    ("A", "The pain — 👩‍⚕️ said — sat in my back. A nurse at the Café listened."),
    ("Q", "And the nurse?"),
    ("A", "She was on the waiting list herself. Nobody told me, שָׁלוֹם was all."),
]
BOB = [("B", "Painkillers, the nurse and a painful waiting. The list was long.")]


class Scene:
    """Two transcripts: Ann, a patient, with an interviewer; Bob, of the staff."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.workbench, self.actor, self.study_id = workbench, actor, study_id
        self.ann = people.add_participant(workbench, actor, study_id, Group.PATIENT)
        self.bob = people.add_participant(workbench, actor, study_id, Group.STAFF)
        self.code = codebook.add_code(workbench, actor, study_id, Kind.THEME, "Waiting")
        asks, answers = NewSpeaker("Q", interviews=True), NewSpeaker("A", False, self.ann)
        self.first = self.add("Ann", ANN, [asks, answers])
        self.second = self.add("Bob", BOB, [NewSpeaker("B", False, self.bob)])
        self.text = join_turns(said for _who, said in ANN)

    def add(self, title: str, turns: list[tuple[str, str]], who: list[NewSpeaker]) -> int:
        new = NewTranscript(
            title,
            INTERVIEW,
            "en",
            title,
            "txt",
            sha256(title),
            (),
            [Turn(label, None, None, said) for label, said in turns],
            who,
        )
        with self.workbench.database.writing() as connection:
            added = transcripts.add(connection, self.study_id, new, None)
        assert added is not None
        return added

    def turns(self, typed: str, where: Where | None = None) -> list[FoundTurn]:
        query, where = parse(typed), where or Where()
        with self.workbench.database.reading() as connection:
            every = found.find(connection, self.study_id, query, where)
            return found_turns.read(connection, self.study_id, query, every.ids, where)

    def words(self, typed: str, where: Where | None = None) -> list[str]:
        """The words that are marked, in order."""
        return [
            turn.text[hit.start - turn.span.start : hit.end - turn.span.start]
            for turn in self.turns(typed, where)
            for hit in turn.hits
        ]

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def code_words(self, words: str) -> None:
        with act(self.workbench, self.actor, self.study_id, May.CODE, "code") as doing:
            new = coding.NewCoding(self.first, self.code, self.span(words))
            coding.add_codings(doing.connection, self.study_id, [new])

    def withhold(self, words: str) -> None:
        with self.workbench.database.writing() as connection:
            where = coding.place(connection, self.study_id, self.first)
            mark = Withheld("mark", self.span(words), "distress")
            desk.withhold(connection, self.study_id, where, mark, None)


@pytest.fixture
def scene(workbench: Workbench, actor: Actor, study_id: int) -> Scene:
    return Scene(workbench, actor, study_id)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("pain", ["pain"]),
        ("PAIN*", ["pain", "Painkillers", "painful"]),
        ("pain*", ["pain", "Painkillers", "painful"]),
        ('"waiting list"', ["waiting list"]),
        ("waiting list", ["waiting", "list", "waiting", "list"]),
        ("waiting NEAR/0 list", ["waiting list"]),
        ("waiting NEAR/1 list", ["waiting list", "waiting. The list"]),
        ("list NEAR/2 waiting", ["waiting list", "waiting. The list"]),
        ('nurs* NEAR/4 "my back"', ["my back. A nurse"]),
        ("cafe", ["Café"]),
        ("שלום", ["שָׁלוֹם"]),
        ("nurse -painful", ["nurse"]),
        ("nurse -(painful OR cafe)", []),
        ("cafe OR list", ["Café", "list", "list"]),
        ("(cafe OR list) pain*", ["pain", "Café", "Painkillers", "painful", "list"]),
        ("zebra", []),
    ],
)
def test_both_engines_find_the_same_words_at_their_places(
    scene: Scene, typed: str, words: list[str]
) -> None:
    assert scene.words(typed) == words


def test_a_hit_lies_in_the_text_of_the_version(scene: Scene) -> None:
    [turn] = scene.turns("listened")
    assert [scene.text[hit.start : hit.end] for hit in turn.hits] == ["listened"]
    assert scene.text[turn.span.start : turn.span.end] == turn.text == ANN[1][1]
    assert (turn.title, turn.speaking.participant) == ("Ann", scene.ann)


def test_the_interviewer_is_searched_only_if_asked_for(scene: Scene) -> None:
    assert len(scene.turns("nurse")) == 2
    every = scene.turns("nurse", Where(interviewer=True))
    assert [turn.speaking.interviews for turn in every] == [False, True, False]


def test_a_search_is_narrowed_by_person_group_and_transcript(scene: Scene) -> None:
    for where in (
        Where(people=(scene.bob,)),
        Where(groups=(Group.STAFF,)),
        Where(transcripts=(scene.second,)),
        Where(transcripts=(scene.second, scene.first), groups=(Group.STAFF, Group.CARER)),
    ):
        assert scene.words("nurse pain*", where) == ["Painkillers", "nurse", "painful"]
    assert scene.words("nurse", Where(people=(scene.bob,), groups=(Group.PATIENT,))) == []


def test_a_search_within_and_outside_the_passages_of_a_code(scene: Scene) -> None:
    scene.code_words("sat in my back. A nurse")
    within, outside = Where(code=scene.code), Where(code=scene.code, inside=False)
    assert scene.words("nurse OR pain", within) == ["nurse"]
    assert scene.words("nurse OR pain", outside) == ["pain", "nurse"]
    assert scene.words("cafe", within) == []
    assert scene.words("told", outside) == ["told"]


def test_the_turns_are_counted_by_people(scene: Scene) -> None:
    with scene.workbench.database.reading() as connection:
        every = found.find(
            connection, scene.study_id, parse("the"), Where(interviewer=True, best_first=True)
        )
    counted = {(each.name, each.interviews): turns for each, turns in every.people}
    assert counted == {("P01", False): 2, ("", True): 2, ("S01", False): 1}
    assert (every.turns, every.transcripts, every.more) == (5, 2, False)


def test_best_first_puts_the_turn_with_most_of_it_first(scene: Scene) -> None:
    long = " ".join(["and so on"] * 40)
    scene.add("Zed", [("Z", f"{long} tea {long}"), ("Z", "Tea and more tea.")], [NewSpeaker("Z")])
    assert [len(turn.hits) for turn in scene.turns("tea")] == [1, 2]
    assert [len(turn.hits) for turn in scene.turns("tea", Where(best_first=True))] == [2, 1]


def test_what_is_not_to_be_used_is_not_found_until_it_is_released(scene: Scene) -> None:
    scene.withhold("Nobody told me")
    assert scene.words("told") == []
    assert scene.words("list OR me") == ["list", "list"]
    assert scene.words('"herself שלום"') == []
    assert all("told" not in turn.text for turn in scene.turns("list"))
    with scene.workbench.database.writing() as connection:
        desk.release(connection, scene.study_id, "mark")
    assert scene.words("told") == ["told"]


def test_who_withdrew_or_refused_is_not_found(scene: Scene) -> None:
    asking = scene.workbench, scene.actor, scene.study_id
    said = {Use.INTERVIEW: ConsentState.REFUSED}
    people.record_consent(*asking, scene.bob, said, date(2026, 3, 2))
    assert scene.words("nurse") == ["nurse"]
    people.withdraw(*asking, scene.ann, date(2026, 3, 2))
    assert scene.words("nurse") == []
    with scene.workbench.database.reading() as connection:
        assert found.pseudonyms(connection, scene.study_id) == {}


def test_a_speaker_who_turns_out_to_be_another_is_found_as_that_one(scene: Scene) -> None:
    correct_speakers(
        scene.workbench,
        scene.actor,
        scene.study_id,
        scene.second,
        [SpeakerChoice("B", "B", participant_id=scene.ann)],
    )
    assert scene.words("painful", Where(people=(scene.ann,))) == ["painful"]
    with scene.workbench.database.writing() as connection:
        there = speakers.speakers(connection, scene.study_id, scene.second)[scene.second]
        values = {"interviews": True, "participant_id": None}
        speakers.change_speaker(connection, scene.study_id, there[0].id, values)
    assert scene.words("painful") == []


def _indexed(workbench: Workbench) -> int:
    with workbench.database.reading() as connection:
        rows = connection.execute(select(search_turn.c.id)).all()
        words = connection.execute(text("SELECT count(*) FROM search_words")).scalar_one()
    assert len(rows) == words
    return len(rows)


def test_the_index_goes_with_its_transcript_and_its_study(scene: Scene) -> None:
    assert _indexed(scene.workbench) == 5
    with scene.workbench.database.writing() as connection:
        transcripts.delete_transcript(connection, scene.study_id, scene.first)
    assert _indexed(scene.workbench) == 1
    study.delete_study(scene.workbench, scene.actor, scene.study_id, "A study")
    assert _indexed(scene.workbench) == 0


def test_indexing_again_changes_nothing(scene: Scene) -> None:
    with scene.workbench.database.writing() as connection:
        for _ in range(2):
            search.index_transcript(connection, scene.first)
        search.index_transcript(connection, 999)
        search.forget(connection)
    assert _indexed(scene.workbench) == 5
    assert scene.words("pain*") == ["pain", "Painkillers", "painful"]


def test_another_study_is_not_searched(scene: Scene) -> None:
    other = study.create_study(scene.workbench, scene.actor, "Another")
    with scene.workbench.database.reading() as connection:
        assert found.find(connection, other, parse("pain*"), Where()).ids == []
        where = Where(transcripts=(scene.first,), people=(scene.ann,), groups=(Group.PATIENT,))
        assert found.find(connection, other, parse("pain*"), where).ids == []


def test_a_backup_is_searched_after_its_restore(scene: Scene, tmp_path: Path) -> None:
    keeping.back_up(scene.workbench, scene.actor, tmp_path / "all.ebcd")
    fresh = open_workbench(tmp_path / "fresh")
    keeping.restore(fresh, scene.actor, tmp_path / "all.ebcd")
    assert _indexed(fresh) == 5
    with fresh.database.reading() as connection:
        assert len(found.find(connection, scene.study_id, parse("pain*"), Where()).ids) == 2
    fresh.close()


def test_a_turn_longer_than_the_engines_keep_is_searched_in_pieces(scene: Scene) -> None:
    said = " ".join(f"the word{number} is here." for number in range(1500)) + " The very end."
    long = scene.add("Long", [("L", said)], [NewSpeaker("L")])
    where = Where(transcripts=(long,))
    assert scene.words('"very end"', where) == ["very end"]
    assert scene.words('"the word1499"', where) == ["the word1499"]
    for turn in scene.turns("word1 or word700 or word1400", where):
        for hit in turn.hits:
            assert said[hit.start : hit.end].startswith("word")


def test_an_old_version_is_not_found(scene: Scene) -> None:
    with scene.workbench.database.writing() as connection:
        connection.execute(
            transcript.update()
            .where(transcript.c.id == scene.first)
            .values(current_version_id=None)
        )
        search.index_transcript(connection, scene.first)
    assert scene.words("pain*") == ["Painkillers", "painful"]
    assert _indexed(scene.workbench) == 1


def test_each_engine_agrees_with_reading_every_turn(scene: Scene) -> None:
    """Random turns and queries: what the engine finds is what reading word by word finds."""
    dice = random.Random(5)
    some = "pain pains café nurse the a list told".split()
    said = [" ".join(dice.choices(some, k=dice.randint(1, 14))) for _ in range(60)]
    added = scene.add("Random", [("R", each) for each in said], [NewSpeaker("R")])
    where = Where(transcripts=(added,))
    for typed in (
        "pain nurse",
        '"the list"',
        "pain* NEAR/2 nurse",
        '"a list" NEAR/3 told',
        "nurse NEAR/1 cafe",
        "(pain OR told) -the",
        'told -"a list" cafe*',
        "pain NEAR/2 nurse NEAR/2 list",
    ):
        expected = [each for each in said if hits(parse(typed), each)]
        assert [turn.text for turn in scene.turns(typed, where)] == expected, typed


def test_deleting_turns_deletes_their_words(scene: Scene) -> None:
    with scene.workbench.database.writing() as connection:
        connection.execute(delete(search_turn))
    assert _indexed(scene.workbench) == 0
