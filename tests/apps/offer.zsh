# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads lines and writes what the completion in file $1 offers behind each, then "<end>".
# zsh completes only where somebody types: what it makes of an offer is done here.
matching() { print -rl -- ${(M)@:#${words[CURRENT]}*} }
compadd() { shift ${@[(i)--]}; matching $@ }
_describe() { matching ${${(P)argv[-1]}%%:*} }
_files() { : }
while IFS= read -r line; do
    words=(${(s: :)line})
    [[ $line == *' ' ]] && words+=('')
    CURRENT=$#words
    source $1
    print '<end>'
done
