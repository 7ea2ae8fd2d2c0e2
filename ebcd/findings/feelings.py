"""Good or bad: what an emotion word says of a moment, and whether the two sides see it alike.

The sign of a word comes from a short list of ordinary English emotion words; a word that is not
in it has no sign, and where too little is signed nothing is claimed. A person's feeling at a
touchpoint is the sum of their words' signs; a side's feeling is that of most of its people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from ebcd.findings.grid import Cell, Grid, Side

_GOOD_WORDS = """
    accepted appreciated assured believed calm cared-for cared certain cheerful comfortable
    comforted competent confident connected content delighted determined empowered encouraged
    enthusiastic excited fulfilled glad good grateful happy heard helpful hope hopeful included
    informed inspired interested joy joyful known listened-to looked-after love loved lucky
    motivated optimistic peaceful pleased positive prepared pride proud reassured relaxed relief
    relieved respected safe satisfied secure settled strong supported thankful thrilled trust
    trusted trusting understood valued warm welcome welcomed wanted confidence gratitude calmness
    safety pride happiness in-control
"""
_BAD_WORDS = """
    abandoned abused afraid agitated alone ambushed angry anger anguish annoyed anxiety anxious
    ashamed awkward bad belittled bereft betrayed bewildered bitter blamed bored bothered broken
    burdened burnt-out confused concerned cross cynical dazed defeated degraded dejected demoralised
    depressed despair desperate despairing disappointed disbelieved disempowered disgusted
    disheartened dismissed distressed disrespected doubted drained dread embarrassed
    embarrassment empty exasperated excluded exhausted exposed failed fear fearful fed-up fobbed-off
    forgotten frantic frightened frustrated frustration furious grief guilt guilty helpless
    helplessness hopeless hopelessness horrified humiliated hurt ignored impatient in-limbo
    inadequate insecure insignificant insulted irritated isolated judged let-down lonely loneliness
    loss lost low mad miserable misunderstood neglected nervous numb overlooked overwhelmed pain
    panic panicked patronised powerless pressured pushed-around rage rejected resentful resigned
    rushed sad sadness scared shame shattered shocked shock stressed stress stuck suspicious stupid
    tearful tense terrified terror tired torn trapped traumatised troubled uncared-for uncertain
    uncomfortable uneasy unhappy unheard uninformed unimportant unprepared unsafe unseen
    unsupported unsure unwanted unwelcome upset useless vulnerable weary withdrawn worn-out worried
    worry worthless
"""
_GOOD = frozenset(_GOOD_WORDS.split())
_BAD = frozenset(_BAD_WORDS.split())


class Standing(StrEnum):
    """How the two sides stand to one touchpoint."""

    AGREE = "agree"
    OPPOSED = "opposed"
    BOTH = "both"
    PATIENTS_ONLY = "patients_only"
    STAFF_ONLY = "staff_only"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        return {
            "agree": "Agree",
            "opposed": "Opposed",
            "both": "Both speak of it",
            "patients_only": "Patients only",
            "staff_only": "Staff only",
            "nobody": "Nobody yet",
        }[self.value]

    @property
    def meaning(self) -> str:
        return {
            "agree": "Both sides speak of it, and most people of each feel the same way.",
            "opposed": "Both sides speak of it: mostly good for the one, mostly bad for the other.",
            "both": "Both sides speak of it; too few emotion words to say whether they agree.",
            "patients_only": "Patients, carers or family speak of it, and no staff.",
            "staff_only": "Staff speak of it, and no patient, carer or family member.",
            "nobody": "No participant has been coded here yet.",
        }[self.value]


def sign(word: str) -> int:
    """+1 for a good feeling, −1 for a bad one, 0 where the word says neither.

    >>> sign("Relieved"), sign("not listened to"), sign("let down"), sign("curious")
    (1, -1, -1, 0)
    """
    plain = " ".join(word.lower().replace("-", " ").split())
    turned = 1
    for no in ("not ", "un ", "no ", "never "):
        if plain.startswith(no):
            plain, turned = plain.removeprefix(no), -1
    for name in (plain.replace(" ", "-"), plain.removeprefix("being ").replace(" ", "-")):
        if name in _GOOD:
            return turned
        if name in _BAD:
            return -turned
    return 0


def feelings(
    emotions: Grid, row: int, signs: Mapping[int, int], people: Collection[int]
) -> dict[int, int]:
    """Each of `people`'s feeling at the touchpoint `row`: +1, 0 or −1; silent people are left out.

    `signs`: each emotion code's sign. A code without a sign says nothing.
    """
    sums: dict[int, int] = {}
    for column in emotions.columns:
        weight = signs.get(column, 0)
        cell = emotions.cell(row, column)
        for person in (cell.patients | cell.staff) & set(people):
            if weight:
                sums[person] = sums.get(person, 0) + weight
    return {person: (total > 0) - (total < 0) for person, total in sums.items()}


def mood(felt: Mapping[int, int]) -> int | None:
    """Which way most of these people feel: +1, −1, or None where it is even or nobody says."""
    balance = sum(felt.values())
    return None if balance == 0 else (1 if balance > 0 else -1)


def standing(emotions: Grid, row: int, signs: Mapping[int, int]) -> Standing:
    """How patients and staff stand to the touchpoint `row` of a touchpoint by emotion grid."""
    total = emotions.row_totals.get(row, Cell())
    if not total.patients and not total.staff:
        return Standing.NOBODY
    if not total.staff:
        return Standing.PATIENTS_ONLY
    if not total.patients:
        return Standing.STAFF_ONLY
    moods = {
        Side.PATIENTS: mood(feelings(emotions, row, signs, total.patients)),
        Side.STAFF: mood(feelings(emotions, row, signs, total.staff)),
    }
    if None in moods.values():
        return Standing.BOTH
    return Standing.AGREE if moods[Side.PATIENTS] == moods[Side.STAFF] else Standing.OPPOSED
