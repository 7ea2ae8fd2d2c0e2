"""What the desk says while a recording plays, in the reader's language."""

from __future__ import annotations

from ebcd.words import _


def playing_sentences() -> dict[str, str]:
    """Each English sentence of the player with its translation."""
    return {
        "All times are taken away": _("All times are taken away"),
        "Back 5 seconds": _("Back 5 seconds"),
        "Captions": _("Captions"),
        "Captions off": _("Captions off"),
        "Captions on": _("Captions on"),
        "Captions on or off": _("Captions on or off"),
        "Follow": _("Follow"),
        "Forward 5 seconds": _("Forward 5 seconds"),
        "Go back or forward 5 seconds": _("Go back or forward 5 seconds"),
        "Go to the next turn": _("Go to the next turn"),
        "Go to the turn before": _("Go to the turn before"),
        "Hide picture": _("Hide picture"),
        "How it is played": _("How it is played"),
        "Larger picture": _("Larger picture"),
        "Let the text follow the recording, or not": _("Let the text follow the recording, or not"),
        "Link one on the Film page": _("Link one on the Film page"),
        "Mark of turn {n} taken back": _("Mark of turn {n} taken back"),
        "Mark times": _("Mark times"),
        "No mark to take back.": _("No mark to take back."),
        "No recording is linked to this transcript.": _(
            "No recording is linked to this transcript."
        ),
        "Pause": _("Pause"),
        "Paused at {time}": _("Paused at {time}"),
        "Play": _("Play"),
        "Play from the selected words": _("Play from the selected words"),
        "Play from {time}": _("Play from {time}"),
        "Play or pause the recording": _("Play or pause the recording"),
        "Play slower or faster": _("Play slower or faster"),
        "Play, and press Enter as each turn begins. Backspace takes the last mark back.": _(
            "Play, and press Enter as each turn begins. Backspace takes the last mark back."
        ),
        "Playing": _("Playing"),
        "Playing from {time}": _("Playing from {time}"),
        "Recording: {name}": _("Recording: {name}"),
        "Set the time": _("Set the time"),
        "Smaller picture": _("Smaller picture"),
        "Speed": _("Speed"),
        "Speed {rate}": _("Speed {rate}"),
        "Sure? Press again to take {n} times away": _("Sure? Press again to take {n} times away"),
        "Take all times away": _("Take all times away"),
        "That was the last turn.": _("That was the last turn."),
        "The mark could not be taken back: check the connection and try again.": _(
            "The mark could not be taken back: check the connection and try again."
        ),
        "The recording could not be reached: check the connection and reload the page.": _(
            "The recording could not be reached: check the connection and reload the page."
        ),
        "The text follows the recording": _("The text follows the recording"),
        "The text stays where it is: press K to follow again": _(
            "The text stays where it is: press K to follow again"
        ),
        "The transcript begins later in the recording: play on.": _(
            "The transcript begins later in the recording: play on."
        ),
        "This browser cannot play “{name}”: save it as MP4 and link that one.": _(
            "This browser cannot play “{name}”: save it as MP4 and link that one."
        ),
        "This transcript has no times yet.": _("This transcript has no times yet."),
        "Press “Mark times”, play, and say when each turn begins.": _(
            "Press “Mark times”, play, and say when each turn begins."
        ),
        "This turn begins now (Enter)": _("This turn begins now (Enter)"),
        "This turn has no time yet.": _("This turn has no time yet."),
        "Time of this turn, like 1:02.5": _("Time of this turn, like 1:02.5"),
        "Turn {n} begins at {time}": _("Turn {n} begins at {time}"),
        "Turn {n} has no time now": _("Turn {n} has no time now"),
        "Turn {n} of {all}: “{words}”": _("Turn {n} of {all}: “{words}”"),
        "Undo the last mark": _("Undo the last mark"),
        "You are signed out: sign in again, then reload the page.": _(
            "You are signed out: sign in again, then reload the page."
        ),
        "about {time}": _("about {time}"),
        "{n} clips of the film followed.": _("{n} clips of the film followed."),
        "{n} trimmed or answered clips stay as they are: check them on the Film page.": _(
            "{n} trimmed or answered clips stay as they are: check them on the Film page."
        ),
        "{n} of {all} turns are marked; those between are estimated.": _(
            "{n} of {all} turns are marked; those between are estimated."
        ),
        "{n} times unsaved: no connection, trying again.": _(
            "{n} times unsaved: no connection, trying again."
        ),
        "{n} times unsaved. {why}": _("{n} times unsaved. {why}"),
        "{n} times unsaved: sign in again in another tab, and they are saved.": _(
            "{n} times unsaved: sign in again in another tab, and they are saved."
        ),
    }
