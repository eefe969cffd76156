"""The Victim Help Directory: the places in Japan that help, in the caller's language.

Reads come from an immutable directory in memory; writes go to the database and publish a new one; text is chosen per
locale at the edge. The README's map says what each folder is for.
"""
