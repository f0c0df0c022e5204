"""What `kata doctor` looks at: whether this machine is ready for the katas.

`checks` lists what is checked, `finding` is what comes of it, and `page` shows it. A module imports
heavy packages inside its checks, so that the doctor starts where they are missing or broken.
"""
