# Sourced by what runs tests: $scratch is a folder for whatever is temporary, and goes at the end. Tests make and delete a million
# files, for which a disk takes the processors nine times as long as memory, so it is in memory where that has 4 GB for it.
# TMPDIR chooses another place.
scratch=${TMPDIR:-/tmp}
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "$(($(stat --file-system --format='%a * %S' /dev/shm)))" -ge 4000000000 ]; then
  scratch=/dev/shm
fi
scratch=$(mktemp -d "$scratch/citytools-tests.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
