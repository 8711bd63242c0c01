"""The page in a real browser, with a real server: what people do with it, and what must not go wrong meanwhile."""

import re
import time
from collections.abc import Callable
from typing import Any

from tests.conftest import PATIENCE
from tests.page.conftest import PHONE, Netcat, Server, Visit

CODE = "look:\n```\n$ nox\n2 passed\n```\nand **go**"


def test_two_pages_and_netcat_talk(visit: Visit, netcat: Callable[[str], Netcat]) -> None:
    """What one says, the others see: formatted in the pages, as it was typed at the plain door; and nothing is HTML."""
    anna, boris, clara = visit().enter("anna"), visit(**PHONE).enter("Борис"), netcat("clara")
    clara.say("hello from netcat")
    boris.sees("hello from netcat")
    anna.say("<img src=x onerror=alert(1)> `code` https://example.org/a_(b).")
    clara.hears("<img src=x onerror=alert(1)>")
    row = boris.sees("onerror")
    assert [0, 1, "https://example.org/a_(b)"] == [
        row.locator("img").count(), row.locator("code").count(), row.locator("a").get_attribute("href")
    ]  # fmt: skip
    anna.say(CODE)
    assert "$ nox\n2 passed" == boris.sees("look:").locator("pre").inner_text()
    boris.say("anna: welcome")
    assert "anna" == anna.sees("welcome").locator("mark").inner_text()


def test_a_part_that_does_not_come_is_asked_for_again(visit: Visit) -> None:
    """A module that is lost on the way, on a train or on a busy machine, does not leave an empty page."""
    anna = visit()
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fulfill(status=503)

    anna.context.route("**/chat/history.js", lose)
    anna.enter("anna")
    assert 1 == len(lost)
    anna.problems.clear()  # the browser tells of what was lost


def test_a_message_can_be_answered_reacted_to_and_taken_back(visit: Visit) -> None:
    """With keys alone: an answer names what it answers, a reaction is counted, what is taken back is gone for all."""
    anna, boris = visit().enter("anna"), visit().enter("boris")
    anna.say("who comes?")
    boris.sees("who comes?")
    boris.page.focus("#say")
    boris.page.keyboard.press("ArrowUp")
    boris.page.keyboard.press("r")
    boris.say("I do")
    assert "who comes?" in anna.sees("I do").locator(".quote").inner_text()
    anna.page.focus("#say")
    anna.page.keyboard.press("ArrowUp")
    anna.page.keyboard.press("e")
    anna.page.wait_for_selector(".picker input:focus")
    anna.page.keyboard.type("tada")
    anna.page.keyboard.press("Enter")
    boris.sees("I do").locator(".signs button", has_text="🎉 1").wait_for()
    boris.page.focus("#say")
    boris.page.keyboard.press("ArrowUp")
    boris.page.keyboard.press("Delete")
    anna.page.locator("li.said.gone").wait_for()
    assert ["who comes?"] == [text for text in anna.texts() if "taken back" not in text]


def test_a_server_that_is_killed_loses_nothing_and_says_nothing_twice(visit: Visit, server: Server) -> None:
    """What is said before, while and after the server is away is there once, and in one order for all."""
    people = {"anna": visit().enter("anna"), "boris": visit().enter("boris")}
    said = []
    for number in range(24):
        name = ("anna", "boris")[number % 2]
        said.append(f"{name} {number // 6}")  # the same words, said again, count again
        people[name].say(said[-1])
        if number == 7:
            server.kill()
            people[name].page.wait_for_selector("#state:not([hidden])")
        if number == 16:
            server.start()
    for each in people.values():
        each.until("!document.querySelector('.pending') && document.querySelector('#state').hidden")
        each.until("document.querySelectorAll('li.said').length === 24")
    later = visit().enter("carla")
    later.until("document.querySelectorAll('li.said').length === 24")
    assert sorted(said) == sorted(later.texts())
    assert later.texts() == people["anna"].texts() == people["boris"].texts()
    for name in people:
        assert [text for text in said if name in text] == [text for text in later.texts() if name in text]


