"""Some of the attacks in tests/attacks.py, which makes all of them when it is run as a script."""

from __future__ import annotations

import pytest

from tests.attacks import all_attacks, run

BY_NAME = {attack.name: attack for attack in all_attacks()}


@pytest.mark.parametrize(
    "name",
    [
        "equal-lines",
        "digits-clock",
        "name-line-feed",
        "nutrition-quotes",
        "html-brand",
        "lock-link",
    ],
)
def test_an_attack_ends_in_time_with_a_sentence_and_the_right_status(name):
    assert run(BY_NAME[name]).fault == ""


def test_every_attack_has_a_name_of_its_own():
    assert len(BY_NAME) == len(all_attacks()) > 200
