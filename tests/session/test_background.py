import threading

import pytest

from nnplayground.session.background import Background


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.shut_down()


def test_work_is_done_beside_and_told_in_the_windows_thread(background, qtbot):
    told = []

    def work(progress):
        return threading.get_ident()

    background.begin("a", work, lambda result: told.append((result, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] != told[0][1] == threading.get_ident()


def test_of_one_kind_only_the_newest_is_told(background, qtbot):
    told: list[int] = []
    go = threading.Event()

    def work(progress, number):
        go.wait(5)
        return number

    for number in range(5):
        background.begin("a", lambda progress, n=number: work(progress, n), told.append)
    background.begin("b", lambda progress: -1, told.append)
    go.set()
    qtbot.waitUntil(lambda: len(told) == 2)
    qtbot.wait(20)
    assert told == [4, -1]


def test_progress_is_told_and_tells_whether_to_go_on(background, qtbot):
    shares: list[float] = []
    answers: list[bool] = []
    entered, go = threading.Event(), threading.Event()

    def work(progress):
        answers.append(progress(0.5))
        entered.set()
        go.wait(5)
        answers.append(progress(1.0))

    background.begin("a", work, lambda result: None, shares.append)
    entered.wait(5)
    qtbot.waitUntil(lambda: shares == [0.5])
    background.cancel("a")
    go.set()
    qtbot.waitUntil(lambda: answers == [True, False])
    qtbot.wait(20)
    assert shares == [0.5]


def test_an_error_is_told_and_the_next_task_is_done(background, qtbot):
    told: list[int] = []

    def broken(progress):
        raise ValueError("on purpose")

    with qtbot.waitSignal(background.failed) as failed:
        background.begin("a", broken, lambda result: None)
    assert "on purpose" in failed.args[0]
    background.begin("b", lambda progress: 1, told.append)
    qtbot.waitUntil(lambda: told == [1])


def test_shutting_down_leaves_what_is_under_way(background):
    started = threading.Event()

    def endless(progress):
        started.set()
        while progress(0.0):
            pass

    background.begin("a", endless, lambda result: None)
    started.wait(5)
    background.shut_down()


def test_after_the_end_nothing_begins(background):
    background.shut_down()
    background.begin("a", lambda progress: 1, lambda result: None)
    assert not background._worker.isRunning()
