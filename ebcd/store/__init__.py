"""The store: the only SQL on our own database, one module a chapter.

Every function takes the open connection of the act that calls it, so that one act is one
transaction. Nothing here asks who is signed in: that is the acts' part.
"""
