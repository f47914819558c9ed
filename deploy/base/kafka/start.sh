#!/bin/sh
# Starts the truck's broker. A disk that was formatted with other users or rights, or with none, is formatted anew: the broker
# is an index, and the services publish again what was on it. Rights and topics are made while it listens on loopback only, so
# that no service ever meets a broker without them. No password is on a command line or in the log.
#
# Needs: server.properties, rights and rights.sh beside this file; CLUSTER_ID; and in USERS one file for each user, named after
# it, with the password.
set -eu
umask 077
here=$(dirname "$0")
bin=${KAFKA_BIN:-/opt/kafka/bin}
users=${USERS:-/secrets/users}
work=${WORK:-/tmp}
data=$(sed -n 's/^log.dirs=//p' "$here/server.properties")
mark=$(dirname "$data")/formatted-with
login=org.apache.kafka.common.security

password() {
  cat "$users/$1"
}

self=$(password broker)
{
  cat "$here/server.properties"
  echo "listener.name.truck.scram-sha-512.sasl.jaas.config=$login.scram.ScramLoginModule required" \
    "username=\"broker\" password=\"$self\";"
  echo "listener.name.controller.plain.sasl.jaas.config=$login.plain.PlainLoginModule required" \
    "username=\"broker\" password=\"$self\" user_broker=\"$self\";"
} >"$work/server.properties"

wanted=$(cat "$here/rights" "$users"/* | sha256sum)
if [ ! -f "$data/meta.properties" ] || [ ! -f "$mark" ] || [ "$(cat "$mark")" != "$wanted" ]; then
  echo "the disk has no users and rights, or others: it is formatted anew"
  rm -rf "$data" "$mark"
  {
    printf '%s\n' format --cluster-id "$CLUSTER_ID" --config "$work/server.properties"
    for user in "$users"/*; do
      user=$(basename "$user")
      printf '%s\n' --add-scram "SCRAM-SHA-512=[name=$user,password=$(password "$user")]"
    done
  } >"$work/format"
  "$bin/kafka-storage.sh" "@$work/format"
  rm "$work/format"

  sed -e 's|//0\.0\.0\.0:|//127.0.0.1:|' -e 's|^\(advertised.listeners=TRUCK://\)[^:]*:|\1127.0.0.1:|' \
    "$work/server.properties" >"$work/loopback.properties"
  {
    echo "security.protocol=SASL_PLAINTEXT"
    echo "sasl.mechanism=SCRAM-SHA-512"
    echo "sasl.jaas.config=$login.scram.ScramLoginModule required" \
      "username=\"operator\" password=\"$(password operator)\";"
    echo "default.api.timeout.ms=120000"
  } >"$work/operator.properties"
  "$bin/kafka-server-start.sh" "$work/loopback.properties" &
  first=$!
  trap 'kill "$first"' EXIT
  address=$(sed -n 's|^advertised.listeners=TRUCK://||p' "$work/loopback.properties")
  KAFKA_HEAP_OPTS=-Xmx64m sh "$here/rights.sh" "$address" "$work/operator.properties" "$here/rights"
  trap - EXIT
  kill "$first"
  wait "$first" || true
  rm "$work/operator.properties" "$work/loopback.properties"
  echo "$wanted" >"$mark"
fi
exec "$bin/kafka-server-start.sh" "$work/server.properties"
