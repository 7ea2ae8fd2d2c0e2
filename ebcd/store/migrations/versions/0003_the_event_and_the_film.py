"""What events on the day, the catalyst film's rough cut and topics that are kept need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns, chapter by chapter."""
    _topics()


def downgrade() -> None:
    """Take them away again."""
    _no_topics()


def _points(
    table: str, column: str, target: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _topics() -> None:
    """Topics that a team arranged. The table that was there before has never been written to."""
    op.drop_table("topic")
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), server_default="", nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("split_of_id", sa.Integer(), nullable=True),
        sa.Column("dropped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("topic", "study_id", "study"),
        _points("topic", "merged_into_id", "topic", "SET NULL"),
        _points("topic", "split_of_id", "topic"),
        _points("topic", "by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    op.create_table(
        "topic_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        _points("topic_passage", "study_id", "study"),
        _points("topic_passage", "topic_id", "topic"),
        _points("topic_passage", "transcript_id", "transcript"),
        _points("topic_passage", "version_id", "transcript_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_passage")),
    )
    for table, columns in (
        ("topic", ("study_id", "merged_into_id", "split_of_id")),
        ("topic_passage", ("study_id", "topic_id", "transcript_id", "version_id")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _no_topics() -> None:
    op.drop_table("topic_passage")
    op.drop_table("topic")
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("topic", "study_id", "study"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("study_id", "key", name=op.f("uq_topic_study_id_key")),
    )
    op.create_index(op.f("ix_topic_study_id"), "topic", ["study_id"])
