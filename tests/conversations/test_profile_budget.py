"""A full profile takes less than twelve minutes: every tap and every typed answer of one is counted."""

from __future__ import annotations

from datetime import date

from conversations.profile import screens
from rules.facts import Facts
from storage import candidates
from tests.conversations.chat import Chat

SECONDS_A_TAP = 4
"""Reading a question one has the paper for, and pressing a button."""

SECONDS_TYPED = 8
"""The same, and typing a date, a title or four scores on a phone."""

TWELVE_MINUTES = 12 * 60

PAPERS: dict[str, list[str]] = {
    # the short interview
    "What is your date of birth": ["31 3 1991"],
    "spouse or common-law partner": ["[Yes, coming with me]"],
    "highest completed level of education": ["[Master's degree]", "[Bachelor's degree]"],
    "Which language test do you have a result from": ["[IELTS General]"],
    "What are the four scores": ["L8 R7 W7 S7", "CO 280 CE 240 EE 310 EO 320", "L6 R6 W6 S6"],
    "What is the date of the result": ["1 October 2026", "15 May 2026", "1 September 2026"],
    "result in the other official language": ["[TEF Canada]"],
    "Which TEF Canada scores": ["[Older scale]"],
    "skilled work do you have in Canada": ["[1]"],
    "skilled work do you have outside": ["[4]"],
    "Do you have a certificate of qualification": ["[No certificate]"],
    "Do you have a nomination": ["[No nomination]"],
    "Does a brother or sister": ["[No sibling there]"],
    "Did you complete a post-secondary program in Canada": ["[No]"],
    "language test does your partner": ["[IELTS General]"],
    "skilled work does your partner have": ["[0]"],
    "Which city's clock": ["[Toronto]"],
    # the chapters
    "Do you plan to live in Quebec": ["[No, outside Quebec]"],
    "How much money": ["25 000"],
    "without a valid status": ["[No, or not in Canada]"],
    "a bar for misrepresentation": ["[Not barred]"],
    "Were two academic years": ["[No, not two years]"],
    "What level is this diploma": ["[Master's degree]", "[Bachelor's degree]"],
    "In which country was it earned": ["India", "[India]"],
    "When was it completed": ["15 June 2014", "30 May 2013"],
    "report of the educational credential assessment": ["20 January 2026", "[Not assessed]"],
    "Canadian level does the report name": ["[The same level]"],
    "at least one year of full-time work in Canada": ["[Yes, a full-time year]", "[No full-time year]"],
    "What was the occupation": ["21232", "[21232", "41220"],
    "Do the duties of this code fit": ["[The duties fit]"],
    "In which country was the work": ["[Canada]", "[India]"],
    "When did this job start": ["3 May 2025", "1 July 2019", "2 January 2016"],
    "When did this job end": ["[It goes on]", "30 June 2023", "31 March 2025"],
    "How many hours a week": ["[40 hours]"],
    "Was the work paid": ["[Yes, paid]"],
    "Was it self-employment": ["[No, an employee]"],
    "Was the work allowed": ["[Yes, allowed]"],
    "full-time student during this job": ["[Never]"],
    "stretches of unpaid leave": ["[No unpaid leave]"],
    "Which occupation do you name": ["[21232", "[41220"],
    "Is there a certificate of qualification": ["[No certificate]"],
    "When did you marry": ["12 February 2018"],
    "child's date of birth": ["20 May 2020"],
    "Does the child come": ["[Yes, coming along]"],
    "Is the child a citizen": ["[No, neither]"],
    "Is the child in a couple": ["[Neither]"],
    "another close relative": ["[No relative there]"],
    "Do you have a job offer": ["[No offer]"],
    "Until which day is the passport": ["14 March 2031", "1 February 2029"],
    "immigration medical exam": ["[No exam yet]"],
    "What kind of permit": ["[Open work permit]"],
    "What is the last day of the permit": ["2 May 2028"],
    "In which country?": ["[India]"],
    "When did the stay begin": ["31 March 2009", "20 February 2010"],
    "When did the stay end": ["20 April 2025"],
    "Do you have a profile in Express Entry": ["[Submitted]"],
    "On which day did you submit": ["[Yesterday]"],
    "Which last day does your account show": ["21 November 2027"],
    "CRS score does your account show": ["480"],
    "On which day did you see that score": ["[Today]"],
    "What is your partner's date of birth": ["20 February 1992"],
    "a nomination of their own": ["[No nomination]"],
    "skilled work outside Canada?": ["[2]"],
    "Was a post-secondary program completed in Canada": ["[No]"],
}
"""What a couple with one child says to each question, in the order it is asked; the last answer is given again."""

