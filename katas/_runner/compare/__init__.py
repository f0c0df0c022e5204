"""A learner's solution beside the reference: what stands there, and what it records.

Begin with `comparison`. `files` is its first half and `behaviour` the second; `alignment` serves
both, and `view` shows them.
"""
