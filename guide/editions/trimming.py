"""The texts of a recipe without what names a food that an edition leaves out.

Notes, what research says, serving ideas and swaps that would bring it back are dropped. A title or
a step that names it cannot be: then nobody can be sure of the recipe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.check.allergen_texts import TextScanner
from guide.core.cache import digest
from guide.core.problems import Problem
from guide.core.word_forms import split_words
from guide.derive.rewording import NotCertain
from guide.derive.swapping import TextPath, digest_of, rewrite
from guide.editions.left_out import LeftOut
from guide.parse.validation import fit
from guide.parse.yaml_nodes import Map, Text, texts
from guide.read.load import Guide, RecipeFile
from guide.read.recipe import Recipe

# What a page may lose; of the other fields every word is needed.
_DROPPED = ("notes", "ahead", "rescue", "why", "photo_alt")
# What names people, times and choices, and no food.
_NO_FOOD = (
    "contributor",
    "source",
    "tested",
    "reviewed_by",
    "vessel",
    "time",
    "keeps",
    "tags",
    "serves",
    "photo",
)


class Trimmer:
    """Takes out of recipes what names a food that is left out."""

    def __init__(self, left_out: LeftOut, guide: Guide) -> None:
        self._left_out = left_out
        self._guide = guide
        self._pantry = guide.pantry

    def trim(self, recipe_file: RecipeFile) -> RecipeFile:
        """The recipe without it; the very same file where there is nothing to take out.

        Raises NotCertain when a text names it that no recipe can do without.
        """
        one = _OneRecipe(recipe_file, self._left_out, self._guide)
        node = rewrite(recipe_file.node, one.say)
        assert isinstance(node, Map)
        if not one.is_changed:
            return recipe_file
        units = self._pantry.units
        summary = recipe_file.recipe.summary
        if one.loses_summary or not summary:
            entries = [entry for entry in node.entries if entry[0].value != "summary"]
            node = replace(node, entries=tuple(entries))
            stand_in = Text("-", (1, 1, 1), True, recipe_file.node.entries[0][0].source)
            key = recipe_file.node.entries[0][0].saying("summary")
            whole = replace(node, entries=(*node.entries, (key, stand_in)))
            recipe, problems = fit(Recipe, whole, units)
            if recipe is not None:
                recipe = recipe.model_copy(update={"summary": ""})
        else:
            recipe, problems = fit(Recipe, node, units)
        if recipe is None:
            raise NotCertain(problems[0].what)
        return replace(recipe_file, recipe=recipe, node=node, digest=digest_of(recipe_file, node))


class _OneRecipe:
    """Says each text of one recipe anew, or drops it."""

    def __init__(self, recipe_file: RecipeFile, left_out: LeftOut, guide: Guide) -> None:
        self._recipe_file = recipe_file
        self._recipe = recipe_file.recipe
        self._left_out, self._guide, self._pantry = left_out, guide, guide.pantry
        self.is_changed = False
        self.loses_summary = False
        self._foods = guide.pantry.memo.once(
            ("names left out", left_out.foods), lambda: frozenset(_list_names(left_out, guide))
        )

    def say(self, steps: TextPath, text: Text) -> Sequence[str]:
        """What a text becomes. Raises NotCertain."""
        field = steps[0]
        if field in _NO_FOOD or field == "ingredients" or field == "not_eaten":
            return (text.value,)
        if field == "swaps":
            return self._keep(text, self._brings_back(int(steps[1])))
        if field == "serve_with":
            line = (self._recipe.serve_with or ())[int(steps[1])]
            return self._keep(text, self._left_out.judge_line(line, self._pantry) != "free")
        about = text.value
        if field == "why" and self._recipe.why is not None:
            about = self._recipe.why.text
        named = self.find_named(about)
        if not named:
            return (text.value,)
        if field == "summary":
            self.is_changed = self.loses_summary = True
            return (text.value,)
        if field in _DROPPED:
            return self._keep(text, True)
        raise NotCertain(f'its {field} names "{named}", which is left out')

    def _keep(self, text: Text, is_dropped: bool) -> Sequence[str]:
        if is_dropped:
            self.is_changed = True
            return ()
        return (text.value,)

    def _brings_back(self, number: int) -> bool:
        swap = (self._recipe.swaps or ())[number]
        if self._left_out.judge_line(swap.for_, self._pantry) != "free":
            return True
        return bool(self.find_named(swap.for_.preparation))

    def find_named(self, text: str) -> str:
        """The first words of a text that name a food that is left out; "" when none does."""
        for named in self._find_all(text):
            return named
        return ""

    def _find_all(self, text: str) -> Iterator[str]:
        for word in self._scanner.find_unlisted(text):
            # No label accounts for it: the swap that was made has taken it out.
            if word.meaning.allergens:
                yield text[word.start : word.end]
        if self._foods:
            words = split_words(text)
            for start in range(len(words)):
                for end in range(start + 1, min(start + 6, len(words)) + 1):
                    if words[start:end] in self._foods:
                        yield " ".join(words[start:end])

    @property
    def _scanner(self) -> TextScanner:
        words = self._pantry.allergen_words
        assert words is not None
        key = ("text scanner", self._recipe_file)
        names = self._pantry.food_names
        make = lambda: TextScanner(names, words, self._pantry, self._recipe)  # noqa: E731
        return self._pantry.memo.once(key, make)


def _list_names(left_out: LeftOut, guide: Guide) -> Iterator[tuple[str, ...]]:
    for key in left_out.foods:
        for name in guide.pantry.items[key].names:
            yield split_words(name)


def drop_tags(
    recipe_file: RecipeFile, problems: Sequence[Problem]
) -> tuple[RecipeFile, list[Problem]]:
    """The recipe without the tags that its words bear out no more, and the other problems of it."""
    wrong = [problem.place.line for problem in problems if problem.id == "tag"]
    if not wrong:
        return recipe_file, list(problems)
    tags = recipe_file.node.get("tags")
    lines = {text.value: text.place.line for text in texts(tags)} if tags is not None else {}
    # What is wrong with a tag is told where the tag stands, or the step that speaks of a second pan.
    kept = tuple(
        tag
        for tag in recipe_file.recipe.tags or ()
        if lines.get(tag) not in wrong and (tag != "one-pan" or set(wrong) <= set(lines.values()))
    )
    recipe = recipe_file.recipe.model_copy(update={"tags": kept or None})
    key = digest("tags", recipe_file.digest, *kept)
    others = [problem for problem in problems if problem.id != "tag"]
    return replace(recipe_file, recipe=recipe, digest=key), others
