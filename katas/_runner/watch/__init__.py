"""`kata watch`: starts a run for each save, and reads keys.

Begin with `session`. Saves, keys and finished runs are events in one queue, and the session handles
one after the other.
"""
