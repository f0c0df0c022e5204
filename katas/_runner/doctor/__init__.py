"""What `kata doctor` checks: whether this machine is ready for the katas.

`checks` lists the checks, `check` runs one and returns a finding, and `page` shows it. A module
imports packages inside its checks, so that the doctor also starts if they are missing or broken.
"""
