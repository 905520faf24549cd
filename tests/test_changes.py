"""What differs between two versions of the little guide, and how it is told."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from guide import cli
from guide.changes import annotations, as_html, as_json, as_markdown, as_text
from guide.changes.comparing import compare
from guide.changes.differences import (
    Changes,
    Count,
    FigureChange,
    LabelChange,
    PageChange,
    PageMark,
    PartChange,
    RecipeChange,
    TextChange,
    pair_lines,
)
from guide.changes.looks import find_lit
from guide.changes.matching import match_pages, match_recipes
from guide.changes.revision import NoRevision, changed_files, find_revision, write_files
from guide.changes.version import PageWord, Version, VersionPage, VersionRecipe
from guide.core.problems import Place, Problem
from guide.read.editions import Edition
from tests.conftest import LITTLE, FirstBuild

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed here")
SOUP = "recipes/soups/carrot-soup.yaml"


def git(root: Path, *words: str) -> str:
    settings = ("-c", "user.name=A Cook", "-c", "user.email=cook@example.com")
    done = subprocess.run(
        ["git", "-C", str(root), *settings, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def change(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    text = (root / path).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (root / path).write_text(text, "utf-8")


@dataclass(frozen=True)
class Told:
    """What one run said: as JSON, and as a page."""

    json: dict
    page: str

    def recipe(self, slug: str) -> dict:
        (found,) = (one for one in self.json["recipes"] if one["slug"] == slug)
        return found


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, first_build: FirstBuild) -> Path:
    """The little guide in a repository, with a soup that has ghee and another name now.

    What `first_build` printed is not printed again.
    """
    assert first_build.pdf
    root = tmp_path_factory.mktemp("repository") / "guide"
    shutil.copytree(LITTLE, root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "The guide as it was")
    change(
        root,
        SOUP,
        ("Carrot & Lemon Soup", "Carrot & Ghee Soup"),
        ("2 tbsp extra-virgin olive oil", "30 g ghee"),
        ("Warm the oil", "Melt the ghee"),
    )
    (root / SOUP).rename(root / "recipes/soups/carrot-and-ghee-soup.yaml")
    (root / "recipes/soups/pea-soup.yaml").unlink()
    change(root, "pages/about.md", ("#recipe-pea-soup", "#recipe-oven-salmon"))
    return root


@pytest.fixture(scope="module")
def told(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What `./run changes main` tells of it. Not to be changed."""
    page = tmp_path_factory.mktemp("told") / "changes.html"
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setattr("builtins.print", lambda *words, **_: said.append(" ".join(map(str, words))))
        given = ["changes", "main", "--root", str(repository), "--html", str(page), "--json"]
        assert cli.run_command([*given, "--jobs", "1"]) == 0
    return Told(json.loads(said[-1]), page.read_text("utf-8"))


@needs_git
def test_labels_that_change_are_told_with_the_ingredient_behind_them(told):
    soup = told.recipe("carrot-and-ghee-soup")
    come = [{"name": "milk", "from": ["ghee"]}]
    assert {"group": "contains", "gone": [], "come": come} in soup["labels"]
    assert any(label["group"] == "without" and label["gone"] for label in soup["labels"])
    assert any(figure["name"] == "Saturates" for figure in soup["figures"])


@needs_git
def test_a_recipe_with_another_name_and_title_is_renamed_when_its_words_are_the_same(told):
    soup = told.recipe("carrot-and-ghee-soup")
    assert (soup["kind"], soup["slug_before"]) == ("renamed", "carrot-soup")
    assert soup["title_before"] == "Carrot & Lemon Soup"
    assert told.recipe("pea-soup")["kind"] == "removed"
    assert [one["slug"] for one in told.json["recipes"]] == ["carrot-and-ghee-soup", "pea-soup"]


