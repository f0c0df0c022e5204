"""Inside the process that runs a learner's code. It says what happens in messages, see `protocol`."""
