"""What a visitor may send, and what is wrong with what they may not."""

from nitka.kernel.errors import BadInput
from nitka.kernel.text import harmless

TEXT_LIMIT = 10_000  # characters
FILES_LIMIT = 10  # of one message
ID_LIMIT = 100  # characters of a visitor or of a message id
SECRET_LEAST, SECRET_MOST = 16, 200  # characters


def clean_id(value: str, field: str) -> str:
    """Return a visitor's or a message's id as it is kept. Raises `BadInput`."""
    cleaned = harmless(value).strip()
    if not cleaned or len(cleaned) > ID_LIMIT:
        raise BadInput(f"{field} must have 1 to {ID_LIMIT} characters", field=field)
    return cleaned


def check_secret(secret: str) -> None:
    """Raise `BadInput` for a secret that is none: made up by the client, kept by it, and hard to guess."""
    if not SECRET_LEAST <= len(secret) <= SECRET_MOST:
        raise BadInput(f"X-Nitka-Visitor must have {SECRET_LEAST} to {SECRET_MOST} characters")


def clean_text(text: str, *, files: int = 0) -> str:
    """Return the words of a message. Raises `BadInput` when they are too many, or none and no file either."""
    cleaned = harmless(text).strip()
    if not cleaned and not files:
        raise BadInput("The message is empty", field="text")
    if len(cleaned) > TEXT_LIMIT:
        raise BadInput(f"A message may have at most {TEXT_LIMIT} characters", field="text")
    if files > FILES_LIMIT:
        raise BadInput(f"A message may have at most {FILES_LIMIT} files", field="attachments")
    return cleaned


def check_contact(email: str | None, phone: str | None) -> None:
    """Raise `BadInput` when there is no way to answer, or what was typed is certainly not one."""
    if not email and not phone:
        raise BadInput("Leave an e-mail address or a phone number, so that we can answer", field="email")
    if email and "@" not in email:
        raise BadInput("This is not an e-mail address", field="email")
    if phone and sum(letter.isdigit() for letter in phone) < 5:
        raise BadInput("This is not a phone number", field="phone")
