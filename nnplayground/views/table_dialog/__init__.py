"""Opening a table of one's own: a preview in which everything that was found can be changed."""

from nnplayground.views.table_dialog.dialog import TableDialog
from nnplayground.views.table_dialog.finding import with_table_found
from nnplayground.views.table_dialog.opening import TableOpening, is_table

__all__ = ["TableDialog", "TableOpening", "is_table", "with_table_found"]
