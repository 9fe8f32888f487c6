#!/usr/bin/env bash
# Sees to it that everything is here that "make run", "make test" or "make bench" needs.
# Usage: config/prerequisites.sh run|test|bench
# Installs missing Debian packages (with sudo where not root); elsewhere names what is missing and fails.
set -euo pipefail

# program:Debian package
run_needs='ssh:openssh-client sshd:openssh-server telnet:inetutils-telnet telnetd:inetutils-telnetd socat:socat'
test_needs="$run_needs chromium:chromium nginx:nginx-light haproxy:haproxy redis-server:redis-server openssl:openssl systemd-analyze:systemd strace:strace faketime:faketime slapd:slapd ldapsearch:ldap-utils asciinema:asciinema"

bench_needs="$run_needs redis-server:redis-server shellinaboxd:shellinabox"

# Services that these packages bring and would start on ports of their own; we only want the programs.
services='ssh.service ssh.socket nginx.service haproxy.service redis-server.service shellinabox.service inetutils-inetd.service slapd.service'

PATH=$PATH:/usr/sbin:/sbin

fail() {
  printf 'prerequisites: %s\n' "$@" >&2
  exit 1
}

case ${1-} in
  run) needs=$run_needs ;;
  test) needs=$test_needs ;;
  bench) needs=$bench_needs ;;
  *) fail 'usage: config/prerequisites.sh run|test|bench' ;;
esac

command -v dotnet >/dev/null || fail 'the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0'
sdks=$(dotnet --list-sdks)
[[ $'\n'$sdks == *$'\n10.'* ]] || fail "the .NET 10 SDK is missing (here: ${sdks%% *}): https://dotnet.microsoft.com/download/dotnet/10.0"
command -v node >/dev/null || fail 'Node.js 20 or newer is missing: https://nodejs.org'
node=$(node --version)
major=${node#v}
((${major%%.*} >= 20)) || fail "Node.js 20 or newer is needed, this is $node: https://nodejs.org"
command -v npm >/dev/null || fail 'npm is missing (it comes with Node.js; on Debian it is the package npm)'

programs=() packages=()
for need in $needs; do
  command -v "${need%:*}" >/dev/null || { programs+=("${need%:*}"); packages+=("${need#*:}"); }
done
((${#packages[@]})) || exit 0

command -v apt-get >/dev/null ||
  fail "missing programs: ${programs[*]}" "install them with this system's package manager (Debian calls the packages ${packages[*]})"

sudo=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || fail "as root, run: apt-get install --no-install-recommends ${packages[*]}"
  sudo=(sudo)
fi

echo "Installing ${packages[*]}"
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive SERVICES="$services" bash -s -- "${packages[@]}" <<'ROOT'
set -euo pipefail
present=" $(systemctl list-unit-files --no-legend 2>/dev/null | cut -d' ' -f1 | tr '\n' ' ') "
# invoke-rc.d(8): 101 forbids packages to start their services.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" </dev/null
if [ -d /run/systemd/system ]; then
  for service in $SERVICES; do
    [[ $present == *" $service "* ]] || systemctl disable --quiet "$service" 2>/dev/null || true
  done
fi
ROOT
