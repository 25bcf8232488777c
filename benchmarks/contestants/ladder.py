"""The skill with only some of the steps taken that make it fast: BENCHMARK_STEPS says which.

``once``     it is built once, not for every request; nothing else is done
``planned``  ... and the serializer keeps a plan for each class of the SDK
``parsed``   ... and takes the request as AWS Lambda parsed it, instead of a text made of it again
``late``     ... and leaves the context alone until somebody asks for it
"""

import json
import os
from typing import Any, cast

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Context, RequestEnvelope

from alexa import PlannedSerializer, build_skill

__all__ = ["lambda_handler"]

Json = dict[str, Any]

STEPS = ("once", "planned", "parsed", "late").index(os.environ["BENCHMARK_STEPS"])
PLANNED = PlannedSerializer()
SKILL = build_skill()
SKILL.serializer = PLANNED if STEPS else DefaultSerializer()


def lambda_handler(event: Json, context: object) -> Json:
    """Answer one request envelope with one response envelope."""
    if STEPS < 2:
        envelope = SKILL.serializer.deserialize(json.dumps(event), RequestEnvelope)
    else:
        envelope = PLANNED.read(event, RequestEnvelope)
    if STEPS < 3 and envelope.context:
        for part in Context.deserialized_types:
            getattr(envelope.context, part)
    answer = SKILL.serializer.serialize(SKILL.invoke(envelope, context))
    return cast("Json", answer)
