"""What events on the day, the catalyst film's rough cut and topics that are kept need."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns, chapter by chapter."""


def downgrade() -> None:
    """Take them away again."""
