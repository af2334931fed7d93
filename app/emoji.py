"""The emoji that can be chosen and written as ":name:": a selection by group, each with a short English name.
Pure values; further names of an emoji stand behind the first, for the search.
"""
import re
from collections import OrderedDict
from typing import Dict, List, NamedTuple, Tuple

# Each line is an emoji, its name, and more words under which it is found.
_SMILEYS = """
😀 grinning smile happy|😃 smiley happy|😄 smile happy joy|😁 grin teeth|😆 laughing haha|😅 sweat_smile relief
😂 joy tears lol|🤣 rofl lol|🙂 slight_smile ok|🙃 upside_down silly|😉 wink|😊 blush shy|😇 innocent angel
🥰 smiling_hearts love|😍 heart_eyes love|🤩 star_struck wow|😘 kissing_heart kiss|😗 kissing|😋 yum tasty
😛 tongue|😜 wink_tongue joke|🤪 zany crazy|🤑 money_face rich|🤗 hugs hug|🤭 hand_over_mouth oops
🤫 shushing quiet|🤔 thinking hmm|🤐 zipper_mouth secret|🤨 raised_eyebrow doubt|😐 neutral meh
😑 expressionless|😶 no_mouth|😏 smirk|😒 unamused|🙄 eye_roll|😬 grimacing awkward|🤥 lying|😌 relieved calm
😔 pensive sad|😪 sleepy|🤤 drooling|😴 sleeping tired|😷 mask ill|🤒 thermometer_face fever
🤕 head_bandage hurt|🤢 nauseated sick|🤧 sneezing cold|🥵 hot_face|🥶 cold_face freezing|🥴 woozy|😵 dizzy_face
🤯 exploding_head mind_blown|🤠 cowboy|🥳 partying party|😎 sunglasses cool|🤓 nerd|🧐 monocle|😕 confused
😟 worried|🙁 slight_frown|😮 open_mouth wow|😯 hushed|😲 astonished|😳 flushed|🥺 pleading please|😦 frowning
😨 fearful|😰 anxious|😥 sad_relieved|😢 cry sad|😭 sob crying|😱 scream|😖 confounded|😣 persevere
😞 disappointed|😓 sweat|😩 weary|😫 tired|🥱 yawning bored|😤 triumph steam|😡 rage angry|😠 angry
🤬 cursing swear|😈 smiling_imp devil|💀 skull dead|💩 poop|🤡 clown|👻 ghost boo|👽 alien|🤖 robot bot
😺 smiley_cat|😹 joy_cat|🙈 see_no_evil monkey|🙉 hear_no_evil|🙊 speak_no_evil
"""
_PEOPLE = """
👋 wave hello bye|✋ raised_hand stop|🖖 vulcan|👌 ok_hand|🤏 pinching small|✌️ victory peace
🤞 crossed_fingers luck|🤟 love_you|🤘 rock_on metal|🤙 call_me|👈 point_left|👉 point_right|👆 point_up
👇 point_down|☝️ point_up_one|👍 thumbsup yes +1 good|👎 thumbsdown no -1|✊ fist|👊 punch
👏 clap bravo applause|🙌 raised_hands hooray|👐 open_hands|🤝 handshake deal|🙏 pray thanks please|✍️ writing
💪 muscle strong|👀 eyes look|👁️ eye|👂 ear|👃 nose|🧠 brain|👄 mouth|👶 baby|🧒 child|👦 boy|👧 girl
🧑 person|👨 man|👩 woman|👴 old_man|👵 old_woman|🙋 raising_hand question|🙅 no_good|🙆 ok_person
💁 tipping_hand|🤦 facepalm|🤷 shrug dunno|🙇 bow sorry|👮 police|🕵️ detective|👷 construction_worker
🧙 mage wizard|🦸 superhero|🧟 zombie|🏃 running run|🚶 walking|💃 dancer dance|🕺 man_dancing|👥 people group
🗣️ speaking|👣 footprints
"""
_NATURE = """
🐶 dog|🐱 cat|🐭 mouse_face|🐹 hamster|🐰 rabbit|🦊 fox|🐻 bear|🐼 panda|🐨 koala|🐯 tiger|🦁 lion|🐮 cow|🐷 pig
🐸 frog|🐵 monkey_face|🐔 chicken|🐧 penguin|🐦 bird|🦆 duck|🦅 eagle|🦉 owl|🐺 wolf|🐴 horse|🦄 unicorn|🐝 bee
🐛 bug|🦋 butterfly|🐌 snail|🐞 ladybug|🐢 turtle|🐍 snake|🐙 octopus|🦀 crab|🐟 fish|🐬 dolphin|🐳 whale
🦈 shark|🐘 elephant|🐪 camel|🐑 sheep|🐇 rabbit_running|🦔 hedgehog|🌵 cactus|🌲 evergreen tree|🌳 tree
🌴 palm_tree|🌱 seedling|🌿 herb|☘️ shamrock|🍀 four_leaf_clover luck|🍁 maple_leaf|🍂 fallen_leaf|🍄 mushroom
🌹 rose|🌷 tulip|🌸 cherry_blossom|🌻 sunflower|🌍 earth world|🌙 moon night|⭐ star|🌟 glowing_star
✨ sparkles new shiny|⚡ zap lightning|🔥 fire hot lit|🌈 rainbow|☀️ sun sunny|⛅ partly_sunny|☁️ cloud
🌧️ rain|❄️ snowflake snow cold|⛄ snowman|💨 dash wind|💧 droplet water|🌊 ocean wave_water
"""
_FOOD = """
🍏 green_apple|🍎 apple|🍐 pear|🍊 orange|🍋 lemon|🍌 banana|🍉 watermelon|🍇 grapes|🍓 strawberry|🍒 cherries
🍑 peach|🥭 mango|🍍 pineapple|🥥 coconut|🥝 kiwi|🍅 tomato|🥑 avocado|🥦 broccoli|🥕 carrot|🌽 corn
🌶️ hot_pepper|🥔 potato|🥐 croissant|🍞 bread|🥨 pretzel|🧀 cheese|🥚 egg|🍳 cooking breakfast|🥞 pancakes
🥓 bacon|🍗 poultry_leg|🍔 hamburger burger|🍟 fries|🍕 pizza|🌭 hotdog|🥪 sandwich|🌮 taco|🥗 salad
🍝 spaghetti pasta|🍜 ramen noodles|🍲 stew soup lunch|🍣 sushi|🍚 rice|🍦 ice_cream|🍩 doughnut donut|🍪 cookie
🎂 birthday cake|🍰 shortcake cake|🍫 chocolate|🍬 candy|🍿 popcorn|☕ coffee tea break|🍵 tea|🥤 soda cup
🍺 beer|🍻 beers cheers|🥂 champagne cheers|🍷 wine|🍸 cocktail|🍾 bottle celebrate|🍴 fork_knife lunch|🥄 spoon
"""
_ACTIVITY = """
⚽ soccer football|🏀 basketball|🏈 american_football|⚾ baseball|🎾 tennis|🏐 volleyball|🎱 pool|🏓 ping_pong
🏸 badminton|🥊 boxing|🎯 dart target goal|⛳ golf|🎣 fishing|🎿 ski|🏆 trophy win|🥇 gold_medal first
🥈 silver_medal second|🥉 bronze_medal third|🏅 medal|🎮 video_game|🎲 dice game|🧩 puzzle|♟️ chess|🎭 theatre
🎨 art paint design|🎬 clapper film|🎤 microphone|🎧 headphones music|🎵 note music|🎶 notes music|🎸 guitar
🎹 piano|🥁 drum|🎺 trumpet|🎻 violin|🎉 tada party hooray|🎊 confetti party|🎈 balloon|🎁 gift present
🎄 christmas_tree|🎃 pumpkin halloween|🎆 fireworks|🚗 car|🚕 taxi|🚌 bus|🚑 ambulance|🚒 fire_engine|🚚 truck
🚜 tractor|🚲 bike bicycle|🏍️ motorcycle|🚂 train locomotive|🚆 train_front|🚇 metro
✈️ airplane plane flight|🚁 helicopter|🚀 rocket ship launch|🛸 ufo|⛵ sailboat|🚢 ship|⚓ anchor
🚧 construction work|🚦 traffic_light|🗺️ map|🏠 house home|🏢 office building|🏭 factory|🏥 hospital|🏫 school
⛺ tent camping|🏖️ beach holiday|⛰️ mountain
"""
_OBJECTS = """
⌚ watch|📱 phone mobile|💻 laptop computer|🖥️ desktop computer|🖨️ printer|⌨️ keyboard|🖱️ mouse
💾 floppy save|💿 cd|📷 camera|🎥 movie_camera|📺 tv|📻 radio|⏰ alarm_clock|⏳ hourglass wait|⌛ hourglass_done
🔋 battery|🔌 plug power|💡 bulb idea|🔦 flashlight|🕯️ candle|🧯 extinguisher|💰 money_bag|💶 euro|💵 dollar
💳 credit_card|⚖️ balance|🔧 wrench fix tool|🔨 hammer|🛠️ tools|⚙️ gear settings|🧲 magnet|🔫 water_gun
💣 bomb|🔪 knife|🛡️ shield|🔭 telescope|🔬 microscope|💊 pill|💉 syringe|🌡️ thermometer|🧹 broom clean
🧻 toilet_paper|🧼 soap|🔑 key|🚪 door|🛏️ bed|🛒 cart shopping|✉️ envelope mail|📧 email|📦 package parcel
📫 mailbox|📝 memo note write|📄 page document|📊 bar_chart stats|📈 chart_up|📉 chart_down|📅 calendar date
📋 clipboard|📌 pushpin pin|📎 paperclip|📏 ruler|✂️ scissors cut|🗑️ wastebasket trash|🔒 lock|🔓 unlock
🔍 search magnify|📖 book|📚 books|🔖 bookmark|🔗 link|🗞️ newspaper news|🎓 graduation|👑 crown|👓 glasses
👕 shirt|👟 shoe|🎩 top_hat|☂️ umbrella|💍 ring|💎 gem
"""
_SYMBOLS = """
❤️ heart love red_heart|🧡 orange_heart|💛 yellow_heart|💚 green_heart|💙 blue_heart|💜 purple_heart
🖤 black_heart|🤍 white_heart|💔 broken_heart|💕 two_hearts|💖 sparkling_heart|💯 100 hundred perfect|💢 anger
💥 boom collision|💫 dizzy|💬 speech|💭 thought|💤 zzz sleep|✅ white_check_mark done yes ok|☑️ ballot_check
✔️ check done|❌ x no wrong|❎ cross_mark|➕ plus|➖ minus|➗ divide|❓ question|❔ white_question
❗ exclamation important|‼️ double_exclamation|⚠️ warning|🚫 prohibited no|⛔ no_entry|🛑 stop_sign|🔞 adults
♻️ recycle|🔄 arrows_cycle|🔁 repeat|🔀 shuffle|▶️ play|⏸️ pause|⏹️ stop|⏩ fast_forward|🔼 up|🔽 down
➡️ arrow_right|⬅️ arrow_left|⬆️ arrow_up|⬇️ arrow_down|↩️ leftwards|🔝 top|🔜 soon|🆗 ok|🆕 new|🆓 free
🆘 sos help|ℹ️ information|🔔 bell|🔕 no_bell mute|📣 megaphone announce|📢 loudspeaker|🔴 red_circle
🟠 orange_circle|🟡 yellow_circle|🟢 green_circle|🔵 blue_circle|🟣 purple_circle|⚫ black_circle
⚪ white_circle|🟥 red_square|🟩 green_square|🟦 blue_square|🔶 orange_diamond|🔷 blue_diamond|♾️ infinity
🏁 checkered_flag finish|🚩 red_flag|🏳️ white_flag
"""

