"""The study: one EBCD project about one service or pathway.

Its approach says how the film comes about, its analytic approach what the analysis is held to.
Fidelity counts which of the method's ten activities were done; every departure is a deviation with
its reason.
"""

from __future__ import annotations

from enum import StrEnum

from ebcd.words import _


class Approach(StrEnum):
    """How the study comes by its catalyst film."""

    EBCD = "ebcd"
    ACCELERATED = "accelerated"

    @property
    def label(self) -> str:
        return {
            "ebcd": _("EBCD, with a film of local people"),
            "accelerated": _("Accelerated EBCD, with an archive film"),
        }[self.value]


class AnalyticApproach(StrEnum):
    """The school of analysis that the team follows."""

    REFLEXIVE = "reflexive"
    CODEBOOK = "codebook"
    RELIABILITY = "reliability"

    @property
    def label(self) -> str:
        return {
            "reflexive": _("Reflexive thematic analysis"),
            "codebook": _("Codebook approach"),
            "reliability": _("Coding reliability"),
        }[self.value]

    @property
    def explains(self) -> str:
        return {
            "reflexive": _(
                "Themes are made by the researcher; agreement figures are not shown, "
                "a reflexivity journal is."
            ),
            "codebook": _(
                "A shared codebook guides the coding; agreement may be looked at as an "
                "aid to talking."
            ),
            "reliability": _("Two people code apart and agreement is reported."),
        }[self.value]

    @property
    def compares_coders(self) -> bool:
        """Whether agreement between coders belongs to this approach."""
        return self is not AnalyticApproach.REFLEXIVE


class Activity(StrEnum):
    """The ten activities of the method, in their order."""

    SET_UP = "set_up"
    OBSERVATION = "observation"
    STAFF_INTERVIEWS = "staff_interviews"
    PATIENT_INTERVIEWS = "patient_interviews"
    FILM = "film"
    STAFF_EVENT = "staff_event"
    PATIENT_EVENT = "patient_event"
    JOINT_EVENT = "joint_event"
    CODESIGN_GROUPS = "codesign_groups"
    CELEBRATION = "celebration"

    @property
    def label(self) -> str:
        return {
            "set_up": _("Set-up and steering group"),
            "observation": _("Observation"),
            "staff_interviews": _("Staff interviews"),
            "patient_interviews": _("Patient and carer interviews"),
            "film": _("Catalyst film"),
            "staff_event": _("Staff feedback event"),
            "patient_event": _("Patient feedback event"),
            "joint_event": _("Joint event"),
            "codesign_groups": _("Co-design groups"),
            "celebration": _("Celebration event"),
        }[self.value]


class ActivityState(StrEnum):
    """How far an activity has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    LEFT_OUT = "left_out"

    @property
    def label(self) -> str:
        return {
            "planned": _("Planned"),
            "under_way": _("Under way"),
            "done": _("Done"),
            "left_out": _("Left out"),
        }[self.value]
