"""Times both engines against what one would otherwise write or take: `bench_engines.py [W1 ...]`.

Microseconds per training step (forward, backward, update) on one thread: all contestants take
turns in one run, medians over the rounds. Ratios are to the plain textbook loop, turn by turn.
scikit-learn and PyTorch take part where they are installed (`pip install nnplayground[bench]`).
`bench_engines.py --crossover` compares the two engines over a grid of shapes instead: where the
limits in `nnplayground/core/engines.py` are read from.
"""

import argparse
import importlib.util
import os
import platform
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from nnplayground.core import LayerSpec, NetworkSpec, ParameterLayout, Problem, TrainingSpec
from nnplayground.core.engines import ENGINES, engine_name

Advance = Callable[[int], None]

# Seconds that a contestant trains before the next one has its turn.
TURN = 0.05
# Steps that an engine does in one call, as in a window.
BURST = 2000


@dataclass(frozen=True)
class Workload:
    """A network, its data and its training, as in the project's table of performance."""

    name: str
    sizes: tuple[int, ...]
    hidden: str
    output: str
    loss: str
    batch: int
    examples: int
    precision: str = "float64"
    optimizer: str = "sgd"
    recorded: bool = False
    target: float = 0.0

    @property
    def title(self) -> str:
        kinds = self.hidden if self.hidden == self.output else f"{self.hidden} {self.output}"
        sizes = "-".join(map(str, self.sizes))
        adam = ", adam" if self.optimizer == "adam" else ""
        return f"{self.name} {sizes} {kinds}, batch {self.batch}{adam}, {self.precision}"

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """(X, Y), float64, the same for all contestants."""
        random = np.random.default_rng(0)
        X = random.uniform(-1.0, 1.0, (self.examples, self.sizes[0]))
        Y = random.uniform(0.0, 1.0, (self.examples, self.sizes[-1]))
        if self.output == "softmax":
            Y = np.eye(self.sizes[-1])[random.integers(0, self.sizes[-1], self.examples)]
        return X, Y

    def problem(self) -> Problem:
        kinds = (*(self.hidden,) * (len(self.sizes) - 2), self.output)
        layers = tuple(LayerSpec(n, kind) for n, kind in zip(self.sizes[1:], kinds, strict=True))
        training = TrainingSpec(
            loss=self.loss,
            optimizer=self.optimizer,
            learning_rate=0.001,
            batch_size=self.batch,
            precision=self.precision,
        )
        X, Y = (np.ascontiguousarray(array, self.precision) for array in self.data())
        return Problem(ParameterLayout(NetworkSpec(self.sizes[0], layers)), training, 0, X, Y)


SQUARED, ENTROPY = "half_squared", "cross_entropy"
WORKLOADS = (
    Workload("W1", (2, 4, 2, 1), "tanh", "tanh", SQUARED, 10, 250, recorded=True, target=25.0),
    Workload("W2", (2, 8, 8, 8, 1), "tanh", "tanh", SQUARED, 10, 250, recorded=True, target=15.0),
    Workload("W3", (3, 1), "sigmoid", "sigmoid", SQUARED, 4, 4, recorded=True, target=50.0),
    Workload("W4", (784, 10, 10), "relu", "softmax", ENTROPY, 1000, 1000, "float32", target=3.5),
    Workload(
        "W5", (784, 16, 16, 10), "sigmoid", "sigmoid", SQUARED, 32, 1600, "float32", target=3.0
    ),
    Workload(
        "W6",
        (784, 128, 64, 10),
        "relu",
        "softmax",
        ENTROPY,
        64,
        1600,
        "float32",
        "adam",
        target=2.8,
    ),
    Workload("W7", (2, 64, 64, 2), "relu", "softmax", ENTROPY, 256, 1024, "float32", target=2.8),
)


class Engine:
    """One of the engines, recording what the workload asks for."""

    def __init__(self, workload: Workload, name: str) -> None:
        self.problem = workload.problem()
        self.engine = ENGINES[name](self.problem)
        self.state = self.problem.initial_state()
        self.recorded = workload.recorded

    def __call__(self, steps: int) -> None:
        dtype, size = self.state.theta.dtype, self.state.theta.size
        for done in range(0, steps, BURST):
            burst = min(BURST, steps - done)
            losses = np.empty(burst, dtype)
            thetas = np.empty((burst, size), dtype) if self.recorded else None
            self.engine.advance(self.state, burst, losses, thetas)


