"""Words from elsewhere where Streamlit reads Markdown."""

_SIGNS = frozenset("\\`*_[]<>#$:~")


def plain(text: str) -> str:
    """`text` without meaning as Markdown.

    >>> plain("*a* [b]")
    '\\\\*a\\\\* \\\\[b\\\\]'
    """
    return "".join("\\" + sign if sign in _SIGNS else sign for sign in text)
