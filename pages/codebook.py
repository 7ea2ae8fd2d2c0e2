"""The codebook: what the team looks for, and how each code is told from the next."""

from ebcd.ui import codebook
from ebcd.ui.here import opened

codebook.show(opened())
