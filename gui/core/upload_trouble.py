"""What a clerk reads when a picture was not uploaded, and whether the others will fare the same."""

from __future__ import annotations

from gui.core.errors import (
    NOTHING_SENT,
    AccountIncomplete,
    AppError,
    KeystoreError,
    NoAnswer,
    NotSent,
    PictureLost,
    Refused,
)
from gui.core.outside_text import one_line

KEPT = "图片保存在这台电脑上。"
# Answers about the picture that was sent; every other refusal would meet the next one as well [D].
OF_THE_PICTURE = frozenset({40005, 40006, 40009, 41005})
_UNFIT = OF_THE_PICTURE - {41005}


def concerns_all(error: AppError) -> bool:
    """Whether the pictures behind this one need not be tried: network, account, a limit."""
    if isinstance(error, Refused):
        return error.code not in OF_THE_PICTURE
    return isinstance(error, AccountIncomplete | KeystoreError | NotSent | NoAnswer)


def trouble(name: str, error: AppError) -> AppError:
    """The failure of one picture called `name`, in words; what concerns the account stays as it is.

    40005 and 40006 say that the picture is not taken, and 41005 that it did not arrive [D].
    """
    shown = one_line(name)
    if isinstance(error, Refused) and error.code in OF_THE_PICTURE:
        return _of_picture(shown, error)
    if isinstance(error, NotSent | NoAnswer):
        text = f"{error.title}。{KEPT}请检查网络后重试。"
        return _named(shown, text, error, ("retry",))
    if isinstance(error, PictureLost):
        return AppError(error.text, title=f"「{shown}」读不出来", actions=())
    return error


def refused_later(name: str) -> AppError:
    """WeChat refused the id of a picture that it had taken before (89636)."""
    text = f"它的编号可能已过期。{KEPT}请重新上传后再提交。"
    return AppError(text, title=f"微信没有认出「{one_line(name)}」", actions=("retry",))


def before_submission(error: AppError) -> AppError:
    """The same failure, met while a submission waited for it."""
    if type(error) is not AppError or NOTHING_SENT in error.text:
        return error
    text = NOTHING_SENT + error.text
    return AppError(text, title=error.title, actions=error.actions, details=error.details)


def _of_picture(shown: str, error: Refused) -> AppError:
    if error.code in _UNFIT:
        text = f"请换成 JPG 格式、2 MB 以内的图片再试。{KEPT}"
        title = f"微信没有接受「{shown}」"
        return AppError(text, title=title, actions=("copy_details",), details=error.details)
    return _named(shown, f"图片的内容没有送达，请重试。{KEPT}", error, ("retry", "copy_details"))


def _named(shown: str, text: str, error: AppError, actions: tuple[str, ...]) -> AppError:
    title = f"「{shown}」没有上传成功"
    return AppError(text, title=title, actions=actions, details=error.details)
