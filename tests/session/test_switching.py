import pytest

from nnplayground.core import Experiment, Run, SpecError, load_dataset
from nnplayground.core.adapt import Correspondence
from nnplayground.data import DATASETS
from nnplayground.data.picture_opening import opened_pictures, spec_at
from nnplayground.files.lesson_file import built_in_lessons
from nnplayground.session.switching import switched_data
from tests.data.picture_files import write_set

OURS = Experiment(seed=7).with_training(learning_rate=0.123)


def switched(experiment=OURS, **settings):
    return switched_data(experiment, load_dataset(experiment.data), settings)


def test_noise_goes_on_with_the_same_network():
    result = switched(noise=10.0)
    assert not result.afresh
    assert result.correspondence is None
    assert result.experiment == OURS.with_data(noise=10.0)


def test_a_dataset_of_the_kind_keeps_network_training_and_settings():
    result = switched(OURS.with_data(noise=10.0), dataset="spiral")
    assert result.afresh
    assert result.experiment.network == OURS.network
    assert result.experiment.training == OURS.training
    assert result.experiment.data.noise == 10.0
    assert result.reasons == ()


def test_data_of_another_kind_brings_what_suits_it_and_keeps_the_seed():
    result = switched(dataset="digits")
    suggested = DATASETS["digits"].suggested
    assert result.afresh
    assert result.experiment.network == suggested.network
    assert result.experiment.training == suggested.training
    assert result.experiment.seed == 7
    assert "undo brings back yours" in result.reasons[0]


def test_settings_given_with_another_dataset_hold():
    assert switched(dataset="digits", train_share=0.5).experiment.data.train_share == 0.5
    assert switched(dataset="xor", noise=3.0).experiment.data.noise == 3.0


def test_other_inputs_keep_those_that_stay_by_name():
    result = switched(features=("x2", "x1^2", "x1"))
    assert not result.afresh
    assert result.experiment.network.inputs == 3
    assert result.correspondence == Correspondence((0, 1, 2), ((1, None, 0), None, None, None))


def test_features_that_the_other_dataset_has_go_along():
    ours = switched(features=("x1", "x2", "sin(x1)")).experiment
    result = switched(ours, dataset="xor")
    assert result.experiment.data.features == ("x1", "x2", "sin(x1)")
    assert result.experiment.network.inputs == 3


@pytest.mark.parametrize("key", DATASETS)
def test_every_dataset_can_be_switched_to_and_trained(key):
    result = switched(dataset=key) if key != "circle" else switched(dataset="circle")
    dataset = load_dataset(result.experiment.data)
    assert dataset.inputs == result.experiment.network.inputs
    assert result.experiment.network.output.units in dataset.allowed_outputs()


@pytest.mark.parametrize("key", DATASETS)
def test_from_every_dataset_the_circle_can_be_switched_to(key):
    result = switched(DATASETS[key].suggested, dataset="circle")
    dataset = load_dataset(result.experiment.data)
    assert dataset.inputs == result.experiment.network.inputs


def test_unknown_data_is_named_with_what_is_known():
    with pytest.raises(SpecError, match=r"'nowhere' is unknown; known are circle"):
        switched(dataset="nowhere")


@pytest.mark.parametrize(
    ("lesson", "title"), [("d-digits", "784-10-10"), ("e-knobs", "784-16-16-10")]
)
def test_the_networks_of_lessons_d_and_e_train_on_idx_files(lesson, title, tmp_path):
    spec = opened_pictures(spec_at(write_set(tmp_path)))
    experiment = dict(built_in_lessons())[lesson].experiments[0].experiment
    result = switched(experiment, dataset="pictures", pictures=spec)
    assert result.afresh
    assert result.experiment.network == experiment.network
    assert result.experiment.network.title == title
    assert result.experiment.training == experiment.with_training(precision="float32").training
    assert "300 training and 100 test pictures" in result.reasons[0]
    run = Run(result.experiment.with_training(engine="numpy"), load_dataset(result.experiment.data))
    before = run.train_score().loss or 0.0
    run.advance(200)
    assert (run.train_score().loss or 0.0) < 0.95 * before


def test_leaving_pictures_forgets_where_they_were(tmp_path):
    spec = opened_pictures(spec_at(write_set(tmp_path, 20, 10)))
    on_pictures = switched(DATASETS["digits"].suggested, dataset="pictures", pictures=spec)
    back = switched(on_pictures.experiment, dataset="digits")
    assert back.experiment.data.pictures is None
    assert back.experiment.network.inputs == 64
