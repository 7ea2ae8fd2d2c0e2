"""Replacing names over a whole study: decided once each, done in one act, the key kept apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from ebcd.acts import coding, memos, names, names_key, names_replacing, names_search, reports
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.codebook import add_code
from ebcd.acts.coding import Wanted
from ebcd.acts.names import Asked
from ebcd.acts.transcripts import transcript
from ebcd.assistant.identifiers import Clue
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.store import accounts
from ebcd.store import names as store
from ebcd.store.passages import usable_passages
from ebcd.store.tables import log, metadata, speaker, transcript_version, undo
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.transcripts.turns import Turn
from tests.coding_desk import made

FIRST = [
    Turn("Q", 0, 4_000, "How was it?"),
    Turn(
        "A",
        4_000,
        20_000,
        "I am Ngozi Okafor. Mrs Okafor, they said, sit down. My number is 07700 900123.",
        ((19, 9_000), (58, 15_000)),
    ),
    Turn("Q", 20_000, 21_000, "And then?"),
    Turn("A", 21_000, 30_000, "Okafor's bag was gone. Nobody at Leeds told me."),
]
SECOND = [
    Turn("A", None, None, "I met Ngozi on the ward and OKAFOR was on her badge."),
    Turn("A", None, None, "Braithwaite drove us home."),
]


class Study:
    """A study of two transcripts in which a name stands everywhere."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.workbench, self.actor, self.study_id = workbench, actor, study_id
        self.first = made.add_transcript(workbench, study_id, FIRST, "Ngozi Okafor")
        self.second = made.add_transcript(workbench, study_id, SECOND, "P02")
        with workbench.database.writing() as connection:
            mine = (speaker.c.transcript_id == self.first, speaker.c.label == "A")
            connection.execute(update(speaker).where(*mine).values(label="Ngozi Okafor"))
        names_search.look_through(workbench, study_id)

    @property
    def asking(self) -> tuple[Workbench, Actor, int]:
        return self.workbench, self.actor, self.study_id

    def researcher(self) -> Actor:
        add_account(self.workbench, self.actor, "robin", "Robin Reed")
        with self.workbench.database.reading() as connection:
            account = accounts.by_name(connection, "robin")
        assert account is not None
        set_role(self.workbench, self.actor, self.study_id, "robin", Role.RESEARCHER)
        return actor_for(account)

    def text(self, transcript_id: int) -> str:
        return transcript(*self.asking, transcript_id)[1].text

    def asked(self, key: str) -> Asked:
        """The decision about the name with this key, however many come before it."""
        later: list[str] = []
        while cards := names.queue(*self.asking, later):
            for card in cards:
                if key in (form.key for form in card.group.forms):
                    return card
            later.append(cards[0].group.key)
        raise AssertionError(f"nothing was asked about {key}")

    def decide(self) -> None:
        names.replace_with(*self.asking, self.asked("ngozi okafor"), "Helen Carter")

    def apply(self, transcript_id: int, words: str, memo: str = "") -> str:
        """Code the words, with a memo."""
        version = transcript(*self.asking, transcript_id)[1]
        start = version.text.index(words)
        about = str(uuid4())
        sha256 = coding.opened(*self.asking, transcript_id).transcript.sha256
        code = add_code(*self.asking, Kind.THEME, f"Code {about[:8]}")
        wanted = Wanted(str(uuid4()), "apply", about)
        wanted = replace(wanted, code=code, span=Span(start, start + len(words)), quote=words)
        coding.do(*self.asking, transcript_id, sha256, wanted)
        if memo:
            said = replace(Wanted(str(uuid4()), "memo", about), text=memo)
            coding.do(*self.asking, transcript_id, sha256, said)
        return about


@pytest.fixture
def study(workbench: Workbench, actor: Actor, study_id: int) -> Study:
    return Study(workbench, actor, study_id)


@pytest.fixture
def small(sqlite_workbench: Workbench, actor: Actor) -> Study:
    from ebcd.acts.study import create_study

    return Study(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))


def test_one_decision_serves_every_way_of_writing_a_name(small: Study) -> None:
    asked = small.asked("okafor")
    assert asked.group.shown == "Ngozi Okafor"
    assert {form.key for form in asked.group.forms} == {"ngozi okafor", "okafor", "ngozi"}
    assert (asked.group.count, asked.group.transcripts) == (5, 2)
    assert len(asked.replacement.split()) == 2
    assert any(context.words == "Ngozi Okafor" for context in asked.contexts)


def test_names_are_replaced_in_every_text_as_a_correction(study: Study) -> None:
    study.decide()
    seen = names_replacing.preview(*study.asking)
    assert seen.total == 5
    assert names_replacing.replace_names(*study.asking, expecting=seen.total) == 5
    assert (
        study.text(study.first)
        .split("\n")[1]
        .startswith("I am Helen Carter. Mrs Carter, they said")
    )
    assert "Carter's bag" in study.text(study.first)
    assert "I met Helen on the ward and CARTER was" in study.text(study.second)
    turn = transcript(*study.asking, study.first)[1].turns[1]
    assert (turn.start_ms, turn.end_ms, turn.marks) == (4_000, 20_000, ((19, 9_000), (58, 15_000)))
    about = transcript(*study.asking, study.first)[0]
    assert (about.title, about.source_name) == ("Helen Carter", "Helen Carter.txt")
    assert {each.label for each in about.speakers} == {"Q", "Helen Carter"}


