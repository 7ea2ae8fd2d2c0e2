"""Learning from a study in the background, in a process of its own.

What is fitted on a study's words is that study's data: sentence vectors by a hash of their text,
topics as places in transcripts, and how good suggestions are, all under the data folder's
`studies/<id>/models`; suggestions go into the database. The page never waits for any of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from ebcd.acts import assistant_at_once, assistant_topics_found
from ebcd.acts.assistant_topics_found import TOPICS as TOPICS
from ebcd.acts.assistant_topics_found import Asked
from ebcd.acts.assistant_topics_settling import settle
from ebcd.acts.background import Told, begin, run, saving
from ebcd.assistant import vectors
from ebcd.assistant.curve import learning_curve
from ebcd.assistant.goodness import goodness, overlaps
from ebcd.assistant.learning import EARLY
from ebcd.assistant.quality import Settled, questions
from ebcd.assistant.reading_next import to_read_next
from ebcd.assistant.screening import worth_scoring
from ebcd.assistant.sentences import pieces
from ebcd.assistant.suggestions import CodeWords, Model, Suggestion, fit
from ebcd.assistant.topics import find_topics
from ebcd.store import assistant, assistant_fits, assistant_questions, assistant_reading
from ebcd.store.assistant import Proposal
from ebcd.store.assistant_reading import Coded, Stretch
from ebcd.store.workbench import Workbench
from ebcd.text import Span, meets_any
from ebcd.times import now

if TYPE_CHECKING:
    from ebcd.assistant.vectors import Vectors

FITTED = "fitted.json"
QUESTIONS = "questions.json"
VECTORS = "vectors.npz"
MOST_SUGGESTIONS = 3000
A_PASSAGE = 2
"""Codes suggested for one passage."""
MADE_BY = 2
"""Raised where what a fit keeps is written in another way, so that it is made again."""


def start(
    workbench: Workbench, study_id: int, by_id: int | None, settings: Mapping[str, Any]
) -> None:
    """Begin a fit in a process of its own and return at once."""
    with workbench.database.writing() as connection:
        if assistant_fits.running(connection, study_id):
            return
        job_id = assistant_fits.start_job(connection, study_id, by_id, settings)
    begin(workbench, "ebcd.acts.assistant_fit", study_id, job_id)


def main(arguments: Sequence[str]) -> int:
    """The process: learn from one study."""
    return run(arguments, bring_up_to_date)


@dataclass(frozen=True)
class Material:
    """What a fit learns from, at one state of the study.

    `stamp`, `stamp_of_words`: that state, and that of the texts alone. `taken`: by version and
    code what is coded or was decided. `decided`: passages that somebody has decided about, by
    version, start and end. `stay`: codings that were asked about and kept. `coder`: whose coding
    alone is learnt from, or None.
    """

    stamp: str
    stamp_of_words: str
    said: Sequence[Stretch]
    coded: Coded
    codes: Sequence[CodeWords]
    taken: Mapping[tuple[int, int], Sequence[Span]]
    decided: Collection[tuple[int, int, int]]
    stay: Collection[tuple[str, int]]
    coder: int | None

    @property
    def corpus(self) -> list[str]:
        """Every passage, coded or not."""
        return [each.text for each in self.said] + [each.text for each in self.coded.examples]


def bring_up_to_date(
    workbench: Workbench,
    study_id: int,
    settings: Mapping[str, Any] | None = None,
    told: Told = lambda _progress, _message: None,
) -> None:
    """Learn from the study as it stands: suggestions first, then all that is worked out from them.

    `settings`: `topics`, how many (None: as many as the passages suggest); `by_words`, whether the
    other view of topics is wanted; `coder`, whose coding alone is learnt from (None: everybody's).
    """
    settings = settings or {}
    told(0.02, "reading")
    of = _read(workbench, study_id, settings.get("coder"))
    folder = workbench.study_folder(study_id, "models")
    defined = [f"{code.name}. {code.definition}".strip() for code in of.codes]
    known = _vectors(folder / VECTORS, [*of.corpus, *defined], told)
    told(0.6, "learning")
    model = fit(of.coded.examples, of.codes, of.corpus, known) if _learns(of) else None
    told(0.7, "suggestions")
    proposals = _proposals(model, of) if model and of.coded.passages >= EARLY else []
    fitted = _fitted(of, model)
    with saving(workbench, settings, 0.76, "questions") as connection:
        count = assistant.propose(connection, study_id, model.name if model else "", proposals)
        assistant_at_once.write(folder, None)
        fitted["suggestions"] = count
        before = kept(workbench, study_id, FITTED) or {}
        _write(folder / FITTED, {**fitted, "goodness": before.get("goodness")})
    pulls = _pulls(model, proposals, of.said)
    asked = _questions_as_json(of.stamp, model, of.coded, _settled(of.coded, of.taken, of.stay))
    asked["next"] = _next_as_json(model, of.said, of.taken)
    with saving(workbench, settings, 0.82, "goodness"):
        _write(folder / QUESTIONS, asked)
        assistant_at_once.write(folder, pulls)
    fitted["goodness"] = _goodness(model)
    told(0.88, "topics")
    _find_topics(workbench, study_id, settings, of, known)
    with saving(workbench, settings, 0.99, "topics"):
        _write(folder / FITTED, {**fitted, "made_by": MADE_BY})


def _read(workbench: Workbench, study_id: int, coder: int | None) -> Material:
    with workbench.database.reading() as connection:
        if coder not in assistant_reading.coders(connection, study_id):
            coder = None
        return Material(
            assistant_reading.stamp(connection, study_id),
            assistant_reading.stamp_of_words(connection, study_id),
            assistant_reading.study_stretches(connection, study_id),
            assistant_reading.coded(connection, study_id, coder),
            assistant_reading.code_words(connection, study_id),
            assistant_reading.taken(connection, study_id),
            assistant_reading.decided_places(connection, study_id),
            assistant_questions.kept(connection, study_id),
            coder,
        )


def _learns(of: Material) -> bool:
    return bool(of.codes) and of.coded.passages > 0


def _pulls(
    model: Model | None, proposals: Sequence[Proposal], said: Sequence[Stretch]
) -> assistant_at_once.Kept | None:
    """What a decision about each suggested passage moves at once."""
    if model is None:
        return None
    words = {(each.version, each.span.start, each.span.end): each.text for each in said}
    return assistant_at_once.worked_out(model, proposals, words)


def _find_topics(
    workbench: Workbench,
    study_id: int,
    settings: Mapping[str, Any],
    of: Material,
    known: dict[str, Vectors],
) -> None:
    """Find topics anew where the texts changed, or others are asked for.

    What the team arranged stays, and passages like it join it.
    """
    by_words = bool(settings.get("by_words"))
    asked = Asked(of.stamp_of_words, settings.get("topics"), by_words, vectors.why_missing())
    before = assistant_topics_found.read(workbench, study_id)
    if before is not None and before.asked == asked:
        return
    texts = [each.text for each in of.said]
    found = find_topics(texts, settings.get("topics"), known, by_words_alone=by_words)
    folder = workbench.study_folder(study_id, "models")
    with saving(workbench, settings, 0.97, "topics") as connection:
        assistant_topics_found.write(folder, asked, found, of.said)
        if not by_words:
            settle(connection, workbench, study_id)


def _proposals(model: Model, of: Material) -> list[Proposal]:
    """The likeliest suggestions, none where the code is on the passage already.

    No passage that somebody has decided about comes again. Reasons are looked for last, for those
    alone that are kept.
    """
    rows = worth_scoring(model, [each.text for each in of.said]).tolist()
    said = [of.said[row] for row in rows]
    texts = [each.text for each in said]
    found = []
    for one in model.likeliest(texts, top=A_PASSAGE):
        where = said[one.row]
        if (where.version, where.span.start, where.span.end) in of.decided:
            continue
        met = of.taken.get((where.version, int(str(model.codes[one.column].id))), ())
        if not any(where.span.meets(span) for span in met):
            found.append(one)
    found.sort(key=lambda one: -one.score)
    kept = found[:MOST_SUGGESTIONS]
    return [
        _proposal(said[one.row], int(str(suggestion.code)), suggestion, of.coded)
        for one, suggestion in zip(kept, model.reasoned(texts, kept), strict=True)
    ]


def _proposal(where: Stretch, code: int, one: Suggestion, coded: Coded) -> Proposal:
    words = [
        [word.word, word.weight, [[span.start, span.end] for span in word.at]] for word in one.words
    ]
    near = [[coded.codings[each.example], each.alike] for each in one.near]
    why = {"words": words, "near": near}
    return Proposal(where.transcript, where.version, code, where.span, round(one.score, 6), why)


def _vectors(file: Path, texts: Iterable[str], told: Told) -> dict[str, Vectors]:
    """The sentence vectors of the texts: from the file, new ones made and kept in it."""
    if vectors.why_missing() is not None:
        return {}
    wanted = list(dict.fromkeys(piece for text in texts for piece in pieces(text)))
    keys = [vectors.key(piece) for piece in wanted]
    known = kept_vectors(file)
    new = [key for key in keys if key not in known]
    told(0.05, "vectors")
    vectors.vectors(wanted, known, lambda share: told(0.05 + 0.55 * share, "vectors"))
    needed = {key: known[key] for key in keys}
    if new or len(needed) < len(known):
        part = file.with_name("part.npz")
        rows = np.stack(list(needed.values())).astype(np.float16) if needed else np.zeros((0, 0))
        np.savez(part, keys=np.array(list(needed)), rows=rows)
        part.replace(file)
    return needed


def kept_vectors(file: Path) -> dict[str, Vectors]:
    """The sentence vectors in a file, by `vectors.key`; none where it cannot be read."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            rows = kept["rows"].astype(np.float32)
            return dict(zip(kept["keys"].tolist(), rows, strict=True))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def _settled(
    coded: Coded,
    taken: Mapping[tuple[int, int], Sequence[Span]],
    stay: Collection[tuple[str, int]],
) -> Settled:
    """About what nothing is to be asked: decided before, coded nearby, or said to stay."""

    def settled(example: int, code: Hashable) -> bool:
        number = int(str(code))
        uuids = coded.uuids.get((example, number))
        if uuids:
            return all((uuid, number) in stay for uuid in uuids)
        _transcript, version, start, end = coded.places[example]
        return any(Span(start, end).meets(span) for span in taken.get((version, number), ()))

    return settled


def _questions_as_json(
    stamp: str, model: Model | None, coded: Coded, settled: Settled
) -> dict[str, Any]:
    """The questions by the places they are about: no words of a passage are kept."""
    found = questions(model, settled) if model is not None else []
    rows = [
        {
            "kind": each.kind.value,
            "place": list(coded.places[each.example]),
            "code": each.code,
            "score": each.score,
            "alike": each.alike,
            "of": each.of,
            "near": [[coded.codings[near.example], near.alike] for near in each.near],
            "instead": each.instead,
        }
        for each in found
    ]
    return {"stamp": stamp, "questions": rows}


def _next_as_json(
    model: Model | None, said: Sequence[Stretch], taken: Mapping[tuple[int, int], Sequence[Span]]
) -> list[list[Any]]:
    """What to read next, by place: nothing that bears a code or was decided about."""
    if model is None:
        return []
    met: dict[int, list[Span]] = {}
    for (version, _code), spans in taken.items():
        met.setdefault(version, []).extend(spans)
    apart = {version: _apart(spans) for version, spans in met.items()}
    left = [each for each in said if not meets_any(each.span, apart.get(each.version, ()))]
    found = to_read_next(model, [each.text for each in left])
    return [
        [left[one.row].transcript, left[one.row].version, left[one.row].span.start,
         left[one.row].span.end, one.worth, one.unsure]
        for one in found
    ]  # fmt: skip


def _apart(spans: Sequence[Span]) -> list[Span]:
    """What the spans cover, in order, as spans that do not meet."""
    covered: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        if covered and span.start < covered[-1].end:
            covered[-1] = Span(covered[-1].start, max(covered[-1].end, span.end))
        else:
            covered.append(span)
    return covered


def _fitted(of: Material, model: Model | None) -> dict[str, Any]:
    """What is known as soon as suggestions are there."""
    return {
        "stamp": of.stamp,
        "at": now().isoformat(),
        "coded": of.coded.passages,
        "coder": of.coder,
        "stretches": len(of.said),
        "missing": vectors.why_missing(),
        "prior": model.prior if model is not None else None,
    }


def _goodness(model: Model | None) -> dict[str, Any] | None:
    if model is None:
        return None
    good = goodness(model)
    return {
        **asdict(good),
        "overlaps": [asdict(each) for each in overlaps(good)],
        "curve": [asdict(point) for point in learning_curve(model)],
    }


def kept(workbench: Workbench, study_id: int, name: str) -> dict[str, Any] | None:
    """What the last fit kept under that name, or None where there is nothing that can be read."""
    file = workbench.study_folder(study_id, "models") / name
    try:
        read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return read


def _write(file: Path, document: Mapping[str, Any]) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(document), encoding="utf-8")
    part.replace(file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
