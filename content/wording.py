"""A message as plain words: lower-case, without accents, marks, plural s; in any script we know."""

import re
import unicodedata
from dataclasses import dataclass

_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэіў", "abvgdeziyklmnoprstufyeiu", strict=True)),
        "ё": "e",
        "ж": "zh",
        "х": "h",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "є": "e",
        "ї": "i",
        "ґ": "g",
    }
)
_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_CONTROLS = {
    code: None for code in range(128) if not (chr(code).isprintable() or chr(code).isspace())
}
_STRETCHED = re.compile(r"([a-z])\1{2,}")
"""A letter that is held: "pulldownnnn"."""
_QUOTES = re.compile("['\u2019\u2018\u201b\u2032\u00b4`]")
_MARKUP = re.compile(
    r"\]\([^)\s]*\)|[a-z]+://\S+|</?(?:b|i|u|s|a|p|em|br|strong|code|pre|span|script|div|img)\b[^<>]{0,80}>"
)
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"#\s*(?=\d)|\b(?:no\.|nr\.?)\s*(?=\d)|\bno (?=[1-9]\b(?! *(?:kg|lb|kilo)))"),
        " number ",
    ),
    (re.compile(r"\bw/o\b"), " without "),
    (re.compile(r"\bw/"), " with "),
    (re.compile(r"(?<=\D)[&+]|[&+](?=\D)"), " and "),
)
_SPACED = re.compile(r"(?<![^\W_])(?:[a-z] ){3,}[a-z](?![^\W_])")
"""A word typed letter by letter; two spaces end it."""
_SENTENCE_END = re.compile(r"[!?;\n\u2026\u3002\u061f]+|\.+(?=\s|$)|\s[-\u2013\u2014]+\s|:(?=\s|$)")
_WORD_OR_BREAK = re.compile(r"\d+(?:[.:]\d+)+|[^\W_]+|[,()]")
_NO_PLURALS = frozenset(
    ("whats", "wats", "hows", "thats", "wheres", "whos", "theres", "sets", "does", "this", "always")
)
_PLAIN_TEXT = re.compile("[a-z ,.?!]*")
"""Nothing to take out: most texts that people type."""
_VOWEL = re.compile("[aeiouy]")
_SIBILANT_PLURAL = re.compile(r"(?:ch|sh|x|ss|z)es$")


@dataclass(frozen=True)
class Sentence:
    """Words of one sentence; `breaks` are the indexes that follow a comma or bracket."""

    words: tuple[str, ...]
    breaks: frozenset[int] = frozenset()
    asks: bool = False
    """It ended with a question mark."""


def clean(text: str) -> str:
    """Lower-case text without accents, invisible characters, apostrophes, tags and link targets."""
    text = text.lower()
    if _PLAIN_TEXT.fullmatch(text) is None:
        text = text.translate(_CONTROLS) if text.isascii() else _latin(text)
        text = _MARKUP.sub(" ", _QUOTES.sub("", text))
        for sign, word in _SIGNS:
            text = sign.sub(word, text)
    text = _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
    return _STRETCHED.sub(r"\1", text)


def _latin(text: str) -> str:
    """Lower-case, transliterated, without accents and invisible characters."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    text = text.lower().translate(_CYRILLIC).translate(_PLAIN)
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c))


def stem(word: str) -> str:
    """The word without its plural s; short words and words in -ss, -us, -is stay."""
    if len(word) <= 3 or word in _NO_PLURALS or not word.endswith("s"):
        return word
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if _SIBILANT_PLURAL.search(word):
        return word[:-2]
    return word[:-1]


def root(word: str) -> str:
    """The word without -ing, -ed and a last e, so that "flare", "flared" and "flaring" are one."""
    for ending in ("ing", "ed"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) > 2 and _VOWEL.search(base) and base[-1] != "e":
            doubled = base[-1] == base[-2] and base[-1] not in "lsz"
            word = base[:-1] if doubled else base
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def words(text: str) -> tuple[str, ...]:
    """All words of a short text, stemmed."""
    return tuple(word for sentence in sentences(text) for word in sentence.words)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences that hold a word, in order."""
    text = clean(text)
    found: list[Sentence] = []
    start = 0
    for end in (*_SENTENCE_END.finditer(text), None):
        part = text[start : end.start() if end else None]
        sentence = _sentence(part, asks=bool(end and "?" in end[0]))
        if sentence.words:
            found.append(sentence)
        start = end.end() if end else len(text)
    return tuple(found)


def _sentence(text: str, *, asks: bool) -> Sentence:
    found: list[str] = []
    breaks: set[int] = set()
    for match in _WORD_OR_BREAK.finditer(text):
        if match[0] in ",()":
            breaks.add(len(found))
        else:
            found.append(stem(match[0]))
    return Sentence(tuple(found), frozenset(breaks), asks)
