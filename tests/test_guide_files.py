"""What must hold of the guide's files together, besides the mistakes that have a folder."""

from __future__ import annotations

from pathlib import Path

from guide.build import build
from guide.check.reading import read_and_check
from guide.core.problems import Problem
from guide.core.progress import Progress


def grave(root: Path) -> list[Problem]:
    return [problem for problem in read_and_check(root)[1] if not problem.remark]


def test_a_budget_that_no_guide_can_keep_is_sent_back(little: Path):
    brand = little / "brand.yaml"
    text = brand.read_text()
    for key, value in (("target: 1500000", 1), ("remark: 2000000", 2), ("fail: 2500000", 3)):
        text = text.replace(key, f"{key.split()[0]} {value}")
    brand.write_text(text)
    (problem,) = grave(little)
    assert problem.what == "no guide has 3 bytes or fewer: its typefaces alone take as much"
    assert problem.fix == "write bytes, such as 1500000, 2000000, 2500000"


def test_a_link_leads_to_the_thanks_only_when_somebody_is_thanked(little: Path):
    order, page = little / "pages/order.yaml", little / "pages/about.md"
    order.write_text(order.read_text() + "- thanks\n")
    page.write_text(page.read_text() + "\nThey are [here](#thanks).\n")
    assert grave(little) == []
    soup = little / "recipes/soups/carrot-soup.yaml"
    soup.write_text(soup.read_text().replace("contributor: Anna Müller\n", ""))
    (problem,) = grave(little)
    assert (problem.id, problem.what) == ("dead-link", 'the book has no part "#thanks"')


def test_a_number_with_two_spaces_in_it_is_printed_as_one(little: Path):
    soup, page = little / "recipes/soups/pea-soup.yaml", little / "pages/about.md"
    text = soup.read_text().replace("Green, quick", "In 1  1/2 bowls, quick")
    soup.write_text(f"{text}contributor: |\n  Anna 1\n  1/2\n")
    page.write_text(page.read_text() + "\nTake 1  1/2 cups, and 2\n1/2 cups.\n")
    outcome = build(little, None, Progress(quiet=True))
    assert [problem for problem in outcome.problems if not problem.remark] == []
