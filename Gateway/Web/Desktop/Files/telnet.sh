#!/bin/sh
# A telnet session to {{place}}, through {{host}}. It is good once, from the address that asked for it, until {{until}}.
# telnet encrypts nothing. Run it with "sh FILE". It removes itself.
set -eu
rm -f -- "$0"
exec telnet '{{host}}' {{port}}
