"""Something changed: what happened in a life, told with its day, shown before and after, kept on confirmation.

`event` says what an event is, `catalogue` lists them all by group, `room` leads through one. An event is data: one
entry in the file of its theme.
"""
