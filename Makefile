# The front door. `make` sets up what is missing, builds everything and serves the playground;
# `make test` does the same and runs all tests. The work itself is CMake's and Vite's.
#
#   make            build and serve on a loopback port, printing the address
#   make site       only build the static folder build/site, and print what a visitor downloads
#   make test       all tests: C++ units, WebAssembly specification, guest programs, page in Chromium
#   make bench      benchmarks, as a table with ratios against a baseline of the same run
#   make lessons    the lessons and what their programs do
#   make clean      remove what was built; downloads stay
#   make distclean  remove everything that is not in git

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := serve
MAKEFLAGS += --no-print-directory
# The build tools use all processors by themselves, and two of them in one folder would be in each other's way.
.NOTPARALLEL:
say = @printf '\033[1m▸ %s\033[0m\n'
JOBS ?= $(shell nproc)

.PHONY: serve site test bench lessons clean distclean setup setup-test native web page test-native test-web test-page format

setup:
	@.setup/packages.sh
	@.setup/toolchain.sh
	@.setup/sources.sh
	@.setup/npm.sh

setup-test: setup
	@.setup/packages.sh test
	@.setup/recipes.sh

build/native/build.ninja: | setup
	$(say) "Configuring the native build"
	@cmake -S . -B build/native -G Ninja >build/native-configure.log 2>&1 || { cat build/native-configure.log; exit 1; }

build/web/build.ninja: | setup
	$(say) "Configuring the WebAssembly build"
	@. build/toolchain/env.sh; emcmake cmake -S . -B build/web -G Ninja >build/web-configure.log 2>&1 || { cat build/web-configure.log; exit 1; }

# What the page and the command line are made of, and no more: what a change costs before it is seen.
page: setup build/native/build.ninja build/web/build.ninja
	$(say) "Building the command line, the guest runtime and the lessons"
	@cmake --build build/native -j $(JOBS) --target page_parts -- --quiet
	$(say) "Building the page's app and engine (the first time about two minutes)"
	@. build/toolchain/env.sh; cmake --build build/web -j $(JOBS) --target page_parts -- --quiet
	$(say) "Building the page"
	@cd web && node tools/generate.mjs && npx vite build --logLevel warn

# All of the native side: also the unit tests and the guest test programs.
native: setup build/native/build.ninja
	$(say) "Building the command line, the lessons, the C++ tests and the guest test programs"
	@cmake --build build/native -j $(JOBS) -- --quiet

# All of the page's side: also the engines that tests run in Node.js.
web: setup build/web/build.ninja
	$(say) "Building the page's app and engine, and the engines for tests"
	@. build/toolchain/env.sh; cmake --build build/web -j $(JOBS) -- --quiet

site: page
	@node web/tools/sizes.mjs

serve: page
	@node web/server/serve.mjs build/site

test: setup-test page test-native test-web test-page
	$(say) "All tests passed"

test-native: native
	$(say) "C++ tests"
	@ctest --test-dir build/native --output-on-failure -j $(JOBS)

test-web: native web
	$(say) "TypeScript: types and unit tests, guest programs on worker threads of Node.js"
	@cd web && node tools/generate.mjs && npx tsc --noEmit && npx vitest run

test-page: native page
	$(say) "The page in Chromium"
	@cd web && npx playwright test

bench: setup-test native web page
	@node tests/bench/run.mjs

lessons: native
	@python3 tests/lessons.py

format:
	@git ls-files '*.cpp' '*.hpp' '*.c' '*.h' | xargs clang-format -i

clean:
	@rm -rf build/native build/web build/artefacts build/guest build/site build/test-results build/web-node web/src/generated

distclean:
	@rm -rf build web/node_modules tests/node_modules web/src/generated
