"""An archive film in the accelerated method: its place, its introduction, its permission."""

from __future__ import annotations

import pytest

from ebcd.acts import film as acts
from ebcd.acts import film_archive, film_chapters, film_playing
from ebcd.acts import study as studies
from ebcd.acts.access import Actor
from ebcd.acts.film_export import MEDIA_TYPES, export_film
from ebcd.errors import BadInput, NotFound
from ebcd.film.storyboard import ClipKind
from ebcd.people import Use
from ebcd.store.workbench import Workbench
from ebcd.study import Approach
from tests.acts.test_film import _text

Asking = tuple[Workbench, Actor, int]
FROM = "Healthtalk, Living with chronic pain"


@pytest.fixture
def asking(workbench: Workbench, actor: Actor) -> Asking:
    study_id = studies.create_study(workbench, actor, "Pain", approach=Approach.ACCELERATED)
    film_chapters.create_storyboard(workbench, actor, study_id, "Film")
    return workbench, actor, study_id


def add(asking: Asking, permission: str = "", **more: str) -> int:
    return film_archive.add_archive_film(
        *asking, "Chronic pain", 1_200_000, FROM, permission=permission, **more
    )


def test_it_stands_after_its_introduction_with_its_length_and_source(asking: Asking) -> None:
    clip_id = add(asking, introduction="Not  from here.")
    found = acts.film(*asking)
    assert found is not None
    [chapter] = found.board.chapters
    card, archive = chapter.clips
    assert (chapter.name, card.kind, card.words) == (
        "Chronic pain",
        ClipKind.CARD,
        "Not from here.",
    )
    assert (archive.id, archive.length_ms, archive.taken_from) == (clip_id, 1_200_000, FROM)
    assert archive.people == ()
    assert found.board.length_ms == 1_200_000 + 8_000


def test_without_permission_it_is_in_no_file_and_with_it_in_each(asking: Asking) -> None:
    clip_id = add(asking)
    found = acts.film(*asking)
    assert found is not None
    assert "permission" in found.gate.held[0].sentence
    assert export_film(*asking, "csv").clips == 1
    film_archive.change_archive_film(
        *asking, clip_id, "Chronic pain", 600_000, FROM, "E-mail of 2 March"
    )
    for ending in MEDIA_TYPES:
        made = export_film(*asking, ending)
        assert made.clips == 2, ending
        if ending not in ("srt", "vtt"):
            assert "Chronic pain" in _text(made.data, ending), ending
    assert "Chronic pain" not in _text(export_film(*asking, "srt").data, "srt")
    assert FROM in _text(export_film(*asking, "docx", showing=Use.PATIENT_EVENT).data, "docx")
    assert film_playing.played(*asking).shots


def test_it_belongs_to_the_accelerated_approach_alone(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    film_chapters.create_storyboard(workbench, actor, study_id, "Film")
    with pytest.raises(BadInput, match="accelerated"):
        add((workbench, actor, study_id))
    assert not list(acts.film(workbench, actor, study_id).board.chapters)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("title", "length", "source"),
    [("", 60_000, FROM), ("A", 0, FROM), ("A", 15 * 3_600_000, FROM), ("A", 60_000, " ")],
)
def test_what_cannot_be_an_archive_film_is_refused(
    asking: Asking, title: str, length: int, source: str
) -> None:
    clip_id = add(asking)
    with pytest.raises(BadInput):
        film_archive.add_archive_film(*asking, title, length, source)
    with pytest.raises(BadInput):
        film_archive.change_archive_film(*asking, clip_id, title, length, source, "")
    with pytest.raises(NotFound):
        film_archive.change_archive_film(*asking, 4711, "A", 60_000, FROM, "")
