"""What the coding desk of the second version needs."""

from __future__ import annotations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns, chapter by chapter."""


def downgrade() -> None:
    """Take them away again."""
