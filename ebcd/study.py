"""The study: one EBCD project about one service or pathway.

Its approach says how the film comes about, its analytic approach what the analysis is held to.
Fidelity counts which of the method's ten activities were done; every departure is a deviation with
its reason.
"""

from __future__ import annotations

from enum import StrEnum


class Approach(StrEnum):
    """How the study comes by its catalyst film."""

    EBCD = "ebcd"
    ACCELERATED = "accelerated"

    @property
    def label(self) -> str:
        return {
            "ebcd": "EBCD, with a film of local people",
            "accelerated": "Accelerated EBCD, with an archive film",
        }[self.value]


class AnalyticApproach(StrEnum):
    """The school of analysis that the team follows."""

    REFLEXIVE = "reflexive"
    CODEBOOK = "codebook"
    RELIABILITY = "reliability"

    @property
    def label(self) -> str:
        return {
            "reflexive": "Reflexive thematic analysis",
            "codebook": "Codebook approach",
            "reliability": "Coding reliability",
        }[self.value]

    @property
    def explains(self) -> str:
        return {
            "reflexive": "Themes are made by the researcher; agreement figures are not shown, "
            "a reflexivity journal is.",
            "codebook": "A shared codebook guides the coding; agreement may be looked at as an "
            "aid to talking.",
            "reliability": "Two people code apart and agreement is reported.",
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
            "set_up": "Set-up and steering group",
            "observation": "Observation",
            "staff_interviews": "Staff interviews",
            "patient_interviews": "Patient and carer interviews",
            "film": "Catalyst film",
            "staff_event": "Staff feedback event",
            "patient_event": "Patient feedback event",
            "joint_event": "Joint event",
            "codesign_groups": "Co-design groups",
            "celebration": "Celebration event",
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
            "planned": "Planned",
            "under_way": "Under way",
            "done": "Done",
            "left_out": "Left out",
        }[self.value]