@needs_git
def test_pages_are_matched_by_recipe_and_those_that_are_the_same_are_left_out(told):
    parts = {part["id"]: part for part in told.json["parts"]}
    # The salmon stands on other pages now, and its pages are as they were.
    assert "recipe-oven-salmon" not in parts
    assert parts["recipe-carrot-and-ghee-soup"]["kind"] == "changed"
    assert parts["recipe-pea-soup"]["kind"] == "removed"
    (before, after), *_ = [
        (page["before"], page["after"]) for page in parts["recipe-carrot-and-ghee-soup"]["pages"]
    ]
    assert before == after
    words = parts["recipe-carrot-and-ghee-soup"]["words"]
    assert any("Lemon" in " ".join(text["gone"]) for text in words)
    assert told.json["pages_compared"] and not told.json["not_known"]


@needs_git
def test_the_page_shows_each_page_before_and_after_with_the_differences_marked(told):
    assert told.page.count('src="data:image/webp;base64,') >= 4
    assert 'class="gone"' in told.page and 'class="come"' in told.page
    assert "now contains milk, from ghee" in told.page
    assert "Oven Salmon" not in told.page
    # Nothing is loaded, and nothing runs.
    assert "default-src 'none'" in told.page and "<script" not in told.page
    assert not re.search(r'(?:src|href)="(?!data:|#)', told.page)


@needs_git
def test_of_a_pdf_labels_and_figures_are_those_that_its_pages_say(
    repository, first_build: FirstBuild, tmp_path, capsys
):
    pdf = tmp_path / "before.pdf"
    pdf.write_bytes(first_build.pdf)
    given = ["changes", str(pdf), "--root", str(repository), "--json", "--jobs", "1"]
    assert cli.run_command(given) == 0
    told = json.loads(capsys.readouterr().out)
    (soup,) = (one for one in told["recipes"] if one["slug"] == "carrot-and-ghee-soup")
    come = [{"name": "milk", "from": []}]
    assert {"group": "contains", "gone": [], "come": come} in soup["labels"]
    assert soup["kind"] == "renamed"
    assert "only what is printed is known" in told["not_known"][0]


def test_with_the_edition_in_output_nothing_differs(edition, capsys):
    _, output = edition
    given = ["changes", str(output / "manifest.json"), "--root", str(LITTLE), "--jobs", "1"]
    assert cli.run_command(given) == 0
    told = capsys.readouterr().out
    assert "Nothing differs." in told and "Not known" not in told


