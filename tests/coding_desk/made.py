"""A study made for the desk: an interview of any length with any number of codings."""

from __future__ import annotations

import random
from uuid import UUID

from ebcd.acts.access import Actor
from ebcd.acts.codebook import add_code
from ebcd.codebook import Kind
from ebcd.coding import Origin
from ebcd.store import coding, transcripts
from ebcd.store.coding import NewCoding
from ebcd.store.transcripts import INTERVIEW, NewSpeaker, NewTranscript
from ebcd.store.workbench import Workbench
from ebcd.text import Span, join_turns, sha256
from ebcd.transcripts.turns import Turn

SPEECH = (
    "well I waited about three hours in the corridor and nobody came to say what was happening "
    "so my daughter rang the ward again and they told her the scan had been moved you know it "
    "is the not knowing that wears you down more than the pain itself some days the physio was "
    "lovely though she drew me a picture of the nerve and for the first time it made sense"
)
CODES = (
    (Kind.TOUCHPOINT, "Waiting for the scan"),
    (Kind.TOUCHPOINT, "Ringing the ward"),
    (Kind.TOUCHPOINT, "First visit to the physio"),
    (Kind.THEME, "Not being told"),
    (Kind.THEME, "Being believed"),
    (Kind.THEME, "Family carries the load"),
    (Kind.EMOTION, "Anxious"),
    (Kind.EMOTION, "Relieved"),
    (Kind.EMOTION, "Angry"),
    (Kind.STAGE, "Getting a diagnosis"),
)


def turns(words: int, dice: random.Random) -> list[Turn]:
    """An interview of about `words` words: short questions, answers of ten to ninety words."""
    speech = SPEECH.split()
    made: list[Turn] = []
    count = ms = 0
    while count < words:
        asks = len(made) % 2 == 0
        length = dice.randint(6, 14) if asks else dice.randint(10, 90)
        said = " ".join(dice.choice(speech) for _ in range(length)).capitalize()
        made.append(Turn("Q" if asks else "A", ms, None, said + ("?" if asks else ".")))
        count += length
        ms += length * 400
    return made


def add_transcript(
    workbench: Workbench, study_id: int, said: list[Turn], title: str = "P01 interview"
) -> int:
    """Store an interview; its id."""
    new = NewTranscript(
        title,
        INTERVIEW,
        "en",
        f"{title}.txt",
        "txt",
        sha256(title),
        (),
        said,
        [NewSpeaker("Q", interviews=True), NewSpeaker("A")],
    )
    with workbench.database.writing() as connection:
        added = transcripts.add(connection, study_id, new, None)
    assert added is not None
    return added


def add_codes(workbench: Workbench, actor: Actor, study_id: int) -> list[int]:
    """A small codebook; the codes' ids."""
    return [add_code(workbench, actor, study_id, kind, name) for kind, name in CODES]


def add_codings(
    workbench: Workbench,
    study_id: int,
    transcript_id: int,
    said: list[Turn],
    codes: list[int],
    number: int,
    coder_id: int | None = None,
) -> None:
    """`number` codings of 4 to 60 words each, spread over the interview."""
    dice = random.Random(7)
    text = join_turns(turn.text for turn in said)
    breaks = [at for at, sign in enumerate(text) if sign in " \n"]
    made = []
    for _ in range(number):
        first = dice.randrange(len(breaks) - 61)
        span = Span(breaks[first] + 1, breaks[first + dice.randint(4, 60)])
        uuid = str(UUID(int=dice.getrandbits(128) ^ (transcript_id << 64), version=4))
        made.append(
            NewCoding(transcript_id, dice.choice(codes), span, coder_id, "", Origin.HAND, uuid)
        )
    with workbench.database.writing() as connection:
        coding.add_codings(connection, study_id, made)
