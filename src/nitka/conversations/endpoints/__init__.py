"""Conversations over HTTP."""

from litestar.types import ControllerRouterHandler

from nitka.conversations.endpoints.assurance import AssuranceController, PolicyController
from nitka.conversations.endpoints.canned import CannedAnswersController
from nitka.conversations.endpoints.continuing import ContinuationsController
from nitka.conversations.endpoints.desk import ConversationsController
from nitka.conversations.endpoints.messages import ConversationMessagesController, MessagesController
from nitka.conversations.endpoints.unsent import UnsentCodesController

handlers: list[ControllerRouterHandler] = [
    ConversationsController,
    ConversationMessagesController,
    MessagesController,
    ContinuationsController,
    CannedAnswersController,
    AssuranceController,
    PolicyController,
    UnsentCodesController,
]
