"""Markdown of feedback pages. A student writes some of it, and a teacher's browser opens the page:
HTML is shown and not obeyed, links lead to no script, pictures come from the lab's own folder alone.
"""

import mimetypes
import re
from base64 import b64encode
from html import escape
from pathlib import Path

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

PICTURE = re.compile(r"[\w-]+\.(svg|png)")


class FeedbackRenderer(IPythonRenderer):
    """nbconvert's renderer without what obeys HTML; pictures become part of the page."""

    def __init__(self, folder: Path):
        super().__init__(escape=True, allow_harmful_protocols=False)
        self.folder = folder

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre>{escape(code)}</pre>\n"

    def image(self, text: str, url: str, title=None) -> str:
        file = self.folder / url
        if not PICTURE.fullmatch(url) or not file.is_file():
            return escape(f"{text} ({url})")
        data = b64encode(file.read_bytes()).decode()
        kind, _ = mimetypes.guess_type(url)
        return f'<img src="data:{kind};base64,{data}" alt="{escape(text)}">'


@pass_context
def markdown2html(context, source: str) -> str:
    """Takes the place of the filter that nbconvert's templates call by this name."""
    folder = Path(context.get("resources", {}).get("metadata", {}).get("path", ""))
    return MarkdownWithMath(renderer=FeedbackRenderer(folder)).render(source)
