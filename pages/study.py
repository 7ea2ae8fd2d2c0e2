"""The study: what it is about, how it is analysed, and how far the method has come."""

from ebcd.ui import here, study

found = here.chosen_study()
if found is None:
    study.choose()
else:
    study.show(here.opened())
