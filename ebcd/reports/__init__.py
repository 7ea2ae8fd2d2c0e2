"""Word documents that a team sends: one module a document, all on one small layer."""
