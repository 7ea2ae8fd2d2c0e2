"""EBCD Workbench: the qualitative analysis workbench for experience-based co-design."""

__version__ = "0.1.0"
