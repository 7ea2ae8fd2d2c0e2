"""Free-text comments of a survey or a feedback box: a table becomes transcripts to code in.

Nobody knows who wrote them, so there is no participant and no consent form. Whether they may be
quoted is said once, at the import: only where people were told that their comments may be published
without a name. Unless somebody says so they leave in no document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.exchange.comments import Comment, Comments, parts
from ebcd.store import comments as store
from ebcd.store import transcripts
from ebcd.store.speakers import NewSpeaker
from ebcd.store.transcripts import COMMENTS, NewTranscript
from ebcd.store.workbench import Workbench
from ebcd.text import normalise, sha256
from ebcd.transcripts.turns import Problem, Turn
from ebcd.words import _


@dataclass(frozen=True)
class Imported:
    """What was imported. `already`: parts that were in the study before."""

    transcripts: tuple[int, ...]
    comments: int
    empty: int
    already: int


def import_comments(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    name: str,
    digest: str,
    found: Comments,
    *,
    title: str,
    may_quote: bool = False,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Imported:
    """Save the comments of a table, a transcript for each part of about a thousand.

    `digest`: the file's SHA-256. `may_quote`: whether people agreed to be quoted without a name.
    `on_progress`: told how many parts are done, of how many. Each part is an act of its own, so
    that an import that breaks off goes on where it stopped. Raises Conflict where every part is
    here already.
    """
    title = _checked_title(title)
    each_part = parts(found.comments)
    made: list[int] = []
    count = 0
    for number, part in enumerate(each_part, start=1):
        on_progress(number - 1, len(each_part))
        new = _transcript(name, digest, found, part, number, _title(title, number, len(each_part)))
        with act(workbench, actor, study_id, May.TRANSCRIPTS, "import comments") as doing:
            added = transcripts.add(doing.connection, study_id, new, actor.account_id)
            if added is not None:
                transcripts.change(doing.connection, study_id, added, {"may_quote": may_quote})
                known = {each.label: (each.row, each.attributes) for each in part}
                store.keep_attributes(doing.connection, study_id, added, known)
                made.append(added)
                count += len(part)
            doing.about(transcript=added, comments=len(part), quotable=may_quote)
    on_progress(len(each_part), len(each_part))
    if not made:
        raise Conflict(
            f"The column “{found.column}” of {name} is in this study already: nothing was imported."
        )
    return Imported(tuple(made), count, found.empty, len(each_part) - len(made))


def _transcript(
    name: str, digest: str, found: Comments, part: list[Comment], number: int, title: str
) -> NewTranscript:
    empty = []
    if found.empty and number == 1:
        rows = "1 row" if found.empty == 1 else f"{found.empty:,} rows"
        empty = [Problem(f"Left out: {rows} without a comment.")]
    return NewTranscript(
        title=title,
        kind=COMMENTS,
        language="",
        source_name=name[-300:],
        source_format="comments",
        source_sha256=sha256(f"{digest} {found.column} {number}"),
        problems=empty,
        turns=[Turn(each.label, None, None, each.text) for each in part],
        speakers=[NewSpeaker(each.label) for each in part],
    )


def _title(title: str, number: int, of: int) -> str:
    """The title of one part, numbered so that part 10 stands behind part 09."""
    if of == 1:
        return title
    return _("{title}, part {n}").format(title=title, n=f"{number:0{len(str(of))}}")


def _checked_title(title: str) -> str:
    title = normalise(title)
    if not 1 <= len(title) <= 180:
        raise BadInput("A title has 1 to 180 characters: type another.")
    return title


def describe_comments(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    *,
    title: str,
    may_quote: bool,
) -> None:
    """Change the title of comments, and whether they may be quoted without a name."""
    values = {"title": _checked_title(title), "may_quote": may_quote}
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "describe comments") as doing:
        listed = transcripts.listed(doing.connection, study_id, transcript_id)
        if not listed or listed[0].kind != COMMENTS:
            raise NotFound("These comments are no longer there: look at the list again.")
        transcripts.change(doing.connection, study_id, transcript_id, values)
        doing.about(transcript=transcript_id, quotable=may_quote)


def attribute_counts(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int
) -> Mapping[str, Mapping[str, int]]:
    """How many comments of a transcript have which value, by column, the most frequent first."""
    with look(workbench, actor, study_id) as connection:
        rows = store.attributes(connection, study_id, [transcript_id])
    counted: dict[str, Counter[str]] = {}
    for _transcript_id, _speaker_id, known in rows:
        for column, value in known.items():
            counted.setdefault(column, Counter())[value] += 1
    return {column: dict(values.most_common()) for column, values in counted.items()}
