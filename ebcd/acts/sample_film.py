"""The sample study's film: its recordings, its chapters, and what people said of their clips."""

from __future__ import annotations

from datetime import date
from typing import Any

from ebcd.acts import (
    film,
    film_chapters,
    film_names,
    film_showing,
    film_versions,
    findings,
    recordings,
)
from ebcd.acts.sample_parts import Sample
from ebcd.film.names import NameKind, NameUse
from ebcd.film.storyboard import Answer, ClipKind, Tone


def put_in_film(sample: Sample) -> None:
    """The recordings, linked to their transcripts, and the storyboard."""
    for told in sample.told["transcripts"]:
        if "recording" in told:
            added = recordings.add_recording(*sample.whose, sample.folder / told["recording"])
            transcript_id = sample.transcripts[told["file"]]
            recordings.link_recording(*sample.whose, transcript_id, added)
    told = sample.told["storyboard"]
    film_chapters.create_storyboard(*sample.whose, told["title"], told["target_min"] * 60_000)
    chapters = {
        each["title"]: film_chapters.add_chapter(
            *sample.whose, each["title"], sample.touchpoint(each["touchpoint"])
        )
        for each in told["chapters"]
    }
    coded = findings.material(*sample.whose).passages.values()
    at = {(each.transcript, each.span.start, each.span.end): each.uuid for each in coded}
    for clip in told["clips"]:
        if clip.get("kind") == ClipKind.VOICE:
            film.add_card(
                *sample.whose,
                chapters[clip["chapter"]],
                ClipKind.VOICE,
                clip["words"],
                clip["seconds"] * 1000,
            )
        else:
            place = sample.transcripts[clip["transcript"]], clip["start"], clip["end"]
            _clip(sample, clip, chapters[clip["chapter"]], at[place])


def put_in_names_and_agreement(sample: Sample) -> None:
    """How people are called in the film, a short version, and what the patients said of it."""
    told = sample.told["storyboard"]
    for pseudonym, chose in told["names"].items():
        name = NameKind(chose["kind"]), chose["name"]
        on = sample.day(chose["on"]) or date.today()
        who = sample.people[pseudonym]
        film_names.choose_names(*sample.whose, who, dict.fromkeys(NameUse, name), on)
    whole = film.film(*sample.whose)
    assert whole is not None
    short = told["short"]
    clips = [
        clip.id
        for chapter in whole.board.chapters
        for clip in chapter.clips
        if chapter.name in short["chapters"]
    ]
    film_versions.add_version(*sample.whose, short["title"], short["target_min"] * 60_000, clips)
    agreed = told["agreed"]
    film_showing.record_agreement(
        *sample.whose,
        sample.events[agreed["event"]],
        True,
        sample.day(agreed["on"]) or date.today(),
    )


def _clip(sample: Sample, told: dict[str, Any], chapter_id: int, uuid: str) -> None:
    """One clip with its note and the answer that the person in it gave, if any."""
    clip_id = film.add_clip(*sample.whose, chapter_id, uuid)
    film.note_clip(*sample.whose, clip_id, told["note"], Tone(told["tone"]))
    answer = told["approval"]
    if answer is not None:
        film.record_approval(
            *sample.whose,
            clip_id,
            Answer(answer["state"]),
            sample.day(answer["on"]) or date.today(),
            how=answer["how"],
            leave_out=answer.get("leave_out", ""),
        )
