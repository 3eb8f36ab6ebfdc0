"""What menus and keys do to the network: they act on the selected layer."""

from nnplayground.core import LayerSpec
from nnplayground.session import Session
from nnplayground.views.editor.commands import Commands


class NetworkCommands:
    """The commands of the editor, on one layer: the selected one, else the first hidden one.

    Args:
        session: whose network.
        commands: the editor’s.
    """

    def __init__(self, session: Session, commands: Commands) -> None:
        self._session = session
        self._commands = commands

    @property
    def level(self) -> int:
        """Which layer is acted on: 0 for the inputs, 1 for the first layer, ..."""
        output = len(self._commands.network.layers)
        selection = self._session.selection
        # the editor's keys take the first hidden layer where nothing is selected
        return min(1 if selection is None else selection.layer, output)

    @property
    def is_selected(self) -> bool:
        """Whether one is selected that can be seen to be."""
        return self._session.selection is not None

    @property
    def name(self) -> str:
        """What the layer is called."""
        return self._commands.name(self.level)

    @property
    def layer(self) -> LayerSpec | None:
        """The layer; None for the inputs."""
        return self._commands.network.layers[self.level - 1] if self.level else None

    @property
    def is_hidden(self) -> bool:
        """Whether it is a hidden layer."""
        return self._commands.is_hidden(self.level)

    def can_resize(self, by: int) -> bool:
        """Whether it can have `by` neurons more."""
        return self.is_hidden and self._commands.network.sizes[self.level] + by > 0

    def can_move(self, by: int) -> bool:
        """Whether it can be moved `by` levels towards the output."""
        return self.is_hidden and self._commands.is_hidden(self.level + by)

    def add_layer(self) -> None:
        """Add a layer behind it."""
        self._commands.add_after(self.level)

    def duplicate(self) -> None:
        """Put a copy behind it."""
        self._commands.duplicate(self.level)

    def remove(self) -> None:
        """Take it out."""
        self._commands.remove(self.level)

    def move(self, by: int) -> None:
        """Move it `by` levels towards the output."""
        self._commands.move(self.level, self.level + by)

    def resize(self, by: int) -> None:
        """Give it `by` neurons more; fewer where that is negative."""
        self._commands.resize(self.level, self._commands.network.sizes[self.level] + by)

    def set_activation(self, activation: str) -> None:
        """Give it another activation."""
        self._commands.set_activation(self.level, activation)

    def toggle_bias(self) -> None:
        """Give it biases, or take them away."""
        if self.layer is not None:
            self._commands.change(self.level, "bias", bias=not self.layer.bias)
