"""What the core says about a setting or a file, in the words of the window."""

import re

# A setting as scripts and files name it, before what is wrong with it.
_SETTING = re.compile(r"^(?:data|training)(?:\.\w+)*\.(\w+): ")


def spoken(sentence: str) -> str:
    """The sentence with the setting's name in place of its path: 'Learning rate: expected'."""
    return _SETTING.sub(
        lambda found: f"{found[1].replace('_', ' ').capitalize()}: ", sentence, count=1
    )


def as_sentence(message: str) -> str:
    """The message with a capital and an end; a file's name keeps its own first letter."""
    first = message.partition(" ")[0].rstrip(":,;")
    start = message[:1].upper() if first.isalpha() else message[:1]
    end = "" if message.endswith(("?", "!", ".", "…")) else "."
    return f"{start}{message[1:]}{end}"
