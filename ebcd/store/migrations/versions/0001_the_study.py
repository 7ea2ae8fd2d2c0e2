"""The first tables: the whole study of the method."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("initials", sa.String(length=6), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sign_in_epoch", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=16), server_default="en", nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(op.f("ix_sign_in_attempt_name"), "sign_in_attempt", ["name"], unique=False)
    op.create_table(
        "study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("pathway", sa.String(length=300), server_default="", nullable=False),
        sa.Column("approach", sa.String(length=20), server_default="ebcd", nullable=False),
        sa.Column(
            "analytic_approach", sa.String(length=20), server_default="codebook", nullable=False
        ),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("zone", sa.String(length=60), server_default="Europe/London", nullable=False),
        sa.Column("language", sa.String(length=16), server_default="en-GB", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), server_default="planned", nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("site", sa.String(length=200), server_default="", nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_activity_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("study_id", "kind", name=op.f("uq_activity_study_id_kind")),
    )
    op.create_index(op.f("ix_activity_study_id"), "activity", ["study_id"], unique=False)
    op.create_table(
        "code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("definition", sa.Text(), server_default="", nullable=False),
        sa.Column("include", sa.Text(), server_default="", nullable=False),
        sa.Column("exclude", sa.Text(), server_default="", nullable=False),
        sa.Column("example", sa.Text(), server_default="", nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("pattern", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["code.id"], name=op.f("fk_code_parent_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_code_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("study_id", "kind", "name", name=op.f("uq_code_study_id_kind_name")),
    )
    op.create_index(op.f("ix_code_parent_id"), "code", ["parent_id"], unique=False)
    op.create_index(op.f("ix_code_study_id"), "code", ["study_id"], unique=False)
    op.create_table(
        "deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_deviation_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
    )
    op.create_index(op.f("ix_deviation_study_id"), "deviation", ["study_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_document_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_document_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_study_id"), "document", ["study_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), server_default="", nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("attended", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_event_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_study_id"), "event", ["study_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="waiting", nullable=False),
        sa.Column("progress", sa.Float(), server_default="0", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("cancel", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("heartbeat", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_job_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_job_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_study_id"), "job", ["study_id"], unique=False)
    op.create_table(
        "log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_log_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["who_id"], ["account.id"], name=op.f("fk_log_who_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
    )
    op.create_index(op.f("ix_log_study_id"), "log", ["study_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_membership_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_membership_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "study_id", name=op.f("pk_membership")),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=200), server_default="", nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("film_name", sa.JSON(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_participant_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint(
            "study_id", "pseudonym", name=op.f("uq_participant_study_id_pseudonym")
        ),
    )
    op.create_index(op.f("ix_participant_study_id"), "participant", ["study_id"], unique=False)
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("rate", sa.String(length=20), server_default="", nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("start_timecode", sa.String(length=20), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_recording_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("study_id", "sha256", name=op.f("uq_recording_study_id_sha256")),
    )
    op.create_index(op.f("ix_recording_study_id"), "recording", ["study_id"], unique=False)
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_sign_in_link_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    op.create_index(
        op.f("ix_sign_in_link_account_id"), "sign_in_link", ["account_id"], unique=False
    )
    op.create_table(
        "storyboard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("target_ms", sa.Integer(), server_default="1800000", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_storyboard_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storyboard")),
    )
    op.create_index(op.f("ix_storyboard_study_id"), "storyboard", ["study_id"], unique=False)
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_topic_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("study_id", "key", name=op.f("uq_topic_study_id_key")),
    )
    op.create_index(op.f("ix_topic_study_id"), "topic", ["study_id"], unique=False)
    op.create_table(
        "chapter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("storyboard_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_chapter_code_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["storyboard_id"],
            ["storyboard.id"],
            name=op.f("fk_chapter_storyboard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_chapter_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter")),
    )
    op.create_index(op.f("ix_chapter_code_id"), "chapter", ["code_id"], unique=False)
    op.create_index(op.f("ix_chapter_storyboard_id"), "chapter", ["storyboard_id"], unique=False)
    op.create_index(op.f("ix_chapter_study_id"), "chapter", ["study_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=200), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_consent_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_consent_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_consent_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_participant_id"), "consent", ["participant_id"], unique=False)
    op.create_index(op.f("ix_consent_study_id"), "consent", ["study_id"], unique=False)
    op.create_table(
        "document_person",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_person_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_document_person_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_document_person_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "participant_id", name=op.f("pk_document_person")),
    )
    op.create_index(
        op.f("ix_document_person_study_id"), "document_person", ["study_id"], unique=False
    )
    op.create_table(
        "identity",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_identity_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_identity_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_study_id"), "identity", ["study_id"], unique=False)
    op.create_table(
        "map_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), server_default="0", nullable=False),
        sa.Column("taken_forward", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_map_card_code_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_map_card_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_map_card_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_card")),
    )
    op.create_index(op.f("ix_map_card_code_id"), "map_card", ["code_id"], unique=False)
    op.create_index(op.f("ix_map_card_event_id"), "map_card", ["event_id"], unique=False)
    op.create_index(op.f("ix_map_card_study_id"), "map_card", ["study_id"], unique=False)
    op.create_table(
        "priority_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="listed", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_priority_item_code_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_priority_item_event_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["priority_item.id"],
            name=op.f("fk_priority_item_merged_into_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_priority_item_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_item")),
    )
    op.create_index(op.f("ix_priority_item_code_id"), "priority_item", ["code_id"], unique=False)
    op.create_index(op.f("ix_priority_item_event_id"), "priority_item", ["event_id"], unique=False)
    op.create_index(
        op.f("ix_priority_item_merged_into_id"), "priority_item", ["merged_into_id"], unique=False
    )
    op.create_index(op.f("ix_priority_item_study_id"), "priority_item", ["study_id"], unique=False)
    op.create_table(
        "transcript",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), server_default="interview", nullable=False),
        sa.Column("language", sa.String(length=16), server_default="", nullable=False),
        sa.Column("source_name", sa.String(length=300), server_default="", nullable=False),
        sa.Column("source_format", sa.String(length=40), server_default="", nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=True),
        sa.Column("recording_offset_ms", sa.Integer(), server_default="0", nullable=False),
        sa.Column("current_version_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_transcript_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_transcript_recording_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_transcript_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
        sa.UniqueConstraint(
            "study_id", "source_sha256", name=op.f("uq_transcript_study_id_source_sha256")
        ),
    )
    op.create_index(op.f("ix_transcript_study_id"), "transcript", ["study_id"], unique=False)
    op.create_table(
        "undo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_undo_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["log_id"], ["log.id"], name=op.f("fk_undo_log_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_undo_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo")),
    )
    op.create_index(op.f("ix_undo_log_id"), "undo", ["log_id"], unique=False)
    op.create_index(op.f("ix_undo_study_id"), "undo", ["study_id"], unique=False)
    op.create_table(
        "voting_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("dots", sa.Integer(), server_default="5", nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="draft", nullable=False),
        sa.Column("decides", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("join_code", sa.String(length=6), nullable=True),
        sa.Column("by_card_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_voting_round_event_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_voting_round_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_round")),
        sa.UniqueConstraint("join_code", name=op.f("uq_voting_round_join_code")),
    )
    op.create_index(op.f("ix_voting_round_event_id"), "voting_round", ["event_id"], unique=False)
    op.create_index(op.f("ix_voting_round_study_id"), "voting_round", ["study_id"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("draft", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("voided_because", sa.String(length=200), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["account.id"],
            name=op.f("fk_ballot_entered_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["voting_round.id"], name=op.f("fk_ballot_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_ballot_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_ballot_code_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_ballot_token_hash")),
    )
    op.create_index(op.f("ix_ballot_round_id"), "ballot", ["round_id"], unique=False)
    op.create_index(op.f("ix_ballot_study_id"), "ballot", ["study_id"], unique=False)
    op.create_table(
        "codesign_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("split_from_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("aim", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["priority_item.id"],
            name=op.f("fk_codesign_group_item_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["split_from_id"],
            ["codesign_group.id"],
            name=op.f("fk_codesign_group_split_from_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_codesign_group_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codesign_group")),
    )
    op.create_index(op.f("ix_codesign_group_item_id"), "codesign_group", ["item_id"], unique=False)
    op.create_index(
        op.f("ix_codesign_group_split_from_id"), "codesign_group", ["split_from_id"], unique=False
    )
    op.create_index(
        op.f("ix_codesign_group_study_id"), "codesign_group", ["study_id"], unique=False
    )
    op.create_table(
        "coding_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("coding_uuid", sa.String(length=36), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_coding_act_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_coding_act_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_coding_act_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_act")),
        sa.UniqueConstraint(
            "transcript_id", "revision", name=op.f("uq_coding_act_transcript_id_revision")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_coding_act_uuid")),
    )
    op.create_index(op.f("ix_coding_act_study_id"), "coding_act", ["study_id"], unique=False)
    op.create_index(
        op.f("ix_coding_act_transcript_id"), "coding_act", ["transcript_id"], unique=False
    )
    op.create_table(
        "counted_ballot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["voting_round.id"],
            name=op.f("fk_counted_ballot_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_counted_ballot_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_ballot")),
    )
    op.create_index(
        op.f("ix_counted_ballot_round_id"), "counted_ballot", ["round_id"], unique=False
    )
    op.create_index(
        op.f("ix_counted_ballot_study_id"), "counted_ballot", ["study_id"], unique=False
    )
    op.create_table(
        "idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="new", nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_idea_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["priority_item.id"], name=op.f("fk_idea_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_idea_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
    )
    op.create_index(op.f("ix_idea_event_id"), "idea", ["event_id"], unique=False)
    op.create_index(op.f("ix_idea_item_id"), "idea", ["item_id"], unique=False)
    op.create_index(op.f("ix_idea_study_id"), "idea", ["study_id"], unique=False)
    op.create_table(
        "map_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("tone", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["card_id"], ["map_card.id"], name=op.f("fk_map_note_card_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_map_note_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_note")),
    )
    op.create_index(op.f("ix_map_note_card_id"), "map_note", ["card_id"], unique=False)
    op.create_index(op.f("ix_map_note_study_id"), "map_note", ["study_id"], unique=False)
    op.create_table(
        "memo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=True),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("coding_uuid", sa.String(length=36), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_memo_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_memo_code_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_memo_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_memo_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo")),
        sa.UniqueConstraint("uuid", name=op.f("uq_memo_uuid")),
    )
    op.create_index(op.f("ix_memo_code_id"), "memo", ["code_id"], unique=False)
    op.create_index(op.f("ix_memo_coding_uuid"), "memo", ["coding_uuid"], unique=False)
    op.create_index(op.f("ix_memo_study_id"), "memo", ["study_id"], unique=False)
    op.create_index(op.f("ix_memo_transcript_id"), "memo", ["transcript_id"], unique=False)
    op.create_table(
        "priority_origin",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("from_item_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_item_id"],
            ["priority_item.id"],
            name=op.f("fk_priority_origin_from_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["priority_item.id"],
            name=op.f("fk_priority_origin_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_priority_origin_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "from_item_id", name=op.f("pk_priority_origin")),
    )
    op.create_index(
        op.f("ix_priority_origin_study_id"), "priority_origin", ["study_id"], unique=False
    )
    op.create_table(
        "round_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("quotation", sa.Text(), server_default="", nullable=False),
        sa.Column("coding_uuid", sa.String(length=36), nullable=True),
        sa.Column("cost", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["priority_item.id"],
            name=op.f("fk_round_option_item_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["voting_round.id"],
            name=op.f("fk_round_option_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_round_option_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_option")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_round_option_round_id_number")),
    )
    op.create_index(op.f("ix_round_option_item_id"), "round_option", ["item_id"], unique=False)
    op.create_index(op.f("ix_round_option_round_id"), "round_option", ["round_id"], unique=False)
    op.create_index(op.f("ix_round_option_study_id"), "round_option", ["study_id"], unique=False)
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("interviews", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_speaker_participant_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_speaker_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_speaker_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("transcript_id", "label", name=op.f("uq_speaker_transcript_id_label")),
    )
    op.create_index(op.f("ix_speaker_participant_id"), "speaker", ["participant_id"], unique=False)
    op.create_index(op.f("ix_speaker_study_id"), "speaker", ["study_id"], unique=False)
    op.create_index(op.f("ix_speaker_transcript_id"), "speaker", ["transcript_id"], unique=False)
    op.create_table(
        "transcript_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_transcript_version_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
            name=op.f("fk_transcript_version_study_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_transcript_version_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_version")),
        sa.UniqueConstraint(
            "transcript_id", "number", name=op.f("uq_transcript_version_transcript_id_number")
        ),
    )
    op.create_index(
        op.f("ix_transcript_version_study_id"), "transcript_version", ["study_id"], unique=False
    )
    op.create_index(
        op.f("ix_transcript_version_transcript_id"),
        "transcript_version",
        ["transcript_id"],
        unique=False,
    )
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=120), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=16), server_default="planned", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["codesign_group.id"], name=op.f("fk_action_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_action_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_group_id"), "action", ["group_id"], unique=False)
    op.create_index(op.f("ix_action_study_id"), "action", ["study_id"], unique=False)
    op.create_table(
        "clip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("chapter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), server_default="clip", nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("recording_id", sa.Integer(), nullable=True),
        sa.Column("coding_uuid", sa.String(length=36), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), server_default="", nullable=False),
        sa.Column("in_ms", sa.Integer(), nullable=False),
        sa.Column("out_ms", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("tone", sa.String(length=8), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_clip_chapter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_clip_recording_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_clip_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_clip_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["transcript_version.id"],
            name=op.f("fk_clip_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clip")),
    )
    op.create_index(op.f("ix_clip_chapter_id"), "clip", ["chapter_id"], unique=False)
    op.create_index(op.f("ix_clip_recording_id"), "clip", ["recording_id"], unique=False)
    op.create_index(op.f("ix_clip_study_id"), "clip", ["study_id"], unique=False)
    op.create_index(op.f("ix_clip_transcript_id"), "clip", ["transcript_id"], unique=False)
    op.create_index(op.f("ix_clip_version_id"), "clip", ["version_id"], unique=False)
    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=12), server_default="hand", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_coding_code_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["account.id"], name=op.f("fk_coding_coder_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_coding_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_coding_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["transcript_version.id"],
            name=op.f("fk_coding_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint("uuid", name=op.f("uq_coding_uuid")),
    )
    op.create_index(op.f("ix_coding_code_id"), "coding", ["code_id"], unique=False)
    op.create_index("ix_coding_study_code", "coding", ["study_id", "code_id"], unique=False)
    op.create_index(op.f("ix_coding_study_id"), "coding", ["study_id"], unique=False)
    op.create_index(op.f("ix_coding_transcript_id"), "coding", ["transcript_id"], unique=False)
    op.create_index(op.f("ix_coding_version_id"), "coding", ["version_id"], unique=False)
    op.create_index("ix_coding_version_start", "coding", ["version_id", "start"], unique=False)
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["codesign_group.id"],
            name=op.f("fk_sign_up_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_sign_up_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
    )
    op.create_index(op.f("ix_sign_up_group_id"), "sign_up", ["group_id"], unique=False)
    op.create_index(op.f("ix_sign_up_study_id"), "sign_up", ["study_id"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="open", nullable=False),
        sa.Column("coding_uuid", sa.String(length=36), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_suggestion_code_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
            name=op.f("fk_suggestion_decided_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_suggestion_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_suggestion_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["transcript_version.id"],
            name=op.f("fk_suggestion_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint(
            "version_id",
            "code_id",
            "start",
            "end",
            name=op.f("uq_suggestion_version_id_code_id_start_end"),
        ),
    )
    op.create_index(op.f("ix_suggestion_code_id"), "suggestion", ["code_id"], unique=False)
    op.create_index(op.f("ix_suggestion_study_id"), "suggestion", ["study_id"], unique=False)
    op.create_index(
        op.f("ix_suggestion_transcript_id"), "suggestion", ["transcript_id"], unique=False
    )
    op.create_index(op.f("ix_suggestion_version_id"), "suggestion", ["version_id"], unique=False)
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_turn_speaker_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_turn_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["transcript_version.id"],
            name=op.f("fk_turn_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_turn_version_id_position")),
    )
    op.create_index(op.f("ix_turn_speaker_id"), "turn", ["speaker_id"], unique=False)
    op.create_index(op.f("ix_turn_study_id"), "turn", ["study_id"], unique=False)
    op.create_index(op.f("ix_turn_version_id"), "turn", ["version_id"], unique=False)
    op.create_table(
        "withheld",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_withheld_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_withheld_study_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_withheld_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["transcript_version.id"],
            name=op.f("fk_withheld_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withheld")),
        sa.UniqueConstraint("uuid", name=op.f("uq_withheld_uuid")),
    )
    op.create_index(op.f("ix_withheld_study_id"), "withheld", ["study_id"], unique=False)
    op.create_index(op.f("ix_withheld_transcript_id"), "withheld", ["transcript_id"], unique=False)
    op.create_index(op.f("ix_withheld_version_id"), "withheld", ["version_id"], unique=False)
    op.create_table(
        "clip_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("clip_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("in_ms", sa.Integer(), nullable=False),
        sa.Column("out_ms", sa.Integer(), nullable=False),
        sa.Column("shown_sha256", sa.String(length=64), nullable=True),
        sa.Column("leave_out", sa.Text(), server_default="", nullable=False),
        sa.Column("how", sa.String(length=40), server_default="", nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_clip_approval_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clip.id"], name=op.f("fk_clip_approval_clip_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_clip_approval_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_clip_approval_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clip_approval")),
    )
    op.create_index(op.f("ix_clip_approval_clip_id"), "clip_approval", ["clip_id"], unique=False)
    op.create_index(
        op.f("ix_clip_approval_participant_id"), "clip_approval", ["participant_id"], unique=False
    )
    op.create_index(op.f("ix_clip_approval_study_id"), "clip_approval", ["study_id"], unique=False)
    op.create_table(
        "output",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("you_said", sa.Text(), server_default="", nullable=False),
        sa.Column("we_did", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_output_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_output_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_output")),
    )
    op.create_index(op.f("ix_output_action_id"), "output", ["action_id"], unique=False)
    op.create_index(op.f("ix_output_study_id"), "output", ["study_id"], unique=False)
    op.create_table(
        "priority_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("coding_uuid", sa.String(length=36), nullable=True),
        sa.Column("clip_id", sa.Integer(), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["map_card.id"],
            name=op.f("fk_priority_evidence_card_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clip.id"], name=op.f("fk_priority_evidence_clip_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_priority_evidence_code_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["priority_item.id"],
            name=op.f("fk_priority_evidence_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
            name=op.f("fk_priority_evidence_study_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_evidence")),
    )
    op.create_index(
        op.f("ix_priority_evidence_card_id"), "priority_evidence", ["card_id"], unique=False
    )
    op.create_index(
        op.f("ix_priority_evidence_clip_id"), "priority_evidence", ["clip_id"], unique=False
    )
    op.create_index(
        op.f("ix_priority_evidence_code_id"), "priority_evidence", ["code_id"], unique=False
    )
    op.create_index(
        op.f("ix_priority_evidence_item_id"), "priority_evidence", ["item_id"], unique=False
    )
    op.create_index(
        op.f("ix_priority_evidence_study_id"), "priority_evidence", ["study_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_priority_evidence_study_id"), table_name="priority_evidence")
    op.drop_index(op.f("ix_priority_evidence_item_id"), table_name="priority_evidence")
    op.drop_index(op.f("ix_priority_evidence_code_id"), table_name="priority_evidence")
    op.drop_index(op.f("ix_priority_evidence_clip_id"), table_name="priority_evidence")
    op.drop_index(op.f("ix_priority_evidence_card_id"), table_name="priority_evidence")
    op.drop_table("priority_evidence")
    op.drop_index(op.f("ix_output_study_id"), table_name="output")
    op.drop_index(op.f("ix_output_action_id"), table_name="output")
    op.drop_table("output")
    op.drop_index(op.f("ix_clip_approval_study_id"), table_name="clip_approval")
    op.drop_index(op.f("ix_clip_approval_participant_id"), table_name="clip_approval")
    op.drop_index(op.f("ix_clip_approval_clip_id"), table_name="clip_approval")
    op.drop_table("clip_approval")
    op.drop_index(op.f("ix_withheld_version_id"), table_name="withheld")
    op.drop_index(op.f("ix_withheld_transcript_id"), table_name="withheld")
    op.drop_index(op.f("ix_withheld_study_id"), table_name="withheld")
    op.drop_table("withheld")
    op.drop_index(op.f("ix_turn_version_id"), table_name="turn")
    op.drop_index(op.f("ix_turn_study_id"), table_name="turn")
    op.drop_index(op.f("ix_turn_speaker_id"), table_name="turn")
    op.drop_table("turn")
    op.drop_index(op.f("ix_suggestion_version_id"), table_name="suggestion")
    op.drop_index(op.f("ix_suggestion_transcript_id"), table_name="suggestion")
    op.drop_index(op.f("ix_suggestion_study_id"), table_name="suggestion")
    op.drop_index(op.f("ix_suggestion_code_id"), table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_index(op.f("ix_sign_up_study_id"), table_name="sign_up")
    op.drop_index(op.f("ix_sign_up_group_id"), table_name="sign_up")
    op.drop_table("sign_up")
    op.drop_index("ix_coding_version_start", table_name="coding")
    op.drop_index(op.f("ix_coding_version_id"), table_name="coding")
    op.drop_index(op.f("ix_coding_transcript_id"), table_name="coding")
    op.drop_index(op.f("ix_coding_study_id"), table_name="coding")
    op.drop_index("ix_coding_study_code", table_name="coding")
    op.drop_index(op.f("ix_coding_code_id"), table_name="coding")
    op.drop_table("coding")
    op.drop_index(op.f("ix_clip_version_id"), table_name="clip")
    op.drop_index(op.f("ix_clip_transcript_id"), table_name="clip")
    op.drop_index(op.f("ix_clip_study_id"), table_name="clip")
    op.drop_index(op.f("ix_clip_recording_id"), table_name="clip")
    op.drop_index(op.f("ix_clip_chapter_id"), table_name="clip")
    op.drop_table("clip")
    op.drop_index(op.f("ix_action_study_id"), table_name="action")
    op.drop_index(op.f("ix_action_group_id"), table_name="action")
    op.drop_table("action")
    op.drop_index(op.f("ix_transcript_version_transcript_id"), table_name="transcript_version")
    op.drop_index(op.f("ix_transcript_version_study_id"), table_name="transcript_version")
    op.drop_table("transcript_version")
    op.drop_index(op.f("ix_speaker_transcript_id"), table_name="speaker")
    op.drop_index(op.f("ix_speaker_study_id"), table_name="speaker")
    op.drop_index(op.f("ix_speaker_participant_id"), table_name="speaker")
    op.drop_table("speaker")
    op.drop_index(op.f("ix_round_option_study_id"), table_name="round_option")
    op.drop_index(op.f("ix_round_option_round_id"), table_name="round_option")
    op.drop_index(op.f("ix_round_option_item_id"), table_name="round_option")
    op.drop_table("round_option")
    op.drop_index(op.f("ix_priority_origin_study_id"), table_name="priority_origin")
    op.drop_table("priority_origin")
    op.drop_index(op.f("ix_memo_transcript_id"), table_name="memo")
    op.drop_index(op.f("ix_memo_study_id"), table_name="memo")
    op.drop_index(op.f("ix_memo_coding_uuid"), table_name="memo")
    op.drop_index(op.f("ix_memo_code_id"), table_name="memo")
    op.drop_table("memo")
    op.drop_index(op.f("ix_map_note_study_id"), table_name="map_note")
    op.drop_index(op.f("ix_map_note_card_id"), table_name="map_note")
    op.drop_table("map_note")
    op.drop_index(op.f("ix_idea_study_id"), table_name="idea")
    op.drop_index(op.f("ix_idea_item_id"), table_name="idea")
    op.drop_index(op.f("ix_idea_event_id"), table_name="idea")
    op.drop_table("idea")
    op.drop_index(op.f("ix_counted_ballot_study_id"), table_name="counted_ballot")
    op.drop_index(op.f("ix_counted_ballot_round_id"), table_name="counted_ballot")
    op.drop_table("counted_ballot")
    op.drop_index(op.f("ix_coding_act_transcript_id"), table_name="coding_act")
    op.drop_index(op.f("ix_coding_act_study_id"), table_name="coding_act")
    op.drop_table("coding_act")
    op.drop_index(op.f("ix_codesign_group_study_id"), table_name="codesign_group")
    op.drop_index(op.f("ix_codesign_group_split_from_id"), table_name="codesign_group")
    op.drop_index(op.f("ix_codesign_group_item_id"), table_name="codesign_group")
    op.drop_table("codesign_group")
    op.drop_index(op.f("ix_ballot_study_id"), table_name="ballot")
    op.drop_index(op.f("ix_ballot_round_id"), table_name="ballot")
    op.drop_table("ballot")
    op.drop_index(op.f("ix_voting_round_study_id"), table_name="voting_round")
    op.drop_index(op.f("ix_voting_round_event_id"), table_name="voting_round")
    op.drop_table("voting_round")
    op.drop_index(op.f("ix_undo_study_id"), table_name="undo")
    op.drop_index(op.f("ix_undo_log_id"), table_name="undo")
    op.drop_table("undo")
    op.drop_index(op.f("ix_transcript_study_id"), table_name="transcript")
    op.drop_table("transcript")
    op.drop_index(op.f("ix_priority_item_study_id"), table_name="priority_item")
    op.drop_index(op.f("ix_priority_item_merged_into_id"), table_name="priority_item")
    op.drop_index(op.f("ix_priority_item_event_id"), table_name="priority_item")
    op.drop_index(op.f("ix_priority_item_code_id"), table_name="priority_item")
    op.drop_table("priority_item")
    op.drop_index(op.f("ix_map_card_study_id"), table_name="map_card")
    op.drop_index(op.f("ix_map_card_event_id"), table_name="map_card")
    op.drop_index(op.f("ix_map_card_code_id"), table_name="map_card")
    op.drop_table("map_card")
    op.drop_index(op.f("ix_identity_study_id"), table_name="identity")
    op.drop_table("identity")
    op.drop_index(op.f("ix_document_person_study_id"), table_name="document_person")
    op.drop_table("document_person")
    op.drop_index(op.f("ix_consent_study_id"), table_name="consent")
    op.drop_index(op.f("ix_consent_participant_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_chapter_study_id"), table_name="chapter")
    op.drop_index(op.f("ix_chapter_storyboard_id"), table_name="chapter")
    op.drop_index(op.f("ix_chapter_code_id"), table_name="chapter")
    op.drop_table("chapter")
    op.drop_index(op.f("ix_topic_study_id"), table_name="topic")
    op.drop_table("topic")
    op.drop_index(op.f("ix_storyboard_study_id"), table_name="storyboard")
    op.drop_table("storyboard")
    op.drop_index(op.f("ix_sign_in_link_account_id"), table_name="sign_in_link")
    op.drop_table("sign_in_link")
    op.drop_index(op.f("ix_recording_study_id"), table_name="recording")
    op.drop_table("recording")
    op.drop_index(op.f("ix_participant_study_id"), table_name="participant")
    op.drop_table("participant")
    op.drop_table("membership")
    op.drop_index(op.f("ix_log_study_id"), table_name="log")
    op.drop_table("log")
    op.drop_index(op.f("ix_job_study_id"), table_name="job")
    op.drop_table("job")
    op.drop_index(op.f("ix_event_study_id"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_document_study_id"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_deviation_study_id"), table_name="deviation")
    op.drop_table("deviation")
    op.drop_index(op.f("ix_code_study_id"), table_name="code")
    op.drop_index(op.f("ix_code_parent_id"), table_name="code")
    op.drop_table("code")
    op.drop_index(op.f("ix_activity_study_id"), table_name="activity")
    op.drop_table("activity")
    op.drop_table("study")
    op.drop_index(op.f("ix_sign_in_attempt_name"), table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_table("account")
