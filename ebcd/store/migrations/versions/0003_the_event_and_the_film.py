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
    _the_room()
    _film_names()
    _film_versions()
    _agreements()
    _footage()
    _cutting()
    _ballots()
    _topics()


def downgrade() -> None:
    """Take them away again."""
    _no_room()
    _no_topics()
    _no_ballots()
    _no_cutting()
    op.drop_table("film_agreement")
    _no_film_versions()
    _no_film_names()
    _no_footage()


def _footage() -> None:
    """How a recording is turned, and captions that somebody corrected."""
    op.add_column(
        "recording", sa.Column("rotation", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("clip", sa.Column("captions", sa.JSON(), nullable=True))
    op.add_column(
        "clip", sa.Column("captions_of", sa.String(64), server_default="", nullable=False)
    )


def _no_footage() -> None:
    """SQLite makes these tables anew, which nothing may cascade from: columns go by themselves."""
    op.drop_column("clip", "captions_of")
    op.drop_column("clip", "captions")
    op.drop_column("recording", "rotation")


def _points(
    table: str, column: str, target: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _film_names() -> None:
    """How each person is called in the film, its captions and beside it, with the day."""
    op.create_table(
        "film_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(80), server_default="", nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("film_name", "study_id", "study"),
        _points("film_name", "participant_id", "participant"),
        _points("film_name", "by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film_name")),
    )
    for column in ("study_id", "participant_id"):
        op.create_index(op.f(f"ix_film_name_{column}"), "film_name", [column])
    _keep_chosen_names()
    op.drop_column("participant", "film_name")


def _keep_chosen_names() -> None:
    """Names that were chosen before: nobody knows any more whether they are real."""
    was = sa.table(
        "participant",
        sa.column("id", sa.Integer),
        sa.column("study_id", sa.Integer),
        sa.column("film_name", sa.JSON),
        sa.column("withdrawn_on", sa.Date),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    now = sa.table(
        "film_name",
        sa.column("study_id", sa.Integer),
        sa.column("participant_id", sa.Integer),
        sa.column("use", sa.String),
        sa.column("kind", sa.String),
        sa.column("name", sa.String),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(was).where(was.c.withdrawn_on.is_(None))).all():
        name = str((row.film_name or {}).get("film", "")).strip()[:80]
        for use in ("film", "captions", "beside") if name else ():
            connection.execute(
                now.insert().values(
                    study_id=row.study_id,
                    participant_id=row.id,
                    use=use,
                    kind="first",
                    name=name,
                    created_at=row.created_at,
                )
            )


def _no_film_names() -> None:
    op.add_column(
        "participant", sa.Column("film_name", sa.JSON(), server_default="{}", nullable=False)
    )
    op.drop_table("film_name")


def _film_versions() -> None:
    """Other choices of the storyboard's clips, and what is known of an archive film."""
    op.create_table(
        "film_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("storyboard_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("target_ms", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("film_version", "study_id", "study"),
        _points("film_version", "storyboard_id", "storyboard"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film_version")),
        sa.UniqueConstraint(
            "storyboard_id", "name", name=op.f("uq_film_version_storyboard_id_name")
        ),
    )
    for column in ("study_id", "storyboard_id"):
        op.create_index(op.f(f"ix_film_version_{column}"), "film_version", [column])
    op.create_table(
        "film_version_clip",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("clip_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _points("film_version_clip", "version_id", "film_version"),
        _points("film_version_clip", "clip_id", "clip"),
        _points("film_version_clip", "study_id", "study"),
        sa.PrimaryKeyConstraint("version_id", "clip_id", name=op.f("pk_film_version_clip")),
    )
    op.create_index(op.f("ix_film_version_clip_study_id"), "film_version_clip", ["study_id"])
    op.add_column(
        "clip", sa.Column("taken_from", sa.String(300), server_default="", nullable=False)
    )
    op.add_column("clip", sa.Column("permission", sa.Text(), server_default="", nullable=False))


def _no_film_versions() -> None:
    op.drop_column("clip", "permission")
    op.drop_column("clip", "taken_from")
    op.drop_table("film_version_clip")
    op.drop_table("film_version")


def _agreements() -> None:
    """What the patients said of the whole film at their own event."""
    op.create_table(
        "film_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(80), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("clips", sa.Integer(), nullable=False),
        sa.Column("length_ms", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.Text(), server_default="", nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("film_agreement", "study_id", "study"),
        _points("film_agreement", "event_id", "event", "SET NULL"),
        _points("film_agreement", "by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film_agreement")),
    )
    for column in ("study_id", "event_id"):
        op.create_index(op.f(f"ix_film_agreement_{column}"), "film_agreement", [column])


def _cutting() -> None:
    """Disguises, spoken cards, and the films that were cut."""
    for table in ("clip", "chapter"):
        op.add_column(table, sa.Column("spoken", sa.String(64), server_default="", nullable=False))
    for table in ("clip", "clip_approval"):
        op.add_column(
            table, sa.Column("disguise", sa.String(12), server_default="", nullable=False)
        )
    op.create_table(
        "rough_cut",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("length_ms", sa.Integer(), nullable=False),
        sa.Column("showing", sa.String(20), server_default="", nullable=False),
        sa.Column("clips", sa.JSON(), nullable=False),
        _points("rough_cut", "document_id", "document"),
        _points("rough_cut", "study_id", "study"),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rough_cut")),
    )
    op.create_index(op.f("ix_rough_cut_study_id"), "rough_cut", ["study_id"])


def _no_cutting() -> None:
    op.drop_table("rough_cut")
    for table in ("clip_approval", "clip"):
        op.drop_column(table, "disguise")
    for table in ("chapter", "clip"):
        op.drop_column(table, "spoken")


def _ballots() -> None:
    """Ballots of a file, which can be taken out again together, and of a shared device."""
    op.add_column("ballot", sa.Column("batch", sa.String(64), server_default="", nullable=False))
    op.add_column(
        "ballot", sa.Column("sealed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def _no_ballots() -> None:
    op.drop_column("ballot", "sealed")
    op.drop_column("ballot", "batch")


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


def _the_room() -> None:
    """Forms, cards and the check of an event; what a discussion came to."""
    _room_table(
        "room_form",
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("join_code", sa.String(6), nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("is_open", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("room_form", "event_id", "event"),
        unique="join_code",
        indexed="event_id",
    )
    _room_table(
        "event_card",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("group", sa.String(20), nullable=False),
        _points("event_card", "event_id", "event"),
        unique="code_hash",
        indexed="event_id",
    )
    _room_table(
        "phone_check",
        sa.Column("join_code", sa.String(6), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        unique="join_code",
    )
    _room_table(
        "phone_arrival",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(64), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("team_answers", sa.Boolean(), nullable=True),
        sa.Column("shut", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("phone_arrival", "check_id", "phone_check"),
        unique="once",
        indexed="check_id",
    )
    _room_table(
        "discussion",
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("list", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _points("discussion", "event_id", "event", "SET NULL"),
        _points("discussion", "by_id", "account", "SET NULL"),
        indexed="event_id",
    )
    op.add_column("idea", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.add_column("idea", sa.Column("once", sa.String(64), nullable=True))
    op.create_index(op.f("ix_idea_once"), "idea", ["once"], unique=True)
    op.add_column("sign_up", sa.Column("token_hash", sa.String(64), nullable=True))
    op.create_index(op.f("ix_sign_up_token_hash"), "sign_up", ["token_hash"], unique=True)
    op.add_column("sign_up", sa.Column("way", sa.String(8), server_default="phone", nullable=False))


def _room_table(
    name: str, *parts: sa.schema.SchemaItem, unique: str = "", indexed: str = ""
) -> None:
    rules = [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        _points(name, "study_id", "study"),
    ]
    if unique:
        rules.append(sa.UniqueConstraint(unique, name=op.f(f"uq_{name}_{unique}")))
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        *parts,
        *rules,
    )
    for column in filter(None, ("study_id", indexed)):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _no_room() -> None:
    op.drop_column("sign_up", "way")
    op.drop_index(op.f("ix_sign_up_token_hash"), table_name="sign_up")
    op.drop_column("sign_up", "token_hash")
    op.drop_index(op.f("ix_idea_once"), table_name="idea")
    op.drop_column("idea", "once")
    op.drop_column("idea", "reason")
    for name in ("discussion", "phone_arrival", "phone_check", "event_card", "room_form"):
        op.drop_table(name)
