"""Suggesting who interviews. Only a person decides it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ebcd.transcripts.turns import Turn

_NAMED = re.compile(
    r"^(?:interviewer|int|i|iv|ivr|researcher|facilitator|moderator|interviewing|q|fac|mod|res)"
    r"(?:\b|\d)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^(?:(?:and|so|okay|ok|um|er|right|well|now)[,. ]+)*"
    r"(?:(?:can|could|would|will|do|did|are|is|was|were|have) you\b|tell me\b"
    r"|(?:what|how|why|when|where|who|which)(?:'s|’s)? (?:was|were|is|are|did|do|does|would|"
    r"could|about|happened|made|has|have|had)\b)",
    re.IGNORECASE,
)


def asks(turn: str) -> bool:
    """Whether a turn asks something: by its question mark, or by how it begins.

    >>> [asks(turn) for turn in ("So how was the ward?", "And tell me about it.", "It hurt.")]
    [True, True, False]
    """
    return _ASKS.search(turn.strip()) is not None


def asking(turns: Sequence[Turn]) -> dict[str | None, tuple[int, int]]:
    """By speaker, in how many turns they ask something, and how many turns they have."""
    found: dict[str | None, tuple[int, int]] = {}
    for turn in turns:
        some, every = found.get(turn.speaker, (0, 0))
        found[turn.speaker] = some + asks(turn.text), every + 1
    return found


def who_interviews(turns: Sequence[Turn]) -> str | None:
    """The speaker who seems to ask the questions, or None where nobody clearly does.

    A label such as `Interviewer` decides. Else it is the one with the greatest share of turns that
    ask, if that is a third or more, half as much again as the next speaker's, and not the one who
    says most of the words.
    """
    said: dict[str, list[str]] = {}
    for turn in turns:
        if turn.speaker is not None:
            said.setdefault(turn.speaker, []).append(turn.text)
    named = [who for who in said if _NAMED.match(who)]
    if len(named) == 1:
        return named[0]
    if len(said) < 2:
        return None
    words = {who: sum(len(text.split()) for text in texts) for who, texts in said.items()}
    total = sum(words.values())
    often = {who: some / every for who, (some, every) in asking(turns).items() if who is not None}
    shares = sorted(((often[who], who) for who in said), key=lambda pair: (-pair[0], pair[1]))
    (best, who), (second, _) = shares[0], shares[1]
    if best < 1 / 3 or best < 1.5 * second or words[who] > 0.6 * total:
        return None
    return who
