# Recap: every target does the set-up it needs, once.
# A target with a `## ` comment shows in `make help`.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Maven and pytest are parallel themselves, and two Mavens would write into the same target/.
.NOTPARALLEL:

PYTHON ?= python3
MVN ?= mvn --batch-mode --no-transfer-progress
VENV := .venv
INSTALLED := $(VENV)/.installed
KERNEL := $(VENV)/share/jupyter/kernels/recap/kernel.json
# Recipes read it from the environment: the folder's name may have a quote in it.
export RECAP_HOME := $(CURDIR)
# Compiled Python is kept: a process that compiles its libraries anew takes seconds more, and there are many.
unexport PYTHONDONTWRITEBYTECODE
# So may those of the folders that teachers name.
export SUBMISSIONS
export COURSE ?= build/labs/grades/course
# Java reads file names in the locale's characters, as in ./recap: a folder called Übung is not found in C.
ifneq ($(shell locale charmap 2>/dev/null),UTF-8)
export LC_ALL := C.UTF-8
endif

POMS := pom.xml $(wildcard lib/*/pom.xml) labs/pom.xml labs/judge/pom.xml experiments/pom.xml
# With their folders, which are newer where a file is gone.
SOURCES := $(shell find lib labs experiments -path '*/src/main/*' 2>/dev/null)
# In a container the user is often root, whom Jupyter refuses unless told otherwise.
JUPYTER_OPTIONS ?= $(if $(filter 0,$(shell id -u)),--allow-root)
# Two kernels at a time: one alone leaves a core idle. What is skipped is listed, with the reason.
PYTEST := $(VENV)/bin/python -m pytest --numprocesses 2 --dist worksteal -rs
FIRST_EXPERIMENTS := relu-vs-tanh degradation block-cost

.PHONY: help
help: ## Show this help
	@echo 'Recap: classic CNN experiments, rerun in Java on oneDNN. Targets:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# ---------------------------------------------------------------- set-up

# What was built and installed names this folder: where that was renamed, it is made anew.
ifneq ($(wildcard build/classpath.txt),)
ifeq ($(findstring $(CURDIR)/,$(file <build/classpath.txt)),)
$(shell rm -f build/*classpath.txt)
endif
endif
ifneq ($(filter-out $(CURDIR),$(file <$(INSTALLED))),)
$(shell rm -f $(INSTALLED))
endif

.PHONY: build
build: build/classpath.txt ## Compile the library and the command line

build/.tools.stamp:
	@scripts/require-tools jdk maven python
	@mkdir -p build && touch $@

# Compiled classes rather than jars: a running kernel keeps its files when the library is rebuilt.
# Maven notices that a module uses changed classes only where it has compiled these in the same call, not
# in one that failed half-way. Without its lists of sources it compiles all anew, the tests included.
build/classpath.txt: $(POMS) $(SOURCES) | build/.tools.stamp
	@echo 'Compiling ...'
	@find . -path '*/target/maven-status/*/inputFiles.lst' -delete
	@$(MVN) -q -Dspotless.check.skip compile dependency:build-classpath
	@printf '%s:%s:%s\n' "$$RECAP_HOME/experiments/target/classes" "$$RECAP_HOME/labs/target/classes" \
	  "$$(<experiments/target/classpath.txt)" >$@
	@# The judge's own, which no kernel gets to see.
	@printf '%s:%s\n' "$$RECAP_HOME/labs/judge/target/classes" "$$(<labs/judge/target/classpath.txt)" \
	  >build/judge-classpath.txt

# Apart, because it downloads PyTorch twice, once for DJL: 0.2 GB that nothing else needs.
build/peers-classpath.txt: build/classpath.txt peers/pom.xml $(wildcard peers/src/main/java/recap/peers peers/src/main/java/recap/peers/*)
	@echo 'Compiling the peers ...'
	@$(MVN) -q -Ppeers -pl peers -am -Dspotless.check.skip compile dependency:build-classpath
	@printf '%s:%s\n' "$$RECAP_HOME/peers/target/classes" "$$(<peers/target/classpath.txt)" >$@

.PHONY: peers
peers: build/peers-classpath.txt

# Installed anew where the Python is gone that it was installed with, or where another one is named.
IDENTITY := import sys; print(sys.base_prefix, sys.version_info[:2])
NAMED_PYTHON := $(if $(filter file,$(origin PYTHON)),$(VENV)/bin/python,$(PYTHON))
ANOTHER_PYTHON := $(shell found=$$($(VENV)/bin/python -c '$(IDENTITY)' 2>/dev/null) && \
  [[ $$found == "$$($(NAMED_PYTHON) -c '$(IDENTITY)' 2>/dev/null)" ]] || echo another-python)

.PHONY: another-python
# Every package is pinned, those that others need included, so nothing is left to resolve.
$(INSTALLED): requirements.txt $(ANOTHER_PYTHON) | build/.tools.stamp
	@echo 'Installing JupyterLab and the Java kernel into $(VENV) ...'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes \
	  --no-deps -r $<
	@printf '%s\n' "$$RECAP_HOME" >$@

# The kernel names the Java that it starts, so it is written anew where that is another.
JAVA := $(shell command -v "$${JAVA_HOME:+$$JAVA_HOME/bin/}java")
.PHONY: another-java
$(KERNEL): notebooks/install_kernel.py jvm.options build/classpath.txt $(INSTALLED) \
  $(if $(findstring "$(JAVA)",$(file <$(KERNEL))),,another-java)
	@$(VENV)/bin/python $<

.PHONY: setup
setup: $(KERNEL) ## Compile, install the Python side and the kernel "Recap (Java)"

.PHONY: data
data: build/classpath.txt ## Download CIFAR-10 and MNIST into data/ and check their sums
	@./recap data

.PHONY: cifar10
cifar10: build/classpath.txt
	@./recap data cifar10

# ---------------------------------------------------------------- use

.PHONY: run
run: build/classpath.txt cifar10 ## Run the first three experiments at QUICK and print their verdicts
	@./recap run $(FIRST_EXPERIMENTS) --scale quick
	@./recap claims

.PHONY: plots
plots: build/classpath.txt ## Redraw every table and chart from the records
	@./recap plots

.PHONY: bench
bench: build/classpath.txt $(if $(PEERS),build/peers-classpath.txt) ## Time steps against bare primitives; PEERS=1 adds DJL, PEERS=pytorch PyTorch at its best
	@./recap bench $(if $(PEERS),--peers=$(PEERS:1=djl))

# The labs, which are all that students get, read none. Empty, it downloads nothing.
READ_IMAGES ?= $(wildcard notebooks/*.ipynb)

.PHONY: notebook
notebook: $(KERNEL) ## Download what the notebooks read, open JupyterLab on the loopback address
	@$(if $(READ_IMAGES),./recap data || \
	  echo 'recap: notebook: opened all the same; the notebooks that read these images will say that they are not there' >&2)
	@$(VENV)/bin/jupyter lab --ServerApp.ip=127.0.0.1 --ServerApp.root_dir=notebooks \
	  --KernelSpecManager.allowed_kernelspecs=recap \
	  --MultiKernelManager.default_kernel_name=recap $(JUPYTER_OPTIONS)

.PHONY: notebooks
notebooks: $(KERNEL) data ## Execute the notebooks at QUICK and keep their outputs
	@$(VENV)/bin/python notebooks/execute.py

.PHONY: labs
labs: $(KERNEL) ## Check the labs and write what students get to build/labs/release/ and student/
	@scripts/require-tools git
	@$(PYTEST) tests/test_labs.py
	@PYTHONPATH=labs $(VENV)/bin/python -m grading release

.PHONY: labs-release
labs-release: $(KERNEL) ## The same without checking them
	@PYTHONPATH=labs $(VENV)/bin/python -m grading release

# GRADE_OPTIONS: --unsafe without a sandbox, --workers N, --out DIR.
.PHONY: grade
grade: $(KERNEL) ## Grade a folder of students' notebooks: make grade SUBMISSIONS=<folder>
	@$(if $(SUBMISSIONS),,echo 'recap: grade: expected SUBMISSIONS=<folder>, received none; name the folder of notebooks' >&2; exit 1)
	@PYTHONPATH=labs $(VENV)/bin/python -m grading grade "$$SUBMISSIONS" $(GRADE_OPTIONS)

.PHONY: grades
grades: $(KERNEL) ## Write the tables again, with points given by hand since
	@PYTHONPATH=labs $(VENV)/bin/python -m grading tables $(GRADE_OPTIONS)

# Where the students' notebooks are, so no kernel: they are to be read, not run.
.PHONY: formgrader
formgrader: $(KERNEL) ## Open nbgrader's formgrader on what was graded, on the loopback address
	@test -f "$$COURSE/nbgrader_config.py" || \
	  { echo "recap: formgrader: expected $$COURSE, found none; make grade writes it" >&2; exit 1; }
	@cd "$$COURSE" && PYTHONPATH="$$RECAP_HOME/labs" "$$RECAP_HOME/$(VENV)/bin/jupyter" lab \
	  --ServerApp.ip=127.0.0.1 --LabApp.default_url=/formgrader \
	  --KernelSpecManager.allowed_kernelspecs=none --KernelSpecManager.ensure_native_kernel=False \
	  $(JUPYTER_OPTIONS)

.PHONY: doctor
doctor: build/classpath.txt ## Check this machine and name the remedy of what is missing
	@./recap doctor

# ---------------------------------------------------------------- checks

.PHONY: test
test: $(KERNEL) ## Check the format and run all tests, notebooks and documentation included
	@$(MVN) --no-snapshot-updates -Dstyle.color=never $(if $(PEERS),-Ppeers) test
	@$(PYTEST) tests

.PHONY: labs-test
labs-test: $(KERNEL) ## Grade thirty submissions twice and repel every attack (a quarter of an hour)
	@$(VENV)/bin/python -m pytest tests/test_grading.py -m long -rs

# What a soak runs: a module, its test classes and how much of it.
SOAK = $(MVN) -q -Dspotless.check.skip -Dtest.jit= -Dsurefire.failIfNoSpecifiedTests=false -am test
FUZZED ?= 1000000
SOAKS := soak-kills soak-memory soak-fuzz

.PHONY: soak $(SOAKS)
soak: $(if $(PART),soak-$(PART),$(SOAKS)) ## The long tests, an hour or two; PART=kills, memory or fuzz runs one

soak-kills: build/classpath.txt
	@echo 'Killing one training run 30 times ...'
	@$(SOAK) -pl lib/onednn -Dtest=KillSoakTest -Drecap.soak.kills=30

# Java's heap is resident from the start, so that what grows is native; what it holds is looked at too.
soak-memory: build/classpath.txt
	@echo 'Closing 500 networks; training for 50 epochs ...'
	@$(SOAK) -pl lib/onednn -Dtest='ClosedExecutablesTest,EpochMemoryTest' \
	  -Dsoak.jvm='-Xms512m -Xmx512m -XX:+AlwaysPreTouch' \
	  -Drecap.soak.cycles=500 -Drecap.soak.settled=50 -Drecap.soak.epochs=50

# On one processor the CSV reader starts no thread for every input: three times as many an hour.
soak-fuzz: build/classpath.txt
	@echo 'Giving every parser $(FUZZED) damaged files ...'
	@$(SOAK) -pl lib/data,lib/onednn,lib/report,experiments -Dtest='*FuzzTest' \
	  -Djqwik.tries.default=$(FUZZED) -Dsoak.jvm=-XX:ActiveProcessorCount=1

.PHONY: zoo
zoo: build/classpath.txt ## Train every model of the zoo for two steps at the paper's size
	@$(MVN) -q -pl lib/onednn -am test -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dtest=ZooTrainingTest -Drecap.zoo.whole=true

.PHONY: golden
golden: build/classpath.txt ## Compare with reference cases: GOLDEN_DIR=<folder> make golden
	@# Only trajectories need the images; without them, these say so.
	-@./recap data cifar10
	@./recap golden

.PHONY: format
format: build/.tools.stamp ## Format the Java sources
	@$(MVN) -q spotless:apply

.PHONY: requirements
requirements: | build/.tools.stamp ## Pin requirements.in anew, with hashes, in requirements.txt
	@$(PYTHON) -m venv build/pin && build/pin/bin/python -m pip install --quiet uv==0.13.9
	@{ sed -n 1p requirements.txt; build/pin/bin/uv pip compile --quiet --universal \
	  --python-version 3.9 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --upgrade requirements.in; } >build/requirements.txt
	@mv build/requirements.txt requirements.txt

.PHONY: clean
clean: ## Delete what the build made; data, results (build/results too), build/labs/grades and the Python side stay
	@rm -rf target lib/*/target labs/target labs/judge/target experiments/target peers/target
	@# No build makes the points again that were given by hand, nor runs in an hour what took a night.
	@test ! -d build || find build -mindepth 1 ! -path build/results ! -path 'build/results/*' ! -path build/labs \
	  ! -path build/labs/grades ! -path 'build/labs/grades/*' -delete
