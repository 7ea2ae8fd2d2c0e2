"""People: participants by pseudonym, and what each of them agreed to."""

from ebcd.acts.access import May
from ebcd.ui import people
from ebcd.ui.here import opened

people.show(opened(May.READ))
