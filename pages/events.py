"""Events: feedback and joint events, and the emotional map."""

from ebcd.acts.access import May
from ebcd.ui import events
from ebcd.ui.here import opened

events.show(opened(May.READ))
