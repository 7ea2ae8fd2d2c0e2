"""Transcripts: interviews, field notes and comments as turns.

A reader takes a file's bytes and returns what it could read together with what it could not. It
never guesses silently: the problems are shown beside the turns before anything is saved.
"""

from ebcd.transcripts.turns import Problem, Reading, Turn

__all__ = ["Problem", "Reading", "Turn"]
