"""Which language a sentence is in, told by the small words that no sentence does without."""

import re

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
CODE = re.compile(r"\S*[_=/]\S*")  # of a column, of an address
PLACEHOLDER = re.compile(r"%\(\w+\)\w|{\w+}")
# Words that only one of the two languages has.
IN_ENGLISH = """
the and of is are was were be been for with from that this these those which who whose what when where by or not no its it
they their there than then has have had must may can could would should will shall does did each every both how many much
into out under over between within without before after about as an to in on if but only other another same first people
figures release number
"""
IN_WELSH = """
y yr yn yng ym ac nac mae maent ydy ydyw yw oes sydd oedd bydd byddant gan gyda heb neu wedi ei eu ein eich hwn hon hyn hynny
fel os ond pob pa sut pan dan dros drwy rhwng wrth ynghylch cyn ôl cael gael nid nad ddim dim hefyd ffigurau ffigur bobl pobl
datganiad nifer cafodd cyfer rhai rhaid gellir gall ar at i o am mewn a'r o'r i'r y'i â'r sy'n nhw
"""
ENGLISH, WELSH = frozenset(IN_ENGLISH.split()), frozenset(IN_WELSH.split())
LEAST_WORDS = 4


def language_of(sentence: str) -> str:
    """ "en", "cy", or "" where a sentence is too short or too full of names to tell."""
    sentence = CODE.sub("", PLACEHOLDER.sub("", sentence))
    words = [word.lower().replace("’", "'") for word in WORD.findall(sentence)]
    if len(words) < LEAST_WORDS:
        return ""
    # "sy'n" and "o'r" are Welsh whatever they end with; "don't" is in neither list.
    english = sum(word in ENGLISH for word in words)
    welsh = sum(word in WELSH or word.endswith(("'r", "'n", "'u", "'i")) for word in words)
    if english == welsh or max(english, welsh) < 2:
        return ""
    return "en" if english > welsh else "cy"


def sentences(text: str) -> list[str]:
    """The sentences of a text, its white space made single."""
    return [one for one in SENTENCE.split(" ".join(text.split())) if one]


def foreign(texts: list[str], language: str) -> list[str]:
    """The sentences that are in the other of the two languages."""
    other = {"en": "cy", "cy": "en"}[language]
    return list(dict.fromkeys(one for text in texts for one in sentences(text) if language_of(one) == other))
