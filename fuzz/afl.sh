#!/usr/bin/env bash
# Fuzzes the front end with AFL++, beginning with the corpus: afl.sh SECONDS [FINDINGS]. README.md says what it needs.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:?usage: afl.sh SECONDS [FINDINGS]}
findings=$(realpath -m "${2:-../artifacts/fuzz}")
command -v afl-fuzz > /dev/null || { echo "afl-fuzz is missing: apt-get install afl++"; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$work/tools"
dotnet build Fuzz.csproj --configuration Release --output "$work/fuzz"
"$work/tools/sharpfuzz" "$work/fuzz/TierPolicy.Language.dll"

mkdir -p "$findings"
AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_BENCH_UNTIL_CRASH=${AFL_BENCH_UNTIL_CRASH-} \
    afl-fuzz -V "$seconds" -t 5000 -m none -i "$work/fuzz/corpus" -o "$findings" -- dotnet "$work/fuzz/TierPolicy.Fuzz.dll" afl
grep -E 'run_time|execs_done|execs_per_sec|corpus_count|saved_crashes|saved_hangs|edges_found' "$findings/default/fuzzer_stats"
