"""Which step of a method first uses each ingredient, and what it uses that is not listed, read as a cook reads it.

A line is used by any name of its food, or by words of its name: "the oil", "chicken", "edamame". Where several lines
could be meant, it is the one that was spoken of before; if none was, the first. A kind of food ("herbs", "seeds") or a
group's heading ("the dressing") stands for its lines only while none of them has been named, so that "turn the
vegetables" cannot hide the one that was forgotten. A food on two lines needs a word for each. What a sign or a
likeness names ("until the onion is soft", "like cream") is not used by it.

A food of the pantry, or one that cooks call by a general word ("the stock"), is unlisted when no line could be meant by
it. Water is never unlisted: there is a tap. What a step or a heading says is made ("into flour", "For the pesto") is there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from guide.core import amounts
from guide.core.amounts import Ingredient
from guide.core.problems import Mistake
from guide.read.pantry import Pantry
from guide.read.recipe import Recipe

# Words that say how a food is or which part of it, and are no name by themselves.
_BARE = frozenset(
    """red green white black brown yellow golden dark light ground dried dry fresh frozen canned tinned smoked toasted roasted chopped flaked
    sliced pearled plain live natural unsweetened unsalted skinless boneless fine flaky extra-virgin extra virgin whole wholemeal wholewheat
    wholegrain raw cooked baby mixed sweet sour hot cold warm boiling baking new spring summer wild pure mild soft firm free-range full-fat
    low-salt reduced-salt cherry rolled split butter water salad table sea chestnut
    leaf floret clove stick bulb head spear flake powder extract kernel loin sheet pod piece sauce curry""".split()
)
# A kind of food by the word cooks use for all of it.
_KINDS = {
    "herb": ("herb",),
    "spice": ("spice",),
    "vegetable": ("vegetable",),
    "fruit": ("fruit",),
    "nut": ("nut",),
    "seed": ("seed",),
    "grain": ("grain",),
    "pulse": ("pulse",),
    "fish": ("fish",),
    "seafood": ("seafood", "fish"),
    "meat": ("meat",),
    "bread": ("bread",),
}
# What cooks call a food without saying which; the last are foods of no pantry of ours.
_GENERAL = frozenset(
    """barley bean berry bicarbonate chicken chilli chili chocolate cocoa coconut flaxseed flour lentil linseed milk miso mustard noodle oil olive
    pepper rice sardine sourdough stock sugar turkey turmeric vanilla vinegar wine yoghurt yogurt
    bacon beef cheese cream ham lamb pasta pork""".split()
)
# What a name begins with, and the family it is then of: rice vinegar is no rice.
_FRONTS = {"rice": "grain", "chicken": "meat", "turkey": "meat"}
# Kinds that mean nothing but food: seeds are scraped out, and a blender has a pulse.
_EATEN = frozenset("herb spice nut fish seafood meat bread".split())
# What comes from the tap, and what a kitchen makes of other things.
_TAP = "water"
_MADE = frozenset(
    "bread butter cream flour houmous hummus mayonnaise milk mustard noodle pasta pesto stock".split()
)
_MAKING = re.compile(
    r"\b(?:(?:in)?to|makes?|making) (?:an? )?(?!the\b)(?:[a-z]+,? ){0,2}[a-z]+", re.IGNORECASE
)
# A likeness that names no food of the dish, and what a cook is told to leave out.
_NOT_FOOD = re.compile(
    r"\b(?:size|thickness|consistency|texture|colou?r|shape) of\b[^,.;:]*|\bas \w+ as\b[^,.;:]*|\b(?:rather than|no|not|never|skip|omit|leave out)\b[^,.;:]*"
    r"|\brice the\b|\b(?:best before|sell-by|use-by|by) date\b|\b(?:turns?|goes|bright|burnt|dark|deep|pale) orange\b",
    re.IGNORECASE,
)
_DOING = {
    done: re.compile(rf"\b(?:{doing})\b", re.IGNORECASE)
    for done, doing in (
        ("ground", "grind|blitz|crush|pound|blend"),
        ("chopped", "chop"),
        ("grated", "grate"),
        ("crushed", "crush|pound|bash"),
        ("sliced", "slice"),
    )
}
_GROUND = re.compile(
    r"\b(?:season\w*(?: \w+)? with|salt and|(?:grinds?|grinding|twists?) of|grind over)(?: (?:the|some|more|plenty of|a little))* $",
    re.IGNORECASE,
)
# And what is no family of its own, by its items.
_SORTS = {
    "greens": frozenset(
        ("spinach", "kale", "cavolo-nero", "pak-choi", "savoy-cabbage", "rocket", "watercress")
    ),
    "pasta": frozenset(("spaghetti", "wholewheat-spaghetti")),
}
# Headings that name where things go, and so would be met in any step.
_WHERE = frozenset("tray pan pot dish bowl top finish serve dipping plate oven board side".split())
# A sign ends with its clause, or where the next thing to do begins.
_SIGNS = re.compile(
    r"\b(?:until|till|so that|so the|because|when the|like|without|instead of|as it|as they)\b"
    r"(?:(?! (?:and|then) (?:then )?(?:add|blend|cook|divide|drizzle|fold|garnish|grind|mix|pour|put|scatter|season|serve|spoon|sprinkle|stir|tip|top|toss|trickle|whisk)\b)[^,.;:])*",
    re.IGNORECASE,
)
_TOOLS = re.compile(
    r"\b(?:potato|garlic|lemon|pepper|salt|rice|egg|fish|oil|nut|bread|butter|milk|pasta|sugar)"
    r" (?:board|brush|cooker|cup|grinder|knife|machine|masher|mill|pan|peeler|pot|press|ricer|slice|squeezer|thermometer|timer|tin|whisk)s?\b"
    r"|\bwine glass(?:es)?\b|\btea towels?\b|\bfish(?=(?: them| it)? out\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_AGAIN = re.compile(
    r"\b(?:rest of|remaining|remainder of|saved|kept|more|another)(?: [\w.½¼¾/–-]+){0,3} $",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"(?:(\d[\d ./½¼¾⅓⅔]*|[½¼¾⅓⅔]) ?)?([a-z]+) (?:of )?(?:the )?$", re.IGNORECASE
)
_SEASON = re.compile(
    r"\bseason(?: (?:well|generously|lightly|to taste|it|them))?(?=[.,;]| and\b)", re.IGNORECASE
)
_ELSE = re.compile(
    r"\b(?:everything else|(?:remaining|other) ingredients|rest of the ingredients)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:everything|all (?:of )?the ingredients)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Mention:
    """Where a step names a food: step, characters, and whether it is more than what is left of one named before."""

    step: int
    start: int
    end: int
    fresh: bool


@dataclass(frozen=True)
class Unlisted:
    """A food that is used and that no line has: its characters in a step ("method", number) or a preparation ("line" or "swap", number)."""

    where: tuple[str, int]
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """What a method tells: for each ingredient line in its order the step that first uses it, counted from 0 (None: no
    step does), and every food that is used and not listed, steps before preparations.
    """

    uses: tuple[int | None, ...]
    unlisted: tuple[Unlisted, ...]


def read_through(recipe: Recipe, pantry: Pantry) -> Told:
    """A method and its preparations, read once. Raises Mistake for an ingredient the pantry does not know."""
    reading = _Reading(recipe, pantry)
    return Told(reading.uses(), tuple(reading.unlisted()))


def first_uses(recipe: Recipe, pantry: Pantry) -> tuple[int | None, ...]:
    """The first uses alone. Raises Mistake for an ingredient the pantry does not know."""
    return _Reading(recipe, pantry).uses()


def displaced(uses: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The fewest lines to move so that first uses rise: (line, the line it must come before, or the number of lines for the end)."""
    # The longest stretch of lines that keep their order stays.
    best: list[tuple[int, ...]] = []
    for line, step in enumerate(uses):
        at = bisect_right([uses[run[-1]] for run in best], step)
        best[at : at + 1] = [(*(best[at - 1] if at else ()), line)]
    keep = best[-1] if best else ()
    for line, step in enumerate(uses):
        if line not in keep:
            yield line, next((other for other in keep if uses[other] > step), len(uses))


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """A word in small letters and the singular, well enough to compare: berries, tomatoes, leaves, peas."""
    word = word.lower()
    for end, put in (
        ("ies", "y"),
        ("oes", "o"),
        ("leaves", "leaf"),
        ("halves", "half"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("ss", "ss"),
        ("us", "us"),
        ("s", ""),
    ):
        if word.endswith(end) and len(word) > len(end) + 1 or word == end == "leaves":
            return word.removesuffix(end) + put
    return word


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(singular(match.group()) for match in _WORD.finditer(text))


class _Reading:
    """One method read from its first word to its last."""

    def __init__(self, recipe: Recipe, pantry: Pantry):
        self.recipe, self.pantry = recipe, pantry
        self.groups = [
            (_cores(heading), number) for number, (heading, _) in enumerate(recipe.groups)
        ]
        self.lines = [
            (line, group) for group, (_, lines) in enumerate(recipe.groups) for line in lines
        ]
        self.keys = [pantry.require(line)[0] for line, _ in self.lines]
        self.steps = [_TOOLS.sub(_blank, _SIGNS.sub(_blank, step)) for step in recipe.method]
        self.phrases = self._phrases()
        self.named: dict[str, list[_Mention]] = {}
        self.strangers: list[tuple[int, int, int, bool]] = []
        self.covered: dict[int, int] = {}

    def uses(self) -> tuple[int | None, ...]:
        for step, text in enumerate(self.steps):
            self._read(step, text)
        self._by_heading()
        found: list[int | None] = []
        for number, key in enumerate(self.keys):
            mine = (
                self._of_one(number) if self.keys.count(key) == 1 else self._of_several(key)[number]
            )
            found.append(mine if mine is not None else self.covered.get(number))
        return tuple(found)

    def _phrases(self) -> dict[tuple[str, ...], dict[str, int]]:
        """Every phrase that may name a line's food, with how well: 0 a name of it, 1 the end of one, 2 another part."""
        found: dict[tuple[str, ...], dict[str, int]] = {}

        def add(phrase: tuple[str, ...], key: str, rank: int) -> None:
            if phrase and rank <= found.setdefault(phrase, {}).get(key, rank):
                found[phrase][key] = rank

        for (line, _), key in zip(self.lines, self.keys):
            item = self.pantry.items[key]
            for name in item.names:
                add(_words(name), key, 0)
            for name in (line.name, item.names[0]):
                # Sardines in oil are sardines, bicarbonate of soda is bicarbonate.
                words = tuple(
                    word
                    for word in _words(re.split(r" (?:in|of) ", name)[0])
                    if word not in self.pantry.units.describing
                )
                for start in range(len(words)):
                    for end in range(start + 1, len(words) + 1):
                        phrase, last = words[start:end], end == len(words)
                        if not set(phrase) <= _BARE and not self._is_another(phrase, key, last):
                            add(phrase, key, 1 if last else 2)
        return found

    def _is_another(self, phrase: tuple[str, ...], key: str, last: bool) -> bool:
        """Whether the front of a name is itself a food of this recipe, or a kind: the tomato in tomato purée, the fish in fish sauce."""
        if not last and phrase[0] in _KINDS:
            return True
        return not last and any(
            phrase == _words(name)
            for other in self.keys
            if other != key
            for name in self.pantry.items[other].names
        )

    def _read(self, step: int, text: str) -> None:
        tokens = [
            (match.start(), match.end(), singular(match.group())) for match in _WORD.finditer(text)
        ]
        events = [(match.start(), self._all, match) for match in _ALL.finditer(text)]
        events += [(match.start(), self._else, match) for match in _ELSE.finditer(text)]
        events += [(match.start(), self._season, match) for match in _SEASON.finditer(text)]
        for start, told, match in sorted(events, key=lambda event: event[0]):
            if told == self._all and _ELSE.match(text, match.start()):
                continue
            tokens.append((start, start, ""))
        tokens.sort(key=lambda token: token[:2])
        at = 0
        while at < len(tokens):
            start, end, word = tokens[at]
            if not word:
                for begins, told, match in events:
                    if begins == start:
                        told(step, text, match)
                at += 1
                continue
            taken = 1
            for count in range(min(6, len(tokens) - at), 0, -1):
                phrase = tuple(token[2] for token in tokens[at : at + count])
                if phrase in self.phrases:
                    # Words on both sides of a full stop or comma are no name.
                    if not re.search(r"[,.;:]", text[start : tokens[at + count - 1][1]]):
                        self._name(step, start, tokens[at + count - 1][1], phrase, text)
                        taken = count
                        break
                elif count > 1 and self._is_food(text[start : tokens[at + count - 1][1]]):
                    self.strangers.append((step, start, tokens[at + count - 1][1], False))
                    taken = count
                    break
            else:
                known = self._kind(step, text[start:end], word) or self._joined(
                    step, tokens, at, text
                )
                # Courgette noodles are courgettes.
                known = (
                    known
                    or word in _GENERAL
                    and at
                    and text[tokens[at - 1][1] : start] == " "
                    and (tokens[at - 1][2],) in self.phrases
                )
                if not known and (
                    word in _GENERAL or word in _EATEN or self._is_food(text[start:end])
                ):
                    self.strangers.append((step, start, end, False))
            at += taken

    def _is_food(self, words: str) -> bool:
        return " ".join(words.lower().split()) in self.pantry.by_name

    def unlisted(self) -> Iterator[Unlisted]:
        """What is used and not listed; asked once, after the uses."""
        for step, start, end, sure in self.strangers:
            if not self._is_meant(self.recipe.method[step], start, end, sure, ()):
                yield Unlisted(("method", step), start, end)
        rows = [(("line", number), line, ()) for number, (line, _) in enumerate(self.lines)]
        rows += [
            (("swap", number), swap.for_, self._names(swap.for_))
            for number, swap in enumerate(self.recipe.swaps or ())
        ]
        for where, line, own in rows:
            self.strangers.clear()
            self._read(0, _TOOLS.sub(_blank, _SIGNS.sub(_blank, line.preparation)))
            for _, start, end, sure in self.strangers:
                if not self._is_meant(line.preparation, start, end, sure, own):
                    yield Unlisted(where, start, end)

    def _names(self, line: Ingredient) -> tuple[frozenset[str], ...]:
        """The words of what a line calls its food, and of each of its other names."""
        return tuple(
            frozenset(_words(text)) for text in (line.name, *self.pantry.require(line)[1].names)
        )

    @cached_property
    def _meant(self) -> tuple[frozenset[str], ...]:
        """Sets of words that stand for something the cook has: a food on a line, or what is made of others."""
        making = (match.group() for text in self.recipe.method for match in _MAKING.finditer(text))
        made = (
            frozenset(_words(text)) & _MADE
            for text in (
                self.recipe.title,
                *(heading for heading, _ in self.recipe.groups),
                *making,
            )
        )
        return (*(words for line, _ in self.lines for words in self._names(line)), *made)

    def _is_meant(
        self, text: str, start: int, end: int, sure: bool, own: tuple[frozenset[str], ...]
    ) -> bool:
        """Whether those characters mean what a line has, or no food at all; `sure`: they were told apart from what is listed."""
        if self.pantry.by_name.get(text[start:end].lower()) == _TAP or any(
            match.start() <= start < match.end() for match in _NOT_FOOD.finditer(text)
        ):
            return True
        words, has = set(_words(text[start:end])), (*self._meant, *own)
        if sure:
            return any(words <= mine for mine in own)
        # What has been ground, chopped or grated here is called so.
        done = re.match(
            r"(ground|chopped|grated|crushed|sliced) (.+)", text[start:end], re.IGNORECASE
        )
        if (
            done
            and _words(done[2]) in self.phrases
            and any(_DOING[done[1].lower()].search(step) for step in self.steps)
        ):
            return True
        # The berries are the raspberries.
        return (
            any(words <= mine for mine in has)
            or len(words) == 1
            and words <= _GENERAL
            and any(word.endswith(*words) for mine in has for word in mine)
        )

    def _joined(self, step: int, tokens: list, at: int, text: str) -> bool:
        """The pumpkin in "pumpkin and sunflower seeds"."""
        for head in range(at + 2, min(at + 5, len(tokens))):
            between = text[tokens[at][1] : tokens[at + 1][0]].strip()
            phrase = (tokens[at][2], tokens[head][2])
            if (
                (tokens[at + 1][2] in ("and", "or") or between == ",")
                and phrase in self.phrases
                and not re.search(r"[.;:]", text[tokens[at][0] : tokens[head][0]])
            ):
                self._name(step, tokens[at][0], tokens[at][1], phrase, text)
                return True
        return False

    def _name(self, step: int, start: int, end: int, phrase: tuple[str, ...], text: str) -> None:
        ranks = self.phrases[phrase]
        if self._is_another_food(ranks, text, start, end):
            self.strangers.append((step, start, end, True))
        keys = [key for key in ranks if ranks[key] == min(ranks.values())]
        if len(keys) > 1:
            # The ones already spoken of are meant again; otherwise all of a kind, or the first.
            again = [key for key in keys if key in self.named]
            plural = phrase[-1] in _KINDS and text[start:end].endswith("s")
            keys = again or (keys if plural else keys[:1])
        for key in keys:
            self.named.setdefault(key, []).append(
                _Mention(step, start, end, not _AGAIN.search(text[:start]))
            )

    def _is_another_food(self, ranks: dict[str, int], text: str, start: int, end: int) -> bool:
        """Whether words that could be short for a line's food mean another: tomatoes for tomato purée, pepper from the mill for a red one."""
        word, families = singular(text[start:end]), {self.pantry.items[key].family for key in ranks}
        if word == "pepper" and _GROUND.search(text[:start]):
            return "spice" not in families
        if min(ranks.values()) < 2:
            return False
        return (
            word in _FRONTS
            and _FRONTS[word] not in families
            or text[start:end].endswith("s")
            and self._is_food(text[start:end])
        )

    def _kind(self, step: int, written: str, word: str) -> bool:
        """Takes a kind of food for its lines; whether there are any."""
        families, sort = _KINDS.get(word, ()), _SORTS.get(written.lower(), ())
        if not families and not sort:
            return False
        mine = [
            number
            for number, key in enumerate(self.keys)
            if self.pantry.items[key].family in families or key in sort
        ]
        self._cover(step, mine)
        return bool(mine)

    def _cover(self, step: int, numbers: list[int]) -> None:
        if not any(self.keys[number] in self.named for number in numbers):
            for number in numbers:
                self.covered.setdefault(number, step)

    def _all(self, step: int, text: str, match: re.Match) -> None:
        """ "Everything for the meatballs" is that group; "everything" alone is the recipe, while nothing has been named."""
        for cores, group in self.groups:
            if any(
                re.match(
                    rf" (?:for|in) the {re.escape(core)}\b", text[match.end() :], re.IGNORECASE
                )
                for core in cores
            ):
                for number, (_, mine) in enumerate(self.lines):
                    if mine == group:
                        self.covered.setdefault(number, step)
                return
        self._cover(step, list(range(len(self.lines))))

    def _else(self, step: int, text: str, match: re.Match) -> None:
        for number, key in enumerate(self.keys):
            if key not in self.named:
                self.covered.setdefault(number, step)

    def _season(self, step: int, text: str, match: re.Match) -> None:
        for number, (line, _) in enumerate(self.lines):
            if line.amount is None:
                self.covered.setdefault(number, step)

    def _by_heading(self) -> None:
        """A group of which no line is named is used where its heading is; "the dressing ingredients" are used wherever they stand."""
        for cores, group in self.groups:
            mine = [number for number, (_, of) in enumerate(self.lines) if of == group]
            silent = not any(self.keys[number] in self.named for number in mine)
            for core in cores:
                words = (
                    rf"\b{re.escape(core)}\b"
                    if silent and core not in _WHERE
                    else rf"\b{re.escape(core)} ingredients\b|\bingredients for the {re.escape(core)}\b"
                )
                for step, text in enumerate(self.steps):
                    if re.search(words, text, re.IGNORECASE):
                        for number in mine:
                            self.covered.setdefault(number, step)

    def _of_one(self, number: int) -> int | None:
        said = self.named.get(self.keys[number])
        return said[0].step if said else None

    def _of_several(self, key: str) -> dict[int, int | None]:
        """Lines of one food: each by its amount, its heading, or a line of its group in the same step."""
        mine = [number for number, other in enumerate(self.keys) if other == key]
        left = list(self.named.get(key, ()))
        found: dict[int, int | None] = dict.fromkeys(mine)
        # What is left of a line says least about where it began.
        for fits, fresh in (
            (self._measured, True),
            (self._headed, True),
            (self._beside, True),
            (self._alone, True),
            (self._headed, False),
        ):
            for number in mine:
                if found[number] is None and (
                    mention := next(
                        (one for one in left if one.fresh >= fresh and fits(number, one)), None
                    )
                ):
                    found[number] = mention.step
                    left.remove(mention)
        return found

    def _measured(self, number: int, mention: _Mention) -> bool:
        line, said = (
            self.lines[number][0],
            _MEASURED.search(self.steps[mention.step][: mention.start]),
        )
        unit = self.pantry.units.get(said[2]) if said else None
        if not unit or unit != line.unit or line.amount is None:
            return False
        return (
            not said[1]
            and unit.kind == "count"
            or bool(said[1])
            and _value(said[1]) == line.amount.low
        )

    def _headed(self, number: int, mention: _Mention) -> bool:
        after = re.match(r"[^,.;:]*", self.steps[mention.step][mention.end :])[0]
        cores = next(cores for cores, group in self.groups if group == self.lines[number][1])
        prepared = re.search(r"\bfor (?:the )?(\w+)", self.lines[number][0].preparation)
        return any(
            re.search(rf"\bfor (?:the )?{re.escape(core)}\b", after, re.IGNORECASE)
            for core in (*cores, *(prepared.groups() if prepared else ()))
        )

    def _beside(self, number: int, mention: _Mention) -> bool:
        return any(
            one.step == mention.step
            for other in self._fellows(number)
            for one in self.named.get(self.keys[other], ())
        )

    def _alone(self, number: int, mention: _Mention) -> bool:
        return not self._fellows(number)

    def _fellows(self, number: int) -> list[int]:
        """The lines of its group whose food stands on no other line."""
        return [
            other
            for other, (_, group) in enumerate(self.lines)
            if group == self.lines[number][1] and self.keys.count(self.keys[other]) == 1
        ]


def _blank(match: re.Match) -> str:
    return " " * len(match.group())


def _value(text: str) -> Fraction | None:
    try:
        return amounts.number(text.strip())
    except (Mistake, ValueError):
        return None


def _cores(heading: str) -> tuple[str, ...]:
    """What a heading speaks of: "For the salsa and the beans" is salsa, and beans."""
    core = re.sub(r"^(?:(?:for|to) )?(?:the )?", "", heading.lower())
    return tuple(filter(None, re.split(r" and (?:the )?", core)))
