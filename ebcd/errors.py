"""The errors a person is meant to read.

Every message is one sentence that says what is wrong and what to do. The edge (a page, a route,
the command line) catches `WorkbenchError` once and shows its message; anything else is a fault of
the program and is not caught.
"""


class WorkbenchError(Exception):
    """The base of every error whose message is written for the person at the screen."""


class BadInput(WorkbenchError):
    """What was given cannot be used as it is."""


class NotFound(WorkbenchError):
    """What was asked for is not there, or is not there for this person."""


class NotAllowed(WorkbenchError):
    """The person is signed in but their role does not allow this."""


class SignInNeeded(WorkbenchError):
    """Nobody is signed in, or the sign-in has run out."""


class NotSaved(WorkbenchError):
    """The machine could not keep it, whatever was asked: the same may be asked again later."""


class Conflict(WorkbenchError):
    """Somebody else changed the same thing first, or it was changed since it was shown."""
