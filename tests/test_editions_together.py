"""Several editions in one folder, under one manifest: none is mixed, lost or taken from another."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import build_guide
from guide import handover
from guide.handover import NotReady, choose, latest, look_at_all, main
from guide.release import manifests, output_folder, publish, withdrawals
from guide.release.publish import Finished
from tests.conftest import PROJECT
from tests.test_choosing import EDITIONS
from tests.test_publish import GROUPS, facts_of, recipe

WHY = "page 12 leaves out celery"


@pytest.fixture(scope="module", autouse=True)
def nothing_must_outlast_a_power_cut() -> Iterator[None]:
    """Waiting for the disk would take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _number: None)
        yield


def manifest_of(folder: Path) -> dict:
    """What the manifest in a folder says."""
    return json.loads((folder / "manifest.json").read_text())


def choices_of(folder: Path) -> dict:
    """What choices.json in a folder says."""
    return json.loads((folder / "choices.json").read_text())


def names_in(folder: Path) -> list[str]:
    """The editions of the manifest."""
    return list(manifest_of(folder)["editions"])


def test_publishing_one_edition_keeps_the_others(tmp_path):
    publish.publish_set(tmp_path, EDITIONS)
    before = manifest_of(tmp_path)["editions"]
    new = facts_of(b"%PDF newer", "counter", format="counter")
    assert publish.publish(tmp_path, b"%PDF newer", new) == publish.Outcome()
    after = manifest_of(tmp_path)["editions"]
    assert after.pop("counter")["sha256"] == hashlib.sha256(b"%PDF newer").hexdigest()
    before.pop("counter")
    assert after == before and latest(tmp_path).data == b"%PDF pocket"
    assert main([str(tmp_path)]) == 0


def test_the_order_of_publishing_does_not_show(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    publish.publish_set(one, EDITIONS)
    for edition in reversed(EDITIONS):
        publish.publish_set(two, [edition])
    for name in ("manifest.json", "choices.json", "SHA256SUMS"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(b"%PDF torn"), "is not the file that was published"),
        (lambda path: path.write_bytes(b"%PDF counteR"), "is not the file that was published"),
    ],
)
def test_an_edition_whose_file_is_gone_or_wrong_is_let_go_with_a_remark(tmp_path, spoil, said):
    publish.publish_set(tmp_path, EDITIONS)
    (path,) = tmp_path.glob("guide-counter-*.pdf")
    spoil(path)
    (remark,) = publish.publish_set(tmp_path, EDITIONS[:1]).remarks
    assert remark == (
        f'the edition "counter" was let go, since {path.name} {said}: build it again to have it '
        "back"
    )
    assert "counter" not in names_in(tmp_path)


def test_an_edition_that_is_not_declared_any_more_is_let_go(tmp_path):
    publish.publish_set(tmp_path, EDITIONS)
    outcome = publish.publish_set(tmp_path, EDITIONS[:2], declared=["pocket", "counter", "us"])
    assert names_in(tmp_path) == ["counter", "pocket", "us"] and len(outcome.remarks) == 5
    renamed = facts_of(b"%PDF us", "american")
    renamed["attachment"] |= {"filename": "guide-us.pdf"}
    outcome = publish.publish(tmp_path, b"%PDF us", renamed)
    assert outcome.remarks == ('the edition "us" was let go: "american" has its file name',)


def test_two_editions_with_one_file_name_are_sent_back(tmp_path):
    other = facts_of(b"%PDF other", "other")
    other["attachment"] |= {"filename": "guide.pdf"}
    with pytest.raises(publish.NotOurs, match="have one file name, guide"):
        publish.publish_set(tmp_path, [EDITIONS[0], Finished(b"%PDF other", other)])
    assert not (tmp_path / "manifest.json").exists()


