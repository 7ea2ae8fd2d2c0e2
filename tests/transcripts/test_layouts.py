"""Every layout that transcripts come in is read to the same three turns."""

from __future__ import annotations

import json

import pytest

from ebcd.transcripts.reading import read_transcript
from ebcd.transcripts.turns import Reading
from tests.transcripts import samples

INTERVIEWER = "How did it start?"
PATIENT = "It was my back, about ten years ago. I couldn’t get out of bed."
SECOND = "And the GP?"

THREE = [("Sam Lee", INTERVIEWER), ("P03", PATIENT), ("Sam Lee", SECOND)]


def said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in reading.turns]


def starts(reading: Reading) -> list[int | None]:
    return [turn.start_ms for turn in reading.turns]


def read(name: str, content: str | bytes) -> Reading:
    return read_transcript(name, content.encode() if isinstance(content, str) else content)


TEXTS = {
    "names": f"Sam Lee: {INTERVIEWER}\nP03: {PATIENT}\nSam Lee: {SECOND}\n",
    "names alone": f"Sam Lee:\n{INTERVIEWER}\n\nP03:\n{PATIENT}\n\nSam Lee:\n{SECOND}\n",
    "markdown": f"**Sam Lee:** {INTERVIEWER}\n\n**P03:** {PATIENT}\n\n**Sam Lee:** {SECOND}\n",
    "tabs": f"Sam Lee\t{INTERVIEWER}\nP03\t{PATIENT}\nSam Lee\t{SECOND}\n",
    "brackets": f"[Sam Lee] {INTERVIEWER}\n\n[P03] {PATIENT}\n\n[Sam Lee] {SECOND}\n",
}


@pytest.mark.parametrize("layout", TEXTS)
def test_speakers_without_times_are_found_in_text(layout: str) -> None:
    reading = read("a.txt", TEXTS[layout])
    assert said(reading) == THREE
    assert starts(reading) == [None, None, None]
    assert reading.problems == ()


TIMED = {
    "otter": f"Sam Lee  0:03\n{INTERVIEWER}\n\nP03  0:05\n{PATIENT}\n\nSam Lee  1:02\n{SECOND}\n",
    "otter in markdown": f"**Sam Lee** [0:03 ]\n{INTERVIEWER}\n\n**P03** [0:05 ]\n{PATIENT}\n\n"
    f"**Sam Lee** [1:02 ]\n{SECOND}\n",
    "otter with hours": f"Sam Lee  00:00:03\n{INTERVIEWER}\n\nP03  00:00:05\n{PATIENT}\n\n"
    f"Sam Lee  00:01:02\n{SECOND}\n",
    "rev": f"Sam Lee (00:00:03):\n{INTERVIEWER}\n\nP03 (00:00:05):\n{PATIENT}\n\n"
    f"Sam Lee (00:01:02):\n{SECOND}\n",
    "rev on one line": f"Sam Lee (00:03): {INTERVIEWER}\nP03 (00:05): {PATIENT}\n"
    f"Sam Lee (01:02): {SECOND}\n",
    "time before": f"[00:00:03] Sam Lee: {INTERVIEWER}\n[00:00:05] P03: {PATIENT}\n"
    f"[00:01:02] Sam Lee: {SECOND}\n",
    "time, dash, name": f"[00:00:03.00] - Sam Lee\n{INTERVIEWER}\n\n"
    f"[00:00:05.00] - P03\n{PATIENT}\n\n[00:01:02.00] - Sam Lee\n{SECOND}\n",
    "maxqda": f"00:00:03.0Sam Lee: {INTERVIEWER}\n00:00:05.0P03: {PATIENT}\n"
    f"00:01:02.0Sam Lee: {SECOND}\n",
    "maxqda stamps": f"#00:00:03-0# Sam Lee: {INTERVIEWER}\n#00:00:05-0# P03: {PATIENT}\n"
    f"#00:01:02-0# Sam Lee: {SECOND}\n",
    "braces": f"{{00:00:03}} Sam Lee: {INTERVIEWER}\n{{00:00:05}} P03: {PATIENT}\n"
    f"{{00:01:02}} Sam Lee: {SECOND}\n",
    "dots": f"[00.00.03] Sam Lee: {INTERVIEWER}\n[00.00.05] P03: {PATIENT}\n"
    f"[00.01.02] Sam Lee: {SECOND}\n",
    "stamp inside": f"Sam Lee: [00:00:03] {INTERVIEWER}\nP03: [00:00:05] {PATIENT}\n"
    f"Sam Lee: [00:01:02] {SECOND}\n",
    "three lines": f"Sam Lee\n0:03\n{INTERVIEWER}\n\nP03\n0:05\n{PATIENT}\n\n"
    f"Sam Lee\n1:02\n{SECOND}\n",
    "time, name, words": f"0:03\nSam Lee\n{INTERVIEWER}\n\n0:05\nP03\n{PATIENT}\n\n"
    f"1:02\nSam Lee\n{SECOND}\n",
}


