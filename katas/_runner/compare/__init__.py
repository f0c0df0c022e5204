"""Compares a learner's solution with the reference: its code, and what it records.

Begin with `comparison`. Its first half is `files`, its second half is `behaviour` with `contexts`,
and both use `alignment`. `views.comparison` shows it.
"""
