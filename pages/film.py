"""Film: chapters of clips, who has approved theirs, and what editors open."""

from ebcd.acts.access import May
from ebcd.ui import film
from ebcd.ui.here import opened

film.show(opened(May.READ))
