#!/usr/bin/env bash
# Sends the quickstart's traces to a real collector over OTLP/HTTP and OTLP/gRPC, and reads in its log what arrived.
#
#   tests/backend.sh            says why and succeeds when the collector cannot be had
#
# The collector is Rotel, whose program is in a Python package; it is kept below the target directory. It listens on
# loopback, at 4317 and 4318 or, when these are taken, at free ports, and ends with this script.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never

version=0.0.1a15
target=${CARGO_TARGET_DIR:-target}
folder=$target/rotel/$version
agent=$folder/rotel-agent

skip() { printf 'skipped, no collector: %s\n' "$*"; exit 0; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

# --- get it ----------------------------------------------------------------------------------------------------------
command -v python3 >/dev/null || skip 'python3 is not installed'
if [ ! -x "$agent" ]; then
  [ "$(uname -sm)" = 'Linux x86_64' ] || skip "rotel $version is fetched for Linux on x86_64 only"
  python3 -m pip --version >/dev/null 2>&1 || skip 'python3 has no pip'
  mkdir -p "$folder"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$folder" \
    --implementation cp --python-version 3.11 --abi cp311 --platform manylinux_2_34_x86_64 "rotel==$version" \
    >"$folder/pip.log" 2>&1 || skip "pip cannot download rotel $version: $(tail -n 1 "$folder/pip.log")"
  python3 - "$folder" <<'PY' || skip "the package of rotel $version holds no program"
import glob, os, shutil, sys, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(glob.glob(folder + "/*.whl")[0]) as package, open(folder + "/part", "wb") as out:
    shutil.copyfileobj(package.open("rotel/rotel-agent"), out)
os.chmod(folder + "/part", 0o755)
os.rename(folder + "/part", folder + "/rotel-agent")
PY
  rm -f "$folder"/*.whl
fi
missing=$(ldd "$agent" 2>&1 | awk '/not found/ { print $1; exit }') || true
[ -z "$missing" ] || skip "rotel needs $missing, which is not installed"

# --- build before anything listens -----------------------------------------------------------------------------------
build() { # FEATURES...: prints the program
  cargo build --quiet --package otlp-examples --example quickstart "$@" --message-format json |
    sed -n 's/.*"executable":"\([^"]*\/examples\/quickstart\)".*/\1/p'
}
work=$(mktemp -d)
pid=
stop() {
  if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
cp "$(build)" "$work/over-http"
cp "$(build --features grpc)" "$work/over-grpc"

# --- start it --------------------------------------------------------------------------------------------------------
port() { # PREFERRED: prints it if it is free, else another one
  python3 - "$1" <<'PY'
import socket, sys
for port in (int(sys.argv[1]), 0):
    try:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            print(listener.getsockname()[1])
            break
    except OSError:
        pass
PY
}
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
grpc=$(port 4317) http=$(port 4318) log=$work/rotel.log
"$agent" start --otlp-grpc-endpoint "127.0.0.1:$grpc" --otlp-http-endpoint "127.0.0.1:$http" \
  --debug-log traces --debug-log-verbosity detailed --exporter blackhole >"$log" 2>&1 </dev/null &
pid=$!
for ((try = 0; try < 300; try++)); do
  if answers "$grpc" && answers "$http"; then break; fi
  kill -0 "$pid" 2>/dev/null || { cat "$log" >&2; fail 'the collector ended at once'; }
  sleep 0.1
done
if ! answers "$grpc" || ! answers "$http"; then cat "$log" >&2; fail 'the collector does not listen'; fi

# --- send, and read what arrived -------------------------------------------------------------------------------------
check() { # PROGRAM PROTOCOL PORT
  local run=$1-$$
  env -i OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:$3" OTEL_EXPORTER_OTLP_PROTOCOL="$2" \
    OTEL_RESOURCE_ATTRIBUTES="test.run=$run" "$work/$1" >"$work/$1.out" 2>&1 ||
    { cat "$work/$1.out" >&2; fail "the quickstart, $1"; }
  grep -qx '20 spans created, 20 exported, 0 lost' "$work/$1.out" ||
    { cat "$work/$1.out" >&2; fail "the counts of the quickstart, $1"; }
  python3 tests/backend.py "$log" "$run" || fail "what arrived $1"
  printf 'arrived whole, %s, at a real collector (rotel %s)\n' "$1" "$version"
}
check over-http http/protobuf "$http"
check over-grpc grpc "$grpc"
