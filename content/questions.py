"""Cuts sentences into the questions in them, and drops what they say is not asked."""

import re
from collections.abc import Iterable, Iterator

from content.wording import Sentence

_TINY = 2
"""Words of a sentence that belongs to the one before it."""
_ASKING = frozenset(("how", "what", "which", "why", "when", "where", "who"))
_VERBS = frozenset(
    (
        *("should", "can", "could", "do", "does", "did", "is", "are", "will", "would", "may", "am"),
        *("must", "has", "have"),
    )
)
"""A question when a subject follows: "and is the bar ..." but not "and can do ..."."""
_SUBJECTS = frozenset(
    (
        *("i", "it", "you", "we", "they", "he", "she", "the", "a", "an", "my", "this", "that"),
        *("these", "those", "your", "there", "any", "both", "one", "3", "2", "4", "5"),
    )
)
_WONDERS = re.compile(
    r"(?<!\S)(?:(?:my|the|one) question|(?:i )?wonder(?:ing)?|(?:im |am )?not (?:so )?sure|unsure"
    r"|(?:i )?(?:dont|never|didnt) know|isnt clear|unclear|confused|curious|puzzle[sd]?"
    r"|(?:want|like|love) to know|tell me|advise me|any idea) "
)
"""Puts a question without asking one: "one thing i never know is where to look"."""
_JOINTS = frozenset(("and", "or", "also", "but", "plus", "then"))
_DISMISSED = re.compile(
    r"(?<!\S)(?:i )?(?:(?:im |am |was )?not (?:asking|talking|looking|interested)"
    r"|didnt (?:ask|mean|say)|dont (?:tell|show|explain)|no need to (?:tell|explain)"
    r"|(?:i )?(?:dont|do not) (?:want|need) (?:the|a|any|to know|to hear)"
    r"|spare me|never mind|forget) "
)
"""Beginnings of what somebody does not want to hear: up to the next comma."""
_CHOICE = 4
"""Words of two things to choose from."""
_HEADLINE = 4
"""Words at most that name what the next question is about."""
_POINTS_BACK = frozenset(("it", "they", "them", "that", "this", "those", "these"))
_TELLING = _VERBS | frozenset(
    (*("i", "im", "ive", "my", "we", "was", "were", "been", "be", "had", "got", "no", "not"),)
)
_GOES_ON = frozenset(("but", "only", "just", "im", "i", "rather", "tell", "instead"))


def joined(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences; one of a word or two belongs to the one before it: "T-bar row! How?"."""
    found: list[Sentence] = []
    given = list(sentences)
    # "I didn't ask for sets." says nothing more, where another sentence does.
    kept = [s for s in given if not _DISMISSED.match("".join(f"{w} " for w in s.words))]
    for sentence in kept if any(len(s.words) > _TINY for s in kept) else given:
        if found and (len(sentence.words) <= _TINY or _is_choice(sentence.words)):
            before = found.pop()
            breaks = before.breaks | {len(before.words)}
            words = before.words + sentence.words
            found.append(Sentence(words, breaks, before.asks or sentence.asks))
        else:
            found.append(sentence)
    return found


def parted(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The questions of all sentences; a headline goes with the one that points back to it:
    "pullover elbows, do they stay bent?"."""
    found: list[Sentence] = []
    for part in (part for sentence in joined(sentences) for part in questions(sentence)):
        before = found[-1] if found else None
        if before and part.asks and is_headline(before) and points_back(part):
            size = len(before.words)
            breaks = before.breaks | {size} | {at + size for at in part.breaks}
            found[-1] = Sentence(before.words + part.words, breaks, asks=True)
        else:
            found.append(part)
    return found


def points_back(sentence: Sentence) -> bool:
    """It speaks of what was named before."""
    return bool(_POINTS_BACK & {*sentence.words})


def is_headline(sentence: Sentence) -> bool:
    """A few words without a verb or a person."""
    words = {*sentence.words}
    return not sentence.asks and len(words) <= _HEADLINE and not words & _TELLING


def questions(sentence: Sentence) -> Iterator[Sentence]:
    """Cuts "how …, and which …?" into its questions; most sentences stay whole."""
    sentence = _without_dismissed(sentence)
    words = sentence.words
    starts = [at for at in range(2, len(words) - 1) if _starts_question(sentence, at)]
    if sentence.asks and not starts:
        # "My back is fried, swap for the T-bar?": what comes before the last comma is told.
        starts = [at for at in sorted(sentence.breaks) if _TINY < at < len(words) - 1][-1:]
        starts = [at for at in starts if not _is_choice(words[at:])]
    for start, end in zip([0, *starts], [*starts, len(words)], strict=True):
        breaks = frozenset(at - start for at in sentence.breaks if start <= at <= end)
        goes_on = end == len(words) or words[end] in _JOINTS
        part = words[start:end]
        wonders = _WONDERS.search("".join(f"{word} " for word in part)) is not None
        first = next((at for at in range(start, end) if words[at] not in _JOINTS), start)
        asks = start > 0 or wonders or _asks(words, first) or (sentence.asks and goes_on)
        yield Sentence(words[start:end], breaks, asks)


def _is_choice(words: tuple[str, ...]) -> bool:
    """ "In or out": it asks nothing without what comes before it."""
    return len(words) <= _CHOICE and "or" in words[1:-1]


def _starts_question(sentence: Sentence, at: int) -> bool:
    words = sentence.words
    if at in sentence.breaks and words[at] not in _JOINTS:
        # "..., which is fine" tells more of what came before.
        return _asks(words, at) and (words[at] != "which" or sentence.asks)
    if words[at] not in _JOINTS or words[at - 1] in _JOINTS:
        return False
    first = at + 1
    while first < len(words) and words[first] in _JOINTS:
        first += 1
    return _asks(words, first)


def _asks(words: tuple[str, ...], at: int) -> bool:
    """A question begins there: a question word, or a verb with its subject."""
    if at >= len(words):
        return False
    if words[at] in _ASKING:
        return True
    return words[at] in _VERBS and at + 1 < len(words) and words[at + 1] in _SUBJECTS


def _without_dismissed(sentence: Sentence) -> Sentence:
    """The sentence without "not asking which muscles," where more than that is said."""
    line = "".join(f"{word} " for word in sentence.words)
    match = _DISMISSED.search(line)
    if match is None:
        return sentence
    start = line.count(" ", 0, match.start())
    end = line.count(" ", 0, match.end())
    while end < len(sentence.words):
        if end in sentence.breaks or sentence.words[end] in _GOES_ON:
            break
        end += 1
    while end < len(sentence.words) and sentence.words[end] in _GOES_ON - {"i", "im"}:
        end += 1
    kept = (*sentence.words[:start], *sentence.words[end:])
    if len(kept) <= _TINY:
        return sentence
    cut = end - start
    moved = (at if at <= start else max(at - cut, start) for at in sentence.breaks)
    return Sentence(kept, frozenset(moved), sentence.asks)
