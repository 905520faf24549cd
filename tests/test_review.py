"""./run review-pack and ./run reviewed: what people sign, and what becomes of their answers."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml

from guide import cli
from guide.check.reading import read_and_check
from guide.review.commands import write_papers
from guide.review.items import find_review_items
from tests.aloud import broken_rules

CARROT = "recipes/soups/carrot-soup.yaml"
PEA = "recipes/soups/pea-soup.yaml"
SALMON = "recipes/fish/oven-salmon.yaml"


@pytest.fixture
def run(little, capsys):
    """Types a command for the little guide; gives its exit status and what it said."""

    def type_command(*given: object) -> tuple[int, str]:
        status = cli.run_command([str(given[0]), "--root", str(little), *map(str, given[1:])])
        told = capsys.readouterr()
        return status, told.out + told.err

    return type_command


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> dict[str, bytes]:
    """The papers of the little guide by name, printed once."""
    from tests.conftest import LITTLE

    folder = tmp_path_factory.mktemp("papers")
    shared = ["review-pack", "--root", str(LITTLE), "--to", str(folder)]
    assert cli.run_command(shared) == 0
    assert cli.run_command([*shared, "--kitchen", "oven-salmon", "carrot-soup"]) == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def answer(papers, tmp_path):
    """Fills in answers by the numbers of what they answer; gives the file."""

    def fill_in(
        pack: str = "review-pack", by: str = "Dr Ann Example, dermatologist", **said
    ) -> Path:
        text = papers[f"{pack}.yaml"].decode()
        text = text.replace("by: TODO", f"by: {by}").replace("date: TODO", "date: 2026-11-20")
        for number, words in said.items():
            ticked, _, written = words.partition(": ")
            old = re.search(rf"- number: {number}\n.*\n    answer: \"\"\n    words: \"\"", text)
            new = old[0].replace('answer: ""', f"answer: {ticked}")
            new = new.replace('words: ""', f'words: "{written}"')
            text = text.replace(old[0], new)
        file = tmp_path / "answers.yaml"
        file.write_text(text)
        return file

    return fill_in


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def number_of(papers: dict[str, bytes], about: str) -> str:
    entries = yaml.safe_load(papers["review-pack.yaml"])["answers"]
    return next(entry["number"] for entry in entries if entry["about"] == about)


def test_the_pack_asks_about_every_text_on_health_every_finding_and_every_judged_label(papers):
    said = words_of(papers["review-pack.pdf"])
    asked = yaml.safe_load(papers["review-pack.yaml"])["answers"]
    for entry in asked:
        assert re.search(rf"\b{entry['number']}\b", said), entry
    assert "eating more fruit and vegetables was linked with lower CRP" in said
    assert "Stands on F1 (moderate)" in said and "Hosseini B, Berthon BS" in said
    assert "rolled oats gluten (oats) gluten (wheat, barley)" in said
    letters = {entry["number"][0] for entry in asked}
    assert letters == {"H", "F", "L"}
    assert len({entry["digest"] for entry in asked}) == len(asked)


def test_a_box_is_asked_about_whole_and_once_and_so_is_the_note_of_an_edition(little):
    page = little / "pages/about.md"
    page.write_text(page.read_text() + "\n> Call for help if you wheeze.\n>\n> Then sit up.\n")
    (little / "editions.yaml").write_text("- name: pocket\n  note: [It does not cure eczema.]\n")
    guide, _ = read_and_check(little)
    items = find_review_items(guide)
    assert any(item.says == ("It does not cure eczema.",) for item in items)
    boxes = [item for item in items if item.kind == "box"]
    assert [box.says for box in boxes] == [("Call for help if you wheeze.", "Then sit up.")]
    assert not any("wheeze" in " ".join(item.says) for item in items if item.kind == "health")


def test_the_sheet_of_a_kitchen_test_has_the_recipe_as_it_is_printed(papers):
    said = words_of(papers["kitchen.pdf"])
    assert "Oven Salmon" in said and "260 g" not in said
    assert "2 × 130 g" in said and "Squeeze over the lemon" in said
    assert "200 °C / 400 °F (180 °C / 350 °F fan)" in said
    assert "K1 I cooked this dish as it is written here" in said and "K2 I cooked" in said


def test_the_papers_are_tagged_use_our_typefaces_and_fit_letter_and_a4(papers):
    for name in ("review-pack.pdf", "kitchen.pdf"):
        assert broken_rules(papers[name]) == []
        with pikepdf.open(io.BytesIO(papers[name])) as pdf:
            assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "en"
            for page in pdf.pages:
                _, _, width, height = map(float, page.mediabox)
                assert width <= 595.3 and height <= 792
                assert all("Guide" in str(font.BaseFont) for font in page.resources.Font.values())


def test_the_same_words_give_the_same_bytes_and_what_is_filled_in_stays(
    run, tmp_path, papers, capsys
):
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, data in papers.items():
        (folder / name).write_bytes(data)
    status, said = run("review-pack", "--to", folder, "--kitchen", "oven-salmon", "carrot-soup")
    assert status == 0 and f"{folder / 'kitchen.yaml'}: 2 numbers to answer" in said
    (folder / "kitchen.yaml").write_text("by: Ann\n")
    assert write_papers(folder, papers, "") == 2
    said = capsys.readouterr().err
    assert "kitchen.yaml is there already, and may be filled in: move it away" in said
    assert (folder / "kitchen.yaml").read_text() == "by: Ann\n"


def test_a_recipe_that_is_not_there_and_a_guide_with_a_fault_are_sentences(run, little):
    status, said = run("review-pack", "--kitchen", "pea-soop")
    assert status == 2 and 'there is no recipe "pea-soop": did you mean "pea-soup"?' in said
    (little / PEA).write_text("title: Pea Soup\n")
    status, said = run("review-pack")
    assert status == 1 and "what is to be signed must first be without problems" in said


def test_who_agreed_stands_in_the_recipe_and_nothing_else_of_it_changes(
    run, little, answer, papers
):
    recipe = little / CARROT
    kept = "# A note of the cook's.\n"
    recipe.write_text(recipe.read_text().replace("keeps:", f"{kept}keeps:"))
    before = recipe.read_text()
    health = number_of(papers, CARROT)
    status, said = run("reviewed", answer(**{health: "agree"}))
    assert status == 0 and f"{CARROT}: signed by Dr Ann Example, dermatologist" in said
    assert "1 agreed, 0 to change" in said
    line = "reviewed_by: Dr Ann Example, dermatologist\n"
    after = recipe.read_text()
    assert after.replace(line, "") == before and f"fruitveg-crp-2018\n{line}contributor" in after
    # The same again changes nothing; a second person is named beside the first.
    assert run("reviewed", answer(**{health: "agree"}))[0] == 0 and recipe.read_text() == after
    assert run("reviewed", answer(by="B. Other, dietitian", **{health: "agree"}))[0] == 0
    both = "reviewed_by: Dr Ann Example, dermatologist; B. Other, dietitian\n"
    assert recipe.read_text() == after.replace(line, both)


def test_who_cooked_it_stands_in_the_recipe_with_the_day(run, little, answer):
    before = (little / SALMON).read_text()
    status, said = run("reviewed", answer("kitchen", by="A. Taster", K1="agree"))
    assert status == 0 and f"{SALMON}: signed by A. Taster" in said
    tested = 'tested:\n  name: A. Taster\n  date: "2026-11-20"\n'
    after = (little / SALMON).read_text()
    assert tested in after and after.replace(tested, "") == before
    assert read_and_check(little)[0].recipe_files[0].recipe.title


def test_what_is_to_change_is_told_with_its_words_and_signs_nothing(run, little, answer, papers):
    before = (little / CARROT).read_text()
    health = number_of(papers, CARROT)
    status, said = run("reviewed", answer(**{health: "change: say in whom", "L1": "agree"}))
    assert status == 1 and f"{health} {CARROT}: to change: say in whom" in said
    assert "1 agreed, 1 to change" in said and "Keep the file of answers" in said
    assert (little / CARROT).read_text() == before


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (CARROT, ("eating more fruit", "eating much more fruit")),
        ("pantry/evidence.yaml", ("strength: moderate", "strength: limited")),
    ],
)
def test_an_answer_to_what_has_changed_since_is_refused(run, little, answer, path, change):
    changed = (little / path).read_text()
    assert change[0] in changed
    (little / path).write_text(changed.replace(*change))
    before = (little / CARROT).read_text()
    status, said = run("reviewed", answer(H2="agree"))
    assert status == 1 and f"what H2 asked about {CARROT} has changed since" in said
    assert "fix: print it anew with ./run review-pack" in said and "[answer-changed]" in said
    assert re.search(r"answers\.yaml:\d+:\d+: ", said)
    assert (little / CARROT).read_text() == before


def test_a_kitchen_test_of_a_recipe_that_has_changed_or_gone_is_refused(run, little, answer):
    salmon = (little / SALMON).read_text()
    (little / SALMON).write_text(salmon.replace("1/4 tsp fine salt", "1/2 tsp fine salt"))
    status, said = run("reviewed", answer("kitchen", K1="agree"))
    assert status == 1 and f"what K1 asked about {SALMON} has changed since" in said
    # Who took the picture or tested it changes nothing for who cooks.
    (little / SALMON).write_text(salmon + "contributor: B. Cook\n")
    assert run("reviewed", answer("kitchen", K1="agree"))[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("by: Dr Ann Example, dermatologist", "by: TODO", '"by" is still to be written'),
        ("date: 2026-11-20", "date: 20 November", "is not a day the guide can read"),
        (
            "date: 2026-11-20",
            "date: 2999-01-01",
            "nobody has signed on a day that is still to come",
        ),
        ("answer: agree", "answer: maybe", '"maybe" is no answer'),
        ("answer: agree", "answer: yes", '"yes" is a switch to YAML'),
        ("answer: agree", "answer: change", "L1 is to change, and nobody says into what"),
        ("  - number: L1\n", "  - number: L1\n    by: me\n", "[unknown-field]"),
        ("answers:", "answers: []\nothers:", "[unknown-field]"),
    ],
)
def test_a_file_of_answers_is_told_line_by_line_what_is_wrong(run, answer, old, new, said):
    file = answer(L1="agree")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    status, told = run("reviewed", file)
    assert status == 1 and said in told and "No answer was taken, and nothing was written." in told
    assert re.search(r"answers\.yaml:\d+:\d+: ", told) and "  fix: " in told


def test_what_is_no_file_of_answers_is_a_sentence_at_once(run, tmp_path):
    os.mkfifo(tmp_path / "answers")
    for place in (tmp_path, tmp_path / "answers", tmp_path / "nowhere"):
        status, said = run("reviewed", place)
        assert status == 2 and "is not a file: name the answers that were filled in" in said
    (tmp_path / "empty.yaml").write_text("")
    status, said = run("reviewed", tmp_path / "empty.yaml", "--json")
    assert status == 1 and json.loads(said)[0]["id"] == "empty-file"


def test_an_answer_that_was_moved_to_another_number_or_given_twice_is_refused(run, answer):
    file = answer(L1="agree")
    entry = re.search(r"  - number: L1\n(?:    .*\n)+", file.read_text())[0]
    file.write_text(file.read_text() + entry)
    status, said = run("reviewed", file)
    assert status == 1 and "L1 is answered twice" in said and "[answer]" in said
    whole = file.read_text().replace(entry, "", 1)
    for wrong in (
        whole.replace("number: L1", "number: K1"),
        whole.replace("pack: review", "pack: kitchen"),
    ):
        file.write_text(wrong)
        status, said = run("reviewed", file)
        assert status == 1 and "of this paper asked about something else" in said
    file.write_text(whole.replace("about: rolled-oats", "about: walnuts"))
    status, said = run("reviewed", file)
    assert status == 1 and "was asked about" in said


def test_a_name_that_yaml_or_a_terminal_would_take_for_more_is_only_a_name(run, little, answer):
    file = answer("kitchen", by='"A: B # [c]"', K1="agree")
    assert run("reviewed", file)[0] == 0
    recipe = yaml.safe_load((little / SALMON).read_text())
    assert recipe["tested"]["name"] == "A: B # [c]"
