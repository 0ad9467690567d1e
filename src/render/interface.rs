//! The words of templates and scripts, in the region's language. Templates are written in English; what a reader is
//! told there is found when they load, so that pages cost nothing more and no text can be forgotten.
//!
//! A text is what stands between two tags that break a line: `On <time>{{ day }}</time>.` is one text, which other
//! languages know as `On <1>{2}</1>.`, so that they have its words in their own order, and never markup of their own.
//! Attributes that are read out are texts too, and so are strings within template tags that look like words.

use crate::words::{Language, Pattern};

/// Elements within a sentence.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "time",
];

/// Of those, the ones without an end.
const VOID: [&str; 1] = ["br"];

/// Elements whose content is no sentence.
const RAW: [&str; 4] = ["pre", "script", "style", "textarea"];

/// Attributes that readers hear or see.
const READ_OUT: [&str; 8] =
    ["alt", "aria-label", "data-failed", "data-few", "data-label", "label", "placeholder", "title"];

/// A template in another language; what that has no words for stays as it is, and says that it is English, so that it is
/// read out as such.
#[must_use]
pub fn template(text: &str, language: &Language) -> String {
    html(text, language.is_foreign(), &mut |english| {
        let other = language.text(english)?.whole();
        Pattern::problem(english, other).is_none().then(|| other.to_owned())
    })
}

/// Every text of a template, in order.
#[must_use]
pub fn texts(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    html(template, false, &mut |english| {
        found.push(english.to_owned());
        None
    });
    found
}

/// A script in another language: its texts are what it hands to `t`.
#[must_use]
pub fn script(text: &str, language: &Language) -> String {
    said(text, &mut |english| language.text(english).map(|other| other.whole().to_owned()))
}

/// Every text of a script, in order.
#[must_use]
pub fn script_texts(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    said(text, &mut |english| {
        found.push(english.to_owned());
        None
    });
    found
}

/// What an English text is in the other language, if it has it.
type Say<'a> = dyn FnMut(&str) -> Option<String> + 'a;

