"""About the candidate and the partner themselves, and the plans."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from conversations.kinds import Cautious, YesNo
from conversations.profile.days import any_day, of_short
from conversations.profile.parts import Sheet, ask
from conversations.profile_kinds import Amount
from locales import N_

BARRED: Final = ask(
    "misrepresentation_bar_until",
    N_("Bar for misrepresentation"),
    N_("Is there a bar for misrepresentation from IRCC, and until which day?"),
    any_day(back=10, ahead=6, cautious=Cautious.last, none=N_("Not barred")),
    N_("Misrepresentation bars a person from Canada for five years. While it lasts, no program is open."),
    hint=N_("The last day of the five years is in the letter."),
)
WITHOUT_STATUS: Final = ask(
    "without_status_in_canada",
    N_("In Canada without status"),
    N_("Are you in Canada without a valid status now?"),
    YesNo(N_("Yes, without status"), N_("No, or not in Canada")),
    N_("Without a status in Canada no program can be met until the status is restored."),
)

PARTNER_WITHOUT_STATUS: Final = replace(
    WITHOUT_STATUS, wording=N_("Is your partner in Canada without a valid status now?")
)

ABOUT_YOU: Final = Sheet(
    key="you",
    title=N_("About you and your plans"),
    topic=N_("about you"),
    questions=(
        of_short("birth_date"),
        ask(
            "intends_to_live_in_quebec",
            N_("Plan to live in Quebec"),
            N_("Do you plan to live in Quebec?"),
            YesNo(N_("Yes, in Quebec"), N_("No, outside Quebec")),
            N_("Express Entry is for people who plan to live outside Quebec: Quebec chooses its own immigrants."),
        ),
        ask(
            "settlement_funds",
            N_("Settlement funds"),
            N_("How much money do you have for settling in Canada, in Canadian dollars?"),
            Amount(),
            N_(
                "Two of the three programs ask for settlement funds, by the size of the family. They have to be yours "
                "and not borrowed."
            ),
            hint=N_("Money you can use, not property and not a loan. A careful estimate is enough."),
        ),
        WITHOUT_STATUS,
        BARRED,
    ),
)

ABOUT_PARTNER: Final = Sheet(
    key="them",
    title=N_("About your partner"),
    topic=N_("about your partner"),
    partner_title=N_("About your partner"),
    partner_topic=N_("about your partner"),
    questions=(
        ask(
            "birth_date",
            N_("Partner's date of birth"),
            N_("What is your partner's date of birth?"),
            of_short("birth_date").kind,
            N_("With it I can also compute the score with your partner as principal applicant."),
            hint=N_("For example 31 3 1990, or 31 March 1990."),
        ),
        PARTNER_WITHOUT_STATUS,
        BARRED,
        ask(
            "provincial_nomination",
            N_("Partner's own nomination"),
            N_("Does your partner have a nomination of their own from a province or territory, through Express Entry?"),
            of_short("provincial_nomination").kind,
            N_("With your partner as principal applicant that nomination would count, and not yours."),
        ),
    ),
)
