"""Brings a clone of the workshop up to date, and keeps what its learner has written.

Only the last step changes anything but git's own store: see `apply`.
"""
