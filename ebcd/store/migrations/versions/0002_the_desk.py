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
    _corrections()
    _names()
    _saved_queries()
    _favourites()
    _search()
    _signed_out()
    _kept_codings()
    _comments()


def downgrade() -> None:
    """Take them away again."""
    _no_comments()
    op.drop_table("kept_coding")
    op.drop_table("signed_out")
    op.drop_table("favourite_code")
    _no_search()
    _no_names()
    op.drop_table("saved_query")
    _no_corrections()
    _no_blind_coding()


def _blind_coding() -> None:
    """Two people code the same transcript apart, and reconcile what differs."""
    op.create_table(
        "blind_coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        _points("blind_coding", "study_id", "study"),
        _points("blind_coding", "transcript_id", "transcript"),
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
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("coding_uuid", sa.String(length=36), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        _points("blind_passage", "study_id", "study"),
        _points("blind_passage", "blind_coding_id", "blind_coding"),
        _points("blind_passage", "transcript_id", "transcript"),
        _points("blind_passage", "version_id", "transcript_version"),
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
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("act_uuid", sa.String(length=36), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("blind_decision", "study_id", "study"),
        _points("blind_decision", "blind_coding_id", "blind_coding"),
        _points("blind_decision", "passage_id", "blind_passage"),
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
    "blind_coding": ("study_id", "transcript_id"),
    "blind_coder": ("study_id", "blind_coding_id", "account_id"),
    "blind_passage": (
        "study_id",
        "blind_coding_id",
        "transcript_id",
        "version_id",
        "coder_id",
        "code_id",
        "coding_uuid",
    ),
    "blind_decision": ("study_id", "blind_coding_id", "passage_id", "act_uuid"),
}


def _no_blind_coding() -> None:
    for table in ("blind_decision", "blind_passage", "blind_coder", "blind_coding"):
        op.drop_table(table)


def _points(
    table: str, column: str, target: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _corrections() -> None:
    """What a corrected text needs to know of the words that hung on the text before."""
    op.add_column("coding", sa.Column("changed_since", sa.Integer(), nullable=True))
    op.add_column("withheld", sa.Column("stands_for", sa.String(36), nullable=True))
    op.add_column("memo", sa.Column("version_id", sa.Integer(), nullable=True))


def _no_corrections() -> None:
    for table, column in (
        ("coding", "changed_since"),
        ("withheld", "stands_for"),
        ("memo", "version_id"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)


def _saved_queries() -> None:
    """What the team has asked of its codings and wants to ask again."""
    op.create_table(
        "saved_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("saved_query", "study_id", "study"),
        _points("saved_query", "by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_query")),
        sa.UniqueConstraint("study_id", "name", name=op.f("uq_saved_query_study_id_name")),
    )
    op.create_index(op.f("ix_saved_query_study_id"), "saved_query", ["study_id"])


def _favourites() -> None:
    """The codes that a person keeps at hand."""
    op.create_table(
        "favourite_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        _points("favourite_code", "study_id", "study"),
        _points("favourite_code", "account_id", "account"),
        _points("favourite_code", "code_id", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favourite_code")),
        sa.UniqueConstraint(
            "account_id", "code_id", name=op.f("uq_favourite_code_account_id_code_id")
        ),
    )
    for column in ("study_id", "account_id", "code_id"):
        op.create_index(op.f(f"ix_favourite_code_{column}"), "favourite_code", [column])


def _signed_out() -> None:
    """The sign-ins that their owners have ended."""
    op.create_table(
        "signed_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_in", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_out")),
        sa.UniqueConstraint("sign_in", name=op.f("uq_signed_out_sign_in")),
    )


def _kept_codings() -> None:
    """The codings that were asked about as odd and are to stay."""
    op.create_table(
        "kept_coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("coding_uuid", sa.String(length=36), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("kept_coding", "study_id", "study"),
        _points("kept_coding", "code_id", "code"),
        _points("kept_coding", "by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_coding")),
        sa.UniqueConstraint(
            "coding_uuid", "code_id", name=op.f("uq_kept_coding_coding_uuid_code_id")
        ),
    )
    for column in ("study_id", "code_id"):
        op.create_index(op.f(f"ix_kept_coding_{column}"), "kept_coding", [column])


def _comments() -> None:
    """Comments from a table: what it says of each, and whether they may be quoted."""
    op.add_column(
        "transcript",
        sa.Column("may_quote", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        _points("comment", "study_id", "study"),
        _points("comment", "speaker_id", "speaker"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("speaker_id", name=op.f("uq_comment_speaker_id")),
    )
    op.create_index(op.f("ix_comment_study_id"), "comment", ["study_id"], unique=False)


def _no_comments() -> None:
    op.drop_table("comment")
    with op.batch_alter_table("transcript") as batch:
        batch.drop_column("may_quote")


def _names() -> None:
    """What may be a name, what was decided about it, and the key that is kept apart."""
    op.add_column(
        "transcript_version",
        sa.Column("holds_names", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "name_found",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("finder", sa.String(80), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        _points("name_found", "version_id", "transcript_version"),
        _points("name_found", "study_id", "study"),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_name_found")),
    )
    for table, own in (
        ("name_choice", [sa.Column("is_name", sa.Boolean(), nullable=False)]),
        ("name_key", list[sa.Column[bool]]()),
    ):
        replacement = sa.Column("replacement", sa.String(200), nullable=False)
        if own:
            replacement = sa.Column(
                "replacement", sa.String(200), server_default="", nullable=False
            )
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("study_id", sa.Integer(), nullable=False),
            sa.Column("key", sa.String(200), nullable=False),
            sa.Column("form", sa.String(200), nullable=False),
            sa.Column("kind", sa.String(20), nullable=False),
            *own,
            replacement,
            sa.Column("everyday", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("by_id", sa.Integer(), nullable=True),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            _points(table, "study_id", "study"),
            _points(table, "by_id", "account", "SET NULL"),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("study_id", "key", name=op.f(f"uq_{table}_study_id_key")),
        )
    for table in ("name_found", "name_choice", "name_key"):
        op.create_index(op.f(f"ix_{table}_study_id"), table, ["study_id"], unique=False)


def _no_names() -> None:
    for table in ("name_key", "name_choice", "name_found"):
        op.drop_table(table)
    with op.batch_alter_table("transcript_version") as batch:
        batch.drop_column("holds_names")


def _search() -> None:
    """The words of all transcripts, in the database's own full-text index."""
    op.create_table(
        "search_turn",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        _points("search_turn", "study_id", "study"),
        _points("search_turn", "turn_id", "turn"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_turn")),
    )
    op.create_index(op.f("ix_search_turn_turn_id"), "search_turn", ["turn_id"], unique=False)
    for statement in _WORDS_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)


_WORDS_INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_words USING fts5 (words, text UNINDEXED, tokenize = 'ascii')",
        "CREATE TRIGGER search_turn_gone AFTER DELETE ON search_turn "
        "BEGIN DELETE FROM search_words WHERE rowid = old.id; END",
    ),
    "postgresql": (
        "CREATE TABLE search_words ("
        "id bigint PRIMARY KEY REFERENCES search_turn (id) ON DELETE CASCADE, "
        "words tsvector NOT NULL, text text NOT NULL)",
        "CREATE INDEX ix_search_words_words ON search_words USING gin (words) "
        "WITH (fastupdate = off)",
    ),
}


def _no_search() -> None:
    op.execute("DROP TABLE search_words")
    op.drop_table("search_turn")
