"""What a clerk reads when a file does not become a picture, and what is noted on those that do."""

from __future__ import annotations

from gui.core.errors import FileRefused
from gui.core.files import megabytes, refused
from gui.core.images.limits import MOST_BYTES, MOST_PAGES, SMALL_SIDE

TITLE = "图片没有添加"


def not_added(name: str, what: str) -> FileRefused:
    """The failure for the file `name`; `what` continues the sentence 「name」… without a stop."""
    return titled(refused(name, what))


def titled(failure: FileRefused) -> FileRefused:
    """The same failure, speaking of a picture and not of a draft."""
    failure.title = TITLE
    return failure


def damaged(name: str) -> FileRefused:
    """Empty, cut off, or not what it says it is."""
    return not_added(name, "打不开，文件可能没有传完整，请重新拍照或另存后再选")


def no_picture(name: str) -> FileRefused:
    """A document, a text, a program."""
    return not_added(name, "不是图片，可以上传 PNG、JPG、GIF，或先截图再粘贴")


def other_kind(name: str, kind: str) -> FileRefused:
    """A picture of a kind that is not read here."""
    return not_added(name, f"是 {kind} 图片，这里打不开，请另存为 JPG 或 PNG，或先截图再粘贴")


def without_decoder(name: str) -> FileRefused:
    """HEIC on a computer for which there is no decoder."""
    how = "请在手机上改存为 JPG 后再传（iPhone：设置 → 相机 → 格式 → 兼容性最佳）"
    return not_added(name, f"是 HEIC 照片，这台电脑打不开，{how}")


def too_many_pixels(name: str, size: tuple[int, int]) -> FileRefused:
    """More than this computer can decode in time."""
    return not_added(
        name, f"有 {size[0]}×{size[1]} 像素，太大了，请缩小到 5000×5000 以内，或先截图再粘贴"
    )


def animation_too_large(name: str, size: int) -> FileRefused:
    """An animation cannot be shrunk without taking it apart."""
    limit = megabytes(MOST_BYTES + 10_000)
    return not_added(
        name, f"有 {megabytes(size)} MB，上限是 {limit} MB，动图没有办法自动压缩，请换一张"
    )


def animation_turned(name: str) -> FileRefused:
    """Turning would leave one frame of it."""
    return not_added(name, "是动图，没有办法旋转，请换一张")


def too_many_pages(name: str, pages: int) -> FileRefused:
    """A document of which only some pages can be meant."""
    return not_added(name, f"有 {pages} 页，一次最多 {MOST_PAGES} 页，请另存需要的几页后再选")


def too_complex(name: str) -> FileRefused:
    """A page of a PDF that takes too long to draw."""
    return not_added(name, "里有一页太复杂，画不出来，请打开它截图后再粘贴")


def locked(name: str) -> FileRefused:
    """A PDF with a password."""
    return not_added(name, "设了打开密码，请去掉密码另存后再选，或先截图再粘贴")


def incompressible(name: str) -> FileRefused:
    """Nothing legible fits: has not been seen yet."""
    return not_added(name, f"没有办法压缩到 {megabytes(MOST_BYTES + 10_000)} MB 以内，请换一张")


def converted() -> str:
    """Noted on a picture whose kind the upload does not take."""
    return "已转为 JPG"


def compressed(before: int, after: int) -> str:
    """Noted on a picture that was too large, in bytes."""
    return f"已压缩 {megabytes(before)} → {megabytes(after)} MB"


def animated(frames: int) -> str:
    """Noted on an animation, which is sent as it is."""
    return f"动图，{frames} 帧"


def page(number: int) -> str:
    """Noted on a page of a document, counted from 1."""
    return f"第 {number} 页"


def hard_to_read(width: int, height: int) -> str:
    """The amber warning for a tiny picture, else nothing."""
    if max(width, height) >= SMALL_SIDE:
        return ""
    return f"图片只有 {width}×{height}，审核员可能看不清文字"


def no_room(label: str, limit: int, added: int, left: int) -> str:
    """One sentence for a choice of more pictures than the field `label` has room for."""
    if added == 0:
        return f"{label}最多 {limit} 张，已经满了，这 {left} 张没有添加"
    return f"{label}最多 {limit} 张，前 {added} 张已添加，另外 {left} 张没有添加"


def not_looked_at(left: int) -> str:
    """One sentence for the rest of a choice in which too much was refused."""
    return f"另外 {left} 个文件没有添加，请只选择图片"
