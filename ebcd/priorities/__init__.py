"""Priorities: where they come from, how a group votes on them, and what the votes say.

Everything in this room is pure: rows and ballots in, plain values out. A list and its history is
`lists`, a round and what may happen to it is `rounds`, one person's vote is `ballots`, and `tally`
counts with any of the methods.
"""