def test_pictures_are_named_for_their_edition_and_by_their_digest(tmp_path):
    previews = {"cover.png": b"picture", "card-soup.png": b"card"}
    cards = Finished(b"%PDF cards", facts_of(b"%PDF cards", "cards", selection=True), previews)
    publish.publish_set(tmp_path, [Finished(EDITIONS[0].pdf, EDITIONS[0].facts, previews), cards])
    stated = manifest_of(tmp_path)["editions"]
    for name, stem in (("pocket", "cover"), ("cards", "cards-cover")):
        picture = stated[name]["pictures"]["cover"]
        assert picture["filename"] == f"{stem}.png" and picture["media_type"] == "image/png"
        for file in (picture["file"], picture["filename"]):
            assert (tmp_path / file).read_bytes() == b"picture"
    assert stated["cards"]["pictures"]["card-soup"]["filename"] == "cards-card-soup.png"
    (tmp_path / stated["cards"]["pictures"]["card-soup"]["file"]).write_bytes(b"drac")
    assert main([str(tmp_path)]) == 1


def test_sha256sum_takes_the_sums(tmp_path):
    for turn in range(5):
        pdf = b"%%PDF %d" % turn
        publish.publish_set(tmp_path, [Finished(pdf, facts_of(pdf)), *EDITIONS[1:]])
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    told = done.stdout.splitlines()
    assert len(told) == len(EDITIONS) + 2 and all(line.endswith(": OK") for line in told)
    assert len(list(tmp_path.glob("*-????????????????.pdf"))) == len(told)


def test_a_folder_of_version_1_is_read_and_then_carried_on(tmp_path):
    first = manifests.as_first(manifests.state(facts_of(b"%PDF one"), {}))
    (tmp_path / "manifest.json").write_text(json.dumps({"manifest": 1, **first}))
    (tmp_path / ".lock").write_bytes(b"")
    for name in (first["attachment"]["file"], "guide.pdf"):
        (tmp_path / name).write_bytes(b"%PDF one")
    assert latest(tmp_path).data == choose(tmp_path).data == b"%PDF one"
    assert latest(tmp_path).manifest["attachment"] == first["attachment"]
    with pytest.raises(NotReady, match='nothing to leave out called "milk"'):
        choose(tmp_path, without={"milk"})
    publish.publish_set(tmp_path, EDITIONS[1:])
    assert latest(tmp_path).data == b"%PDF one" and latest(tmp_path, "us").data == b"%PDF us"
    publish.publish_set(tmp_path, EDITIONS[:1])
    assert latest(tmp_path).data == b"%PDF pocket"


def test_readers_of_version_1_find_the_edition_that_is_mailed(tmp_path):
    publish.publish_set(tmp_path, EDITIONS)
    told = manifest_of(tmp_path)
    old = Draft202012Validator(json.loads((PROJECT / "schema/manifest-1.json").read_text()))
    assert list(old.iter_errors(told)) == []
    assert told["attachment"]["sha256"] == latest(tmp_path).sha256
    assert told["recipes"][0] == {"slug": "dish-0", "title": "Dish-0", "page": 3}


def test_a_version_that_nobody_knows_is_refused(tmp_path):
    publish.publish_set(tmp_path, EDITIONS)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest_of(tmp_path) | {"manifest": 3}))
    with pytest.raises(NotReady, match=r"of a version that this hand-over does not read"):
        latest(tmp_path)


