"""Pseudonyms: suggested for whatever may give somebody away, the same one each time.

Everything here is a suggestion for a person to keep or replace. A name gets one pseudonym in the
whole study; capitals and possessives stay as they were, and a given name stays a woman's or a
man's. The key from pseudonym to name is kept apart from the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field

from ebcd.assistant import names
from ebcd.assistant.identifiers import Clue, Found, identifiers
from ebcd.text import Span

_WOMEN = (
    "Helen Joanna Frances Miriam Judith Rosalind Beatrix Nora Edith Marion Celia Hilda Agnes "
    "Winifred Dorothea Clara Estelle Irene Lorna Muriel Phyllis Sylvia Thelma Vera Wilma Greta "
    "Ingrid Petra Selma Zelda"
).split()
_MEN = (
    "Martin Philip Leonard Stuart Gordon Malcolm Roland Edgar Hugo Oscar Cedric Desmond Ernest "
    "Felix Gilbert Horace Ivor Jasper Kenneth Lionel Magnus Norris Percy Quentin Ralph Stanley "
    "Terence Vernon Wilfred Bernard"
).split()
_EITHER = "Alex Robin Sam Jamie Leslie Kim Ashley Morgan Taylor Jordan Casey Riley Avery".split()
_FAMILIES = (
    "Carter Bennett Fielding Marlow Hartley Winslow Pemberton Thornton Ashworth Bradshaw Caldwell "
    "Dalton Ellison Fairbanks Garland Holloway Ingham Kendrick Langley Merton Norwood Oakley "
    "Prescott Radcliffe Sheldon Tilbury Underhill Wakefield Yardley Aldridge Birchall Crompton"
).split()
_PLACES = (
    "Millbrook Ashby Thornfield Westerham Kingsmere Northwick Oakhurst Fernleigh Stonebridge "
    "Larkfield Marshbrook Redcliff Highmoor Eastwell Brackenford Willowby Copthorne Hazelmere"
).split()
_LABELS = {
    Clue.NHS_NUMBER: "NHS number",
    Clue.NATIONAL_INSURANCE: "National Insurance number",
    Clue.POSTCODE: "postcode",
    Clue.PHONE: "telephone number",
    Clue.EMAIL: "e-mail address",
    Clue.WEB: "web address",
    Clue.BIRTH: "date of birth",
    Clue.DATE: "date",
    Clue.NUMBER: "number",
    Clue.ADDRESS: "address",
    Clue.HOSPITAL: "hospital",
    Clue.WARD: "ward",
    Clue.ORGANISATION: "organisation",
    Clue.NAME: "name",
}
_POSSESSIVE = re.compile(r"(?:['’](?:s|ll|d|ve|re)|(?<=s)['’])$", re.IGNORECASE)


@dataclass(frozen=True)
class Replacement:
    """What stands where in the text, and what it would become.

    `span`: code points of the text as given. `clue`: what kind of thing it is.
    """

    span: Span
    clue: Clue
    original: str
    pseudonym: str


@dataclass
class Key:
    """The pseudonyms given so far, over the whole study. Kept apart from every text.

    `given`, `family`, `other`: the original in small letters, and what it became.
    """

    given: MutableMapping[str, str] = field(default_factory=dict)
    family: MutableMapping[str, str] = field(default_factory=dict)
    other: MutableMapping[str, str] = field(default_factory=dict)


def candidates(text: str, kept: Collection[str] = ()) -> list[Found]:
    """What may give somebody away in `text`, in order, none overlapping.

    `kept`: names, in small letters, that a person decided to keep. Rules go before names, and a
    name that reaches out of what a rule found keeps what is left of it.
    """
    sure = identifiers(text)
    found = list(sure)
    for name in names.names(text):
        for span in _outside(text, name.span, [each.span for each in sure]):
            original = text[span.start : span.end]
            if bare(original).lower() not in kept and any(map(str.isalpha, original)):
                found.append(Found(span, name.clue))
    return sorted(found, key=lambda each: each.span)


def _outside(text: str, span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """The parts of `span` that no span of `taken` covers, trimmed of white space."""
    start = span.start
    for other in sorted(taken):
        if other.end <= start or other.start >= span.end:
            continue
        yield from _trimmed(text, start, min(other.start, span.end))
        start = max(start, other.end)
    yield from _trimmed(text, start, span.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    part = text[start:end]
    lead = len(part) - len(part.lstrip(" \t\n,.;:-"))
    tail = len(part.rstrip(" \t\n,;:-"))
    if lead < tail:
        yield Span(start + lead, start + tail)


def bare(original: str) -> str:
    """A name without possessive and stops."""
    return _POSSESSIVE.sub("", original).strip(" .,")


def pseudonymise(
    text: str, key: Key | None = None, kept: Collection[str] = ()
) -> tuple[str, list[Replacement]]:
    """The text with everything found replaced, and the replacements in order.

    `key`: pseudonyms given before, added to. `kept`: names, in small letters, to leave as they are.
    """
    key = Key() if key is None else key
    taken = {word.lower() for word in re.findall(r"\w+", text)}
    replacements = []
    for found in candidates(text, kept):
        original = text[found.span.start : found.span.end]
        title = names.title_before(text, found.span.start)
        pseudonym = suggested(original, found.clue, key, taken, title)
        replacements.append(Replacement(found.span, found.clue, original, pseudonym))
    return replaced(text, replacements), replacements


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """`text` with each replacement made; they must not overlap."""
    parts: list[str] = []
    at = 0
    for each in sorted(replacements, key=lambda each: each.span):
        parts += [text[at : each.span.start], each.pseudonym]
        at = each.span.end
    return "".join([*parts, text[at:]])


def suggested(original: str, clue: Clue, key: Key, taken: Collection[str], title: bool) -> str:
    """The pseudonym of one stretch, added to `key`, in its case and with its possessive.

    `taken`: words in small letters that no pseudonym may be. `title`: whether a title stands
    before it.
    """
    name = bare(original)
    tail = original[len(original.rstrip(" .,")) :] if not _POSSESSIVE.search(original) else ""
    possessive = _POSSESSIVE.search(original)
    if clue is Clue.PERSON:
        new = _person(name, key, taken, title)
    elif clue is Clue.PLACE:
        new = _looked_up(key.other, name.lower(), _PLACES, taken, "place")
    else:
        new = _labelled(key.other, name.lower(), _LABELS[clue])
    return in_case(new, name) + (possessive.group() if possessive else tail)


def _person(name: str, key: Key, taken: Collection[str], title: bool) -> str:
    """A new name for each word of a name: given names first, the last one the family's."""
    words = name.split()
    new = []
    for place, word in enumerate(words):
        lowered = word.lower().strip(".")
        if len(lowered) == 1:
            new.append("J.")
        elif lowered in key.given and not (title and len(words) == 1):
            new.append(key.given[lowered])
        elif _is_family(lowered, place, len(words), key, title):
            new.append(_looked_up(key.family, lowered, _FAMILIES, taken, "Family"))
        else:
            gender = names.given_names().get(lowered, "b")
            pool = {"f": _WOMEN, "m": _MEN}.get(gender, _EITHER)
            new.append(_looked_up(key.given, lowered, pool, taken, "Person"))
    return " ".join(new)


