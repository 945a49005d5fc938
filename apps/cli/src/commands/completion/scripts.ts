export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/*
 * Names that the API knows come as they are: where a shell does not quote what it completes, the script does.
 *
 * Each script asks `leadlock complete -- <words>` for a line a candidate, with its description behind a tab, and a last
 * line that says whether names of files are wanted. The words go there as arguments and are never evaluated: what
 * somebody has typed so far (`$(…)`, `> file`) must not run because they press the tab key.
 */

const BASH = `# Completion of leadlock for bash 4 or later
# Adds a word so that bash reads it as that word and nothing else, behind the quotation mark that was typed.
__leadlock_add() {
  local word="$1"
  case "$2" in
    '"')
      # Nothing keeps an exclamation mark from naming an earlier command there.
      case "$word" in *'!'*) return ;; esac
      word=\${word//\\\\/\\\\\\\\}; word=\${word//\\"/\\\\\\"}; word=\${word//\\$/\\\\\\$}; word=\${word//\\\`/\\\\\\\`}
      ;;
    "'") word=\${word//\\'/\\'\\\\\\'\\'} ;;
    *) printf -v word %q "$word" ;;
  esac
  COMPREPLY+=("$word")
}
__leadlock_complete() {
  local value rest quote=
  case "\${COMP_WORDS[COMP_CWORD]}" in
    \\"*) quote='"' ;;
    \\'*) quote="'" ;;
  esac
  COMPREPLY=()
  while IFS=$'\\t' read -r value rest; do
    case "$value" in
      :files) compopt -o default ;;
      :folders) compopt -o dirnames ;;
      :*) ;;
      *) __leadlock_add "$value" "$quote" ;;
    esac
  done < <(leadlock complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F __leadlock_complete leadlock
`;

const ZSH = `#compdef leadlock
# Completion of leadlock for zsh
_leadlock() {
  local line
  local -a lines candidates
  lines=("\${(@f)$(leadlock complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  case "\${lines[-1]}" in
    :files) _files; return ;;
    :folders) _files -/; return ;;
  esac
  for line in "\${(@)lines[1,-2]}"; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe leadlock candidates
}
if [[ "\${funcstack[1]}" == _leadlock ]]; then _leadlock "$@"; else compdef _leadlock leadlock; fi
`;

const FISH = `# Completion of leadlock for fish
function __leadlock_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (leadlock complete -- $words[2..] "$current" 2>/dev/null)
    switch "$lines[-1]"
        case :files
            __fish_complete_path "$current"
        case :folders
            __fish_complete_directories "$current"
        case '*'
            test (count $lines) -gt 1; and printf '%s\\n' $lines[..-2]
    end
end
complete -c leadlock -e
complete -c leadlock -f -a '(__leadlock_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

/** What a shell is to read so that it completes our commands. */
export const scriptFor = (shell: Shell): string => SCRIPTS[shell];
