"""The articles' numbers come out, to every digit that they print."""

import numpy as np
import pytest

from nnplayground.core import Run
from nnplayground.files import load_experiment
from nnplayground.paths import resource


def lesson(name):
    return Run(load_experiment(resource("examples", f"{name}.json")))


def rounded(values, digits):
    return np.round(np.asarray(values).ravel(), digits).tolist()


def test_lesson_a_starts_from_the_articles_weights():
    assert rounded(lesson("lesson_a").theta, 8) == [-0.16595599, 0.44064899, -0.99977125]


def test_lesson_a_ends_with_the_articles_weights_and_outputs():
    run = lesson("lesson_a")
    assert run.advance(10_000) == 10_000
    X = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]])
    assert rounded(run.theta, 8) == [9.67299303, -0.20784350, -4.62963669]
    assert rounded(run.predict(X), 6) == [0.009664, 0.992120, 0.993589, 0.007865]
    assert rounded(run.predict(np.array([[1, 0, 0]])), 8) == [0.99993704]


def test_lesson_a_trains_on_the_articles_table():
    part = lesson("lesson_a").dataset.train
    assert part.inputs.tolist() == [[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]]
    assert part.labels.tolist() == [0, 1, 1, 0]


def test_lesson_b_iteration_0():
    run = lesson("lesson_b")
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    assert rounded(run.theta, 8) == [0.39293837, -0.42772133, -0.54629709]
    assert rounded(X @ run.theta, 8) == [-0.54629709, -0.97401842, -0.15335872, -0.58108005]
    assert rounded(run.predict(X), 8) == [0.36672394, 0.27408027, 0.46173529, 0.35868411]


def test_lesson_b_after_10000_iterations():
    run = lesson("lesson_b")
    assert run.advance(10_000) == 10_000
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    assert rounded(run.theta, 8) == [9.67313897, -0.20847825, -4.62933108]
    assert rounded(run.predict(X), 8) == [0.00966692, 0.00786209, 0.99359218, 0.99211854]
    assert run.theta.argmax() == 0  # the input that equals the target


def one_by_one(name, rounds):
    """What the network says to 2 and then to 3 in each round, each before it learns from it."""
    run, said = lesson(name), []
    for _ in range(rounds):
        for number in (2.0, 3.0):
            said.append(float(run.predict(np.array([[number]]))[0, 0]))
            run.advance(1)
    return run, np.array(said).reshape(rounds, 2)


def test_lesson_c_has_27_parameters_that_all_start_at_a_half():
    for name in ("lesson_c_identity", "lesson_c_sigmoid"):
        assert lesson(name).theta.tolist() == [0.5] * 27


def test_lesson_c_with_identity_prints_what_the_article_prints():
    _, said = one_by_one("lesson_c_identity", 25)
    assert rounded(said[:2], 4) == [0.9968, 0.9993, 0.9965, 0.9992]
    assert rounded(said[24], 4) == [0.4776, 0.5466]


def test_lesson_c_with_identity_has_the_articles_loss():
    losses = np.empty(2)
    lesson("lesson_c_identity").advance(2, losses)
    assert rounded(losses[1], 5) == [0.99858]  # of the number 3, which is not even


def test_lesson_c_with_sigmoid_everywhere_gives_other_numbers():
    _, said = one_by_one("lesson_c_sigmoid", 25)
    assert rounded(said[:2], 4) == [0.8631, 0.8776, 0.7861, 0.8265]
    assert rounded(said[24], 4) == [0.3894, 0.5968]


@pytest.mark.parametrize("name", ["lesson_c_identity", "lesson_c_sigmoid"])
def test_lesson_c_teaches_2_as_1_and_3_as_0_in_that_order(name):
    problem = lesson(name).problem
    assert problem.X.ravel().tolist() == [2.0, 3.0]
    assert problem.Y.ravel().tolist() == [1.0, 0.0]
    assert (problem.batch_size, problem.training.order) == (1, "given")
