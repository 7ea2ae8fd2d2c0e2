"""Co-design: groups, actions, outputs, and where they come from."""

from ebcd.acts.access import May
from ebcd.ui import codesign
from ebcd.ui.here import opened

codesign.show(opened(May.READ))
