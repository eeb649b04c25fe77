"""Brings pictures to WeChat: at most two at once, each once, and known for good when answered.

An upload may be repeated, a submission never (see submission.py). What WeChat has acknowledged is
on the disk before anybody is told, so that a killed program does not upload it again.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Condition, Event, Thread
from typing import TYPE_CHECKING, Any

from gui.core.errors import AppError, Cancelled, CancelledUnsent, StoreError
from gui.core.local_pictures import pictures_in, require_none, with_ids
from gui.core.store.uploads import Upload, UploadRows
from gui.core.upload_state import Kind, State, kind_of
from gui.core.upload_trouble import before_submission, concerns_all, refused_later, trouble

if TYPE_CHECKING:
    from gui.core.store.accounts import Account
    from gui.core.store.pictures import Pictures
    from gui.core.wechat.client import WeChat

log = logging.getLogger(__name__)

AT_ONCE = 2
TICK = 0.1  # seconds between two looks at the cancel flag
Key = tuple[str, str]  # AppID, sha256


@dataclass(eq=False)
class _Job:
    """One upload, from the queue to the answer."""

    sha256: str
    account: Account
    cancelled: Event = field(default_factory=Event)
    percent: int = -1

    @property
    def key(self) -> Key:
        return self.account.appid, self.sha256


class Uploads:
    """One for the program. Every method may block on the disk, none but `finish` on the network.

    `connect` gives the way to WeChat for an account (see Connections.wechat). `tell` hears of
    every change, from threads of its own: it must be quick.
    """

    def __init__(
        self,
        pictures: Pictures,
        rows: UploadRows,
        connect: Callable[[Account, Event], WeChat],
        *,
        tell: Callable[[State], None] = lambda _: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._pictures = pictures
        self._rows = rows
        self._connect = connect
        self._tell = tell
        self._now = now
        self._changed = Condition()
        self._queue: deque[_Job] = deque()
        self._jobs: dict[Key, _Job] = {}
        self._failed: dict[Key, AppError] = {}
        self._unwritten: dict[Key, Upload] = {}
        self._workers = 0

    def states(self, pictures: Iterable[str], account: Account) -> dict[str, State]:
        """Where each picture (by sha256) stands for an account."""
        with self._changed:
            known = self._known(account.appid)
            return {one: self._state((account.appid, one), known) for one in pictures}

    def start(self, pictures: Iterable[str], account: Account) -> None:
        """Upload those that WeChat does not have for this account; does not wait for it."""
        with self._changed:
            # Under the lock: what is neither known nor under way now has never been answered.
            known = self._known(account.appid)
            for sha256 in pictures:
                key = account.appid, sha256
                if key not in self._jobs and not self._is_fresh(known.get(sha256)):
                    self._failed.pop(key, None)
                    self._jobs[key] = _Job(sha256, account)
                    self._queue.append(self._jobs[key])
            missing = min(AT_ONCE - self._workers, len(self._queue))
            self._workers += missing
        for _ in range(missing):
            Thread(target=self._work, name="upload", daemon=True).start()

    def again(self, picture: str, account: Account) -> None:
        """Upload a picture although its id may still be good; does not wait for it."""
        self._rows.forget(picture, account.appid)
        with self._changed:
            self._unwritten.pop((account.appid, picture), None)
        self.start([picture], account)

    def cancel(self, picture: str, account: Account) -> None:
        """Stop one upload: the picture waits again, and an answer that comes late is not heard."""
        key = account.appid, picture
        with self._changed:
            job = self._jobs.get(key)
            if job is None:
                return
            job.cancelled.set()
            if job not in self._queue:  # its thread tells when it has stopped
                return
            self._queue.remove(job)
            del self._jobs[key]
            self._changed.notify_all()
        self._tell(State(picture, account.appid))

    def stop(self) -> None:
        """The program ends: what is under way is cut, and goes on after the next start."""
        with self._changed:
            for job in self._jobs.values():
                job.cancelled.set()

    def ready(
        self, auth_data: Mapping[str, Any], account: Account, *, cancelled: Event | None = None
    ) -> dict[str, Any]:
        """`auth_data` with the ids of its pictures, uploaded first where that is needed.

        Blocks. Raises what `finish` does.
        """
        ids = self.finish(pictures_in(auth_data), account, cancelled=cancelled)
        complete: dict[str, Any] = with_ids(auth_data, ids)
        require_none(complete)
        return complete

    def finish(
        self, pictures: Iterable[str], account: Account, *, cancelled: Event | None = None
    ) -> dict[str, str]:
        """Upload what is missing and wait for it; returns the ids by sha256.

        One that was stopped meanwhile is not among them. `cancelled` ends the waiting, not the
        uploads. Raises the first failure, in words (AppError, Refused, AccountIncomplete,
        KeystoreError, StoreError), or CancelledUnsent.
        """
        wanted = list(pictures)
        self.start(wanted, account)
        with self._changed:
            while any((account.appid, one) in self._jobs for one in wanted):
                if cancelled is not None and cancelled.is_set():
                    raise CancelledUnsent
                self._changed.wait(TICK)
        found = self.states(wanted, account)
        for state in found.values():
            if state.error is not None:
                raise before_submission(state.error) from None
        done = (state.upload for state in found.values() if state.kind == "done")
        return {upload.sha256: upload.media_id for upload in done if upload}

    def refused(self, media_id: str, account: Account) -> str | None:
        """WeChat does not accept an id any more (89636): it is dropped, and its picture marked.

        Returns the picture's sha256, None when the id is not one of ours.
        """
        sha256 = self._rows.picture_of(account.appid, media_id)
        if sha256 is None:
            return None
        self._rows.forget(sha256, account.appid)
        error = refused_later(self._name(sha256))
        with self._changed:
            self._failed[account.appid, sha256] = error
        self._tell(State(sha256, account.appid, "failed", error=error))
        return sha256

    def _work(self) -> None:
        while (job := self._next()) is not None:
            outcome: Upload | AppError | None = None
            try:
                outcome = self._upload(job)
            finally:
                if outcome is None:  # a fault of ours ends this thread, and is reported there
                    with self._changed:
                        self._workers -= 1
                self._settle(job, outcome or AppError())

    def _next(self) -> _Job | None:
        with self._changed:
            if self._queue:
                return self._queue.popleft()
            self._workers -= 1
            return None

    def _upload(self, job: _Job) -> Upload | AppError:
        """Send one picture; what goes wrong is returned."""
        try:
            picture = self._pictures.get(job.sha256)
            content = self._pictures.content(job.sha256)
            self._progress(job, 0, 1)
            wechat = self._connect(job.account, job.cancelled)
            media_id = wechat.upload(
                content,
                picture.content_type,
                progress=lambda sent, total: self._progress(job, sent, total),
                cancelled=job.cancelled,
            )
        except KeyError:  # deleted meanwhile
            return Cancelled()
        except AppError as error:
            return error
        return self._keep(job, media_id)

    def _keep(self, job: _Job, media_id: str) -> Upload:
        appid, sha256 = job.key
        try:
            return self._rows.keep(sha256, appid, media_id)
        except StoreError as error:  # WeChat has it all the same: good until the program ends
            log.warning("an upload is not kept: %s", type(error).__name__)
            upload = Upload(sha256, media_id, self._now())
            with self._changed:
                self._unwritten[job.key] = upload
            return upload

    def _settle(self, job: _Job, outcome: Upload | AppError) -> None:
        ended = [job]
        if isinstance(outcome, AppError) and concerns_all(outcome):
            ended += self._withdraw(job.account.appid)
        told = [self._outcome_of(one, outcome) for one in ended]
        with self._changed:
            for one, state in zip(ended, told, strict=True):
                del self._jobs[one.key]
                if state.error is not None:
                    self._failed[one.key] = state.error
            self._changed.notify_all()
        for state in told:
            self._tell(state)

    def _withdraw(self, appid: str) -> list[_Job]:
        with self._changed:
            same = [job for job in self._queue if job.account.appid == appid]
            self._queue = deque(job for job in self._queue if job not in same)
            return same

    def _outcome_of(self, job: _Job, outcome: Upload | AppError) -> State:
        appid, sha256 = job.key
        if isinstance(outcome, Upload):
            return State(sha256, appid, "done", 100, outcome)
        if isinstance(outcome, Cancelled):
            return State(sha256, appid)
        error = trouble(self._name(sha256), outcome)
        return State(sha256, appid, kind_of(error), error=error)

    def _progress(self, job: _Job, sent: int, total: int) -> None:
        percent = min(99, sent * 100 // max(total, 1))  # the rest is the answer
        if percent != job.percent and self._jobs.get(job.key) is job:
            job.percent = percent
            self._tell(State(job.sha256, job.account.appid, "sending", percent))

    def _state(self, key: Key, known: Mapping[str, Upload]) -> State:
        appid, sha256 = key
        job, upload, error = self._jobs.get(key), known.get(sha256), self._failed.get(key)
        if job is not None:
            kind: Kind = "waiting" if job.percent < 0 else "sending"
            return State(sha256, appid, kind, max(job.percent, 0), upload)
        if self._is_fresh(upload):
            return State(sha256, appid, "done", 100, upload)
        kind = "waiting" if error is None else kind_of(error)
        return State(sha256, appid, kind, upload=upload, error=error)

    def _known(self, appid: str) -> dict[str, Upload]:
        """Under the lock."""
        unwritten = {one: upload for (of, one), upload in self._unwritten.items() if of == appid}
        return self._rows.of(appid) | unwritten

    def _is_fresh(self, upload: Upload | None) -> bool:
        return upload is not None and upload.is_fresh(self._now())

    def _name(self, sha256: str) -> str:
        try:
            return self._pictures.get(sha256).name
        except (KeyError, StoreError):
            return "图片"
