"""The command line: `run` starts the companion, `score` computes from a file, `rules check` checks the rule book,
`rounds` reads and shows rounds of invitations, and `backup` and `restore` copy the database into a file and back.
"""

from __future__ import annotations

import argparse
import gc
import sys

from bot.backup_command import add_backup_commands, run_backup, run_restore
from bot.command_line import add_score_command, run_score
from bot.rounds_command import add_rounds_command, run_rounds
from bot.rules_command import add_rules_command, run_rules
from bot.settings import SettingError, read_settings, use_rule_book


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and returns the exit status: 0 well, 1 failed, 2 wrongly set or called."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Express Entry Companion")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="start the companion; settings come from the environment (see README)")
    add_score_command(commands)
    add_rules_command(commands)
    add_rounds_command(commands)
    add_backup_commands(commands)
    given = parser.parse_args(arguments)
    try:
        match given.command:
            case "run":
                return _run()
            case "score":
                use_rule_book()
                return run_score(given)
            case "rules":
                return run_rules(given)
            case "rounds":
                return run_rounds(given)
            case "backup":
                return run_backup(given.file)
            case "restore":
                return run_restore(given.file)
            case _:
                parser.print_help()
                return 0
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _run() -> int:
    gc.disable()  # what a start brings in stays: to look through it for what can be freed is a fifth of its time
    try:
        settings = read_settings()
        use_rule_book()
        # Imported here: Telegram, the database and the scheduler take most of a second, and a wrong setting
        # or another command should not wait for them.
        from bot.application import run

        return run(settings)
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
