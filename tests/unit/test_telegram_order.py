"""One after another in a chat, chats side by side."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from telegram import CallbackQuery, Chat, Message, Update, User

from bot.telegram.order import OrderPerChat

_ADA = User(1, "Ada", is_bot=False)


def _message(chat: int) -> Update:
    return Update(1, message=Message(1, datetime(2024, 6, 19, tzinfo=UTC), Chat(chat, "private")))


def _press(chat: int) -> Update:
    message = _message(chat).message
    return Update(1, callback_query=CallbackQuery("1", _ADA, "1", message=message))


class _Work:
    """Things to do, each of which is done once it is let."""

    def __init__(self, order: OrderPerChat) -> None:
        self.order = order
        self.begun: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    def give(self, name: str, update: object) -> asyncio.Task[None]:
        self.gates[name] = asyncio.Event()
        return asyncio.create_task(self.order.process_update(update, self._do(name)))

    async def _do(self, name: str) -> None:
        self.begun.append(name)
        await self.gates[name].wait()

    def let(self, *names: str) -> None:
        for name in names:
            self.gates[name].set()


async def _settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_chat_waits_for_itself_only() -> None:
    """The second message of a chat waits for the first; another chat's does not, nor a button."""
    work = _Work(OrderPerChat())
    first, second = work.give("first", _message(1)), work.give("second", _message(1))
    other, press = work.give("other", _message(2)), work.give("press", _press(1))
    await _settled()
    assert work.begun == ["first", "other", "press"]
    work.let("first")
    await first
    await _settled()
    assert work.begun[-1] == "second"
    work.let("second", "other", "press")
    await asyncio.gather(second, other, press)


async def test_many_messages_of_a_chat_stay_in_order() -> None:
    """A hundred messages sent at once are handled in the order in which they were sent."""
    work = _Work(OrderPerChat())
    names = [str(number) for number in range(100)]
    tasks = [work.give(name, _message(1)) for name in names]
    work.let(*names)
    await asyncio.gather(*tasks)
    assert work.begun == names


async def test_a_flood_in_one_chat_keeps_no_other_out() -> None:
    """Somebody who sends more than can be handled at once holds up nobody else."""
    work = _Work(OrderPerChat(running=2))
    flood = [work.give(f"flood {number}", _message(1)) for number in range(50)]
    other = work.give("other", _message(2))
    await _settled()
    assert work.begun == ["flood 0", "other"]
    work.let(*work.gates)
    await asyncio.gather(other, *flood)


async def test_no_more_than_so_many_at_once() -> None:
    """However many chats there are, a bounded number is being handled."""
    work = _Work(OrderPerChat(running=3))
    tasks = [work.give(str(chat), _message(chat)) for chat in range(1, 11)]
    await _settled()
    assert len(work.begun) == 3
    work.let(*work.gates)
    await asyncio.gather(*tasks)
    assert len(work.begun) == 10


async def test_a_failure_does_not_block_the_chat_and_nothing_is_kept() -> None:
    """After an error the chat goes on; a chat in which nothing happens costs no memory."""
    order = OrderPerChat()

    async def fail() -> None:
        raise RuntimeError

    work = _Work(order)
    failing = asyncio.create_task(order.process_update(_message(1), fail()))
    after = work.give("after", _message(1))
    nowhere = work.give("nowhere", "no update at all")
    work.let("after", "nowhere")
    results = await asyncio.gather(failing, after, nowhere, return_exceptions=True)
    assert isinstance(results[0], RuntimeError)
    assert set(work.begun) == {"nowhere", "after"}
    assert not order._lanes
