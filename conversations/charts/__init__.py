"""Pictures: drawn for a phone held upright, light or dark, never on the event loop, and always beside a text twin.

A module draws one kind of picture: `timelines` days to come, `cut_offs` those of past rounds, on the `canvas` they
share; `sent` is the message around a picture. A picture is a function of what it shows alone, so the last few are kept.
Nothing is said by colour alone: what is drawn has its words beside it.
"""
