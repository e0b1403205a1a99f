#!/usr/bin/env bash
# The page's npm packages, exactly those of web/package-lock.json.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
ln -sfn ../web/node_modules "$TOP/tests/node_modules" # tests/web imports the same packages
installed=$TOP/web/node_modules/.interleave-stamp
up_to_date "$installed" "$TOP/web/package-lock.json" && exit 0
need_space 500
say "Installing the page's npm packages"
(cd "$TOP/web" && npm ci --no-audit --no-fund --loglevel=error >"$BUILD/npm.log" 2>&1) ||
    die "npm ci failed: $(grep -E 'npm error' "$BUILD/npm.log" | grep -vE 'error( code.*)?$' | head -3 | tr '\n' ' ')(see build/npm.log; is the network up?)"
stamp_of "$TOP/web/package-lock.json" >"$installed"
