"""Searching the words of transcripts: what a word is, what a person asks, where it is met."""
