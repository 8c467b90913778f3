"""/journey: where somebody is, what it means, what to do now, and what can come next."""