@pytest.mark.parametrize("layout", TIMED)
def test_speakers_with_times_are_found_in_text(layout: str) -> None:
    reading = read("a.txt", TIMED[layout])
    assert said(reading) == THREE
    assert starts(reading) == [3_000, 5_000, 62_000]
    assert [turn.end_ms for turn in reading.turns] == [5_000, 62_000, None]
    assert reading.problems == ()


@pytest.mark.parametrize("layout", TIMED)
def test_the_same_layouts_are_found_in_word_odt_and_rtf(layout: str) -> None:
    paragraphs = TIMED[layout].strip("\n").split("\n")
    for name, data in (
        ("a.docx", samples.docx_of(paragraphs)),
        ("a.odt", samples.odt_of(paragraphs)),
        ("a.rtf", samples.rtf_of(paragraphs)),
    ):
        reading = read(name, data)
        assert said(reading) == THREE, name
        assert starts(reading) == [3_000, 5_000, 62_000], name


def test_a_pdf_whose_spaces_have_collapsed_is_read_without_its_page_numbers() -> None:
    pages = [
        ["Pain study", "Sam Lee 0:03", INTERVIEWER, "P03 0:05", "It was my back, about", "1"],
        ["Pain study", "ten years ago. I couldn't get out of bed.", "2"],
        ["Pain study", "Sam Lee 1:02", SECOND, "3"],
    ]
    reading = read("a.pdf", samples.pdf_of(pages))
    assert said(reading) == [
        ("Sam Lee", INTERVIEWER),
        ("P03", PATIENT.replace("’", "'")),
        ("Sam Lee", SECOND),
    ]
    assert starts(reading) == [3_000, 5_000, 62_000]


def test_f4_stamps_mark_the_end_of_a_paragraph() -> None:
    reading = read(
        "a.txt",
        f"Sam Lee: {INTERVIEWER} #00:00:02-3#\nP03: {PATIENT} #00:01:00-5#\n"
        f"Sam Lee: {SECOND} #00:01:02-0#\n",
    )
    assert said(reading) == THREE
    assert [(t.start_ms, t.end_ms) for t in reading.turns] == [
        (0, 2_300),
        (2_300, 60_500),
        (60_500, 62_000),
    ]


def test_inqscribe_counts_frames_in_the_last_field() -> None:
    lines = "\n".join(
        f"[00:00:{second:02}.{frame:02}] {'Sam Lee' if second % 2 else 'P03'}: Words {second}."
        for second, frame in enumerate([0, 29, 15, 3, 22, 28, 7, 11, 19, 25])
    )
    reading = read("a.txt", lines)
    assert reading.turns[1].start_ms == 1_967
    assert "frames" in reading.problems[0].message


