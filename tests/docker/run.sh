#!/usr/bin/env bash
# A cluster in containers under real faults, and what becomes of its weights: `run.sh --help`.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

usage() {
  cat <<'T'
tests/docker/run.sh [options]    builds the image, starts a coordinator and workers, trains a job
  undisturbed and once more under faults (a worker killed, paused, cut off; the coordinator killed),
  and compares the weights. One line per check; exit code 0 when all hold.
  --engine packages|embedded     which build (default: embedded)
  --workers N                    worker containers (default: 4)
  --port N                       of the page on 127.0.0.1 (default: 17400)
  --patience S                   longest wait for anything (default: 300)
  --no-build                     take the image as it is
  --keep                         leave the containers
Wants Docker with Compose 2 on this machine, and BuildKit.
T
}

engine=embedded workers=4 port=17400 patience=300 build=--build keep=''
while [ $# -gt 0 ]; do
  case $1 in
    --engine|--workers|--port|--patience)
      [ $# -ge 2 ] || { echo "$1: value missing" >&2; exit 2; }
      printf -v "${1#--}" '%s' "$2"; shift ;;
    --no-build) build='' ;;
    --keep) keep=1 ;;
    -h|--help) usage; exit 0 ;;
    *) echo "$1 is unknown" >&2; usage >&2; exit 2 ;;
  esac; shift
done

export ENGINE=${engine^} AKKACODED_PORT=$port AKKACODED_IMAGE=akkacoded:test-$engine
export AKKACODED_TOKEN=of-the-docker-test WORKERS=$workers
# The limits of the compose file may ask for more cores than a small machine has.
export COORDINATOR_CPUS=${COORDINATOR_CPUS:-1} WORKER_CPUS=${WORKER_CPUS:-1}
cd "$root" || exit 1
failed=0
# What reads only the first lines of something would fail it under pipefail, so nothing here does.

compose() { docker compose -p akkacoded-test "$@"; }
program() { compose exec -T coordinator akkacoded "$@" --node /etc/akkacoded/node.conf; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f s", b - a }'; }

# check NAME RESULT DETAIL: one line; a failure fails the script, but the others are still told.
check() {
  if [ "$2" = 0 ]; then echo "ok      $1: $3"; else echo "FAILED  $1: $3"; failed=1; fi
}

# await COMMAND...: until it succeeds, for as long as the patience lasts.
await() {
  local end=$(($(date +%s) + patience))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.5
  done
}

finish() {
  local status=$?
  if [ "$failed" != 0 ] || [ "$status" != 0 ]; then
    echo "--- last words of the containers"; compose logs --tail 25 2>&1 | tail -n 150
  fi
  if [ -z "$keep" ]; then compose down -v --timeout 10 >/dev/null 2>&1; fi
  [ "$status" != 0 ] || status=$failed
  exit "$status"
}

container() { compose ps -a -q "$1" | sed -n "${2}p"; }
# field JOB KEY: a value of the job's description, without quotes; nothing where there is none.
field() {
  program job describe "$1" --json 2>/dev/null |
    sed -n "s/^  \"$2\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" | head -n 1
}
step_of() { local step; step=$(field "$1" step); echo "${step:-0}"; }
is_past() { [ "$(step_of "$1")" -gt "$2" ]; }
is_over() { [ "$(field "$1" state)" = finished ]; }
nodes_up() { program health --json 2>/dev/null | grep "\"detail\": \"$1 up with" >/dev/null; }
is_running() { [ "$(docker inspect -f '{{.State.Running}}' "$1")" = true ]; }
restarts() { docker inspect -f '{{.RestartCount}}' "$1"; }
is_restarted() { [ "$(restarts "$1")" -gt "$2" ] && is_running "$1"; }
# The containers' own name for it; where the processes are another machine's, a container helps.
kill_process() {
  local pid; pid=$(docker inspect -f '{{.State.Pid}}' "$1")
  kill -9 "$pid" 2>/dev/null ||
    docker run --rm --privileged --pid host --user 0 --entrypoint bash "$AKKACODED_IMAGE" \
      -c "kill -9 $pid"
}
hash_of() {
  compose exec -T coordinator bash -c \
    "cd /var/lib/akkacoded/cluster/jobs/$1/checkpoints && sha256sum \"\$(ls -d step-* | sort |
      tail -n 1)/model.safetensors\"" | cut -d ' ' -f 1
}
submit() { program job submit /tmp/job.conf --name "$1" "${@:2}"; }

