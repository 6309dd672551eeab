#!/usr/bin/env bash
# Makes sure that Debian's packages for a purpose are here: installs them as root, else says what to type.
# usage: tools/packages.sh node|run|test...
set -euo pipefail

declare -A NEEDS=(
  [run]="sox:sox espeak-ng:espeak-ng"
  [test]="chromium:chromium /usr/lib/postgresql:postgresql"
)
missing=()
want() { # a command or a path, and the package that brings it
  if [[ $1 == /* ]]; then [[ -e $1 ]] || missing+=("$2"); else command -v "$1" >/dev/null || missing+=("$2"); fi
}

for purpose in "$@"; do
  if [[ $purpose == node ]]; then
    command -v node >/dev/null || { echo "Node.js 20 or newer is needed to build the browser app: apt-get install nodejs npm" >&2; exit 1; }
    node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || { echo "Node.js 20 or newer is needed; this is $(node --version)" >&2; exit 1; }
    continue
  fi
  for need in ${NEEDS[$purpose]}; do want "${need%%:*}" "${need#*:}"; done
  if [[ $purpose == run ]]; then
    compgen -G '/usr/lib/*/sox/libsox_fmt_mp3.so' >/dev/null || missing+=(libsox-fmt-mp3)
    # The PBX sandbox comes from Docker where an engine runs, else from a Debian root of its own.
    docker info >/dev/null 2>&1 || want debootstrap debootstrap
  fi
done

if ((${#missing[@]})); then
  if ((EUID != 0)); then
    echo "Please install what is missing: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing ${missing[*]} ..."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
