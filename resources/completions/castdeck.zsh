#compdef castctl castdeckd castjoin castdeck
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion for castctl, castdeckd, castjoin and castdeck. What there is to complete is taken from what the
# programs themselves say with --help, so that it is never behind them.

# "name:what it does" of each verb, below "Subcommands:".
_castdeck_verbs()
{
    sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z-]*\)  *\(.*\)/\1:\2/p' <<<"$1"
}

# Of two of one name, the first: a verb's before the program's.
_castdeck_options()
{
    sed -nE 's/^  (-[a-zA-Z],)?(--[a-z0-9-]+)( [^ ]+)?( +(.*))?$/\2:\5/p' <<<"$1" | sort -s -u -t : -k 1,1
}

# The option's line; what it takes is the word behind its name.
_castdeck_value_of()
{
    sed -nE "s/^  (-[a-zA-Z],)?$2 ([^ ]+).*/\\2/p" <<<"$1" | head -n 1
}

_castdeck()
{
    local -x LC_ALL=C.UTF-8 # elsewhere a-z is not every letter
    local program=$words[1] current=$words[CURRENT] previous=$words[CURRENT-1]
    local globals help value word
    local -a verbs options path_so_far

    globals=$($program --help 2>/dev/null)
    help=$globals
    verbs=("${(@f)$(_castdeck_verbs "$help")}")
    for word in ${words[2,CURRENT-1]}; do
        if (( ${verbs[(I)${(b)word}:*]} )); then
            path_so_far+=($word)
            help=$($program $path_so_far --help 2>/dev/null)
            verbs=("${(@f)$(_castdeck_verbs "$help")}")
        fi
    done

    if [[ $previous == -* ]]; then
        value=$(_castdeck_value_of "$help"$'\n'"$globals" $previous)
        case $value in
            FILE* | TEXT:FILE*) _files; return ;;
            DIR* | TEXT:DIR*) _files -/; return ;;
            NAME\|HOST*)
                compadd -- ${(f)"$($program --format csv server list 2>/dev/null | sed 1d | cut -d, -f1)"}
                return
                ;;
        esac
        if [[ $value =~ '^[a-z]+(\|[a-z]+)+$' ]]; then
            compadd -- ${(s:|:)value}
            return
        fi
        # An option that takes a value which nobody can guess.
        [[ $value == [A-Z]* && $value == ${(U)value} ]] && return
    fi

    if [[ $current == -* ]]; then
        options=("${(@f)$(_castdeck_options "$help"$'\n'"$globals")}")
        _describe -o option options
    elif [[ -n $verbs ]]; then
        _describe verb verbs
    else
        _files
    fi
}

_castdeck "$@"