class Textbook:
    """A plain loop: examples as rows, X @ W + b, a gradient array for each W and b."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        self.X, self.Y = workload.data()
        self.random = np.random.default_rng(1)
        pairs = list(zip(workload.sizes, workload.sizes[1:], strict=False))
        self.W = [self.random.uniform(-0.5, 0.5, pair) for pair in pairs]
        self.b = [np.full(outputs, 0.1) for _, outputs in pairs]
        self.moments = [[np.zeros_like(p) for p in self.W + self.b] for _ in range(2)]
        self.t = 0

    def __call__(self, steps: int) -> None:
        done, batch = 0, self.workload.batch
        while done < steps:
            order = self.random.permutation(len(self.X))
            for start in range(0, len(self.X), batch):
                if batch < len(self.X):
                    chosen = order[start : start + batch]
                    self.step(self.X[chosen], self.Y[chosen])
                else:
                    self.step(self.X, self.Y)
                done += 1
                if done == steps:
                    break

    def step(self, X: np.ndarray, Y: np.ndarray) -> None:
        activations = [X]
        for i in range(len(self.W)):
            z = activations[-1] @ self.W[i] + self.b[i]
            activations.append(self.activate(z, i))
        gradients_W, gradients_b = [], []
        delta = (activations[-1] - Y) / len(X)
        if self.workload.output != "softmax":
            delta = delta * self.slope(activations[-1])
        for i in reversed(range(len(self.W))):
            gradients_W.insert(0, activations[i].T @ delta)
            gradients_b.insert(0, delta.sum(axis=0))
            if i > 0:
                delta = (delta @ self.W[i].T) * self.slope(activations[i])
        self.update(gradients_W + gradients_b)

    def activate(self, z: np.ndarray, i: int) -> np.ndarray:
        kind = self.workload.output if i == len(self.W) - 1 else self.workload.hidden
        if kind == "tanh":
            return np.tanh(z)
        if kind == "sigmoid":
            return 1.0 / (1.0 + np.exp(-z))
        if kind == "relu":
            return np.maximum(z, 0.0)
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def slope(self, a: np.ndarray) -> np.ndarray:
        if self.workload.hidden == "tanh":
            return 1.0 - a**2
        if self.workload.hidden == "sigmoid":
            return a * (1.0 - a)
        return (a > 0.0).astype(a.dtype)

    def update(self, gradients: list[np.ndarray]) -> None:
        parameters = self.W + self.b
        if self.workload.optimizer == "sgd":
            for p, g in zip(parameters, gradients, strict=True):
                p -= 0.001 * g
            return
        self.t += 1
        for p, g, m, v in zip(parameters, gradients, *self.moments, strict=True):
            m[...] = 0.9 * m + 0.1 * g
            v[...] = 0.999 * v + 0.001 * g**2
            m_hat = m / (1.0 - 0.9**self.t)
            v_hat = v / (1.0 - 0.999**self.t)
            p -= 0.001 * m_hat / (np.sqrt(v_hat) + 1e-8)


class ScikitLearn:
    """MLPClassifier or MLPRegressor, fitted for so many epochs that only its loop counts."""

    def __init__(self, workload: Workload) -> None:
        from sklearn.neural_network import MLPClassifier, MLPRegressor

        self.X, Y = (array.astype(workload.precision) for array in workload.data())
        kinds = {"sigmoid": "logistic"}
        softmax = workload.output == "softmax"
        self.Y = Y.argmax(axis=1) if softmax else Y
        self.model = (MLPClassifier if softmax else MLPRegressor)(
            hidden_layer_sizes=workload.sizes[1:-1],
            activation=kinds.get(workload.hidden, workload.hidden),
            solver=workload.optimizer,
            alpha=0.0,
            momentum=0.0,
            batch_size=workload.batch,
            learning_rate_init=0.001,
            tol=0.0,
            n_iter_no_change=10**9,
        )
        self.per_epoch = -(-workload.examples // workload.batch)

    def __call__(self, steps: int) -> None:
        self.model.max_iter = max(1, steps // self.per_epoch)
        self.model.fit(self.X, self.Y)


class Torch:
    """PyTorch, eager."""

    def __init__(self, workload: Workload) -> None:
        import torch

        torch.set_num_threads(1)
        dtype = getattr(torch, workload.precision)
        self.X, self.Y = (torch.tensor(array, dtype=dtype) for array in workload.data())
        kinds = {"tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid, "relu": torch.nn.ReLU}
        modules: list[torch.nn.Module] = []
        for i, (n, m) in enumerate(zip(workload.sizes, workload.sizes[1:], strict=False)):
            modules.append(torch.nn.Linear(n, m, dtype=dtype))
            kind = workload.output if i == len(workload.sizes) - 2 else workload.hidden
            modules.extend([kinds[kind]()] if kind in kinds else [])
        self.model = torch.nn.Sequential(*modules)
        entropy = workload.output == "softmax"
        self.loss = torch.nn.CrossEntropyLoss() if entropy else torch.nn.MSELoss()
        kind = torch.optim.Adam if workload.optimizer == "adam" else torch.optim.SGD
        self.optimizer = kind(self.model.parameters(), lr=0.001)
        self.batch, self.torch = workload.batch, torch

    def __call__(self, steps: int) -> None:
        done = 0
        while done < steps:
            for chosen in self.torch.randperm(len(self.X)).split(self.batch):
                whole = len(chosen) == len(self.X)
                X, Y = (self.X, self.Y) if whole else (self.X[chosen], self.Y[chosen])
                self.optimizer.zero_grad()
                self.loss(self.model(X), Y).backward()
                self.optimizer.step()
                done += 1
                if done == steps:
                    return


def contestants(workload: Workload) -> dict[str, Advance]:
    found: dict[str, Advance] = {"textbook": Textbook(workload)}
    found |= {name: Engine(workload, name) for name in ENGINES}
    # scikit-learn has no network without a hidden layer
    if importlib.util.find_spec("sklearn") and len(workload.sizes) > 2:
        found["scikit-learn"] = ScikitLearn(workload)
    if importlib.util.find_spec("torch"):
        found["PyTorch"] = Torch(workload)
    return found


def timed(advance: Advance, steps: int) -> float:
    started = time.perf_counter()
    advance(steps)
    return (time.perf_counter() - started) / steps


def take_turns(advances: dict[str, Advance], rounds: int, per_epoch: int) -> dict[str, np.ndarray]:
    """Seconds a step of each, one for each round."""
    steps = {}
    for name, advance in advances.items():
        timed(advance, per_epoch)
        whole_epochs = round(TURN / timed(advance, 4 * per_epoch) / per_epoch)
        steps[name] = max(1, whole_epochs) * per_epoch
    turns = [{name: timed(advances[name], steps[name]) for name in advances} for _ in range(rounds)]
    return {name: np.array([turn[name] for turn in turns]) for name in advances}


NAMES = ("textbook", *ENGINES, "scikit-learn", "PyTorch")


def compare(workloads: list[Workload], rounds: int) -> None:
    """A table in Markdown."""
    machine = f"{os.cpu_count()} processors, {platform.machine()}, NumPy {np.__version__}"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}; microseconds a step, and times the textbook\n")
    print(f"| workload | {' | '.join(NAMES)} | chosen | target |")
    print("|---" * (len(NAMES) + 3) + "|")
    for workload in workloads:
        per_epoch = -(-workload.examples // workload.batch)
        seconds = take_turns(contestants(workload), rounds, per_epoch)
        speed = {name: np.median(seconds["textbook"] / each) for name, each in seconds.items()}
        cells = [
            f"{np.median(seconds[name]) * 1e6:.3g} ({speed[name]:.3g}x)" if name in seconds else "-"
            for name in NAMES
        ]
        chosen = engine_name(workload.problem())
        verdict = f"{chosen} {speed[chosen]:.3g}x | {workload.target:g}x"
        print(f"| {workload.title} | {' | '.join(cells)} | {verdict} |", flush=True)


# From small and square to wide: where one engine overtakes the other, by batch size.
SHAPES = (
    (2, 4, 2, 1),
    (2, 64, 64, 2),
    (64, 32, 10),
    (784, 10, 10),
    (784, 30, 10),
    (64, 128, 64, 10),
    (784, 128, 64, 10),
    (784, 200, 10),
    (784, 256, 128, 10),
    (784, 512, 256, 10),
)
BATCHES = (1, 10, 32, 128)


def crossover(rounds: int) -> None:
    """Both engines over shapes, batch sizes and precisions."""
    print("| precision | network | parameters | batch | numpy µs | fused µs | fused is |")
    for precision in ("float64", "float32"):
        for sizes in SHAPES:
            for batch in BATCHES:
                compare_shape(precision, sizes, batch, rounds)


def compare_shape(precision: str, sizes: tuple[int, ...], batch: int, rounds: int) -> None:
    workload = Workload("", sizes, "tanh", "tanh", SQUARED, batch, 4 * batch, precision)
    advances: dict[str, Advance] = {name: Engine(workload, name) for name in ENGINES}
    seconds = take_turns(advances, rounds, 4)
    numpy, fused = (np.median(seconds[name]) * 1e6 for name in ("numpy", "fused"))
    network, parameters = "-".join(map(str, sizes)), workload.problem().layout.size
    print(
        f"| {precision} | {network} | {parameters:,} | {batch} | {numpy:.1f} | {fused:.1f} "
        f"| {np.median(seconds['numpy'] / seconds['fused']):.2f}x |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("workloads", nargs="*", help="W1 to W7; all where none is named")
    parser.add_argument("--rounds", type=int, default=15, help="turns of each contestant")
    parser.add_argument("--crossover", action="store_true", help="find where the engines cross")
    given = parser.parse_args()
    warnings.simplefilter("ignore")  # scikit-learn's that an epoch is too few
    with threadpool_limits(1, user_api="blas"):
        if given.crossover:
            crossover(given.rounds)
        else:
            compare(
                [w for w in WORKLOADS if not given.workloads or w.name in given.workloads],
                given.rounds,
            )


if __name__ == "__main__":
    main()
