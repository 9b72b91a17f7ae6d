"""The words of a mail: which parts they are in, what is new in them, and HTML that can be shown."""
