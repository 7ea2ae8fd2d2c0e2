"""The film on paper: the storyboard for the team, and the copy of it that goes with the film.

The team's says who is who, by pseudonym and by the name that each chose for the film. The copy has
those names alone, and what may be shown to those it is for.
"""

from __future__ import annotations

from ebcd.acts.film import Film
from ebcd.acts.film_showing import board_for, mark_of
from ebcd.acts.report_material import Reading
from ebcd.acts.report_packs import stills_of
from ebcd.film.approval import gate
from ebcd.film.names import NameUse, going_out
from ebcd.people import Use, allows
from ebcd.reports.film_copy import CopyTold, film_copy_document
from ebcd.reports.storyboard import StoryboardTold, storyboard
from ebcd.store import film_names
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench


def team_storyboard(
    workbench: Workbench, connection: Connection, study_id: int, film: Film
) -> bytes:
    """The storyboard as a .docx for the team, with pseudonyms and names in the film."""
    reading = Reading(connection, study_id, draft=False)
    everybody = tuple(
        (each.pseudonym, each.group) for each in reading.persons.values() if allows(each, Use.FILM)
    )
    shown = [clip for _, clip in gate(film.board).draft.clips()]
    return storyboard(
        StoryboardTold(
            reading.front,
            film.board,
            everybody,
            stills_of(workbench, reading, shown),
            names=film_names.film_names(connection, study_id),
            stands=film.stands.sentence,
        )
    )


def film_copy(
    workbench: Workbench, connection: Connection, study_id: int, film: Film, showing: Use
) -> bytes:
    """The copy that goes with the film, as a .docx. Raises Conflict where it may not."""
    reading = Reading(connection, study_id, draft=False)
    names = film_names.film_names(connection, study_id, NameUse.BESIDE)
    board = board_for(film, showing)
    stills = stills_of(workbench, reading, [clip for _, clip in board.clips()])
    shown = going_out(board, names, film_names.pseudonyms(connection, study_id))
    return film_copy_document(CopyTold(reading.front, shown, showing, mark_of(film), stills))
