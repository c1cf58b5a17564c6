# Keystone, Placement, Glance, Neutron, Nova, Cinder, in the order in which they need one another. Sourced by up.sh.
wsgi() {        # wsgi NAME PORT MODULE PROCESSES
  start "$1" uwsgi --http-socket "127.0.0.1:$2" --plugin python3 \
    --module "$3" --master --processes "$4" --threads 4 --lazy-apps \
    --die-on-term --need-app --buffer-size 65535 --thunder-lock \
    --add-header 'Connection: close' --disable-logging
}
wait_for rabbitmq 90 bash -c 'exec 3<>/dev/tcp/127.0.0.1/5672'
say "rabbitmq up"
wsgi keystone 5000 'keystone.server.wsgi:initialize_public_application()' 2
wait_for keystone 60 http_up http://127.0.0.1:5000/v3
say "keystone up"
$PY "$HERE/seed.py" identity
wsgi placement-api 8778 'placement.wsgi:init_application()' 2
start glance-api $B/glance-api --config-file $ETC/glance/glance-api.conf
start neutron-server $B/neutron-server $NEUTRON
start nova-conductor $B/nova-conductor $NOVA
start nova-scheduler $B/nova-scheduler $NOVA
start nova-api $B/nova-api $NOVA --config-file $ETC/nova/api.conf
wait_for placement-api 90 http_up http://127.0.0.1:8778/
wait_for glance-api 90 http_up http://127.0.0.1:9292/
wait_for neutron-server 120 http_up http://127.0.0.1:9696/
wait_for nova-api 120 http_up http://127.0.0.1:8774/
say "placement, glance, neutron, nova-api up"
# A host left 'forced down' by an evacuation comes back only after a restart.
FORCED=
if [ -e $BASE/ids.json ]; then
  FORCED=$($SQL -N -e 'select host from nova.services where forced_down=1 and deleted=0')
  for h in $FORCED; do say "$h was forced down: restarting it"; stop_one "nova-compute${h#fake}"; done
fi
for n in $(seq "$COMPUTES"); do
  start "nova-compute$n" $B/nova-compute $NOVAC --config-file "$ETC/nova/compute$n.conf"
done
start cinder-api $B/cinder-api $CINDER
start cinder-scheduler $B/cinder-scheduler $CINDER
start cinder-volume $B/cinder-volume $CINDER
wait_for cinder-api 120 http_up http://127.0.0.1:8776/
say "cinder-api up"

computes_up() { # there, and heard from: a service that could not come back leaves its node behind
  [ "$($SQL -N -e "select count(*) from nova.compute_nodes n join nova.services s using (host)
    where n.deleted=0 and s.deleted=0 and s.\`binary\`='nova-compute' and s.updated_at > utc_timestamp() - interval 60 second")" -ge "$COMPUTES" ]
}
wait_for nova-compute1 120 computes_up
$B/nova-manage $NOVA cell_v2 discover_hosts > $BASE/log/discover-hosts.log 2>&1
volume_up() {
  [ "$($SQL -N -e "select count(*) from cinder.services where \`binary\`='cinder-volume' and updated_at > utc_timestamp() - interval 60 second")" -ge 1 ]
}
wait_for cinder-volume 120 volume_up
$PY "$HERE/seed.py" all
[ -z "$FORCED" ] || $PY "$HERE/seed.py" unforce
say "seeded"

