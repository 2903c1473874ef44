# SPDX-License-Identifier: Apache-2.0
# What `run` and `test` share: installing packages and building, told on standard error.

build_packages=(g++ cmake ninja-build libboost-dev libboost-program-options-dev libtbb-dev
                libexpat1-dev libhdf5-dev libssl-dev nlohmann-json3-dev tzdata zlib1g-dev)
test_packages=(catch2 librandom123-dev clang-format hdf5-tools netcdf-bin python3 python3-h5py
               python3-xarray python3-netcdf4 python3-h5netcdf)

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 4; }

# Installs those of the named Debian packages that are missing; does nothing when none is.
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is not a Debian system; what is needed is known there as: $*"
        return
    fi
    local present missing=() as_root=() package
    present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        grep -qxF "installed $package" <<<"$present" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            die "These packages are missing, and only root or sudo can install them:" \
                $'\n'"  apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing ${#missing[@]} packages with apt-get: ${missing[*]}"
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120)
    quietly "${as_root[@]}" update || die "The package lists could not be fetched; see above."
    quietly "${as_root[@]}" install --yes --no-install-recommends "${missing[@]}" ||
        die "The packages could not be installed; see above."
}

# Runs a command and shows what it printed only when it fails.
quietly() {
    local printed
    printed=$("$@" </dev/null 2>&1) || { say "$printed"; return 1; }
}

# Configures and builds a preset of CMakePresets.json; says nothing when all is up to date.
build() {
    local preset=$1 folder=build/$1
    if [[ ! -e $folder/build.ninja || CMakePresets.json -nt $folder/build.ninja ]]; then
        say "Configuring $folder"
        quietly cmake --preset "$preset" || die "CMake could not configure; see above."
    fi
    cmake --build --preset "$preset" 2>&1 | show_progress "$folder" ||
        die "The build failed; the lines above say where."
}

# Reads what ninja prints: steps become one moving line on a terminal and a line at each tenth of
# the way elsewhere; everything else, such as a warning, is passed on. Silent for bookkeeping.
show_progress() {
    local line step='^\[([0-9]+)/([0-9]+)\] (.*)' tenth last=-1
    while IFS= read -r line; do
        if [[ ! $line =~ $step ]]; then
            [[ $line == 'ninja: '* ]] || say "$line"
        elif [[ ${BASH_REMATCH[3]} != @(Re-checking|Stamping|Re-running)* ]]; then
            if [[ -t 2 ]]; then
                printf '\r\033[KBuilding %s: step %s of %s' "$1" "${BASH_REMATCH[@]:1:2}" >&2
                last=0
            else
                tenth=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
                ((tenth == last)) || say "Building $1: step ${BASH_REMATCH[*]:1:1}" \
                                         "of ${BASH_REMATCH[*]:2:1}"
                last=$tenth
            fi
        fi
    done
    if [[ -t 2 ]] && ((last >= 0)); then say; fi
}
