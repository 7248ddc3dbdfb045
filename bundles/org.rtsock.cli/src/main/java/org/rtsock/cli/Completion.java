// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import picocli.AutoComplete;
import picocli.CommandLine;

/// Scripts that complete the words of the command, made by picocli from its model.
final class Completion {
    private static final String COMMAND = "rtsock";

    /// picocli takes the name of a command for the command wherever it stands, so that `show route` would be a `route`.
    private static final String COMMAND_IS = """

            # Whether the command is the one named: the first words but options. Bash makes words of the signs = and : too.
            function _rtsock_command_is() {
              local word skip=
              for word in "${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
                if [ "$word" = = ] || [ "$word" = : ]; then
                  skip=yes
                elif [ -n "$skip" ]; then
                  skip=
                elif [ $# = 0 ]; then
                  return 0
                else
                  case $word in
                    --socket | --connect | --tls) skip=yes ;;
                    -*) ;;
                    "$1") shift ;;
                    *) return 1 ;;
                  esac
                fi
              done
              [ $# = 0 ]
            }
            """;

    private Completion() {}

    /// For bash, to be sourced; also by its bash-completion package, from a file of the command's name.
    static String bash(CommandLine model) {
        return AutoComplete.bash(COMMAND, model).replace("  if CompWordsContainsArray ", "  if _rtsock_command_is ") + COMMAND_IS;
    }

    /// For zsh, which understands the other by its `bashcompinit`: to be sourced, or a file `_rtsock` in a folder of `$fpath`. Of such a file
    /// the first completion is the first that is heard, so there it has to complete as well.
    static String zsh(CommandLine model) {
        return "#compdef " + COMMAND + "\n"
                // An alias is not heard in a file of $fpath.
                + bash(model).replace("alias compopt=complete", "function compopt() { :; }")
                + "\nif [ \"${funcstack[1]-}\" = \"_" + COMMAND + "\" ]; then\n"
                + "  _bash_complete -o default -F _complete_" + COMMAND + "\n"
                + "fi\n";
    }
}
