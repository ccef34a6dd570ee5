"""Text that strangers have written."""

import json
from typing import Union


def whole(text: Union[str, bytes]) -> str:
    """The same JSON without half characters: it may name them, but no file can hold them."""
    return json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace").decode()
