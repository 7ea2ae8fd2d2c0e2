"""pref_voting brings 38 packages along: the tests against it are there where it is installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("pref_voting") else ["test_against_pref_voting.py"]
