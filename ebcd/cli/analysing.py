"""Commands that need no study: files in, one document out."""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path
from typing import Any

from ebcd.cli.reading import file_bytes, rows
from ebcd.errors import BadInput

METHODS = ("dots", "approval", "ranked", "impact-effort", "pairwise", "equal-shares")


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], every: argparse.ArgumentParser
) -> None:
    """Add this module's commands."""
    inspect = commands.add_parser(
        "inspect", parents=[every], help="read a transcript, store nothing"
    )
    inspect.add_argument("file", type=Path)
    inspect.add_argument("--encoding", help="read the text as this encoding")
    inspect.set_defaults(run=_inspect)

    suggest = commands.add_parser(
        "suggest", parents=[every], help="suggest codes for passages from coded ones"
    )
    suggest.add_argument("--train", type=Path, required=True, help="CSV: text, codes (a;b)")
    suggest.add_argument("--passages", type=Path, required=True, help="CSV: text")
    suggest.add_argument("--codebook", type=Path, help="CSV: code, definition")
    suggest.add_argument("--top", type=int, default=5, help="how many a passage; 0 for all")
    suggest.add_argument("--min-score", type=float, help="leave out what scores less")
    suggest.set_defaults(run=_suggest)

    topics = commands.add_parser("topics", parents=[every], help="what the passages are about")
    topics.add_argument("--passages", type=Path, required=True, help="CSV: text")
    topics.add_argument("--topics", type=int, help="how many")
    topics.set_defaults(run=_topics)

    pseudonymise = commands.add_parser(
        "pseudonymise", parents=[every], help="replace what names a person"
    )
    pseudonymise.add_argument("file", type=Path)
    pseudonymise.set_defaults(run=_pseudonymise)

    agreement = commands.add_parser("agreement", parents=[every], help="how far coders agree")
    agreement.add_argument("file", type=Path, help="CSV: unit, coder, code")
    agreement.set_defaults(run=_agreement)

    tally = commands.add_parser("tally", parents=[every], help="count ballots")
    tally.add_argument("file", type=Path, help="CSV: voter, group, option, value")
    tally.add_argument("--method", choices=METHODS, required=True)
    tally.add_argument("--options", type=Path, help="CSV: option; those nobody chose count too")
    tally.add_argument("--costs", type=Path, help="CSV: option, cost (equal-shares)")
    tally.add_argument("--budget", type=float, help="(equal-shares)")
    tally.add_argument("--equal-groups", action="store_true", help="(ranked) weigh groups equally")
    tally.add_argument("--seed", type=int, default=0, help="of the resampling and of a lot")
    tally.set_defaults(run=_tally)


def _inspect(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.transcripts.reading import inspect_dict, read_transcript

    data = file_bytes(chosen.file)
    return inspect_dict(read_transcript(chosen.file.name, data, encoding=chosen.encoding))


def _suggest(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.assistant.documents import suggest_document

    if chosen.top < 0:
        raise BadInput("--top is 0 (all) or more: write it again.")
    codebook = (
        rows(chosen.codebook, ("code",), {"definition": ("definition", "description")})
        if chosen.codebook
        else []
    )
    return suggest_document(
        rows(chosen.train, ("text", "codes")),
        [row["text"] for row in rows(chosen.passages, ("text",))],
        codebook,
        chosen.top,
        chosen.min_score,
    )


def _topics(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.assistant.documents import topics_document

    passages = [row["text"] for row in rows(chosen.passages, ("text",))]
    return topics_document(passages, chosen.topics)


def _pseudonymise(chosen: argparse.Namespace) -> dict[str, Any]:
    """A text file as it stands, so that positions count from its first letter; else its turns."""
    from ebcd.assistant.documents import pseudonymise_document
    from ebcd.transcripts.encoding import decode
    from ebcd.transcripts.reading import read_transcript

    data = file_bytes(chosen.file)
    if chosen.file.suffix.lower() in (".txt", ".md"):
        return pseudonymise_document(unicodedata.normalize("NFC", decode(data)[0]))
    return pseudonymise_document(read_transcript(chosen.file.name, data).text)


def _agreement(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.findings.agreement import Row, agreement_document

    read = rows(chosen.file, ("unit", "coder", "code"))
    return agreement_document(Row(row["unit"], row["coder"], row["code"]) for row in read)


def _tally(chosen: argparse.Namespace) -> dict[str, Any]:
    from ebcd.priorities.tally import tally_document

    columns = ("impact", "effort") if chosen.method == "impact-effort" else ("value",)
    costs = None
    if chosen.costs:
        costs = {row["option"]: row["cost"] for row in rows(chosen.costs, ("option", "cost"))}
    return tally_document(
        rows(chosen.file, ("voter", "group", "option", *columns)),
        chosen.method,
        options=[row["option"] for row in rows(chosen.options, ("option",))]
        if chosen.options
        else (),
        costs=costs,
        budget=chosen.budget,
        equal_groups=chosen.equal_groups,
        seed=chosen.seed,
    )
