"""The pages: a file here with a PAGE is a page."""
