//! The lines of a record that carry its shape: keys and items, without what stands in texts over several lines.

/// A line with something in it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// From 1.
    pub number: usize,
    /// Its first byte in the file.
    pub start: usize,
    /// How many spaces it begins with.
    pub indent: usize,
    /// What stands after them.
    pub text: &'a str,
}

impl<'a> Line<'a> {
    /// Whether it opens an item of a list.
    pub fn is_item(&self) -> bool {
        self.text == "-" || self.text.starts_with("- ")
    }

    /// What follows the hyphens of items.
    pub fn body(&self) -> &'a str {
        let mut body = self.text;
        while let Some(rest) = body.strip_prefix("- ") {
            body = rest.trim_start_matches(' ');
        }
        body
    }

    /// Where its key stands: the spaces, and the hyphens counted with them.
    pub fn column(&self) -> usize {
        self.indent + self.text.len() - self.body().len()
    }

    /// The byte in the file at which a part of this line begins.
    pub fn byte(&self, part: &str) -> usize {
        self.start + self.indent + (part.as_ptr() as usize - self.text.as_ptr() as usize)
    }

    /// Its key and its value, if it has a key with a colon.
    pub fn entry(&self) -> Option<(&'a str, &'a str)> {
        let (key, value) = self.body().split_once(':')?;
        let is_entry = is_key(key) && (value.is_empty() || value.starts_with([' ', '\t']));
        is_entry.then(|| (key, value.trim()))
    }
}

/// Whether a word could be one of our keys or an id.
pub fn is_key(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphanumeric())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// The lines that carry the shape, in their order.
pub fn of(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    // How far a text over several lines is set in at least: further than its key, then as far as its first line.
    let mut text_from: Option<usize> = None;
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let shown = whole.trim_end();
        let said = shown.trim_start_matches(' ');
        let line = Line { number: index + 1, start, indent: shown.len() - said.len(), text: said };
        start += whole.len();
        if said.is_empty() {
            continue;
        }
        let is_first = lines.last().is_some_and(|last| last.number + 1 == line.number);
        match text_from {
            Some(from) if line.indent >= from => {
                text_from = Some(if is_first { line.indent } else { from });
                continue;
            }
            _ => text_from = None,
        }
        if said.starts_with('#') {
            continue;
        }
        let is_folded = line.entry().is_some_and(|(_, value)| value.starts_with(['|', '>']));
        text_from = is_folded.then(|| line.column() + 1);
        lines.push(line);
    }
    lines
}

/// The byte of the quote mark or bracket that a line opens and does not close.
pub fn left_open(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((byte, letter)) = letters.next() {
        match open.last() {
            Some((_, '"')) if letter == '\\' => drop(letters.next()),
            // Two single quotes are one within the text.
            Some((_, '\'')) if letter == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') => {
                letters.next();
            }
            Some((_, mark @ ('"' | '\''))) => {
                if letter == *mark {
                    open.pop();
                }
            }
            Some(_) if matches!(letter, ']' | '}') => drop(open.pop()),
            _ if letter == '#' && before == ' ' => break,
            within => {
                // Marks open only where a value begins; elsewhere they are letters of a text.
                let begins = match before {
                    ' ' => text[..byte].trim_end().ends_with([':', '-', '[', '{', ',']) || byte == 0,
                    '[' | '{' | ',' => within.is_some(),
                    _ => false,
                };
                if begins && matches!(letter, '"' | '\'' | '[' | '{') {
                    open.push((byte, letter));
                }
            }
        }
        before = letter;
    }
    // An open quote hides the brackets around it.
    open.iter().find(|(_, mark)| matches!(mark, '"' | '\'')).or(open.first()).copied()
}
