#!/bin/sh
# An ssh session to {{place}} as {{user}}, through {{url}}. It is good once, from the address that asked for it, until
# {{until}}. Run it with "sh FILE"; ssh's own options may follow. It needs python3, and removes itself.
set -eu
umask 077
command -v python3 >/dev/null || { echo 'gateway: python3 is missing' >&2; exit 1; }
GATEWAY_WORK=$(mktemp -d "${TMPDIR:-/tmp}/gateway.XXXXXXXX")
export GATEWAY_WORK
trap 'rm -rf "$GATEWAY_WORK"' EXIT
trap 'exit 1' HUP INT TERM
rm -f -- "$0"
# The device's own key, as the gateway has it on record: the gateway cannot pretend to be the device.
cat >"$GATEWAY_WORK/known_hosts" <<'END-OF-KEYS'
{{keys}}
END-OF-KEYS
cat >"$GATEWAY_WORK/ticket" <<'END-OF-TICKET'
{{ticket}}
END-OF-TICKET
cat >"$GATEWAY_WORK/relay.py" <<'END-OF-RELAY'
{{python}}
END-OF-RELAY
ssh -l '{{user}}' -o 'ProxyCommand=python3 "$GATEWAY_WORK/relay.py"' -o 'HostKeyAlias={{alias}}' \
  -o "UserKnownHostsFile=\"$GATEWAY_WORK/known_hosts\"" -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking={{strict}} \
  -o UpdateHostKeys=no "$@" -- '{{alias}}' || exit $?