def test_codings_and_memos_go_along_exactly(study: Study) -> None:
    name = study.apply(study.first, "Okafor", "Okafor is the mother of Ngozi.")
    inside = study.apply(study.first, "Mrs Okafor, they said")
    after = study.apply(study.first, "gone. Nobody")
    study.decide()
    names_replacing.replace_names(*study.asking)
    with study.workbench.database.reading() as connection:
        found = {
            each.uuid: each.quote
            for each in usable_passages(connection, study.study_id, uuids=[name, inside, after])
        }
    assert found == {name: "Carter", inside: "Mrs Carter, they said", after: "gone. Nobody"}
    listed = memos.memos(*study.asking)
    assert [each.text for each in listed] == ["Carter is the mother of Helen."]


def test_what_was_decided_is_not_asked_again(study: Study) -> None:
    study.decide()
    leeds = study.asked("leeds")
    names.is_no_name(*study.asking, [leeds.group])
    keys = set()
    later: list[str] = []
    while cards := names.queue(*study.asking, later):
        keys |= {form.key for card in cards for form in card.group.forms}
        later.append(cards[0].group.key)
    assert not keys & {"ngozi okafor", "okafor", "ngozi", "leeds"}
    assert "braithwaite" in keys
    names_replacing.replace_names(*study.asking)
    assert "Leeds" in study.text(study.first)
    again = names.state(*study.asking)
    assert (again.names, again.kept, again.in_key, again.unread) == (0, 1, 3, 0)


def test_a_decision_can_be_taken_back(small: Study) -> None:
    ids = names.replace_with(*small.asking, small.asked("okafor"), "Helen Carter")
    names.take_back(*small.asking, ids)
    assert names.choices(*small.asking) == []
    assert small.asked("okafor").group.count == 5


def test_a_form_that_is_not_meant_is_asked_for_by_itself(small: Study) -> None:
    names.replace_with(*small.asking, small.asked("okafor"), "Helen Carter", without=["ngozi"])
    assert [form.key for form in small.asked("ngozi").group.forms] == ["ngozi"]


def test_a_word_typed_by_hand_is_replaced_too(small: Study) -> None:
    names.by_hand(*small.asking, "badge", "[thing]")
    names_replacing.replace_names(*small.asking)
    assert small.text(small.second).endswith("on her [thing].\nBraithwaite drove us home.")


@pytest.mark.parametrize(("name", "by"), [("", "x"), ("…", "x"), ("Okafor", " "), ("Al", "al")])
def test_a_decision_by_hand_says_what_is_missing(small: Study, name: str, by: str) -> None:
    with pytest.raises(BadInput):
        names.by_hand(*small.asking, name, by)


def test_all_numbers_of_a_kind_are_one_decision(small: Study) -> None:
    asked = small.asked("07700 900123")
    assert asked.group.clue is Clue.PHONE
    names.replace_with(*small.asking, asked)
    names_replacing.replace_names(*small.asking)
    assert "My number is [telephone number 1]." in small.text(small.first)


def test_nothing_is_replaced_that_was_not_shown(small: Study) -> None:
    small.decide()
    seen = names_replacing.preview(*small.asking).total
    names.replace_with(*small.asking, small.asked("braithwaite"))
    with pytest.raises(Conflict):
        names_replacing.replace_names(*small.asking, expecting=seen)
    assert "Okafor" in small.text(small.first)


def test_a_text_that_nobody_looked_through_is_still_looked_through_later(small: Study) -> None:
    made.add_transcript(
        small.workbench, small.study_id, [Turn("A", None, None, "Okafor met Adebayo.")], "P03"
    )
    names.by_hand(*small.asking, "Okafor", "Carter")
    names_replacing.replace_names(*small.asking)
    assert names.state(*small.asking).unread == 1
    names_search.look_through(small.workbench, small.study_id)
    assert small.asked("adebayo").group.count == 1


def test_a_known_name_in_a_later_transcript_waits_to_be_replaced(small: Study) -> None:
    small.decide()
    names_replacing.replace_names(*small.asking)
    third = made.add_transcript(
        small.workbench, small.study_id, [Turn("A", None, None, "Okafor again.")], "P03"
    )
    names_search.look_through(small.workbench, small.study_id)
    assert names_replacing.preview(*small.asking).total == 1
    names_replacing.replace_names(*small.asking)
    assert small.text(third) == "Carter again."


