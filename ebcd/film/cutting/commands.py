"""Commands: what ffmpeg is told, one run a segment and one that joins them.

Segments are made alike to the last bit of their headers, with the sound as plain samples, as many
as their frames need: joined, the picture is copied and the sound encoded once, so that nothing
drifts. Paths are relative to the folder that ffmpeg runs in, so that no name needs to be quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from ebcd.film.cutting.segments import HEIGHTS, SAMPLES, Picture, Plan, Segment
from ebcd.film.timelines.rates import Rate

FONTS = "fonts"
"""The folder of the font, in the one that ffmpeg runs in."""
LEAD = 1
"""Seconds that are read before a clip, so that a picture that stands at its in is found."""
HELD = 2
"""Seconds for which the last picture may stand where a recording ends early."""
LOUDNESS = "loudnorm=I=-16:TP=-1.5:LRA=11"
"""As loud as films on the web are: -16 LUFS, peaks 1.5 dB below the most (EBU R 128)."""
MOSAIC = (16, 10)
"""Squares of the mosaic across and down: few enough that a face is two or three of them wide."""

READERS, WRITERS = "2", "3"
"""Threads that read a recording and that write the film: each takes memory, on any machine.

A film of 1080 lines is read by one and written by two: so even one of 4K needs less than 500 MB.
"""

_QUIET = (
    "-hide_banner", "-nostdin", "-y", "-loglevel", "error",
    "-nostats", "-progress", "pipe:1", "-stats_period", "0.5",
)  # fmt: skip
_COLOURS = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
_TV = "out_color_matrix=bt709:out_range=tv"
_WHOLE = "bwdif=mode=send_frame:deint=interlaced,"
"""Makes whole pictures of half ones, where a picture says that it is two."""
_TONED = (
    "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,"
    "tonemap=tonemap=mobius:desat=0,zscale=transfer=bt709:matrix=bt709:range=tv,"
)
"""From the brightness and colours of a high dynamic range to those of HD television."""


def segment_command(
    segment: Segment, source: str, lettering: str, out: str, *, seeks: bool = True
) -> list[str]:
    """What cuts one segment into the file `out`.

    `source`: the recording's path, "" for a card. `lettering`: the file of the segment's script.
    `seeks`: whether the recording's container can be entered in the middle.
    """
    lead, inputs = Fraction(0), []
    if source:
        entered = max(Fraction(0), segment.start - LEAD) if seeks else Fraction(0)
        entered = Fraction(round(entered * 1_000_000), 1_000_000)
        lead = segment.start - entered
        into = ("-ss", _seconds(entered)) if entered else ()
        readers = READERS if segment.height <= HEIGHTS[0] else "1"
        inputs = ["-threads", readers, *into, "-i", f"file:{source}"]
    drawn = f",ass=filename={lettering}:fontsdir={FONTS}" if segment.script else ""
    graph = ";".join([_sound(segment, lead), _picture(segment, lead) + f"{drawn}[picture]"])
    return [
        *_QUIET, *inputs, "-filter_complex", graph,
        "-map", "[picture]", "-map", "[sound]", "-frames:v", str(segment.frames),
        "-fps_mode", "passthrough", *_encoder(segment), "-c:a", "pcm_s16le",
        "-map_metadata", "-1", "-f", "mov", out,
    ]  # fmt: skip


def _encoder(segment: Segment) -> Sequence[str]:
    """x264, the same for every segment of a film."""
    rate, writers = segment.rate, WRITERS if segment.height <= HEIGHTS[0] else "2"
    return (
        "-c:v", "libx264", "-threads", writers, "-preset", "veryfast", "-crf", "21",
        "-pix_fmt", "yuv420p",
        "-profile:v", "high", "-g", str(rate.nominal * 2),
        "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709",
        "-color_trc", "bt709", "-video_track_timescale", str(timescale(rate)),
    )  # fmt: skip


def timescale(rate: Rate) -> int:
    """Ticks a second in which every frame of the rate begins at a whole one."""
    scale = rate.frames.numerator
    while scale < 10_000:
        scale *= 10
    return scale


def _sound(segment: Segment, lead: Fraction) -> str:
    """The filters of the sound: as many samples as the frames need, and as loud as the rest."""
    ending = f"apad,atrim=end_sample={segment.samples},asetpts=N/SR/TB[sound]"
    if segment.sound is None:
        return f"anullsrc=r={SAMPLES}:cl=stereo,{ending}"
    end = _seconds(lead + segment.seconds)
    heard = (
        f"[0:{segment.sound}]atrim=start={_seconds(lead)}:end={end},"
        f"asetpts=PTS-{_seconds(lead)}/TB,"
        f"aresample={SAMPLES}:async=1:min_hard_comp=0.02:first_pts=0,"
        f"aformat=sample_fmts=fltp:channel_layouts=stereo,{LOUDNESS},aresample={SAMPLES},"
    )
    if segment.picture is Picture.WAVEFORM:
        heard += "asplit[seen],"
    return heard + ending


def _picture(segment: Segment, lead: Fraction) -> str:
    """The filters of the picture, in the film's rate, size and colours."""
    width, height, rate = segment.width, segment.height, segment.rate.frames
    steady = f"fps={rate}:start_time=0,tpad=stop_mode=clone:stop_duration={HELD}"
    if segment.picture is Picture.BLACK:
        return f"color=c=black:s={width}x{height}:r={rate},format=yuv420p,{_COLOURS}"
    if segment.picture is Picture.WAVEFORM:
        low = height // 6 * 2
        return (
            f"[seen]showwaves=s={width}x{low}:mode=cline:rate={rate}:colors=0xD8D8D8:"
            f"scale=sqrt:draw=full,"
            f"{steady},scale={_TV},pad={width}:{height}:0:(oh-ih)/2,format=yuv420p,{_COLOURS}"
        )
    colours = f":{_TV}" if segment.recolour and not segment.hdr else ""
    toned = _TONED if segment.hdr else ""
    whole = _WHOLE if segment.interlaced else ""
    fitted = (
        f"scale=w='if(gt(dar,{width}/{height}),{width},2*round({height}*dar/2))'"
        f":h='if(gt(dar,{width}/{height}),2*round({width}/dar/2),{height})'{colours},setsar=1,"
        f"pad={width}:{height}:(ow-iw)/2:(oh-ih)/2,{toned}format=yuv420p"
    )
    if segment.picture is Picture.MOSAIC:
        across, down = MOSAIC
        fitted += f",pixelize=w={width // across}:h={height // down}:mode=avg"
    begun = f"[0:{segment.stream}]{whole}setpts=PTS-{_seconds(lead)}/TB"
    return f"{begun},{steady},{fitted},{_COLOURS}"


