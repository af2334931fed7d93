"""Keeping order from the window: the entries of menus for people, messages and rooms, and the band for raised hands.
What we have no power for, or the server does not know, is left out.
"""

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from app import events, order
from app.order import Moderator
from app.ui.links import Link
from app.ui.popover import SEPARATOR, MenuItem
from app.ui.spelling import showable
from server.addresses import is_loopback
from server.wire.names import fold

MOST_HANDS = 100  # raised at the same time in one room
MAY_I = "May I say something?"
ASKED = "Your hand is up. The operators of {} see it."
CLEARED = "What was said in {} is gone for everybody, for good."
SILENCED = ("Only ", "You are muted", "You can’t write in")  # how a sentence begins that says one may not speak

Place = Tuple[int, str]  # the number of a link and a folded room


class Hand(NamedTuple):
    """Somebody who asks to speak."""

    nick: str
    text: str


class KeepingOrder:
    """The order of the rooms of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._hands: Dict[Place, List[Hand]] = {}
        self._silenced: Dict[Place, str] = {}  # why one may not speak there
        self._to_ban: str = ""  # whose address was asked for

    @property
    def may(self) -> bool:
        """Whether we keep order in the room that is shown."""
        return self._moderator.may and self._window.links.shown.is_online

    @property
    def _moderator(self) -> Moderator:
        return Moderator(self._window.client.session, self._window.conversations.current)

    # Menus

    def of_person(self, nick: str) -> List[MenuItem]:
        """What can be done with somebody in the room that is shown."""
        hand = self._moderator
        if not self.may or hand.member(nick) is None or self._is_own(nick):
            return []
        items = [SEPARATOR]
        for mode, give, take in (("o", "Make operator of the room", "No longer operator of the room"),
                                 ("v", "Give voice", "Take voice back")):
            on = hand.has(nick, mode)
            items.append(self._item(take if on else give, hand.give(nick, mode, not on), icon="crown" * (mode == "o")))
        return items + [SEPARATOR] + self._silencing(nick)

    def of_sender(self, nick: str) -> List[MenuItem]:
        """What can be done with who wrote a message in the room that is shown."""
        if not self.may or self._moderator.member(nick) is None or self._is_own(nick):
            return []
        return [SEPARATOR] + self._silencing(nick)

    def of_room(self) -> List[MenuItem]:
        """What can be done with the room that is shown."""
        hand, room = self._moderator, self._window.conversations.current
        if not self.may:
            return []
        items = [self._item(words, hand.switch(letter, not on), checked=on) for letter, words, on in hand.switches]
        items += [SEPARATOR] * bool(items) + [MenuItem("Change topic…", self._ask_topic, "edit")]
        if hand.can_clear:
            items += [SEPARATOR, MenuItem("Clear for everybody…", lambda: self._ask_clear(room), "trash", danger=True)]
        return items

    def _silencing(self, nick: str) -> List[MenuItem]:
        hand, name = self._moderator, showable(nick, self._window.theme)
        items = []
        if hand.can_mute and hand.mutes_of(nick):
            items.append(self._item(f"Let {name} speak again", *hand.unmute(nick), icon="bell"))
        elif hand.can_mute:
            items.append(self._item(f"Mute {name} here", hand.mute(nick), icon="bell-off"))
        items.append(MenuItem(f"Remove {name} from the room…", lambda: self._ask_remove(nick), "leave"))
        items.append(MenuItem(f"Ban {name}…", lambda: self._ask_ban(nick), "ban", danger=True))
        return items

    def _item(self, words: str, *commands: order.Command, icon: str = "", checked: Optional[bool] = None) -> MenuItem:
        return MenuItem(words, lambda: self._do(*commands), icon, checked=checked)

    # Questions

    def _ask_remove(self, nick: str) -> None:
        from app.ui.dialogs.ask import AskDialog
        hand = self._moderator
        AskDialog(self._window.root, self._window.theme, f"Remove {showable(nick, self._window.theme)}?",
                  "They can come back.", "Reason (optional)", "Remove",
                  lambda reason: self._do(hand.remove(nick, reason)))

    def _ask_ban(self, nick: str) -> None:
        """Ban somebody from the server where we run it, once their address is known; else from the room."""
        if self._window.client.session.operator:
            self._to_ban = fold(nick)
            self._window.client.ask_stats("l")
            self._window.flow.look_soon()
            return
        from app.ui.dialogs.ask import AskDialog
        hand, room = self._moderator, self._window.conversations.current
        AskDialog(self._window.root, self._window.theme, f"Ban {showable(nick, self._window.theme)} from {room}?",
                  "They can’t come back under this name until the ban is lifted.", "Reason (optional)", "Ban",
                  lambda reason: self._do(*hand.ban(nick, reason)))

    def _ask_server_ban(self, link: Link, nick: str, address: str) -> None:
        from app.ui.dialogs.ban import BanDialog
        place = "" if is_loopback(address) else address
        BanDialog(self._window.root, self._window.theme, showable(nick, self._window.theme), place,
                  lambda wanted: self._send(link, *order.ban(nick, place, wanted)))

    def _ask_topic(self) -> None:
        from app.ui.dialogs.ask import AskDialog
        client, room = self._window.client, self._window.conversations.current
        AskDialog(self._window.root, self._window.theme, f"The topic of {room}", "It stands above the messages.",
                  "Topic", "Change", lambda text: client.set_topic(room, text), self._window.conversation.topic)

    def _ask_clear(self, room: str) -> None:
        from app.ui.dialogs.confirm import ConfirmDialog
        hand = self._moderator
        ConfirmDialog(self._window.root, self._window.theme, f"Clear {room} for everybody?",
                      CLEARED.format(room), "Clear", lambda: self._do(hand.clear()))

    def ask_hand(self) -> None:
        """Ask the operators of the room that is shown, where one may not speak."""
        from app.ui.dialogs.ask import AskDialog
        room = self._window.conversations.current
        AskDialog(self._window.root, self._window.theme, "Raise your hand", f"The operators of {room} alone read this.",
                  "What you want to say (optional)", "Raise hand", lambda text: self._raise(room, text or MAY_I))

    def _raise(self, room: str, text: str) -> None:
        self._silenced.pop(self._place(self._window.links.shown, room), None)
        self._do(order.raise_hand(room, text))
        self._window.toast.show(ASKED.format(room))
        self._window.flow.refresh()

    # What comes from the network

    def hear(self, link: Link, event: events.Event) -> None:
        """Take in raised hands, refusals to speak, and what makes them void."""
        if isinstance(event, events.HandRaised):
            hands = self._hands.setdefault(self._place(link, event.target), [])
            if event.nick not in [hand.nick for hand in hands] and len(hands) < MOST_HANDS:
                hands.append(Hand(event.nick, event.text))
        elif isinstance(event, events.MessageFailed) and event.text.startswith(SILENCED):
            self._silenced[self._place(link, event.target)] = event.text
        elif isinstance(event, (events.ModeChanged, events.MessageConfirmed, events.RoomLeft)):
            self._silenced.pop(self._place(link, event.target), None)
        elif isinstance(event, (events.MemberLeft, events.MemberKicked)):
            self._lower(self._place(link, event.target), event.nick)
        elif isinstance(event, events.PeopleListed):
            self._found(link, event)
        elif not isinstance(event, events.OperatorChanged):
            return
        self._window.flow.scene.stale |= {"standing", "members"}

    def _found(self, link: Link, event: events.PeopleListed) -> None:
        wanted, self._to_ban = self._to_ban, ""
        person = next((each for each in event.people if wanted and fold(each.nick) == wanted), None)
        if person is not None:
            self._window.root.after_idle(self._ask_server_ban, link, person.nick, person.address)

    # The band above the messages

    def draw_band(self) -> None:
        """Show who asks to speak, or why we may not speak; take the band away where there is neither."""
        window, place = self._window, self._place(self._window.links.shown, self._window.conversations.current)
        hands, why = self._hands.get(place), self._silenced.get(place)
        if hands and self.may:
            hand = hands[0]
            window.banner.show(f"{hand.nick} raises a hand: “{hand.text}”", "Give voice",
                               lambda: self._give_voice(place, hand), lambda: self._dismiss(place, hand))
        elif why and window.client.session.can_raise_hand:
            window.banner.show(why, "Raise hand", self.ask_hand, lambda: self._forgive(place))
        else:
            window.banner.hide()

    def _give_voice(self, place: Place, hand: Hand) -> None:
        moderator = self._moderator
        self._do(*moderator.unmute(hand.nick), moderator.give(hand.nick, "v"))
        self._dismiss(place, hand)

    def _dismiss(self, place: Place, hand: Hand) -> None:
        self._lower(place, hand.nick)
        self._window.flow.refresh()

    def _forgive(self, place: Place) -> None:
        self._silenced.pop(place, None)
        self._window.flow.refresh()

    def _lower(self, place: Place, nick: str) -> None:
        left = [hand for hand in self._hands.get(place, []) if fold(hand.nick) != fold(nick)]
        self._hands[place] = left
        if not left:
            del self._hands[place]

    # What they share

    def _do(self, *commands: order.Command) -> None:
        self._send(self._window.links.shown, *commands)

    def _send(self, link: Link, *commands: order.Command) -> None:
        for command in commands:
            link.client.command(*command)
        self._window.flow.look_soon()

    def _place(self, link: Link, room: str) -> Place:
        return link.number, fold(room)

    def _is_own(self, nick: str) -> bool:
        return fold(nick) == fold(self._window.client.nick)
