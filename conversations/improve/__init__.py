"""/improve: what can be done for more points, by when, and what it opens; French and a nomination as ways of their own.

`words` names an improvement and says when it can be there and what it changes; `screens` shows the ranked list and its
groups, `plan` what one of them takes, `paths` the two ways. `entry` is the line said wherever a test, a diploma or a
job was told. `room` leads through. Every number is one of `rules.improvement_plans`, `rules.paths` or `rules.one_more`.
"""
