"""What speech recognition programs write: JSON of Whisper, Amazon, Google, Premiere and podcasts.

Also oTranscribe's `.otr`, which is JSON around HTML. A segment becomes a cue, its words marks.
"""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ebcd.errors import BadInput
from ebcd.transcripts.building import Cue, Piece, sane_ms
from ebcd.transcripts.turns import Problem

_LISTS = ("segments", "utterances", "monologues", "transcript", "paragraphs", "captions", "cues")
_TEXT = ("text", "body", "transcript", "content", "sentence", "value")
_START = ("start", "startTime", "start_time", "begin", "from", "startMs", "start_ms", "ts")
_END = ("end", "endTime", "end_time", "stop", "to", "endMs", "end_ms", "end_ts")
_SPEAKER = ("speaker", "speaker_label", "speakerName", "speaker_name", "speakerTag", "speaker_id")
_STAMP = re.compile(
    r"<span[^<>]{0,300}data-timestamp=[\"']?(?P<seconds>[\d.]{1,20})[^<>]{0,300}>[^<]{0,60}</span>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|</?(?:p|div|li|ul|ol|h\d)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")

Json = Mapping[str, Any]


def load_json(text: str) -> Any:
    """The value that `text` is. Raises BadInput where it is damaged."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            f"The JSON file is cut short or damaged at line {error.lineno}: export it again."
        ) from None
    except (RecursionError, ValueError):
        raise BadInput(
            "The JSON file is nested or numbered in a way no transcript is: export it again."
        ) from None


def read_otranscribe(value: Json) -> Iterator[str]:
    """The lines of an `.otr` file, its times as stamps in square brackets."""
    marked = _STAMP.sub(lambda m: f" [{_clock(m['seconds'])}] ", str(value["text"]))
    flat = html.unescape(_TAG.sub("", _BREAK.sub("\n", marked)))
    yield from (line.strip(" \u00a0") for line in flat.replace("\u00a0", " ").split("\n"))


def _clock(seconds: str) -> str:
    ms = _ms(seconds) or 0
    minutes, rest = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def is_otranscribe(value: Any) -> bool:
    """Whether the JSON is oTranscribe's: a text in HTML beside the name of a medium."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("text"), str)
        and ("media" in value or "data-timestamp" in value["text"])
        and not isinstance(value.get("segments"), list)
    )


def read_recognised(value: Any) -> tuple[list[Cue], str | None, list[Problem]]:
    """The cues of a recogniser's JSON, the language it names, and what could not be placed.

    Raises BadInput where there are no segments and no words in it.
    """
    problems: list[Problem] = []
    cues = list(_amazon(value) or _google(value) or _segments(value, problems))
    if not cues:
        text = value.get("text") if isinstance(value, Mapping) else None
        if not isinstance(text, str) or not text.strip():
            raise BadInput(
                "The JSON file holds no segments of speech: export the transcript as .vtt or .docx."
            )
        cues = [Cue(None, None, None, (Piece(line),), opens=True) for line in text.split("\n")]
    language = value.get("language") if isinstance(value, Mapping) else None
    return cues, language[:16] if isinstance(language, str) and language else None, problems


def _first(record: Json, keys: Sequence[str]) -> Any:
    return next((record[key] for key in keys if record.get(key) is not None), None)


def _ms(value: Any, unit: int = 1000) -> int | None:
    """Milliseconds of a number of seconds, as a number, as `1.2` or as `1.2s`."""
    if isinstance(value, str):
        value = value.strip().removesuffix("s")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value) * unit
    except (ValueError, OverflowError):
        return None
    return sane_ms(number) if math.isfinite(number) else None


def _list_of_records(value: Any) -> list[Json]:
    """The list of segments in `value`, wherever the program put it."""
    if isinstance(value, list):
        records = [item for item in value if isinstance(item, Mapping)]
        return records if any(_first(r, _TEXT) or r.get("words") for r in records) else []
    if isinstance(value, Mapping):
        for key in _LISTS:
            if isinstance(value.get(key), list) and (records := _list_of_records(value[key])):
                return records
        for key in ("results", "result", "data"):
            if isinstance(value.get(key), Mapping | list) and (
                records := _list_of_records(value[key])
            ):
                return records
    return []


def _segments(value: Any, problems: list[Problem]) -> Iterator[Cue]:
    records = _list_of_records(value)
    unit = _unit(records)
    names = _names(value)
    for number, record in enumerate(records, start=1):
        words = record.get("words")
        words = [w for w in words if isinstance(w, Mapping)] if isinstance(words, list) else []
        text = _first(record, _TEXT)
        start = _ms(_first(record, _START), unit)
        end = _ms(_first(record, _END), unit)
        if end is None and start is not None and record.get("duration") is not None:
            end = sane_ms(start + (_ms(record["duration"], unit) or 0))
        speaker = _speaker(record, words, names)
        pieces = _pieces(text if isinstance(text, str) else None, words, start, unit)
        if pieces:
            yield Cue(speaker, start, end, pieces)
        else:
            problems.append(Problem("This segment holds no words and was left out.", number))


