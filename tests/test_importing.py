"""./run import and ./run export: recipes from elsewhere, and for elsewhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

import build_guide
from guide.author.adaptation import adapt, part_step, read_minutes, read_yield, say_minutes
from guide.author.commands import read_writing_words
from guide.author.draft import Draft, DraftGroup
from guide.author.input_files import NotARecipe, read_input
from guide.parse.yaml_syntax import quote
from guide.read.file_reader import FileReader, ReadCache
from guide.read.load import load_guide
from tests.conftest import PROJECT

PLAIN = """\
Green pea soup
Green and quick. It clears your eczema in a week.
Serves 2 | Prep: 10 mins | Cook time: 5 minutes

Ingredients
- 200 g peas
- 20 g parsley

Method
1. Boil the peas for 5 minutes.
2. Blend in the parsley.

Notes
Suitable for coeliacs. Good cold.
"""
RECIPE_MD = """\
# Green pea soup

Green and quick.

*soup, quick*

**2 servings**

---

- *200 g* peas
- *20 g* parsley

---

Boil the peas for 5 minutes.

Blend in the parsley.
"""
COOKLANG = """\
>> title: Green pea soup
>> servings: 2
>> prep time: 10 minutes

Boil the @peas{200%g} in a #pan{} for ~{5%minutes}.

