"""Run the command as ``python -m influence``."""

from influence.cli.main import run

if __name__ == "__main__":
    run()