USUAL = ("👍", "❤️", "😂", "🎉", "👀", "🙏")  # offered to who has used none yet


class Emoji(NamedTuple):
    """One emoji."""

    text: str  # the characters
    name: str  # as in ":name:"
    words: Tuple[str, ...]  # under which it is found; the name first


def _read(block: str) -> Tuple[Emoji, ...]:
    entries = [entry.split() for entry in block.strip().replace("\n", "|").split("|")]
    return tuple(Emoji(text, words[0], tuple(words)) for text, *words in entries)


GROUPS: Tuple[Tuple[str, Tuple[Emoji, ...]], ...] = tuple((title, _read(block)) for title, block in (
    ("Smileys", _SMILEYS), ("People", _PEOPLE), ("Animals and nature", _NATURE), ("Food and drink", _FOOD),
    ("Activities and travel", _ACTIVITY), ("Objects", _OBJECTS), ("Symbols", _SYMBOLS)))
NAMES: Dict[str, str] = OrderedDict((each.name, each.text) for _, emoji in GROUPS for each in emoji)
_BY_TEXT: Dict[str, str] = {text.replace("\ufe0f", ""): name for name, text in NAMES.items()}


_BY_WORD: Dict[str, str] = {word: each.text for _, emoji in reversed(GROUPS) for each in reversed(emoji)
                            for word in each.words}
