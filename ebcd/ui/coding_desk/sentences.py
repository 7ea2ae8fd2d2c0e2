"""What the coding desk says, in the reader's language: its JavaScript looks it up here."""

from __future__ import annotations

from ebcd.ui.coding_desk.playing_sentences import playing_sentences
from ebcd.words import _


def sentences() -> dict[str, str]:
    """Each English sentence of the desk with its translation."""
    return {
        "(deleted code)": _("(deleted code)"),
        "+{n} more": _("+{n} more"),
        "Accept": _("Accept"),
        "Accept, dismiss or change the suggestion that is shown": _(
            "Accept, dismiss or change the suggestion that is shown"
        ),
        "Accepted: {name}": _("Accepted: {name}"),
        "All saved": _("All saved"),
        "Apply a favourite or recent code": _("Apply a favourite or recent code"),
        "Apply together: {names}": _("Apply together: {names}"),
        "Apply {name}, key {key}": _("Apply {name}, key {key}"),
        "At this place": _("At this place"),
        "Back to the text; there, let go of the selection": _(
            "Back to the text; there, let go of the selection"
        ),
        "Change code": _("Change code"),
        "Change the code of what is shown": _("Change the code of what is shown"),
        "Change the code of {name}": _("Change the code of {name}"),
        "Change {name} to…": _("Change {name} to…"),
        "Changed the code to {name}": _("Changed the code to {name}"),
        "Changed the ends of {name}": _("Changed the ends of {name}"),
        "Close": _("Close"),
        "Code {name}: “{words}”": _("Code {name}: “{words}”"),
        "Coded {name}": _("Coded {name}"),
        "Coded {name}: “{words}”": _("Coded {name}: “{words}”"),
        "Codes": _("Codes"),
        "Codes ({n})": _("Codes ({n})"),
        "Codes and codings": _("Codes and codings"),
        "Codings": _("Codings"),
        "Codings ({n})": _("Codings ({n})"),
        "Correct": _("Correct"),
        "Correct this turn": _("Correct this turn"),
        "Dismiss": _("Dismiss"),
        "Dismissed {name}": _("Dismissed {name}"),
        "Do not use": _("Do not use"),
        "Do not use: {reason}": _("Do not use: {reason}"),
        "Do not use…": _("Do not use…"),
        "Done again: {label}": _("Done again: {label}"),
        "End of {name}": _("End of {name}"),
        "Favourite and recent codes": _("Favourite and recent codes"),
        "Favourite: {name}": _("Favourite: {name}"),
        "Filter": _("Filter"),
        "Filter this list": _("Filter this list"),
        "Find": _("Find"),
        "Find in this transcript": _("Find in this transcript"),
        "Go to the labels in the margin, then ↑ ↓ and Enter": _(
            "Go to the labels in the margin, then ↑ ↓ and Enter"
        ),
        "Go to the next or previous suggestion": _("Go to the next or previous suggestion"),
        "In vivo": _("In vivo"),
        "Keys and help": _("Keys and help"),
        "Keys while the text has the focus": _("Keys while the text has the focus"),
        "Make the selected words a code of their own": _(
            "Make the selected words a code of their own"
        ),
        "Make the selected words a code of their own (in vivo)": _(
            "Make the selected words a code of their own (in vivo)"
        ),
        "Mark the selection “do not use”": _("Mark the selection “do not use”"),
        "Memo": _("Memo"),
        "Memo on {name}": _("Memo on {name}"),
        "Move the end of what is shown by a word": _("Move the end of what is shown by a word"),
        "Move the end of what is shown by a word, with Shift the start": _(
            "Move the end of what is shown by a word, with Shift the start"
        ),
        "Move the start of what is shown by a word": _("Move the start of what is shown by a word"),
        "Moved {name}": _("Moved {name}"),
        "New: “{name}”": _("New: “{name}”"),
        "Next": _("Next"),
        "Next hit": _("Next hit"),
        "No code has this name.": _("No code has this name."),
        "No code is picked.": _("No code is picked."),
        "No code stands behind {n} yet.": _("No code stands behind {n} yet."),
        "No codes yet. Select some words and type a name in the box above the text.": _(
            "No codes yet. Select some words and type a name in the box above the text."
        ),
        "No coding fits.": _("No coding fits."),
        "Nobody answers here.": _("Nobody answers here."),
        "Not found": _("Not found"),
        "Nothing is coded here yet.": _("Nothing is coded here yet."),
        "Nothing is coded here.": _("Nothing is coded here."),
        "Nothing to redo.": _("Nothing to redo."),
        "Nothing to undo.": _("Nothing to undo."),
        "Nothing was done in this visit yet.": _("Nothing was done in this visit yet."),
        "Opening the transcript…": _("Opening the transcript…"),
        "Pick several codes, then Enter applies them together": _(
            "Pick several codes, then Enter applies them together"
        ),
        "Previous": _("Previous"),
        "Previous hit": _("Previous hit"),
        "Redo": _("Redo"),
        "Redo: {label}": _("Redo: {label}"),
        "Release": _("Release"),
        "Released a passage": _("Released a passage"),
        "Remove": _("Remove"),
        "Remove what is shown": _("Remove what is shown"),
        "Remove {name}": _("Remove {name}"),
        "Removed {name}": _("Removed {name}"),
        "Search codes or make a new one": _("Search codes or make a new one"),
        "Search codes or type a new one": _("Search codes or type a new one"),
        "Search codes or type a new one  ( / )": _("Search codes or type a new one  ( / )"),
        "Select some words first.": _("Select some words first."),
        "To the film": _("To the film"),
        "Make a clip of the selected words": _("Make a clip of the selected words"),
        "Select the previous or next sentence": _("Select the previous or next sentence"),
        "Select the previous or next turn": _("Select the previous or next turn"),
        "Select the previous or next word": _("Select the previous or next word"),
        "Select the whole answer to a question": _("Select the whole answer to a question"),
        "Select the whole answer to this question": _("Select the whole answer to this question"),
        "Select the whole turn": _("Select the whole turn"),
        "Select words with the mouse, a finger, or the arrow keys; then choose a code.": _(
            "Select words with the mouse, a finger, or the arrow keys; then choose a code."
        ),
        "Selected: “{words}”": _("Selected: “{words}”"),
        "Set to selection": _("Set to selection"),
        "Set what is shown to the selection": _("Set what is shown to the selection"),
        "Set {name} to the selection": _("Set {name} to the selection"),
        "Shift and Enter picks several codes, Enter applies them.": _(
            "Shift and Enter picks several codes, Enter applies them."
        ),
        "Show a coding first: press Enter on its words.": _(
            "Show a coding first: press Enter on its words."
        ),
        "Show all {n}": _("Show all {n}"),
        "Show or hide the assistant's suggestions": _("Show or hide the assistant's suggestions"),
        "Show what is coded at the selection": _("Show what is coded at the selection"),
        "Show {name} alone, to change its ends": _("Show {name} alone, to change its ends"),
        "Somebody changed this meanwhile: it stays as it is.": _(
            "Somebody changed this meanwhile: it stays as it is."
        ),
        "Start of {name}": _("Start of {name}"),
        "Suggested: {name}": _("Suggested: {name}"),
        "Suggested: {name}, because of {words}": _("Suggested: {name}, because of {words}"),
        "Suggestions": _("Suggestions"),
        "Suggestions ({n})": _("Suggestions ({n})"),
        "The codebook is empty: type a name to make a code.": _(
            "The codebook is empty: type a name to make a code."
        ),
        "The coding desk could not be loaded: reload the page.": _(
            "The coding desk could not be loaded: reload the page."
        ),
        "The favourite could not be kept: try again.": _(
            "The favourite could not be kept: try again."
        ),
        "The latest first. Choose a line to go back, or forward, to that moment.": _(
            "The latest first. Choose a line to go back, or forward, to that moment."
        ),
        "The suggestions could not be read: try again.": _(
            "The suggestions could not be read: try again."
        ),
        "The transcript could not be opened: check the connection and try again.": _(
            "The transcript could not be opened: check the connection and try again."
        ),
        "The transcript was corrected: this is what it says now.": _(
            "The transcript was corrected: this is what it says now."
        ),
        "There are no suggestions in this transcript now.": _(
            "There are no suggestions in this transcript now."
        ),
        "This code is being saved: try again.": _("This code is being saved: try again."),
        "This end cannot be moved further.": _("This end cannot be moved further."),
        "This passage appears in no list, suggestion, report or export.": _(
            "This passage appears in no list, suggestion, report or export."
        ),
        "This transcript has no words to code.": _("This transcript has no words to code."),
        "Transcript. Press question mark for the keys.": _(
            "Transcript. Press question mark for the keys."
        ),
        "Try again": _("Try again"),
        "Undo": _("Undo"),
        "Undo everything of this visit": _("Undo everything of this visit"),
        "Undo, redo": _("Undo, redo"),
        "Undo: {label}": _("Undo: {label}"),
        "Undone: {label}": _("Undone: {label}"),
        "Visit": _("Visit"),
        "Whole answer": _("Whole answer"),
        "Whole turn": _("Whole turn"),
        "Widen the selection": _("Widen the selection"),
        "Write the memo of what is shown": _("Write the memo of what is shown"),
        "Wrote the memo on {name}": _("Wrote the memo on {name}"),
        "You can read this transcript; your role does not code.": _(
            "You can read this transcript; your role does not code."
        ),
        "You have coded these words with {name} already.": _(
            "You have coded these words with {name} already."
        ),
        "Your role does not allow you to code passages.": _(
            "Your role does not allow you to code passages."
        ),
        "favourite": _("favourite"),
        "memo": _("memo"),
        "{at} of {n}": _("{at} of {n}"),
        "{name} is a favourite now": _("{name} is a favourite now"),
        "{name} is no favourite any more": _("{name} is no favourite any more"),
        "{name}, {n} here": _("{name}, {n} here"),
        "{n} more here: {names}": _("{n} more here: {names}"),
        "{n} unsaved": _("{n} unsaved"),
        "{n} unsaved. {why}": _("{n} unsaved. {why}"),
        "{n} unsaved: no connection, trying again.": _("{n} unsaved: no connection, trying again."),
        "{n} unsaved: sign in again in another tab, and they are saved.": _(
            "{n} unsaved: sign in again in another tab, and they are saved."
        ),
    } | playing_sentences()
