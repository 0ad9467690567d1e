//! The text of a new record: every key of its kind, explained by the record type's own words, so that no second list of
//! keys can fall behind. What is not needed is a remark until somebody takes the `# ` away.

use serde_json::{Map, Value};

use crate::content::begun::HOW_TO_FILL_IN;

/// Longer lines are hard to read in a web editor.
const LONGEST_LINE: usize = 140;

/// The text of a record with some keys filled in; what has no value is left out or, if it is not needed, a remark.
#[must_use]
pub fn record(schema: &Value, schema_file: &str, filled: &[(&str, String)]) -> String {
    let remarks = [HOW_TO_FILL_IN, "Leave out what no source says; an empty key counts as left out."];
    whole(schema, &format!("../../schemas/{schema_file}"), &remarks, filled)
}

/// The same for `site.yaml`, where keys stand in groups: `words.one` is the key `one` of the group `words`. A value that
/// begins with a line end goes on below its key.
#[must_use]
pub fn site(schema: &Value, filled: &[(&str, String)]) -> String {
    whole(schema, "../schemas/site.schema.json", &[HOW_TO_FILL_IN], filled)
}

fn whole(schema: &Value, schema_file: &str, remarks: &[&str], filled: &[(&str, String)]) -> String {
    let mut draft = Draft { root: schema, lines: Vec::new() };
    draft.lines.push(format!("# yaml-language-server: $schema={schema_file}"));
    draft.remark(&description(schema).replace('\n', " "));
    for remark in remarks {
        draft.remark(remark);
    }
    for (key, property) in properties(schema) {
        draft.filled(key, (key, property), "", filled);
    }
    draft.lines.push(String::new());
    draft.lines.join("\n")
}

/// The head of a chapter, explained in the same way.
#[must_use]
pub fn head(schema: &Value, filled: &[(&str, String)]) -> String {
    let mut draft = Draft { root: schema, lines: Vec::new() };
    for (key, property) in properties(schema) {
        if let Some((_, value)) = filled.iter().find(|(own, _)| *own == key) {
            draft.line("", &format!("{key}: {value}"), &draft.words(property, false));
        }
    }
    format!("---\n{}\n---\n", draft.lines.join("\n"))
}

/// A text as a YAML value that means nothing but that text.
#[must_use]
pub fn quoted(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_alphabetic())
        && text.ends_with(|c: char| c.is_alphanumeric() || c == '.')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '.' | '&' | '(' | ')'))
        && !matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    // A JSON string is a YAML string.
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}

/// What is said of a key: the record type's own words, which can be cut, and what follows from its form.
struct Words {
    own: String,
    more: String,
}

struct Draft<'a> {
    root: &'a Value,
    lines: Vec<String>,
}

impl<'a> Draft<'a> {
    fn remark(&mut self, text: &str) {
        self.lines.push(format!("# {text}"));
    }

    fn line(&mut self, prefix: &str, said: &str, words: &Words) {
        let long = prefix.len() + said.len() + words.own.len() + words.more.len() + 4 > LONGEST_LINE;
        let own = if long { first_part(&words.own) } else { &words.own };
        self.lines.push(format!("{prefix}{said}  # {own}{}", words.more));
    }

