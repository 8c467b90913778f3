"""The invitation to apply: told from the letter, its days, the check before applying, and what became of it.

`questions` asks what the letter says, `telling` makes facts of it; `screen` shows the days and the ways still open,
`checking` the check, `outcomes` what follows from applying, declining and letting it lapse, `practice` the same as if
an invitation came today; `room` leads through. Nothing is done at IRCC from here: what the person did in the account is
recorded.
"""
