"""What the page that adds recordings says from its script, in the reader's language."""

from __future__ import annotations

from ebcd.words import _


def sentences() -> dict[str, str]:
    """Each English sentence and how it is said in this language."""
    return {
        "Pause": _("Pause"),
        "Pause {name}": _("Pause {name}"),
        "Go on": _("Go on"),
        "Go on with {name}": _("Go on with {name}"),
        "Give up": _("Give up"),
        "Give up {name}": _("Give up {name}"),
        "Give up for good? What has arrived is deleted.": _(
            "Give up for good? What has arrived is deleted."
        ),
        "Keep it": _("Keep it"),
        "{at} of {all}": _("{at} of {all}"),
        "{at} of {all} · {speed} a second · about {left} left": _(
            "{at} of {all} · {speed} a second · about {left} left"
        ),
        "Waits for the one before": _("Waits for the one before"),
        "Looking the file over…": _("Looking the file over…"),
        "Paused at {at} of {all}.": _("Paused at {at} of {all}."),
        "No connection: trying again in {n} s. What has arrived is kept.": _(
            "No connection: trying again in {n} s. What has arrived is kept."
        ),
        "In the study.": _("In the study."),
        "It was in the study already.": _("It was in the study already."),
        "{name} is in the study.": _("{name} is in the study."),
        "{name}: {n} per cent": _("{name}: {n} per cent"),
        "{name} is given up.": _("{name} is given up."),
        "{name} was paused.": _("{name} was paused."),
        "This browser cannot read the file any more: choose it again.": _(
            "This browser cannot read the file any more: choose it again."
        ),
        "{at} of {all} has arrived. Choose the same file again to go on.": _(
            "{at} of {all} has arrived. Choose the same file again to go on."
        ),
        "Something went wrong on the server: go on in a moment.": _(
            "Something went wrong on the server: go on in a moment."
        ),
        "{n} s": _("{n} s"),
        "{n} min": _("{n} min"),
        "{n} h": _("{n} h"),
    }
