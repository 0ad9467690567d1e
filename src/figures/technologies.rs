//! How far authorities are with each emerging technology: takes a catalogue, gives one spread for each technology.

use std::collections::BTreeSet;

use crate::catalogue::{Borough, Catalogue, Ix, Technology};
use crate::content::records::TechnologyStage;

/// The stages, the furthest first; giving up comes last.
pub const STAGES: [TechnologyStage; 4] =
    [TechnologyStage::InUse, TechnologyStage::Pilot, TechnologyStage::Exploring, TechnologyStage::Stopped];

/// The authorities with a record of a technology, by its stage there.
#[derive(Debug, Default)]
pub struct TechnologySpread {
    stages: [Vec<Ix<Borough>>; 4],
}

/// Whether it was at least tried, as far as the stage tells: whoever looks into it has not yet.
#[must_use]
pub fn is_tried(stage: TechnologyStage) -> bool {
    stage != TechnologyStage::Exploring
}

impl TechnologySpread {
    /// The authorities in which it has that stage, by name.
    #[must_use]
    pub fn at(&self, stage: TechnologyStage) -> &[Ix<Borough>] {
        &self.stages[stage as usize]
    }

    /// Every authority with a record.
    #[must_use]
    pub fn boroughs(&self) -> BTreeSet<Ix<Borough>> {
        self.stages.iter().flatten().copied().collect()
    }

    /// The furthest stage that it has reached anywhere; nothing where there is no record.
    #[must_use]
    pub fn furthest(&self) -> Option<TechnologyStage> {
        STAGES.into_iter().find(|stage| !self.at(*stage).is_empty())
    }

    /// The stage that it has in an authority.
    #[must_use]
    pub fn stage(&self, borough: Ix<Borough>) -> Option<TechnologyStage> {
        STAGES.into_iter().find(|stage| self.at(*stage).contains(&borough))
    }
}

pub(super) fn all(catalogue: &Catalogue) -> Vec<TechnologySpread> {
    catalogue.technologies.iter().map(|(ix, _)| spread(catalogue, ix)).collect()
}

fn spread(catalogue: &Catalogue, technology: Ix<Technology>) -> TechnologySpread {
    let mut spread = TechnologySpread::default();
    for (borough, row) in catalogue.boroughs.iter() {
        for fact in row.technologies.iter().filter(|fact| fact.technology == technology) {
            spread.stages[fact.stage as usize].push(borough);
        }
    }
    spread
}
