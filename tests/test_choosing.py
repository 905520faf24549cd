"""Which edition a reader gets: the one that leaves out what is asked for, the fullest of them."""

from __future__ import annotations

import hashlib
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from guide.handover import NotReady, all_editions, attach, choose, latest
from guide.release import publish
from guide.release.publish import Finished
from tests.test_publish import facts_of, recipe


def finished(name: str, without: tuple[str, ...] = (), allergens: str = "", **more) -> Finished:
    """An edition that leaves out those allergens; its recipes contain none of them."""
    left_out = {"allergens": allergens.split(), "foods": more.pop("foods", [])}
    count = more.pop("recipes", 3)
    facts = {"without": list(without), "leaves_out": left_out}
    facts["recipes"] = [recipe(f"dish-{number}") for number in range(count)]
    pdf = f"%PDF {name}".encode()
    return Finished(pdf, facts_of(pdf, name, **{**facts, **more}))


FULL = finished("pocket", recipes=9)
EDITIONS = [
    FULL,
    finished("counter", recipes=9, format="counter"),
    finished("without-milk", ("milk",), "milk", recipes=7),
    finished("without-gluten", ("gluten",), "rye wheat", recipes=5),
    finished("without-much", ("milk", "egg", "gluten"), "egg milk rye wheat", recipes=4),
    finished("without-tomato", ("tomato",), foods=["passata", "tomato"], recipes=6),
    finished("us", recipes=9, units="us", pages=99),
    finished("taster", recipes=20, selection=True),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with all of them."""
    output = tmp_path_factory.mktemp("editions")
    publish.publish_set(output, EDITIONS)
    return output


@pytest.mark.parametrize(
    ("without", "form", "name"),
    [
        ((), None, "pocket"),
        ((), "counter", "counter"),
        ({"milk"}, "pocket", "without-milk"),
        ("Milk", "pocket", "without-milk"),
        (["wheat"], "pocket", "without-gluten"),
        ({"gluten"}, None, "without-gluten"),
        ({"milk", "wheat"}, None, "without-much"),
        ("milk,egg", None, "without-much"),
        ({"tomato"}, None, "without-tomato"),
        ({"Passata"}, None, "without-tomato"),
    ],
)
def test_the_fullest_edition_that_leaves_out_at_least_these_is_chosen(folder, without, form, name):
    chosen = choose(folder, without=without, format=form)
    assert (chosen.name, chosen.data) == (name, f"%PDF {name}".encode())
    assert chosen.sha256 == hashlib.sha256(chosen.data).hexdigest()


@pytest.mark.parametrize(
    ("wish", "sentence", "nearest"),
    [
        (
            {"without": {"milk"}, "format": "counter"},
            'without milk (counter): the nearest is "without-milk", in the format pocket',
            "without-milk",
        ),
        (
            {"without": {"milk", "peanut"}},
            'the nearest is "without-milk", which does not leave out peanut',
            "without-milk",
        ),
        ({"without": {"mlik"}}, 'nothing to leave out called "mlik"; did you mean "milk"?', ""),
        ({"format": "conter"}, 'in the format "conter"; did you mean "counter"?', ""),
        ({"units": "metric"}, 'in the units "metric"; there are both and us', ""),
    ],
)
def test_what_there_is_not_is_told_with_the_nearest(folder, wish, sentence, nearest):
    with pytest.raises(NotReady) as refused:
        choose(folder, **wish)
    assert sentence in str(refused.value) and refused.value.nearest == nearest


def test_units_and_ink_are_as_usual_unless_they_are_named(folder):
    assert choose(folder).name == "pocket"
    assert choose(folder, units="us").name == "us"


def test_a_taster_comes_only_by_its_name(folder):
    assert latest(folder, edition="taster").name == "taster"
    with pytest.raises(NotReady, match='has no edition "tastr"; did you mean "taster"'):
        latest(folder, edition="tastr")


def test_all_editions_of_one_manifest_come_together(folder):
    found = all_editions(folder)
    assert set(found) == {edition.facts["name"] for edition in EDITIONS}
    assert all(found[name].data == f"%PDF {name}".encode() for name in found)


def test_an_edition_is_attached_by_its_name_or_as_it_was_chosen(folder):
    for what in (choose(folder, without={"milk"}), folder):
        message = EmailMessage()
        message.set_content("Here it is.")
        attached = attach(message, what, "without-milk")
        (part,) = message.iter_attachments()
        assert part.get_content() == attached.data == b"%PDF without-milk"
        assert part.get_filename() == "guide-without-milk.pdf"
        assert part.get_content_type() == "application/pdf"
        assert (attached.pages, attached.manifest["pages"]) == (10, 10)


def test_an_edition_whose_labels_contradict_it_is_given_to_nobody(folder, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    told = json.loads((tmp_path / "manifest.json").read_text())
    told["editions"]["without-milk"]["recipes"][0]["contains"] = ["milk"]
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    assert choose(tmp_path, without={"milk"}).name == "without-much"
    with pytest.raises(NotReady, match='"without-milk" is without milk, and one of its recipes is'):
        latest(tmp_path, "without-milk")
