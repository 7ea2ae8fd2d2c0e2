"""The names that people chose for the film: in the film, with the care of the key elsewhere."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from ebcd.acts import codebook, exchange, film_names, leaving, names, names_key, people
from ebcd.acts import film as films
from ebcd.acts.access import Actor, Role
from ebcd.acts.film_export import MEDIA_TYPES, export_film
from ebcd.acts.leaving import Leaves, MayNameSomebody
from ebcd.acts.study import recent_acts
from ebcd.codebook import Kind
from ebcd.errors import BadInput, NotAllowed, NotFound
from ebcd.film.names import NameKind, NameUse
from ebcd.film.storyboard import Tone
from ebcd.people import ConsentState, Group, Use
from ebcd.store import film_names as store
from ebcd.store.workbench import Workbench
from tests.acts.test_film import NURSE, THERE, WAIT, _text, member
from tests.film.made_study import DAY, FilmStudy

FIRST, OTHER, NONE = NameKind.FIRST, NameKind.OTHER, NameKind.NONE


@pytest.fixture
def made(workbench: Workbench, actor: Actor, study_id: int) -> FilmStudy:
    film = FilmStudy(workbench, actor, study_id)
    film.begin("Waiting", "P02 alone")
    return film


def choose(
    film: FilmStudy, who: str, kind: NameKind, name: str = "", *uses: NameUse, on: date = DAY
) -> None:
    chosen = dict.fromkeys(uses or NameUse, (kind, name))
    film_names.choose_names(*film.whose, film.people[who], chosen, on)


def kept(film: FilmStudy) -> list[str]:
    """Every name that lies in the table."""
    with film.workbench.database.reading() as connection:
        return [each.name for each in store.chosen(connection, film.study_id) if each.name]


def shown(film: FilmStudy, use: NameUse = NameUse.FILM) -> list[str]:
    with film.workbench.database.reading() as connection:
        return list(store.film_names(connection, film.study_id, use).values())


def test_each_use_has_its_own_name_with_the_day(made: FilmStudy) -> None:
    choose(made, "P01", FIRST, "Rosa", NameUse.FILM)
    choose(made, "P01", OTHER, "Bo", NameUse.CAPTIONS)
    choose(made, "P01", NONE, "ignored", NameUse.BESIDE)
    assert [shown(made, use)[0] for use in NameUse] == ["Rosa", "Bo", ""]
    known = film_names.names(*made.whose)
    assert known[made.people["P01"], NameUse.FILM].on == DAY
    assert shown(made)[1] == ""


def test_a_choice_that_no_longer_counts_leaves_no_name_behind(made: FilmStudy) -> None:
    choose(made, "P01", FIRST, "Rosa")
    choose(made, "P01", OTHER, "Bo", on=DAY - timedelta(days=9))
    assert shown(made)[0] == "Rosa"
    choose(made, "P01", NONE)
    assert kept(made) == []


def test_no_file_of_the_film_has_a_pseudonym_and_each_has_the_chosen_name(made: FilmStudy) -> None:
    mine, other = made.clip(WAIT), made.clip(THERE, 1)
    for clip_id in (mine, other):
        made.approve(clip_id)
    films.note_clip(*made.whose, other, "after P01", Tone.GOOD)
    choose(made, "P01", FIRST, "Rosa")
    for ending in sorted(MEDIA_TYPES.keys() - {"docx"}):
        said = _text(export_film(*made.whose, ending).data, ending)
        assert "P01" not in said, ending
        assert "P02" not in said, ending
        assert "Rosa" in said or ending not in ("csv", "srt", "vtt"), ending
    team = _text(export_film(*made.whose, "docx").data, "docx")
    assert "P01" in team
    assert "in the film: Rosa" in team
    assert "in the film: no name" in team


def test_the_copy_that_goes_with_the_film_has_the_names_for_it_alone(made: FilmStudy) -> None:
    made.approve(made.clip(WAIT))
    people.record_consent(
        *made.whose, made.people["P01"], {Use.PATIENT_EVENT: ConsentState.GRANTED}, DAY
    )
    choose(made, "P01", OTHER, "Bo", NameUse.BESIDE)
    copy = export_film(*made.whose, "docx", showing=Use.PATIENT_EVENT)
    said = _text(copy.data, "docx")
    assert "Bo" in said
    assert "P01" not in said
    assert "P02" not in said
    assert "for the patients' own event only" in said.replace("’", "'")


def test_a_film_name_is_at_home_in_the_film_and_a_leak_in_a_report(made: FilmStudy) -> None:
    made.approve(made.clip(WAIT))
    people.set_identity(*made.whose, made.people["P01"], "Rosalind Okafor", "")
    choose(made, "P01", FIRST, "Rosalind")
    assert export_film(*made.whose, "srt").doubts == ()
    assert leaving.before(*made.whose, Leaves.FILM) == []
    codebook.add_code(*made.whose, Kind.THEME, "Firm", definition="As Rosalind said")
    assert [each.words for each in leaving.before(*made.whose, Leaves.PASSAGES)] == ["Rosalind"]
    with pytest.raises(MayNameSomebody):
        exchange.export(*made.whose, "codebook", "csv")
    codebook.add_code(*made.whose, Kind.THEME, "Other", definition="As Okafor said")
    assert "Okafor" in {each.words for each in leaving.before(*made.whose, Leaves.PASSAGES)}


def test_a_surname_in_the_film_is_still_a_doubt(made: FilmStudy) -> None:
    clip_id = made.clip(NURSE)
    made.approve(clip_id)
    people.set_identity(*made.whose, made.people["P01"], "Rosa Okafor", "")
    choose(made, "P01", FIRST, "Rosa")
    films.note_clip(*made.whose, clip_id, "Rosa Okafor, softly", Tone.GOOD)
    with pytest.raises(MayNameSomebody) as held:
        export_film(*made.whose, "csv")
    assert [each.words for each in held.value.doubts] == ["Rosa Okafor"]


def test_names_go_with_the_person_and_real_ones_with_the_key(made: FilmStudy) -> None:
    choose(made, "P01", FIRST, "Rosa")
    choose(made, "P02", OTHER, "Bo")
    people.withdraw(*made.whose, made.people["P02"], date.today())
    assert set(kept(made)) == {"Rosa"}
    people.set_identity(*made.whose, made.people["P01"], "", "")
    assert kept(made) == []
    choose(made, "P01", FIRST, "Rosa")
    names.by_hand(*made.whose, "Okafor", "Carter")
    assert names_key.erase_originals(*made.whose, "ERASE").names == 1
    assert kept(made) == []
    with pytest.raises(BadInput, match="withdrawn"):
        choose(made, "P02", OTHER, "Bo")


def test_another_name_outlives_the_key(made: FilmStudy) -> None:
    choose(made, "P01", OTHER, "Bo")
    people.set_identity(*made.whose, made.people["P01"], "", "")
    assert set(kept(made)) == {"Bo"}


def test_a_pseudonym_given_later_is_never_shown_as_a_name(made: FilmStudy) -> None:
    choose(made, "P01", OTHER, "Bo")
    people.add_participant(*made.whose, Group.CARER, pseudonym="bo")
    assert shown(made) == ["", "", ""]


@pytest.mark.parametrize(
    ("name", "on"), [("P02", DAY), ("", DAY), ("Rosa", date.today() + timedelta(days=1))]
)
def test_what_cannot_be_a_choice_is_refused(made: FilmStudy, name: str, on: date) -> None:
    with pytest.raises(BadInput):
        choose(made, "P01", FIRST, name, on=on)
    assert kept(made) == []


def test_names_are_for_those_who_work_on_the_film_and_in_no_log(made: FilmStudy) -> None:
    choose(made, "P01", FIRST, "Rosa")
    for role in (Role.READER, Role.FACILITATOR):
        asking = (made.workbench, member(made, role), made.study_id)
        with pytest.raises(NotAllowed):
            film_names.names(*asking)
    assert "Rosa" not in json.dumps([dict(each.about) for each in recent_acts(*made.whose)])
    with pytest.raises(NotFound):
        film_names.choose_names(*made.whose, 4711, {NameUse.FILM: (FIRST, "Rosa")}, DAY)
