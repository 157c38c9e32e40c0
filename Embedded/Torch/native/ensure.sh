# Sourced by the launcher: ensure_torch ROOT builds the shim for the libtorch of this machine into
# ROOT/artifacts/native, once per state of the sources and of libtorch. Exit code 3: something that
# this machine lacks, named. Looked for in this order: $LIBTORCH (a folder with include/ and lib/,
# or that of a PyTorch package), Debian's libtorch-dev, PyTorch of the python3 on the path.

TORCH_PACKAGES='libtorch-dev libopenblas0-pthread cmake g++'

torch_fail() { echo "akkacoded: $1" >&2; exit 3; }

# Prints "headers;more headers|library folder", or nothing.
torch_at() {
  local base=$1 include lib
  for include in "$base/include" "$base"; do
    [ -f "$include/ATen/ATen.h" ] || continue
    for lib in "$base/lib" "$base/lib/x86_64-linux-gnu" "$base/lib/aarch64-linux-gnu"; do
      if [ -f "$lib/libtorch_cpu.so" ] && [ -f "$lib/libc10.so" ]; then
        echo "$include;$include/torch/csrc/api/include|$lib"; return
      fi
    done
  done
}

torch_find() {
  local found=''
  if [ -n "${LIBTORCH:-}" ]; then
    found=$(torch_at "$LIBTORCH")
    [ -n "$found" ] || torch_fail \
      "LIBTORCH=$LIBTORCH holds no libtorch with headers (include/ATen/ATen.h, lib/libtorch_cpu.so)"
    echo "$found"; return
  fi
  found=$(torch_at /usr)
  if [ -z "$found" ] && command -v python3 >/dev/null 2>&1; then
    local python
    python=$(python3 -c 'import importlib.util as u, os
s = u.find_spec("torch"); print(os.path.dirname(s.origin) if s and s.origin else "")' 2>/dev/null) ||
      python=''
    [ -z "$python" ] || found=$(torch_at "$python")
  fi
  echo "$found"
}

torch_missing() {
  local missing=''
  [ -n "$(torch_find)" ] || missing="$missing libtorch-dev"
  command -v cmake >/dev/null 2>&1 || missing="$missing cmake"
  { command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1; } || missing="$missing g++"
  echo "$missing"
}

# As root on Debian what is missing is installed; elsewhere it is named.
torch_install() {
  local missing; missing=$(torch_missing)
  [ -z "$missing" ] && return
  local remedy="apt-get install $TORCH_PACKAGES"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    torch_fail "missing:$missing. Install: $remedy (or set LIBTORCH to a libtorch with headers)"
  fi
  echo "akkacoded: installing $TORCH_PACKAGES" >&2
  # shellcheck disable=SC2086
  torch_apt $TORCH_PACKAGES || torch_fail "$remedy failed; the end of its output is above"
  missing=$(torch_missing)
  [ -z "$missing" ] || torch_fail "still missing after $remedy:$missing"
}

torch_apt() {
  local log; log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  if apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 ||
    { apt-get update >"$log" 2>&1 &&
      apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; }; then
    rm -f "$log"; return 0
  fi
  tail -n 20 "$log" >&2; rm -f "$log"; return 1
}

# Debian's libtorch takes whatever libblas.so.3 is; with the reference one an MLP's step takes 20
# times as long. A libtorch from elsewhere brings its own (MKL or OpenBLAS).
torch_blas() {
  local lib=$1 blas real
  case $lib in /usr/lib/*) ;; *) return ;; esac
  blas="$lib/libblas.so.3"
  real=$(readlink -f "$blas" 2>/dev/null || true)
  case $real in *openblas*|*mkl*|*blis*|*atlas*) return ;; esac
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    torch_apt libopenblas0-pthread || true
    real=$(readlink -f "$blas" 2>/dev/null || true)
    case $real in *openblas*|*mkl*|*blis*|*atlas*) return ;; esac
  fi
  echo "akkacoded: ${real:-no libblas.so.3} is not OpenBLAS, so training is many times slower:" \
    "apt-get install libopenblas0-pthread, or update-alternatives --config" \
    "libblas.so.3-$(uname -m)-linux-gnu" >&2
}

# Freed memory stays with the process (memory.cpp tells why and by how much). glibc reads these
# before any code of ours runs, so they reach threads that the binding's own call comes too late for.
torch_heap() {
  case "${MALLOC_ARENA_MAX:-}${MALLOC_TRIM_THRESHOLD_:-}${MALLOC_MMAP_THRESHOLD_:-}${GLIBC_TUNABLES:-}" in
    '') export MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=33554432 MALLOC_TRIM_THRESHOLD_=536870912 ;;
  esac
}

ensure_torch() {
  torch_heap
  local root=$1 out="$1/artifacts/native" source="$1/Embedded/Torch/native" found include lib key
  # A wrong LIBTORCH is said at once: nothing is installed in its stead.
  [ -z "${LIBTORCH:-}" ] || torch_find >/dev/null || exit 3
  torch_install
  found=$(torch_find); include=${found%%|*}; lib=${found##*|}
  torch_blas "$lib"
  key=$({ cat "$source"/*.cpp "$source"/*.h "$source/CMakeLists.txt"
    echo "$found"; stat -L -c '%n %s %Y' "$lib/libtorch_cpu.so" "$lib/libc10.so"
  } | sha256sum | cut -d' ' -f1)
  if [ -f "$out/libakkacoded_torch.so" ] && [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
    return
  fi
  echo "akkacoded: building the binding for libtorch in $lib (once, about half a minute)" >&2
  mkdir -p "$out"
  # One at a time: two commands started together would write the same files.
  (
    command -v flock >/dev/null 2>&1 && flock 9
    [ "$(cat "$out/key" 2>/dev/null)" = "$key" ] && [ -f "$out/libakkacoded_torch.so" ] && exit 0
    torch_build "$source" "$out" "$include" "$lib" && echo "$key" >"$out/key"
  ) 9>"$out/.lock" || torch_fail "the binding for libtorch could not be built (see above)"
}

# Headers of newer versions may ask for C++20; 17 is what all the others want.
torch_build() {
  local source=$1 out=$2 include=$3 lib=$4 log work standard
  log=$(mktemp); work=$(mktemp -d)
  for standard in 17 20; do
    if cmake -S "$source" -B "$work" -DCMAKE_BUILD_TYPE=Release -DTORCH_INCLUDE="$include" \
        -DTORCH_LIB="$lib" -DTORCH_CXX=$standard >"$log" 2>&1 &&
      cmake --build "$work" --parallel 2 >>"$log" 2>&1; then
      mv "$work/libakkacoded_torch.so" "$out/libakkacoded_torch.so"
      rm -rf "$work" "$log"; return 0
    fi
  done
  tail -n 60 "$log" >&2; rm -rf "$work" "$log"; return 1
}
