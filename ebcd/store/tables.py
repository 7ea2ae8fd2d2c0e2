"""The tables, as one picture of a study.

Every table of a study carries its `study_id`. The walk that the product is for runs
output ← action ← priority ← touchpoint ← passage ← participant, and back; clips hang off passages.
Instants are UTC. Positions are code points, times in recordings milliseconds.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _study() -> Column[int]:
    return Column(
        "study_id", ForeignKey("study.id", ondelete="CASCADE"), nullable=False, index=True
    )


def _ref(
    name: str, target: str, *, ondelete: str = "CASCADE", nullable: bool = False
) -> Column[int]:
    return Column(
        name, ForeignKey(f"{target}.id", ondelete=ondelete), nullable=nullable, index=True
    )


def _by(name: str = "by_id") -> Column[int]:
    """Who did it: None is the command line or the program itself."""
    return Column(name, ForeignKey("account.id", ondelete="SET NULL"), nullable=True)


# --- The server: who may sign in ---------------------------------------------------------------

account = Table(
    "account",
    metadata,
    _id(),
    Column("name", String(80), nullable=False, unique=True, doc="what the person types to sign in"),
    Column("display_name", String(120), nullable=False),
    Column("initials", String(6), nullable=False),
    Column("password_hash", Text, nullable=True, doc="argon2id; None until a password is set"),
    Column("is_admin", Boolean, nullable=False, server_default=false()),
    Column("sign_in_epoch", Integer, nullable=False, server_default="0", doc="raise to sign out"),
    Column("language", String(16), nullable=False, server_default="en"),
    Column("disabled_at", Instant, nullable=True),
    Column("created_at", Instant, nullable=False),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    _id(),
    Column("token_hash", String(64), nullable=False, unique=True),
    _ref("account_id", "account"),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=True),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    _id(),
    Column("name", String(80), nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

signed_out = Table(
    "signed_out",
    metadata,
    _id(),
    Column("sign_in", String(40), nullable=False, unique=True, doc="that was ended by its owner"),
    Column("at", Instant, nullable=False),
)

# --- The study ----------------------------------------------------------------------------------

study = Table(
    "study",
    metadata,
    _id(),
    Column("name", String(200), nullable=False),
    Column("pathway", String(300), nullable=False, server_default=""),
    Column("approach", String(20), nullable=False, server_default="ebcd", doc="ebcd | accelerated"),
    Column("analytic_approach", String(20), nullable=False, server_default="codebook"),
    Column("summary", Text, nullable=False, server_default=""),
    Column("zone", String(60), nullable=False, server_default="Europe/London"),
    Column("language", String(16), nullable=False, server_default="en-GB"),
    Column("revision", Integer, nullable=False, server_default="0", doc="raised by every act"),
    Column("is_sample", Boolean, nullable=False, server_default=false()),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,  # a deleted study's number is never another's
)

membership = Table(
    "membership",
    metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("study_id", ForeignKey("study.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(20), nullable=False),
)

activity = Table(
    "activity",
    metadata,
    _id(),
    _study(),
    Column("kind", String(40), nullable=False, doc="one of the ten activities of the method"),
    Column("state", String(20), nullable=False, server_default="planned"),
    Column("done_on", Date, nullable=True),
    Column("site", String(200), nullable=False, server_default=""),
    Column("hours", Float, nullable=True),
    Column("note", Text, nullable=False, server_default=""),
    UniqueConstraint("study_id", "kind"),
)

deviation = Table(
    "deviation",
    metadata,
    _id(),
    _study(),
    Column("what", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_on", Date, nullable=True),
    Column("created_at", Instant, nullable=False),
)

# --- People -------------------------------------------------------------------------------------

participant = Table(
    "participant",
    metadata,
    _id(),
    _study(),
    Column("pseudonym", String(40), nullable=False),
    Column("group", String(20), nullable=False),
    Column("role", String(200), nullable=False, server_default="", doc="a staff member's role"),
    Column("attributes", JSON, nullable=False, doc="what the team records to compare by"),
    Column("withdrawn_on", Date, nullable=True),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("study_id", "pseudonym"),
)

identity = Table(
    "identity",
    metadata,
    Column("participant_id", ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
    _study(),
    Column("name", String(200), nullable=False, server_default=""),
    Column("contact", Text, nullable=False, server_default=""),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    _study(),
    _ref("participant_id", "participant"),
    Column("use", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("on_date", Date, nullable=False),
    Column("how", String(200), nullable=False, server_default=""),
    _by(),
    Column("created_at", Instant, nullable=False),
)

film_name = Table(
    "film_name",
    metadata,
    _id(),
    _study(),
    _ref("participant_id", "participant"),
    Column("use", String(20), nullable=False, doc="film | captions | beside"),
    Column("kind", String(12), nullable=False, doc="first | other | none"),
    Column("name", String(80), nullable=False, server_default="", doc="kept with the key's care"),
    Column("on_date", Date, nullable=True, doc="None: chosen before days were kept"),
    _by(),
    Column("created_at", Instant, nullable=False),
)

# --- Recordings and transcripts -----------------------------------------------------------------

recording = Table(
    "recording",
    metadata,
    _id(),
    _study(),
    Column("sha256", String(64), nullable=False),
    Column("name", String(300), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("rate", String(20), nullable=False, server_default="", doc="frames a second, 25 or a/b"),
    Column("width", Integer, nullable=True),
    Column("height", Integer, nullable=True),
    Column("start_timecode", String(20), nullable=False, server_default=""),
    Column(
        "rotation",
        Integer,
        nullable=False,
        server_default="0",
        doc="degrees clockwise, for the picture to stand upright",
    ),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("study_id", "sha256"),
)

transcript = Table(
    "transcript",
    metadata,
    _id(),
    _study(),
    Column("title", String(200), nullable=False),
    Column(
        "kind",
        String(20),
        nullable=False,
        server_default="interview",
        doc="interview | field_note | comments",
    ),
    Column("language", String(16), nullable=False, server_default=""),
    Column("source_name", String(300), nullable=False, server_default=""),
    Column("source_format", String(40), nullable=False, server_default=""),
    Column("source_sha256", String(64), nullable=False),
    Column("problems", JSON, nullable=False, doc="[{message, line}] of the import"),
    Column("recording_id", ForeignKey("recording.id", ondelete="SET NULL"), nullable=True),
    Column("recording_offset_ms", Integer, nullable=False, server_default="0"),
    Column("current_version_id", Integer, nullable=True),
    Column("words", Integer, nullable=False, server_default="0"),
    Column("revision", Integer, nullable=False, server_default="0", doc="raised by coding acts"),
    Column("created_at", Instant, nullable=False),
    _by(),
    Column(
        "may_quote",
        Boolean,
        nullable=False,
        server_default=false(),
        doc="comments: people agreed to be quoted without a name",
    ),
    UniqueConstraint("study_id", "source_sha256"),
)

transcript_version = Table(
    "transcript_version",
    metadata,
    _id(),
    _study(),
    _ref("transcript_id", "transcript"),
    Column("number", Integer, nullable=False),
    Column("sha256", String(64), nullable=False, doc="of the text, UTF-8"),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    _by(),
    Column(
        "holds_names",
        Boolean,
        nullable=False,
        server_default=false(),
        doc="names were replaced since: for the lead alone",
    ),
    UniqueConstraint("transcript_id", "number"),
)

speaker = Table(
    "speaker",
    metadata,
    _id(),
    _study(),
    _ref("transcript_id", "transcript"),
    Column("label", String(120), nullable=False),
    Column("interviews", Boolean, nullable=False, server_default=false()),
    _ref("participant_id", "participant", ondelete="SET NULL", nullable=True),
    UniqueConstraint("transcript_id", "label"),
)

turn = Table(
    "turn",
    metadata,
    _id(),
    _study(),
    _ref("version_id", "transcript_version"),
    Column("position", Integer, nullable=False),
    _ref("speaker_id", "speaker", ondelete="SET NULL", nullable=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("start_ms", Integer, nullable=True),
    Column("end_ms", Integer, nullable=True),
    Column("marks", JSON, nullable=False, doc="[[offset in the turn, ms], …] of cues or words"),
    UniqueConstraint("version_id", "position"),
)

comment = Table(
    "comment",
    metadata,
    _id(),
    _study(),
    Column(
        "speaker_id",
        ForeignKey("speaker.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
        doc="each comment has a speaker of its own, whom nobody knows",
    ),
    Column("row", Integer, nullable=False, doc="its line in the table that it came from"),
    Column("attributes", JSON, nullable=False, doc="what the table says of it: column → value"),
)

# --- Codebook and coding ------------------------------------------------------------------------

code = Table(
    "code",
    metadata,
    _id(),
    _study(),
    _ref("parent_id", "code", ondelete="SET NULL", nullable=True),
    Column("kind", String(20), nullable=False),
    Column("name", String(120), nullable=False),
    Column("definition", Text, nullable=False, server_default=""),
    Column("include", Text, nullable=False, server_default=""),
    Column("exclude", Text, nullable=False, server_default=""),
    Column("example", Text, nullable=False, server_default=""),
    Column("colour", String(7), nullable=False),
    Column("pattern", String(10), nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("study_id", "kind", "name"),
)

favourite_code = Table(
    "favourite_code",
    metadata,
    _id(),
    _study(),
    _ref("account_id", "account"),
    _ref("code_id", "code"),
    UniqueConstraint("account_id", "code_id"),
)

coding = Table(
    "coding",
    metadata,
    _id(),
    _study(),
    Column("uuid", String(36), nullable=False, unique=True, doc="given by whoever made it"),
    _ref("transcript_id", "transcript"),
    _ref("version_id", "transcript_version"),
    _ref("code_id", "code"),
    _by("coder_id"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("origin", String(12), nullable=False, server_default="hand"),
    Column("changed_since", Integer, nullable=True, doc="version with the words it was made on"),
    Column("created_at", Instant, nullable=False),
)
Index("ix_coding_study_code", coding.c.study_id, coding.c.code_id)
Index("ix_coding_version_start", coding.c.version_id, coding.c.start)

coding_act = Table(
    "coding_act",
    metadata,
    _id(),
    _study(),
    _ref("transcript_id", "transcript"),
    Column("uuid", String(36), nullable=False, unique=True, doc="given by the client"),
    Column("revision", Integer, nullable=False, doc="of the transcript, after this act"),
    Column("kind", String(20), nullable=False),
    Column("coding_uuid", String(36), nullable=True),
    _by(),
    Column("at", Instant, nullable=False),
    UniqueConstraint("transcript_id", "revision"),
)

withheld = Table(
    "withheld",
    metadata,
    _id(),
    _study(),
    Column("uuid", String(36), nullable=False, unique=True),
    _ref("transcript_id", "transcript"),
    _ref("version_id", "transcript_version"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("reason", String(20), nullable=False, doc="distress | third_party | asked | other"),
    Column("stands_for", String(36), nullable=True, doc="the waiting mark that this one covers"),
    _by(),
    Column("created_at", Instant, nullable=False),
)

memo = Table(
    "memo",
    metadata,
    _id(),
    _study(),
    Column("uuid", String(36), nullable=False, unique=True),
    Column("about", String(20), nullable=False, doc="study|transcript|code|coding|passage|journal"),
    _ref("transcript_id", "transcript", nullable=True),
    _ref("code_id", "code", nullable=True),
    Column("coding_uuid", String(36), nullable=True, index=True),
    Column("start", Integer, nullable=True),
    Column("end", Integer, nullable=True),
    Column("version_id", Integer, nullable=True, doc="of start and end; None: the current one"),
    Column("text", Text, nullable=False),
    _by(),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

# --- Blind coding -------------------------------------------------------------------------------

blind_coding = Table(
    "blind_coding",
    metadata,
    _id(),
    _study(),
    _ref("transcript_id", "transcript"),
    Column("note", Text, nullable=False, server_default=""),
    _by("opened_by_id"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant, nullable=True, doc="from then on everybody sees everything"),
    _by("closed_by_id"),
)

blind_coder = Table(
    "blind_coder",
    metadata,
    _id(),
    _study(),
    _ref("blind_coding_id", "blind_coding"),
    _ref("account_id", "account"),
    Column("done_at", Instant, nullable=True),
    UniqueConstraint("blind_coding_id", "account_id"),
)

blind_passage = Table(
    "blind_passage",
    metadata,
    _id(),
    _study(),
    _ref("blind_coding_id", "blind_coding"),
    _ref("transcript_id", "transcript"),
    _ref("version_id", "transcript_version"),
    _ref("coder_id", "account"),
    _ref("code_id", "code"),
    Column("coding_uuid", String(36), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

blind_decision = Table(
    "blind_decision",
    metadata,
    _id(),
    _study(),
    _ref("blind_coding_id", "blind_coding"),
    _ref("passage_id", "blind_passage"),
    Column("choice", String(12), nullable=False, doc="kept | neither | adjusted | agreed"),
    Column("kept", JSON, nullable=False, doc="accounts of the coders whose codings were kept"),
    Column("note", Text, nullable=False, server_default=""),
    Column("act_uuid", String(36), nullable=False, index=True, doc="which act its undo is of"),
    _by(),
    Column("at", Instant, nullable=False),
    UniqueConstraint("blind_coding_id", "passage_id"),
)

saved_query = Table(
    "saved_query",
    metadata,
    _id(),
    _study(),
    Column("name", String(120), nullable=False),
    Column("query", JSON, nullable=False, doc="what is asked: ids, groups and attributes"),
    _by(),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("study_id", "name"),
)

# --- Names ---------------------------------------------------------------------------------------

name_found = Table(
    "name_found",
    metadata,
    Column("version_id", ForeignKey("transcript_version.id", ondelete="CASCADE"), primary_key=True),
    _study(),
    Column("finder", String(80), nullable=False, doc="which net looked"),
    Column("places", JSON, nullable=False, doc="[[start, end, kind], …]: places, never words"),
)

name_choice = Table(
    "name_choice",
    metadata,
    _id(),
    _study(),
    Column("key", String(200), nullable=False, doc="the name's words without case"),
    Column("form", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("is_name", Boolean, nullable=False),
    Column("replacement", String(200), nullable=False, server_default=""),
    Column("everyday", Boolean, nullable=False, server_default=false(), doc="a word as well"),
    _by(),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("study_id", "key"),
)

name_key = Table(
    "name_key",
    metadata,
    _id(),
    _study(),
    Column("key", String(200), nullable=False),
    Column("form", String(200), nullable=False, doc="the name: for the lead alone"),
    Column("kind", String(20), nullable=False),
    Column("replacement", String(200), nullable=False),
    Column("everyday", Boolean, nullable=False, server_default=false()),
    _by(),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("study_id", "key"),
)

# --- Assistant ----------------------------------------------------------------------------------

suggestion = Table(
    "suggestion",
    metadata,
    _id(),
    _study(),
    _ref("transcript_id", "transcript"),
    _ref("version_id", "transcript_version"),
    _ref("code_id", "code"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("model", String(80), nullable=False),
    Column("why", JSON, nullable=False),
    Column("state", String(12), nullable=False, server_default="open"),
    Column("coding_uuid", String(36), nullable=True),
    _by("decided_by_id"),
    Column("decided_at", Instant, nullable=True),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("version_id", "code_id", "start", "end"),
)

kept_coding = Table(
    "kept_coding",
    metadata,
    _id(),
    _study(),
    Column("coding_uuid", String(36), nullable=False, doc="asked about as odd, and kept"),
    _ref("code_id", "code"),
    _by(),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("coding_uuid", "code_id"),
)

topic = Table(
    "topic",
    metadata,
    _id(),
    _study(),
    Column("name", String(120), nullable=False, server_default="", doc="'': goes by its words"),
    _ref("merged_into_id", "topic", ondelete="SET NULL", nullable=True),
    _ref("split_of_id", "topic", nullable=True),
    Column("dropped", Boolean, nullable=False, server_default=false(), doc="put back as found"),
    _by(),
    Column("created_at", Instant, nullable=False),
)

topic_passage = Table(
    "topic_passage",
    metadata,
    _id(),
    _study(),
    _ref("topic_id", "topic"),
    _ref("transcript_id", "transcript"),
    _ref("version_id", "transcript_version"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

# --- Film ---------------------------------------------------------------------------------------

storyboard = Table(
    "storyboard",
    metadata,
    _id(),
    _study(),
    Column("title", String(200), nullable=False),
    Column("target_ms", Integer, nullable=False, server_default="1800000"),
    Column("created_at", Instant, nullable=False),
)

chapter = Table(
    "chapter",
    metadata,
    _id(),
    _study(),
    _ref("storyboard_id", "storyboard"),
    _ref("code_id", "code", ondelete="SET NULL", nullable=True),
    Column("title", String(200), nullable=False),
    Column("position", Integer, nullable=False),
    Column("spoken", String(64), nullable=False, server_default="", doc="SHA-256 of its sound"),
)

clip = Table(
    "clip",
    metadata,
    _id(),
    _study(),
    _ref("chapter_id", "chapter"),
    Column("position", Integer, nullable=False),
    Column("kind", String(12), nullable=False, server_default="clip", doc="clip|card|voice"),
    _ref("transcript_id", "transcript", nullable=True),
    _ref("version_id", "transcript_version", nullable=True),
    _ref("recording_id", "recording", ondelete="SET NULL", nullable=True),
    Column("coding_uuid", String(36), nullable=True),
    Column("start", Integer, nullable=True),
    Column("end", Integer, nullable=True),
    Column("quote", Text, nullable=False, server_default=""),
    Column("in_ms", Integer, nullable=False),
    Column("out_ms", Integer, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("tone", String(8), nullable=False, server_default="", doc="good | bad | mixed | ''"),
    Column("captions", JSON, nullable=True, doc="corrected by hand: a list of lines a caption"),
    Column("captions_of", String(64), nullable=False, server_default="", doc="of which words"),
    Column("taken_from", String(300), nullable=False, server_default="", doc="an archive film"),
    Column("permission", Text, nullable=False, server_default="", doc="to show an archive film"),
    Column("disguise", String(12), nullable=False, server_default="", doc="mosaic | voice | ''"),
    Column(
        "spoken", String(64), nullable=False, server_default="", doc="SHA-256 of a card's sound"
    ),
)

film_version = Table(
    "film_version",
    metadata,
    _id(),
    _study(),
    _ref("storyboard_id", "storyboard"),
    Column("name", String(80), nullable=False),
    Column("target_ms", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("storyboard_id", "name"),
)
"""A choice of the storyboard's clips beside the whole of it, which is the version “Film”."""

