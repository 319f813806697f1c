"""What has become of a paid order, and what it did to another, in a word or two."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.domain.return_story import CameBack, GaveBack, ReturnStory


def words_of_story(story: ReturnStory) -> str:
    """What it is comes first; nothing for an order like any other."""
    gave = {
        GaveBack.REFUND: _tr("refund"),
        GaveBack.EXCHANGE: _tr("exchange"),
        GaveBack.VOID: _tr("void"),
    }.get(story.gave_back, "")
    came = {
        CameBack.PARTLY: _tr("partly refunded"),
        CameBack.ALL: _tr("refunded"),
        CameBack.VOIDED: _tr("voided"),
    }.get(story.came_back, "")
    return ", ".join(part for part in (gave, came) if part)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Returns", words)
