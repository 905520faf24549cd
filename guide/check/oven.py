"""Whether the oven and the grill of a method are hot in time, and what they are set to.

The method is read as someone reads it who does only what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.core.amounts import celsius
from guide.core.heats import Heat, find_heats
from guide.core.problems import Mistake
from guide.derive.method_language import ApplianceLanguage, HeatLanguage

# An oven with a fan is set this much lower (°C), as makers and British cookery writers have it; a
# little either way is a matter of taste.
FAN, LEAST_FAN, MOST_FAN = 20, 10, 30
_FAN = re.compile(r"\bfan\b", re.IGNORECASE)
_BEFORE_FAN = re.compile(r" ?fan\b", re.IGNORECASE)
_AFTER_FAN = re.compile(r"\bfan:? ?$", re.IGNORECASE)
# "Turn the oven up by 20 °C" is as good for an oven with a fan.
_AFTER_BY = re.compile(r"\bby $", re.IGNORECASE)
_BETWEEN_SENTENCES = re.compile(r"[.!?;] ")
_END_OF_SENTENCE = re.compile(r"[.!?;](?: |$)")
# "(broiler)" only says in other words what is heated.
_OTHER_NAME = re.compile(r" \(\w+\)")


class Inferred(Mistake):
    """What a method seems to leave out. It may be said in words that are not known here, or the
    cook may use something else, so it stops nobody.
    """


@dataclass(frozen=True)
class _Appliance:
    """What is heated: what to say to heat it, and what is wrong when nothing comes of that."""

    name: str
    language: ApplianceLanguage
    to_say: str
    idle: str


@dataclass(frozen=True)
class _Spot:
    """A match in a step."""

    step: int
    match: re.Match[str]

    def mistake(self, what: str, fix: str) -> tuple[int, Mistake]:
        """The step with a Mistake at the characters of the match."""
        start, end = self.match.span()
        return self.step, Inferred("oven", what, fix, start, end - start)


def find_heat_mistakes(
    method: Sequence[str], language: HeatLanguage
) -> Iterator[tuple[int, Mistake]]:
    """What misleads a cook about the oven and the grill.

    Each is the step, counted from 0, and the Mistake at its characters.
    """
    if not language.any_word.search(" ".join(method)):
        return
    oven = _Appliance(
        name="oven",
        language=language.oven,
        to_say="Heat the oven to 200 °C (180 °C fan)",
        idle="nothing goes into it",
    )
    grill = _Appliance(
        name="grill",
        language=language.grill,
        to_say="Heat the grill to high",
        idle="nothing goes under it",
    )
    yield from _find_cold_or_idle(oven, method)
    yield from _find_cold_or_idle(grill, method)
    for step, text in enumerate(method):
        for heating in language.oven.heating.finditer(text):
            mistake = _check_setting(text, heating)
            if mistake:
                yield step, mistake


def _find_cold_or_idle(
    appliance: _Appliance, method: Sequence[str]
) -> Iterator[tuple[int, Mistake]]:
    """The first use of what no earlier or same step has heated, or a heating without any use."""
    heated = _find_first(appliance.language.heating, method)
    used = _find_first(appliance.language.use, method)
    if used:
        if not heated or used.step < heated.step:
            yield used.mistake(
                f"the {appliance.name} is used here, and no step before has heated it",
                f'say in an earlier step: "{appliance.to_say}"',
            )
    elif heated and not _may_be_used(appliance.language, method[heated.step :]):
        yield heated.mistake(
            f"the {appliance.name} is heated here, and {appliance.idle}",
            "say in a step what does, or leave the heating out",
        )


def _find_first(pattern: re.Pattern[str], method: Sequence[str]) -> _Spot | None:
    for step, text in enumerate(method):
        match = pattern.search(text)
        if match:
            return _Spot(step, match)
    return None


def _may_be_used(language: ApplianceLanguage, method: Sequence[str]) -> bool:
    """Whether those steps may use it, for all that they say besides heating it."""
    for text in method:
        rest = _OTHER_NAME.sub("", language.heating.sub("", text))
        if language.may_use.search(rest):
            return True
    return False


def _find_sentence(text: str, at: int) -> tuple[str, int]:
    """The sentence round a character, and where it begins."""
    begins = 0
    for match in _BETWEEN_SENTENCES.finditer(text[:at]):
        begins = match.end()
    end = _END_OF_SENTENCE.search(text, at)
    if end:
        return text[begins : end.start()], begins
    return text[begins:], begins


def _check_setting(text: str, heating: re.Match[str]) -> Mistake | None:
    """The Mistake when an oven is heated to no figure, or to none that fits an oven with a fan.

    The heat for an oven with a fan must be there and be 10 to 30 °C lower.
    """
    sentence, begins = _find_sentence(text, heating.start())
    heats = find_heats(sentence)
    plain = [heat for heat in heats if not _is_for_fan(heat, sentence)]
    if not plain:
        return Mistake(
            "oven",
            "how hot is the oven to be?",
            'write the heat, such as "Heat the oven to 200 °C (180 °C fan)"',
            heating.start(),
            len(heating.group()),
        )
    first = plain[0]
    if _AFTER_BY.search(sentence[: first.start]):
        return None
    figures = _in_celsius(first)
    what = _judge_fan(figures, [heat for heat in heats if heat not in plain], sentence)
    if not what:
        return None
    lower = [figure - FAN for figure in figures]
    fix = f'write "{_spell(figures)} ({_spell(lower)} fan)"'
    # A figure without one for a fan is right as far as it goes; two that disagree are a slip.
    kind = Mistake if len(plain) < len(heats) else Inferred
    return kind("oven", what, fix, begins + first.start, first.end - first.start)


def _is_for_fan(heat: Heat, sentence: str) -> bool:
    after = _BEFORE_FAN.match(sentence, heat.end)
    return bool(after or _AFTER_FAN.search(sentence[: heat.start]))


def _in_celsius(heat: Heat) -> list[int]:
    """The figure of a heat in °C, or both ends of a range."""
    if heat.scale == "F":
        return [celsius(value) for value in heat.values]
    return [int(value) for value in heat.values]


def _spell(figures: Sequence[int]) -> str:
    return f"{'–'.join(map(str, figures))} °C"


def _judge_fan(figures: Sequence[int], fans: Sequence[Heat], sentence: str) -> str:
    """What is wrong with the heat for an oven with a fan; "" when nothing is.

    `figures` are the heat (°C) for one without.
    """
    if not fans:
        # "fan" without a figure: the heat for it is told in other words.
        if _FAN.search(sentence):
            return ""
        return "an oven with a fan is set lower, and this does not say how low"
    lower = _in_celsius(fans[0])
    for ours, theirs in ((figures[0], lower[0]), (figures[-1], lower[-1])):
        if not LEAST_FAN <= ours - theirs <= MOST_FAN:
            told = _spell(lower)
            return (
                f"{_spell(figures)} is not {told} in an oven with a fan, "
                f"which is set {FAN} °C lower"
            )
    return ""
