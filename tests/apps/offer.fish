# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads lines and writes what the completion in file $argv[1] offers behind each, then "<end>".
source $argv[1]
while read --local line
    complete -C $line | cut -f1
    echo '<end>'
end