_BY_WORD.update(NAMES)
_CODE = re.compile("(```.*?```|`[^`]*`)", re.DOTALL)
_NAMED = re.compile(r"(?<![\w:/]):[A-Za-z0-9_+\-]+:(?![\w:/])")


def starting_with(prefix: str, most: int = 50) -> List[Emoji]:
    """At most `most` emoji: those whose name begins with `prefix`, the shortest first, then those with such a word."""
    prefix = prefix.casefold().strip(":")
    every = [each for _, emoji in GROUPS for each in emoji]
    first = sorted((each for each in every if each.name.startswith(prefix)), key=lambda each: len(each.name))
    others = [each for each in every if not each.name.startswith(prefix)
              and any(part.startswith(prefix) for word in each.words for part in [word] + word.split("_"))]
    return (first + others)[:most]


def name_of(text: str) -> str:
    """The emoji as ":name:", or the text itself where it has no name here."""
    name = _BY_TEXT.get(text.replace("\ufe0f", ""))
    return f":{name}:" if name else text


def named(name: str) -> str:
    """The emoji that ":name:" stands for, "" for none."""
    return _BY_WORD.get(name.strip(":").lower(), "")


def written(text: str) -> str:
    """The text with emoji as characters where it names them, as in "done :tada:", but for what is code."""
    parts = _CODE.split(text)
    parts[::2] = [_NAMED.sub(lambda found: named(found.group()) or found.group(), part) for part in parts[::2]]
    return "".join(parts)
