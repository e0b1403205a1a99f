#!/usr/bin/env bash
# Emscripten 3.1.69 with LLVM 19 in build/toolchain, without root and without touching the system.
#
# Debian 13 packages Emscripten with all its system libraries built; Debian 12's is too old and there is
# no emsdk in any registry. So: emscripten and binaryen come from Debian 13, LLVM 19 from this machine's
# own release (or 13), unpacked side by side. Binaryen needs a newer C library than Debian 12 has: small
# wrappers run it with the loader of Debian 13's. Takes about 30 s and 550 MB.
#
# The guest programs always use this toolchain, since its C library is part of the guest ABI. The page's
# app and engine use `emcc` from PATH instead if that is 3.1.69 or newer (your own emsdk).
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PINS=$TOP/.setup/toolchain.sha256
STAMP=$TOOLCHAIN/.stamp
up_to_date "$STAMP" "$TOP/.setup/toolchain.sh" "$PINS" && exit 0

need_space 2500
[ "$(dpkg --print-architecture)" = amd64 ] ||
    die "The toolchain is packaged for amd64 only; this machine is $(dpkg --print-architecture)."
say "Fetching the toolchain: Emscripten 3.1.69 and LLVM 19 (290 MB, once)"
llvm_suite=trixie
grep -q '^VERSION_CODENAME=bookworm' /etc/os-release && llvm_suite=bookworm
prepare_suite trixie
[ $llvm_suite = trixie ] || prepare_suite $llvm_suite

# fetch SUITE PACKAGE[=VERSION]…: a pinned version that left the mirror is replaced by the suite's own, said so.
fetch() {
    local suite=$1 folder=$DOWNLOADS/debs/$1 wanted
    shift
    mkdir -p "$folder"
    for wanted in "$@"; do
        (
            cd "$folder"
            # shellcheck disable=SC2046
            set -- $(apt_options "$suite")
            if ! try_again apt-get "$@" -qq download "$wanted"; then
                [ "${wanted%%=*}" != "$wanted" ] || die "Debian package $wanted could not be fetched: is the network up? Then run make again."
                say "Note: $wanted is not on the mirror any more; taking what Debian $suite has now"
                try_again apt-get "$@" -qq download "${wanted%%=*}" ||
                    die "Debian package ${wanted%%=*} could not be fetched: is the network up? Then run make again."
            fi
        ) || exit 1
    done
}
fetch trixie emscripten=3.1.69+dfsg-3 binaryen=120-4 wabt=1.0.36+dfsg+~cs1.0.36-2 \
    libc6 libstdc++6 libgcc-s1 node-acorn
llvm=1:19.1.7-3
[ $llvm_suite = trixie ] && revision=$llvm+b1 || revision=$llvm~deb12u1
fetch $llvm_suite clang-19=$revision libclang-cpp19=$revision libclang-common-19-dev=$revision \
    libllvm19=$revision lld-19=$revision llvm-19=$revision
check_pins "$PINS" "$DOWNLOADS/debs/trixie" "$DOWNLOADS/debs/$llvm_suite"

say "Unpacking the toolchain"
fresh=$TOOLCHAIN.new
rm -rf "$fresh"
mkdir -p "$fresh"/{llvm,em,binaryen,binaryen-root/bin}
unpack() { # package file, destination, tar options…
    local file=$1 destination=$2
    shift 2
    dpkg-deb --fsys-tarfile "$file" | tar -x -C "$destination" --exclude=./usr/share/doc --exclude=./usr/share/man "$@"
}
for package in clang-19 libclang-cpp19 libclang-common-19-dev libllvm19 lld-19 llvm-19; do
    for file in "$DOWNLOADS/debs/$llvm_suite/${package}"_*.deb; do unpack "$file" "$fresh/llvm"; done
done
# libLLVM lies outside the RUNPATH ($ORIGIN/../lib) that clang, lld and libclang-cpp look in.
ln -sf ../../x86_64-linux-gnu/libLLVM.so.19.1 "$fresh/llvm/usr/lib/llvm-19/lib/libLLVM.so.19.1"
libraries=./usr/share/emscripten/cache/sysroot/lib/wasm32-emscripten
for file in "$DOWNLOADS"/debs/trixie/emscripten_*.deb; do
    unpack "$file" "$fresh/em" --exclude=./usr/share/emscripten/test --exclude=./usr/share/emscripten/docs \
        --exclude="$libraries/lto*" --exclude="$libraries/pic" --exclude="$libraries/*asan*" --exclude="$libraries/*-ww*"
done
for file in "$DOWNLOADS"/debs/trixie/node-acorn_*.deb; do unpack "$file" "$fresh/em"; done
ln -sfn ../nodejs "$fresh/em/usr/share/emscripten/node_modules" # acorn is imported as a module: NODE_PATH does not help
for package in binaryen wabt libc6 libstdc++6 libgcc-s1; do
    for file in "$DOWNLOADS/debs/trixie/${package}"_*.deb; do unpack "$file" "$fresh/binaryen"; done
done

rm -rf "$TOOLCHAIN"
mv "$fresh" "$TOOLCHAIN"
binaryen=$TOOLCHAIN/binaryen
libs=$binaryen/usr/lib/x86_64-linux-gnu
for program in "$binaryen"/usr/bin/*; do
    wrapper=$TOOLCHAIN/binaryen-root/bin/$(basename "$program")
    printf '#!/bin/sh\nexec %s --library-path %s %s "$@"\n' \
        "$libs/ld-linux-x86-64.so.2" "$libs:$libs/binaryen" "$program" >"$wrapper"
    chmod +x "$wrapper"
done
cat >"$TOOLCHAIN/em/config" <<CONFIG
LLVM_ROOT = '$TOOLCHAIN/llvm/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$TOOLCHAIN/binaryen-root'
NODE_JS = '$(command -v node)'
FROZEN_CACHE = True
CONFIG
cat >"$TOOLCHAIN/env.sh" <<ENV
# Puts Emscripten on PATH, unless a recent one is there already (your own emsdk).
if ! { command -v emcc >/dev/null && emcc --version 2>/dev/null | head -1 | grep -qE ' (3\.1\.(69|[7-9][0-9])|[4-9]\.)'; }; then
    export EM_CONFIG=$TOOLCHAIN/em/config
    export EMSDK_PYTHON=/usr/bin/python3
    export PATH=$TOOLCHAIN/em/usr/share/emscripten:\$PATH
fi
ENV
"$TOOLCHAIN/llvm/usr/lib/llvm-19/bin/clang" --version >/dev/null 2>&1 ||
    die "clang-19 was unpacked but does not start: $("$TOOLCHAIN/llvm/usr/lib/llvm-19/bin/clang" --version 2>&1 | head -1)"
"$TOOLCHAIN/binaryen-root/bin/wasm-opt" --version >/dev/null 2>&1 ||
    die "binaryen was unpacked but does not start: $("$TOOLCHAIN/binaryen-root/bin/wasm-opt" --version 2>&1 | head -1)"
stamp_of "$TOP/.setup/toolchain.sh" "$PINS" >"$STAMP"
