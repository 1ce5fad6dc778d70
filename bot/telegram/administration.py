"""Commands for administrators."""

from __future__ import annotations

from dataclasses import dataclass, field

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.aliases import alias_reply
from bot.catalogue import Catalogue
from bot.rendering.replies import error_reply, notice_reply, rebuilt_reply, stats_reply
from bot.telegram.delivery import Place, deliver, replace_text
from bot.telegram.failures import failure_notice, note_failure
from bot.telegram.messages import catalogue_of, words_of
from retrieval.assistant import Assistant
from retrieval.errors import HearsayError


@dataclass(slots=True)
class Administration:
    """Handlers of commands for the people whose ids are in ``administrators``."""

    assistant: Assistant
    administrators: frozenset[int]
    _rebuilding: bool = field(default=False, init=False)

    async def stats(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/stats: what the store holds."""
        message = await self._allowed(update, context)
        if message is not None:
            counts = await self.assistant.counts()
            reply = stats_reply(counts, catalogue_of(message.from_user))
            await deliver(context.bot, Place.of(message), reply)

    async def rebuild(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/rebuild: builds the index anew, while the chat goes on."""
        message = await self._allowed(update, context)
        if message is None:
            return
        catalogue, place = catalogue_of(message.from_user), Place.of(message)
        if self._rebuilding:
            await deliver(context.bot, place, notice_reply(catalogue, "rebuild-running"))
            return
        self._rebuilding = True
        try:
            note = await deliver(context.bot, place, notice_reply(catalogue, "rebuild-started"))
        except BaseException:
            self._rebuilding = False
            raise
        if note is not None:
            # Not awaited: the chat's next message need not wait for it.
            context.application.create_task(self._rebuild(note, catalogue), update, name="rebuild")

    async def alias(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/alias A = B: which names are one source's."""
        message = await self._allowed(update, context)
        if message is not None:
            argument = words_of(message, context.bot)
            reply = await alias_reply(self.assistant, argument, catalogue_of(message.from_user))
            await deliver(context.bot, Place.of(message), reply)

    async def _rebuild(self, note: Message, catalogue: Catalogue) -> None:
        """Rebuilds, and edits the note at the end, whatever the end is."""
        try:
            reply = rebuilt_reply(await self.assistant.rebuild(), catalogue)
        except HearsayError as error:
            note_failure(error)
            reply = error_reply(error, catalogue)
        except Exception as error:  # noqa: BLE001 - logged, and the note must not say for ever that it runs
            reply = failure_notice(note_failure(error), catalogue)
        finally:
            self._rebuilding = False
        await replace_text(note.get_bot(), note, reply)

    async def _allowed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Message | None:
        """The message, if an administrator sent it; a stranger is told."""
        message = update.message
        if message is None:
            raise TypeError("the handler is registered for new messages only")
        person = message.from_user
        if person is not None and person.id in self.administrators:
            return message
        number = "-" if person is None else str(person.id)
        refusal = notice_reply(catalogue_of(person), "administrators-only", id=number)
        await deliver(context.bot, Place.of(message), refusal)
        return None
