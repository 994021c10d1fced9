"""The commands of the command line, a file per purpose; `goodwill.py` lists them and imports one when it is called."""
