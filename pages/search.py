"""Search: the words of all transcripts, and the passages by their codes."""

from ebcd.ui import search
from ebcd.ui.here import opened

search.show(opened())