def test_a_guest_whose_network_changed_goes_on_under_their_name(visit: Visit, netcat: Callable[[str], Netcat]) -> None:
    """The page takes up the visit, though the server does not know yet that the old connection is dead."""
    anna, clara = visit(), netcat("clara")
    anna.page.add_init_script(
        "window.sockets = []; const Real = WebSocket;"
        "window.WebSocket = class extends Real { constructor(...given) { super(...given); sockets.push(this); } };"
    )
    anna.enter("anna")
    # It closes for the page alone: the server hears nothing of it, as when a phone goes from one network to another.
    anna.page.evaluate("sockets[0].close = () => {}; sockets[0].onclose(); sockets[0].onmessage = null")
    clara.say("meanwhile")
    anna.sees("meanwhile")
    anna.say("here I am")
    clara.hears("here I am")
    assert 2 == anna.page.evaluate("sockets.length")


def test_a_name_that_is_taken_is_asked_for_again(visit: Visit) -> None:
    """The reason is told, the other name is taken, and is remembered when the page is loaded again."""
    visit().enter("anna")
    other = visit().open()
    other.page.fill("#name", "anna")
    other.page.press("#name", "Enter")
    other.page.wait_for_selector("#refused:not(:empty)")
    assert "taken" in other.page.inner_text("#refused")
    other.page.fill("#name", "anna2")
    other.page.press("#name", "Enter")
    other.inside()
    other.page.reload()
    other.inside()
    assert "anna2" in other.page.inner_text("#me")


def test_an_account_is_one_person_on_two_devices(visit: Visit) -> None:
    """A name is kept with one click; with its password one is in elsewhere, and what is read there is read here."""
    anna, boris = visit().enter("anna"), visit().enter("boris")
    anna.page.click("#you")
    anna.page.click("text=Keep this name")
    password = anna.page.inner_text(".secret")
    anna.page.keyboard.press("Escape")
    anna.say("/join tea")
    anna.page.wait_for_selector("#title:text('#tea')")
    phone = visit(**PHONE).enter("anna", password)
    boris.say("anna: are you there?")
    phone.sees("are you there?")  # and so it is read
    anna.page.wait_for_selector("[data-place='#lobby']:not(.unread)")
    boris.say("/msg anna a secret")
    anna.page.wait_for_selector("#talks .count.loud")
    third = visit().open()
    third.page.fill("#name", "anna")
    third.page.click("#account summary")
    third.page.fill("#password", "wrong")
    third.page.press("#password", "Enter")
    third.page.wait_for_selector("#refused:not(:empty)")
    assert "password" in third.page.inner_text("#refused")
    third.page.fill("#password", password)
    third.page.press("#password", "Enter")
    third.inside().page.click("#talks button")
    third.sees("a secret")
    third.page.reload()  # the password outlives that
    third.inside().page.click("#you")
    third.page.wait_for_selector("text=You are logged in as anna")


def test_a_link_leads_into_a_room(visit: Visit) -> None:
    """Whoever opens `/#tea` is told where they are invited to, and is there with their name given."""
    anna, boris = visit().enter("anna"), visit()
    anna.say("/join tea")
    anna.page.wait_for_selector("#title:text('#tea')")
    anna.say("the kettle is on")
    boris.open("#tea")
    assert "tea" in boris.page.inner_text("#welcome")
    boris.enter("boris", path="#tea")
    boris.page.wait_for_selector("#title:text('#tea')")
    boris.sees("the kettle is on")
    assert re.search("#tea$", boris.page.url)


def test_what_is_found_is_shown_though_it_is_not_loaded(visit: Visit, netcat: Callable[[str], Netcat]) -> None:
    """A result of a search is shown among its neighbours; from there one can read on to what is newest."""
    clara = netcat("clara")
    for number in range(400):
        clara.say(f"needle {number}" if number == 30 else f"hay {number}")
    clara.say("/help mark")
    clara.hears("/mark")
    anna = visit().enter("anna")
    anna.sees("hay 399")
    assert 0 == anna.page.locator("li.said", has_text="needle").count()
    anna.page.keyboard.press("Control+Shift+F")
    anna.page.wait_for_selector("#dialog input:focus")
    anna.page.keyboard.type("needle")
    anna.page.locator(".found button", has_text="needle 30").wait_for()
    anna.page.keyboard.press("Enter")
    anna.page.wait_for_selector("li.found:has-text('needle 30')")
    assert {"hay 29", "hay 31"} <= set(anna.texts())
    newest = anna.page.locator("li.said .text", has_text=re.compile("^hay 399$"))
    give_up = time.monotonic() + PATIENCE
    gap = "document.querySelector('.gap')"  # a marked one: it is filled while somebody looks at it
    while not newest.count() or anna.page.evaluate(f"!!{gap}"):
        assert time.monotonic() < give_up, anna.texts()
        if not anna.page.evaluate(f"{gap} && ({gap}.scrollIntoView(), true)"):
            anna.page.keyboard.press("PageDown")
        anna.page.wait_for_timeout(50)
    numbers = [int(text.split()[1]) for text in anna.texts()]
    assert list(range(numbers[0], 400)) == numbers
    anna.page.evaluate("document.querySelector('.scroll').scrollTop = 0")
    anna.until("parseInt(document.querySelector('li.said .text').innerText.split(' ')[1]) < 160")


