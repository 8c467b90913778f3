"""Rounds of invitations: `room` is what a person can send; `looking` holds the rounds against their facts, beside the
event loop; `screens` and `words` put what it found into words, `curves` into what the picture shows, and `asked` reads
what free words ask about.
"""
