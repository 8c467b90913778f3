"""The invitation to apply: told from the letter, its days, the check before applying, and what became of it.

`questions` asks what the letter says and `telling` makes facts of it; `standing` says how the invitation stands,
`screen` and `afterwards` show it while it is open and when it is over, `checking` and `ways` the check and what follows
from each way, `practising` the same as if one came today. `recording` keeps what the person did in their account, where
nothing is ever done from here. `room` leads through, `asked` answers free words.
"""
