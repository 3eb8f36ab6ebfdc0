"""The table of all actions: every menu, shortcut and tool button is in here."""

from nnplayground.views.actions import Entry
from nnplayground.views.menus.data import DATA
from nnplayground.views.menus.edit import EDIT
from nnplayground.views.menus.file import FILE
from nnplayground.views.menus.help import HELP
from nnplayground.views.menus.lessons import LESSONS
from nnplayground.views.menus.network import NETWORK
from nnplayground.views.menus.points import POINTS
from nnplayground.views.menus.time import TIME
from nnplayground.views.menus.train import TRAIN
from nnplayground.views.menus.view import VIEW

ACTIONS: tuple[Entry, ...] = (
    *FILE,
    *EDIT,
    *NETWORK,
    *DATA,
    *POINTS,
    *TRAIN,
    *TIME,
    *VIEW,
    *LESSONS,
    *HELP,
)
