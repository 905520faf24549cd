"""A recipe with swaps made: a recipe of its own, read from the same file.

The line that comes in stands in the place of the one that goes out. Steps, headings and title name
the new food, by the rule of `rewording` or as the swap says it itself. What was written of the old
food alone is left out: a note, the word on research, the photograph, who tested the dish.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from guide.core.amounts import Ingredient, spell_line
from guide.core.cache import digest
from guide.core.word_forms import WORD, singular, split_words
from guide.derive.allergens import find_swapped_key, listed_lines
from guide.derive.food_mentions import FoodScanner, list_foods
from guide.derive.method_language import MethodLanguage
from guide.derive.rewording import NotCertain, RememberingScanner, Renaming, is_plural
from guide.parse.validation import fit
from guide.parse.yaml_nodes import List, Map, Node, Text, plain
from guide.read.load import RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import MethodWords, RewordingWords
from guide.read.recipe import Recipe, Swap

TextPath = tuple[str | int, ...]
# What a text becomes: nothing, itself, or several texts. It is given the way down to it.
Say = Callable[[TextPath, Text], Sequence[str]]

# The way down to the heading of a group of ingredients ends so.
HEADING = "(heading)"
# What holds of the dish as its cook made it, and of no other.
_OF_THE_DISH = ("tested", "photo", "photo_alt")
# What a swap says of the recipe once it is made.
_CHANGES = ("ingredients", "method", "title", "summary", "time", "need", "notes", "keeps")
# What is left out when it speaks of the food that goes out.
_ADVICE = ("notes", "ahead", "rescue", "why")


@dataclass(frozen=True)
class _Made:
    """One swap while it is made: its place in the recipe, the food that goes out, its renaming."""

    number: int
    swap: Swap
    key: str
    renaming: Renaming
    doubt: str


def make_swaps(
    recipe_file: RecipeFile, numbers: Sequence[int], pantry: Pantry, words: MethodWords
) -> RecipeFile:
    """The recipe with the swaps of those numbers made at once.

    Raises NotCertain where no rule can tell what a text of it would say.
    """
    swaps = recipe_file.recipe.swaps or ()
    swapper = _Swapper(recipe_file, pantry, words, tuple(numbers))
    node = rewrite(recipe_file.node, swapper.say)
    if not isinstance(node, Map):
        raise NotCertain("nothing is left of it")
    # No other swap will be made in it.
    node, summary = swapper.find_summary(without_changes(node))
    recipe, problems = fit(Recipe, node, pantry.units, known=known_lines(recipe_file.recipe))
    if recipe is None:
        raise NotCertain(problems[0].what)
    if not summary:
        recipe = recipe.model_copy(update={"summary": ""})
        entries = tuple(entry for entry in node.entries if entry[0].value != "summary")
        node = replace(node, entries=entries)
    swapper.refuse_what_went_out(recipe)
    made = tuple(swaps[number] for number in numbers)
    return replace(
        recipe_file,
        recipe=recipe,
        node=node,
        digest=digest_of(recipe_file, node),
        photo=None,
        made_with=made,
    )


def known_lines(recipe: Recipe) -> dict[str, Ingredient]:
    """The ingredient lines of a recipe by their texts, so that none is read twice."""
    lines = list(listed_lines(recipe))
    lines += [swap.for_ for swap in recipe.swaps or ()]
    for swap in recipe.swaps or ():
        lines += [change.says for change in swap.ingredients or () if change.says is not None]
    several = {line.text for line in lines if line.also}
    return {line.text: line for line in lines if line.text not in several}


def name_in_steps(line: Ingredient, words: RewordingWords | None) -> str:
    """What a step calls the food of a line: "banana" for 1 large banana."""
    name = line.name.split()
    while words is not None and len(name) > 1 and name[0].lower() in words.left_off:
        name = name[1:]
    return " ".join(name)


def digest_of(recipe_file: RecipeFile, node: Node) -> str:
    """The digest of a recipe that was read from a file and says something else now."""
    return digest("changed", recipe_file.digest, json.dumps(plain(node)))


def without_changes(node: Map) -> Map:
    """The node of a recipe without what its swaps say of the recipe once they are made."""

    def say(steps: TextPath, text: Text) -> Sequence[str]:
        is_change = steps[:1] == ("swaps",) and len(steps) > 2 and steps[2] in _CHANGES
        return () if is_change else (text.value,)

    found = rewrite(node, say)
    assert isinstance(found, Map)
    return found


def blank_texts(node: Map, is_kept: Callable[[object, Text], bool]) -> Map:
    """The node with nothing in the place of its texts, but for those that are kept.

    `is_kept` is given the field of the recipe that a text stands in, and the text.
    """

    def say(steps: TextPath, text: Text) -> Sequence[str]:
        return (text.value if is_kept(steps[0], text) else "",)

    found = rewrite(node, say)
    assert isinstance(found, Map)
    return found


def rewrite(node: Node, say: Say, steps: TextPath = ()) -> Node | None:
    """A node with each of its texts as `say` has it; None when nothing is left of it."""
    found = _rewrite(node, say, steps)
    return found[0] if found else None


def _rewrite(node: Node, say: Say, steps: TextPath) -> list[Node]:
    if isinstance(node, Text):
        return [node.saying(text) for text in say(steps, node)]
    if isinstance(node, List):
        items: list[Node] = []
        for number, item in enumerate(node.items):
            items += _rewrite(item, say, (*steps, number))
        return [replace(node, items=tuple(items))] if items else []
    entries: list[tuple[Text, Node]] = []
    for key, value in node.entries:
        found = _rewrite(value, say, (*steps, key.value))
        if not found:
            continue
        if steps[:1] == ("ingredients",):
            key = key.saying(say((*steps, HEADING), key)[0])
        entries.append((key, found[0]))
    return [replace(node, entries=tuple(entries))] if entries else []


class _Swapper:
    """Says each text of a recipe anew, with some of its swaps made."""

    def __init__(
        self, recipe_file: RecipeFile, pantry: Pantry, words: MethodWords, numbers: tuple[int, ...]
    ) -> None:
        self._file, self._pantry = recipe_file, pantry
        self._recipe = recipe_file.recipe
        self._lines = listed_lines(self._recipe)
        self._listed = [pantry.find(line.name) for line in self._lines]
        if words.rewording is None:
            raise NotCertain("pantry/method-words.yaml has no words by which steps are reworded")
        language = pantry.memo.once_of("method language", (words,), lambda: MethodLanguage(words))
        make = partial(self._make, language, words.rewording)
        self._made = tuple(make(number) for number in numbers)
        self._keys = {made.key for made in self._made}
        if len(self._keys) < len(self._made):
            raise NotCertain("two swaps take the same food out")
        self._swap_keys = [
            find_swapped_key(swap.swap, self._lines, pantry) for swap in self._recipe.swaps or ()
        ]
        self._lines_at = dict(_find_places(self._recipe, recipe_file.node))
        self._steps = self._find_own_steps()
        self._own_lines = self._find_own_lines()

    def _make(self, language: MethodLanguage, words: RewordingWords, number: int) -> _Made:
        swap = (self._recipe.swaps or ())[number]
        key = find_swapped_key(swap.swap, self._lines, self._pantry)
        if key is None:
            raise NotCertain(f'nobody can tell which line "{swap.swap}" is')
        scanner = self._scan_with(language)
        name, ends = name_in_steps(swap.for_, words), self._find_ends(swap.for_)
        old_name = self._lines[self._find_numbers(key)[0]].name
        one = singular(old_name.split()[-1]) if is_plural(old_name) else ""
        renaming = Renaming(key, name, ends, scanner, words, _is_told(swap), one)
        return _Made(number, swap, key, renaming, self._doubt(swap, key, words))

    def _scan_with(self, language: MethodLanguage) -> RememberingScanner:
        """The reader of the recipe's texts, which its swaps share."""

        def make() -> RememberingScanner:
            foods = list_foods(self._recipe, self._pantry, language.foods)
            return RememberingScanner(FoodScanner(language.foods, self._pantry, foods))

        return self._pantry.memo.once(("scanner", self._file), make)

    def _find_numbers(self, key: str) -> list[int]:
        """The numbers of the lines of a food."""
        numbered = enumerate(self._listed)
        return [number for number, found in numbered if found is not None and found.key == key]

    def _find_ends(self, line: Ingredient) -> frozenset[tuple[str, ...]]:
        """The ends of the names of a line's food, by which a step may speak of it."""
        found = self._pantry.find(line.name)
        ends: set[tuple[str, ...]] = set()
        for name in (line.name, *(found.item.names if found else ())):
            phrase = split_words(name)
            ends.update(phrase[start:] for start in range(len(phrase)))
        return frozenset(ends)

    def _doubt(self, swap: Swap, key: str, words: RewordingWords) -> str:
        """Why the method may not hold for the food that comes in; "" where it does."""
        if _is_told(swap):
            return ""
        coming = self._pantry.find(swap.for_.name)
        if coming is None:
            return f"nobody knows what {swap.for_.name} is"
        if any(found is not None and found.key == coming.key for found in self._listed):
            return f"{swap.for_.name} stands on another line too, and a step must tell them apart"
        going = self._pantry.items[key]
        if going.family != coming.item.family:
            return f"{swap.for_.name} is another kind of food than {swap.swap}"
        for word in WORD.findall(swap.for_.preparation.lower()):
            if word not in words.prepared:
                return f'the swap says "{swap.for_.preparation}", and no step does'
        return ""

    def _find_own_steps(self) -> dict[int, tuple[str, ...]]:
        """What the swaps themselves say in the place of steps, by the steps' numbers from 0."""
        own: dict[int, tuple[str, ...]] = {}
        for made in self._made:
            for change in made.swap.method or ():
                number = change.step - 1
                if number in own:
                    raise NotCertain(f"two swaps say step {change.step} anew")
                if not 0 <= number < len(self._recipe.method):
                    raise NotCertain(f"the recipe has no step {change.step}")
                said = (change.says, change.then)
                own[number] = tuple(text for text in said if text is not None)
        return own

    def _find_own_lines(self) -> dict[str, Sequence[str]]:
        """What the swaps themselves say in the place of ingredient lines, by those."""
        own: dict[str, Sequence[str]] = {}
        written = {" ".join(line.text.split()) for line in self._lines_at.values()}
        for made in self._made:
            for change in made.swap.ingredients or ():
                if change.line in own:
                    raise NotCertain(f'two swaps say the line "{change.line}" anew')
                if change.line not in written:
                    raise NotCertain(f'the recipe has no line "{change.line}"')
                own[change.line] = () if change.says is None else (change.says.text,)
        return own

    def find_summary(self, node: Map) -> tuple[Map, str]:
        """The node with the summary that a swap brings, and the summary; "" where it is lost."""
        for made in self._made:
            said = made.swap.summary
            if said is not None and not self._is_named_by_others(said, made):
                return _with_text(node, "summary", said), said
        said = self._recipe.summary
        if any(made.renaming.names(said) for made in self._made):
            return node, ""
        return node, said

    def _is_named_by_others(self, said: str, own: _Made) -> bool:
        """Whether what one swap says speaks of a food that another takes out."""
        return any(made.renaming.names(said) for made in self._made if made is not own)

    def refuse_what_went_out(self, recipe: Recipe) -> None:
        """Raises NotCertain when a food that went out is there again, and no swap brought it."""
        brought = [self._pantry.find(made.swap.for_.name) for made in self._made]
        keys = self._keys - {found.key for found in brought if found is not None}
        for line in listed_lines(recipe):
            found = self._pantry.find(line.name)
            if found is not None and found.key in keys:
                raise NotCertain(f"{line.name} is still in it")

    def say(self, steps: TextPath, text: Text) -> Sequence[str]:
        """What a text becomes. Raises NotCertain."""
        field = steps[0]
        if field in _OF_THE_DISH:
            return ()
        if field == "title":
            return (self._say_title(text.value),)
        if field == "method":
            return self._say_step(int(steps[1]), text.value)
        if steps in self._lines_at:
            return self._say_line(self._lines_at[steps], text.value)
        if steps[-1] == HEADING:
            return (self._reword_title(text.value),)
        if field in ("need", "notes"):
            return self._say_in_list(steps, text.value)
        if field in _ADVICE:
            return self._keep_advice(steps, text.value)
        return self._say_other(steps, text.value)

    def _say_other(self, steps: TextPath, text: str) -> Sequence[str]:
        """What a text becomes that stands beside the recipe itself."""
        if steps[0] == "swaps":
            return self._keep_swap(int(steps[1]), text)
        if steps[0] == "time":
            return (self._say_time(str(steps[1]), text),)
        if steps[0] == "keeps":
            return self._say_how_long(str(steps[1]), text)
        if steps[0] == "not_eaten":
            return self._keep_uneaten(int(steps[1]), text)
        return (text,)

    def _say_in_list(self, steps: TextPath, text: str) -> Sequence[str]:
        """A tool or a note; those that a swap brings stand where the first one stood."""
        own = self._find_own_list(str(steps[0]))
        if own is not None:
            return own if steps[1] == 0 else ()
        if steps[0] == "need":
            return (self._reword(text, "what it needs"),)
        return self._keep_advice(steps, text)

    def _find_own_list(self, field: str) -> Sequence[str] | None:
        """The tools or the notes that a swap brings itself."""
        for made in self._made:
            own: Sequence[str] | None = getattr(made.swap, field)
            if own is not None:
                return own
        return None

    def _say_title(self, text: str) -> str:
        titled = [made for made in self._made if made.swap.title is not None]
        for made in titled:
            if not self._is_named_by_others(made.swap.title or "", made):
                return made.swap.title or ""
        if titled:
            text = titled[0].swap.title or ""
        return self._reword_title(text)

    def _reword_title(self, text: str) -> str:
        for made in self._made:
            text = made.renaming.reword_title(text)
        return text

    def _say_step(self, number: int, text: str) -> Sequence[str]:
        own = self._steps.get(number)
        said = []
        for step in (text,) if own is None else own:
            said.append(self._reword(step, f"step {number + 1}"))
        return said

    def _reword(self, text: str, where: str) -> str:
        for made in self._made:
            if not made.renaming.names(text):
                continue
            # A step that the swap itself says anew may name both foods.
            if text in self._said_by(made.swap):
                continue
            if made.doubt:
                raise NotCertain(f"{where} names {made.swap.swap}, and {made.doubt}")
            try:
                text = made.renaming.reword(text)
            except NotCertain as doubt:
                raise NotCertain(f"of {where}: {doubt.what}") from None
        return text

    @staticmethod
    def _said_by(swap: Swap) -> set[str | None]:
        said: set[str | None] = set()
        for change in swap.method or ():
            said.update((change.says, change.then))
        return said

    def _say_line(self, line: Ingredient, text: str) -> Sequence[str]:
        own = self._own_lines.get(" ".join(text.split()))
        if own is not None:
            return own
        coming = []
        is_changed = False
        for food in line.apart:
            found = self._pantry.find(food.name)
            made = self._find_made(found.key if found else "")
            if made is None:
                coming.append(spell_line(replace(food, also=())) if line.also else text)
                continue
            is_changed = True
            coming.append(self._coming_in(made))
        if not is_changed:
            return (self._keep_line(line, text),)
        return coming

    def _find_made(self, key: str) -> _Made | None:
        for made in self._made:
            if made.key == key:
                return made
        return None

    def _coming_in(self, made: _Made) -> str:
        """The line that comes in for the one line of a food."""
        count = len(self._find_numbers(made.key))
        if count > 1:
            raise NotCertain(f"{made.swap.swap} stands on {count} lines")
        return made.swap.for_.text

    def _keep_line(self, line: Ingredient, text: str) -> str:
        for made in self._made:
            if made.renaming.reword_title(line.preparation) != line.preparation:
                raise NotCertain(f'the line "{text}" speaks of {made.swap.swap} too')
        return text

    def _keep_advice(self, steps: TextPath, text: str) -> Sequence[str]:
        about = text
        if steps[0] == "why":
            about = self._recipe.why.text if self._recipe.why else ""
        if any(made.renaming.names(about) for made in self._made):
            return ()
        return (text,)

    def _keep_swap(self, number: int, text: str) -> Sequence[str]:
        """A swap that can still be made: of another food, and without a word of what went out."""
        swap = (self._recipe.swaps or ())[number]
        if self._swap_keys[number] in self._keys or self._is_for_another_amount(number):
            return ()
        if any(made.renaming.names(swap.for_.preparation) for made in self._made):
            return ()
        return (text,)

    def _is_for_another_amount(self, number: int) -> bool:
        """Whether there is more or less now of what a swap would take out."""
        changed = set()
        for made in self._made:
            changed |= {change.line for change in made.swap.ingredients or ()}
        for line, found in zip(self._lines, self._listed, strict=True):
            is_going = found is not None and found.key == self._swap_keys[number]
            if is_going and line.text in changed:
                return True
        return False

    def _say_how_long(self, where: str, text: str) -> Sequence[str]:
        for made in self._made:
            if made.swap.keeps is not None:
                said = getattr(made.swap.keeps, where)
                return () if said is None else (said,)
        return (text,)

    def _say_time(self, which: str, text: str) -> str:
        """How long a part of the work takes; what a swap does not say stays."""
        for made in self._made:
            said = getattr(made.swap.time, which, None)
            if said is not None:
                return str(said.text)
        return text

    def _keep_uneaten(self, number: int, text: str) -> Sequence[str]:
        line = (self._recipe.not_eaten or ())[number]
        found = self._pantry.find(line.name)
        if found and found.key in self._keys:
            return ()
        return (text,)


def _is_told(swap: Swap) -> bool:
    """Whether a swap says itself what changes with it, so that the rest is only a name."""
    return swap.method is not None or swap.ingredients is not None


def _with_text(node: Map, name: str, said: str) -> Map:
    """The node with another text under that key."""
    entries = []
    for key, value in node.entries:
        if key.value == name and isinstance(value, Text):
            value = value.saying(said)
        entries.append((key, value))
    return replace(node, entries=tuple(entries))


def _find_places(recipe: Recipe, node: Map) -> Iterator[tuple[TextPath, Ingredient]]:
    """The way down to each ingredient line, and the line as it was read."""
    listed = node.get("ingredients")
    items = listed.items if isinstance(listed, List) else ()
    for number, (entry, item) in enumerate(zip(recipe.ingredients, items, strict=True)):
        if isinstance(entry, Ingredient):
            yield ("ingredients", number), entry
            continue
        # The heading as it is written: the recipe has it with its spaces put right.
        heading = item.entries[0][0].value if isinstance(item, Map) else ""
        for group in entry.values():
            for place, line in enumerate(group):
                yield ("ingredients", number, heading, place), line