LISTS: dict[str, tuple[str, int]] = {
    "Your language tests": ("", 0),
    "Your diplomas": ("[Add a diploma]", 1),
    "Your jobs": ("[Add a job]", 2),
    "Your children": ("[Add a child]", 1),
    "Your permits": ("[Add a permit]", 1),
    "Countries you lived in": ("[Add a stay]", 1),
    "Your police certificates": ("[No certificate yet]", 1),
    "Your partner's diplomas": ("[Add a diploma]", 1),
    "Your partner's jobs": ("[Add a job]", 1),
    "Your partner's permits": ("[No permit]", 1),
    "Countries your partner": ("[Add a stay]", 1),
    "Your partner's police": ("[No certificate yet]", 1),
    "Your times without": ("[No time without a job]", 1),
    "Your partner's times": ("[No time without a job]", 1),
}
"""What is pressed on the screen of each list, and how often."""


class WithPapers:
    """Somebody who has all papers on the table."""

    def __init__(self) -> None:
        self.papers = {question: list(answers) for question, answers in PAPERS.items()}
        self.lists = {title: [press] * times for title, (press, times) in LISTS.items()}

    def next(self, text: str, labels: list[str]) -> str:
        """What is done at a screen: an answer, Save at a summary, one more of a list, or the next part."""
        if "Press a line to change it" in text:
            return f"[{next(label for label in labels if label.startswith(('Save', 'Compute')))}]"
        asked = text.split("Question ")[-1]
        for question, answers in self.papers.items():
            if question in asked and "Back" in labels:
                return answers.pop(0) if len(answers) > 1 else answers[0]
        shown = next((title for title in self.lists if f"\n{title}" in f"\n{text}" and "Next part" in labels), None)
        if shown and self.lists[shown]:
            return self.lists[shown].pop(0)
        return "[Next part]"


async def test_a_couple_with_a_child_tells_everything_in_less_than_twelve_minutes(chat: Chat) -> None:
    someone, said = WithPapers(), ["/start", "[Start]"]
    await chat.goes_through(*said)
    while "Your reminders go by Toronto time" not in chat.text:
        said.append(someone.next(chat.text, chat.labels))
        await chat.goes_through(said[-1])
        assert len(said) < 60, chat.text
    short = len(said)
    said += ["/profile", "[Ask me what is missing]"]
    await chat.goes_through(*said[-2:])
    while "That was the last part" not in chat.text:
        said.append(someone.next(chat.text, chat.labels))
        await (chat.presses(said[-1].strip("[]")) if said[-1].startswith("[") else chat.says(said[-1]))
        assert len(said) < 250, chat.text
    assert "Your partner's permits in Canada: No permit\n" in chat.text
    assert chat.labels[-1] == "My score", "nothing is missing that could be asked"
    taps = sum(each.startswith("[") for each in said)
    typed = len(said) - taps
    assert taps * SECONDS_A_TAP + typed * SECONDS_TYPED < TWELVE_MINUTES
    assert (short, len(said)) == (25, 145)
    async with chat.database.reader() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
    assert candidate is not None
    facts = Facts.model_validate(candidate.facts)
    untouched = [place.part.key for place in screens.places(facts) if screens.untouched(place.part, place.told_of)]
    assert untouched == []
    assert facts.partner is not None
    assert len(facts.jobs or ()) == 2
    assert len(facts.partner.jobs or ()) == 1
    assert facts.passport_expires == date(2031, 3, 14)
    assert "Make it exact" not in (await chat.says("/start"), chat.labels)[1]
    for screen in ("/score", "/why", "/dates", "/programs", "/couple", "/profile"):
        text = await chat.says(screen)
        assert "I need your answers first" not in text
        assert "whether there is a partner" not in text, "the partner was told"
        assert "You plan to live outside Quebec" not in text, "so was Quebec"
