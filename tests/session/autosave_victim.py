"""Trains, edits, saves and autosaves at random until it is killed: the victim of the kill tests.

Run as `python -m tests.session.autosave_victim FOLDER SEED`; says "ready" when a copy is there.
"""

import random
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from nnplayground.core import Experiment
from nnplayground.core.edits import resize_layer
from nnplayground.files import save_network
from nnplayground.session import Session
from nnplayground.session.autosave import Autosave

# Milliseconds: the real thirty seconds, a hundred times as fast.
INTERVAL = 300


class Victim:
    """A person in a hurry."""

    def __init__(self, folder, seed):
        self.random = random.Random(seed)
        self.document = folder / "document.nnplay"
        self.session = Session(Experiment(seed=seed).with_training(engine="numpy"))
        self.autosave = Autosave(self.session, folder / "recovery", INTERVAL)
        self.autosave.saved.connect(self.say_ready)
        self.timer = QTimer()
        self.timer.timeout.connect(self.act)
        self.timer.start(40)
        self.session.train()

    def say_ready(self):
        print("ready", flush=True)
        self.autosave.saved.disconnect(self.say_ready)

    def act(self):
        session, chance = self.session, self.random.random()
        if chance < 0.2:
            session.edit_training("Rate", learning_rate=self.random.choice([0.01, 0.03, 0.1]))
        elif chance < 0.3:
            session.turn(self.random.randrange(session.state.theta.size), self.random.random())
        elif chance < 0.4:
            units = self.random.randint(2, 6)
            session.edit_network("Width", resize_layer(session.experiment.network, 0, units))
        elif chance < 0.5:
            session.branch_at(self.random.randint(0, session.state.iteration))
        elif chance < 0.55:
            session.reset()
        elif chance < 0.65:
            session.pause()
        elif chance < 0.7:
            save_network(self.document, session.saved())
        if not session.running:
            session.train()


def main(folder, seed):
    application = QCoreApplication([])
    victim = Victim(folder, seed)
    application.exec()
    return victim


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