film_version_clip = Table(
    "film_version_clip",
    metadata,
    Column("version_id", ForeignKey("film_version.id", ondelete="CASCADE"), primary_key=True),
    Column("clip_id", ForeignKey("clip.id", ondelete="CASCADE"), primary_key=True),
    _study(),
    Column("position", Integer, nullable=False),
)

film_agreement = Table(
    "film_agreement",
    metadata,
    _id(),
    _study(),
    _ref("event_id", "event", ondelete="SET NULL", nullable=True),
    Column("version", String(80), nullable=False, doc="what the version was called"),
    Column("fingerprint", String(64), nullable=False, doc="SHA-256 of the cut that was shown"),
    Column("clips", Integer, nullable=False),
    Column("length_ms", Integer, nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("changes", Text, nullable=False, server_default="", doc="what they asked to change"),
    Column("people", JSON, nullable=False, doc="ids of the participants who were seen in it"),
    Column("on_date", Date, nullable=False),
    _by(),
    Column("created_at", Instant, nullable=False),
)

clip_approval = Table(
    "clip_approval",
    metadata,
    _id(),
    _study(),
    _ref("clip_id", "clip"),
    _ref("participant_id", "participant"),
    Column("state", String(12), nullable=False, doc="approved|refused|asked|leave_out"),
    Column("in_ms", Integer, nullable=False, doc="what was shown to the person"),
    Column("out_ms", Integer, nullable=False),
    Column("shown_sha256", String(64), nullable=True, doc="of the recording, if one was linked"),
    Column("disguise", String(12), nullable=False, server_default="", doc="as it was shown"),
    Column("leave_out", Text, nullable=False, server_default=""),
    Column("how", String(40), nullable=False, server_default=""),
    Column("on_date", Date, nullable=False),
    _by(),
    Column("created_at", Instant, nullable=False),
)

# --- Events and the emotional map ---------------------------------------------------------------

event = Table(
    "event",
    metadata,
    _id(),
    _study(),
    Column("kind", String(20), nullable=False, doc="patient | staff | joint | celebration"),
    Column("title", String(200), nullable=False),
    Column("on_date", Date, nullable=True),
    Column("place", String(200), nullable=False, server_default=""),
    Column("agenda", JSON, nullable=False, doc="[{time, what}]"),
    Column("attended", JSON, nullable=False, doc="group → head count"),
    Column("notes", Text, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
)

map_card = Table(
    "map_card",
    metadata,
    _id(),
    _study(),
    _ref("event_id", "event"),
    _ref("code_id", "code", ondelete="SET NULL", nullable=True),
    Column("title", String(200), nullable=False),
    Column("position", Integer, nullable=False),
    Column("height", Integer, nullable=False, server_default="0", doc="-3 bad … 3 good"),
    Column("taken_forward", Boolean, nullable=False, server_default=false()),
)

map_note = Table(
    "map_note",
    metadata,
    _id(),
    _study(),
    _ref("card_id", "map_card"),
    Column("group", String(20), nullable=False),
    Column("word", String(80), nullable=False),
    Column("tone", Integer, nullable=True, doc="-3 … 3 where the person placed it"),
)

# --- Priorities and votes -----------------------------------------------------------------------

priority_item = Table(
    "priority_item",
    metadata,
    _id(),
    _study(),
    Column(
        "list",
        String(16),
        nullable=False,
        doc="patient_long|patient_short|staff_long|staff_short|joint",
    ),
    _ref("event_id", "event", ondelete="SET NULL", nullable=True),
    _ref("code_id", "code", ondelete="SET NULL", nullable=True),
    Column("title", String(200), nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False),
    Column(
        "state",
        String(16),
        nullable=False,
        server_default="listed",
        doc="or merged, set_aside, chosen",
    ),
    Column("reason", Text, nullable=False, server_default=""),
    _ref("merged_into_id", "priority_item", ondelete="SET NULL", nullable=True),
    Column("history", JSON, nullable=False, doc="[{at, what, was}]"),
    Column("created_at", Instant, nullable=False),
)

priority_origin = Table(
    "priority_origin",
    metadata,
    Column("item_id", ForeignKey("priority_item.id", ondelete="CASCADE"), primary_key=True),
    Column("from_item_id", ForeignKey("priority_item.id", ondelete="CASCADE"), primary_key=True),
    _study(),
)

priority_evidence = Table(
    "priority_evidence",
    metadata,
    _id(),
    _study(),
    _ref("item_id", "priority_item"),
    _ref("code_id", "code", ondelete="CASCADE", nullable=True),
    Column("coding_uuid", String(36), nullable=True),
    _ref("clip_id", "clip", ondelete="CASCADE", nullable=True),
    _ref("card_id", "map_card", ondelete="CASCADE", nullable=True),
)

voting_round = Table(
    "voting_round",
    metadata,
    _id(),
    _study(),
    _ref("event_id", "event", ondelete="SET NULL", nullable=True),
    Column("title", String(200), nullable=False),
    Column("question", Text, nullable=False, server_default=""),
    Column("method", String(20), nullable=False),
    Column("dots", Integer, nullable=False, server_default="5"),
    Column("groups", JSON, nullable=False, doc="the groups offered, in order"),
    Column("settings", JSON, nullable=False, doc="the method's own, timer, hands, who came"),
    Column("state", String(10), nullable=False, server_default="draft"),
    Column("decides", Boolean, nullable=False, server_default=true()),
    Column("join_code", String(6), nullable=True, unique=True),
    Column("by_card_only", Boolean, nullable=False, server_default=false()),
    Column("seed", Integer, nullable=False, doc="of the lot that breaks a last tie"),
    Column("opened_at", Instant, nullable=True),
    Column("closed_at", Instant, nullable=True),
    Column("revealed_at", Instant, nullable=True),
    Column("decision", Text, nullable=False, server_default="", doc="what the group agreed"),
    Column("result", JSON(none_as_null=True), nullable=True, doc="the tally, counted at the close"),
    Column("created_at", Instant, nullable=False),
)

round_option = Table(
    "round_option",
    metadata,
    _id(),
    _study(),
    _ref("round_id", "voting_round"),
    _ref("item_id", "priority_item", ondelete="SET NULL", nullable=True),
    Column("number", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("quotation", Text, nullable=False, server_default=""),
    Column("coding_uuid", String(36), nullable=True, doc="the coding the quotation comes from"),
    Column("cost", Float, nullable=True),
    UniqueConstraint("round_id", "number"),
)

ballot = Table(
    "ballot",
    metadata,
    _id(),
    _study(),
    _ref("round_id", "voting_round"),
    Column("token_hash", String(64), nullable=True, unique=True, doc="of the link in the phone"),
    Column("code_hash", String(64), nullable=True, unique=True, doc="of the printed card"),
    Column("group", String(20), nullable=False),
    Column("way", String(12), nullable=False, doc="phone|card|paper|file"),
    Column("draft", JSON(none_as_null=True), nullable=True, doc="on the page, not confirmed yet"),
    Column("answers", JSON(none_as_null=True), nullable=True, doc="None until cast"),
    Column("voided_because", String(200), nullable=True),
    _by("entered_by_id"),
    Column("batch", String(64), nullable=False, server_default="", doc="hash of the file it is of"),
    Column("sealed", Boolean, nullable=False, server_default=false(), doc="shared device: shut"),
)

counted_ballot = Table(
    "counted_ballot",
    metadata,
    Column("id", String(32), primary_key=True, doc="random: says nothing of the order"),
    _study(),
    _ref("round_id", "voting_round"),
    Column("group", String(80), nullable=False, doc="as shown: small groups are joined"),
    Column("answers", JSON, nullable=False),
)

idea = Table(
    "idea",
    metadata,
    _id(),
    _study(),
    _ref("event_id", "event"),
    Column("text", Text, nullable=False),
    Column("group", String(20), nullable=False),
    Column("state", String(12), nullable=False, server_default="new"),
    _ref("item_id", "priority_item", ondelete="SET NULL", nullable=True),
    Column("created_at", Instant, nullable=False),
    Column("reason", Text, nullable=False, server_default="", doc="why it was set aside"),
    Column("once", String(64), nullable=True, unique=True, index=True, doc="hash of its form"),
)

discussion = Table(
    "discussion",
    metadata,
    _id(),
    _study(),
    _ref("event_id", "event", ondelete="SET NULL", nullable=True),
    Column("list", String(20), nullable=False),
    Column("outcome", String(12), nullable=False, doc="agreed | nearly | open"),
    Column("notes", Text, nullable=False, server_default=""),
    _by(),
    Column("created_at", Instant, nullable=False),
)
"""What talking about a list came to, before or instead of a vote."""

# --- The room: forms and cards of an event, and the check done beforehand -------------------------

room_form = Table(
    "room_form",
    metadata,
    _id(),
    _study(),
    _ref("event_id", "event", nullable=True),
    Column("kind", String(12), nullable=False, doc="ideas | sign_up"),
    Column("join_code", String(6), nullable=False, unique=True),
    Column("question", Text, nullable=False, server_default=""),
    Column("groups", JSON, nullable=False, doc="the groups offered, in order"),
    Column("is_open", Boolean, nullable=False, server_default=true()),
    Column("created_at", Instant, nullable=False),
)

event_card = Table(
    "event_card",
    metadata,
    _id(),
    _study(),
    _ref("event_id", "event"),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("group", String(20), nullable=False),
)
"""A personal card for every round of an event. It is tied to no ballot: a ballot's own secret is
worked out from the card's code and the round, and goes with the ballot at the close.
"""

phone_check = Table(
    "phone_check",
    metadata,
    _id(),
    _study(),
    Column("join_code", String(6), nullable=False, unique=True),
    Column("address", String(200), nullable=False, doc="as it is printed"),
    Column("created_at", Instant, nullable=False),
)

phone_arrival = Table(
    "phone_arrival",
    metadata,
    _id(),
    _study(),
    _ref("check_id", "phone_check"),
    Column("once", String(64), nullable=False, unique=True),
    Column("address", String(200), nullable=False, doc="by which it came: scheme, name and port"),
    Column("team_answers", Boolean, nullable=True, doc="tried from the phone; None: not tried"),
    Column("shut", Boolean, nullable=False, doc="this door lets nothing but the room in"),
    Column("at", Instant, nullable=False),
)
"""That a phone came, by which address and when: nothing of the phone."""

# --- Co-design ----------------------------------------------------------------------------------

codesign_group = Table(
    "codesign_group",
    metadata,
    _id(),
    _study(),
    _ref("item_id", "priority_item", ondelete="SET NULL", nullable=True),
    _ref("split_from_id", "codesign_group", ondelete="SET NULL", nullable=True),
    Column("name", String(200), nullable=False),
    Column("aim", Text, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
)

sign_up = Table(
    "sign_up",
    metadata,
    _id(),
    _study(),
    _ref("group_id", "codesign_group"),
    Column("group", String(20), nullable=False),
    Column("name", String(200), nullable=False, doc="kept with the key, seen by the lead"),
    Column("contact", String(200), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("token_hash", String(64), nullable=True, unique=True, index=True, doc="of its link"),
    Column("way", String(8), nullable=False, server_default="phone", doc="phone | paper"),
)

action = Table(
    "action",
    metadata,
    _id(),
    _study(),
    _ref("group_id", "codesign_group"),
    Column("what", Text, nullable=False),
    Column("owner", String(120), nullable=False, server_default=""),
    Column("due_on", Date, nullable=True),
    Column("status", String(16), nullable=False, server_default="planned"),
    Column("measure", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
)

output = Table(
    "output",
    metadata,
    _id(),
    _study(),
    _ref("action_id", "action"),
    Column("what", Text, nullable=False),
    Column("delivered_on", Date, nullable=True),
    Column("you_said", Text, nullable=False, server_default=""),
    Column("we_did", Text, nullable=False, server_default=""),
)

# --- Search -------------------------------------------------------------------------------------

search_turn = Table(
    "search_turn",
    metadata,
    Column(
        "id",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
        doc="the transcript's id times 2^32, and `start`",
    ),
    Column("study_id", ForeignKey("study.id", ondelete="CASCADE"), nullable=False),
    _ref("turn_id", "turn"),
    Column("start", Integer, nullable=False, doc="in the version's text, of the turn or a piece"),
    Column("end", Integer, nullable=False),
)
"""What `search_words` holds the words of. That table is the engine's own (`store/search.py`)."""

# --- Documents, log, undo, jobs -----------------------------------------------------------------

document = Table(
    "document",
    metadata,
    _id(),
    _study(),
    Column("kind", String(40), nullable=False),
    Column("name", String(300), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("draft", Boolean, nullable=False),
    _by(),
    Column("created_at", Instant, nullable=False),
)

document_person = Table(
    "document_person",
    metadata,
    Column("document_id", ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("participant_id", ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
    _study(),
    Column("passages", Integer, nullable=False),
)

rough_cut = Table(
    "rough_cut",
    metadata,
    Column("document_id", ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    _study(),
    Column("bytes", BigInteger, nullable=False),
    Column("length_ms", Integer, nullable=False),
    Column("showing", String(20), nullable=False, server_default="", doc="use it was made for"),
    Column("clips", JSON, nullable=False, doc="of each: its id, recording, in, out and disguise"),
    Column(
        "agreed_cut",
        String(64),
        nullable=False,
        server_default="",
        doc="SHA-256 of the cut that the patients had agreed to; empty where it says so itself",
    ),
)
"""A film that was cut: a document whose file lies beside the others, as MP4."""

log = Table(
    "log",
    metadata,
    _id(),
    Column("study_id", ForeignKey("study.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("at", Instant, nullable=False),
    Column("who_id", ForeignKey("account.id", ondelete="SET NULL"), nullable=True),
    Column("who", String(120), nullable=False),
    Column("what", String(60), nullable=False, doc="the act's kind, like “code a passage”"),
    Column("about", JSON, nullable=False, doc="ids and counts, never words"),
)

undo = Table(
    "undo",
    metadata,
    _id(),
    _study(),
    _ref("log_id", "log"),
    _by(),
    Column("kind", String(40), nullable=False),
    Column("memory", JSON, nullable=False, doc="what undoing needs; a withdrawal erases it"),
    Column("undone_at", Instant, nullable=True),
    Column("created_at", Instant, nullable=False),
)

job = Table(
    "job",
    metadata,
    _id(),
    _study(),
    Column("kind", String(40), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("state", String(12), nullable=False, server_default="waiting"),
    Column("progress", Float, nullable=False, server_default="0"),
    Column("message", Text, nullable=False, server_default=""),
    Column("cancel", Boolean, nullable=False, server_default=false()),
    Column("heartbeat", Instant, nullable=True),
    Column("created_at", Instant, nullable=False),
    _by(),
)
