"""Before a profile ends: wait or withdraw, and the sheet from which all answers are entered again.

`sheet` puts the facts in the order of the form, as text and as a PDF (`printing`); `room` is /reentry.
"""
