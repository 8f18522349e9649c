# `make help` lists what there is. Everything may be overridden: make install PREFIX=/usr/local DESTDIR=/tmp/stage

PREFIX ?= /usr
DESTDIR ?=
SWIFT ?= swift
SCRATCH ?= .build
RELEASE_SCRATCH ?= .build-release
SWIFT_BUILD_FLAGS ?=
FUZZ_SCRATCH ?= .build-fuzz
BENCHMARK_SCRATCH ?= .build-benchmarks
# Inputs for each of the readers that `make fuzz` tries.
FUZZ_RUNS ?= 600000
# 1 keeps in Tests/Corpus what `make fuzz` found worth it, in Benchmarks what `make instructions` counted.
KEEP ?= 0
# Those of Benchmarks/Workloads that `make instructions` counts; all of them when left empty.
WORKLOADS ?=
# For what bench, test-service and test-deb download once.
CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/janitor
# The janitor that `make behaviour` compares this one with, or a folder in which scripts/behaviour.sh recorded one.
BEFORE ?=
# Options of scripts/bench.sh, such as --rounds 5, --only sweep,ledger or --keep FOLDER
BENCH ?=
# Options of scripts/scale.sh, such as --rounds 1 1000
SCALE ?=

# A target may import only what Package.swift says it depends on.
BUILD = $(SWIFT) build --explicit-target-dependency-import-check error $(SWIFT_BUILD_FLAGS)
# No path into the program: what root runs takes its libraries from the system, never from the folder it lies in.
RELEASE_OF = $(BUILD) --scratch-path $(RELEASE_SCRATCH) -c release --static-swift-stdlib -Xlinker -s \
  --disable-local-rpath --product

BUILD_PACKAGES = libsqlite3-dev libtomlplusplus-dev zlib1g-dev
TEST_PACKAGES = docker.io:dockerd busybox-static podman crun runc sqlite3 openssl systemd:systemd-analyze chromium \
	openssh-server:sshd openssh-client:ssh jq zsh fish mandoc
COUNT_PACKAGES = valgrind jq
DEB_PACKAGES = debhelper dpkg-dev lintian
LINT_PACKAGES = shellcheck systemd:systemd-analyze

# The suites that `make test-engines` runs on every engine.
ENGINE_TESTS = (JanitorTests\.(MainJob|DryRun|Podman|PodmanConformance|AnonymousVolume|Byte)|HousekeepingTests\.FilterAgreement)Tests

# The suites that `make test-faults` runs in full, and where their table is gathered.
FAULT_TESTS = WireFaultTests|FaultTableTests|KillTests|LedgerFaultTests|MemoryTests|ModelTests|PromiseTests|RelationTests|ChangedBetweenTests
FAULTS = $(SCRATCH)/faults

SWIFT_FILES = Sources Tests Benchmarks Package.swift
LIB = $(DESTDIR)$(PREFIX)/lib
UNITS = $(LIB)/systemd/system
CONFIG = $(DESTDIR)/etc/janitor.conf
SHARE = $(DESTDIR)$(PREFIX)/share
DOCS = $(SHARE)/doc/janitor
BASH_COMPLETIONS ?= $(SHARE)/bash-completion/completions
ZSH_COMPLETIONS ?= $(SHARE)/zsh/site-functions
FISH_COMPLETIONS ?= $(SHARE)/fish/vendor_completions.d

.PHONY: help build run demo test test-engines test-faults test-sanitize test-service test-deb behaviour fuzz bench bench-micro \
  scale instructions lint format man release install deb clean
.DELETE_ON_ERROR:

help: ## list what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

build: ## build janitor for trying and mending it
	@scripts/need.sh $(BUILD_PACKAGES)
	@$(BUILD) --scratch-path $(SCRATCH) --product janitor

run: build ## show what janitor would do here: a dry run, on a sample engine where there is none
	@scripts/dry-run.sh $(SCRATCH)/debug/janitor etc/janitor.conf

demo: build ## tour janitor on a throw-away engine with a CI host's week; leaves the report as a page (as root)
	@scripts/demo.sh $(SCRATCH)/debug/janitor $(SCRATCH)/demo.html

test: ## run all tests, on private engines of their own (as root)
	@scripts/need.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@$(BUILD) --scratch-path $(SCRATCH) --build-tests
	@$(SWIFT) test --scratch-path $(SCRATCH) --skip-build --disable-xctest $(SWIFT_BUILD_FLAGS)

