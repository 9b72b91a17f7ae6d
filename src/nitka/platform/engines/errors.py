"""What can go wrong with the data folder and the engines in it."""


class EngineError(RuntimeError):
    """An engine or its folder cannot be used; the message says why and what to do, for whoever runs Nitka."""


class FolderInUse(EngineError):
    """Another Nitka already runs on the same data folder."""
