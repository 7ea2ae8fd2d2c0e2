"""Which cut the patients had agreed to when a film was made of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Of a film made before, nobody knows: it is made again before it is shown."""
    op.add_column(
        "rough_cut", sa.Column("agreed_cut", sa.String(64), server_default="", nullable=False)
    )
    cuts = sa.table("rough_cut", sa.column("agreed_cut", sa.String))
    op.execute(cuts.update().values(agreed_cut="not known"))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("rough_cut", "agreed_cut")