def join_command(listed: str, captions: str, title: str, language: str, out: str) -> list[str]:
    """What joins the segments of the list: picture copied, sound encoded once.

    `captions`: a file of captions to carry beside the picture, "" for none. `language`: theirs, as
    three letters.
    """
    beside = ["-i", captions] if captions else []
    carried = [
        "-map", "1:s:0", "-c:s", "mov_text", "-metadata:s:s:0", f"language={language}",
        "-disposition:s:0", "default",
    ] if captions else []  # fmt: skip
    return [
        *_QUIET, "-f", "concat", "-safe", "0", "-i", listed, *beside,
        "-map", "0:v:0", "-map", "0:a:0", *carried, "-c:v", "copy", "-c:a", "aac",
        "-b:a", "160k", "-map_metadata", "-1", "-metadata", f"title={title}",
        "-movflags", "+faststart", "-f", "mp4", out,
    ]  # fmt: skip


def join_list(plan: Plan, files: Iterable[str]) -> str:
    """The segments in order, each with its length, as ffmpeg's concat reads them."""
    lines = ["ffconcat version 1.0"]
    for segment, file in zip(plan.segments, files, strict=True):
        lines += [f"file {file}", f"duration {_seconds(segment.seconds)}"]
    return "\n".join(lines) + "\n"


def _seconds(exact: Fraction) -> str:
    """Seconds to the millionth."""
    return f"{float(exact):.6f}"
