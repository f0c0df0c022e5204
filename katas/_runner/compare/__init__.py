"""Compares a learner's solution with the reference: its code, and the events that it records.

Begin with `comparison`. Its first half is `files`, its second half is `behaviour`, and both use
`alignment`. `views.comparison` shows it.
"""
