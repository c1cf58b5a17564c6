#!/bin/bash
# A Debian of its own below REAL_NOVA_DIR, for a release that is not this machine's: made once, with debootstrap.
#   root.sh SUITE     makes it where it is not there yet, and brings the cloud up in it
#   root.sh --purge   removes it
# Network and processes are this machine's: what up.sh starts in there, down.sh stops from out here.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=${REAL_NOVA_DIR:?}
die() { echo "real-nova: $*" >&2; exit 2; }
[ "$(id -u)" = 0 ] || die "must be root"
MARK=$ROOT/.real-nova-root # nothing that we have not made is written over, or removed
if [ "$1" = --purge ]; then
  [ -e "$ROOT" ] || exit 0
  [ -e "$MARK" ] || die "$ROOT was not made by real-nova"
  # The mounts below are seen by the services alone; should there be others, they are not followed.
  rm -rf --one-file-system "$ROOT" && echo "removed $ROOT"
  exit
fi
if [ "$(cat "$MARK" 2> /dev/null)" != made ]; then
  [ -e "$MARK" ] || [ -z "$(ls -A "$ROOT" 2> /dev/null)" ] || die "$ROOT is not empty, and was not made by real-nova"
  [ -n "$(type -P debootstrap)" ] || die "needs debootstrap: apt-get install debootstrap"
  echo "making a Debian $1 in $ROOT"
  mkdir -p "$ROOT"
  echo begun > "$MARK"
  debootstrap --variant=minbase --include=ca-certificates "$1" "$ROOT" http://deb.debian.org/debian \
    > "$ROOT/debootstrap.log" 2>&1 || { tail -20 "$ROOT/debootstrap.log"; die "debootstrap failed, see $ROOT/debootstrap.log"; }
  echo made > "$MARK"
fi
mkdir -p "$ROOT/real-nova"
cp -L /etc/resolv.conf /etc/hosts "$ROOT/etc/"
rm -rf "$ROOT/real-nova/scripts"
cp -r "$HERE" "$ROOT/real-nova/scripts"
# A mount namespace that only the services of the cloud are in: it ends with them, and nothing is left mounted.
exec env REAL_NOVA_DIR=/real-nova REAL_NOVA_SEEN="$ROOT/real-nova" unshare --mount bash -c '
  for each in dev proc sys; do mount --rbind "/$each" "$0/$each"; done
  exec chroot "$0" bash /real-nova/scripts/up.sh' "$ROOT"
