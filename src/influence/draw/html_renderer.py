"""From a scene to one self-contained page: pan, zoom, search, hover texts; no network, no eval.

The page states a content security policy that admits its own style and script by their hashes and nothing else.
"""

from __future__ import annotations

import hashlib
import math
from base64 import b64encode
from html import escape

from influence._text import phrase
from influence.draw.scene import Box, Curve, Item, Mark, Scene, Text
from influence.draw.style import Style
from influence.draw.svg_elements import number, path, rectangle, shape, title

__all__ = ["scene_to_html", "scene_to_svg"]

FONTS = "'DejaVu Sans','Noto Sans','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
PAGE_STYLE = """
:root{color-scheme:light dark}
body{margin:0;font:14px/1.4 FONTS;background:PAPER;color:INK;display:flex;flex-direction:column;height:100vh}
header{display:flex;gap:.6rem;align-items:center;padding:.4rem .8rem;flex-wrap:wrap}
header h1{font-size:1rem;margin:0;flex:1 1 12rem}
header input,header button,header select{font:inherit;padding:.15rem .5rem;color:inherit;background:PAPER;
border:1px solid LINE;border-radius:4px}
main{flex:1;overflow:hidden;touch-action:none;min-height:0}
svg{width:100%;height:100%;display:block;cursor:grab}
.card:focus{outline:none}.card:focus>rect:first-of-type,.card:hover>rect:first-of-type{stroke:MARK;stroke-width:2}
.found>rect:first-of-type{stroke:MARK;stroke-width:3}.hidden{display:none}.faded{opacity:.15}
@media print{header input,header button,header select{display:none}body{height:auto;display:block}
svg{height:auto}}
"""
PAGE_SCRIPT = """
"use strict";
const svg=document.querySelector("svg"),box=svg.viewBox.baseVal,start=[box.x,box.y,box.width,box.height];
const set=(x,y,w,h)=>{box.x=x;box.y=y;box.width=w;box.height=h};
const zoom=(factor,cx,cy)=>{const r=svg.getBoundingClientRect();
const px=cx===undefined?.5:(cx-r.left)/r.width,py=cy===undefined?.5:(cy-r.top)/r.height;
const w=box.width*factor,h=box.height*factor;set(box.x+(box.width-w)*px,box.y+(box.height-h)*py,w,h)};
svg.addEventListener("wheel",e=>{e.preventDefault();zoom(e.deltaY>0?1.15:1/1.15,e.clientX,e.clientY)},{passive:false});
const near=()=>{const r=svg.getBoundingClientRect(),k=Math.max(box.width/r.width,box.height/r.height);
const card=svg.querySelector(".card");if(k<2||!card)return;const b=card.getBBox(),w=1.3*r.width,h=1.3*r.height;
set(b.x+b.width/2-w/2,Math.max(b.y-60,0),w,h)};
if(window.matchMedia("(max-width:600px)").matches)near();
const held=new Map();
svg.addEventListener("pointerdown",e=>{held.set(e.pointerId,[e.clientX,e.clientY]);svg.setPointerCapture(e.pointerId)});
svg.addEventListener("pointermove",e=>{const old=held.get(e.pointerId);if(!old)return;const now=[e.clientX,e.clientY];
if(held.size===1){const r=svg.getBoundingClientRect(),k=Math.max(box.width/r.width,box.height/r.height);
set(box.x-(now[0]-old[0])*k,box.y-(now[1]-old[1])*k,box.width,box.height)}
else{const other=[...held].find(([id])=>id!==e.pointerId)[1],far=p=>Math.hypot(p[0]-other[0],p[1]-other[1]);
if(far(now)>0)zoom(far(old)/far(now),(now[0]+other[0])/2,(now[1]+other[1])/2)}
held.set(e.pointerId,now)});
for(const ended of ["pointerup","pointercancel"])svg.addEventListener(ended,e=>held.delete(e.pointerId));
document.querySelector("#in").addEventListener("click",()=>zoom(1/1.3));
document.querySelector("#out").addEventListener("click",()=>zoom(1.3));
document.querySelector("#all").addEventListener("click",()=>set(...start));
document.querySelector("#thin").addEventListener("click",e=>{const on=e.target.getAttribute("aria-pressed")!=="true";
e.target.setAttribute("aria-pressed",on);
document.querySelectorAll(".uncertain").forEach(p=>p.classList.toggle("hidden",on))});
const theme=document.querySelector("#theme");
if(theme)theme.addEventListener("change",()=>document.querySelectorAll("[data-themes]").forEach(part=>
part.classList.toggle("faded",theme.value!==""&&!part.dataset.themes.split(" ").includes(theme.value))));
document.querySelector("#find").addEventListener("input",e=>{let first=null;
const wanted=e.target.value.trim().toLowerCase();
document.querySelectorAll(".card").forEach(card=>{const hit=wanted&&card.textContent.toLowerCase().includes(wanted);
card.classList.toggle("found",Boolean(hit));if(hit&&!first)first=card});
if(first){const b=first.getBBox();set(b.x+b.width/2-box.width/2,b.y+b.height/2-box.height/2,box.width,box.height)}});
svg.addEventListener("keydown",e=>{const step=box.width/12;
const moves={ArrowLeft:[-step,0],ArrowRight:[step,0],ArrowUp:[0,-step],ArrowDown:[0,step]};
if(moves[e.key]){e.preventDefault();set(box.x+moves[e.key][0],box.y+moves[e.key][1],box.width,box.height)}
else if(e.key==="+")zoom(1/1.3);else if(e.key==="-")zoom(1.3);else if(e.key==="0")set(...start)});
"""


