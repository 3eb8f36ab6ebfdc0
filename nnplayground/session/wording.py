"""What the core says about a setting, in the words of the window."""

import re

# A setting as scripts and files name it, before what is wrong with it.
_SETTING = re.compile(r"^(?:data|training)\.(\w+): ")


def spoken(sentence: str) -> str:
    """The sentence with the setting's name in place of its path: 'Learning rate: expected'."""
    return _SETTING.sub(
        lambda found: f"{found[1].replace('_', ' ').capitalize()}: ", sentence, count=1
    )