    /// A key with its value, or with the values of keys below it; else a remark.
    fn filled(
        &mut self,
        path: &str,
        (key, property): (&str, &'a Value),
        indent: &str,
        filled: &[(&str, String)],
    ) {
        let words = self.words(property, false);
        let below = format!("{path}.");
        if let Some((_, value)) = filled.iter().find(|(own, _)| *own == path) {
            match value.strip_prefix('\n') {
                Some(lines) => {
                    self.line(indent, &format!("{key}:"), &words);
                    self.lines.push(lines.to_owned());
                }
                None => self.line(indent, &format!("{key}: {value}"), &words),
            }
        } else if filled.iter().any(|(own, _)| own.starts_with(&below)) {
            self.line(indent, &format!("{key}:"), &words);
            for (key, property) in properties(self.resolve(property)) {
                self.filled(&format!("{below}{key}"), (key, property), &format!("{indent}  "), filled);
            }
        } else {
            self.key(key, property, false, &format!("# {indent}"));
        }
    }

    /// A key and what can stand below it; `prefix` is what stands before it on its line.
    fn key(&mut self, key: &str, property: &'a Value, is_needed: bool, prefix: &str) {
        let words = self.words(property, is_needed);
        let shape = self.resolve(property);
        let below = format!("{}  ", blank(prefix));
        if let Some(item) = shape.get("items").filter(|item| item.is_object()).map(|item| self.resolve(item))
        {
            if item.get("properties").is_some() {
                self.line(prefix, &format!("{key}:"), &words);
                return self.group(item, &below, "- ");
            }
            return self.line(prefix, &format!("{key}: []"), &words);
        }
        if shape.get("properties").is_some() {
            self.line(prefix, &format!("{key}:"), &words);
            return self.group(shape, &below, "");
        }
        self.line(prefix, &format!("{key}:"), &words);
    }

    fn group(&mut self, object: &'a Value, indent: &str, bullet: &str) {
        let needed = |key: &str| {
            let list = object.get("required").and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|own| own == key))
        };
        for (index, (key, property)) in properties(object).into_iter().enumerate() {
            let lead = if index == 0 { bullet.to_owned() } else { " ".repeat(bullet.len()) };
            self.key(key, property, needed(key), &format!("{indent}{lead}"));
        }
    }

    /// What a schema says once references and "or nothing" are taken away; of two shapes, the fuller one.
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let inner = schema.get("$ref").and_then(Value::as_str).and_then(|name| {
            let name = name.rsplit('/').next()?;
            self.root.get("definitions")?.get(name)
        });
        let branches = ["allOf", "anyOf"].iter().find_map(|key| schema.get(key)).and_then(Value::as_array);
        let fuller = branches.and_then(|branches| {
            let shapes = branches.iter().map(|branch| self.resolve(branch));
            let shapes = shapes.filter(|shape| shape.get("type").is_none_or(|kind| kind != "null"));
            shapes.max_by_key(|shape| (shape.get("properties").is_some(), shape.get("examples").is_some()))
        });
        match (inner, fuller) {
            (Some(inner), _) => self.resolve(inner),
            // A date is a year or a text: its examples say more than either.
            (_, Some(_)) if schema.get("examples").is_some() => schema,
            (_, Some(fuller)) => fuller,
            _ => schema,
        }
    }

    /// The key's own words, the words that it takes, and whether it is needed.
    fn words(&self, property: &'a Value, is_needed: bool) -> Words {
        let shape = self.resolve(property);
        let codes = codes(shape);
        let taken = match example(shape) {
            _ if !codes.is_empty() => format!(": {}", codes.join(", ")),
            Some(example) => format!(", such as {example}"),
            None => String::new(),
        };
        let needed = if is_needed { " Needed." } else { "" };
        // The record type's words can go over several lines; a remark can't.
        let own = description(property).split_whitespace().collect::<Vec<_>>().join(" ");
        Words { own: own.trim_end_matches('.').to_owned(), more: format!("{taken}.{needed}") }
    }
}

fn properties(object: &Value) -> Vec<(&str, &Value)> {
    let keys = object.get("properties").and_then(Value::as_object).map(Map::iter);
    keys.into_iter().flatten().map(|(key, value)| (key.as_str(), value)).collect()
}

fn description(schema: &Value) -> &str {
    schema.get("description").and_then(Value::as_str).unwrap_or_default()
}

/// The words of a code list.
fn codes(shape: &Value) -> Vec<&str> {
    let each = shape.get("oneOf").and_then(Value::as_array);
    each.into_iter().flatten().filter_map(|code| code.get("const")?.as_str()).collect()
}

/// The most exact of a shape's examples.
fn example(shape: &Value) -> Option<String> {
    let example = shape.get("examples")?.as_array()?.last()?;
    Some(example.as_str().map_or_else(|| example.to_string(), str::to_owned))
}

/// The same width without a bullet; the sign of a remark stays.
fn blank(prefix: &str) -> String {
    prefix.replace("- ", "  ")
}

/// A long explanation up to its first stop; the schema and the editors' guide tell the rest.
fn first_part(text: &str) -> &str {
    let stops = ["; ", ". "].iter().filter_map(|stop| text.find(stop));
    stops.min().map_or(text, |cut| &text[..cut])
}
