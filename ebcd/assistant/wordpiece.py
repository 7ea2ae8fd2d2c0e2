"""Cutting a text into the word pieces that the sentence model was trained on.

This is the uncased BERT tokeniser (Devlin and others 2019): text cleaned, lower-cased and stripped
of accents, split at white space and punctuation, then each word cut greedily into the longest
pieces of the vocabulary. Sixty lines here stand in for a library that would bring a network
client with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

UNKNOWN = "[UNK]"
START = "[CLS]"
END = "[SEP]"
LONGEST_WORD = 100
"""A longer word (a web address, a line of dashes) is one unknown piece, as in the original."""


def vocabulary(lines: str) -> dict[str, int]:
    """Piece to number, from a file of one piece a line."""
    return {piece: number for number, piece in enumerate(lines.rstrip("\n").split("\n"))}


def _is_control(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs")


def _is_punctuation(character: str) -> bool:
    point = ord(character)
    if 33 <= point <= 47 or 58 <= point <= 64 or 91 <= point <= 96 or 123 <= point <= 126:
        return True
    return unicodedata.category(character).startswith("P")


def _is_chinese(character: str) -> bool:
    point = ord(character)
    return (
        0x4E00 <= point <= 0x9FFF
        or 0x3400 <= point <= 0x4DBF
        or 0x20000 <= point <= 0x2CEAF
        or 0xF900 <= point <= 0xFAFF
        or 0x2F800 <= point <= 0x2FA1F
    )


@lru_cache(maxsize=4096)
def _cleaned(character: str) -> str:
    """What one character becomes: itself, nothing, or itself set apart by spaces."""
    if character == "\ufffd" or character == "\0" or _is_control(character):
        return ""
    if character.isspace():
        return " "
    if _is_punctuation(character) or _is_chinese(character):
        return f" {character} "
    return character


def words(text: str) -> list[str]:
    """The words and punctuation marks of `text`, lower-cased and without accents.

    >>> words("Dr Müller's café!")
    ['dr', 'muller', "'", 's', 'cafe', '!']
    """
    bare = unicodedata.normalize("NFD", text.lower())
    kept = (letter for letter in bare if unicodedata.category(letter) != "Mn")
    return "".join(map(_cleaned, kept)).split()


def pieces(word: str, known: Mapping[str, int]) -> list[int]:
    """The numbers of the longest pieces that make up `word`, or of the unknown piece."""
    if len(word) > LONGEST_WORD:
        return [known[UNKNOWN]]
    found: list[int] = []
    at = 0
    while at < len(word):
        for end in range(len(word), at, -1):
            number = known.get(word[at:end] if at == 0 else f"##{word[at:end]}")
            if number is not None:
                found.append(number)
                at = end
                break
        else:
            return [known[UNKNOWN]]
    return found


def encode(text: str, known: Mapping[str, int], longest: int) -> list[int]:
    """The piece numbers of `text` between its start and end marks, at most `longest` of them."""
    numbers = [known[START]]
    for word in words(text[: longest * 50]):
        numbers.extend(pieces(word, known))
        if len(numbers) >= longest:
            break
    return [*numbers[: longest - 1], known[END]]


def batches(encoded: Sequence[Sequence[int]], pieces_a_batch: int) -> list[list[int]]:
    """The indices of `encoded` in batches of texts of like length, the longest first.

    A batch holds at most `pieces_a_batch` pieces once its texts are padded to its longest one.
    """
    order = sorted(range(len(encoded)), key=lambda index: -len(encoded[index]))
    cut: list[list[int]] = []
    for index in order:
        full = not cut or (len(cut[-1]) + 1) * len(encoded[cut[-1][0]]) > pieces_a_batch
        if full:
            cut.append([])
        cut[-1].append(index)
    return cut
