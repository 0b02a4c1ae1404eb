"""Words that say where somebody trains now: "I'm at Iron House today", "switch to my gym"."""

import re

from content.wording import clean

_WHERE = re.compile(
    r"(?:(?:hey|hi|ok|so|now|today) )?"
    r"(?:(?:im|i am|we are|ill be|i will be) (?:now |back |today )?"
    r"(?:training |working out |lifting |back )?(?:at|in)"
    r"|(?:training|working out|lifting|back) (?:at|in)"
    r"|(?:please )?(?:switch|change|go|move)(?: back)? to)"
    r" (?P<name>.+?)(?: (?:today|tonight|now|again|this week|from now on|please))*"
)


def read_whereabouts(text: str) -> str | None:
    """What may be the name of a place; None where the message says something else."""
    match = _WHERE.fullmatch(" ".join(clean(text).replace(",", " ").split()).strip(" .!"))
    return match["name"] if match else None
