"""The texts of a recipe without what names a food that an edition leaves out.

Notes, what research says, serving ideas and swaps that would bring it back are dropped. A title or
a step that names it cannot be: then nobody can be sure of the recipe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from guide.check.allergen_texts import NOT_SCANNED, FoodWord, TextScanner
from guide.check.suite import DISPENSABLE
from guide.core.cache import digest
from guide.core.problems import Problem
from guide.derive.method_language import MethodLanguage
from guide.derive.nutrition import find_kept_nutrition, keep_nutrition
from guide.derive.rewording import NotCertain
from guide.derive.swapping import TextPath, digest_of, known_lines, rewrite, without_changes
from guide.editions.left_out import LeftOut
from guide.parse.validation import fit
from guide.parse.yaml_nodes import Map, Text, texts
from guide.read.load import Guide, RecipeFile
from guide.read.recipe import Recipe

# What a page may lose; of the other fields every word is needed.
_DROPPED = ("notes", "ahead", "rescue", "why", "photo_alt")
# What the fields that must stay are called.
_FIELDS = {"ingredients": "list", "need": "list of tools"}
# What names no food, and how many eat.
_NO_FOOD = (*NOT_SCANNED, "serves")


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
        node = without_changes(node)
        units = self._pantry.units
        known = known_lines(recipe_file.recipe)
        summary = recipe_file.recipe.summary
        if one.loses_summary or not summary:
            entries = [entry for entry in node.entries if entry[0].value != "summary"]
            node = replace(node, entries=tuple(entries))
            stand_in = Text("-", (1, 1, 1), True, recipe_file.node.entries[0][0].source)
            key = recipe_file.node.entries[0][0].saying("summary")
            whole = replace(node, entries=(*node.entries, (key, stand_in)))
            recipe, problems = fit(Recipe, whole, units, known=known)
            if recipe is not None:
                recipe = recipe.model_copy(update={"summary": ""})
        else:
            recipe, problems = fit(Recipe, node, units, known=known)
        if recipe is None:
            raise NotCertain(problems[0].what)
        changed = digest_of(recipe_file, node)
        trimmed = replace(recipe_file, recipe=recipe, node=node, digest=changed)
        # What a serving holds is as it was.
        nutrition = find_kept_nutrition(recipe_file, self._guide)
        if nutrition is not None:
            keep_nutrition(trimmed, self._guide, nutrition)
        return trimmed


class _OneRecipe:
    """Says each text of one recipe anew, or drops it."""

    def __init__(self, recipe_file: RecipeFile, left_out: LeftOut, guide: Guide) -> None:
        self._recipe_file = recipe_file
        self._recipe = recipe_file.recipe
        self._left_out, self._guide, self._pantry = left_out, guide, guide.pantry
        self.is_changed = False
        self.loses_summary = False
        key = ("named in", recipe_file)
        self._names = self._pantry.memo.once(key, lambda: _Names(recipe_file, guide))
        # What an untouched recipe says of allergens in its title and steps, its labels account for.
        self._has_to_look = bool(recipe_file.made_with or left_out.foods)

    def say(self, steps: TextPath, text: Text) -> Sequence[str]:
        """What a text becomes. Raises NotCertain."""
        field = steps[0]
        if field in _NO_FOOD or field == "not_eaten":
            return (text.value,)
        if field == "swaps":
            return self._keep(text, self._brings_back(int(steps[1])))
        if field == "serve_with":
            line = (self._recipe.serve_with or ())[int(steps[1])]
            return self._keep(text, self._left_out.judge_line(line, self._pantry) != "free")
        about = text.value
        if field == "why" and self._recipe.why is not None:
            about = self._recipe.why.text
        is_sure = field not in DISPENSABLE and not self._has_to_look
        if field == "ingredients":
            is_sure = not self._left_out.foods
        named = "" if is_sure else self._find_named(field, about)
        if not named:
            return (text.value,)
        if field == "summary":
            self.is_changed = self.loses_summary = True
            return (text.value,)
        if field in _DROPPED:
            return self._keep(text, True)
        raise NotCertain(f'its {_FIELDS.get(str(field), field)} names "{named}", which is left out')

    def _keep(self, text: Text, is_dropped: bool) -> Sequence[str]:
        if is_dropped:
            self.is_changed = True
            return ()
        return (text.value,)

    def _brings_back(self, number: int) -> bool:
        swap = (self._recipe.swaps or ())[number]
        if self._left_out.judge_line(swap.for_, self._pantry) != "free":
            return True
        return bool(self._find_named("swaps", swap.for_.preparation))

    def _find_named(self, field: str | int, text: str) -> str:
        """The first words of a text that name a food that is left out; "" when none does."""
        for named in chain(self._find_allergens(field, text), self._find_foods(text)):
            return named
        return ""

    def _find_allergens(self, field: str | int, text: str) -> Iterator[str]:
        if self._recipe_file.made_with:
            for word in self._names.unlisted(text):
                # No label accounts for it: the swap that was made has taken it out.
                if word.meaning.allergens:
                    yield text[word.start : word.end]
        if field in DISPENSABLE and self._left_out.leaves:
            for word in self._names.literal(text):
                if not self._left_out.leaves.isdisjoint(word.meaning.allergens):
                    yield text[word.start : word.end]

    def _find_foods(self, text: str) -> Iterator[str]:
        """The names of foods that were named to be left out.

        What a kitchen makes too, such as a salsa, is made here of what the lines say. A potato
        masher is no potato.
        """
        if not self._left_out.foods:
            return
        hidden = self._names.hide_tools(text)
        for start, end, key in self._pantry.named_in(hidden):
            is_made_here = self._pantry.items[key].made is not None
            if key in self._left_out.foods and not is_made_here:
                yield text[start:end]


class _Names:
    """What the texts of one recipe name, each worked out once."""

    def __init__(self, recipe_file: RecipeFile, guide: Guide) -> None:
        self._recipe_file, self._pantry = recipe_file, guide.pantry
        self._words = guide.method_words
        self._literal: dict[str, list[FoodWord]] = {}

    @cached_property
    def _scanner(self) -> TextScanner:
        words = self._pantry.allergen_words
        assert words is not None
        names = self._pantry.food_names
        return TextScanner(names, words, self._pantry, self._recipe_file.recipe)

    def unlisted(self, text: str) -> list[FoodWord]:
        """The foods that no label accounts for."""
        return self._scanner.find_unlisted(text)

    def literal(self, text: str) -> list[FoodWord]:
        """The same, with those that a text says are not there."""
        if text not in self._literal:
            found = self._scanner.find_literal(text)
            self._literal[text] = [word for word in found if not self._is_done(word, text)]
        return self._literal[text]

    def _is_done(self, word: FoodWord, text: str) -> bool:
        """Whether a word tells what is done, and no food: toast the seeds."""
        rewording = self._words.rewording if self._words else None
        if rewording is None or " ".join(word.phrase) not in rewording.verbs:
            return False
        return all(other.start != word.start for other in self.unlisted(text))

    def hide_tools(self, text: str) -> str:
        """The text with spaces where it names a tool."""
        words = self._words
        if words is None:
            return text
        language = self._pantry.memo.once_of(
            "method language", (words,), lambda: MethodLanguage(words)
        )
        return language.foods.tool.replace(text, _blank)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def drop_tags(
    recipe_file: RecipeFile, problems: Sequence[Problem]
) -> tuple[RecipeFile, list[Problem]]:
    """The recipe without the tags that its words bear out no more, and the other problems of it."""
    wrong = [problem.place.line for problem in problems if problem.id == "tag"]
    if not wrong:
        return recipe_file, list(problems)
    tags = recipe_file.node.get("tags")
    lines = {text.value: text.place.line for text in texts(tags)} if tags is not None else {}
    # What is wrong with a tag is told where it stands, or at the step that takes a second pan.
    kept = tuple(
        tag
        for tag in recipe_file.recipe.tags or ()
        if lines.get(tag) not in wrong and (tag != "one-pan" or set(wrong) <= set(lines.values()))
    )
    recipe = recipe_file.recipe.model_copy(update={"tags": kept or None})
    key = digest("tags", recipe_file.digest, *kept)
    others = [problem for problem in problems if problem.id != "tag"]
    return replace(recipe_file, recipe=recipe, digest=key), others