def test_of_a_manifest_alone_labels_and_figures_are_known_and_pages_are_not(
    edition, tmp_path, capsys
):
    _, output = edition
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    (stated,) = manifest["editions"].values()
    salmon = next(one for one in stated["recipes"] if one["slug"] == "oven-salmon")
    salmon["contains"].remove("fish")
    salmon["figures"]["protein_g"] = None
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest), "utf-8")
    assert cli.run_command(["changes", str(path), "--root", str(LITTLE), "--jobs", "1"]) == 0
    told = capsys.readouterr().out
    assert "now contains fish, from" in told and "Protein not known → " in told
    assert "the PDF of" in told and "is not beside it, so no pages are compared" in told


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-such-branch", "no revision that Git knows here"),
        ("brand.yaml", "neither a PDF nor a manifest.json"),
        ("empty.json", "tells of no edition"),
        (None, "output/ holds no edition to compare with"),
    ],
)
@needs_git
def test_what_cannot_be_compared_with_is_a_sentence(
    repository, name, said, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(repository)
    if name == "empty.json":
        name = str(tmp_path / name)
        Path(name).write_text('{"manifest": 2, "editions": {}}')
    given = ["changes", "--root", str(repository), "--jobs", "1"]
    assert cli.run_command([*given, *([name] if name else [])]) == 2
    assert said in capsys.readouterr().err


@needs_git
def test_an_edition_that_is_not_declared_is_a_sentence(repository, capsys):
    given = ["changes", "main", "--root", str(repository), "--edition", "pockets"]
    assert cli.run_command(given) == 2
    assert 'declares no edition "pockets": did you mean "pocket"?' in capsys.readouterr().err


@needs_git
@pytest.mark.parametrize("name", ["--help", "-q", "HEAD:brand.yaml", "a b", ""])
def test_no_name_of_a_revision_is_an_option(repository, name):
    with pytest.raises(NoRevision, match="no revision that Git knows here"):
        find_revision(repository, name)


@needs_git
def test_a_revision_with_enormous_files_is_not_read(repository, tmp_path, monkeypatch):
    monkeypatch.setattr("guide.changes.revision.MOST_REVISION_BYTES", 1000)
    with pytest.raises(NoRevision, match=r"has more than 1,000 bytes"):
        write_files(repository, find_revision(repository, "HEAD"), tmp_path)


@needs_git
def test_of_a_revision_only_the_files_of_a_guide_are_written_and_no_link_or_program(
    repository, tmp_path
):
    root = tmp_path / "clone"
    shutil.copytree(repository, root)
    git(root, "checkout", "-q", "--", ".")
    (root / "recipes/soups/link.yaml").symlink_to("/etc/passwd")
    (root / "build_guide.py").write_text("raise SystemExit('run')")
    (root / ".gitattributes").write_text("*.yaml export-subst\nbrand.yaml export-ignore\n")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Strange files")
    target = tmp_path / "written"
    target.mkdir()
    write_files(root, find_revision(root, "HEAD"), target)
    written = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert SOUP in written and "brand.yaml" in written
    assert not written & {"recipes/soups/link.yaml", "build_guide.py", ".gitattributes"}
    assert "build_guide.py" in changed_files(root, "HEAD~1")


def recipe(slug: str, words: str, title: str = "") -> VersionRecipe:
    return VersionRecipe(slug, title or slug, texts=(("method", words),))


def test_two_recipes_that_are_merely_alike_are_not_one_renamed():
    soup = "boil the peas in the water until soft and blend with mint and salt"
    old = Version("old", (recipe("a", soup), recipe("b", f"{soup} twice over")))
    stew = "fry an onion then boil the beans in the stock until soft and serve with bread"
    new = Version("new", (recipe("c", f"{soup} twice over"), recipe("d", stew)))
    matched = {
        match.new.slug if match.new else None: match.old and match.old.slug
        for match in match_recipes(old, new)
    }
    # The most alike are the same; what is left is new, or gone.
    assert matched == {"c": "b", "d": None, None: "a"}


def page(number: int, *texts: str) -> VersionPage:
    words = tuple(PageWord(text, (10, 10, 20, 20)) for text in texts)
    return VersionPage(number, words, 396, 595)


def test_a_page_that_is_new_stands_alone_and_its_neighbours_keep_their_counterparts():
    before = [page(1, "a", "b", "c"), page(2, "x", "y", "z")]
    after = [page(1, "a", "b", "d"), page(2, "new", "words", "here"), page(3, "x", "y", "z")]
    pairs = match_pages(before, after)
    numbers = [(old and old.number, new and new.number) for old, new in pairs]
    assert numbers == [(1, 1), (None, 2), (2, 3)]


def test_lines_are_told_beside_what_took_their_place():
    text = TextChange("method", ("Stir the oats well", "Eat"), ("Wait", "Stir the rice well"))
    assert pair_lines(text) == [
        ("", "Wait"),
        ("Stir the oats well", "Stir the rice well"),
        ("Eat", ""),
    ]


def test_differences_of_pictures_are_gathered_to_few_boxes():
    image = Image.new("L", (100, 200))
    image.paste(255, (10, 10, 20, 15))
    image.paste(255, (22, 10, 30, 15))
    image.paste(255, (70, 150, 80, 160))
    assert find_lit(image) == [(0.1, 0.05, 0.3, 0.075), (0.7, 0.75, 0.8, 0.8)]


HOSTILE = "</td><script>alert(1)</script>\x1b[31m@everyone `|` [x](http://evil.example) \n::error::"


def hostile_changes() -> Changes:
    """Changes in which everything that a recipe may say is hostile."""
    dish = VersionRecipe(HOSTILE, HOSTILE, HOSTILE)
    told = RecipeChange(
        "changed",
        dish,
        replace(dish, title=f"new {HOSTILE}"),
        (LabelChange("contains", (), ((HOSTILE, (HOSTILE,)),)),),
        (FigureChange(HOSTILE, HOSTILE, HOSTILE),),
        (TextChange(HOSTILE, (HOSTILE,), (HOSTILE,)),),
    )
    pages = (PageChange(page(1), page(1), (PageMark("gone", 0, 0, 1, 1),), (), False, b"x", b"y"),)
    version = Version(HOSTILE, (dish,), title=HOSTILE)
    part = PartChange(HOSTILE, HOSTILE, "changed", pages, told.texts)
    counts = (Count("pages", 1, None),)
    return Changes(version, version, counts, (told,), (part,), (HOSTILE,), 1, True)


def test_what_a_recipe_says_is_escaped_wherever_it_is_told():
    changes = hostile_changes()
    terminal = as_text.tell_all(changes)
    assert "\x1b" not in terminal
    assert not any(line.startswith("::") for line in terminal.splitlines())
    assert "<script" not in as_html.write_page(changes)
    told = as_markdown.read_told(as_json.as_json_text(changes).encode())
    table = as_markdown.as_table(told)
    # Whatever stands outside of code spans is ours.
    ours = re.sub(r"`[^`\n]*`", "", table)
    for word in ("script", "everyone", "evil", "error", "\x1b"):
        assert word not in ours
    log = as_markdown.as_changelog(told)
    assert "<script" not in log.replace("\\<", "")
    assert "://" not in log and "@" not in log


NO_CHANGES = (
    b"",
    b"[]",
    b'{"changes": 2}',
    b"[" * 10_000,
    b"\xff",
    b'{"changes": 1, "recipes": []}',
    b'{"changes": 1, "a": "' + b"x" * 9_000_000,
)


@pytest.mark.parametrize("data", NO_CHANGES, ids=range(len(NO_CHANGES)))
def test_a_table_is_made_of_nothing_but_our_json(data):
    with pytest.raises(as_markdown.NotChanges):
        as_markdown.read_told(data)


def test_a_table_survives_json_of_any_shape_and_stays_short_enough_for_a_comment():
    odd = {"changes": 1, "recipes": [1, {"labels": 3, "title": 4}, {"labels": [{"group": []}]}]}
    assert as_markdown.as_table(odd)
    dish = {
        "kind": "changed",
        "title": "x" * 500,
        "labels": [{"group": "contains", "come": [{"name": "y" * 500, "from": ["z" * 500]}] * 50}],
    }
    table = as_markdown.as_table({"changes": 1, "recipes": [dish] * 2000})
    assert len(table) < 65_000 and "the rest is on the page" in table


def test_lines_for_the_change_log_begin_with_labels():
    changes = Changes(
        Version("old", ()),
        Version("new", ()),
        (),
        (
            RecipeChange("added", None, recipe("a", "", "New Soup")),
            RecipeChange("removed", recipe("b", "", "Old Soup"), None),
            RecipeChange(
                "changed",
                recipe("c", "", "Stew"),
                recipe("c", "", "Stew"),
                figures=(FigureChange("Salt", "1.0 g", "2.0 g"),),
            ),
            RecipeChange(
                "renamed",
                recipe("d", "", "Dip"),
                recipe("d", "", "Bean Dip"),
                (LabelChange("contains", (), (("milk", ("butter",)),)),),
            ),
        ),
    )
    told = as_markdown.read_told(as_json.as_json_text(changes).encode())
    assert as_markdown.as_changelog(told).splitlines() == [
        "### Added",
        "",
        "- New Soup.",
        "",
        "### Changed",
        "",
        "- **Labels of Bean Dip:** contains milk.",
        "- A serving of Stew holds: Salt 2.0 g (was 1.0 g).",
        "- Dip is called Bean Dip now.",
        "",
        "### Removed",
        "",
        "- Old Soup.",
    ]


def test_nothing_is_compared_with_a_file_that_is_no_edition(tmp_path, first_build: FirstBuild):
    """A manifest that names a file outside its folder, or one that was changed, opens nothing."""
    from guide.changes.manifest_reading import find_stated
    from guide.changes.sources import _find_pdf

    (tmp_path / "guide-1.pdf").write_bytes(first_build.pdf + b"\n")
    digest = hashlib.sha256(first_build.pdf).hexdigest()
    for name in ("guide-1.pdf", "../guide-1.pdf", "/etc/passwd", "missing.pdf"):
        told = {"attachment": {"file": name, "sha256": digest}}
        assert _find_pdf(tmp_path / "manifest.json", find_stated(told, Edition())) == b""


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7\n", None])
def test_a_pdf_that_is_damaged_is_a_sentence(tmp_path, first_build: FirstBuild, capsys, damage):
    path = tmp_path / "broken.pdf"
    half = first_build.pdf[: len(first_build.pdf) // 2]
    path.write_bytes(half if damage is None else damage)
    assert cli.run_command(["changes", str(path), "--root", str(LITTLE), "--jobs", "1"]) == 2
    said = capsys.readouterr().err
    assert "cannot be read as a PDF" in said or "neither a PDF nor a manifest.json" in said
    assert "BytesIO" not in said


def test_half_letters_of_a_strangers_manifest_can_be_written():
    changes = compare(Version("\ud800", ()), Version("new", ()), False, 1)
    assert "?" in as_html.write_page(changes)


def test_two_versions_without_pages_are_compared_by_their_recipes():
    old = Version("old", (recipe("a", "boil the peas"),))
    new = Version("new", (recipe("a", "boil the beans"),))
    changes = compare(old, new, False, 1)
    (found,) = changes.recipes
    assert found.texts == (TextChange("method", ("boil the peas",), ("boil the beans",)),)


def test_what_is_not_known_of_both_is_said_and_not_taken_for_the_same():
    old = Version("old", (recipe("a", "boil the peas"),))
    new = Version("new", (VersionRecipe("a", "a"),))
    changes = compare(old, new, False, 1)
    assert changes.recipes == ()
    assert changes.gaps == (
        "the figures of a are not known of both, and were not compared",
        "the labels of a are not known of both, and were not compared",
        "the words of a are not known of both, and were not compared",
    )


def problem(path: str, line: int, remark: bool = False) -> Problem:
    return Problem(Place(path, line), "fit", f"what | {line}", "`fix`", remark=remark)


@needs_git
def test_a_pull_request_is_shown_the_problems_of_its_own_files_first_and_at_most_ten(
    repository, tmp_path, monkeypatch
):
    root, summary = tmp_path / "clone", tmp_path / "summary.md"
    git(repository, "clone", "-q", "-b", "main", ".", str(root))
    change(root, SOUP, ("Carrot & Lemon Soup", "Carrot Soup"))
    git(root, "commit", "-q", "-a", "-m", "Another title")
    for name, value in {
        "GITHUB_WORKSPACE": str(root),
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": str(summary),
    }.items():
        monkeypatch.setenv(name, value)
    found = [problem("brand.yaml", line, remark=line % 2 == 0) for line in range(1, 13)]
    found += [problem(SOUP, 1, remark=True), problem(SOUP, 2)]
    stream = io.StringIO()
    annotations.annotate(found, stream)
    shown = re.findall(r"^::(\w+) file=([^,]+),line=(\d+)", stream.getvalue(), re.M)
    assert shown[:3] == [
        ("error", SOUP, "2"),
        ("warning", SOUP, "1"),
        ("error", "brand.yaml", "1"),
    ]
    assert len(shown) == 10
    told = summary.read_text("utf-8").splitlines()
    assert told[0] == "**4 more things that ./run check tells**"
    assert told[-1] == "| `brand.yaml:12:1` | `what ¦ 12` | `'fix'` |"
