# Settings of the cloud and what its scripts share: starting, waiting, stopping. Sourced, never run.
BASE=${REAL_NOVA_DIR:-/tmp/stackproof-real-nova}
export REAL_NOVA_DIR=$BASE
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=$BASE/home
export DEBIAN_FRONTEND=noninteractive
unset PYTHONPATH PYTHONHOME http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ${!OS_@} || true
PY=/usr/bin/python3
PW=secret # every password in this cloud, which listens on 127.0.0.1 alone
COMPUTES=${REAL_NOVA_COMPUTES:-2}
ETC=$BASE/etc
B=$BASE/bin
T0=$(date +%s)
say() { echo "[$(( $(date +%s) - T0 ))s] $*"; }
die() { echo "real-nova: $*" >&2; exit 2; }

proc_start() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
running() {     # pid file holds "pid starttime": a recycled pid is not ours
  local pid t
  [ -e "$BASE/pid/$1" ] && read -r pid t < "$BASE/pid/$1" || return 1
  [ -n "$t" ] && [ "$(proc_start "$pid")" = "$t" ]
}
start() {       # start NAME COMMAND...
  local name=$1; shift
  running "$name" && return 0
  (cd $BASE
   # A daemon outlives who started it: it must hold none of their files or locks.
   for fd in $(seq 3 20); do eval "exec $fd>&-"; done
   exec setsid nohup "$@" >> "$BASE/log/$name.log" 2>&1 < /dev/null) &
  local pid=$!
  sleep 0.1
  echo "$pid $(proc_start $pid)" > "$BASE/pid/$name"
  STARTED="${STARTED:-} $name"
}
stop_one() {
  running "$1" || return 0
  local pid t; read -r pid t < "$BASE/pid/$1"
  kill -TERM -- "-$pid" 2>/dev/null || true
  for _ in $(seq 80); do running "$1" || break; sleep 0.25; done
  running "$1" && kill -KILL -- "-$pid" 2>/dev/null || true
  rm -f "$BASE/pid/$1"
}
wait_for() {    # wait_for NAME SECONDS COMMAND...
  local name=$1 max=$2 i; shift 2
  for ((i = 0; i < max * 2; i++)); do
    "$@" > /dev/null 2>&1 && return 0
    running "$name" || { tail -20 "$BASE/log/$name.log"; die "$name died"; }
    sleep 0.5
  done
  tail -20 "$BASE/log/$name.log"; die "$name not ready after ${max}s"
}
http_up() { [ "$(curl -s -o /dev/null -w '%{http_code}' "$1")" != 000 ]; }
