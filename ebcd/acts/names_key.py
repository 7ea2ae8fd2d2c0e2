"""The key to replaced names, for the lead alone: looking at it, and erasing it for good."""

from __future__ import annotations

from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act
from ebcd.acts.names import forget_found
from ebcd.assistant.name_places import Named, Names, is_everyday, replaced
from ebcd.errors import BadInput
from ebcd.exchange.tables import write_csv
from ebcd.store import assistant_fits, film_names, names_replacing, search
from ebcd.store import names as store
from ebcd.store.names import Choice
from ebcd.store.names_replacing import forget_files
from ebcd.store.words import change_words
from ebcd.store.workbench import Workbench

WORD = "ERASE"
"""What the lead types to erase the original names."""
_HEADERS = ("name", "kind", "replaced by")


@dataclass(frozen=True)
class Erased:
    """What was erased. `files`: documents deleted. `backups`: copies in the data folder, which
    still hold the names.
    """

    names: int
    versions: int
    files: int
    backups: int


def key(workbench: Workbench, actor: Actor, study_id: int) -> list[Choice]:
    """Each name that was replaced, and by what; logged."""
    with act(workbench, actor, study_id, May.IDENTITY, "look into the key of names") as doing:
        listed = store.key(doing.connection, study_id)
        doing.about(names=len(listed))
    return listed


def key_as_csv(workbench: Workbench, actor: Actor, study_id: int) -> bytes:
    """The key as a table; logged."""
    listed = key(workbench, actor, study_id)
    return write_csv(_HEADERS, [[each.form, each.clue.value, each.replacement] for each in listed])


def erase_originals(workbench: Workbench, actor: Actor, study_id: int, word: str) -> Erased:
    """Erase the original names for good: from earlier versions, what undo remembers, and the key.

    Real first names that people chose for the film are erased too: they have no name in it then.

    `word`: must be `WORD`, typed by the person. Names that come again are not known any more.
    """
    if word.strip().upper() != WORD:
        raise BadInput(f"Type {WORD} to erase the original names for good.")
    with act(workbench, actor, study_id, May.IDENTITY, "erase original names") as doing:
        connection = doing.connection
        listed = store.key(connection, study_id)
        real = film_names.real_names(connection, study_id)
        if not listed and not real:
            raise BadInput("No names have been replaced in this study, so there are none to erase.")
        known = Names([each.named for each in listed])
        versions = names_replacing.erase_versions(connection, study_id, known)
        change_words(connection, study_id, lambda words: replaced(words, known.places(words)))
        search.forget(connection)
        count = names_replacing.erase_key(connection, study_id)
        film_names.forget_real(connection, study_id)
        count += len(real)
        assistant_fits.stop(connection, study_id)
        forget_found(connection, study_id)
        doing.about(names=count, versions=versions)
    held = Names([*known.listed, *(Named(name, "", is_everyday(name)) for name in real)])
    files = forget_files(workbench.study_folder(study_id, "documents"), held)
    workbench.forget_models(study_id)
    names_replacing.wipe(workbench.database)
    backups = workbench.folder / "backups"
    kept = sum(1 for path in backups.iterdir() if path.is_file()) if backups.exists() else 0
    return Erased(count, versions, files, kept)
