# What has come up, where it listens, how to log in. Sourced by up.sh.
mem=0
for f in $BASE/pid/*; do
  read -r pid _ < "$f"
  for p in $(ps -o pid= -g "$pid" 2>/dev/null); do
    k=$(awk '/^Pss:/{print $2}' "/proc/$p/smaps_rollup" 2>/dev/null || echo 0)
    mem=$((mem + ${k:-0}))
  done
done
echo
echo "real Nova is up ($(( $(date +%s) - T0 ))s; $((mem / 1024)) MiB in use; soft delete $([ "$SOFT" = 1 ] && echo on || echo off))"
cat <<C
  keystone   http://127.0.0.1:5000/v3
  nova       http://127.0.0.1:8774/v2.1   and   http://127.0.0.1:8774/v2/{project_id}
  neutron    http://127.0.0.1:9696        glance http://127.0.0.1:9292
  cinder     http://127.0.0.1:8776/v3/{project_id}   placement http://127.0.0.1:8778
  users      admin/$PW (projects admin, demo)   demo/$PW (project demo)
  files      ${REAL_NOVA_SEEN:-$BASE}/clouds.yaml (real-demo, real-demo-admin, real-admin)  ids.json
  judge it   npm run real-nova -- judge --release ${REAL_NOVA_RELEASE:-12}
  started    ${STARTED:-nothing (all were running)}
C

