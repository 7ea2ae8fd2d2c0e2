"""Priorities: lists, the vote, and what was chosen."""

from ebcd.acts.access import May
from ebcd.ui import priorities
from ebcd.ui.here import opened

priorities.show(opened(May.READ))
