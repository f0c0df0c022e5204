"""The Roastery katas: what a learner edits, and the `kata` command that guides him.

The tests import `katas.kNN_…` whether they drive the learner's files or the reference
solutions; `katas._runner.import_hook` decides which folder stands behind the name.
"""
