#!/usr/bin/env bash
# Two generators for the tests of web/recipes, in build/recipes; the other two are Debian packages (packages.sh test).
#
#   docusaurus    the npm packages of the recipe's package.json, and of what they need the versions of one day
#   jupyter-book  what Jupyter Book 1 is made of: Sphinx, MyST and the book theme, from Debian 13 (12's theme is too old). Jupyter
#                 Book itself is neither a Debian nor an npm package.
#
# Without an argument both; one that cannot be had is left out, and its test is skipped.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PINS=$TOP/.setup/recipes.sha256
RECIPE=$TOP/web/recipes/docusaurus
DAY=2026-11-22 # npm takes no version that is newer: what a lock file of 17,000 lines would pin
GENERATORS=$BUILD/recipes

docusaurus() {
    local folder=$GENERATORS/docusaurus
    up_to_date "$folder/.stamp" "$TOP/.setup/recipes.sh" "$RECIPE/package.json" && return 0
    node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || die "Docusaurus needs Node.js 20; this is $(node --version)."
    need_space 600
    say "Installing Docusaurus for the tests of the recipes (1280 npm packages, 270 MB, about a minute, once)"
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$RECIPE/package.json" "$folder"
    (cd "$folder" && npm install --before="$DAY" --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error >"$BUILD/npm-recipes.log" 2>&1) ||
        die "npm install failed: see build/npm-recipes.log; is the network up?"
    stamp_of "$TOP/.setup/recipes.sh" "$RECIPE/package.json" >"$folder/.stamp"
}

jupyter_book() {
    local folder=$GENERATORS/jupyter-book fresh=$GENERATORS/jupyter-book.new library=usr/lib/python3/dist-packages packages package options
    up_to_date "$folder/.stamp" "$TOP/.setup/recipes.sh" "$PINS" && return 0
    install_packages python3-sphinx python3-yaml # for what they depend on: YAML, Jinja and their kind
    need_space 100
    say "Fetching the parts of Jupyter Book for the tests of the recipes (6 MB, once)"
    [ -e "$DOWNLOADS/apt/trixie/sources.list" ] || prepare_suite trixie
    mapfile -t options < <(apt_options trixie)
    mapfile -t packages < <(sed -E 's/^[0-9a-f]+ +([^_]+)_([^_]+)_all\.deb$/\1=\2/' "$PINS")
    rm -rf "$DOWNLOADS/recipes" # of each package one version
    mkdir -p "$DOWNLOADS/recipes"
    # A pinned version that left the mirror, as with Debian's point releases, is replaced by the suite's own.
    (
        cd "$DOWNLOADS/recipes"
        for package in "${packages[@]}"; do
            apt-get "${options[@]}" -qq download "$package" || try_again apt-get "${options[@]}" -qq download "${package%%=*}" || exit 1
        done
    ) >"$BUILD/jupyter-book.log" 2>&1 ||
        die "The Debian packages of .setup/recipes.sha256 could not be fetched: see build/jupyter-book.log; is the network up?"
    check_pins "$PINS" "$DOWNLOADS/recipes"
    rm -rf "$fresh"
    mkdir -p "$fresh"
    for package in "$DOWNLOADS"/recipes/*.deb; do dpkg-deb -x "$package" "$fresh"; done
    # Debian's have their data below /usr/share: there lies this machine's own release, if any.
    sed -i "s#'/usr/share/#'$folder/usr/share/#" "$fresh"/$library/{sphinx,docutils}/__init__.py
    PYTHONPATH=$fresh/$library /usr/bin/python3 -c 'import myst_parser, sphinx_book_theme, yaml' 2>"$BUILD/jupyter-book.log" ||
        die "The parts of Jupyter Book were unpacked but do not load: see build/jupyter-book.log"
    rm -rf "$folder"
    mv "$fresh" "$folder"
    stamp_of "$TOP/.setup/recipes.sh" "$PINS" >"$folder/.stamp"
}

case ${1:-} in
docusaurus) docusaurus ;;
jupyter-book) jupyter_book ;;
*)
    # Each in a shell of its own: its failure ends it, and only it.
    "${BASH_SOURCE[0]}" docusaurus || say "Going on without Docusaurus"
    "${BASH_SOURCE[0]}" jupyter-book || say "Going on without Jupyter Book"
    ;;
esac
