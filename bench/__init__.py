"""The measurements: `make bench`, or `python -m bench NAME…`. They print medians and ratios."""
