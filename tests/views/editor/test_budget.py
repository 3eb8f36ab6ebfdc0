"""What is dear is done less often, what is cheap always."""

import time

from nnplayground.views.editor.budget import TimeBudget


def test_a_dear_thing_waits_its_share():
    budget = TimeBudget(0.25)
    assert budget.allows()
    with budget:
        time.sleep(0.02)
    assert not budget.allows()
    time.sleep(0.07)
    assert budget.allows()


def test_a_cheap_thing_is_allowed_at_once():
    budget = TimeBudget(0.25)
    with budget:
        pass
    time.sleep(0.001)
    assert budget.allows()
