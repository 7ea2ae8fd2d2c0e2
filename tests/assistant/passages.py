"""Made-up passages under four codes, enough to learn from."""

from __future__ import annotations

from ebcd.assistant.suggestions import CodeWords, Example

CODES = [
    CodeWords("parking", "Parking", "Finding a space and what it costs"),
    CodeWords("waiting", "Waiting", "Time until something happens"),
    CodeWords("kindness", "Kindness of staff", "Being treated warmly"),
    CodeWords("letters", "Letters", "What is written to people after a visit"),
]

_SAID = {
    "parking": [
        "We drove round the car park three times and there was no space at all",
        "It cost eight pounds to park for two hours",
        "The parking machine only took coins and I had none",
        "I parked on the street because the car park was full",
        "They gave me a parking ticket while I was having the scan",
        "My husband sat in the car because we could not find a space to park",
        "The disabled parking bays were all taken again",
        "You need to come an hour early just to park the car",
    ],
    "waiting": [
        "I waited eleven months for that appointment",
        "Four hours in the waiting room and nobody said why",
        "The wait was the worst of it, weeks and weeks of nothing",
        "They said six weeks and it was six months",
        "I was still waiting at midnight on a plastic chair",
        "Waiting for the results kept me awake every night",
        "The clinic was running two hours late so we waited",
        "It took a year until anybody saw me",
    ],
    "kindness": [
        "The nurse held my hand the whole time, she was lovely",
        "She was so kind, she fetched a second chair for my daughter",
        "They were warm and gentle with my mother",
        "A healthcare assistant made me a cup of tea and sat with me",
        "The receptionist remembered my name and smiled",
        "He was patient and kind when I cried",
        "Lovely people, all of the nurses, so caring",
        "The doctor was gentle and treated me like a person",
    ],
    "letters": [
        "The letter was full of words I did not understand",
        "They wrote a letter to my doctor but not to me",
        "I got two letters on the same day that said different things",
        "The discharge letter had the wrong medicine in it",
        "Nobody writes a letter that a person can read",
        "The letter came three weeks after the visit",
        "It said in the letter that I was a pleasant lady",
        "I keep every letter in a folder in the kitchen",
    ],
}

EXAMPLES = [Example(text, frozenset({code})) for code, texts in _SAID.items() for text in texts]
TEXTS = [example.text for example in EXAMPLES]
NEW = {
    "We had to leave the car miles away, all the spaces were taken": "parking",
    "I sat there for five hours before I was seen": "waiting",
    "She was ever so kind and gentle with me, the nurse": "kindness",
    "Then a letter came and I could not make sense of it": "letters",
}
