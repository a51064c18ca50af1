# make demo    install what is missing, build, read examples/reports into a case, print, serve
# make check   install what is missing, build with sanitizers, pass every test
# make words CODE=fr   build, then run the test cases of one language (tools/try-language shows one sentence)
# make bench   how fast, as ratios to floors measured in the same run
# make install PREFIX=/usr/local
# make clean

PREFIX  ?= /usr/local
BUILD   := build
CHECKED := build-check
DEMO    := $(BUILD)/demo-case
DOKAZ   := $(BUILD)/src/cli/dokaz

# Builds with as many processes as there are processors; JOBS=1 to be gentle.
JOBS    ?= $(shell nproc)

.PHONY: all build deps demo check words bench install clean

all: build

deps:
	@tools/install-deps

build: deps
	@# Another compiler's new warning must not keep anybody from using it; `check` is strict.
	@[ -f $(BUILD)/build.ninja ] || meson setup $(BUILD) --buildtype=release -Db_lto=true -Dwerror=false --prefix=$(PREFIX) \
	    >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@mv -f $(BUILD).log $(BUILD)/setup.log 2>/dev/null || true
	@ninja -C $(BUILD) -j $(JOBS) --quiet

demo: build
	@tools/demo $(DOKAZ) $(DEMO)

check: deps
	@# The sanitizers' own null checks make gcc warn of null formats that cannot be: that one is off.
	@[ -f $(CHECKED)/build.ninja ] || meson setup $(CHECKED) --buildtype=debug -Doptimization=1 \
	    -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-Wno-format-truncation
	@ninja -C $(CHECKED) -j $(JOBS)
	@meson test -C $(CHECKED) --no-rebuild --print-errorlogs --num-processes $(JOBS)

words: build
	@[ -n "$(CODE)" ] || { echo "make words CODE=fr   (one of the folders of data/lang)"; exit 2; }
	@CASES=$(CODE) meson test -C $(BUILD) --no-rebuild --print-errorlogs \
	    'read claim' 'read date' 'read quantity' 'read person and place'

bench: build
	@bench/run $(BUILD)

install: build
	@meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf $(BUILD) $(CHECKED)
