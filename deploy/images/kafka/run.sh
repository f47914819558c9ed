#!/bin/sh
# Starts the program of Kafka that this file is called like; the heap is KAFKA_HEAP_OPTS, as in Kafka's own scripts.
set -eu
case $(basename "$0") in
  kafka-server-start.sh) main=kafka.Kafka ;;
  kafka-storage.sh) main=kafka.tools.StorageTool ;;
  kafka-topics.sh) main=org.apache.kafka.tools.TopicCommand ;;
  kafka-acls.sh) main=org.apache.kafka.tools.AclCommand ;;
  kafka-configs.sh) main=kafka.admin.ConfigCommand ;;
  *)
    echo "$0: no program of Kafka" >&2
    exit 1
    ;;
esac
# shellcheck disable=SC2086 # options are words
exec /opt/java/bin/java @/opt/kafka/jvm.options ${KAFKA_HEAP_OPTS:-} -cp '/opt/kafka/libs/*' "$main" "$@"
