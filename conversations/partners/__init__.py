"""Two people who plan together: linked by a one-time code once both have agreed, and unlinked at once by either.

Each sees the dates of the other that concern both, and of the answers only what the other chose to share. A link can
also be a danger: it asks for no name, its end is immediate, and the other is told of that end on the next day, and
nothing but that it ended: not when, not why, not by which of the two.

`scripts` are the questions, `screens` the link in each of its states, `seen` what each sees of the other, `news` what
the other is told by itself, `room` the conversation.
"""
