"""Retrieval: the passages that fit a question, and the questions that a team keeps.

Nothing marked “do not use” and nobody who has withdrawn is in an answer, nor between two passages
that are shown together.
"""

from __future__ import annotations

from array import array
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.assistant.sentences import sentence_spans
from ebcd.coding import Coding
from ebcd.errors import BadInput, Conflict
from ebcd.findings.grid import Speakers
from ebcd.findings.question import (
    Names,
    Question,
    comments_fit,
    only,
    query,
    read,
    who_fit,
    written,
)
from ebcd.findings.retrieval import Hit, Shelf, Unit
from ebcd.findings.retrieval import retrieve as hits_of
from ebcd.people import Group, trait_choices
from ebcd.store import comments, findings, kept_queries, spoken
from ebcd.store import retrieval as store
from ebcd.store.database import Connection
from ebcd.store.findings import Material
from ebcd.store.kept_queries import Kept
from ebcd.store.passages import Passage, usable_stretches
from ebcd.store.retrieval import ROLE
from ebcd.store.workbench import Workbench
from ebcd.text import Span, meets_any, normalise, sha256

__all__ = ["ROLE", "Answer", "Choices", "Found", "Kept"]

LONGEST_NAME = 120


@dataclass(frozen=True)
class Found:
    """A passage that fits.

    `codings`: ids of those it was made of. `people`: participants who speak in it. `may_quote`:
    whether it may leave in a document. `start_ms`: where it begins in the recording, if known.
    """

    transcript: int
    version: int
    span: Span
    codings: tuple[int, ...]
    people: tuple[int, ...]
    may_quote: bool
    is_field_note: bool
    start_ms: int | None

    @property
    def key(self) -> str:
        """What tells it from the other passages of an answer."""
        return f"{self.transcript}-{self.span.start}-{self.span.end}"


@dataclass(frozen=True)
class Answer:
    """The passages that fit, by transcript and place. `people`: how many speak in them, by group.

    `without_people`: passages in which no participant speaks.
    """

    found: tuple[Found, ...]
    people: Mapping[Group, int]
    without_people: int


@dataclass(frozen=True)
class Choices:
    """What a question can choose among. `traits`: the values of each attribute."""

    people: Mapping[int, str]
    groups: tuple[Group, ...]
    traits: Mapping[str, tuple[str, ...]]
    transcripts: Mapping[int, str]
    coders: Mapping[int, str]


def shelf(of: Material) -> Shelf:
    """The study's usable codings, to be asked many times."""
    return Shelf(of.codings, {code.id: code.parent for code in of.codes})


def retrieve(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    question: Question,
    of: Material,
    on: Shelf | None = None,
) -> Answer:
    """The passages that fit. `on`: the shelf of `of`, if it is at hand."""
    with look(workbench, actor, study_id) as connection:
        wanted = who_fit(question, of.participants, store.traits(connection, study_id))
        starts = _Starts(connection, of)
        hits = hits_of(on or shelf(of), query(question), only(question), starts)
        found = _judged(connection, study_id, of, hits)
        if wanted is not None:
            said = _comments_that_fit(connection, study_id, question, of, found)
            found = [
                each
                for each in found
                if not wanted.isdisjoint(each.people)
                or meets_any(each.span, said.get(each.transcript, ()))
            ]
    order = {transcript: at for at, transcript in enumerate(of.sources)}
    found.sort(key=lambda each: (order[each.transcript], each.span))
    speaking = {who for each in found for who in each.people}
    return Answer(
        tuple(found),
        Counter(of.participants[who].group for who in speaking),
        sum(not each.people for each in found),
    )


def _comments_that_fit(
    connection: Connection,
    study_id: int,
    question: Question,
    of: Material,
    found: Sequence[Found],
) -> Mapping[int, Sequence[Span]]:
    """Where comments stand whose ward, month or the like is asked for, by transcript."""
    asked = comments_fit(question)
    within = {each.transcript for each in found if of.sources[each.transcript].is_comments}
    return comments.places(connection, study_id, asked, within) if asked and within else {}


class _Starts:
    """Where sentences and turns begin, looked up only where a question counts in them."""

    def __init__(self, connection: Connection, of: Material) -> None:
        self._connection, self._of = connection, of

    def __call__(self, transcript: int, unit: Unit) -> Sequence[int]:
        if unit is Unit.TURNS:
            return [turn.span.start for turn in self._of.turns.get(transcript, ())]
        version = self._of.sources[transcript].version
        return _sentences(spoken.text_of(self._connection, version))


_SENTENCES: OrderedDict[str, array[int]] = OrderedDict()
_MOST_KEPT = 4_096
_KEEPING = Lock()


def _sentences(text: str) -> Sequence[int]:
    """Where the sentences of a text begin, kept under the text's hash: no words stay here."""
    key = sha256(text)
    with _KEEPING:
        kept = _SENTENCES.get(key)
    if kept is None:
        kept = array("l", (span.start for span in sentence_spans(text)))
        with _KEEPING:
            _SENTENCES[key] = kept
            while len(_SENTENCES) > _MOST_KEPT:
                _SENTENCES.popitem(last=False)
    return kept


def _judged(
    connection: Connection, study_id: int, of: Material, hits: Sequence[Hit]
) -> list[Found]:
    """The hits with who speaks in them; those with words between their codings judged anew."""
    speakers = Speakers(of.turns)
    inside = [hit for hit in hits if _is_coded(hit, of.passages)]
    between = {(hit.transcript, hit.span): hit for hit in hits if not _is_coded(hit, of.passages)}
    found = [_found(of, hit, speakers) for hit in inside]
    for judged in usable_stretches(connection, study_id, between) if between else ():
        hit = between[judged.transcript, judged.span]
        found.append(_of_passage(hit, judged))
    return found


