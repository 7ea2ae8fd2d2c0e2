"""One decision a name: what the wide net found in a whole study, grouped, each with a suggestion.

“Mrs Okafor”, “Okafor's” and “Ngozi Okafor” are one decision; so are all telephone numbers. Words
with a capital that are hardly names come last, many to a decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ebcd.assistant import names
from ebcd.assistant.identifiers import Clue, Found
from ebcd.assistant.name_places import words_of
from ebcd.assistant.pseudonyms import Key, bare, suggested
from ebcd.text import Span

_NUMBERS = frozenset(
    {
        Clue.NHS_NUMBER,
        Clue.NATIONAL_INSURANCE,
        Clue.POSTCODE,
        Clue.PHONE,
        Clue.EMAIL,
        Clue.WEB,
        Clue.BIRTH,
        Clue.DATE,
        Clue.NUMBER,
    }
)
"""Kinds of which all in the study are one decision."""
_PEOPLE = frozenset({Clue.PERSON, Clue.NAME, Clue.ORGANISATION, Clue.PLACE})
AT_ONCE = 20
"""Words in one decision about what is hardly a name."""


@dataclass(frozen=True)
class Mention:
    """Where a name stands: transcript by id, and code points of its current text."""

    transcript: int
    span: Span


@dataclass(frozen=True)
class Form:
    """One way in which a name is written. `key`: its words without case, which tell it apart."""

    key: str
    shown: str
    clue: Clue
    titled: bool
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class NameGroup:
    """What one decision is about. `key`: of its main form. `likely`: whether it is a name at all.

    `forms`: the longest name first, for numbers in the order of the text.
    """

    key: str
    clue: Clue
    forms: tuple[Form, ...]
    likely: bool = True

    @property
    def shown(self) -> str:
        return self.forms[0].shown

    @property
    def count(self) -> int:
        return sum(len(form.mentions) for form in self.forms)

    @property
    def mentions(self) -> list[Mention]:
        every = (each for form in self.forms for each in form.mentions)
        return sorted(every, key=lambda each: (each.transcript, each.span))

    @property
    def transcripts(self) -> int:
        return len({each.transcript for form in self.forms for each in form.mentions})

    @property
    def is_numbers(self) -> bool:
        return self.clue in _NUMBERS


def key_of(form: str) -> str:
    """What two ways to write a name have in common.

    >>> key_of("Dr. OKAFOR-Smith")
    'dr okafor smith'
    """
    return " ".join(words_of(form))


def forms(texts: Iterable[tuple[int, str, Sequence[Found]]]) -> list[Form]:
    """Each way of writing in (transcript, text, what was found in it), with its places."""
    mentions: dict[str, list[Mention]] = {}
    shown: dict[str, str] = {}
    clues: dict[str, Counter[Clue]] = {}
    titled: set[str] = set()
    for transcript, text, found in texts:
        for each in found:
            said = bare(text[each.span.start : each.span.end])
            key = key_of(said)
            if not key:
                continue
            mentions.setdefault(key, []).append(Mention(transcript, each.span))
            clues.setdefault(key, Counter())[each.clue] += 1
            if names.title_before(text, each.span.start) and each.clue in _PEOPLE:
                titled.add(key)
            if shown.get(key, "a").islower() or key not in shown:
                shown[key] = said
    for key in [key for key in mentions if key[:-1] in mentions and key.endswith("s")]:
        mentions[key[:-1]] += mentions.pop(key)
        clues[key[:-1]] += clues[key]
    return [
        Form(key, shown[key], _clue(clues[key], key in titled), key in titled, tuple(at))
        for key, at in mentions.items()
    ]


def _clue(counted: Counter[Clue], titled: bool) -> Clue:
    """The kind that a form was mostly taken for; who has a title is a person."""
    return Clue.PERSON if titled else counted.most_common(1)[0][0]


def grouped(
    found: Sequence[Form], decided: Collection[str], made: Collection[str]
) -> list[NameGroup]:
    """What is left to decide: the likeliest and commonest first.

    `decided`: keys of forms that a person decided about. `made`: words, without case, of what
    names were replaced by, which are no names themselves.
    """
    left = [form for form in found if not _is_settled(form, decided, made)]
    groups: list[NameGroup] = []
    numbers: dict[Clue, list[Form]] = {}
    people = [form for form in left if form.clue in _PEOPLE]
    for form in left:
        if form.clue in _NUMBERS:
            numbers.setdefault(form.clue, []).append(form)
        elif form.clue not in _PEOPLE:
            groups.append(NameGroup(form.key, form.clue, (form,)))
    groups += [NameGroup(f"all {clue}", clue, tuple(those)) for clue, those in numbers.items()]
    groups += [_group(those) for those in _together(people)]
    return sorted(groups, key=lambda each: (not each.likely, -each.count, each.key))


def batches(groups: Sequence[NameGroup]) -> list[tuple[NameGroup, ...]]:
    """The decisions to make: a likely name each, then what is hardly a name, many at once."""
    rest = [each for each in groups if not each.likely]
    those = [tuple(rest[at : at + AT_ONCE]) for at in range(0, len(rest), AT_ONCE)]
    return [(each,) for each in groups if each.likely] + those


def _is_settled(form: Form, decided: Collection[str], made: Collection[str]) -> bool:
    """Whether a form needs no decision: it had one, each of its words had, or it is a pseudonym."""
    if form.key in decided:
        return True
    if form.clue in _NUMBERS:
        return False
    words = form.key.split()
    if len(words) > 1 and all(word in decided for word in words):
        return True
    return all(word in made or word.isdigit() for word in words)


def _group(those: Sequence[Form]) -> NameGroup:
    ordered = sorted(those, key=lambda form: (-len(form.key.split()), -len(form.mentions)))
    clues = [form.clue for form in ordered]
    clue = Clue.PERSON if Clue.PERSON in clues else clues[0]
    return NameGroup(ordered[0].key, clue, tuple(ordered), any(map(_is_likely, ordered)))


def _is_likely(form: Form) -> bool:
    """Whether a form is a name rather than a word that happens to have a capital."""
    words = form.key.split()
    if form.titled:
        return True
    if all(len(word) == 1 for word in words):
        return False
    if form.clue is Clue.PERSON:
        if any(word in names.given_names() for word in words):
            return True
        if not all(map(names.is_ambiguous, words)):
            return any(
                word in names.family_names() or not names.is_everyday(word) for word in words
            )
    return not all(names.is_everyday(word) or len(word) < 2 for word in words)


def _together(people: Sequence[Form]) -> list[list[Form]]:
    """Forms that are one name: a single word goes with the full names that hold it.

    A family name goes with all who bear it; a given name that several bear stays by itself.
    """
    root: dict[str, str] = {form.key: form.key for form in people}

    def find(key: str) -> str:
        while root[key] != key:
            key = root[key]
        return key

    fuller: dict[str, list[str]] = {}
    lasts: dict[str, list[str]] = {}
    for form in people:
        words = form.key.split()
        if len(words) > 1:
            if words[-1] not in names.given_names() or words[-1] in names.family_names():
                lasts.setdefault(words[-1], []).append(form.key)
            for word in dict.fromkeys(words):
                fuller.setdefault(word, []).append(form.key)
    for word, keys in lasts.items():
        if len(word) > 1:
            for key in keys[1:]:
                root[find(key)] = find(keys[0])
    for form in people:
        if " " in form.key or len(form.key) == 1:
            continue
        those = lasts.get(form.key) or fuller.get(form.key, [])
        if those and len({find(key) for key in those}) == 1:
            root[find(form.key)] = find(those[0])
    joined: dict[str, list[Form]] = {}
    for form in people:
        joined.setdefault(find(form.key), []).append(form)
    return list(joined.values())


def proposed(group: NameGroup, key: Key, taken: Collection[str]) -> dict[str, str]:
    """A consistent replacement for each form of a group, by its key; `key` grows.

    `taken`: words in small letters that no pseudonym may be.
    """
    return {
        form.key: suggested(form.shown, group.clue, key, taken, form.titled) for form in group.forms
    }


def derived(group: NameGroup, replacement: str, own: Mapping[str, str]) -> dict[str, str]:
    """What each form becomes where a person replaced the main form.

    Word by word where the replacement has as many words as the main form; else every form becomes
    the same. `own`: what was suggested for the forms.
    """
    if replacement == own.get(group.key):
        return dict(own)
    words, new = group.forms[0].key.split(), replacement.split()
    if len(words) != len(new) or replacement.startswith("["):
        return {form.key: replacement for form in group.forms}
    became = dict(zip(words, new, strict=True))
    return {
        form.key: " ".join(became[word] for word in form.key.split())
        if all(word in became for word in form.key.split())
        else own.get(form.key, replacement)
        for form in group.forms
    }


def key_from(pairs: Iterable[tuple[str, str, Clue]]) -> Key:
    """The pseudonyms given so far, from (name, replacement, kind) as they were kept."""
    key = Key()
    for form, replacement, clue in pairs:
        words, new = key_of(form).split(), replacement.split()
        if clue is not Clue.PERSON or len(words) != len(new) or replacement.startswith("["):
            key.other[bare(form).lower()] = replacement
        elif len(words) > 1:
            key.given.update(zip(words[:-1], new[:-1], strict=True))
            key.family[words[-1]] = new[-1]
        elif words[0] in names.given_names():
            key.given[words[0]] = new[0]
        else:
            key.family[words[0]] = new[0]
    return key
