"""How good the assistant is beside the plain way, and how fast.

    python -m bench.assistant [suggest] [topics] [names] [speed] [--coded FOLDER] [--seeds 3]

The plain way is TF-IDF words and logistic regression, in the same run on the same passages. People
or transcripts tried on are never among those learnt from. `--coded` (or EBCD_CODED) names a folder
with fft_v6.csv, swj_interviews.csv, swj_codebook.csv and presidio_synth_v2.json; without it the
coded passages of the sample study stand in.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ebcd.assistant.learning import ranking_quality
from ebcd.assistant.suggestions import CodeWords, Example, fit

ROOT = Path(__file__).parents[1]
SIZES = (20, 50, 100, 300, 1000)
TRIED = 1000
KNOWN: dict[str, Any] = {}


@dataclass(frozen=True)
class Coded:
    """A set of coded passages. `groups`: who or where each is from."""

    name: str
    texts: list[str]
    codes: list[frozenset[str]]
    groups: list[str]
    definitions: dict[str, str]

    @property
    def codebook(self) -> list[CodeWords]:
        names = sorted(set().union(*self.codes))
        return [CodeWords(name, name, self.definitions.get(name, "")) for name in names]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _coded(name: str, path: Path, group: str, book: dict[str, str]) -> Coded:
    rows = _rows(path)
    codes = [frozenset(code for code in row["codes"].split(";") if code) for row in rows]
    return Coded(name, [row["text"] for row in rows], codes, [row[group] for row in rows], book)


def _sample() -> Coded:
    """The sample study's coded passages, one row a passage."""
    folder = ROOT / "sample_transcripts"
    book = {row["name"]: row["definition"] for row in _rows(folder / "codebook.csv")}
    codes: dict[tuple[str, str], set[str]] = {}
    for row in _rows(folder / "coded_passages.csv"):
        codes.setdefault((row["transcript"], row["quotation"]), set()).add(row["code"])
    return Coded(
        "sample study",
        [text for _, text in codes],
        [frozenset(each) for each in codes.values()],
        [where for where, _ in codes],
        book,
    )


def _empty_names(coded: Coded) -> dict[str, str]:
    return {
        str(code.id): f"{chr(99 + at // 20)}{chr(97 + at % 20)}"
        for at, code in enumerate(coded.codebook)
    }


def _joined(short: Coded, words: int = 50) -> Coded:
    """Comments joined into long ones, with names that say nothing."""
    names = _empty_names(short)
    texts: list[str] = []
    codes: list[frozenset[str]] = []
    now: list[int] = []
    for row in np.random.default_rng(7).permutation(len(short.texts)).tolist():
        now.append(row)
        if sum(len(short.texts[each].split()) for each in now) >= words:
            texts.append(" ".join(short.texts[each] for each in now))
            codes.append(frozenset(names[code] for each in now for code in short.codes[each]))
            now = []
    groups = [str(at) for at in range(len(texts))]
    return Coded("long comments, names that say nothing", texts, codes, groups, {})


def _nameless(coded: Coded) -> Coded:
    names = _empty_names(coded)
    codes = [frozenset(names[code] for code in each) for each in coded.codes]
    return replace(coded, name=f"{coded.name}, names that say nothing", codes=codes, definitions={})


def sets(folder: Path | None) -> Iterator[Coded]:
    """The sets there are."""
    yield _sample()
    if folder is None:
        return
    feedback = _coded("feedback", folder / "fft_v6.csv", "person", {})
    book = {row["code"]: row["description"] for row in _rows(folder / "swj_codebook.csv")}
    talks = _coded("interviews", folder / "swj_interviews.csv", "transcript", book)
    yield from (feedback, talks, _joined(feedback), _nameless(talks))


