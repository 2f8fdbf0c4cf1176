# SPDX-License-Identifier: MIT
# A PostgreSQL for scenarios: a cluster in a folder of its own; PostgreSQL refuses to run as root.
set -e
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid nobody --regid nogroup --clear-groups "$@"; else "$@"; fi; }
bin=$(pg_config --bindir)
children() { cat "/proc/$(cat pid)/task/$(cat pid)/children"; }
case $1 in
make)
    mktemp -d /tmp/tenon-pg.XXXXXX > home
    [ "$(id -u)" != 0 ] || chown nobody:nogroup "$(cat home)"
    printf %s "$PEER_PORT" > port
    echo "open sesame" > "$(cat home)/word"
    as "$bin/initdb" -D "$(cat home)/data" -U keeper -A scram-sha-256 --pwfile "$(cat home)/word" -N --locale C > initdb.log 2>&1 ;;
start)
    as timeout 600 "$bin/postgres" -D "$(cat home)/data" -p "$(cat port)" -h 127.0.0.1 -k "$(cat home)" -c fsync=off > server.log 2>&1 &
    echo $! > timeout.pid
    until "$bin/pg_isready" -q -h 127.0.0.1 -p "$(cat port)"; do kill -0 "$(cat timeout.pid)"; sleep 0.05; done
    head -1 "$(cat home)/data/postmaster.pid" > pid ;;
stop) kill -INT "$(cat pid)"; while kill -0 "$(cat pid)" 2> /dev/null && ! grep -q Z "/proc/$(cat pid)/stat"; do sleep 0.05; done ;;
hang) # It first, so that no more of its processes come or go.
    kill -STOP "$(cat pid)"
    until grep -q "^State:.T" "/proc/$(cat pid)/status"; do sleep 0.05; done
    for child in $(children); do kill -STOP "$child"; done ;;
wake) for child in $(children) $(cat pid); do kill -CONT "$child"; done ;;
remove) kill -KILL "$(cat pid)" || true; rm -rf "$(cat home)" ;;
esac
