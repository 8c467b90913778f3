"""Reading what people type: the one door to the readers, and the short fixed phrases.

Every reader takes any text, in English or French whatever the person's language, never raises, and returns one of a
small set of frozen values; wording is for the caller. Dates, numbers and choices, and scores live in modules of
their own and are offered here again.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, Literal

from rapidfuzz.distance import OSA

from conversations.typed_calendar import (
    AmbiguousDate,
    DateRead,
    ImpossibleDate,
    MonthOnly,
    MonthPart,
    NotADate,
    ReadDate,
)
from conversations.typed_choices import Several, read_choice
from conversations.typed_dates import read_date
from conversations.typed_scores import (
    LevelsNotScores,
    NotScores,
    OneNumber,
    ReadScores,
    ScoresRead,
    SomeScores,
    WhyNot,
    read_scores,
)
from conversations.typed_words import fold, read_number, read_points, squeezed, word_set, words_of

__all__ = [
    "AmbiguousDate",
    "Control",
    "DateRead",
    "ImpossibleDate",
    "LevelsNotScores",
    "MonthOnly",
    "MonthPart",
    "NotADate",
    "NotScores",
    "OneNumber",
    "ReadDate",
    "ReadScores",
    "ScoresRead",
    "Secret",
    "Several",
    "SomeScores",
    "WhyNot",
    "fold",
    "looks_secret",
    "read_choice",
    "read_control",
    "read_date",
    "read_language_wish",
    "read_number",
    "read_points",
    "read_scores",
    "read_yes_no",
]

_POLITE: Final = word_set("please pls plz thanks thank you svp stp merci")
_POLITE_TAIL: Final = re.compile(
    r"(?:[ ,]+(?:please|pls|plz|thanks|thank you|svp|stp|merci(?: beaucoup)?|s'? ?il (?:vous|te) plai[ts]))+[ .!]*$"
)


# --- yes and no ---

_YES: Final = word_set(
    "yes y yep yeah yup ya ye sure true oui ouais ouaip ouep o si vrai certainly absolutely affirmative"
)
_NO: Final = word_set("no n nope nah non nan false faux")
_YES_PHRASES: Final = word_set("ofcourse idid idohave ido ihave biensur biensurqueoui toutafait exact exactement right")
_NO_PHRASES: Final = word_set(
    "notyet pasencore ihavent idont ididnt notatall pasdutout negative negatif jamais never notreally pasvraiment"
)
_AGAINST: Final = _NO | word_set("not dont t pas ne but mais however except sauf")
_AFTER_NO: Final = word_set("but mais problem probleme matter")
_SURE_SIGNS: Final = {"👍": True, "✅": True, "✔": True, "👎": False, "❌": False, "✖": False}
_REPEATED: Final = re.compile(r"(.)\1+")


def read_yes_no(text: str) -> bool | None:
    """Yes or no, alone or first in a short sentence ("yes, I have one"); None when it is neither or both."""
    folded = fold(text) if len(text) <= 60 else ""
    if not folded:
        return _SURE_SIGNS.get(text.strip().rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"))
    said = [word for word in words_of(_POLITE_TAIL.sub("", folded)) if word not in _POLITE]
    together = _REPEATED.sub(r"\1", "".join(said))  # "yesss", « ouiii »
    if together in _YES or together in _YES_SINGLED:
        return True
    if together in _NO or together in _NO_SINGLED:
        return False
    if not 1 < len(said) <= 8 or len(said[0]) < 2:
        return None
    if said[0] in _YES and _AGAINST.isdisjoint(said):
        return True
    if said[0] in _NO and _YES.isdisjoint(said[1:]) and _AFTER_NO.isdisjoint(said[1:]):
        return None if read_control(text) else False  # "no idea"
    return None


_YES_SINGLED: Final = frozenset(_REPEATED.sub(r"\1", phrase) for phrase in _YES_PHRASES)
_NO_SINGLED: Final = frozenset(_REPEATED.sub(r"\1", phrase) for phrase in _NO_PHRASES)


# --- controls ---


class Control(StrEnum):
    """What a person can say at any question instead of answering it."""

    back = "back"
    skip = "skip"
    dont_know = "dont_know"
    stop = "stop"
    why = "why"
    confirm = "confirm"


def _phrases(control: Control, phrases: str) -> dict[str, Control]:
    return {squeezed(phrase): control for phrase in phrases.split("|")}


_CONTROLS: Final[dict[str, Control]] = (
    _phrases(
        Control.back,
        "back|go back|previous|previous question|undo|retour|revenir|retourner|précédent|précédente|arrière"
        "|en arrière|question précédente|retour en arrière|revenir en arrière",
    )
    | _phrases(
        Control.skip,
        "skip|skip it|skip this|skip this question|pass|next|later|passer|passe|je passe|sauter|saute|ignorer"
        "|suivant|suivante|plus tard|passer la question|passer cette question",
    )
    | _phrases(
        Control.dont_know,
        "I don't know|I don't know yet|don't know|don't know yet|I do not know|I do not know yet|dunno|idk"
        "|I dunno|no idea|I have no idea|not sure|not sure yet|I'm not sure|I am not sure|I'm not sure yet"
        "|I am not sure yet|unsure|unknown|don't remember|I don't remember|I can't remember|can't remember"
        "|je ne sais pas|je ne sais pas encore|je sais pas|je sais pas encore|sais pas|ne sais pas|j'sais pas"
        "|chais pas|jsp|aucune idée|je n'ai aucune idée|j'ai aucune idée|pas sûr|pas sûre|je ne suis pas sûr"
        "|je ne suis pas sûre|je suis pas sûr|je suis pas sûre|pas certain|pas certaine|inconnu"
        "|je ne me souviens pas|je ne me rappelle pas|je ne m'en souviens pas|je me souviens pas",
    )
    | _phrases(
        Control.stop,
        "stop|stop it|cancel|quit|exit|abort|leave|stop now|stop here|pause|arrêter|arrête|arrêtez|arrêt|annuler"
        "|annule|annulez|quitter|je veux arrêter|on arrête|I want to stop",
    )
    | _phrases(
        Control.why,
        "why|why we ask|why do you ask|why are you asking|why this question|pourquoi|pourquoi cette question"
        "|pourquoi demandez-vous ça|pourquoi demandez-vous cela",
    )
    | _phrases(
        Control.confirm,
        "confirm|I confirm|confirmed|save|save it|ok|okay|okey|done|looks good|all good|that's right"
        "|that is right|all right|d'accord|daccord|je confirme|confirmer|confirme|confirmé|enregistrer|enregistre"
        "|valider|je valide|c'est bon|c'est correct|c'est exact|tout est bon",
    )
)
_MISTYPED_FROM: Final = 7  # letters; shorter phrases are too near to ordinary words
_LONG_CONTROLS: Final[dict[int, list[str]]] = {}  # by length, one more and one less included
for _phrase in _CONTROLS:
    if len(_phrase) > _MISTYPED_FROM:
        for _length in range(len(_phrase) - 1, len(_phrase) + 2):
            _LONG_CONTROLS.setdefault(_length, []).append(_phrase)


def read_control(text: str) -> Control | None:
    """A control, only when it is the whole message: "no", "none" or "I stopped in May" are answers."""
    if len(text) > 60:
        return None
    folded = _POLITE_TAIL.sub("", fold(text))
    phrase = "".join(words_of(folded))
    found = _CONTROLS.get(phrase)
    if found is None and len(phrase) >= _MISTYPED_FROM:
        alike = _LONG_CONTROLS.get(len(phrase), ())
        near = {_CONTROLS[known] for known in alike if OSA.distance(phrase, known, score_cutoff=1) <= 1}
        found = near.pop() if len(near) == 1 else None
    return found


# --- the language of the conversation ---

_ENGLISH: Final = word_set("english anglais anglaise en")
_FRENCH: Final = word_set("french francais francaise fr")
_WISH_WORDS: Final = _POLITE | word_set(
    "in to on at a en au le la l de me moi it you we i can could would like want prefer switch change speak talk write "
    "continue go now language langue passer passez passe parler parlez parle parlons ecrire ecrivez changer changez "
    "voudrais veux aimerais prefere mieux je j s il vous te plait peut pouvez maintenant"
)


def read_language_wish(text: str) -> Literal["en", "fr"] | None:
    """The language a person asks to be written to in: a short message that says nothing else.

    "English" and « français » alone are wishes too: where a language is a possible answer, read the answer first.
    """
    if len(text) > 60:
        return None
    said = words_of(fold(text))
    if not 0 < len(said) <= 9:
        return None
    if len(said) == 1:
        return "en" if said[0] in _ENGLISH else "fr" if said[0] in _FRENCH else None
    # « en » before another word is the French preposition, not English.
    english = any(word in _ENGLISH and word != "en" for word in said)
    french = not _FRENCH.isdisjoint(said)
    if english is french or any(word not in _WISH_WORDS | _ENGLISH | _FRENCH for word in said):
        return None
    return "en" if english else "fr"


# --- what must not be kept ---


class Secret(StrEnum):
    """What a person should never send; the message is refused and nothing of it is stored."""

    client_number = "client_number"  # IRCC's UCI / IUC, or a profile or application number
    passport = "passport"
    password = "password"  # noqa: S105 - the name of the case


_CLIENT_WORD: Final = re.compile(
    r"\b(?:uci|iuc|client id|client number|numero (?:de )?client|identifiant unique|unique client)\b"
    r"[^\d]{0,30}\d(?:[ -]?\d){5,9}\b"
)
_CLIENT_NUMBER: Final = re.compile(r"#?(?:\d{8}|\d{10}|\d{4}[ -]\d{4}|\d{2}-\d{4}-\d{4})\.?")
_APPLICATION: Final = re.compile(r"\b(?:[a-z]\d{9}|jm\d{8,10})\b")  # of an application, and the code of a profile
_NINE_DIGITS: Final = re.compile(r"\d{9}\.?")  # a passport of the United States or the United Kingdom
_PASSPORT_WORD: Final = re.compile(
    r"\bpasse?port\b[^\d]{0,30}?\b(?!\d{1,2}[a-z]{3,})(?:\d{9}|(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,9})\b"
)
_PASSPORT: Final = re.compile(
    r"\b(?!(?:le|du|au|on)\d{8}\b)(?:[a-z]{1,2}\d{6,8}|[a-z]\d{6}[a-z]{2}|\d{2}[a-z]{2}\d{5})\b"
)
_MACHINE_LINE: Final = re.compile(r"\bp<[a-z]{3}")  # the bottom of a passport's page
_PASSWORD: Final = re.compile(
    r"\b(?:password|pass word|passcode|passwd|pwd|pass(?= ?[:=])|mot de passe|mdp|pin code|code pin|code secret"
    r"|gckey)\b"
    r"(?:(?:(?: is|est|'s)\b| (?:est|c'est)\b|[^\w]{0,3}[:=>])[^\w]{0,3}"
    r"(?!(?:lost|wrong|forgotten|expired|not|incorrect|invalid|locked|blocked|never|required|needed|too|the|oublie"
    r"|perdu|expire|faux|incorrecte?|invalide|bloque|pas|trop|requis|down|gone|le|quoi)\b)\S{3}"
    r"|[ ,]{1,3}(?=\S{4})[^\s\d]{0,40}\d|(?: \w+){1,4} ?[:=] ?(?=[^\s\d]{0,40}\d)\S{4})"
)
_YEARS: Final = re.compile(r"(?:19|20)\d\d[ -](?:19|20)\d\d")


def looks_secret(text: str) -> Secret | None:
    """Something that must not be kept: a client number, a passport number, a password; None for dates and scores.

    Patterns only, and meant to err on the side of refusing. Eight digits that make a date are taken for one.
    """
    folded = fold(text[:1000])
    if _PASSWORD.search(folded):
        return Secret.password
    if _MACHINE_LINE.search(folded):
        return Secret.passport
    if not any(character.isdigit() for character in folded):
        return None
    if _CLIENT_WORD.search(folded) or _APPLICATION.search(folded):
        return Secret.client_number
    if _CLIENT_NUMBER.fullmatch(folded):
        return None if _YEARS.fullmatch(folded) or _makes_a_date(folded) else Secret.client_number
    if _NINE_DIGITS.fullmatch(folded) or _PASSPORT_WORD.search(folded) or _PASSPORT.search(folded):
        return Secret.passport
    return None


def _makes_a_date(digits: str) -> bool:
    digits = digits.strip("#.")
    if len(digits) != 8:
        return False
    year_first = 1900 <= int(digits[:4]) <= 2100 and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:]) <= 31
    first, second = int(digits[:2]), int(digits[2:4])
    year_last = 1900 <= int(digits[4:]) <= 2100 and 1 <= min(first, second) <= 12 and max(first, second) <= 31
    return year_first or (year_last and min(first, second) > 0)
