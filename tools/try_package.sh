#!/usr/bin/env bash
# Installs the .deb into this Debian, works with it as a clerk does, and removes it again.
#
#   tools/try_package.sh dist/reauth-desk_0.1.0_amd64.deb
#
# As root, in a system that may be thrown away: a fresh container, a chroot, a virtual machine.
# It prints what it does; the exit code is 0 when everything was as it should be.
set -euo pipefail

package=$(realpath "$1")
evidence=${2:-/tmp/try-package}
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
mkdir -p "$evidence"

say() { printf '\n== %s\n' "$*"; }
window() { xdotool search --onlyvisible --class reauth-desk; }
as_clerk() { runuser -u clerk -- env HOME=/home/clerk LC_ALL=C.UTF-8 "$@"; }

# Waits until a command succeeds, for at most 60 seconds.
until_it_works() {
    for _ in $(seq 120); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.5
    done
    echo "not within a minute: $*"
    xwd -root -silent 2>/dev/null | convert xwd:- "$evidence/failed.png" || true
    exit 1
}

say "install the package with what it depends on, and a Chinese font"
apt-get update -qq
apt-get install -qq --no-install-recommends "$package" fonts-noto-cjk >/dev/null
dpkg-query --show --showformat='${Package} ${Version} ${Installed-Size} KiB\n' reauth-desk

say "install what this test needs besides"
apt-get install -qq --no-install-recommends appstream dbus dbus-x11 desktop-file-utils \
    gnome-keyring imagemagick libglib2.0-bin openbox shared-mime-info x11-apps xdg-utils xdotool \
    wmctrl xvfb zbar-tools >/dev/null
id clerk >/dev/null 2>&1 || useradd --create-home clerk

say "what the desktop is told"
desktop-file-validate /usr/share/applications/reauth-desk.desktop
appstreamcli validate --no-net /usr/share/metainfo/cn.reauth_desk.ReauthDesk.metainfo.xml
printf "{}" >/tmp/draft.reauth
test "$(gio info -a standard::content-type /tmp/draft.reauth | grep -o 'application/x-.*')" = \
    application/x-reauth-desk-draft
gio mime application/x-reauth-desk-draft | grep reauth-desk.desktop

say "the program checks itself, as an ordinary user with a keyring"
as_clerk dbus-run-session -- sh -c '
    printf keyring | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    QT_QPA_PLATFORM=offscreen reauth-desk --selftest' | tee "$evidence/selftest.txt"
if grep -q '^FAIL' "$evidence/selftest.txt" || ! grep -q '^ok  *keyring' "$evidence/selftest.txt"; then
    exit 1
fi

say "a screen with a window manager"
export DISPLAY=:77
Xvfb "$DISPLAY" -screen 0 1440x900x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
trap 'kill $screen' EXIT
until_it_works xdotool getdisplaygeometry
as_clerk DISPLAY="$DISPLAY" openbox &
until_it_works xdotool get_num_desktops

say "start it through its desktop file"
as_clerk DISPLAY="$DISPLAY" dbus-run-session -- sh -c '
    gio launch /usr/share/applications/reauth-desk.desktop
    while pgrep -u clerk -x reauth-desk >/dev/null; do sleep 0.2; done' &
until_it_works window
sleep 2
convert x:root "$evidence/started.png"
xdotool key Escape # the first run, which a new computer meets
sleep 1
wmctrl -x -c reauth-desk
until_it_works sh -c '! pgrep -u clerk -x reauth-desk'

say "the main job in practice mode, with keys and mouse: mend the example and submit it"
as_clerk DISPLAY="$DISPLAY" reauth-desk --practice >"$evidence/practice.log" 2>&1 &
until_it_works window
sleep 3
xdotool key ctrl+Return
sleep 2
xdotool key ctrl+a type 91440300MA5YL3K8XC
sleep 1
xdotool key ctrl+Return
sleep 2
convert x:root "$evidence/check.png"
# The button 提交重填 is the only thing in this blue.
read -r width height left top <<<"$(convert "$evidence/check.png" -fill black \
    +opaque '#1366ec' -trim -format '%w %h %X %Y\n' info:)"
xdotool mousemove $((left + width / 2)) $((top + height / 2)) click 1
scanned() { convert x:root "$evidence/result.png" && zbarimg -q --raw "$evidence/result.png" >"$evidence/link.txt"; }
until_it_works scanned
cat "$evidence/link.txt"
grep -q '^https://mp.weixin.qq.com/' "$evidence/link.txt"
wmctrl -x -c reauth-desk
until_it_works sh -c '! pgrep -u clerk -x reauth-desk'
if grep -q Traceback "$evidence/practice.log"; then exit 1; fi

say "nothing below /usr was changed"
dpkg --verify reauth-desk

say "remove it: the program goes, what the clerk wrote stays"
apt-get purge -qq reauth-desk >/dev/null
test ! -e /usr/lib/reauth-desk
test ! -e /usr/bin/reauth-desk
ls /home/clerk/.local/share
say "everything was as it should be"
