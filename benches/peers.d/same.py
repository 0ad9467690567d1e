#!/usr/bin/env python3
"""Turns a built site into a Hugo project that makes the same pages: `same.py SITE OUT`; `same.py SITE --compare PUBLIC`.

Hugo gets a template for each piece of markup that pages share (a row of a table, a tile of a map, a heading with its text, the
header of all pages), and as front matter what differs: words, addresses, numbers, which piece follows which. Nobody writes a theme
like this by hand, but its templates do what those of such a theme would: loops over rows, cells that differ by what is known,
and Hugo's own escaping of each word. Data are

* words, but for heads of columns and what is the same wherever a piece stands, on at least `SHARED` pages;
* the attributes that `varies` tells, in the same way; others are markup;
* what lists, tables and pictures have in them: they are looped over, and written out only in the header and footer of all pages.

So no page's own HTML stands in front matter, and no page's own words in a template.

`--compare` looks whether two sites are the same: tags, attributes and words of each page, but not blanks between them.
"""

import gc
import hashlib
import html
import json
import marshal
import re
import shutil
import sys
from collections import Counter, defaultdict
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from urllib.parse import unquote

# On so many pages what is always the same is template; so often a piece is found before it gets a template of its own.
SHARED, OWN = 20, 20
# What stands for something that differs in the markup of a piece: words, more pieces, a string of JSON, a cell of a row.
WORDS, PIECES, STRING, CELL = "\0", "\1", "\2", "\3"
VALUE = r"""(?:=(?:"[^"]*"|'[^']*'|[^\s>"']+))?"""
TOKEN = re.compile(rf"<!doctype[^>]*>|<(/?)([a-zA-Z][\w:-]*)((?:\s+[^\s=>/]+{VALUE})*)\s*(/?)>|([^<]+)")
ATTRIBUTE = re.compile(r"""([^\s=>/]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
JSON_STRING = re.compile(r"(?<=[:\[,])\"(?:[^\"\\]|\\.)*\"(?!:)")
VOID = set("area base br col embed hr img input link meta source track wbr".split())
BLANKS_MEAN_NOTHING = set("html head ul ol dl table thead tbody tr select svg g".split())
LISTS = set("html body main ul ol dl tbody select datalist svg g".split())
LOOPED = set("tr li option article section details div dt rect circle path line text g".split())
VARIES = set(
    "href src id for content value datetime title alt headers x y x1 x2 y1 y2 cx cy r d points width height transform lang "
    "placeholder download colspan rowspan max min".split()
)


class Element:
    __slots__ = ("tag", "attributes", "children", "known")

    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children, self.known = tag, attributes, [], {}


def parsed(text):
    """The document as elements; a text is a string."""
    root = Element("", [])
    open_elements, at = [root], 0
    while at < len(text):
        token = TOKEN.match(text, at)
        if not token:
            raise ValueError(f"not understood: {text[at:at + 80]!r}")
        at = token.end()
        closes, tag, attributes, closed, words = token.groups()
        if words is not None:
            open_elements[-1].children.append(html.unescape(words))
        elif tag and closes:
            if open_elements.pop().tag != tag:
                raise ValueError(f"{tag} is not closed: {text[at - 80:at]!r}")
        elif tag:
            one = Element(tag, read_attributes(attributes))
            open_elements[-1].children.append(one)
            if tag in ("script", "style"):
                end = text.index(f"</{tag}", at)
                one.children = [text[at:end]] if end > at else []
                at = text.index(">", end) + 1
            elif not closed and tag not in VOID:
                open_elements.append(one)
    return root


@cache
def read_attributes(text):
    return [(name, html.unescape(a or b or c or "")) for name, a, b, c in ATTRIBUTE.findall(text)]


def varies(name, value):
    if name == "class":
        return any(letter.isdigit() for letter in value)
    if name.startswith("data-on"):
        # Hugo takes it for a script, as it does `onclick`; ours is a word that is the same on all pages.
        return False
    return name in VARIES or name.startswith(("data-", "aria-label", "aria-desc"))


def opened(element):
    """The tag with marks for what varies, and what that is here."""
    markup, values = [f"<{element.tag}"], []
    for name, value in element.attributes:
        if varies(name, value):
            markup.append(f' {name}="{WORDS}"')
            values.append(value)
        else:
            markup.append(f' {name}="{html.escape(value)}"')
    return "".join(markup) + ">", values


def closed(element):
    return "" if element.tag in VOID else f"</{element.tag}>"


def is_loop(element):
    tags = [child.tag for child in element.children if isinstance(child, Element)]
    return element.tag in LISTS or any(tags.count(tag) > (2 if tag == "div" else 1) for tag in LOOPED.intersection(tags))


def whole(element, unrolled=False, in_head=False):
    """The markup of an element with all that is in it, but for loops, which are pieces of their own unless they are unrolled."""
    if unrolled not in element.known:
        element.known[unrolled] = made_whole(element, unrolled, in_head or element.tag == "thead")
    return element.known[unrolled]


def made_whole(element, unrolled, in_head):
    markup, values = opened(element)
    if element.tag == "script":
        for text in element.children:
            values += [json.loads(one) for one in JSON_STRING.findall(text)]
            markup += JSON_STRING.sub(STRING, text)
        return markup + closed(element), values
    if not unrolled and is_loop(element):
        return markup + PIECES + closed(element), [*values, element]
    for child in element.children:
        if isinstance(child, Element):
            inner, found = whole(child, unrolled, in_head)
            markup += inner
            values += found
        elif not child.strip():
            markup += "" if element.tag in BLANKS_MEAN_NOTHING else " "
        elif in_head and element.tag == "th":
            markup += html.escape(child)
        else:
            markup += WORDS
            values.append(child)
    return markup + closed(element), values


def box(element):
    markup, values = opened(element)
    return markup + PIECES + closed(element), [*values, element]


def table_row(element):
    """A row of a table by its number of cells; each cell is a markup of its own with what varies in it."""
    markup, values = opened(element)
    cells = [child for child in element.children if isinstance(child, Element)]
    return markup + CELL * len(cells) + closed(element), [*values, *(whole(cell) for cell in cells)]


def key(pool, markup):
    return f"{pool}/{hashlib.md5(markup.encode()).hexdigest()[:12]}"


def kinds(site, pages):
    """Pages of the same kind have the same templates. A name that few have at its place in an address is part of its kind."""
    names, paths = defaultdict(set), {page: page.relative_to(site).parts[:-1] for page in pages}
    for path in paths.values():
        for depth, name in enumerate(path):
            names[path[0], depth].add(name)
    found = {}
    for page, path in paths.items():
        parts = (name if len(names[path[0], depth]) < 7 or not depth else "one" for depth, name in enumerate(path))
        found[page] = ".".join(parts) or "home"
    return found


def add_candidates(element, pool, kind, found):
    """Each markup that may become a piece, for all elements within one."""
    for child in element.children:
        if isinstance(child, Element):
            inner = kind if child.tag == "main" else pool
            if inner == "shell" and child.tag not in ("html", "body"):
                found.append(key("shell", whole(child, True)[0]))
            markup = table_row(child)[0] if child.tag == "tr" else whole(child)[0]
            found += key(inner, markup), key("any", markup)
            add_candidates(child, inner, kind, found)


def count(page):
    found = []
    add_candidates(parsed(page.read_text(encoding="utf-8")), "shell", KINDS[page], found)
    return Counter(found)


def chosen(element, pool):
    """The piece that shows an element: its key, its markup, and what varies."""
    if pool == "shell" and element.tag not in ("html", "body"):
        markup, values = whole(element, True)
        if OFTEN[key(pool, markup)] >= OWN:
            return key(pool, markup), markup, values
    markup, values = table_row(element) if element.tag == "tr" else whole(element)
    if OFTEN[key(pool, markup)] >= OWN:
        return key(pool, markup), markup, values
    plain = element.tag == "tr" or not any(isinstance(child, Element) for child in element.children)
    if not plain and OFTEN[key("any", markup)] < OWN:
        markup, values = box(element)
    return key("any", markup), markup, values


def pieces(element, pool, kind, seen):
    """What is in an element as [key, rows]: neighbours with the same markup are one loop."""
    found = []
    for child in element.children:
        inner = pool
        if isinstance(child, Element):
            inner = kind if child.tag == "main" else pool
            name, markup, values = chosen(child, inner)
        elif child.strip() or element.tag not in BLANKS_MEAN_NOTHING:
            name, markup, values = "any/words", WORDS, [child]
        else:
            continue
        values = [filled(value, inner, kind, seen) for value in values]
        note(seen.setdefault(name, new(markup, values)), values)
        if found and found[-1][0] == name:
            found[-1][1].append(values)
        else:
            found.append([name, [values]])
    return found


def filled(value, pool, kind, seen):
    if isinstance(value, Element):
        return pieces(value, kind if value.tag == "main" else pool, kind, seen)
    if isinstance(value, tuple):
        return (value[0], [filled(one, pool, kind, seen) for one in value[1]])
    return value


def new(markup, values):
    """A piece: its markup, on how many pages and how often it was seen, and what is known of each of its places.

    A place has its words, or None once they differ; how often which pieces were there; or its cells by their markup.
    """
    places = [Counter() if isinstance(one, list) else {} if isinstance(one, tuple) else one for one in values]
    return {"markup": markup, "pages": 1, "times": 0, "places": places}


def note(piece, values):
    piece["times"] += 1
    for place, value in enumerate(values):
        if isinstance(value, tuple):
            cells = piece["places"][place]
            note(cells.setdefault(value[0], new(*value)), value[1])
        elif isinstance(value, list):
            piece["places"][place].update(name for name, _ in value)
            piece["places"][place][""] = max(piece["places"][place][""], len(value))
        elif piece["places"][place] != value:
            piece["places"][place] = None


def merge(all_pieces, pieces_of_page):
    for name, piece in pieces_of_page.items():
        known = all_pieces.setdefault(name, piece)
        if known is piece:
            continue
        known["pages"] += piece["pages"]
        known["times"] += piece["times"]
        for place, value in enumerate(piece["places"]):
            if isinstance(value, Counter):
                most = max(known["places"][place][""], value[""])
                known["places"][place].update(value)
                known["places"][place][""] = most
            elif isinstance(value, dict):
                merge(known["places"][place], value)
            elif known["places"][place] != value:
                known["places"][place] = None


def take(task):
    page, scratch = task
    seen = {}
    found = pieces(parsed(page.read_text(encoding="utf-8")), "shell", KINDS[page], seen)
    scratch.write_bytes(marshal.dumps(found))
    return seen


def settle(piece, names):
    """Decides what is template and what is data: words that are the same everywhere stay, every other place gets a name.

    Places become words, or a name with what can be there: nothing more to say of words, cells in their order, or keys of pieces.
    """
    shared, places = piece["pages"] >= SHARED, []
    for place in piece["places"]:
        if isinstance(place, str) and shared:
            places.append(place)
        elif isinstance(place, Counter):
            longest = place.pop("", 0)
            keys = sorted(place, key=lambda name: (-place[name], name))
            places.append((next(names), keys, longest < 2 and len(keys) == 1))
        elif isinstance(place, dict):
            cells = sorted(place.values(), key=lambda cell: (-cell["times"], cell["markup"]))
            name = next(names) if len(cells) > 1 else None
            for number, cell in enumerate(cells):
                cell["number"] = str(number)
                settle(cell, named() if name else names)
            places.append((name, cells))
        else:
            places.append((next(names),))
    piece["places"] = places
    piece["alone"] = len(names_of(piece)) == 1


def named():
    """a, b, … but for what pieces and cells themselves say (`p`, `r`, `n`)."""
    letters = "abcdefghijklmoqstuvwxyz"
    yield from letters
    yield from (one + two for one in letters for two in letters if one + two not in ("if", "or", "eq"))


def names_of(piece):
    found = []
    for place in piece["places"]:
        if not isinstance(place, str):
            found += [place[0]] if place[0] else names_of(place[1][0])
    return found


def row(values, piece):
    found = fields(values, piece)
    return next(iter(found.values())) if piece["alone"] else found


def fields(values, piece):
    """What a row has by name."""
    found = {}
    for value, place in zip(values, piece["places"]):
        if isinstance(place, str):
            continue
        name = place[0]
        if isinstance(value, tuple):
            cell = next(cell for cell in place[1] if cell["markup"] == value[0])
            inner = fields(value[1], cell)
            found.update({name: {"n": cell["number"], **inner}} if name else inner)
        elif isinstance(value, list):
            found[name] = rows(value, place[1], place[2])
        else:
            found[name] = value
    return found


def rows(found, keys, always_one):
    """The pieces at a place, or only the rows if all of them are of one kind."""
    data = [{"p": called(name, keys), "r": [row(one, SITE[name]) for one in many]} for name, many in found]
    if always_one:
        return data[0]["r"] if data else []
    return data


# So many kinds of pieces are told apart in the template of what they are in; Hugo looks for the others by name, which is slower.
TOLD_APART = 16


def called(name, keys):
    number = keys.index(name)
    return str(number) if number < TOLD_APART else f"{name}.html"


def template(piece, alone):
    """The markup of a row, with marks replaced by what the row has."""
    written, places = [], iter(piece["places"])
    for part in re.split(f"([{WORDS}{PIECES}{STRING}{CELL}])", piece["markup"]):
        written.append(filled_in(part, next(places), alone) if part in (WORDS, PIECES, STRING, CELL) else part)
    return "".join(written)


def filled_in(mark, place, alone):
    if isinstance(place, str):
        return json.dumps(place).replace("<", r"\u003c") if mark == STRING else html.escape(place)
    name = "." if alone else f".{place[0]}"
    if mark == CELL:
        if not place[0]:
            return template(place[1][0], alone)
        cells = [(f'eq .n "{cell["number"]}"', template(cell, False)) for cell in place[1]]
        return f"{{{{with {name}}}}}{one_of(cells)}{{{{end}}}}"
    if mark == PIECES:
        called_here = [(f'eq .p "{n}"', shown(key, ".r")) for n, key in enumerate(place[1][:TOLD_APART])]
        if place[2]:
            return shown(place[1][0], name)
        if len(place[1]) > TOLD_APART:
            called_here.append(("", "{{partial .p .r}}"))
        return f"{{{{range {name}}}}}{one_of(called_here)}{{{{end}}}}" if called_here else ""
    return f"{{{{{name}}}}}"


def shown(key, data):
    return f'{{{{template "partials/{key}.html" {data}}}}}'


def one_of(choices):
    """`if` … `else if` … `else`; the last needs no question."""
    *first, (_, last) = choices
    if not first:
        return last
    asked = "".join(f"{{{{{'else if' if number else 'if'} {condition}}}}}{text}" for number, (condition, text) in enumerate(first))
    return f"{asked}{{{{else}}}}{last}{{{{end}}}}"


def write_page(task):
    page, scratch, out = task
    found = marshal.loads(scratch.read_bytes())
    page_data = {**ADDRESSES[page], "r": [row(values, SITE[found[0][0]]) for values in found[0][1]]}
    if len(found) != 1 or found[0][0] != ROOT:
        raise ValueError(f"{page} does not begin like the others")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(page_data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def content_place(page, site, folders):
    """Where Hugo looks for a page so that it gets the same address."""
    path = page.relative_to(site)
    if path.name != "index.html":
        return path.with_suffix(".md"), {"url": f"/{path}"}
    folder = path.parent
    return (folder / "_index.md" if folder in folders else folder.with_suffix(".md")), {}


def in_parallel(work, tasks):
    # Looking for what can be freed takes longer than reading; workers end before that matters.
    with Pool(initializer=gc.disable, maxtasksperchild=10) as pool:
        yield from pool.imap_unordered(work, tasks, 20)


def write(site, out):
    global KINDS, OFTEN, SITE, ADDRESSES, ROOT
    pages = sorted(site.rglob("*.html"))
    KINDS, OFTEN, SITE, ADDRESSES = kinds(site, pages), Counter(), {}, {}
    scratch = out / "scratch"
    scratch.mkdir(parents=True)
    parts = [scratch / str(number) for number in range(len(pages))]
    for counted in in_parallel(count, pages):
        OFTEN.update(counted)
    for seen in in_parallel(take, zip(pages, parts)):
        merge(SITE, seen)
    for piece in SITE.values():
        settle(piece, named())
    for name, piece in SITE.items():
        place = out / "layouts" / "partials" / f"{name}.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{{{{range .}}}}{template(piece, piece['alone'])}{{{{end}}}}", encoding="utf-8")
    ROOT = next(name for name, piece in SITE.items() if piece["markup"].startswith("<html"))
    (out / "layouts" / "partials" / "document.html").write_text(shown(ROOT, "."), encoding="utf-8")

    folders = {parent for page in pages for parent in page.relative_to(site).parent.parents}
    tasks = []
    for page, part in zip(pages, parts):
        place, ADDRESSES[page] = content_place(page, site, folders)
        tasks.append((page, part, out / "content" / place))
    for _ in in_parallel(write_page, tasks):
        pass
    shutil.rmtree(scratch)


def meaning(path):
    """A page as tags, attributes in order and words, blanks and the form of escapes aside."""
    found = []

    def visit(element):
        for child in element.children:
            if not isinstance(child, Element):
                text = json.dumps(json.loads(child)) if element.tag == "script" else " ".join(child.split())
                found.extend([text] if text else [])
                continue
            attributes = [(name, unquote(value) if name in ("href", "src") else value) for name, value in child.attributes]
            found.append((child.tag, *attributes))
            visit(child)
            found.append("/")

    visit(parsed(path.read_text(encoding="utf-8")))
    return found


def compare(task):
    """The page if it is another one in the other site, and bytes of both."""
    ours, theirs = task
    bytes_of = ours.stat().st_size, theirs.stat().st_size if theirs.exists() else 0
    return ours, *bytes_of, bytes_of[1] > 0 and meaning(ours) == meaning(theirs)


def compare_sites(site, other):
    pages = sorted(site.rglob("*.html"))
    of_kind, total = kinds(site, pages), defaultdict(lambda: [0, 0, 0, 0])
    for page, ours, theirs, same in in_parallel(compare, ((page, other / page.relative_to(site)) for page in pages)):
        if not same and total["all"][0] - total["all"][1] < 5:
            print(f"another page: {page.relative_to(site)}", file=sys.stderr)
        for kind in (of_kind[page], "all"):
            total[kind] = [a + b for a, b in zip(total[kind], (1, same, ours, theirs))]
    print("| kind | pages | the same | MB | Hugo's | times |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, (many, same, ours, theirs) in sorted(total.items(), key=lambda item: -item[1][2])[:16]:
        print(f"| {kind} | {many:,} | {same:,} | {ours / 1e6:,.2f} | {theirs / 1e6:,.2f} | {theirs / ours:.2f} |")
    if total["all"][0] != total["all"][1] or len(pages) != sum(1 for _ in other.rglob("*.html")):
        sys.exit("the sites are not the same")


if __name__ == "__main__":
    if sys.argv[2] == "--compare":
        compare_sites(Path(sys.argv[1]), Path(sys.argv[3]))
    else:
        write(Path(sys.argv[1]), Path(sys.argv[2]))
