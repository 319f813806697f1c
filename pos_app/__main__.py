"""`python -m pos_app`: the till, or a command that administers it."""

from pos_app.composition.cli.main import main

if __name__ == "__main__":
    main()
