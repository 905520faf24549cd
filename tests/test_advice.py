"""What a recipe says besides its steps is read by every check of texts, and printed."""

from __future__ import annotations

from guide.check.reading import read_and_check
from guide.core.cache import user_cache
from tests.conftest import PROJECT

SAMPLE = (PROJECT / "recipes/_sample.yaml").read_text()
DRAFT = "recipes/bowls/white-bean-salad.yaml"
# What may not stand in a text of a recipe, and the kind of problem that says so.
WRONG = {
    "unlisted-allergen": "Serve it with a spoonful of peanut butter.",
    "typed-label": "It is gluten-free.",
    "claim": "It heals eczema.",
    "unprintable": "Stir ☕ into it.",
    "unsafe": "Leave the cooked chicken on the worktop overnight.",
    "temperature": "Keep it at 200 °C (180 °F).",
    "too-wide": f"Use a {'verylongword' * 8}.",
}


def test_every_check_of_texts_reads_what_is_said_besides_the_steps():
    """Each kind of problem in one reading, with the field that it is about."""
    lines = SAMPLE.splitlines()
    need = lines.index("need:") + 1
    for text in WRONG.values():
        lines.insert(need, f'  - "{text}"')
    said = " ".join(WRONG.values())
    for field in ("ahead", "rescue"):
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{field}:"))
        lines[at] = f'{field}: "{said}"'
    drafts = {DRAFT: "\n".join(lines).encode()}
    _, problems = read_and_check(PROJECT, [PROJECT / DRAFT], user_cache(), drafts=drafts)
    found = set()
    for problem in problems:
        if problem.place.path == DRAFT:
            above = [line for line in lines[: problem.place.line] if line[:1].isalpha()]
            found.add((above[-1].partition(":")[0], problem.id))
    wanted = {(field, kind) for field in ("need", "ahead", "rescue") for kind in WRONG}
    assert wanted - found == set()