def test_the_key_and_the_earlier_versions_are_for_the_lead_alone(study: Study) -> None:
    study.decide()
    robin = study.researcher()
    assert names.state(study.workbench, robin, study.study_id).names == 3
    names_replacing.replace_names(study.workbench, robin, study.study_id)
    with pytest.raises(NotAllowed):
        names_key.key(study.workbench, robin, study.study_id)
    with pytest.raises(NotAllowed):
        names_key.key_as_csv(study.workbench, robin, study.study_id)
    with pytest.raises(NotAllowed):
        names_key.erase_originals(study.workbench, robin, study.study_id, "ERASE")
    assert names.choices(study.workbench, robin, study.study_id) == []
    listed = {each.form: each.replacement for each in names_key.key(*study.asking)}
    assert listed == {"Ngozi Okafor": "Helen Carter", "Okafor": "Carter", "Ngozi": "Helen"}
    assert b"Ngozi Okafor,person,Helen Carter" in names_key.key_as_csv(*study.asking)
    with study.workbench.database.reading() as connection:
        hidden = store.hidden_versions(connection, study.study_id)
        assert len(hidden) == 2
        for version in hidden:
            names.check_version(connection, study.actor, study.study_id, version)
            with pytest.raises(NotAllowed):
                names.check_version(connection, robin, study.study_id, version)


def test_the_log_holds_no_name(small: Study) -> None:
    small.decide()
    names_replacing.replace_names(*small.asking)
    with small.workbench.database.reading() as connection:
        said = [(row.what, str(row.about)) for row in connection.execute(select(log))]
    assert not any("kafor" in what + about for what, about in said)


def test_what_undo_remembers_holds_the_name_no_more(study: Study) -> None:
    about = study.apply(study.first, "Mrs Okafor, they said")
    sha256 = coding.opened(*study.asking, study.first).transcript.sha256
    coding.do(*study.asking, study.first, sha256, Wanted(str(uuid4()), "remove", about))
    study.decide()
    names_replacing.replace_names(*study.asking)
    with study.workbench.database.reading() as connection:
        remembered = [str(each) for each in connection.execute(select(undo.c.memory)).scalars()]
    assert any("Carter" in each for each in remembered)
    assert not any("kafor" in each for each in remembered)


def everything(workbench: Workbench) -> str:
    """All that the tables hold."""
    with workbench.database.reading() as connection:
        rows = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
        if workbench.database.is_sqlite:
            rows += [str(row) for row in connection.execute(text("SELECT * FROM search_words"))]
    return "\n".join(rows).casefold()


def files(folder: Path) -> bytes:
    """All that the files of the data folder hold."""
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()


def test_erasing_leaves_the_name_nowhere(study: Study) -> None:
    about = study.apply(study.first, "Mrs Okafor, they said", "Okafor was firm.")
    study.apply(study.second, "Ngozi on the ward")
    reports.write(*study.asking, "codebook")
    study.decide()
    names_replacing.replace_names(*study.asking)
    assert "okafor" in everything(study.workbench)
    done = names_key.erase_originals(*study.asking, " erase ")
    assert (done.names, done.versions, done.backups) == (3, 2, 0)
    left = everything(study.workbench)
    assert "okafor" not in left
    assert "ngozi" not in left
    with study.workbench.database.reading() as connection:
        assert store.hidden_versions(connection, study.study_id) == frozenset()
        old = connection.execute(
            select(transcript_version.c.text).where(transcript_version.c.number == 1)
        ).scalars()
        assert sorted(old) == sorted([study.text(study.first), study.text(study.second)])
    if study.workbench.database.is_sqlite:
        assert b"okafor" not in files(study.workbench.folder)
        assert b"ngozi" not in files(study.workbench.folder)
    with study.workbench.database.reading() as connection:
        quotes = usable_passages(connection, study.study_id, uuids=[about])
    assert [each.quote for each in quotes] == ["Mrs Carter, they said"]


def test_a_document_that_holds_a_name_is_kept_no_longer(small: Study) -> None:
    add_code(*small.asking, Kind.THEME, "Firm", definition="As Okafor was.")
    made = reports.write(*small.asking, "codebook")
    small.decide()
    names_replacing.replace_names(*small.asking)
    with pytest.raises(NotFound):
        reports.fetch(*small.asking, made.id)


def test_erasing_wants_the_word_and_something_to_erase(small: Study) -> None:
    with pytest.raises(BadInput, match="No names"):
        names_key.erase_originals(*small.asking, "ERASE")
    small.decide()
    names_replacing.replace_names(*small.asking)
    with pytest.raises(BadInput, match="Type ERASE"):
        names_key.erase_originals(*small.asking, "yes")
    assert len(names_key.key(*small.asking)) == 3


Act = Callable[..., object]


@pytest.mark.parametrize(
    "act", [names.state, names.queue, names_replacing.preview, names_replacing.replace_names]
)
def test_readers_do_not_review_names(small: Study, act: Act) -> None:
    robin = small.researcher()
    set_role(small.workbench, small.actor, small.study_id, "robin", Role.READER)
    with pytest.raises(NotAllowed):
        act(small.workbench, robin, small.study_id)