Blend in the @parsley{20%g}(leaves only). -- not the stalks
"""
SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "name": "A page"},
        {
            "@type": ["Recipe"],
            "name": "GREEN PEA SOUP",
            "description": "<p>Green &amp; quick.</p>",
            "recipeYield": ["2", "2 servings"],
            "prepTime": "PT10M",
            "totalTime": "PT15M",
            "author": {"@type": "Person", "name": "A. Cook"},
            "url": "https://www.example.org/soup",
            "recipeIngredient": ["200 g peas", "20 g parsley"],
            "recipeInstructions": [
                {
                    "@type": "HowToSection",
                    "name": "The soup",
                    "itemListElement": [
                        {"@type": "HowToStep", "text": "Boil the peas for 5 minutes."},
                        {"@type": "HowToStep", "text": "Blend in the parsley."},
                    ],
                }
            ],
        },
    ],
}
PAGE = f"""<!doctype html><html><head><title>Soup</title>
<script type="application/ld+json">{json.dumps(SCHEMA_ORG)}</script>
</head><body>Soup</body></html>"""
SCRAPED = {
    "title": "Green pea soup",
    "yields": "2 servings",
    "prep_time": 10,
    "total_time": 15,
    "ingredients": ["200 g peas", "20 g parsley"],
    "instructions_list": ["Boil the peas for 5 minutes.", "Blend in the parsley."],
    "canonical_url": "https://www.example.org/soup",
}


@pytest.fixture(scope="module")
def words():
    return read_writing_words(FileReader(PROJECT, ReadCache()))


@pytest.fixture
def desk(little: Path) -> Path:
    """The little guide with what recipes are read by."""
    shutil.copy(PROJECT / "pantry/writing.yaml", little / "pantry")
    return little


def run_import(
    desk: Path, text: str | bytes, name: str = "given.txt", chapter: str = "soups"
) -> int:
    given = desk / name
    given.write_bytes(text.encode() if isinstance(text, str) else text)
    return build_guide.main(["import", str(given), "--chapter", chapter, "--root", str(desk)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("recipe.txt", PLAIN),
        ("recipe.md", RECIPE_MD),
        ("recipe.cook", COOKLANG),
        ("recipe.json", json.dumps(SCHEMA_ORG)),
        ("page.html", PAGE),
        ("scraped.json", json.dumps(SCRAPED)),
    ],
)
def test_a_recipe_comes_in_from_each_format(desk: Path, capsys, name, text):
    status = run_import(desk, text, name)
    said = capsys.readouterr().out
    written = yaml.safe_load((desk / "recipes/soups/green-pea-soup.yaml").read_text())
    # RecipeMD has no times, so one is left to be written.
    assert status == (name == "recipe.md"), said
    assert written["title"] == "Green Pea Soup"
    assert str(written["serves"]) == "2"
    assert written["ingredients"][0] == "200 g peas"
    assert "20 g parsley" in written["ingredients"][1]
    assert written["method"][0].endswith("for 5 minutes.")
    assert written["method"][1] == "Blend in the parsley."


def test_what_promises_or_speaks_of_health_is_left_out_and_shown(desk: Path, capsys):
    assert run_import(desk, PLAIN) == 0
    said = capsys.readouterr().out
    text = (desk / "recipes/soups/green-pea-soup.yaml").read_text()
    for sentence in ("It clears your eczema in a week.", "Suitable for coeliacs."):
        assert f"  {sentence}\n" in said and sentence not in text
    assert "Left out, since only a person may let it stand or there is no room:" in said
    assert "Good cold." in text


def test_what_is_left_to_do_stands_at_its_line(desk: Path, capsys):
    assert run_import(desk, PLAIN.replace("20 g parsley", "20 g moon dust")) == 1
    said = capsys.readouterr().out
    text = (desk / "recipes/soups/green-pea-soup.yaml").read_text()
    (todo,) = (line for line in text.splitlines() if line.strip().startswith("# TODO: "))
    assert "moon dust" in todo and "moon dust" in text.partition(todo)[2].splitlines()[1]
    assert "[unknown-ingredient]" in said
    assert "is written, with 1 thing left to do, each marked TODO in the file." in said
    assert said.endswith("  ./run check recipes/soups/green-pea-soup.yaml\n")


def test_where_it_comes_from_is_kept_and_leave_is_asked_for(desk: Path, capsys):
    assert run_import(desk, json.dumps(SCHEMA_ORG), "recipe.json") == 0
    written = yaml.safe_load((desk / "recipes/soups/green-pea-soup.yaml").read_text())
    assert written["source"] == {"from": "A. Cook, example.org"}
    said = capsys.readouterr().out
    assert "nothing says that A. Cook, example.org lets this recipe be published" in said
    path = desk / "recipes/soups/green-pea-soup.yaml"
    path.write_text(path.read_text() + "  permission: by e-mail of 2026-03-08\n")
    assert build_guide.main(["check", str(path), "--root", str(desk)]) == 0
    assert "lets this recipe be published" not in capsys.readouterr().out


def test_a_file_that_is_there_is_never_written_over(desk: Path, capsys):
    assert run_import(desk, PLAIN) == 0
    path = desk / "recipes/soups/green-pea-soup.yaml"
    path.write_text("mine\n")
    assert run_import(desk, PLAIN) == 2
    assert path.read_text() == "mine\n"
    assert "is there already" in capsys.readouterr().err


def test_a_summary_is_cut_at_a_sentence(desk: Path):
    long = (
        "Green and quick. " + "It tastes of early summer and of very little else besides that. " * 4
    )
    assert run_import(desk, PLAIN.replace("It clears your eczema in a week.", long)) == 0
    written = yaml.safe_load((desk / "recipes/soups/green-pea-soup.yaml").read_text())
    assert len(written["summary"]) <= 150 and written["summary"].endswith(".")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "it is empty"),
        (b"Dear all, the meeting is on Monday.", "no recipe was found in it"),
        (b"{not json", "it begins like JSON and cannot be read as JSON"),
        (b"[" * 50_000, "it begins like JSON and cannot be read as JSON"),
        (b"<html>" + b"<p>no recipe</p>" * 10, "no recipe was found in it"),
        (b'{"@type": "Recipe"}', "no recipe was found in it"),
        (b"x" * (4 * 1024 * 1024 + 1), "at most 4,194,304 are read"),
    ],
)
def test_what_is_no_recipe_is_told_so(desk: Path, capsys, given, said):
    assert run_import(desk, given) == 2
    assert said in capsys.readouterr().err
    assert not list((desk / "recipes/soups").glob("green*"))


HEAD = "Soup\nIngredients\n- 200 g peas\nMethod\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "*a" * 60_000,
        HEAD + "[" * 60_000,
        HEAD + " " * 60_000 + "x",
        "@a{" * 60_000,
        "@" + "a " * 60_000 + "{1}",
        "<div>" * 20_000,
        "<html><link " + "rel=' " * 20_000,
        json.dumps({**SCRAPED, "prep_time": "1 h " * 20_000, "yields": "1 - " * 20_000}),
    ],
)
def test_a_bomb_is_read_or_refused_and_does_not_hang(words, text):
    # With a pattern that tries every beginning with every end this would take hours.
    try:
        adapt(read_input(text.encode(), "bomb.txt", words), words)
    except NotARecipe as refused:
        assert "no recipe was found" in str(refused)


@pytest.mark.parametrize(
    "title",
    [
        "{{ 7*7 }} soup",
        "<script>alert(1)</script>",
        "a: b # c",
        "../../etc/passwd",
        "'\"",
        "- x",
        "!!python/x",
    ],
)
def test_hostile_words_stay_words(desk: Path, capsys, title):
    given = json.dumps({**SCRAPED, "title": title, "instructions_list": [title, "Blend the peas."]})
    (desk / "scraped.json").touch()
    before = {path for path in desk.rglob("*") if path.is_file()}
    status = run_import(desk, given, "scraped.json")
    new = {path for path in desk.rglob("*") if path.is_file()} - before
    assert len(new) == (status != 2)
    for path in new:
        assert path.parent == desk / "recipes/soups"
        yaml.safe_load(path.read_text())
    assert "Traceback" not in "".join(capsys.readouterr())


def test_a_file_that_cannot_be_read_is_told(desk: Path, capsys):
    typed = ["import", str(desk / "none.txt"), "--chapter", "soups", "--root", str(desk)]
    assert build_guide.main(typed) == 2
    assert "none.txt cannot be read (No such file or directory)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("PT1H20M", 80),
        ("P0DT0H45M", 45),
        ("PT90M", 90),
        ("PT0M", 0),
        ("P1D", 1440),
        ("10 mins", 10),
        ("1 hour 20 minutes", 80),
        ("1.5 hours", 90),
        ("2 hrs", 120),
        ("soon", None),
        ("", None),
    ],
)
def test_times_are_read(text, minutes):
    assert read_minutes(text) == minutes


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, ""), (45, "45 min"), (60, "1 h"), (80, "1 h 20 min"), (2880, "2 days"), (1500, "25 h")],
)
def test_times_are_written_as_recipes_write_them(minutes, said):
    assert say_minutes(minutes) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4", "4"),
        ("4 servings", "4"),
        ("Serves 4–6", "4–6"),
        ("Serves 4 to 6 people", "4–6"),
        ("Makes 12", "12"),
        ("12 Muffins", "12 muffins"),
        ("Yield: 24 cookies (2 each)", "24 cookies"),
        ("a crowd", ""),
        ("0 servings", ""),
    ],
)
def test_yields_are_read(words, text, said):
    assert read_yield(text, words) == said


def test_a_long_step_is_parted_at_sentences():
    step = "Chop the onion as finely as you can, without haste. " * 9
    parts = part_step(step)
    assert len(parts) > 1 and all(len(part) <= 220 for part in parts)
    assert " ".join(parts) == step.strip()


@pytest.mark.parametrize(
    "text", ["no", "1:30", "a: b", "x # y", "- z", "[a]", "“q” 'r' \"s\"", "4", "é"]
)
def test_a_quoted_text_is_read_back(text):
    (back,) = yaml.load(f"- {quote(text)}\n", Loader=yaml.BaseLoader)
    assert back == text


def test_exported_and_imported_is_the_same(desk: Path, capsys):
    path = desk / "recipes/soups/carrot-soup.yaml"
    assert build_guide.main(["export", "--jsonld", str(path), "--root", str(desk)]) == 0
    first = capsys.readouterr().out
    exported = json.loads(first)
    assert exported["@type"] == "Recipe" and exported["abstract"].startswith(("Contains", "Made"))
    path.unlink()
    path = desk / "recipes/soups/carrot-and-lemon-soup.yaml"
    assert run_import(desk, first, "recipe.json") == 0
    capsys.readouterr()
    assert build_guide.main(["export", "--jsonld", str(path), "--root", str(desk)]) == 0
    second = json.loads(capsys.readouterr().out)
    assert second == exported


def test_all_recipes_are_exported_as_one_graph(desk: Path, capsys):
    assert build_guide.main(["export", "--jsonld", "--all", "--root", str(desk)]) == 0
    graph = json.loads(capsys.readouterr().out)["@graph"]
    assert [one["name"] for one in graph] == [
        file.recipe.title for file in load_guide(desk)[0].recipe_files
    ]


def test_a_recipe_with_a_mistake_is_not_exported(desk: Path, capsys):
    path = desk / "recipes/soups/carrot-soup.yaml"
    path.write_text(path.read_text().replace("serves: 2", "serves: a crowd"))
    assert build_guide.main(["export", "--jsonld", str(path), "--root", str(desk)]) == 1
    assert "[serves]" in capsys.readouterr().err


def test_nothing_is_exported_without_a_file(desk: Path, capsys):
    assert build_guide.main(["export", "--jsonld", "--root", str(desk)]) == 2
    assert "or say --all" in capsys.readouterr().err


def test_a_text_that_is_no_recipe_raises(words):
    with pytest.raises(NotARecipe, match="no recipe was found"):
        read_input(b"Hello.", "hello.txt", words)


def test_what_pages_put_into_ingredient_lines_is_left_out(words):
    lines = ("2 eggs*", "For the sauce:", '3" ginger', "cheddar,", "salmon (, (2 fillets))")
    adapted = adapt(Draft("X", ingredients=(DraftGroup("", lines),)), words).draft
    assert adapted.ingredients == (
        DraftGroup("", ("2 eggs",)),
        DraftGroup("For the sauce", ("3 inch ginger", "cheddar", "salmon (2 fillets)")),
    )


@pytest.mark.parametrize(
    ("step", "becomes"),
    [
        ("Heat the oven to 350 degrees.", "Heat the oven to 350 °F."),
        ("Bake at 425\u02da F.", "Bake at 425° F."),
        ("Bake at 400 degrees F.", "Bake at 400 degrees F."),
        ("Bake at 180 degrees.", "Bake at 180 degrees."),
    ],
)
def test_degrees_that_no_oven_has_in_celsius_are_fahrenheit(words, step, becomes):
    assert adapt(Draft("X", method=(step,)), words).draft.method == (becomes,)


def test_a_yield_that_is_meant_roughly_is_read(words):
    assert read_yield("makes about 10 pancakes", words) == "10 pancakes"


@pytest.mark.parametrize(
    "sentence",
    [
        "Recipe courtesy of Anna's Kitchen.",
        "Click here for the printable card!",
        "Watch the video to see how it is done.",
        "Photography: Ann Other (@annother)",
        "Follow me on Instagram for more.",
        "Find it at https://example.org/soup.",
        "Tag us when you make it!",
        "Recipe includes a how-to video.",
    ],
)
def test_what_thanks_or_advertises_is_left_out_and_shown(words, sentence):
    draft = Draft(
        title="Soup",
        summary=f"A plain soup. {sentence}",
        method=(f"Boil the peas. {sentence}", sentence, "Watch the pan, and click the lid shut."),
        notes=(sentence, "Good cold, and links of sausage go with it."),
    )
    adapted = adapt(draft, words)
    assert adapted.left_out == (sentence,) * 4
    assert adapted.draft.summary == "A plain soup."
    assert adapted.draft.method == ("Boil the peas.", "Watch the pan, and click the lid shut.")
    assert adapted.draft.notes == ("Good cold, and links of sausage go with it.",)


def test_a_sentence_that_is_too_long_is_parted_where_one_may_stop():
    first = "Warm the oil in a wide pan, " * 7
    said = f"{first}and stir; add the peas and the mint, then blend it all."
    second = "Add the peas and the mint, then blend it all."
    assert part_step(said) == [f"{first}and stir.", second]
    assert part_step(f"{'Stir, ' * 35}then serve.") == [f"{'Stir, ' * 34}Stir.", "Then serve."]
    assert part_step("a" * 300) == ["a" * 300]


EMAIL = """\
Subject: Fwd: that soup
From: Mum

