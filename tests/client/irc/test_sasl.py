"""Logging in with SASL, to servers of every kind."""

from base64 import b64encode

import pytest

from trichat.client.irc.sasl import Credentials, Login, chunks
from trichat.protocols.irc.wire.message import parse

ANNA = Credentials(account="anna", password="secret", private=True)
NONCE = "rOprNGfwEbeRWgbNEkqO"
# RFC 7677, section 3.
CHALLENGE = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
LAST = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


def base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def hear(login: Login, *lines: str) -> list[str]:
    return [answer for line in lines for answer in login.receive(parse(line))]


def begun(who: Credentials, *offered: str) -> tuple[Login, list[str]]:
    login = Login(who, NONCE)
    return login, login.begin(offered)


def test_plain() -> None:
    """PLAIN is account and password in one answer."""
    login, lines = begun(ANNA, "PLAIN")
    assert ["AUTHENTICATE PLAIN"] == lines
    assert [f"AUTHENTICATE {base64(chr(0) + 'anna' + chr(0) + 'secret')}"] == hear(login, "AUTHENTICATE +")
    hear(login, ":s 903 anna :SASL authentication successful")
    assert (True, "") == (login.over, login.trouble)


def test_scram_is_preferred() -> None:
    """SCRAM is preferred: it shows nobody the password, and the server proves itself too."""
    login, lines = begun(Credentials(account="user", password="pencil", private=True), "plain", "scram-sha-256")
    assert ["AUTHENTICATE SCRAM-SHA-256"] == lines
    assert [f"AUTHENTICATE {base64('n,,n=user,r=' + NONCE)}"] == hear(login, "AUTHENTICATE +")
    (proof,) = hear(login, f"AUTHENTICATE {base64(CHALLENGE)}")
    assert proof.startswith(f"AUTHENTICATE {base64('c=biws,r=' + NONCE)[:20]}")
    assert ["AUTHENTICATE +"] == hear(login, f"AUTHENTICATE {base64(LAST)}")
    hear(login, ":s 903 user :ok")
    assert (True, "") == (login.over, login.trouble)


def test_a_server_that_cannot_prove_itself() -> None:
    """A server that cannot prove itself is told so; that it then refuses says nothing new."""
    login, _ = begun(Credentials(account="user", password="pencil"), "SCRAM-SHA-256")
    hear(login, "AUTHENTICATE +", f"AUTHENTICATE {base64(CHALLENGE)}")
    assert ["AUTHENTICATE *"] == hear(login, f"AUTHENTICATE {base64('v=AAAA')}")
    hear(login, ":s 906 * :aborted")
    assert login.over
    assert (
        "Not logged in: The server cannot prove that it knows your password: it is not the one you mean."
        == login.trouble
    )


def test_a_server_that_skips_the_proof() -> None:
    """A server that says "welcome" without a proof is not believed: perhaps it never knew the password."""
    login, _ = begun(Credentials(account="user", password="pencil"), "SCRAM-SHA-256")
    hear(login, "AUTHENTICATE +", f"AUTHENTICATE {base64(CHALLENGE)}", ":s 903 user :ok")
    assert "has not proved that it knows your password" in login.trouble


def test_an_error_in_the_exchange() -> None:
    """An error in the exchange is told in the server's words."""
    login, _ = begun(Credentials(account="user", password="pencil"), "SCRAM-SHA-256")
    hear(login, "AUTHENTICATE +", f"AUTHENTICATE {base64(CHALLENGE)}", f"AUTHENTICATE {base64('e=invalid-proof')}")
    assert "Not logged in: The server says invalid-proof." == login.trouble


def test_external_shows_the_certificate() -> None:
    """EXTERNAL is tried where there is a certificate; if the server does not know it, the next way is."""
    login, lines = begun(Credentials(account="anna", password="x", certificate=True, private=True), "PLAIN", "EXTERNAL")
    assert ["AUTHENTICATE EXTERNAL"] == lines
    assert [f"AUTHENTICATE {base64('anna')}"] == hear(login, "AUTHENTICATE +")
    assert ["AUTHENTICATE PLAIN"] == hear(login, ":s 904 anna :failed")
    assert not login.over


def test_external_without_an_account_says_nothing() -> None:
    """EXTERNAL without an account says nothing: the certificate says who it is."""
    login, _ = begun(Credentials(account="", how="external"), "EXTERNAL")
    assert ["AUTHENTICATE +"] == hear(login, "AUTHENTICATE +")


def test_a_wrong_password_is_not_tried_in_another_way() -> None:
    """A wrong password is not tried in another way: three of them may lock the account."""
    login, _ = begun(ANNA, "SCRAM-SHA-256", "PLAIN")
    assert [] == hear(login, ":s 904 anna :SASL authentication failed")
    assert (True, "Not logged in as anna: SASL authentication failed") == (login.over, login.trouble)


