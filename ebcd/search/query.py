"""What a person asks for, in plain words.

    pain nurse            turns with both words, anywhere in them
    "waiting list"        these words one after the other
    pain*                 words that begin so: pain, painful, painkillers
    pain OR ache          either
    pain NEAR nurse       at most ten words between them; NEAR/3: at most three
    pain -hospital        the first without the second; NOT is the same
    (pain OR ache) nurse  brackets

A small “and”, “or” or “near” between two words is read as the large one; quotation marks make it a
word again. “not” is a word that people say too often to be anything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ebcd.errors import BadInput
from ebcd.search.words import HIDDEN, folded
from ebcd.text import normalise
from ebcd.words import _

LONGEST_QUERY = 400
MOST_WORDS = 40
NEAR_WORDS = 10
MOST_BETWEEN = 50
MOST_BRACKETS = 20


@dataclass(frozen=True)
class Phrase:
    """Folded words one after the other. `begins`: the last stands for every word beginning so.

    `typed`: as the person wrote them.
    """

    words: tuple[str, ...]
    begins: bool = False
    typed: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True)
class Near:
    """Two phrases, in either order, with at most `between` words between them."""

    one: Phrase
    other: Phrase
    between: int


@dataclass(frozen=True)
class AllOf:
    """Every part, anywhere in the turn."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one of the parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Without:
    """`wanted` where `unwanted` is not in the turn."""

    wanted: Query
    unwanted: Query


