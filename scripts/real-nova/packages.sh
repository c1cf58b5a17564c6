# Debian's packages of the control plane. Sourced by up.sh.
PKGS="python3-nova nova-common python3-cinder cinder-common python3-neutron
 neutron-common python3-keystone python3-glance glance-common
 python3-placement placement-common rabbitmq-server mariadb-server memcached
 uwsgi-core uwsgi-plugin-python3 python3-pymysql python3-keystoneauth1 curl procps"
missing=
for p in $PKGS; do
  [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$p" 2>/dev/null)" = "ii " ] || missing="$missing $p"
done
if [ -n "$missing" ]; then
  say "installing:$missing"
  # No packaged daemon may start on its own: ours do, from our own config.
  POLICY=/usr/sbin/policy-rc.d
  if [ ! -e $POLICY ]; then
    trap 'rm -f $POLICY' EXIT
    printf '#!/bin/sh\nexit 101\n' > $POLICY; chmod 755 $POLICY
  fi
  (cd / && dpkg --configure -a && apt-get update -qq || true # the former: an installation that was broken off
   apt-get install -y -q --no-install-recommends \
     -o Dpkg::Options::=--force-confold $missing) > $BASE/log/apt.log 2>&1 \
    || { tail -20 $BASE/log/apt.log; die "apt-get failed, see $BASE/log/apt.log"; }
  if [ -n "$(trap -p EXIT)" ]; then rm -f $POLICY; trap - EXIT; fi
  say "packages installed"
fi

