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
}

/// What is open on a page as it is read, the outermost first. What is heard names all of it: how many that were is kept, and
/// not each of them marked, which would take long where a page never closes anything.
#[derive(Debug, Default)]
pub(super) struct Names {
    open: Vec<Open>,
    heard_aloud: usize,
    heard_title: usize,
}

impl Names {
    pub fn opens(&mut self, kind: Kind, is_named: bool) {
        self.open.push(Open { kind, is_named });
    }

    /// Something names all that it stands in.
    pub fn hears(&mut self, said: Said) {
        match said {
            Said::Aloud => self.heard_aloud = self.open.len(),
            Said::Title => self.heard_title = self.open.len(),
        }
    }

    /// Says what an element lacks that is closed here, and all that was left open in it.
    pub fn closes(&mut self, tag: &str, lacks: &mut Vec<String>) {
        let kind = Kind::of(tag);
        if let Some(start) = kind.and_then(|kind| self.open.iter().rposition(|open| open.kind == kind)) {
            self.unnamed(start, lacks);
        }
    }

    /// Says what elements lack that are never closed.
    pub fn end(&mut self, lacks: &mut Vec<String>) {
        self.unnamed(0, lacks);
    }

    /// Says what all lack that stands from there on, which is closed. A drawing is named by its title alone.
    fn unnamed(&mut self, start: usize, lacks: &mut Vec<String>) {
        let (heard_title, heard_aloud) = (self.heard_title, self.heard_aloud);
        let is_heard =
            |at: usize, open: &Open| at < heard_title || at < heard_aloud && open.kind != Kind::Drawing;
        let closed = (start..).zip(self.open.drain(start..));
        let unnamed = closed.filter(|(at, open)| !open.is_named && !is_heard(*at, open));
        lacks.extend(unnamed.map(|(_, open)| open.kind.fault().to_owned()));
        self.heard_aloud = heard_aloud.min(start);
        self.heard_title = heard_title.min(start);
    }
}