def _is_coded(hit: Hit, passages: Mapping[int, Passage]) -> bool:
    """Whether every character of the hit lies in one of its codings."""
    reached = hit.span.start
    for span in sorted(passages[coding].span for coding in hit.codings):
        if span.start <= reached:
            reached = max(reached, span.end)
    return reached >= hit.span.end


def _found(of: Material, hit: Hit, speakers: Speakers) -> Found:
    behind = [of.passages[coding] for coding in sorted(hit.codings)]
    whole = next((each for each in behind if each.span == hit.span), None)
    if whole is not None:
        return _of_passage(hit, whole)
    people = speakers.within(hit.transcript, hit.span.start, hit.span.end)
    first = max(
        (each for each in behind if each.span.start <= hit.span.start), key=lambda p: p.span.start
    )
    return Found(
        hit.transcript,
        first.version,
        hit.span,
        tuple(sorted(hit.codings)),
        tuple(sorted(people & of.participants.keys())),
        all(each.may_quote for each in behind),
        first.is_field_note,
        first.start_ms,
    )


def _of_passage(hit: Hit, passage: Passage) -> Found:
    return Found(
        hit.transcript,
        passage.version,
        hit.span,
        tuple(sorted(hit.codings)),
        passage.people,
        passage.may_quote,
        passage.is_field_note,
        passage.start_ms,
    )


def words(
    workbench: Workbench, actor: Actor, study_id: int, of: Material, found: Sequence[Found]
) -> list[str]:
    """What is said in each of these passages."""
    with look(workbench, actor, study_id) as connection:
        return words_of(connection, study_id, of, found)


def words_of(
    connection: Connection, study_id: int, of: Material, found: Sequence[Found]
) -> list[str]:
    """The same, within a look or an act; only what no coding holds is read from the text."""
    known: dict[str, str] = {}
    for each in found:
        for coding in each.codings:
            passage = of.passages[coding]
            if passage.span == each.span:
                known[each.key] = passage.quote
    missing = [each for each in found if each.key not in known]
    read_words = findings.texts(
        connection, study_id, [(each.version, each.span) for each in missing]
    )
    known |= {each.key: text for each, text in zip(missing, read_words, strict=True)}
    return [known[each.key] for each in found]


def codes_on(on: Shelf, found: Found) -> list[Coding]:
    """Every coding that meets the passage, whether the question asked for it or not."""
    return on.meeting(found.transcript, found.span)


def choices(workbench: Workbench, actor: Actor, study_id: int, of: Material) -> Choices:
    """What a question can choose among in this study."""
    with look(workbench, actor, study_id) as connection:
        traits = store.traits(connection, study_id)
        known = comments.descriptions(connection, study_id)
    speaking = {who for passage in of.passages.values() for who in passage.people}
    coded = {coding.transcript for coding in of.codings}
    described: list[Mapping[str, str]] = [traits.get(who, {}) for who in sorted(speaking)]
    if any(of.sources[each].is_comments for each in coded):
        described += known
    values = trait_choices(described)
    groups = {of.participants[who].group for who in speaking}
    coders = {coding.coder for coding in of.codings}
    return Choices(
        {who: each.pseudonym for who, each in of.participants.items() if who in speaking},
        tuple(group for group in Group if group in groups),
        {name: values[name] for name in sorted(values, key=_role_first)},
        {each: source.title for each, source in of.sources.items() if each in coded},
        {each: of.coders.get(each, "") for each in sorted(coders)},
    )


def _role_first(name: str) -> tuple[bool, str]:
    return name != ROLE, name.casefold()


def names(of: Material) -> Names:
    """What the ids in a question are called."""
    return Names(
        {code.id: code.name for code in of.codes},
        frozenset(code.parent for code in of.codes if code.parent is not None),
        {who: each.pseudonym for who, each in of.participants.items()},
        {each: source.title for each, source in of.sources.items()},
        of.coders,
    )


# --- Kept queries -------------------------------------------------------------------------------


def kept(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Kept]:
    """The questions that the team keeps, by name."""
    with look(workbench, actor, study_id) as connection:
        return kept_queries.kept(connection, study_id)


def keep(workbench: Workbench, actor: Actor, study_id: int, name: str, question: Question) -> None:
    """Keep a question under a name. Raises Conflict where the name is taken."""
    name = normalise(name)
    if not name:
        raise BadInput("A kept query needs a name: type one and save again.")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"This name is too long: {LONGEST_NAME} characters at most.")
    text = written(question)
    read(text)
    with act(workbench, actor, study_id, May.CODE, "keep a query") as doing:
        if not kept_queries.keep(doing.connection, study_id, name, text, actor.account_id):
            raise Conflict(f"There is a query called “{name}” already: choose another name.")


def let_go(workbench: Workbench, actor: Actor, study_id: int, query_id: int) -> int | None:
    """Delete a kept query; returns what `undo` takes, or None where it was gone already."""
    with act(workbench, actor, study_id, May.CODE, "delete a query") as doing:
        found = kept_queries.let_go(doing.connection, study_id, query_id)
        if found is not None:
            doing.remember(QUERY_DELETED, {"name": found.name, "query": found.query})
    return doing.undo_id


QUERY_DELETED = "delete query"
