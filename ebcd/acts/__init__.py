"""Acts: each thing a person does, one module a chapter.

An act checks the permission, changes the tables and appends to the log in one transaction,
whichever door it came through: page, route or command line.
"""