@pytest.mark.parametrize("name", ["manifest", "choices", "withdrawn"])
def test_what_is_published_fits_its_schema(tmp_path, name, edition):
    publish.publish_set(tmp_path, EDITIONS)
    publish.withdraw(tmp_path, latest(tmp_path, "us").sha256, WHY)
    version = "-2" if name == "manifest" else "-1"
    schema = json.loads((PROJECT / f"schema/{name}{version}.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    texts = [tmp_path / f"{name}.json", edition[1] / f"{name}.json"]
    for text in texts[: 1 if name == "withdrawn" else 2]:
        told = json.loads(text.read_text())
        assert [error.message for error in validator.iter_errors(told)] == []
    if name == "manifest":
        spoilt = json.loads(texts[0].read_text())
        spoilt["editions"]["pocket"]["sha256"] = "no"
        assert not validator.is_valid(spoilt)


def test_the_manifest_lists_labels_and_figures_and_what_is_unknown_is_no_number(edition):
    listed = {one["slug"]: one for one in manifest_of(edition[1])["editions"]["pocket"]["recipes"]}
    assert all(one["pages"] >= 1 for one in listed.values())
    assert all({"contains", "check"} <= one.keys() for one in listed.values())


# Withdrawing.


def test_what_is_withdrawn_is_refused_wherever_it_lies_and_never_published_again(tmp_path, capsys):
    publish.publish_set(tmp_path, EDITIONS)
    sha256 = latest(tmp_path).sha256
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    one = publish.withdraw(tmp_path, sha256[:16], f" {WHY}\n")
    assert (one.edition, one.why, one.sha256) == ("pocket", WHY, sha256)
    assert not list(tmp_path.glob("guide-????????????????.pdf"))
    assert not (tmp_path / "guide.pdf").exists()
    with pytest.raises(NotReady, match=f'the edition "pocket" was withdrawn: {WHY}'):
        latest(tmp_path)
    assert "attachment" not in manifest_of(tmp_path)
    assert "pocket" not in choices_of(tmp_path)["files"]
    assert latest(tmp_path, "us").data == b"%PDF us"
    assert main([str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert WHY in told.err and told.out.splitlines()[-1].split()[::9] == ["pocket", "withdrawn"]
    with pytest.raises(withdrawals.Withdrawn, match=f'withdrawn .*: "{WHY}". Mend what was wrong'):
        publish.publish_set(tmp_path, EDITIONS[:1])
    # Somebody brings all of it back from a copy, but for what was withdrawn.
    for name, data in kept.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(NotReady, match="was withdrawn"):
        latest(tmp_path)


def test_a_withdrawal_is_refused_by_the_manifest_alone_too(tmp_path):
    publish.publish_set(tmp_path, EDITIONS)
    publish.withdraw(tmp_path, latest(tmp_path).sha256, WHY)
    (tmp_path / "withdrawn.json").unlink()
    with pytest.raises(NotReady, match="was withdrawn"):
        latest(tmp_path)
    with pytest.raises(withdrawals.Withdrawn):
        publish.publish_set(tmp_path, EDITIONS[:1])


def test_nothing_is_handed_over_beside_a_list_that_nobody_understands(tmp_path):
    publish.publish_set(tmp_path, EDITIONS)
    (tmp_path / "withdrawn.json").write_text("{")
    with pytest.raises(NotReady, match="cannot be understood, so nothing is handed over"):
        latest(tmp_path)
    with pytest.raises(publish.NotOurs, match="cannot be understood"):
        publish.publish_set(tmp_path, EDITIONS[:1])


def test_an_older_file_that_queued_mails_name_is_withdrawn_too(tmp_path):
    publish.publish_set(tmp_path, EDITIONS)
    old = latest(tmp_path)
    publish.publish(tmp_path, b"%PDF newer", facts_of(b"%PDF newer"))
    one = publish.withdraw(tmp_path, old.sha256, WHY)
    assert (one.edition, one.file) == ("", old.file)
    assert not (tmp_path / old.file).exists() and latest(tmp_path).data == b"%PDF newer"
    assert old.file not in (tmp_path / "SHA256SUMS").read_text()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("0" * 16, WHY), "nothing that was published here begins with 0000000000000000"),
        (("abc", WHY), '"abc" is no SHA-256: give the 64 digits'),
        (("", WHY), '"" is no SHA-256'),
        (("SHA", " \n"), 'say why in words: --why "page 12 leaves out celery"'),
        (("SHA", "x" * 301), "the reason has at most 300 letters"),
        (("SHA", "a\x1b[31m"), "all printable"),
        (("SHA", WHY, "--recipe", "pie"), 'that file has no recipe "pie"; it has: dish-0, dish-1'),
    ],
)
def test_what_cannot_be_withdrawn_is_a_sentence(tmp_path, given, sentence, capsys):
    publish.publish_set(tmp_path, EDITIONS)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    sha, why, *more = given
    sha = latest(tmp_path).sha256 if sha == "SHA" else sha
    command = ["withdraw", sha, "--why", why, "--output", str(tmp_path), *more]
    assert build_guide.main(command) == 2
    said = capsys.readouterr().err
    assert sentence in said and said.endswith("Nothing was withdrawn.\n")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_digits_that_begin_two_files_are_asked_about():
    known = ["ab" * 8 + "0" * 48, "ab" * 8 + "1" * 48]
    with pytest.raises(withdrawals.CannotWithdraw, match=r"begins more than one.*give all digits"):
        withdrawals.find_digest("ab" * 8, known)


def test_the_next_build_prints_what_to_tell_readers_once(tmp_path, capsys):
    publish.publish_set(tmp_path, EDITIONS)
    sha256 = latest(tmp_path).sha256
    assert build_guide.main(["withdraw", sha256, "--why", WHY, "--output", str(tmp_path)]) == 0
    assert "withdrawn: the edition" in capsys.readouterr().out
    # Another edition answers nothing.
    (before,) = publish.publish_set(tmp_path, EDITIONS[1:2]).notices
    assert "The new file: it follows as soon as it is ready" in withdrawals.word_notice(
        before, tmp_path
    )
    mended = [recipe(f"dish-{number}") for number in range(9)]
    mended[3]["contains"] = ["celery"]
    facts = facts_of(b"%PDF mended", recipes=mended)
    (notice,) = publish.publish(tmp_path, b"%PDF mended", facts).notices
    told = withdrawals.word_notice(notice, tmp_path)
    assert WHY in told and sha256 in told and "- Dish-3, page 3: contains celery\n" in told
    assert "Dish-4" not in told and hashlib.sha256(b"%PDF mended").hexdigest() in told
    assert "$" not in told
    assert publish.publish(tmp_path, b"%PDF mended", facts).notices == ()


# choices.json says what choose() does.


@pytest.fixture(scope="module")
def sorts(tmp_path_factory) -> Path:
    """A folder for sets of editions, one after the other."""
    return tmp_path_factory.mktemp("sorts")


LEAVES = ("milk", "egg", "peanut", "wheat", "rye")
COUNT = itertools.count()


@st.composite
def sets_of_editions(draw) -> list[Finished]:
    """Editions that leave out anything, in any format, with labels that may contradict them."""
    made = [EDITIONS[0]]
    for number in range(draw(st.integers(0, 5))):
        words = draw(st.sets(st.sampled_from([*LEAVES, "gluten", "tomato"]), max_size=3))
        allergens = leaves_of(words)
        contains = draw(st.sets(st.sampled_from(LEAVES), max_size=2)) - allergens
        count = draw(st.integers(1, 3))
        facts = {
            "without": sorted(words),
            "leaves_out": {
                "allergens": sorted(allergens),
                "foods": sorted(words & {"tomato"}),
            },
            "format": draw(st.sampled_from(["pocket", "large"])),
            "units": draw(st.sampled_from(["both", "both", "us"])),
            "selection": draw(st.integers(0, 5)) == 0,
            "pages": draw(st.integers(1, 3)),
            "recipes": [recipe(f"dish-{one}", contains) for one in range(count)],
        }
        pdf = f"%PDF {number} {next(COUNT)}".encode()
        made.append(Finished(pdf, facts_of(pdf, f"edition-{number}", **facts)))
    return made


def leaves_of(words: Iterable[str]) -> set[str]:
    """The allergens that words stand for."""
    return {leaf for word in words for leaf in GROUPS.get(word, {}).get("allergens", ())}


def fewer_by_one(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The same words, each left out once."""
    if words:
        yield from itertools.combinations(words, len(words) - 1)


@settings(max_examples=30, deadline=None)
@given(editions=sets_of_editions(), data=st.data())
def test_choices_and_choose_never_disagree_and_never_give_what_was_left_out(sorts, editions, data):
    publish.publish_set(sorts, editions, declared=[])
    told, stated = choices_of(sorts), manifest_of(sorts)["editions"]
    for form, listed in told["formats"].items():
        assert len(listed) == 2 ** len(told["leave_out"])
        for key in data.draw(st.lists(st.sampled_from(sorted(listed)), max_size=6, unique=True)):
            choice = listed[key]
            without = [] if key == "none" else key.split(",")
            try:
                chosen = choose(sorts, without=without, format=form)
            except NotReady as refused:
                assert choice["edition"] is None and choice["nearest"] == refused.nearest
                continue
            given = (chosen.name, chosen.file, chosen.sha256)
            assert given == (choice["edition"], choice["path"], choice["sha256"])
            entry = stated[chosen.name]
            leaves = leaves_of(without)
            assert entry["format"] == form and not entry["selection"]
            assert leaves <= set(entry["leaves_out"]["allergens"])
            assert all(leaves.isdisjoint(one["contains"]) for one in entry["recipes"])
            assert "tomato" not in without or "tomato" in entry["without"]
            # Whoever leaves out less gets no fewer recipes.
            for fewer in fewer_by_one(without):
                wider = stated[listed[",".join(fewer) or "none"]["edition"]]
                if wider["units"] == entry["units"]:
                    assert len(wider["recipes"]) >= len(entry["recipes"])


def test_many_groups_are_combined_only_so_far():
    assert manifests._most_together(11) == 11 and manifests._most_together(14) == 4


# Whoever reads while sets are published, moved, stopped.


def generation(number: int) -> list[Finished]:
    """A set of three editions that belong together."""
    made = []
    for name in ("pocket", "counter", "us"):
        pdf = b"%%PDF %d %s " % (number, name.encode()) * 2000
        made.append(Finished(pdf, facts_of(pdf, name, title=f"set {number}")))
    return made


def test_whoever_reads_while_sets_change_and_the_folder_moves_never_sees_a_mix(tmp_path):
    output, away = tmp_path / "output", tmp_path / "away"
    publish.publish_set(output, generation(0))
    done, seen, faults = threading.Event(), [0], []

    def read():
        while not done.is_set():
            try:
                health = look_at_all(output)
            except NotReady as error:
                # Between the two moves there is no folder of that name.
                if "is missing: run ./run build" not in str(error):
                    faults.append(str(error))
                continue
            faults.extend(health.faults)
            titles = {one["title"] for one in health.facts["editions"].values()}
            faults.extend(sorted(titles) if len(titles) != 1 else [])
            seen[0] += 1

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 16):
        publish.publish_set(output, generation(number))
        if number % 5 == 0:
            output.rename(away)
            away.rename(output)
    done.set()
    reader.join()
    assert seen[0] > 0 and faults == []


def test_whoever_reads_while_builders_are_killed_never_sees_a_mix():
    """A moment of what the script does for long."""
    script = PROJECT / "tests/torture_handover.py"
    command = [sys.executable, str(script), "--publishes", "5", "--same-disk"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " kills" in done.stdout and " edition read" in done.stdout


def test_a_folder_that_is_moved_while_it_is_written_gets_all_of_the_set(tmp_path, monkeypatch):
    output, away = tmp_path / "output", tmp_path / "away"
    publish.publish_set(output, generation(0))
    place = publish.OutputFolder.place

    def move_meanwhile(folder, name, data):
        place(folder, name, data)
        if name == "guide-us.pdf" and not away.exists():
            output.rename(away)
            output.mkdir()

    monkeypatch.setattr(publish.OutputFolder, "place", move_meanwhile)
    with pytest.raises(publish.NotOurs, match="was moved away while it was written"):
        publish.publish_set(output, generation(1))
    assert not list(output.iterdir())
    assert {one["title"] for one in look_at_all(away).facts["editions"].values()} == {"set 1"}


def test_a_folder_replaced_by_its_own_copy_is_read_anew(tmp_path, monkeypatch):
    output, copy = tmp_path / "output", tmp_path / "copy"
    publish.publish_set(output, generation(0))
    shutil.copytree(output, copy)
    read = handover._Folder.read

    def deploy_meanwhile(folder, name, most):
        if name.endswith(".pdf") and copy.exists():
            shutil.rmtree(output)
            copy.rename(output)
        return read(folder, name, most)

    monkeypatch.setattr(handover._Folder, "read", deploy_meanwhile)
    assert latest(output).name == "pocket"


def test_what_lies_in_the_folder_stays_known_however_long_the_record_grows(tmp_path, monkeypatch):
    monkeypatch.setattr(output_folder, "_MOST_LOCK_BYTES", 6000)
    monkeypatch.setattr(output_folder, "_MOST_RECORDS", 20)
    publish.publish_set(tmp_path, EDITIONS)
    publish.withdraw(tmp_path, latest(tmp_path, "us").sha256, WHY)
    for number in range(20):
        publish.publish(tmp_path, b"%%PDF %d" % number, facts_of(b"%%PDF %d" % number))
        assert (tmp_path / ".lock").stat().st_size < 6000
    assert publish.publish_set(tmp_path, EDITIONS[1:6]).remarks == ()
    publish.withdraw(tmp_path, latest(tmp_path).sha256, WHY)


def test_a_full_disk_leaves_the_last_set(tmp_path, monkeypatch):
    publish.publish_set(tmp_path, generation(0))
    room, replaced = [0], os.replace

    def full(*args, **more):
        if room[0] == 0:
            raise OSError(28, "No space left on device")
        room[0] -= 1
        return replaced(*args, **more)

    monkeypatch.setattr(os, "replace", full)
    for number in range(9):
        room[0] = number
        with pytest.raises(OSError, match="No space left"):
            publish.publish_set(tmp_path, generation(number + 1))
        health = look_at_all(tmp_path)
        assert health.faults == ()
        assert {one["title"] for one in health.facts["editions"].values()} == {"set 0"}
    monkeypatch.undo()
    publish.publish_set(tmp_path, generation(1))
    assert manifest_of(tmp_path)["title"] == "set 1"


# What a value of a manifest may be replaced by.
STRANGE = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    "x",
    "../x",
    "\x1b[31m",
    [],
    ["x"],
    [[]],
    {},
    {"x": 1},
)


def places_in(value: object, path: tuple = ()) -> Iterator[tuple]:
    """Where each value stands within a value, by its keys."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, item in inner:
        yield from places_in(item, (*path, key))


def test_whatever_a_value_of_the_manifest_becomes_is_an_edition_or_a_sentence(tmp_path, capsys):
    publish.publish_set(tmp_path, [*EDITIONS[:3], *generation(0)[2:]])
    text = (tmp_path / "manifest.json").read_text()
    chance = random.Random(7)
    places = list(places_in(json.loads(text)))
    for _ in range(60):
        told = json.loads(text)
        *path, last = chance.choice(places)
        holder = told
        for key in path:
            holder = holder[key]
        holder[last] = chance.choice(STRANGE)
        (tmp_path / "manifest.json").write_text(json.dumps(told))
        for ask in (latest, choose, lambda folder: choose(folder, without={"milk"})):
            with contextlib.suppress(NotReady):
                assert ask(tmp_path).data.startswith(b"%PDF ")
        main([str(tmp_path)])
        assert "\x1b" not in "".join(capsys.readouterr())
