"""The dated rule book of Express Entry: pure functions of facts and a day.

No clock, no I/O but reading the parameter files once, and no text for people: results carry keys, and turning
a reason into a sentence is the business of the floor above.
"""