fn said(text: &str, say: &mut Say) -> String {
    const CALL: &str = "t(\"";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(CALL) {
        let Some((english, after)) = after.split_once('"') else { break };
        let is_other_name =
            before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '_' || sign == '.');
        let own = if is_other_name { None } else { say(english) };
        let own = own.and_then(|own| serde_json::to_string(&own).ok());
        out.push_str(before);
        out.push_str("t(");
        out.push_str(&own.unwrap_or_else(|| format!("\"{english}\"")));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Text(&'a str),
    /// `{{ … }}`, which puts something in.
    Put(&'a str),
    /// `{% … %}`, `{# … #}` and tags of blocks: a text ends there.
    Break(&'a str),
    Start(&'a str),
    End(&'a str),
}

/// Elements that hold text and no markup.
const BARE: [&str; 5] = ["<option", "<title", "<desc", "<text", "<tspan"];

/// `marks` says whether what the language lacks says that it is English.
fn html(template: &str, marks: bool, say: &mut Say) -> String {
    let mut out = String::with_capacity(template.len());
    let mut is_bare = false;
    let tokens = tokens(template);
    for part in tokens.split_inclusive(|token| matches!(token, Token::Break(_))) {
        let (run, end) = match part {
            [run @ .., Token::Break(end)] => (run, Some(*end)),
            run => (run, None),
        };
        for run in balanced(run) {
            sentence(run, marks && !is_bare, say, &mut out);
        }
        if let Some(end) = end {
            is_bare = BARE.iter().any(|name| end.starts_with(name));
            out.push_str(&tag(end, say));
        }
    }
    out
}

/// The run in pieces of which each closes what it opens; what a piece can't close stands alone.
fn balanced<'t, 'a>(run: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut open = Vec::new();
    let mut alone = Vec::new();
    for (at, token) in run.iter().enumerate() {
        match token {
            Token::Start(_) => open.push(at),
            Token::End(_) if open.pop().is_none() => alone.push(at),
            _ => {}
        }
    }
    alone.extend(open);
    alone.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in alone {
        pieces.extend([&run[from..at], &run[at..=at]]);
        from = at + 1;
    }
    pieces.push(&run[from..]);
    pieces
}

/// A sentence with everything in it, or what stands around one.
fn sentence(run: &[Token], marks: bool, say: &mut Say, out: &mut String) {
    if let [Token::Text(space), rest @ ..] = run
        && space.trim().is_empty()
    {
        out.push_str(space);
        return sentence(rest, marks, say, out);
    }
    if let [rest @ .., Token::Text(space)] = run
        && space.trim().is_empty()
    {
        sentence(rest, marks, say, out);
        return out.push_str(space);
    }
    if let [Token::Start(start), inner @ .., Token::End(end)] = run
        && balanced(inner).len() == 1
    {
        out.push_str(&tag(start, say));
        sentence(inner, marks, say, out);
        return out.push_str(end);
    }
    let is_said = run.iter().any(|token| matches!(token, Token::Text(text) if has_letters(text)));
    let Some(other) = is_said.then(|| english(run)).and_then(|english| say(english.trim())) else {
        let [open, close] = if is_said && marks { ["<span lang=\"en\">", "</span>"] } else { [""; 2] };
        out.push_str(open);
        for token in run {
            as_it_is(*token, say, out);
        }
        return out.push_str(close);
    };
    let edge = |token: Option<&Token>, is_space: fn(&str) -> bool| match token {
        Some(Token::Text(text)) if is_space(text) => " ",
        _ => "",
    };
    out.push_str(edge(run.first(), |text| text.starts_with(char::is_whitespace)));
    put_together(&other, run, say, out);
    out.push_str(edge(run.last(), |text| text.ends_with(char::is_whitespace)));
}

/// A sentence as other languages know it.
fn english(run: &[Token]) -> String {
    let mut text = String::new();
    let mut numbers = Numbers::default();
    for token in run {
        match token {
            Token::Text(words) => {
                for (index, word) in words.split_ascii_whitespace().enumerate() {
                    let spaced = index > 0 || words.starts_with(|first: char| first.is_ascii_whitespace());
                    text.push_str(if spaced && !text.ends_with(' ') { " " } else { "" });
                    text.push_str(word);
                }
                if words.ends_with(|last: char| last.is_ascii_whitespace()) && !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            token => text.push_str(&numbers.name(*token)),
        }
    }
    text
}

/// Counts what stands in a sentence besides words.
#[derive(Default)]
struct Numbers {
    last: usize,
    open: Vec<usize>,
}

impl Numbers {
    fn name(&mut self, token: Token) -> String {
        if let Token::End(_) = token {
            return format!("</{}>", self.open.pop().unwrap_or_default());
        }
        self.last += 1;
        if let Token::Start(_) = token {
            self.open.push(self.last);
            return format!("<{}>", self.last);
        }
        format!("{{{}}}", self.last)
    }
}

/// The other language's words, with everything in the places that it wants.
fn put_together(other: &str, run: &[Token], say: &mut Say, out: &mut String) {
    let mut numbers = Numbers::default();
    let mut places: Vec<(String, Token)> = Vec::new();
    for token in run.iter().filter(|token| !matches!(token, Token::Text(_))) {
        places.push((numbers.name(*token), *token));
    }
    let mut rest = other;
    while let Some((at, name, token)) = places
        .iter()
        .filter_map(|(name, token)| Some((rest.find(name.as_str())?, name, *token)))
        .min_by_key(|(at, ..)| *at)
    {
        out.push_str(&escaped(&rest[..at]));
        as_it_is(token, say, out);
        rest = &rest[at + name.len()..];
    }
    out.push_str(&escaped(rest));
}

fn as_it_is(token: Token, say: &mut Say, out: &mut String) {
    match token {
        Token::Text(text) | Token::End(text) => out.push_str(text),
        Token::Put(text) | Token::Break(text) | Token::Start(text) => out.push_str(&tag(text, say)),
    }
}

/// Words are words: they make no element and no template tag. Entities that the English has are kept.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for (at, sign) in words.char_indices() {
        match sign {
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            // A character reference would become a brace when the template is minified.
            '{' => text.push_str("{{ '{' }}"),
            '&' if !is_entity(&words[at + 1..]) => text.push_str("&amp;"),
            sign => text.push(sign),
        }
    }
    text
}

fn is_entity(rest: &str) -> bool {
    rest.split_once(';').is_some_and(|(name, _)| {
        (2..9).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}

/// A tag of HTML or of the template, with the words that stand in it.
fn tag(text: &str, say: &mut Say) -> String {
    if text.starts_with("{#") || text.starts_with("<!") {
        return text.to_owned();
    }
    if text.starts_with('{') {
        return strings(text, say);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=\"") {
        let end = end_of_value(after);
        let name = before.rsplit(|sign: char| sign.is_whitespace()).next().unwrap_or_default();
        out.push_str(before);
        out.push_str("=\"");
        let value = &after[..end];
        out.push_str(&if READ_OUT.contains(&name) { html(value, false, say) } else { value.to_owned() });
        rest = &after[end..];
        if let Some(after) = rest.strip_prefix('"') {
            out.push('"');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Where an attribute's value ends: at the first quote that is not within a template tag.
fn end_of_value(text: &str) -> usize {
    let mut at = 0;
    while let Some(found) = text[at..].find(['"', '{']) {
        at += found;
        match template_tag(&text[at..]) {
            Some(length) => at += length,
            None if text[at..].starts_with('"') => return at,
            None => at += 1,
        }
    }
    text.len()
}

/// The words within a tag of the template: strings that begin with a capital or have a space, and are compared with nothing.
fn strings(text: &str, say: &mut Say) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '`']) {
        let quote = &rest[at..=at];
        let Some((inner, after)) = rest[at + 1..].split_once(quote) else { break };
        let before = rest[..at].trim_end();
        let is_compared =
            before.ends_with("==") || before.ends_with("!=") || after.trim_start().starts_with("in ");
        // Names of files and of classes are no words.
        let is_name = ["extends", "include", "class={"].iter().any(|end| before.ends_with(end));
        out.push_str(&rest[..at]);
        out.push_str(quote);
        let words = inner.trim();
        let is_told = before.ends_with("what=") && has_letters(inner);
        let other =
            if (is_told || looks_like_words(inner)) && !is_compared && !is_name { say(words) } else { None };
        match other {
            Some(other) => out.push_str(&inner.replacen(words, &in_a_string(&other, quote), 1)),
            None => out.push_str(inner),
        }
        out.push_str(quote);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A string of a template ends at its own quote, and the attribute around it at a double one; no brace begins a tag, and a
/// backslash takes nothing's meaning, least of all that of the quote behind it.
fn in_a_string(words: &str, quote: &str) -> String {
    let words = words.replace('\\', "\\\\").replace('"', "”").replace('{', "(").replace('}', ")");
    if quote == "\"" { words } else { words.replace(quote, "’") }
}

fn looks_like_words(text: &str) -> bool {
    if text.contains(['{', '}']) {
        return false;
    }
    let mut signs = text.chars();
    let is_capital = signs.next().is_some_and(char::is_uppercase) && signs.any(char::is_lowercase);
    is_capital || text.contains(' ') && has_letters(text)
}

fn has_letters(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        if before.contains(char::is_alphabetic) {
            return true;
        }
        rest = if is_entity(after) { after.split_once(';').map_or("", |(_, after)| after) } else { after };
    }
    rest.contains(char::is_alphabetic)
}

/// The length of the template's tag that begins here.
fn template_tag(text: &str) -> Option<usize> {
    let end = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => "#}",
        _ => return None,
    };
    // `{{<part of={x} />}}`: the first `}}` may be that of an argument before `/>`.
    let end = if text.starts_with("{{<") && text.contains("/>}}") { "/>}}" } else { end };
    text.find(end).map(|at| at + end.len())
}

fn tokens(template: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut from) = (template, 0);
    while let Some(found) = rest[from..].find(['<', '{']) {
        let at = from + found;
        let Some((length, token)) = token(&rest[at..]) else {
            from = at + 1;
            continue;
        };
        if at > 0 {
            tokens.push(Token::Text(&rest[..at]));
        }
        tokens.push(token);
        rest = &rest[at + length..];
        from = 0;
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

fn token(text: &str) -> Option<(usize, Token<'_>)> {
    if let Some(length) = template_tag(text) {
        let tag = &text[..length];
        return Some((length, if tag.starts_with("{{") { Token::Put(tag) } else { Token::Break(tag) }));
    }
    let name = text.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!') {
        return None;
    }
    let name = name.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
    let mut length = end_of_tag(text);
    if let Some(end) = RAW.iter().find(|own| **own == name) {
        let end = format!("</{end}>");
        length = text.find(&end).map_or(length, |at| at + end.len());
    }
    let tag = &text[..length];
    let token = match (INLINE.contains(&name), VOID.contains(&name), text.starts_with("</")) {
        (false, ..) => Token::Break(tag),
        (true, true, _) => Token::Put(tag),
        (true, false, true) => Token::End(tag),
        (true, false, false) => Token::Start(tag),
    };
    Some((length, token))
}

/// Behind the `>` that is not within a value or a tag of the template.
fn end_of_tag(text: &str) -> usize {
    let mut at = 0;
    while let Some(found) = text[at..].find(['"', '{', '>']) {
        at += found;
        if let Some(length) = template_tag(&text[at..]) {
            at += length;
        } else if text[at..].starts_with('"') {
            at += 1 + end_of_value(&text[at + 1..]) + 1;
        } else if text[at..].starts_with('>') {
            return at + 1;
        } else {
            at += 1;
        }
        at = at.min(text.len());
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::records::WordsFile;
    use crate::words::chosen;

    fn other(template: &str, words: &[(&str, &str)]) -> String {
        html(template, false, &mut |english| {
            words.iter().find(|(own, _)| *own == english).map(|(_, other)| (*other).to_owned())
        })
    }

    /// English with one text of the region.
    fn with(english: &str, own: &str) -> Language {
        let texts = [(english.to_owned(), own.to_owned().into())].into();
        let file = WordsFile { texts, ..WordsFile::default() };
        chosen("en", Some(&file)).expect("the region has words")
    }

    #[test]
    fn a_text_goes_from_one_block_to_the_next() {
        let template = r#"<p class="a">On <time datetime="{{ iso }}">{{ day }}</time>.  {{ name }}
has {% if x %}<b>One thing</b>{% endif %}</p><ul><li>{{ n }}</li></ul>"#;
        assert_eq!(texts(template), ["On <1>{2}</1>. {3} has", "One thing"]);
    }

    #[test]
    fn what_has_no_words_says_that_it_is_english() {
        let template =
            r#"<p>One <b>two</b></p><select><option>Two</option></select><p title="Three">Four</p>"#;
        let said = html(template, true, &mut |english| (english == "Four").then(|| "Pedwar".to_owned()));
        let expected = r#"<p><span lang="en">One <b>two</b></span></p><select><option>Two</option></select><p title="Three">Pedwar</p>"#;
        assert_eq!(said, expected);
    }

    #[test]
    fn what_is_put_in_stands_where_the_other_language_wants_it() {
        let template = r#"<p> On <a href="{{ root }}x/" title="Day">{{ day }}</a> in {{ place }} </p>"#;
        let words = [("On <1>{2}</1> in {3}", "Yn {3} & <1>{2}</1> <b> {{"), ("Day", "Dydd \"x\"")];
        let expected = r#"<p> Yn {{ place }} &amp; <a href="{{ root }}x/" title="Dydd &quot;x&quot;">{{ day }}</a> &lt;b&gt; {{ '{' }}{{ '{' }} </p>"#;
        assert_eq!(other(template, &words), expected);
    }

    #[test]
    fn words_in_template_tags_are_said_too() {
        let template = r#"{{<toc items={[["glance", "At a glance"]]} />}}{% if a == "In use" %}{{ "All of " ~ x }}{% endif %}<td data-label="{% if x %}From{% else %}Until {{ y }}{% endif %}">"#;
        assert_eq!(texts(template), ["At a glance", "All of", "From", "Until {1}"]);
        let words = [("All of", "Pob \"un\""), ("At a glance", "Cipolwg")];
        let said = other(template, &words);
        assert!(said.contains(r#"[["glance", "Cipolwg"]]"#) && said.contains(r#""Pob ”un” " ~ x"#), "{said}");
        let tags = [("At a glance", "{# {% x }} \\"), ("From", "{{ 7*7 }} \"b\"")];
        let said = other(template, &tags);
        assert!(
            said.contains(r#""(# (% x )) \\""#) && said.contains("{{ '{' }}{{ '{' }} 7*7 }} &quot;b&quot;"),
            "{said}"
        );
    }

    #[test]
    fn no_words_end_the_string_that_they_stand_in() {
        let words = [("All of", "Pob 'un' \"dau\"")];
        assert_eq!(other("{{ 'All of' ~ x }}", &words), "{{ 'Pob ’un’ ”dau”' ~ x }}");
        assert_eq!(other("{{ `All of` ~ x }}", &[("All of", "`")]), "{{ `’` ~ x }}");
        // Other places than those of the English text could take a value out of its attribute, or say nothing.
        assert_eq!(
            template("<p>Compare {{ x }}</p>", &with("Compare {1}", "nothing")),
            "<p>Compare {{ x }}</p>"
        );
        assert_eq!(template("<p>Compare {{ x }}</p>", &with("Compare {1}", "{1}?")), "<p>{{ x }}?</p>");
    }

    #[test]
    fn a_template_without_words_of_the_language_is_as_it_was() {
        for template in
            ["<p>a <b>b</b> {{ c }} </p>", "a < b {{", "<a href=\"x", "{{<a b={c} />}} d", "</b>x<i>"]
        {
            assert_eq!(other(template, &[]), template);
        }
    }

    #[test]
    fn what_a_script_says() {
        let script = r#"this.say(t("Rows {} to {}", a, b)); split("No")"#;
        assert_eq!(script_texts(script), ["Rows {} to {}"]);
        let said = said(script, &mut |_| Some("Rhesi \"{}\"".to_owned()));
        assert_eq!(said, r#"this.say(t("Rhesi \"{}\"", a, b)); split("No")"#);
    }
}
