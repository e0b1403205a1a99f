#!/usr/bin/env bash
# Third-party sources of the page's app, in build/sources: SDL2, Dear ImGui and two fonts, from Debian.
# apt-get checks them against the signed index; the pins guard against an index that changed its mind.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PINS=$TOP/.setup/sources.sha256
STAMP=$SOURCES/.stamp
up_to_date "$STAMP" "$TOP/.setup/sources.sh" "$PINS" && exit 0

need_space 300
say "Fetching SDL2 2.32.4, Dear ImGui 1.90.1 and the fonts (8 MB, once)"
[ -e "$DOWNLOADS/apt/trixie/sources.list" ] || prepare_suite trixie
mapfile -t options < <(apt_options trixie)
mkdir -p "$DOWNLOADS/sources" "$DOWNLOADS/fonts"
(cd "$DOWNLOADS/sources" && try_again apt-get "${options[@]}" -qq source --download-only libsdl2=2.32.4+dfsg-1 imgui=1.90.1+ds-1) ||
    die "The sources of SDL2 and Dear ImGui could not be fetched (mirrors answer 404 now and then). Run make again in a minute."
(cd "$DOWNLOADS/fonts" && try_again apt-get "${options[@]}" -qq download fonts-inter-variable fonts-jetbrains-mono) ||
    die "The font packages could not be fetched: is the network up? Then run make again."
check_pins "$PINS" "$DOWNLOADS/sources" "$DOWNLOADS/fonts"

fresh=$SOURCES.new
rm -rf "$fresh"
mkdir -p "$fresh/fonts" "$fresh/unpacked"
dpkg-source --no-copy --no-check -x "$DOWNLOADS/sources/libsdl2_2.32.4+dfsg-1.dsc" "$fresh/sdl2" >/dev/null 2>&1
dpkg-source --no-copy --no-check -x "$DOWNLOADS/sources/imgui_1.90.1+ds-1.dsc" "$fresh/imgui" >/dev/null 2>&1
for package in "$DOWNLOADS"/fonts/*.deb; do dpkg-deb -x "$package" "$fresh/unpacked"; done
find "$fresh/unpacked" -name InterVariable.ttf -exec cp {} "$fresh/fonts" \;
find "$fresh/unpacked" -name 'JetBrainsMono-Regular.ttf' -exec cp {} "$fresh/fonts" \;
find "$fresh/unpacked" -name 'JetBrainsMono-Bold.ttf' -exec cp {} "$fresh/fonts" \;
rm -rf "$fresh/unpacked"
[ -e "$fresh/fonts/InterVariable.ttf" ] && [ -e "$fresh/fonts/JetBrainsMono-Regular.ttf" ] ||
    die "The font packages do not hold the expected files. Run make distclean and make; if it stays so, the packages have changed."
rm -rf "$SOURCES"
mv "$fresh" "$SOURCES"
stamp_of "$TOP/.setup/sources.sh" "$PINS" >"$STAMP"
