//! The words of the field, in plain words.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Letter, View, letters};
use crate::catalogue::{GlossaryTerm, Ix, Named};
use crate::site::parts::Link;
use crate::site::{Model, Page, Section, urls};

/// The words of the field.
#[derive(Debug, Serialize)]
pub struct GlossaryView {
    letters: Vec<Letter<TermView>>,
}

#[derive(Debug, Serialize)]
struct TermView {
    id: String,
    term: String,
    aliases: Vec<String>,
    text: String,
    see: Vec<Link>,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let Some(first) = c.glossary.rows().first() else { return Vec::new() };
    vec![Page {
        path: urls::GLOSSARY.to_owned(),
        template: "glossary.html",
        title: say!("Glossary").to_owned(),
        description: say!(
            "What the words about records, contracts and figures on this site about {} mean, in plain words.",
            c.site.region
        ),
        section: Some(Section::About),
        crumbs: Vec::new(),
        // All terms stand in one file.
        origin: Some(&first.origin),
        text: None,
        view: Box::new(move || View::Glossary(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> GlossaryView {
    let term = |(_, row): (_, &GlossaryTerm)| {
        let view = TermView {
            id: row.id.clone(),
            term: row.term.clone(),
            aliases: row.other_names().into_iter().map(str::to_owned).collect(),
            text: row.text.clone(),
            see: row.see.iter().map(|ix| model.term_link(*ix)).collect(),
        };
        (row.term.clone(), view)
    };
    GlossaryView { letters: letters(model.catalogue.glossary.iter().map(term)) }
}

impl Model<'_> {
    /// A term's place in the glossary.
    #[must_use]
    pub fn term_link(self, ix: Ix<GlossaryTerm>) -> Link {
        let term = &self.catalogue.glossary[ix];
        Link::new(urls::term(term), &term.term)
    }

    /// The names of all terms, to find them in texts.
    #[must_use]
    pub fn terms(self) -> Terms {
        let mut names = Vec::new();
        for (ix, term) in self.catalogue.glossary.iter() {
            let all = term.other_names().into_iter().chain([term.term.as_str()]);
            names.extend(all.map(|name| (words(name), ix)).filter(|(name, _)| !name.is_empty()));
        }
        Terms { names }
    }

    /// The terms of the glossary that a text uses, by their own or another name. Of names that begin at the same
    /// word the longest counts: a notice period is no notice.
    #[must_use]
    pub fn terms_in(self, text: &str, terms: &Terms) -> Vec<Link> {
        let (text, mut used, mut at) = (words(text), BTreeSet::new(), 0);
        while at < text.len() {
            let here = terms.names.iter().filter(|(name, _)| text[at..].starts_with(name));
            let longest = here.max_by_key(|(name, ix)| (name.len(), std::cmp::Reverse(*ix)));
            used.extend(longest.map(|(_, ix)| *ix));
            at += longest.map_or(1, |(name, _)| name.len());
        }
        used.into_iter().map(|ix| self.term_link(ix)).collect()
    }
}

/// The words of each name of a term.
#[derive(Debug)]
pub struct Terms {
    names: Vec<(Vec<String>, Ix<GlossaryTerm>)>,
}

/// A text's words in lower case, each as for one thing.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.to_lowercase().trim_end_matches('s').to_owned()).collect()
}
