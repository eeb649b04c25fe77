"""Adds pictures in a window of its own, for a test that kills it in the middle.

usage: adding_and_dying.py FOLDER ADDRESS TOKEN PICTURE… It says which are acknowledged.
"""

import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

from gui.app import make_application, open_window
from gui.core.album import Source

OTHER = "/qualification_other"


def main() -> None:
    folder, address, token, *pictures = sys.argv[1:]
    app = make_application()
    wechat = nullcontext(SimpleNamespace(base_url=address, world=None))
    wechat.base_url, wechat.world = address, None
    with open_window(app, Path(folder), practice=False, stand_in=wechat) as window:
        account = window.record.session.sheet.account
        window.services.desk.connections.paste(account, token)
        window.services.upload_news.arrived.connect(say)
        window.show()
        while window.record.form.view.is_incomplete():
            app.processEvents()
        editor = window.record.form.view.rows[OTHER].editor
        editor.give([Source(Path(one), Path(one).name) for one in pictures])
        app.exec()


def say(state):
    if state.kind == "done":
        print(state.sha256, flush=True)


main()
