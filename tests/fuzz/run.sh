#!/bin/sh
# Fuzzes one target with any compiler and without cargo-fuzz: run.sh TARGET [OPTION OF LIBFUZZER | FILE]…
# Files are read once each. SANITIZER=address: with a sanitizer; CARGO_TARGET_DIR: built elsewhere.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-}
if [ ! -f "$here/fuzz_targets/$target.rs" ]; then
    echo "targets: $(cd "$here/fuzz_targets" && echo *.rs | sed 's/\.rs//g')" >&2
    exit 2
fi
shift
host=$(rustc -vV | sed -n 's/^host: //p')

# The versions that the program is built with.
[ "$here/Cargo.lock" -nt "$here/../../Cargo.lock" ] || cp "$here/../../Cargo.lock" "$here/Cargo.lock"

# What cargo-fuzz sets. A stable compiler takes all of it but the sanitizer.
flags="--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module"
for flag in sanitizer-coverage-level=4 sanitizer-coverage-inline-8bit-counters sanitizer-coverage-pc-table \
    sanitizer-coverage-trace-compares simplifycfg-branch-fold-threshold=0; do
    flags="$flags -Cllvm-args=-$flag"
done
if [ -n "${SANITIZER:-}" ]; then
    flags="$flags -Zsanitizer=$SANITIZER"
    export RUSTC_BOOTSTRAP=1
    export ASAN_OPTIONS="detect_odr_violation=0:${ASAN_OPTIONS:-}"
fi
# With the host named, what runs while building is built without these.
RUSTFLAGS="$flags" cargo build --release --manifest-path "$here/Cargo.toml" --target "$host" --bin "$target"

corpus="$here/corpus/$target"
mkdir -p "$corpus" "$here/artifacts/$target"
for option in "$@"; do
    if [ -f "$option" ]; then corpus=""; fi
done
# One thread, so that the same input takes the same way.
export RAYON_NUM_THREADS=1 POLARS_MAX_THREADS=1
exec "${CARGO_TARGET_DIR:-$here/target}/$host/release/$target" \
    -artifact_prefix="$here/artifacts/$target/" -timeout=20 -rss_limit_mb=4096 "$@" ${corpus:+"$corpus"}
