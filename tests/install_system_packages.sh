#!/bin/sh
# Install the system packages that the tests use; `make test` calls this.
#
# As root on Debian or Ubuntu: what is missing is installed, without its services being started.
# Anywhere else: says what is missing and goes on, for the tests that need it are skipped and say so.
# With CI=true nothing may be missing: exit code 1.
set -eu

PACKAGES="chromium curl default-jre-headless haproxy iproute2 nftables poppler-utils postgresql prometheus
prometheus-alertmanager systemd tesseract-ocr tesseract-ocr-eng tesseract-ocr-nld"
POLICY=/usr/sbin/policy-rc.d

say() { echo "system packages: $*" >&2; }

# Stop here: a failure in CI, a note anywhere else.
give_up() {
    say "$*"
    [ "${CI:-}" = true ] && exit 1
    exit 0
}

missing() {
    for package in $PACKAGES; do
        case $(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true) in
            ii*) ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

# A test starts its own server on a free port; a service started by its package would take 5432 or 9090.
# An administrator's own policy stays as it is.
deny_services() {
    [ -e "$POLICY" ] && return
    trap 'rm -f "$POLICY"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' > "$POLICY"
    chmod 755 "$POLICY"
}

install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" < /dev/null >&2
}

for program in dpkg-query apt-get; do
    command -v "$program" > /dev/null 2>&1 ||
        give_up "this is not Debian or Ubuntu. Tests that need one of these are skipped: $PACKAGES"
done
wanted=$(missing)
[ -z "$wanted" ] && exit 0
[ "$(id -u)" = 0 ] ||
    give_up "not root, so not installed: $wanted(sudo apt-get install --no-install-recommends $wanted)"

say "installing $wanted"
deny_services
apt-get update -q -o DPkg::Lock::Timeout=120 >&2 || say "apt-get update failed; trying with the lists there are"
# shellcheck disable=SC2086  # a list of words
if ! install $wanted; then
    for package in $wanted; do # one that is not to be had must not keep the others away
        install "$package" || say "cannot install $package"
    done
fi
wanted=$(missing)
[ -z "$wanted" ] || give_up "still missing: ${wanted}- tests that need them are skipped"
