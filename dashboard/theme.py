"""Colours of the pages, from the same palette as reports: one for light, one for dark."""

from __future__ import annotations

from functools import cache

from experiments.report.colours import DARK, HUES, LIGHT

# Cards lie on a quiet ground: on light pages white on grey, on dark ones grey on black.
GROUNDS = ({"ground": LIGHT["panel"], "card": LIGHT["page"]}, {"ground": DARK["page"], "card": DARK["panel"]})
# The light is known before anything is drawn, and charts are drawn on the server in its colours.
PREFERS = (
    "<script>(function(){var d=document,c=d.cookie.match(/(?:^|; )light=(light|dark)/),"
    "p=c?c[1]:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';"
    "d.documentElement.setAttribute('data-mantine-color-scheme',p);"
    "d.cookie='preferred='+p+';path=/;SameSite=Lax'})()</script>"
)


@cache
def head_of_page() -> str:
    """Return what stands in the head of the bare page: the colours, and which light the browser prefers."""
    rules = []
    for at, (selector, tokens) in enumerate(((":root", LIGHT), (":root[data-mantine-color-scheme=dark]", DARK))):
        named = tokens | GROUNDS[at] | {f"hue-{hue}": pair[at] for hue, pair in HUES.items()}
        rule = selector + "{" + "".join(f"--{key.replace('_', '-')}:{value};" for key, value in named.items()) + "}"
        rules.append(f"@media screen{{{rule}}}" if at else rule)     # paper is white
    classes = "".join(f".hue-{hue}{{--hue:var(--hue-{hue})}}" for hue in HUES)
    return f"<style>{''.join(rules)}{classes}</style>{PREFERS}"