def test_keys_scroll_though_the_row_that_had_the_focus_is_gone(visit: Visit, netcat: Callable[[str], Netcat]) -> None:
    """Rows far from what is read go, also when all are made anew: the box has the focus then, and not nothing."""
    clara = netcat("clara")
    for number in range(200):
        clara.say(f"hay {number}")
    clara.say("/help mark")
    clara.hears("/mark")
    anna, boris = visit().enter("anna"), visit().enter("boris")
    anna.sees("hay 199")
    box, first = "document.querySelector('.scroll')", "document.querySelector('li.said .text')"
    anna.until(f"({box}.scrollTop = 0, {first}.innerText === 'hay 0')")
    anna.page.evaluate(f"{first}.closest('li').focus()")
    anna.page.evaluate(f"{box}.scrollTop = 1e6")
    boris.page.click("#you")
    boris.page.fill("#field-name", "Boris Godunov")
    boris.page.click("text=Save")
    anna.page.locator("#members", has_text="Boris Godunov").wait_for()
    anna.until(f"{first}.innerText !== 'hay 0'")
    assert anna.page.evaluate("document.activeElement.className") == "scroll"


def test_an_op_keeps_order(visit: Visit) -> None:
    """At the person: mute, with a time and a reason. What the muted person says is not lost, and goes when it may."""
    anna, boris = visit().enter("anna"), visit()
    anna.say("/join tea")
    anna.page.wait_for_selector("#title:text('#tea')")
    boris.enter("boris", path="#tea")
    anna.page.click("#members button:has-text('boris')")
    anna.page.fill("#field-reason", "too loud")
    anna.page.click(".moderation button:text-is('Mute')")
    boris.page.locator(".toast", has_text="too loud").wait_for()
    boris.say("may I?")
    boris.page.wait_for_selector(".refused")
    anna.page.click("#bans")
    anna.page.click("text=Lift")
    boris.page.click("[data-draft=again]")
    anna.sees("may I?")
    anna.page.click("#members button:has-text('boris')")
    anna.page.click(".moderation button:text-is('Put out')")
    boris.page.locator("#state", has_text="no longer").wait_for()


def test_people_show_themselves_as_they_like(visit: Visit) -> None:
    """A full name and a sign are shown to all, and the name by which one is known stays beside it."""
    anna, boris = visit().enter("anna"), visit().enter("boris")
    anna.page.click("#you")
    anna.page.fill("#field-name", "Anna Karenina")
    anna.page.fill("#field-face", "🚂")
    anna.page.click("text=Save")
    anna.say("hello")
    head = boris.sees("hello")
    head.locator(".nick", has_text="Anna Karenina").wait_for()
    assert "anna" == head.locator(".also").inner_text()
    assert "🚂" == head.locator(".face").inner_text()


def test_rooms_are_found_in_the_directory(visit: Visit) -> None:
    """All rooms are listed with their topics; what is not there yet is made."""
    anna, boris = visit().enter("anna"), visit().enter("boris")
    anna.say("/join tea")
    anna.page.wait_for_selector("#title:text('#tea')")
    anna.say("/topic Leaves only")
    boris.page.click("#directory")
    boris.page.locator(".found button", has_text="Leaves only").click()
    boris.page.wait_for_selector("#title:text('#tea')")
    boris.page.click("#directory")
    boris.page.fill("#dialog input", "coffee")
    boris.page.locator(".found button", has_text="#coffee").click()
    boris.page.wait_for_selector("#title:text('#coffee')")


