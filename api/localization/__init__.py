"""How it is said: language tags, locales, catalogs and CLDR formats. Imports nothing of ours."""
