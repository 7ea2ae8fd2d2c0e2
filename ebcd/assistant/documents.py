"""The assistant's answers as plain documents: what `ebcd suggest`, `topics` and `pseudonymise` say.

These names and keys are a promise to those who script; see ARCHITECTURE.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ebcd.assistant import names
from ebcd.assistant.pseudonyms import pseudonymise
from ebcd.assistant.suggestions import CodeWords, Example, Model, Suggestion, fit
from ebcd.assistant.topics import find_topics
from ebcd.errors import BadInput
from ebcd.text import normalise

CLOSE_TO_DEFINITION = "(close to the code's name and definition)"
CLOSE_IN_MEANING = "(close in meaning to passages under this code)"


def suggest_document(
    train: Sequence[Mapping[str, str]],
    passages: Sequence[str],
    codebook: Sequence[Mapping[str, str]],
    top: int = 5,
    min_score: float | None = None,
) -> dict[str, Any]:
    """Codes for each passage, learnt from the `train` rows (text, codes with ";" between).

    `codebook`: rows of code and definition; codes not in it but used count too. An optional column
    person, transcript or group in `train` says where a row is from. Row numbers count from 0.
    """
    examples = [_example(row) for row in train]
    codes = _codes(examples, codebook)
    if not codes:
        raise BadInput(
            "No code was found: fill the column “codes” of the coded passages, or give a codebook."
        )
    texts = [normalise(text) for text in passages]
    coded = [example for example in examples if example.codes]
    corpus = [example.text for example in examples] + texts
    model = fit(coded, codes, corpus)
    found = model.suggest(texts, top, min_score)
    return {
        "suggestions": [[_said(one) for one in each] for each in found],
        "model": {
            "examples": len(coded),
            "threshold": _defined(model.threshold),
            "precision_out_of_fold": _defined(model.bar.precision),
            "reached_out_of_fold": round(model.bar.reached, 4),
        },
        "problems": _problems(model, len(examples) - len(coded), min_score),
    }


def _example(row: Mapping[str, str]) -> Example:
    codes = (normalise(code) for code in (row.get("codes") or "").split(";"))
    group = next((row[name] for name in ("person", "transcript", "group") if row.get(name)), None)
    return Example(normalise(row.get("text") or ""), frozenset(filter(None, codes)), group)


def _codes(examples: Sequence[Example], codebook: Sequence[Mapping[str, str]]) -> list[CodeWords]:
    """The codes of the codebook in its order, then others that were used, by name."""
    codes: dict[str, CodeWords] = {}
    for row in codebook:
        name = normalise(row.get("code") or "")
        if name and name not in codes:
            definition = normalise(row.get("definition") or row.get("description") or "")
            codes[name] = CodeWords(name, name, definition)
    for name in sorted({str(code) for example in examples for code in example.codes}):
        codes.setdefault(name, CodeWords(name, name))
    return list(codes.values())


def _said(suggestion: Suggestion) -> dict[str, Any]:
    words = [word.word for word in suggestion.words]
    if not words:
        words = [CLOSE_IN_MEANING if suggestion.near else CLOSE_TO_DEFINITION]
    return {
        "code": suggestion.code,
        "score": round(suggestion.score, 6),
        "why": words,
        "marks": [
            {"word": word.word, "weight": word.weight, "at": [[s.start, s.end] for s in word.at]}
            for word in suggestion.words
        ],
        "nearest": [{"row": near.example, "alike": near.alike} for near in suggestion.near],
    }


def _problems(model: Model, uncoded: int, min_score: float | None) -> list[str]:
    problems = []
    if model.reader.missing:
        problems.append(model.reader.missing)
    if uncoded:
        problems.append(f"{uncoded} rows bear no code and were not learnt from.")
    if min_score is None and model.early:
        problems.append(
            f"Only {len(model.kept)} passages are coded, too few to say what is likely: code 20, "
            "or ask for every code with --top 0 --min-score 0."
        )
    elif min_score is None and math.isinf(model.threshold):
        problems.append(
            "No score was right often enough out of fold, so nothing is suggested: code more "
            "passages, or ask for every code with --top 0 --min-score 0."
        )
    return problems


def _defined(number: float | None) -> float | None:
    return round(number, 4) if number is not None and math.isfinite(number) else None


def topics_document(passages: Sequence[str], topics: int | None = None) -> dict[str, Any]:
    """The topics of the passages, the largest first; `topics`: how many, None to have it chosen."""
    if topics is not None and not 1 <= topics <= 200:
        raise BadInput("The number of topics is from 1 to 200: write it again.")
    texts = [normalise(text) for text in passages]
    found = find_topics(texts, topics)
    problems = [found.missing] if found.missing else []
    if not found.topics:
        problems.append("No passage has words to go by: give passages with text in them.")
    elif topics is not None and len(found.topics) < topics:
        problems.append(f"The passages differ in only {len(found.topics)} ways.")
    return {
        "topics": [
            {
                "words": list(topic.words),
                "passages": list(topic.passages),
                "typical": list(topic.typical),
                "steadiness": _defined(topic.steadiness),
            }
            for topic in found.topics
        ],
        "suggested": found.suggested,
        "steadiness": _defined(found.steadiness),
        "left_out": list(found.left_out),
        "problems": problems,
    }


def pseudonymise_document(text: str) -> dict[str, Any]:
    """The text with pseudonyms, and what was replaced; positions are in the text as given."""
    new, replacements = pseudonymise(text)
    missing = names.why_missing()
    return {
        "text": new,
        "replacements": [
            {
                "start": each.span.start,
                "end": each.span.end,
                "kind": each.clue.value,
                "original": each.original,
                "pseudonym": each.pseudonym,
            }
            for each in replacements
        ],
        "problems": [missing] if missing else [],
    }
