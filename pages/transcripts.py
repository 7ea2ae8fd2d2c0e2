"""Transcripts: drop the files of the interviews, look at what was read, say who speaks, save."""

from ebcd.acts.access import May
from ebcd.ui import transcripts
from ebcd.ui.here import opened

transcripts.show(opened(May.READ))
