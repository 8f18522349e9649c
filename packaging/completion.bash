# bash breaks words at colons and equals signs, too. Here `app:1` is whole again, and `--policy=NAME` two words, for what
# completes them; readline replaces only what follows the last break.
_janitor_whole() {
    local -a words=()
    local -i index=0 number
    local word head="" joins=false
    for number in "${!COMP_WORDS[@]}"; do
        word="${COMP_WORDS[number]}"
        if [[ "${word}" = = && "${#words[@]}" -gt 0 ]]; then
            [[ "${number}" -eq "${COMP_CWORD}" ]] || continue
            words+=('')
        elif [[ "${word}" = +(:) ]] || "${joins}"; then
            words[${#words[@]}-1]+="${word}"
        else
            words+=("${word}")
        fi
        [[ "${word}" = +(:) ]] && joins=true || joins=false
        [[ "${number}" -eq "${COMP_CWORD}" ]] && index="${#words[@]}-1"
    done
    local -a COMP_WORDS=("${words[@]}")
    local -i COMP_CWORD="${index}"
    word="${words[index]}"
    [[ "${word}" = *:* ]] && head="${word%"${word##*:}"}"
    _janitor "${1}" "${word}" "${words[index - 1]}"
    # What has a colon is no file, whose colons readline would quote.
    [[ "${COMPREPLY[*]}" = *:* ]] && compopt +o filenames 2>/dev/null
    COMPREPLY=("${COMPREPLY[@]#"${head}"}")
}

complete -o filenames -F _janitor_whole janitor
