#!/bin/bash
# Stops the processes that up.sh started, by their process groups, and no others.
#   down.sh [--purge]     --purge also removes all data of the cloud
set -u
. "$(cd "$(dirname "$0")" && pwd)/common.sh"
# Services first, what they depend on last.
order="nova-api cinder-api nova-compute* cinder-volume cinder-scheduler
 nova-scheduler nova-conductor neutron-server glance-api placement-api
 keystone memcached rabbitmq mariadb epmd"
stop() {        # stop SIGNAL NAME: each was started as its own process group
  local pid; read -r pid _ < "$BASE/pid/$2"; kill "-$1" -- "-$pid" 2>/dev/null
}
cd "$BASE/pid" 2>/dev/null || { echo "nothing to stop"; exit 0; }
for set in "${order%%memcached*}" "memcached ${order#*memcached}"; do
  names=
  for n in $set; do [ -e "$n" ] && running "$n" && names="$names $n"; done
  for n in $names; do stop TERM "$n"; done
  for _ in $(seq 120); do
    left=; for n in $names; do running "$n" && left="$left $n"; done
    [ -z "$left" ] && break; sleep 0.25
  done
  for n in $left; do echo "killing $n"; stop KILL "$n"; done
  for n in $names; do echo "stopped $n"; done
  for n in $set; do rm -f "$n"; done
done
[ "${1:-}" = --purge ] && cd / && rm -rf "$BASE" && echo "removed $BASE"
exit 0