def split(coded: Coded, size: int, seed: int) -> tuple[list[int], list[int]]:
    """Rows to learn from and rows to try on, no group in both."""
    rng = np.random.default_rng(seed)
    groups = rng.permutation(sorted(set(coded.groups))).tolist()
    held = set(groups[: max(1, len(groups) // 3)])
    order = rng.permutation(len(coded.texts)).tolist()
    train = [row for row in order if coded.groups[row] not in held][:size]
    tried = [row for row in order if coded.groups[row] in held and coded.codes[row]][:TRIED]
    return train, tried


def plain(
    coded: Coded, train: list[int], tried: list[int], truth: Any, strength: float = 10
) -> Any:
    """TF-IDF words and one logistic regression a code; `strength` 1 is scikit-learn's own."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer().fit(coded.texts)
    seen = words.transform([coded.texts[row] for row in train])
    new = words.transform([coded.texts[row] for row in tried])
    scores = np.zeros((len(tried), truth.shape[1]))
    for column in range(truth.shape[1]):
        target = truth[train, column]
        if target.any() and not target.all():
            model = LogisticRegression(C=strength, solver="liblinear").fit(seen, target)
            scores[:, column] = model.predict_proba(new)[:, 1]
        else:
            scores[:, column] = target.mean()
    return scores


def hits(scores: Any, truth: Any, most: int = 3) -> float:
    """The share of passages with a code of theirs among the first three."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :most]
    return float(np.take_along_axis(truth, best, axis=1).any(axis=1).mean())


def _one(coded: Coded, size: int, seed: int, truth: Any) -> tuple[float, ...] | None:
    train, tried = split(coded, size, seed)
    if len(train) < size:
        return None
    examples = [Example(coded.texts[r], coded.codes[r], coded.groups[r]) for r in train]
    model = fit(examples, coded.codebook, coded.texts, KNOWN)
    ours = model.scores([coded.texts[r] for r in tried])
    base, real = plain(coded, train, tried, truth), truth[tried]
    plainest = plain(coded, train, tried, truth, 1)
    shown = ours >= model.threshold
    return (
        ranking_quality(base, real),
        ranking_quality(ours, real),
        hits(base, real),
        hits(ours, real),
        float(real[shown].mean()) if shown.any() else float("nan"),
        float(shown.any(axis=1).mean()),
        ranking_quality(plainest, real),
    )


def suggest(folder: Path | None, seeds: int) -> None:
    """Suggestions beside the plain way."""
    for coded in sets(folder):
        column = {code.id: at for at, code in enumerate(coded.codebook)}
        truth = np.zeros((len(coded.texts), len(column)), dtype=np.float32)
        for row, codes in enumerate(coded.codes):
            truth[row, [column[code] for code in codes]] = 1
        print(f"\n{coded.name}: {len(coded.texts)} passages, {len(column)} codes")
        print(
            "coded | LRAP plain C=1, plain C=10, ours (gain over each) | hit@3 plain, ours "
            "| shown: precision, share"
        )
        for size in SIZES:
            found = [_one(coded, size, seed, truth) for seed in range(seeds)]
            rows = [row for row in found if row is not None]
            if rows:
                a, b, c, d, right, share, e = map(statistics.median, zip(*rows, strict=True))
                gain = statistics.median(row[1] - row[0] for row in rows)
                more = statistics.median(row[1] - row[6] for row in rows)
                print(
                    f"{size:5d} | {e:.3f}, {a:.3f}, {b:.3f} ({more:+.3f}, {gain:+.3f}) "
                    f"| {c:.2f}, {d:.2f} "
                    f"| {right:.2f}, {share:.2f}",
                    flush=True,
                )


def topics(folder: Path | None, seeds: int) -> None:
    """Topics against the codes that people gave: normalised mutual information."""
    from sklearn.metrics import normalized_mutual_info_score

    from ebcd.assistant.topics import find_topics

    print(
        "\ntopics | number | NMI joined, NMF | NPMI, likewise | steadiness | seconds (vectors kept)"
    )
    for coded in sets(folder):
        if "nothing" in coded.name:
            continue
        first = [min(codes) if codes else "" for codes in coded.codes]
        number = len(set(first))
        find_topics(coded.texts, number, KNOWN)
        begun = time.perf_counter()
        joined = find_topics(coded.texts, number, KNOWN)
        seconds = time.perf_counter() - begun
        quality, coherent = [], []
        for found in (joined, find_topics(coded.texts, number, by_words_alone=True)):
            label = {row: at for at, topic in enumerate(found.topics) for row in topic.passages}
            rows = sorted(label)
            quality.append(
                normalized_mutual_info_score([first[r] for r in rows], [label[r] for r in rows])
            )
            coherent.append(coherence([topic.words for topic in found.topics], coded.texts))
        print(
            f"{coded.name} | {number} | {quality[0]:.2f}, {quality[1]:.2f} "
            f"| {coherent[0]:.2f}, {coherent[1]:.2f} "
            f"| {joined.steadiness or 0:.2f} | {seconds:.1f}",
            flush=True,
        )


_LETTERS = re.compile(r"[^\W_]+")


def coherence(topics_words: Sequence[Sequence[str]], texts: Sequence[str]) -> float:
    """How often the words that name a topic stand in the same passage: mean NPMI of their pairs.

    Normalised pointwise mutual information (Bouma 2009) over passages; -1 for a pair that never
    meets.
    """
    said = [" ".join(["", *_LETTERS.findall(text.lower()), ""]) for text in texts]
    holding = {
        word: np.array([f" {word} " in text for text in said])
        for word in {word for words in topics_words for word in words}
    }
    values = []
    for words in topics_words:
        for at, one in enumerate(words):
            for other in words[at + 1 :]:
                both = float((holding[one] & holding[other]).mean())
                apart = float(holding[one].mean() * holding[other].mean())
                if both >= 1:
                    values.append(1.0)
                elif both > 0 and apart > 0:
                    values.append(float(np.log(both / apart) / -np.log(both)))
                else:
                    values.append(-1.0)
    return float(np.mean(values)) if values else float("nan")


_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def names(folder: Path | None, seeds: int) -> None:
    """Names found in made-up sentences, with capitals and without, word by word."""
    from ebcd.assistant.pseudonyms import candidates

    if folder is None:
        print("\nnames: needs presidio_synth_v2.json (--coded)")
        return
    read = json.loads((folder / "presidio_synth_v2.json").read_text(encoding="utf-8"))
    print("\nnames | recall persons, places, organisations | precision of all candidates")
    for lowered in (False, True):
        found: dict[str, list[bool]] = {}
        right: list[bool] = []
        for each in read[:600]:
            text = each["full_text"]
            shown = text.lower() if lowered else text
            if len(shown) == len(text):
                _count(text, each["spans"], [c.span for c in candidates(shown)], found, right)
        shares = [np.mean(found[kind]) for kind in ("PERSON", "GPE", "ORGANIZATION")]
        way = "no capitals" if lowered else "capitals"
        print(f"{way} | {', '.join(f'{s:.3f}' for s in shares)} | {np.mean(right):.2f}", flush=True)


def decisions(folder: Path | None, seeds: int) -> None:
    """How many decisions one person makes over the names of the sample study and the interviews."""
    from ebcd.assistant.name_groups import batches, forms, grouped
    from ebcd.assistant.pseudonyms import candidates
    from ebcd.transcripts.reading import read_transcript

    files = sorted((ROOT / "sample_transcripts").glob("[PS]0*_interview.*"))
    studies = {"sample study": [read_transcript(f.name, f.read_bytes()).text for f in files]}
    if folder is not None:
        with (folder / "swj_interviews.csv").open(encoding="utf-8", newline="") as file:
            said: dict[str, list[str]] = {}
            for row in csv.DictReader(file):
                said.setdefault(row["transcript"], []).append(row["text"])
        studies["interviews"] = ["\n".join(those) for those in said.values()]
    print("\ndecisions about names | words | decisions | most in 10,000 words")
    for name, texts in studies.items():
        found = [(at, text, candidates(text)) for at, text in enumerate(texts)]
        made = len(batches(grouped(forms(found), (), ())))
        parts: list[list[int]] = [[]]
        for at in range(len(texts)):
            parts[-1].append(at)
            if sum(len(texts[each].split()) for each in parts[-1]) >= 10_000:
                parts.append([])
        most = max(len(batches(grouped(forms(found[a] for a in part), (), ()))) for part in parts)
        print(f"{name} | {sum(len(t.split()) for t in texts):,} | {made} | {most}", flush=True)


def _count(
    text: str, marked: Any, spans: Any, found: dict[str, list[bool]], right: list[bool]
) -> None:
    for match in _WORD.finditer(text):
        at = match.start()
        kinds = [m["entity_type"] for m in marked if m["start_position"] <= at < m["end_position"]]
        hit = any(span.start <= at < span.end for span in spans)
        for kind in kinds:
            found.setdefault(kind, []).append(hit)
        if hit:
            right.append(bool(kinds))


def speed(folder: Path | None, seeds: int) -> None:
    """Seconds: to load, for the vectors of 10,000 words, to learn 5,000 codings of 60 codes."""
    from ebcd.assistant import vectors

    print("\nspeed | seconds")
    sample = _sample()
    begun = time.perf_counter()
    vectors.encoder()
    print(f"load the sentence model | {time.perf_counter() - begun:.1f}")
    words = " ".join(sample.texts).split()[:10_000]
    sentences = [" ".join(words[at : at + 15]) for at in range(0, len(words), 15)]
    begun = time.perf_counter()
    vectors.vectors(sentences)
    print(f"vectors of {len(words):,} words | {time.perf_counter() - begun:.1f}", flush=True)
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.permutation(sample.texts[at % 200].split())[:25]) for at in range(5000)]
    codes = [CodeWords(at, f"code {at}") for at in range(60)]
    examples = [Example(text, frozenset({at % 60})) for at, text in enumerate(texts)]
    known = {vectors.key(t): rng.normal(size=384).astype(np.float32) for t in texts}
    begun, spent = time.perf_counter(), time.process_time()
    fit(examples, codes, texts, known)
    took = f"{time.perf_counter() - begun:.1f} (processor {time.process_time() - spent:.1f})"
    print(f"learn 5,000 codings of 60 codes | {took}", flush=True)


PARTS: dict[str, Callable[[Path | None, int], None]] = {
    "suggest": suggest,
    "topics": topics,
    "names": names,
    "decisions": decisions,
    "speed": speed,
}


def main(arguments: Sequence[str] = ()) -> None:
    """Print the tables asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--coded", default=os.environ.get("EBCD_CODED"))
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args(list(arguments))
    for part in asked.parts or PARTS:
        PARTS[part](Path(asked.coded) if asked.coded else None, asked.seeds)


if __name__ == "__main__":
    main(sys.argv[1:])
