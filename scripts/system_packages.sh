#!/usr/bin/env bash
# Brings what tests need beyond Python: a browser, a mail server for each side, curl, fonts. Never starts a service.
set -uo pipefail

PATH="$PATH:/usr/sbin:/usr/local/sbin"

missing=()
need() { # need PACKAGE PROGRAM…: the package is missing when none of the programs is there
    local package=$1 program
    shift
    for program in "$@"; do
        { command -v "$program" || [ -e "$program" ]; } >/dev/null 2>&1 && return
    done
    missing+=("$package")
}
need chromium chromium chromium-browser google-chrome
need curl curl
need dovecot-imapd /usr/lib/dovecot/imap /usr/libexec/dovecot/imap
need postfix postfix
[ "$(uname)" != Linux ] || need fonts-dejavu-core /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf /usr/share/fonts/TTF/DejaVuSans.ttf
[ ${#missing[@]} -gt 0 ] || exit 0

give_up() {
    printf 'Missing for some tests: %s. %s\n' "${missing[*]}" "$1" >&2
    printf 'Tests that need them are skipped here; with CI=true they fail.\n' >&2
    exit 0
}

as_root=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || give_up "Install them as root."
    as_root=(sudo)
fi
command -v apt-get >/dev/null || give_up "Install them with this system's package program."

# While this file says no, the packages' own scripts start nothing.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null && "${as_root[@]}" chmod 755 $policy
    trap '"${as_root[@]}" rm -f $policy' EXIT
fi
printf '==> Installing for the tests: %s\n' "${missing[*]}"
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
}
# Postfix asks what kind of mail server this is to be; the tests bring their own configuration.
echo 'postfix postfix/main_mailer_type select No configuration' | "${as_root[@]}" debconf-set-selections 2>/dev/null
install 2>/dev/null || { "${as_root[@]}" apt-get update -qq && install; } || give_up "apt-get could not install them."
