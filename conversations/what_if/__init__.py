"""What if: facts changed in a sandbox, up to three plans beside one another, a plan kept as a goal.

`scripts` are the questions, `steps` what is supposed and how it is laid over the facts, `words` what the comparison
says, `screens` the screens of the sandbox, `room` what is pressed and answered there; `goals` and `goal_room` a number
of points to reach by a day, `ways` how; `account` the score of the account compared.
"""