Query = Phrase | Near | AllOf | AnyOf | Without

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<quoted>["“”„«»](?P<inside>[^"“”„«»]*)(?P<closed>["“”„«»]?)(?P<star>\*?))
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>(?<![^\s(])[-−](?=[^\s)]))
    | (?P<raw>[^\s()"“”„«»]+)
    )""",
    re.VERBOSE,
)
_NEAR = re.compile(r"NEAR(?:/(\d{1,4}))?", re.IGNORECASE)
_NO_WORDS = "Type at least one word to search for: signs and pictures alone cannot be found."


@dataclass(frozen=True)
class _Token:
    """`kind`: phrase, operator name, "(" or ")". `said`: as typed."""

    kind: str
    said: str
    phrase: Phrase | None = None
    between: int = NEAR_WORDS


def parse(typed: str) -> Query:
    """What `typed` asks for. Raises BadInput, in one sentence, where it cannot be read.

    >>> parse('"waiting list" nurs*')
    AllOf(parts=(Phrase(words=('waiting', 'list'), begins=False), \
Phrase(words=('nurs',), begins=True)))
    """
    text = normalise(typed.replace(HIDDEN, " "))
    if len(text) > LONGEST_QUERY:
        raise BadInput(
            f"This search has {len(text):,} characters: shorten it to {LONGEST_QUERY:,}."
        )
    tokens = _operators(_tokens(text))
    if sum(len(token.phrase.words) for token in tokens if token.phrase) > MOST_WORDS:
        raise BadInput(f"This search has too many words: use at most {MOST_WORDS}.")
    if not any(token.phrase for token in tokens):
        raise BadInput(_NO_WORDS)
    reading = _Reading(tokens)
    query = reading.all_of()
    if reading.next is not None:
        raise BadInput("A bracket “)” closes nothing: take it away, or open one with “(”.")
    return query


def _tokens(text: str) -> list[_Token]:
    tokens = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            break
        at = match.end()
        if match["quoted"] is not None:
            if not match["closed"]:
                raise BadInput("A quotation mark is missing: close the phrase with one more.")
            tokens += _phrase(f"{match['inside']}{match['star']}")
        elif match["raw"] is not None:
            tokens += _raw(match["raw"])
        else:
            kind = "not" if match["minus"] else match["open"] or match["close"]
            tokens.append(_Token(kind, match.group().strip()))
    return tokens


def _raw(said: str) -> list[_Token]:
    near = _NEAR.fullmatch(said)
    if near:
        return [_near(said, near[1])]
    if said == "NOT":
        return [_Token("not", said)]
    if said.casefold() in ("and", "or") or said == "|":
        return [_Token("or" if said == "|" else said.casefold(), said)]
    return _phrase(said)


def _near(said: str, between: str | None) -> _Token:
    number = int(between) if between else NEAR_WORDS
    if number > MOST_BETWEEN:
        raise BadInput(f"NEAR/{number} is too far: write at most NEAR/{MOST_BETWEEN}.")
    return _Token("near", said, between=number)


def _phrase(said: str) -> list[_Token]:
    """The words of `said` as one phrase; nothing where it has none."""
    bare = said.rstrip()
    begins = bare.endswith("*")
    bare = bare.rstrip("*")
    if re.search(r"\w\*|\*\w", bare):
        raise BadInput("A star stands at the end of a word, like pain*: take the other one away.")
    found = tuple(folded(bare))
    if not found:
        return []
    if begins and len(found[-1]) < 2 and found[-1].isascii():
        raise BadInput(
            "One letter and a star would find nearly every turn: write at least two letters."
        )
    return [_Token("phrase", said, Phrase(found, begins, bare))]


def _operators(tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens, with a small “and”, “or”, “near” taken as a word where nothing is to join."""
    read = []
    for at, token in enumerate(tokens):
        if token.kind in ("and", "or", "near"):
            before = tokens[at - 1].kind if at else ""
            after = tokens[at + 1].kind if at + 1 < len(tokens) else ""
            joins = before in ("phrase", ")") and after in ("phrase", "(", "not")
            if not joins and token.said.islower() and token.said.isalpha():
                token = _Token("phrase", token.said, Phrase((token.said,), typed=token.said))
            elif not joins:
                raise BadInput(
                    f"“{token.said}” stands between two words: write one on either side of it."
                )
        read.append(token)
    return read


class _Reading:
    """Reads tokens from left to right. OR binds its two neighbours; all the rest must be there."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._inside = 0

    @property
    def next(self) -> str | None:
        """The kind of the token to come, or None at the end."""
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def all_of(self) -> Query:
        wanted: list[Query] = []
        unwanted: list[Query] = []
        while self.next not in (None, ")"):
            if self.next == "and":
                self._take()
            elif self.next == "not":
                self._take()
                unwanted.append(self._unit("-"))
            else:
                wanted.append(self._any_of())
        if not wanted:
            raise BadInput(
                "Say what is to be found as well, like: pain -hospital."
                if unwanted
                else "There is nothing between two brackets: write a word there."
            )
        query = wanted[0] if len(wanted) == 1 else AllOf(tuple(wanted))
        if not unwanted:
            return query
        return Without(query, unwanted[0] if len(unwanted) == 1 else AnyOf(tuple(unwanted)))

    def _any_of(self) -> Query:
        parts = [self._near_each_other()]
        while self.next == "or":
            self._take()
            if self.next == "not":
                raise BadInput("What is left out cannot follow OR: put it at the end.")
            parts.append(self._near_each_other())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _near_each_other(self) -> Query:
        parts = [self._unit("")]
        pairs: list[Query] = []
        while self.next == "near":
            between = self._take().between
            parts.append(self._unit("NEAR"))
            one, other = parts[-2:]
            if not isinstance(one, Phrase) or not isinstance(other, Phrase):
                raise BadInput("NEAR stands between two words or phrases, not between brackets.")
            if one == other:
                raise BadInput("NEAR needs two different words: change one of them.")
            pairs.append(Near(one, other, between))
        if not pairs:
            return parts[0]
        return pairs[0] if len(pairs) == 1 else AllOf(tuple(pairs))

    def _unit(self, after: str) -> Query:
        if self.next == "phrase":
            phrase = self._take().phrase
            assert phrase is not None, "a phrase token has its phrase"
            return phrase
        if self.next == "(":
            return self._in_brackets()
        raise BadInput(f"A word is missing after “{after}”: write one, or take it away.")

    def _in_brackets(self) -> Query:
        self._take()
        self._inside += 1
        if self._inside > MOST_BRACKETS:
            raise BadInput("There are too many brackets in one another: take some away.")
        query = self.all_of()
        if self.next != ")":
            raise BadInput("A bracket is missing: close it with “)”.")
        self._take()
        self._inside -= 1
        return query


def said(query: Query) -> str:
    """How a query was read, in words.

    >>> said(parse("nurse pain OR ach* -ward"))
    '“nurse” and (“pain” or “ach…”) without “ward”'
    """
    if isinstance(query, Phrase):
        return f"“{query.typed}{'…' if query.begins else ''}”"
    if isinstance(query, Near):
        return _("{one} within {n} words of {other}").format(
            one=said(query.one), n=query.between, other=said(query.other)
        )
    if isinstance(query, Without):
        wanted, unwanted = _bracketed(query.wanted), _bracketed(query.unwanted)
        return _("{wanted} without {unwanted}").format(wanted=wanted, unwanted=unwanted)
    joint = _(" and ") if isinstance(query, AllOf) else _(" or ")
    return joint.join(_bracketed(part) for part in query.parts)


def _bracketed(query: Query) -> str:
    """`query` in words; in brackets where it has several parts that would run into others."""
    loose = isinstance(query, AnyOf | Without)
    return f"({said(query)})" if loose else said(query)