def test_a_mechanism_that_is_not_there_after_all() -> None:
    """When a mechanism is not there, one that 908 names is tried; CAP 301 names none before."""
    login, lines = begun(ANNA, "")
    assert ["AUTHENTICATE SCRAM-SHA-256"] == lines
    assert ["AUTHENTICATE PLAIN"] == hear(login, ":s 908 anna PLAIN,EXTERNAL :are available")


@pytest.mark.parametrize(
    ("who", "offered", "sentence"),
    [
        (Credentials(account="anna", password="x"), ["PLAIN"], "the connection is not encrypted"),
        (Credentials(account="anna", password="x", how="external"), ["PLAIN"], "the server takes PLAIN, which does"),
        (Credentials(account="anna", password="x", private=True), ["OAUTHBEARER"], "the server takes OAUTHBEARER"),
    ],
)
def test_when_no_way_fits(who: Credentials, offered: list[str], sentence: str) -> None:
    """It is said why no way to log in fits."""
    login, lines = begun(who, *offered)
    assert ([], True) == (lines, login.over)
    assert sentence in login.trouble


def test_the_password_goes_out_in_the_clear_only_if_the_person_says_so() -> None:
    """The password goes out in the clear only if the person names the way."""
    _, lines = begun(Credentials(account="anna", password="x", how="plain"), "PLAIN")
    assert ["AUTHENTICATE PLAIN"] == lines


@pytest.mark.parametrize("junk", ["AUTHENTICATE ***", f"AUTHENTICATE {base64('x')[:3]}", "AUTHENTICATE /w=="])
def test_junk_is_refused(junk: str) -> None:
    """Nothing is sent in answer to junk."""
    login, _ = begun(ANNA, "SCRAM-SHA-256")
    hear(login, "AUTHENTICATE +")
    assert ["AUTHENTICATE *"] == hear(login, junk)
    assert "Not logged in: What the server asks cannot be read." == login.trouble


@pytest.mark.parametrize(("mechanism", "asked"), [("SCRAM-SHA-256", ["+", base64(CHALLENGE)]), ("PLAIN", ["+"])])
def test_a_password_that_is_no_text(mechanism: str, asked: list[str]) -> None:
    """A password that is no text, from another encoding, cannot be sent, and that is said."""
    login, _ = begun(Credentials(account="user", password="p\udcff", private=True), mechanism)
    assert "AUTHENTICATE *" == hear(login, *(f"AUTHENTICATE {each}" for each in asked))[-1]
    assert "Not logged in: The name or the password is not text." == login.trouble


def test_a_challenge_that_would_freeze_the_client() -> None:
    """Hashing that would freeze the client is not done, and the server is told that this is the end."""
    login, _ = begun(Credentials(account="user", password="pencil"), "SCRAM-SHA-256")
    hear(login, "AUTHENTICATE +")
    assert ["AUTHENTICATE *"] == hear(login, f"AUTHENTICATE {base64(CHALLENGE.replace('4096', '4096000000'))}")
    assert "Not logged in: The server asks for 4096000000 rounds, which is too few or too many." == login.trouble


def test_a_server_that_never_ends_is_stopped() -> None:
    """What a server sends without an end is not kept without a bound."""
    login, _ = begun(ANNA, "PLAIN")
    lines = [answer for _ in range(50) for answer in hear(login, f"AUTHENTICATE {'A' * 400}")]
    assert "AUTHENTICATE *" == lines[0]


def test_a_server_that_asks_too_often() -> None:
    """A server that asks too often is answered no more."""
    login, _ = begun(ANNA, "PLAIN")
    assert ["AUTHENTICATE *"] == hear(login, "AUTHENTICATE +", "AUTHENTICATE +")[1:]


def test_what_is_not_about_it_is_passed_over() -> None:
    """What is not about SASL is passed over."""
    login, _ = begun(ANNA, "PLAIN")
    assert [] == hear(login, ":s 001 anna :Hi")
    assert not login.over


@pytest.mark.parametrize(("length", "sizes"), [(0, [1]), (299, [400, 1]), (300, [400, 1]), (301, [400, 4])])
def test_long_answers_are_cut(length: int, sizes: list[int]) -> None:
    """Long answers are cut at 400 characters; one that ends there is ended by a plus."""
    assert sizes == [len(line) - len("AUTHENTICATE ") for line in chunks("x" * length)]


def test_secrets_are_not_shown() -> None:
    """Secrets are not shown, in a traceback neither."""
    assert "secret" not in repr(ANNA)
