"""What the coding desk of the second version needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns, chapter by chapter."""
    _blind_coding()


def downgrade() -> None:
    """Take them away again."""
    _no_blind_coding()


def _blind_coding() -> None:
    """Two people code the same transcript apart, and reconcile what differs."""
    op.create_table(
        "blind_coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        _points("blind_coding", "study_id", "study"),
        _points("blind_coding", "transcript_id", "transcript"),
        _points("blind_coding", "version_id", "transcript_version", "SET NULL"),
        _points("blind_coding", "opened_by_id", "account", "SET NULL"),
        _points("blind_coding", "closed_by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_coding")),
    )
    op.create_table(
        "blind_coder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("blind_coding_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        _points("blind_coder", "study_id", "study"),
        _points("blind_coder", "blind_coding_id", "blind_coding"),
        _points("blind_coder", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_coder")),
        sa.UniqueConstraint(
            "blind_coding_id", "account_id", name=op.f("uq_blind_coder_blind_coding_id_account_id")
        ),
    )
    op.create_table(
        "blind_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("blind_coding_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("coding_uuid", sa.String(length=36), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        _points("blind_passage", "study_id", "study"),
        _points("blind_passage", "blind_coding_id", "blind_coding"),
        _points("blind_passage", "coder_id", "account"),
        _points("blind_passage", "code_id", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_passage")),
    )
    op.create_table(
        "blind_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("blind_coding_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("undo_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("blind_decision", "study_id", "study"),
        _points("blind_decision", "blind_coding_id", "blind_coding"),
        _points("blind_decision", "passage_id", "blind_passage"),
        _points("blind_decision", "undo_id", "undo", "SET NULL"),
        _points("blind_decision", "by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_decision")),
        sa.UniqueConstraint(
            "blind_coding_id",
            "passage_id",
            name=op.f("uq_blind_decision_blind_coding_id_passage_id"),
        ),
    )
    for table, columns in _BLIND_INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


_BLIND_INDEXES = {
    "blind_coding": ("study_id", "transcript_id", "version_id"),
    "blind_coder": ("study_id", "blind_coding_id", "account_id"),
    "blind_passage": ("study_id", "blind_coding_id", "coder_id", "code_id", "coding_uuid"),
    "blind_decision": ("study_id", "blind_coding_id", "passage_id", "undo_id"),
}


def _no_blind_coding() -> None:
    for table in ("blind_decision", "blind_passage", "blind_coder", "blind_coding"):
        op.drop_table(table)


def _points(
    table: str, column: str, target: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
