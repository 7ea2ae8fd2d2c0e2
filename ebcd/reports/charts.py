"""The pictures in the documents: colour and pattern together, so that they read in grey."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ebcd.text import shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FILLS = ("#1b4d6b", "#e0a458", "#8fb8a8", "#b86b77", "#b9b4c7")
HATCHES = ("", "///", "...", "xxx", "\\\\\\")
_INK = "#1a1a1a"


def _figure(high_cm: float, wide_cm: float = 16.0) -> tuple[Figure, Axes]:
    # Here, because a server that draws no chart is smaller without it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(wide_cm / 2.54, high_cm / 2.54), dpi=200, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=9, colors=_INK)
    return figure, axes


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _names(axes: Axes, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), [_wrapped(label) for label in labels])
    axes.invert_yaxis()


def _wrapped(label: str, most: int = 34) -> str:
    """`label` on at most two lines."""
    label = shorten(label, 2 * most - 4)
    if len(label) <= most:
        return label
    cut = label.rfind(" ", 0, most + 1)
    return label if cut < 1 else f"{label[:cut]}\n{label[cut + 1 :]}"


def grouped_bars(
    labels: Sequence[str], series: Mapping[str, Sequence[float]], *, across: str
) -> bytes:
    """Lying bars, one a group beside each label. `across`: what their length means, with unit."""
    figure, axes = _figure(2.2 + len(labels) * (0.34 + 0.27 * len(series)))
    thick = 0.8 / max(1, len(series))
    for at, (name, values) in enumerate(series.items()):
        places = [row - 0.4 + thick * (at + 0.5) for row in range(len(labels))]
        axes.barh(
            places,
            values,
            thick * 0.92,
            label=name,
            color=FILLS[at % len(FILLS)],
            hatch=HATCHES[at % len(HATCHES)],
            edgecolor=_INK,
            linewidth=0.6,
        )
    _names(axes, labels)
    axes.set_xlabel(across, fontsize=9, color=_INK)
    axes.xaxis.grid(True, color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    if len(series) > 1:
        figure.legend(
            fontsize=9, frameon=False, loc="outside lower center", ncols=min(3, len(series))
        )
    return _png(figure)


def rank_intervals(labels: Sequence[str], ranks: Sequence[tuple[int, int, int]]) -> bytes:
    """Each option's rank as a dot and the ranks it could have had as a line.

    `ranks`: (rank, lowest, highest) for each label.
    """
    figure, axes = _figure(1.8 + 0.75 * len(labels))
    for row, (rank, low, high) in enumerate(ranks):
        axes.plot([low, high], [row, row], color=FILLS[0], linewidth=2.2, solid_capstyle="butt")
        for end in (low, high):
            axes.plot([end, end], [row - 0.16, row + 0.16], color=FILLS[0], linewidth=1.6)
        axes.plot([rank], [row], "o", color="#ffffff", markeredgecolor=_INK, markersize=7)
    _names(axes, labels)
    most = max((high for _, _, high in ranks), default=1)
    axes.set_xticks(range(1, most + 1))
    axes.set_xlim(0.6, most + 0.4)
    axes.set_xlabel("Rank (1 is the top)", fontsize=9, color=_INK)
    axes.xaxis.grid(True, color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return _png(figure)


def quadrants(points: Sequence[tuple[int, float, float]]) -> bytes:
    """Impact upwards against effort to the right, from 1 to 5, cut at the middle into four.

    `points`: (number, effort, impact). Options in one place share a point, which bears them all.
    """
    figure, axes = _figure(11.0, 14.0)
    axes.axhline(3, color=_INK, linewidth=0.8, linestyle="--")
    axes.axvline(3, color=_INK, linewidth=0.8, linestyle="--")
    for x, y, name in (
        (1.0, 5.3, "do first"),
        (5.0, 5.3, "plan: worth the effort"),
        (1.0, 0.7, "if time allows"),
        (5.0, 0.7, "leave"),
    ):
        side = "left" if x < 3 else "right"
        axes.text(x, y, name, ha=side, va="center", fontsize=9, style="italic", color="#4d4d4d")
    there: dict[tuple[float, float], list[str]] = {}
    for number, effort, impact in points:
        there.setdefault((effort, impact), []).append(str(number))
    for (effort, impact), numbers in there.items():
        axes.text(
            effort, impact, ", ".join(numbers), ha="center", va="center", fontsize=9, color="white",
            bbox={"boxstyle": "round,pad=0.35", "facecolor": FILLS[0], "edgecolor": _INK},
        )  # fmt: skip
    axes.set_xlim(0.5, 5.5)
    axes.set_ylim(0.4, 5.6)
    axes.set_xticks(range(1, 6))
    axes.set_yticks(range(1, 6))
    axes.set_xlabel("Effort: 1 easy, 5 hard", fontsize=9, color=_INK)
    axes.set_ylabel("Impact: 1 little, 5 much", fontsize=9, color=_INK)
    return _png(figure)


def journey_line(
    labels: Sequence[str], lanes: Mapping[str, Sequence[int | None]], *, low: str, high: str
) -> bytes:
    """The emotional map: the journey from left to right, good up and bad down.

    `lanes`: heights from -3 to 3 for each lane, None where the lane has no card there.
    """
    figure, axes = _figure(7.0, 24.0)
    marks = ("o", "s", "^", "D")
    for at, (name, heights) in enumerate(lanes.items()):
        xs = [x for x, height in enumerate(heights) if height is not None]
        ys = [height for height in heights if height is not None]
        axes.plot(
            xs, ys, marker=marks[at % 4], linestyle=("-", "--", ":", "-.")[at % 4], label=name,
            color=("#1b4d6b", "#a04a00", "#2f6b52", "#6b3fa0")[at % 4], markersize=8, linewidth=1.6,
        )  # fmt: skip
    axes.axhline(0, color=_INK, linewidth=0.8)
    axes.set_ylim(-3.4, 3.4)
    axes.set_yticks([-3, 0, 3], [low, "in between", high])
    axes.set_xticks(
        range(len(labels)), [_wrapped(label, 18) for label in labels], rotation=35, ha="right"
    )
    if len(lanes) > 1:
        axes.legend(fontsize=9, frameon=False, loc="upper right")
    return _png(figure)
