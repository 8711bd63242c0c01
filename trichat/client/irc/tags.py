"""The client tags that the client writes and reads: replies, reactions, typing. Pure."""

from trichat.protocols.irc.wire.message import Message

REPLY = "+reply"
DRAFT_REPLY = "+draft/reply"
REACT = "+draft/react"
TYPING = "+typing"
TYPING_TAGS = (TYPING, "+draft/typing")


def reply_to(message: Message) -> str:
    """Give the id of the message that this one answers, or an empty text (IRCv3 reply client tag)."""
    return message.tags.get(REPLY) or message.tags.get(DRAFT_REPLY, "")
