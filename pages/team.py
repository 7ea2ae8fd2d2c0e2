"""The team: who works on this study, in which role; accounts and passwords."""

from ebcd.ui import team
from ebcd.ui.here import opened

team.show(opened())
