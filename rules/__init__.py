"""The dated rule book of Express Entry: pure functions of facts and a day.

No clock, no I/O but reading the parameter and data files once, and no text for people: results carry keys, and turning
a reason into a sentence is the business of the floor above.

Where things are, from the ground up:

facts told              `facts`; the checks of single values in `language_tests`, `occupations`, `countries`;
                        `months` (how the law counts them), `language` (what a test result is worth)
numbers of the law      `parameters` (the files in `parameters/`, what they have to look like in `shapes/`)
facts of a day          `summary`, from `work` (the ledger; its course in `work_course`, reasons in
                        `work_reasons`), `education`, `family`,
                        `arranged_employment`; `age`
the score               `crs` (tables in `crs_tables`, high-wage occupations in `high_wage`), `sittings`
programs                `federal_skilled_worker`, `canadian_experience_class`, `skilled_trades`, together in `programs`;
                        `requirements`, `knock_outs`, `nearest_miss`
rounds                  `categories`, `rounds` (those that were held), `round_history` (counts of them),
                        `round_verdicts` (one held against a candidate), `rounds_met` (which a score would have met);
                        the official feed of them in `feed`, a row of it in `feed_rows`, with `feed_names`,
                        `feed_dates` and `feed_text`
money                   `family` (settlement funds), `fees`
clocks                  `clocks` (what one is), `deadlines`, from `document_clocks`, `profile_clocks`, `life_clocks`,
                        `work_clocks`; `invitation_window`, `effective_deadline`, `police_certificates`;
                        `bookings` (what is booked or ordered); `watched` (all that a reminder can be about)
the journey             `journey`: where a candidate is, from the days told, and the facts of which a step follows;
                        `reporting`: what has to be told to IRCC of a change; `footing`: what a profile in the pool
                        rests on, and when it loses that
the invitation          `invitation_check` (does it hold?), with `invitation_basis` and `invitation_sides`: what it
                        rested on, then and now; `invitation_ways` (what follows from each way)
documents               `documents`: each with its route, days and state; `gaps`: the months nothing was told of
what comes, what helps  `standing` (a candidate on a day), `timeline`, `dangers`, `what_if`, `improvements`, `suppose`,
                        `ranges`, `couples`; `taps` (what is supposed with one tap), `differences` (why an account shows
                        another score); `improvement_plans` (weighed, by when), `paths` (French, a nomination), `ways`
                        (to a number by a day), `one_more`; all of a day at once in `answer`; `rule_changes` (what a
                        change of the rules moves)
reasons as data         `reasons`
in memory               `remembered` (what was worked out for somebody, forgotten when they are deleted)
"""
