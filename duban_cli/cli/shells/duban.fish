# duban completion for fish; written by: duban completion fish
function __duban_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -lx _DUBAN_COMPLETE fish
    set -lx _DUBAN_WORDS (string join \n -- $words | string collect)
    set -lx _DUBAN_WORD "$current"
    for line in ($words[1] 2>/dev/null)
        set -l parts (string split -m 2 \t -- $line)
        switch $parts[1]
            case value
                printf '%s\t%s\n' $parts[2] $parts[3]
            case directory
                __fish_complete_directories "$current"
            case file
                __fish_complete_path "$current"
        end
    end
end

complete --command duban --no-files --keep-order --arguments '(__duban_complete)'
