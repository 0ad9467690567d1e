//! What stands on the picture that a shared link shows: one for each part of the site.

use super::{Model, Section};
use crate::figures::capitalised;

/// A picture's words.
#[derive(Debug)]
pub struct Card {
    /// Its part of the site; none for pages outside of all parts.
    pub section: Option<Section>,
    /// Large.
    pub heading: String,
    /// A sentence beneath.
    pub words: String,
}

impl Card {
    /// `cards/contracts.png`
    #[must_use]
    pub fn path(section: Option<Section>) -> String {
        format!("cards/{}.png", section.map_or("home", Section::id))
    }
}

/// All pictures; one line each.
#[must_use]
pub fn cards(model: Model) -> Vec<Card> {
    let site = &model.catalogue.site;
    let told = |id: &str| model.sentence(id);
    let card = |section, heading: &str, words: String| Card { section, heading: heading.to_owned(), words };
    vec![
        card(None, &site.headline, told("systems-recorded")),
        card(Some(Section::Boroughs), &capitalised(&site.words.many), told("authorities-recorded")),
        card(Some(Section::Services), say!("Services"), told("services-recorded")),
        card(Some(Section::Systems), say!("Systems"), told("systems-recorded")),
        card(Some(Section::Suppliers), say!("Suppliers"), told("suppliers-recorded")),
        card(
            Some(Section::Contracts),
            say!("Contracts by when they end"),
            told("contracts-ending-12-months"),
        ),
        card(Some(Section::Opportunities), say!("Opportunities"), told("cohorts-by-service")),
        card(Some(Section::Skills), say!("Skills to share"), told("skills-recorded")),
        card(Some(Section::Technologies), say!("Emerging technologies"), told("technologies-recorded")),
        card(Some(Section::Coverage), say!("How far to trust this"), told("coverage-core")),
        card(Some(Section::Report), say!("The report"), site.description.clone()),
        card(Some(Section::Data), say!("Data to download"), told("deployments-recorded")),
        card(Some(Section::About), say!("About"), site.description.clone()),
    ]
}
