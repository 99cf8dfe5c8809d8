# duban completion for bash 4.4 and later; written by: duban completion bash
_duban_completion() {
    local program=${1/#\~/$HOME} current=${COMP_WORDS[COMP_CWORD]} kind value help n found
    local -a values=() helps=()
    local IFS=$'\n'
    COMPREPLY=()
    found=$(_DUBAN_COMPLETE=bash _DUBAN_WORDS="${COMP_WORDS[*]:0:COMP_CWORD}" _DUBAN_WORD=$current \
        "$program" 2>/dev/null) || return 0
    [[ $current == "=" ]] && current=
    while IFS=$'\t' read -r kind value help; do
        case $kind in
            value) values+=("$value"); helps+=("$help") ;;
            directory) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
            file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        esac
    done <<< "$found"
    # What a value means is shown where several are listed; one alone, or one put in turn by turn, is put in bare.
    for n in "${!values[@]}"; do
        if (( ${#values[@]} > 1 )) && [[ -n ${helps[n]} && $COMP_TYPE != 37 && $COMP_TYPE != 42 ]]; then
            COMPREPLY+=("${values[n]}  (${helps[n]})")
        else
            COMPREPLY+=("${values[n]}")
        fi
    done
    if [[ ${#values[@]} == 1 && ${values[0]} == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
    return 0
}

complete -o nosort -F _duban_completion duban