test-faults: ## harm every request, kill janitor and the engine over and over, try 200 states (an hour)
	@scripts/need.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@$(BUILD) --scratch-path $(SCRATCH) --build-tests
	@rm -f $(FAULTS)
	@JANITOR_FAULTS=$(abspath $(FAULTS)) $(SWIFT) test --scratch-path $(SCRATCH) --skip-build --disable-xctest --no-parallel \
	  --filter '$(FAULT_TESTS)' $(SWIFT_BUILD_FLAGS); status=$$?; \
	  scripts/fault-table.sh $(FAULTS); exit $$status

test-sanitize: ## run the tests under the thread and the address sanitizer (as root)
	@scripts/need.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@export JANITOR_TEST_SLOWDOWN=5 ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=suppressions=$(abspath scripts/tsan.supp); for sanitizer in thread address; do \
	  $(BUILD) --scratch-path $(SCRATCH)-$$sanitizer --sanitize $$sanitizer --build-tests && \
	  $(SWIFT) test --scratch-path $(SCRATCH)-$$sanitizer --sanitize $$sanitizer --skip-build --disable-xctest $(SWIFT_BUILD_FLAGS) || exit; \
	done

test-service: release ## install into a Debian of its own, boot it, and test the service there (as root)
	@rm -rf $(RELEASE_SCRATCH)/stage
	@$(MAKE) --no-print-directory install DESTDIR=$(RELEASE_SCRATCH)/stage PREFIX=/usr >/dev/null
	@scripts/test-service.sh $(RELEASE_SCRATCH)/stage $(CACHE)

test-deb: deb ## install the Debian package into a Debian of its own, boot it, upgrade, remove and purge it (as root)
	@scripts/test-deb.sh $(RELEASE_SCRATCH)/deb/janitor_*.deb $(CACHE)

behaviour: build ## show where janitor's output differs from that of the program BEFORE, in 400 calls (as root, five minutes)
	@[ -n "$(BEFORE)" ] || { echo "usage: make behaviour BEFORE=PROGRAM" >&2; exit 64; }
	@[ -d "$(BEFORE)" ] || scripts/behaviour.sh "$(BEFORE)" $(SCRATCH)/behaviour/before
	@scripts/behaviour.sh $(SCRATCH)/debug/janitor $(SCRATCH)/behaviour/after
	@diff -r "$$([ -d "$(BEFORE)" ] && echo "$(BEFORE)" || echo $(SCRATCH)/behaviour/before)" $(SCRATCH)/behaviour/after
	@echo "behaviour: no difference" >&2

fuzz: ## feed janitor's readers whatever a fuzzer makes up (an hour)
	@scripts/need.sh $(BUILD_PACKAGES)
	@JANITOR_FUZZ=1 $(BUILD) --scratch-path $(FUZZ_SCRATCH) --product Fuzzer
	@KEEP=$(KEEP) scripts/fuzz.sh $(FUZZ_SCRATCH)/debug/Fuzzer Tests/Corpus $(FUZZ_RUNS)

bench: release ## measure janitor beside its like (as root, an hour); writes docs/benchmarks.md
	@scripts/bench.sh $(RELEASE_SCRATCH)/release/janitor docs $(CACHE) $(BENCH)

scale: release ## measure how janitor grows with a host, on a generated engine; writes docs/scale.md
	@$(RELEASE_OF) ScaleEngine
	@scripts/scale.sh $(RELEASE_SCRATCH)/release/janitor $(RELEASE_SCRATCH)/release/ScaleEngine docs $(SCALE)

bench-micro: ## take the time of planner, decoders and ledger over made-up inputs
	@scripts/need.sh $(BUILD_PACKAGES)
	@JANITOR_BENCHMARKS=time $(SWIFT) package --scratch-path $(BENCHMARK_SCRATCH) $(SWIFT_BUILD_FLAGS) benchmark --target MicroBenchmarks --no-progress

instructions: ## count the instructions of the same, and compare with what is kept (KEEP=1 keeps the new counts)
	@scripts/need.sh $(BUILD_PACKAGES) $(COUNT_PACKAGES)
	@JANITOR_BENCHMARKS=count $(BUILD) --scratch-path $(BENCHMARK_SCRATCH) -c release --product WorkloadRunner
	@KEEP=$(KEEP) scripts/instructions.sh $(BENCHMARK_SCRATCH)/release/WorkloadRunner Benchmarks/instructions.json $(WORKLOADS)

