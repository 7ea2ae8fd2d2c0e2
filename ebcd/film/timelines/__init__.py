"""The storyboard as a file that a film editor opens: one module a format."""
