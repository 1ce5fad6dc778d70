"""Articles and questions, made up; nothing in them happened."""

from typing import Final

HARBOUR: Final = """\
Dredging in Varelle

The mayor of Varelle told Sky News that the harbour would be dredged before winter.

Dredging of the harbour was put off twice, and the harbour of Varelle silted up last winter.

Two fishermen in the harbour of Varelle said that nobody had asked them about the dredging.

The harbour office of Varelle published no date for the dredging, and expects it before winter.

Ferries to the islands left the harbour of Varelle late in winter, for want of dredging.
"""
QUESTION: Final = "Who said that the harbour would be dredged before winter?"
FRENCH_QUESTION: Final = "Qui a dit que le port serait dragué avant l'hiver ?"
MARKUP: Final = """\
A page that shows its tags

The editor of the page told Radio Markup that <b>every</b> tag & every </blockquote> is &amp;shown.

The readers of the page found <script>alert("every tag")</script> in the page, and 1 < 2 as well.
"""
AMPERSANDS: Final = "\n\n".join(
    f"{start} {'& ' * 400}."
    for start in (
        "Ferries in Varelle",
        "The clerk of Varelle told Sky News that signs would be counted by hand",
        "Signs are counted by hand in few other towns",
        "By hand is how signs were counted before",
        "Nobody on the islands would know",
    )
)
