# SPDX-License-Identifier: MIT
# A Redis for scenarios, on a free port of loopback, which `make` writes to the file `redis.port`; it ends by itself after ten minutes.
case $1 in
make) printf %s "$PEER_PORT" > redis.port ;;
start)
    timeout 600 redis-server --port "$(cat redis.port)" --bind 127.0.0.1 --save '' --daemonize no > redis.log 2>&1 &
    echo $! > redis.pid
    until redis-cli -p "$(cat redis.port)" ping 2> /dev/null | grep -q PONG; do sleep 0.05; done ;;
stop) kill "$(cat redis.pid)" ;;
esac
