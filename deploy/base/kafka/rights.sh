#!/bin/sh
# Makes the topics and rights of a file on a broker: rights.sh HOST:PORT OPERATOR.properties RIGHTS [USER=NAME ...]
# What is there already stays. The operator's file says how to log in as one who may do that. USER=NAME gives the rights of USER
# to the user NAME instead, such as uplink-service=truck-1. PARTITIONS and REPLICAS are those of new topics (1 and 1).
set -eu
bin=${KAFKA_BIN:-/opt/kafka/bin}
broker=$1
operator=$2
rights=$3
shift 3

name_of() {
  for pair in "$@"; do
    if [ "${pair%%=*}" = "$user" ]; then
      user=${pair#*=}
      return
    fi
  done
}

while read -r what user operation kind pattern names; do
  case $what in
    topic)
      # Here the second word is the topic, and the third what Kafka does with its old records.
      "$bin/kafka-topics.sh" --bootstrap-server "$broker" --command-config "$operator" --create --if-not-exists \
        --topic "$user" --partitions "${PARTITIONS:-1}" --replication-factor "${REPLICAS:-1}" \
        --config "cleanup.policy=$operation" </dev/null
      ;;
    allow)
      name_of "$@"
      resources=
      for name in $names; do
        resources="$resources --$kind $name"
      done
      # shellcheck disable=SC2086 # names are words
      "$bin/kafka-acls.sh" --bootstrap-server "$broker" --command-config "$operator" --add \
        --allow-principal "User:$user" --operation "$operation" --resource-pattern-type "$pattern" $resources </dev/null
      ;;
    '#' | '') ;;
    *)
      echo "$rights: what is '$what'?" >&2
      exit 1
      ;;
  esac
done <"$rights"
