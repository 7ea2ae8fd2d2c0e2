"""Names: found in the texts, decided about once each, replaced over the whole study."""

from ebcd.acts.access import May
from ebcd.ui import names
from ebcd.ui.here import opened

names.show(opened(May.TRANSCRIPTS))