def scene_to_html(scene: Scene, style: Style) -> str:
    """Return a scene as an interactive page.

    Parameters
    ----------
    scene : Scene
    style : Style

    Returns
    -------
    str
    """
    look = PAGE_STYLE
    for name, value in (
        ("FONTS", FONTS),
        ("PAPER", style.colors["paper"]),
        ("INK", style.colors["ink"]),
        ("LINE", style.colors["line"]),
        ("MARK", style.colors["highlight"]),
    ):
        look = look.replace(name, value)
    policy = f"default-src 'none'; style-src '{_hash(look)}'; script-src '{_hash(PAGE_SCRIPT)}'"
    named = escape(scene.title or "influence")
    return f"""<!doctype html>
<html lang="{scene.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{named}</title>
<style>{look}</style>
</head>
<body>
<header><h1>{named}</h1>{_controls(scene)}</header>
<main>{scene_to_svg(scene, style)}</main>
<script>{PAGE_SCRIPT}</script>
</body>
</html>
"""


def _controls(scene: Scene) -> str:
    """Return what the reader can do with the picture: search, zoom, hide what is not sure, see one concern alone."""

    def say(key: str) -> str:
        return escape(phrase(f"draw.{key}", scene.language))

    named = [
        ("", say("every_concern")),
        *((str(place), escape(theme.name)) for place, theme in enumerate(scene.themes)),
    ]
    options = "".join(f'<option value="{value}">{name}</option>' for value, name in named)
    chooser = f'<select id="theme" aria-label="{say("concern")}">{options}</select>' if scene.themes else ""
    return (
        f'<input id="find" type="search" aria-label="{say("search")}" placeholder="{say("search")}">{chooser}'
        f'<button id="in" aria-label="+">+</button><button id="out" aria-label="-">−</button>'
        f'<button id="all">{say("fit")}</button><button id="thin" aria-pressed="false">{say("hide_uncertain")}</button>'
    )


def scene_to_svg(scene: Scene, style: Style) -> str:
    """Return a scene as an SVG element with real text; every text in it is escaped.

    Parameters
    ----------
    scene : Scene
    style : Style

    Returns
    -------
    str
    """
    parts: list[str] = []
    inside_card = False
    for item in scene.items:
        starts_card = isinstance(item, Box) and bool(item.key)
        if inside_card and (starts_card or (isinstance(item, Curve) and "→" in item.key)):
            parts.append("</g>")
            inside_card = False
        if isinstance(item, Box) and starts_card:
            parts.append(f'<g class="card" tabindex="0"{_themes(item.key, scene)}>')
            inside_card = True
        parts.append(_element(item, scene, style))
    if inside_card:
        parts.append("</g>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(scene.width)} {number(scene.height)}" '
        f'role="img" tabindex="0" aria-label="{escape(scene.alternative or scene.title)}" '
        f'font-family="{escape(FONTS)}">'
        f"{''.join(parts)}</svg>"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _themes(key: str, scene: Scene) -> str:
    """Return the numbers of the concerns that an element belongs to."""
    if not scene.themes:
        return ""
    return f' data-themes="{" ".join(str(place) for place, theme in enumerate(scene.themes) if key in theme.keys)}"'


def _element(item: Item, scene: Scene, style: Style) -> str:
    if isinstance(item, Box):
        return rectangle(item, style)
    if isinstance(item, Curve):
        tie = "→" in item.key
        uncertain = ' class="uncertain"' if tie and item.dash else ""
        return path(item, style, uncertain + _themes(item.key, scene) if tie else "")
    if isinstance(item, Mark):
        return shape(item, style)
    return _line_of_text(item, style)


def _line_of_text(item: Text, style: Style) -> str:
    weight = ' font-weight="bold"' if item.bold else ""
    anchor = f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
    # the room was measured with one font; another one on the reader's machine must not leave it
    fit = (
        f' textLength="{number(item.width)}" lengthAdjust="spacingAndGlyphs"'
        if math.isfinite(item.width) and item.width > 1
        else ""
    )
    place = (
        f'x="{number(item.x)}" y="{number(item.y)}" font-size="{number(item.size)}" fill="{style.colors[item.color]}"'
    )
    return f"<text {place}{weight}{anchor}{fit}>{escape(item.text)}{title(item.hover)}</text>"
