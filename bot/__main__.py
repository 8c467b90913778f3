"""The command line: `python -m bot run` starts the companion, `python -m bot score` computes from a file."""

from __future__ import annotations

import argparse
import sys

from bot.command_line import add_score_command, run_score


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and returns the exit status: 0 well, 1 failed, 2 wrongly set or called."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Express Entry Companion")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="start the companion; settings come from the environment (see README)")
    add_score_command(commands)
    given = parser.parse_args(arguments)
    match given.command:
        case "run":
            return _run()
        case "score":
            return run_score(given)
        case _:
            parser.print_help()
            return 0


def _run() -> int:
    # Imported here: Telegram, the database and the scheduler take most of a second, and a wrong setting
    # or another command should not wait for them.
    from bot.settings import SettingError, read_settings

    try:
        settings = read_settings()
        from bot.application import run

        return run(settings)
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
