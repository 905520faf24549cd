"""Whether the oven and the grill of a method are hot in time, and what they are set to, read as someone who does only what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from guide.core.amounts import celsius
from guide.core.problems import Mistake

# An oven with a fan is set this much lower (°C), as makers and British cookery writers have it; a little either way is a matter of taste.
FAN, LEAST_FAN, MOST_FAN = 20, 10, 30
_HEATING = r"\b(?:(?:pre-?)?heat|warm|(?:set|turn|switch)(?: on)?) (?:up )?(?:the |your |an? )?"
# What is heated, how a step says so, and how it says that something is cooked by it. Nuts in a dry pan are roasted on the stove.
_ON = {
    "oven": re.compile(_HEATING + r"oven\b(?! (?:off|down))", re.IGNORECASE),
    "grill": re.compile(_HEATING + r"(?:grill|broiler)\b(?! (?:off|down|pan))", re.IGNORECASE),
}
_DOING = r"(?:(?<=^)|(?<=[.;:,] )|(?<=\band )|(?<=\bthen ))"
_DONE = r"(?=[,.;]| (?:for|until|at|in|on|the|it|them|these|this|again|gently|uncovered|covered|without|with|both|all|\d))"
_DRY = r"(?![^.;]*\b(?:dry (?:\w+,? ){0,2}pan|frying pan|skillet|wok|saucepan)\b)"
_USES = {
    "oven": re.compile(
        rf"{_DOING}(?:bake|roast)\b{_DONE}{_DRY}|\b(?:in|into|to) (?:the|your|an?)(?: \w+)? oven\b",
        re.IGNORECASE,
    ),
    "grill": re.compile(
        rf"\b(?:under|beneath|below) (?:the|your|an?)(?: \w+)? (?:grill|broiler)\b|{_DOING}(?:grill|broil)\b{_DONE}(?![^.;]*\bpan\b)",
        re.IGNORECASE,
    ),
}
# What may be a use, for an oven that has been heated: more than what is surely one.
_MAY_USE = {
    "oven": re.compile(
        r"\b(?:bak(?:e[sd]?|ing)|roast(?:s|ed|ing)?)\b(?! (?:dish|paper|parchment|powder|sheet|soda|stone|tin|tray)e?s?\b)|\boven\b",
        re.IGNORECASE,
    ),
    "grill": re.compile(r"\b(?:grill|broil)(?:s|ed|er|ing)?\b", re.IGNORECASE),
}
# A method without any of these words has nothing to do with either.
_HOT = re.compile(r"oven|grill|broil|bake|roast", re.IGNORECASE)
_COOLER = re.compile(r"\b(?:turn|switch)(?: off)? the (?:oven|grill)(?: off| down)?", re.IGNORECASE)
_HEAT = re.compile(r"(\d{2,3}) ?°\s?([CF])(?! ?fan)", re.IGNORECASE)
_FANNED = re.compile(r"(\d{2,3}) ?°\s?C fan\b|\bfan\b", re.IGNORECASE)


def faults(method: Sequence[str]) -> Iterator[tuple[int, Mistake]]:
    """What misleads a cook about the oven and the grill: (the step, counted from 0, and the Mistake at its characters)."""
    if not _HOT.search(" ".join(method)):
        return
    yield from _cold("oven", method, "Heat the oven to 200 °C (180 °C fan)", "nothing goes into it")
    yield from _cold("grill", method, "Heat the grill to high", "nothing goes under it")
    for step, text in enumerate(method):
        for heating in _ON["oven"].finditer(text):
            if mistake := _setting(*_sentence(text, heating.start()), heating):
                yield step, mistake


def _cold(thing: str, method: Sequence[str], say: str, idle: str) -> Iterator[tuple[int, Mistake]]:
    """The first use of what no earlier or same step has heated, or the first heating that nothing comes of."""
    heated = next(
        ((step, match) for step, text in enumerate(method) for match in _ON[thing].finditer(text)),
        None,
    )
    used = next(
        ((step, match) for step, text in enumerate(method) for match in _uses(thing, text)), None
    )
    if used and (not heated or used[0] < heated[0]):
        step, match = used
        yield (
            step,
            Mistake(
                "oven",
                f"the {thing} is used here, and no step before has heated it",
                f'say in an earlier step: "{say}"',
                match.start(),
                len(match.group()),
            ),
        )
    elif heated and not used and not _may_be_used(thing, method[heated[0] :]):
        step, match = heated
        yield (
            step,
            Mistake(
                "oven",
                f"the {thing} is heated here, and {idle}",
                "say in a step what does, or leave the heating out",
                match.start(),
                len(match.group()),
            ),
        )


def _uses(thing: str, text: str) -> Iterator[re.Match]:
    """Each use in a step; what is said of heating or of turning off is none."""
    said = [match.span() for pattern in (_ON[thing], _COOLER) for match in pattern.finditer(text)]
    return (
        match
        for match in _USES[thing].finditer(text)
        if not any(start <= match.start() < end for start, end in said)
    )


def _may_be_used(thing: str, method: Sequence[str]) -> bool:
    """Whether those steps may use it; "(broiler)" only says in other words what is heated."""
    return any(
        _MAY_USE[thing].search(re.sub(r" \(\w+\)", "", _ON[thing].sub("", text))) for text in method
    )


def _sentence(text: str, at: int) -> tuple[str, int]:
    """The sentence round a character, and where it begins."""
    begins = max((match.end() for match in re.finditer(r"[.!?;] ", text[:at])), default=0)
    ends = re.compile(r"[.!?;](?: |$)").search(text, at)
    return text[begins : ends.start() if ends else len(text)], begins


def _setting(sentence: str, begins: int, heating: re.Match) -> Mistake | None:
    """The Mistake when an oven is heated to no figure, to one without a fan's, or to a fan's that is not 10 to 30 °C lower."""
    found = _HEAT.search(sentence)
    if not found:
        return Mistake(
            "oven",
            "how hot is the oven to be?",
            'write the heat, such as "Heat the oven to 200 °C (180 °C fan)"',
            heating.start(),
            len(heating.group()),
        )
    heat = int(found[1]) if found[2].upper() == "C" else celsius(int(found[1]))
    fan = _FANNED.search(sentence)
    at, width, write = (
        begins + found.start(),
        len(found.group()),
        f'write "{heat} °C ({heat - FAN} °C fan)"',
    )
    if not fan:
        return Mistake(
            "oven",
            "an oven with a fan is set lower, and this does not say how low",
            write,
            at,
            width,
        )
    if fan[1] and not LEAST_FAN <= heat - int(fan[1]) <= MOST_FAN:
        return Mistake(
            "oven",
            f"{heat} °C is not {fan[1]} °C in an oven with a fan, which is set {FAN} °C lower",
            write,
            at,
            width,
        )
    return None
