#!/usr/bin/env bash
# Debian packages: what building needs, and with the argument `test` what the tests need beyond it.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
mkdir -p "$BUILD"

install_packages ca-certificates cmake dpkg-dev g++ git libbenchmark-dev libgtest-dev make ninja-build \
    libcli11-dev nlohmann-json3-dev python3 python3-fonttools xz-utils \
    libedit2 libffi8 libtinfo6 libxml2 libz3-4 libzstd1 zlib1g # the last line: what clang-19 loads

# Any Node.js from 18.19 will do; Debian 12 and 13 have one.
node_is_good() { node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 18 || (a === 18 && b >= 19) ? 0 : 1)' 2>/dev/null; }
node_is_good || install_packages nodejs
node_is_good || die "Node.js 18.19 or newer is needed; found $(node --version 2>/dev/null || echo none). Install one, then run make again."
command -v npm >/dev/null || install_packages npm

if [ "${1:-}" = test ]; then
    command -v "${CHROMIUM:-chromium}" >/dev/null || install_packages chromium
    # Two of the recipes are built with these; without them those two tests are skipped.
    (install_packages mkdocs-material python3-sphinx) || say "Going on without MkDocs and Sphinx"
fi