def test_a_line_stands_where_one_stopped_reading(visit: Visit) -> None:
    """It is above the first message that came while one looked elsewhere, until one looks away again."""
    anna, boris = visit().enter("anna"), visit().enter("boris")
    look = "document.hasFocus = () => {0}; dispatchEvent(new Event('{1}'))"
    boris.say("seen")
    anna.sees("seen")
    anna.page.evaluate(look.format("false", "blur"))
    for text in ("first", "second"):
        boris.say(text)
        anna.sees(text)
    anna.page.evaluate(look.format("true", "focus"))
    anna.say("mine")
    boris.say("third")
    anna.sees("third")
    assert ["first"] == anna.page.locator("li:has(> .new) .text").all_inner_texts()
    anna.page.evaluate(look.format("false", "blur"))
    boris.say("fourth")
    anna.sees("fourth")
    assert ["fourth"] == anna.page.locator("li:has(> .new) .text").all_inner_texts()


def test_an_address_that_is_nonsense_opens_the_page(visit: Visit) -> None:
    """Whatever stands behind the `#`, one comes in."""
    visit().enter("anna", path="#%E0%A4%A")


def test_what_calls_for_somebody_calls(visit: Visit) -> None:
    """Whoever looks elsewhere is notified when they are named, if they want that, and counted in the title."""
    anna, boris = visit(permissions=["notifications"]), visit().enter("boris")
    anna.page.add_init_script(
        "window.calls = []; window.Notification = class { static permission = 'granted';"
        "static requestPermission = async () => 'granted';"
        "constructor(title, how) { calls.push(title + ': ' + how.body); } }"
    )
    anna.enter("anna")
    anna.page.click("#you")
    anna.page.check("#set-notify")
    anna.page.keyboard.press("Escape")
    anna.say("/join tea")
    anna.page.wait_for_selector("#title:text('#tea')")
    anna.page.evaluate("document.hasFocus = () => false")
    boris.say("nothing for you")
    boris.say("anna: come back")
    anna.until("calls.length === 1")
    assert ["boris · #lobby: anna: come back"] == anna.page.evaluate("calls")
    anna.until("document.title.startsWith('(1)')")


def test_a_phone_has_drawers(visit: Visit) -> None:
    """On a small screen nothing lies beside the page, and the lists come out and go again, also by keys."""
    boris = visit(**PHONE).enter("boris")
    page: Any = boris.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("#menu")
    page.wait_for_selector("#side.open [aria-current]:focus")
    page.keyboard.press("Escape")
    page.wait_for_selector("#side:not(.open)", state="attached")
    page.click("#people-button")
    page.click("#members button:has-text('boris')")
    page.wait_for_selector("#dialog[open]")


def test_the_page_speaks_as_its_reader_does(visit: Visit) -> None:
    """Russian where the browser wants it, or whoever chooses it; the colours likewise."""
    boris = visit(locale="ru-RU").enter("boris")
    assert "Написать в #lobby" == boris.page.get_attribute("#say", "placeholder")
    boris.page.click("#you")
    boris.page.select_option("#set-theme", "dark")
    assert "dark" == boris.page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    boris.page.select_option("#set-language", "en")
    boris.page.wait_for_selector("#say[placeholder='Write to #lobby']")


def test_what_is_long_does_not_push_the_page_apart(visit: Visit) -> None:
    """A topic or a word that is wider than the screen is cut or broken, and nothing else moves."""
    for options in ({}, PHONE):
        anna: Any = visit(**options).enter("anna" if options else "boris")
        anna.say(f"/join tea{len(options)}")
        anna.page.wait_for_selector("#title:text('#tea')")
        anna.say(f"/topic {'t' * 300}")
        anna.page.wait_for_selector("#topic:not(:empty)")
        for text in ("w" * 3000, f"`{'c' * 500}`", f"https://example.org/{'u' * 700}"):
            anna.say(text)
            anna.sees(text[:100].strip("`"))
        wide = "[...document.querySelectorAll('#place, #place *')].map((each) => each.getBoundingClientRect().right)"
        width = anna.page.viewport_size["width"]
        assert width >= anna.page.evaluate(f"Math.max(...{wide})")


def test_a_command_is_done_with_one_enter(visit: Visit) -> None:
    """What is typed whole is not completed first."""
    anna = visit().enter("anna", path="#tea")
    anna.page.wait_for_selector("#title:text('#tea')")
    anna.say("/leave")
    anna.page.wait_for_selector("#title:text('#lobby')")