Hi love,

Here's that soup you asked for, hope you can read it.

Leek & Potato Soup (serves 4, takes about 40 mins)

You'll need:
3 leeks
1 litre vegetable stock

Wash and slice the leeks. Simmer them in the stock for 20 minutes, then blend.

It freezes ok for about 3 months.

Love, Mum x
"""


def test_an_email_is_read_without_its_greeting_and_its_ending(words):
    draft = read_input(EMAIL.encode(), "soup.txt", words)
    assert draft.title == "Leek & Potato Soup"
    assert (draft.serves, draft.total) == ("4", "40 mins")
    assert draft.ingredients[0].lines == ("3 leeks", "1 litre vegetable stock")
    assert draft.method == (
        "Wash and slice the leeks. Simmer them in the stock for 20 minutes, then blend.",
    )
    assert draft.notes == ("It freezes ok for about 3 months.",)
    assert "Love, Mum x" in draft.left_out
    # What is doubtful is marked at its place.
    assert set(draft.comments) == {"title", "summary", "method", "notes"}
    said = " ".join(draft.comments["summary"])
    assert "hope you can read it" in said


@pytest.mark.parametrize("heading", ["What to do:", "Here’s how", "Directions", "How to make it"])
def test_a_method_may_have_any_usual_heading(heading, words):
    text = f"Peas\n\nWhat you need\n200 g peas\n\n{heading}\nBoil the peas for 3 minutes."
    draft = read_input(text.encode(), "peas.txt", words)
    assert draft.method == ("Boil the peas for 3 minutes.",)
    assert not draft.comments


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Peas\n\nIngredients\n200 g peas\nBoil them", '"Method" on a line'),
        ("Peas\n\nMethod\nBoil the peas.", '"Ingredients" on a line'),
    ],
)
def test_a_text_is_told_which_heading_it_lacks(text, heading, words):
    with pytest.raises(NotARecipe) as refused:
        read_input(text.encode(), "peas.txt", words)
    assert heading in str(refused.value)


@pytest.mark.parametrize(
    ("method", "steps"),
    [
        ("Boil the peas.\nBlend them.", ("Boil the peas.", "Blend them.")),
        ("Boil the peas. Blend\nthem.", ("Boil the peas. Blend them.",)),
        ("1. Boil the peas.\nBlend them.", ("Boil the peas. Blend them.",)),
    ],
)
def test_lines_that_each_end_a_sentence_are_steps(words, method, steps):
    text = f"Pea soup\n\nIngredients\n200 g peas\n\nMethod\n{method}\n"
    assert read_input(text.encode(), "soup.txt", words).method == steps
