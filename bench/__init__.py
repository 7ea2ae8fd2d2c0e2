"""The measurements: `make bench`, or `python -m bench NAME…`. They print figures, medians, ratios."""
