"""The learner's journey through the katas: event-sourced, like the katas themselves.

Begin with `practice` (the aggregate), then read `application`. `progress` and `summaries` are
projections of its events. The command uses `facade`.
"""
