"""The wall: a scenario as people draw it with sticky notes, from left to right in time.

It has a column for each step, and a lane for each context. The colours are those of EventStorming
(Brandolini, Introducing EventStorming), and each note says its kind, too.
"""