TEAMS = {
    "three paragraphs a cue": [
        "0:0:3.0 --> 0:0:4.18",
        "Sam Lee",
        INTERVIEWER,
        "0:0:5.0 --> 0:0:9.5",
        "P03",
        "It was my back, about ten years ago.",
        "0:0:9.5 --> 0:0:12.0",
        "P03",
        "I couldn’t get out of bed.",
        "0:1:2.0 --> 0:1:3.0",
        "Sam Lee",
        SECOND,
    ],
    "name, time and words in one paragraph": [
        "Pain interview-20261105_140000-Meeting Recording",
        "November 5, 2026, 2:00PM",
        "33m 12s",
        "Sam Lee started transcription",
        f"Sam Lee   0:03\n{INTERVIEWER}",
        f"P03   0:05\n{PATIENT}",
        f"Sam Lee   1:02\n{SECOND}",
        "Sam Lee stopped transcription",
    ],
    "paragraphs of their own": [
        "Sam Lee",
        "0:03",
        INTERVIEWER,
        "P03",
        "0:05",
        PATIENT,
        "Sam Lee",
        "1:02",
        SECOND,
    ],
}


@pytest.mark.parametrize("layout", TEAMS)
def test_all_that_teams_writes_into_word_is_read(layout: str) -> None:
    reading = read("a.docx", samples.docx_of(TEAMS[layout]))
    assert said(reading) == THREE
    assert starts(reading) == [3_000, 5_000, 62_000]


def test_what_teams_writes_around_the_words_is_left_out_and_listed() -> None:
    reading = read("a.docx", samples.docx_of(TEAMS["name, time and words in one paragraph"]))
    assert [problem.line for problem in reading.problems] == [8, 1]
    assert "4 lines before the first speaker" in reading.problems[1].message


def test_tracked_insertions_controls_and_smart_tags_are_kept_and_deletions_are_not() -> None:
    body = (
        "<w:p><w:r><w:t>P03: It was </w:t></w:r><w:ins><w:r><w:t>really </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:smartTag><w:r><w:t>my</w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'> back</w:t></w:r></w:sdtContent>"
        "</w:sdt></w:p>"
        "<w:sdt><w:sdtContent>" + samples.paragraph("Sam: Yes?") + "</w:sdtContent></w:sdt>"
    )
    assert said(read("a.docx", samples.docx(body))) == [
        ("P03", "It was really my back"),
        ("Sam", "Yes?"),
    ]


