"""What can go wrong, as a tree: each failure carries the words that a clerk reads.

AppError                     may be shown as it is: title, text, actions, details
├── StoreError               the records could not be read or written
│   ├── DiskFull  StoreReadOnly  StoreDamaged  StoreTooNew  StoreBusy
│   ├── PictureLost          a picture that was kept is not there any more
│   └── EditConflict         somebody else saved a newer text of this record
├── KeystoreError            the operating system's keyring
│   └── KeyringMissing  KeyringLocked  KeyringTimeout  KeyringRefused  KeyringMismatch
├── FileRefused              a file from outside that is not taken
├── AlreadySubmitting        the journal holds an attempt of this record that is not settled
├── AccountIncomplete        no secret or no token to speak with
│   └── NoAccount            no account at all
├── Cancelled                the user did not want to wait; the call may have arrived
│   └── CancelledUnsent      the same, before anything was sent
└── WeChatError              one call to WeChat
    ├── NotSent              certainly nothing arrived at WeChat
    │   ├── NoConnection  ProxyFailed  ProxyLoginNeeded  CertificateRefused  ClockWrong
    │   └── TextUnsendable  TokenUnavailable
    ├── NoAnswer             it may have arrived: the outcome is unknown
    │   └── AnswerTimeout  AnswerUnreadable  AnswerRedirected  AnswerTooLarge
    └── Refused              WeChat answered with an errcode

Anything else that is raised is a fault of ours and goes to the crash window.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SAFE = "你填写的内容已保存在这台电脑上。"
NOTHING_SENT = "资料没有提交。"


class AppError(Exception):
    """A failure in the user's words.

    `title` says what happened, `text` whether anything was submitted, that the work is safe and
    what to do next; `actions` are keys of buttons (see gui/ui/messages.py); `details` is the
    allow-listed content of 详情 and never holds a secret, a token, a URL or a body.
    """

    title = "操作没有完成"
    text = SAFE
    actions: tuple[str, ...] = ()

    def __init__(
        self,
        text: str | None = None,
        *,
        title: str | None = None,
        actions: tuple[str, ...] | None = None,
        details: Mapping[str, str] | None = None,
    ) -> None:
        if title is not None:
            self.title = title
        if text is not None:
            self.text = text
        if actions is not None:
            self.actions = actions
        self.details: dict[str, str] = dict(details or {})
        super().__init__(self.title, self.text)

    def __str__(self) -> str:
        return f"{self.title}：{self.text}"


class StoreError(AppError):
    title = "草稿没有保存成功"
    text = "最近的修改还在窗口里，请不要关闭窗口，稍后重试。"
    actions: tuple[str, ...] = ("retry_save", "export_draft")


class DiskFull(StoreError):
    text = "磁盘空间不足，最近的修改还没有保存。请不要关闭窗口，腾出空间后点「重试保存」。"


class StoreReadOnly(StoreError):
    text = "数据文件夹不允许写入，最近的修改还没有保存。请检查文件夹权限，或另存为文件。"


class StoreDamaged(StoreError):
    title = "数据文件已损坏"
    text = "数据文件打不开，原文件已另外保留，没有删除任何内容。"


class StoreTooNew(StoreError):
    title = "数据来自更新的版本"
    text = "这台电脑上的数据由更新版本的重审助手保存，请先升级软件。数据没有改动。"
    actions = ()


class StoreBusy(StoreError):
    text = "数据文件正被另一个程序占用，最近的修改还没有保存，请稍后重试。"


class PictureLost(StoreError):
    title = "保存的图片读不出来"
    text = "这张图片已不在这台电脑上，或不完整。请删除它后重新添加。其他内容不受影响。"
    actions = ()


class EditConflict(StoreError):
    title = "这份草稿已在别处修改"
    text = "另一个窗口保存了更新的内容。这里的修改还在窗口里，可以另存为一份新草稿。"
    actions = ("save_copy",)


class KeystoreError(AppError):
    title = "系统钥匙串没有完成操作"
    text = "密钥没有写入任何文件。可以重试，或选择「仅本次使用」。"
    actions: tuple[str, ...] = ("retry", "session_only")


class KeyringMissing(KeystoreError):
    title = "没有可用的系统钥匙串"
    text = "密钥没有保存。可以选择「仅本次使用」，下次打开需要重新填写。"
    actions = ("session_only",)


class KeyringLocked(KeystoreError):
    title = "系统钥匙串已锁定"
    text = "请在系统弹出的窗口中解锁后重试，或选择「仅本次使用」。密钥没有写入任何文件。"


class KeyringTimeout(KeystoreError):
    title = "系统钥匙串没有回应"
    text = "等待了太久，已停止等待。密钥没有写入任何文件，可以重试或选择「仅本次使用」。"


class KeyringRefused(KeystoreError):
    title = "系统钥匙串没有接受这项操作"


class KeyringMismatch(KeystoreError):
    title = "系统钥匙串没有存下密钥"
    text = "写入后读回的内容不一致。可以重试，或选择「仅本次使用」。密钥没有写入任何文件。"


class FileRefused(AppError):
    title = "文件没有导入"
    text = "这个文件不是有效的草稿。原有内容没有改动。"


class AlreadySubmitting(AppError):
    title = "这条记录已经提交过"
    text = "上一次提交还没有确认结果，没有再次提交。请先查询结果。"
    actions = ("query_status",)


class AccountIncomplete(AppError):
    title = "这个账号还不能用"
    text = NOTHING_SENT + "请先填写 AppID，以及 AppSecret 或接口调用凭证。" + SAFE
    actions = ("edit_account",)


CHOOSE_ACCOUNT = "请在窗口右上方选择一个账号，没有的话先添加。"


class NoAccount(AccountIncomplete):
    title = "这条记录还没有选账号"
    text = NOTHING_SENT + CHOOSE_ACCOUNT + SAFE
    actions = ("add_account",)


class Cancelled(AppError):
    title = "已停止等待"
    text = SAFE


class CancelledUnsent(Cancelled):
    text = NOTHING_SENT + SAFE


class WeChatError(AppError):
    """One call to WeChat did not give what was asked for."""


class NotSent(WeChatError):
    """Certainly nothing arrived at WeChat: the connection was never established."""

    title = "连不上微信服务器"
    text = NOTHING_SENT + SAFE + "请检查网络后重试。"
    actions: tuple[str, ...] = ("retry", "network_settings")


class NoConnection(NotSent):
    pass


class ProxyFailed(NotSent):
    title = "公司代理没有接通"
    text = NOTHING_SENT + SAFE + "请检查「设置」里的代理，或询问网络管理员。"


class ProxyLoginNeeded(NotSent):
    title = "公司代理需要登录"
    text = NOTHING_SENT + SAFE + "请在「设置」里填写代理的用户名和密码。"
    actions = ("network_settings", "retry")


class CertificateRefused(NotSent):
    title = "网络连接不安全，已停止"
    text = "可能是公司网络或安全软件替换了证书，请联系网络管理员。" + NOTHING_SENT + SAFE
    actions = ("network_settings", "copy_details")


class ClockWrong(NotSent):
    title = "电脑的日期或时间不对"
    text = "安全连接因此没有建立，请校准电脑的日期和时间后重试。" + NOTHING_SENT + SAFE
    actions = ("retry",)


class TextUnsendable(NotSent):
    title = "有一处文字没有办法发送"
    text = "里面有不完整的字符，可能来自导入的文件，请重新填写后再试。" + NOTHING_SENT + SAFE
    actions = ()


class TokenUnavailable(NotSent):
    title = "没有取得微信的登录凭证"
    text = "微信暂时没有给出登录凭证，请稍后重试。" + NOTHING_SENT + SAFE
    actions = ("retry",)


class NoAnswer(WeChatError):
    """The call may have arrived: only a later query can tell. Never repeat a submission on this."""

    title = "没有收到微信的答复"
    text = "网络在等待答复时中断。" + SAFE
    actions = ("retry",)


class AnswerTimeout(NoAnswer):
    text = "等待微信答复的时间太长，已停止等待。" + SAFE


class AnswerUnreadable(NoAnswer):
    title = "收到的不是微信的数据"
    text = "可能需要先登录公司或酒店的网络，然后重试。" + SAFE


class AnswerRedirected(AnswerUnreadable):
    title = "网络把请求转到了别处"


class AnswerTooLarge(AnswerUnreadable):
    title = "收到的数据大得不正常"


class Refused(WeChatError):
    """WeChat answered with an errcode: `code`, `errmsg` as it came (capped, cleaned), `rid`.

    `answer` is the whole decoded answer. The words for people are in `wechat.refusals`.
    """

    title = "微信没有接受这次操作"

    def __init__(self, code: int, errmsg: str, rid: str, answer: Mapping[str, Any]) -> None:
        self.code = code
        self.errmsg = errmsg
        self.rid = rid
        self.answer = dict(answer)
        super().__init__(details={"错误码": str(code), "微信返回": errmsg, "rid": rid})
