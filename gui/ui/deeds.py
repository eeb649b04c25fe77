"""What each command of the menus, and each button of a message, does in the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.ui.main_window import MainWindow

Deed = Callable[[], object]


def of_commands(window: MainWindow) -> dict[str, Deed]:
    """By the name of the command (see gui.ui.actions)."""
    record, list_, dialogs = window.record, window.list, window.dialogs
    return {
        "new_draft": record.create_reauth,
        "new_first_submission": record.create_wxaauth,
        "open_list": window.show_list,
        "refresh_states": list_.refresh_states,
        "save_draft": record.saving.save,
        "rename_record": window.rename,
        "history": window.history,
        "query_record": record.asks.ask,
        "import_draft": list_.files.choose_import,
        "export_draft": window.export,
        "export_all": list_.files.export_all,
        "undo_delete": list_.deletions.undo,
        "recently_deleted": list_.deletions.show_deleted,
        "quit": window.close,
        "check": record.check_answers,
        "next_error": record.next_error,
        "previous_error": record.previous_error,
        "accounts": dialogs.show_accounts,
        "first_run": dialogs.show_first_run,
        "help": dialogs.show_help,
        "practice": dialogs.show_practice,
        "settings": dialogs.show_settings,
        "about": dialogs.show_about,
    }


def of_messages(window: MainWindow) -> dict[str, Deed]:
    """By the key of the button (see gui.ui.messages); all others are about the answers."""
    record, dialogs = window.record, window.dialogs
    return {
        "undo": window.list.deletions.undo,
        "retry": record.retry,
        "check_again": record.check_answers,
        "retry_save": record.saving.save,
        "query_status": record.query,
        "edit_account": dialogs.show_accounts,
        "add_account": dialogs.show_accounts,
        "session_only": dialogs.show_accounts,
        "network_settings": dialogs.show_network_settings,
        "show_allowlist_steps": partial(_allowlist, window),
        "export_draft": window.export,
        "save_copy": record.save_copy,
        "open_list": window.show_list,
    }


def _allowlist(window: MainWindow) -> None:
    """The steps, with the IP of the refusal that is shown."""
    window.dialogs.show_allowlist_steps(window.messages.ip())
