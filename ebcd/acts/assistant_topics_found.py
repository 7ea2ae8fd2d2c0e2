"""Topics as they were last found, kept in the study's folder: places, numbers, counts of words.

A small file says what was asked and found; the arrays lie beside it. Both are that study's data,
and a withdrawal deletes them. Rows are passages in order of transcript and place; they never
overlap, so that whatever lies in a text is found among them by bisection.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zipfile import BadZipFile

import numpy as np

from ebcd.assistant.topic_words import WordCounts
from ebcd.assistant.topics import TopicMap
from ebcd.store.assistant_reading import Stretch
from ebcd.store.assistant_topics import Place
from ebcd.store.workbench import Workbench
from ebcd.text import Span

if TYPE_CHECKING:
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]

TOPICS = "topics.json"
ARRAYS = "topics.npz"
_NOBODY = -1
_AT = 32
"""Bits of a position, below those of its version."""


@dataclass(frozen=True)
class Asked:
    """What topics hang on. `stamp`: the state of the texts. `topics`: how many, None for a guess.

    `by_words`: whether the other view. `missing`: why there are no sentence vectors, or None.
    """

    stamp: str
    topics: int | None
    by_words: bool
    missing: str | None


@dataclass(frozen=True)
class Found:
    """What was found. `n` passages.

    `key`: another one each time. `header`: what was asked and found. `transcript`, `version`,
    `start`, `end`, `who`, `label`: shape (n,); `who` -1 where the speaker is linked to nobody,
    `label` the topic's number, -1 where a passage has none. `space`: (n, directions). `order`,
    `starts`, `ends`: the rows by version and place, and where those start and end, as one number.
    """

    key: str
    header: Mapping[str, Any]
    transcript: Rows
    version: Rows
    start: Rows
    end: Rows
    who: Rows
    label: Rows
    space: npt.NDArray[np.float16]
    words: WordCounts
    order: Rows
    starts: Rows
    ends: Rows

    @property
    def asked(self) -> Asked:
        """What the topics hang on."""
        of = self.header
        return Asked(of["stamp"], of["asked"], of["by_words"], of["missing"])

    @property
    def by_words(self) -> bool:
        """Whether it is the other view."""
        return self.asked.by_words

    def groups(self) -> list[Rows]:
        """The rows of each topic."""
        return [np.flatnonzero(self.label == at) for at in range(len(self.header["steady"]))]

    def place(self, row: int) -> Place:
        """Where a passage stands."""
        at = (self.transcript[row], self.version[row], self.start[row], self.end[row])
        return (int(at[0]), int(at[1]), int(at[2]), int(at[3]))

    def rows_of(self, places: Sequence[Place]) -> Rows:
        """The passages that hold the middle of each place; those that are not there are left out.

        The middle, because passages may have been cut otherwise since.
        """
        if not places or not len(self.version):
            return np.zeros(0, dtype=np.int64)
        asked = np.asarray(places, dtype=np.int64)
        middle = (asked[:, 1] << _AT) + (asked[:, 2] + asked[:, 3]) // 2
        rows = np.searchsorted(self.starts, middle, side="right") - 1
        inside = (rows >= 0) & (self.ends[np.maximum(rows, 0)] > middle)
        return np.unique(self.order[rows[inside]])

    def meeting(self, spans: Iterable[tuple[int, Span]]) -> npt.NDArray[np.bool_]:
        """Which passages meet any of these (version, span)."""
        met = np.zeros(len(self.version), dtype=bool)
        asked = np.array(
            [(version, span.start, span.end) for version, span in spans], dtype=np.int64
        )
        if not len(asked) or not len(met):
            return met
        version = asked[:, 0] << _AT
        first = np.searchsorted(self.ends, version + asked[:, 1], side="right")
        last = np.searchsorted(self.starts, version + asked[:, 2], side="left")
        for at, to in zip(first.tolist(), last.tolist(), strict=True):
            met[self.order[at:to]] = True
        return met


def write(folder: Path, asked: Asked, found: TopicMap, said: Sequence[Stretch]) -> None:
    """Keep the topics that were found among what was said."""
    key = uuid4().hex
    label = np.full(len(said), _NOBODY, dtype=np.int64)
    for number, topic in enumerate(found.topics):
        label[list(topic.passages)] = number
    counts = found.words.counts.tocsr()
    part = folder / "topics_part.npz"
    np.savez(
        part,
        key=np.array(key),
        transcript=np.array([each.transcript for each in said], dtype=np.int64),
        version=np.array([each.version for each in said], dtype=np.int64),
        start=np.array([each.span.start for each in said], dtype=np.int64),
        end=np.array([each.span.end for each in said], dtype=np.int64),
        who=np.array([each.who or _NOBODY for each in said], dtype=np.int64),
        label=label,
        space=found.space.astype(np.float16),
        counts=counts.data,
        columns=counts.indices,
        rows=counts.indptr,
        named=found.words.named.astype(str),
    )
    part.replace(folder / ARRAYS)
    header = {
        "key": key,
        "stamp": asked.stamp,
        "asked": asked.topics,
        "by_words": asked.by_words,
        "suggested": found.suggested,
        "steadiness": found.steadiness,
        "missing": asked.missing,
        "steady": [topic.steadiness for topic in found.topics],
    }
    small = folder / "topics.part"
    small.write_text(json.dumps(header), encoding="utf-8")
    small.replace(folder / TOPICS)


def read(workbench: Workbench, study_id: int) -> Found | None:
    """The topics that were last found, or None where there are none that can be read."""
    folder = workbench.study_folder(study_id, "models")
    try:
        made = [(folder / name).stat().st_mtime_ns for name in (TOPICS, ARRAYS)]
        return _read(folder, made[0], made[1])
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


@lru_cache(maxsize=4)
def _read(folder: Path, made: int, arrays_made: int) -> Found:
    from scipy.sparse import csr_matrix

    header = json.loads((folder / TOPICS).read_text(encoding="utf-8"))
    with np.load(folder / ARRAYS, allow_pickle=False) as kept:
        if str(kept["key"]) != header["key"]:
            raise ValueError("the two files are of different fits")
        named = kept["named"]
        size = (len(kept["version"]), len(named))
        counts = csr_matrix((kept["counts"], kept["columns"], kept["rows"]), shape=size)
        version, start, end = kept["version"], kept["start"], kept["end"]
        order = np.lexsort((start, version)).astype(np.int64)
        return Found(
            header["key"],
            header,
            kept["transcript"],
            version,
            start,
            end,
            kept["who"],
            kept["label"],
            kept["space"],
            WordCounts(counts, named),
            order,
            ((version << _AT) + start)[order],
            ((version << _AT) + end)[order],
        )
