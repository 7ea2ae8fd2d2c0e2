"""Coding: read a transcript, mark passages with codes, write memos."""

from ebcd.ui import coding
from ebcd.ui.here import opened

coding.show(opened())
