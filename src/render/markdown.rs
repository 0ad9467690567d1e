//! Markdown to HTML, by our own mapping of pulldown-cmark's events: no inline styles, no raw HTML, no unsafe address.

use std::collections::HashMap;
use std::fmt::Write as _;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeWithOffset};

use crate::catalogue::TAKEN_PLACES;
use crate::content::letters::has_no_place;
use crate::content::markdown::{is_safe, options};

/// Decides about texts and addresses, and hears where headings are.
pub trait Visitor {
    /// Writes a piece of plain text; `alone` says that it is a paragraph of its own.
    fn text(&mut self, text: &str, range: std::ops::Range<usize>, alone: bool, html: &mut String);
    /// The address to link to.
    fn link(&mut self, address: &str, range: std::ops::Range<usize>) -> String;
    /// A heading: its level, id and plain text.
    fn heading(&mut self, level: u8, id: &str, text: &str, range: std::ops::Range<usize>);
}

/// A note of a record: plain text and links.
struct Plain;

impl Visitor for Plain {
    fn text(&mut self, text: &str, _: std::ops::Range<usize>, _: bool, html: &mut String) {
        escape(text, html);
    }
    fn link(&mut self, address: &str, _: std::ops::Range<usize>) -> String {
        address.to_owned()
    }
    fn heading(&mut self, _: u8, _: &str, _: &str, _: std::ops::Range<usize>) {}
}

/// A record's text as HTML; one paragraph comes without its tags, so that it can stand in any element.
#[must_use]
pub fn paragraph(text: &str) -> String {
    let html = render(text, &Outline::default(), &mut Plain);
    let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>\n"));
    match inner {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => html,
    }
}

/// How a text fits into its page, where it is not the only one.
#[derive(Debug, Default)]
pub struct Outline {
    /// Stands before every id.
    pub prefix: String,
    /// How many levels its headings stand deeper than written.
    pub deeper: u8,
    /// Tells its tables and notes from those of another text, in words.
    pub of: String,
}

/// A text as HTML.
pub fn render(text: &str, outline: &Outline, visitor: &mut impl Visitor) -> String {
    let events: Vec<(Event, std::ops::Range<usize>)> =
        TextMergeWithOffset::new(Parser::new_ext(text, options()).into_offset_iter()).collect();
    let mut writer = Writer {
        visitor,
        outline,
        html: String::new(),
        footnotes: Footnotes::default(),
        ids: HashMap::new(),
        are_links: Vec::new(),
        tables: 0,
        heading: String::new(),
        columns: Vec::new(),
        column: 0,
        in_head: false,
        heads: Vec::new(),
        cell: 0,
        outer: Vec::new(),
    };
    for (index, (event, range)) in events.iter().enumerate() {
        let alone = matches!(
            (
                index.checked_sub(1).map(|before| &events[before].0),
                events.get(index + 1).map(|(after, _)| after)
            ),
            (Some(Event::Start(Tag::Paragraph)), Some(Event::End(TagEnd::Paragraph)))
        );
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                writer.open_heading(*level, &events[index + 1..], range.clone());
            }
            Event::Start(tag) => writer.open(tag, range.clone()),
            Event::End(tag) => writer.close(*tag),
            Event::Text(text) if alone => writer.alone(text, range.clone()),
            Event::Text(text) => writer.visitor.text(text, range.clone(), false, &mut writer.html),
            other => writer.leaf(other),
        }
    }
    writer.finish()
}

/// Characters of a label.
const LONGEST_LABEL: usize = 120;

/// The words of some markup, fit for an attribute.
fn words(html: &str) -> String {
    let texts = html.split('<').enumerate().map(|(index, part)| match (index, part.split_once('>')) {
        (1.., Some((_, text))) => text,
        _ => part,
    });
    // Every cell of the column repeats them.
    let mut words: String = texts.flat_map(str::chars).take(LONGEST_LABEL).collect();
    if let Some(cut) = words.rfind('&').filter(|at| !words[*at..].contains(';')) {
        words.truncate(cut);
    }
    words.replace('"', "&quot;")
}