def test_a_name_that_cannot_be_is_not_called_taken(visit: Visit) -> None:
    """Whoever gives their full name is told what a name is, and keeps what they typed."""
    anna = visit().open()
    anna.page.fill("#name", "Anna Karenina")
    anna.page.press("#name", "Enter")
    anna.page.wait_for_selector("#refused:has-text('without spaces')")
    assert "taken" not in anna.page.inner_text("#refused")
    assert "Anna Karenina" == anna.page.input_value("#name")


def test_whoever_cannot_get_in_yet_is_told(visit: Visit) -> None:
    """Where there is no way to the server, or only none for WebSockets, the page says so, and comes in when it can."""
    anna = visit()
    anna.page.add_init_script(
        "const Real = WebSocket; window.WebSocket = class extends Real {"
        "constructor(url, given) { super(window.isOpen ? url : url + 'nothing', given); } };"
    )
    anna.open()
    anna.page.fill("#name", "anna")
    anna.page.press("#name", "Enter")
    anna.page.wait_for_selector("#refused:has-text('lost')")
    anna.page.reload()  # the name is known now, so that the door would not be shown
    anna.page.wait_for_selector("#refused:has-text('lost')")
    anna.page.evaluate("window.isOpen = true")
    anna.inside()
    assert anna.page.locator("#chat").is_visible()


def test_a_page_that_does_not_come_says_so(visit: Visit) -> None:
    """While a part is missing, because a proxy sends an error of its own instead, the page is not just empty."""
    anna = visit()
    anna.context.route("**/words/en.js", lambda route: route.fulfill(content_type="text/html", body="<h1>Oops</h1>"))
    anna.open()
    anna.page.wait_for_selector("text=did not come")
    anna.context.unroute("**/words/en.js")
    anna.page.wait_for_selector("#name")
    anna.problems.clear()


PHOTO = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 5120;
  canvas.height = 2560;
  canvas.getContext("2d").fillRect(9, 9, 999, 999);
  const blob = await new Promise((then) => canvas.toBlob(then, "image/jpeg"));
  const data = new DataTransfer();
  data.items.add(new File([blob], "the sea.jpg", { type: "image/jpeg" }));
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.getElementById("say").dispatchEvent(event);
}"""


def test_a_picture_is_pasted_and_seen(visit: Visit) -> None:
    """It goes up made smaller, its address is put into the box, and others see it with its room there beforehand."""
    anna, boris = visit().enter("anna"), visit().enter("boris")
    anna.say("/quote REGISTER anna * correct-horse-battery")
    anna.say("I am known")
    anna.sees("I am known")
    anna.page.evaluate(PHOTO)
    anna.page.wait_for_function("() => document.getElementById('say').value.includes('/files/')")
    address = anna.page.input_value("#say").strip()
    assert re.search(r"/files/[0-9a-f]{32}\.2560x1280/the%20sea\.jpg$", address)
    anna.page.focus("#say")
    anna.page.keyboard.press("Enter")
    picture = boris.page.locator("a.picture img")
    picture.wait_for()
    assert ("360", "180") == (picture.get_attribute("width"), picture.get_attribute("height"))
    boris.page.wait_for_function("() => document.querySelector('a.picture img').naturalWidth === 2560")
    assert "the sea.jpg" == picture.get_attribute("alt")


def test_a_file_that_is_refused_says_why(visit: Visit) -> None:
    """In the words of the server; a file that is no picture is a link with its size, and nothing foreign is fetched."""
    anna = visit().enter("anna")
    notes = {"name": "notes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\0" + b"x" * 1991}
    anna.page.set_input_files("#files", notes)
    anna.page.locator("#uploads [role=alert]", has_text="Files are uploaded by those who are logged in").wait_for()
    anna.page.locator("#uploads button").click()
    anna.say("/quote REGISTER anna * correct-horse-battery")
    anna.say("I am known")
    anna.sees("I am known")
    anna.page.set_input_files("#files", notes)
    anna.page.wait_for_function("() => document.getElementById('say').value.includes('/files/')")
    anna.page.focus("#say")
    anna.page.keyboard.press("Enter")
    link = anna.page.locator("a[href^='files/']")
    link.wait_for()
    assert "notes.pdf (2 KB)" == link.inner_text()
    anna.say(f"http://elsewhere.example/files/{'0' * 32}.3x4/a.png")
    row = anna.sees("elsewhere.example")
    assert 0 == row.locator("img").count()
