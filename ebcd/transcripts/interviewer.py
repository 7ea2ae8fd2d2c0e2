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
    r"\?|^(?:and |so |okay[,.]? |ok[,.]? |um[,.]? )?"
    r"(?:can|could|would) you\b|^(?:and |so )?(?:tell me|what|how|why|when|where|who)\b",
    re.IGNORECASE,
)


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
    shares = sorted(
        ((_share(texts), who) for who, texts in said.items()), key=lambda pair: (-pair[0], pair[1])
    )
    (best, who), (second, _) = shares[0], shares[1]
    if best < 1 / 3 or best < 1.5 * second or words[who] > 0.6 * total:
        return None
    return who


def _share(texts: Sequence[str]) -> float:
    """The share of turns that ask something."""
    return sum(bool(_ASKS.search(text)) for text in texts) / len(texts)
