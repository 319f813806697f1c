"""Build what sets payment processors up at the till."""

from __future__ import annotations

from pos_app.composition.lanes import Lanes
from pos_app.composition.processors import ProcessorDesk
from pos_app.services.ports import Formats
from pos_app.viewmodels.payments.processor_settings import (
    ProcessorChoices,
    ProcessorLanes,
    ProcessorPorts,
)


def processor_choices(desk: ProcessorDesk, lanes: Lanes, formats: Formats) -> ProcessorChoices:
    return ProcessorChoices(
        ports=ProcessorPorts(settings=desk.settings, check=desk.check, forget=desk.forget),
        # The lane of the mails waits for the network anyway, and for nothing that is paid.
        lanes=ProcessorLanes(reader=lanes.reader, writer=lanes.writer, network=lanes.mail),
        formats=formats,
    )
