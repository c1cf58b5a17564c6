# What starts each service, under $B, and its arguments. Sourced by up.sh.
# Debian puts each daemon's tiny launcher in a package that pulls in a whole
# hypervisor or service set; its code is in python3-*, so launch that directly.
for e in nova-api=nova.cmd.api_os_compute nova-conductor=nova.cmd.conductor \
         nova-scheduler=nova.cmd.scheduler nova-compute=nova.cmd.compute \
         nova-manage=nova.cmd.manage glance-api=glance.cmd.api \
         glance-manage=glance.cmd.manage placement-manage=placement.cmd.manage \
         cinder-api=cinder.cmd.api cinder-scheduler=cinder.cmd.scheduler \
         cinder-volume=cinder.cmd.volume cinder-manage=cinder.cmd.manage \
         neutron-server=neutron.cmd.eventlet.server \
         neutron-db-manage=neutron.db.migration.cli \
         keystone-manage=keystone.cmd.manage; do
  cat > "$BASE/bin/${e%%=*}" <<C
#!$PY
import sys
sys.path.insert(0, '$BASE/plugins')
from ${e#*=} import main
sys.exit(main())
C
  chmod 755 "$BASE/bin/${e%%=*}"
done
NOVAC="--config-file $ETC/nova/nova.conf"
NOVA="$NOVAC --config-file $ETC/nova/db.conf"
NEUTRON="--config-file $ETC/neutron/neutron.conf --config-file $ETC/neutron/ml2.ini"
CINDER="--config-file $ETC/cinder/cinder.conf"
export OS_KEYSTONE_CONFIG_DIR=$ETC/keystone OS_PLACEMENT_CONFIG_DIR=$ETC/placement
KEYSTONE="--config-file $ETC/keystone/keystone.conf"

# A changed nova-api setting needs nova-api (alone) to be started again.
if running nova-api && [ "$(cat $BASE/state/soft-delete 2>/dev/null)" != "$SOFT" ]; then
  say "soft delete is now $SOFT: restarting nova-api"; stop_one nova-api
fi
echo "$SOFT" > $BASE/state/soft-delete
