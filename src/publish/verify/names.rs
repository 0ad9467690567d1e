//! Whether links, buttons and drawings have a name: what is read aloud of them to whoever does not see them.

/// Something that is not closed yet.
#[derive(Debug)]
struct Open {
    kind: Kind,
    is_named: bool,
}

/// What needs a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Link,
    Button,
    Drawing,
}

/// What can name what it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Words, the words in the place of a picture, or the name of a part.
    Aloud,
    /// The title of a drawing; its other words are parts of the picture.
    Title,
}

impl Kind {
    fn of(tag: &str) -> Option<Self> {
        match tag {
            "a" => Some(Self::Link),
            "button" => Some(Self::Button),
            "svg" => Some(Self::Drawing),
            _ => None,
        }
    }

    fn fault(self) -> &'static str {
        match self {
            Self::Link => "a link has no words",
            Self::Button => "a button has no words",
            Self::Drawing => "a drawing has no name (title, aria-label or aria-labelledby)",
        }
    }

    fn is_named_by(self, said: Said) -> bool {
        self != Self::Drawing || said == Said::Title
    }
}

/// What is open on a page as it is read.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<Open>);

impl Names {
    pub fn opens(&mut self, kind: Kind, is_named: bool) {
        self.0.push(Open { kind, is_named });
    }

    /// Something names all that it stands in.
    pub fn hears(&mut self, said: Said) {
        for open in &mut self.0 {
            open.is_named |= open.kind.is_named_by(said);
        }
    }

    /// What an element lacks that is closed here, and all that was left open in it.
    pub fn closes(&mut self, tag: &str) -> impl Iterator<Item = &'static str> {
        let kind = if self.0.is_empty() { None } else { Kind::of(tag) };
        let start = kind.and_then(|kind| self.0.iter().rposition(|open| open.kind == kind));
        unnamed(self.0.split_off(start.unwrap_or(self.0.len())))
    }

    /// What elements lack that are never closed.
    pub fn end(&mut self) -> impl Iterator<Item = &'static str> {
        unnamed(std::mem::take(&mut self.0))
    }
}

fn unnamed(closed: Vec<Open>) -> impl Iterator<Item = &'static str> {
    closed.into_iter().filter(|open| !open.is_named).map(|open| open.kind.fault())
}
