"""The words of the pages, by the catalogues of all words."""

from experiments.languages import LANGUAGES, _, catalogue, marked, voice

__all__ = ["LANGUAGES", "_", "catalogue", "marked", "voice"]
