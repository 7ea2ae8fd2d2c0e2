"""The rough cut: which pieces the film is cut in, what is drawn on them, and how ffmpeg is told."""
