# Sourced by the other scripts of this folder: messages, Debian packages, pinned downloads.
#
# No host is named anywhere: what is downloaded comes from the mirror that this machine's own package
# sources name, through apt-get (signed index), and from the registry npm is configured for.
set -euo pipefail

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD=$TOP/build
DOWNLOADS=$BUILD/downloads
TOOLCHAIN=$BUILD/toolchain
SOURCES=$BUILD/sources

say() { printf '\033[1m▸ %s\033[0m\n' "$*"; }
# One clear line: what happened and what to do next.
die() {
    printf '\033[31m✗ %s\033[0m\n' "$*" >&2
    exit 1
}

# need_space MEGABYTES: fails early instead of in the middle of unpacking.
need_space() {
    local free
    free=$(df -Pm "$TOP" | awk 'NR==2 {print $4}')
    [ "$free" -ge "$1" ] || die "Only $free MB free under $TOP, $1 MB are needed. Free some disk space and run make again."
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "Packages are missing ($*) and there is neither root nor sudo. Install them, then run make again."
    fi
}

# install_packages NAME…: installs the Debian packages of the list that are missing.
install_packages() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} = 0 ] && return 0
    command -v apt-get >/dev/null || die "Missing: ${missing[*]}. This machine has no apt-get: install them by hand, then run make again."
    say "Installing Debian packages: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
        die "apt-get update failed: is the network up? Then run make again."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >"$BUILD/apt-install.log" 2>&1 || die "apt-get could not install ${missing[*]}: see $BUILD/apt-install.log"
}

# The mirror of this machine's sources; works without root and before any `apt-get update`.
debian_mirror() {
    apt-get update --print-uris 2>/dev/null |
        sed -n "s#^'\(.*\)dists/[a-z-]*/InRelease' .*#\1#p" | grep -v security | awk 'NR==1'
}

# apt_options SUITE: makes apt-get use a private state folder for that suite (nothing global changes).
apt_options() {
    local state=$DOWNLOADS/apt/$1
    printf '%s\n' -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=- \
        -o "Dir::State::lists=$state/lists" -o "Dir::Cache=$state/cache" \
        -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none -o Acquire::Retries=3
}

# prepare_suite SUITE: the signed package index of another Debian suite, in the private state folder.
prepare_suite() {
    local suite=$1 state=$DOWNLOADS/apt/$1 mirror key
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || die "This machine's apt sources name no Debian mirror. Add one, then run make again."
    key=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -e $key ] || key=/usr/share/keyrings/debian-archive-keyring.pgp
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    printf 'deb [signed-by=%s] %s %s main\ndeb-src [signed-by=%s] %s %s main\n' \
        $key "$mirror" "$suite" $key "$mirror" "$suite" >"$state/sources.list"
    # shellcheck disable=SC2046
    apt-get $(apt_options "$suite") update -qq ||
        die "The package index of Debian $suite could not be fetched: is the network up? Then run make again."
}

# try_again COMMAND…: up to three times; mirrors answer 404 now and then while they are updated.
try_again() {
    local attempt
    for attempt in 1 2 3; do
        "$@" && return 0
        sleep $((attempt * 3))
    done
    return 1
}

# check_pins FILE FOLDER…: each line of FILE is "sha256  name"; every pinned file that is there must match.
check_pins() {
    local file=$1 folder sum name
    shift
    for folder in "$@"; do
        while read -r sum name; do
            [ -n "$name" ] && [ -e "$folder/$name" ] || continue
            echo "$sum  $folder/$name" | sha256sum --check --status ||
                die "$name is not the file that $file pins. Remove $folder and run make again; if it stays so, do not trust the mirror."
        done <"$file"
    done
}

# up_to_date STAMP INPUT…: whether STAMP holds the hash of the inputs.
stamp_of() { cat "$@" | sha256sum | cut -d' ' -f1; }
up_to_date() {
    local stamp=$1
    shift
    [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$(stamp_of "$@")" ]
}
