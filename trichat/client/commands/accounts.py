"""/login, /register, /verify and /password: logging in, making an account, changing its password."""

from trichat.client.commands import table
from trichat.client.conversation.conversation import Conversation, State
from trichat.client.display.item import Question
from trichat.client.irc.sasl import Credentials
from trichat.errors import UsageError
from trichat.words.names.names import fold
from trichat.words.requests import Request

_ADDRESS = "Your mail address, which NickServ wants to have: "


def handle(talk: Conversation, request: Request) -> None:
    """Run a command about the account, or ask for the password that is missing. Raises UsageError."""
    match request:
        case table.Login(account=account, password=password):
            _login(talk, account or _account(talk), password)
        case table.Register(password=password, email=email):
            _online(talk)
            _register(talk, password, email)
        case table.Verify(code=code):
            _online(talk)
            talk.lines += talk.account.verify(code, talk.registration)
        case table.Password(new=""):
            talk.question = Question(text=f"The new password of {_account(talk)}: ", before="/password ")
        case table.Password(new=new):
            _online(talk)
            talk.lines += talk.account.change_password(_credentials(talk, _account(talk), new), talk.registration)


def _login(talk: Conversation, account: str, password: str) -> None:
    known = talk.account.credentials
    if not password and known and known.password and fold(known.account) == fold(account):
        password = known.password
    if not password and talk.settings.login != "external":
        talk.question = Question(text=f"Password of {account}: ", before=f"/login {account} ")
        return
    who = _credentials(talk, account, password)
    if talk.state is not State.ONLINE:
        talk.account.credentials = who
        talk.show_info(f"You will log in as {account}.")
        return
    talk.lines += talk.account.log_in(who, talk.registration, talk.nonce, talk.model.nick)
    talk.check_login()


def _register(talk: Conversation, password: str, email: str) -> None:
    if not password:
        talk.question = Question(text=f"Choose a password for {_nick(talk)}: ", before="/register ")
    elif not email and talk.account.wants_address(talk.registration):
        talk.question = Question(text=_ADDRESS, before=f"/register {password} ", secret=False)
    else:
        talk.lines += talk.account.register(_credentials(talk, _nick(talk), password), email, talk.registration)


def _credentials(talk: Conversation, account: str, password: str) -> Credentials:
    how = talk.settings.login
    return Credentials(
        account=account,
        password=password,
        how="auto" if how in ("off", "pass") else how,
        certificate=bool(talk.settings.tls_cert),
        private=talk.account.private,
    )


def _account(talk: Conversation) -> str:
    return talk.account.name or talk.settings.account or _nick(talk)


def _nick(talk: Conversation) -> str:
    if not (talk.model.nick or talk.wanted_nick):
        raise UsageError("Choose a name first.")
    return talk.model.nick or talk.wanted_nick


def _online(talk: Conversation) -> None:
    if talk.state is not State.ONLINE:
        raise UsageError("Not connected yet: please try again when you are.")
