#!/bin/bash
# Brings up a real OpenStack control plane of Debian's packages on 127.0.0.1. What is installed, configured or
# running is left alone, so that it may be run again.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/common.sh"
[ "$(id -u)" = 0 ] || die "must be root"
SOFT=${REAL_NOVA_SOFT_DELETE:-}
mkdir -p "$BASE"/{etc,log,pid,home,run,bin,plugins,state}
chmod 755 "$BASE"
# The choice sticks from one run to the next; soft delete is on at first.
[ -n "$SOFT" ] || SOFT=$(cat "$BASE/state/soft-delete" 2>/dev/null || echo 1)
for part in packages ports configure launchers databases services summary; do . "$HERE/$part.sh"; done