def _is_family(word: str, place: int, words: int, key: Key, title: bool) -> bool:
    if words > 1:
        return place == words - 1
    known_given = word in names.given_names()
    return title or word in key.family or (not known_given and word in names.family_names())


def _looked_up(
    known: MutableMapping[str, str],
    original: str,
    pool: Iterable[str],
    taken: Collection[str],
    beyond: str,
) -> str:
    """The pseudonym of `original`: the one it has, else the next free one of `pool`."""
    if original not in known:
        used = set(known.values())
        free = (one for one in pool if one not in used and one.lower() not in taken)
        known[original] = next(free, f"{beyond} {len(known) + 1}")
    return known[original]


def _labelled(known: MutableMapping[str, str], original: str, label: str) -> str:
    """A label in brackets, numbered: `[hospital 2]`."""
    if original not in known:
        start = f"[{label} "
        known[original] = f"{start}{sum(one.startswith(start) for one in known.values()) + 1}]"
    return known[original]


def in_case(new: str, old: str) -> str:
    """`new` with the capitals of `old`; a label in brackets stays as it is."""
    if new.startswith("["):
        return new
    letters = [letter for letter in old if letter.isalpha()]
    if len(letters) > 1 and all(map(str.isupper, letters)):
        return new.upper()
    return new.lower() if letters and not any(map(str.isupper, letters)) else new


def decisions(
    texts: Mapping[int, str],
) -> list[tuple[str, Clue, int, tuple[tuple[int, Span], ...]]]:
    """What a person decides, one line a name in the whole study: name, kind, how often, where.

    `texts`: by any id, which comes back with each place. The commonest first.
    """
    places: dict[str, list[tuple[int, Span]]] = {}
    clues: dict[str, Clue] = {}
    shown: dict[str, str] = {}
    for number, text in texts.items():
        for found in candidates(text):
            name = bare(text[found.span.start : found.span.end])
            places.setdefault(name.lower(), []).append((number, found.span))
            clues.setdefault(name.lower(), found.clue)
            shown.setdefault(name.lower(), name)
    ordered = sorted(places, key=lambda name: (-len(places[name]), name))
    return [(shown[n], clues[n], len(places[n]), tuple(places[n])) for n in ordered]