trap finish EXIT
compose down -v --timeout 5 >/dev/null 2>&1
started=$(now)
if [ -n "$build" ]; then
  docker compose -p akkacoded-test build coordinator worker >/tmp/akkacoded-docker-build.log 2>&1 ||
    { tail -n 40 /tmp/akkacoded-docker-build.log; exit 1; }
  size=$(docker image inspect -f '{{.Size}}' "$AKKACODED_IMAGE" | awk '{ printf "%d MB", $1 / 1e6 }')
  check build 0 "$(since "$started"), image of $size"
fi

started=$(now)
compose up -d --no-build --wait --wait-timeout "$patience" >/tmp/akkacoded-docker-up.log 2>&1
status=$?
check up "$status" "coordinator and $workers workers healthy after $(since "$started")"
[ "$status" = 0 ] || { cat /tmp/akkacoded-docker-up.log; exit 1; }
await nodes_up "$workers"; check nodes $? "the coordinator sees $workers of them"

page() { exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET /%s HTTP/1.0\r\n\r\n' "$1" >&3 &&
  head -n 1 <&3; }
page health/ready | grep ' 200 ' >/dev/null; check port $? "health is told on 127.0.0.1:$port"
page metrics | grep ' 401 ' >/dev/null; check token $? 'figures are not told without the token'

compose cp tests/docker/job.conf coordinator:/tmp/job.conf >/dev/null 2>&1
submit calm >/dev/null; started=$(now)
await is_over calm; check calm $? "800 steps undisturbed, over after $(since "$started")"
calm=$(hash_of calm)

# Every answer takes 0.2 s: time for faults.
submit storm --set chaos.enabled=on \
  --set 'chaos.law="bimodal(fast=0.2, slow=0.4, slow-share=0.1, load=additive, slope=0)"' \
  >/dev/null
await is_past storm 20; check storm $? "the same job trains, 0.2 s and more a step"

victim=$(container worker 1) before=$(restarts "$(container worker 1)") started=$(now)
kill_process "$victim"
await is_restarted "$victim" "$before"; result=$?; restarted=$(since "$started")
mark=$(step_of storm)
await nodes_up "$workers"; result=$((result + $?)); joined=$(since "$started")
await is_past storm $((mark + 10))
check 'worker killed' $((result + $?)) \
  "started again after $restarted, node up after $joined, 10 steps further after $(since "$started")"

victim=$(container worker 2) started=$(now)
docker pause "$victim" >/dev/null
await nodes_up $((workers - 1)); result=$?; noticed=$(since "$started")
mark=$(step_of storm)
await is_past storm $((mark + 10)); result=$((result + $?))
docker unpause "$victim" >/dev/null; resumed=$(now)
await nodes_up "$workers"
check 'worker paused' $((result + $?)) \
  "noticed after $noticed, trained on without it, back $(since "$resumed") after it woke up"

victim=$(container worker 3) started=$(now)
docker network disconnect akkacoded-test_cluster "$victim"
await nodes_up $((workers - 1)); result=$?; noticed=$(since "$started")
mark=$(step_of storm)
await is_past storm $((mark + 10)); result=$((result + $?))
docker network connect akkacoded-test_cluster "$victim"; resumed=$(now)
await nodes_up "$workers"
check 'worker cut off' $((result + $?)) \
  "noticed after $noticed, trained on without it, back $(since "$resumed") after the network"

victim=$(container coordinator 1) before=$(restarts "$(container coordinator 1)")
mark=$(step_of storm) started=$(now)
kill_process "$victim"
await is_restarted "$victim" "$before"; result=$?; restarted=$(since "$started")
await nodes_up "$workers"; result=$((result + $?)); joined=$(since "$started")
await is_past storm "$mark"
check 'coordinator killed' $((result + $?)) \
  "started again after $restarted, all nodes back after $joined, beyond step $mark after $(since "$started")"
program job logs storm 2>/dev/null | grep 'resumed' >/dev/null
check resumed $? 'from the newest checkpoint, by itself'

started=$(now)
await is_over storm; check finished $? "accuracy $(field storm testAccuracy), calm $(field calm testAccuracy)"
storm=$(hash_of storm)
[ -n "$calm" ] && [ "$calm" = "$storm" ]
check weights $? "sha256 of the last checkpoint's weights: ${calm:0:16} calm, ${storm:0:16} under faults"
