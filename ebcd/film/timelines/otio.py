"""OTIO: OpenTimelineIO's own file, which DaVinci Resolve and Kdenlive read."""

from __future__ import annotations

import opentimelineio as io

from ebcd.film.timelines.cut import Card, Cut, Take
from ebcd.film.timelines.rates import Rate


def otio(cut: Cut) -> str:
    """The cut as OTIO JSON, with clips of schema 1 so that older readers open it."""
    timeline = io.schema.Timeline(name=cut.title)
    timeline.global_start_time = _time(cut.rate.frame_of("01:00:00:00"), cut.rate)
    track = io.schema.Track(name="Film", kind=io.schema.TrackKind.Video)
    for event in cut.events:
        track.append(_take(event) if isinstance(event, Take) else _card(event, cut.rate))
    timeline.tracks.append(track)
    sound = io.schema.Track(name="Sound", kind=io.schema.TrackKind.Audio)
    for event in cut.events:
        if isinstance(event, Take):
            sound.append(_take(event))
        else:
            sound.append(io.schema.Gap(source_range=_range(0, event.frames, cut.rate)))
    timeline.tracks.append(sound)
    written = io.adapters.write_to_string(
        timeline, "otio_json", indent=2, target_schema_versions={"Clip": 1}
    )
    return str(written)


def _take(take: Take) -> io.schema.Clip:
    rate = take.source.rate
    media = io.schema.ExternalReference(
        target_url=take.source.address,
        available_range=_range(take.source.start, take.source.frames, rate),
    )
    media.name = take.source.name
    clip = io.schema.Clip(
        name=take.name,
        media_reference=media,
        source_range=_range(take.source.start + take.first, take.length, rate),
        metadata={"ebcd": {"words": take.words, "note": take.note, "chapter": take.chapter}},
    )
    return clip


def _card(card: Card, rate: Rate) -> io.schema.Clip:
    media = io.schema.GeneratorReference(
        name=card.title,
        generator_kind="TitleCard",
        available_range=_range(0, card.frames, rate),
        parameters={"text": card.title},
    )
    return io.schema.Clip(
        name=card.title,
        media_reference=media,
        source_range=_range(0, card.frames, rate),
        metadata={"ebcd": {"note": card.note}} if card.note else {},
    )


def _range(first: int, length: int, rate: Rate) -> io.opentime.TimeRange:
    return io.opentime.TimeRange(_time(first, rate), _time(length, rate))


def _time(frame: int, rate: Rate) -> io.opentime.RationalTime:
    return io.opentime.RationalTime(frame, float(rate.frames))
