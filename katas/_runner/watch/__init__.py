"""`kata watch`: a run for each save, and keys.

Begin with `session`, which holds it together: saves, keys and finished runs are events in one
queue, and it takes one after the other.
"""
