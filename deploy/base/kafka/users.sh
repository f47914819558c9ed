#!/bin/sh
# Makes the users of a truck's broker: users.sh FOLDER
# FOLDER/users gets one file for each user with a random password; FOLDER/SERVICE/kafka.properties what that service is given.
set -eu
umask 077
folder=$1
mkdir -p "$folder/users"

login() {
  printf '%ssecurity.protocol=SASL_PLAINTEXT\n%ssasl.mechanism=SCRAM-SHA-512\n' "$1" "$1"
  printf '%ssasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required' "$1"
  printf ' username="%s" password="%s";\n' "$2" "$(cat "$folder/users/$2")"
}

for user in broker operator edge-ingest anonymizer-service segmenter-service uplink-service; do
  if [ ! -f "$folder/users/$user" ]; then
    head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$folder/users/$user"
  fi
done
for service in edge-ingest anonymizer-service segmenter-service uplink-service; do
  mkdir -p "$folder/$service"
  login kafka. "$service" >"$folder/$service/kafka.properties"
done
