# The configuration of all services, under $ETC. Sourced by up.sh.
cp "$HERE"/plugins/*.py $BASE/plugins/
cp -r "$HERE"/plugins/*.dist-info $BASE/plugins/
mkdir -p $ETC/{keystone,glance,placement,nova,neutron,cinder} \
  $BASE/glance/images $BASE/nova $BASE/neutron $BASE/cinder $BASE/keystone
db() { echo "mysql+pymysql://os:$PW@127.0.0.1/$1?charset=utf8"; }
RABBIT="rabbit://guest:guest@127.0.0.1:5672/"
authtoken() {   # the [keystone_authtoken] section of service $1
  cat <<C

[keystone_authtoken]
www_authenticate_uri = http://127.0.0.1:5000/v3
auth_url = http://127.0.0.1:5000/v3
memcached_servers = 127.0.0.1:11211
auth_type = password
project_domain_id = default
user_domain_id = default
project_name = service
username = $1
password = $PW
service_token_roles = service
service_token_roles_required = true
region_name = RegionOne
C
}
creds() {       # a keystoneauth section: creds SECTION USER
  cat <<C

[$1]
auth_url = http://127.0.0.1:5000/v3
auth_type = password
project_domain_id = default
user_domain_id = default
project_name = service
username = $2
password = $PW
region_name = RegionOne
C
}
dbconf() { printf '\n[%s]\nconnection = %s\nmax_pool_size = 5\nmax_overflow = 30\n' "$1" "$(db "$2")"; }

cat > $ETC/keystone/keystone.conf <<C
[DEFAULT]
use_stderr = true
[token]
provider = fernet
expiration = 86400
[fernet_tokens]
key_repository = $BASE/keystone/fernet-keys
[credential]
key_repository = $BASE/keystone/credential-keys
[identity]
password_hash_rounds = 4
[cache]
enabled = true
backend = dogpile.cache.pymemcache
memcache_servers = 127.0.0.1:11211
$(dbconf database keystone)
C

cat > $ETC/glance/glance-api.conf <<C
[DEFAULT]
bind_host = 127.0.0.1
bind_port = 9292
workers = 1
use_stderr = true
transport_url = $RABBIT
enabled_backends = fs:file
worker_self_reference_url = http://127.0.0.1:9292
[glance_store]
default_backend = fs
[fs]
filesystem_store_datadir = $BASE/glance/images/
[os_glance_staging_store]
filesystem_store_datadir = $BASE/glance/staging/
[os_glance_tasks_store]
filesystem_store_datadir = $BASE/glance/tasks/
[paste_deploy]
flavor = keystone
config_file = /etc/glance/glance-api-paste.ini
[oslo_concurrency]
lock_path = $BASE/run
$(dbconf database glance)
$(authtoken glance)
C

cat > $ETC/placement/placement.conf <<C
[DEFAULT]
use_stderr = true
[api]
auth_strategy = keystone
$(dbconf placement_database placement)
$(authtoken placement)
C

# The fake driver of newer Novas makes up another identity at every start, and the service then refuses to come back; this
# one of its kin keeps that identity as a real driver does, in a file of each host's own.
DRIVER=FakeDriver
if grep -q '^class FakeDriverWithoutFakeNodes' /usr/lib/python3/dist-packages/nova/virt/fake.py; then
  DRIVER=FakeDriverWithoutFakeNodes
fi
cat > $ETC/nova/nova.conf <<C
[DEFAULT]
my_ip = 127.0.0.1
use_stderr = true
state_path = $BASE/nova
transport_url = $RABBIT
enabled_apis = osapi_compute
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = 8774
osapi_compute_workers = 2
compute_driver = fake.$DRIVER
shelved_offload_time = -1
reclaim_instance_interval = 3600
allow_resize_to_same_host = true
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
report_interval = 10
[wsgi]
api_paste_config = /etc/nova/api-paste.ini
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 30
[filter_scheduler]
enabled_filters = ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter,ServerGroupAntiAffinityFilter,ServerGroupAffinityFilter,SameHostFilter,DifferentHostFilter
[compute]
live_migration_wait_for_vif_plug = false
[vnc]
enabled = true
novncproxy_base_url = http://127.0.0.1:6080/vnc_auto.html
[glance]
api_servers = http://127.0.0.1:9292
[oslo_concurrency]
lock_path = $BASE/run
[cache]
enabled = true
backend = dogpile.cache.pymemcache
memcache_servers = 127.0.0.1:11211
$(authtoken nova)
$(creds placement placement)
$(creds neutron neutron)
$(creds cinder nova)
os_region_name = RegionOne
catalog_info = volumev3::publicURL
$(creds service_user nova)
send_service_user_token = true
C
# nova-compute must not see a database, and complains where it does.
{ dbconf api_database nova_api; dbconf database nova; } > $ETC/nova/db.conf
# Only nova-api reads this one: 0 makes DELETE final, as in a stock Nova.
printf '[DEFAULT]\nreclaim_instance_interval = %s\n' \
  "$([ "$SOFT" = 1 ] && echo 3600 || echo 0)" > $ETC/nova/api.conf
for n in $(seq "$COMPUTES"); do
  printf '[DEFAULT]\nhost = fake%s\n' "$n" > "$ETC/nova/compute$n.conf"
  if [ $DRIVER != FakeDriver ]; then
    mkdir -p "$BASE/nova/fake$n"
    echo "state_path = $BASE/nova/fake$n" >> "$ETC/nova/compute$n.conf"
  fi
done

cat > $ETC/neutron/neutron.conf <<C
[DEFAULT]
bind_host = 127.0.0.1
bind_port = 9696
use_stderr = true
state_path = $BASE/neutron
transport_url = $RABBIT
core_plugin = ml2
service_plugins = router
api_paste_config = /etc/neutron/api-paste.ini
api_workers = 1
rpc_workers = 1
rpc_state_report_workers = 0
dhcp_agent_notification = false
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
allow_overlapping_ips = true
[oslo_concurrency]
lock_path = $BASE/run
$(dbconf database neutron)
$(authtoken neutron)
$(creds nova nova)
$(creds placement placement)
C
cat > $ETC/neutron/ml2.ini <<C
[ml2]
type_drivers = flat,vxlan
tenant_network_types = vxlan
mechanism_drivers = realnova_null
extension_drivers = port_security
[ml2_type_flat]
flat_networks = public
[ml2_type_vxlan]
vni_ranges = 1:5000
[securitygroup]
enable_security_group = true
C

cat > $ETC/cinder/cinder.conf <<C
[DEFAULT]
my_ip = 127.0.0.1
host = fake
use_stderr = true
state_path = $BASE/cinder
transport_url = $RABBIT
api_paste_config = /etc/cinder/api-paste.ini
osapi_volume_listen = 127.0.0.1
osapi_volume_listen_port = 8776
osapi_volume_workers = 1
enabled_backends = null
default_volume_type = null
glance_api_servers = http://127.0.0.1:9292
image_conversion_dir = $BASE/cinder/conversion
resource_query_filters_file = /etc/cinder/resource_filters.json
rootwrap_config = /etc/cinder/rootwrap.conf
[null]
volume_backend_name = null
volume_driver = realnova_cinder.NullVolumeDriver
[oslo_concurrency]
lock_path = $BASE/run
$(dbconf database cinder)
$(authtoken cinder)
$(creds nova nova)
interface = public
$(creds service_user cinder)
send_service_user_token = true
C
mkdir -p $BASE/cinder/conversion $BASE/glance/{staging,tasks}
