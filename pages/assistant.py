"""The assistant: suggestions learnt from the team's coding, topics, and how good it is here."""

from ebcd.ui import assistant
from ebcd.ui.here import opened

assistant.show(opened())