/// How a block begins and ends that stands in place of a paragraph.
const BLOCKS: [(&str, &str); 2] = [("<div", "</div>"), ("<figure", "</figure>")];

struct Writer<'a, V> {
    visitor: &'a mut V,
    outline: &'a Outline,
    html: String,
    /// Notes in the order of their first use, how often each is used, and their texts.
    footnotes: Footnotes,
    /// Ids that are taken, and the number with which the next one of that name is tried.
    ids: HashMap<String, usize>,
    /// Whether each open link is one, or a span in its place.
    are_links: Vec<bool>,
    tables: usize,
    /// The words of the last heading.
    heading: String,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// The words over each column, escaped, for cells that stand alone on a narrow screen.
    heads: Vec<String>,
    /// Where the content of the cell begins.
    cell: usize,
    /// The text around a footnote's own, while that is being written.
    outer: Vec<(String, String)>,
}

#[derive(Default)]
struct Footnotes {
    all: Vec<Footnote>,
    numbers: HashMap<String, usize>,
}

struct Footnote {
    uses: usize,
    html: String,
}

impl<V: Visitor> Writer<'_, V> {
    fn alone(&mut self, text: &str, range: std::ops::Range<usize>) {
        // A paragraph of its own may become a block, so its tag is taken back and given again only if needed.
        let before = self.html.len();
        self.visitor.text(text, range, true, &mut self.html);
        if BLOCKS.iter().any(|(start, _)| self.html[before..].starts_with(start)) {
            self.html.replace_range(before - "<p>".len()..before, "");
        }
    }

    fn open(&mut self, tag: &Tag, range: std::ops::Range<usize>) {
        match tag {
            Tag::Paragraph => self.html.push_str("<p>"),
            Tag::BlockQuote(_) => self.html.push_str("<blockquote>"),
            Tag::CodeBlock(_) => self.html.push_str("<pre><code>"),
            Tag::List(Some(1)) => self.html.push_str("<ol>"),
            Tag::List(Some(start)) => drop(write!(self.html, "<ol start=\"{start}\">")),
            Tag::List(None) => self.html.push_str("<ul>"),
            Tag::Item => self.html.push_str("<li>"),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => self.html.push_str("<del>"),
            Tag::Link { dest_url, .. } if is_safe(dest_url) => {
                self.are_links.push(true);
                let address = self.visitor.link(dest_url, range);
                self.html.push_str("<a href=\"");
                escape(&address, &mut self.html);
                self.html.push_str("\">");
            }
            // A picture would need an asset; its description is what remains. An unsafe link is reported elsewhere.
            Tag::Link { .. } => {
                self.are_links.push(false);
                self.html.push_str("<span>");
            }
            Tag::Image { .. } => self.html.push_str("<span>"),
            Tag::Table(columns) => {
                self.tables += 1;
                self.columns.clone_from(columns);
                self.heads.clear();
                // Markdown has no captions, so the heading above says what the table is about.
                let mut caption = format!("Table {}{}", self.tables, self.outline.of);
                if !self.heading.is_empty() {
                    caption.push_str(": ");
                    escape(&self.heading, &mut caption);
                }
                // Two columns fit on every screen.
                let class = if columns.len() > 2 { " class=\"stack\"" } else { "" };
                let _ = write!(
                    self.html,
                    "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table{class}><caption class=\"vh\">{caption}</caption>"
                );
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.html.push_str("<tr>");
            }
            Tag::TableCell => {
                let numeric = matches!(self.columns.get(self.column), Some(Alignment::Right));
                let class = if numeric { " class=\"num\"" } else { "" };
                let tag = match (self.in_head, self.column) {
                    (true, _) => "th scope=\"col\"",
                    (false, 0) => "th scope=\"row\"",
                    (false, _) => "td",
                };
                let _ = write!(self.html, "<{tag}{class}");
                if let Some(head) = self.heads.get(self.column).filter(|_| tag == "td") {
                    let _ = write!(self.html, " data-label=\"{head}\"");
                }
                self.html.push('>');
                self.cell = self.html.len();
            }
            Tag::FootnoteDefinition(label) => {
                let html = std::mem::take(&mut self.html);
                self.outer.push((html, label.to_string()));
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        let html = match tag {
            TagEnd::Paragraph if BLOCKS.iter().any(|(_, end)| self.html.ends_with(end)) => "\n",
            TagEnd::Paragraph => "</p>\n",
            TagEnd::Heading(level) => {
                let _ = writeln!(self.html, "</h{}>", level as u8 + self.outline.deeper);
                return;
            }
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link if self.are_links.pop() == Some(true) => "</a>",
            TagEnd::Link | TagEnd::Image => "</span>",
            TagEnd::Table => "</tbody></table></div>\n",
            TagEnd::TableHead => {
                self.in_head = false;
                "</tr></thead><tbody>"
            }
            TagEnd::TableRow => "</tr>",
            TagEnd::TableCell => {
                if self.in_head {
                    self.heads.push(words(&self.html[self.cell..]));
                }
                let tag = if self.in_head || self.column == 0 { "</th>" } else { "</td>" };
                self.column += 1;
                tag
            }
            TagEnd::FootnoteDefinition => return self.close_footnote(),
            _ => "",
        };
        self.html.push_str(html);
    }

    fn leaf(&mut self, event: &Event) {
        match event {
            Event::Code(code) => {
                self.html.push_str("<code>");
                escape(code, &mut self.html);
                self.html.push_str("</code>");
            }
            // Reported as a problem before anything is rendered; shown as text if it ever came here.
            Event::Html(html) | Event::InlineHtml(html) => escape(html, &mut self.html),
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            _ => {}
        }
    }

    fn open_heading(
        &mut self,
        level: HeadingLevel,
        rest: &[(Event, std::ops::Range<usize>)],
        range: std::ops::Range<usize>,
    ) {
        let mut text = String::new();
        for (event, _) in rest {
            match event {
                Event::Text(part) | Event::Code(part) => text.push_str(part),
                Event::End(TagEnd::Heading(_)) => break,
                _ => {}
            }
        }
        let id = self.unique_id(&text);
        self.visitor.heading(level as u8, &id, &text, range);
        let _ = write!(self.html, "<h{} id=\"{id}\">", level as u8 + self.outline.deeper);
        self.heading = text;
    }

    fn unique_id(&mut self, text: &str) -> String {
        let base = format!("{}{}", self.outline.prefix, slug(text));
        let mut number = self.ids.get(&base).copied().unwrap_or(1);
        let mut id = base.clone();
        while self.ids.contains_key(&id) {
            number += 1;
            id = format!("{base}-{number}");
        }
        self.ids.insert(base, number);
        self.ids.entry(id.clone()).or_insert(1);
        id
    }

    fn footnote(&mut self, label: &str) -> usize {
        let Footnotes { all, numbers } = &mut self.footnotes;
        *numbers.entry(label.to_owned()).or_insert_with(|| {
            all.push(Footnote { uses: 0, html: String::new() });
            all.len() - 1
        })
    }

    fn footnote_reference(&mut self, label: &str) {
        let index = self.footnote(label);
        self.footnotes.all[index].uses += 1;
        let (number, uses) = (index + 1, self.footnotes.all[index].uses);
        let _ = write!(
            self.html,
            "<sup><a href=\"#{prefix}note--{number}\" id=\"{prefix}note--{number}-{uses}\" aria-label=\"Note {number}{of}\">{number}</a></sup>",
            prefix = self.outline.prefix,
            of = self.outline.of
        );
    }

    fn close_footnote(&mut self) {
        let Some((outer, label)) = self.outer.pop() else { return };
        let html = std::mem::replace(&mut self.html, outer);
        let index = self.footnote(&label);
        self.footnotes.all[index].html = html;
    }

    fn finish(mut self) -> String {
        if self.footnotes.all.is_empty() {
            return self.html;
        }
        let Outline { prefix, deeper, of } = self.outline;
        let (id, level) = (self.unique_id("Notes"), 2 + deeper);
        let _ = write!(
            self.html,
            "<section class=\"notes\" aria-label=\"Notes{of}\"><h{level} id=\"{id}\">Notes</h{level}><ol>"
        );
        for (index, note) in self.footnotes.all.iter().enumerate() {
            let number = index + 1;
            let text = note.html.trim_end().trim_end_matches("</p>");
            let _ = write!(self.html, "<li id=\"{prefix}note--{number}\">{text}");
            for place in 1..=note.uses {
                let _ = write!(
                    self.html,
                    " <a href=\"#{prefix}note--{number}-{place}\" aria-label=\"Back to the text, note {number}{of}\">\u{21a9}</a>"
                );
            }
            self.html.push_str(if text.starts_with("<p>") { "</p></li>" } else { "</li>" });
        }
        self.html.push_str("</ol></section>\n");
        self.html
    }
}

/// An id from a heading's words, with single hyphens: what is not a heading has two. The method has a place for each figure.
fn slug(text: &str) -> String {
    let ascii = deunicode::deunicode(text).to_lowercase();
    let words: Vec<&str> =
        ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug = words.join("-");
    // An id that begins with a letter can be used in style sheets and addresses without escapes.
    let is_free = !TAKEN_PLACES.contains(&slug.as_str()) && !slug.starts_with("figure-");
    if is_free && slug.starts_with(|c: char| c.is_ascii_alphabetic()) {
        slug
    } else {
        format!("section-{slug}")
    }
}

/// Text for HTML, in elements and in quoted attributes.
pub fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            // A number in a text may stand for any sign.
            c if has_no_place(c) => html.push(char::REPLACEMENT_CHARACTER),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_of_html_is_escaped() {
        let mut html = String::new();
        escape("a<b>&\"'", &mut html);
        assert_eq!(html, "a&lt;b&gt;&amp;&quot;&#39;");
    }

    #[test]
    fn nothing_of_a_text_becomes_markup_by_itself() {
        for (text, html) in [
            ("A \"quay\" & a <quay", "A &quot;quay&quot; &amp; a &lt;quay"),
            ("`<b>`", "<code>&lt;b&gt;</code>"),
            ("a <b onclick=c> d", "a &lt;b onclick=c&gt; d"),
            ("[a](https://a.example/?b='&c)", "<a href=\"https://a.example/?b=&#39;&amp;c\">a</a>"),
            ("[a](javascript:b)", "<span>a</span>"),
            ("[a](data:text/html,b)", "<span>a</span>"),
            ("![a](https://a.example/b.png)", "<span>a</span>"),
        ] {
            assert_eq!(paragraph(text), html);
        }
        assert_eq!(
            paragraph("a &#1; \u{1b} &#xfffe; \u{fdd0} \u{1ffff} b"),
            "a \u{fffd} \u{fffd} \u{fffd} \u{fffd} \u{fffd} b"
        );
        assert_eq!(paragraph("<script>a</script>"), "&lt;script&gt;a&lt;/script&gt;");
        let table = paragraph("# \"A\" <b>\n\n| a | \"b\" | `<c>` |\n|-|-|-|\n| 1 | 2 | 3 |\n");
        assert!(!table.contains("<b>") && !table.contains("\"\""), "{table}");
        assert!(table.contains("data-label=\"&quot;b&quot;\""), "{table}");
        assert!(table.contains("aria-label=\"Table 1: &quot;A&quot; "), "{table}");
    }
}
