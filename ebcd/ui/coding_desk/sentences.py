"""What the coding desk says, in the reader's language: its JavaScript looks it up here."""

from __future__ import annotations

from ebcd.words import _


def sentences() -> dict[str, str]:
    """Each English sentence of the desk with its translation."""
    return {
        "(deleted code)": _("(deleted code)"),
        "Accept": _("Accept"),
        "Accept or dismiss the suggestion that is shown": _(
            "Accept or dismiss the suggestion that is shown"
        ),
        "Accepted: {name}": _("Accepted: {name}"),
        "All saved": _("All saved"),
        "Apply a recent code": _("Apply a recent code"),
        "Apply {name}, key {key}": _("Apply {name}, key {key}"),
        "At this place": _("At this place"),
        "Change code": _("Change code"),
        "Change the code of what is shown": _("Change the code of what is shown"),
        "Change the code of {name}": _("Change the code of {name}"),
        "Change the code to {name}": _("Change the code to {name}"),
        "Change {name} to…": _("Change {name} to…"),
        "Close": _("Close"),
        "Code {name}": _("Code {name}"),
        "Code {name}: “{words}”": _("Code {name}: “{words}”"),
        "Coded {name}: “{words}”": _("Coded {name}: “{words}”"),
        "Codes": _("Codes"),
        "Codes ({n})": _("Codes ({n})"),
        "Codes and codings": _("Codes and codings"),
        "Codings": _("Codings"),
        "Codings ({n})": _("Codings ({n})"),
        "Dismiss": _("Dismiss"),
        "Dismiss {name}": _("Dismiss {name}"),
        "Do not use": _("Do not use"),
        "Do not use: {reason}": _("Do not use: {reason}"),
        "Do not use…": _("Do not use…"),
        "Done again: {label}": _("Done again: {label}"),
        "Filter": _("Filter"),
        "Filter this list": _("Filter this list"),
        "Go to the labels in the margin, then ↑ ↓ and Enter": _(
            "Go to the labels in the margin, then ↑ ↓ and Enter"
        ),
        "Go to the next suggestion": _("Go to the next suggestion"),
        "In vivo": _("In vivo"),
        "Keys and help": _("Keys and help"),
        "Keys while the text has the focus": _("Keys while the text has the focus"),
        "Let go of the selection": _("Let go of the selection"),
        "Make the selected words a code of their own": _(
            "Make the selected words a code of their own"
        ),
        "Make the selected words a code of their own (in vivo)": _(
            "Make the selected words a code of their own (in vivo)"
        ),
        "Mark the selection “do not use”": _("Mark the selection “do not use”"),
        "Memo": _("Memo"),
        "Memo on {name}": _("Memo on {name}"),
        "Move {name}": _("Move {name}"),
        "New: “{name}”": _("New: “{name}”"),
        "Next": _("Next"),
        "No code has this name.": _("No code has this name."),
        "No codes yet. Select some words and type a name in the box above the text.": _(
            "No codes yet. Select some words and type a name in the box above the text."
        ),
        "No coding fits.": _("No coding fits."),
        "No recent code stands behind {n} yet.": _("No recent code stands behind {n} yet."),
        "Nothing is coded here yet.": _("Nothing is coded here yet."),
        "Nothing is coded here.": _("Nothing is coded here."),
        "Nothing to redo.": _("Nothing to redo."),
        "Nothing to undo.": _("Nothing to undo."),
        "Opening the transcript…": _("Opening the transcript…"),
        "Recent codes": _("Recent codes"),
        "Redo": _("Redo"),
        "Redo: {label}": _("Redo: {label}"),
        "Release": _("Release"),
        "Release a passage": _("Release a passage"),
        "Remove": _("Remove"),
        "Remove what is shown": _("Remove what is shown"),
        "Remove {name}": _("Remove {name}"),
        "Search codes or make a new one": _("Search codes or make a new one"),
        "Search codes or type a new one": _("Search codes or type a new one"),
        "Search codes or type a new one  ( / )": _("Search codes or type a new one  ( / )"),
        "Select some words first.": _("Select some words first."),
        "Select the previous or next sentence": _("Select the previous or next sentence"),
        "Select the previous or next turn": _("Select the previous or next turn"),
        "Select the previous or next word": _("Select the previous or next word"),
        "Select words with the mouse, a finger, or the arrow keys; then choose a code.": _(
            "Select words with the mouse, a finger, or the arrow keys; then choose a code."
        ),
        "Selected: “{words}”": _("Selected: “{words}”"),
        "Set to selection": _("Set to selection"),
        "Set what is shown to the selection": _("Set what is shown to the selection"),
        "Set {name} to the selection": _("Set {name} to the selection"),
        "Show all {n}": _("Show all {n}"),
        "Show or hide the assistant's suggestions": _("Show or hide the assistant's suggestions"),
        "Show what is coded at the selection": _("Show what is coded at the selection"),
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
        "The suggestions could not be read: try again.": _(
            "The suggestions could not be read: try again."
        ),
        "The transcript could not be opened: check the connection and try again.": _(
            "The transcript could not be opened: check the connection and try again."
        ),
        "The transcript was corrected meanwhile: reload the page.": _(
            "The transcript was corrected meanwhile: reload the page."
        ),
        "There are no suggestions in this transcript now.": _(
            "There are no suggestions in this transcript now."
        ),
        "This passage appears in no list, suggestion, report or export.": _(
            "This passage appears in no list, suggestion, report or export."
        ),
        "This transcript has no words to code.": _("This transcript has no words to code."),
        "Transcript. Press question mark for the keys.": _(
            "Transcript. Press question mark for the keys."
        ),
        "Try again": _("Try again"),
        "Undo": _("Undo"),
        "Undo, redo": _("Undo, redo"),
        "Undo: {label}": _("Undo: {label}"),
        "Undone: {label}": _("Undone: {label}"),
        "Widen the selection": _("Widen the selection"),
        "Widen the selection to whole turns": _("Widen the selection to whole turns"),
        "Write the memo of what is shown": _("Write the memo of what is shown"),
        "You can read this transcript; your role does not code.": _(
            "You can read this transcript; your role does not code."
        ),
        "You have coded these words with {name} already.": _(
            "You have coded these words with {name} already."
        ),
        "Your role does not allow you to code passages.": _(
            "Your role does not allow you to code passages."
        ),
        "memo": _("memo"),
        "{name}, {n} here": _("{name}, {n} here"),
        "{n} unsaved": _("{n} unsaved"),
        "{n} unsaved: no connection, trying again.": _("{n} unsaved: no connection, trying again."),
        "{n} unsaved: sign in again in another tab, and they are saved.": _(
            "{n} unsaved: sign in again in another tab, and they are saved."
        ),
    }
