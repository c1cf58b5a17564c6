# Nobody else may have the ports of the services. Sourced by up.sh.
free_port() {   # free_port NAME PORT
  running "$1" && return 0
  if (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; then
    die "port $2 (for $1) is already taken by a process this script did not start"
  fi
}
for np in keystone:5000 glance-api:9292 placement-api:8778 nova-api:8774 \
          neutron-server:9696 cinder-api:8776 mariadb:3306 rabbitmq:5672 \
          memcached:11211; do
  free_port "${np%:*}" "${np#*:}"
done
