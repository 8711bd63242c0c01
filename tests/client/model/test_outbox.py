"""What has not arrived yet."""

import pytest

from trichat.client.irc.fields import wrap_action
from trichat.client.model.outbox import Draft, Outbox
from trichat.protocols.irc.wire.message import Message


def outbox(*pairs: tuple[str, str]) -> Outbox:
    """Give an outbox with these targets and texts."""
    box = Outbox()
    for target, text in pairs:
        box.add(Message(command="PRIVMSG", params=(target, text)))
    return box


def go(box: Outbox) -> list[Draft]:
    """Send all that is due."""
    return box.take_ready(lambda _: True, "anna")


def texts(drafts: list[Draft]) -> list[str]:
    """Give what they say."""
    return [draft.text for draft in drafts]


def test_a_password_is_not_for_reading() -> None:
    """What was not sent to a service is said without its password."""
    (draft,) = go(outbox(("NickServ", "identify secret")))
    assert ("identify secret", "identify •••") == (draft.text, draft.said)


def test_drafts_go_out_once_and_in_order() -> None:
    """Drafts go out once and in order, and stay until they are confirmed."""
    box = outbox(("#a", "one"), ("#a", "two"))
    assert (texts(go(box)), texts(go(box))) == (["one", "two"], [])
    assert (len(box), box.waiting) == (2, 0)


def test_what_takes_long_is_seen_to_wait() -> None:
    """A draft is seen to wait when it takes long; what is confirmed at once would only flicker."""
    box = outbox(("#a", "one"), ("#b", "two"))
    box.take_ready(lambda target: target == "#a", "anna", 5_000)
    assert [1, 1, 2] == [box.pending(now, online=True) for now in (5_000, 5_999, 6_000)]
    assert 2 == box.pending(5_000, online=False)


def test_only_what_is_ready_goes_out() -> None:
    """A room that is not entered yet holds no other room up."""
    box = outbox(("#a", "one"), ("#b", "two"), ("#a", "three"))
    assert texts(box.take_ready(lambda target: target == "#b", "anna")) == ["two"]
    assert box.waiting == 2


def test_labels_tell_drafts_apart() -> None:
    """Labels tell two messages with the same text apart."""
    box = outbox(("#a", "same"), ("#a", "same"))
    first, second = go(box)
    assert first.label != second.label
    assert box.pop_labelled(second.label) is second
    assert box.pop_labelled(second.label) is None
    assert list(box) == [first]


def test_no_label_is_no_match() -> None:
    """A draft that has not been sent has no label, nor has a message from another program: they do not match."""
    assert outbox(("#a", "one")).pop_labelled("") is None


@pytest.mark.parametrize("target", ["#Room", "#room"])
@pytest.mark.parametrize(
    ("sent", "seen"),
    [("hi", "hi"), ("hi ", "hi"), (wrap_action("waves"), wrap_action("waves")), ("a\x07b", "a\ufffdb")],
)
def test_a_draft_is_recognised_as_the_server_shows_it(target: str, sent: str, seen: str) -> None:
    """A draft is recognised though the server folds the name, strips the end or cleans the text."""
    box = outbox(("#room", sent))
    assert box.pop_matching("anna", target, seen) is None, "not sent yet"
    go(box)
    assert box.pop_matching("bob", target, seen) is None
    assert box.pop_matching("anna", "#other", seen) is None
    assert box.pop_matching("anna", target, "something else") is None
    assert box.pop_matching("Anna", target, seen) is not None
    assert len(box) == 0


def test_what_did_not_arrive_is_sent_again_before_what_waits() -> None:
    """What did not arrive is sent again under a new label, in its old place."""
    box = outbox(("#a", "one"), ("#b", "two"))
    labels = [draft.label for draft in go(box)]
    box.add(Message(command="PRIVMSG", params=("#a", "three")))
    assert box.unconfirmed_targets() == ["#a", "#b"]
    box.requeue("#A")
    again = go(box)
    assert texts(again) == ["one", "three"]
    assert again[0].label not in labels


def test_what_is_to_be_sent_again_is_not_recognised() -> None:
    """What is to be sent again is not recognised: what looks the same in history is something else."""
    box = outbox(("#a", "one"))
    go(box)
    box.requeue("#a")
    assert box.pop_matching("anna", "#a", "one") is None


def test_a_refusal_takes_the_oldest_that_was_sent() -> None:
    """Without labels a refusal is of the oldest draft to the target that was sent."""
    box = outbox(("bob", "one"), ("bob", "two"))
    assert box.pop_first_sent_to("bob") is None
    go(box)
    taken = box.pop_first_sent_to("BOB")
    assert taken is not None
    assert taken.text == "one"


def test_a_room_is_left_with_all_its_drafts() -> None:
    """A room that is left takes all its drafts with it, sent or not, and no others."""
    box = outbox(("#a", "one"), ("#b", "two"))
    go(box)
    box.add(Message(command="PRIVMSG", params=("#a", "three")))
    assert texts(box.pop_all_for("#A")) == ["one", "three"]
    assert texts(list(box)) == ["two"]
