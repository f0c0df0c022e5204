"""The learner's journey through the katas: event-sourced, like the katas themselves.

Begin with `practice` (the aggregate), then `application`; `progress` and `summaries` are
projections of its events, and `facade` is what the command uses.
"""