def _unit(records: Iterable[Json]) -> int:
    """1000 where the times are seconds, 1 where they are milliseconds already.

    Speech runs at 5 to 25 characters a second: whichever unit comes nearer is the file's.
    """
    length = duration = 0.0
    whole = True
    for record in records:
        start, end = _first(record, _START), _first(record, _END)
        if end is None and isinstance(record.get("duration"), int | float):
            end = float(start or 0) + record["duration"] if isinstance(start, int | float) else None
        if isinstance(start, int | float) and isinstance(end, int | float):
            whole = whole and float(start).is_integer() and float(end).is_integer()
            length += len(str(_first(record, _TEXT) or record.get("words") or ""))
            duration += float(end) - float(start)
    return 1 if whole and length and duration > 4 * length else 1000


def _names(value: Any) -> dict[str, str]:
    """Names of speakers given apart, by id, as Premiere writes them."""
    people = value.get("speakers") if isinstance(value, Mapping) else None
    if not isinstance(people, list):
        return {}
    return {
        str(person["id"]): str(person["name"])
        for person in people
        if isinstance(person, Mapping) and person.get("id") is not None and person.get("name")
    }


def _speaker(record: Json, words: Sequence[Json], names: Mapping[str, str]) -> str | None:
    who = _first(record, _SPEAKER)
    if who is None:
        said = [w for w in (_first(word, _SPEAKER) for word in words) if w is not None]
        who = max(set(map(str, said)), key=list(map(str, said)).count) if said else None
    if isinstance(who, Mapping):
        who = who.get("name") or who.get("id")
    if who is None or isinstance(who, list | bool) or who == "":
        return None
    name = names.get(str(who), str(who))
    return f"Speaker {name}" if name.isdecimal() else name


def _pieces(
    text: str | None, words: Sequence[Json], start: int | None, unit: int
) -> tuple[Piece, ...]:
    """The words with their times where they spell the text, else the text as one piece."""
    spelt = [
        (
            str(_first(w, ("word", "text", "punctuated_word", "value")) or ""),
            _ms(_first(w, _START), unit),
        )
        for w in words
    ]
    if text is None:
        text = " ".join(word.strip() for word, _ in spelt)
    if not text.strip():
        return ()
    if spelt and " ".join(w.strip() for w, _ in spelt).split() == text.split():
        timed = [Piece(word, ms) for word, ms in spelt if word.strip()]
        return tuple(timed)
    return (Piece(text, start),)


def _amazon(value: Any) -> list[Cue]:
    """Amazon Transcribe: words as items, speakers in segments of their own or on the items."""
    results = value.get("results") if isinstance(value, Mapping) else None
    items = results.get("items") if isinstance(results, Mapping) else None
    if not isinstance(results, Mapping) or not isinstance(items, list):
        return []
    who = _amazon_speakers(results)
    cues: list[Cue] = []
    for item in items:
        options = item.get("alternatives") if isinstance(item, Mapping) else None
        if not isinstance(options, list) or not options or not isinstance(options[0], Mapping):
            continue
        word = str(options[0].get("content") or "")
        if item.get("type") == "punctuation" and cues:
            last = cues[-1].pieces[-1]
            cues[-1] = Cue(
                cues[-1].speaker,
                cues[-1].start_ms,
                cues[-1].end_ms,
                (Piece(last.text + word, last.ms),),
            )
            continue
        start = _ms(item.get("start_time"))
        label = item.get("speaker_label") or who.get(str(item.get("start_time")))
        cues.append(
            Cue(
                str(label) if label else None,
                start,
                _ms(item.get("end_time")),
                (Piece(word, start),),
            )
        )
    return cues


def _amazon_speakers(results: Json) -> dict[str, str]:
    labels = results.get("speaker_labels")
    segments = labels.get("segments") if isinstance(labels, Mapping) else None
    who: dict[str, str] = {}
    for segment in segments if isinstance(segments, list) else []:
        for item in segment.get("items") or [] if isinstance(segment, Mapping) else []:
            if isinstance(item, Mapping) and item.get("speaker_label"):
                who[str(item.get("start_time"))] = str(item["speaker_label"])
    return who


def _google(value: Any) -> list[Cue]:
    """Google Speech-to-Text: the best alternative of each result, its words with speaker tags."""
    results = value.get("results") if isinstance(value, Mapping) else None
    if not isinstance(results, list):
        return []
    best = [
        r["alternatives"][0]
        for r in results
        if isinstance(r, Mapping)
        and isinstance(r.get("alternatives"), list)
        and r["alternatives"]
        and isinstance(r["alternatives"][0], Mapping)
    ]
    tagged = [a for a in best if _tagged(a)]
    if tagged:  # the last result repeats every word, this time with its speaker
        return [
            Cue(
                _speaker(word, (), {}),
                _ms(_first(word, _START)),
                _ms(_first(word, _END)),
                (Piece(str(word.get("word") or ""), _ms(_first(word, _START))),),
            )
            for word in tagged[-1]["words"]
            if isinstance(word, Mapping)
        ]
    cues = []
    for option in best:
        words = [w for w in option.get("words") or [] if isinstance(w, Mapping)]
        start = _ms(_first(words[0], _START)) if words else None
        end = _ms(_first(words[-1], _END)) if words else None
        pieces = _pieces(str(option.get("transcript") or ""), words, start, 1000)
        if pieces:
            cues.append(Cue(None, start, end, pieces))
    return cues


def _tagged(option: Json) -> bool:
    words = option.get("words")
    return isinstance(words, list) and any(
        isinstance(word, Mapping) and _first(word, _SPEAKER) is not None for word in words
    )
