"""Telegram's words for what it refuses, so that a bot meets here every error it will meet there.

The wordings were observed on api.telegram.org and in the open server github.com/tdlib/telegram-bot-api.
"""

from __future__ import annotations


class RefusalError(Exception):
    """A call refused by the Bot API.

    `code` is both the HTTP status and `error_code`; `parameters` becomes ResponseParameters, if any.
    """

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(words: str) -> RefusalError:
    """The common 400; Telegram puts "Bad Request: " before the reason."""
    return RefusalError(400, f"Bad Request: {words}")


def forbidden(words: str) -> RefusalError:
    """403: the person does not want, or does not yet know, this bot."""
    return RefusalError(403, f"Forbidden: {words}")


def too_many_requests(retry_after: int) -> RefusalError:
    """429 with the whole seconds to wait, in words and as `parameters.retry_after`."""
    return RefusalError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def unauthorized() -> RefusalError:
    """401: no bot has this token."""
    return RefusalError(401, "Unauthorized")


def not_found() -> RefusalError:
    """404: there is no such method (or it is not one that this server knows)."""
    return RefusalError(404, "Not Found")


def conflict() -> RefusalError:
    """409, given to the older of two pollers at the moment when a newer one asks."""
    return RefusalError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def terminated_by_webhook() -> RefusalError:
    """409, given to a poller that waits while a webhook is set."""
    return RefusalError(409, "Conflict: terminated by setWebhook request")


def webhook_is_active() -> RefusalError:
    """409 for every getUpdates while a webhook is set."""
    return RefusalError(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )


CHAT_ID_EMPTY = "chat_id is empty"
CHAT_NOT_FOUND = "chat not found"
BLOCKED = "bot was blocked by the user"
NEVER_WROTE = "bot can't initiate conversation with a user"
TEXT_EMPTY = "message text is empty"
TEXT_TOO_LONG = "message is too long"
CAPTION_TOO_LONG = "message caption is too long"
BUTTON_DATA_INVALID = "BUTTON_DATA_INVALID"
REPLY_MARKUP_INVALID = "REPLY_MARKUP_INVALID"
REPLY_MARKUP_TOO_LONG = "REPLY_MARKUP_TOO_LONG"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
EDIT_NOT_FOUND = "message to edit not found"
CANNOT_EDIT = "message can't be edited"
NOTHING_TO_EDIT = "there is no text in the message to edit"
DELETE_NOT_FOUND = "message to delete not found"
CANNOT_DELETE = "message can't be deleted for everyone"
REPLY_NOT_FOUND = "message to be replied not found"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
TOAST_TOO_LONG = "MESSAGE_TOO_LONG"
COMMAND_INVALID = "BOT_COMMAND_INVALID"
COMMAND_DESCRIPTION_EMPTY = "command description must be non-empty"
COMMAND_DESCRIPTION_INVALID = "BOT_COMMAND_DESCRIPTION_INVALID"
COMMANDS_TOO_MUCH = "BOT_COMMANDS_TOO_MUCH"
LANGUAGE_CODE_INVALID = "invalid language code specified"
ACTION_WRONG = "wrong parameter action in request"
FILE_EMPTY = "file must be non-empty"
WEBHOOK_NEEDS_HTTPS = "bad webhook: An HTTPS URL must be provided for webhook"
WEBHOOK_HOST_UNKNOWN = "bad webhook: Failed to resolve host: Name or service not known"
WEBHOOK_URL_INVALID = "invalid webhook URL specified"
SECRET_TOKEN_TOO_LONG = "secret token is too long"  # noqa: S105 - Telegram's words
SECRET_TOKEN_INVALID = "secret token contains unallowed characters"  # noqa: S105
WRONG_FILE_ID = "wrong file identifier/HTTP URL specified"


def cannot_parse(reason: str) -> RefusalError:
    """400 for text whose markup is broken, with the place named in bytes of UTF-8."""
    return bad_request(f"can't parse entities: {reason}")
