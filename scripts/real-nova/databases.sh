# MariaDB, RabbitMQ, memcached, and the schemas of all databases. Sourced by up.sh.
if ! running mariadb; then
  if [ ! -d $BASE/mysql/mysql ]; then
    mkdir -p $BASE/mysql && chown mysql: $BASE/mysql
    mariadb-install-db --no-defaults --user=mysql --datadir=$BASE/mysql \
      --auth-root-authentication-method=socket --skip-test-db > $BASE/log/mariadb-install.log 2>&1
  fi
  mkdir -p $BASE/run/mysql && chown mysql: $BASE/run/mysql
  # MariaDB 11.8 breaks off (1020) where InnoDB used to wait; OpenStack does not try again then. Older ones know no such option.
  start mariadb mariadbd --no-defaults --user=mysql --datadir=$BASE/mysql \
    --socket=$BASE/run/mysql/sock --pid-file=$BASE/run/mysql/pid \
    --bind-address=127.0.0.1 --port=3306 --max-connections=600 \
    --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --sync-binlog=0 \
    --innodb-buffer-pool-size=256M --skip-name-resolve --skip-log-bin \
    --loose-innodb-snapshot-isolation=OFF
fi
SQL="mariadb --no-defaults -uroot -S $BASE/run/mysql/sock"

export RABBITMQ_NODENAME=realnova@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
  RABBITMQ_MNESIA_BASE=$BASE/rabbit/mnesia RABBITMQ_LOG_BASE=$BASE/rabbit/log \
  RABBITMQ_ENABLED_PLUGINS_FILE=$BASE/rabbit/enabled_plugins \
  RABBITMQ_CONFIG_FILE=$BASE/rabbit/rabbitmq RABBITMQ_CONF_ENV_FILE=$BASE/rabbit/env.conf \
  RABBITMQ_HOME=/usr/lib/rabbitmq RABBITMQ_DIST_PORT=25672 \
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
  ERL_EPMD_ADDRESS=127.0.0.1
mkdir -p $BASE/rabbit/{mnesia,log}
[ -e $BASE/rabbit/enabled_plugins ] || echo '[].' > $BASE/rabbit/enabled_plugins
: > $BASE/rabbit/env.conf
printf 'listeners.tcp.1 = 127.0.0.1:5672\nloopback_users.guest = true\nlog.console = true\nvm_memory_high_watermark.absolute = 1GB\n' > $BASE/rabbit/rabbitmq.conf
if ! running rabbitmq; then
  running epmd || (exec 3<>/dev/tcp/127.0.0.1/4369) 2>/dev/null || start epmd epmd -address 127.0.0.1
  RABBIT_BIN=$(ls -d /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin | tail -1)
  start rabbitmq "$RABBIT_BIN/rabbitmq-server"
fi
start memcached memcached -u nobody -l 127.0.0.1 -p 11211 -m 64
wait_for mariadb 60 $SQL -e 'select 1'
say "mariadb up"

DBS="keystone glance placement nova_api nova nova_cell0 neutron cinder"
if [ ! -e $BASE/state/dbs ]; then
  for d in $DBS; do echo "CREATE DATABASE IF NOT EXISTS $d CHARACTER SET utf8;"; done | $SQL
  $SQL -e "CREATE USER IF NOT EXISTS 'os'@'127.0.0.1' IDENTIFIED BY '$PW';
           GRANT ALL ON *.* TO 'os'@'127.0.0.1';"
  touch $BASE/state/dbs
fi
if [ ! -e $BASE/state/synced ]; then
  say "database schemas (a few minutes at most)"
  ( $B/keystone-manage $KEYSTONE db_sync
    $B/keystone-manage $KEYSTONE fernet_setup --keystone-user root --keystone-group root
    $B/keystone-manage $KEYSTONE credential_setup --keystone-user root --keystone-group root
    $B/keystone-manage $KEYSTONE bootstrap --bootstrap-password $PW \
      --bootstrap-username admin --bootstrap-project-name admin \
      --bootstrap-role-name admin --bootstrap-service-name keystone \
      --bootstrap-region-id RegionOne \
      --bootstrap-admin-url http://127.0.0.1:5000/v3 \
      --bootstrap-internal-url http://127.0.0.1:5000/v3 \
      --bootstrap-public-url http://127.0.0.1:5000/v3
    $B/glance-manage --config-file $ETC/glance/glance-api.conf db_sync
    $B/cinder-manage $CINDER db sync
  ) > $BASE/log/db-sync-1.log 2>&1 &
  p1=$!
  ( $B/placement-manage --config-file $ETC/placement/placement.conf db sync
    $B/nova-manage $NOVA api_db sync
    $B/nova-manage $NOVA cell_v2 map_cell0 --database_connection "$(db nova_cell0)"
    $B/nova-manage $NOVA db sync
    $B/nova-manage $NOVA cell_v2 list_cells | grep -q cell1 ||
      $B/nova-manage $NOVA cell_v2 create_cell --name cell1
    $B/neutron-db-manage $NEUTRON upgrade heads
  ) > $BASE/log/db-sync-2.log 2>&1 &
  p2=$!
  wait $p1 || { tail -20 $BASE/log/db-sync-1.log; die "db sync failed (db-sync-1.log)"; }
  wait $p2 || { tail -20 $BASE/log/db-sync-2.log; die "db sync failed (db-sync-2.log)"; }
  touch $BASE/state/synced
  say "database schemas done"
fi

