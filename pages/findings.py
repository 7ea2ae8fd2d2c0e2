"""Findings: what patients and staff spoke of, counted in people, with the words behind it."""

from ebcd.ui import findings
from ebcd.ui.here import opened

findings.show(opened())
