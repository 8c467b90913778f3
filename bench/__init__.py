"""`make bench`: what a message costs, measured beside two plain echo bots in the same run."""
