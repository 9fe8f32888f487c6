#!/bin/sh
# An ssh session to {{place}} as {{user}}, through {{host}}. It is good once, from the address that asked for it, until
# {{until}}. Run it with "sh FILE"; ssh's own options may follow. It removes itself.
set -eu
umask 077
GATEWAY_WORK=$(mktemp -d "${TMPDIR:-/tmp}/gateway.XXXXXXXX")
trap 'rm -rf "$GATEWAY_WORK"' EXIT
trap 'exit 1' HUP INT TERM
rm -f -- "$0"
# The device's own key, as the gateway has it on record: the gateway cannot pretend to be the device.
cat >"$GATEWAY_WORK/known_hosts" <<'END-OF-KEYS'
{{keys}}
END-OF-KEYS
ssh -p {{port}} -l '{{user}}' -o 'HostKeyAlias={{alias}}' -o "UserKnownHostsFile=\"$GATEWAY_WORK/known_hosts\"" \
  -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking={{strict}} -o UpdateHostKeys=no "$@" -- '{{host}}' || exit $?
