# Sourced by the scripts beside it: makes a virtual environment out of a bare machine, once.
# Does nothing, and needs no network, while pyproject.toml is the one it was made from.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

say() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
}

# Prints the newest Python that can run the given statement; fails where there is none.
newest_python_that_can() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        # pyenv's shims exist for versions that do not run, so it is run and not only looked up
        if "$name" -c "import sys; assert sys.version_info >= (3, 11); $1" 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# Installs system packages where this user may, and otherwise names the command that does.
install_system_packages() {
    local installer=apt-get sudo=""
    if ! command -v apt-get >/dev/null && command -v dnf >/dev/null; then installer=dnf; fi
    if [ "$(id -u)" != 0 ]; then sudo=sudo; fi
    local command="$sudo $installer install -y $*"
    if [ "$installer" = dnf ] || { [ -n "$sudo" ] && ! sudo -n true 2>/dev/null; }; then
        fail "this machine lacks system packages; this installs them, then try again: ${command# }"
    fi
    say "installing system packages: $*"
    $sudo apt-get update -qq || say "the package lists could not be refreshed"
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "that did not work; this command should, then try again: ${command# }"
}

# Whether a virtual environment runs, is new enough and lies where it was made: its commands hold
# its path, so a moved one starts the wrong Python.
is_usable() {
    "$1/bin/python" -c 'import sys; assert sys.version_info >= (3, 11)' 2>/dev/null || return 1
    case "$(sed -n 's/^command = //p' "$1/pyvenv.cfg")" in
        "" | *" $1") return 0 ;;
        *) return 1 ;;
    esac
}

# Makes or refreshes a virtual environment.
#   $1 its folder in the repository   $2 what pip installs   the rest: system packages besides Qt's
prepare() {
    local venv="$root/$1" requirement="$2" python stamp packages
    shift 2
    packages="$*"
    if ! python="$(newest_python_that_can 'import venv, ensurepip')"; then
        python="$(newest_python_that_can '')" || fail "Python 3.11 or newer is needed, none found"
        packages="$packages $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    packages="$packages $("$python" -I "$root/nnplayground/shared_libraries.py")"
    # shellcheck disable=SC2086 # a list of words
    if [ -n "${packages// /}" ]; then install_system_packages $packages; fi

    stamp="$venv $requirement $(cksum <"$root/pyproject.toml")"
    if [ "$(cat "$venv/stamp" 2>/dev/null)" = "$stamp" ] && is_usable "$venv"; then
        return
    fi
    say "setting up $(basename "$venv") with $("$python" --version); this takes some minutes, once"
    if ! is_usable "$venv"; then
        "$python" -m venv --clear "$venv" || fail "no virtual environment could be made in $venv"
    fi
    (cd "$root" && "$venv/bin/python" -m pip install --quiet --editable "$requirement") ||
        fail "the Python packages could not be installed; is the network reachable?"
    printf '%s\n' "$stamp" >"$venv/stamp"
}
