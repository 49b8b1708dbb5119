"""From a scene to one self-contained page: pan, zoom, search, hover texts; no network, no eval.

The page states a content security policy that admits its own style and script by their hashes and nothing else.
"""

from __future__ import annotations

import hashlib
import math
from base64 import b64encode
from html import escape

from influence.draw.marks import arrow_head, mark_corners
from influence.draw.scene import Box, Curve, Item, Mark, Point, Scene, Text
from influence.draw.style import Style

__all__ = ["scene_to_html", "scene_to_svg"]

FONTS = "'DejaVu Sans','Noto Sans','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
PAGE_STYLE = """
:root{color-scheme:light dark}
body{margin:0;font:14px/1.4 FONTS;background:PAPER;color:INK;display:flex;flex-direction:column;height:100vh}
header{display:flex;gap:.6rem;align-items:center;padding:.4rem .8rem;flex-wrap:wrap}
header h1{font-size:1rem;margin:0;flex:1 1 12rem}
header input,header button{font:inherit;padding:.15rem .5rem;color:inherit;background:transparent;border:1px solid LINE;
border-radius:4px}
main{flex:1;overflow:hidden;touch-action:none;min-height:0}
svg{width:100%;height:100%;display:block;cursor:grab}
.card:focus{outline:none}.card:focus>rect:first-of-type,.card:hover>rect:first-of-type{stroke:MARK;stroke-width:2}
.found>rect:first-of-type{stroke:MARK;stroke-width:3}.hidden{display:none}
footer{padding:.3rem .8rem;font-size:.8rem}
@media print{header input,header button{display:none}body{height:auto;display:block}svg{height:auto}}
"""
PAGE_SCRIPT = """
"use strict";
const svg=document.querySelector("svg"),box=svg.viewBox.baseVal,start=[box.x,box.y,box.width,box.height];
const set=(x,y,w,h)=>{box.x=x;box.y=y;box.width=w;box.height=h};
const zoom=(factor,cx,cy)=>{const r=svg.getBoundingClientRect();
const px=cx===undefined?.5:(cx-r.left)/r.width,py=cy===undefined?.5:(cy-r.top)/r.height;
const w=box.width*factor,h=box.height*factor;set(box.x+(box.width-w)*px,box.y+(box.height-h)*py,w,h)};
svg.addEventListener("wheel",e=>{e.preventDefault();zoom(e.deltaY>0?1.15:1/1.15,e.clientX,e.clientY)},{passive:false});
let held=null;
svg.addEventListener("pointerdown",e=>{held=[e.clientX,e.clientY];svg.setPointerCapture(e.pointerId)});
svg.addEventListener("pointermove",e=>{if(!held)return;const r=svg.getBoundingClientRect();
const k=Math.max(box.width/r.width,box.height/r.height);
set(box.x-(e.clientX-held[0])*k,box.y-(e.clientY-held[1])*k,box.width,box.height);held=[e.clientX,e.clientY]});
svg.addEventListener("pointerup",()=>{held=null});
document.querySelector("#in").addEventListener("click",()=>zoom(1/1.3));
document.querySelector("#out").addEventListener("click",()=>zoom(1.3));
document.querySelector("#all").addEventListener("click",()=>set(...start));
document.querySelector("#thin").addEventListener("click",e=>{const on=e.target.getAttribute("aria-pressed")!=="true";
e.target.setAttribute("aria-pressed",on);
document.querySelectorAll("path.uncertain").forEach(p=>p.classList.toggle("hidden",on))});
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


def scene_to_html(scene: Scene, style: Style, language: str = "en") -> str:
    """Return a scene as an interactive page.

    Parameters
    ----------
    scene : Scene
    style : Style
    language : str
        ``en`` or ``zh``: of the page's own few words.

    Returns
    -------
    str
    """
    words = {
        "en": ("search", "fit", "hide uncertain ties"),
        "zh": ("搜索", "全图", "隐藏不确定的关系"),
    }[language]
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
    title = escape(scene.title or "influence")
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{look}</style>
</head>
<body>
<header><h1>{title}</h1><input id="find" type="search" aria-label="{words[0]}" placeholder="{words[0]}">
<button id="in" aria-label="+">+</button><button id="out" aria-label="-">−</button><button id="all">{words[1]}</button>
<button id="thin" aria-pressed="false">{words[2]}</button></header>
<main>{scene_to_svg(scene, style)}</main>
<footer>{escape(scene.caption)}</footer>
<script>{PAGE_SCRIPT}</script>
</body>
</html>
"""


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
        if inside_card and (starts_card or isinstance(item, Curve)):
            parts.append("</g>")
            inside_card = False
        if starts_card:
            parts.append('<g class="card" tabindex="0">')
            inside_card = True
        parts.append(_element(item, style))
    if inside_card:
        parts.append("</g>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" role="img" '
        f'tabindex="0" aria-label="{escape(scene.alternative or scene.title)}" font-family="{escape(FONTS)}">'
        f"{''.join(parts)}</svg>"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hover(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""


def _element(item: Item, style: Style) -> str:
    if isinstance(item, Box):
        return _rectangle(item, style)
    if isinstance(item, Curve):
        return _path(item, style)
    if isinstance(item, Mark):
        return _shape(item, style)
    return _line_of_text(item, style)


def _rectangle(item: Box, style: Style) -> str:
    fill = style.colors[item.fill] if item.fill else "none"
    line = f' stroke="{style.colors[item.line]}" stroke-width="{_n(item.line_width)}"' if item.line else ""
    corner = f' rx="{_n(item.radius)}"' if item.radius else ""
    place = f'x="{_n(item.x)}" y="{_n(item.y)}" width="{_n(item.width)}" height="{_n(item.height)}"'
    return f'<rect {place}{corner} fill="{fill}"{line}>{_hover(item.hover)}</rect>'


def _path(item: Curve, style: Style) -> str:
    start, *rest = [f"{_n(x)} {_n(y)}" for x, y in item.points]
    pieces = " ".join(f"C{rest[i]},{rest[i + 1]},{rest[i + 2]}" for i in range(0, len(rest), 3))
    color = style.colors[item.color]
    dash = f' stroke-dasharray="{" ".join(map(_n, item.dash))}" class="uncertain"' if item.dash else ""
    line = (
        f'<path d="M{start} {pieces}" fill="none" stroke="{color}" stroke-width="{_n(item.width)}"{dash}>'
        f"{_hover(item.hover)}</path>"
    )
    return line + _polygon(arrow_head(item), color) if item.arrow else line


def _polygon(corners: list[Point], color: str) -> str:
    places = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
    return f'<polygon points="{places}" fill="{color}"/>'


def _shape(item: Mark, style: Style) -> str:
    color, half = style.colors[item.color], item.size / 2
    if item.shape == "circle":
        drawn = f'<circle cx="{_n(item.x)}" cy="{_n(item.y)}" r="{_n(half)}" fill="{color}"/>'
    elif item.shape == "question":
        place = f'x="{_n(item.x - half)}" y="{_n(item.y - half)}" width="{_n(item.size)}" height="{_n(item.size)}"'
        drawn = f'<rect {place} fill="none" stroke="{color}" stroke-width="1.1"/>'
    else:
        drawn = _polygon(mark_corners(item), color)
    return f"<g>{_hover(item.hover)}{drawn}</g>" if item.hover else drawn


def _line_of_text(item: Text, style: Style) -> str:
    weight = ' font-weight="bold"' if item.bold else ""
    anchor = f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
    # the room was measured with one font; another one on the reader's machine must not leave it
    fit = (
        f' textLength="{_n(item.width)}" lengthAdjust="spacingAndGlyphs"'
        if math.isfinite(item.width) and item.width > 1
        else ""
    )
    place = f'x="{_n(item.x)}" y="{_n(item.y)}" font-size="{_n(item.size)}" fill="{style.colors[item.color]}"'
    return f"<text {place}{weight}{anchor}{fit}>{escape(item.text)}{_hover(item.hover)}</text>"
