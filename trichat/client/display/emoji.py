"""Emoji by name: `:tada:`. A short table of what people call them, and Unicode's own names for all the others.

No library: those know four thousand names for ten times the memory of this module, and Python knows Unicode's already.
"""

import re
import unicodedata
from functools import cache

from wcwidth import wcswidth

_NAME = re.compile(r"(?<![\w:]):([\w+-]{1,40}):$")
_BLOCKS = (range(0x1F300, 0x1F650), range(0x1F680, 0x1F700), range(0x1F900, 0x1FB00), range(0x2600, 0x27C0))
_COLUMNS = 2  # of every emoji
_AS_PICTURE = "\ufe0f"  # after a character that is drawn as text otherwise

# What people call the ones that are used most, across programs.
_SHORT = """
+1 👍  thumbsup 👍  -1 👎  thumbsdown 👎  ok_hand 👌  clap 👏  wave 👋  pray 🙏  muscle 💪  raised_hands 🙌  v ✌️
point_up ☝️  point_right 👉  point_left 👈  point_down 👇  handshake 🤝  crossed_fingers 🤞  facepalm 🤦  shrug 🤷
smile 😄  grin 😁  joy 😂  rofl 🤣  laughing 😆  slight_smile 🙂  wink 😉  blush 😊  innocent 😇  heart_eyes 😍
kissing_heart 😘  yum 😋  stuck_out_tongue 😛  sunglasses 😎  nerd 🤓  thinking 🤔  raised_eyebrow 🤨  neutral_face 😐
expressionless 😑  unamused 😒  rolling_eyes 🙄  grimacing 😬  relieved 😌  pensive 😔  sleepy 😪  sleeping 😴
mask 😷  dizzy_face 😵  exploding_head 🤯  partying_face 🥳  confused 😕  worried 😟  open_mouth 😮  astonished 😲
flushed 😳  pleading 🥺  cry 😢  sob 😭  scream 😱  sweat 😓  sweat_smile 😅  tired_face 😫  yawning 🥱  angry 😠
rage 😡  skull 💀  ghost 👻  alien 👽  robot 🤖  poop 💩  see_no_evil 🙈  hear_no_evil 🙉  speak_no_evil 🙊
heart ❤️  orange_heart 🧡  yellow_heart 💛  green_heart 💚  blue_heart 💙  purple_heart 💜  broken_heart 💔
sparkling_heart 💖  100 💯  boom 💥  sparkles ✨  star ⭐  fire 🔥  zap ⚡  sunny ☀️  cloud ☁️  rainbow 🌈
snowflake ❄️  umbrella ☔  ocean 🌊  tada 🎉  confetti 🎊  balloon 🎈  gift 🎁  birthday 🎂  cake 🍰  cookie 🍪
coffee ☕  tea 🍵  beer 🍺  beers 🍻  wine 🍷  champagne 🍾  pizza 🍕  burger 🍔  apple 🍎  banana 🍌  dog 🐶  cat 🐱
mouse 🐭  fox 🦊  bear 🐻  panda 🐼  unicorn 🦄  bee 🐝  bug 🐛  snail 🐌  turtle 🐢  snake 🐍  crab 🦀  whale 🐳
penguin 🐧  rocket 🚀  car 🚗  bike 🚲  train 🚆  airplane ✈️  house 🏠  office 🏢  computer 💻  phone 📱  bulb 💡
lock 🔒  unlock 🔓  key 🔑  hammer 🔨  wrench 🔧  gear ⚙️  link 🔗  mag 🔍  bell 🔔  book 📖  memo 📝  pencil ✏️
calendar 📅  chart 📈  pushpin 📌  paperclip 📎  email 📧  package 📦  hourglass ⏳  clock 🕐  alarm ⏰  warning ⚠️
no_entry ⛔  stop 🛑  construction 🚧  white_check_mark ✅  check ✔️  x ❌  question ❓  exclamation ❗  plus ➕
minus ➖  recycle ♻️  checkered_flag 🏁  trophy 🏆  medal 🏅  soccer ⚽  dart 🎯  game 🎮  art 🎨  music 🎵  guitar 🎸
mic 🎤  camera 📷  movie 🎬  eyes 👀  brain 🧠  ear 👂  nose 👃  lips 👄  baby 👶  woman 👩  man 👨  family 👪  zzz 💤
speech_balloon 💬  thought_balloon 💭  sun 🌞  moon 🌙  earth 🌍  tree 🌳  christmas_tree 🎄  seedling 🌱  rose 🌹
"""
_TABLE = dict(zip(_SHORT.split()[::2], _SHORT.split()[1::2], strict=True))


def find(name: str) -> str:
    """Give the emoji of this name, or an empty text."""
    name = name.lower()
    return _TABLE.get(name) or _of_unicode().get(name, "")


def names_beginning(start: str, most: int = 30) -> list[tuple[str, str]]:
    """Give names that begin so, or have a word that does, each with its emoji; the short ones first."""
    start = start.lower()
    names = [*sorted(_TABLE), *_of_unicode()]
    found = [name for name in names if name.startswith(start)]
    found += [name for name in names if "_" + start in name and name not in found] if start else []
    return [(name, find(name)) for name in dict.fromkeys(found)][:most]


def name_at_end(before: str) -> tuple[int, str]:
    """Give how many characters at the end of a text are an emoji's name, with its colons, and the emoji."""
    found = _NAME.search(before)
    emoji = find(found[1]) if found else ""
    return (len(found[0]), emoji) if found and emoji else (0, "")


@cache
def _of_unicode() -> dict[str, str]:
    names = {}
    for code in (code for block in _BLOCKS for code in block):
        char = chr(code)
        name = unicodedata.name(char, "").lower().replace(" ", "_").replace("-", "_")
        picture = char if wcswidth(char) == _COLUMNS else char + _AS_PICTURE
        if name and "modifier" not in name and wcswidth(picture) == _COLUMNS:
            names[name] = picture
    return names
