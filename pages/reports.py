"""Reports: the study's Word documents, made, fetched again, and whom they quote."""

from ebcd.acts.access import May
from ebcd.ui import reports
from ebcd.ui.here import opened

reports.show(opened(May.REPORT))
