# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion for castctl, castdeckd, castjoin and castdeck. What there is to complete is taken from what the
# programs themselves say with --help, so that it is never behind them.

# Name and what it does of each verb, below "Subcommands:".
function __castdeck_verbs
    printf '%s\n' $argv | sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z-]*\)  *\(.*\)/\1\t\2/p'
end

function __castdeck_options
    printf '%s\n' $argv | sed -nE 's/^  (-[a-zA-Z],)?(--[a-z0-9-]+)( [^ ]+)?( +(.*))?$/\2\t\5/p'
end

# The option's line; what it takes is the word behind its name.
function __castdeck_value_of
    printf '%s\n' $argv[2..] | sed -nE "s/^  (-[a-zA-Z],)?$argv[1] ([^ ]+).*/\2/p" | head -n 1
end

function __castdeck_complete
    set -lx LC_ALL C.UTF-8 # elsewhere a-z is not every letter
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l program $before[1]
    command -q $program; or return
    set -l globals ($program --help 2>/dev/null)
    set -l help $globals
    set -l path
    for word in $before[2..]
        if __castdeck_verbs $help | string match -q -- "$word"\t'*'
            set -a path $word
            set help ($program $path --help 2>/dev/null)
        end
    end

    if string match -q -- '-*' $before[-1]
        set -l value (__castdeck_value_of $before[-1] $help $globals)
        if string match -qr -- '^(TEXT:)?FILE' $value
            __fish_complete_path $current
            return
        else if string match -qr -- '^(TEXT:)?DIR' $value
            __fish_complete_directories $current
            return
        else if string match -q -- 'NAME|HOST*' $value
            $program --format csv server list 2>/dev/null | sed 1d | cut -d, -f1
            return
        else if string match -qr -- '^[a-z]+(\|[a-z]+)+$' $value
            string split '|' -- $value
            return
        else if string match -qr -- '^[A-Z]' $value; and test $value = (string upper -- $value)
            # An option that takes a value which nobody can guess.
            return
        end
    end

    if string match -q -- '-*' $current
        __castdeck_options $help $globals
    else if __castdeck_verbs $help | string length -q
        __castdeck_verbs $help
    else
        __fish_complete_path $current
    end
end

for program in castctl castdeckd castjoin castdeck
    complete -c $program -f -a '(__castdeck_complete)'
end
