//! What several rows say about one record: takes each row's source, confidence and note, gives the record's own
//! confidence and notes, and the sources that keep what is theirs.

use super::cells::{Cells, text};
use crate::content::records::{Confidence, Placed, SourceItem};

/// What one row says, and how sure it is.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub source: Option<SourceItem>,
    pub confidence: Option<Confidence>,
    pub notes: Option<String>,
}

/// What all rows of a record say together.
#[derive(Debug)]
pub(super) struct Summary {
    pub confidence: Option<Confidence>,
    pub notes: Option<Placed<String>>,
    pub sources: Vec<SourceItem>,
}

impl Evidence {
    /// From the columns that every table of facts has.
    pub(super) fn read(
        cells: &mut Cells,
        (url, title, date): (&str, &str, &str),
        notes: &str,
        confidence: &str,
    ) -> Self {
        let source = SourceItem {
            url: cells.url("source_url", url),
            title: text(title),
            date: cells.date("source_date", date),
            confidence: None,
            notes: None,
        };
        let named = source.url.is_some() || source.title.is_some();
        Self {
            source: named.then_some(source),
            confidence: cells.word("confidence", confidence),
            notes: text(notes),
        }
    }

    /// What to look at where readers can't follow the source.
    pub(super) fn doubt(&self) -> Option<&'static str> {
        let has_address = self.source.as_ref().is_some_and(|source| source.url.is_some());
        (!has_address).then_some("the source has no address, which a published record needs")
    }

    /// Adds a sentence to the note.
    pub(super) fn add_note(&mut self, sentence: &str) {
        let notes = self.notes.get_or_insert_default();
        if !notes.is_empty() {
            notes.push(' ');
        }
        notes.push_str(sentence);
    }

    /// Whether both are the same page of the same date.
    pub(super) fn same_source(&self, other: &Self) -> bool {
        same_source(self.source.as_ref(), other.source.as_ref())
    }
}

fn same_source(a: Option<&SourceItem>, b: Option<&SourceItem>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            let url = |source: &SourceItem| source.url.as_ref().map(|url| url.value.clone());
            url(a) == url(b) && a.title == b.title && a.date == b.date
        }
        (None, None) => true,
        _ => false,
    }
}

/// One source of each page, the highest confidence, and notes where they belong: on the record if there is only one,
/// otherwise with the source that says it.
pub(super) fn summarise(evidence: &[Evidence]) -> Summary {
    let mut pages = one_per_page(evidence);
    let confidence = pages.iter().filter_map(|page| page.confidence).max();
    let mut notes: Vec<String> = Vec::new();
    for page in &mut pages {
        match &page.notes {
            Some(note) if notes.contains(note) => page.notes = None,
            Some(note) => notes.push(note.clone()),
            None => {}
        }
    }
    let on_record = notes.len() == 1;
    let sources = pages.into_iter().filter_map(|page| {
        let notes = page.notes.filter(|_| !on_record).map(Placed::from);
        let own_confidence = page.confidence.filter(|own| Some(*own) != confidence);
        // A note without a page is kept as a source without an address.
        let bare = || {
            notes.is_some().then_some(SourceItem {
                url: None,
                title: None,
                date: None,
                confidence: None,
                notes: None,
            })
        };
        let source = page.source.or_else(bare)?;
        Some(SourceItem { confidence: own_confidence, notes, ..source })
    });
    let sources = sources.collect();
    Summary { confidence, notes: notes.pop().filter(|_| on_record).map(Placed::from), sources }
}

fn one_per_page(evidence: &[Evidence]) -> Vec<Evidence> {
    let mut pages: Vec<Evidence> = Vec::new();
    for row in evidence {
        let Some(page) = pages.iter_mut().find(|page| page.same_source(row)) else {
            pages.push(row.clone());
            continue;
        };
        page.confidence = page.confidence.max(row.confidence);
        if let Some(more) = &row.notes
            && !page.notes.as_ref().is_some_and(|notes| notes.contains(more))
        {
            page.add_note(more);
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(page: &str, confidence: Confidence, notes: &str) -> Evidence {
        let url = format!("https://example.org/{page}")
            .parse()
            .ok()
            .map(|url: crate::content::records::Url| url.into());
        let source =
            SourceItem { url, title: Some(page.to_owned()), date: None, confidence: None, notes: None };
        Evidence { source: Some(source), confidence: Some(confidence), notes: text(notes) }
    }

    #[test]
    fn a_single_note_stands_on_the_record() {
        let summary = summarise(&[row("a", Confidence::Low, "Seen."), row("b", Confidence::High, "Seen.")]);
        assert_eq!(summary.notes.as_deref().map(String::as_str), Some("Seen."));
        assert_eq!(summary.confidence, Some(Confidence::High));
        assert_eq!(summary.sources[0].confidence, Some(Confidence::Low));
        assert!(summary.sources.iter().all(|source| source.notes.is_none()));
        assert!(summary.sources[1].confidence.is_none());
    }

    #[test]
    fn different_notes_stand_with_their_sources() {
        let summary = summarise(&[row("a", Confidence::High, "One."), row("b", Confidence::High, "Two.")]);
        assert!(summary.notes.is_none());
        let notes: Vec<_> =
            summary.sources.iter().map(|source| source.notes.as_deref().map(String::as_str)).collect();
        assert_eq!(notes, [Some("One."), Some("Two.")]);
    }

    #[test]
    fn one_page_told_twice_is_one_source() {
        let summary = summarise(&[row("a", Confidence::Medium, "One."), row("a", Confidence::High, "Two.")]);
        assert_eq!(summary.sources.len(), 1);
        assert_eq!(summary.notes.as_deref().map(String::as_str), Some("One. Two."));
    }
}
