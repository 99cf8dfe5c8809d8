#compdef duban
# duban completion for zsh; written by: duban completion zsh
_duban() {
    local line kind value
    local -a lines shown open
    lines=("${(@f)$(_DUBAN_COMPLETE=zsh _DUBAN_WORDS="${(pj:\n:)${(@Q)words[1,CURRENT-1]}}" \
        _DUBAN_WORD="${(Q)words[CURRENT]}" ${~${(Q)words[1]}} 2>/dev/null)}")
    for line in "${lines[@]}"; do
        kind=${line%%$'\t'*}
        line=${line#*$'\t'}
        value=${${line%%$'\t'*}//:/\\:}
        case $kind in
            value) if [[ $value == */ ]]; then open+=("$value:${line#*$'\t'}"); else shown+=("$value:${line#*$'\t'}"); fi ;;
            directory) _files -/ ;;
            file) _files ;;
        esac
    done
    (( ${#shown} )) && _describe -V 'duban' shown
    (( ${#open} )) && _describe -V 'duban' open -S ''
    return 0
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _duban "$@"
else
    compdef _duban duban
fi
