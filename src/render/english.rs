//! What a page of another language says in English for want of words, marked as English, so that it is read out as such.
//! Texts of templates are marked where they stand (`interface`). What the program says reaches a page as a value like any
//! other, so it is found again on the finished page, by its words: whoever says something need not know of it.

use std::collections::HashSet;

use super::plain::unescaped;
use crate::words::{Language, Pattern, known};

/// Elements whose words are no text of the page.
const NO_TEXT: [&str; 3] = ["script", "style", "textarea"];

/// Elements that hold text and no markup: they say themselves that it is English.
const BARE: [&str; 5] = ["option", "title", "desc", "text", "tspan"];

/// With fewer letters of its own a text with places fits too much.
const LEAST_LETTERS: usize = 4;

/// The texts that a language has no words for.
#[derive(Debug)]
pub struct Lacking {
    whole: HashSet<String>,
    /// Of texts with places, what stands around these.
    around: Vec<Vec<String>>,
}

impl Lacking {
    /// Those of a language that the site speaks at all: without a word of it, whole pages are English and say so.
    #[must_use]
    pub fn of(language: &Language) -> Option<Self> {
        let mut lacking = Self { whole: HashSet::new(), around: Vec::new() };
        if !language.is_heard() {
            return None;
        }
        // Those with elements are of templates.
        let texts = known().texts().filter(|text| language.text(text).is_none() && !text.contains('<'));
        texts.for_each(|text| lacking.add(text));
        for pair in known().counted.iter().filter(|pair| language.counted_words(pair).is_none()) {
            pair.split(" / ").for_each(|word| lacking.add(&format!("{{}} {word}")));
        }
        (!lacking.whole.is_empty() || !lacking.around.is_empty()).then_some(lacking)
    }

    fn add(&mut self, text: &str) {
        let mut around = Pattern::new(&beginning_small(text)).around();
        let letters = around.iter().flat_map(|part| part.chars()).filter(|c| c.is_alphabetic()).count();
        match around.as_mut_slice() {
            [whole] => drop(self.whole.insert(std::mem::take(whole))),
            _ if letters >= LEAST_LETTERS => self.around.push(around),
            _ => {}
        }
    }

    fn has(&self, text: &str) -> bool {
        let text = beginning_small(text);
        self.whole.contains(&text) || self.around.iter().any(|around| fits(around, &text))
    }

    /// A page with every text that is English marked.
    #[must_use]
    pub fn marked(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() + html.len() / 8);
        let mut rest = html;
        let mut name = "";
        while let Some(at) = rest.find('<') {
            let (text, markup) = rest.split_at(at);
            self.text(name, text, &mut out);
            let end = end_of_tag(markup);
            let (tag, after) = markup.split_at(end);
            out.push_str(tag);
            (name, rest) = (name_of(tag), after);
            if NO_TEXT.contains(&name)
                && let Some(close) = rest.find(&format!("</{name}"))
            {
                out.push_str(&rest[..close]);
                rest = &rest[close..];
            }
        }
        self.text(name, rest, &mut out);
        out
    }

    /// What stands behind a tag: in a span of its own, unless the tag can say it, or says it already.
    fn text(&self, name: &str, text: &str, out: &mut String) {
        let words = text.trim();
        let is_marked = out.ends_with("lang=\"en\">") || out.ends_with("lang=en>");
        if words.is_empty() || is_marked || !self.has(&unescaped(words)) {
            return out.push_str(text);
        }
        if BARE.contains(&name) && out.ends_with('>') {
            out.pop();
            out.push_str(" lang=\"en\">");
            return out.push_str(text);
        }
        let before = text.len() - text.trim_start().len();
        let (space, more) = (&text[..before], &text[before + words.len()..]);
        out.extend([space, "<span lang=\"en\">", words, "</span>", more]);
    }
}

/// Templates begin some texts with a capital letter.
fn beginning_small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// Whether a text has these parts in this order, with anything between them.
fn fits(around: &[String], text: &str) -> bool {
    let [first, between @ .., last] = around else { return false };
    let Some(rest) = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()))
    else {
        return false;
    };
    let mut rest = Some(rest);
    for part in between {
        rest = rest.and_then(|rest| rest.split_once(part.as_str())).map(|(_, after)| after);
    }
    rest.is_some()
}

/// Where a tag ends, whatever its attributes say; a comment is taken for a tag.
fn end_of_tag(markup: &str) -> usize {
    let mut quote = None;
    for (at, c) in markup.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    markup.len()
}

/// The name of an element that begins; nothing of one that ends.
fn name_of(tag: &str) -> &str {
    let name = &tag[1..];
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_marked_where_it_stands() {
        let mut lacking = Lacking { whole: HashSet::new(), around: Vec::new() };
        ["systems on record", "{} of {all} are over.", "{}: {}", "{} contracts", "A & b"]
            .iter()
            .for_each(|text| lacking.add(text));
        for (html, due) in [
            ("<td>Systems on record</td>", "<td><span lang=\"en\">Systems on record</span></td>"),
            (
                "<p> 3 of 4 are over. <b>ardal</b>",
                "<p> <span lang=\"en\">3 of 4 are over.</span> <b>ardal</b>",
            ),
            ("<option value=a>2 contracts", "<option value=a lang=\"en\">2 contracts"),
            ("<p title='a > b'>A &amp; b", "<p title='a > b'><span lang=\"en\">A &amp; b</span>"),
            ("<span lang=\"en\">Systems on record</span>", "<span lang=\"en\">Systems on record</span>"),
            ("<script>x = 1 < 2; 2 contracts</script>", "<script>x = 1 < 2; 2 contracts</script>"),
            ("<p>Cei: 4</p><p>are over.</p>", "<p>Cei: 4</p><p>are over.</p>"),
        ] {
            assert_eq!(lacking.marked(html), due);
        }
    }
}
