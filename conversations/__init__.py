"""Everything that talks to people. A message goes to the desk, which lets one room answer it.

Where things are, from the ground up:

what people type        `answers`, the one door to the readers (`typed_…`); `phrases`, `expiries` and `free_words` for
                        free words
questions               `questions` (what one is), `kinds`, `profile_kinds` (how one is answered), `engine` (one step),
                        `scripts` (every script there is)
one message             `visits` (who writes, when, what is open; what a room is), `desk`, `home`, `messages`,
                        `numbering`, `paging`, `menu` (what Telegram shows beside the chat), `where_to` (the buttons
                        that lead to a room from many others), `beside` (what takes long)
what is kept            `changes` (the only way to keep facts), `undo`, `journal_words`, `history`
the first answers       `short_interview`, `filled`, `after_interviews`
the profile             `profile`: parts, chapters, and the screens of both; `occupations_room` with
                        `occupation_kind`, `occupation_scripts`, `duties`
what is shown           `score` (also what comes, and its pictures), `eligibility`, `dates` with `dates_room`,
                        `calendars` and `charts`, `stages` (where somebody is), `footing` (what the profile rests on),
                        `tasks` (help), `fact_words`, `program_words`, `work_words` of the profile, `zones`,
                        `nearest_zone`
something changed       `events`: what happened, before and after, what to tell IRCC, what is planned
the journey             `journey`, `re_entry`
what could be           `what_if`: plans beside one another, a goal, the score of the account; `partner_points`
the invitation          `invitation`; `letter_reading` and `pasted` for a letter or a list of points pasted as text
more points             `improve`: the ranked list, the plan of each, French and a nomination as ways, the line at
                        entry; `lever_words` (what each lever is called)
rounds                  `rounds`: those they could have entered, the verdict of each, counts, the pool, the picture
documents               `documents`: the list, the route, the gaps, letters of employers
two people              `partners`, `staying`, `french_points`
messages by themselves  `ladders` and `reminders` (when), `clock_names` (what each is called), `clock_texts` and
                        `clock_words` (what it says), `notices` and `pushes` (in words), `booked`, `settings`,
                        `quiet`, `hours`, `silence`, `as_before`, `reviews` and `rule_news` (under other rules)
a person's data         `privacy`, `deleting`, `your_data`, `copies`; `speaking` (the language)
what is said first      `guards` (what must not be sent, coaching), `claims`, `shut_out`

A room (`visits.Room`) brings its commands, the prefix of its buttons, its words and what its scripts lead to; the desk
lists the rooms. The day that everything is shown for is `Visit.day`; what is typed is read by `Visit.today`.
"""
