# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Completion for castctl, castdeckd, castjoin and castdeck. What there is to complete is taken from what the
# programs themselves say with --help, so that it is never behind them.

# Names below "Subcommands:".
_castdeck_verbs()
{
    sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p' <<<"$1"
}

# The option's line; what it takes is the word behind its name.
_castdeck_value_of()
{
    sed -nE "s/^  (-[a-zA-Z],)?$2 ([^ ]+).*/\\2/p" <<<"$1" | head -n 1
}

_castdeck()
{
    local -x LC_ALL=C.UTF-8 # elsewhere a-z is not every letter
    local program=$1 current=$2 previous=$3
    local help globals value verb words
    local -a path=()

    globals=$("$program" --help 2>/dev/null)
    help=$globals
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        verb=${COMP_WORDS[i]}
        if [[ $verb != -* ]] && grep -qFx -- "$verb" <<<"$(_castdeck_verbs "$help")"; then
            path+=("$verb")
            help=$("$program" "${path[@]}" --help 2>/dev/null)
        fi
    done

    COMPREPLY=()
    if [[ $previous == --* || $previous == -? ]]; then
        value=$(_castdeck_value_of "$help" "$previous")
        [[ -n $value ]] || value=$(_castdeck_value_of "$globals" "$previous")
        case $value in
            FILE* | DIR* | TEXT:FILE* | TEXT:DIR*)
                mapfile -t COMPREPLY < <(compgen -f -- "$current")
                compopt -o filenames 2>/dev/null
                return
                ;;
            NAME\|HOST*)
                words=$("$program" --format csv server list 2>/dev/null | sed 1d | cut -d, -f1)
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
                return
                ;;
        esac
        if [[ $value =~ ^[a-z]+(\|[a-z]+)+$ ]]; then
            mapfile -t COMPREPLY < <(compgen -W "${value//|/ }" -- "$current")
            return
        fi
        # An option that takes a value which nobody can guess; what takes none has its help there.
        [[ $value =~ ^[A-Z] && $value == "${value^^}" ]] && return
    fi

    if [[ $current == -* ]]; then
        words=$(grep -oE -- '^  (-[a-zA-Z],)?--[a-z0-9-]+' <<<"$help"$'\n'"$globals" | grep -oE -- '--[a-z0-9-]+')
    else
        words=$(_castdeck_verbs "$help")
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current" | sort -u)
    if [[ -z $words ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames 2>/dev/null
    fi
}

complete -F _castdeck castctl castdeckd castjoin castdeck