ROWS = [
    ("Timespan", "Content", "Speaker"),
    ("0:03.0 - 0:05.0", INTERVIEWER, "Sam Lee"),
    ("0:05.0 - 1:02.0", PATIENT, "P03"),
    ("1:02.0 - 1:03.5", SECOND, "Sam Lee"),
]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_nvivo_tables_are_read_in_any_order_of_columns(order: tuple[int, ...]) -> None:
    rows = [tuple(row[i] for i in order) for row in ROWS]
    for name, data in (
        ("a.docx", samples.docx_table(rows)),
        ("a.tsv", "\n".join("\t".join(row) for row in rows)),
        ("a.csv", "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)),
    ):
        reading = read(name, data)
        assert said(reading) == THREE, name
        assert [(t.start_ms, t.end_ms) for t in reading.turns][1] == (5_000, 62_000), name


def test_a_table_without_headings_is_read_by_what_its_columns_hold() -> None:
    rows = [(a, b) for a, b in THREE]
    assert said(read("a.docx", samples.docx_table(rows))) == THREE


def test_whisper_segments_keep_the_times_of_their_words() -> None:
    whisper = {
        "text": "…",
        "language": "en",
        "segments": [
            {
                "start": 3.0,
                "end": 4.5,
                "text": " How did it start?",
                "speaker": "SPEAKER_00",
                "words": [
                    {"word": w, "start": 3 + i / 2, "end": 3.4 + i / 2}
                    for i, w in enumerate([" How", " did", " it", " start?"])
                ],
            },
            {"start": 5.0, "end": 9.0, "text": " My back.", "speaker": "SPEAKER_01"},
        ],
    }
    reading = read("a.json", json.dumps(whisper))
    assert said(reading) == [("SPEAKER_00", INTERVIEWER), ("SPEAKER_01", "My back.")]
    assert reading.language == "en"
    assert reading.turns[0].marks == ((0, 3_000), (4, 3_500), (8, 4_000), (11, 4_500))
    assert reading.turns[1].end_ms == 9_000


OTHERS = {
    "podcast": {
        "version": "1.0.0",
        "segments": [
            {"speaker": "Sam Lee", "startTime": 3.0, "endTime": 5.0, "body": INTERVIEWER},
            {"speaker": "P03", "startTime": 5.0, "endTime": 62.0, "body": PATIENT},
            {"speaker": "Sam Lee", "startTime": 62.0, "endTime": 63.0, "body": SECOND},
        ],
    },
    "premiere": {
        "language": "en-gb",
        "speakers": [{"id": "a", "name": "Sam Lee"}, {"id": "b", "name": "P03"}],
        "segments": [
            {
                "speaker": who,
                "start": start,
                "duration": 1.0,
                "words": [{"text": w, "start": start, "duration": 0.1} for w in words.split()],
            }
            for who, start, words in (
                ("a", 3.0, INTERVIEWER),
                ("b", 5.0, PATIENT),
                ("a", 62.0, SECOND),
            )
        ],
    },
    "milliseconds": {
        "utterances": [
            {"speaker": "Sam Lee", "start": 3000, "end": 5000, "text": INTERVIEWER},
            {"speaker": "P03", "start": 5000, "end": 62000, "text": PATIENT},
            {"speaker": "Sam Lee", "start": 62000, "end": 63000, "text": SECOND},
        ]
    },
    "amazon": {
        "results": {
            "items": [
                {
                    "type": "pronunciation",
                    "speaker_label": who,
                    "start_time": str(start),
                    "end_time": str(start),
                    "alternatives": [{"content": w}],
                }
                for who, start, words in (
                    ("Sam Lee", 3.0, INTERVIEWER),
                    ("P03", 5.0, PATIENT),
                    ("Sam Lee", 62.0, SECOND),
                )
                for w in words.split()
            ]
        }
    },
    "google": {
        "results": [
            {
                "alternatives": [
                    {
                        "transcript": "…",
                        "words": [
                            {
                                "word": w,
                                "speakerTag": who,
                                "startTime": f"{start}s",
                                "endTime": f"{start}s",
                            }
                            for who, start, words in (
                                ("Sam Lee", 3.0, INTERVIEWER),
                                ("P03", 5.0, PATIENT),
                                ("Sam Lee", 62.0, SECOND),
                            )
                            for w in words.split()
                        ],
                    }
                ]
            }
        ]
    },
}


@pytest.mark.parametrize("program", OTHERS)
def test_the_json_of_other_recognisers_is_read(program: str) -> None:
    reading = read("a.json", json.dumps(OTHERS[program]))
    assert said(reading) == THREE
    assert starts(reading) == [3_000, 5_000, 62_000]


def test_otranscribe_keeps_its_times() -> None:
    html = "".join(
        f'<p><span class="timestamp" data-timestamp="{seconds}">0:03</span> {who}: {words}</p>'
        for seconds, (who, words) in zip((3, 5, 62), THREE, strict=True)
    )
    reading = read("a.otr", json.dumps({"text": html, "media": "a.mp3", "media-time": 3}))
    assert said(reading) == THREE
    assert starts(reading) == [3_000, 5_000, 62_000]


def test_a_field_note_is_prose_and_each_paragraph_a_turn() -> None:
    note = (
        "09:40 The waiting room is full. A man asks: how long?\n\n"
        "Nobody at the desk answers him at first.\n"
    )
    for name, data in (("n.md", note.encode()), ("n.docx", samples.docx_of(note.split("\n\n")))):
        assert said(read_transcript(name, data)) == [
            (None, "09:40 The waiting room is full. A man asks: how long?"),
            (None, "Nobody at the desk answers him at first."),
        ]


def test_lines_broken_at_a_width_are_put_together() -> None:
    note = (
        "The waiting room is full this morning and nobody at the desk seems\n"
        "to know how long it will be before the first of them is called in,\n"
        "which the woman beside me says is how it is every single Tuesday.\n"
        "\n"
        "At ten the nurse comes out and reads five names from a sheet, two\n"
        "of which belong to people who have gone home again in the meantime.\n"
    )
    assert len(read("n.txt", note).turns) == 2


def test_words_before_a_colon_are_not_speakers_in_prose() -> None:
    prose = "He told me: go home.\n\nI thought: no.\n\nThe thing is: it hurts.\n\nThat was it.\n"
    assert read("n.txt", prose).speakers == ()


def test_a_speaker_who_speaks_once_is_kept_and_said() -> None:
    reading = read("a.txt", TEXTS["names"] * 2 + "Receptionist: Sorry, are you done?\n")
    assert reading.speakers == ("Sam Lee", "P03", "Receptionist")
    assert "speaks once" in reading.problems[0].message
    assert reading.problems[0].line == 7


def test_labels_that_look_alike_are_pointed_out() -> None:
    reading = read("a.txt", "BSR06: One.\nInt: Two?\nBSR06: Three.\nInt: Four?\nBSRO6: Five.\n")
    assert any("BSRO6" in p.message and "merge" in p.message for p in reading.problems)


def test_a_long_answer_of_many_paragraphs_becomes_turns_of_the_same_speaker() -> None:
    answer = "\n".join(f"Paragraph {i}. " + "It went on and on. " * 30 for i in range(6))
    reading = read("a.txt", f"Int: Go on?\nP1: {answer}\nInt: And then?\nP1: Nothing.\n")
    assert [turn.speaker for turn in reading.turns] == ["Int", "P1", "P1", "P1", "Int", "P1"]
    assert max(len(turn.text) for turn in reading.turns) < 1_800


def test_speech_before_the_first_name_is_kept_without_one() -> None:
    reading = read("a.txt", "So " + "we talked about the clinic. " * 30 + "\n" + TEXTS["names"])
    assert reading.turns[0].speaker is None
    assert said(reading)[1:] == THREE


def test_names_alone_on_their_lines_are_speakers_when_they_come_back() -> None:
    text = "Sam Lee\nHow?\n\nP03\nBadly.\n\nSam Lee\nSince when?\n\nP03\nMay, I think.\n"
    assert said(read("a.txt", text)) == [
        ("Sam Lee", "How?"),
        ("P03", "Badly."),
        ("Sam Lee", "Since when?"),
        ("P03", "May, I think."),
    ]


def test_numbers_before_every_line_are_not_words() -> None:
    lines = (TEXTS["names"] * 3).strip().split("\n")
    numbered = "\n".join(f"{n:3}  {line}" for n, line in enumerate(lines, start=12))
    assert said(read("a.txt", numbered)) == THREE * 3


def test_times_that_stand_between_the_turns_belong_to_the_turn_below() -> None:
    reading = read(
        "a.docx",
        samples.docx_of(
            [
                "Transcript",
                "00:00:00",
                f"Sam Lee: {INTERVIEWER}",
                f"P03: {PATIENT}",
                "00:05:00",
                f"Sam Lee: {SECOND}",
                "P03: No.",
            ]
        ),
    )
    assert starts(reading) == [0, None, 300_000, None]
    assert "00:05" not in reading.text


def test_what_word_itself_transcribes_is_read() -> None:
    reading = read(
        "a.docx",
        samples.docx_of(
            [
                "Audio file",
                "Interview 3.wav",
                "Transcript",
                "00:00:03 Sam Lee",
                INTERVIEWER,
                "00:00:05 P03",
                PATIENT,
                "00:01:02 Sam Lee",
                SECOND,
            ]
        ),
    )
    assert said(reading) == THREE
    assert starts(reading) == [3_000, 5_000, 62_000]


def test_the_milliseconds_of_a_whisper_tsv_are_milliseconds() -> None:
    reading = read("a.tsv", f"start\tend\ttext\n0\t2500\t{INTERVIEWER}\n2500\t9000\t{PATIENT}\n")
    assert [(t.start_ms, t.end_ms) for t in reading.turns] == [(0, 2_500), (2_500, 9_000)]


def test_small_letters_and_square_brackets_do_not_hide_a_speaker() -> None:
    text = "[interviewer]: How?\n[participant 1]: Badly.\n" * 3
    assert read("a.txt", text).speakers == ("interviewer", "participant 1")


def test_comments_in_the_margin_are_said_to_be_left_out() -> None:
    parts = {
        "word/comments.xml": "<c/>",
        "word/document.xml": f'<w:document xmlns:w="{samples.W}">'
        f"<w:body>{samples.paragraph('A: x')}</w:body></w:document>",
    }
    assert "comments" in read("a.docx", samples.archive(parts)).problems[0].message


def test_what_stands_above_the_first_turn_is_no_turn_even_with_a_colon() -> None:
    head = "Interviewer: Jo Bell\nParticipant: P03, at home\nDate: 3 May 2026\n\n"
    reading = read("a.txt", head + TEXTS["names"] * 3)
    assert said(reading) == THREE * 3
    assert "3 lines before the first speaker" in reading.problems[0].message


def test_times_on_lines_of_their_own_become_marks() -> None:
    reading = read("a.txt", "0:00\nso it was my back\n0:04\nabout ten years ago\n0:09\nin May\n")
    [turn] = reading.turns
    assert (turn.speaker, turn.text) == (None, "so it was my back about ten years ago in May")
    assert turn.marks == ((0, 0), (18, 4_000), (38, 9_000))


def test_a_long_answer_in_a_pdf_is_divided_at_sentences() -> None:
    lines = [
        f"It went {'on and ' * (n % 7)}on, nobody told me why. I never asked them."
        for n in range(100)
    ]
    pages = [["Int: Tell me?", "P1: Well.", *lines[:50]], lines[50:], ["Int: And?", "P1: No."]]
    reading = read("a.pdf", samples.pdf_of(pages))
    assert {turn.speaker for turn in reading.turns} == {"Int", "P1"}
    assert max(len(turn.text) for turn in reading.turns) < 3_000
    assert reading.text.count("I never asked them.") == 100


def test_the_hours_of_a_field_note_do_not_make_speakers_and_no_word_is_left_out() -> None:
    note = (
        "# Tuesday\n\n**09:40** – The waiting room is full.\n\n"
        "**09:55** – A nurse says: “Mr Jones?”\n\n- Radio on\n- No clock\n\n"
        "**10:10** – Reflection: I felt in the way.\n"
    )
    reading = read("note.md", note)
    assert reading.speakers == ()
    assert len(reading.turns) == 6
    assert reading.text.endswith("10:10 – Reflection: I felt in the way.")


def test_a_dash_after_short_names_does_what_a_colon_does() -> None:
    text = "Int – How?\nP9 – Bad - really bad.\n" * 3
    assert said(read("a.txt", text))[:2] == [("Int", "How?"), ("P9", "Bad - really bad.")]


def test_much_text_above_the_first_time_is_never_left_out() -> None:
    above = "".join(f"We sat down in room {n} and then we began to talk.\n" for n in range(30))
    reading = read("a.txt", above + TIMED["rev on one line"])
    assert "room 29" in reading.text
    assert said(reading)[-3:] == THREE


def test_the_date_before_a_teams_transcript_is_no_speaker() -> None:
    lines = ["Interview with P01", "March 6, 2024, 10:04AM", "32m 12s"]
    for at in range(0, 40, 4):
        who = "Sam Lowe" if at % 8 else "Interviewer"
        lines.append(f"{who}   0:{at:02}\nWell: I waited for hours.")
    reading = read("a.txt", "\n\n".join(lines))
    assert reading.speakers == ("Interviewer", "Sam Lowe")
    assert reading.turns[1].start_ms == 4000
