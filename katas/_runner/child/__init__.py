"""Inside the process that runs a learner's code: all that it says goes through `protocol`."""
