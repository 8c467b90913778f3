"""The words of what is answered to free words: claims people read, questions, official pages, what is out of scope.

What leads to each stands in `data/free_words.yaml`, under the same key. Figures here are those of the rule book; a test
holds them against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from locales import N_


class Claim(NamedTuple):
    """What people read, and what is the case."""

    claim: str
    answer: str


VERDICTS: Final[Mapping[str, str]] = {
    "true": N_("Yes, that is so."),
    "until": N_("No longer: it was so until {day}."),
    "never": N_("No, that was never so."),
}

CLAIMS: Final[Mapping[str, Claim]] = {
    "age_columns": Claim(
        N_("“Age gives 100 points to somebody single and 110 with a partner”"),
        N_(
            "It is the other way round: at most 110 points without a partner who counts, 100 with one. What is taken "
            "away there comes back as points for the partner."
        ),
    ),
    "ages_41_to_44": Claim(
        N_("“The ages 41 to 44 give 40, 35, 30 and 25 points”"),
        N_(
            "At 41, 42, 43 and 44 age gives 39, 28, 17 and 6 points without a partner who counts, and 35, 25, 15 and 5 "
            "with one."
        ),
    ),
    "lapsed_invitation": Claim(
        N_("“An invitation that is left unanswered brings you back to the pool”"),
        N_(
            "When its time runs out, the profile leaves the pool, and you need a new one with a new tie-break time. "
            "Only declining keeps the profile, to its own expiry date and if you are still eligible; there is no "
            "penalty for it. What can still be done: decline or submit before the last day."
        ),
    ),
    "ninety_days": Claim(
        N_("“An invitation gives 90 days”"),
        N_(
            "It is 60 days since 26 June 2018, but for a time in 2020 and 2021, and again since 29 June 2021. The date "
            "in your own letter wins."
        ),
    ),
    "tie_break": Claim(
        N_("“Everybody must have submitted before the tie-break time”"),
        N_(
            "The time counts only for those exactly at the cut-off: of them, profiles submitted before it were "
            "invited. Above the cut-off it does not matter. At the cut-off and not invited usually means submitted "
            "later; or the round was for another program or category."
        ),
    ),
    "job_offer_points": Claim(
        N_("“A job offer gives 50 or 200 points”"),
        N_(
            "Since 25 March 2025 it gives no CRS points. It can still count for a program. A change for well-paid "
            "occupations is reported since 3 November 2026; its points are not known to me and not in my figures."
        ),
    ),
    "french_bonus": Claim(
        N_("“French gives a bonus from NCLC 5 on, or with three abilities at NCLC 7”"),
        N_(
            "It takes NCLC 7 in all four abilities: then 25 points, and 50 with an English test at CLB 5 or more in "
            "all four. One ability at 6 gives none of it; your score shows which one is missing."
        ),
    ),
    "category_six_months": Claim(
        N_("“Six months of experience are enough for a category by occupation”"),
        N_(
            "Since 18 February 2026 it takes 12 months in the last three years, in one occupation of the list; they "
            "need not be in a row. Physicians, senior managers and researchers need theirs in Canada."
        ),
    ),
    "medical_exam": Claim(
        N_("“No medical exam before you apply; you wait for their letter”"),
        N_(
            "As far as reported, the exam comes before the application again since 21 August 2025, for the whole "
            "family, also for those who do not come. In Canada an exam of the last five years can sometimes serve. "
            "Book it in the first days after an invitation."
        ),
    ),
    "police_six_months": Claim(
        N_("“A police certificate is asked for six months in total”"),
        N_(
            "The wording of today says six months or more in a row, in the last ten years and since you turned 18, for "
            "each country but Canada. A stay that reaches six months only in total: check the official page. If a "
            "country is slow, ask early and keep the proof; a letter with proof is taken only exceptionally."
        ),
    ),
    "score_locked": Claim(
        N_("“The score is locked at the invitation, so marrying later is harmless”"),
        N_(
            "What the invitation rests on is looked at again when the application is received; only a birthday is "
            "forgiven. A wedding moves you to the column with a partner, and the partner must be declared. If the new "
            "score is below the cut-off of the round, declining keeps the profile. Married after you applied: tell "
            "IRCC at once."
        ),
    ),
    "single_then_add": Claim(
        N_("“Apply as single, add the partner after the invitation, and keep the points”"),
        N_(
            "A partner there is has to be declared from the start. Leaving one out can be misrepresentation, which "
            "shuts the programs for five years. I can show both of you as principal applicant."
        ),
    ),
    "minimum_score": Claim(
        N_("“A minimum CRS score is needed to be in the pool”"),
        N_(
            "No minimum CRS score is asked for: one program that is met is enough.\nThe 67 is the pass mark of another "
            "grid, that of the Federal Skilled Worker Program, out of 100."
        ),
    ),
    "job_bank": Claim(
        N_("“You must register with Job Bank”"),
        N_("It is optional since 6 June 2017."),
    ),
    "valid_until_landing": Claim(
        N_("“A language result must be valid until the decision or the landing”"),
        N_(
            "It has to be less than two years old on the day the application is made; later nobody asks. In the pool "
            "it has to count too, or the profile is taken out."
        ),
    ),
    "programs_cancelled": Claim(
        N_("“The programs are cancelled or merged”"),
        N_(
            "A single class was proposed in a consultation in 2026, no more. The regulations I go by, of 23 July 2026, "
            "still have three programs: Canadian Experience Class, Federal Skilled Worker, Federal Skilled Trades."
        ),
    ),
    "fresh_profile": Claim(
        N_("“A new profile is fresher and comes first”"),
        N_(
            "A later time is worse: at the cut-off the earlier profile is invited. A change in the profile keeps its "
            "first time; withdrawing loses it."
        ),
    ),
    "birthday_after_invitation": Claim(
        N_("“A birthday after the invitation costs the invitation”"),
        N_(
            "The Act (Immigration and Refugee Protection Act, section 11.2) forgives a birthday between the invitation "
            "and the application. It alone is no reason to decline. Other changes are not forgiven in that way; and "
            "before an invitation a birthday counts on its day."
        ),
    ),
    "profile_updates_itself": Claim(
        N_("“The profile updates itself”"),
        N_(
            "The score is worked out again on every birthday, and as old work leaves the years that count. But what "
            "only you know, you have to enter: a new test, a new job, a partner, a child."
        ),
    ),
}

_LOSS: Final = N_(
    "I am sorry for your loss. Nothing has to be done here today. Your answers stay as they are; whenever you wish, "
    "“Something changed” takes up what is different now."
)

ANSWERS: Final[Mapping[str, str]] = {
    "account_score": N_(
        "Tell me the score your account shows, for example /compare 478: I look for what would explain the difference."
    ),
    "missed_deadline": N_(
        "I understand that this weighs on you. By the letter, the 60 days are not extended: an invitation that was not "
        "answered in time has ended, and its profile with it. What can still be done today: make a new profile. What "
        "you have may still count; “My dates” says until when your tests do. A licensed person can look at your case."
    ),
    "decline_invitation": N_(
        "Declining has no penalty: the profile goes back to the pool, if you are still eligible, until its own expiry "
        "date. Doing nothing is worse: the profile then leaves the pool. The choice is yours."
    ),
    "refused_before": N_(
        "An earlier refusal does not shut the programs by itself, but it is told wherever it is asked for: leaving "
        "it out can count as misrepresentation. A bar for misrepresentation does shut them; tell me of one in your "
        "profile, under “About you and your plans”. A score is an estimate only, and a licensed person can look at "
        "your case."
    ),
    "without_status": N_(
        "Whoever is in Canada without a status can meet no program until that is mended. Tell me in your profile, "
        "under “About you and your plans”: your score then goes on as an estimate, no more. A licensed person can look "
        "at your case."
    ),
    "which_test": N_(
        "Express Entry takes IELTS General Training, CELPIP-General and PTE Core for English, TEF Canada and TCF "
        "Canada for French. Each result is turned into levels (CLB, NCLC), and no test counts for more than another. "
        "“More points” shows the results you would need in each."
    ),
    "thanks": N_("You are welcome."),
    "worse_result": N_(
        "A weaker new result takes nothing away while the old one still counts: the two stand beside each other, and "
        "the better one is used. Each counts for two years from the date of its result."
    ),
    "no_mixing": N_(
        "Scores of two sittings are never mixed. Each result counts whole; I take the better one and keep the other "
        "with its own two years. Tell me each as it stands on its report."
    ),
    "loss_of_partner": _LOSS,
    "loss_of_child": _LOSS,
    "bereavement": _LOSS,
    "separation": N_(
        "I am sorry that you are going through this. Nothing has to be done here today. Whenever you wish, “Something "
        "changed” takes it up, and shows what it means for your file: a change in the family is told at any stage."
    ),
    "divorce": N_(
        "Whatever this means for you, nothing has to be done here today. Whenever you wish, “Something changed” takes "
        "it up, and shows what it means for your file: a change in the family is told at any stage."
    ),
    "wedding": N_(
        "From the wedding on two people are spouses: your partner is declared at every stage, coming or not, and the "
        "score is worked out anew from that day. “Something changed” takes it up."
    ),
    "miscarriage": N_(
        "I am sorry. Nothing has to be done here today: nobody is counted before a birth, so your file stays as it is."
    ),
    "pregnancy": N_(
        "Before the birth nothing is counted differently. From the birth on the child is declared and examined at "
        "every stage, coming or not, and where funds are asked for the family is one person larger. A child who was "
        "not declared may be shut out of family sponsorship for good."
    ),
    "adoption": N_(
        "An adopted child is declared and examined at every stage, coming or not, as soon as the adoption has taken "
        "effect. A child gives no points and takes none; where funds are asked for, the family is one person larger."
    ),
    "baby": N_(
        "A child is declared at any stage, coming or not, and is examined too: a child who was not may be shut out of "
        "family sponsorship for good. A child gives no points and takes none. Where funds are asked for, the family is "
        "one person larger from the birth on."
    ),
    "partner_resident": N_(
        "A partner who is a citizen or permanent resident of Canada does not immigrate with you: the score is counted "
        "as without a partner. In the family that the funds are counted for, your partner stays."
    ),
    "partner_stays": N_(
        "Whether your partner comes is told as it is planned. A partner who does not come is still declared, examined "
        "and counted for the funds; telling it otherwise than it is meant is misrepresentation."
    ),
    "partner_comes": N_(
        "Whether your partner comes is told as it is planned. The score then stands in the column with a partner, to "
        "which education, language and Canadian work of your partner add points."
    ),
    "sibling": N_(
        "A brother or sister of 18 or more who lives in Canada as a citizen or permanent resident gives 15 points, "
        "once; so does one of a partner who comes with you."
    ),
    "job_change": N_(
        "Work that was counted up to the last paid day stands, also after an invitation. Only what rests on that job "
        "going on is looked at again. Enter the change in the profile or the application, with a letter of the "
        "employer you left. “Something changed” takes it up here."
    ),
    "job_lost": N_(
        "I am sorry to hear that. Work that was counted up to the last paid day stands, also after an invitation. Only "
        "what rests on that job going on is looked at again. Ask for a reference letter now, and tell me the last paid "
        "day with “Something changed”: then I count to the day."
    ),
    "hours": N_(
        "At most 30 hours a week count, over all jobs together, and one year is 1,560 hours in at least 12 complete "
        "months. So 45 hours a week do not make the year shorter; and 11 months that the system took for a year are "
        "not one: if an invitation rests on them, a licensed person should look before you answer."
    ),
    "work_that_counts": N_(
        "For the Canadian Experience Class, work during full-time study (also co-op) and self-employed work do not "
        "count, and you have to be in Canada while working: remote work from abroad for a Canadian firm is foreign "
        "work. For the Federal Skilled Worker Program some of it can count. One week counts only once."
    ),
    "police_late": N_(
        "For a police certificate that comes late IRCC names two ways. Either decline in your account before the last "
        "day, and wait for another invitation. Or apply with a letter that explains it and the proof that you did all "
        "you could; that is accepted only exceptionally, and I cannot promise it. Ask for it today, and keep the proof "
        "of that day. Which ones you need, and when to begin: /documents"
    ),
    "profile_expires": N_(
        "A profile ends after 12 months, and IRCC keeps nothing of it. You can make a new one after that day, or "
        "withdraw the old one first; either way the tie-break time is new. Once I know your answers, /reentry gives "
        "you a sheet with all of them, in the order of the form."
    ),
    "nomination": N_(
        "As far as reported, a nomination in the account is accepted or rejected within 30 days; accepted, it gives "
        "600 points. If the province takes it back, also after an invitation, the 600 points are gone: the profile is "
        "then withdrawn and a new one made."
    ),
    "offer_news": N_(
        "A job offer gives no CRS points since 25 March 2025. It can give points in the Federal Skilled Worker "
        "Program, free you from settlement funds where you may work in Canada, and open the Federal Skilled Trades "
        "Program."
    ),
    "hours_cut": N_(
        "Each stretch of a job is counted with its own hours, to the day: at most 30 hours a week, over all jobs "
        "together. Fewer hours make the year later, and take away nothing that is counted."
    ),
    "leave_taken": N_(
        "Weeks that the employer does not pay do not count as work, also where a benefit is paid instead. What was "
        "counted before stays, and from the first day back the work counts again."
    ),
    "promoted": N_(
        "Two occupations at one employer are counted as two jobs, each by its own duties. What was counted before "
        "stays. A higher title counts by what you do, not by its name."
    ),
    "permit_news": N_(
        "Work in Canada counts only while it is allowed. A permit that was renewed has a new last day, and I remind "
        "you of it."
    ),
    "moved_away": N_(
        "Work counts by the country you are in while working, whoever pays. A province gives no CRS points. The new "
        "address belongs in the profile or the application."
    ),
    "assessed": N_(
        "An assessment (ECA) counts while it is less than five years old, from the date of its report, with the "
        "level that the report names."
    ),
    "graduated": N_(
        "Only completed diplomas count. One from outside Canada counts once it is assessed for immigration (ECA); one "
        "earned in Canada needs no assessment and can give points of its own."
    ),
    "passport_new": N_("A new passport gives no points; it belongs in the profile or the application."),
    "funds_news": N_(
        "Two of the three programs ask for settlement funds, by the size of the family: yours, and not borrowed. The "
        "Canadian Experience Class asks for none. They have to be there when you apply and when the visa is issued."
    ),
    "nomination_ended": N_(
        "Without the nomination its 600 points are gone, also after an invitation. A nomination that was accepted "
        "cannot be taken out of the profile: the profile is then withdrawn and a new one made. After an invitation get "
        "licensed help before you apply. “Something changed” shows what it does to your score."
    ),
    "job_offer_needed": N_(
        "No job offer is needed to be in the pool. The Federal Skilled Trades Program asks for an offer or a "
        "certificate of qualification. In the Federal Skilled Worker Program an offer can give points of its grid."
    ),
    "declare_family": N_(
        "Yes, always: your partner and every dependent child are declared, coming or not. They are examined, and they "
        "count for the funds."
    ),
}

PAGES: Final[Mapping[str, str]] = {
    "funds": N_(
        "Funds go by the size of the family: you, your partner and your children count, also those who do not come or "
        "are Canadian. The money has to be your own, not borrowed."
    ),
    "assessment": N_(
        "An assessment of a degree from abroad (ECA) counts while it is less than five years old, as what its "
        "report says: “two or more” needs each of them assessed, and one of three years or more."
    ),
    "language_levels": N_(
        "Each ability is converted on its own, with the table of its test; there is no average. Tell me the four "
        "scores, and your score shows the levels."
    ),
    "categories": N_("The lists of occupations by category change from year to year."),
    "account": N_("I have no part in your account with IRCC, and never need its password."),
    "express_entry": N_(
        "Express Entry is how Canada manages applications for three programs of skilled workers: a profile, a score, a "
        "pool, and rounds of invitations. I help with the score and the dates."
    ),
    "fees": N_("The fee of the day on which IRCC receives the application counts."),
    "processing_times": N_("I do not know how long a file takes, and I do not guess."),
    "nominee_programs": N_("Each province chooses by rules of its own; a nomination gives 600 points."),
    "invitation": N_(
        "With an invitation you have 60 days; the date in your own letter wins. What changed since the profile is told "
        "in the application."
    ),
}

OUTSIDE: Final[Mapping[str, str]] = {
    "forecast": N_(
        "I make no forecasts, of rounds, cut-offs or chances: nobody outside IRCC knows them. What I can do is count "
        "the rounds so far."
    ),
    "refugee": N_("Refugee protection is outside what I know: I only do Express Entry."),
    "citizenship": N_("Citizenship is outside what I know: I only do Express Entry."),
    "study_permit": N_("Study permits are outside what I know: I only do Express Entry."),
    "visitor_visa": N_("Visits and visitor visas are outside what I know: I only do Express Entry."),
    "sponsorship": N_("Sponsoring family is outside what I know: I only do Express Entry."),
    "pr_card": N_("The permanent resident card is outside what I know: I only do Express Entry."),
    "work_permit": N_("Applying for a work permit is outside what I know: I only do Express Entry."),
    "lawyer": N_(
        "I am not a representative and recommend nobody. Who may give advice for a fee stands in the public registers; "
        "look there before you pay."
    ),
    "quebec": N_(
        "Quebec chooses its own immigrants. Express Entry is for people who plan to live in another province or a "
        "territory."
    ),
    "unknown_claim": N_("I have no checked answer to that, and I do not guess."),
}
