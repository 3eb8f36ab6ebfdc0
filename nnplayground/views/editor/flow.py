"""In slow motion and single step, the forward and backward pass light up layer by layer."""

from PySide6.QtCore import QObject, QVariantAnimation, Signal, Slot

from nnplayground.core import NetworkSpec
from nnplayground.core.trace import Operation
from nnplayground.session import Frame
from nnplayground.views.editor.names import level_name
from nnplayground.views.editor.overlays import Light
from nnplayground.views.editor.scene import NetworkScene

# Training faster than this, in iterations a second, nobody could follow.
SLOW = 3.0
STAGE_MILLISECONDS, SHORTEST, LONGEST = 260, 240, 3200


class Flow(QObject):
    """Plays both passes of one iteration.

    Args:
        scene: where they light up.

    Signals:
        told(str): what is happening now; '' when it is over.
    """

    told = Signal(str)

    def __init__(self, scene: NetworkScene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._iteration: int | None = None
        self._network: NetworkSpec | None = None
        self._layers = 0
        self._stage = -1
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.valueChanged.connect(self._on_progress)
        self._animation.finished.connect(self.stop)

    @property
    def playing(self) -> bool:
        """Whether a pass is on its way."""
        return self._animation.state() == QVariantAnimation.State.Running

    def take_frame(self, frame: Frame, rate: float | None, stepped: bool) -> None:
        """Play where this frame is one slow iteration after the one before.

        Args:
            frame: the newest moment.
            rate: iterations a second, None for as fast as it goes.
            stepped: whether a person asked for this one step.
        """
        before, self._iteration = self._iteration, frame.iteration
        if frame.experiment.network is not self._network:
            self._network = frame.experiment.network
            self.stop()
        slow = stepped or (rate is not None and rate <= SLOW)
        if before is not None and frame.iteration == before + 1 and slow:
            most = LONGEST if stepped or rate is None else 900.0 / rate
            self._play(frame.experiment.network, most)
        elif before is None or frame.iteration != before:
            self.stop()

    def _play(self, network: NetworkSpec, most: float) -> None:
        self._layers, self._stage = len(network.layers), -1
        stages = 2 * self._layers
        self._animation.stop()
        self._animation.setEndValue(float(stages))
        wanted = min(most, LONGEST, stages * STAGE_MILLISECONDS)
        self._animation.setDuration(round(max(SHORTEST, wanted)))
        self._animation.start()

    def hold(self, light: Light, text: str) -> None:
        """Light up one place, and say why, until something else happens."""
        self._animation.stop()
        self._scene.overlay.light = light
        self._scene.overlay.update()
        self.told.emit(text)

    @Slot()
    def stop(self) -> None:
        """Put the light out."""
        self._animation.stop()
        if self._scene.overlay.light is not None:
            self._scene.overlay.light = None
            self._scene.overlay.update()
            self.told.emit("")

    @Slot(object)
    def _on_progress(self, progress: float) -> None:
        if progress >= 2 * self._layers:
            return
        stage = int(progress)
        backward = stage >= self._layers
        layer = 2 * self._layers - 1 - stage if backward else stage
        self._scene.overlay.light = Light(layer, progress - stage, backward)
        self._scene.overlay.update()
        if stage != self._stage:
            self._stage = stage
            self.told.emit(_told(self._scene.network, layer, backward))


def light_of(operation: Operation, layers: int) -> Light:
    """Where the light is while an operation is taken apart."""
    layer = (operation.layer or layers) - 1
    if operation.kind == "hand_back":
        return Light(layer + 1, 1.0, True)
    if operation.stage == "backward":
        return Light(layer, 0.0, True)
    if operation.stage in ("sum", "activation", "loss"):
        return Light(layer, 0.5 if operation.stage == "sum" else 1.0, False)
    return Light(layer, 0.5, True)


def _told(network: NetworkSpec, layer: int, backward: bool) -> str:
    name, before = level_name(network, layer + 1), level_name(network, layer)
    if not backward:
        return f"Forward: {before} → {name}, Z = A W + b, A = f(Z)"
    if layer == 0:
        return f"Backward: {name} learns, dW = Xᵀ dZ"
    return f"Backward: {name} learns, dW = Aᵀ dZ, and hands dA = dZ Wᵀ to {before}"
