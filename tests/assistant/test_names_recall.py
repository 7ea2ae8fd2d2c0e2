"""How many names the wide net finds in running speech, with capitals and without.

The sentences are as people speak in interviews; the names are of many origins and some are words
as well. The bars are those that the product promises.
"""

from __future__ import annotations

import re

import pytest

from ebcd.assistant.identifiers import Clue, identifiers
from ebcd.assistant.pseudonyms import candidates

SPEECH = """
So my daughter <Amina> drove me up, because <Desmond> had the car in the garage.
I said to <Dr Adeyemi>, I said, is it the same as what <Kathleen> had?
And then <Siobhan>, she's the one on reception, she rang <Mr Patel> back for me.
Well <Gwyneth> lives in <Merthyr> and she couldn't get over, what with the snow.
They moved me to <Bradford> in the end. <Yusuf> came every single day, bless him.
<Nurse Kowalczyk> was lovely. She knew <Mum> from when she worked in <Leicester>.
I don't know if you know <Olumide>, he runs the group with <Bernadette>.
It was <Mrs Fitzgerald> who told us, not the consultant, <Mr Hussain>.
We'd been to <Scarborough> with <Ian> and <Moira> that week, so I was brown as anything.
My sister <Parveen> said go to <Leeds>, they're better in <Leeds>.
and I thought, <Callum>, you've got to ring somebody, so I rang <Fatima>.
He was called <Tomasz>, lovely lad, he wheeled me down to <Sister Brennan>.
<Eleri> from the pain clinic and <Hamish> the physio both said the same thing.
The letter was addressed to <Nkechi Obi>, which isn't even me.
I blame <Dr Featherstone>, honestly. <Rhiannon> blames herself.
"""
_MARKED = re.compile(r"<([^>]+)>")


def recall(speech: str) -> float:
    """The share of marked words that lie in a candidate; titles and family words do not count."""
    text, marked = "", []
    at = 0
    for match in _MARKED.finditer(speech):
        text += speech[at : match.start()]
        for word in re.finditer(r"\w+", match.group(1)):
            if word.group().lower() not in ("mr", "mrs", "dr", "nurse", "sister", "mum"):
                marked.append((len(text) + word.start(), len(text) + word.end()))
        text += match.group(1)
        at = match.end()
    text += speech[at:]
    found = [each.span for each in candidates(text)]
    hit = [any(span.start <= a and b <= span.end for span in found) for a, b in marked]
    return sum(hit) / len(hit)


def test_names_in_running_speech_are_found_with_capitals() -> None:
    assert recall(SPEECH) >= 0.98


def test_names_in_running_speech_are_found_without_capitals() -> None:
    assert recall(SPEECH.lower()) >= 0.85


@pytest.mark.parametrize(
    ("said", "clue"),
    [
        ("my nhs number is 943 476 5919", Clue.NHS_NUMBER),
        ("it's 9434765919 on the letter", Clue.NHS_NUMBER),
        ("NHS number 123 456 7890, I think", Clue.NHS_NUMBER),
        ("we moved to ls2 9jt", Clue.POSTCODE),
        ("EC1A 1BB", Clue.POSTCODE),
        ("ring 07700 900123", Clue.PHONE),
        ("or +44 20 7946 0018", Clue.PHONE),
        ("(0113) 496 0000", Clue.PHONE),
        ("I was born on the 3rd of May 1948", Clue.BIRTH),
        ("date of birth 03/05/1948", Clue.BIRTH),
        ("they took me to St James's Hospital", Clue.HOSPITAL),
        ("at the Bradford Royal Infirmary", Clue.HOSPITAL),
        ("I was on Ward 12b", Clue.WARD),
        ("up on Jubilee Ward", Clue.WARD),
        ("QQ 12 34 56 C, no, AB 12 34 56 C", Clue.NATIONAL_INSURANCE),
    ],
)
def test_what_gives_somebody_away_in_the_united_kingdom_is_found(said: str, clue: Clue) -> None:
    assert clue in {each.clue for each in identifiers(said)}


@pytest.mark.parametrize(
    "said",
    ["It cost 1,200 pounds.", "In 2019 we waited 12 weeks.", "at 10.30, or 11", "ward round", "A1"],
)
def test_ordinary_numbers_give_nobody_away(said: str) -> None:
    assert identifiers(said) == []