test-engines: ## run the main job, the byte and filter checks on seven engines (as root; JANITOR_TEST_ENGINES names fewer)
	@scripts/need.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@for suite in trixie sid; do scripts/engine-root.sh $$suite >/dev/null || exit; done
	@$(BUILD) --scratch-path $(SCRATCH) --build-tests
	@scripts/test-engines.sh $(SWIFT) test --scratch-path $(SCRATCH) --skip-build --disable-xctest $(SWIFT_BUILD_FLAGS) \
	  --filter '$(ENGINE_TESTS)'

lint: ## check the form of sources, scripts and units
	@scripts/need.sh $(LINT_PACKAGES)
	@$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)
	@shellcheck --external-sources scripts/*.sh .ci/run
	@shellcheck --shell=bash packaging/completion.bash
	@scripts/check-units.sh

format: ## bring the Swift sources into form
	@$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

man: build ## make the manual pages, in .build/man
	@scripts/man.sh $(SCRATCH)/debug/janitor $(SCRATCH)/man

release: ## build janitor as it is shipped
	@scripts/need.sh $(BUILD_PACKAGES)
	@$(RELEASE_OF) janitor

install: release ## install below DESTDIR and PREFIX; a changed janitor.conf is kept
	@install -D -m 755 $(RELEASE_SCRATCH)/release/janitor $(DESTDIR)$(PREFIX)/bin/janitor
	@scripts/man.sh $(RELEASE_SCRATCH)/release/janitor $(RELEASE_SCRATCH)/man
	@install -d $(UNITS) $(LIB)/sysusers.d $(LIB)/tmpfiles.d $(CONFIG).d $(DOCS)/examples $(SHARE)/man/man1 $(SHARE)/man/man5 \
	  $(BASH_COMPLETIONS) $(ZSH_COMPLETIONS) $(FISH_COMPLETIONS)
	@install -m 644 $(RELEASE_SCRATCH)/man/*.1 $(SHARE)/man/man1
	@install -m 644 $(RELEASE_SCRATCH)/man/*.5 $(SHARE)/man/man5
	@for each in bash=$(BASH_COMPLETIONS)/janitor zsh=$(ZSH_COMPLETIONS)/_janitor fish=$(FISH_COMPLETIONS)/janitor.fish; do \
	  scripts/completions.sh $(RELEASE_SCRATCH)/release/janitor $${each%%=*} | install -m 644 /dev/stdin $${each#*=} || exit; \
	done
	@for unit in janitor.service janitor.timer; do \
	  sed 's,/usr/\(bin\|share/doc\)/janitor,$(PREFIX)/\1/janitor,' systemd/$$unit | install -m 644 /dev/stdin $(UNITS)/$$unit || exit; \
	done
	@install -m 644 systemd/sysusers.conf $(LIB)/sysusers.d/janitor.conf
	@install -m 644 systemd/tmpfiles.conf $(LIB)/tmpfiles.d/janitor.conf
	@install -m 644 $(wildcard *.md LICENSE docs/*.md) $(DOCS)
	@install -m 644 etc/janitor.conf systemd/user.conf $(DOCS)/examples
	@if [ ! -e $(CONFIG) ] || cmp --quiet etc/janitor.conf $(CONFIG); then \
	  install -m 644 etc/janitor.conf $(CONFIG); \
	else \
	  install -m 644 etc/janitor.conf $(CONFIG).dist; \
	  echo "$(CONFIG) was kept as it is; the one of this version is $(CONFIG).dist"; \
	fi
	@[ -n "$(DESTDIR)" ] || echo "next: systemctl daemon-reload && systemctl enable --now janitor.timer"

deb: release ## build a Debian package, and have lintian look at it
	@scripts/need.sh $(DEB_PACKAGES)
	@rm -rf $(RELEASE_SCRATCH)/deb
	@$(MAKE) --no-print-directory install DESTDIR=$(RELEASE_SCRATCH)/deb/stage PREFIX=/usr
	@scripts/deb.sh $(RELEASE_SCRATCH)/deb

clean: ## remove what was built
	@rm -rf $(SCRATCH) $(SCRATCH)-thread $(SCRATCH)-address $(RELEASE_SCRATCH) $(FUZZ_SCRATCH) $(BENCHMARK_SCRATCH)
