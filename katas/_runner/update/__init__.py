"""Brings a clone of the workshop up to date, and keeps the learner's files.

Only the last step, `apply`, changes more than git's own store.
"""
