"""The process that runs a learner's code. It answers the command only as `protocol` says."""
