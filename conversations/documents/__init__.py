"""Documents: what an application will need, how far each has come, and when to start; nothing is uploaded.

`words` puts each kind into words, `screens` makes the list, one document and the route of start dates, `letter` checks
the letter of an employer, `history` asks for the months without an activity, `room` leads through all of it.
"""
